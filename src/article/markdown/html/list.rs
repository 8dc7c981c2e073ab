//! Lists.

use super::render::Renderer;

impl Renderer<'_> {
    pub(in crate::article::markdown) fn list(&mut self, at: usize, start: Option<u64>) -> usize {
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
