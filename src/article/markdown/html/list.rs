//! The numbers of ordered lists. CommonMark keeps the first alone; a writer who numbers by years means each of them.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::render::Renderer;
use crate::article::markdown::document::Located;

impl Renderer<'_> {
    pub(in crate::article::markdown) fn list(&mut self, at: usize, start: Option<u64>) -> usize {
        self.plain.end_block();
        match start {
            None => self.nest(at, "<ul>", "</ul>"),
            // Each item says its own number.
            Some(_) if self.document.number(at + 1).is_some() => self.nest(at, "<ol>", "</ol>"),
            Some(1) => self.nest(at, "<ol>", "</ol>"),
            Some(start) => self.nest(at, &format!("<ol start=\"{start}\">"), "</ol>"),
        }
    }

    pub(in crate::article::markdown) fn item(&mut self, at: usize) -> usize {
        let Some(number) = self.document.number(at) else { return self.enter(at, "<li>", "</li>") };
        self.plain.mark(&format!("{number}. "));
        self.enter(at, &format!("<li value=\"{number}\">"), "</li>")
    }
}

/// The numbers of the items that must be shown as they are written, by the index of the item's event.
///
/// A list numbered from 0 or 1 upwards, or by 0 or 1 at every item, is one that the browser numbers, as CommonMark says.
pub(in crate::article::markdown) fn numbers(text: &str, events: &[Located<'_>]) -> HashMap<usize, u64> {
    let mut written = HashMap::new();
    let mut open: Vec<Vec<(usize, u64)>> = Vec::new();
    for (at, (event, source)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(_)) => open.push(Vec::new()),
            Event::Start(Tag::Item) => {
                let number = text.get(source.start..).and_then(marker);
                if let (Some(list), Some(number)) = (open.last_mut(), number) {
                    list.push((at, number));
                }
            }
            Event::End(TagEnd::List(_)) => {
                let list = open.pop().unwrap_or_default();
                if !is_natural(&list) {
                    written.extend(list);
                }
            }
            _ => {}
        }
    }
    written
}

/// The number of the marker at the beginning of `text`: one to nine digits before `.` or `)`.
fn marker(text: &str) -> Option<u64> {
    let text = text.trim_start_matches([' ', '\t']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    rest.starts_with(['.', ')']).then(|| number.parse().ok()).flatten()
}

fn is_natural(list: &[(usize, u64)]) -> bool {
    let Some((_, first)) = list.first().filter(|(_, first)| *first <= 1) else { return list.is_empty() };
    let mut expected = *first..;
    list.iter().all(|(_, number)| number == first) || list.iter().all(|(_, number)| expected.next() == Some(*number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::article::markdown::{
        BlockKind,
        testing::{html, rendered},
    };

    #[test]
    fn numbers_are_shown_as_they_are_written() {
        for (text, shown) in [
            ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
            ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
            ("0. a\n1. b", "<ol start=\"0\"><li>a</li><li>b</li></ol>"),
            ("1986. a\n1991. b", "<ol><li value=\"1986\">a</li><li value=\"1991\">b</li></ol>"),
            ("1991) a\n1991) b", "<ol><li value=\"1991\">a</li><li value=\"1991\">b</li></ol>"),
            ("1. a\n2. b\n4. c", "<ol><li value=\"1\">a</li><li value=\"2\">b</li><li value=\"4\">c</li></ol>"),
            ("> 5. a\n> 3. b", "<blockquote><ol><li value=\"5\">a</li><li value=\"3\">b</li></ol></blockquote>"),
            ("- x\n  7. a\n  9. b", "<ul><li>x\n7. a\n9. b</li></ul>"),
        ] {
            assert_eq!(html(text), shown, "{text}");
        }
        let nested = html("1986. a\n\n      5. b\n\n      8. c\n");
        assert!(nested.contains("<li value=\"1986\">") && nested.contains("<li value=\"8\">"), "{nested}");
    }

    #[test]
    fn a_written_number_is_text() {
        let made = rendered("1986. вибух\n1991. референдум\n");
        assert_eq!(made.plain, "1986. вибух\n1991. референдум");
        assert_eq!(made.html.plain(), "1986. вибух\n1991. референдум");
        assert_eq!(
            made.html.pieces().first().map(|piece| piece.text()).as_deref(),
            Some("1986. вибух\n1991. референдум")
        );
        let other = rendered("1986. вибух\n1992. референдум\n");
        assert_ne!(made.blocks[0].fingerprint, other.blocks[0].fingerprint, "a changed number is a changed block");
        assert_eq!(made.blocks[0].kind, BlockKind::List);
        assert_eq!(
            rendered("1. a\n2. b").blocks[0].fingerprint,
            rendered("1. a\n1. b").blocks[0].fingerprint,
            "these look the same"
        );
        assert_eq!(rendered("1. a\n2. b").plain, "a\nb");
    }

    proptest! {
        #[test]
        fn every_number_reaches_the_page(numbers in proptest::collection::vec(2_u32..999_999_999, 1..6)) {
            let text: String = numbers.iter().map(|number| format!("{number}. a\n")).collect();
            let html = html(&text);
            for number in numbers {
                let value = format!("<li value=\"{number}\">");
                prop_assert!(html.contains(&value), "{} {}", html, value);
            }
        }
    }
}
