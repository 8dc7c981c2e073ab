//! Whether every article is there in one language, up to date, and no shorter than in the others: what article 27(6) of
//! the law of Ukraine 2704-VIII asks of the Ukrainian version of a site.

use super::{
    ArticleSummary, Untranslated,
    summary::{Behind, VersionOutline},
};
use crate::{
    article::{BlockState, Freshness, FrontMatterField},
    model::{
        diagnostic::Diagnostic,
        lang::Lang,
        sentence::{Argument, say},
    },
};

/// A version with fewer than this share of the words of another one leaves something out: languages differ by a third.
const SHARE: f64 = 0.6;

/// The problems that keep `articles` from being complete in `lang`.
pub(in crate::translate::check) fn check(articles: &[ArticleSummary], lang: &Lang, out: &mut Vec<Diagnostic>) {
    // An article that no reader sees in any language need not be complete.
    for facts in articles.iter().filter(|facts| !facts.is_withdrawn && !facts.is_hidden()) {
        let path = facts.path(&format!("{lang}.md"));
        let Some(version) = facts.version(lang) else {
            if !facts.languages.includes(lang) {
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
        out.extend(version.behind.as_ref().map(|behind| stale(facts, lang, &path, behind)));
        out.extend(untranslated(lang, &path, version));
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

fn untranslated(lang: &Lang, path: &str, version: &VersionOutline) -> Option<Diagnostic> {
    let Untranslated { count, judged } = version.untranslated;
    let message = say("version-untranslated").with("lang", lang).with("count", count).with("judged", judged);
    let problem = Diagnostic::error(path, "version-untranslated", message);
    (count > 0).then(|| problem.help(say("help-untranslated-where")))
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
