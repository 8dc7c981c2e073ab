//! The first place where a version is built otherwise than its source, in words.
//! Passages of a source that have changed since they were translated, where the translation says what it said before.

use std::collections::HashSet;

use super::check::number_difference;
use crate::{
    article::{
        BlockDigest, ComparedText, Record, Version,
        markdown::{Block, BlockKind},
    },
    model::{
        diagnostic::{Lines, Place},
        sentence::{Sentence, say},
    },
};

/// A version and its source, with the names of their files and with which block translates which.
pub(super) struct Comparison<'a> {
    /// The name of the source's file, and its text.
    pub(super) source: (&'a str, ComparedText<'a>),
    /// The path of the version's file, and its text.
    pub(super) own: (&'a str, ComparedText<'a>),
    /// For each block of the source the block of the version that translates it.
    pub(super) pairs: &'a [Option<usize>],
}

impl Comparison<'_> {
    /// The first difference; `None` if each block has its counterpart of the same kind at the same place.
    pub(super) fn first(&self) -> Option<Sentence> {
        let (source, own) = (self.source.1.blocks, self.own.1.blocks);
        let translating: HashSet<usize> = self.pairs.iter().flatten().copied().collect();
        let (mut at, mut to) = (0, 0);
        loop {
            let (expected, found) = (source.get(at), own.get(to));
            let is_lost = self.pairs.get(at) == Some(&None);
            let is_extra = found.is_some() && !translating.contains(&to);
            return Some(match (expected, found) {
                (None, None) => return None,
                (Some(expected), Some(found)) if is_lost && is_extra => self.other_kind(expected, found),
                (Some(_), _) if is_lost => self.untranslated(at, found),
                (_, Some(found)) if is_extra => self.extra(found),
                (Some(expected), Some(found)) if self.pairs.get(at) == Some(&Some(to)) => {
                    if expected.kind == found.kind {
                        (at, to) = (at + 1, to + 1);
                        continue;
                    }
                    self.other_kind(expected, found)
                }
                _ => self.moved(at, found),
            });
        }
    }

    /// Blocks of the source that nothing translates.
    fn untranslated(&self, at: usize, found: Option<&Block>) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = match found {
            Some(found) => say("place-before-line").with("line", line(own, found)),
            None => say("place-end"),
        };
        let lost = self.pairs.get(at..).unwrap_or_default().iter().take_while(|own| own.is_none()).count();
        let blocks = source.blocks.get(at..at + lost).unwrap_or_default();
        let what = describe(source, blocks, original);
        say("mark-untranslated").with("path", path).with("place", place).with("what", what)
    }

    /// A block of the version that translates nothing.
    fn extra(&self, found: &Block) -> Sentence {
        let ((original, _), (path, own)) = (self.source, self.own);
        let message = say("mark-extra").with("path", path).with("line", line(own, found));
        message.with("block", name(own, found)).with("source", original)
    }

    fn other_kind(&self, expected: &Block, found: &Block) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let (wanted, is) = (name(source, expected), name(own, found));
        // Levels are counted from the highest heading of a text.
        let message = match wanted == is {
            true => say("mark-other-level"),
            false => say("mark-other-kind").with("wanted", wanted),
        };
        let message = message.with("path", path).with("line", line(own, found)).with("block", is);
        message.with("there", line(source, expected)).with("source", original)
    }

    /// The translation of the block stands elsewhere.
    fn moved(&self, at: usize, found: Option<&Block>) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = found.map_or(say("place-end"), |found| say("place-line").with("line", line(own, found)));
        let blocks = source.blocks.get(at..=at).unwrap_or_default();
        let message = say("mark-moved").with("path", path).with("place", place);
        message.with("what", describe(source, blocks, original))
    }
}

/// `line 28 of uk.md, a paragraph`, or `lines 28 to 30 of uk.md, 2 passages`.
fn describe(text: ComparedText<'_>, blocks: &[Block], file: &str) -> Sentence {
    match blocks {
        [] => "".into(),
        [one] => at_line(line(text, one), file, name(text, one)),
        [first, .., last] => {
            let lines = say("blocks-at").with("first", line(text, first)).with("last", line(text, last));
            lines.with("file", file).with("count", blocks.len())
        }
    }
}

