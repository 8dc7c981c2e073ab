//! `[caption]`, `[gallery]` and the like: those that are known become HTML, all others stay as text and are listed.

use std::collections::HashMap;

use super::block_editor::{as_text, attribute};

/// A shortcode of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcode<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its attributes; those without a name have their number.
    pub attributes: Vec<(String, String)>,
    /// Whether it ends in itself: `[audio /]`.
    pub is_closed: bool,
    /// Bytes of the tag.
    pub length: usize,
}

/// Bytes of a tag.
const LONGEST: usize = 1 << 16;

/// What `[gallery]` and `[playlist]` need to know.
pub(super) trait Attachments {
    /// The picture or recording of that number, as HTML.
    fn html(&self, id: u64) -> Option<String>;
    /// The pictures that were uploaded to the text itself.
    fn own(&self) -> Vec<u64>;
}

/// The shortcode that `text` begins with.
///
/// ```
/// use litopys::import::wordpress::shortcode_at;
/// let found = shortcode_at("[gallery ids=\"1,2\"] and more").unwrap();
/// assert_eq!((found.name, found.attributes[0].1.as_str(), found.length), ("gallery", "1,2", 19));
/// assert_eq!(shortcode_at("[1]"), None);
/// ```
pub fn shortcode_at(text: &str) -> Option<Shortcode<'_>> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(inner.len());
    let name = inner.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let rest = inner.get(end..)?;
    if !rest.starts_with([']', ' ', '\t', '\n', '\r', '/', '=', '\u{a0}']) {
        return None;
    }
    let close = tag_end(rest)?;
    let mut written = rest.get(..close)?.trim();
    let is_closed = written.ends_with('/');
    if is_closed {
        written = written.trim_end_matches('/').trim_end();
    }
    Some(Shortcode { name, attributes: attributes(written), is_closed, length: 1 + end + close + 1 })
}

/// Where the `]` is that ends a tag, outside of quotes.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote: Option<u8> = None;
    let mut plain = None;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b']', None) => return Some(at),
            (b']', Some(_)) => plain = plain.or(Some(at)),
            // A tag does not begin within a tag, and an attribute does not run over lines.
            (b'[', None) => return None,
            _ => {}
        }
    }
    // A quotation mark that nothing closes is one of the text.
    plain
}

fn attributes(written: &str) -> Vec<(String, String)> {
    let written = written
        .replace("&quot;", "\"")
        .replace("&#8220;", "\"")
        .replace("&#8221;", "\"")
        .replace("&#8243;", "\"")
        .replace(['“', '”', '″'], "\"");
    let mut found = Vec::new();
    let mut rest = written.trim_start_matches('=').trim_start();
    while !rest.is_empty() && found.len() < 1000 {
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let after = after.trim_start();
        if let Some(value) = after.strip_prefix('=').filter(|_| !name.is_empty() && !name.starts_with('"')) {
            let (value, after) = value_of(value.trim_start());
            found.push((name.to_ascii_lowercase(), value));
            rest = after.trim_start();
        } else {
            let (value, after) = value_of(rest);
            found.push((found.len().to_string(), value));
            rest = after.trim_start();
        }
    }
    found
}

fn value_of(text: &str) -> (String, &str) {
    for quote in ['"', '\''] {
        if let Some((value, after)) =
            text.strip_prefix(quote).map(|inner| inner.split_once(quote).unwrap_or((inner, "")))
        {
            return (value.to_owned(), after);
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len()).max(text.chars().next().map_or(0, char::len_utf8));
    let (value, after) = text.split_at(end);
    (value.to_owned(), after)
}

impl Shortcode<'_> {
    fn get(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        names.iter().find_map(find).filter(|value| !value.is_empty())
    }

    fn ids(&self, names: &[&str]) -> Vec<u64> {
        let list = self.get(names).unwrap_or_default();
        list.split(',').filter_map(|id| id.trim().parse().ok()).take(10_000).collect()
    }
}

/// Text with its shortcodes as HTML, and those that are not known.
pub(super) struct Expanded {
    pub(super) html: String,
    /// `[name …]`, with how often.
    pub(super) unknown: Vec<(String, u64)>,
}

struct Expansion<'a> {
    html: &'a str,
    out: String,
    unknown: Vec<(String, u64)>,
    notes: Vec<String>,
    /// For each name from where on no closing tag follows.
    unclosed: HashMap<String, usize>,
    attachments: &'a dyn Attachments,
}

