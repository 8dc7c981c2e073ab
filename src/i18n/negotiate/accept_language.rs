//! `Accept-Language`: weights, exclusions, the wildcard, and lookup (RFC 4647, 3.4) among the languages that there are.
//! The weighted lists of HTTP (`a;q=0.5, b`), which every `Accept-…` header shares: RFC 9110, 12.4.2.

use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};
use icu_locale::LocaleExpander;

use crate::{model::lang::Lang, site::Languages};

/// A reader's `Accept-Language`, all of its header lines folded into one list (RFC 9110, 5.3 and 12.5.4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AcceptLanguage {
    /// Language ranges in lower case, each once.
    ranges: Vec<(String, Quality)>,
    any: Option<Quality>,
}

/// Lines of the header that are read.
pub(super) const MOST_LINES: usize = 8;

impl AcceptLanguage {
    /// Reads the header's lines. Malformed ranges are skipped; of a range named twice the first weight counts.
    ///
    /// ```
    /// # use litopys::{i18n::negotiate::AcceptLanguage, model::lang::Lang};
    /// let has: Vec<Lang> = ["uk", "en", "ru"].map(|tag| tag.parse().unwrap()).to_vec();
    /// let accepts = AcceptLanguage::parse(["ru;q=0.3, en;q=0.9"]);
    /// assert_eq!(accepts.best(&has).unwrap().as_str(), "en");
    /// ```
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut accepts = AcceptLanguage::default();
        for (range, weight) in lines.into_iter().take(MOST_LINES).flat_map(items) {
            if range == "*" {
                accepts.any.get_or_insert(weight);
            } else if let Some(range) = language_range(range)
                && !accepts.ranges.iter().any(|(known, _)| *known == range)
            {
                accepts.ranges.push((range, weight));
            }
        }
        accepts.sorted()
    }

    /// The same, with the aliases of a site read as the languages that they stand for: `ua` as `uk`.
    #[must_use]
    pub fn with_aliases(&self, languages: &Languages) -> Self {
        let mut accepts = AcceptLanguage { ranges: Vec::new(), any: self.any };
        for (range, weight) in &self.ranges {
            let (primary, rest) = range.split_at(range.find('-').unwrap_or(range.len()));
            let range = match (languages.by_alias(range), languages.by_alias(primary)) {
                (Some(language), _) => language.tag.as_str().to_ascii_lowercase(),
                (None, Some(language)) => format!("{}{rest}", language.tag.as_str().to_ascii_lowercase()),
                (None, None) => range.clone(),
            };
            if !accepts.ranges.iter().any(|(known, _)| *known == range) {
                accepts.ranges.push((range, *weight));
            }
        }
        accepts.sorted()
    }

    /// Best first; equal weights keep the order of the header.
    fn sorted(mut self) -> Self {
        self.ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        self
    }

    /// The language of `has` that the reader prefers by name (RFC 4647, 3.4, lookup), without regard to `*`.
    /// `None` if no range names one of them.
    pub fn best<'a>(&self, has: &'a [Lang]) -> Option<&'a Lang> {
        let open: Vec<&Lang> = has.iter().filter(|lang| !self.excludes(lang)).collect();
        let wanted = self.ranges.iter().take_while(|(_, weight)| *weight > 0);
        wanted.into_iter().find_map(|(range, _)| lookup(range, &open))
    }

    /// Whether `*` has a weight above zero.
    pub fn accepts_any(&self) -> bool {
        self.any.is_some_and(|weight| weight > 0)
    }

    /// The ranges with their weights (thousandths), best first: what "why this language?" shows.
    pub fn ranges(&self) -> impl Iterator<Item = (String, u16)> {
        let any = self.any.map(|weight| ("*".to_owned(), weight));
        self.ranges.iter().cloned().chain(any)
    }

    /// `q=0` for the language itself or a prefix of its tag, unless a longer range that matches it weighs more; or
    /// `*;q=0`, unless a range names the language.
    pub fn excludes(&self, lang: &Lang) -> bool {
        let tag = lang.as_str().to_ascii_lowercase();
        let named = self.ranges.iter().filter(|(range, _)| covers(range, &tag));
        let nearest = named.max_by_key(|(range, weight)| (range.len(), *weight));
        match nearest {
            Some((_, weight)) => *weight == 0,
            // A range longer than the tag (`uk-UA` for `uk`) is a wish for it, so `*;q=0` does not exclude it.
            None => {
                self.any == Some(0) && !self.ranges.iter().any(|(range, q)| *q > 0 && primary(range) == primary(&tag))
            }
        }
    }
}

