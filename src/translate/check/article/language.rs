//! The language that a text is in against the one its file is named for: by letters, and by the little words of English.

use super::Part;
use crate::{content::markdown::BlockKind, lang::Lang, problem::Problem};

/// A text with fewer letters may be a list of names.
const ENOUGH: usize = 150;
/// Bytes after which no more blocks are looked at: a text does not change its language half way.
const SEEN: usize = 6_000;
/// The words that make up a fifth of any English text.
const ENGLISH: [&str; 12] = ["the", "of", "and", "to", "in", "is", "a", "that", "for", "was", "on", "with"];

/// How many letters of what kind a text has.
#[derive(Default)]
struct Letters {
    cyrillic: usize,
    latin: usize,
    /// Latin letters with a mark, and letters that English lacks.
    marked: usize,
    ukrainian: usize,
    russian: usize,
}

/// What a text seems to be written in.
enum Seen {
    Script(&'static str),
    Language(&'static str),
}

/// Warns where the text of `part` is plainly in another language than its file's.
pub(in crate::translate::check) fn check(part: &Part<'_>, out: &mut Vec<Problem>) {
    let lang = &part.version.lang;
    let Some(seen) = other_language(lang, &prose(part)) else { return };
    let message = match seen {
        Seen::Script(script) => format!("the text is in {script} letters, and the file is named for `{lang}`"),
        Seen::Language(language) => format!("the text is in {language}, and the file is named for `{lang}`"),
    };
    let help = "name the file for its language; where there is no translation, have no file";
    out.push(part.warn_at(None, "other-language", message).help(help));
}

/// The words at the beginning of the text without its code, which is in English whatever the language around it.
fn prose(part: &Part<'_>) -> String {
    let mut out = String::new();
    for block in part.blocks(|kind| kind != BlockKind::Code) {
        let mut rest = part.html(block);
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            let (tag, text) = after.split_once('>').unwrap_or((after, ""));
            rest = if tag == "code" { text.split_once("</code>").map_or("", |(_, rest)| rest) } else { text };
        }
        out.push_str(rest);
        out.push(' ');
        if out.len() > SEEN {
            break;
        }
    }
    out
}

/// What `text` is in, where that cannot be `lang`.
fn other_language(lang: &Lang, text: &str) -> Option<Seen> {
    let letters = Letters::of(text);
    let all = letters.cyrillic + letters.latin;
    if all < ENOUGH {
        return None;
    }
    let mostly_latin = letters.latin * 10 > all * 8;
    let mostly_cyrillic = letters.cyrillic * 10 > all * 8;
    match lang.id().language.as_str() {
        "uk" | "ru" | "be" | "bg" | "mk" if mostly_latin => Some(Seen::Script("Latin")),
        "en" | "pl" | "de" | "fr" | "es" | "it" | "ro" | "cs" | "sk" | "lt" | "lv" | "et" if mostly_cyrillic => {
            Some(Seen::Script("Cyrillic"))
        }
        // A letter of the other language may come with a name; a hundredth of all letters does not.
        "uk" if letters.russian * 100 > letters.cyrillic && letters.russian > 2 * letters.ukrainian => {
            Some(Seen::Language("Russian"))
        }
        "ru" if letters.ukrainian * 100 > letters.cyrillic && letters.ukrainian > 2 * letters.russian => {
            Some(Seen::Language("Ukrainian"))
        }
        "en" if letters.marked * 100 > letters.latin && !is_english(text) => Some(Seen::Language("another language")),
        _ => None,
    }
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Letters::default();
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => letters.latin += 1,
                '\u{C0}'..='\u{24F}' => {
                    letters.latin += 1;
                    letters.marked += 1;
                }
                '\u{400}'..='\u{52F}' => {
                    letters.cyrillic += 1;
                    letters.ukrainian += usize::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ'));
                    letters.russian += usize::from(matches!(c, 'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё'));
                }
                _ => {}
            }
        }
        letters
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
    fn a_text_is_in_the_language_of_its_file_or_it_is_told() {
        for (tag, text, told) in [
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
            assert_eq!(other_language(&tag.parse().unwrap(), text).is_some(), told, "{tag}: {text}");
        }
    }

    #[test]
    fn a_quotation_in_the_other_language_is_no_other_language() {
        let mixed = format!("{UK} {UK} {UK} {RU}");
        assert!(other_language(&"uk".parse().unwrap(), &mixed).is_none());
        assert!(other_language(&"uk".parse().unwrap(), "NATO, IEEE, UTF-8").is_none());
    }
}
