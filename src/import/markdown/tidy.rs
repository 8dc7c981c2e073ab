//! What other Markdown has and this archive does not: comments, HTML, the mark of a summary.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    html::{Converted, converted, converted_between},
    tags::{TagMeaning, meaning, name_of},
};
use crate::import::{Report, SourcePlace, html_to_markdown::Loss};

/// The mark between a summary and the rest, as Hugo, Zola and WordPress write it.
const MORE: &str = "<!--more-->";

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// The text before `<!-- more -->`, as words, and the body without the mark.
pub fn split_summary(body: &str) -> (Option<String>, String) {
    let Some(range) = more(body) else { return (None, body.to_owned()) };
    let before = body.get(..range.start).unwrap_or_default();
    let after = body.get(range.end..).unwrap_or_default();
    let summary = plain(before);
    ((!summary.is_empty()).then_some(summary), format!("{before}{after}"))
}

fn more(body: &str) -> Option<Range<usize>> {
    if let Some(at) = body.find(MORE) {
        return Some(at..at + MORE.len());
    }
    let (at, _) = body.match_indices("<!--").find(|(at, _)| {
        let inner = body.get(at + 4..).and_then(|rest| rest.split_once("-->")).map_or("", |(inner, _)| inner);
        inner.trim().eq_ignore_ascii_case("more")
    })?;
    let end = at + body.get(at..)?.find("-->")? + 3;
    Some(at..end)
}

/// The words of a Markdown text, on one line.
pub fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut pictures = 0_usize;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if pictures == 0 => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let text = words.join(" ");
    // Ends of emphasis made spaces before signs.
    [" ,", " .", " :", " ;", " !", " ?", " )"].iter().fold(text, |text, sign| text.replace(sign, sign.trim_start()))
}

/// The body without comments, with HTML as Markdown where that says the same. Other HTML stays as text, and is listed.
pub fn tidied(body: &str, place: &SourcePlace, first_line: u64, report: &mut Report) -> String {
    if !body.contains('<') {
        return body.to_owned();
    }
    let mut tidy = Tidy { body, edits: Vec::new(), losses: Vec::new(), open: Vec::new() };
    tidy.read();
    let Tidy { mut edits, losses, .. } = tidy;
    // Of two that begin alike the longer one says all.
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut lines = Lines { body, line: first_line, at: 0 };
    let mut add = |at: usize, loss: &Loss| {
        let line = lines.at(at) + loss.line - 1;
        report.add(&place.at(line), loss.code, loss.outcome, loss.found.clone(), loss.done);
    };
    let mut losses = losses.into_iter().peekable();
    let mut out = String::with_capacity(body.len());
    let mut done = 0;
    for Edit { range, made } in edits {
        if range.start < done {
            continue;
        }
        while let Some((at, loss)) = losses.next_if(|(at, _)| *at < range.start) {
            add(at, &loss);
        }
        if let Some(all) = &made.losses {
            while losses.next_if(|(at, _)| *at < range.end).is_some() {}
            all.iter().for_each(|loss| add(range.start, loss));
        }
        out.push_str(body.get(done..range.start).unwrap_or_default());
        out.push_str(&made.markdown);
        done = range.end;
    }
    losses.for_each(|(at, loss)| add(at, &loss));
    out.push_str(body.get(done..).unwrap_or_default());
    out
}

/// The numbers of lines, asked for from the first to the last.
struct Lines<'a> {
    body: &'a str,
    line: u64,
    at: usize,
}

impl Lines<'_> {
    fn at(&mut self, at: usize) -> u64 {
        let passed = self.body.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = self.at.max(at);
        self.line
    }
}

/// What stands in the place of a piece of the text.
struct Edit {
    range: Range<usize>,
    made: Made,
}

/// The Markdown, and what it cannot say; `None` where that is listed tag by tag.
struct Made {
    markdown: String,
    losses: Option<Vec<Loss>>,
}

impl From<Converted> for Made {
    fn from(converted: Converted) -> Made {
        Made { markdown: converted.markdown, losses: Some(converted.losses) }
    }
}

/// An element among words that has not ended.
struct OpenElement {
    name: String,
    range: Range<usize>,
    /// Whether only words stand in it so far.
    is_plain: bool,
}

/// Elements within one another among words: the others are read tag by tag.
const DEEPEST: usize = 12;

/// What becomes of the HTML of a text.
struct Tidy<'a> {
    body: &'a str,
    edits: Vec<Edit>,
    /// What tags say that Markdown cannot, by their places, from the first on.
    losses: Vec<(usize, Loss)>,
    open: Vec<OpenElement>,
}

