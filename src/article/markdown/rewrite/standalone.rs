//! Markdown that works by itself: what leads from an article's folder to elsewhere in the archive leads to the site.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::readdress::{Edit, applied, definition_destination, inline_destination};
use crate::{
    article::{
        ImageNote,
        markdown::{
            comment::Settled,
            document::Document,
            events::OPTIONS,
            html::link::{LinkTarget, resolve},
        },
        portable_name::composed,
    },
    media::{MediaKind, media_kind},
    model::slug::ArticleId,
};

/// The destination of an address in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// An article of the archive.
    Article(&'a ArticleId),
    /// A file of the article's own folder.
    File(&'a str),
    /// A path of the site, which begins with `/`.
    Site(&'a str),
    /// The page of the article itself.
    Page,
}

/// The Markdown `text` of the article `from` without comments and without what only this program knows: every address is
/// whole, as `address` has it, and pictures have their words from `notes`. The time is linear in the text.
pub fn standalone(
    text: &str,
    from: &ArticleId,
    notes: &[ImageNote],
    address: &dyn Fn(Destination<'_>) -> String,
) -> String {
    let text = &*without_comments(text);
    let document = Document::parse(text);
    let mut by_file = HashMap::new();
    for note in notes {
        by_file.entry(composed(&note.file)).or_insert(note);
    }
    let writer = StandaloneWriter { text, from, notes: by_file, address };
    let mut edits = Vec::new();
    for at in 0..document.len() {
        match document.event(at) {
            Some(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })) => {
                edits.extend(writer.inline(&document, at, dest_url));
            }
            Some(Event::Start(Tag::Image { link_type, dest_url, .. })) => {
                if *link_type == LinkType::Inline {
                    edits.extend(writer.inline(&document, at, dest_url));
                    edits.extend(writer.recording(&document, at, dest_url));
                }
                writer.picture(&document, at, dest_url, &mut edits);
            }
            Some(Event::Start(Tag::Heading { .. })) => {
                edits.extend(document.heading_id(at).map(|id| (id.source.clone(), String::new())));
            }
            _ => {}
        }
    }
    for (_, definition) in Parser::new_ext(text, OPTIONS).reference_definitions().iter() {
        edits.extend(writer.definition(&definition.span, &definition.dest));
    }
    applied(text, edits)
}

/// `text` as Markdown that is shown as it is, also where it begins a line.
pub fn escaped(text: &str) -> String {
    let text = text.trim();
    // `-`, `+` and `=` begin lists and underline headings, and so do numbers: `1.`, `1)`.
    let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let starts = if at == 0 { matches!(c, '-' | '+' | '=') } else { at == number && matches!(c, '.' | ')') };
        if starts || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

struct StandaloneWriter<'a> {
    text: &'a str,
    from: &'a ArticleId,
    /// The notes about each picture, by its file.
    notes: HashMap<Cow<'a, str>, &'a ImageNote>,
    address: &'a dyn Fn(Destination<'_>) -> String,
}

