//! Footnotes: numbered as they are first referred to, written at the end, each with the way back.

use super::{escape::clean, note_number::label, render::Renderer};
use crate::{
    article::markdown::{BlockKind, Slot},
    model::sentence::say,
};

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
    }

    /// Reports the notes that nothing refers to, once all that was written as a reference is known.
    pub(in crate::article::markdown) fn report_unused_footnotes(&mut self) {
        for at in self.notes.unused() {
            self.unused_footnote(at, "unused-footnote");
        }
        // One that repeats a label has that of a reference that is not defined, and is reported there.
        let meant = self.notes.undefined_labels();
        for at in std::mem::take(&mut self.notes.again).into_iter().skip(meant) {
            self.unused_footnote(at, "unused-footnote-again");
        }
    }

    fn unused_footnote(&mut self, at: usize, message: &'static str) {
        let message = say(message).with("label", clean(label(self.document, at)).as_ref());
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
            // The visible text must be part of the accessible name (WCAG 2.2, 2.5.3).
            n => format!(" {n}\">↩<sup>{n}</sup>"),
        });
        self.html.push_str("</a>");
    }
}

fn reference_id(note: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref-{note}") } else { format!("fnref-{note}-{reference}") }
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
    fn what_nothing_refers_to_is_left_out_and_reported() {
        let text = "a [^none]\n\n[^1]: b[^1]\n\n[^2]: c";
        assert_eq!(html(text), "<p>a [^none]</p>");
        assert_eq!(codes(text), ["undefined-footnote", "unused-footnote", "unused-footnote"]);
        assert_eq!(codes("a[^2]\n\n[^1]: b"), ["undefined-footnote"], "one of the two labels is wrong");
        assert_eq!(codes("a[^1]\n\n[^1]: b\n\n[^1]: c"), ["unused-footnote"]);
        assert_eq!(codes("a[^1] b[^2]\n\n[^1]: c\n\n[^1]: d"), ["undefined-footnote"], "the second is `[^2]`");
        assert_eq!(codes("a[^1] b[^2]\n\n[^1]: c\n\n[^1]: d\n\n[^1]: e"), ["undefined-footnote", "unused-footnote"]);
    }

    #[test]
    fn a_reference_is_a_link_and_stands_in_no_other() {
        assert!(html("[a[^1]](/b)\n\n[^1]: c").starts_with("<p>[a<sup><a id=\"fnref-1\""));
    }
}
