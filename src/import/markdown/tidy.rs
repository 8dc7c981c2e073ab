//! What other Markdown has and this archive does not: comments, simple HTML among words, the mark of a summary.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::import::{Outcome, Report, SourcePlace};

/// The mark between a summary and the rest, as Hugo, Zola and WordPress write it.
const MORE: &str = "<!--more-->";

/// Elements among words, and the Markdown that says the same; the others of [`DROPPED`] say nothing.
const WRITTEN: [(&str, &str); 9] = [
    ("b", "**"),
    ("strong", "**"),
    ("i", "*"),
    ("em", "*"),
    ("del", "~~"),
    ("s", "~~"),
    ("strike", "~~"),
    ("code", "`"),
    ("tt", "`"),
];
/// Elements that change no words.
const DROPPED: [&str; 16] = [
    "span", "div", "center", "font", "section", "article", "p", "small", "big", "u", "nobr", "wbr", "ins", "abbr",
    "aside", "main",
];

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// The text before `<!-- more -->`, as words, and the body without the mark.
pub fn split_summary(body: &str) -> (Option<String>, String) {
    let Some(range) = more(body) else { return (None, body.to_owned()) };
    let before = body.get(..range.start).unwrap_or_default();
    let after = body.get(range.end..).unwrap_or_default();
    let summary = plain(before);
    ((!summary.is_empty()).then_some(summary), format!("{before}{after}"))
}

fn more(body: &str) -> Option<Range<usize>> {
    if let Some(at) = body.find(MORE) {
        return Some(at..at + MORE.len());
    }
    let (at, _) = body.match_indices("<!--").find(|(at, _)| {
        let inner = body.get(at + 4..).and_then(|rest| rest.split_once("-->")).map_or("", |(inner, _)| inner);
        inner.trim().eq_ignore_ascii_case("more")
    })?;
    let end = at + body.get(at..)?.find("-->")? + 3;
    Some(at..end)
}

/// The words of a Markdown text, on one line.
pub fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut pictures = 0_usize;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if pictures == 0 => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let text = words.join(" ");
    // Ends of emphasis made spaces before signs.
    [" ,", " .", " :", " ;", " !", " ?", " )"].iter().fold(text, |text, sign| text.replace(sign, sign.trim_start()))
}

/// The body without comments, with simple HTML as Markdown. HTML that has no Markdown form stays as text, and is listed.
pub fn tidied(body: &str, place: &SourcePlace, first_line: u64, report: &mut Report) -> String {
    if !body.contains('<') {
        return body.to_owned();
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut unknown: Vec<(usize, String)> = Vec::new();
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            let html = body.get(range.clone()).unwrap_or_default();
            tags(html, range.start, &mut edits, &mut unknown);
        }
    }
    for (at, found) in unknown {
        let line = body.get(..at).map_or(0, |before| before.matches('\n').count() as u64);
        let done = "shown as it is typed; write it in Markdown";
        report.add(&place.at(first_line + line), "html-kept", Outcome::Kept, format!("HTML: {found}"), done);
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(body.len());
    let mut done = 0;
    for (range, made) in edits {
        if range.start >= done {
            out.push_str(body.get(done..range.start).unwrap_or_default());
            out.push_str(&made);
            done = range.end;
        }
    }
    out.push_str(body.get(done..).unwrap_or_default());
    out
}

/// What becomes of each tag and comment of `html`, which begins at the byte `start`.
fn tags(html: &str, start: usize, edits: &mut Vec<(Range<usize>, String)>, unknown: &mut Vec<(usize, String)>) {
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = html.get(open..).unwrap_or_default();
        let end = match rest.starts_with("<!--") {
            true => rest.find("-->").map(|end| end + 3),
            false => rest.find('>').map(|end| end + 1),
        };
        let Some(length) = end else { return };
        let tag = rest.get(..length).unwrap_or_default();
        match written(tag) {
            Some(made) => edits.push((start + open..start + open + length, made)),
            None => unknown.push((start + open, tag.to_owned())),
        }
        at = open + length;
    }
}

/// The Markdown of a tag; `None` where it has none.
fn written(tag: &str) -> Option<String> {
    if tag.starts_with("<!--") {
        return Some(String::new());
    }
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let is_closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let name = inner.split(|c: char| c.is_whitespace()).next().unwrap_or_default().to_ascii_lowercase();
    if let Some((_, mark)) = WRITTEN.iter().find(|(known, _)| *known == name) {
        return Some((*mark).to_owned());
    }
    let attribute = |name: &str| attribute(inner, name);
    match name.as_str() {
        "br" => Some("\\\n".to_owned()),
        "hr" => Some("\n\n---\n\n".to_owned()),
        "img" => {
            let source = attribute("src")?;
            let alt = attribute("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
            Some(format!("![{alt}](<{}>)", source.replace(['<', '>', '\n'], "")))
        }
        name if DROPPED.contains(&name) => {
            // An anchor is a place that links may lead to.
            if is_closing || attribute("id").is_none() || name == "div" || name == "section" {
                Some(String::new())
            } else {
                None
            }
        }
        _ => None,
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace));
        before && lower.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with('='))
    })?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        mark @ ('"' | '\'') => value.get(1..)?.split(mark).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    Some(value.replace("&amp;", "&").replace("&quot;", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_summary_ends_where_the_mark_stands() {
        for (body, summary, rest) in [
            (
                "**Коротко**, [ясно](/x).\n\n<!--more-->\n\nДалі\n",
                Some("Коротко, ясно."),
                "**Коротко**, [ясно](/x).\n\n\n\nДалі\n",
            ),
            ("A ![p](x.png) b\n<!-- more -->\nc", Some("A b"), "A ![p](x.png) b\n\nc"),
            ("<!--more-->x", None, "x"),
            ("no mark <!-- note -->", None, "no mark <!-- note -->"),
        ] {
            assert_eq!(split_summary(body), (summary.map(str::to_owned), rest.to_owned()), "{body}");
        }
    }

    #[test]
    fn simple_html_is_markdown_and_the_rest_is_listed() {
        for (body, made, kept) in [
            ("a <b>b</b> <i>c</i><br>d <!-- e -->f", "a **b** *c*\\\nd f", 0),
            ("a <img src=\"x y.png\" alt=\"A [b]\"/> b", "a ![A  b ](<x y.png>) b", 0),
            ("<div class=\"x\">\n\n**a**\n\n</div>\n", "\n\n**a**\n\n\n", 0),
            (
                "a <script>x</script> b\n\n<video src=x></video>\n",
                "a <script>x</script> b\n\n<video src=x></video>\n",
                4,
            ),
            ("`<b>` \\<b>\n\n    <b>\n", "`<b>` \\<b>\n\n    <b>\n", 0),
            ("1 < 2 <https://x.org>", "1 < 2 <https://x.org>", 0),
        ] {
            let mut report = Report::default();
            assert_eq!(tidied(body, &SourcePlace::default(), 1, &mut report), made, "{body}");
            assert_eq!(report.entries().len(), kept, "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "(<b>|</b>|<br>|<x y=\"|\">|<!--|<div>|&|`|\\*|слово|word| |\\n|\\n\\n){0,30}") {
            let without_comments = !text.contains("<!--");
            let made = tidied(&text, &SourcePlace::default(), 1, &mut Report::default());
            if without_comments {
                prop_assert_eq!(made.matches("слово").count(), text.matches("слово").count());
            }
        }
    }
}
