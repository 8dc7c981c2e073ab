//! The blocks of a text: their anchors, their passages, their visible words.

pub(super) mod anchor;
pub(super) mod block;
pub(super) mod html_block;
pub(super) mod passage;
pub(super) mod plain;
