//! Ids that a writer gives to headings, `## Розділ {#part}`: the same in every language.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use unicode_normalization::char::is_combining_mark;

use super::events::Located;
use crate::article::portable_name::composed;

/// The id of a heading, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadingId {
    /// The text between `{#` and `}`, in NFC.
    pub(super) id: String,
    /// Its bytes in the text, with the braces and the space before them.
    pub(super) source: Range<usize>,
}

const LONGEST: usize = 80;

impl HeadingId {
    /// Whether it can be an id: letters, digits, `-` and `_`, and none that pages give themselves.
    pub(super) fn is_valid(&self) -> bool {
        let id = self.id.as_str();
        let fine = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_');
        let taken = id.starts_with(['_', '-']) || id.starts_with("fn-") || id.starts_with("fnref-") || id == "top";
        !id.is_empty() && !taken && id.chars().count() <= LONGEST && id.chars().all(fine)
    }
}

/// Takes the ids out of the headings among `events`; they are not part of their words.
pub(super) fn take(text: &str, events: &mut [Located<'_>]) -> HashMap<usize, HeadingId> {
    let mut found = HashMap::new();
    if !text.contains("{#") {
        return found;
    }
    let mut start = None;
    for at in 0..events.len() {
        match events.get(at).map(|(event, _)| event) {
            Some(Event::Start(Tag::Heading { .. })) => start = Some(at),
            Some(Event::End(TagEnd::Heading(_))) => {
                let last = at.checked_sub(1).and_then(|at| events.get_mut(at));
                let id = last.and_then(|(event, source)| take_from(text, event, source));
                found.extend(start.take().zip(id));
            }
            _ => {}
        }
    }
    found
}

fn take_from(text: &str, event: &mut Event<'_>, source: &mut Range<usize>) -> Option<HeadingId> {
    let Event::Text(words) = event else { return None };
    let (before, id) = words.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let written = text.get(source.clone())?.trim_end();
    let at = written.rfind("{#")?;
    // A brace behind a backslash is a brace.
    let is_escaped = text.get(..source.start + at)?.ends_with('\\');
    if is_escaped || id.contains(['{', '}']) {
        return None;
    }
    let (words, id) = (before.trim_end().to_owned(), composed(id.trim()).into_owned());
    let left = written.get(..at)?.trim_end().len();
    let taken = source.start + left..source.start + written.len();
    source.end = source.start + left;
    *event = Event::Text(CowStr::from(words));
    Some(HeadingId { id, source: taken })
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::{codes, html, rendered};

    #[test]
    fn a_heading_has_the_id_that_it_was_given() {
        for (text, made) in [
            ("## Витік {#source}", "<h2 id=\"source\"><a href=\"#source\">Витік</a></h2>"),
            ("Витік {#source}\n---", "<h2 id=\"source\"><a href=\"#source\">Витік</a></h2>"),
            ("## Витік {#Source_2} ##", "<h2 id=\"Source_2\"><a href=\"#Source_2\">Витік</a></h2>"),
            ("## *Витік* {#річка}", "<h2 id=\"річка\"><a href=\"#річка\"><em>Витік</em></a></h2>"),
            ("## [a](../b/){#c}", "<h2 id=\"c\">"),
            ("## Витік {джерело}", "<h2 id=\"витік-джерело\">"),
            ("## Витік \\{#a}", "<h2 id=\"витік-a\">"),
            ("## `{#a}`", "<h2 id=\"a\"><a href=\"#a\"><code>{#a}</code>"),
        ] {
            let found = html(text);
            assert!(found.starts_with(made), "{text}: {found}");
            assert_eq!(codes(text), [""; 0], "{text}");
        }
        let made = rendered("# Б {#a}\n\n[в](#a)\n\n# a\n");
        let ids: Vec<_> = made.headings.iter().map(|heading| (heading.id.as_str(), heading.text.as_str())).collect();
        assert_eq!(ids, [("a", "Б"), ("a-2", "a")]);
        assert!(made.problems.is_empty() && !made.plain.contains('{'), "{:?}", made.problems);
    }

    #[test]
    fn an_id_that_comes_later_is_kept_from_headings_before_it() {
        let made = rendered("# a\n\n# Б {#a}\n");
        let ids: Vec<_> = made.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["a-2", "a"]);
    }

    #[test]
    fn ids_that_cannot_be_or_are_taken_are_reported() {
        for (text, code) in [
            ("# A {#a b}", "bad-heading-id"),
            ("# A {#}", "bad-heading-id"),
            ("# A {#_x}", "bad-heading-id"),
            ("# A {#fn-1}", "bad-heading-id"),
            ("# A {#top}", "bad-heading-id"),
            ("# A {#a\"b}", "bad-heading-id"),
            ("# A {#a .b}", "bad-heading-id"),
            ("# A {#x}\n\n# B {#x}", "duplicate-heading-id"),
            ("A {#x}", "unread-markup"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
        let made = rendered("# A {#x}\n\n# B {#x}\n\n# C {#a b}\n");
        let ids: Vec<_> = made.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["x", "b", "c"]);
    }

    #[test]
    fn an_id_makes_no_translation_stale() {
        let print = |text: &str| rendered(text).blocks.first().map(|block| block.fingerprint);
        assert_eq!(print("# A"), print("# A {#x}"));
    }
}