impl StandaloneWriter<'_> {
    /// The new address of an inline link or picture.
    fn inline(&self, document: &Document<'_>, at: usize, dest: &str) -> Option<Edit> {
        let whole = self.whole(dest)?;
        Some((inline_destination(self.text, document, at)?, whole))
    }

    /// The new address of a definition `[label]: address`.
    fn definition(&self, span: &Range<usize>, dest: &str) -> Option<Edit> {
        let whole = self.whole(dest)?;
        Some((definition_destination(self.text, span)?, whole))
    }

    /// The whole address for one that leads into the archive; `None` for one that is whole, or leads nowhere.
    fn whole(&self, dest: &str) -> Option<String> {
        let with = |to: Destination<'_>, fragment: Option<String>| {
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            format!("{}{fragment}", (self.address)(to))
        };
        let whole = match resolve(dest, self.from) {
            LinkTarget::Article { to, fragment } if to == *self.from => with(Destination::Page, fragment),
            LinkTarget::Article { to, fragment } => with(Destination::Article(&to), fragment),
            LinkTarget::File { name, fragment } => with(Destination::File(&name), fragment),
            LinkTarget::Site(path) => with(Destination::Site(&path), None),
            LinkTarget::Anchor(anchor) => format!("{}{anchor}", (self.address)(Destination::Page)),
            LinkTarget::Unsafe => (self.address)(Destination::Page),
            LinkTarget::Elsewhere(_) | LinkTarget::Broken(_) => return None,
        };
        let needs_brackets = whole.contains([' ', '(', ')', '<', '>']);
        Some(if needs_brackets { format!("<{}>", whole.replace('<', "%3C").replace('>', "%3E")) } else { whole })
    }

    /// The sign that makes a recording a picture, which no program shows, is taken out: it is a link.
    fn recording(&self, document: &Document<'_>, at: usize, dest: &str) -> Option<Edit> {
        let LinkTarget::File { name, .. } = resolve(dest, self.from) else { return None };
        let start = document.source(at).start;
        let is_linked =
            matches!(at.checked_sub(1).and_then(|at| document.event(at)), Some(Event::Start(Tag::Link { .. })));
        let has_words = !document.text(at).trim().is_empty()
            || self.notes.get(name.as_str()).is_some_and(|note| note.alt.is_some());
        let is_recording = matches!(media_kind(&name), MediaKind::Video | MediaKind::Audio);
        (is_recording && has_words && !is_linked && self.text.get(start..)?.starts_with("!["))
            .then(|| (start..start + 1, String::new()))
    }

    /// The words of a picture: its alternative text where the Markdown has none, and below one that stands alone its caption
    /// and credit.
    fn picture(&self, document: &Document<'_>, at: usize, dest: &str, edits: &mut Vec<Edit>) {
        let LinkTarget::File { name, .. } = resolve(dest, self.from) else { return };
        let Some(note) = self.notes.get(name.as_str()) else { return };
        let source = document.source(at);
        if let Some(alt) = note.alt.as_deref().filter(|_| document.text(at).trim().is_empty()) {
            edits.push((source.start + 2..source.start + 2, escaped(alt)));
        }
        let before = at.checked_sub(1).and_then(|at| document.event(at));
        let is_alone = matches!(before, Some(Event::Start(Tag::Paragraph)))
            && matches!(document.event(document.mate(at) + 1), Some(Event::End(_)));
        let starts_line =
            self.text.get(..source.start).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
        let words = note.caption.iter().cloned().chain(note.attribution());
        let words: Vec<String> = words.map(|part| escaped(&part)).collect();
        if is_alone && starts_line && !words.is_empty() {
            edits.push((source.end..source.end, format!("\n\n{}", words.join(" · "))));
        }
    }
}