/// Shortcodes that enclose a note.
const NOTES: &[&str] = &["efn_note", "footnote", "footnotes", "ref", "fn", "mfn", "sidenote"];
/// Attributes in which players have their file.
const FILES: &[&str] = &["src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "flac", "url", "0"];

/// Writes the known shortcodes of `html` as HTML.
pub(super) fn expanded(html: &str, attachments: &dyn Attachments) -> Expanded {
    if !html.contains('[') {
        return Expanded { html: html.to_owned(), unknown: Vec::new() };
    }
    let (out, unknown, notes, unclosed) = (String::with_capacity(html.len()), Vec::new(), Vec::new(), HashMap::new());
    let mut expansion = Expansion { html, out, unknown, notes, unclosed, attachments };
    expansion.run();
    let mut html = expansion.out;
    if !expansion.notes.is_empty() {
        html.push_str("\n\n<ol>");
        for (at, note) in expansion.notes.iter().enumerate() {
            html.push_str(&format!("<li id=\"footnote-shortcode-{}\">{note}</li>", at + 1));
        }
        html.push_str("</ol>");
    }
    Expanded { html, unknown: expansion.unknown }
}

impl<'a> Expansion<'a> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'[', b'<', bytes.get(at..).unwrap_or_default()) {
            self.copy(at, at + found);
            at += found;
            if bytes.get(at) == Some(&b'<') {
                // A tag, or a comment: what stands in its attributes is not a shortcode.
                let end = tag_length(self.html.get(at..).unwrap_or_default());
                self.copy(at, at + end);
                at += end;
                continue;
            }
            at = self.bracket(at);
        }
        self.copy(at, self.html.len());
    }

    fn copy(&mut self, from: usize, to: usize) {
        self.out.push_str(self.html.get(from..to).unwrap_or_default());
    }

    /// What stands at a `[`: the end of what was read.
    fn bracket(&mut self, at: usize) -> usize {
        let rest = self.html.get(at..).unwrap_or_default();
        if let Some(inner) = rest.strip_prefix('[').filter(|inner| inner.starts_with('['))
            && let Some(escaped) =
                shortcode_at(inner).filter(|code| inner.get(code.length..).is_some_and(|rest| rest.starts_with(']')))
        {
            // `[[gallery]]` shows `[gallery]`.
            let end = at + 1 + escaped.length;
            self.copy(at + 1, end);
            return end + 1;
        }
        let Some(code) = shortcode_at(rest) else {
            self.out.push('[');
            return at + 1;
        };
        let after = at + code.length;
        let closing = if code.is_closed { None } else { self.closing(code.name, after) };
        let inner = closing.map_or("", |(start, _)| self.html.get(after..start).unwrap_or_default());
        let end = closing.map_or(after, |(_, end)| end);
        match self.html_of(&code, inner) {
            Some(html) => {
                self.out.push_str(&html);
                end
            }
            None => {
                let looks = closing.is_some()
                    || code.is_closed
                    || !code.attributes.is_empty() && rest.get(..code.length).is_some_and(|tag| tag.contains('='));
                if looks || code.name.contains(['_', '-']) {
                    self.note_unknown(rest.get(..code.length).unwrap_or_default());
                }
                self.copy(at, after);
                after
            }
        }
    }

    fn note_unknown(&mut self, tag: &str) {
        let shown: String = tag.chars().take(200).collect();
        if let Some((_, count)) = self.unknown.iter_mut().find(|(own, _)| *own == shown) {
            *count += 1;
        } else if self.unknown.len() < 200 {
            self.unknown.push((shown, 1));
        }
    }

    /// Where `[/name]` begins and ends.
    fn closing(&mut self, name: &str, from: usize) -> Option<(usize, usize)> {
        if self.unclosed.get(name).is_some_and(|after| from >= *after) {
            return None;
        }
        let tag = format!("[/{name}]");
        match memchr::memmem::find(self.html.as_bytes().get(from..)?, tag.as_bytes()) {
            Some(at) => Some((from + at, from + at + tag.len())),
            None => {
                self.unclosed.insert(name.to_owned(), from);
                None
            }
        }
    }

    /// The shortcode as HTML; `None` where it is not known.
    fn html_of(&mut self, code: &Shortcode<'_>, inner: &str) -> Option<String> {
        let html = match code.name {
            "caption" | "wp_caption" => captioned(code, inner),
            "gallery" => self.gallery(code),
            "playlist" => self.gallery(code),
            "embed" | "youtube" | "vimeo" | "dailymotion" | "soundcloud" | "googlemaps" | "ted" | "wpvideo"
            | "facebook" | "tweet" | "instagram" => {
                let address = Some(inner.trim())
                    .filter(|inner| !inner.is_empty())
                    .or(code.get(&["url", "src", "href", "id", "0"]))?;
                let address = match (code.name, address.contains("://")) {
                    (_, true) => address.to_owned(),
                    ("youtube", _) => format!("https://www.youtube.com/watch?v={address}"),
                    ("vimeo", _) => format!("https://vimeo.com/{address}"),
                    ("dailymotion", _) => format!("https://www.dailymotion.com/video/{address}"),
                    _ => return None,
                };
                format!("<iframe src=\"{}\"></iframe>", attribute(&address))
            }
            "audio" | "video" => {
                let lone = inner.split_whitespace().find(|word| word.contains("://"));
                let file = code.get(FILES).or(lone)?;
                format!("<{0} src=\"{1}\"></{0}>", code.name, attribute(file))
            }
            "code" | "sourcecode" | "source" if !inner.is_empty() => {
                let language = code.get(&["lang", "language"]).unwrap_or_default();
                format!("<pre><code class=\"language-{}\">{}</code></pre>", attribute(language), as_text(inner))
            }
            name if NOTES.contains(&name) && !inner.trim().is_empty() => {
                self.notes.push(inner.to_owned());
                let number = self.notes.len();
                format!("<sup><a href=\"#footnote-shortcode-{number}\">{number}</a></sup>")
            }
            _ => return None,
        };
        Some(html)
    }

    fn gallery(&self, code: &Shortcode<'_>) -> String {
        let ids = code.ids(&["ids", "include"]);
        let ids = if ids.is_empty() { self.attachments.own() } else { ids };
        let without = code.ids(&["exclude"]);
        let pictures: Vec<String> =
            ids.iter().filter(|id| !without.contains(id)).filter_map(|id| self.attachments.html(*id)).collect();
        if pictures.is_empty() {
            return String::new();
        }
        format!("<figure>{}</figure>", pictures.concat())
    }
}

