//! Pictures: those that are a paragraph of their own become figures, with what the notes on the files say of them.

use pulldown_cmark::{Event, Tag};

use super::{
    escape::{push_address, push_text},
    link::{LinkTarget, resolve},
    render::Renderer,
};
use crate::{
    article::{
        ImageNote,
        markdown::{Media, Renditions},
    },
    model::{no_break::no_break, sentence::say},
};

/// A picture as a text shows it.
struct Picture<'a> {
    /// Where in the events it starts.
    at: usize,
    alt: String,
    /// Of the Markdown; the note's caption goes before.
    title: &'a str,
    file: ImageSource,
    note: Option<&'a ImageNote>,
}

/// Where a picture comes from.
enum ImageSource {
    /// A file of the article.
    Own(String, Media),
    /// A path on the site.
    Site(String),
    /// A file that is not there.
    Missing(String),
}

impl<'a> Renderer<'a> {
    /// The image that a paragraph consists of, if it can stand as a figure.
    pub(in crate::article::markdown) fn lone_image(&self, paragraph: usize) -> Option<usize> {
        let (image, end) = (paragraph + 1, self.document.mate(paragraph));
        let Some(Event::Start(Tag::Image { dest_url, .. })) = self.document.event(image) else { return None };
        let alone = matches!(self.document.event(paragraph), Some(Event::Start(Tag::Paragraph)))
            && self.document.after(image) == end;
        let ours = |target| matches!(target, LinkTarget::File { .. } | LinkTarget::Site(_));
        (alone && ours(resolve(dest_url, self.context.article))).then_some(image)
    }

    pub(in crate::article::markdown) fn figure(&mut self, image: usize) {
        let Some(Event::Start(Tag::Image { dest_url, title, .. })) = self.document.event(image) else { return };
        let Some(picture) = self.picture(image, dest_url, title) else { return };
        let shown = !matches!(picture.file, ImageSource::Missing(_));
        let caption = picture.caption().or(Some(picture.alt.as_str()).filter(|alt| !shown && !alt.is_empty()));
        let credit = picture.credit().filter(|_| shown);
        if !shown && caption.is_none() {
            return self.show(&picture, "");
        }
        self.html.push_str("<figure>");
        self.figures += usize::from(shown);
        // The first one is likely to be seen at once: a browser should not wait for the layout to fetch it.
        let first = shown && self.figures == 1;
        self.show(&picture, if first { " fetchpriority=\"high\" decoding=\"async\"" } else { LAZY });
        if let (true, ImageSource::Own(name, _)) = (first, &picture.file) {
            self.lead_image = Some(name.clone());
        }
        self.caption(caption, credit.as_deref());
        self.html.push_str("</figure>");
    }

    pub(in crate::article::markdown) fn inline_image(&mut self, at: usize, address: &str, title: &'a str) -> usize {
        let next = self.document.after(at);
        match self.picture(at, address, title) {
            Some(picture) if matches!(picture.file, ImageSource::Missing(_)) => {
                self.show(&picture, "");
                self.text(&picture.alt);
            }
            Some(picture) => self.show(&picture, INLINE),
            None => self.no_picture(at, address),
        }
        next
    }

    fn caption(&mut self, caption: Option<&str>, credit: Option<&str>) {
        if caption.is_none() && credit.is_none() {
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
        self.html.push_str("</figcaption>");
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
    fn show(&mut self, picture: &Picture<'_>, attributes: &str) {
        let renditions = picture.renditions().filter(|_| attributes != INLINE);
        let size = match &picture.file {
            ImageSource::Missing(name) => {
                self.missing(picture.at, name);
                return;
            }
            ImageSource::Own(name, media) => {
                self.report.media(name);
                if let Some(renditions) = renditions {
                    self.sources(renditions);
                }
                self.html.push_str("<img src=\"");
                let plain = renditions.and_then(|made| made.plain.as_ref());
                push_address(&mut self.html, plain.map_or(media.address.as_str(), |(address, _)| address));
                if let Some((_, srcset)) = plain {
                    self.html.push_str(&format!("\" srcset=\"{srcset}\" sizes=\"{SIZES}"));
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
        self.html.extend([attributes, if renditions.is_some() { "></picture>" } else { ">" }]);
        if picture.alt.is_empty() {
            self.report.warn(self.offset(picture.at), "missing-alt", say("missing-alt"), "help-alt");
        }
    }

    /// The choice that a browser has before it falls back on the `img`.
    fn sources(&mut self, renditions: &Renditions) {
        self.html.push_str("<picture>");
        for (media_type, srcset) in renditions.sources.iter().filter(|(_, srcset)| !srcset.is_empty()) {
            let source = format!("<source type=\"{media_type}\" srcset=\"{srcset}\" sizes=\"{SIZES}\">");
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

const LAZY: &str = " loading=\"lazy\" decoding=\"async\"";
const INLINE: &str = " class=\"inline\" loading=\"lazy\" decoding=\"async\"";

/// How wide a figure is shown, as `static/site.css` sets it: the whole page but its margins, or the measure of the text.
const SIZES: &str = "(max-width: 45em) 92vw, (max-width: 100em) 46em, 56em";

impl Picture<'_> {
    fn renditions(&self) -> Option<&Renditions> {
        match &self.file {
            ImageSource::Own(_, media) => media.renditions.as_ref(),
            _ => None,
        }
    }

    fn caption(&self) -> Option<&str> {
        let noted = self.note.and_then(|note| note.caption.as_deref());
        noted.or(Some(self.title)).filter(|caption| !caption.trim().is_empty())
    }

    fn credit(&self) -> Option<String> {
        let parts: Vec<_> = self.note?.attribution().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
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
    fn a_picture_without_words_is_told() {
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
