//! The events of a text with the bytes that they were read from.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// CommonMark with tables, strikethrough and footnotes as on GitHub.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// An event with the bytes of the text that it was read from.
pub(super) type Located<'a> = (Event<'a>, Range<usize>);

/// Whether inline text ends here.
pub(super) fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => {
            !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        Event::Rule => true,
        _ => false,
    }
}

/// The events of `text`.
pub(super) fn events(text: &str) -> Vec<Located<'_>> {
    merged(text, Parser::new_ext(text, OPTIONS).into_offset_iter())
}

/// The events of `text` with texts made one where they follow on one another: the parser cuts at every sign that might
/// have begun some markup. Most of them stand so in `text`, one after the other, and need no copy.
fn merged<'a>(text: &'a str, parsed: impl Iterator<Item = Located<'a>>) -> Vec<Located<'a>> {
    // About as many as most texts have: a list that grows is copied each time.
    let mut events: Vec<Located<'_>> = Vec::with_capacity(text.len() / 12 + 8);
    let mut copy = String::new();
    let is_slice = |part: &str, source: &Range<usize>| text.get(source.clone()).is_some_and(|s| std::ptr::eq(s, part));
    for (event, source) in parsed {
        let Event::Text(part) = event else {
            keep(&mut copy, &mut events);
            events.push((event, source));
            continue;
        };
        let Some((Event::Text(before), whole)) = events.last_mut() else {
            events.push((Event::Text(part), source));
            continue;
        };
        let follows = copy.is_empty() && whole.end == source.start;
        if follows && is_slice(before, whole) && is_slice(&part, &source) {
            *before = text.get(whole.start..source.end).unwrap_or_default().into();
        } else {
            let first: &str = if copy.is_empty() { before } else { "" };
            copy.extend([first, &part]);
        }
        whole.end = source.end;
    }
    keep(&mut copy, &mut events);
    events
}

/// Puts what was copied in place of the text at the end of `events`.
fn keep(copy: &mut String, events: &mut [Located<'_>]) {
    if let (false, Some((Event::Text(text), _))) = (copy.is_empty(), events.last_mut()) {
        *text = CowStr::Boxed(copy.as_str().into());
        copy.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::TextMergeWithOffset;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_merged_as_the_parser_s_own_adapter_does(text in "[a\\n *_&;\\[\\]()!<>~`|#\\\\ї-]{0,60}") {
            let parser = || Parser::new_ext(&text, OPTIONS).into_offset_iter();
            let theirs: Vec<_> = TextMergeWithOffset::new(parser()).collect();
            prop_assert_eq!(merged(&text, parser()), theirs);
        }
    }
}
