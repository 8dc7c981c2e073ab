//! Pictures and recordings: those that are a paragraph of their own become figures, with what the notes on the files say of them;
//! several in one paragraph, a gallery.

use pulldown_cmark::{Event, Tag};

use super::{
    escape::{push_address, push_text},
    link::{LinkTarget, resolve},
    picture::{FigurePlace, ImageLayout, ImageSource, Picture, site_kind},
    render::Renderer,
    safe_html::Slot,
};
use crate::{
    article::markdown::Renditions,
    media::{MediaKind, is_unplayed, media_kind},
    model::{no_break::no_break, sentence::say},
};

impl<'a> Renderer<'a> {
    /// The image that a paragraph consists of, if it can stand as a figure.
    pub(in crate::article::markdown) fn lone_image(&self, paragraph: usize) -> Option<usize> {
        let (image, end) = (paragraph + 1, self.document.mate(paragraph));
        let Some(Event::Start(Tag::Image { dest_url, .. })) = self.document.event(image) else { return None };
        let alone = matches!(self.document.event(paragraph), Some(Event::Start(Tag::Paragraph)))
            && self.document.after(image) == end;
        (alone && self.embeds(dest_url)).then_some(image)
    }

    /// The images that a paragraph consists of, if they can stand as a gallery: two at least, with nothing but spaces and line
    /// breaks between.
    pub(in crate::article::markdown) fn gallery_images(&self, paragraph: usize) -> Option<Vec<usize>> {
        let (mut at, end) = (paragraph + 1, self.document.mate(paragraph));
        let mut images = Vec::new();
        while at < end {
            match self.document.event(at)? {
                Event::Start(Tag::Image { dest_url, .. }) if self.embeds(dest_url) => images.push(at),
                Event::SoftBreak | Event::HardBreak if !images.is_empty() => {}
                Event::Text(text) if text.trim().is_empty() => {}
                _ => return None,
            }
            at = self.document.after(at);
        }
        (images.len() > 1 && matches!(self.document.event(paragraph), Some(Event::Start(Tag::Paragraph))))
            .then_some(images)
    }

    /// Whether what lies at `address` is shown or played in a figure, or is a file that is missing there.
    fn embeds(&self, address: &str) -> bool {
        match resolve(address, self.context.article) {
            LinkTarget::File { name, .. } => {
                (self.context.media)(&name).is_none_or(|media| media.kind != MediaKind::Other)
            }
            LinkTarget::Site(path) => site_kind(&path) != MediaKind::Other,
            _ => false,
        }
    }

    pub(in crate::article::markdown) fn gallery(&mut self, images: &[usize]) {
        let start = self.html.len();
        self.html.push_str("<figure class=\"gallery\">");
        let first = self.html.len();
        for image in images {
            self.figure(*image, FigurePlace::Gallery);
        }
        match self.html.len() > first {
            true => self.html.push_str("</figure>"),
            // All of them are missing, and were reported.
            false => self.html.truncate(start),
        }
    }

    pub(in crate::article::markdown) fn figure(&mut self, image: usize, place: FigurePlace) {
        let Some(Event::Start(Tag::Image { dest_url, title, .. })) = self.document.event(image) else { return };
        let Some(picture) = self.picture(image, dest_url, title) else { return };
        let shown = !matches!(picture.file, ImageSource::Missing(_));
        let caption = picture.caption().or(Some(picture.alt.as_str()).filter(|alt| !shown && !alt.is_empty()));
        let credit = picture.credit().filter(|_| shown);
        if !shown && caption.is_none() {
            return self.show(&picture, ImageLayout::Inline);
        }
        self.html.push_str("<figure>");
        self.figures += usize::from(shown);
        match picture.kind() {
            MediaKind::Video | MediaKind::Audio => self.recording(&picture),
            MediaKind::Picture | MediaKind::Other => self.show_in_figure(&picture, place),
        }
        self.caption(&picture, caption, credit.as_deref());
        self.html.push_str("</figure>");
    }

