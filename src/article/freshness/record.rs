//! `<lang>.from.toml`: what a version was translated from, block by block, as `litopys mark` records it.

use std::{fmt, str::FromStr};

use crate::{
    article::{BlockDigest, MinHash, markdown::BlockKind},
    model::{
        diagnostic::Diagnostic,
        lang::Lang,
        sentence::{Sentence, expected, say},
    },
    site::TomlReader,
};

/// The record of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The language it was translated from.
    pub from: Lang,
    /// The title of the text it was translated from; `None` in a record made before titles were recorded.
    pub title: Option<BlockDigest>,
    /// The summary of that text, be it empty; `None` likewise.
    pub summary: Option<BlockDigest>,
    /// The blocks of the text it was translated from, in their order.
    pub blocks: Vec<RecordedBlock>,
    /// Whether it was written when digests did not cover captions and the numbers of lists: [`Block::former`].
    ///
    /// [`Block::former`]: crate::article::markdown::Block::former
    pub is_former: bool,
}

/// The first words of what a record speaks of, for the eyes of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstWords {
    /// The digests of the title.
    pub title: String,
    /// The digests of the summary.
    pub summary: String,
    /// The digest of each block.
    pub blocks: Vec<String>,
}

/// One block of the text that a version was translated from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedBlock {
    /// The kind of block.
    pub kind: BlockKind,
    /// The block itself.
    pub source: BlockDigest,
    /// Its words, by which it is known again when some of them have changed.
    pub likeness: MinHash,
    /// The block that translates it; `None` if none does.
    pub own: Option<BlockDigest>,
}

/// The ending of a record's file, behind the language's tag.
pub const RECORD_ENDING: &str = ".from.toml";
/// The version of the digests; records have it since version two.
const FORM: u64 = 2;
/// Stands where no block translates the original.
const NONE: &str = "-";

/// Reads a record. `None` if it is not TOML throughout, or does not say from which language.
pub fn parse_record(path: &str, text: &str) -> (Option<Record>, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let fields = reader.root();
    if !fields.has("from") {
        fields.missing("from");
    }
    let from = fields.parsed("from");
    let (title, summary) = (fields.parsed("title"), fields.parsed("summary"));
    let blocks = fields.parsed_strings("blocks");
    let is_former = fields.integer("form", FORM..FORM + 1).is_none();
    fields.finish();
    let from = from.filter(|_| reader.is_toml());
    (from.map(|from| Record { from, title, summary, blocks, is_former }), reader.into_diagnostics())
}

impl Record {
    /// The text of its file.
    pub fn write(&self, lang: &Lang, heads: &FirstWords) -> String {
        let from = &self.from;
        let mut text = format!(
            "# Written by `litopys mark {lang}`: the text of {from}.md that {lang}.md was translated from, a block a line:\n\
             # what it is, its fingerprint, the likeness of its words, the fingerprint of its translation.\n\
             from = \"{from}\"\n"
        );
        if !self.is_former {
            text.push_str(&format!("form = {FORM}\n"));
        }
        for (key, fingerprint, head) in [("title", self.title, &heads.title), ("summary", self.summary, &heads.summary)]
        {
            if let Some(fingerprint) = fingerprint {
                push_line(&mut text, &format!("{key} = \"{fingerprint}\""), head);
            }
        }
        text.push_str("blocks = [\n");
        let mut words = heads.blocks.iter();
        for block in &self.blocks {
            let head = words.next().map(String::as_str).unwrap_or_default();
            push_line(&mut text, &format!("  \"{block}\","), head);
        }
        text.push_str("]\n");
        text
    }
}

fn push_line(text: &mut String, line: &str, head: &str) {
    let head = head.replace(char::is_control, " ");
    text.push_str(format!("{line} # {head}").trim_end_matches(['#', ' ']));
    text.push('\n');
}

impl fmt::Display for RecordedBlock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {} ", name(self.kind), self.source, self.likeness)?;
        match self.own {
            Some(own) => own.fmt(out),
            None => out.write_str(NONE),
        }
    }
}

impl FromStr for RecordedBlock {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let parts: Vec<&str> = text.split(' ').collect();
        let [kind, source, likeness, own] = parts.as_slice() else {
            return Err(expected("expected-original", text));
        };
        Ok(RecordedBlock {
            kind: read_kind(kind).ok_or_else(|| expected("expected-block-kind", kind))?,
            source: source.parse()?,
            likeness: likeness.parse()?,
            own: if *own == NONE { None } else { Some(own.parse()?) },
        })
    }
}

