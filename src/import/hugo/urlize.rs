//! Names and titles as Hugo 0.168 writes them in addresses: letters of any alphabet stay, most signs go.

use percent_encoding::percent_decode_str;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How a site writes names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) letters: LetterCase,
    pub(super) accents: Accents,
}

/// How letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterCase {
    /// In small letters.
    Lower,
    /// As they are: `disablePathToLower`.
    Kept,
}

/// What becomes of the marks of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accents {
    /// They stay.
    Kept,
    /// `removePathAccents`: `é` is `e`, `й` is `и`.
    Removed,
}

impl Spelling {
    /// As sites do whose configuration does not say otherwise.
    pub(super) const USUAL: Spelling = Spelling { letters: LetterCase::Lower, accents: Accents::Kept };

    fn written(self, c: char, out: &mut String) {
        let c = match self.letters {
            LetterCase::Lower => c.to_lowercase().next().unwrap_or(c),
            LetterCase::Kept => c,
        };
        match self.accents {
            Accents::Kept => out.push(c),
            Accents::Removed => out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
}

/// The path of a file, a folder or a term, and a title as older versions of Hugo wrote it: each space is a hyphen, also next to a sign
/// that goes.
pub(super) fn path(text: &str, spelling: Spelling) -> String {
    sanitised(&text.replace(' ', "-"), spelling)
}

/// A slug in a pattern of `permalinks`, or a name of a file: spaces in a row are one hyphen.
pub(super) fn slug(text: &str, spelling: Spelling) -> String {
    // Hugo reads the result as a part of an address: `+` and `%20` are spaces there.
    let spaced = sanitised(text, spelling).replace('+', " ").replace("%25", "%");
    let decoded = percent_decode_str(&spaced).decode_utf8_lossy().into_owned();
    sanitised(&decoded, spelling).trim_end_matches('#').to_owned()
}

/// A title in such a pattern: one part of a path.
pub(super) fn title(text: &str, spelling: Spelling) -> String {
    slug(&text.replace(['/', '\\'], "-"), spelling)
}

fn sanitised(text: &str, spelling: Spelling) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_pending, mut after_hyphen) = (false, false);
    for (at, c) in text.char_indices() {
        let is_escape = || text.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if c == '%' && is_escape() {
            // It stands in the path itself.
            out.push_str("%25");
            after_hyphen = false;
        } else if is_allowed(c) {
            after_hyphen = c == '-';
            if std::mem::take(&mut is_pending) && !after_hyphen {
                out.push('-');
            }
            spelling.written(c, &mut out);
        } else if !out.is_empty() && !after_hyphen && c.is_whitespace() {
            is_pending = true;
        }
    }
    out
}

fn is_allowed(c: char) -> bool {
    // Of the numbers only digits: not ², ½, ①.
    let is_digit =
        c.is_numeric() && !matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2BFF}' | '\u{3000}'..='\u{33FF}');
    c.is_alphabetic() || is_digit || is_combining_mark(c) || "./\\_#+~-@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by Hugo 0.168: as a slug, a title, a term and a file.
    #[test]
    fn signs_spaces_and_letters_are_written_as_hugo_does() {
        for (text, as_slug, as_title, as_path) in [
            ("UEFI & encrypted LVM", "uefi-encrypted-lvm", "uefi-encrypted-lvm", "uefi--encrypted-lvm"),
            ("a+b", "a-b", "a-b", "a+b"),
            ("a + b", "a--b", "a--b", "a-+-b"),
            ("C++ / C#", "c-/-c", "c-c", "c++-/-c#"),
            ("x/y z", "x/y-z", "x-y-z", "x/y-z"),
            ("x&y", "xy", "xy", "xy"),
            ("a -- b", "a--b", "a--b", "a----b"),
            ("a - b", "a-b", "a-b", "a---b"),
            ("a — b", "a-b", "a-b", "a--b"),
            ("«a» b", "a-b", "a-b", "a-b"),
            ("a  b", "a-b", "a-b", "a--b"),
            ("a\tb", "a-b", "a-b", "a-b"),
            ("a%20b", "a-b", "a-b", "a%2520b"),
            ("100% a", "100-a", "100-a", "100-a"),
            ("a.b. c.", "a.b.-c.", "a.b.-c.", "a.b.-c."),
            ("_a_", "_a_", "_a_", "_a_"),
            ("~x @y", "~x-@y", "~x-@y", "~x-@y"),
            ("Ёлка Й", "ёлка-й", "ёлка-й", "ёлка-й"),
            ("Об'єднання м’яких", "обєднання-мяких", "обєднання-мяких", "обєднання-мяких"),
            ("日本 語", "日本-語", "日本-語", "日本-語"),
            ("ǅ İI", "ǆ-ii", "ǆ-ii", "ǆ-ii"),
            ("😀 a", "a", "a", "-a"),
            ("½ a²", "a", "a", "-a"),
            ("a\u{a0}b", "a-b", "a-b", "a-b"),
            ("a / b", "a-/-b", "a-b", "a-/-b"),
        ] {
            let made = [slug, title, path].map(|write| write(text, Spelling::USUAL));
            assert_eq!(made, [as_slug, as_title, as_path], "{text}");
        }
    }

    #[test]
    fn letters_and_accents_are_written_as_the_site_does() {
        let bare = Spelling { accents: Accents::Removed, ..Spelling::USUAL };
        let cased = Spelling { letters: LetterCase::Kept, ..Spelling::USUAL };
        for (text, spelling, made) in [
            ("Йод і Їжак", bare, "иод-і-іжак"),
            ("Café Ґанок", bare, "cafe-ґанок"),
            ("Cafe\u{301}", bare, "cafe"),
            ("Йод Café", cased, "Йод-Café"),
        ] {
            assert_eq!(path(text, spelling), made, "{text}");
        }
    }
}
