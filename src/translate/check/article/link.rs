//! Links between articles: whether what they name exists, in the language of the reader who follows them.

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use percent_encoding::percent_decode_str;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::{ArticleSummary, summary::VersionOutline};
use crate::{
    article::markdown::{AddressLink, ArticleLink, broken_link},
    model::{
        diagnostic::{Diagnostic, Place},
        lang::Lang,
        sentence::{Argument, say},
        similar_name::SimilarNames,
        slug::{ArticleId, Collection, FORMS, Month},
    },
    site::{Site, Topic, fixed_at},
};

/// Links of all `articles` that lead to no article, to no version, or to no heading: by folder, and by address. And old paths at
/// which another article lies, or a topic. `ids` are those of all folders: what cannot be read is reported with its own files.
pub(in crate::translate::check) fn check<'a>(
    articles: &'a [ArticleSummary],
    ids: &[ArticleId],
    site: &'a Site,
    out: &mut Vec<Diagnostic>,
) {
    let targets = LinkTargets::new(articles, ids);
    for facts in articles {
        targets.check_aliases(site, facts, out);
        for version in &facts.versions {
            let path = facts.path(&format!("{}.md", version.lang));
            out.extend(version.links.iter().filter_map(|link| targets.broken(site, &path, version, link)));
            out.extend(version.paths.iter().filter_map(|link| targets.broken_path(site, &path, version, link)));
            out.extend(targets.other_article(facts, version, &path));
        }
    }
}

/// The possible destinations of links. Suggestions for a wrong link come from lists that are made once.
struct LinkTargets<'a> {
    articles: BTreeMap<&'a ArticleId, &'a ArticleSummary>,
    /// Articles that cannot be read.
    unread: FxHashSet<ArticleId>,
    /// The names of all articles, each with the first of its folders.
    folders: OnceCell<BTreeMap<&'a str, &'a ArticleId>>,
    names: OnceCell<SimilarNames<'a>>,
    anchors: RefCell<HashMap<(&'a ArticleId, &'a Lang), Rc<Anchors<'a>>>>,
    addresses: OnceCell<Addresses<'a>>,
}

/// The pages at the addresses of the site.
struct Addresses<'a> {
    /// Articles by collection and slug, of any language.
    slugs: FxHashMap<(Collection, &'a str), &'a ArticleSummary>,
    /// Topics, each with the languages in which readers are shown an article of it.
    topics: FxHashSet<(Topic, &'a str, &'a Lang)>,
    /// Old paths.
    old: FxHashSet<&'a str>,
}

/// The ids of the headings of a version.
struct Anchors<'a> {
    ids: FxHashSet<&'a str>,
    names: OnceCell<SimilarNames<'a>>,
}

/// A link to an article, as a reader follows it.
struct FollowedLink<'a> {
    /// The file that it stands in.
    path: &'a str,
    /// The place in that file.
    place: Place,
    /// The language that it leads readers to.
    lang: &'a Lang,
    /// The part of the article that it names.
    fragment: Option<&'a str>,
}

/// A link that readers can follow to an article that they do not see yet.
fn unpublished(from: &VersionOutline, target: &ArticleSummary, step: &FollowedLink<'_>) -> Option<Diagnostic> {
    if from.is_hidden || !target.is_hidden() {
        return None;
    }
    let message = say("unpublished-link").with("id", target.id.to_string());
    let problem = Diagnostic::warning(step.path, "unpublished-link", message).at(step.place);
    Some(problem.help(say("help-publish-first")))
}

impl<'a> LinkTargets<'a> {
    fn new(articles: &'a [ArticleSummary], ids: &[ArticleId]) -> Self {
        let articles: BTreeMap<_, _> = articles.iter().map(|facts| (&facts.id, facts)).collect();
        LinkTargets {
            unread: ids.iter().filter(|id| !articles.contains_key(id)).cloned().collect(),
            articles,
            folders: OnceCell::new(),
            names: OnceCell::new(),
            anchors: RefCell::default(),
            addresses: OnceCell::new(),
        }
    }

    /// The article whose name is like `name`, as a link in the file at `path` has it.
    fn near(&self, path: &str, name: &str) -> Option<String> {
        let folders =
            self.folders.get_or_init(|| self.articles.keys().rev().map(|id| (id.name().as_str(), *id)).collect());
        let names = self.names.get_or_init(|| SimilarNames::new(folders.keys().copied()));
        let id = folders.get(names.near(name)?)?;
        let folder = id.folder();
        // Between articles the way is through their years.
        let folder = folder.strip_prefix("articles/").filter(|_| path.starts_with("articles/")).unwrap_or(&folder);
        let steps = path.matches('/').count() - usize::from(path.starts_with("articles/") && id.year().is_some());
        Some(format!("{}{folder}/", "../".repeat(steps)))
    }

