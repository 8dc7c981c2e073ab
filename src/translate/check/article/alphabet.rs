//! Letters of the other alphabet that look like the right ones: in a word, in a designation such as `C-300`, or as a word.
//! Letters of the neighbouring language: `ы` in Ukrainian.

use std::{cell::LazyCell, collections::HashSet};

use super::{CheckedVersion, language::has_foreign_letters};
use crate::{
    i18n::lint::language::{
        foreign_letters, is_old, is_old_spelling,
        look_alike::{LookAlike, is_numeral, looks, mixed, to_type, words},
        quotation::own_words,
        quotations,
        vocabulary::WordEvidence,
    },
    model::{
        byte_scan,
        diagnostic::{Diagnostic, MOST_PER_FILE},
        lang::Lang,
        look_alike::{is_cyrillic, is_latin, is_letter, twin},
        romanise::romanise,
        sentence::{Sentence, say},
    },
    site::Allowed,
};

const CODE: &str = "mixed-alphabets";
/// A quotation of so many words has its author's spelling; a shorter one is a name.
const QUOTED: usize = 4;
/// An abbreviation with fewer letters says too little without a number.
const ABBREVIATION: usize = 3;

/// Warns of letters of the other alphabet in the versions of an article.
pub(in crate::translate::check) fn check(parts: &[CheckedVersion<'_>], allowed: &Allowed, out: &mut Vec<Diagnostic>) {
    for part in parts.iter().filter(|part| has_neighbours(part.text())) {
        check_words(part, allowed, out);
    }
    for part in parts.iter().filter(|part| has_foreign_letters(part.text(), &part.version.lang)) {
        check_neighbour(part, allowed, out);
    }
    let may_have = |part: &CheckedVersion<'_>| match writes_cyrillic(&part.version.lang) {
        true => has_candidates(part.text()),
        false => byte_scan::find(part.text().as_bytes(), 0, |b| (0xD0..=0xD4).contains(&b)).is_some(),
    };
    if parts.iter().any(may_have) {
        Designations::collect(parts).check(parts, allowed, out);
    }
}

/// Whether letters of the two alphabets stand next to one another, or a Latin one as a word. Most texts have neither.
fn has_neighbours(text: &str) -> bool {
    // A Cyrillic letter begins with one of D0 to D4, a mark above with CC or CD, and either ends with 80 to BF.
    let is_first = |b: u8| (0xD0..=0xD4).contains(&b) | (b == 0xCC) | (b == 0xCD);
    let is_last = |b: u8| (0x80..=0xBF).contains(&b);
    let is_pair = |b: u8, next: u8| {
        (b.is_ascii_alphabetic() & is_first(next))
            | (is_last(b) & (next.is_ascii_alphabetic() | (0xC3..=0xC9).contains(&next)))
            | ((b == b' ') & ((next == b'i') | (next == b'c') | (next == b'o')))
    };
    byte_scan::count(text.as_bytes(), is_pair) > 0
}

/// A text that readers see, and the block that it is of.
type VisibleText = (Option<usize>, String);

/// The texts of the author's own: not those of a quotation or a poem.
fn own_texts(part: &CheckedVersion<'_>) -> Vec<VisibleText> {
    let mut shown: Vec<VisibleText> = part.front().into_iter().map(|(_, value)| (None, value.to_owned())).collect();
    for (block, piece) in part.version.rendered.pieces().iter().enumerate() {
        let own = piece.passages_with_links().into_iter().filter(|passage| !passage.is_quoted && !passage.is_verse);
        shown.extend(own.map(|passage| (Some(block), passage.text)));
    }
    shown
}

fn check_words(part: &CheckedVersion<'_>, allowed: &Allowed, out: &mut Vec<Diagnostic>) {
    let lang = &part.version.lang;
    let mut reported = HashSet::new();
    for (block, text) in own_texts(part) {
        // Most texts have no such word.
        let quoted = LazyCell::new(|| long_quotations(&text));
        let allowed = LazyCell::new(|| allowed.in_text(&text));
        for (start, word) in words(&text) {
            let Some(found) = mixed(word).or_else(|| single(lang, &text, start, word)) else { continue };
            let is_meant =
                is_option(&text, start) || is_within(&quoted, start) || allowed.has(start..start + word.len());
            if is_meant || !reported.insert(word.to_owned()) {
                continue;
            }
            if reported.len() > MOST_PER_FILE {
                return;
            }
            let LookAlike { at, message, help } = found;
            // Markup between the letters parts an option from its value: `-A*ЧИСЛО*`.
            out.extend(part.warn_at_word(block, word, at, CODE, message).map(|problem| problem.help(help)));
        }
    }
}

