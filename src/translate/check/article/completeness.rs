//! Whether every article is there in one language, up to date, and no shorter than in the others: what article 27(6) of
//! the law of Ukraine 2704-VIII asks of the Ukrainian version of a site.

use super::{
    ArticleSummary, Untranslated,
    summary::{Behind, VersionOutline},
};
use crate::{
    article::{BlockState, Freshness, FrontMatterField},
    model::{diagnostic::Diagnostic, lang::Lang},
};

/// A version with fewer than this share of the words of another one leaves something out: languages differ by a third.
const SHARE: f64 = 0.6;

/// What keeps `articles` from being complete in `lang`.
pub(in crate::translate::check) fn check(articles: &[ArticleSummary], lang: &Lang, out: &mut Vec<Diagnostic>) {
    for facts in articles.iter().filter(|facts| !facts.is_withdrawn) {
        let path = facts.path(&format!("{lang}.md"));
        let Some(version) = facts.version(lang) else {
            if !facts.languages.includes(lang) {
                continue;
            }
            let problem =
                Diagnostic::error(&path, "version-missing", format!("the article has no version in `{lang}`"));
            out.push(problem.help(format!("translate it from `{}.md`", facts.source)));
            continue;
        };
        out.extend(version.behind.as_ref().map(|behind| stale(facts, lang, &path, behind)));
        out.extend(untranslated(lang, &path, version));
        out.extend(facts.versions.iter().find_map(|other| shorter(&path, version, other)));
    }
}

fn stale(facts: &ArticleSummary, lang: &Lang, path: &str, behind: &Behind) -> Diagnostic {
    let (source, id) = (&facts.source, &facts.id);
    let (how, help) = match behind {
        Behind::Since(day) => {
            let help = "bring it up to date, and set `updated` in its front matter".to_owned();
            (format!("`{source}.md` was changed on {day}"), help)
        }
        Behind::Recorded(freshness) => {
            let help = format!("bring it up to date, then run `litopys mark {id} {lang}`");
            (format!("in `{source}.md`, since it was marked: {}", changes(freshness)), help)
        }
    };
    Diagnostic::error(path, "version-stale", format!("the version is out of date: {how}")).help(help)
}

/// What a source says otherwise than when a version was marked, in words.
fn changes(freshness: &Freshness) -> String {
    let count = |is: fn(&BlockState) -> bool| freshness.blocks.iter().filter(|state| is(state)).count();
    let passages = [
        ("changed", count(|state| matches!(state, BlockState::Stale(_)))),
        ("added", freshness.missing.len()),
        ("removed", count(|state| matches!(state, BlockState::Extra))),
    ];
    let passages = passages.into_iter().filter(|(_, count)| *count > 0);
    let front = freshness.front.iter().map(|front| match front {
        FrontMatterField::Title => "the title changed".to_owned(),
        FrontMatterField::Summary => "the summary changed".to_owned(),
    });
    passages.map(|(what, count)| format!("passages {what}: {count}")).chain(front).collect::<Vec<_>>().join(", ")
}

fn untranslated(lang: &Lang, path: &str, version: &VersionOutline) -> Option<Diagnostic> {
    let Untranslated { count, judged } = version.untranslated;
    let message = format!("passages that are not in `{lang}`: {count} of {judged}");
    let problem = Diagnostic::error(path, "version-untranslated", message);
    (count > 0).then(|| problem.help("translate them; `untranslated` and `other-language` say where they are"))
}

fn shorter(path: &str, version: &VersionOutline, other: &VersionOutline) -> Option<Diagnostic> {
    let (own, their) = (version.extent?, other.extent?);
    let fewer_blocks = own.blocks < their.blocks;
    let fewer_words = f64::from(own.words) < SHARE * f64::from(their.words);
    let message = match (fewer_blocks, fewer_words) {
        (true, _) => format!("blocks of text: {} here, {} in `{}.md`", own.blocks, their.blocks, other.lang),
        (_, true) => format!("words: {} here, {} in `{}.md`", own.words, their.words, other.lang),
        _ => return None,
    };
    Some(Diagnostic::error(path, "version-shorter", message).help("translate what is left out"))
}