/// A block and its place: `line 28 of uk.md, a paragraph`.
pub(super) fn at_line(line: u32, file: &str, block: Sentence) -> Sentence {
    say("block-at").with("line", line).with("file", file).with("block", block)
}

fn line(text: ComparedText<'_>, block: &Block) -> u32 {
    Place::from_offset(text.file, block.source.start).line
}

/// The name of a block; of a heading, the level as it is written.
pub(super) fn name(text: ComparedText<'_>, block: &Block) -> Sentence {
    say(match block.kind {
        BlockKind::Heading(_) => match level(text.file.get(block.source.clone()).unwrap_or_default()) {
            1 => "block-heading-1",
            2 => "block-heading-2",
            3 => "block-heading-3",
            _ => "block-heading-lower",
        },
        BlockKind::Paragraph => "block-paragraph",
        BlockKind::List => "block-list",
        BlockKind::Quote => "block-quotation",
        BlockKind::Code => "block-code",
        BlockKind::Table => "block-table",
        BlockKind::Figure => "block-picture",
        BlockKind::Rule => "block-rule",
        BlockKind::Footnotes => "block-footnotes",
    })
}

/// `##` is 2; so is a line of hyphens below the words, and one of equals signs is 1.
fn level(markdown: &str) -> usize {
    let hashes = markdown.trim_start().bytes().take_while(|byte| *byte == b'#').count();
    if hashes > 0 {
        return hashes;
    }
    if markdown.trim_end().ends_with('=') { 1 } else { 2 }
}

/// A version with the text of its file and the name by which it is spoken of.
pub(super) struct NamedVersion<'a> {
    pub(super) version: &'a Version,
    pub(super) file: &'a str,
    /// `uk.md`.
    pub(super) name: &'a str,
}

/// The changes in `source` since `record` was written whose translation in `own` has not changed, or has other numbers: a line each.
/// `pairs` says which block of `own` translates which of `source`.
pub(super) fn overlooked(
    record: &Record,
    source: &NamedVersion<'_>,
    own: &NamedVersion<'_>,
    pairs: &[Option<usize>],
) -> Vec<Sentence> {
    let known: HashSet<BlockDigest> = record.blocks.iter().map(|block| block.source).collect();
    let translated: HashSet<BlockDigest> = record.blocks.iter().filter_map(|block| block.own).collect();
    let is_in = |set: &HashSet<BlockDigest>, block: &Block| {
        set.contains(&block.fingerprint) || (record.is_former && set.contains(&block.former))
    };
    let (source_pieces, own_pieces) = (source.version.rendered.pieces(), own.version.rendered.pieces());
    let (source_lines, own_lines) = (Lines::new(source.file), Lines::new(own.file));
    let mut found = front(record, source, own);
    for (at, to) in pairs.iter().enumerate() {
        let blocks = (source.version.rendered.blocks.get(at), to.and_then(|to| own.version.rendered.blocks.get(to)));
        let (Some(theirs), Some(ours)) = blocks else { continue };
        if is_in(&known, theirs) {
            continue;
        }
        let pieces = source_pieces.get(at).zip(to.and_then(|to| own_pieces.get(to)));
        let numbers = pieces.and_then(|(theirs, ours)| number_difference(&theirs.text(), &ours.text()));
        if numbers.is_some() || is_in(&translated, ours) {
            let there = source_lines.place(theirs.source.start).line;
            let here = own_lines.place(ours.source.start).line;
            let changed = say("mark-changed").with("there", there).with("source", source.name);
            let changed = changed.with("here", here).with("version", own.name);
            found.push(match numbers {
                Some(numbers) => say("mark-changed-numbers").with("changed", changed).with("numbers", numbers),
                None => changed,
            });
        }
    }
    found
}

