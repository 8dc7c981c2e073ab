//! Tables: in a box that scrolls, for a wide one must not widen the page.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::render::{Renderer, TablePosition};
use crate::article::markdown::Slot;

impl<'a> Renderer<'a> {
    pub(in crate::article::markdown) fn table(&mut self, at: usize, alignments: &'a [Alignment]) -> usize {
        self.table = TablePosition { alignments, in_head: false, column: 0 };
        self.html.push_str("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
        Slot::Word("article-table").write(&mut self.html);
        self.enter(at, "\"><table>", "</tbody></table></div>")
    }

    pub(in crate::article::markdown) fn table_head(&mut self, at: usize) -> usize {
        self.table = TablePosition { in_head: true, column: 0, ..self.table };
        self.enter(at, "<thead><tr>", "</tr></thead><tbody>")
    }

    pub(in crate::article::markdown) fn table_row(&mut self, at: usize) -> usize {
        self.table = TablePosition { in_head: false, column: 0, ..self.table };
        self.enter(at, "<tr>", "</tr>")
    }

    pub(in crate::article::markdown) fn table_cell(&mut self, at: usize) -> usize {
        let alignment = self.table.alignments.get(self.table.column);
        self.table.column += 1;
        // An empty cell over a column heads nothing.
        let heads = self.table.in_head && self.document.mate(at) > at + 1;
        self.html.push_str(if heads { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match alignment {
            Some(Alignment::Right) => " class=\"num\"",
            Some(Alignment::Center) => " class=\"mid\"",
            _ => "",
        });
        self.enter(at, ">", if heads { "</th>" } else { "</td>" })
    }
}

/// The bytes of each cell of a row as it is typed, between pipes that no backslash makes plain.
pub(in crate::article::markdown) fn cells(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (row.len() - row.trim_start().len(), false);
    let end = row.trim_end().len();
    for (at, c) in row.char_indices().take_while(|(at, _)| *at < end) {
        if c == '|' && !escaped {
            if at > row.len() - row.trim_start().len() {
                cells.push(start..at);
            }
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if start < end {
        cells.push(start..end);
    }
    cells
}

/// Whether a line is the row of hyphens below the first row of a table.
pub(in crate::article::markdown) fn is_delimiter(line: &str) -> bool {
    let cell = |cell: &str| {
        let hyphens = cell.trim().trim_start_matches(':').trim_end_matches(':');
        !hyphens.is_empty() && hyphens.bytes().all(|byte| byte == b'-')
    };
    let line = line.trim().trim_start_matches(['>', ' ']);
    line.contains('|') && line.trim_matches('|').split('|').all(cell)
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::{html, rendered};

    #[test]
    fn a_table_scrolls_and_aligns_by_class() {
        let table = html("| | a | b |\n|-|:-:|--:|\n| 1 | *2* |\n");
        assert_eq!(
            table,
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"\u{1}warticle-table\u{2}\"><table>\
             <thead><tr><td></td><th scope=\"col\" class=\"mid\">a</th><th scope=\"col\" class=\"num\">b</th></tr></thead>\
             <tbody><tr><td>1</td><td class=\"mid\"><em>2</em></td><td class=\"num\"></td></tr></tbody></table></div>"
        );
    }

    #[test]
    fn a_row_is_a_line_of_plain_text() {
        assert_eq!(rendered("|a|b|\n|-|-|\n|1|2|\n\nc").plain, "a b\n1 2\nc");
    }
}
