//! The record of a translation compared with its changed source, after random edits, block by block.

use litopys::article::{
    BlockDigest, BlockState, ComparedText, Freshness, FrontMatterField, MinHash, Record, RecordedBlock,
    markdown::{RenderContext, Rendered, render},
};
use proptest::{prelude::*, test_runner::Config};

/// What the test knows of a block of the source.
#[derive(Debug, Clone)]
struct Known {
    /// Which of the marked blocks it is; `None` for one that came later.
    marked: Option<usize>,
    shape: Shape,
    words: Vec<String>,
    changed: bool,
    /// Words in a line.
    wrap: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Heading,
    Paragraph,
    Quote,
    Code,
}

#[derive(Debug, Clone)]
enum Edit {
    Wrap(usize, usize),
    Word(usize, usize),
    Move(usize, usize),
    Delete(usize),
    Insert(usize, Shape),
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![
        5 => Just(Shape::Paragraph),
        2 => Just(Shape::Heading),
        1 => Just(Shape::Quote),
        1 => Just(Shape::Code),
    ]
}

fn edits() -> impl Strategy<Value = Edit> {
    let at = 0_usize..1000;
    prop_oneof![
        2 => (at.clone(), 1_usize..20).prop_map(|(at, wrap)| Edit::Wrap(at, wrap)),
        3 => (at.clone(), 0_usize..1000).prop_map(|(at, word)| Edit::Word(at, word)),
        1 => (at.clone(), 0_usize..1000).prop_map(|(at, to)| Edit::Move(at, to)),
        1 => at.clone().prop_map(Edit::Delete),
        1 => (at, shapes()).prop_map(|(at, shape)| Edit::Insert(at, shape)),
    ]
}

/// Words that no other block has.
struct Words(u32);

impl Words {
    fn next(&mut self, count: usize) -> Vec<String> {
        let word = |n: u32| format!("слово{n}");
        (0..count).map(|_| word(self.0.wrapping_add(self.count()))).collect()
    }

    fn count(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn markdown(blocks: &[Known]) -> String {
    let mut text = String::from("+++\ntitle = 'x'\n+++\n\n");
    for block in blocks {
        let lines: Vec<String> = block.words.chunks(block.wrap).map(|words| words.join(" ")).collect();
        text.push_str(&match block.shape {
            Shape::Heading => format!("## {}", block.words.join("  ")),
            Shape::Paragraph => lines.join("\n"),
            Shape::Quote => lines.iter().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
            // White space tells in code, so it is never wrapped anew.
            Shape::Code => format!("```\n{}\n```", block.words.join("\n")),
        });
        text.push_str("\n\n");
    }
    text
}

fn rendered(text: &str) -> Rendered {
    let id = "2025/x".parse().unwrap();
    let context = RenderContext {
        path: "x.md",
        article: &id,
        images: &[],
        media: &|_| None,
        refused: &|_| false,
        languages: &[],
    };
    render(text, text.find("\n\n").unwrap() + 1, &context)
}

fn text<'a>(file: &'a str, rendered: &'a Rendered) -> ComparedText<'a> {
    headed(["x", ""], file, rendered)
}

/// The text with this title and summary.
fn headed<'a>([title, summary]: [&'a str; 2], file: &'a str, rendered: &'a Rendered) -> ComparedText<'a> {
    ComparedText { title, summary, file, blocks: &rendered.blocks }
}

fn marked(source: ComparedText<'_>, own: ComparedText<'_>) -> Record {
    let pairs = source.blocks.iter().zip(own.blocks);
    let block =
        |(block, own): (&litopys::article::markdown::Block, &litopys::article::markdown::Block)| RecordedBlock {
            kind: block.kind,
            source: block.fingerprint,
            likeness: MinHash::from_text(&source.file[block.source.clone()]),
            own: Some(own.fingerprint),
        };
    let fingerprint = |text| Some(BlockDigest::from_text(text));
    let (title, summary) = (fingerprint(source.title), fingerprint(source.summary));
    Record { from: "uk".parse().unwrap(), title, summary, blocks: pairs.map(block).collect(), is_former: false }
}

