//! The text of a post: blocks, shortcodes and HTML to Markdown, its pictures found among the uploads.

use std::collections::BTreeMap;

use super::{
    block_editor::{self, BlockContext, attribute},
    index::{Attachment, Index},
    item::WxrItem,
    shortcodes::{Attachments, expanded},
    uploads::{self, Uploads},
};
use crate::import::{
    MediaReference, MediaSource, Outcome, PictureNote, Report, SourcePlace,
    html_to_markdown::{Destinations, HtmlEvent, Medium, Options, Placed, convert, destination, events},
};

/// A text as it will be written.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) markdown: String,
    pub(super) teaser: Option<String>,
    pub(super) media: Vec<MediaReference>,
    pub(super) pictures: Vec<PictureNote>,
}

/// What turns content into a body.
pub(super) struct BodyWriter<'a> {
    pub(super) index: &'a Index,
    pub(super) uploads: &'a Uploads,
    pub(super) quotes: [&'static str; 2],
}

/// The content of the item itself, for galleries without numbers and for notes.
struct Context<'a> {
    index: &'a Index,
    item: &'a WxrItem,
    dynamic: BTreeMap<String, u64>,
    foreign: BTreeMap<String, u64>,
}

impl BlockContext for Context<'_> {
    fn reusable(&self, id: u64) -> Option<String> {
        self.index.reusable.get(&id).cloned()
    }

    fn footnotes(&self) -> Option<String> {
        let notes: serde_json::Value = serde_json::from_str(self.item.meta("footnotes")?).ok()?;
        let mut html = String::from("<ol>");
        for note in notes.as_array()? {
            let text = |key: &str| note.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
            html.push_str(&format!("<li id=\"{}\">{}</li>", attribute(text("id")), text("content")));
        }
        html.push_str("</ol>");
        Some(html)
    }

    fn dynamic(&mut self, name: &str) {
        *self.dynamic.entry(name.chars().take(80).collect()).or_default() += 1;
    }

    fn foreign(&mut self, name: &str) {
        *self.foreign.entry(name.chars().take(80).collect()).or_default() += 1;
    }
}

impl Attachments for Context<'_> {
    fn html(&self, id: u64) -> Option<String> {
        let attachment = self.index.attachments.get(&id)?;
        let address = attribute(&attachment.url);
        let lower = attachment.url.to_ascii_lowercase();
        let is = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
        if is(&[".mp3", ".ogg", ".m4a", ".wav", ".flac"]) {
            return Some(format!("<audio src=\"{address}\"></audio>"));
        }
        if is(&[".mp4", ".m4v", ".webm", ".ogv"]) {
            return Some(format!("<video src=\"{address}\"></video>"));
        }
        let alt = attribute(attachment.alt.as_deref().unwrap_or_default());
        let caption =
            attachment.caption.as_ref().map_or(String::new(), |caption| format!("<figcaption>{caption}</figcaption>"));
        Some(format!("<figure><img class=\"wp-image-{id}\" src=\"{address}\" alt=\"{alt}\">{caption}</figure>"))
    }

    fn own(&self) -> Vec<u64> {
        let own = self.index.attachments.iter().filter(|(_, attachment)| attachment.parent == self.item.id);
        own.map(|(id, _)| *id).collect()
    }
}

/// Links and pictures of one text.
struct Targets<'a> {
    index: &'a Index,
    uploads: &'a Uploads,
    media: Vec<MediaReference>,
}

impl Targets<'_> {
    fn attachment(&self, medium: &Medium<'_>) -> Option<&Attachment> {
        let by_number = medium.number.and_then(|id| self.index.attachments.get(&id));
        let by_file = || {
            let key = uploads::key(medium.address)?;
            let names = [key.clone()].into_iter().chain(uploads::originals(&key));
            let id = names.filter_map(|name| self.index.by_file.get(&name)).next()?;
            self.index.attachments.get(id)
        };
        by_number.or_else(by_file)
    }

    /// Adds a file to the text; the destination that its body has.
    fn file(&mut self, path: &str, addresses: [Option<&str>; 3]) -> String {
        let written = destination(&format!("uploads/{path}"));
        let at = self.media.iter().position(|known| known.written == written).unwrap_or_else(|| {
            let source = MediaSource::File(path.to_owned());
            self.media.push(MediaReference { written: written.clone(), source, addresses: Vec::new() });
            self.media.len() - 1
        });
        if let Some(reference) = self.media.get_mut(at) {
            for address in addresses.into_iter().flatten().filter(|address| !address.is_empty()) {
                let address = address.split(['?', '#']).next().unwrap_or_default();
                if !reference.addresses.iter().any(|known| known == address) {
                    reference.addresses.push(address.to_owned());
                }
            }
        }
        written
    }

    /// The address as a whole one.
    fn whole(&self, address: &str) -> String {
        let site = self.index.site.get("base_blog_url").or(self.index.site.get("link"));
        let origin = site.map(|site| {
            let (scheme, rest) = site.split_once("://").unwrap_or(("https", site));
            format!("{scheme}://{}", rest.split('/').next().unwrap_or_default())
        });
        match (address.strip_prefix("//"), address.starts_with('/'), origin) {
            (Some(rest), _, _) => format!("https://{rest}"),
            (None, true, Some(origin)) => format!("{origin}{address}"),
            _ => address.to_owned(),
        }
    }
}

