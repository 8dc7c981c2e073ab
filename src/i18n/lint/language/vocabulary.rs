//! The evidence for the language of a passage: little words, letters that only one language has, and ordinary
//! words, which names and commands are not.

/// Little words of English and of other languages in Latin letters: a list of names or of commands has none.
const LITTLE: [&str; 58] = [
    "the", "of", "and", "to", "in", "is", "a", "that", "for", "was", "on", "with", "or", "if", "by", "from", "this",
    "are", "be", "as", "it", "you", "your", "not", "can", "at", "an", "has", "have", "were", "will", "about", "how",
    "und", "der", "die", "das", "für", "mit", "von", "ist", "et", "le", "la", "les", "des", "du", "est", "pour", "i",
    "w", "na", "nie", "się", "jest", "el", "los", "que",
];
/// Little words that Ukrainian has and Russian does not.
const UKRAINIAN: [&str; 44] = [
    "і", "й", "та", "що", "як", "це", "був", "була", "було", "були", "або", "його", "її", "якщо", "тільки", "коли",
    "також", "після", "щоб", "із", "зі", "від", "у", "вони", "вона", "ми", "ви", "вже", "ще", "немає", "може", "бути",
    "цей", "ця", "ці", "які", "яка", "який", "більше", "але", "під", "між", "лише", "цього",
];
/// Little words that Russian has and Ukrainian does not.
const RUSSIAN: [&str; 46] = [
    "и", "что", "как", "это", "был", "была", "было", "были", "или", "его", "её", "ее", "если", "только", "когда",
    "также", "после", "чтобы", "из", "с", "от", "к", "они", "она", "он", "мы", "вы", "уже", "ещё", "еще", "нет",
    "может", "быть", "этот", "эта", "эти", "которые", "которая", "который", "более", "но", "под", "между", "лишь",
    "этого", "во",
];

/// How sure one must be that a passage is in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// The passage alone decides.
    Words,
    /// Its words are also those of the source.
    Copy,
    /// The same of a heading or a title, which has few words.
    ShortCopy,
}

/// Whether a passage has so many ordinary words that two languages hardly ever say it alike.
pub(crate) fn is_sentence(text: &str) -> bool {
    let words = WordEvidence::from_text(text);
    words.all >= 5 && words.ordinary >= 4 && words.little > 0
}

/// The words of a passage, by what they show of its language.
#[derive(Debug, Default)]
pub(crate) struct WordEvidence {
    all: usize,
    /// Words with other characters: a file, an option, an address, a piece of a program.
    strange: usize,
    /// Those in lower case, of three letters and more.
    ordinary: usize,
    /// Those that only join others.
    little: usize,
    pub(crate) ukrainian: usize,
    pub(crate) russian: usize,
}

impl WordEvidence {
    pub(crate) fn from_text(text: &str) -> WordEvidence {
        WordEvidence::count(text, |_| true)
    }

    /// Those that begin with a Latin letter.
    pub(crate) fn from_latin_text(text: &str) -> WordEvidence {
        WordEvidence::count(text, |c| c.is_ascii_alphabetic())
    }

