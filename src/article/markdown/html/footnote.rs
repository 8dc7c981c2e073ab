//! Footnotes: numbered as they are first referred to, written at the end, each with the way back.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use super::{escape::clean, render::Renderer};
use crate::article::markdown::{BlockKind, Slot, document::Document};

/// The footnotes of a text.
#[derive(Debug)]
pub(in crate::article::markdown) struct Notes {
    /// Where the note of each label is defined.
    defined: HashMap<String, usize>,
    /// The numbers of those that are referred to, from 1.
    numbers: HashMap<String, usize>,
    /// By number: where it is defined, and how many references there are.
    used: Vec<(usize, usize)>,
    /// Definitions of a label that was defined before.
    again: Vec<usize>,
}

impl Notes {
    pub(in crate::article::markdown) fn new(document: &Document<'_>) -> Self {
        let mut notes = Notes { defined: HashMap::new(), numbers: HashMap::new(), used: Vec::new(), again: Vec::new() };
        for at in document.footnotes() {
            let label = normal(label(document, at));
            if *notes.defined.entry(label).or_insert(at) != at {
                notes.again.push(at);
            }
        }
        notes
    }

    /// Whether a footnote or a reference has this id.
    pub(in crate::article::markdown) fn has(&self, id: &str) -> bool {
        let used = |number: &str| number.parse::<usize>().is_ok_and(|n| (1..=self.used.len()).contains(&n));
        id.strip_prefix("fn-").or_else(|| id.strip_prefix("fnref-")).is_some_and(used)
    }

    /// Whether there is a note with this label.
    pub(in crate::article::markdown) fn is_defined(&self, label: &str) -> bool {
        self.defined.contains_key(&normal(label))
    }

    /// The number of the note and of this reference to it; `None` where no such note is defined.
    fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let label = normal(label);
        let defined = *self.defined.get(&label)?;
        let number = *self.numbers.entry(label).or_insert_with(|| {
            self.used.push((defined, 0));
            self.used.len()
        });
        let (_, references) = self.used.get_mut(number - 1)?;
        *references += 1;
        Some((number, *references))
    }

    /// Where the notes are defined that nothing refers to.
    fn unused(&self) -> Vec<usize> {
        let used = |label: &&String| self.numbers.contains_key(*label);
        self.defined.iter().filter(|(label, _)| !used(label)).map(|(_, at)| *at).collect()
    }
}

impl Renderer<'_> {
    pub(in crate::article::markdown) fn footnote_reference(&mut self, label: &str) {
        let Some((note, reference)) = self.notes.refer(label) else {
            return self.text(&format!("[^{label}]"));
        };
        let id = reference_id(note, reference);
        // Never within a link: to the parser, a reference is one (CommonMark, "links may not contain other links").
        let link = format!("<sup><a id=\"{id}\" href=\"#fn-{note}\" role=\"doc-noteref\">{note}</a></sup>");
        self.html.push_str(&link);
    }

    /// Writes the notes that were referred to, in the text or in a note before.
    pub(in crate::article::markdown) fn footnotes(&mut self) {
        let start = self.html.len();
        let mut written = Vec::new();
        while let Some(&(at, _)) = self.notes.used.get(written.len()) {
            if written.is_empty() {
                self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
                Slot::Word("article-footnotes").write(&mut self.html);
                self.html.push_str("\"><ol>");
            }
            written.push(at);
            self.footnote(at, written.len());
        }
        if !written.is_empty() {
            self.html.push_str("</ol></section>");
            self.end_block(BlockKind::Footnotes, start, &written);
        }
        for at in self.notes.unused() {
            self.unused_footnote(at, "nothing refers to the footnote");
        }
        for at in std::mem::take(&mut self.notes.again) {
            self.unused_footnote(at, "there is another footnote before with the label");
        }
    }

    fn unused_footnote(&mut self, at: usize, why: &str) {
        let message = format!("{why} `{}`", clean(label(self.document, at)));
        self.report.warn(self.offset(at), "unused-footnote", message, "");
    }

    fn footnote(&mut self, at: usize, number: usize) {
        self.html.push_str(&format!("<li id=\"fn-{number}\">"));
        self.walk(at + 1, self.document.mate(at));
        self.plain.end_block();
        // The way back stands in the last line of the note, not under it.
        let closer = if self.html.ends_with("</p>") { "</p>" } else { "" };
        self.html.truncate(self.html.len() - closer.len());
        let references = self.notes.used.get(number - 1).map_or(0, |(_, references)| *references);
        for reference in 1..=references {
            self.way_back(number, reference);
        }
        self.html.push_str(closer);
        self.html.push_str("</li>");
    }

    fn way_back(&mut self, note: usize, reference: usize) {
        let id = reference_id(note, reference);
        self.html.push_str(&format!(" <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\""));
        Slot::Word("article-footnote-back").write(&mut self.html);
        self.html.push_str(&match reference {
            1 => "\">↩".to_owned(),
            // What is seen must be part of what is spoken (WCAG 2.2, 2.5.3).
            n => format!(" {n}\">↩<sup>{n}</sup>"),
        });
        self.html.push_str("</a>");
    }
}

