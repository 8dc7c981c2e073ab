//! A chapter: an article as its page has it, in one language or two.

use std::collections::HashMap;

use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::{
    context::{BookContext, BookHeading, BookLink},
    error::BookError,
    markup::XhtmlWriter,
    pictures::BookPictures,
    text::{escaped, push},
};
use crate::{
    article::{
        Licence,
        align::{BlockFeatures, align},
        markdown::{HtmlBlock, SafeHtml},
    },
    i18n::Role,
    model::lang::Lang,
    web::{App, SiteState, rendered},
};

/// A version as `/<lang>/<year>/<slug>.json` has it.
#[derive(Debug, Deserialize)]
pub(super) struct BookText {
    /// The language of the text.
    pub(super) lang: Lang,
    /// Its address.
    pub(super) url: String,
    /// Its title.
    pub(super) title: String,
    summary: String,
    published: Option<String>,
    version_published: Option<String>,
    updated: Option<String>,
    source: Lang,
    translators: Vec<String>,
    authors: Vec<Named>,
    licence: Option<String>,
    licence_url: Option<String>,
    corrections: Vec<CorrectionText>,
    html: String,
}

#[derive(Debug, Deserialize)]
struct Named {
    name: String,
}

#[derive(Debug, Deserialize)]
struct CorrectionText {
    date: String,
    text: String,
}

impl BookText {
    /// The version at `address`, which is without the ending of a form.
    pub(super) fn read(app: &App, address: &str) -> Result<BookText, BookError> {
        let failed = || BookError::Page { address: address.to_owned() };
        let text = rendered(app, &format!("{address}.json")).ok_or_else(failed)?;
        serde_json::from_str(&text).map_err(|error| {
            tracing::warn!(address, %error, "the JSON of a version is not as a book needs it");
            failed()
        })
    }

    /// Who wrote it.
    pub(super) fn authors(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().map(|author| author.name.as_str())
    }

    /// Its licence, in words of its language.
    pub(super) fn licence(&self, edition: &SiteState) -> Option<String> {
        let (words, text) = (edition.words(&self.lang), self.licence.as_deref()?);
        let deed = words.has("licence-deed").then(|| words.say("licence-deed").to_string());
        Some(match Licence::from_spdx(text, deed.as_deref()) {
            Some(licence) => licence.name.unwrap_or_else(|| words.say("licence-public-domain").to_string()),
            None => text.to_owned(),
        })
    }

    /// The latest day that is known of it.
    pub(super) fn latest(&self) -> Option<Date> {
        [&self.published, &self.version_published, &self.updated]
            .into_iter()
            .flatten()
            .filter_map(|text| day(text))
            .max()
    }

    /// The day of publication.
    pub(super) fn published(&self) -> Option<Date> {
        self.published.as_deref().and_then(day)
    }
}

fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// A chapter, ready to be written.
pub(super) struct Chapter {
    /// Its XHTML.
    pub(super) xhtml: String,
    /// Its headings of the second level.
    pub(super) headings: Vec<BookHeading>,
}

/// The state that the chapters of a book share.
pub(super) struct ChapterWriter<'a> {
    /// Words and names.
    pub(super) edition: &'a SiteState,
    /// The files of the chapters by the addresses of their pages.
    pub(super) files: HashMap<String, String>,
    /// The pictures.
    pub(super) pictures: BookPictures<'a>,
}

/// The text that a link or a picture stands in.
struct Within<'a, 'b> {
    page: &'a str,
    files: &'a HashMap<String, String>,
    pictures: &'a mut BookPictures<'b>,
}

impl BookContext for Within<'_, '_> {
    fn link(&self, address: &str) -> BookLink {
        let (page, fragment) = address.split_once('#').map_or((address, None), |(page, id)| (page, Some(id)));
        if page == self.page
            && let Some(id) = fragment
        {
            return BookLink::Here(percent_decode_str(id).decode_utf8_lossy().into_owned());
        }
        if let Some(file) = self.files.get(page.split('?').next().unwrap_or(page)) {
            return BookLink::To(file.clone());
        }
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        match address.split_once(':') {
            Some(("http" | "https", rest)) if has_host(rest) => BookLink::To(address),
            Some(("mailto" | "tel", rest)) if !rest.is_empty() => BookLink::To(address),
            _ => BookLink::Nowhere,
        }
    }

    fn picture(&mut self, address: &str) -> Option<String> {
        self.pictures.name(address).map(|name| format!("../pictures/{name}"))
    }
}