impl Tidy<'_> {
    fn read(&mut self) {
        // Within lists and quotations the lines of a block have marks in front.
        let (mut depth, mut done) = (0_usize, 0);
        for (event, range) in Parser::new_ext(self.body, options()).into_offset_iter() {
            match event {
                Event::Start(Tag::HtmlBlock) if depth == 0 => {
                    if let Some(mut made) = self.body.get(range.clone()).and_then(converted) {
                        made.markdown = format!("\n{}\n\n", made.markdown);
                        done = range.end;
                        self.edits.push(Edit { range, made: made.into() });
                    }
                }
                Event::Html(_) if range.start < done => {}
                Event::Html(_) => self.tags(range),
                Event::InlineHtml(_) => {
                    self.tags(range.clone());
                    self.element(range);
                }
                Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => depth += 1,
                Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                    depth = depth.saturating_sub(1);
                }
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item) => self.open.clear(),
                Event::Text(_) | Event::SoftBreak => {}
                _ => self.open.iter_mut().for_each(|element| element.is_plain = false),
            }
        }
    }

    /// An element among words: what it holds is known where it ends.
    fn element(&mut self, range: Range<usize>) {
        let tag = self.body.get(range.clone()).unwrap_or_default();
        let (name, is_end) = name_of(tag);
        if !is_end {
            if !name.is_empty() && !tag.ends_with("/>") && self.open.len() < DEEPEST {
                self.open.push(OpenElement { name, range, is_plain: true });
            }
            return;
        }
        let Some(found) = self.open.iter().rposition(|element| element.name == name) else { return };
        let Some(element) = self.open.drain(found..).next() else { return };
        let whole = element.range.start..range.end;
        let source = self.body.get(whole.clone()).unwrap_or_default();
        let inner = self.body.get(element.range.end..range.start).unwrap_or_default();
        // Next to a space or a sign, marks of emphasis are plain characters.
        let is_bare = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let is_needed = self.losses.last().is_some_and(|(at, _)| *at >= whole.start)
            || is_bare(inner.chars().next())
            || is_bare(inner.chars().next_back());
        if !element.is_plain || !is_needed || source.contains('\\') {
            return;
        }
        let before = self.body.get(..whole.start).and_then(|before| before.chars().next_back());
        let after = self.body.get(whole.end..).and_then(|after| after.chars().next());
        if let Some(made) = converted_between(before, source, after) {
            self.edits.push(Edit { range: whole, made: made.into() });
        }
    }

    /// Each tag and comment by itself.
    fn tags(&mut self, range: Range<usize>) {
        let html = self.body.get(range.clone()).unwrap_or_default();
        let mut at = 0;
        while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
            let rest = html.get(open..).unwrap_or_default();
            let end = match rest.starts_with("<!--") {
                true => rest.find("-->").map(|end| end + 3),
                false => rest.find('>').map(|end| end + 1),
            };
            let Some(length) = end else { return };
            let tag = rest.get(..length).unwrap_or_default();
            let start = range.start + open;
            let TagMeaning { markdown, loss } = meaning(tag);
            self.losses.extend(loss.map(|loss| (start, loss)));
            if let Some(markdown) = markdown {
                self.edits.push(Edit { range: start..start + length, made: Made { markdown, losses: None } });
            }
            at = open + length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_summary_ends_where_the_mark_stands() {
        for (body, summary, rest) in [
            (
                "**Коротко**, [ясно](/x).\n\n<!--more-->\n\nДалі\n",
                Some("Коротко, ясно."),
                "**Коротко**, [ясно](/x).\n\n\n\nДалі\n",
            ),
            ("A ![p](x.png) b\n<!-- more -->\nc", Some("A b"), "A ![p](x.png) b\n\nc"),
            ("<!--more-->x", None, "x"),
            ("no mark <!-- note -->", None, "no mark <!-- note -->"),
        ] {
            assert_eq!(split_summary(body), (summary.map(str::to_owned), rest.to_owned()), "{body}");
        }
    }

    #[test]
    fn simple_html_is_markdown_and_the_rest_is_listed() {
        for (body, made, kept) in [
            ("a <b>b</b> <i>c</i><br>d <!-- e -->f", "a **b** *c*\\\nd f", 0),
            ("a <img src=\"x y.png\" alt=\"A [b]\"/> b", "a ![A  b ](<x y.png>) b", 0),
            ("<div class=\"x\">\n\n**a**\n\n</div>\n", "\n\n**a**\n\n\n", 0),
            ("a <script>x</script> b\n\n<x-y></x-y>\n", "a <script>x</script> b\n\n<x-y></x-y>\n", 4),
            ("a\n\n<video src=x></video>\n", "a\n\n![](x)\n", 0),
            ("H<sub>2</sub>O, <kbd>Ctrl</kbd> і <a href=\"/a\">два</a>\n", "H₂O, `Ctrl` і [два](/a)\n", 0),
            ("<a href=\"/a\">**два**</a>\n", "<a href=\"/a\">**два**</a>\n", 2),
            (
                "а\n<table><tr><th>А</th><th>Б</th></tr>\n<tr><td>1</td><td>2</td></tr></table>\n\nб\n",
                "а\n\n| А | Б |\n|---|---|\n| 1 | 2 |\n\n\nб\n",
                0,
            ),
            ("* а\n\n  <ul><li>б</li></ul>\n", "* а\n\n  <ul><li>б</li></ul>\n", 4),
            ("<details>\n<summary>Ще</summary>\n\n*а*\n\n</details>\n", "\n**Ще**\n\n*а*\n\n\n", 0),
            ("`<b>` \\<b>\n\n    <b>\n", "`<b>` \\<b>\n\n    <b>\n", 0),
            ("1 < 2 <https://x.org>", "1 < 2 <https://x.org>", 0),
        ] {
            let mut report = Report::default();
            assert_eq!(tidied(body, &SourcePlace::default(), 1, &mut report), made, "{body}");
            assert_eq!(report.entries().len(), kept, "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "(<b>|</b>|<br>|<x y=\"|\">|<!--|<div>|&|`|\\*|слово|word| |\\n|\\n\\n){0,30}") {
            let without_comments = !text.contains("<!--");
            let made = tidied(&text, &SourcePlace::default(), 1, &mut Report::default());
            if without_comments {
                prop_assert_eq!(made.matches("слово").count(), text.matches("слово").count());
            }
        }
    }
}
