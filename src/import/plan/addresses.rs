//! Where each old address leads now: to a version, by its aliases, or elsewhere, by `redirects.toml`.

use std::collections::{BTreeMap, HashMap};

use super::{
    PlannedArticle, Terms,
    base::{Base, spelled, written},
    ids::languages_of,
    listings::Listings,
};
use crate::{
    import::{ImportedSite, MediaReference, MediaSource, OldTarget, Outcome, Report, SourcePlace, ties::Head},
    model::lang::Lang,
    site::old_path::{is_among_files, old_path},
};

/// Where a link of the old site leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) enum Link {
    /// To a version, by the places of its article and of it in that.
    Version(usize, usize),
    /// To a path of the new site, or an address elsewhere.
    Path(String),
}

/// All old addresses.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Addresses {
    /// By old path, in the one form in which such are compared.
    links: HashMap<String, Link>,
    /// The aliases of each version, by article and version.
    aliases: HashMap<(usize, usize), Vec<String>>,
    /// The aliases of each article.
    shared: HashMap<usize, Vec<String>>,
    /// What `redirects.toml` says.
    redirects: BTreeMap<String, String>,
    /// Files that get a place in `static/`: where, and their source.
    files: BTreeMap<String, MediaSource>,
    /// The places of files that have one.
    placed: HashMap<MediaSource, String>,
    /// Whether each article is in every language of the site.
    everywhere: Vec<bool>,
    base: Base,
}

impl Addresses {
    /// The addresses of all `articles` and of the site.
    pub(in crate::import) fn new(
        heads: &[Head],
        articles: &[PlannedArticle],
        site: &ImportedSite,
        terms: &Terms,
        report: &mut Report,
    ) -> Addresses {
        let languages = languages_of(site, heads);
        let has = |article: &PlannedArticle, lang: &Lang| article.versions.iter().any(|version| version.lang == *lang);
        let everywhere: Vec<bool> =
            articles.iter().map(|article| languages.iter().all(|language| has(article, &language.tag))).collect();
        let base = Base::new(site.base_url.as_deref(), &site.other_hosts, languages);
        let mut all = Addresses { base, everywhere, ..Addresses::default() };
        all.add_new(articles);
        // Those that readers see come first, so that a draft never takes an address from them.
        for is_hidden in [false, true] {
            for (at, article) in articles.iter().enumerate() {
                for (n, version) in article.versions.iter().enumerate() {
                    let Some(head) = heads.get(version.head) else { continue };
                    if head.version.hidden.is_some() == is_hidden {
                        all.add_version(at, n, head, &article.address(version), report);
                    }
                }
            }
        }
        all.add_site(site, articles, heads, terms, report);
        all
    }

    fn add_new(&mut self, articles: &[PlannedArticle]) {
        for (at, article) in articles.iter().enumerate() {
            for (n, version) in article.versions.iter().enumerate() {
                if let Some(path) = old_path(&article.address(version)) {
                    self.links.insert(path, Link::Version(at, n));
                }
            }
            for merged in &article.merged {
                self.shared.entry(at).or_default().push(format!("/{merged}"));
            }
        }
    }

