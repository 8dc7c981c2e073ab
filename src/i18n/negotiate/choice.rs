//! The order of docs/REFERENCE.md, section 4: the path, the cookie, the header, the site's default.
//! The outcome for each part of a reader's `Accept-Language`, to be shown to the reader.

use super::{
    AcceptLanguage,
    accept_language::{all, trim},
};
use crate::{model::lang::Lang, site::Site};

/// The language preferences in a request, apart from its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguagePreference {
    /// The value of the `lang` cookie.
    pub cookie: Option<String>,
    /// The header, all lines of it.
    pub accepts: AcceptLanguage,
}

/// The language chosen, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The language whose address the reader is led to.
    pub lang: Lang,
    /// The reason of the choice.
    pub reason: Reason,
}

/// The reason why a language was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The reader's own earlier choice.
    Cookie,
    /// The browser's `Accept-Language`.
    Header,
    /// The site's default: nothing else was said, or nothing that the site has.
    Default,
}

impl Reason {
    /// Its name, in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Cookie => "cookie",
            Reason::Header => "header",
            Reason::Default => "default",
        }
    }
}

/// Whether a language of the site has an article or words of its own: one that has neither is not where a reader who
/// does not ask for it is led.
pub type IsInUse<'a> = &'a dyn Fn(&Lang) -> bool;

/// The language of a page that every language has (the home page, a listing).
///
/// A header that names no language of the site accepts all that it does not exclude: the default comes first, then its
/// fallback chain, then the others in the order of the site.
pub fn choose(site: &Site, request: &LanguagePreference, in_use: IsInUse<'_>) -> Choice {
    if let Some(choice) = by_cookie(site, request) {
        return choice;
    }
    let accepts = heeded(site, request);
    if let Some(lang) = asked_for(site, &accepts, in_use) {
        return Choice { lang, reason: Reason::Header };
    }
    let open = in_order(site).find(|lang| !accepts.excludes(lang) && in_use(lang));
    by_default(open.unwrap_or_else(|| site.default_language()).clone())
}

/// The language in which to open an article that exists in the languages `has`, reached by a neutral link.
///
/// The header is first matched against the languages that the article has. A reader who asks for another language of the
/// site is led there, where the fallback is shown. Every other reader is led to a version that exists. A cookie is a
/// choice and is taken as it is.
pub fn choose_for_article(site: &Site, request: &LanguagePreference, has: &[Lang], in_use: IsInUse<'_>) -> Choice {
    if let Some(choice) = by_cookie(site, request) {
        return choice;
    }
    let accepts = heeded(site, request);
    if let Some(lang) = accepts.best(has) {
        return Choice { lang: lang.clone(), reason: Reason::Header };
    }
    let open = |lang: &Lang| has.contains(lang) && !accepts.excludes(lang);
    let found = match asked_for(site, &accepts, in_use) {
        // `*` next to a language that is asked for accepts the default, never a language outside its chain.
        Some(_) if accepts.accepts_any() => site.languages().shown(site.default_language(), open),
        Some(_) => None,
        None => in_order(site).find(|lang| open(lang)),
    };
    match found {
        Some(lang) => by_default(lang.clone()),
        None => choose(site, request, in_use),
    }
}

/// The language of the site, among those in use, that the header names.
fn asked_for(site: &Site, accepts: &AcceptLanguage, in_use: IsInUse<'_>) -> Option<Lang> {
    let tags = site.languages().iter().map(|language| &language.tag);
    accepts.best(&tags.filter(|lang| in_use(lang)).cloned().collect::<Vec<_>>()).cloned()
}

/// The default, its fallback chain, then the others in the order of the site; some come twice.
fn in_order(site: &Site) -> impl Iterator<Item = &Lang> {
    let default = site.default_language();
    let all = site.languages().iter().map(|language| &language.tag);
    std::iter::once(default).chain(site.languages().chain(default)).chain(all)
}

fn by_cookie(site: &Site, request: &LanguagePreference) -> Option<Choice> {
    let value = request.cookie.as_deref()?;
    let language = site.languages().get(value).or_else(|| site.languages().by_alias(value))?;
    Some(Choice { lang: language.tag.clone(), reason: Reason::Cookie })
}

fn by_default(lang: Lang) -> Choice {
    Choice { lang, reason: Reason::Default }
}

fn heeded(site: &Site, request: &LanguagePreference) -> AcceptLanguage {
    if site.negotiates() { request.accepts.with_aliases(site.languages()) } else { AcceptLanguage::default() }
}

