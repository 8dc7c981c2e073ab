//! HTML in a message: a page shows it as it is typed.

use std::cell::LazyCell;

use pulldown_cmark::{Event, Parser};

use super::{MessageEntry, messages::flat_pattern::FlatPattern};
use crate::model::{diagnostic::Diagnostic, sentence::say};

/// An element's tag in a text.
struct MarkupTag<'a> {
    at: usize,
    name: &'a str,
    kind: MarkupTagKind,
}

#[derive(PartialEq, Eq)]
enum MarkupTagKind {
    Open,
    Close,
    /// `<br/>`, and what never has an end: `<br>`.
    Empty,
}

/// Elements of HTML that may stand in a sentence or around one; `<Enter>` is a key, and `<name>` a placeholder.
const ELEMENTS: [&str; 83] = [
    "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br", "button",
    "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "input", "ins", "kbd",
    "label", "li", "link", "main", "mark", "meta", "nav", "ol", "option", "p", "picture", "pre", "q", "s", "samp",
    "script", "section", "select", "small", "span", "strong", "style", "sub", "summary", "sup", "svg", "table",
    "tbody", "td", "textarea", "th", "thead", "time", "title", "tr", "u", "ul", "var", "video", "wbr",
];

/// Elements whose names are words, too: `<time>` is a placeholder where neither an attribute nor an end tag follows.
const WORDS: [&str; 8] = ["option", "picture", "select", "summary", "time", "title", "var", "video"];

/// Elements that have no end tag (HTML, 13.1.2).
const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "wbr"];

/// Tags and character references in `flat`: all of them once, or the first without its partner.
pub(super) fn check(entry: MessageEntry<'_>, flat: &FlatPattern<'_>, out: &mut Vec<Diagnostic>) {
    let place = |at| entry.ftl.lines.place(flat.in_file(at));
    let tags = tags(&flat.text);
    if let Some(tag) = unpaired(&tags) {
        let slash = if tag.kind == MarkupTagKind::Close { "/" } else { "" };
        let message = say("mismatched-tags").with("tag", format!("{slash}{}", tag.name));
        let problem = Diagnostic::error(entry.ftl.path(), "mismatched-tags", message).at(place(tag.at));
        return out.push(problem.help(say("help-delete-tag")));
    }
    if let Some(tag) = tags.first() {
        let message = say("html-in-message").with("markup", format!("<{}>", tag.name));
        let problem = Diagnostic::error(entry.ftl.path(), "html-in-message", message).at(place(tag.at));
        return out.push(problem.help(say("help-delete-tags")));
    }
    if let Some((at, reference)) = reference(&flat.text) {
        let message = say("html-in-message").with("markup", reference);
        let problem = Diagnostic::error(entry.ftl.path(), "html-in-message", message).at(place(at));
        out.push(problem.help(say("help-type-character")));
    }
}

fn tags(text: &str) -> Vec<MarkupTag<'_>> {
    let has_end = LazyCell::new(|| text.contains("</"));
    let tag = |(at, _): (usize, &str)| {
        let rest = text.get(at + 1..)?;
        // Another `<` before the `>` begins a tag of its own.
        let inner = rest
            .get(..rest.find(['<', '>'])?)
            .filter(|inner| rest.get(inner.len()..).is_some_and(|end| end.starts_with('>')))?;
        let (kind, named) =
            inner.strip_prefix('/').map_or((MarkupTagKind::Open, inner), |named| (MarkupTagKind::Close, named));
        let end = named.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(named.len());
        let (name, after) = (named.get(..end)?, named.get(end..)?);
        let is_in = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_placeholder = || is_in(&WORDS) && kind == MarkupTagKind::Open && after.is_empty() && !*has_end;
        let sound = is_in(&ELEMENTS) && (after.is_empty() || after.starts_with([' ', '/', '\n'])) && !is_placeholder();
        let empty = kind == MarkupTagKind::Open && (inner.ends_with('/') || is_in(&VOID));
        sound.then_some(MarkupTag { at, name, kind: if empty { MarkupTagKind::Empty } else { kind } })
    };
    text.match_indices('<').filter_map(tag).collect()
}

/// The first tag that is not closed, or closes nothing.
fn unpaired<'a, 'b>(tags: &'b [MarkupTag<'a>]) -> Option<&'b MarkupTag<'a>> {
    let mut open: Vec<&MarkupTag<'_>> = Vec::new();
    for tag in tags {
        match tag.kind {
            MarkupTagKind::Empty => {}
            MarkupTagKind::Open => open.push(tag),
            MarkupTagKind::Close => match open.pop() {
                Some(start) if start.name.eq_ignore_ascii_case(tag.name) => {}
                Some(start) => return Some(start),
                None => return Some(tag),
            },
        }
    }
    open.pop()
}

/// A character reference: `&nbsp;`, `&#160;`.
fn reference(text: &str) -> Option<(usize, &str)> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = text.as_bytes().get(at + 1..)?;
        let end = rest.iter().take(12).position(|byte| *byte == b';')?;
        let name = text.get(at + 1..at + 1 + end)?;
        let sound = !name.is_empty() && name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric());
        let found = sound.then(|| text.get(at..at + name.len() + 2)).flatten();
        found.filter(|found| is_character_reference(found)).map(|found| (at, found))
    })
}

/// Whether `reference`, as in `&nbsp;`, stands for a character in HTML.
fn is_character_reference(reference: &str) -> bool {
    let mut left = String::new();
    for event in Parser::new(reference) {
        if let Event::Text(text) = event {
            left.push_str(&text);
        }
    }
    !left.is_empty() && left != reference
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_arithmetic_and_brackets_of_people_are_no_tags() {
        for (text, found) in [
            ("a < b > c", 0),
            ("<3", 0),
            ("<Ім’я>", 0),
            ("<b>x</b>", 2),
            ("<br/>", 1),
            ("<a href=\"x\">y</a>", 2),
            ("me <me@example.org>", 0),
            ("<th>x</th>", 2),
            ("a<wbr>b", 1),
            ("<BR>", 1),
            ("<time>x</time>", 2),
            ("<time datetime=\"x\">", 1),
            ("<time> <title> <select>", 0),
            ("<", 0),
            ("<<<b>x</b>", 2),
            ("a < <b>x</b> > <", 2),
            (&"<".repeat(9), 0),
        ] {
            assert_eq!(tags(text).len(), found, "{text}");
        }
        for text in
            ["R&D; Q&A", "Q & A; B", "AT&T; R&D", "B&B; H&M", "&;", "&#;", "Том&Джері; «Ім’я»", "<Enter>", "<name>"]
        {
            assert_eq!((reference(text), tags(text).len()), (None, 0), "{text}");
        }
        for text in ["a&nbsp;b", "&&&nbsp;", "&#160;", "&#xA0;", "&laquo;", "&Eacute;", "AT&amp;T; R&D"] {
            assert!(reference(text).is_some(), "{text}");
        }
    }

    #[test]
    fn every_element_that_is_known_by_more_is_an_element() {
        for name in VOID.iter().chain(&WORDS) {
            assert!(ELEMENTS.contains(name), "{name}");
        }
    }

    #[test]
    fn tags_close_in_the_order_in_which_they_open() {
        for (text, at) in [
            ("<b>x</b>", None),
            ("<b><i>x</b></i>", Some(3)),
            ("x</b>", Some(1)),
            ("<b>x<br>", Some(0)),
            ("a<wbr>b<BR>", None),
            ("<B>x</b>", None),
        ] {
            assert_eq!(unpaired(&tags(text)).map(|tag| tag.at), at, "{text}");
        }
    }
}
