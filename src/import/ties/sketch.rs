//! What of a version stays in translation: numbers, names, pictures, addresses, and how it is built.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::{
    article::{
        align::{BlockFeatures, align},
        markdown::{BlockDigests, RenderContext, render_with},
    },
    import::{ImportedVersion, MediaSource},
    model::{lang::Lang, romanise::romanise, slug::ArticleId},
};

/// Bytes of a body that are looked at.
const LONGEST: usize = 64 << 10;
/// Marks of one version.
const MOST_MARKS: usize = 400;
/// Blocks of one version.
const MOST_BLOCKS: usize = 60;

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum MarkKind {
    /// The name of a picture or file.
    File,
    /// A number of two digits or more.
    Number,
    /// The consonants of a name: Дніпро, Днепр and Dnipro are `dnpr`.
    Name,
    /// The day on which it appeared.
    Day,
    /// The name of its own file.
    OwnName,
}

/// Something that no translator changes. Its text is hashed: two texts taken for one make a proposal worse, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Mark(pub(super) MarkKind, u64);

impl Mark {
    pub(super) fn new(kind: MarkKind, text: &str) -> Mark {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Mark(kind, hasher.finish())
    }
}

/// A version as candidates are compared.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::import) struct Sketch {
    /// What no translator changes: ordered, each once.
    pub(super) marks: Vec<Mark>,
    blocks: Vec<BlockFeatures>,
}

impl Sketch {
    pub(in crate::import) fn new(version: &ImportedVersion, lang: &Lang) -> Sketch {
        let mut end = version.body.len().min(LONGEST);
        while !version.body.is_char_boundary(end) {
            end -= 1;
        }
        let body = version.body.get(..end).unwrap_or_default();
        let mut marks = BTreeSet::new();
        for reference in &version.media {
            let (MediaSource::File(path) | MediaSource::Remote(path)) = &reference.source;
            let name = path.rsplit('/').next().unwrap_or_default();
            marks.insert(Mark::new(MarkKind::File, &name.to_lowercase()));
        }
        let mut seen = HashSet::new();
        for text in [version.title.as_str(), body] {
            add_words(&mut marks, &mut seen, text, lang);
        }
        Sketch { marks: marks.into_iter().collect(), blocks: blocks(body) }
    }

    /// Which share of the blocks of both has a counterpart that is built alike.
    pub(super) fn likeness(&self, other: &Sketch) -> f32 {
        let (left, right) = (&self.blocks, &other.blocks);
        if left.is_empty() || right.is_empty() {
            return 0.0;
        }
        let beads = align(left, right);
        let pairs = beads.iter().filter(|bead| bead.left.len() == 1 && bead.right.len() == 1).count();
        2.0 * pairs as f32 / (left.len() + right.len()) as f32
    }
}

/// Adds the numbers and names of `text`; a word in `seen` is not read again.
fn add_words<'a>(marks: &mut BTreeSet<Mark>, seen: &mut HashSet<&'a str>, text: &'a str, lang: &Lang) {
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        if marks.len() >= MOST_MARKS {
            return;
        }
        let is_number = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_digit());
        let is_name = word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() >= 4;
        if !(is_number || is_name) || !seen.insert(word) {
            continue;
        }
        if is_number {
            marks.insert(Mark::new(MarkKind::Number, word));
            continue;
        }
        let latin = if word.is_ascii() { word.to_ascii_lowercase() } else { romanise(word, lang) };
        let consonants: String =
            latin.chars().filter(|c| c.is_alphabetic() && !"aeiouyj".contains(*c)).take(5).collect();
        if consonants.len() >= 3 {
            marks.insert(Mark::new(MarkKind::Name, &consonants));
        }
    }
}

fn blocks(body: &str) -> Vec<BlockFeatures> {
    let Ok(id) = "0000/x".parse::<ArticleId>() else { return Vec::new() };
    let context =
        RenderContext { path: "x.md", article: &id, images: &[], media: &|_| None, refused: &|_| true, languages: &[] };
    let rendered = render_with(BlockDigests::Left, body, 0, &context);
    rendered.html.pieces().iter().take(MOST_BLOCKS).map(BlockFeatures::outline).collect()
}
