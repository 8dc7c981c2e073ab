//! What happens where a block begins and ends.

use super::{
    convert::Converter,
    element::Element,
    writer::{
        Block, BlockKind, Caption, Cell, Frame, FrameKind, Inline, Link, Piece, Style, code_block, count_down, in_cell,
        indented, item, joined, list,
    },
};
use crate::import::Outcome;

/// The level of the highest heading in a text: the title is the only one above.
const FIRST_LEVEL: usize = 2;

impl Converter<'_> {
    /// Ends the paragraph that is open.
    pub(super) fn flush(&mut self) {
        self.end_code();
        self.end_swallowed();
        if self.is_one_line() {
            return self.words(" ");
        }
        if matches!(self.top().kind, FrameKind::Pre { .. }) {
            return;
        }
        let inline = self.take_inline();
        if inline.is_blank() {
            return;
        }
        let inline = self.with_lone_address(inline);
        let written = inline.markdown(&self.links, false);
        if written.is_bare {
            self.lose("emphasis", Outcome::Kept, &inline.plain(), "the words stay, without their emphasis");
        }
        let implicit = self.top().name == "li-list";
        if implicit {
            self.close_top();
        }
        let top = self.top();
        if let Some(label) = top.note.take() {
            self.add_note(label, &written.markdown);
        } else if let FrameKind::List { items, next, step, .. } = &mut top.kind {
            items.extend(item(*next, &[Block::text(written.markdown)]));
            *next += *step;
        } else {
            top.push(Block::text(written.markdown));
        }
    }

    /// A paragraph that is an address and nothing else is one that WordPress shows as a film or a card: here, a link.
    fn with_lone_address(&mut self, mut inline: Inline) -> Inline {
        let [run] = inline.runs.as_mut_slice() else { return inline };
        let Piece::Text(text) = &run.piece else { return inline };
        let address = text.trim().to_owned();
        let is_one = (address.starts_with("https://") || address.starts_with("http://")) && !address.contains(' ');
        if is_one && run.link.is_none() {
            run.link = Some(self.links.len());
            let destination = super::destination(&self.to.link(&address));
            self.links.push(Link { destination, title: None });
            self.lose("embed", Outcome::Changed, &address, "a link to it");
        }
        inline
    }

    pub(super) fn add_note(&mut self, label: usize, text: &str) {
        let note = self.notes.entry(label).or_default();
        if !note.is_empty() {
            note.push_str("\n\n");
        }
        note.push_str(text);
    }

    /// Opens a frame for an element, if there may be one here.
    pub(super) fn open_frame(&mut self, kind: FrameKind, name: &str) {
        self.flush();
        if self.is_one_line() {
            return;
        }
        if self.has_room(name) {
            self.frames.push(Frame::new(kind, name));
        }
    }

    /// Closes what an end tag closes; a cell is a wall for all but the parts of tables.
    pub(super) fn close_frame(&mut self, name: &str) {
        if self.suppressed > 0 {
            self.suppressed -= 1;
            return self.flush();
        }
        let is_table = matches!(name, "td" | "th" | "table");
        let mut found = None;
        for (at, frame) in self.frames.iter().enumerate().skip(1).rev() {
            if frame.name == name {
                found = Some(at);
                break;
            }
            if matches!(frame.kind, FrameKind::Cell { .. }) && !is_table {
                break;
            }
        }
        match found {
            Some(at) => {
                while self.frames.len() > at {
                    self.close_top();
                }
            }
            None => self.flush(),
        }
    }

    /// Blocks that stand in a list, and in no item of it, are one.
    fn settle_list(&mut self) {
        let top = self.top();
        if let (FrameKind::List { items, next, step, .. }, false) = (&mut top.kind, top.blocks.is_empty()) {
            items.extend(item(*next, &std::mem::take(&mut top.blocks)));
            *next += *step;
        }
    }

    /// Closes the innermost frame.
    pub(super) fn close_top(&mut self) {
        self.flush();
        if self.frames.len() < 2 {
            return;
        }
        self.settle_list();
        let Some(frame) = self.frames.pop() else { return };
        self.close(frame);
        self.settle_list();
    }

    fn close(&mut self, frame: Frame) {
        let Frame { kind, blocks, inline, .. } = frame;
        match kind {
            FrameKind::Root => {}
            FrameKind::Quote if blocks.is_empty() => {}
            FrameKind::Quote => self.top().push(Block::text(indented(&joined(&blocks), "> ", "> "))),
            FrameKind::List { numbered, mut items, ends_at_one, .. } => {
                if ends_at_one {
                    count_down(&mut items);
                }
                let second = self.top().needs_second(numbered);
                let made = list(numbered, second, &items);
                self.top().blocks.extend(made);
            }
            FrameKind::Item { number } => {
                let made = item(number, &blocks);
                match &mut self.top().kind {
                    FrameKind::List { items, .. } => items.extend(made),
                    _ => self.top().blocks.extend(blocks),
                }
            }
            FrameKind::Heading { level, id } => self.close_heading(&inline, level, id, blocks),
            FrameKind::Pre { language, text, verse } => self.close_pre(&language, &text, verse),
            FrameKind::Figure { pictures, caption } => self.close_figure(pictures, caption, blocks),
            FrameKind::Caption(caption) => self.close_caption(caption, &inline),
            FrameKind::Note { label } => self.add_note(label, &joined(&blocks)),
            FrameKind::Table(table) => {
                if table.has_spans {
                    let done = "the cell stands once, beside empty ones";
                    self.lose("no-markdown-form", Outcome::Changed, "colspan or rowspan", done);
                }
                self.top().blocks.extend(blocks);
                let made = table.finish();
                self.top().blocks.extend(made);
                (self.open.strong, self.open.em, self.open.del) = (0, 0, 0);
            }
            FrameKind::Cell { columns, rows, align } => {
                let text = in_cell(&inline.markdown(&self.links, true).markdown);
                if let FrameKind::Table(table) = &mut self.top().kind {
                    table.cell(Cell { text, columns, rows, align });
                }
            }
        }
    }

    fn close_heading(&mut self, inline: &Inline, level: usize, id: Option<String>, blocks: Vec<Block>) {
        if !inline.is_blank() {
            while self.headings.last().is_some_and(|above| *above >= level) {
                self.headings.pop();
            }
            self.headings.push(level);
            let depth = (FIRST_LEVEL + self.headings.len() - 1).min(6);
            let words = inline.markdown(&self.links, true).markdown;
            let id = id.filter(|id| is_heading_id(id)).map_or(String::new(), |id| format!(" {{#{id}}}"));
            self.top().push(Block::text(format!("{} {words}{id}", "#".repeat(depth))));
        }
        self.top().blocks.extend(blocks);
    }

    fn close_pre(&mut self, language: &str, text: &str, verse: bool) {
        if !verse {
            let made = code_block(language, text);
            return self.top().blocks.extend(made);
        }
        for stanza in text.replace("\r\n", "\n").split("\n\n") {
            let mut inline = Inline::default();
            for line in stanza.split('\n') {
                inline.soft_break();
                inline.text(line, Style::default(), None);
            }
            if !inline.is_blank() {
                let made = inline.markdown(&self.links, false).markdown;
                self.top().push(Block::text(made));
            }
        }
    }

    fn close_caption(&mut self, caption: Caption, inline: &Inline) {
        if inline.runs.iter().any(|run| run.link.is_some()) {
            let links: Vec<String> = inline
                .runs
                .iter()
                .filter_map(|run| self.links.get(run.link?))
                .map(|link| link.destination.clone())
                .collect();
            let found = links.first().cloned().unwrap_or_default();
            self.lose("caption-link", Outcome::Kept, &found, "the words of the caption stay, without the link");
        }
        let made = Caption { text: inline.plain(), credit: caption.credit };
        if made.text.is_empty() && made.credit.is_none() {
            return;
        }
        match &mut self.top().kind {
            FrameKind::Figure { caption: theirs @ None, .. } => *theirs = Some(made),
            _ => {
                let words = made.words().map(Block::text);
                self.top().blocks.extend(words);
            }
        }
    }

    /// A list begins: within the last item where the HTML puts it between items.
    pub(super) fn open_list(&mut self, element: &Element) {
        if self.is_one_line() {
            return self.words(" ");
        }
        self.flush();
        let numbered = element.name == "ol";
        let reversed = numbered && element.get("reversed").is_some();
        let start = element.get("start").and_then(|start| start.trim().parse().ok());
        if start.is_some_and(|start: i64| !(0..=999_999_999).contains(&start)) {
            self.lose("no-markdown-form", Outcome::Changed, "a list that begins below 0", "it begins at 0");
        }
        if let FrameKind::List { next, step, items, .. } = &mut self.top().kind {
            // Between two items: it belongs to the first.
            let (number, blocks) = match items.pop() {
                Some(last) => last.reopened(),
                None => {
                    *next += *step;
                    (*next - *step, Vec::new())
                }
            };
            if self.has_room("li") {
                let frame = Frame { blocks, ..Frame::new(FrameKind::Item { number }, "li") };
                self.frames.push(frame);
            }
        }
        let first = start.unwrap_or(1).clamp(0, 999_999_999);
        let step = if reversed { -1 } else { 1 };
        let ends_at_one = reversed && start.is_none();
        let kind = FrameKind::List { numbered, next: first, step, ends_at_one, items: Vec::new() };
        if self.has_room(&element.name) {
            self.frames.push(Frame::new(kind, &element.name));
        }
    }

    pub(super) fn open_item(&mut self, element: &Element) {
        if self.is_one_line() {
            let mark = if self.top().inline.is_blank() { "" } else { " • " };
            return self.words(mark);
        }
        self.close_open_item();
        if !matches!(self.top().kind, FrameKind::List { .. }) {
            let kind = FrameKind::List { numbered: false, next: 1, step: 1, ends_at_one: false, items: Vec::new() };
            self.open_frame(kind, "li-list");
        }
        self.flush();
        let label = element.filled("id").and_then(|id| self.outline.notes.get(&id).copied());
        if let Some(label) = label {
            return self.open_frame(FrameKind::Note { label }, "li");
        }
        let value = element.get("value").and_then(|value| value.trim().parse::<i64>().ok());
        let mut number = 1;
        if let FrameKind::List { next, step, .. } = &mut self.top().kind {
            number = value.unwrap_or(*next).clamp(0, 999_999_999);
            *next = number + *step;
        }
        if self.has_room("li") {
            self.frames.push(Frame::new(FrameKind::Item { number }, "li"));
        }
    }

    /// Closes the item of the list that is open innermost.
    fn close_open_item(&mut self) {
        let mut found = None;
        for (at, frame) in self.frames.iter().enumerate().rev() {
            match frame.kind {
                FrameKind::Item { .. } | FrameKind::Note { .. } if frame.name == "li" => {
                    found = Some(at);
                    break;
                }
                FrameKind::List { .. } | FrameKind::Cell { .. } => break,
                _ => {}
            }
        }
        if let Some(at) = found {
            while self.frames.len() > at.max(1) {
                self.close_top();
            }
        }
    }

    pub(super) fn rule(&mut self) {
        self.flush();
        if !self.is_one_line() && !matches!(self.top().kind, FrameKind::List { .. } | FrameKind::Table(_)) {
            self.top().push(Block { kind: BlockKind::Text, text: "***".to_owned() });
        }
    }
}

/// Whether an id can be that of a heading here.
pub(super) fn is_heading_id(id: &str) -> bool {
    let taken = id.starts_with(['_', '-']) || id.starts_with("fn-") || id.starts_with("fnref-") || id == "top";
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !id.is_empty() && !taken && id.chars().count() <= 80 && id.chars().all(fine)
}
