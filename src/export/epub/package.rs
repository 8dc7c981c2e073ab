//! What describes a book: the package document, the contents in both forms, the cover, the style.

use std::fmt::Write;

use jiff::civil::Date;

use super::{
    chapter::{document, language},
    context::BookHeading,
    text::escaped,
};
use crate::{i18n::Localizer, model::lang::Lang};

/// The style of a book: the reading system's own type and colours, in light and dark.
pub(super) const STYLE: &str = include_str!("style.css");

/// `META-INF/container.xml`
pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
<rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// A chapter as the contents name it.
#[derive(Debug)]
pub(super) struct ChapterEntry {
    /// Its file.
    pub(super) file: String,
    /// Its title.
    pub(super) title: String,
    /// Its title in the second language.
    pub(super) other_title: Option<String>,
    /// Its headings, where the contents have them.
    pub(super) headings: Vec<BookHeading>,
}

/// A book, as far as it is more than its chapters.
#[derive(Debug)]
pub(super) struct Package<'a> {
    /// Its languages, one or two.
    pub(super) langs: &'a [Lang],
    /// The first of them, which its contents are in.
    pub(super) lang: &'a Lang,
    /// What identifies it: an address.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// The name of the site.
    pub(super) publisher: String,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// Its licences, in words.
    pub(super) licences: Vec<String>,
    /// The address of the page that lists the same.
    pub(super) address: String,
    /// The latest day that is known of its texts.
    pub(super) changed: Option<Date>,
    /// The chapters in order.
    pub(super) chapters: Vec<ChapterEntry>,
    /// Names and media types of the pictures.
    pub(super) pictures: Vec<(String, &'static str)>,
    /// Whether there is a picture of the cover.
    pub(super) has_cover: bool,
}

