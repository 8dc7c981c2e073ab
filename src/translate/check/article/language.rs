//! The language that a text is in against the one its file is named for: by letters, by the little words of English,
//! Ukrainian and Russian, and by the ordinary words that names do not have.

use super::CheckedVersion;
use crate::{
    article::markdown::{BlockKind, HtmlToken, TagKind, tokens},
    i18n::lint::language::{
        quotation::without_quotations,
        vocabulary::{Evidence, WordEvidence},
    },
    model::{
        byte_scan,
        diagnostic::Diagnostic,
        lang::Lang,
        sentence::{Sentence, say},
    },
};

/// A text with fewer letters may be a list of names.
const ENOUGH: usize = 150;
/// A passage with fewer letters may be a name.
const PASSAGE: usize = 40;
/// The same, where its words are those of the source.
const COPY: usize = 8;
/// Bytes after which no more blocks are looked at: a text that changes its language later is found by its passages.
const SEEN: usize = 3_000;
/// The words that make up a fifth of any English text.
const ENGLISH: [&str; 12] = ["the", "of", "and", "to", "in", "is", "a", "that", "for", "was", "on", "with"];
/// How many letters of what kind a text has. They are counted by their bytes in UTF-8, many at a time: this is asked
/// of every text, and hardly one is reported.
struct LetterCounts<'a>(&'a [u8]);

/// The language that a text seems to be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DetectedLanguage {
    Latin,
    Cyrillic,
    Russian,
    Ukrainian,
    /// A language that was not recognised.
    Other,
}

impl DetectedLanguage {
    /// `in Latin letters`, `in Russian`.
    pub(super) fn sentence(self) -> Sentence {
        say(match self {
            DetectedLanguage::Latin => "seen-latin",
            DetectedLanguage::Cyrillic => "seen-cyrillic",
            DetectedLanguage::Russian => "seen-russian",
            DetectedLanguage::Ukrainian => "seen-ukrainian",
            DetectedLanguage::Other => "seen-other",
        })
    }
}

/// Warns where the text of `part` as a whole is plainly in another language than its file's; whether it is.
pub(super) fn check(part: &CheckedVersion<'_>, out: &mut Vec<Diagnostic>) -> bool {
    let lang = &part.version.lang;
    let prose = prose(part);
    let Some(seen) = other_language(lang, &prose).and_then(|_| other_language(lang, &without_quotations(&prose)))
    else {
        return false;
    };
    let message = say("other-language").with("seen", seen.sentence()).with("lang", lang);
    out.push(part.warn_at(None, "other-language", message).help(say("help-name-file")));
    true
}

/// A passage with its letters counted. Quotations, verses and spellings of long ago are not judged, so leave them out;
/// U+FFFC stands for what has no language.
pub(super) struct CountedPassage<'a> {
    text: &'a str,
    cyrillic: usize,
    latin: usize,
}

impl<'a> CountedPassage<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // No letter is shorter than a byte.
        if text.len() < COPY {
            return CountedPassage { text, cyrillic: 0, latin: 0 };
        }
        let letters = LetterCounts(text.as_bytes());
        CountedPassage { text, cyrillic: letters.cyrillic(), latin: letters.latin() }
    }

    /// Whether it has so few letters that its language cannot be decided, even with its source.
    pub(super) fn is_short(&self) -> bool {
        self.cyrillic + self.latin < COPY
    }

    /// Whether it has enough words of its own to be held for a translation.
    pub(super) fn can_be_judged(&self) -> bool {
        self.cyrillic + self.latin >= PASSAGE
    }

    /// The detected language, if it cannot be `lang`.
    pub(super) fn language(&self, lang: &Lang, evidence: Evidence) -> Option<DetectedLanguage> {
        let CountedPassage { text, cyrillic, latin } = *self;
        let all = cyrillic + latin;
        let enough = if evidence == Evidence::Words { PASSAGE } else { COPY };
        if all < enough || !self.may_be_other(lang) {
            return None;
        }
        match lang.id().language.as_str() {
            "uk" | "ru" | "be" | "bg" | "mk" if latin * 10 > all * 8 => {
                WordEvidence::from_latin_text(text).are_prose(evidence).then_some(DetectedLanguage::Latin)
            }
            "en" | "pl" | "de" | "fr" | "es" | "it" | "ro" | "cs" | "sk" | "lt" | "lv" | "et"
                if cyrillic * 10 > all * 8 =>
            {
                WordEvidence::from_text(text).are_ordinary(evidence).then_some(DetectedLanguage::Cyrillic)
            }
            "uk" | "ru" => neighbour(lang, &WordEvidence::from_text(text), evidence),
            _ => None,
        }
    }

    /// Most passages are decided by their letters, without a look at their words.
    fn may_be_other(&self, lang: &Lang) -> bool {
        let CountedPassage { text, cyrillic, latin } = *self;
        let all = cyrillic + latin;
        let letters = LetterCounts(text.as_bytes());
        match lang.id().language.as_str() {
            "uk" | "ru" | "be" | "bg" | "mk" if latin * 10 > all * 8 => true,
            "uk" => {
                let uk = letters.ukrainian();
                uk * 50 < cyrillic || letters.russian() > uk
            }
            "ru" => letters.ukrainian() > letters.russian(),
            "be" | "bg" | "mk" => false,
            _ => cyrillic * 10 > all * 8,
        }
    }
}

