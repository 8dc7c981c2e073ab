//! `site.toml`.

use super::article_text::quoted;
use crate::{
    import::{
        ImportedMenuEntry, ImportedSite, OldTarget,
        plan::{Addresses, Link, PlannedArticle, PlannedVersion, SiteFacts, Terms},
        ties::Head,
    },
    model::{lang::Lang, slug::Collection},
    site::{MenuPlace, Topic, toml_key},
};

/// Where an archive lives that no reader is to find yet.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// The text of `site.toml`.
pub(in crate::import) fn site_toml(site: &ImportedSite, facts: &SiteFacts, to: MenuTargets<'_>) -> String {
    let mut out = format!("name = {}\n", names(&site.names).unwrap_or_else(|| quoted("Litopys")));
    out.push_str(&format!(
        "base_url = {}\n",
        quoted(site.base_url.as_deref().unwrap_or(ADDRESS).trim_end_matches('/'))
    ));
    out.push_str(&format!("default = {}\n", quoted(facts.default.as_str())));
    if let Some(size) = site.page_size.filter(|size| (1..=200).contains(size)) {
        out.push_str(&format!("page_size = {size}\n"));
    }
    if let Some(zone) = site.time_zone.as_deref().filter(|zone| jiff::tz::TimeZone::get(zone).is_ok()) {
        out.push_str(&format!("time_zone = {}\n", quoted(zone)));
    }
    for language in &facts.languages {
        out.push_str(&format!("\n[[language]]\ntag = {}\n", quoted(language.tag.as_str())));
        if let Some(label) = language.label.as_deref().filter(|label| !label.trim().is_empty()) {
            out.push_str(&format!("label = {}\n", quoted(label)));
        }
        let aliases: Vec<_> = language.aliases.iter().map(|alias| quoted(alias)).collect();
        if !aliases.is_empty() {
            out.push_str(&format!("aliases = [{}]\n", aliases.join(", ")));
        }
    }
    for entry in menu(&site.menu, to) {
        out.push_str(&entry);
    }
    out
}

/// One name, or one a language.
fn names(names: &[(Option<Lang>, String)]) -> Option<String> {
    let mut named: Vec<(&Lang, &str)> = Vec::new();
    for (lang, name) in names {
        if let Some(lang) = lang
            && !named.iter().any(|(known, _)| *known == lang)
        {
            named.push((lang, name));
        }
    }
    let first = names.first().map(|(_, name)| name.as_str())?;
    if named.is_empty() || named.iter().all(|(_, name)| *name == first) {
        return Some(quoted(first));
    }
    let pairs: Vec<_> =
        named.iter().map(|(lang, name)| format!("{} = {}", toml_key(lang.as_str()), quoted(name))).collect();
    Some(format!("{{ {} }}", pairs.join(", ")))
}

/// An entry of a menu: the line that names its target, and its names in several languages.
struct MenuLine {
    place: MenuPlace,
    target: String,
    names: Vec<(Option<Lang>, String)>,
}

/// The entries of the menus: what has the same target in several languages is one entry with several names.
fn menu(entries: &[ImportedMenuEntry], to: MenuTargets<'_>) -> Vec<String> {
    let mut all: Vec<MenuLine> = Vec::new();
    for entry in entries {
        let Some(target) = to.target(&entry.target) else { continue };
        let name = (entry.lang.clone(), entry.name.clone());
        match all.iter_mut().find(|line| line.place == entry.place && line.target == target) {
            Some(line) => line.names.push(name),
            None => all.push(MenuLine { place: entry.place, target, names: vec![name] }),
        }
    }
    let write = |line: &MenuLine| {
        let place = if line.place == MenuPlace::Footer { "place = \"footer\"\n" } else { "" };
        let name = names(&line.names).map(|name| format!("name = {name}\n")).unwrap_or_default();
        format!("\n[[menu]]\n{}\n{name}{place}", line.target)
    };
    all.iter().map(write).collect()
}

/// What entries of menus may lead to.
#[derive(Clone, Copy)]
pub(in crate::import) struct MenuTargets<'a> {
    pub(in crate::import) articles: &'a [PlannedArticle],
    pub(in crate::import) heads: &'a [Head],
    pub(in crate::import) terms: &'a Terms,
    pub(in crate::import) addresses: &'a Addresses,
}

