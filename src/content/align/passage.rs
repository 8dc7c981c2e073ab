//! A block as alignment sees it: what it is, how long, and what in it no translator changes.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::sound::skeleton;
use crate::content::markdown::{BlockKind, Piece};

/// What is compared of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Letters and digits.
    pub(super) length: f32,
    /// Sentences, one at least.
    pub(super) sentences: f32,
    /// Items of a list, rows of a table.
    pub(super) items: f32,
    /// What stays in translation, each with its weight; ordered, each once.
    pub(super) marks: Vec<(u64, f32)>,
}

/// What a mark is, so that no number is taken for a name.
#[derive(Hash, Clone, Copy)]
enum Mark {
    Address,
    Number,
    Name,
    Word,
    Code,
}

impl Mark {
    /// How sure a sign of the same block it is.
    fn weight(self) -> f32 {
        match self {
            Mark::Address => 3.0,
            Mark::Code => 4.0,
            Mark::Number => 1.5,
            Mark::Name => 1.0,
            Mark::Word => 0.8,
        }
    }
}

impl Passage {
    /// What there is to compare of a block.
    pub fn of(piece: &Piece<'_>) -> Passage {
        let text = piece.text();
        let mut marks = Vec::new();
        for address in piece.addresses().filter(|address| !address.starts_with('#')) {
            mark(&mut marks, Mark::Address, address);
        }
        if piece.kind == BlockKind::Code {
            mark(&mut marks, Mark::Code, text.trim());
        }
        // What is short and has no letter to translate is the same everywhere: an option, a formula, a name.
        if text.len() < 80 && text.is_ascii() {
            mark(&mut marks, Mark::Code, &text);
        }
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            mark_word(&mut marks, word);
        }
        marks.sort_by_key(|(hash, _)| *hash);
        marks.dedup_by_key(|(hash, _)| *hash);
        let count = |test: fn(char) -> bool| text.chars().filter(|c| test(*c)).count();
        Passage {
            kind: piece.kind,
            length: small(count(char::is_alphanumeric)),
            sentences: small(sentences(&text).max(1)),
            items: small(piece.items()),
            marks,
        }
    }
}

fn mark(marks: &mut Vec<(u64, f32)>, mark: Mark, text: &str) {
    let mut hasher = DefaultHasher::new();
    (mark, text).hash(&mut hasher);
    marks.push((hasher.finish(), mark.weight()));
}

fn mark_word(marks: &mut Vec<(u64, f32)>, word: &str) {
    if word.is_empty() {
        return;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return mark(marks, Mark::Number, word);
    }
    // A word in Latin letters within a Cyrillic text stands so in the Latin one, too.
    if word.is_ascii() && word.len() > 1 {
        mark(marks, Mark::Name, &word.to_ascii_lowercase());
    }
    if let Some(sound) = skeleton(word) {
        mark(marks, Mark::Word, &sound);
    }
}

fn sentences(text: &str) -> usize {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let mut rest = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = rest.next() {
        count += usize::from(ends(c) && rest.peek().is_none_or(|next| next.is_whitespace()));
    }
    count
}

#[expect(clippy::cast_precision_loss, reason = "a text has far less than 2^24 letters that matter")]
fn small(count: usize) -> f32 {
    count.min(1 << 24) as f32
}