    fn count(text: &str, begins: impl Fn(char) -> bool) -> WordEvidence {
        let mut words = WordEvidence::default();
        let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '(' | ')' | '"' | '—' | '–' | '\'');
        for token in text.split_whitespace().map(|token| token.trim_matches(ends)) {
            let is_word = |c: char| c.is_alphabetic() || matches!(c, '’' | 'ʼ' | '\'' | '-' | '\u{301}' | '\u{AD}');
            if token.is_empty() || !token.starts_with(&begins) || is_old_spelling(token) {
                continue;
            }
            if !token.chars().all(is_word) {
                words.strange += 1;
                continue;
            }
            let small = token.to_lowercase();
            let first = token.chars().next().is_some_and(char::is_lowercase);
            words.all += 1;
            words.ordinary += usize::from(first && token.chars().count() > 2);
            let has = |letters: &[char], list: &[&str]| small.contains(letters) || list.contains(&small.as_str());
            words.little += usize::from(LITTLE.contains(&small.as_str()));
            words.ukrainian += usize::from(has(&['і', 'ї', 'є', 'ґ'], &UKRAINIAN));
            words.russian += usize::from(has(&['ы', 'э', 'ъ', 'ё'], &RUSSIAN));
        }
        words.little += words.ukrainian + words.russian;
        words
    }

    /// Whether Latin letters are sentences, not names, commands or titles of works.
    pub(crate) fn are_prose(&self, evidence: Evidence) -> bool {
        if self.strange * 2 > self.all {
            return false;
        }
        match evidence {
            Evidence::Words => self.all >= 6 && self.ordinary >= 4 && self.little > 1,
            Evidence::Copy => self.all >= 3 && self.ordinary >= 2 && (self.little > 0 || self.ordinary >= 6),
            Evidence::ShortCopy => self.all >= 2 && self.ordinary >= 1,
        }
    }

    /// The same of Cyrillic letters in a text in Latin ones, where a name is hardly ever left as it is.
    pub(crate) fn are_ordinary(&self, evidence: Evidence) -> bool {
        match evidence {
            Evidence::Words => self.all >= 5 && self.ordinary >= 3,
            Evidence::Copy | Evidence::ShortCopy => self.ordinary >= 1,
        }
    }

    /// Whether so many words are of the `other` language, and so few of the one that is expected.
    pub(crate) fn speak(&self, evidence: Evidence, other: usize, own: usize) -> bool {
        match evidence {
            Evidence::Words => self.all >= 5 && other >= 3 && other > 3 * own,
            Evidence::Copy | Evidence::ShortCopy => {
                (other > own && self.ordinary >= 1) || (self.all >= 5 && self.ordinary >= 4 && own == 0)
            }
        }
    }
}

/// Whether a text is a piece of a program, or a list of calls or mail addresses, that is not written as code.
pub(crate) fn is_listing(text: &str) -> bool {
    let is_strange = |word: &str| {
        word.contains(['{', '}', '$', '=', '<', '>', '|', '\\', '_', '#', '@'])
            || word.contains("()")
            || word.ends_with(';')
    };
    let strange = text.split_whitespace().filter(|word| is_strange(word)).count();
    strange >= 3 && strange * 4 >= text.split_whitespace().count()
}

/// Whether a text is in the spelling of before 1918: one such word may be a slip, two in a sentence are not.
pub(crate) fn is_old(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let old = words().filter(|word| is_old_spelling(word)).count();
    old >= 2 && old * 12 >= words().count()
}

/// Whether a word is spelt as before the reform of 1918: such a word is quoted.
pub(crate) fn is_old_spelling(word: &str) -> bool {
    word.contains(['ѣ', 'Ѣ', 'ѳ', 'Ѳ', 'ѵ', 'Ѵ', 'ѧ', 'ѫ', 'ѡ']) || word.ends_with(['ъ', 'Ъ'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_no_prose_though_it_is_not_written_as_code() {
        for (text, is) in [
            ("use strict; use threads; my $g = Sys::Guestfs->new; sub test { print $x }", true),
            ("l - execl(), execlp(), execle()", true),
            ("Ann Smith (ann@example.org), Bob Brown (bob@example.org), Eve Green (eve@example.org)", true),
            ("It calls exec() and returns; the file_name is kept in memory until the process ends by itself.", false),
            ("The river is wide; it flows to the sea.", false),
        ] {
            assert_eq!(is_listing(text), is, "{text}");
        }
    }

    #[test]
    fn old_spelling_is_known_by_two_words() {
        for (text, is) in [
            ("Въ началѣ бѣ слово", true),
            ("Мы были у рѣки, и она была широкая, какъ море", true),
            ("Слово «рѣка» писали з ятем, і це видно з книги", false),
            ("Ми були біля річки", false),
        ] {
            assert_eq!(is_old(text), is, "{text}");
        }
    }
}