impl Destinations for Targets<'_> {
    fn link(&mut self, address: &str) -> String {
        match self.uploads.find(address) {
            Some(path) => self.file(&path, [Some(address), None, None]),
            None => address.to_owned(),
        }
    }

    fn medium(&mut self, medium: &Medium<'_>) -> Placed {
        let attachment = self.attachment(medium).cloned().unwrap_or_default();
        let (alt, original) = (attachment.alt.clone(), attachment.url.as_str());
        let by_record = attachment.file.as_deref().and_then(|file| self.uploads.find_path(file));
        let found = by_record
            .or_else(|| medium.full.and_then(|full| self.uploads.find(full)))
            .or_else(|| self.uploads.find(medium.address));
        if let Some(path) = found {
            let written = self.file(&path, [Some(medium.address), medium.full, Some(original)]);
            return Placed { written, is_file: true, alt, caption: None };
        }
        let address = self.whole(medium.full.unwrap_or(if original.is_empty() { medium.address } else { original }));
        let written = destination(&address);
        if !self.media.iter().any(|known| known.written == written) {
            let source = MediaSource::Remote(address.clone());
            self.media.push(MediaReference { written, source, addresses: Vec::new() });
        }
        Placed { written: address, is_file: false, alt, caption: None }
    }
}

impl BodyWriter<'_> {
    /// The body of `item`, whose text in one language is `content`.
    pub(super) fn body(&self, item: &WxrItem, content: &str, place: &SourcePlace, report: &mut Report) -> Body {
        let (dynamic, foreign) = (BTreeMap::new(), BTreeMap::new());
        let mut context = Context { index: self.index, item, dynamic, foreign };
        let blocks = block_editor::as_html(content, &mut context);
        let line_breaks = blocks.is_none();
        let expanded = expanded(blocks.as_deref().unwrap_or(content), &context);
        for (tag, count) in &expanded.unknown {
            let found = if *count > 1 { format!("{tag} ({count} times)") } else { tag.clone() };
            report.add(place, "unknown-shortcode", Outcome::Kept, found, "it stays in the text as it is typed");
        }
        if !context.dynamic.is_empty() {
            let names: Vec<String> =
                context.dynamic.iter().map(|(name, count)| format!("wp:{name} {count} ×")).collect();
            let done = "left out: only WordPress can fill them";
            report.add(place, "dynamic-block", Outcome::Lost, names.join(", "), done);
        }
        for (name, count) in &context.foreign {
            report.add(place, "unknown-block", Outcome::Kept, format!("wp:{name} ({count} times)"), "its HTML is kept");
        }
        let mut targets = Targets { index: self.index, uploads: self.uploads, media: Vec::new() };
        let options = Options { line_breaks, quotes: self.quotes };
        let mut made = convert(&expanded.html, options, &mut targets);
        made.losses.iter().for_each(|loss| loss.add_to(report, place));
        let markdown = match self.featured(item, &made.markdown, &mut targets) {
            Ok(Some((shown, note))) => {
                made.pictures.insert(0, note);
                format!("{shown}\n\n{}", made.markdown)
            }
            Ok(None) => made.markdown,
            Err((found, done)) => {
                report.add(place, "featured-image", Outcome::Lost, format!("the featured image {found}"), done);
                made.markdown
            }
        };
        Body { markdown, teaser: made.teaser, media: targets.media, pictures: made.pictures }
    }

    /// The featured image, where the text does not show it: WordPress's themes put it on top. The error is what was found, and what to do.
    fn featured(&self, item: &WxrItem, markdown: &str, targets: &mut Targets<'_>) -> Result<Option<Featured>, Trouble> {
        let Some(id) = item.meta("_thumbnail_id").and_then(|id| id.parse::<u64>().ok()) else { return Ok(None) };
        let Some(attachment) = self.index.attachments.get(&id) else {
            return Err((format!("{id}, which no export given here holds"), "export the attachments, too"));
        };
        let Some(path) = attachment.file.as_deref().and_then(|file| self.uploads.find_path(file)) else {
            return Err((attachment.url.clone(), "give its folder with --media"));
        };
        let written = targets.file(&path, [Some(&attachment.url), None, None]);
        if markdown.contains(&format!("]({written})")) {
            return Ok(None);
        }
        let (alt, caption) = (attachment.alt.clone(), attachment.caption.as_deref().map(plain_text));
        let shown = format!("![]({written})");
        Ok(Some((shown, PictureNote { file: written, alt, caption, ..PictureNote::default() })))
    }
}

/// A picture as Markdown, with its words.
type Featured = (String, PictureNote);
/// What was found, and what to do.
type Trouble = (String, &'static str);

/// HTML as plain words, for titles and names.
pub(super) fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut hidden = false;
    for event in events(html) {
        match event {
            HtmlEvent::Start(element) => {
                hidden |= matches!(element.name.as_str(), "script" | "style");
                if matches!(element.name.as_str(), "br" | "p" | "div" | "li") {
                    text.push(' ');
                }
            }
            HtmlEvent::End(name, _) if name == "script" || name == "style" => hidden = false,
            HtmlEvent::Text(words) if !hidden => text.push_str(&words),
            _ => {}
        }
    }
    let clean: String = text.chars().map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
