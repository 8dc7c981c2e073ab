//! The visible text without its markup, for search, descriptions and counting.

use pulldown_cmark::Event;
use unicode_normalization::char::is_combining_mark;

use crate::{
    article::markdown::{
        events::is_block,
        html::escape::{clean, push_both, push_text},
    },
    model::look_alike::is_apostrophe,
};

/// Visible text as it is gathered: one block a line.
#[derive(Debug, Default)]
pub(in crate::article::markdown) struct Plain(String);

impl Plain {
    pub(in crate::article::markdown) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Appends text that is seen, to `html` as well.
    pub(in crate::article::markdown) fn push(&mut self, text: &str, html: &mut String) {
        push_both(html, &mut self.0, text);
    }

    /// Appends text that `html` shows with other spaces.
    pub(in crate::article::markdown) fn push_as(&mut self, text: &str, shown: &str, html: &mut String) {
        push_text(html, shown);
        self.0.push_str(&clean(text));
    }

    /// Appends text that the page shows by other means, such as the number of a list item.
    pub(in crate::article::markdown) fn mark(&mut self, text: &str) {
        self.0.push_str(text);
    }

    pub(in crate::article::markdown) fn space(&mut self) {
        if !self.0.ends_with([' ', '\n']) && !self.0.is_empty() {
            self.0.push(' ');
        }
    }

    /// Begins a new line where `event` begins a block: the words of a list item do not run into the block below them. A cell
    /// stays in the line of its row, and words in that of their item's number.
    pub(in crate::article::markdown) fn begin(&mut self, event: &Event<'_>) {
        let begins = matches!(event, Event::Start(_) | Event::Rule) && is_block(event);
        if begins && !self.0.ends_with([' ', '\n']) {
            self.end_block();
        }
    }

    /// Ends the block at hand, if one is begun.
    pub(in crate::article::markdown) fn end_block(&mut self) {
        let kept = self.0.trim_end().len();
        self.0.truncate(kept);
        if kept > 0 {
            self.0.push('\n');
        }
    }

    pub(in crate::article::markdown) fn finish(mut self) -> String {
        self.end_block();
        self.0.pop();
        self.0
    }
}

/// How many words there are: runs of letters and digits with the marks above them, apostrophes within (`п'ять`).
pub(in crate::article::markdown) fn words(text: &str) -> u32 {
    let (mut count, mut within, mut joined) = (0_u32, false, false);
    for c in text.chars() {
        if is_alphanumeric(c) {
            count = count.saturating_add(u32::from(!within && !joined));
            (within, joined) = (true, false);
        } else if is_apostrophe(c) {
            (within, joined) = (false, within);
        } else if !is_combining(c) {
            (within, joined) = (false, false);
        }
    }
    count
}

/// The standard library looks letters beyond ASCII up in tables; most of ours are Cyrillic, and what else is common is
/// punctuation: neither needs one.
pub(in crate::article) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => true,
        '\u{80}'..='\u{A9}' | '\u{AB}'..='\u{B1}' | '\u{2000}'..='\u{206F}' => false,
        c => c.is_alphanumeric(),
    }
}

/// Whether `c` stands above or below another; no character that is common does.
fn is_combining(c: char) -> bool {
    c > '\u{2FF}' && !matches!(c, '\u{2000}'..='\u{206F}') && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_of_every_script() {
        for (text, count) in [
            ("", 0),
            (" — … ", 0),
            ("П'ять п’ять за́мок", 3),
            ("don't 'quote' x''y", 4),
            ("GTK 4.0, 1234", 4),
            ("в’їзд–виїзд", 2),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        assert!(('\0'..=char::MAX).all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
        assert!(('\0'..=char::MAX).all(|c| is_combining(c) == is_combining_mark(c)));
    }

    #[test]
    fn a_block_is_a_line_however_often_it_ends() {
        let mut plain = Plain::default();
        plain.end_block();
        let mut html = String::new();
        plain.push("a", &mut html);
        plain.space();
        plain.space();
        plain.push("b\u{1} ", &mut html);
        plain.end_block();
        plain.end_block();
        plain.push("c", &mut html);
        assert_eq!(plain.finish(), "a b\u{FFFD}\nc");
    }
}
