//! What of a version stays in translation: numbers, names, pictures, addresses, and how it is built.

use std::collections::BTreeSet;

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
const MOST_BLOCKS: usize = 120;

/// A version as candidates are compared.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::import) struct Sketch {
    /// What no translator changes, as words with their kind in front: `#1936`, `@dnpr`, `!map.png`.
    pub(super) marks: BTreeSet<String>,
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
            marks.insert(format!("!{}", name.to_lowercase()));
        }
        for text in [version.title.as_str(), body] {
            add_words(&mut marks, text, lang);
        }
        Sketch { marks, blocks: blocks(body) }
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

/// Numbers, and names in their consonants: Дніпро, Днепр and Dnipro are `dnpr`.
fn add_words(marks: &mut BTreeSet<String>, text: &str, lang: &Lang) {
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        if marks.len() >= MOST_MARKS {
            return;
        }
        if word.len() >= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
            marks.insert(format!("#{word}"));
        } else if word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() >= 4 {
            let latin = romanise(word, lang);
            let consonants: String =
                latin.chars().filter(|c| c.is_alphabetic() && !"aeiouyj".contains(*c)).take(5).collect();
            if consonants.len() >= 3 {
                marks.insert(format!("@{consonants}"));
            }
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