/// Whether a text has letters that no word of `lang` has: Russian ones in Ukrainian, or the other way round.
pub(super) fn has_foreign_letters(text: &str, lang: &Lang) -> bool {
    let letters = LetterCounts(text.as_bytes());
    match lang.id().language.as_str() {
        "uk" => letters.russian() > 0,
        "ru" => letters.ukrainian() > 0,
        _ => false,
    }
}

/// Russian in Ukrainian, or the other way round.
fn neighbour(lang: &Lang, words: &WordEvidence, evidence: Evidence) -> Option<DetectedLanguage> {
    let is_uk = lang.id().language.as_str() == "uk";
    let (own, other) = if is_uk { (words.ukrainian, words.russian) } else { (words.russian, words.ukrainian) };
    let seen = if is_uk { DetectedLanguage::Russian } else { DetectedLanguage::Ukrainian };
    words.speak(evidence, other, own).then_some(seen)
}

/// The words at the beginning of the text without its code, which is in English in any language, and
/// without quotations and verse.
fn prose(part: &CheckedVersion<'_>) -> String {
    let mut out = String::with_capacity(SEEN + SEEN / 4);
    for block in part.blocks(|kind| !matches!(kind, BlockKind::Code | BlockKind::Quote)) {
        let html = part.html(block);
        if html.matches("<br>").nth(1).is_some() {
            continue;
        }
        let mut is_code = false;
        for token in tokens(html) {
            match token {
                HtmlToken::Text(text) if !is_code => out.push_str(text),
                HtmlToken::Tag(tag) if tag.name == "code" => is_code = tag.kind == TagKind::Open,
                _ => {}
            }
        }
        out.push(' ');
        if out.len() > SEEN {
            break;
        }
    }
    out
}

/// The detected language of `text`, if it cannot be `lang`.
fn other_language(lang: &Lang, text: &str) -> Option<DetectedLanguage> {
    let letters = LetterCounts(text.as_bytes());
    let (cyrillic, latin) = (letters.cyrillic(), letters.latin());
    let all = cyrillic + latin;
    if all < ENOUGH {
        return None;
    }
    let mostly_latin = latin * 10 > all * 8;
    let mostly_cyrillic = cyrillic * 10 > all * 8;
    match lang.id().language.as_str() {
        "uk" | "ru" | "be" | "bg" | "mk" if mostly_latin => Some(DetectedLanguage::Latin),
        "en" | "pl" | "de" | "fr" | "es" | "it" | "ro" | "cs" | "sk" | "lt" | "lv" | "et" if mostly_cyrillic => {
            Some(DetectedLanguage::Cyrillic)
        }
        // A letter of the other language may come with a name; a hundredth of all letters does not.
        "uk" if letters.russian() * 100 > cyrillic && letters.russian() > 2 * letters.ukrainian() => {
            Some(DetectedLanguage::Russian)
        }
        "ru" if letters.ukrainian() * 100 > cyrillic && letters.ukrainian() > 2 * letters.russian() => {
            Some(DetectedLanguage::Ukrainian)
        }
        "en" if letters.marked() * 100 > latin && !is_english(text) => Some(DetectedLanguage::Other),
        _ => None,
    }
}