impl ChapterWriter<'_> {
    /// The chapter of an article in the languages of the book, one or two.
    pub(super) fn chapter(&mut self, texts: &[BookText]) -> Chapter {
        match texts {
            [left, right] => self.side_by_side(left, right),
            [text, ..] => self.alone(text),
            [] => Chapter { xhtml: String::new(), headings: Vec::new() },
        }
    }

    fn alone(&mut self, text: &BookText) -> Chapter {
        let mut writer = XhtmlWriter::new(&text.html, "");
        let body = self.part(&mut writer, text, &text.html);
        let inner = format!("{}\n{body}\n{}", self.head(text, "h1"), self.foot(text));
        Chapter { xhtml: page(text, "", &inner), headings: writer.headings }
    }

    /// Two versions, block by block. The second one has a prefix before its ids.
    fn side_by_side(&mut self, left: &BookText, right: &BookText) -> Chapter {
        let (one, two) = (SafeHtml::from_stored(left.html.clone()), SafeHtml::from_stored(right.html.clone()));
        let (one, two) = (one.pieces(), two.pieces());
        let features = |pieces: &[HtmlBlock<'_>]| pieces.iter().map(BlockFeatures::from_block).collect::<Vec<_>>();
        let prefix = format!("{}-", right.lang);
        let mut writers = (XhtmlWriter::new(&left.html, ""), XhtmlWriter::new(&right.html, &prefix));
        let mut inner = row(left, right, &self.head(left, "h1"), &self.head(right, "h2"));
        for bead in align(&features(&one), &features(&two)) {
            let html = |pieces: &[HtmlBlock<'_>], range: std::ops::Range<usize>| {
                pieces.get(range).unwrap_or_default().iter().map(HtmlBlock::html).collect::<SafeHtml>()
            };
            let (own, other) = (html(&one, bead.left), html(&two, bead.right));
            let own = self.part(&mut writers.0, left, own.as_str());
            let other = self.part(&mut writers.1, right, other.as_str());
            inner.push_str(&row(left, right, &own, &other));
        }
        inner.push_str(&row(left, right, &self.foot(left), &self.foot(right)));
        Chapter { xhtml: page(left, " pair", &inner), headings: writers.0.headings }
    }

    fn part(&mut self, writer: &mut XhtmlWriter<'_>, text: &BookText, html: &str) -> String {
        let mut within = Within { page: &text.url, files: &self.files, pictures: &mut self.pictures };
        writer.write(html, &mut within)
    }

    /// Title, summary, who wrote and translated it, and when.
    fn head(&self, text: &BookText, level: &str) -> String {
        let words = self.edition.words(&text.lang);
        let mut head = format!("<header>\n<{level}>{}</{level}>\n", escaped(&text.title));
        if !text.summary.is_empty() {
            head.push_str(&format!("<p class=\"lead\">{}</p>\n", escaped(&text.summary)));
        }
        let mut lines: Vec<String> = Vec::new();
        let authors = text.authors().collect::<Vec<_>>().join(", ");
        lines.extend((!authors.is_empty()).then_some(authors));
        lines.extend(text.published().map(|date| words.say("article-date").with("date", date).to_string()));
        if text.source != text.lang {
            let from = words.language(&text.source, Role::From);
            lines.push(match text.translators.is_empty() {
                true => words.say("article-translated").with("from", from).to_string(),
                false => {
                    let said = words.say("article-translated-by").with("from", from);
                    said.with("translators", text.translators.join(", ")).to_string()
                }
            });
        }
        for line in lines {
            head.push_str(&format!("<p class=\"meta\">{}</p>\n", escaped(&line)));
        }
        head.push_str("</header>");
        head
    }

    /// Corrections, licence and address.
    fn foot(&self, text: &BookText) -> String {
        let words = self.edition.words(&text.lang);
        let mut foot = String::new();
        if !text.corrections.is_empty() {
            let title = words.say("corrections-title").to_string();
            foot.push_str(&format!("<section class=\"corrections\">\n<h2>{}</h2>\n<ul>\n", escaped(&title)));
            for CorrectionText { date, text } in &text.corrections {
                let shown = day(date).map(|date| words.say("corrections-date").with("date", date).to_string());
                let shown = shown.unwrap_or_else(|| date.clone());
                foot.push_str(&format!("<li>{} {}</li>\n", escaped(&shown), escaped(text)));
            }
            foot.push_str("</ul>\n</section>\n");
        }
        foot.push_str("<footer>\n");
        if let Some(licence) = text.licence(self.edition) {
            let said = escaped(&words.say("article-licence").with("licence", licence).to_string());
            let line = match &text.licence_url {
                Some(url) => format!("<p><a href=\"{}\">{said}</a></p>\n", escaped(url)),
                None => format!("<p>{said}</p>\n"),
            };
            foot.push_str(&line);
        }
        let said = words.say("book-address").to_string();
        foot.push_str(&format!("<p>{} <a href=\"{1}\">{1}</a></p>\n</footer>", escaped(&said), escaped(&text.url)));
        foot
    }
}

/// Whether an address has a host that can be one: of what a text has wrong, a book makes no link.
fn has_host(rest: &str) -> bool {
    let host = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| {
        !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "%\\\"<>^`{|}".contains(c))
    })
}

/// The attributes of what is written in a language.
pub(super) fn language(lang: &Lang) -> String {
    format!("lang=\"{lang}\" xml:lang=\"{lang}\" dir=\"{}\"", lang.direction())
}

fn row(left: &BookText, right: &BookText, one: &str, two: &str) -> String {
    format!(
        "<div class=\"row\">\n<div class=\"one\" {}>{one}</div>\n<div class=\"two\" {}>{two}</div>\n</div>\n",
        language(&left.lang),
        language(&right.lang)
    )
}

fn page(text: &BookText, class: &str, inner: &str) -> String {
    let body =
        format!("<section epub:type=\"chapter\" role=\"doc-chapter\" class=\"text{class}\">\n{inner}\n</section>");
    document(&text.lang, &text.title, "../style.css", &body)
}

/// A file of the book.
pub(super) fn document(lang: &Lang, title: &str, style: &str, body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 512);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    out.push_str("<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" ");
    out.push_str(&language(lang));
    out.push_str(">\n<head>\n<meta charset=\"utf-8\"/>\n<title>");
    push(&mut out, title);
    out.push_str("</title>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"");
    push(&mut out, style);
    out.push_str("\"/>\n</head>\n<body>\n");
    out.push_str(body);
    out.push_str("\n</body>\n</html>\n");
    out
}