/// Words with a letter that their language does not have, the first of each passage. Names, quotations, what is emphasised and
/// passages in the other language may have such.
fn check_neighbour(part: &CheckedVersion<'_>, allowed: &Allowed, out: &mut Vec<Diagnostic>) {
    let lang = &part.version.lang;
    let (letters, message) = foreign_letters(lang);
    let mut reported = HashSet::new();
    for (block, text) in own_texts(part) {
        let own = own_words(&text);
        if reported.len() > MOST_PER_FILE || !own.contains(letters) || is_old(&own) || !is_in(lang, &own) {
            continue;
        }
        let allowed = allowed.in_text(&own);
        let is_wrong = |(start, word): &(usize, &str)| {
            // A single letter is named: `ґ`.
            let is_word = word.starts_with(char::is_lowercase) && word.chars().nth(1).is_some();
            is_word && word.contains(letters) && !is_old_spelling(word) && !allowed.has(*start..start + word.len())
        };
        let mut wrong = words(&own).filter(is_wrong).map(|(_, word)| word);
        let Some(word) = wrong.find(|word| reported.insert((*word).to_owned()) && !part.emphasises(block, word)) else {
            continue;
        };
        let Some((at, letter)) = word.char_indices().find(|(_, c)| letters.contains(c)) else { continue };
        let message = say(message).with("word", word).with("letter", letter);
        let found = part.warn_at_word(block, word, at, "foreign-letter", message);
        out.extend(found.map(|found| found.help(say("help-spell").with("lang", lang))));
    }
}

/// Whether the words of a text are Ukrainian rather than Russian, where `lang` is Ukrainian, or the other way round.
fn is_in(lang: &Lang, text: &str) -> bool {
    let words = WordEvidence::from_text(text);
    match lang.id().language.as_str() {
        "uk" => words.ukrainian > words.russian,
        _ => words.russian > words.ukrainian,
    }
}

fn long_quotations(text: &str) -> Vec<(usize, usize)> {
    let is_long = |(from, to): &(usize, usize)| {
        text.get(*from..*to).is_some_and(|quoted| quoted.split_whitespace().nth(QUOTED - 1).is_some())
    };
    quotations(text).into_iter().filter(is_long).collect()
}

/// Whether the byte `at` is in one of these quotations, which are in order.
fn is_within(quotations: &[(usize, usize)], at: usize) -> bool {
    let nth = quotations.partition_point(|(_, end)| *end <= at);
    quotations.get(nth).is_some_and(|(start, _)| *start <= at)
}

/// Whether the letters at `start` are an option of a program with its value, `-DМАКРОС`, or follow an encoded sign of an address,
/// `%5cІМ’Я`.
fn is_option(text: &str, start: usize) -> bool {
    let mut before = text.get(..start).unwrap_or_default().chars().rev();
    match (before.next(), before.next()) {
        (Some('-' | '%' | '$' | '\\'), sign) => !sign.is_some_and(char::is_alphanumeric),
        (Some(digit), Some('%')) => {
            digit.is_ascii_hexdigit() && text.as_bytes().get(start).is_some_and(u8::is_ascii_hexdigit)
        }
        _ => false,
    }
}

/// A Latin letter that stands for a Cyrillic word between two others: `Київ i Львів`. Only those letters that hardly ever
/// name anything, as `a` and `y` do.
fn single(lang: &Lang, text: &str, start: usize, word: &str) -> Option<LookAlike> {
    let is_one = match lang.id().language.as_str() {
        "uk" => matches!(word, "i" | "o"),
        "ru" => matches!(word, "c" | "o"),
        _ => false,
    };
    let before = || text.get(..start).and_then(|text| text.strip_suffix(' '));
    let after = || text.get(start + word.len()..).and_then(|text| text.strip_prefix(' '));
    let is_small = |c: char| is_cyrillic(c) && c.is_lowercase();
    let stands = is_one
        && before().is_some_and(|text| text.trim_end_matches(',').ends_with(is_small))
        && after().is_some_and(|text| text.chars().take(2).filter(|c| is_cyrillic(*c)).count() == 2);
    let letter = word.chars().next().filter(|_| stands)?;
    Some(LookAlike { at: 0, message: say("mixed-alphabets-word").with("word", word), help: to_type(letter)? })
}