impl LetterCounts<'_> {
    /// U+0400 to U+052F.
    fn cyrillic(&self) -> usize {
        byte_scan::count(self.0, |b, next| (0xD0..=0xD3).contains(&b) | ((b == 0xD4) & (next < 0xB0)))
    }

    fn latin(&self) -> usize {
        byte_scan::count(self.0, |b, next| {
            b.is_ascii_alphabetic() | (0xC3..=0xC8).contains(&b) | ((b == 0xC9) & (next < 0x90))
        })
    }

    /// Latin letters with a mark, and letters that English does not have: U+00C0 to U+024F.
    fn marked(&self) -> usize {
        byte_scan::count(self.0, |b, next| (0xC3..=0xC8).contains(&b) | ((b == 0xC9) & (next < 0x90)))
    }

    /// `іїєґ` and `ІЇЄҐ`.
    fn ukrainian(&self) -> usize {
        byte_scan::count(self.0, |b, next| {
            ((b == 0xD1) & ((next == 0x94) | (next == 0x96) | (next == 0x97)))
                | ((b == 0xD0) & ((next == 0x84) | (next == 0x86) | (next == 0x87)))
                | ((b == 0xD2) & ((next == 0x90) | (next == 0x91)))
        })
    }

    /// `ыэъё` and `ЫЭЪЁ`.
    fn russian(&self) -> usize {
        byte_scan::count(self.0, |b, next| {
            ((b == 0xD1) & ((next == 0x8A) | (next == 0x8B) | (next == 0x8D) | (next == 0x91)))
                | ((b == 0xD0) & ((next == 0x81) | (next == 0xAA) | (next == 0xAB) | (next == 0xAD)))
        })
    }
}

fn is_english(text: &str) -> bool {
    let (mut all, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        english += usize::from(ENGLISH.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    english * 100 > all * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    const UK: &str = "Понад двадцять років ця зброя була для України поза законом. Тепер держава, яка зобов’язалася \
                      знищити свої запаси, визнає: обіцянка, дана в мирний час, на війні зв’язала руки лише одній стороні.";
    const RU: &str = "Более двадцати лет это оружие было для Украины вне закона. Теперь государство, которое обязалось \
                      уничтожить свои запасы, признаёт: обещание, данное в мирное время, связало руки лишь одной стороне.";
    const EN: &str = "For more than twenty years this weapon was outside the law for Ukraine. Now the state that had \
                      promised to destroy its stocks admits that a promise made in peace has tied the hands of one side.";
    const PL: &str = "Przez ponad dwadzieścia lat ta broń była dla Ukrainy poza prawem. Teraz państwo, które zobowiązało \
                      się zniszczyć swoje zapasy, przyznaje: obietnica złożona w czasie pokoju związała ręce jednej stronie.";

    #[test]
    fn a_text_is_in_the_language_of_its_file_or_it_is_reported() {
        for (tag, text, is_reported) in [
            ("uk", UK, false),
            ("ru", RU, false),
            ("en", EN, false),
            ("pl", PL, false),
            ("uk", RU, true),
            ("uk", EN, true),
            ("ru", UK, true),
            ("ru", EN, true),
            ("en", UK, true),
            ("en", PL, true),
            ("pl", RU, true),
        ] {
            assert_eq!(other_language(&tag.parse().unwrap(), text).is_some(), is_reported, "{tag}: {text}");
        }
    }

    #[test]
    fn a_quotation_in_the_other_language_is_no_other_language() {
        let mixed = format!("{UK} {UK} {UK} {RU}");
        assert!(other_language(&"uk".parse().unwrap(), &mixed).is_none());
        assert!(other_language(&"uk".parse().unwrap(), "NATO, IEEE, UTF-8").is_none());
    }

    #[test]
    fn bytes_count_letters() {
        let text: String = ('\u{20}'..'\u{600}').collect();
        let count = |is: &dyn Fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
        let letters = LetterCounts(text.as_bytes());
        assert_eq!(letters.cyrillic(), count(&|c| matches!(c, '\u{400}'..='\u{52F}')));
        assert_eq!(letters.latin(), count(&|c| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}')));
        assert_eq!(letters.marked(), count(&|c| matches!(c, '\u{C0}'..='\u{24F}')));
        assert_eq!(letters.ukrainian(), count(&|c| "іїєґІЇЄҐ".contains(c)));
        assert_eq!(letters.russian(), count(&|c| "ыэъёЫЭЪЁ".contains(c)));
    }
}
