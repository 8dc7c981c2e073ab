//! Which part of a page is its text: `<main>`, `<article>`, or the smallest block that holds most of the words.

use std::ops::Range;

use crate::import::html_to_markdown::{Element, HtmlEvent, events};

/// A part of a page.
#[derive(Debug, Clone)]
struct Part {
    kind: PartKind,
    range: Range<usize>,
    /// Letters outside of links.
    words: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Main,
    Article,
    /// An element that its id or class calls the content.
    Content,
    Block,
    /// What leads elsewhere, and is not text.
    Navigation,
    /// An `<aside>` of words rather than links.
    Note,
    Heading,
}

/// The text of a page, in its HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextPart {
    /// The whole of it.
    pub(super) range: Range<usize>,
    /// What lies in it and is left out: navigation, and the headline.
    pub(super) without: Vec<Range<usize>>,
    /// The words of the headline.
    pub(super) headline: Option<String>,
    /// How many parts of navigation were left out.
    pub(super) navigation: usize,
    /// Letters outside of links, and within.
    pub(super) words: usize,
    pub(super) link_words: usize,
    /// Letters outside of the text, of links and of navigation, those of notes among them.
    pub(super) left_out: usize,
}

/// Letters that a header and a footer may have beside the text.
pub(super) const FEW: usize = 200;
/// Elements that can hold the text.
const BLOCKS: &[&str] = &["body", "main", "article", "div", "section", "td", "table", "center", "font"];
/// Names that people give to the block of the text.
const CONTENT: &[&str] = &[
    "content", "main", "post", "entry", "article", "entry-content", "post-content", "article-body", "main-content",
    "page-content", "text",
];
/// Elements within one another that are looked at.
const DEEPEST: usize = 500;

struct Open {
    name: String,
    kind: PartKind,
    start: usize,
    words: usize,
    letters: usize,
    link_words: usize,
}

#[derive(Default)]
struct Scan {
    open: Vec<Open>,
    parts: Vec<Part>,
    headings: Vec<(Range<usize>, String)>,
    heading: Option<String>,
    hidden: usize,
    links: usize,
    words: usize,
    /// All letters that are shown.
    letters: usize,
    link_words: usize,
}

/// Finds the text of a page.
pub(super) fn text_part(html: &str) -> TextPart {
    let mut scan = Scan::default();
    for event in events(html) {
        match event {
            HtmlEvent::Start(element) => scan.start(&element),
            HtmlEvent::End(name, end) => scan.end(&name, end),
            HtmlEvent::Text(words) => scan.text(&words),
            HtmlEvent::Comment(..) => {}
        }
    }
    while let Some(open) = scan.open.pop() {
        scan.close(open, html.len());
    }
    scan.finish(html)
}

fn kind_of(element: &Element) -> Option<PartKind> {
    let name = element.name.as_str();
    let role = element.get("role").unwrap_or_default();
    let named = |value: &str| CONTENT.contains(&value.to_ascii_lowercase().as_str());
    match name {
        "main" => Some(PartKind::Main),
        _ if role == "main" => Some(PartKind::Main),
        "article" => Some(PartKind::Article),
        "nav" | "footer" | "aside" => Some(PartKind::Navigation),
        _ if role == "navigation" => Some(PartKind::Navigation),
        "h1" => Some(PartKind::Heading),
        _ if !BLOCKS.contains(&name) => None,
        _ if element.get("id").is_some_and(|id| named(&id))
            || element.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(named)) =>
        {
            Some(PartKind::Content)
        }
        _ => Some(PartKind::Block),
    }
}

