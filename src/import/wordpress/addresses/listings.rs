//! The addresses of listings and feeds, and what WordPress adds to the addresses of posts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    path_of,
    posts::paths,
    structure::{Structure, nice_name},
};
use crate::{
    import::{
        OldAddress, OldTarget,
        wordpress::{
            index::{Index, NOT_TERMS, PostFacts, TermFacts, is_default_category},
            item::version_id,
        },
    },
    model::lang::Lang,
    site::Topic,
};

/// Pages of a text, and of its comments, whose addresses are kept.
const MOST_PAGES: usize = 1000;
/// Posts on a page of a listing, as WordPress has it.
const PAGE: usize = 10;
/// Comments on a page: fewer than WordPress puts there, so that no page is missed.
const COMMENTS: usize = 20;
/// Feeds of the site.
const FEEDS: [&str; 19] = [
    "/feed/", "/feed/rss/", "/feed/rss2/", "/feed/atom/", "/feed/rdf/", "/rss/", "/rss2/", "/atom/", "/rdf/",
    "/comments/feed/", "/comments/feed/rss2/", "/comments/feed/atom/", "/?feed=rss2", "/?feed=rss", "/?feed=atom",
    "/?feed=rdf", "/?feed=feed", "/?feed=comments-rss2", "/?feed=comments-atom",
];
/// The feeds of old installations, from the root of the site.
const FEED_FILES: [&str; 6] =
    ["/wp-rss.php", "/wp-rss2.php", "/wp-atom.php", "/wp-rdf.php", "/wp-feed.php", "/wp-commentsrss2.php"];
/// The site maps of WordPress and of usual plug-ins, from the root of the site.
const MAPS: [&str; 8] = [
    "/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-page-1.xml", "/sitemap_index.xml",
    "/sitemap-index-1.xml", "/post-sitemap.xml", "/page-sitemap.xml", "/category-sitemap.xml",
];

/// The listing here to which an old one leads.
enum List {
    Home,
    Topic(Topic, String),
    /// A year or a month, `2019/05`, and in which languages it has posts.
    Dates(String, BTreeSet<Lang>),
}

struct Writer<'a> {
    index: &'a Index,
    structure: Structure,
    base: String,
    /// The beginnings of paths: the base of the site, then that of each language.
    faces: Vec<(String, Option<Lang>)>,
    /// Whether any post says its language.
    has_languages: bool,
    /// Posts by the login of their author.
    by_author: HashMap<&'a str, usize>,
    found: Vec<OldAddress>,
}

/// The addresses of listings and feeds, and those below posts.
pub(in crate::import::wordpress) fn of_site(index: &Index) -> Vec<OldAddress> {
    let base = index.base_path();
    let languages = index.prefixes.iter().map(|(prefix, lang)| (prefix.clone(), Some(lang.clone())));
    let faces = std::iter::once((base.clone(), None)).chain(languages).collect();
    let has_languages = index.posts.values().any(|post| post.lang.is_some());
    let mut by_author: HashMap<&str, usize> = HashMap::new();
    for post in index.posts.values() {
        *by_author.entry(post.author.as_str()).or_default() += 1;
    }
    let structure = Structure::of(index);
    let mut writer = Writer { index, structure, base, faces, has_languages, by_author, found: Vec::new() };
    writer.home_and_feeds();
    for (login, (_, id)) in &index.authors {
        writer.author(login, id);
    }
    for ((taxonomy, slug), term) in &index.terms {
        writer.term(taxonomy, slug, term);
    }
    writer.dates();
    for (id, post) in index.posts.iter().filter(|(_, post)| post.is_public) {
        writer.post(*id, post);
    }
    writer.found
}

