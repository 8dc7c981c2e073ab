//! A text whose addresses change, and nothing else.
//! Finds the addresses in a text, so that they can be replaced.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::article::markdown::{document::Document, events::OPTIONS};

/// The attributes of HTML that hold addresses.
const ATTRIBUTES: [&str; 4] = ["href", "src", "poster", "cite"];

/// The Markdown `text` with every address for which `changed` has another one written so: of links, pictures, definitions and
/// autolinks, and in attributes of HTML. `changed` gets an address as the parser unescaped it. All other bytes stay. `None` where
/// nothing changes.
///
/// ```
/// use litopys::article::markdown::readdressed;
/// let changed = |address: &str| address.strip_prefix("../a/").map(|rest| format!("../b/{rest}"));
/// assert_eq!(readdressed("[x](../a/#y) `../a/`", &changed).as_deref(), Some("[x](../b/#y) `../a/`"));
/// ```
pub fn readdressed(text: &str, changed: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let document = Document::parse(text);
    let mut edits = Vec::new();
    for at in 0..document.len() {
        match document.event(at) {
            Some(Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. })) => {
                let Some(new) = changed(dest_url) else { continue };
                let source = document.source(at);
                match link_type {
                    LinkType::Inline => {
                        let written = inline_destination(text, &document, at);
                        edits.extend(edit(text, written, &source, dest_url, &new));
                    }
                    // `<https://…>`: only a whole address can stand so.
                    LinkType::Autolink if new.contains(':') => edits.push((source.start + 1..source.end - 1, new)),
                    LinkType::Autolink => edits.push((source, format!("[{}]({new})", escaped(dest_url)))),
                    _ => {}
                }
            }
            Some(Event::Html(_) | Event::InlineHtml(_)) => html(text, document.source(at), changed, &mut edits),
            _ => {}
        }
    }
    for (_, definition) in Parser::new_ext(text, OPTIONS).reference_definitions().iter() {
        if let Some(new) = changed(&definition.dest) {
            let written = definition_destination(text, &definition.span);
            edits.extend(edit(text, written, &definition.span, &definition.dest, &new));
        }
    }
    (!edits.is_empty()).then(|| applied(text, edits))
}

/// An address as the text of a link.
fn escaped(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for sign in address.chars() {
        if matches!(sign, '[' | ']' | '*' | '_' | '`' | '\\' | '~' | '<' | '&' | '|') {
            text.push('\\');
        }
        text.push(sign);
    }
    text
}

/// The change of the address `old`, which should stand at `written`; else it is looked for in `source`, in the middle of what may
/// be a quotation's marks.
fn edit(text: &str, written: Option<Range<usize>>, source: &Range<usize>, old: &str, new: &str) -> Option<Edit> {
    let stands = |range: &Range<usize>| text.get(range.clone()).is_some_and(|raw| reads_as(raw, old));
    let found = || {
        let at = source.start + text.get(source.clone())?.rfind(old)?;
        Some(at..at + old.len())
    };
    let range = written.filter(stands).or_else(found)?;
    let in_brackets = text.get(range.clone())?.starts_with('<') || new.contains([' ', '(', ')']);
    Some((range, if in_brackets { format!("<{new}>") } else { new.to_owned() }))
}

/// Whether `raw` is the address `address` as Markdown writes it.
fn reads_as(raw: &str, address: &str) -> bool {
    let probe = format!("[x]({raw})");
    let read = Parser::new(&probe).any(
        |event| matches!(event, Event::Start(Tag::Link { dest_url, title, .. }) if *dest_url == *address && title.is_empty()),
    );
    raw == address || read
}

/// Changes of addresses in the tags of `text` at `source`.
fn html(text: &str, source: Range<usize>, changed: &dyn Fn(&str) -> Option<String>, edits: &mut Vec<Edit>) {
    let tags = text.get(source.clone()).unwrap_or_default();
    let lower = tags.to_ascii_lowercase();
    for (at, _) in lower.match_indices('=') {
        let name = lower.get(..at).unwrap_or_default().trim_end();
        let is_one = ATTRIBUTES.iter().any(|attribute| {
            let before = name.strip_suffix(attribute);
            before.is_some_and(|before| before.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/')))
        });
        let rest = tags.get(at + 1..).unwrap_or_default();
        let value = rest.trim_start();
        let start = at + 1 + rest.len() - value.len();
        let (start, end) = match value.chars().next() {
            _ if !is_one => continue,
            Some(quote @ ('"' | '\'')) => {
                (start + 1, value.get(1..).and_then(|value| value.find(quote)).map(|end| end + 1))
            }
            _ => (start, value.find(|c: char| c.is_whitespace() || c == '>')),
        };
        let Some(end) = end.map(|end| at + 1 + rest.len() - value.len() + end) else { continue };
        let address = tags.get(start..end).unwrap_or_default().replace("&amp;", "&");
        if let Some(new) = changed(&address) {
            edits.push((source.start + start..source.start + end, new.replace('&', "&amp;").replace('"', "%22")));
        }
    }
}

/// Bytes of a text, and what takes their place.
pub(super) type Edit = (Range<usize>, String);

/// The bytes of the address of the inline link or picture that starts at `at`, its angle brackets included.
pub(super) fn inline_destination(text: &str, document: &Document<'_>, at: usize) -> Option<Range<usize>> {
    let source = document.source(at);
    let inner = (at + 1..document.mate(at)).map(|at| document.source(at).end).max().unwrap_or(source.start);
    let rest = text.get(inner..source.end)?;
    written(text, inner + rest.find("](")? + 2, source.end)
}

/// The bytes of the address of the definition `[label]: address` at `span`, its angle brackets included.
pub(super) fn definition_destination(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    written(text, span.start + text.get(span.clone())?.find("]:")? + 2, span.end)
}

/// The bytes of an address that is written from `start` on, its angle brackets included.
fn written(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = text.get(start..end)?;
    let start = start + rest.len() - rest.trim_start().len();
    let rest = text.get(start..end)?;
    if rest.starts_with('<') {
        return Some(start..start + rest.find('>')? + 1);
    }
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..end)
}

