//! One page: what its head says, and its text.

use super::{
    dense::{FEW, TextPart, text_part},
    structured::Structured,
};
use crate::import::html_to_markdown::{Element, HtmlEvent, events};

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlPage {
    /// `lang` of `<html>`, or what `Content-Language` says.
    pub lang: Option<String>,
    /// The headline.
    pub title: String,
    /// The description.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The date that it gives, as it is written.
    pub published: Option<String>,
    /// When it was changed, as it is written.
    pub updated: Option<String>,
    /// Its keywords.
    pub tags: Vec<String>,
    /// The same page in other languages: language and address.
    pub alternates: Vec<(String, String)>,
    /// The address that it gives itself.
    pub canonical: Option<String>,
    /// Where it sends its readers by itself.
    pub refresh: Option<String>,
    /// The base of its links, if it is not its own address.
    pub base: Option<String>,
    /// The pages in its frames: their names and addresses.
    pub frames: Vec<(String, String)>,
    /// The address from which a program had saved it.
    pub original: Option<String>,
    /// Its text, as HTML.
    pub text: String,
    /// Parts of navigation within the text that were left out.
    pub navigation: usize,
    /// Letters of the page outside of its text, of links and of navigation.
    pub left_out: usize,
    /// Whether it hardly has words of its own: a list of links.
    pub is_listing: bool,
    /// Letters of its own, outside of links.
    pub words: usize,
}

#[derive(Default)]
struct Head {
    page: HtmlPage,
    title: Option<String>,
    og_title: Option<String>,
    in_title: bool,
    json: Option<String>,
    structured: Structured,
    time: Option<String>,
    script: Option<String>,
    /// The destination of a script.
    leads: Option<String>,
}

/// Seconds after which a page that loads another has been read.
const READ: f64 = 15.0;
/// Frames of a page.
const MOST_FRAMES: usize = 100;

/// Reads a page.
pub fn read_page(html: &str) -> HtmlPage {
    let mut head = Head::default();
    for event in events(html) {
        match event {
            HtmlEvent::Start(element) => head.start(&element),
            HtmlEvent::End(name, _) => head.end(&name),
            HtmlEvent::Text(words) => head.text(&words),
            HtmlEvent::Comment(words, _) => head.comment(&words),
        }
    }
    let part = text_part(html);
    head.finish(part, html)
}