const KINDS: [(&str, BlockKind); 13] = [
    ("p", BlockKind::Paragraph),
    ("h2", BlockKind::Heading(2)),
    ("h3", BlockKind::Heading(3)),
    ("h4", BlockKind::Heading(4)),
    ("h5", BlockKind::Heading(5)),
    ("h6", BlockKind::Heading(6)),
    ("list", BlockKind::List),
    ("quote", BlockKind::Quote),
    ("code", BlockKind::Code),
    ("table", BlockKind::Table),
    ("figure", BlockKind::Figure),
    ("rule", BlockKind::Rule),
    ("notes", BlockKind::Footnotes),
];

fn name(kind: BlockKind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("h6", |(name, _)| name)
}

fn read_kind(name: &str) -> Option<BlockKind> {
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// A record that says nothing about any version.
pub(in crate::article) fn useless_record(lang: &Lang, path: &str, record: &Record, source: &Lang) -> Diagnostic {
    let (message, help) = if lang == source {
        (say("useless-record-source").with("lang", lang), "help-delete-file")
    } else if record.from == *source {
        (say("useless-record-version").with("lang", lang), "help-bring-back")
    } else {
        let message = say("useless-record-from").with("lang", lang).with("from", &record.from).with("source", source);
        (message, "help-mark-again")
    };
    Diagnostic::warning(path, "useless-record", message).help(say(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(kind: BlockKind, own: Option<&str>) -> RecordedBlock {
        let source = BlockDigest::from_text("a");
        RecordedBlock { kind, source, likeness: MinHash::from_text("a"), own: own.map(BlockDigest::from_text) }
    }

    #[test]
    fn a_record_reads_what_it_writes() {
        let blocks = KINDS.iter().map(|(name, kind)| block(*kind, (*name != "rule").then_some(*name))).collect();
        let (title, summary) = (Some(BlockDigest::from_text("Назва")), Some(BlockDigest::from_text("")));
        let record = Record { from: "uk".parse().unwrap(), title, summary, blocks, is_former: false };
        let words = vec!["Перші слова \"абзацу\"\n\u{1}".to_owned(), "# ".to_owned()];
        let heads = FirstWords { title: "Назва".into(), summary: String::new(), blocks: words };
        let text = record.write(&"en".parse().unwrap(), &heads);
        assert_eq!(parse_record("en.from.toml", &text), (Some(record), vec![]), "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[4].starts_with("title = \"") && lines[4].ends_with("\" # Назва"), "{text}");
        assert!(lines[5].starts_with("summary = \"") && lines[5].ends_with('"'), "{text}");
        assert!(lines[7].ends_with("# Перші слова \"абзацу\""), "{text}");
    }

    #[test]
    fn a_record_made_before_titles_were_recorded_is_read_as_it_was() {
        let (record, problems) = parse_record("en.from.toml", "from = 'uk'\nblocks = []\n");
        assert_eq!(problems, []);
        assert_eq!(record.map(|record| (record.title, record.summary)), Some((None, None)));
    }

    #[test]
    fn what_is_wrong_is_reported_and_the_rest_is_kept() {
        let valid = block(BlockKind::Paragraph, None);
        let text = format!("from = 'uk'\nfrm = 1\nblocks = [\n'{valid}',\n'q a b c', 'p', 'p 0 0 0']\n");
        let (record, problems) = parse_record("en.from.toml", &text);
        assert_eq!(record.unwrap().blocks, [valid]);
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.to_string()).collect();
        assert_eq!(messages[0], "unknown key `frm`");
        assert_eq!(messages[1], "`blocks`: expected a kind of block like `p` or `h2`, found `q`");
        let lines: Vec<_> = problems.iter().map(|problem| problem.place.unwrap().line).collect();
        assert_eq!(lines, [2, 5, 5, 5]);
    }

    proptest! {
        #[test]
        fn what_cannot_be_used_is_reported_inside_the_file(text in "(from|blocks|=|\\[|\\]|\"|'|uk|p |[0-9a-f]{16} |\\n|\\PC){0,30}") {
            let (record, problems) = parse_record("en.from.toml", &text);
            crate::model::diagnostic::assert_inside(&problems, &text);
            prop_assert!(record.is_some() || !problems.is_empty());
        }
    }
}