    fn add_version(&mut self, at: usize, n: usize, head: &Head, address: &str, report: &mut Report) {
        let place = &head.version.place;
        let own = head.version.addresses.iter().map(|address| (address, false));
        let shared = head.version.shared_addresses.iter().map(|address| (address, true));
        for (written, is_shared) in own.chain(shared) {
            let Some(path) = self.base.path(written) else {
                report.add(place, "bad-address", Outcome::Lost, format!("`{written}` is not an address"), "left out");
                continue;
            };
            if old_path(address).as_deref() == Some(path.as_str()) {
                continue;
            }
            if self.base.is_of_the_site(&path) {
                if !self.base.is_home(&path) {
                    let found = format!("a page of the new site has the address `{path}`, too");
                    report.add(place, "address-taken", Outcome::Lost, found, "readers get that page");
                }
                continue;
            }
            match self.links.get(&path) {
                Some(Link::Version(other, _)) if *other == at => {
                    // A second version with the same address: it leads to the first.
                    continue;
                }
                Some(_) => {
                    let found = format!("another text has the address `{path}`, too");
                    report.add(place, "address-taken", Outcome::Lost, found, "it leads to the other one");
                    continue;
                }
                None => {}
            }
            let alias = spelled(&path);
            // Readers would be shown that there is no translation; and in a folder of files no alias is looked up.
            if self.base.is_place_in_another_language(&path, address) || is_among_files(&path) {
                self.redirects.insert(alias, address.to_owned());
                self.links.insert(path, Link::Path(address.to_owned()));
                continue;
            }
            self.links.insert(path, Link::Version(at, n));
            // In a language that the article is not in, its address without a language is a 404.
            match is_shared && self.everywhere.get(at).copied().unwrap_or_default() {
                true => self.shared.entry(at).or_default().push(alias),
                false => self.aliases.entry((at, n)).or_default().push(alias),
            }
        }
    }

    fn add_site(
        &mut self,
        site: &ImportedSite,
        articles: &[PlannedArticle],
        heads: &[Head],
        terms: &Terms,
        report: &mut Report,
    ) {
        let mut of_id: HashMap<&str, String> = HashMap::new();
        for article in articles {
            for version in &article.versions {
                if let Some(head) = heads.get(version.head) {
                    of_id.insert(&head.version.id, article.address(version));
                }
            }
        }
        let place = SourcePlace::default();
        let listings = Listings::new(heads, articles, terms, site.default.as_ref());
        for old in &site.addresses {
            let Some(path) = self.base.path(&old.path) else { continue };
            let to = match &listings.shown(&old.to) {
                OldTarget::Version(id) => of_id.get(id.as_str()).cloned(),
                // An index without entries has no page.
                OldTarget::Index(topic, lang) if !listings.has_index(*topic, lang.as_ref()) => {
                    let home = lang.as_ref().map_or_else(|| "/".to_owned(), |lang| format!("/{lang}/"));
                    self.redirect_for_certain(format!("{home}{}", topic.plural()), &home);
                    if !listings.has_index(*topic, None) {
                        self.redirect_for_certain(format!("/{}", topic.plural()), "/");
                    }
                    Some(home)
                }
                // Files get their places at the end, when it is known which of them lie next to an article.
                OldTarget::File(_) => continue,
                other => listings.path(other),
            };
            match to {
                Some(to) => self.redirect(path, to),
                None => {
                    let found = format!("`{path}` leads to nothing");
                    report.add(&place, "address-to-home", Outcome::Changed, found, "leads to the home page");
                    self.redirect(path, "/".to_owned());
                }
            }
        }
    }

    /// Gives the files that no article has a place in `static/`, to which their old addresses lead.
    pub(in crate::import) fn place_files(&mut self, site: &ImportedSite) {
        // Those of an old `static/` come first: they stay at their addresses.
        for stays in [true, false] {
            for old in site.addresses.iter().filter(|old| old.path.starts_with("/static/") == stays) {
                let OldTarget::File(source @ MediaSource::File(_)) = &old.to else { continue };
                if let Some(path) = self.base.path(&old.path).filter(|path| !self.links.contains_key(path)) {
                    self.place_file(source, path);
                }
            }
        }
    }

    fn place_file(&mut self, source: &MediaSource, path: String) {
        // A file that had several addresses has one place.
        if let Some(to) = self.placed.get(source).cloned() {
            self.redirect(path, to);
            return;
        }
        let name = path.split('?').next().unwrap_or_default().trim_matches('/');
        let is_plain = !name.is_empty() && !name.split('/').any(|part| part.starts_with('.'));
        // These have a place of their own at the root of a site.
        if is_plain && !matches!(name, "robots.txt" | "sitemap.xml" | "favicon.ico") {
            let name = name.strip_prefix("static/").unwrap_or(name);
            // Signs that mean something in an address have no place in the name of a file here.
            let mut place = format!("static/{}", name.replace(['#', '%', ' '], "-"));
            while self.files.get(&place).is_some_and(|known| known != source) {
                place.insert(place.rfind('/').map_or(0, |at| at + 1), '-');
            }
            let to = format!("/{place}");
            self.files.insert(place, source.clone());
            self.placed.insert(source.clone(), to.clone());
            self.redirect(path, to);
        }
    }

