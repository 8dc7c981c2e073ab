//! Anchors: an id for each block, the same in every language, for links. `docs/decisions/0040-anchors.md` describes how they are
//! made; here they are put into rendered HTML.

use std::collections::HashMap;

use super::plain::is_alphanumeric;
use crate::article::markdown::{BlockKind, HtmlBlock, Rendered, SafeHtml};

/// How many of a block's first words its anchor is made of: what comes after may be edited.
const WORDS: usize = 6;
/// No digit or letter that is taken for another, and no vowel, so that no anchor is a word.
const LETTERS: &[u8; 32] = b"23456789bcdfghjkmnpqrstvwxzBCDFG";
const LENGTH: usize = 5;

/// The anchors of the blocks of a text, each once. `None` for a block without words, or one that is not a place to link to.
pub fn anchors(pieces: &[HtmlBlock<'_>]) -> Vec<Option<String>> {
    // No base has a hyphen, so a counter for each is enough.
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut each = |piece: &HtmlBlock<'_>| {
        let base = anchor(piece)?;
        let count = counts.entry(base.clone()).or_insert(0);
        *count += 1;
        Some(if *count == 1 { base } else { format!("{base}-{count}") })
    };
    pieces.iter().map(&mut each).collect()
}

fn anchor(piece: &HtmlBlock<'_>) -> Option<String> {
    if matches!(piece.kind, BlockKind::Rule | BlockKind::Footnotes) {
        return None;
    }
    let text = piece.opening();
    let words = text.split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty()).take(WORDS);
    let words: Vec<_> = words.map(str::to_lowercase).collect();
    if words.is_empty() {
        return None;
    }
    let hash = blake3::hash(words.join(" ").as_bytes());
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter));
    Some(std::iter::once('_').chain(hash.as_bytes().iter().filter_map(letter).take(LENGTH)).collect())
}

impl Rendered {
    /// Gives each block its anchors, the first one to its own element; `ids` are in the order of the blocks.
    pub fn set_anchors(&mut self, ids: &[Vec<String>]) {
        let mut html = String::with_capacity(self.html.as_str().len() + 16 * ids.len());
        for (block, ids) in self.blocks.iter_mut().zip(ids) {
            let start = html.len();
            let old = self.html.as_str().get(block.html.clone()).unwrap_or_default();
            push(&mut html, block.kind, old, ids);
            block.html = start..html.len();
        }
        self.html = SafeHtml::from_stored(html);
    }
}

fn push(html: &mut String, kind: BlockKind, old: &str, ids: &[String]) {
    // A heading has an id of its own, in words.
    let own = ids.first().filter(|_| !matches!(kind, BlockKind::Heading(_)));
    let spans = ids.get(usize::from(own.is_some())..).unwrap_or_default();
    let Some(end) = old.find('>').filter(|_| old.starts_with('<')) else { return html.push_str(old) };
    let name = old.find([' ', '>']).unwrap_or(end);
    html.push_str(old.get(..name).unwrap_or_default());
    if let Some(id) = own {
        html.extend([" id=\"", id, "\""]);
    }
    html.push_str(old.get(name..=end).unwrap_or_default());
    // Only where text may stand may an element of text stand.
    if matches!(kind, BlockKind::Heading(_) | BlockKind::Paragraph) {
        spans.iter().for_each(|id| html.extend(["<span id=\"", id, "\"></span>"]));
    }
    html.push_str(old.get(end + 1..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markdown::testing::rendered;

    fn of(text: &str) -> Vec<Option<String>> {
        anchors(&rendered(text).html.pieces())
    }

    #[test]
    fn an_anchor_outlives_edits_further_on_and_elsewhere() {
        let before = of("Перший абзац.\n\nМіст через Дніпро відкрили 1953 року, і він стоїть.");
        let after = of("Новий початок.\n\nПерший абзац.\n\n**Міст** через Дніпро відкрили 1953 року. Він досі стоїть!");
        assert_eq!(before.first(), after.get(1));
        assert_eq!(before.get(1), after.get(2));
    }

    #[test]
    fn equal_beginnings_have_unequal_anchors_and_lines_none() {
        let found = of("Так.\n\nТак.\n\n---\n\nНі.");
        assert_ne!(found.first(), found.get(1));
        assert_eq!(found.get(2), Some(&None));
    }

    /// With a square of steps this would not end.
    #[test]
    fn a_hundred_thousand_equal_paragraphs_have_an_anchor_each() {
        let found = of(&"a\n\n".repeat(100_000));
        let different: std::collections::HashSet<_> = found.iter().flatten().collect();
        assert_eq!(different.len(), 100_000);
    }

    #[test]
    fn anchors_stand_where_they_are_valid() {
        let mut made = rendered("# A\n\nb\n\n- c\n\n---\n");
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        made.set_anchors(&[ids(&["_a"]), ids(&["_b", "_c"]), ids(&["_d", "_e"]), ids(&[])]);
        assert_eq!(
            made.html.as_str(),
            "<h2 id=\"a\"><span id=\"_a\"></span><a href=\"#a\">A</a></h2>\n<p id=\"_b\"><span id=\"_c\"></span>b</p>\n\
             <ul id=\"_d\"><li>c</li></ul>\n<hr>\n"
        );
        let pieces = made.html.pieces();
        assert_eq!(
            pieces.iter().map(HtmlBlock::anchor).collect::<Vec<_>>(),
            [Some("_a"), Some("_b"), Some("_d"), None]
        );
        assert_eq!(made.blocks.last().unwrap().html.end, made.html.as_str().len());
    }
}