/// The text with `edits` made; of those that overlap, the first.
pub(super) fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    for (range, new) in edits {
        if let Some(before) = text.get(done..range.start) {
            out.push_str(before);
            out.push_str(&new);
            done = range.end.max(range.start);
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moved(text: &str) -> Option<String> {
        readdressed(text, &|address| address.contains("/a/").then(|| address.replace("/a/", "/b/")))
    }

    #[test]
    fn addresses_change_wherever_they_stand_and_nothing_else_does() {
        for (text, made) in [
            ("[x](../a/)", "[x](../b/)"),
            ("[x](../a/ 'заголовок') [y]( <../a/#z> )", "[x](../b/ 'заголовок') [y]( <../b/#z> )"),
            ("[*x* ](../a/)", "[*x* ](../b/)"),
            ("[](../a/)", "[](../b/)"),
            ("[![x](../a/p.png)](../a/)", "[![x](../b/p.png)](../b/)"),
            ("[x][y] [y]\n\n[y]: ../a/ \"t\"\n", "[x][y] [y]\n\n[y]: ../b/ \"t\"\n"),
            ("[y]\n\n[y]:\n  <../a/>\n", "[y]\n\n[y]:\n  <../b/>\n"),
            ("<https://e.org/a/x>", "<https://e.org/b/x>"),
            ("a[^1]\n\n[^1]: [x](../a/)\n", "a[^1]\n\n[^1]: [x](../b/)\n"),
            ("> [x](../a/)\n> [long\n> text](../a/)\n", "> [x](../b/)\n> [long\n> text](../b/)\n"),
            ("> [x](\n> ../a/)\n", "> [x](\n> ../b/)\n"),
            (
                "| a | b |\n|---|---|\n| [x](../a/) | `[x](../a/)` |\n",
                "| a | b |\n|---|---|\n| [x](../b/) | `[x](../a/)` |\n",
            ),
            ("<a class=\"x\" href=\"../a/?p=1&amp;q=2\">x</a>", "<a class=\"x\" href=\"../b/?p=1&amp;q=2\">x</a>"),
            (
                "text <a href='../a/'>x</a> and <img SRC = ../a/p.png>",
                "text <a href='../b/'>x</a> and <img SRC = ../b/p.png>",
            ),
            ("<div>\n<a href=\"../a/\">x</a>\n</div>\n", "<div>\n<a href=\"../b/\">x</a>\n</div>\n"),
            ("[x](../a/\\(1\\).pdf)", "[x](<../b/(1).pdf>)"),
            ("[x](../a/?p=1&amp;q)", "[x](../b/?p=1&q)"),
            ("[x](../a/)\r\n", "[x](../b/)\r\n"),
        ] {
            assert_eq!(moved(text).as_deref(), Some(made), "{text}");
        }
        // A path can only stand in a link of its own.
        let to_path = readdressed("<https://e.org/a_b/>", &|_| Some("../a/".to_owned()));
        assert_eq!(to_path.as_deref(), Some("[https://e.org/a\\_b/](../a/)"));
        for text in [
            "", "[x](../c/)", "`[x](../a/)`", "    [x](../a/)\n", "```\n[x](../a/)\n```\n", "\\[x](../a/)",
            "<a data-href=\"/a/\">",
        ] {
            assert_eq!(moved(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_that_was_changed_reads_as_the_new_one(
            parts in prop::collection::vec(prop_oneof![
                Just("[x](/a/)"), Just("[x](</a/> \"t\")"), Just("![](/a/p.png)"), Just("["), Just("]("), Just(")"), Just("\n\n"),
                Just("> "), Just("- "), Just("[r]: /a/d\n"), Just("[r]"), Just("`"), Just("ї "), Just("<a href=\"/a/\">"), Just("\\"),
                Just("    "), Just("\n"), Just("| "),
            ], 0..16)
        ) {
            let text = parts.concat();
            let addresses = |text: &str| {
                let read = |event| match event {
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
                    _ => None,
                };
                Parser::new_ext(text, OPTIONS).filter_map(read).collect::<Vec<_>>()
            };
            let expected: Vec<_> = addresses(&text).iter().map(|address| address.replace("/a/", "/b/")).collect();
            let made = moved(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(addresses(&made), expected, "{:?} {:?}", text, made);
        }
    }
}