/// Whether a language is written in Cyrillic letters.
fn writes_cyrillic(lang: &Lang) -> bool {
    match lang.id().script {
        Some(script) => script.as_str() == "Cyrl",
        None => matches!(lang.id().language.as_str(), "uk" | "ru" | "be" | "bg" | "mk" | "sr"),
    }
}

/// Whether a text may have a designation or an abbreviation in Latin letters that look like Cyrillic ones.
fn has_candidates(text: &str) -> bool {
    let is_alike =
        |b: u8| matches!(b, b'A' | b'B' | b'C' | b'E' | b'H' | b'I' | b'K' | b'M' | b'O' | b'P' | b'T' | b'X' | b'Y');
    let goes_on = |b: u8| is_alike(b) | (b == b'-') | b.is_ascii_digit() | (b == 0xE2);
    byte_scan::count(text.as_bytes(), |b, next| is_alike(b) & goes_on(next)) > 0
}

/// The designations (`С-300`, `T-72`) and abbreviations (`СРСР`) of an article's versions, by alphabet, so that those in the
/// wrong one are known: by themselves they look right.
struct Designations {
    /// In Cyrillic letters, of versions in Cyrillic; each as the Latin one that looks the same.
    cyrillic: HashSet<String>,
    /// In Latin letters, of versions in Latin, in lower case.
    latin: HashSet<String>,
    /// Those that could be in either alphabet, by version.
    found: Vec<Vec<(Option<usize>, Designation)>>,
}

/// Letters, and digits if there are any: `C-300`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Designation {
    /// As it stands in the text.
    written: String,
    letters: String,
    /// The number with the hyphen before it, always written `-`.
    rest: String,
}

