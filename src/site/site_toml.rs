//! The whole of `site.toml`.

use jiff::tz::TimeZone;

use super::{
    Allowed, CacheRules, FeedRules, HomeRules, Languages, Look, MenuEntry, ProxyRules, Redirects, SiteName, TomlFields,
    TomlReader,
    base_url::{BaseUrl, ascii_host},
    cache, home,
};
use crate::model::{
    diagnostic::{Diagnostic, Place},
    lang::Lang,
    sentence::say,
};

/// A site, as its `site.toml` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    name: SiteName,
    footer: Option<SiteName>,
    footer_place: Option<Place>,
    pub(super) base_url: BaseUrl,
    default: Lang,
    negotiate: bool,
    source: Lang,
    page_size: u32,
    time_zone: TimeZone,
    count_fallbacks: bool,
    languages: Languages,
    cache: CacheRules,
    logs_addresses: bool,
    proxy: ProxyRules,
    allowed: Allowed,
    feed: FeedRules,
    menu: Vec<MenuEntry>,
    home: HomeRules,
    look: Look,
    /// Old addresses without an article, from `redirects.toml` next to it.
    pub(crate) redirects: Redirects,
}

const PAGE_SIZE: u32 = 20;

impl Site {
    /// The name of the site in `lang`, else along its chain, else in the default language.
    pub fn name(&self, lang: &Lang) -> &str {
        self.text(&self.name, lang)
    }

    /// A name of `site.toml` in `lang`, else along its chain, else in the default language, else in any.
    pub fn text<'a>(&'a self, name: &'a SiteName, lang: &Lang) -> &'a str {
        self.text_with_lang(name, lang).1
    }

    /// The same, with its language if there is a name for each.
    pub fn text_with_lang<'a>(&'a self, name: &'a SiteName, lang: &Lang) -> (Option<&'a Lang>, &'a str) {
        let langs = std::iter::once(lang).chain(self.languages.chain(lang)).chain([&self.default]);
        name.first(langs).unwrap_or_else(|| (None, name.texts().first().copied().unwrap_or_default()))
    }

    /// The text at the end of each page for readers of `lang`, as Markdown, with its language where it has one of its own: in `lang`, else
    /// along its chain.
    pub fn footer<'a>(&'a self, lang: &Lang) -> Option<(Option<&'a Lang>, &'a str)> {
        self.footer.as_ref()?.first(std::iter::once(lang).chain(self.languages.chain(lang)))
    }

    /// The footers of all languages, and where they stand in `site.toml`.
    pub fn footers(&self) -> (Vec<&str>, Option<Place>) {
        (self.footer.as_ref().map(SiteName::texts).unwrap_or_default(), self.footer_place)
    }

    /// The name of the site in `lang`; with the language's label, where another language has the same name: browsers tell
    /// searches and applications of one site apart by their names alone.
    pub fn distinct_name(&self, lang: &Lang) -> String {
        let name = self.name(lang);
        let shared = self.languages.iter().any(|other| other.tag != *lang && self.name(&other.tag) == name);
        match self.languages.get(lang.as_str()).filter(|_| shared) {
            Some(language) => format!("{name} ({})", language.label),
            None => name.to_owned(),
        }
    }

    /// The address of the site, without a slash at the end: `https://example.org`, `https://example.org/archive`.
    pub fn base_url(&self) -> &str {
        self.base_url.as_str()
    }

    /// The path from the root of the site, with query and fragment, where a whole address leads to the site; of either scheme.
    pub(crate) fn path_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        let without_scheme =
            |address: &'a str| address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let base = self.base_url().split_once("://").map_or("", |(_, base)| base);
        let rest = without_scheme(address)?;
        let (host, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
        // A host is written in either case, and in letters of any script; the path of a site is not.
        let own = base.get(..base.len() - self.base_path().len()).filter(|own| !own.is_empty())?;
        let is_same = ascii_host(host).is_some_and(|host| host.eq_ignore_ascii_case(own));
        let path = path.strip_prefix(self.base_path())?;
        let is_whole = path.is_empty() || path.starts_with(['/', '?', '#']);
        (is_same && is_whole).then_some(path)
    }

    /// The path of [`base_url`](Self::base_url), percent-encoded: `/archive`; empty where the site has its host to itself.
    pub fn base_path(&self) -> &str {
        self.base_url.path()
    }

    /// Whether the site lives at https.
    pub fn is_https(&self) -> bool {
        self.base_url().starts_with("https://")
    }

    /// The language when nothing else decides.
    pub fn default_language(&self) -> &Lang {
        &self.default
    }

    /// Whether the browser's `Accept-Language` counts; where not, the default language comes first.
    pub fn negotiates(&self) -> bool {
        self.negotiate
    }

    /// The language that the other locales are checked against.
    pub fn source_language(&self) -> &Lang {
        &self.source
    }

    /// Articles on a page of a listing.
    pub fn page_size(&self) -> u32 {
        self.page_size
    }

    /// The time zone in which days begin.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// Whether the server counts how often readers of a language were shown another version, or none.
    pub fn counts_fallbacks(&self) -> bool {
        self.count_fallbacks
    }

    /// The languages, in the selector's order.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Whether the access log has readers' addresses.
    pub fn logs_addresses(&self) -> bool {
        self.logs_addresses
    }

    /// The trusted proxies.
    pub fn proxy(&self) -> &ProxyRules {
        &self.proxy
    }

    /// The words that `litopys check` takes for meant.
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// `[feed]`: ids and contact for machines that follow the site.
    pub fn feed(&self) -> &FeedRules {
        &self.feed
    }

    /// The settings of the home page.
    pub fn home(&self) -> &HomeRules {
        &self.home
    }

    /// Its logo and accent colour.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Leaves it without a logo, where its file cannot be shown.
    pub(crate) fn drop_logo(&mut self) {
        self.look.logo = None;
    }

    /// The links of `[[menu]]`, in their order.
    pub fn menu(&self) -> &[MenuEntry] {
        &self.menu
    }

    /// The settings of the page cache.
    pub fn cache(&self) -> &CacheRules {
        &self.cache
    }
}

