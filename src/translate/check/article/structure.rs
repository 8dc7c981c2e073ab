//! A version against its source: headings, lists, figures, links, numbers and dates. Only what can hardly be meant is
//! reported: a translator may well split a paragraph.

use super::{
    CheckedVersion,
    date::{self, Months},
    number,
};
use crate::{
    article::markdown::BlockKind,
    model::{
        diagnostic::Diagnostic,
        sentence::{Sentence, say},
        slug::ArticleId,
    },
};

/// Problems of markup after which a part of the text is missing, or is code.
const SWALLOWED: [&str; 3] = ["unclosed-fence", "html-comment", "nested-too-deep"];
/// Problems of markup by which a heading, a list, a figure, a link or a number is lost, or shown as another thing. The version
/// then differs because of them, and is compared once they are solved.
const NO_HEADING: [&str; 3] = ["unread-heading", "empty-heading", "unread-markup"];
const NO_LIST: [&str; 2] = ["unread-list", "unread-markup"];
const NO_FIGURE: [&str; 6] =
    ["missing-media", "not-a-picture", "external-image", "unsafe-link", "unread-link", "unread-markup"];
const NO_LINK: [&str; 9] = [
    "unread-link", "undefined-reference", "unsafe-link", "broken-link", "missing-media", "not-a-picture",
    "external-image", "raw-html", "unread-markup",
];
const SKIPS: [&str; 1] = ["heading-skips"];
const NO_NUMBER: [&str; 3] = ["table-cells-lost", "unread-link", "raw-html"];

/// How `version` differs from `source`.
pub(in crate::translate::check) fn check(
    source: &CheckedVersion<'_>,
    version: &CheckedVersion<'_>,
    months: &Months,
    out: &mut Vec<Diagnostic>,
) {
    let has = |codes: &[&str]| source.has_any(codes) || version.has_any(codes);
    if has(&SWALLOWED) {
        return;
    }
    out.extend(headings(source, version).filter(|_| !has(&NO_HEADING)));
    let lists = lists(source, version).filter(|_| !has(&NO_LIST));
    let has_other_lists = lists.is_some();
    out.extend(lists);
    out.extend(figures(source, version).filter(|_| !has(&NO_FIGURE)));
    out.extend(links(source, version).filter(|_| !has(&NO_LINK)));
    if !has(&NO_NUMBER) {
        number::check(source, version, has_other_lists, out);
        date::check(source, version, months, out);
    }
}

/// The passages of `source` that `version` translated when it was marked and does not translate now, while the source is the
/// same. It counts as out of date then, so that nothing else of it is compared.
pub(in crate::translate::check) fn check_lost(
    source: &CheckedVersion<'_>,
    version: &CheckedVersion<'_>,
    id: &ArticleId,
    out: &mut Vec<Diagnostic>,
) {
    let freshness = version.version.freshness.as_ref().filter(|freshness| freshness.is_source_same);
    let Some((freshness, first)) = freshness.and_then(|freshness| Some((freshness, freshness.missing.first()?))) else {
        return;
    };
    let message = say("passage-lost").with("file", file(source)).with("count", freshness.missing.len());
    let message = message.with("line", source.line(first.source).unwrap_or(1));
    let before = first.before.min(freshness.blocks.len().saturating_sub(1));
    let help = say("help-passage-lost").with("id", id.to_string()).with("lang", &version.version.lang);
    out.push(version.warn_at(Some(before), "passage-lost", message).help(help));
}

/// How many there are of something in this version, and in its source.
fn counts(message: &'static str, here: usize, there: usize, source: &CheckedVersion<'_>) -> Sentence {
    say(message).with("here", here).with("there", there).with("file", file(source))
}

fn file(part: &CheckedVersion<'_>) -> String {
    format!("{}.md", part.version.lang)
}

fn headings(source: &CheckedVersion<'_>, version: &CheckedVersion<'_>) -> Option<Diagnostic> {
    let levels =
        |part: &CheckedVersion<'_>| -> Vec<u8> { part.version.rendered.headings.iter().map(|h| h.level).collect() };
    let (theirs, ours) = (levels(source), levels(version));
    // A heading that is too deep below the one above is reported as such.
    let skips = theirs.len() == ours.len() && (source.has_any(&SKIPS) || version.has_any(&SKIPS));
    if theirs == ours || skips {
        return None;
    }
    let first = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    let at = version.blocks(|kind| matches!(kind, BlockKind::Heading(_))).get(first).copied();
    let message = match (theirs.get(first), ours.get(first)) {
        (Some(their), Some(our)) if theirs.len() == ours.len() => {
            counts("headings-differ-level", usize::from(*our), usize::from(*their), source).with("n", first + 1)
        }
        _ => counts("headings-differ", ours.len(), theirs.len(), source),
    };
    Some(version.warn_at(at, "headings-differ", message).help(say("help-same-headings")))
}

fn lists(source: &CheckedVersion<'_>, version: &CheckedVersion<'_>) -> Option<Diagnostic> {
    let of = |part: &CheckedVersion<'_>| part.blocks(|kind| kind == BlockKind::List);
    let (theirs, ours) = (of(source), of(version));
    if theirs.len() != ours.len() {
        let message = counts("lists-differ", ours.len(), theirs.len(), source);
        return Some(version.warn_at(ours.first().copied(), "lists-differ", message).help(say("help-same-lists")));
    }
    let items = |part: &CheckedVersion<'_>, block| part.html(block).matches("<li>").count();
    theirs.iter().zip(&ours).find_map(|(&their, &our)| {
        let (their, found) = (items(source, their), items(version, our));
        let message = || counts("lists-differ-items", found, their, source);
        (their != found).then(|| version.warn_at(Some(our), "lists-differ", message()).help(say("help-same-lists")))
    })
}

fn figures(source: &CheckedVersion<'_>, version: &CheckedVersion<'_>) -> Option<Diagnostic> {
    let of = |part: &CheckedVersion<'_>| part.blocks(|kind| kind == BlockKind::Figure);
    // A gallery is a figure of figures.
    let each = |part: &CheckedVersion<'_>, block: &usize| {
        let html = part.html(*block);
        let figures = html.matches("<figure").count();
        if html.contains(" class=\"gallery\"") { figures.saturating_sub(1) } else { figures.max(1) }
    };
    let (theirs, ours) = (of(source), of(version));
    let here = ours.iter().map(|block| each(version, block)).sum::<usize>();
    let there = theirs.iter().map(|block| each(source, block)).sum::<usize>();
    if here == there {
        return None;
    }
    let message = counts("figures-differ", here, there, source);
    Some(version.warn_at(ours.first().copied(), "figures-differ", message).help(say("help-same-figures")))
}

fn links(source: &CheckedVersion<'_>, version: &CheckedVersion<'_>) -> Option<Diagnostic> {
    let of = |part: &CheckedVersion<'_>| -> Vec<usize> {
        part.version.rendered.blocks.iter().map(|block| block.links).collect()
    };
    let (theirs, ours) = (of(source), of(version));
    let (their_sum, our_sum) = (theirs.iter().sum::<usize>(), ours.iter().sum::<usize>());
    if their_sum == our_sum {
        return None;
    }
    let differs = (theirs.len() == ours.len()).then(|| theirs.iter().zip(&ours).position(|(a, b)| a != b)).flatten();
    let message = counts("links-differ", our_sum, their_sum, source);
    Some(version.warn_at(differs, "links-differ", message).help(say("help-same-links")))
}
