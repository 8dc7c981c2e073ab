//! `site.toml`: a site has languages, its default among them, and each name leads to one of them.

use super::place;
use litopys::{
    model::diagnostic::Severity,
    site::{Site, parse_site},
};

pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (site, problems) = parse_site("site.toml", text);
    place::check(&problems, "site.toml", text);
    let told = problems.iter().any(|problem| problem.severity == Severity::Error);
    let Some(site) = site else { return assert!(told, "no site without a word") };
    for lang in [site.default_language(), site.source_language()] {
        assert!(site.languages().get(lang.as_str()).is_some());
        site.name(lang);
    }
    assert!((1..=200).contains(&site.page_size()));
    languages(&site, told);
    if !told {
        let host = site.base_url().strip_prefix("https://").or_else(|| site.base_url().strip_prefix("http://"));
        assert!(host.is_some_and(|host| !host.is_empty() && !host.ends_with('/')), "{}", site.base_url());
        assert!(!site.base_url().contains(|c: char| c.is_control() || c.is_whitespace()), "{:?}", site.base_url());
    }
}

fn languages(site: &Site, told: bool) {
    for language in site.languages().iter() {
        assert_eq!(site.languages().get(language.tag.as_str()), Some(language));
        assert!(!language.label.trim().is_empty() && !language.fallback.contains(&language.tag));
        assert!(told || language.fallback.iter().all(|lang| site.languages().get(lang.as_str()).is_some()));
        for alias in &language.aliases {
            let found = site.languages().get(alias).or_else(|| site.languages().by_alias(alias));
            assert_eq!(found, Some(language), "`{alias}`");
        }
        let shown = site.languages().shown(&language.tag, |_| true);
        assert_eq!(shown, Some(&language.tag));
    }
}