/// Cuts `range` subtag by subtag from the right until it is a tag, or the beginning of one (`sr` of `sr-Latn`). A single
/// letter that opens an extension goes with what follows it.
fn lookup<'a>(range: &str, tags: &[&'a Lang]) -> Option<&'a Lang> {
    let mut cut = range;
    loop {
        let exact = tags.iter().find(|tag| tag.as_str().eq_ignore_ascii_case(cut));
        let longer = || tags.iter().find(|tag| covers(cut, &tag.as_str().to_ascii_lowercase()));
        // Before all but the language is lost.
        let likely = || (cut.matches('-').count() == 1).then(|| likely(cut, tags)).flatten();
        if let Some(tag) = exact.or_else(longer).copied().or_else(likely) {
            return Some(tag);
        }
        cut = cut.rsplit_once('-')?.0;
        if let Some((rest, last)) = cut.rsplit_once('-')
            && last.len() == 1
        {
            cut = rest;
        }
    }
}

/// The tag that fluent-langneg takes for the range: another region of its language and script, such as `en-GB` for `en-US`,
/// `zh-Hant` for `zh-TW`.
fn likely<'a>(range: &str, tags: &[&'a Lang]) -> Option<&'a Lang> {
    let range = maximised(range)?;
    let (known, ids): (Vec<&Lang>, Vec<LanguageIdentifier>) =
        tags.iter().filter_map(|tag| Some((*tag, maximised(tag.as_str())?))).unzip();
    let found = negotiate_languages(&[range], &ids, None, NegotiationStrategy::Lookup);
    let at = found.first().and_then(|best| ids.iter().position(|id| id == *best))?;
    known.get(at).copied()
}

/// A tag with its likely script and region (CLDR): fluent-langneg knows only a few of them. `None` if it names no language.
fn maximised(tag: &str) -> Option<LanguageIdentifier> {
    let mut id: icu_locale::LanguageIdentifier = tag.parse().ok()?;
    if id.language.is_unknown() {
        return None;
    }
    LocaleExpander::new_extended().maximize(&mut id);
    id.to_string().parse().ok()
}

