//! `[check]` of `site.toml`: the words that `litopys check` takes for meant.

use std::borrow::Cow;

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

    /// Whether this word of `text` is one of them, or stands in a phrase that is.
    pub fn covers(&self, text: &str, word: &str) -> bool {
        self.has(word) || self.0.iter().any(|allowed| allowed.contains(word) && text.contains(allowed.as_str()))
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
        assert!(allowed.covers("один a b", "b") && !allowed.covers("один b", "b"));
        assert_eq!(allowed.without("один a b два").split_whitespace().collect::<Vec<_>>(), ["один", "два"]);
    }
}