    fn show_in_figure(&mut self, picture: &Picture<'_>, place: FigurePlace) {
        // The first one is likely to be seen at once: a browser should not wait for the layout to fetch it.
        let is_first = self.figures == 1;
        // A link without words could be neither seen nor spoken.
        let whole = picture.address().filter(|_| place == FigurePlace::Gallery && !picture.alt.is_empty());
        if let Some(address) = whole {
            self.html.push_str("<a class=\"full\" href=\"");
            push_address(&mut self.html, address);
            self.html.push_str("\">");
        }
        self.show(picture, ImageLayout::Figure { place, is_first });
        if whole.is_some() {
            self.html.push_str("</a>");
        }
        if let (None, ImageSource::Own(name, _)) = (&self.lead_image, &picture.file) {
            self.lead_image = Some(name.clone());
        }
    }

    pub(in crate::article::markdown) fn inline_image(&mut self, at: usize, address: &str, title: &'a str) -> usize {
        let next = self.document.after(at);
        match self.picture(at, address, title) {
            Some(picture) if matches!(picture.file, ImageSource::Missing(_)) => {
                self.show(&picture, ImageLayout::Inline);
                self.text(&picture.alt);
            }
            Some(picture) if picture.kind() != MediaKind::Picture => self.link_in_place(&picture),
            Some(picture) => self.show(&picture, ImageLayout::Inline),
            None => self.no_picture(at, address),
        }
        next
    }

    /// The lines below; of a recording also a link to the file, for browsers that cannot play it, and for paper.
    fn caption(&mut self, picture: &Picture<'_>, caption: Option<&str>, credit: Option<&str>) {
        let word = match picture.kind() {
            MediaKind::Video => Some("article-film"),
            MediaKind::Audio => Some("article-sound"),
            MediaKind::Picture | MediaKind::Other => None,
        };
        if caption.is_none() && credit.is_none() && word.is_none() {
            return;
        }
        self.html.push_str("<figcaption>");
        self.prose(caption.unwrap_or_default());
        self.plain.end_block();
        if let Some(credit) = credit {
            self.html.push_str(if caption.is_some() { " " } else { "" });
            self.html.push_str("<small class=\"credit\">");
            push_text(&mut self.html, &no_break(credit));
            self.html.push_str("</small>");
        }
        if let Some(word) = word {
            // The credit has a line of its own.
            self.html.push_str(if caption.is_some() && credit.is_none() { "<br>" } else { "" });
            self.html.push_str("<a class=\"file\" href=\"");
            push_address(&mut self.html, picture.address().unwrap_or_default());
            self.html.push_str("\">");
            Slot::Word(word).write(&mut self.html);
            self.html.push_str("</a>");
            if let ImageSource::Own(name, media) = &picture.file {
                self.file_facts(name, media.bytes);
            }
        }
        self.html.push_str("</figcaption>");
    }

    /// Writes a link in the place of what cannot be shown there, and says why.
    fn link_in_place(&mut self, picture: &Picture<'_>) {
        let (name, media) = match &picture.file {
            ImageSource::Own(name, media) => (name, Some(media)),
            ImageSource::Site(path) => (path, None),
            ImageSource::Missing(_) => return,
        };
        let reason = match (picture.kind(), media_kind(name)) {
            (MediaKind::Other, MediaKind::Other) if is_unplayed(name) => {
                Some(("not-a-picture-recording", "help-convert-recording"))
            }
            (MediaKind::Other, MediaKind::Other) => Some(("not-a-picture", "help-link-file")),
            // The file has a problem of its own.
            (MediaKind::Other, _) => None,
            _ => Some(("not-a-picture-inline", "help-own-paragraph")),
        };
        if let Some((message, help)) = reason {
            let message = say(message).with("name", name.as_str());
            self.report.warn(self.offset(picture.at), "not-a-picture", message, help);
        }
        let words = if picture.alt.trim().is_empty() { name } else { &picture.alt };
        if media.is_some() {
            self.report.media(name);
        }
        if self.linked {
            return self.text(words);
        }
        self.links += 1;
        self.html.push_str("<a href=\"");
        push_address(&mut self.html, picture.address().unwrap_or_default());
        self.html.push_str("\">");
        self.text(words);
        self.html.push_str("</a>");
        if let Some(media) = media {
            self.file_facts(name, media.bytes);
        }
    }

