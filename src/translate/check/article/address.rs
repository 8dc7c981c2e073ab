//! Addresses that two articles want. The catalog decides who gets one; here both are known before anything is served.

use std::collections::HashMap;

use super::ArticleSummary;
use crate::model::{diagnostic::Diagnostic, sentence::say, slug::Collection};

/// Slugs and old paths that are taken already. As in the catalog, a folder's name is always its own, and a slug goes to
/// the article whose folder comes first.
pub(in crate::translate::check) fn check(articles: &[ArticleSummary], out: &mut Vec<Diagnostic>) {
    let mut sorted: Vec<_> = articles.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    slugs(&sorted, out);
    aliases(&sorted, out);
}

fn slugs(articles: &[&ArticleSummary], out: &mut Vec<Diagnostic>) {
    let names: HashMap<_, _> =
        articles.iter().map(|facts| ((facts.id.collection(), facts.id.name().as_str()), *facts)).collect();
    let mut taken: HashMap<(Collection, &str, &str), &ArticleSummary> = HashMap::new();
    for facts in articles {
        let (collection, name) = (facts.id.collection(), facts.id.name().as_str());
        for version in facts.versions.iter().filter(|version| version.slug != name) {
            let slug = version.slug.as_str();
            let holder =
                names.get(&(collection, slug)).or_else(|| taken.get(&(collection, slug, version.lang.as_str())));
            let Some(holder) = holder else {
                taken.insert((collection, slug, version.lang.as_str()), facts);
                continue;
            };
            let message = say("duplicate-slug").with("slug", slug).with("id", holder.id.folder());
            let mut problem =
                Diagnostic::error(&facts.path(&format!("{}.md", version.lang)), "duplicate-slug", message)
                    .help(say("help-slug").with("name", name));
            problem.place = version.slug_place;
            out.push(problem);
        }
    }
}

fn aliases(articles: &[&ArticleSummary], out: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<&str, &ArticleSummary> = HashMap::new();
    for facts in articles {
        let shared = facts.aliases.iter().map(|alias| (alias, facts.id.collection().meta_file().to_owned()));
        let each = facts.versions.iter().flat_map(|version| {
            let file = format!("{}.md", version.lang);
            version.aliases.iter().map(move |alias| (alias, file.clone()))
        });
        for ((alias, place), file) in shared.chain(each) {
            if taken.insert(alias, facts).is_some() {
                let message = say("duplicate-alias").with("alias", alias);
                let mut problem = Diagnostic::error(&facts.path(&file), "duplicate-alias", message);
                problem.place = *place;
                out.push(problem.help(say("help-delete-one")));
            }
        }
    }
}
