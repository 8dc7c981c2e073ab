//! Markdown, written: words with what they are, blocks, tables.

mod blocks;
mod emphasis;
mod escape;
mod inline;
mod table;

pub(super) use blocks::{
    Block, BlockKind, Caption, Figured, Frame, FrameKind, code_block, count_down, indented, item, joined, list,
};
pub(super) use escape::{TextPlace, push_text};
pub use escape::{destination, escaped};
pub(super) use inline::{Inline, Link, Piece, Style};
pub(super) use table::{Cell, Table, in_cell};
