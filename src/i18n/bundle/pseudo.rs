//! An invented language: every letter of a message with an accent, every third one twice. Who reads it sees at
//! once what is not localised, and what breaks when words get longer.

use std::borrow::Cow;

/// The text of a message in that language. Variables, dates and numbers never come here.
pub(in crate::i18n) fn accented(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(2 * text.len());
    let mut letters = 0;
    for c in text.chars() {
        let accented = accent(c);
        out.extend(accented.chars());
        if c.is_alphabetic() {
            letters += 1;
            if letters % 3 == 0 {
                out.extend(accented.chars());
            }
        }
    }
    Cow::Owned(out)
}

/// A letter with its accent, in up to two characters.
struct Accented(char, Option<char>);

impl Accented {
    fn chars(&self) -> impl Iterator<Item = char> {
        std::iter::once(self.0).chain(self.1)
    }
}

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WITH_ACCENT: &str = "áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻḾÑÓÞǪŔŠŢÚṼŴẊÝŽ";

fn accent(c: char) -> Accented {
    if let Some((_, accented)) = PLAIN.chars().zip(WITH_ACCENT.chars()).find(|(plain, _)| *plain == c) {
        return Accented(accented, None);
    }
    // Letters of other scripts take a combining acute.
    Accented(c, c.is_alphabetic().then_some('\u{301}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_can_still_be_read() {
        assert_eq!(accented("Skip to the text, 5 %"), "Šķííþ ţóó ţĥéé ţéẋẋţ, 5 %");
        assert_eq!(accented("Мова"), "М\u{301}о\u{301}в\u{301}в\u{301}а\u{301}");
    }

    proptest! {
        #[test]
        fn a_text_gets_a_third_longer(text in "[a-zA-Z ]{0,60}") {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            prop_assert_eq!(accented(&text).chars().count(), text.chars().count() + letters / 3);
        }
    }
}