/// The same of the title and the summary, of which a record does not say what they were translated to.
fn front(record: &Record, source: &NamedVersion<'_>, own: &NamedVersion<'_>) -> Vec<Sentence> {
    let (theirs, ours) = (&source.version.text, &own.version.text);
    let fields = [
        ("mark-title-changed", record.title, &theirs.title, &ours.title),
        ("mark-summary-changed", record.summary, &theirs.summary, &ours.summary),
    ];
    let changed = |(message, recorded, theirs, ours): (&'static str, Option<BlockDigest>, &String, &String)| {
        let is_changed =
            recorded.is_some_and(|was| was != BlockDigest::from_words(theirs) && was != BlockDigest::from_text(theirs));
        let numbers = number_difference(theirs, ours).filter(|_| is_changed)?;
        Some(say(message).with("source", source.name).with("numbers", numbers))
    };
    fields.into_iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use crate::translate::{MarkError, Structure, mark::tests::desk_with};

    /// The report of `mark` on a version that stays as it is while its source changes from `before` to `after`.
    fn remarked(before: &str, after: &str, own: (&str, &str)) -> Result<(), MarkError> {
        let en = "en".parse().unwrap();
        let record = desk_with(before, own.0, None).unwrap().mark(&en, Structure::Alike).unwrap().record;
        let again = desk_with(after, own.1, Some(&record)).unwrap();
        assert!(again.mark(&en, Structure::Any).is_ok());
        again.mark(&en, Structure::Alike).map(|_| ())
    }

    #[test]
    fn what_changed_in_the_source_and_stayed_the_same_here_is_asked_about() {
        let source = "Довжина мосту 1543 метри.\n\nЙого відкрили 1953 року.\n";
        let own = "The bridge is 1,543 metres long.\n\nIt was opened in 1953.\n";
        for (after, now, said) in [
            (
                source.replace("1543", "1600"),
                own.to_owned(),
                Some("line 4 of `uk.md` has changed, and line 4 of `en.md` has not: `1600` there, `1,543` here"),
            ),
            (source.replace("1543", "1600"), own.replace("long", "in length"), Some("`1600` there, `1,543` here")),
            (
                source.replace("відкрили", "зруйнували"),
                own.to_owned(),
                Some("line 6 of `uk.md` has changed, and line 6 of `en.md` has not"),
            ),
            (source.replace("1543", "1600"), own.replace("1,543", "1,600"), None),
            (source.replace("відкрили", "зруйнували"), own.replace("opened", "destroyed"), None),
            (source.replace("мосту", "мо\u{301}сту"), own.to_owned(), None),
            (source.replace("Довжина ", "Довжина\n"), own.to_owned(), None),
            (source.to_owned(), own.replace("long", "in length"), None),
        ] {
            let marked = remarked(source, &after, (own, &now));
            let error = marked.err().map(|error| error.to_string());
            assert_eq!(error.is_some(), said.is_some(), "{after}{now}{error:?}");
            assert!(error.unwrap_or_default().contains(said.unwrap_or_default()), "{after}{now}");
        }
    }

    /// A change that makes no translation stale is not reported, and any other is.
    #[test]
    fn signs_that_no_translator_sees_are_no_change() {
        let own = "A castle[^a] ![map](a.png).\n\n1. One\n2. Two\n\n[^a]: Note.\n";
        let source = "Замок[^1] ![мапа](a.png).\n\n1. Один\n2. Два\n\n[^1]: Примітка.\n";
        for (after, is_asked) in [
            (source.replace("Замок", "За\u{301}мок"), false),
            (source.replace("Примітка", "При\u{ad}мітка"), false),
            (source.replace("[^1]", "[^замок]"), false),
            (source.replace("Замок[^1] ", "Замок[^1]\n"), false),
            (source.replace("Замок[^1]", "Замок[^1]<!-- чи палац? -->"), false),
            (source.replace("мапа", "план"), true),
            (source.replace("1. Один\n2. Два", "7. Один\n8. Два"), true),
            (source.replace("Примітка", "Інша примітка"), true),
        ] {
            let marked = remarked(source, &after, (own, own));
            assert_eq!(marked.is_err(), is_asked, "{after}{marked:?}");
        }
    }
}
