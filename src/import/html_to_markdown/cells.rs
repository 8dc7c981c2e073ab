//! The tags of tables.

use super::{
    convert::Converter,
    element::Element,
    writer::{FrameKind, Table},
};
use crate::import::Outcome;

impl Converter<'_> {
    pub(super) fn table_start(&mut self, element: &Element) {
        let name = element.name.as_str();
        if name == "table" {
            let facts = self.outline.tables.get(self.tables).copied().unwrap_or_default();
            self.tables += 1;
            if self.is_one_line() {
                self.top().nested += 1;
                return self.words(" ");
            }
            if facts.is_layout() {
                self.flush();
                return self.lose(
                    "layout-table",
                    Outcome::Changed,
                    "a table that lays out its cells",
                    "one below the other",
                );
            }
            return self.open_frame(FrameKind::Table(Table::default()), name);
        }
        if matches!(self.top().kind, FrameKind::Cell { .. }) && self.top().nested > 0 {
            return self.words(" ");
        }
        self.close_cell();
        let FrameKind::Table(table) = &mut self.top().kind else { return self.flush() };
        if name == "tr" {
            return table.row();
        }
        let span =
            |name: &str| element.get(name).and_then(|span| span.trim().parse().ok()).unwrap_or(1_usize).clamp(1, 1000);
        let style = element.get("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        let align = element.get("align").map(|align| align.to_ascii_lowercase());
        let is = |side: &str| {
            align.as_deref() == Some(side)
                || style.contains(&format!("text-align:{side}"))
                || element.has_class(&format!("has-text-align-{side}"))
        };
        let align = if is("center") { Some('c') } else { is("right").then_some('r') };
        let (columns, rows) = (span("colspan"), span("rowspan"));
        (self.open.strong, self.open.em, self.open.del) = (0, 0, 0);
        self.open_frame(FrameKind::Cell { columns, rows, align }, "td");
    }

    /// Closes the cell that is open innermost, with all within it.
    fn close_cell(&mut self) {
        let found =
            self.frames.iter().rposition(|frame| matches!(frame.kind, FrameKind::Cell { .. } | FrameKind::Table(_)));
        if let Some(at) =
            found.filter(|at| matches!(self.frames.get(*at).map(|f| &f.kind), Some(FrameKind::Cell { .. })))
        {
            while self.frames.len() > at {
                self.close_top();
            }
        }
    }

    pub(super) fn table_end(&mut self, name: &str) {
        if matches!(self.top().kind, FrameKind::Cell { .. }) && self.top().nested > 0 {
            self.top().nested -= usize::from(name == "table");
            return self.words(" ");
        }
        match name {
            "table" if self.frames.iter().any(|frame| matches!(frame.kind, FrameKind::Table(_))) => {
                self.close_frame("table")
            }
            "td" | "th" | "tr" => {
                self.close_cell();
                self.flush();
            }
            _ => self.flush(),
        }
    }
}
