//! Whether every article is there in one language, up to date, and no shorter than in the others: what article 27(6) of
//! the law of Ukraine 2704-VIII asks of the Ukrainian version of a site.

use std::collections::HashSet;

use super::{
    ArticleSummary,
    summary::{Behind, VersionOutline},
};
use crate::{
    article::{BlockState, Freshness, FrontMatterField},
    model::{
        diagnostic::{Diagnostic, Severity},
        lang::Lang,
        sentence::{Argument, say},
    },
};

/// A version with fewer than this share of the words of another one leaves something out: languages differ by a third.
const SHARE: f64 = 0.6;
/// The problems of passages that are in another language, or gone.
const UNTRANSLATED: [&str; 3] = ["untranslated", "other-language", LOST];
const LOST: &str = "passage-lost";

/// The problems that keep `articles` from being complete in `lang`. Passages in another language, or gone, are found already, and
/// become errors. Unless `is_all` is wanted, other problems are left out.
pub(in crate::translate::check) fn check(
    articles: &[ArticleSummary],
    lang: &Lang,
    is_all: bool,
    out: &mut Vec<Diagnostic>,
) {
    let file = format!("{lang}.md");
    // An article that no reader sees in any language need not be complete.
    let wanted: Vec<_> = articles.iter().filter(|facts| !facts.is_withdrawn && !facts.is_hidden()).collect();
    let paths: HashSet<String> = wanted.iter().map(|facts| facts.path(&file)).collect();
    let keeps = |problem: &Diagnostic| UNTRANSLATED.contains(&&*problem.code) && paths.contains(&problem.path);
    out.iter_mut().filter(|problem| keeps(problem)).for_each(|problem| problem.severity = Severity::Error);
    out.retain(|problem| is_all || keeps(problem));
    // A version that is there and cannot be read is not missing.
    let broken = out.iter().filter(|problem| problem.severity == Severity::Error);
    let broken: HashSet<String> = broken.filter(|one| paths.contains(&one.path)).map(|one| one.path.clone()).collect();
    let lost = out.iter().filter(|problem| problem.code == LOST);
    let lost: HashSet<String> = lost.map(|problem| problem.path.clone()).collect();
    for facts in wanted {
        let path = facts.path(&file);
        let Some(version) = facts.version(lang) else {
            if !facts.languages.includes(lang) || broken.contains(&path) {
                continue;
            }
            let problem = Diagnostic::error(&path, "version-missing", say("version-missing").with("lang", lang));
            out.push(problem.help(say("help-translate-from").with("source", &facts.source)));
            continue;
        };
        if facts.waits(lang).is_some() {
            let message = say("version-unpublished").with("lang", lang);
            let problem = Diagnostic::error(&path, "version-missing", message);
            out.push(problem.help(say("help-publish")));
        }
        if lost.contains(&path) {
            continue;
        }
        out.extend(version.behind.as_ref().map(|behind| stale(facts, lang, &path, behind)));
        out.extend(facts.versions.iter().find_map(|other| shorter(&path, version, other)));
    }
}

fn stale(facts: &ArticleSummary, lang: &Lang, path: &str, behind: &Behind) -> Diagnostic {
    let (source, id) = (&facts.source, &facts.id);
    let (message, help) = match behind {
        Behind::Since(day) => (say("version-stale").with("day", day.to_string()), say("help-update")),
        Behind::Recorded(freshness) => {
            let help = say("help-update-mark").with("id", id.to_string()).with("lang", lang);
            (say("version-stale-marked").with("changes", changes(freshness)), help)
        }
    };
    Diagnostic::error(path, "version-stale", message.with("source", source)).help(help)
}

/// The changes of a source since a version was marked, in words.
fn changes(freshness: &Freshness) -> Argument {
    let count = |is: fn(&BlockState) -> bool| freshness.blocks.iter().filter(|state| is(state)).count();
    let passages = [
        ("change-changed", count(|state| matches!(state, BlockState::Stale(_)))),
        ("change-added", freshness.missing.len()),
        ("change-removed", count(|state| matches!(state, BlockState::Extra))),
    ];
    let passages = passages.into_iter().filter(|(_, count)| *count > 0);
    let front = freshness.front.iter().map(|front| match front {
        FrontMatterField::Title => say("change-title"),
        FrontMatterField::Summary => say("change-summary"),
    });
    let changes = passages.map(|(what, count)| say(what).with("count", count)).chain(front);
    let all = changes.reduce(|first, rest| say("change-both").with("first", first).with("rest", rest));
    all.map_or(Argument::from(""), Argument::from)
}

fn shorter(path: &str, version: &VersionOutline, other: &VersionOutline) -> Option<Diagnostic> {
    let (own, their) = (version.extent?, other.extent?);
    let fewer_blocks = own.blocks < their.blocks;
    let fewer_words = f64::from(own.words) < SHARE * f64::from(their.words);
    let message = match (fewer_blocks, fewer_words) {
        (true, _) => say("version-shorter-blocks").with("here", own.blocks).with("there", their.blocks),
        (_, true) => say("version-shorter").with("here", own.words).with("there", their.words),
        _ => return None,
    };
    let message = message.with("file", format!("{}.md", other.lang));
    Some(Diagnostic::error(path, "version-shorter", message).help(say("help-left-out")))
}
