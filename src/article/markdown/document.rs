//! A text as the parser's events, each knowing its partner, so that a handler can look ahead or step over.
//! An item of an ordered list knows the number that its writer typed: CommonMark keeps the first alone.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::{
    comment::{self, Comment, Settled},
    events::{Located, events},
    heading_id::{self, HeadingId},
};

/// All events of a text.
#[derive(Debug)]
pub(super) struct Document<'a> {
    events: Vec<Located<'a>>,
    /// For a start the index of its end, for an end that of its start, else the event's own.
    mates: Vec<usize>,
    /// The HTML comments that were taken out.
    comments: Vec<Comment>,
    /// The ids that headings were given, by the index of the heading.
    heading_ids: HashMap<usize, HeadingId>,
    /// The numbers of list items that are shown as written, by the index of the item.
    numbers: HashMap<usize, u64>,
}

impl<'a> Document<'a> {
    /// Reads a text.
    pub(super) fn parse(text: &'a str) -> Self {
        let mut events = events(text);
        let comments = comment::take(text, &mut events);
        let mates = mates(&events);
        let numbers = numbers(text, &events);
        let heading_ids = heading_id::take(text, &mut events);
        Document { events, mates, comments, heading_ids, numbers }
    }

    /// Reads a text whose comments are settled.
    pub(super) fn new(settled: &'a Settled<'_>) -> Self {
        let mut document = Document::parse(settled.text());
        document.comments.extend(settled.unclosed().cloned());
        document
    }

    pub(super) fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The id that the heading that starts at `at` was given: `{#id}`.
    pub(super) fn heading_id(&self, at: usize) -> Option<&HeadingId> {
        self.heading_ids.get(&at)
    }

    /// The ids that headings were given.
    pub(super) fn heading_ids(&self) -> impl Iterator<Item = &HeadingId> {
        self.heading_ids.values()
    }

    /// The number of the list item that starts at `at`, where it is shown as it is written.
    pub(super) fn number(&self, at: usize) -> Option<u64> {
        self.numbers.get(&at).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn event(&self, at: usize) -> Option<&Event<'a>> {
        self.events.get(at).map(|(event, _)| event)
    }

    /// The bytes of the text that the event, with all it holds, was read from.
    pub(super) fn source(&self, at: usize) -> Range<usize> {
        self.events.get(at).map_or(0..0, |(_, range)| range.clone())
    }

    pub(super) fn mate(&self, at: usize) -> usize {
        self.mates.get(at).copied().unwrap_or(at)
    }

    /// The index of the event after `at` and all it holds.
    pub(super) fn after(&self, at: usize) -> usize {
        self.mate(at).max(at) + 1
    }

    /// The events within the element that starts at `at`.
    pub(super) fn within(&self, at: usize) -> impl Iterator<Item = &Event<'a>> {
        self.events.get(at + 1..self.mate(at)).unwrap_or_default().iter().map(|(event, _)| event)
    }

    /// The text within the element that starts at `at`, without any markup.
    pub(super) fn text(&self, at: usize) -> String {
        let mut text = String::new();
        for event in self.within(at) {
            match event {
                Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) | Event::Html(part) => {
                    text.push_str(part);
                }
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    /// How many columns the table has that the row at `at` is of: as many as its cells, for the parser evens them out.
    pub(super) fn columns(&self, at: usize) -> usize {
        self.within(at).filter(|event| matches!(event, Event::Start(Tag::TableCell))).count()
    }

    /// The indices of all footnotes' definitions.
    pub(super) fn footnotes(&self) -> impl Iterator<Item = usize> {
        let is_one = |event: &Event<'_>| matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
        self.events.iter().enumerate().filter(move |(_, (event, _))| is_one(event)).map(|(at, _)| at)
    }

    /// The highest level of a heading.
    pub(super) fn top_heading(&self) -> Option<HeadingLevel> {
        let level = |event: &Event<'_>| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level),
            _ => None,
        };
        self.events.iter().filter_map(|(event, _)| level(event)).min()
    }
}

fn mates(events: &[Located<'_>]) -> Vec<usize> {
    let mut mates: Vec<usize> = (0..events.len()).collect();
    let mut open = Vec::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(at),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    mates.swap(start, at);
                }
            }
            _ => {}
        }
    }
    mates
}

/// The numbers of the items that must be shown as they are written, by the index of the item's event.
///
/// A list numbered from 0 or 1 upwards, or by 0 or 1 at every item, is one that the browser numbers, as CommonMark says.
pub(super) fn numbers(text: &str, events: &[Located<'_>]) -> HashMap<usize, u64> {
    let mut written = HashMap::new();
    let mut open: Vec<Vec<(usize, u64)>> = Vec::new();
    for (at, (event, source)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(_)) => open.push(Vec::new()),
            Event::Start(Tag::Item) => {
                let number = text.get(source.start..).and_then(marker);
                if let (Some(list), Some(number)) = (open.last_mut(), number) {
                    list.push((at, number));
                }
            }
            Event::End(TagEnd::List(_)) => {
                let list = open.pop().unwrap_or_default();
                if !is_natural(&list) {
                    written.extend(list);
                }
            }
            _ => {}
        }
    }
    written
}

/// The number of the marker at the beginning of `text`: one to nine digits before `.` or `)`.
fn marker(text: &str) -> Option<u64> {
    let text = text.trim_start_matches([' ', '\t']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    rest.starts_with(['.', ')']).then(|| number.parse().ok()).flatten()
}

fn is_natural(list: &[(usize, u64)]) -> bool {
    let Some((_, first)) = list.first().filter(|(_, first)| *first <= 1) else { return list.is_empty() };
    let mut expected = *first..;
    list.iter().all(|(_, number)| number == first) || list.iter().all(|(_, number)| expected.next() == Some(*number))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::CowStr;

    use super::*;

    #[test]
    fn texts_that_follow_on_one_another_are_one() {
        for (text, whole, is_copied) in [
            ("до [міста", "до [міста", false),
            ("до \\[міста\\] & [села", "до [міста] & [села", true),
            ("a &amp; b", "a & b", true),
            ("    a\n    b\n", "a\nb\n", true),
        ] {
            let document = Document::parse(text);
            let Some(Event::Text(found)) = document.event(1) else { panic!("{text}") };
            assert_eq!((&**found, document.mate(0)), (whole, 2), "{text}");
            assert_eq!(!matches!(found, CowStr::Borrowed(_)), is_copied, "{text}");
        }
    }

    #[test]
    fn starts_and_ends_know_each_other() {
        let document = Document::parse("> a *b*\n\nc");
        let quote_end = document.mate(0);
        assert_eq!(document.event(quote_end), Some(&Event::End(pulldown_cmark::TagEnd::BlockQuote(None))));
        assert_eq!((document.mate(quote_end), document.after(0)), (0, quote_end + 1));
        assert_eq!(document.text(0), "a b");
    }
}
