//! The order of docs/REFERENCE.md, section 4: the path, the cookie, the header, the site's default.

use super::AcceptLanguage;
use crate::{config::Site, lang::Lang};

/// What a request says about languages, beyond its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
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
    /// What decided.
    pub reason: Reason,
}

/// What decided on a language.
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

/// The language of a page that every language has (the home page, a listing).
pub fn choose(site: &Site, request: &Request) -> Choice {
    let all = all_of(site);
    if let Some(choice) = by_cookie(site, request) {
        return choice;
    }
    match heeded(site, request).best(&all) {
        Some(lang) => Choice { lang: lang.clone(), reason: Reason::Header },
        None => by_default(site.default_language().clone()),
    }
}

/// The language in which to open an article that exists in the languages `has`, reached by a neutral link.
///
/// The header is first matched against what the article has; only where none of that is acceptable is the site's
/// language negotiated, and its page shows the fallback. A cookie is a choice and is taken as it is.
pub fn choose_for_article(site: &Site, request: &Request, has: &[Lang]) -> Choice {
    if let Some(choice) = by_cookie(site, request) {
        return choice;
    }
    let accepts = heeded(site, request);
    if let Some(lang) = accepts.best(has) {
        return Choice { lang: lang.clone(), reason: Reason::Header };
    }
    let default = site.default_language();
    let open = |lang: &Lang| has.contains(lang) && accepts.takes_any(lang);
    match site.languages().shown(default, open) {
        Some(lang) => by_default(lang.clone()),
        None => choose(site, request),
    }
}

fn by_cookie(site: &Site, request: &Request) -> Option<Choice> {
    let value = request.cookie.as_deref()?;
    let language = site.languages().get(value).or_else(|| site.languages().by_alias(value))?;
    Some(Choice { lang: language.tag.clone(), reason: Reason::Cookie })
}

fn by_default(lang: Lang) -> Choice {
    Choice { lang, reason: Reason::Default }
}

fn heeded(site: &Site, request: &Request) -> AcceptLanguage {
    if site.negotiates() { request.accepts.clone() } else { AcceptLanguage::default() }
}

fn all_of(site: &Site) -> Vec<Lang> {
    site.languages().iter().map(|language| language.tag.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse_site;

    fn site(negotiate: bool) -> Site {
        let text = format!(
            "name = 'x'\nbase_url = 'https://x.org'\ndefault = 'uk'\nnegotiate = {negotiate}\n\
             [[language]]\ntag = 'uk'\naliases = ['ua']\nfallback = ['en']\n\
             [[language]]\ntag = 'en'\nfallback = ['uk', 'ru']\n[[language]]\ntag = 'ru'\nfallback = ['uk', 'en']\n"
        );
        parse_site("site.toml", &text).0.unwrap()
    }

    fn request(cookie: &str, header: &str) -> Request {
        let cookie = (!cookie.is_empty()).then(|| cookie.to_owned());
        Request { cookie, accepts: AcceptLanguage::parse([header]) }
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
        ] {
            let choice = choose(&site(true), &request(cookie, header));
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
            ("", "", "ru", "uk"),
            ("", "de", "uk en", "uk"),
            ("", "de", "en", "uk"),
            ("", "ru;q=0, *", "en ru", "en"),
            ("ru", "uk", "uk en", "ru"),
        ] {
            let has: Vec<Lang> = has.split(' ').map(|tag| tag.parse().unwrap()).collect();
            let choice = choose_for_article(&site(true), &request(cookie, header), &has);
            assert_eq!(choice.lang.as_str(), expected, "{cookie} `{header}` of {has:?}");
        }
    }

    #[test]
    fn a_site_may_switch_the_header_off_but_not_the_cookie() {
        assert_eq!(choose(&site(false), &request("", "en")).lang.as_str(), "uk");
        assert_eq!(choose(&site(false), &request("en", "ru")).lang.as_str(), "en");
    }
}
