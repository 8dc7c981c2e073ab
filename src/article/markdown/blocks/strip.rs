//! The visible text of rendered HTML, for search and for machines that read it. Only for what the renderer made.

use crate::article::markdown::{Piece, SafeHtml};

/// Elements within a line of text; every other one ends the line.
const WITHIN: [&str; 17] =
    ["a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "u"];

impl SafeHtml {
    /// The visible text, one block a line. Slots are left out.
    pub fn plain(&self) -> String {
        strip(self.as_str())
    }

    /// The anchor of the top-level block that a line of [`plain`](Self::plain) is from, lines counted from 0.
    pub fn anchor_of_line(&self, line: usize) -> Option<String> {
        let mut lines = 0;
        let holds = |piece: &Piece<'_>| {
            lines += strip(piece.as_str()).lines().count();
            lines > line
        };
        self.pieces().into_iter().find(holds)?.anchor().map(str::to_owned)
    }
}

fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&', '\u{1}']) {
        let (text, from) = rest.split_at(at);
        push_text(&mut out, text);
        rest = match from.as_bytes().first() {
            Some(b'<') => tag(&mut out, from),
            Some(b'&') => entity(&mut out, from),
            _ => from.split_once('\u{2}').map_or("", |(_, after)| after),
        };
    }
    push_text(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

/// White space at the start of a line says nothing.
fn push_text(out: &mut String, text: &str) {
    out.push_str(if out.is_empty() || out.ends_with('\n') { text.trim_start() } else { text });
}

fn tag<'a>(out: &mut String, from: &'a str) -> &'a str {
    // The renderer writes `>` in a value as `&gt;`.
    let (tag, after) = from.split_once('>').unwrap_or((from, ""));
    let name = tag.trim_start_matches(['<', '/']).split([' ', '/']).next().unwrap_or_default();
    if let Some(number) = tag.strip_prefix("<li value=\"").and_then(|rest| rest.strip_suffix('"')) {
        out.truncate(out.trim_end().len());
        let line = if out.is_empty() { "" } else { "\n" };
        out.extend([line, number, ". "]);
    } else if name == "sup" || name == "td" || name == "th" {
        push_text(out, " ");
    } else if !WITHIN.contains(&name) {
        out.truncate(out.trim_end().len());
        if !out.is_empty() {
            out.push('\n');
        }
    }
    after
}

fn entity<'a>(out: &mut String, from: &'a str) -> &'a str {
    for (written, read) in [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')] {
        if let Some(after) = from.strip_prefix(written) {
            out.push(read);
            return after;
        }
    }
    out.push('&');
    from.get(1..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(html: &str) -> String {
        SafeHtml::from_stored(html.to_owned()).plain()
    }

    #[test]
    fn blocks_become_lines_and_marks_within_a_line_vanish() {
        for (html, text) in [
            ("", ""),
            ("<p>Один <em>два</em></p>\n<p>три</p>\n", "Один два\nтри"),
            ("<h2 id=\"x\"><a href=\"#x\">А &amp; Б</a></h2><p>x&lt;y<br>z</p>", "А & Б\nx<y\nz"),
            ("<p>слово<sup><a href=\"#f\">1</a></sup>, далі</p>", "слово 1 , далі"),
            ("<tr><td>a</td><td>b</td></tr>", "a  b"),
            ("<a href=\"\u{1}a2019/x\u{2}#y\">t\u{1}wback\u{2}</a>", "t"),
            ("a < b", "a"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    #[test]
    fn a_line_is_traced_to_the_anchor_of_its_block() {
        let html = "<p id=\"_a\">один</p>\n<hr>\n<ul id=\"_b\"><li>два</li><li>три</li></ul>\n<h2 id=\"x\"><span id=\"_c\"></span>Так</h2>\n";
        let html = SafeHtml::from_stored(html.to_owned());
        let found: Vec<_> = (0..5).map(|line| html.anchor_of_line(line)).collect();
        assert_eq!(found, [Some("_a"), Some("_b"), Some("_b"), Some("_c"), None].map(|id| id.map(str::to_owned)));
    }

    proptest! {
        #[test]
        fn the_lines_of_the_blocks_are_the_lines_of_the_whole(text in "([a-zї]{1,4}|\n|\n\n|- |> |`|\\*| |# |---|[|]){0,40}") {
            let html = crate::article::markdown::testing::rendered(&text).html;
            let each: Vec<_> = html.pieces().iter().flat_map(|piece| strip(piece.as_str()).lines().map(str::to_owned).collect::<Vec<_>>()).collect();
            let whole = html.plain();
            prop_assert_eq!(each, whole.lines().collect::<Vec<_>>());
        }

        #[test]
        fn a_plain_text_is_no_longer_than_its_html(html in "(<|>|&|;|amp|p|/|\u{1}|\u{2}|\\PC){0,30}") {
            prop_assert!(plain(&html).len() <= html.len());
        }
    }
}