impl MenuTargets<'_> {
    /// The line of an entry that names its target; `None` where there is none.
    fn target(&self, target: &OldTarget) -> Option<String> {
        let href = |path: String| Some(format!("href = {}", quoted(&path)));
        match target {
            OldTarget::Version(id) => {
                let is_it =
                    |version: &PlannedVersion| self.heads.get(version.head).is_some_and(|head| head.version.id == *id);
                Self::article(self.articles.iter().find(|article| article.versions.iter().any(is_it))?)
            }
            OldTarget::Listing(Topic::Series, source, _) => {
                href(format!("/series/{}", self.terms.id(Topic::Series, source)?))
            }
            OldTarget::Listing(topic, source, _) => {
                Some(format!("{topic} = {}", quoted(self.terms.id(*topic, source)?)))
            }
            OldTarget::Index(topic, _) => href(format!("/{}", topic.plural())),
            OldTarget::Home(_) => href("/".to_owned()),
            OldTarget::Feed(None, lang) => {
                href(lang.as_ref().map_or("/feed.atom".to_owned(), |lang| format!("/{lang}/feed.atom")))
            }
            OldTarget::Address(address) => match self.addresses.find(address) {
                Some(Link::Version(at, _)) => Self::article(self.articles.get(*at)?),
                Some(Link::Path(path)) => self.path(path),
                None => {
                    let is_address =
                        ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
                    let is_path =
                        address.starts_with('/') && !address.starts_with("//") && self.addresses.answers(address);
                    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
                    let is_valid = is_plain && (is_address || is_path);
                    if is_valid { href(self.addresses.without_folder(address)) } else { None }
                }
            },
            OldTarget::Feed(Some(_), _) | OldTarget::File(_) => None,
        }
    }

    /// A path of the new site: that of a topic without its language, so that each reader gets their own.
    fn path(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let rest = match parts.as_slice() {
            [first, rest @ ..] if self.addresses.is_language(first) => rest,
            all => all,
        };
        Some(match rest {
            [topic @ ("tag" | "section" | "author"), id] => format!("{topic} = {}", quoted(id)),
            rest => format!("href = {}", quoted(&format!("/{}", rest.join("/")))),
        })
    }

    fn article(article: &PlannedArticle) -> Option<String> {
        match article.id.collection() {
            Collection::Pages => Some(format!("page = {}", quoted(article.id.name().as_str()))),
            Collection::Year(year) => Some(format!("href = {}", quoted(&format!("/{year}/{}", article.id.name())))),
            Collection::Authors => Some(format!("author = {}", quoted(article.id.name().as_str()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        import::{ImportedLanguage, Report, plan::languages_of},
        site::parse_site,
    };

    #[test]
    fn the_site_is_read_as_it_was_written() {
        let [uk, en]: [Lang; 2] = ["uk", "en"].map(|tag| tag.parse().unwrap());
        let language = |tag: &Lang, label: Option<&str>| ImportedLanguage {
            tag: tag.clone(),
            label: label.map(Into::into),
            aliases: vec![],
        };
        let entry = |lang: &Lang, name: &str, target| ImportedMenuEntry {
            lang: Some(lang.clone()),
            name: name.into(),
            target,
            place: MenuPlace::Header,
        };
        let site = ImportedSite {
            names: vec![(Some(uk.clone()), "Музей".into()), (Some(en.clone()), "Museum".into())],
            base_url: Some("https://example.org/blog/".into()),
            languages: vec![language(&uk, Some("UA")), language(&en, None)],
            time_zone: Some("Europe/Kyiv".into()),
            page_size: Some(500),
            menu: vec![
                entry(&uk, "Теми", OldTarget::Index(Topic::Tag, None)),
                entry(&en, "Topics", OldTarget::Index(Topic::Tag, None)),
                entry(&en, "Bad", OldTarget::Address("javascript:alert(1)".into())),
                entry(&en, "Search", OldTarget::Address("/blog/search/".into())),
            ],
            ..ImportedSite::default()
        };
        let facts =
            SiteFacts { default: uk.clone(), languages: languages_of(&site, &[]), zone: jiff::tz::TimeZone::UTC };
        let terms = Terms::default();
        let addresses = Addresses::new(&[], &[], &site, &terms, &mut Report::default());
        let to = MenuTargets { articles: &[], heads: &[], terms: &terms, addresses: &addresses };
        let text = site_toml(&site, &facts, to);
        let (read, problems) = parse_site("site.toml", &text);
        let read = read.unwrap();
        assert_eq!(problems, [], "{text}");
        assert_eq!((read.base_url(), read.name(&uk), read.menu().len()), ("https://example.org/blog", "Музей", 2));
        assert!(text.contains("href = \"/search/\"\n"), "{text}");
    }
}