impl Package<'_> {
    /// `content.opf`
    pub(super) fn document(&self, words: Localizer<'_>) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" ",
        );
        let (lang, direction) = (self.lang, self.lang.direction());
        _ = writeln!(out, "version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{lang}\" dir=\"{direction}\">");
        self.write_metadata(words, &mut out);
        self.write_manifest(&mut out);
        _ = writeln!(
            out,
            "<spine toc=\"ncx\" page-progression-direction=\"{direction}\">\n<itemref idref=\"cover\"/>\n<itemref idref=\"nav\"/>"
        );
        for (number, _) in (1..).zip(&self.chapters) {
            _ = writeln!(out, "<itemref idref=\"chapter-{number}\"/>");
        }
        out.push_str("</spine>\n</package>\n");
        out
    }

    fn write_metadata(&self, words: Localizer<'_>, out: &mut String) {
        out.push_str("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
        let mut say = |element: &str, attributes: &str, text: &str| {
            _ = writeln!(out, "<{element}{attributes}>{}</{}>", escaped(text), element);
        };
        say("dc:identifier", " id=\"id\"", &self.id);
        say("dc:title", "", &self.title);
        self.langs.iter().for_each(|lang| say("dc:language", "", lang.as_str()));
        self.authors.iter().for_each(|author| say("dc:creator", "", author));
        say("dc:publisher", "", &self.publisher);
        say("dc:source", "", &self.address);
        self.licences.iter().for_each(|licence| say("dc:rights", "", licence));
        let changed = self.changed.map_or_else(|| "1970-01-01".to_owned(), |day| day.to_string());
        say("dc:date", "", &changed);
        let mut meta = |property: &str, text: &str| say("meta", &format!(" property=\"{property}\""), text);
        meta("dcterms:modified", &format!("{changed}T00:00:00Z"));
        meta("schema:accessMode", "textual");
        if !self.pictures.is_empty() {
            meta("schema:accessMode", "visual");
            meta("schema:accessibilityFeature", "alternativeText");
        }
        meta("schema:accessModeSufficient", "textual");
        for feature in ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"] {
            meta("schema:accessibilityFeature", feature);
        }
        meta("schema:accessibilityHazard", "none");
        meta("schema:accessibilitySummary", &words.say("book-accessibility").to_string());
        if self.has_cover {
            out.push_str("<meta name=\"cover\" content=\"cover-image\"/>\n");
        }
        out.push_str("</metadata>\n");
    }

    fn write_manifest(&self, out: &mut String) {
        out.push_str("<manifest>\n");
        let mut item = |id: &str, href: &str, media_type: &str, properties: &str| {
            _ = writeln!(out, "<item id=\"{id}\" href=\"{href}\" media-type=\"{media_type}\"{properties}/>");
        };
        let xhtml = "application/xhtml+xml";
        item("nav", "nav.xhtml", xhtml, " properties=\"nav\"");
        item("ncx", "toc.ncx", "application/x-dtbncx+xml", "");
        item("style", "style.css", "text/css", "");
        item("cover", "cover.xhtml", xhtml, "");
        if self.has_cover {
            item("cover-image", "cover.png", "image/png", " properties=\"cover-image\"");
        }
        for (number, chapter) in (1..).zip(&self.chapters) {
            item(&format!("chapter-{number}"), &format!("text/{}", chapter.file), xhtml, "");
        }
        for (number, (name, media_type)) in (1..).zip(&self.pictures) {
            item(&format!("picture-{number}"), &format!("pictures/{name}"), media_type, "");
        }
        out.push_str("</manifest>\n");
    }

    /// `nav.xhtml`: the contents, and where the parts of the book begin.
    pub(super) fn contents(&self, words: Localizer<'_>) -> String {
        let title = words.say("article-contents").to_string();
        let mut body =
            format!("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>{}</h1>\n<ol>\n", escaped(&title));
        for chapter in &self.chapters {
            let href = format!("text/{}", chapter.file);
            _ = write!(body, "<li><a href=\"{href}\">{}", escaped(&chapter.title));
            if let (Some(other), Some(lang)) = (&chapter.other_title, self.langs.get(1)) {
                _ = write!(body, " / <span {}>{}</span>", language(lang), escaped(other));
            }
            body.push_str("</a>");
            if !chapter.headings.is_empty() {
                body.push_str("\n<ol>\n");
                for heading in &chapter.headings {
                    _ = writeln!(
                        body,
                        "<li><a href=\"{href}#{}\">{}</a></li>",
                        escaped(&heading.id),
                        escaped(&heading.words)
                    );
                }
                body.push_str("</ol>\n");
            }
            body.push_str("</li>\n");
        }
        body.push_str("</ol>\n</nav>\n<nav epub:type=\"landmarks\" hidden=\"hidden\">\n");
        let say = |id: &str| escaped(&words.say(id).to_string());
        _ = write!(
            body,
            "<h2>{}</h2>\n<ol>\n<li><a epub:type=\"cover\" href=\"cover.xhtml\">{}</a></li>\n",
            say("book-landmarks"),
            say("book-cover")
        );
        _ = writeln!(body, "<li><a epub:type=\"toc\" href=\"#toc\">{}</a></li>", escaped(&title));
        if let Some(first) = self.chapters.first() {
            _ = writeln!(
                body,
                "<li><a epub:type=\"bodymatter\" href=\"text/{}\">{}</a></li>",
                first.file,
                say("book-start")
            );
        }
        body.push_str("</ol>\n</nav>");
        document(self.lang, &title, "style.css", &body)
    }

    /// `toc.ncx`: the same for reading systems of EPUB 2.
    pub(super) fn ncx(&self) -> String {
        let lang = self.lang;
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" \
             xml:lang=\"{lang}\">\n<head>\n<meta name=\"dtb:uid\" content=\"{}\"/>\n</head>\n<docTitle><text>{}</text></docTitle>\n<navMap>\n",
            escaped(&self.id),
            escaped(&self.title)
        );
        for (number, chapter) in (1..).zip(&self.chapters) {
            _ = writeln!(
                out,
                "<navPoint id=\"point-{number}\" playOrder=\"{number}\"><navLabel><text>{}</text></navLabel><content src=\"text/{}\"/></navPoint>",
                escaped(&chapter.title),
                chapter.file
            );
        }
        out.push_str("</navMap>\n</ncx>\n");
        out
    }

    /// `cover.xhtml`
    pub(super) fn cover(&self, words: Localizer<'_>) -> String {
        let name = words.say("book-cover").to_string();
        let body = match self.has_cover {
            true => format!(
                "<section epub:type=\"cover\" class=\"cover\">\n<img src=\"cover.png\" alt=\"{}: {}\"/>\n</section>",
                escaped(&name),
                escaped(&self.title)
            ),
            false => format!(
                "<section epub:type=\"cover\" class=\"cover\">\n<h1>{}</h1>\n<p>{}</p>\n</section>",
                escaped(&self.title),
                escaped(&self.publisher)
            ),
        };
        document(self.lang, &self.title, "style.css", &body)
    }
}