/// The length of the tag or comment that `text` begins with.
fn tag_length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len().min(4), |end| end + 3);
    }
    let is_tag = text.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    if !is_tag {
        return 1;
    }
    // A `<` before the `>`: the first was a sign of the text.
    match memchr::memchr2(b'>', b'<', text.as_bytes().get(1..).unwrap_or_default()) {
        Some(end) if text.as_bytes().get(end + 1) == Some(&b'>') => end + 2,
        _ => 1,
    }
}

/// `[caption]`: a picture, with or without a link, and the words behind it.
fn captioned(code: &Shortcode<'_>, inner: &str) -> String {
    let lower = inner.to_ascii_lowercase();
    let picture_end = match lower.rfind("</a>").filter(|_| lower.trim_start().starts_with("<a")) {
        Some(end) => end + 4,
        None => {
            lower.find("<img").and_then(|at| lower.get(at..)?.find('>').map(|end| at + end + 1)).unwrap_or_default()
        }
    };
    let (picture, words) = inner.split_at(picture_end);
    let words = Some(words.trim()).filter(|words| !words.is_empty());
    let caption = words.or(code.get(&["caption"])).unwrap_or_default();
    format!("<figure>{picture}<figcaption>{caption}</figcaption></figure>")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Two;

    impl Attachments for Two {
        fn html(&self, id: u64) -> Option<String> {
            (id < 3).then(|| format!("<img src={id}>"))
        }

        fn own(&self) -> Vec<u64> {
            vec![1]
        }
    }

    #[test]
    fn known_ones_become_html_and_the_others_stay() {
        for (text, html, unknown) in [
            (
                "[caption id=\"x\" width=\"3\"]<a href=\"a\"><img src=\"b\"/></a> слова[/caption]",
                "<figure><a href=\"a\"><img src=\"b\"/></a><figcaption>слова</figcaption></figure>",
                0,
            ),
            (
                "[caption caption='a &amp; b']<img src=b>[/caption]",
                "<figure><img src=b><figcaption>a &amp; b</figcaption></figure>",
                0,
            ),
            ("[gallery ids=\"1,2,9\"]", "<figure><img src=1><img src=2></figure>", 0),
            ("[gallery]", "<figure><img src=1></figure>", 0),
            ("[embed width=3]https://youtu.be/a[/embed]", "<iframe src=\"https://youtu.be/a\"></iframe>", 0),
            ("[youtube abc]", "<iframe src=\"https://www.youtube.com/watch?v=abc\"></iframe>", 0),
            ("[audio mp3=\"a.mp3\"][/audio]", "<audio src=\"a.mp3\"></audio>", 0),
            ("[video src=”a.mp4”]", "<video src=\"a.mp4\"></video>", 0),
            ("[[gallery]]", "[gallery]", 0),
            ("[contact-form-7 id=\"5\"]", "[contact-form-7 id=\"5\"]", 1),
            ("[box]a[/box]", "[box]a[/box]", 1),
            ("[sic] [1] [текст] [a] [ x ]", "[sic] [1] [текст] [a] [ x ]", 0),
            (
                "<a title=\"[gallery]\">b</a> a < b [gallery ids=1]",
                "<a title=\"[gallery]\">b</a> a < b <figure><img src=1></figure>",
                0,
            ),
            ("[code lang=rust]a<b[/code]", "<pre><code class=\"language-rust\">a&lt;b</code></pre>", 0),
        ] {
            let made = expanded(text, &Two);
            assert_eq!((made.html.as_str(), made.unknown.len()), (html, unknown), "{text}");
        }
        assert!(expanded("a[efn_note]b[/efn_note]", &Two).html.contains("<li id=\"footnote-shortcode-1\">b</li>"));
    }

    proptest! {
        #[test]
        fn text_without_known_names_stays_as_it_is(text in "([\\[\\]/=\"'<> a-c\n]|\\[/?[x-z]{1,3}|\\PC){0,60}") {
            // Doubled brackets are what escapes one.
            prop_assume!(!text.contains("[["));
            prop_assert_eq!(expanded(&text, &Two).html, text);
        }
    }
}