impl Scan {
    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "script" | "style" | "head" => self.hidden += 1,
            "a" => self.links += 1,
            _ => {}
        }
        if let Some(kind) = kind_of(element).filter(|_| self.open.len() < DEEPEST) {
            if kind == PartKind::Heading {
                self.heading = Some(String::new());
            }
            // What stands beside the words of an article belongs to it.
            let is_aside = element.name == "aside" && self.open.iter().any(|open| open.kind == PartKind::Article);
            let kind = if is_aside { PartKind::Block } else { kind };
            self.open.push(Open {
                name: element.name.clone(),
                kind,
                start: element.at,
                words: self.words,
                letters: self.letters,
                link_words: self.link_words,
            });
        }
    }

    fn end(&mut self, name: &str, end: usize) {
        match name {
            "script" | "style" | "head" => self.hidden = self.hidden.saturating_sub(1),
            "a" => self.links = self.links.saturating_sub(1),
            _ => {}
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        while self.open.len() > at {
            if let Some(open) = self.open.pop() {
                self.close(open, end);
            }
        }
    }

    fn close(&mut self, open: Open, end: usize) {
        let range = open.start..end;
        if open.kind == PartKind::Heading
            && let Some(words) = self.heading.take()
        {
            self.headings.push((range.clone(), words));
        }
        let (letters, link_words) = (self.letters - open.letters, self.link_words - open.link_words);
        let is_note = open.kind == PartKind::Navigation && open.name == "aside" && letters > link_words * 2;
        let (kind, words) = match is_note {
            true => (PartKind::Note, letters - link_words),
            false => (open.kind, self.words - open.words),
        };
        self.parts.push(Part { kind, range, words });
    }

    fn text(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        if let Some(heading) = &mut self.heading {
            heading.push_str(words);
        }
        self.letters += letters;
        if self.links > 0 {
            self.link_words += letters;
        } else if !self.open.iter().any(|open| open.kind == PartKind::Navigation) {
            self.words += letters;
        }
    }

    fn finish(self, html: &str) -> TextPart {
        let total = self.words;
        let of = |kind: PartKind| self.parts.iter().filter(move |part| part.kind == kind);
        let half = |part: &&Part| part.words * 2 >= total;
        // A text may stand in several blocks, or articles.
        let most = |part: &&Part| {
            let rest = total.saturating_sub(part.words);
            half(part) && (rest <= FEW || rest * 5 <= total)
        };
        let main = of(PartKind::Main).max_by_key(|part| part.words).filter(|part| part.words > 0);
        let articles: Vec<&Part> = of(PartKind::Article).filter(|part| part.words > 0).collect();
        let content = of(PartKind::Content).filter(half).min_by_key(|part| part.range.len());
        let block = of(PartKind::Block).filter(most).min_by_key(|part| part.range.len());
        let article = articles.iter().copied().max_by_key(|part| part.words).filter(most);
        let chosen = match (main, article) {
            (Some(main), Some(article)) if article.words * 10 >= main.words * 8 => Some(article),
            (Some(main), _) => Some(main),
            (None, Some(article)) => Some(article),
            (None, None) => content.or(block),
        };
        let range = chosen.map_or(0..html.len(), |part| part.range.clone());
        let inside =
            |part: &Range<usize>| part.start >= range.start && part.end <= range.end && part.len() < range.len();
        let is_beside = |part: &&Part| part.range.end <= range.start || part.range.start >= range.end;
        let beside: usize = of(PartKind::Note).filter(is_beside).map(|part| part.words).sum();
        let left_out = chosen.map_or(0, |part| total.saturating_sub(part.words)) + beside;
        // Beside an article stands what is of the whole site; in a text without one, a note is of the text.
        let has_notes = articles.is_empty() && chosen.is_some_and(|part| part.kind == PartKind::Main);
        let notes = of(PartKind::Note).filter(|_| !has_notes);
        let left_aside = of(PartKind::Navigation).chain(notes).map(|part| part.range.clone());
        let mut without: Vec<Range<usize>> = left_aside.filter(|part| inside(part)).collect();
        let navigation = without.len();
        // The only headline may stand above the text.
        let headline = match self.headings.as_slice() {
            [(at, words)] => Some((at.clone(), words.clone())),
            several => several.iter().find(|(at, _)| inside(at)).filter(|_| several.len() == 1).cloned(),
        };
        if let Some((at, _)) = headline.as_ref().filter(|(at, _)| inside(at)) {
            without.push(at.clone());
        }
        without.sort_by_key(|part| part.start);
        let headline = headline.map(|(_, words)| words.split_whitespace().collect::<Vec<_>>().join(" "));
        TextPart { range, without, headline, navigation, words: self.words, link_words: self.link_words, left_out }
    }
}

impl TextPart {
    /// The HTML of the text.
    pub(super) fn cut(&self, html: &str) -> String {
        let mut out = String::new();
        let mut at = self.range.start;
        for part in &self.without {
            if part.start >= at {
                out.push_str(html.get(at..part.start).unwrap_or_default());
            }
            at = at.max(part.end);
        }
        out.push_str(html.get(at..self.range.end).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_found() {
        for (html, text) in [
            (
                "<nav>a b</nav><main><h1>t</h1><p>words of the text</p></main><footer>f</footer>",
                "<main><p>words of the text</p></main>",
            ),
            (
                "<div id=menu><a href=x>many words in links here</a></div><div id=content><p>text that is long</p></div>",
                "<div id=content><p>text that is long</p></div>",
            ),
            (
                "<table><tr><td><a href=x>l</a></td><td>text that is long</td></tr></table>",
                "<td>text that is long</td>",
            ),
            ("<article>text<nav>a</nav> more</article><article>b</article>", "<article>text more</article>"),
            ("<article>text<aside>a</aside> more</article>", "<article>text<aside>a</aside> more</article>"),
            ("<main>text<aside>a note</aside> more</main>", "<main>text<aside>a note</aside> more</main>"),
            ("<main>text<aside>on <a href=x>other pages</a></aside> more</main>", "<main>text more</main>"),
            ("<main><article>long text</article><aside>words</aside></main>", "<article>long text</article>"),
            (
                "<main><article>a</article><article>b</article><aside>c</aside></main>",
                "<main><article>a</article><article>b</article></main>",
            ),
            ("plain", "plain"),
        ] {
            assert_eq!(text_part(html).cut(html), text, "{html}");
        }
    }

    #[test]
    fn a_text_in_several_blocks_is_whole() {
        let (long, short) = ("a".repeat(600), "b".repeat(400));
        for html in [
            format!("<div>{long}</div><div>{short}</div>"),
            format!("<table><tr><td>{long}</td><td>{short}</td></tr></table>"),
            format!("<article>{long}</article><article>{short}</article>"),
        ] {
            let part = text_part(&html);
            assert!(part.cut(&html).contains(&long) && part.cut(&html).contains(&short), "{html}");
            assert_eq!(part.left_out, 0);
        }
        // Somebody called one of them the text.
        let html = format!("<div id=content>{long}</div><div>{short}</div>");
        let part = text_part(&html);
        assert_eq!((part.cut(&html).contains(&short), part.left_out), (false, 400));
        // A note beside an article is left out, too.
        let html = format!("<main><article>{long}</article><aside>{short}</aside><aside><a>{long}</a></aside></main>");
        let part = text_part(&html);
        assert_eq!((part.cut(&html).contains(&short), part.left_out), (false, 400));
    }
}