impl Head {
    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "html" => self.page.lang = element.filled("lang").or(element.filled("xml:lang")),
            "title" if self.title.is_none() => {
                self.in_title = true;
                self.title = Some(String::new());
            }
            "meta" => self.meta(element),
            "base" => self.page.base = self.page.base.take().or(element.filled("href")),
            "frame" if self.page.frames.len() < MOST_FRAMES => {
                let name = element.filled("name").unwrap_or_default();
                self.page.frames.extend(element.filled("src").map(|address| (name, address)));
            }
            "link" | "a" => self.link(element),
            "script" if element.get("type").is_some_and(|kind| kind.contains("ld+json")) => {
                self.json = Some(String::new())
            }
            "script" => self.script = Some(String::new()),
            "time" => self.time = self.time.take().or(element.filled("datetime")),
            _ => {}
        }
    }

    fn meta(&mut self, element: &Element) {
        let name = element.get("name").or(element.get("property")).or(element.get("itemprop")).unwrap_or_default();
        let Some(content) = element.filled("content") else { return };
        let page = &mut self.page;
        let set = |place: &mut Option<String>, value: String| {
            place.get_or_insert(value);
        };
        match name.to_ascii_lowercase().as_str() {
            "description" | "og:description" | "dc.description" | "dcterms.description" => {
                set(&mut page.summary, content)
            }
            "author" | "article:author" | "dc.creator" | "dcterms.creator" if !content.contains("://") => {
                if !page.authors.contains(&content) {
                    page.authors.push(content);
                }
            }
            "article:published_time"
            | "date"
            | "dc.date"
            | "dcterms.date"
            | "dcterms.created"
            | "datepublished"
            | "pubdate"
            | "dc.date.issued"
            | "dcterms.issued"
            | "publish_date"
            | "citation_publication_date" => set(&mut page.published, content),
            "article:modified_time" | "og:updated_time" | "last-modified" | "datemodified" | "dcterms.modified" => {
                set(&mut page.updated, content);
            }
            "keywords" | "article:tag" => {
                let words = content.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
                page.tags.extend(words.take(50));
            }
            "og:title" | "dc.title" => set(&mut self.og_title, content),
            "content-language" => set(&mut page.lang, content),
            _ => match element.get("http-equiv").unwrap_or_default().to_ascii_lowercase().as_str() {
                "content-language" => set(&mut page.lang, content),
                "refresh" => page.refresh = page.refresh.take().or(refresh(&content)),
                _ => {}
            },
        }
    }

    fn link(&mut self, element: &Element) {
        let rel = element.get("rel").unwrap_or_default().to_ascii_lowercase();
        let is = |kind: &str| rel.split_ascii_whitespace().any(|one| one == kind);
        let Some(address) = element.filled("href") else { return };
        if is("canonical") {
            self.page.canonical = Some(address);
        } else if let Some(lang) = element.filled("hreflang").filter(|_| is("alternate") || element.name == "a")
            && !lang.eq_ignore_ascii_case("x-default")
            && self.page.alternates.len() < 1000
        {
            self.page.alternates.push((lang, address));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "title" => self.in_title = false,
            "script" => {
                if let Some(json) = self.json.take() {
                    self.structured.read(&json);
                }
                if let Some(script) = self.script.take() {
                    self.leads = self.leads.take().or(script_target(&script));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        if let (true, Some(title)) = (self.in_title, &mut self.title) {
            title.push_str(words);
        }
        if let Some(json) = &mut self.json {
            json.push_str(words);
        }
        if let Some(script) = &mut self.script {
            script.push_str(words);
        }
    }

    /// Programs that save pages say from where: `Mirrored from museum.example/a.php by HTTrack`, `saved from url=(0028)http://…`.
    fn comment(&mut self, words: &str) {
        let words = words.trim();
        let mirrored =
            words.strip_prefix("Mirrored from ").and_then(|rest| rest.split_once(" by ")).map(|(address, _)| address);
        let saved =
            words.strip_prefix("saved from url=(").and_then(|rest| rest.split_once(')')).map(|(_, address)| address);
        let single = || {
            words.lines().find_map(|line| line.trim().strip_prefix("url: ")).filter(|_| words.contains("SingleFile"))
        };
        let address = mirrored.map(|address| format!("http://{address}")).or(saved.or_else(single).map(str::to_owned));
        let address = address.map(|address| address.trim().to_owned()).filter(|address| address.starts_with("http"));
        self.page.original = self.page.original.take().or(address);
    }

    fn finish(mut self, part: TextPart, html: &str) -> HtmlPage {
        let filled = |text: Option<String>| {
            text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
        };
        let title = filled(part.headline.clone()).or(filled(self.structured.headline.take())).or(filled(self.og_title));
        self.page.title = title.or(filled(self.title)).unwrap_or_default();
        self.page.summary = filled(self.page.summary.take()).or(filled(self.structured.description.take()));
        self.page.published = self.page.published.take().or(self.structured.published).or(self.time);
        self.page.updated = self.page.updated.take().or(self.structured.modified);
        if self.page.authors.is_empty() {
            self.page.authors = self.structured.authors;
        }
        self.page.text = part.cut(html);
        self.page.navigation = part.navigation;
        self.page.left_out = part.left_out;
        self.page.is_listing = part.words < FEW && part.link_words > part.words;
        self.page.words = part.words;
        if self.page.refresh.is_none() && part.words < FEW / 10 && part.link_words < FEW {
            self.page.refresh = self.leads;
        }
        self.page
    }
}

/// The address that `0; url=…` loads, unless readers have time to read the page.
fn refresh(content: &str) -> Option<String> {
    let (seconds, rest) = content.split_at(content.find([';', ',', ' ']).unwrap_or(content.len()));
    let seconds: f64 = seconds.trim().parse().unwrap_or_default();
    let rest = rest.trim_start_matches([';', ',', ' ']);
    let named = rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("url"));
    let address = if named { rest.get(3..)?.trim_start().strip_prefix('=')? } else { rest };
    let address = address.trim().trim_matches(['\'', '"']).trim();
    (seconds <= READ && !address.is_empty()).then(|| address.to_owned())
}

/// The address that a script loads: `location.href = "…"`, `location.replace("…")`.
fn script_target(script: &str) -> Option<String> {
    let (_, rest) = script.split_once("location")?;
    let rest = rest.trim_start_matches(".href").trim_start();
    let call = ["=", ".replace(", ".assign("].iter().find_map(|start| rest.strip_prefix(start))?;
    let call = call.trim_start();
    let quote = call.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (address, after) = call.strip_prefix(quote)?.split_once(quote)?;
    // An address that is put together is not one.
    (!address.is_empty() && !after.trim_start().starts_with('+')).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_about_itself_is_read() {
        let page = read_page(
            "<html lang=uk><head><title>Музей — сайт</title><meta name=description content='Про музей'>\
             <link rel=alternate hreflang=en href=../en/a.html><script type='application/ld+json'>\
             {\"@graph\":[{\"@type\":\"NewsArticle\",\"datePublished\":\"2019-05-01\",\"author\":{\"name\":\"Олена\"}}]}</script></head>\
             <body><h1>Музей</h1><p>Текст про музей, досить довгий.</p></body></html>",
        );
        assert_eq!((page.lang.as_deref(), page.title.as_str()), (Some("uk"), "Музей"));
        assert_eq!(page.published.as_deref(), Some("2019-05-01"));
        assert_eq!(page.authors, ["Олена"]);
        assert_eq!(page.alternates, [("en".to_owned(), "../en/a.html".to_owned())]);
        assert!(!page.text.contains("<h1>") && page.text.contains("Текст"));
    }

    #[test]
    fn a_page_that_leads_on_says_where() {
        for (html, target) in [
            ("<meta http-equiv=refresh content='0; url=a.html'>", Some("a.html")),
            ("<meta http-equiv=Refresh content=\"0;URL='a.html?x=1'\">", Some("a.html?x=1")),
            ("<meta http-equiv=refresh content='2, a.html'>", Some("a.html")),
            ("<meta http-equiv=refresh content='300; url=a.html'>", None),
            ("<meta http-equiv=refresh content='60'>", None),
            ("<script>window.location.href = 'a.html';</script>", Some("a.html")),
            ("<script>location.replace(\"a.html\")</script>", Some("a.html")),
            ("<script>location = '/?' + id</script>", None),
            ("<script>if (x) location='a.html'</script><p>Довгий текст, який читають люди, а не машини.</p>", None),
        ] {
            assert_eq!(read_page(html).refresh.as_deref(), target, "{html}");
        }
        let page =
            read_page("<frameset><frame src=menu.html name=menu><frame src=main.html></frameset><base href=/x/>");
        assert_eq!(page.frames, [("menu".to_owned(), "menu.html".to_owned()), (String::new(), "main.html".to_owned())]);
        for comment in [
            "Mirrored from museum.example/a.php?id=1 by HTTrack Website Copier/3.x [XR&CO'2014], Mon",
            "saved from url=(0028)http://museum.example/a.php?id=1",
            "\n Page saved with SingleFile \n url: http://museum.example/a.php?id=1 \n saved date: x",
        ] {
            let original = read_page(&format!("<!--{comment}-->")).original;
            assert_eq!(original.as_deref(), Some("http://museum.example/a.php?id=1"), "{comment}");
        }
    }
}
