//! HTML within Markdown that has a Markdown form as a whole: figures, tables, lists, films, links.

use std::collections::HashMap;

use crate::import::{
    PLACE_SCHEME, PictureNote,
    html_to_markdown::{Destinations, HtmlEvent, Loss, Medium, Options, Placed, convert, escaped, events},
};

/// What becomes of a piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Converted {
    /// Its Markdown.
    pub(super) markdown: String,
    /// What of it Markdown cannot say.
    pub(super) losses: Vec<Loss>,
}

/// Stands for [`PLACE_SCHEME`] while HTML is read, which knows the schemes of browsers only.
const PLACE: &str = "/.x-import/";
/// Brackets in the address of a picture that are tried.
const MOST_BRACKETS: usize = 8;
/// Elements that have no end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose end may be left out.
const OPEN_ENDED: [&str; 11] = ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"];

/// The Markdown of `html`; `None` where it is a part of something, or has no Markdown form.
pub(super) fn converted(html: &str) -> Option<Converted> {
    if !is_whole(html) {
        return None;
    }
    let made = convert(&html.replace(PLACE_SCHEME, PLACE), Options::default(), &mut Kept);
    let is_known = !made.losses.iter().any(|loss| loss.code == "unknown-element");
    let markdown = with_words(made.markdown.trim(), &made.pictures);
    // The numbers of its notes are perhaps those of others in the text.
    (is_known && !markdown.is_empty() && !markdown.contains("[^"))
        .then_some(Converted { markdown, losses: made.losses })
}

/// The Markdown of an element among words: one line that stands between the characters `before` and `after`.
pub(super) fn converted_between(before: Option<char>, html: &str, after: Option<char>) -> Option<Converted> {
    // A letter on either side decides how emphasis is written.
    let letter = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { "x" } else { "" };
    let (before, after) = (letter(before), letter(after));
    let mut made = converted(&format!("{before}{html}{after}"))?;
    let markdown = made.markdown.strip_prefix(before)?.strip_suffix(after)?;
    // Spaces at its ends are those of the text.
    let inner = html.split_once('>')?.1.rsplit_once('<')?.0;
    let space = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let start = if before.is_empty() { space(inner.chars().next()) } else { "" };
    let end = if after.is_empty() { space(inner.chars().next_back()) } else { "" };
    let is_block = markdown.contains('\n') || markdown.starts_with(['#', '>', '-', '+', '|']);
    let is_fence = ["```", "~~~"].iter().any(|fence| markdown.starts_with(fence));
    made.markdown = format!("{start}{markdown}{end}");
    (!is_block && !is_fence).then_some(made)
}

