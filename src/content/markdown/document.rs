//! A text as the parser's events, each knowing its partner, so that a handler can look ahead or step over.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TextMergeWithOffset};

/// All events of a text.
#[derive(Debug)]
pub(super) struct Document<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
    /// For a start the index of its end, for an end that of its start, else the event's own.
    mates: Vec<usize>,
}

impl<'a> Document<'a> {
    /// Reads CommonMark with tables, strikethrough and footnotes as on GitHub.
    pub(super) fn parse(text: &'a str) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        // About as many as most texts have: a list that grows is copied each time.
        let mut events = Vec::with_capacity(text.len() / 48 + 8);
        events.extend(TextMergeWithOffset::new(Parser::new_ext(text, options).into_offset_iter()));
        let mates = mates(&events);
        Document { events, mates }
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

fn mates(events: &[(Event<'_>, Range<usize>)]) -> Vec<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_and_ends_know_each_other() {
        let document = Document::parse("> a *b*\n\nc");
        let quote_end = document.mate(0);
        assert_eq!(document.event(quote_end), Some(&Event::End(pulldown_cmark::TagEnd::BlockQuote(None))));
        assert_eq!((document.mate(quote_end), document.after(0)), (0, quote_end + 1));
        assert_eq!(document.text(0), "a b");
    }
}