    /// Lets `path` lead to `to`, unless it does so by itself or a text has it.
    pub(in crate::import) fn redirect(&mut self, path: String, to: String) {
        if old_path(&to).as_deref() == Some(path.as_str()) {
            // The new site answers it by itself.
            self.links.entry(path).or_insert(Link::Path(to));
            return;
        }
        if self.base.is_of_the_site(&path) || self.links.contains_key(&path) {
            return;
        }
        let to = written(&to);
        self.redirects.insert(spelled(&path), to.clone());
        self.links.insert(path, Link::Path(to));
    }

    /// The same where a page of the site would lie, which is not there.
    fn redirect_for_certain(&mut self, path: String, to: &str) {
        if !self.links.contains_key(&path) {
            self.redirects.insert(spelled(&path), to.to_owned());
            self.links.insert(path, Link::Path(to.to_owned()));
        }
    }

    /// The old addresses of a file, which lead to where it lies now.
    pub(in crate::import) fn redirect_file(&mut self, file: &MediaReference, to: &str) {
        self.placed.entry(file.source.clone()).or_insert_with(|| to.to_owned());
        for path in file.addresses.iter().filter_map(|written| self.base.path(written)).collect::<Vec<_>>() {
            self.redirect(path, to.to_owned());
        }
    }

    /// Where `address`, a path from the root or a whole address, leads. `None` where it is not one of the old site, or is not known.
    pub(in crate::import) fn find(&self, address: &str) -> Option<&Link> {
        let path = self.base.path(address)?;
        self.links.get(&path).or_else(|| self.links.get(path.split_once('?')?.0))
    }

    /// Whether the first part of a path stands for a language of the site.
    pub(in crate::import) fn is_language(&self, part: &str) -> bool {
        self.base.language(part).is_some()
    }

    /// `address` as the new site has it, which puts its own folder in front of each path.
    pub(in crate::import) fn without_folder(&self, address: &str) -> String {
        self.base.without_folder(address)
    }

    /// Whether `address` is one of the old site.
    pub(in crate::import) fn is_own(&self, address: &str) -> bool {
        self.base.path(address).is_some()
    }

    /// Whether the new site answers `address`: a text, a redirect, or a page of its own.
    pub(in crate::import) fn answers(&self, address: &str) -> bool {
        self.base.path(address).is_some_and(|path| {
            let below = |path: &str| {
                path.match_indices('/')
                    .any(|(at, _)| path.get(..at).is_some_and(|above| self.links.contains_key(&format!("{above}/*"))))
            };
            let known = |path: &str| self.links.contains_key(path) || self.base.is_of_the_site(path) || below(path);
            // A query after an address that has none is passed over.
            known(&path) || path.split_once('?').is_some_and(|(path, _)| known(path))
        })
    }