impl Designations {
    fn collect(parts: &[CheckedVersion<'_>]) -> Self {
        let mut all = Designations { cyrillic: HashSet::new(), latin: HashSet::new(), found: Vec::new() };
        for part in parts {
            let in_cyrillic = writes_cyrillic(&part.version.lang);
            let mut found = Vec::new();
            let mut reported = HashSet::new();
            for (block, text) in own_texts(part) {
                for one in designations(&text) {
                    if in_cyrillic && one.is(is_cyrillic) {
                        all.cyrillic.extend(one.in_other());
                    } else if !in_cyrillic && one.is(is_latin) {
                        all.latin.insert(one.key());
                    }
                    if one.in_other().is_some() && reported.len() < MOST_PER_FILE && reported.insert(one.clone()) {
                        found.push((block, one));
                    }
                }
            }
            all.found.push(found);
        }
        all
    }

    fn check(&self, parts: &[CheckedVersion<'_>], allowed: &Allowed, out: &mut Vec<Diagnostic>) {
        for (part, found) in parts.iter().zip(&self.found) {
            let in_cyrillic = writes_cyrillic(&part.version.lang);
            for (block, one) in found.iter().filter(|(_, one)| !allowed.has(&one.written)) {
                let shown = match (in_cyrillic, one.is(is_latin)) {
                    (true, true) => self.of_cyrillic(one, &part.version.lang),
                    (false, false) => self.of_latin(one, &part.version.lang),
                    _ => None,
                };
                let Some((shown, letter)) = shown.zip(one.letters.chars().next()) else { continue };
                let Some(help) = to_type(letter) else { continue };
                let message = looks(letter, &one.written);
                let message = say("mixed-alphabets-shown").with("what", message).with("shown", shown);
                out.extend(part.warn_at_word(*block, &one.written, 0, CODE, message).map(|found| found.help(help)));
            }
        }
    }

    /// The evidence that a designation in Latin letters should be in Cyrillic ones. If a version in Latin letters writes it as it
    /// stands here, it is right.
    fn of_cyrillic(&self, one: &Designation, lang: &Lang) -> Option<Sentence> {
        let romanised = one.romanised(lang);
        let is_distinct = romanised.to_lowercase() != one.key();
        if is_distinct && self.latin.contains(&one.key()) {
            return None;
        }
        if is_distinct && self.latin.contains(&romanised.to_lowercase()) {
            return Some(say("shown-in-latin").with("written", romanised));
        }
        self.cyrillic.contains(&one.key()).then(|| say("shown-in-cyrillic"))
    }

    /// The same of one in Cyrillic letters in a text in Latin ones.
    fn of_latin(&self, one: &Designation, lang: &Lang) -> Option<Sentence> {
        let twin = one.in_other()?;
        let romanised = Designation { letters: one.latin()?, ..one.clone() }.romanised(lang);
        let shown = [twin, romanised.to_lowercase()].into_iter().find(|shown| self.latin.contains(shown))?;
        Some(say("shown-elsewhere").with("written", shown.to_uppercase()))
    }
}

impl Designation {
    fn is(&self, is: fn(char) -> bool) -> bool {
        self.letters.chars().all(is)
    }

    /// By what it is compared.
    fn key(&self) -> String {
        format!("{}{}", self.letters, self.rest).to_lowercase()
    }

    /// The key of the one in the Latin letters that look the same.
    fn in_other(&self) -> Option<String> {
        Some(Designation { letters: self.latin()?, ..self.clone() }.key())
    }

    /// Its letters in Latin ones that look the same, if all are capitals of one alphabet that have such.
    fn latin(&self) -> Option<String> {
        let is_capital = self.letters.chars().all(char::is_uppercase);
        let alike = || self.letters.chars().map(|c| twin(c).map(|twin| if is_latin(c) { c } else { twin })).collect();
        let is_one = self.is(is_latin) || self.is(is_cyrillic);
        if is_capital && is_one { alike() } else { None }
    }

    /// How it is written in Latin letters, if those here stand for Cyrillic ones: `S-300` for `C-300`.
    fn romanised(&self, lang: &Lang) -> String {
        let cyrillic: String = self.letters.chars().map(|c| twin(c).unwrap_or(c)).collect();
        let romanised = romanise(&cyrillic, lang);
        let mut letters = romanised.chars();
        let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        let rest = letters.as_str();
        let rest = if self.letters.chars().nth(1).is_some() { rest.to_uppercase() } else { rest.to_owned() };
        format!("{first}{rest}{}", self.rest)
    }
}

/// Letters before a number, with a hyphen or without, and abbreviations.
fn designations(text: &str) -> impl Iterator<Item = Designation> {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '–');
    let parts = text.split(move |c: char| !(is_letter(c) || is_hyphen(c) || c.is_numeric()));
    parts.filter_map(move |part| {
        let end = part.find(|c: char| !is_letter(c)).unwrap_or(part.len());
        let (letters, after) = part.split_at_checked(end)?;
        let number = after.strip_prefix(is_hyphen).unwrap_or(after);
        let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let number = number.get(..digits).filter(|number| !number.is_empty());
        let hyphen = if after.starts_with(is_hyphen) { "-" } else { "" };
        let (written, rest) = match number {
            Some(number) => {
                let written = part.get(..end + after.len() - after.trim_start_matches(is_hyphen).len() + number.len());
                (written?, format!("{hyphen}{number}"))
            }
            None if is_abbreviation(letters) && !is_numeral(letters) => (letters, String::new()),
            None => return None,
        };
        let one = Designation { written: written.to_owned(), letters: letters.to_owned(), rest };
        (!letters.is_empty()).then_some(one)
    })
}

/// Whether these are three capitals or more.
fn is_abbreviation(letters: &str) -> bool {
    letters.chars().all(char::is_uppercase) && letters.chars().nth(ABBREVIATION - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_designation_is_letters_with_a_number() {
        for (text, found) in [
            ("ракета C-300, далі", vec!["C-300"]),
            ("C‑300ПМУ і T72", vec!["C‑300", "T72"]),
            ("1939–45, 5-A та X-", vec![]),
            ("CCCP-івський AB", vec!["CCCP"]),
        ] {
            let written: Vec<_> =
                designations(text).map(|one| one.written).filter(|one| one.is_ascii() || one.contains('‑')).collect();
            assert_eq!(written, found, "{text}");
        }
    }

    #[test]
    fn a_designation_is_romanised_as_passports_are() {
        let uk: Lang = "uk".parse().unwrap();
        for (text, romanised) in [("C-300", "S-300"), ("X-55", "Kh-55"), ("T-72", "T-72"), ("HATO", "NATO")] {
            assert_eq!(designations(text).next().unwrap().romanised(&uk), romanised);
        }
    }
}