/// The value of the first cookie called `name`, without the quotation marks that may stand around it. A cookie that is
/// no text, be it ours or another's, hides none of the others.
///
/// ```
/// let lines = [b"theme=dark; lang=uk".as_slice()];
/// assert_eq!(litopys::i18n::negotiate::cookie(lines, "lang"), Some("uk"));
/// ```
pub fn cookie<'a>(lines: impl IntoIterator<Item = &'a [u8]>, name: &str) -> Option<&'a str> {
    let pairs = lines.into_iter().flat_map(|line| line.split(|byte| *byte == b';'));
    let texts = pairs.filter_map(|pair| std::str::from_utf8(pair.trim_ascii()).ok());
    let mut named = texts.filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key == name);
    named.next().map(|(_, value)| value.trim_matches('"'))
}

/// One range of the header, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeReading {
    /// The value of the header.
    pub text: String,
    /// The outcome for it.
    pub outcome: RangeOutcome,
}

/// The outcome for a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeOutcome {
    /// It counts, with this weight in thousandths; 0 excludes a language.
    Used(u16),
    /// It was named before, and the first weight counts.
    Repeated,
    /// It is not a range of languages, or its weight is none; RFC 9110 lets a server skip it.
    Malformed,
}

/// Every range of these header lines, in their order. Those that count are those of [`AcceptLanguage::parse`].
pub fn readings<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<RangeReading> {
    let (mut read, mut known): (Vec<RangeReading>, Vec<String>) = (Vec::new(), Vec::new());
    for (text, item) in lines.into_iter().take(super::accept_language::MOST_LINES).flat_map(all) {
        let text = trim(text).to_owned();
        if text.is_empty() {
            continue;
        }
        // Parsed by itself, a range shows its canonical form.
        let alone = AcceptLanguage::parse([text.as_str()]);
        let outcome = match (item, alone.ranges().next()) {
            (Some((_, weight)), Some((range, _))) if !known.contains(&range) => {
                known.push(range);
                RangeOutcome::Used(weight)
            }
            (Some(_), Some(_)) => RangeOutcome::Repeated,
            _ => RangeOutcome::Malformed,
        };
        read.push(RangeReading { text, outcome });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    fn site(negotiate: bool) -> Site {
        let text = format!(
            "name = 'x'\nbase_url = 'https://x.org'\ndefault = 'uk'\nnegotiate = {negotiate}\n\
             [[language]]\ntag = 'uk'\naliases = ['ua']\nfallback = ['en']\n\
             [[language]]\ntag = 'en'\nfallback = ['uk', 'ru']\n[[language]]\ntag = 'ru'\nfallback = ['uk', 'en']\n"
        );
        parse_site("site.toml", &text).0.unwrap()
    }

    fn request(cookie: &str, header: &str) -> LanguagePreference {
        let cookie = (!cookie.is_empty()).then(|| cookie.to_owned());
        LanguagePreference { cookie, accepts: AcceptLanguage::parse([header]) }
    }

    #[test]
    fn a_cookie_beats_the_header_and_the_header_the_default() {
        for (cookie, header, expected, reason) in [
            ("ru", "en", "ru", Reason::Cookie),
            ("ua", "en", "uk", Reason::Cookie),
            ("de", "en", "en", Reason::Header),
            ("", "ru;q=0.3,en;q=0.9", "en", Reason::Header),
            ("", "de", "uk", Reason::Default),
            ("", "", "uk", Reason::Default),
            ("", "*", "uk", Reason::Default),
            ("", "uk;q=0, *", "en", Reason::Default),
            ("", "uk;q=0,en;q=0,*;q=0.5", "ru", Reason::Default),
            ("", "uk;q=0", "en", Reason::Default),
            ("", "ua", "uk", Reason::Header),
            ("", "ua-UA, en;q=0.5", "uk", Reason::Header),
            ("", "UA;q=0, *", "en", Reason::Default),
            ("", "en;q=0.5, ua;q=0.7", "uk", Reason::Header),
            ("", "*;q=0", "uk", Reason::Default),
            ("", "ru-UA-u-mu-celsius", "ru", Reason::Header),
        ] {
            let choice = choose(&site(true), &request(cookie, header), &|_| true);
            assert_eq!((choice.lang.as_str(), choice.reason), (expected, reason), "{cookie} `{header}`");
        }
    }

    #[test]
    fn prefers_a_language_the_article_has() {
        for (cookie, header, has, expected) in [
            ("", "ru", "uk en", "ru"),
            ("", "ru, en;q=0.5", "uk en", "en"),
            ("", "", "uk en", "uk"),
            ("", "*", "en ru", "en"),
            ("", "", "ru", "ru"),
            ("", "*", "ru", "ru"),
            ("", "de, fr;q=0.5", "ru", "ru"),
            ("", "uk", "ru", "uk"),
            ("", "uk, *;q=0.5", "ru", "uk"),
            ("", "ua", "ru", "uk"),
            ("", "ru;q=0, *", "ru", "uk"),
            ("", "ru;q=0", "en ru", "en"),
            ("", "uk;q=0,en;q=0,*;q=0.5", "uk en", "ru"),
            ("", "de", "uk en", "uk"),
            ("", "de", "en", "en"),
            ("", "ru;q=0, *", "en ru", "en"),
            ("ru", "uk", "uk en", "ru"),
        ] {
            let has: Vec<Lang> = has.split(' ').map(|tag| tag.parse().unwrap()).collect();
            let choice = choose_for_article(&site(true), &request(cookie, header), &has, &|_| true);
            assert_eq!(choice.lang.as_str(), expected, "{cookie} `{header}` of {has:?}");
        }
    }

    #[test]
    fn a_language_that_is_not_in_use_is_chosen_by_its_cookie_alone() {
        let used = |lang: &Lang| lang.as_str() != "uk";
        for (cookie, header, expected) in
            [("", "", "en"), ("", "uk", "en"), ("", "uk, ru;q=0.1", "ru"), ("uk", "ru", "uk"), ("", "de", "en")]
        {
            assert_eq!(choose(&site(true), &request(cookie, header), &used).lang.as_str(), expected, "`{header}`");
        }
        let has: Vec<Lang> = vec!["ru".parse().unwrap()];
        assert_eq!(choose_for_article(&site(true), &request("", ""), &has, &used).lang.as_str(), "ru");
    }

    #[test]
    fn a_site_may_switch_the_header_off_but_not_the_cookie() {
        assert_eq!(choose(&site(false), &request("", "en"), &|_| true).lang.as_str(), "uk");
        assert_eq!(choose(&site(false), &request("en", "ru"), &|_| true).lang.as_str(), "en");
    }
}

#[cfg(test)]
mod cookie_tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_that_name_counts_and_others_do_not_hide_it() {
        for (line, expected) in [
            (&b"lang=uk"[..], Some("uk")),
            (b" a=1 ;lang=\"en\"; lang=ru", Some("en")),
            (b"theme=\xff; lang=uk", Some("uk")),
            (b"lang=\xff; lang=uk", Some("uk")),
            (b"language=uk; xlang=ru; lang", None),
            (b"lang=", Some("")),
            (b"", None),
        ] {
            assert_eq!(cookie([line], "lang"), expected, "{}", line.escape_ascii());
        }
        assert_eq!(cookie([&b"a=1"[..], b"lang=ru"], "lang"), Some("ru"));
    }

    proptest! {
        #[test]
        fn what_is_found_stands_in_the_line(line in "((lang|a)=[a-z\"]{0,4}; ?|\\PC){0,12}") {
            if let Some(value) = cookie([line.as_bytes()], "lang") {
                prop_assert!(line.contains("lang=") && line.contains(value) && !value.contains(';'));
            }
        }
    }
}

