//! Links between articles: whether what they name exists, in the language of the reader who follows them.

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use rustc_hash::FxHashSet;

use super::{Facts, facts::VersionFacts};
use crate::{
    article::markdown::ArticleLink,
    model::{
        lang::Lang,
        near::Names,
        problem::Problem,
        slug::{ArticleId, Year},
    },
    site::Site,
};

/// Links of all `articles` that lead to no article, to no version, or to no heading.
pub(in crate::translate::check) fn check(articles: &[Facts], site: &Site, out: &mut Vec<Problem>) {
    let targets = Targets::new(articles);
    for facts in articles {
        for version in &facts.versions {
            let path = facts.path(&format!("{}.md", version.lang));
            out.extend(version.links.iter().filter_map(|link| targets.broken(site, &path, version, link)));
        }
    }
}

/// What links may lead to. What a wrong link may be a slip for is looked up in lists that are made once.
struct Targets<'a> {
    articles: BTreeMap<&'a ArticleId, &'a Facts>,
    /// The names of all articles, each with its first year.
    years: OnceCell<BTreeMap<&'a str, Year>>,
    names: OnceCell<Names<'a>>,
    anchors: RefCell<HashMap<(&'a ArticleId, &'a Lang), Rc<Anchors<'a>>>>,
}

/// The ids of the headings of a version.
struct Anchors<'a> {
    ids: FxHashSet<&'a str>,
    names: OnceCell<Names<'a>>,
}

impl<'a> Targets<'a> {
    fn new(articles: &'a [Facts]) -> Self {
        let articles = articles.iter().map(|facts| (&facts.id, facts)).collect();
        Targets { articles, years: OnceCell::new(), names: OnceCell::new(), anchors: RefCell::default() }
    }

    /// The article whose name is like that of `id`, as a link has it.
    fn near(&self, id: &ArticleId) -> Option<String> {
        let years = self.years.get_or_init(|| {
            let names = self.articles.keys().rev().map(|id| (id.name().as_str(), id.year()));
            names.collect()
        });
        let names = self.names.get_or_init(|| Names::new(years.keys().copied()));
        let near = names.near(id.name().as_str())?;
        Some(format!("../../{}/{near}/", years.get(near)?))
    }

    fn anchors(&self, id: &'a ArticleId, version: &'a VersionFacts) -> Rc<Anchors<'a>> {
        let made = || {
            let ids = version.anchors.iter().map(String::as_str).collect();
            Rc::new(Anchors { ids, names: OnceCell::new() })
        };
        self.anchors.borrow_mut().entry((id, &version.lang)).or_insert_with(made).clone()
    }

    fn broken(&self, site: &Site, path: &str, from: &VersionFacts, link: &ArticleLink) -> Option<Problem> {
        let ArticleLink { to, fragment, place } = link;
        let lang = &from.lang;
        let Some(target) = self.articles.get(to).copied() else {
            let problem = Problem::warning(path, "broken-link", format!("there is no article `{to}`")).at(*place);
            return Some(match self.near(to) {
                Some(near) => problem.help(format!("write `{near}`")),
                None => problem.help("an article is linked by its folder: `../../<year>/<id>/`"),
            });
        };
        let Some(shown) = site.languages().shown(lang, |lang| target.version(lang).is_some()) else {
            // The target is meant for other languages: it is not to be translated.
            if !target.is_meant_for(lang) {
                return None;
            }
            let message = format!("`{to}` has no version that a reader of `{lang}` is shown");
            let has: Vec<_> = target.versions.iter().map(|version| format!("`{}`", version.lang)).collect();
            let problem = Problem::warning(path, "untranslated-link", message).at(*place);
            return Some(
                problem.help(format!("it is there in {}; translate it, or say so in the text", has.join(", "))),
            );
        };
        let fragment = fragment.as_deref().filter(|fragment| !fragment.is_empty() && !fragment.starts_with("fn"))?;
        let version = target.version(shown)?;
        let anchors = self.anchors(&target.id, version);
        if anchors.ids.contains(fragment) {
            return None;
        }
        let message = format!("no heading of `{}` has the id `{fragment}`", target.path(&format!("{shown}.md")));
        let problem = Problem::warning(path, "broken-anchor", message).at(*place);
        let names = anchors.names.get_or_init(|| Names::new(anchors.ids.iter().copied()));
        Some(match names.near(fragment) {
            Some(near) => problem.help(format!("write `#{near}`")),
            None => problem.help("an id is the heading's words in lower case with hyphens"),
        })
    }
}
