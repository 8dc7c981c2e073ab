//! Several languages in one text, as qTranslate, -X and -XT keep them: `[:uk]…[:en]…[:]`, `<!--:uk-->…<!--:-->`, `{:uk}…{:}`.

use crate::model::lang::Lang;

/// The texts by the tags of their languages, in the order of the text; what stands outside belongs to each. `None` where the text holds
/// one language.
///
/// ```
/// use litopys::import::wordpress::split_languages;
/// let texts = split_languages("[:uk]Музей[:en]Museum[:]").unwrap();
/// assert_eq!(texts, [("uk".to_owned(), "Музей".to_owned()), ("en".to_owned(), "Museum".to_owned())]);
/// assert_eq!(split_languages("Музей [1]"), None);
/// ```
pub fn split_languages(text: &str) -> Option<Vec<(String, String)>> {
    if !text.contains("[:") && !text.contains("<!--:") && !text.contains("{:") {
        return None;
    }
    let mut parts: Vec<(Option<String>, &str)> = Vec::new();
    let mut open: Option<String> = None;
    let (mut at, mut start) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['[', '<', '{'])) {
        at += found;
        let Some((mark, length)) = mark_at(text.get(at..).unwrap_or_default()) else {
            at += 1;
            continue;
        };
        parts.push((open.clone(), text.get(start..at).unwrap_or_default()));
        open = mark;
        at += length;
        start = at;
    }
    parts.push((open, text.get(start..).unwrap_or_default()));
    let mut languages: Vec<String> = Vec::new();
    for (lang, _) in &parts {
        if let Some(lang) = lang.as_ref().filter(|lang| !languages.contains(lang)) {
            languages.push(lang.clone());
        }
    }
    if languages.is_empty() || languages.len() > MOST {
        return None;
    }
    let text_of = |wanted: &String| {
        parts
            .iter()
            .filter(|(lang, _)| lang.as_ref().is_none_or(|lang| lang == wanted))
            .map(|(_, part)| *part)
            .collect()
    };
    Some(languages.iter().map(|lang| (lang.clone(), text_of(lang))).collect())
}

/// Languages of one text: beyond that it is something else.
const MOST: usize = 60;

/// The mark that `text` begins with, its language (`None` where it closes one), and its length.
fn mark_at(text: &str) -> Option<(Option<String>, usize)> {
    for (open, close) in [("[:", "]"), ("<!--:", "-->"), ("{:", "}")] {
        let Some(inner) = text.strip_prefix(open) else { continue };
        let end = inner.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).unwrap_or(inner.len());
        // `-` also begins the end of a comment.
        let name = inner.get(..end)?.trim_end_matches('-');
        let rest = inner.get(name.len()..)?;
        if !rest.starts_with(close) || !(name.is_empty() || is_code(name)) {
            return None;
        }
        return Some(((!name.is_empty()).then(|| name.to_ascii_lowercase()), open.len() + name.len() + close.len()));
    }
    None
}

fn is_code(name: &str) -> bool {
    let mut parts = name.split(['-', '_']);
    parts.next().is_some_and(|first| (2..=3).contains(&first.len())) && parts.all(|part| (2..=8).contains(&part.len()))
}

/// The language that a plug-in's code stands for. `ua` is not a language tag: it stands for Ukrainian.
pub(super) fn lang_of(code: &str) -> Option<Lang> {
    let code = code.trim().replace('_', "-");
    match code.to_ascii_lowercase().as_str() {
        "ua" => "uk".parse().ok(),
        _ => code.parse().ok(),
    }
}

/// Whether a tag names a language that there is: CLDR knows in which region it is spoken.
pub(super) fn is_real(lang: &Lang) -> bool {
    lang.with_region().as_str().len() > lang.as_str().len() || lang.as_str().contains('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_way_of_writing_is_read() {
        let both = vec![("uk".to_owned(), "а".to_owned()), ("en".to_owned(), "b".to_owned())];
        for text in ["[:uk]а[:en]b[:]", "<!--:uk-->а<!--:--><!--:en-->b<!--:-->", "{:uk}а{:en}b{:}", "[:UK]а[:en]b"]
        {
            assert_eq!(split_languages(text), Some(both.clone()), "{text}");
        }
        let more = split_languages("<!--:uk-->а<!--:--><!--more--><!--:uk-->б<!--:--><!--:en-->c<!--:-->").unwrap();
        assert_eq!(more[0].1, "а<!--more-->б");
        assert_eq!(more[1].1, "<!--more-->c");
        for text in ["[:)", "plain", "[:]", "a [:smile:] b", "<!--:-->"] {
            assert_eq!(split_languages(text), None, "{text}");
        }
        assert_eq!(lang_of("ua").unwrap().as_str(), "uk");
        assert_eq!(lang_of("pt_BR").unwrap().as_str(), "pt-BR");
    }

    proptest! {
        #[test]
        fn no_text_of_a_language_is_lost(parts in prop::collection::vec(("(uk|en|ru)", "[а-яa-z \n]{0,9}"), 1..6)) {
            let text: String = parts.iter().map(|(lang, words)| format!("[:{lang}]{words}")).collect();
            let found = split_languages(&text).unwrap();
            for (lang, words) in &found {
                let expected: String = parts.iter().filter(|(own, _)| own == lang).map(|(_, words)| words.as_str()).collect();
                prop_assert_eq!(words, &expected);
            }
        }
    }
}