/// Reads a `site.toml`. `None` if it names no language that can be read: without one there is no site.
/// A key that is absent has the default of docs/WRITING.md.
pub fn parse_site(path: &str, text: &str) -> (Option<Site>, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let fields = reader.root();
    let languages = Languages::read(&fields);
    // Languages that are there and cannot be read are reported already.
    if languages.is_none() && reader.is_toml() && (!fields.has("language") || fields.is_empty_array("language")) {
        fields.problem("language", "no-language", say("no-language"));
    }
    let site = languages.map(|languages| read(&fields, languages));
    if site.is_some() {
        fields.finish();
    }
    (site, reader.into_diagnostics())
}

fn read(fields: &TomlFields<'_, '_>, languages: Languages) -> Site {
    let known = |key: &'static str| -> Option<Lang> {
        let lang: Lang = fields.parsed(key)?;
        let found = languages.get(lang.as_str()).is_some();
        if !found {
            fields.problem(key, "unknown-language", say("unknown-language-key").with("key", key).with("lang", &lang));
        }
        found.then_some(lang)
    };
    let first = || languages.iter().next().map(|language| language.tag.clone());
    let default = known("default").or_else(first).expect("`Languages` is never empty");
    Site {
        name: name(fields),
        footer: SiteName::read(fields, "footer"),
        footer_place: fields.place("footer"),
        base_url: BaseUrl::read(fields),
        negotiate: fields.boolean("negotiate").unwrap_or(true),
        source: known("source").unwrap_or_else(|| default.clone()),
        page_size: page_size(fields),
        time_zone: time_zone(fields),
        count_fallbacks: fields.boolean("count_fallbacks").unwrap_or(false),
        cache: CacheRules::read(fields),
        logs_addresses: cache::logs_addresses(fields),
        proxy: ProxyRules::read(fields),
        allowed: Allowed::read(fields),
        feed: FeedRules::read(fields),
        menu: home::read_menu(fields),
        home: HomeRules::read(fields),
        look: Look::read(fields),
        redirects: Redirects::default(),
        default,
        languages,
    }
}

fn name(fields: &TomlFields<'_, '_>) -> SiteName {
    if !fields.has("name") {
        fields.missing("name");
    }
    SiteName::read(fields, "name").unwrap_or_else(|| SiteName::One(String::new()))
}

fn page_size(fields: &TomlFields<'_, '_>) -> u32 {
    let size = fields.integer("page_size", 1..201).unwrap_or(PAGE_SIZE.into());
    u32::try_from(size).unwrap_or(PAGE_SIZE)
}

