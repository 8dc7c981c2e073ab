//! A block as alignment sees it: what it is, how long, and what in it no translator changes.

use crate::article::markdown::{BlockKind, HtmlBlock, Invariant, is_alphanumeric};

/// The features of a block that alignment compares.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockFeatures {
    /// The kind of block.
    pub(super) kind: BlockKind,
    /// Letters and digits.
    pub(super) length: f32,
    /// Sentences, one at least.
    pub(super) sentences: f32,
    /// Items of a list, rows of a table.
    pub(super) items: f32,
    /// The features that stay the same in translation, each once, sorted, with a weight.
    pub(super) marks: Vec<(u64, f32)>,
}

/// The kind of a feature: a number is never taken for a name.
#[derive(Clone, Copy)]
enum FeatureKind {
    Anchor,
    Address,
    Number,
    Name,
    Word,
    Code,
}

impl FeatureKind {
    /// How sure a sign of the same block it is.
    fn weight(self) -> f32 {
        match self {
            FeatureKind::Anchor | FeatureKind::Address => 3.0,
            FeatureKind::Code => 4.0,
            FeatureKind::Number => 1.5,
            FeatureKind::Name => 1.0,
            FeatureKind::Word => 0.8,
        }
    }
}

impl BlockFeatures {
    /// The features of a block.
    pub fn from_block(piece: &HtmlBlock<'_>) -> BlockFeatures {
        let text = piece.text();
        let mut marks = Vec::new();
        // Two translations have their anchors of the source that both were compared with.
        if let Some(anchor) = piece.anchor() {
            mark(&mut marks, FeatureKind::Anchor, anchor.as_bytes());
        }
        for address in piece.addresses().filter(|address| !address.starts_with('#')) {
            mark(&mut marks, FeatureKind::Address, address.as_bytes());
        }
        if piece.kind == BlockKind::Code {
            mark(&mut marks, FeatureKind::Code, text.trim().as_bytes());
        }
        // A short text without letters to translate is the same in every language: an option, a formula, a name.
        if text.len() < 80 && text.is_ascii() {
            mark(&mut marks, FeatureKind::Code, text.as_bytes());
        }
        for word in text.split(|c: char| !is_alphanumeric(c)) {
            mark_word(&mut marks, word);
        }
        marks.sort_unstable_by_key(|(hash, _)| *hash);
        marks.dedup_by_key(|(hash, _)| *hash);
        BlockFeatures {
            kind: piece.kind,
            length: small(text.chars().filter(|c| is_alphanumeric(*c)).count()),
            sentences: small(sentences(&text).max(1)),
            items: small(piece.items()),
            marks,
        }
    }

    /// The features that can be found without reading words: kind, length, numbers and addresses. A tenth of
    /// the work of [`BlockFeatures::from_block`], for where thousands of versions are aligned at once.
    pub fn outline(piece: &HtmlBlock<'_>) -> BlockFeatures {
        let mut marks = Vec::new();
        let letters = piece.signs(|sign| match sign {
            Invariant::Number(number) => mark(&mut marks, FeatureKind::Number, number.as_bytes()),
            Invariant::Address(address) if address.starts_with('#') => {}
            Invariant::Address(address) => mark(&mut marks, FeatureKind::Address, address.as_bytes()),
        });
        if piece.kind == BlockKind::Code {
            mark(&mut marks, FeatureKind::Code, piece.text().trim().as_bytes());
        }
        marks.sort_unstable_by_key(|(hash, _)| *hash);
        marks.dedup_by_key(|(hash, _)| *hash);
        let counted = matches!(piece.kind, BlockKind::List | BlockKind::Table);
        let items = if counted { piece.items() } else { 0 };
        BlockFeatures { kind: piece.kind, length: small(letters), sentences: 1.0, items: small(items), marks }
    }
}

fn mark(marks: &mut Vec<(u64, f32)>, mark: FeatureKind, text: &[u8]) {
    // Eight bytes at a time, as in rustc's own tables: two marks taken for one make an alignment worse, and nothing else.
    let sum = text.chunks(8).fold(mark as u64 + 1, |sum, chunk| {
        let bytes = chunk.iter().fold(0_u64, |bytes, &byte| bytes << 8 | u64::from(byte));
        (sum.rotate_left(5) ^ bytes).wrapping_mul(0x517C_C1B7_2722_0A95)
    });
    marks.push((sum, mark.weight()));
}

fn mark_word(marks: &mut Vec<(u64, f32)>, word: &str) {
    if word.is_empty() {
        return;
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return mark(marks, FeatureKind::Number, word.as_bytes());
    }
    // A word in Latin letters within a Cyrillic text stands so in the Latin one, too.
    if word.is_ascii() && word.len() > 1 {
        mark(marks, FeatureKind::Name, word.to_ascii_lowercase().as_bytes());
    }
    if let Some(sound) = skeleton(word) {
        mark(marks, FeatureKind::Word, &sound);
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

/// How much of a word counts: endings differ from language to language.
const LONGEST: usize = 4;

/// A word's consonants, each a letter of ASCII; nought where it has fewer.
pub(super) type Skeleton = [u8; LONGEST];

/// The consonants of `word`, folded; `None` for a word with too few of them.
pub(super) fn skeleton(word: &str) -> Option<Skeleton> {
    let (mut out, mut length) = (Skeleton::default(), 0_usize);
    let mut before = ' ';
    for c in word.chars().map(lower) {
        let softened = c == 'h' && matches!(before, 's' | 'z' | 'c' | 'k' | 't' | 'p');
        let sound = if softened { if before == 'p' { Some(b'f') } else { None } } else { fold(c) };
        if softened && before == 'p' {
            length = length.saturating_sub(1);
        }
        before = c;
        let last = length.checked_sub(1).and_then(|last| out.get(last)).copied();
        if let Some(sound) = sound.filter(|sound| last != Some(*sound)) {
            let Some(place) = out.get_mut(length) else { break };
            *place = sound;
            length += 1;
        }
        if length >= LONGEST {
            break;
        }
    }
    out.iter_mut().skip(length).for_each(|rest| *rest = 0);
    (length >= 3).then_some(out)
}

/// The standard library looks letters beyond ASCII up in tables; most of ours are Cyrillic, and need none.
fn lower(c: char) -> char {
    match c {
        'а'..='я' => c,
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

fn fold(c: char) -> Option<u8> {
    Some(match c {
        'б' | 'b' => b'b',
        'в' | 'v' | 'w' => b'v',
        'г' | 'ґ' | 'х' | 'g' | 'h' => b'g',
        'д' | 'd' => b'd',
        'ж' | 'з' | 'z' => b'z',
        'к' | 'ч' | 'k' | 'c' | 'q' => b'k',
        'л' | 'l' => b'l',
        'м' | 'm' => b'm',
        'н' | 'n' | 'ñ' => b'n',
        'п' | 'p' => b'p',
        'р' | 'r' => b'r',
        'с' | 'ш' | 'щ' | 's' | 'x' => b's',
        'ц' => b's',
        'т' | 't' => b't',
        'ф' | 'f' => b'f',
        'j' => b'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_alike_in_both_scripts() {
        for (one, other) in [
            ("Шевченко", "Shevchenko"),
            ("Харків", "Harkiv"),
            ("Дніпро", "Dnipro"),
            ("Стефан", "Stephan"),
            ("України", "Украины"),
            ("Debian", "Дебіан"),
        ] {
            assert!(skeleton(one).is_some() && skeleton(one) == skeleton(other), "{one} {other}");
        }
        assert_eq!(skeleton("і"), None);
    }
}