    fn anchors(&self, id: &'a ArticleId, version: &'a VersionOutline) -> Rc<Anchors<'a>> {
        let made = || {
            let ids = version.anchors.iter().map(String::as_str).collect();
            Rc::new(Anchors { ids, names: OnceCell::new() })
        };
        self.anchors.borrow_mut().entry((id, &version.lang)).or_insert_with(made).clone()
    }

    fn broken(&self, site: &Site, path: &str, from: &VersionOutline, link: &ArticleLink) -> Option<Diagnostic> {
        let ArticleLink { to, fragment, place } = link;
        match self.articles.get(to).copied() {
            Some(target) => {
                let step = FollowedLink { path, place: *place, lang: &from.lang, fragment: fragment.as_deref() };
                unpublished(from, target, &step).or_else(|| self.half_broken(site, target, &step))
            }
            None if self.unread.contains(to) => None,
            None => Some(broken_link(path, *place, &to.to_string(), self.near(path, to.name().as_str()).as_deref())),
        }
    }

    /// A link of a version to an article that its source does not link, where that links another one in its place.
    fn other_article(&self, facts: &ArticleSummary, version: &VersionOutline, path: &str) -> Option<Diagnostic> {
        let source = facts.version(&facts.source).filter(|source| source.lang != version.lang)?;
        if source.links.len() != version.links.len() || version.links.is_empty() || facts.is_behind(&version.lang) {
            return None;
        }
        let strange = self.only(&version.links, &source.links)?;
        let lost = self.only(&source.links, &version.links)?;
        let message = say("links-differ-article").with("here", strange.to.to_string());
        let message = message.with("there", lost.to.to_string()).with("file", format!("{}.md", source.lang));
        let problem = Diagnostic::warning(path, "links-differ", message).at(strange.place);
        Some(problem.help(say("help-same-links")))
    }

    /// The first of these links to an article that is there and that the `others` do not lead to.
    fn only<'l>(&self, links: &'l [ArticleLink], others: &[ArticleLink]) -> Option<&'l ArticleLink> {
        let others: FxHashSet<_> = others.iter().map(|link| &link.to).collect();
        links.iter().find(|link| !others.contains(&link.to) && self.articles.contains_key(&link.to))
    }

    /// The same for a link by address. Only addresses of articles and topics are looked up: other pages are always there, and files
    /// are found by their digests.
    fn broken_path(&self, site: &'a Site, path: &str, from: &VersionOutline, link: &AddressLink) -> Option<Diagnostic> {
        let (address, fragment) = link.address.split_once('#').unwrap_or((&link.address, ""));
        let address = address.split_once('?').map_or(address, |(address, _)| address);
        let address: String = percent_decode_str(address).decode_utf8_lossy().nfc().collect();
        let parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
        let (language, rest) = split(site, &parts);
        let lang = language.unwrap_or(&from.lang);
        let addresses = self.addresses(site);
        let old = |path: &[&str]| addresses.old.contains(format!("/{}", path.join("/")).as_str());
        if old(&parts) || old(rest) {
            return None;
        }
        let is_month = |part: &str| part.parse::<Month>().is_ok();
        match rest {
            [topic, id] | [topic, id, _] if let Ok(topic) = topic.parse::<Topic>() => {
                let message = || say(format!("broken-link-{topic}")).with("id", *id);
                let problem = || Diagnostic::warning(path, "broken-link", message()).at(link.place);
                (!addresses.topics.contains(&(topic, *id, lang))).then(|| problem().help(say("help-correct-link")))
            }
            [slug] | [slug, "with", _] if fixed_at(slug, |_| false).is_some() => None,
            [slug] | [slug, "with", _] | [_, slug] | [_, slug, "with", _] => {
                let collection = match rest {
                    [year, _] | [year, _, "with", _] => Collection::Year(year.parse().ok()?),
                    _ => Collection::Pages,
                };
                let slug = FORMS.iter().find_map(|form| slug.strip_suffix(form)).unwrap_or(slug);
                match self.at(site, collection, slug) {
                    Some(target) => {
                        let fragment = percent_decode_str(fragment).decode_utf8_lossy().nfc().collect::<String>();
                        let step = FollowedLink { path, place: link.place, lang, fragment: Some(&fragment) };
                        unpublished(from, target, &step).or_else(|| self.half_broken(site, target, &step))
                    }
                    None if is_month(slug) || self.is_unread(collection, slug) => None,
                    None => {
                        let near = self.near(path, slug);
                        Some(broken_link(path, link.place, &link.address, near.as_deref()))
                    }
                }
            }
            _ => None,
        }
    }

    /// The article with this id, or this slug in any language.
    fn at(&self, site: &'a Site, collection: Collection, slug: &str) -> Option<&'a ArticleSummary> {
        let by_name = || self.articles.get(&ArticleId::new(collection, slug.parse().ok()?)).copied();
        by_name().or_else(|| self.addresses(site).slugs.get(&(collection, slug)).copied())
    }

    /// Whether an article of this name is there and cannot be read.
    fn is_unread(&self, collection: Collection, slug: &str) -> bool {
        slug.parse().is_ok_and(|name| self.unread.contains(&ArticleId::new(collection, name)))
    }

    /// Another article than that of `facts` at an address, as a report names it.
    fn other_at(&self, site: &'a Site, facts: &ArticleSummary, collection: Collection, slug: &str) -> Option<Argument> {
        let other = self.at(site, collection, slug).filter(|other| other.id != facts.id)?;
        Some(Argument::from(format!("`{}`", other.id.folder())))
    }

    fn addresses(&self, site: &'a Site) -> &Addresses<'a> {
        self.addresses.get_or_init(|| Addresses::new(self.articles.values().copied(), site))
    }

    /// Reports the old paths of an article that lead to another one, or to a topic, since that lies there.
    fn check_aliases(&self, site: &'a Site, facts: &ArticleSummary, out: &mut Vec<Diagnostic>) {
        let shared = facts.aliases.iter().map(|alias| (alias, facts.id.collection().meta_file().to_owned()));
        let of_version = |version: &'_ VersionOutline| format!("{}.md", version.lang);
        let own = facts
            .versions
            .iter()
            .flat_map(|version| version.aliases.iter().map(move |alias| (alias, of_version(version))));
        for ((alias, place), file) in shared.chain(own) {
            // A query is looked for among the old paths before anything else.
            let parts: Vec<&str> = alias.split('/').filter(|part| !part.is_empty() && !alias.contains('?')).collect();
            let (language, rest) = split(site, &parts);
            let lang = language.unwrap_or(site.default_language());
            let shadow = match rest {
                [topic, id] if let Ok(topic) = topic.parse::<Topic>() => self
                    .addresses(site)
                    .topics
                    .contains(&(topic, *id, lang))
                    .then(|| Argument::from(say(format!("shadow-{topic}")).with("id", *id))),
                [slug] => self.other_at(site, facts, Collection::Pages, slug),
                [year, slug] => {
                    year.parse().ok().and_then(|year| self.other_at(site, facts, Collection::Year(year), slug))
                }
                _ => None,
            };
            if let Some(shadow) = shadow {
                let message = say("unreachable-alias").with("alias", alias).with("shadow", shadow);
                let mut problem =
                    Diagnostic::warning(&facts.path(&file), "unreachable-alias", message).help(say("help-delete"));
                problem.place = *place;
                out.push(problem);
            }
        }
    }

    /// Whether an article that is there has a version for the readers of a link, and the heading that it names.
    fn half_broken(&self, site: &Site, target: &'a ArticleSummary, step: &FollowedLink<'_>) -> Option<Diagnostic> {
        let FollowedLink { path, place, lang, fragment } = *step;
        let to = &target.id;
        if target.unread.contains(lang) {
            return None;
        }
        let Some(shown) = site.languages().shown(lang, |lang| target.version(lang).is_some()) else {
            // The target is meant for other languages: it is not to be translated.
            if !target.languages.includes(lang) {
                return None;
            }
            let message = say("untranslated-link").with("id", to.to_string()).with("lang", lang);
            let has: Vec<_> = target.versions.iter().map(|version| format!("`{}`", version.lang)).collect();
            let problem = Diagnostic::warning(path, "untranslated-link", message).at(place);
            return Some(problem.help(say("help-there-in").with("langs", has)));
        };
        let fragment = fragment.filter(|fragment| !fragment.is_empty() && !fragment.starts_with("fn"))?;
        let version = target.version(shown)?;
        let anchors = self.anchors(&target.id, version);
        if anchors.ids.contains(fragment) {
            return None;
        }
        let message = say("broken-anchor-article").with("path", target.path(&format!("{shown}.md")));
        let message = message.with("id", fragment);
        let problem = Diagnostic::warning(path, "broken-anchor", message).at(place);
        let names = anchors.names.get_or_init(|| SimilarNames::new(anchors.ids.iter().copied()));
        Some(match names.near(fragment) {
            Some(near) => problem.help(say("help-write").with("name", format!("#{near}"))),
            None => problem.help(say("help-anchor")),
        })
    }
}

/// The language that the parts of a path begin with, and what comes after it.
fn split<'a, 'b>(site: &'a Site, parts: &'b [&'b str]) -> (Option<&'a Lang>, &'b [&'b str]) {
    let language = parts.first().and_then(|first| site.languages().by_path(first)).map(|language| &language.tag);
    (language, parts.get(usize::from(language.is_some())..).unwrap_or_default())
}

impl<'a> Addresses<'a> {
    fn new(articles: impl Iterator<Item = &'a ArticleSummary>, site: &'a Site) -> Self {
        let (mut slugs, mut topics, mut old) = (FxHashMap::default(), FxHashSet::default(), FxHashSet::default());
        for facts in articles {
            let collection = facts.id.collection();
            let names = facts.versions.iter().map(|version| version.slug.as_str());
            for slug in names {
                slugs.entry((collection, slug)).or_insert(facts);
            }
            let tags = site.languages().iter().map(|language| &language.tag);
            let is_shown = |lang: &&Lang| site.languages().shown(lang, |lang| facts.version(lang).is_some()).is_some();
            for lang in tags.filter(is_shown) {
                topics.extend(facts.topics.iter().map(|(topic, id)| (*topic, id.as_str(), lang)));
            }
            let of_versions = facts.versions.iter().flat_map(|version| &version.aliases);
            old.extend(facts.aliases.iter().chain(of_versions).map(|(path, _)| path.as_str()));
        }
        Addresses { slugs, topics, old }
    }
}
