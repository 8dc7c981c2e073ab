//! Paragraphs, lists, quotations and headings: what is open, and what it becomes when it closes.

use super::{escape::escaped, inline::Inline};

/// A block that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) struct Block {
    pub(in crate::import::html_to_markdown) kind: BlockKind,
    pub(in crate::import::html_to_markdown) text: String,
}

/// What a block is, where its neighbours must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) enum BlockKind {
    Text,
    /// A list, whether it is numbered, and whether its signs are the second kind.
    List {
        numbered: bool,
        second: bool,
    },
}

/// What is open.
#[derive(Debug, Default)]
pub(in crate::import::html_to_markdown) struct Frame {
    pub(in crate::import::html_to_markdown) kind: FrameKind,
    /// The element whose end closes it.
    pub(in crate::import::html_to_markdown) name: String,
    /// Elements of that name within it.
    pub(in crate::import::html_to_markdown) nested: usize,
    pub(in crate::import::html_to_markdown) blocks: Vec<Block>,
    pub(in crate::import::html_to_markdown) inline: Inline,
    /// The note that the paragraph turned out to be.
    pub(in crate::import::html_to_markdown) note: Option<usize>,
}

/// The kind of what is open.
#[derive(Debug, Default)]
pub(in crate::import::html_to_markdown) enum FrameKind {
    #[default]
    Root,
    Quote,
    List {
        numbered: bool,
        next: i64,
        step: i64,
        /// Whether the numbers end at 1.
        ends_at_one: bool,
        items: Vec<Item>,
    },
    Item {
        number: i64,
    },
    Heading {
        level: usize,
        id: Option<String>,
    },
    Pre {
        language: String,
        text: String,
        verse: bool,
    },
    Figure {
        pictures: Vec<Figured>,
        caption: Option<Caption>,
    },
    Caption(Caption),
    Note {
        label: usize,
    },
    Table(super::table::Table),
    Cell {
        columns: usize,
        rows: usize,
        align: Option<char>,
    },
}

/// An item of a list.
#[derive(Debug, Default)]
pub(in crate::import::html_to_markdown) struct Item {
    number: i64,
    text: String,
    is_loose: bool,
}

/// A picture in a figure.
#[derive(Debug, Clone)]
pub(in crate::import::html_to_markdown) struct Figured {
    pub(in crate::import::html_to_markdown) address: String,
    pub(in crate::import::html_to_markdown) full: Option<String>,
    pub(in crate::import::html_to_markdown) number: Option<u64>,
    pub(in crate::import::html_to_markdown) alt: Option<String>,
    pub(in crate::import::html_to_markdown) caption: Caption,
    /// The link around it that leads elsewhere.
    pub(in crate::import::html_to_markdown) link: Option<String>,
}

/// The words below a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) struct Caption {
    pub(in crate::import::html_to_markdown) text: String,
    pub(in crate::import::html_to_markdown) credit: Option<String>,
}

impl Caption {
    /// Its words and its credit as Markdown, where no picture has them.
    pub(in crate::import::html_to_markdown) fn words(&self) -> Option<String> {
        let all: Vec<&str> = [Some(self.text.trim()), self.credit.as_deref().map(str::trim)]
            .into_iter()
            .flatten()
            .filter(|words| !words.is_empty())
            .collect();
        (!all.is_empty()).then(|| escaped(&all.join(" ")))
    }
}

impl Item {
    /// The number and the blocks of the item, to which more is to come.
    pub(in crate::import::html_to_markdown) fn reopened(self) -> (i64, Vec<Block>) {
        (self.number, vec![Block::text(self.text)])
    }
}

impl Block {
    pub(in crate::import::html_to_markdown) fn text(text: impl Into<String>) -> Block {
        Block { kind: BlockKind::Text, text: text.into() }
    }
}

impl Frame {
    pub(in crate::import::html_to_markdown) fn new(kind: FrameKind, name: &str) -> Frame {
        Frame { kind, name: name.to_owned(), ..Frame::default() }
    }

    /// Appends a block; a list that follows on a list of its kind gets other signs, or the two would be one.
    pub(in crate::import::html_to_markdown) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Whether a list that comes next needs the second kind of signs.
    pub(in crate::import::html_to_markdown) fn needs_second(&self, numbered: bool) -> bool {
        matches!(self.blocks.last(), Some(Block { kind: BlockKind::List { numbered: theirs, second: false }, .. }) if *theirs == numbered)
    }
}

/// All blocks, a blank line between.
pub(in crate::import::html_to_markdown) fn joined(blocks: &[Block]) -> String {
    let length = blocks.iter().map(|block| block.text.len() + 2).sum();
    let mut text = String::with_capacity(length);
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&block.text);
    }
    text
}

/// The text with `first` before its first line and `rest` before every other one that is not blank.
pub(in crate::import::html_to_markdown) fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut made = String::with_capacity(text.len() + text.len() / 8 + first.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            made.push('\n');
        }
        match (at, line.is_empty()) {
            (0, _) => made.push_str(first),
            (_, true) => made.push_str(rest.trim_end()),
            (_, false) => made.push_str(rest),
        }
        made.push_str(line);
    }
    made
}

/// The blocks of an item: a list that follows on its words stands right below them.
pub(in crate::import::html_to_markdown) fn item(number: i64, blocks: &[Block]) -> Option<Item> {
    let mut text = String::new();
    let mut is_loose = false;
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            let is_tight = at == 1 && matches!(block.kind, BlockKind::List { .. }) && !text.contains('\n');
            is_loose |= !is_tight;
            text.push_str(if is_tight { "\n" } else { "\n\n" });
        }
        text.push_str(&block.text);
    }
    (!text.is_empty()).then_some(Item { number, text, is_loose })
}

/// Numbers items downwards to 1.
pub(in crate::import::html_to_markdown) fn count_down(items: &mut [Item]) {
    for (number, item) in (1..).zip(items.iter_mut().rev()) {
        item.number = number;
    }
}

/// A list of the items; `second`: with the second kind of signs, which part it from a list before it.
pub(in crate::import::html_to_markdown) fn list(numbered: bool, second: bool, items: &[Item]) -> Option<Block> {
    let is_loose = items.iter().any(|item| item.is_loose);
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            text.push_str(if is_loose { "\n\n" } else { "\n" });
        }
        let sign = match (numbered, second) {
            (true, _) => format!("{}{} ", item.number.clamp(0, 999_999_999), if second { ')' } else { '.' }),
            (false, true) => "+ ".to_owned(),
            (false, false) => "- ".to_owned(),
        };
        text.push_str(&indented(&item.text, &sign, &" ".repeat(sign.len())));
    }
    (!text.is_empty()).then_some(Block { kind: BlockKind::List { numbered, second }, text })
}

/// A fenced block of code.
pub(in crate::import::html_to_markdown) fn code_block(language: &str, code: &str) -> Option<Block> {
    let code = code.trim_matches('\n').replace("\r\n", "\n").replace(['\r', '\u{0}'], "");
    if code.trim().is_empty() {
        return None;
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let language: String = language.chars().filter(|c| c.is_alphanumeric() || "+-#._".contains(*c)).collect();
    Some(Block::text(format!("{fence}{language}\n{code}\n{fence}")))
}
