//! Whether every article is there in one language, up to date, and no shorter than in the others: what article 27(6) of
//! the law of Ukraine 2704-VIII asks of the Ukrainian version of a site.

use super::{Facts, facts::VersionFacts};
use crate::{lang::Lang, problem::Problem};

/// A version with fewer than this share of the words of another one leaves something out: languages differ by a third.
const SHARE: f64 = 0.6;

/// What keeps `articles` from being complete in `lang`.
pub(in crate::translate::check) fn check(articles: &[Facts], lang: &Lang, out: &mut Vec<Problem>) {
    for facts in articles {
        let path = facts.path(&format!("{lang}.md"));
        let Some(version) = facts.version(lang) else {
            let problem = Problem::error(&path, "version-missing", format!("the article has no version in `{lang}`"));
            out.push(problem.help(format!("translate it from `{}.md`", facts.source)));
            continue;
        };
        if let Some(changed) = facts.stale_since(lang) {
            let source = &facts.source;
            let message = format!("the version is out of date: `{source}.md` was changed on {changed}");
            let help = "bring it up to date, and set `updated` in its front matter";
            out.push(Problem::error(&path, "version-stale", message).help(help));
        }
        out.extend(facts.versions.iter().find_map(|other| shorter(&path, version, other)));
    }
}

fn shorter(path: &str, version: &VersionFacts, other: &VersionFacts) -> Option<Problem> {
    let fewer_blocks = version.blocks < other.blocks;
    let fewer_words = f64::from(version.words) < SHARE * f64::from(other.words);
    let message = match (fewer_blocks, fewer_words) {
        (true, _) => format!("blocks of text: {} here, {} in `{}.md`", version.blocks, other.blocks, other.lang),
        (_, true) => format!("words: {} here, {} in `{}.md`", version.words, other.words, other.lang),
        _ => return None,
    };
    Some(Problem::error(path, "version-shorter", message).help("translate what is left out"))
}