    /// The aliases of a version.
    pub(in crate::import) fn aliases(&self, article: usize, version: usize) -> &[String] {
        self.aliases.get(&(article, version)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The aliases of an article.
    pub(in crate::import) fn shared(&self, article: usize) -> &[String] {
        self.shared.get(&article).map(Vec::as_slice).unwrap_or_default()
    }

    /// What leads elsewhere than to a text.
    pub(in crate::import) fn redirects(&self) -> &BTreeMap<String, String> {
        &self.redirects
    }

    /// The files of `static/`.
    pub(in crate::import) fn files(&self) -> &BTreeMap<String, MediaSource> {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::OldAddress;
    use crate::site::Topic;

    /// Two articles of one site.
    fn site() -> (Vec<Head>, Vec<PlannedArticle>, ImportedSite) {
        let version = |id: &str, addresses: &[&str]| crate::import::ImportedVersion {
            id: id.into(),
            addresses: addresses.iter().map(|address| (*address).to_owned()).collect(),
            shared_addresses: vec![format!("/?p={id}")],
            tags: vec![crate::import::Term { id: "Історія".into(), name: None }],
            ..crate::import::ImportedVersion::default()
        };
        let uk: Lang = "uk".parse().unwrap();
        let heads = [
            ("1", vec!["/blog/posts/a/", "/old/"]),
            ("2", vec!["https://www.example.org/blog/old", "/uk/2019/b", "/uk"]),
        ]
        .map(|(id, addresses)| Head { version: version(id, &addresses), lang: uk.clone() });
        let article = |n: usize, id: &str| PlannedArticle {
            id: id.parse().unwrap(),
            source: uk.clone(),
            published: None,
            versions: vec![super::super::PlannedVersion { head: n, lang: uk.clone(), slug: id[5..].parse().unwrap() }],
            merged: vec![],
        };
        let articles = [article(0, "2019/a"), article(1, "2019/b")];
        let old = |path: &str, to| OldAddress { path: path.into(), to };
        let site = ImportedSite {
            base_url: Some("https://example.org/blog/".into()),
            addresses: vec![
                old("/tags/історія/", OldTarget::Listing(Topic::Tag, "історія".into(), Some(uk.clone()))),
                old("/index.xml", OldTarget::Feed(None, Some(uk.clone()))),
                old("/docs/a b.pdf", OldTarget::File(MediaSource::File("static/docs/a b.pdf".into()))),
                old("/c%23/100%25.pdf", OldTarget::File(MediaSource::File("static/c#/100%.pdf".into()))),
                old("/old/", OldTarget::Home(None)),
                old("/tags/x/", OldTarget::Listing(Topic::Tag, "x".into(), None)),
                old("/page/*", OldTarget::Home(Some(uk.clone()))),
            ],
            ..ImportedSite::default()
        };
        (heads.to_vec(), articles.to_vec(), site)
    }

    #[test]
    fn addresses_lead_to_texts_listings_and_files_and_each_once() {
        let (heads, articles, site) = site();
        let mut report = Report::default();
        let terms = Terms::new(&heads, &site);
        let mut addresses = Addresses::new(&heads, &articles, &site, &terms, &mut report);
        addresses.place_files(&site);
        assert_eq!(addresses.aliases(0, 0), ["/posts/a", "/old"]);
        assert_eq!(addresses.aliases(1, 0), [""; 0]);
        assert_eq!((addresses.shared(0), addresses.shared(1)), (&["/?p=1".to_owned()][..], &["/?p=2".to_owned()][..]));
        let redirects: Vec<_> = addresses.redirects().iter().map(|(from, to)| format!("{from} {to}")).collect();
        assert_eq!(
            redirects,
            [
                "/c%23/100%25.pdf /static/c-/100-.pdf",
                "/docs/a b.pdf /static/docs/a-b.pdf",
                "/index.xml /uk/feed.atom",
                "/page/* /uk/",
                "/tags/x /tags",
                "/tags/історія /uk/tag/istoriia"
            ]
        );
        for (address, is_answered) in [
            ("https://example.org/blog/posts/a/index.html", true),
            ("/posts/a/?utm_source=x", true),
            ("/?p=2", true),
            ("/", true),
            ("/uk/2019/b/", true),
            ("/blog/index.xml", true),
            ("/page/12/", true),
            ("/pages/12/", false),
            ("/nothing", false),
            ("https://other.org/posts/a", false),
        ] {
            assert_eq!(addresses.answers(address), is_answered, "{address}");
        }
        let codes: Vec<_> = report.entries().iter().map(|entry| entry.code).collect();
        assert_eq!(codes, ["address-taken"]);
    }
}