/// The words of the pictures, which others keep in notes, next to their addresses.
fn with_words(markdown: &str, pictures: &[PictureNote]) -> String {
    let mut notes: HashMap<&str, &PictureNote> = pictures.iter().map(|note| (note.file.as_str(), note)).collect();
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find("![](") {
        let (before, from) = rest.split_at(at + 4);
        out.push_str(before);
        rest = from;
        // An address has no space, and its brackets come in pairs.
        let end = from.find([' ', '\n']).unwrap_or(from.len());
        let address = from.get(..end).unwrap_or_default();
        let address = address.match_indices(')').map(|(at, _)| address.get(..at).unwrap_or_default());
        let Some(note) = address.take(MOST_BRACKETS).find_map(|address| notes.remove(address)) else { continue };
        let words = |text: &Option<String>| text.as_deref().unwrap_or_default().replace(['\n', '\r'], " ");
        out.truncate(out.len() - 2);
        out.push_str(&format!("{}]({}", escaped(&words(&note.alt)), note.file));
        let caption = [words(&note.caption), words(&note.credit)].join(" ");
        if !caption.trim().is_empty() {
            out.push_str(&format!(" \"{}\"", caption.trim().replace('\\', "\\\\").replace('"', "\\\"")));
        }
        rest = from.get(note.file.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Links and pictures stay as they are.
struct Kept;

impl Destinations for Kept {
    fn link(&mut self, address: &str) -> String {
        match address.strip_prefix(PLACE) {
            Some(place) => format!("{PLACE_SCHEME}{place}"),
            None => address.to_owned(),
        }
    }

    /// The caption is a note, which stands behind the address in Markdown.
    fn medium(&mut self, medium: &Medium<'_>) -> Placed {
        Placed { written: medium.address.to_owned(), is_file: true, ..Placed::default() }
    }
}

/// Whether each element that begins also ends.
fn is_whole(html: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let mut has_element = false;
    let passed = |name: &str| VOID.contains(&name) || OPEN_ENDED.contains(&name);
    for event in events(html) {
        match event {
            HtmlEvent::Start(element) => {
                has_element = true;
                // `markdown="1"`: what stands within is Markdown.
                if element.get("markdown").is_some() {
                    return false;
                }
                if !passed(&element.name) {
                    open.push(element.name);
                }
            }
            HtmlEvent::End(name, _) => {
                if !passed(&name) && open.pop().as_ref() != Some(&name) {
                    return false;
                }
            }
            HtmlEvent::Text(_) | HtmlEvent::Comment(..) => {}
        }
    }
    has_element && open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_is_markdown_and_what_is_not_stays() {
        for (html, made) in [
            (
                "<figure><img src=\"a.png\" alt=\"A\"><figcaption>Підпис</figcaption></figure>",
                Some("![A](a.png \"Підпис\")"),
            ),
            ("<table><tr><th>А<th>Б<tr><td>1<td>2</table>", Some("| А | Б |\n|---|---|\n| 1 | 2 |")),
            ("<ul>\n<li>а\n<li>б</ul>", Some("- а\n- б")),
            ("<a href=\"x-import:content/a.md#b\">а</a>", Some("[а](x-import:content/a.md#b)")),
            (
                "<figure><img src='b (1).png' alt='[A] \"x\"'><figcaption>«Б» \"в\"</figcaption></figure>",
                Some("![\\[A] \"x\"](b%20(1).png \"«Б» \\\"в\\\"\")"),
            ),
            ("<div>", None),
            ("</div>", None),
            ("<div><p>а</div></section>", None),
            ("<x-y>а</x-y>", None),
            ("<script>x()</script>", None),
            ("<div markdown=\"1\">*а*</div>", None),
            ("<!-- а -->", None),
        ] {
            assert_eq!(converted(html).map(|made| made.markdown).as_deref(), made, "{html}");
        }
    }

    #[test]
    fn an_element_among_words_is_one_line_that_fits_its_neighbours() {
        for (before, html, after, made) in [
            (Some(' '), "<kbd>#</kbd>", Some(' '), Some("`#`")),
            (Some('a'), "<b> б </b>", Some('в'), Some(" **б** ")),
            (None, "<b>«Слово».</b>", Some('Д'), Some("«**Слово**».")),
            (Some(' '), "<b>б </b>", None, Some("**б** ")),
            (Some(' '), "<h2>а</h2>", None, None),
            (None, "<p>а<br>б</p>", None, None),
        ] {
            let done = converted_between(before, html, after).map(|made| made.markdown);
            assert_eq!(done.as_deref(), made, "{html}");
        }
    }

    #[test]
    fn many_pictures_and_elements_are_read_in_time_that_grows_with_the_text() {
        let html = "<figure><img src=\"a.png\" alt=\"А\"></figure>".repeat(20_000);
        assert!(converted(&html).is_some());
        let words = format!("{}слово{}", "<kbd>".repeat(20_000), "</kbd>".repeat(20_000));
        let flat = "<kbd>а</kbd> ".repeat(20_000);
        for text in [words, flat] {
            let place = crate::import::SourcePlace::default();
            crate::import::markdown::tidied(&text, &place, 1, &mut crate::import::Report::silent());
        }
    }
}