fn apply(blocks: &mut Vec<Known>, edit: &Edit, words: &mut Words) {
    let len = blocks.len();
    match edit {
        Edit::Insert(at, shape) => {
            let words = words.next(14);
            let known = Known { marked: None, shape: *shape, words, changed: false, wrap: 5 };
            blocks.insert(at % (len + 1), known);
        }
        _ if len == 0 => {}
        Edit::Wrap(at, wrap) => blocks[at % len].wrap = *wrap,
        Edit::Word(at, word) => {
            let block = &mut blocks[at % len];
            // A quarter of its words at most: beyond that it is another paragraph.
            if block.words.iter().filter(|word| word.starts_with("нове")).count() < block.words.len() / 4 {
                let count = block.words.len();
                block.words[word % count] = format!("нове{}", words.count());
                block.changed = true;
            }
        }
        Edit::Move(at, to) => {
            let block = blocks.remove(at % len);
            blocks.insert(to % len, block);
        }
        Edit::Delete(at) => drop(blocks.remove(at % len)),
    }
}

proptest! {
    #![proptest_config(Config::with_cases(400))]

    #[test]
    fn any_edits_to_a_source_are_judged_right_block_by_block(
        shapes in prop::collection::vec((shapes(), 12_usize..40), 1..12),
        edits in prop::collection::vec(edits(), 0..12),
        (title, summary) in ("x|x |y", "|  |[a-c]{1,3}"),
    ) {
        let mut words = Words(0);
        let mut blocks = Vec::new();
        for (marked, (shape, count)) in shapes.into_iter().enumerate() {
            let words = words.next(count);
            blocks.push(Known { marked: Some(marked), shape, words, changed: false, wrap: 8 });
        }
        let own_blocks: Vec<Known> = blocks
            .iter()
            .map(|block| Known { words: block.words.iter().map(|word| format!("in-{word}")).collect(), ..block.clone() })
            .collect();
        let (old_file, own_file) = (markdown(&blocks), markdown(&own_blocks));
        let (old, own) = (rendered(&old_file), rendered(&own_file));
        let count = blocks.len();
        prop_assert_eq!((old.blocks.len(), own.blocks.len()), (count, count));
        let record = marked(text(&old_file, &old), text(&own_file, &own));

        for edit in &edits {
            apply(&mut blocks, edit, &mut words);
        }
        let new_file = markdown(&blocks);
        let new = rendered(&new_file);
        prop_assert_eq!(new.blocks.len(), blocks.len());
        let now = headed([&title, &summary], &new_file, &new);
        let found = Freshness::compare(&record, now, text(&own_file, &own));

        let front = [(FrontMatterField::Title, title.trim() != "x"), (FrontMatterField::Summary, !summary.trim().is_empty())];
        let front: Vec<FrontMatterField> = front.into_iter().filter(|(_, changed)| *changed).map(|(front, _)| front).collect();
        prop_assert_eq!(&found.front, &front);
        let expected: Vec<BlockState> = (0..count)
            .map(|marked| match blocks.iter().position(|block| block.marked == Some(marked)) {
                None => BlockState::Extra,
                Some(at) if blocks[at].changed => BlockState::Stale(at),
                Some(at) => BlockState::Fresh(at),
            })
            .collect();
        prop_assert_eq!(&found.blocks, &expected);
        let new: Vec<usize> = (0..blocks.len()).filter(|at| blocks[*at].marked.is_none()).collect();
        prop_assert_eq!(found.missing.iter().map(|missing| missing.source).collect::<Vec<_>>(), new);
        let untouched = edits.iter().all(|edit| matches!(edit, Edit::Wrap(..)));
        prop_assert!(found.to_do() == 0 || !untouched || !front.is_empty(), "re-wrapping alone makes nothing stale");
    }

    #[test]
    fn a_translation_that_is_edited_after_the_mark_stays_with_its_originals(
        edits in prop::collection::vec((0_usize..8, any::<bool>()), 0..6),
    ) {
        let mut words = Words(0);
        let block = |marked| Known { marked: Some(marked), shape: Shape::Paragraph, words: words.next(12), changed: false, wrap: 8 };
        let mut blocks: Vec<Known> = (0..8).map(block).collect();
        let file = markdown(&blocks);
        let source = rendered(&file);
        let record = marked(text(&file, &source), text(&file, &source));
        for (at, insert) in edits {
            if insert {
                apply(&mut blocks, &Edit::Insert(at, Shape::Quote), &mut words);
            } else {
                apply(&mut blocks, &Edit::Word(at, at), &mut words);
            }
        }
        let own_file = markdown(&blocks);
        let own = rendered(&own_file);
        let found = Freshness::compare(&record, text(&file, &source), text(&own_file, &own));
        let state = |block: &Known| block.marked.map_or(BlockState::Unmarked, BlockState::Fresh);
        let expected: Vec<BlockState> = blocks.iter().map(state).collect();
        prop_assert_eq!(found.blocks, expected);
        prop_assert_eq!(found.missing, vec![]);
    }
}
