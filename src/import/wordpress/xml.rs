//! An export, read piece by piece: one item is held at a time. Entities are those of XML alone, so nothing grows.

use std::io::{BufReader, Read};

use percent_encoding::percent_decode_str;
use quick_xml::{Reader, events::Event};

use super::{
    capped::Capped,
    item::{WxrAuthor, WxrCategory, WxrItem, WxrTerm},
};
use crate::import::{ImportError, Outcome, Report, SourcePlace};

/// A part of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WxrPart {
    /// A value of the site: `title`, `link`, `language`, `base_site_url`, `base_blog_url`, `wxr_version`, `generator`.
    Site(String, String),
    /// An author.
    Author(WxrAuthor),
    /// A term.
    Term(WxrTerm),
    /// An item.
    Item(Box<WxrItem>),
}

/// Bytes of one value, but for texts, which are limited before.
const LONGEST_VALUE: usize = 1 << 20;
/// Keys of one item.
const MOST_KEYS: usize = 10_000;
/// Faults of the markup after which no more is read.
const MOST_FAULTS: usize = 100;

/// Reads an export and gives each part to `each`. What is wrong with it is in the report; what came before stays.
///
/// # Errors
/// Those of `each`, and where the file cannot be read.
pub fn read_wxr(
    input: impl Read,
    path: &str,
    report: &mut Report,
    each: &mut dyn FnMut(WxrPart) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let io = |source| ImportError::Io { path: path.to_owned(), source };
    let capped = Capped::new(input).map_err(io)?;
    let troubles = capped.troubles.clone();
    let place = SourcePlace::file(path);
    if let Some(encoding) = capped.encoding {
        report.add(
            &place,
            "other-encoding",
            Outcome::Changed,
            format!("the export is in {encoding}"),
            "written in UTF-8",
        );
    }
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, capped));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut wxr = Wxr { line: 1, ..Wxr::default() };
    let mut buffer = Vec::new();
    let mut faults = 0;
    loop {
        buffer.clear();
        let before = reader.buffer_position();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => {
                if let Some(part) = wxr.event(&event) {
                    each(part)?;
                }
            }
            Err(quick_xml::Error::Io(error)) => {
                let source = std::io::Error::new(error.kind(), error.to_string());
                return Err(ImportError::Io { path: path.to_owned(), source });
            }
            Err(error) => {
                faults += 1;
                let found = format!("the markup is broken: {error}");
                report.add(&place.at(wxr.line), "broken-xml", Outcome::Lost, found, "what came before is imported");
                if faults >= MOST_FAULTS || reader.buffer_position() == before {
                    break;
                }
            }
        }
    }
    if troubles.is_damaged.get() {
        let done = "they are U+FFFD now; correct them by hand";
        report.add(&place, "damaged-text", Outcome::Lost, "bytes that are not letters", done);
    }
    if troubles.dropped.get() > 0 {
        let found = format!("texts of more than 17 MB: {} bytes too many", troubles.dropped.get());
        report.add(&place, "too-long", Outcome::Lost, found, "the first 17 MB of each are read");
    }
    if let Some(unfinished) = wxr.unfinished() {
        let done = "left out; export the site once more, or in parts";
        report.add(&place.at(wxr.line), "cut-off", Outcome::Lost, format!("the export ends within {unfinished}"), done);
    }
    Ok(())
}

/// What is open.
#[derive(Default)]
struct Wxr {
    line: u64,
    seen_channel: bool,
    closed_channel: bool,
    item: Option<Box<WxrItem>>,
    author: Option<WxrAuthor>,
    term: Option<WxrTerm>,
    /// The key of a meta that is open, its value.
    meta: Option<(String, String)>,
    in_comment: bool,
    category: Option<WxrCategory>,
    /// The text of the element that is open.
    text: String,
}

/// The name without its namespace, but for the two that differ by that alone.
fn local(name: &str) -> &str {
    match name {
        "excerpt:encoded" => "excerpt",
        "content:encoded" => "content",
        _ => name.rsplit(':').next().unwrap_or(name),
    }
}

impl Wxr {
    fn event(&mut self, event: &Event<'_>) -> Option<WxrPart> {
        let raw: &str = event;
        self.line += memchr::memchr_iter(b'\n', raw.as_bytes()).count() as u64;
        match event {
            Event::Start(tag) => {
                self.start(local(tag.name().as_ref()), tag);
                None
            }
            Event::Empty(tag) => {
                let name = local(tag.name().as_ref()).to_owned();
                self.start(&name, tag);
                self.end(&name)
            }
            Event::End(tag) => self.end(local(tag.name().as_ref())),
            Event::Text(text) => {
                self.push(&text.xml10_content());
                None
            }
            Event::CData(text) => {
                self.push(&text.xml10_content());
                None
            }
            Event::GeneralRef(name) => {
                self.reference(name);
                None
            }
            _ => None,
        }
    }

    fn push(&mut self, text: &str) {
        let room = (32_usize << 20).saturating_sub(self.text.len());
        let end = (0..=text.len().min(room)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        self.text.push_str(text.get(..end).unwrap_or_default());
    }

    /// `&amp;`, `&#39;`; names that only HTML knows stay as they are.
    fn reference(&mut self, name: &quick_xml::events::BytesRef<'_>) {
        let known = match &**name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.resolve_char_ref().ok().flatten(),
        };
        match known {
            Some(c) => self.push(c.encode_utf8(&mut [0; 4])),
            None => self.push(&format!("&{};", &**name)),
        }
    }