fn time_zone(fields: &TomlFields<'_, '_>) -> TimeZone {
    let Some(name) = fields.string("time_zone") else { return TimeZone::UTC };
    TimeZone::get(&name).unwrap_or_else(|_| {
        let message = say("bad-value-time-zone").with("found", &name);
        fields.problem("time_zone", "bad-value", message);
        TimeZone::UTC
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SITE: &str = r#"
name = "Litopys"
base_url = "https://example.org/"
default = "uk"
source = "en"
time_zone = "Europe/Kyiv"
[[language]]
tag = "uk"
label = "UA"
aliases = ["ua"]
fallback = ["en"]
[[language]]
tag = "en"
fallback = ["uk", "ru"]
[[language]]
tag = "ru"
label = "RU"
fallback = ["uk", "en"]
"#;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn reads_the_contract_example() {
        let (site, problems) = parse_site("site.toml", SITE);
        let site = site.unwrap();
        assert_eq!(problems, []);
        assert_eq!((site.base_url(), site.page_size(), site.negotiates()), ("https://example.org", 20, true));
        let labels: Vec<_> = site.languages().iter().map(|language| language.label.as_str()).collect();
        assert_eq!(labels, ["UA", "English", "RU"]);
        assert_eq!(site.languages().by_alias("UA").unwrap().tag, lang("uk"));
        assert_eq!(site.languages().by_alias("uk"), None);
    }

    #[test]
    fn a_language_without_a_label_shows_its_own_name() {
        for (tag, label) in [
            ("uk", "Українська"),
            ("ru", "Русский"),
            ("en-GB", "English"),
            ("ar", "العربية"),
            ("ka", "ქართული"),
            ("zu", "isiZulu"),
            ("pt-BR", "Português"),
            ("xqq", "xqq"),
        ] {
            let text = format!("name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = '{tag}'\n");
            let site = parse_site("site.toml", &text).0.unwrap();
            assert_eq!(site.languages().get(tag).unwrap().label, label);
        }
        let text = "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'en-GB'\n[[language]]\ntag = 'en-US'\n";
        let site = parse_site("site.toml", text).0.unwrap();
        let labels: Vec<_> = site.languages().iter().map(|language| language.label.as_str()).collect();
        assert_eq!(labels, ["British English", "American English"]);
    }

    #[test]
    fn fallback_follows_the_chain_and_nothing_else() {
        let (site, _) = parse_site("site.toml", SITE);
        let languages = site.unwrap().languages().clone();
        for (wanted, has, shown) in [
            ("uk", vec!["uk", "en", "ru"], Some("uk")),
            ("uk", vec!["en", "ru"], Some("en")),
            ("uk", vec!["ru"], None),
            ("en", vec!["ru"], Some("ru")),
            ("ru", vec!["uk", "en"], Some("uk")),
            ("ru", vec![], None),
        ] {
            let wanted = lang(wanted);
            let found = languages.shown(&wanted, |lang| has.contains(&lang.as_str()));
            assert_eq!(found.map(Lang::as_str), shown, "{wanted} of {has:?}");
        }
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let text = SITE.replace("default =", "defualt =").replace("Europe/Kyiv", "Kyiv").replace("\"ru\"]", "\"de\"]");
        let (site, problems) = parse_site("site.toml", &text);
        assert!(site.is_some());
        let found: Vec<_> = problems.iter().map(|problem| problem.message.to_string()).collect();
        assert_eq!(
            found,
            [
                "unknown key `defualt`",
                "expected a time zone like `Europe/Kyiv`, found `Kyiv`",
                "`fallback` names `de`, which is not a language of this site",
            ]
        );
    }

    #[test]
    fn a_key_of_the_site_below_a_table_moves_above_it() {
        for key in ["name = 'x'", "base_url = 'https://x.org'", "default = 'uk'", "page_size = 5"] {
            let (_, problems) = parse_site("site.toml", &format!("[[language]]\ntag = 'uk'\n{key}\n"));
            let name = key.split(' ').next().unwrap();
            let found = problems.iter().filter(|problem| problem.message.to_string().ends_with(&format!("`{name}`")));
            let helps: Vec<_> =
                found.map(|problem| problem.help.as_ref().map_or(String::new(), ToString::to_string)).collect();
            assert_eq!(helps, ["move it above the first `[[language]]`"], "{key}: {problems:?}");
        }
        let (_, problems) =
            parse_site("site.toml", "[[language]]\ntag = 'uk'\nname = 'x'\nbase_url = 'https://x.org'\n");
        let codes: Vec<_> = problems.iter().map(|problem| &*problem.code).collect();
        assert_eq!(codes, ["unknown-key", "unknown-key"], "what stands below is not missing");
    }

    #[test]
    fn without_a_language_there_is_no_site() {
        let (site, problems) = parse_site("site.toml", "name = 'x'\n");
        assert!(site.is_none());
        assert_eq!(problems[0].message.to_string(), "expected at least one [[language]] with a `tag`");
        let (_, problems) = parse_site("site.toml", "[[language]]\ntga = 'uk'\nlabel = 'UA'\n");
        assert_eq!(problems.iter().map(|problem| &*problem.code).collect::<Vec<_>>(), ["unknown-key"]);
    }

    proptest! {
        #[test]
        fn what_cannot_be_used_is_reported_inside_the_file(text in "(name|language|tag|=|\\[|\\]|\"uk\"|'|\\n|\\PC){0,30}") {
            let (site, problems) = parse_site("site.toml", &text);
            crate::model::diagnostic::assert_inside(&problems, &text);
            prop_assert!(site.is_some() || !problems.is_empty());
        }
    }
}
