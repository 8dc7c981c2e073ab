//! Links between articles: whether what they name exists, in the language of the reader who follows them.

use std::{cell::LazyCell, collections::BTreeMap};

use super::{Facts, facts::VersionFacts};
use crate::{
    config::Site,
    content::markdown::ArticleLink,
    problem::{Problem, nearest},
    slug::ArticleId,
    translate::check::near::Names,
};

/// Links of all `articles` that lead to no article, to no version, or to no heading.
pub(in crate::translate::check) fn check(articles: &[Facts], site: &Site, out: &mut Vec<Problem>) {
    let by_id: BTreeMap<&ArticleId, &Facts> = articles.iter().map(|facts| (&facts.id, facts)).collect();
    let names = LazyCell::new(|| Names::new(by_id.keys().map(|id| id.name().as_str())));
    let near = |id: &ArticleId| -> Option<&str> { names.near(id.name().as_str()) };
    for facts in articles {
        for version in &facts.versions {
            let path = facts.path(&format!("{}.md", version.lang));
            let (articles, near) = (&by_id, &near);
            let of_link = |link| broken(&Articles { articles, near }, site, &path, version, link);
            out.extend(version.links.iter().filter_map(of_link));
        }
    }
}

/// The articles that a link may lead to, and the id that a wrong one may be a slip for.
struct Articles<'a> {
    articles: &'a BTreeMap<&'a ArticleId, &'a Facts>,
    near: &'a dyn Fn(&ArticleId) -> Option<&'a str>,
}

fn broken(
    Articles { articles, near }: &Articles<'_>,
    site: &Site,
    path: &str,
    from: &VersionFacts,
    link: &ArticleLink,
) -> Option<Problem> {
    let ArticleLink { to, fragment, place } = link;
    let lang = &from.lang;
    let Some(target) = articles.get(to) else {
        let problem = Problem::warning(path, "broken-link", format!("there is no article `{to}`")).at(*place);
        let near = near(to);
        let year = |name: &str| articles.keys().filter(|id| id.name().as_str() == name).map(|id| id.year()).min();
        return Some(match near.and_then(|near| Some((near, year(near)?))) {
            Some((near, year)) => problem.help(format!("write `../../{year}/{near}/`")),
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
        return Some(problem.help(format!("it is there in {}; translate it, or say so in the text", has.join(", "))));
    };
    let fragment = fragment.as_deref().filter(|fragment| !fragment.is_empty() && !fragment.starts_with("fn"))?;
    let version = target.version(shown)?;
    if version.anchors.iter().any(|anchor| anchor == fragment) {
        return None;
    }
    let message = format!("no heading of `{}` has the id `{fragment}`", target.path(&format!("{shown}.md")));
    let problem = Problem::warning(path, "broken-anchor", message).at(*place);
    let near = nearest(fragment, version.anchors.iter().map(String::as_str));
    Some(match near {
        Some(near) => problem.help(format!("write `#{near}`")),
        None => problem.help("an id is the heading's words in lower case with hyphens"),
    })
}