#[cfg(test)]
mod reading_tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_range_says_what_became_of_it() {
        let read = readings(["uk-UA, uk;q=0.9, en;q=x,,", "UK;q=0.1, *;q=0, x-y_z!"]);
        let read: Vec<(&str, RangeOutcome)> = read.iter().map(|one| (one.text.as_str(), one.outcome)).collect();
        assert_eq!(
            read,
            [
                ("uk-UA", RangeOutcome::Used(1000)),
                ("uk;q=0.9", RangeOutcome::Used(900)),
                ("en;q=x", RangeOutcome::Malformed),
                ("UK;q=0.1", RangeOutcome::Repeated),
                ("*;q=0", RangeOutcome::Used(0)),
                ("x-y_z!", RangeOutcome::Malformed),
            ]
        );
    }

    #[test]
    fn white_space_that_http_does_not_know_makes_a_range_malformed() {
        let read = readings(["\u{2000}uk, \ten"]).into_iter().map(|one| one.outcome).collect::<Vec<_>>();
        assert_eq!(read, [RangeOutcome::Malformed, RangeOutcome::Used(1000)]);
    }

    proptest! {
        #[test]
        fn what_is_heeded_is_what_the_server_heeds(header in "((uk|UK|en|\\*|x)(;q=[01](\\.[0-9]{1,4})?)?,|\\PC){0,12}") {
            let heeded = readings([header.as_str()]).into_iter().filter(|one| matches!(one.outcome, RangeOutcome::Used(_)));
            prop_assert_eq!(heeded.count(), AcceptLanguage::parse([header.as_str()]).ranges().count());
        }
    }
}
