//! Pictures, films and what is embedded from elsewhere.

use super::{
    convert::{Converter, Recording},
    destination,
    destinations::{Medium, Placed},
    element::Element,
    writer::{Block, Caption, Figured, FrameKind, Piece, TextPlace, push_text},
};
use crate::import::{Outcome, PictureNote};

impl Converter<'_> {
    pub(super) fn medium(&mut self, element: &Element) {
        match element.name.as_str() {
            "img" | "image" => self.picture(element),
            "video" | "audio" => {
                self.recording_end();
                let words = element.filled("title").or(element.filled("aria-label"));
                self.recording = Some(Recording { name: element.name.clone(), address: element.filled("src"), words });
            }
            "source" => {
                if let Some(recording) = &mut self.recording {
                    recording.address = recording.address.take().or(element.filled("src"));
                }
            }
            "track" => {
                let found = element.filled("src").unwrap_or_default();
                self.lose("subtitles", Outcome::Lost, &found, "put the file beside the film, as film.<language>.vtt");
            }
            "object" => {
                let words = element.filled("title");
                self.recording = Some(Recording { name: "object".into(), address: element.filled("data"), words });
            }
            _ => self.embed(element),
        }
    }

    /// What stood within the element stays as words.
    pub(super) fn recording_end(&mut self) {
        let Some(Recording { name, address, words }) = self.recording.take() else { return };
        let Some(address) = address else { return };
        if name == "object" {
            return self.embedded(&address, words);
        }
        let link = None;
        let figured = Figured { address, full: None, number: None, alt: words, caption: Caption::default(), link };
        self.place(figured);
    }

    fn embed(&mut self, element: &Element) {
        let address = ["src", "data-src", "data-lazy-src", "data"].iter().find_map(|name| element.filled(name));
        let address = address.filter(|address| address != "about:blank").or(element.filled("data-src"));
        match address {
            Some(address) => self.embedded(&address, element.filled("title")),
            None => self.lose("embed", Outcome::Lost, &format!("<{}> without an address", element.name), "left out"),
        }
    }

    /// A link in the place of what is embedded.
    fn embedded(&mut self, address: &str, title: Option<String>) {
        let (target, place) = watchable(address);
        let scheme =
            target.split(['/', '?', '#']).next().and_then(|first| first.split_once(':')).map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| !matches!(scheme, "https" | "http")) {
            return self.lose("embed", Outcome::Lost, address, "left out: not an address that a link may have");
        }
        self.lose("embed", Outcome::Changed, &target, "a link to it");
        // A page of the same site is named by its file.
        let file =
            || target.trim_end_matches('/').rsplit('/').next().filter(|file| scheme.is_none() && !file.is_empty());
        let words =
            title.or(place.map(str::to_owned)).or_else(|| file().map(str::to_owned)).unwrap_or_else(|| target.clone());
        let before = (self.link.take(), self.link_address.take());
        self.flush();
        let written = destination(&self.to.link(&target));
        self.open_link(written, None);
        self.words(&words);
        self.link = None;
        self.flush();
        (self.link, self.link_address) = before;
    }

    fn picture(&mut self, element: &Element) {
        let alt = element.filled("alt");
        if element.has_class("emoji") || element.has_class("wp-smiley") {
            return self.words(alt.as_deref().unwrap_or_default());
        }
        let is_pixel = |name: &str| element.get(name).is_some_and(|size| matches!(size.trim(), "0" | "1" | "1px"));
        let Some(address) = source_of(element) else {
            let found = format!("<img alt=\"{}\"> without an address", alt.unwrap_or_default());
            return self.lose("picture", Outcome::Lost, &found, "left out");
        };
        if is_pixel("width") && is_pixel("height") {
            return self.lose("tracking-pixel", Outcome::Lost, &address, "left out");
        }
        let link = self.link_address.clone();
        let full = link.clone().filter(|link| is_picture(link));
        let number = element.class_after("wp-image-").or(element.filled("data-id"));
        let number = number.and_then(|number| number.parse().ok());
        let is_attachment = link.as_deref().is_some_and(|link| link.contains("attachment_id="));
        // A picture that leads to its full size or to its own page needs no link here.
        let link = if full.is_some() || is_attachment || self.link.is_none() { None } else { link };
        let figured = Figured { address, full, number, alt, caption: Caption::default(), link };
        let classes = element.get("class").unwrap_or_default().into_owned();
        let is_block = classes
            .split_ascii_whitespace()
            .any(|class| class.starts_with("wp-image-") || class.starts_with("align") || class.starts_with("size-"));
        let within = self.frames.iter().any(|frame| matches!(frame.kind, FrameKind::Figure { .. }));
        if is_block || within { self.place(figured) } else { self.picture_among_words(figured) }
    }

    /// Puts a picture into the figure that is open, or as a block of its own before the words of the paragraph.
    fn place(&mut self, figured: Figured) {
        if self.is_one_line() {
            return self.picture_among_words(figured);
        }
        if let FrameKind::Figure { pictures, .. } = &mut self.top().kind {
            let is_copy = pictures.last().is_some_and(|last| last.address == figured.address);
            if !is_copy {
                pictures.push(figured);
            }
            return;
        }
        let made = self.figure_blocks(&figured);
        self.top().blocks.extend(made);
    }

    fn placed(&mut self, figured: &Figured) -> Placed {
        let medium = Medium { address: &figured.address, full: figured.full.as_deref(), number: figured.number };
        let mut placed = self.to.medium(&medium);
        placed.written = destination(&placed.written);
        placed
    }

    /// A picture as blocks: the figure, and what cannot be said in its notes.
    fn figure_blocks(&mut self, figured: &Figured) -> Vec<Block> {
        let placed = self.placed(figured);
        let (inner, caption) = self.words_of(figured, &placed);
        let mut blocks = Vec::new();
        match &figured.link {
            Some(link) if link.starts_with("http") || link.starts_with('/') => {
                let target = destination(&self.to.link(link));
                blocks.push(Block::text(format!("[{inner}]({target})")));
            }
            _ => blocks.push(Block::text(inner)),
        }
        blocks.extend(caption.map(Block::text));
        blocks
    }

    /// The picture as Markdown, and the words that have to stand below it as a paragraph. Those of a file stand in its note; where the
    /// file is shown once more with other words, in the text.
    fn words_of(&mut self, figured: &Figured, placed: &Placed) -> (String, Option<String>) {
        let alt = figured.alt.clone().or(placed.alt.clone());
        let caption = Some(figured.caption.text.clone()).filter(|text| !text.is_empty()).or(placed.caption.clone());
        let credit = figured.caption.credit.clone();
        let bare = format!("![]({})", placed.written);
        if placed.is_file {
            let known = self.known_pictures.get(&placed.written).and_then(|at| self.pictures.get(*at)).cloned();
            let Some(known) = known else {
                self.known_pictures.insert(placed.written.clone(), self.pictures.len());
                let file = placed.written.clone();
                self.pictures.push(PictureNote { file, alt, caption, credit, licence: None });
                return (bare, None);
            };
            let shown = if alt == known.alt { bare } else { with_words(&alt.unwrap_or_default(), &placed.written) };
            let caption = caption.filter(|caption| known.caption.as_ref() != Some(caption));
            let credit = credit.filter(|credit| known.credit.as_ref() != Some(credit));
            return (shown, Caption { text: caption.unwrap_or_default(), credit }.words());
        }
        let below = Caption { text: caption.unwrap_or_default(), credit }.words();
        (with_words(&alt.unwrap_or_default(), &placed.written), below)
    }

    fn picture_among_words(&mut self, figured: Figured) {
        let placed = self.placed(&figured);
        let alt = figured.alt.clone().or(placed.alt).unwrap_or_default();
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let (style, link) = (self.style(), self.link.filter(|_| figured.link.is_some()));
        self.top().inline.push(Piece::Image(placed.written, alt), style, link);
    }

    /// A figure ends: one picture, several as a gallery, or what else it held, with its caption.
    pub(super) fn close_figure(&mut self, mut pictures: Vec<Figured>, caption: Option<Caption>, blocks: Vec<Block>) {
        if let FrameKind::Figure { pictures: outer, .. } = &mut self.top().kind {
            // A picture of a gallery.
            let below = captioned(pictures.last_mut(), caption);
            outer.append(&mut pictures);
            self.top().blocks.extend(blocks.into_iter().chain(below));
            return;
        }
        let mut made = Vec::new();
        let below;
        match pictures.as_mut_slice() {
            [] => below = captioned(None, caption),
            [only] => {
                below = captioned(Some(only), caption);
                made = self.figure_blocks(only);
            }
            several => {
                below = captioned(None, caption);
                let mut lines = Vec::new();
                let mut words = Vec::new();
                for figured in several.iter() {
                    let placed = self.placed(figured);
                    let (shown, caption) = self.words_of(figured, &placed);
                    lines.push(shown);
                    words.extend(caption.map(Block::text));
                }
                made.push(Block::text(lines.join("\n")));
                made.append(&mut words);
            }
        }
        self.top().blocks.extend(made.into_iter().chain(blocks).chain(below));
    }
}