/// A basic language range (RFC 4647, 2.1) in lower case, extensions and private use included; `en_US`, as some clients
/// write it, too.
fn language_range(text: &str) -> Option<String> {
    let range = text.replace('_', "-").to_ascii_lowercase();
    let mut subtags = range.split('-');
    let letters = subtags.next().filter(|first| first.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let fits =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (fits(letters) && subtags.all(fits)).then_some(range)
}

fn primary(range: &str) -> &str {
    range.split_once('-').map_or(range, |(primary, _)| primary)
}

/// RFC 4647, 3.3.1: a range covers a tag that equals it or begins with it. Both are in lower case.
fn covers(range: &str, tag: &str) -> bool {
    tag.strip_prefix(range).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// A weight in thousandths: 0 ("not acceptable") to 1000.
pub(super) type Quality = u16;

/// Bytes of one header that are read; the rest is ignored. Browsers send under 200.
const LONGEST: usize = 4096;
/// Items of one header that are read. RFC 9110 sets no bound; browsers send under 20.
const MOST: usize = 64;

/// The items of a list header with their weights, in the order of the header. An item with a malformed weight is
/// skipped, as RFC 9110, 5.6.1 lets a recipient do with list elements; unknown parameters are ignored.
pub(super) fn items(header: &str) -> impl Iterator<Item = (&str, Quality)> {
    all(header).filter_map(|(_, item)| item)
}

/// The items as they are written, each with what could be read of it.
pub(super) fn all(header: &str) -> impl Iterator<Item = (&str, Option<(&str, Quality)>)> {
    let mut end = header.len().min(LONGEST);
    if end < header.len() {
        // Cut before the item that the bound would cut in two.
        while !header.is_char_boundary(end) {
            end -= 1;
        }
        end = header.get(..end).and_then(|head| head.rfind(',')).unwrap_or(0);
    }
    header.get(..end).unwrap_or_default().split(',').take(MOST).map(|text| (text, item(text)))
}

fn item(text: &str) -> Option<(&str, Quality)> {
    let mut parts = text.split(';').map(trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let mut found = 1000;
    for part in parts {
        if let Some(value) = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")) {
            found = weight(value)?;
        }
    }
    Some((name, found))
}

/// `qvalue` of RFC 9110, 12.4.2: `0`, `1`, and at most three digits after the point.
fn weight(text: &str) -> Option<Quality> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    if digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{digits:0<3}").parse::<Quality>().ok()?;
    match (whole, thousandths) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// Without the white space that HTTP lets stand around an item (OWS; RFC 9110, 5.6.3): no other is white here.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            ("zh-Hant-HK", "zh zh-Hant uk", "zh-Hant"),
            ("zh-Hant-HK", "zh uk", "zh"),
            ("sr", "sr-Latn uk", "sr-Latn"),
            ("sr-RS", "uk sr-Latn", "sr-Latn"),
            ("sr", "sr-Latn sr", "sr"),
            ("en-US", "en-GB uk", "en-GB"),
            ("en-US", "en-GB en", "en"),
            ("zh-TW", "zh-Hans zh-Hant", "zh-Hant"),
            ("zh-CN", "zh-Hant zh-Hans", "zh-Hans"),
            ("zh-HK, en;q=0.1", "en zh-Hans zh-Hant-TW", "zh-Hant-TW"),
            ("zh-TW", "uk zh", "zh"),
            ("pt-AO", "pt-PT pt-BR", "pt-PT"),
            ("pt-AO;q=0.9, uk;q=0.1", "uk pt-BR", "pt-BR"),
            ("ru-UA-u-mu-celsius", "uk ru", "ru"),
            ("en-US-u-hc-h12, ru;q=0.5", "ru en", "en"),
            ("ru-RU-x-twain", "uk ru", "ru"),
            ("de-1996-x-a-b-c, en;q=0.1", "uk en", "en"),
            ("x-twain, en;q=0.1", "uk en", "en"),
            ("en-waytoolongsubtag, ru;q=0.5", "en ru", "ru"),
            ("und-UA, und, en;q=0.1", "uk en", "en"),
            ("uk;q=0, *", "uk en", ""),
            ("uk;q=0, uk-UA", "uk en", ""),
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
    fn nought_excludes_and_the_wildcard_stands_for_the_rest() {
        for (header, lang, excluded) in [
            ("", "uk", false),
            ("*", "uk", false),
            ("*;q=0", "uk", true),
            ("ru;q=0, *", "ru", true),
            ("ru;q=0, *", "uk", false),
            ("RU;q=0", "ru", true),
            ("sr;q=0", "sr-Latn", true),
            ("sr;q=0, sr-Latn", "sr-Latn", false),
            ("en", "uk", false),
            ("en, *;q=0", "uk", true),
        ] {
            assert_eq!(AcceptLanguage::parse([header]).excludes(&langs(lang)[0]), excluded, "`{header}` {lang}");
        }
    }

    #[test]
    fn a_wish_for_a_variant_outlives_an_excluded_rest() {
        let accepts = AcceptLanguage::parse(["uk-UA, *;q=0"]);
        assert_eq!(accepts.best(&langs("uk en")).unwrap().as_str(), "uk");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_gives_what_is_excluded(header in "((uk|en|ru|\\*|de-DE|und-[A-Z]{2}|[a-z]{2,3}-[A-Z][a-z]{3}|[a-z]{2}-[A-Z]{2})(;q=[01](\\.[0-9]{1,4})?)?,|\\PC){0,12}") {
            let has = langs("uk en ru");
            let accepts = AcceptLanguage::parse([header.as_str()]);
            if let Some(lang) = accepts.best(&has) {
                prop_assert!(!accepts.excludes(lang));
            }
        }
    }

    #[test]
    fn weights_are_those_of_the_rfc() {
        for (text, expected) in [
            ("1", Some(1000)),
            ("1.000", Some(1000)),
            ("0.3", Some(300)),
            ("0.35", Some(350)),
            ("0.", Some(0)),
            ("0", Some(0)),
            ("1.1", None),
            ("0.1234", None),
            (".5", None),
            ("-1", None),
            ("", None),
            ("two", None),
        ] {
            assert_eq!(weight(text), expected, "{text}");
        }
    }

    #[test]
    fn a_malformed_item_is_skipped_and_the_rest_stands() {
        let read: Vec<_> = items("uk;q=x, , en ; q=0.5 ,ru;level=1;Q=0.1,;q=1").collect();
        assert_eq!(read, [("en", 500), ("ru", 100)]);
    }

    #[test]
    fn a_long_header_is_bounded_at_a_whole_item() {
        let header = "xx-yyyyyy,".repeat(1000);
        assert_eq!(items(&header).count(), MOST);
        let wide = format!("uk,{}", "я".repeat(5000));
        assert_eq!(items(&wide).collect::<Vec<_>>(), [("uk", 1000)]);
    }
}
