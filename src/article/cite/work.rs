//! The parts of a citation.
//! A person's name taken apart, as far as its spelling shows the parts.

use std::iter;

/// A version of an article, as the styles need it.
#[derive(Debug, Clone)]
pub struct CitedWork<'a> {
    /// The authors, in order.
    pub authors: Vec<Name>,
    /// Its title.
    pub title: &'a str,
    /// The name of the site.
    pub site: &'a str,
    /// Its whole address.
    pub url: &'a str,
    /// When it was published.
    pub dates: CitedDates,
    /// The translators: "translated from Ukrainian by T. Koval" in DSTU, "T. Koval, Trans." in APA. Empty for an original.
    pub translation: Option<CitedTranslation>,
}

/// The day of publication, as each style writes it in the language of the page.
#[derive(Debug, Clone)]
pub struct CitedDates {
    /// `2025. 29 черв`
    pub dstu: String,
    /// `2025, June 29`
    pub apa: String,
    /// `2025-06-29`
    pub iso: String,
}

/// The translators in a citation.
#[derive(Debug, Clone)]
pub struct CitedTranslation {
    /// Their names.
    pub names: Vec<Name>,
    /// For DSTU, names included.
    pub dstu: String,
    /// For APA, names included.
    pub apa: String,
}

/// A reference, with the part that is set in italics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The text before it.
    pub before: String,
    /// The part in italics; may be empty.
    pub italic: String,
    /// The text after it.
    pub after: String,
}

/// The text with a full stop at its end, unless it ends a sentence already.
pub(super) fn stopped(text: &str) -> String {
    let text = text.trim_end();
    let ends = text.trim_end_matches(['»', '”', '"', ')']).ends_with(['.', '!', '?', '…']);
    if ends || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}

/// The name of a cited person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person: family name, and given names in order.
    Person {
        /// With its particles: `van der Berg`.
        family: String,
        /// `["Тарас", "Григорович"]`
        given: Vec<String>,
    },
    /// A desk, a body, or a person of one name.
    Whole(String),
}

const NO_BREAK: char = '\u{a0}';

impl Name {
    /// Reads `Family, Given`, `Given Family`, or `Family Given Patronymic`. A text with a lower-case word at its end,
    /// a quotation mark or a digit is not a person's name. A second spelling in brackets is left out.
    pub fn parse(text: &str) -> Name {
        let text = text.split(" (").next().unwrap_or(text).trim();
        let whole = || Name::Whole(text.to_owned());
        if let Some((family, given)) = text.split_once(',') {
            return person(family.trim(), given.split_whitespace()).unwrap_or_else(whole);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let strange = |c: char| c.is_ascii_digit() || matches!(c, '«' | '“' | '"' | '„' | '&' | '/' | ':');
        if !(2..=5).contains(&words.len()) || text.contains(strange) {
            return whole();
        }
        let (Some((first, rest)), Some((last, before))) = (words.split_first(), words.split_last()) else {
            return whole();
        };
        if !is_capital(first) || !is_capital(last) {
            return whole();
        }
        if words.len() == 3 && is_patronymic(last) {
            return person(first, rest.iter().copied()).unwrap_or_else(whole);
        }
        let particles = before.iter().rev().take_while(|word| !is_capital(word)).count();
        let (given, particles) = before.split_at(before.len() - particles);
        let family = particles.iter().chain([last]).copied().collect::<Vec<_>>().join(" ");
        person(&family, given.iter().copied()).unwrap_or_else(whole)
    }

    /// `Шевченко Т. Г.`, its parts held together.
    pub(super) fn family_first(&self) -> String {
        self.written(|family, initials| format!("{family}{NO_BREAK}{initials}"))
    }

    /// `Т. Г. Шевченко`
    pub fn initials_first(&self) -> String {
        self.written(|family, initials| format!("{initials}{NO_BREAK}{family}"))
    }

    /// `Shevchenko, T. H.`
    pub(super) fn inverted(&self) -> String {
        self.written(|family, initials| format!("{family}, {initials}"))
    }

    fn written(&self, join: impl Fn(&str, &str) -> String) -> String {
        match self {
            Name::Person { family, given } => {
                let initials: Vec<_> = given.iter().map(|name| initial(name)).collect();
                join(family, &initials.join(&NO_BREAK.to_string()))
            }
            Name::Whole(name) => name.clone(),
        }
    }
}

fn person<'a>(family: &str, given: impl Iterator<Item = &'a str>) -> Option<Name> {
    let given: Vec<String> = given.map(str::to_owned).collect();
    let sound = !family.is_empty() && !given.is_empty();
    sound.then(|| Name::Person { family: family.to_owned(), given })
}

/// `Jean-Paul` → `J.-P.`
fn initial(name: &str) -> String {
    let parts = name.split('-').filter_map(|part| part.chars().next());
    let mut each = parts.map(|letter| format!("{}.", letter.to_uppercase()));
    let first = each.next();
    iter::once(first.unwrap_or_default()).chain(each).collect::<Vec<_>>().join("-")
}

fn is_capital(word: &&str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_patronymic(word: &str) -> bool {
    ["ович", "йович", "евич", "івна", "ївна", "овна", "евна", "ьич"].iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_written_as_each_style_writes_them() {
        for (text, first, inverted) in [
            ("Тарас Шевченко", "Шевченко Т.", "Шевченко, Т."),
            ("Шевченко Тарас Григорович", "Шевченко Т. Г.", "Шевченко, Т. Г."),
            ("Леся Петрівна Косач", "Косач Л. П.", "Косач, Л. П."),
            ("Jean-Paul van der Berg", "van der Berg J.-P.", "van der Berg, J.-P."),
            ("Shevchenko, Taras H.", "Shevchenko T. H.", "Shevchenko, T. H."),
            ("Анкіт Р. Гадія (Ankit R Gadiya)", "Гадія А. Р.", "Гадія, А. Р."),
            ("Aruna", "Aruna", "Aruna"),
            ("Редакція «Літопису»", "Редакція «Літопису»", "Редакція «Літопису»"),
            ("aptitude-common authors", "aptitude-common authors", "aptitude-common authors"),
            ("", "", ""),
        ] {
            let name = Name::parse(text);
            let plain = |text: String| text.replace(NO_BREAK, " ");
            assert_eq!(
                (plain(name.family_first()).as_str(), plain(name.inverted()).as_str()),
                (first, inverted),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_letter_of_a_name_comes_from_it(text in "(\\PC| |,|-|\\(){0,30}") {
            let (name, source) = (Name::parse(&text), text.to_uppercase());
            for written in [name.family_first(), name.initials_first(), name.inverted()] {
                let written = written.to_uppercase();
                let other = written.chars().find(|letter| letter.is_alphabetic() && !source.contains(*letter));
                prop_assert_eq!(other, None, "{} of {}", written, text);
            }
        }
    }
}