fn reference_id(note: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref-{note}") } else { format!("fnref-{note}-{reference}") }
}

fn label<'a>(document: &'a Document<'_>, at: usize) -> &'a str {
    match document.event(at) {
        Some(Event::Start(Tag::FootnoteDefinition(label))) => label,
        _ => "",
    }
}

/// Labels are matched as those of links are (CommonMark, "link label"): neither case nor white space counts.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::{codes, html, rendered};

    const BACK: &str = "role=\"doc-backlink\" aria-label=\"\u{1}warticle-footnote-back\u{2}";

    #[test]
    fn notes_are_numbered_by_their_first_reference() {
        let made = html("x[^b] y[^a] z[^B]\n\n[^a]: *one*\n\n[^b]: two\n\n    three\n");
        let (text, notes) = made.split_once('\n').unwrap();
        assert_eq!(
            text,
            "<p>x<sup><a id=\"fnref-1\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup> \
             y<sup><a id=\"fnref-2\" href=\"#fn-2\" role=\"doc-noteref\">2</a></sup> \
             z<sup><a id=\"fnref-1-2\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup></p>"
        );
        assert_eq!(
            notes,
            format!(
                "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"\u{1}warticle-footnotes\u{2}\"><ol>\
                 <li id=\"fn-1\"><p>two</p><p>three <a href=\"#fnref-1\" {BACK}\">↩</a> \
                 <a href=\"#fnref-1-2\" {BACK} 2\">↩<sup>2</sup></a></p></li>\
                 <li id=\"fn-2\"><p><em>one</em> <a href=\"#fnref-2\" {BACK}\">↩</a></p></li></ol></section>"
            )
        );
    }

    #[test]
    fn a_note_may_refer_to_another() {
        let made = rendered("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n");
        assert!(made.html.as_str().contains("<li id=\"fn-2\"><p>c<sup><a id=\"fnref-1-2\""));
        assert_eq!((made.plain.as_str(), made.problems), ("a\nb\nc", vec![]));
    }

    #[test]
    fn what_nothing_refers_to_is_left_out_and_told() {
        let text = "a [^none]\n\n[^1]: b[^1]\n\n[^2]: c";
        assert_eq!(html(text), "<p>a [^none]</p>");
        assert_eq!(codes(text), ["undefined-footnote", "unused-footnote", "unused-footnote"]);
        assert_eq!(codes("a[^1]\n\n[^1]: b\n\n[^1]: c"), ["unused-footnote"]);
    }

    #[test]
    fn a_reference_is_a_link_and_stands_in_no_other() {
        assert!(html("[a[^1]](/b)\n\n[^1]: c").starts_with("<p>[a<sup><a id=\"fnref-1\""));
    }
}