/// The Markdown `text` without its HTML comments: what may be published of it as a file.
pub(in crate::article::markdown) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let settled = Settled::new(text);
    let document = Document::new(&settled);
    let mut left = String::with_capacity(text.len());
    let mut done = 0;
    for comment in document.comments() {
        left.push_str(text.get(done..comment.source.start).unwrap_or_default());
        done = comment.source.end.max(done);
    }
    left.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markdown::testing::{html, rendered};
    use proptest::prelude::*;

    fn alone(text: &str) -> String {
        let notes = [ImageNote {
            file: "a b.png".into(),
            alt: Some("Мапа [1]".into()),
            caption: Some("Дніпро".into()),
            credit: Some("Litopys".into()),
            licence: Some("CC0-1.0".into()),
        }];
        let address = |to: Destination<'_>| match to {
            Destination::Article(id) => format!("https://e.org/uk/{id}"),
            Destination::File(name) => format!("https://e.org/media/2025/x/{}", name.replace(' ', "%20")),
            Destination::Site(path) => format!("https://e.org{path}"),
            Destination::Page => "https://e.org/uk/2025/x".to_owned(),
        };
        standalone(text, &"2025/x".parse().unwrap(), &notes, &address)
    }

    #[test]
    fn every_address_of_the_archive_becomes_whole() {
        for (text, made) in [
            ("[a](../../2019/b/)", "[a](https://e.org/uk/2019/b)"),
            ("[a](../b/#c \"t\") [d](../e)", "[a](https://e.org/uk/2025/b#c \"t\") [d](https://e.org/uk/2025/e)"),
            ("[*a* `](`](../b/)", "[*a* `](`](https://e.org/uk/2025/b)"),
            ("[a]( <../b/> )", "[a]( https://e.org/uk/2025/b )"),
            ("[a](#c) [b](en.md)", "[a](https://e.org/uk/2025/x#c) [b](https://e.org/uk/2025/x)"),
            ("[a](/uk/tag/b)", "[a](https://e.org/uk/tag/b)"),
            ("[a](map(1).pdf)", "[a](<https://e.org/media/2025/x/map(1).pdf>)"),
            ("[a][b]\n\n[b]: ../b/ 't'\n", "[a][b]\n\n[b]: https://e.org/uk/2025/b 't'\n"),
            ("![x](a.png)", "![x](https://e.org/media/2025/x/a.png)"),
            (
                "![x](a.png)\n![y](b.png)",
                "![x](https://e.org/media/2025/x/a.png)\n![y](https://e.org/media/2025/x/b.png)",
            ),
            ("![x](a.mp4 \"t\")", "[x](https://e.org/media/2025/x/a.mp4 \"t\")"),
            ("[![x](a.png)](../b/)", "[![x](https://e.org/media/2025/x/a.png)](https://e.org/uk/2025/b)"),
            (
                "[a](https://a.b/c) <https://a.b> [m](mailto:a@b.c)",
                "[a](https://a.b/c) <https://a.b> [m](mailto:a@b.c)",
            ),
            ("[a](javascript:x)", "[a](https://e.org/uk/2025/x)"),
            ("`[a](../b/)`\n\n    [a](../b/)\n", "`[a](../b/)`\n\n    [a](../b/)\n"),
            ("a <!-- [x](../y/) --> b", "a  b"),
            ("# Розділ {#part}\n\nx", "# Розділ\n\nx"),
            ("a[^1]\n\n[^1]: [b](../b/)\n", "a[^1]\n\n[^1]: [b](https://e.org/uk/2025/b)\n"),
        ] {
            assert_eq!(alone(text), made);
        }
    }

    #[test]
    fn a_picture_brings_its_words() {
        assert_eq!(
            alone("a\n\n![](a%20b.png)\n\nb"),
            "a\n\n![Мапа \\[1\\]](https://e.org/media/2025/x/a%20b.png)\n\nДніпро · Litopys · CC0 1.0\n\nb"
        );
        assert_eq!(alone("a ![x](<a b.png>) b"), "a ![x](https://e.org/media/2025/x/a%20b.png) b");
        for dest in ["./a%20b.png", "../x/a%20b.png", "a%20b.png?v=2", "../../2025/x/a%20b.png#part"] {
            assert!(alone(&format!("![]({dest})")).starts_with("![Мапа \\[1\\]]("), "{dest}");
        }
    }

    #[test]
    fn words_that_look_like_markup_are_shown_as_they_are() {
        for text in [
            "- а", "+ а", "* а", "= а", "---", "===", "-", "+", "1. а", "1986. Рік", "12) а", "1.", "2025", "1.5 км",
            "# а", "> а", "|а|б|", "```", "~~~", "а_б_", "[а](б)", "<b>", "&amp;", "`а`", "\\", "- [ ] а", "[^1]: а",
            "---\n===",
        ] {
            let shown = rendered(&escaped(text));
            assert_eq!(shown.plain.trim(), text.replace('\n', " "), "{text}");
            let made = shown.html.as_str().trim();
            assert!(made.starts_with("<p>") && made.matches('<').count() == 2, "{text}: {made}");
            let below = html(&format!("а\n{}", escaped(text)));
            assert!(below.starts_with("<p>") && below.matches('<').count() == 2, "{text}: {below}");
        }
        assert_eq!(escaped("    а"), "а");
    }

    proptest! {
        #[test]
        fn what_stands_alone_is_not_changed_again(
            parts in prop::collection::vec(prop_oneof![
                Just("[a](../b/)"), Just("![](c.png)"), Just("["), Just("]("), Just(")"), Just("\n\n"), Just("> "), Just("- "),
                Just("[r]: ../d/\n"), Just("[r]"), Just("`"), Just("ї "), Just("<"), Just(">"), Just("\\"),
            ], 0..16)
        ) {
            let once = alone(&parts.concat());
            prop_assert_eq!(alone(&once), once);
        }
    }
}