    fn start(&mut self, name: &str, tag: &quick_xml::events::BytesStart<'_>) {
        self.text.clear();
        match name {
            "channel" => self.seen_channel = true,
            "item" => self.item = Some(Box::new(WxrItem { line: self.line, ..WxrItem::default() })),
            "author" if self.item.is_none() => self.author = Some(WxrAuthor::default()),
            "postmeta" | "termmeta" => self.meta = Some(Default::default()),
            "comment" if self.item.is_some() => self.in_comment = true,
            "category" if self.item.is_some() => {
                let value = |key: &str| {
                    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == key)?;
                    let text = quick_xml::escape::unescape(&found.value).map(|text| text.into_owned());
                    Some(text.unwrap_or_else(|_| found.value.to_string()))
                };
                let slug = value("nicename").unwrap_or_default();
                let domain = value("domain").unwrap_or_default();
                self.category = Some(WxrCategory { domain, slug: decoded(&slug), name: String::new() });
            }
            "category" => self.term = Some(WxrTerm { taxonomy: "category".into(), ..WxrTerm::default() }),
            "tag" if self.item.is_none() => {
                self.term = Some(WxrTerm { taxonomy: "post_tag".into(), ..WxrTerm::default() });
            }
            "term" if self.item.is_none() => self.term = Some(WxrTerm::default()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Option<WxrPart> {
        let mut text = std::mem::take(&mut self.text);
        if !matches!(name, "content" | "excerpt") && text.len() > LONGEST_VALUE {
            let end = (0..=LONGEST_VALUE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            text.truncate(end);
        }
        match name {
            "channel" => self.closed_channel = true,
            "item" => return self.item.take().map(WxrPart::Item),
            "author" => return self.author.take().map(WxrPart::Author),
            "comment" => {
                self.in_comment = false;
                if let Some(item) = &mut self.item {
                    item.comments += 1;
                }
            }
            "meta_key" => {
                if let Some((key, _)) = &mut self.meta {
                    *key = text;
                }
            }
            "meta_value" => {
                if let Some((_, value)) = &mut self.meta {
                    *value = text;
                }
            }
            "postmeta" | "termmeta" => self.end_meta(),
            "category" if self.category.is_some() => {
                if let (Some(mut category), Some(item)) = (self.category.take(), &mut self.item) {
                    category.name = text;
                    item.categories.push(category);
                }
            }
            "category" | "tag" | "term" if self.item.is_none() => return self.term.take().map(WxrPart::Term),
            _ if self.in_comment => {}
            _ => return self.value(name, text),
        }
        None
    }

    fn end_meta(&mut self) {
        let Some(meta) = self.meta.take() else { return };
        if self.in_comment {
            return;
        }
        let keys = match (&mut self.item, &mut self.term) {
            (Some(item), _) => &mut item.meta,
            (None, Some(term)) => &mut term.meta,
            (None, None) => return,
        };
        if keys.len() < MOST_KEYS {
            keys.push(meta);
        }
    }

    fn value(&mut self, name: &str, text: String) -> Option<WxrPart> {
        if let Some(item) = &mut self.item {
            set_item(item, name, text);
            return None;
        }
        if let Some(author) = &mut self.author {
            match name {
                "author_login" => author.login = text,
                "author_display_name" => author.display_name = text,
                "author_id" => author.id = text,
                _ => {}
            }
            return None;
        }
        if let Some(term) = &mut self.term {
            match name {
                "term_id" => term.id = text,
                "term_taxonomy" => term.taxonomy = text,
                "category_nicename" | "tag_slug" | "term_slug" => term.slug = decoded(&text),
                "category_parent" | "term_parent" => term.parent = decoded(&text),
                "cat_name" | "tag_name" | "term_name" => term.name = text,
                "category_description" | "tag_description" | "term_description" => term.description = text,
                _ => {}
            }
            return None;
        }
        let known =
            ["title", "link", "language", "base_site_url", "base_blog_url", "wxr_version", "generator", "pubDate"];
        known.contains(&name).then(|| WxrPart::Site(name.to_owned(), text.trim().to_owned()))
    }

    /// What was open where the export ends.
    fn unfinished(&self) -> Option<String> {
        if let Some(item) = &self.item {
            return Some(format!("post {} ({})", item.id, item.title));
        }
        (self.seen_channel && !self.closed_channel).then(|| "its list of posts".to_owned())
    }
}

fn set_item(item: &mut WxrItem, name: &str, text: String) {
    match name {
        "title" => item.title = text,
        "link" => item.link = text.trim().to_owned(),
        "guid" => item.guid = text.trim().to_owned(),
        "creator" => item.creator = text,
        "pubDate" => item.pub_date = text,
        "content" => item.content = text,
        "excerpt" => item.excerpt = text,
        "post_id" => item.id = text.trim().parse().unwrap_or_default(),
        "post_date" => item.date = text,
        "post_date_gmt" => item.date_gmt = text,
        "post_modified" => item.modified = text,
        "post_modified_gmt" => item.modified_gmt = text,
        "post_name" => item.slug = decoded(&text),
        "status" => item.status = text,
        "post_type" => item.post_type = text,
        "post_parent" => item.parent = text.trim().parse().unwrap_or_default(),
        "menu_order" => item.menu_order = text.trim().parse().unwrap_or_default(),
        "is_sticky" => item.is_sticky = text.trim() == "1",
        "post_password" => item.password = text,
        "attachment_url" => item.attachment_url = text.trim().to_owned(),
        _ => {}
    }
}

/// A name of an address as people read it: WordPress keeps Cyrillic ones percent-encoded.
pub(super) fn decoded(text: &str) -> String {
    let text = text.trim();
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}
