//! Tables: rows of cells, each one line of Markdown.

use super::blocks::Block;

/// A table in the making.
#[derive(Debug, Default)]
pub(in crate::import::html_to_markdown) struct Table {
    rows: Vec<Vec<Cell>>,
    /// Cells of rows above that reach down: column, rows that are left.
    reaching: Vec<(usize, usize)>,
    /// Whether a cell spans several columns or rows.
    pub(in crate::import::html_to_markdown) has_spans: bool,
    /// The alignment of each column, as the last cell that says one.
    aligns: Vec<Option<char>>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(in crate::import::html_to_markdown) struct Cell {
    pub(in crate::import::html_to_markdown) text: String,
    pub(in crate::import::html_to_markdown) columns: usize,
    pub(in crate::import::html_to_markdown) rows: usize,
    pub(in crate::import::html_to_markdown) align: Option<char>,
}

/// Columns of a table; more stand in the last one.
const MOST_COLUMNS: usize = 100;
/// Rows that one cell may reach down.
const MOST_ROWS: usize = 1000;

impl Table {
    pub(in crate::import::html_to_markdown) fn row(&mut self) {
        self.fill();
        if self.rows.last().is_none_or(|row| !row.is_empty()) {
            self.rows.push(Vec::new());
        }
        self.fill();
    }

    /// Puts empty cells where cells of rows above reach down.
    fn fill(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some((_, left)) = self.reaching.iter_mut().find(|(column, left)| *column == row.len() && *left > 0) {
            *left -= 1;
            row.push(Cell::default());
        }
    }

    pub(in crate::import::html_to_markdown) fn cell(&mut self, cell: Cell) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        self.fill();
        let Some(row) = self.rows.last_mut() else { return };
        let (columns, rows) = (cell.columns.clamp(1, MOST_COLUMNS), cell.rows.clamp(1, MOST_ROWS));
        self.has_spans |= columns > 1 || rows > 1;
        if let (true, Some(last)) = (row.len() >= MOST_COLUMNS, row.last_mut()) {
            last.text.push(' ');
            last.text.push_str(&cell.text);
            return;
        }
        let column = row.len();
        if cell.align.is_some() {
            self.aligns.resize(self.aligns.len().max(column + 1), None);
            if let Some(align) = self.aligns.get_mut(column) {
                *align = cell.align;
            }
        }
        row.push(cell);
        for extra in 0..columns {
            if extra > 0 && row.len() < MOST_COLUMNS {
                row.push(Cell::default());
            }
            if rows > 1 {
                self.reaching.retain(|(at, left)| *at != column + extra && *left > 0);
                self.reaching.push((column + extra, rows - 1));
            }
        }
    }

    /// The table as Markdown, its first row as the header: there is no table without one.
    pub(in crate::import::html_to_markdown) fn finish(mut self) -> Option<Block> {
        self.rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
        let columns = self.rows.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            text.push('|');
            // The first row says how many columns there are; the others may end early.
            for column in 0..if at == 0 { columns } else { row.len() } {
                text.extend([" ", row.get(column).map_or("", |cell| cell.text.as_str()), " |"]);
            }
            if at == 0 {
                text.push_str("\n|");
                for column in 0..columns {
                    text.push_str(match self.aligns.get(column).copied().flatten() {
                        Some('c') => ":-:|",
                        Some('r') => "--:|",
                        _ => "---|",
                    });
                }
            }
        }
        Some(Block::text(text))
    }
}

/// Markdown of one paragraph as the content of a cell: on one line, its bars escaped.
pub(in crate::import::html_to_markdown) fn in_cell(markdown: &str) -> String {
    let line = markdown.replace("\\\n", " ").replace('\n', " ");
    let mut made = String::with_capacity(line.len());
    let mut slashes = 0_usize;
    for c in line.chars() {
        if c == '|' && slashes.is_multiple_of(2) {
            // Behind a backslash that is one, `\|` would be read otherwise.
            made.push_str(if slashes == 0 { "\\|" } else { "&#124;" });
        } else {
            made.push(c);
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
    }
    made
}
