//! Cookies: ours is found among any others, and decides on a language of the site or on nothing.

use super::site::SITE;
use litopys::i18n::negotiate::{AcceptLanguage, LanguagePreference, Reason, choose, cookie};

pub(super) fn run(data: &[u8]) {
    let found = cookie([data], "lang");
    if let Some(value) = found {
        assert!(!value.contains(';') && contains(data, b"lang=") && contains(data, value.as_bytes()));
    }
    let site = &SITE.app.edition().site;
    let choice = choose(
        site,
        &LanguagePreference { cookie: found.map(str::to_owned), accepts: AcceptLanguage::default() },
        &|_| true,
    );
    assert!(site.languages().get(choice.lang.as_str()).is_some());
    let known = |value: &str| site.languages().get(value).or_else(|| site.languages().by_alias(value)).is_some();
    assert_eq!(choice.reason == Reason::Cookie, found.is_some_and(known));
    // Whatever other cookies are, ours is heard before and after them.
    let (before, after) = ([b"lang=ru; ".as_slice(), data].concat(), [data, b"; lang=ru"].concat());
    assert_eq!(cookie([before.as_slice()], "lang"), Some("ru"));
    assert_eq!(cookie([after.as_slice()], "lang"), found.or(Some("ru")));
    assert_eq!(cookie([data, b"lang=ru"], "lang"), found.or(Some("ru")));
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}