impl Writer<'_> {
    fn add(&mut self, path: String, to: OldTarget) {
        self.found.push(OldAddress { path, to });
    }

    fn home_and_feeds(&mut self) {
        let root = self.structure.root().to_owned();
        for (prefix, lang) in self.faces.clone() {
            if lang.is_some() {
                self.add(format!("{prefix}{root}/"), OldTarget::Home(lang.clone()));
            }
            for feed in FEEDS {
                self.add(format!("{prefix}{root}{feed}"), OldTarget::Feed(None, lang.clone()));
            }
            self.add(format!("{prefix}{root}/page/*"), OldTarget::Home(lang.clone()));
            let search = lang.as_ref().map_or(String::new(), |lang| format!("/{lang}"));
            self.add(format!("{prefix}{root}/search/*"), OldTarget::Address(format!("{search}/search")));
        }
        let base = self.base.clone();
        self.add(format!("{base}/index.php"), OldTarget::Home(None));
        for feed in FEED_FILES {
            self.add(format!("{base}{feed}"), OldTarget::Feed(None, None));
        }
        for map in MAPS {
            self.add(format!("{base}{map}"), OldTarget::Address("/sitemap.xml".to_owned()));
        }
        for (code, lang) in &self.index.codes {
            self.add(format!("{base}/?lang={code}"), OldTarget::Home(Some(lang.clone())));
            for feed in ["/feed/?lang=", "/comments/feed/?lang=", "/?feed=rss2&lang="] {
                self.add(format!("{base}{feed}{code}"), OldTarget::Feed(None, Some(lang.clone())));
            }
        }
    }

    fn author(&mut self, login: &str, id: &str) {
        let list = match self.index.writers.get(login) {
            Some(_) => List::Topic(Topic::Author, login.to_owned()),
            None => List::Home,
        };
        let posts = self.by_author.get(login).copied().unwrap_or_default();
        let names: BTreeSet<String> = [login.to_owned(), nice_name(login)].into();
        for name in names.iter().filter(|name| !name.is_empty()) {
            self.listing(&format!("/author/{name}"), &list, None, posts);
            self.query(&format!("author_name={name}"), &list, None);
        }
        if !id.is_empty() {
            self.query(&format!("author={id}"), &list, None);
        }
    }

    fn term(&mut self, taxonomy: &str, slug: &str, term: &TermFacts) {
        let (name, keys): (&str, &[&str]) = match taxonomy {
            "category" => ("category", &["category_name"]),
            "post_tag" => ("tag", &["tag"]),
            "post_format" => ("type", &["post_format"]),
            "author" => return,
            custom if NOT_TERMS.contains(&custom) => return,
            custom => (custom, &[]),
        };
        let shown = slug.strip_prefix("post-format-").filter(|_| taxonomy == "post_format").unwrap_or(slug);
        let topic = match taxonomy {
            "category" if term.as_section > 0 => Topic::Section,
            "series" => Topic::Series,
            _ => Topic::Tag,
        };
        let is_none = term.public == 0 || taxonomy == "post_format" || is_default_category(slug);
        let list = if is_none { List::Home } else { List::Topic(topic, self.index.term_id(taxonomy, slug)) };
        // The term of a site in several languages has none if no post says one.
        let own = term.lang.as_ref().filter(|_| self.has_languages);
        for path in self.hierarchy(taxonomy, shown, term) {
            self.listing(&format!("/{name}/{path}"), &list, own, term.used as usize);
            if taxonomy == "category" && self.structure.begins_with_category {
                self.listing(&format!("/{path}"), &list, own, term.used as usize);
            }
        }
        for key in keys {
            self.query(&format!("{key}={shown}"), &list, own);
        }
        let number = match taxonomy {
            "category" => "cat",
            "post_tag" => "tag_id",
            "post_format" => return,
            custom => return self.query(&format!("{custom}={slug}"), &list, own),
        };
        if !term.id.is_empty() {
            self.query(&format!("{number}={}", term.id), &list, own);
        }
    }

    /// The name of a term, by itself and behind those above it.
    fn hierarchy(&self, taxonomy: &str, slug: &str, term: &TermFacts) -> Vec<String> {
        let mut paths = vec![slug.to_owned()];
        let mut parent = term.parent.clone();
        for _ in 0..10 {
            let Some(above) =
                self.index.terms.get(&(taxonomy.to_owned(), parent.clone())).filter(|_| !parent.is_empty())
            else {
                break;
            };
            let path = paths.last().map_or(String::new(), |path| format!("{parent}/{path}"));
            paths.push(path);
            parent = above.parent.clone();
        }
        paths
    }

    /// Lists of years, months and days, which lead to the year or the month here.
    fn dates(&mut self) {
        let mut lists: BTreeMap<String, (usize, BTreeSet<Lang>)> = BTreeMap::new();
        for post in self.index.posts.values().filter(|post| post.is_public && post.kind == "post") {
            let Some(day) = post.day else { continue };
            let default = self.index.default.iter().filter(|_| post.lang.is_none() && post.languages.is_empty());
            for form in ["%Y", "%Y/%m", "%Y/%m/%d"] {
                let (posts, languages) = lists.entry(day.strftime(form).to_string()).or_default();
                *posts += 1;
                languages.extend(post.lang.iter().chain(&post.languages).chain(default.clone()).cloned());
            }
        }
        let front = self.structure.dates.clone();
        for (path, (posts, languages)) in lists {
            let here = path.split('/').take(2).collect::<Vec<_>>().join("/");
            let list = List::Dates(here, languages);
            self.listing(&format!("{front}/{path}"), &list, None, posts);
            self.query(&format!("m={}", path.replace('/', "")), &list, None);
            let names = ["year", "monthnum", "day"].into_iter().zip(path.split('/'));
            let parts: Vec<_> = names.map(|(name, part)| format!("{name}={}", part.trim_start_matches('0'))).collect();
            self.query(&parts.join("&"), &list, None);
        }
    }

    /// A listing with its feed and its pages, in its own language or in all.
    fn listing(&mut self, path: &str, list: &List, own: Option<&Lang>, posts: usize) {
        let mut fronts = vec![String::new()];
        if !matches!(list, List::Dates(..)) && !self.structure.front.is_empty() {
            fronts.push(self.structure.front.clone());
        }
        for (prefix, lang) in self.faces_in(own) {
            for front in &fronts {
                let path = format!("{prefix}{front}{path}");
                self.add(format!("{path}/"), list.page(lang.as_ref(), self.index));
                self.add(format!("{path}/feed/"), list.feed(lang.as_ref()));
                if posts >= PAGE {
                    self.add(format!("{path}/page/*"), list.page(lang.as_ref(), self.index));
                }
            }
        }
    }

    /// A listing by its number: `/?cat=3`.
    fn query(&mut self, query: &str, list: &List, own: Option<&Lang>) {
        for (prefix, lang) in self.faces_in(own) {
            self.add(format!("{prefix}/?{query}"), list.page(lang.as_ref(), self.index));
            self.add(format!("{prefix}/?feed=rss2&{query}"), list.feed(lang.as_ref()));
        }
    }

    /// The beginnings of the addresses of a list in `own`, and the language in which it is shown there.
    fn faces_in(&self, own: Option<&Lang>) -> Vec<(String, Option<Lang>)> {
        let fits = |lang: &Option<Lang>| own.is_none() || lang.is_none() || lang.as_ref() == own;
        let faces = self.faces.iter().filter(|(_, lang)| fits(lang));
        faces.map(|(prefix, lang)| (prefix.clone(), lang.as_ref().or(own).cloned())).collect()
    }

    /// The addresses that WordPress makes below a post, and the list that posts of its own kind have.
    fn post(&mut self, id: u64, post: &PostFacts) {
        for version in paths(id, post, self.index) {
            let to = || OldTarget::Version(version.id.clone());
            for part in ["feed/", "embed/", "trackback/", "amp/"] {
                self.add(version.below(part), to());
            }
            for page in 2..=post.pages.min(MOST_PAGES) {
                self.add(version.below(&format!("{page}/")), to());
            }
            let comments = usize::try_from(post.comments).unwrap_or_default();
            for page in 1..=comments.div_ceil(COMMENTS).min(MOST_PAGES) {
                self.add(version.below(&format!("comment-page-{page}/")), to());
            }
            let keys: &[&str] = if post.kind == "page" { &["p", "page_id"] } else { &["p"] };
            for (prefix, lang) in self.faces.clone() {
                for key in keys.iter().filter(|_| lang.is_some() && lang == version.lang) {
                    self.add(format!("{prefix}/?{key}={id}"), to());
                }
            }
        }
        if self.structure.is_plain {
            let first = OldTarget::Version(version_id(id, post.languages.first()));
            self.add(format!("{}/index.php?p={id}", self.base), first);
        }
        let folder = path_of(&post.link).trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        if !matches!(post.kind.as_str(), "post" | "page") && folder.len() > self.base.len() {
            self.add(format!("{folder}/"), OldTarget::Home(post.lang.clone()));
            self.add(format!("{folder}/feed/"), OldTarget::Feed(None, post.lang.clone()));
        }
    }
}

impl List {
    fn page(&self, lang: Option<&Lang>, index: &Index) -> OldTarget {
        match self {
            List::Home => OldTarget::Home(lang.cloned()),
            List::Topic(topic, id) => OldTarget::Listing(*topic, id.clone(), lang.cloned()),
            List::Dates(here, languages) => {
                let has = |lang: &&Lang| languages.contains(*lang);
                let lang = lang.filter(has).or(index.default.as_ref().filter(has)).or(languages.first());
                OldTarget::Address(format!("{}/{here}/", lang.map_or(String::new(), |lang| format!("/{lang}"))))
            }
        }
    }

    fn feed(&self, lang: Option<&Lang>) -> OldTarget {
        let topic = match self {
            List::Topic(topic, id) => Some((*topic, id.clone())),
            List::Home | List::Dates(..) => None,
        };
        OldTarget::Feed(topic, lang.cloned())
    }
}