    /// Writes what follows on a link to the file `name`: its kind and its length.
    pub(super) fn file_facts(&mut self, name: &str, bytes: u64) {
        let ending = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
        let is_short = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let kind = if is_short { ending.to_ascii_uppercase() } else { String::new() };
        Slot::File(&format!("{kind} {bytes}")).write(&mut self.html);
    }

    /// The picture at `address`, if it may be embedded.
    fn picture(&self, at: usize, address: &str, title: &'a str) -> Option<Picture<'a>> {
        let (file, note) = match resolve(address, self.context.article) {
            LinkTarget::Site(path) => (ImageSource::Site(path), None),
            LinkTarget::File { name, .. } => {
                let note = self.image_notes.get(name.as_str()).copied();
                let found = (self.context.media)(&name);
                (found.map_or(ImageSource::Missing(name.clone()), |media| ImageSource::Own(name, media)), note)
            }
            _ => return None,
        };
        let written = self.document.text(at);
        let noted = || note.and_then(|note| note.alt.clone()).unwrap_or_default();
        let alt = if written.trim().is_empty() { noted() } else { written };
        Some(Picture { at, alt, title, file, note })
    }

    /// Writes the `img`, or reports what keeps it from being written.
    fn show(&mut self, picture: &Picture<'_>, layout: ImageLayout) {
        let renditions = picture.renditions().filter(|_| layout != ImageLayout::Inline);
        let sizes = layout.sizes();
        let size = match &picture.file {
            ImageSource::Missing(name) => {
                self.missing(picture.at, name);
                return;
            }
            ImageSource::Own(name, media) => {
                self.report.media(name);
                if let Some(renditions) = renditions {
                    self.sources(renditions, sizes);
                }
                self.html.push_str("<img src=\"");
                let plain = renditions.and_then(|made| made.plain.as_ref());
                push_address(&mut self.html, plain.map_or(media.address.as_str(), |(address, _)| address));
                if let Some((_, srcset)) = plain {
                    self.html.push_str(&format!("\" srcset=\"{srcset}\" sizes=\"{sizes}"));
                }
                media.size
            }
            ImageSource::Site(path) => {
                self.html.push_str("<img src=\"");
                push_address(&mut self.html, path);
                None
            }
        };
        self.html.push_str("\" alt=\"");
        push_text(&mut self.html, &picture.alt);
        self.html.push('"');
        if let Some((width, height)) = size {
            self.html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.html.extend([layout.attributes(), if renditions.is_some() { "></picture>" } else { ">" }]);
        if picture.alt.is_empty() {
            self.report.warn(self.offset(picture.at), "missing-alt", say("missing-alt"), "help-alt");
        }
    }

    /// The choice that a browser has before it falls back on the `img`.
    fn sources(&mut self, renditions: &Renditions, sizes: &str) {
        self.html.push_str("<picture>");
        for (media_type, srcset) in renditions.sources.iter().filter(|(_, srcset)| !srcset.is_empty()) {
            let source = format!("<source type=\"{media_type}\" srcset=\"{srcset}\" sizes=\"{sizes}\">");
            self.html.push_str(&source);
        }
    }

    /// Writes words in place of a picture from elsewhere. Fetching it would show that site who reads here.
    fn no_picture(&mut self, at: usize, address: &str) {
        let alt = self.document.text(at);
        let words = if alt.trim().is_empty() { address } else { &alt };
        match resolve(address, self.context.article) {
            LinkTarget::Elsewhere(target) => {
                let message = say("external-image").with("address", &*target);
                self.report.warn(self.offset(at), "external-image", message, "help-put-here");
                if self.linked {
                    return self.text(words);
                }
                self.html.push_str("<a href=\"");
                push_address(&mut self.html, &target);
                self.links += 1;
                self.html.push_str("\">");
                self.text(words);
                self.html.push_str("</a>");
            }
            LinkTarget::Unsafe => {
                self.refuse(at, address);
                self.text(&alt);
            }
            _ => {
                self.missing(at, address);
                self.text(&alt);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::{codes, html, rendered};

    #[test]
    fn a_picture_alone_is_a_figure_with_its_notes() {
        assert_eq!(
            html("![](map.svg)"),
            "<figure><img src=\"/media/2025/x/map.svg\" alt=\"мапа\" width=\"640\" height=\"480\" \
             fetchpriority=\"high\" decoding=\"async\"><figcaption>Дніпро &lt;1782&gt; \
             <small class=\"credit\">Litopys · CC0 1.0</small></figcaption></figure>"
        );
        let second = html("![](map.svg)\n\n![*a* \"b\"](pic.png 'c &amp; d')").lines().nth(1).unwrap().to_owned();
        assert_eq!(
            second,
            "<figure><img src=\"/media/2025/x/pic.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\" decoding=\"async\">\
             <figcaption>c &amp; d</figcaption></figure>"
        );
    }

    #[test]
    fn a_picture_among_words_stays_there() {
        assert_eq!(
            html("a ![b](<img/icon a.png>)"),
            "<p>a <img src=\"/media/2025/x/img/icon%20a.png\" alt=\"b\" class=\"inline\" loading=\"lazy\" \
             decoding=\"async\"></p>"
        );
    }

    #[test]
    fn what_is_used_is_known() {
        let made =
            rendered("![](lost.png)\n\na ![b](img/icon%20a.png)\n\n![](map.svg)\n\n![](pic.png)\n\n[c](map.svg)");
        assert_eq!(made.media, ["img/icon a.png", "map.svg", "pic.png"]);
        assert_eq!(made.lead_image.as_deref(), Some("map.svg"));
        assert_eq!(made.plain, "Загублене\na\nДніпро <1782>\nc");
    }

    #[test]
    fn a_lost_picture_leaves_its_words() {
        assert_eq!(html("![](lost.png)"), "<figure><figcaption>Загублене</figcaption></figure>");
        assert_eq!(html("![слова](other.png)"), "<figure><figcaption>слова</figcaption></figure>");
        assert_eq!(html("a ![слова](other.png)"), "<p>a слова</p>");
        assert_eq!(html("![](other.png)"), "");
        for text in ["![](lost.png)", "a ![b](../c/)", "![b](../c/pic.png)"] {
            assert_eq!(codes(text), ["missing-media"], "{text}");
        }
    }

    #[test]
    fn a_picture_without_words_is_reported() {
        assert!(html("![](pic.png)").contains("alt=\"\""));
        assert_eq!(codes("![](pic.png)"), ["missing-alt"]);
        assert_eq!(codes("![](map.svg)"), [""; 0]);
    }

    #[test]
    fn a_picture_from_elsewhere_is_linked_not_fetched() {
        let link = "<a href=\"https://example.org/a.png\">b</a>";
        assert_eq!(html("![b](https://example.org/a.png)"), format!("<p>{link}</p>"));
        assert_eq!(html("# ![b](https://example.org/a.png)"), "<h2 id=\"b\"><a href=\"#b\">b</a></h2>");
        assert_eq!(html("[![b](https://example.org/a.png)](/c)"), "<p><a href=\"/c\">b</a></p>");
        assert_eq!(codes("![b](https://example.org/a.png)"), ["external-image"]);
        assert_eq!(html("![b](data:image/png;base64,AA)"), "<p>b</p>");
        assert_eq!(codes("![b](data:image/png;base64,AA)"), ["unsafe-link"]);
    }
}
