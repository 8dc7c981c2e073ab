//! `[check]` of `site.toml`: the words that `litopys check` takes for meant.

use std::{borrow::Cow, ops::Range};

use crate::content::Fields;

/// Words and phrases that are right as they are, in any language or alphabet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// Whether this word is one of them, in any case of letters.
    pub fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.0.iter().any(|allowed| allowed.to_lowercase() == word)
    }

    /// Whether the word of `text` at these bytes is one of them, or stands in a phrase that is.
    pub fn covers(&self, text: &str, word: Range<usize>) -> bool {
        let written = text.get(word.clone()).unwrap_or_default();
        let is_in = |phrase: &String| {
            let mut places = phrase.match_indices(written).filter_map(|(at, _)| word.start.checked_sub(at));
            places.any(|start| stands(text, start, phrase))
        };
        self.has(written) || self.0.iter().any(is_in)
    }

    /// The text without them.
    pub fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.0.iter().fold(Cow::Borrowed(text), |text, allowed| {
            if text.contains(allowed.as_str()) { text.replace(allowed.as_str(), " ").into() } else { text }
        })
    }

    /// Reads `[check]`; none are allowed where it is absent.
    pub(super) fn read(fields: &Fields<'_, '_>) -> Self {
        let Some(table) = fields.table("check") else { return Allowed::default() };
        let allowed = table.strings("allow").into_iter().filter(|word| !word.trim().is_empty());
        let allowed = Allowed(allowed.collect());
        table.finish();
        allowed
    }
}

/// Whether `phrase` stands in `text` at `start`, and neither begins nor ends within a word there.
fn stands(text: &str, start: usize, phrase: &str) -> bool {
    let Some((before, rest)) = text.split_at_checked(start) else { return false };
    let Some(after) = rest.strip_prefix(phrase) else { return false };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let parts = |inside: Option<char>, outside: Option<char>| !(is_letter(inside) && is_letter(outside));
    parts(phrase.chars().next(), before.chars().next_back()) && parts(phrase.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use crate::config::parse_site;

    #[test]
    fn allowed_words_are_known_in_any_case_and_phrases_are_taken_out() {
        let site =
            "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[check]\nallow = ['ITшник', 'a b']\n";
        let (site, problems) = parse_site("site.toml", site);
        assert_eq!(problems, []);
        let site = site.unwrap();
        let allowed = site.allowed();
        assert!(allowed.has("itшник") && !allowed.has("шник") && !allowed.has(""));
        for (text, word, is_covered) in [
            ("один a b", "b", true),
            ("один b", "b", false),
            ("a b, один b", "b", false),
            ("один a bc", "a", false),
            ("шa b", "b", false),
            ("«a b»", "a", true),
            ("один шник", "шник", false),
            ("один ITШНИК", "ITШНИК", true),
        ] {
            let start = text.rfind(word).unwrap();
            assert_eq!(allowed.covers(text, start..start + word.len()), is_covered, "{text}: {word}");
        }
        assert_eq!(allowed.without("один a b два").split_whitespace().collect::<Vec<_>>(), ["один", "два"]);
    }
}