/// Gives a caption to the picture that has none yet; else it is a paragraph.
fn captioned(picture: Option<&mut Figured>, caption: Option<Caption>) -> Option<Block> {
    let caption = caption?;
    match picture.filter(|picture| picture.caption == Caption::default()) {
        Some(picture) => {
            picture.caption = caption;
            None
        }
        None => caption.words().map(Block::text),
    }
}

fn with_words(alt: &str, written: &str) -> String {
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut made = String::from("![");
    let place = TextPlace { in_link: true, ..Default::default() };
    push_text(&mut made, &alt, place);
    made.extend(["](", written, ")"]);
    made
}

/// Whether an address is that of a picture.
fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif"].iter().any(|ending| path.ends_with(ending))
}

/// The address of a picture: where a script was to put it in later, that one.
fn source_of(element: &Element) -> Option<String> {
    let own = element.filled("src").filter(|src| !src.starts_with("data:"));
    let later = ["data-orig-file", "data-full-url", "data-src", "data-lazy-src", "data-original", "xlink:href", "href"];
    let first = element.filled("data-orig-file").or(element.filled("data-full-url"));
    let widest = || {
        let set = element.filled("srcset").or(element.filled("data-srcset"))?;
        let width = |candidate: &str| -> u64 {
            let size = candidate.split_ascii_whitespace().nth(1).unwrap_or_default();
            size.trim_end_matches(['w', 'x']).parse().unwrap_or_default()
        };
        let best =
            set.split(',').map(str::trim).filter(|one| !one.starts_with("data:")).max_by_key(|one| width(one))?;
        best.split_ascii_whitespace().next().map(str::to_owned)
    };
    first.or(own).or_else(|| later.iter().find_map(|name| element.filled(name))).or_else(widest)
}

