//! `Accept-Language`: weights, exclusions and the wildcard in front of fluent-langneg, which knows none of them.

use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};

use super::quality::{Weight, items};
use crate::lang::Lang;

/// A reader's `Accept-Language`, all of its header lines folded into one list (RFC 9110, 5.3 and 12.5.4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AcceptLanguage {
    ranges: Vec<(LanguageIdentifier, Weight)>,
    any: Option<Weight>,
}

/// Lines of the header that are read.
pub(super) const MOST_LINES: usize = 8;

impl AcceptLanguage {
    /// Reads the header's lines. Malformed ranges are skipped; of a range named twice the first weight counts.
    ///
    /// ```
    /// # use litopys::{lang::Lang, negotiate::AcceptLanguage};
    /// let has: Vec<Lang> = ["uk", "en", "ru"].map(|tag| tag.parse().unwrap()).to_vec();
    /// let accepts = AcceptLanguage::parse(["ru;q=0.3, en;q=0.9"]);
    /// assert_eq!(accepts.best(&has).unwrap().as_str(), "en");
    /// ```
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut accepts = AcceptLanguage::default();
        for (range, weight) in lines.into_iter().take(MOST_LINES).flat_map(items) {
            if range == "*" {
                accepts.any.get_or_insert(weight);
            } else if let Ok(id) = range.parse::<LanguageIdentifier>()
                && !id.language.is_empty()
                && !accepts.ranges.iter().any(|(known, _)| *known == id)
            {
                accepts.ranges.push((id, weight));
            }
        }
        // Stable: equal weights keep the order of the header.
        accepts.ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        accepts
    }

    /// Whether nothing was said, so that every language is as good as any other.
    pub fn is_silent(&self) -> bool {
        self.ranges.is_empty() && self.any.is_none()
    }

    /// The language of `has` that the reader prefers by name (RFC 4647, 3.4, lookup), without regard to `*`.
    /// `None` where no range names one of them.
    pub fn best<'a>(&self, has: &'a [Lang]) -> Option<&'a Lang> {
        let open = has.iter().filter(|lang| !self.excludes(lang));
        let (open, ids): (Vec<&Lang>, Vec<LanguageIdentifier>) =
            open.filter_map(|lang| Some((lang, id(lang)?))).unzip();
        let wanted = |range: &LanguageIdentifier| {
            let found = negotiate_languages(&[range], &ids, None, NegotiationStrategy::Lookup);
            let at = found.first().and_then(|best| ids.iter().position(|id| id == *best))?;
            open.get(at).copied()
        };
        self.ranges.iter().take_while(|(_, weight)| *weight > 0).find_map(|(id, _)| wanted(id))
    }

    /// Whether `lang` may be given to this reader although no range names it: `*` with a weight above nought, or no
    /// header at all.
    pub fn takes_any(&self, lang: &Lang) -> bool {
        !self.excludes(lang) && (self.is_silent() || self.any.is_some_and(|weight| weight > 0))
    }

    /// The ranges with their weights (thousandths), best first: what "why this language?" shows.
    pub fn ranges(&self) -> impl Iterator<Item = (String, u16)> {
        let any = self.any.map(|weight| ("*".to_owned(), weight));
        self.ranges.iter().map(|(id, weight)| (id.to_string(), *weight)).chain(any)
    }

    /// `q=0` for the language itself or a prefix of its tag, unless a longer range that matches it weighs more.
    fn excludes(&self, lang: &Lang) -> bool {
        let named = self.ranges.iter().filter(|(id, _)| covers(id, lang));
        let nearest = named.max_by_key(|(id, weight)| (id.to_string().len(), *weight));
        match nearest {
            Some((_, weight)) => *weight == 0,
            // A range longer than the tag (`uk-UA` for `uk`) is a wish for it, so `*;q=0` does not exclude it.
            None => {
                self.any == Some(0)
                    && !self.ranges.iter().any(|(id, q)| *q > 0 && id.language.as_str() == lang.id().language.as_str())
            }
        }
    }
}

/// The tag in the type of fluent-langneg.
fn id(lang: &Lang) -> Option<LanguageIdentifier> {
    lang.as_str().parse().ok()
}

/// RFC 4647, 3.3.1: a range covers a tag that equals it or begins with it.
fn covers(range: &LanguageIdentifier, tag: &Lang) -> bool {
    tag.as_str().strip_prefix(&range.to_string()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn langs(tags: &str) -> Vec<Lang> {
        tags.split_whitespace().map(|tag| tag.parse().unwrap()).collect()
    }

    #[test]
    fn picks_by_weight_among_what_there_is() {
        for (header, has, expected) in [
            ("ru;q=0.3,en;q=0.9", "uk en ru", "en"),
            ("ru,uk", "uk en ru", "ru"),
            ("de,fr", "uk en", ""),
            ("de, uk;q=0.1", "uk en", "uk"),
            ("uk-UA,uk;q=0.9,ru;q=0.8", "uk en ru", "uk"),
            ("uk-UA", "uk ru", "uk"),
            ("en-GB;q=0.8, ru;q=0.9", "en uk", "en"),
            ("en;q=0, *", "en", ""),
            ("ru;q=0", "ru", ""),
            ("ru;q=0, ru-RU;q=1", "ru", ""),
            ("en;q=x, uk;q=0.1", "en uk", "uk"),
            ("en;q=0.5, en;q=0.9, uk;q=0.7", "en uk", "uk"),
            ("*", "uk", ""),
            ("", "uk", ""),
            ("EN", "uk en", "en"),
            ("en_US", "en", "en"),
            ("pt", "pt-BR uk", "pt-BR"),
            ("zh-Hant-TW", "zh-Hant uk", "zh-Hant"),
        ] {
            let has = langs(has);
            let found = AcceptLanguage::parse([header]).best(&has).map_or("", Lang::as_str);
            assert_eq!(found, expected, "`{header}`");
        }
    }

    #[test]
    fn header_lines_fold_into_one_list() {
        let accepts = AcceptLanguage::parse(["ru;q=0.5", "uk;q=0.8, en;q=0.1"]);
        assert_eq!(accepts.best(&langs("uk en ru")).unwrap().as_str(), "uk");
    }

    #[test]
    fn the_wildcard_takes_all_but_what_is_excluded() {
        for (header, lang, taken) in [
            ("", "uk", true),
            ("*", "uk", true),
            ("*;q=0", "uk", false),
            ("ru;q=0, *", "ru", false),
            ("ru;q=0, *", "uk", true),
            ("en", "uk", false),
            ("en, *;q=0.1", "uk", true),
        ] {
            assert_eq!(AcceptLanguage::parse([header]).takes_any(&langs(lang)[0]), taken, "`{header}` {lang}");
        }
    }

    #[test]
    fn a_wish_for_a_variant_outlives_an_excluded_rest() {
        let accepts = AcceptLanguage::parse(["uk-UA, *;q=0"]);
        assert_eq!(accepts.best(&langs("uk en")).unwrap().as_str(), "uk");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_gives_what_is_excluded(header in "((uk|en|ru|\\*|de-DE)(;q=[01](\\.[0-9]{1,4})?)?,|\\PC){0,12}") {
            let has = langs("uk en ru");
            let accepts = AcceptLanguage::parse([header.as_str()]);
            if let Some(lang) = accepts.best(&has) {
                prop_assert!(!accepts.excludes(lang));
            }
        }
    }
}