/// The address under which a reader can open what lies at `address`, and the name of the place where it has one.
fn watchable(address: &str) -> (String, Option<&'static str>) {
    let address =
        if let Some(rest) = address.strip_prefix("//") { format!("https://{rest}") } else { address.to_owned() };
    let bare = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match host {
        "youtube.com" | "youtube-nocookie.com" if path.starts_with("embed/videoseries") => {
            let list = query.split('&').find_map(|part| part.strip_prefix("list=")).unwrap_or_default();
            (format!("https://www.youtube.com/playlist?list={list}"), Some("YouTube"))
        }
        "youtube.com" | "youtube-nocookie.com" if path.starts_with("embed/") || path.starts_with("v/") => {
            (format!("https://www.youtube.com/watch?v={}", last.split('&').next().unwrap_or_default()), Some("YouTube"))
        }
        "youtube.com" | "youtu.be" | "m.youtube.com" => (address.clone(), Some("YouTube")),
        "player.vimeo.com" if path.starts_with("video/") => (format!("https://vimeo.com/{last}"), Some("Vimeo")),
        "vimeo.com" => (address.clone(), Some("Vimeo")),
        _ => (address.clone(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedded_film_is_watched_at_its_own_page() {
        for (embedded, watched) in [
            ("https://www.youtube.com/embed/abc?rel=0", "https://www.youtube.com/watch?v=abc"),
            ("//www.youtube-nocookie.com/embed/abc", "https://www.youtube.com/watch?v=abc"),
            ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1"),
            ("https://player.vimeo.com/video/22439234", "https://vimeo.com/22439234"),
            ("https://www.google.com/maps/embed?pb=1", "https://www.google.com/maps/embed?pb=1"),
        ] {
            assert_eq!(watchable(embedded).0, watched);
        }
    }
}
