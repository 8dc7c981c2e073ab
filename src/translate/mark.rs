//! `litopys mark`: records what a version was translated from. Values in, the text of the record out; nothing is written
//! here.

use super::{
    difference::{Comparison, NamedVersion, at_line, name, overlooked},
    mark_error::MarkError,
};
use crate::{
    article::{
        Article, ArticleFolder, BlockDigest, ComparedSide, ComparedText, File, FirstWords, MinHash, RECORD_ENDING,
        Record, RecordedBlock, Version,
        align::BlockFeatures,
        assemble_without_anchors, counterparts, decode,
        markdown::{Block, BlockDigests, BlockKind},
        parse_record, words,
    },
    model::{
        diagnostic::{Diagnostic, Lines},
        lang::Lang,
        sentence::{Sentence, say},
    },
    site::Site,
};

/// Whether both texts must consist of the same kinds of blocks, and changes of the source be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// They must.
    Alike,
    /// A block without a counterpart is left out of the record.
    Any,
}

/// A version that was marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedVersion {
    /// The text of its record.
    pub record: String,
    /// The passages of the source that nothing in it translates, each with its line and its first words.
    pub left_out: Vec<Sentence>,
}

/// An article on a translator's desk: its versions with the texts of their files.
pub struct ArticleVersions {
    article: Article,
    /// The texts of its versions.
    texts: Vec<(Lang, String)>,
    /// The records made earlier, by path.
    records: Vec<(String, String)>,
}

/// Words of a block that stand next to its line, and the letters they may take.
const WORDS: usize = 8;
const LETTERS: usize = 60;

impl ArticleVersions {
    /// The article in these files.
    ///
    /// # Errors
    /// [`MarkError::Article`] where there is none in them, or no source version.
    pub fn open(folder: ArticleFolder, site: &Site) -> Result<ArticleVersions, MarkError> {
        let root = folder.id.folder();
        let records = folder.files.iter().filter(|file| file.path.ends_with(RECORD_ENDING));
        let record =
            |file: &File| Some((file.path.clone(), decode(&file.path, file.bytes.as_ref().ok()?).ok()?.0.to_owned()));
        let records = records.filter_map(record).collect();
        let (assembled, texts) = assemble_without_anchors(&folder, site, BlockDigests::Made);
        let problem = |problems: &[Diagnostic]| problems.first().map(Diagnostic::to_string).unwrap_or_default();
        let failed = |problems: &[Diagnostic]| MarkError::Article { folder: root.clone(), problem: problem(problems) };
        let Some(article) = assembled.article else { return Err(failed(&assembled.problems)) };
        if article.source().is_none() {
            return Err(failed(&assembled.problems));
        }
        let text = |lang: &Lang| texts.get(&format!("{root}/{lang}.md")).to_owned();
        let texts = article.versions.iter().map(|version| (version.lang.clone(), text(&version.lang))).collect();
        Ok(ArticleVersions { article, texts, records })
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Its versions but the source.
    pub fn translations(&self) -> impl Iterator<Item = &Version> {
        self.article.versions.except(&self.article.meta.source)
    }

    /// The path of a version's file.
    pub fn path(&self, lang: &Lang) -> String {
        format!("{}/{lang}.md", self.article.id.folder())
    }

    /// The path of a version's record.
    pub fn record_path(&self, lang: &Lang) -> String {
        format!("{}/{lang}{RECORD_ENDING}", self.article.id.folder())
    }

    /// The record that says that the version in `lang` translates the source as it is now. Where both are built alike, each
    /// block translates the one at its place, unless `structure` is [`Structure::Any`] and an earlier record knows better.
    ///
    /// # Errors
    /// If there is no such translation; where `structure` is [`Structure::Alike`], also if the texts are not, or if the
    /// source has changed since the last record and the version has not.
    pub fn mark(&self, lang: &Lang, structure: Structure) -> Result<MarkedVersion, MarkError> {
        let from = &self.article.meta.source;
        if lang == from {
            return Err(MarkError::IsSource { path: self.path(lang) });
        }
        let version = |lang: &Lang| self.version(lang).ok_or_else(|| MarkError::NoVersion { path: self.path(lang) });
        let (source, own) = (version(from)?, version(lang)?);
        let (source_text, own_text) = (self.text(source), self.text(own));
        let pairs = if structure == Structure::Alike && kinds(source_text).eq(kinds(own_text)) {
            (0..own_text.blocks.len()).map(Some).collect()
        } else {
            self.pairs(source, own)
        };
        if structure == Structure::Alike {
            let (original, path) = (format!("{from}.md"), self.path(lang));
            let compared = Comparison { source: (&original, source_text), own: (&path, own_text), pairs: &pairs };
            if let Some(difference) = compared.first() {
                return Err(MarkError::Structure(difference));
            }
        }
        let last = self.last_record(own).filter(|_| structure == Structure::Alike);
        if let Some(last) = last.filter(|last| last.from == *from) {
            let (original, name) = (format!("{from}.md"), format!("{lang}.md"));
            let source = NamedVersion { version: source, file: source_text.file, name: &original };
            let own = NamedVersion { version: own, file: own_text.file, name: &name };
            let changes = overlooked(&last, &source, &own, &pairs);
            if !changes.is_empty() {
                return Err(MarkError::Overlooked { path: self.path(lang), changes });
            }
        }
        let record = record(from, source_text, own_text, &pairs);
        Ok(MarkedVersion {
            record: record.write(lang, &heads(source_text)),
            left_out: left_out(from, source_text, &pairs),
        })
    }

    fn version(&self, lang: &Lang) -> Option<&Version> {
        self.article.versions.get(lang)
    }

    fn text<'a>(&'a self, version: &'a Version) -> ComparedText<'a> {
        version.as_text(self.texts.iter().find(|(lang, _)| *lang == version.lang).map_or("", |(_, text)| text))
    }

    /// The record that the version has.
    fn last_record(&self, own: &Version) -> Option<Record> {
        let path = self.record_path(&own.lang);
        parse_record(&path, &self.records.iter().find(|(known, _)| *known == path)?.1).0
    }

    /// Which block of `own` translates which of `source`, as far as its last record and the two texts show.
    fn pairs(&self, source: &Version, own: &Version) -> Vec<Option<usize>> {
        let record = self.last_record(own).filter(|record| record.from == source.lang);
        let passages = [source, own]
            .map(|version| version.rendered.pieces().iter().map(BlockFeatures::from_block).collect::<Vec<_>>());
        let [of_source, of_own] = &passages;
        counterparts(
            record.as_ref(),
            ComparedSide { text: self.text(source), passages: of_source },
            ComparedSide { text: self.text(own), passages: of_own },
        )
    }
}

fn kinds(text: ComparedText<'_>) -> impl Iterator<Item = BlockKind> {
    text.blocks.iter().map(|block| block.kind)
}

fn record(from: &Lang, source: ComparedText<'_>, own: ComparedText<'_>, pairs: &[Option<usize>]) -> Record {
    let original = |(block, to): (&Block, &Option<usize>)| {
        let own = to.and_then(|to| own.blocks.get(to)).map(|own| own.fingerprint);
        let likeness = MinHash::from_text(markdown(source, block));
        RecordedBlock { kind: block.kind, source: block.fingerprint, likeness, own }
    };
    let blocks = source.blocks.iter().zip(pairs).map(original).collect();
    let [title, summary] = [source.title, source.summary].map(|text| Some(BlockDigest::from_words(text)));
    Record { from: from.clone(), title, summary, blocks, is_former: false }
}

fn heads(source: ComparedText<'_>) -> FirstWords {
    FirstWords {
        title: head(source.title),
        summary: head(source.summary),
        blocks: source.blocks.iter().map(|block| head(markdown(source, block))).collect(),
    }
}

fn left_out(from: &Lang, source: ComparedText<'_>, pairs: &[Option<usize>]) -> Vec<Sentence> {
    let file = format!("{from}.md");
    let lines = Lines::new(source.file);
    let lost = source.blocks.iter().zip(pairs).filter(|(_, own)| own.is_none());
    let line = |(block, _): (&Block, _)| {
        let (at, words) = (lines.place(block.source.start).line, head(markdown(source, block)));
        let what = at_line(at, &file, name(source, block));
        if words.is_empty() { what } else { say("mark-passage").with("passage", what).with("words", words) }
    };
    lost.map(line).collect()
}

fn markdown<'a>(text: ComparedText<'a>, block: &Block) -> &'a str {
    text.file.get(block.source.clone()).unwrap_or_default()
}

/// The first words of a block, without markup.
fn head(markdown: &str) -> String {
    let mut head = String::new();
    for word in words(markdown).take(WORDS) {
        if head.chars().count() + word.chars().count() >= LETTERS {
            break;
        }
        head.push_str(if head.is_empty() { "" } else { " " });
        head.push_str(word);
    }
    head
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        article::{File, parse_record},
        model::Digest,
        site::parse_site,
    };

    const SITE: &str = "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n";

    fn desk(source: &str, own: &str) -> Result<ArticleVersions, MarkError> {
        desk_with(source, own, None)
    }

    pub(in crate::translate) fn desk_with(
        source: &str,
        own: &str,
        record: Option<&str>,
    ) -> Result<ArticleVersions, MarkError> {
        let file = |name: &str, text: &str| File { path: format!("articles/2025/x/{name}"), bytes: Ok(text.into()) };
        let body = |text: &str| format!("+++\ntitle = 'x'\n+++\n{text}");
        let mut files = vec![
            file("article.toml", "published = 2025-01-01\nsource = 'uk'\n"),
            file("en.md", &body(own)),
            file("uk.md", &body(source)),
        ];
        files.extend(record.map(|record| file("en.from.toml", record)));
        let site = parse_site("site.toml", SITE).0.unwrap();
        ArticleVersions::open(
            ArticleFolder {
                id: "2025/x".parse().unwrap(),
                metadata_digest: Digest::hash(b""),
                files,
                large: Vec::new(),
            },
            &site,
        )
    }

    fn en() -> Lang {
        "en".parse().unwrap()
    }

    #[test]
    fn a_record_names_every_block_of_the_source() {
        let text = desk("## Один\n\nДва *три*\nчотири.\n", "## One\n\nTwo *three* four.\n").unwrap();
        let text = text.mark(&en(), Structure::Alike).unwrap().record;
        assert!(text.contains("# Один\n") && text.contains("# Два три чотири\n"), "{text}");
        let (record, problems) = parse_record("en.from.toml", &text);
        assert_eq!((record.unwrap().blocks.len(), problems), (2, vec![]));
    }

    const SOURCE: [&str; 6] = [
        "Міст через Дніпро відкрили 1953 року, його довжина 1543 метри.",
        "## Що змінилося",
        "Навесні 2025 року державні торги замінили замовлення міста, і черга скоротилася.",
        "## Чого не видно",
        "Проєкт готував Євген Патон разом з інститутом електрозварювання.",
        "- Нині мостом щодня проїжджає 85 тисяч машин.",
    ];
    const OWN: [&str; 6] = [
        "The bridge over the Dnipro opened in 1953; it is 1,543 metres long.",
        "## What has changed",
        "In spring 2025 state tenders took the place of the city's orders, and the queue became shorter.",
        "## What is not seen",
        "The project was prepared by Yevhen Paton together with the institute of electric welding.",
        "- Now 85 thousand cars cross the bridge every day.",
    ];

    fn texts(blocks: &[&str], places: &[usize]) -> String {
        places.iter().map(|at| format!("{}\n\n", blocks[*at])).collect()
    }

    #[test]
    fn texts_built_differently_are_refused_with_the_first_place() {
        let all = [0, 1, 2, 3, 4, 5];
        for (source, own, expected) in [
            (
                texts(&SOURCE, &all),
                texts(&OWN, &[0, 3, 4, 5]),
                "`articles/2025/x/en.md`, before line 6: nothing there translates lines 6 to 8 of `uk.md`, 2 passages",
            ),
            (
                texts(&SOURCE, &all),
                texts(&OWN, &[0, 1, 2, 3, 4]),
                "`articles/2025/x/en.md`, at its end: nothing there translates line 14 of `uk.md`, a list",
            ),
            (
                texts(&SOURCE, &[0, 2, 4]),
                texts(&OWN, &[0, 1, 2, 4]),
                "`articles/2025/x/en.md`, line 6: found a heading of the second level, which translates nothing in `uk.md`",
            ),
            (
                texts(&SOURCE, &[0, 2, 5]),
                texts(&OWN, &[0, 2, 5]).replace("- Now", "Now"),
                "`articles/2025/x/en.md`, line 8: expected a list, as in line 8 of `uk.md`, found a paragraph",
            ),
            (
                texts(&SOURCE, &[0, 1, 2, 3]),
                texts(&OWN, &[0, 1, 2, 3]).replace("## What is", "### What is"),
                "`articles/2025/x/en.md`, line 10: expected a heading of the second level, as in line 10 of `uk.md`, \
                 found a heading of the third level",
            ),
        ] {
            let desk = desk(&source, &own).unwrap();
            let error = desk.mark(&en(), Structure::Alike).unwrap_err();
            assert_eq!(error.to_string(), format!("{expected}; make them alike, or mark it with --anyway"));
            assert!(desk.mark(&en(), Structure::Any).is_ok());
        }
    }

    /// For each block of the source, which of `OWN` translates it by the record.
    fn recorded(marked: &MarkedVersion) -> Vec<Option<usize>> {
        let alone = desk(&texts(&SOURCE, &[0]), &texts(&OWN, &[0, 1, 2, 3, 4, 5])).unwrap();
        let blocks = &alone.version(&en()).unwrap().rendered.blocks;
        let of = |own: BlockDigest| blocks.iter().position(|block| block.fingerprint == own);
        parse_record("en.from.toml", &marked.record).0.unwrap().blocks.iter().map(|block| of(block.own?)).collect()
    }

    #[test]
    fn marked_anyway_what_has_no_counterpart_is_recorded_without_one() {
        let marked = |own: &[usize]| {
            let desk = desk(&texts(&SOURCE, &[0, 1, 2, 3, 4, 5]), &texts(&OWN, own)).unwrap();
            desk.mark(&en(), Structure::Any).unwrap()
        };
        let some = Some::<usize>;
        assert_eq!(recorded(&marked(&[0, 3, 4, 5])), [some(0), None, None, some(3), some(4), some(5)]);
        assert_eq!(recorded(&marked(&[0, 1, 2, 5])), [some(0), some(1), some(2), None, None, some(5)]);
        assert_eq!(recorded(&marked(&[4, 5])), [None, None, None, None, some(4), some(5)]);
        assert_eq!(
            marked(&[0, 1, 2, 5]).left_out.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "line 10 of `uk.md`, a heading of the second level: Чого не видно",
                "line 12 of `uk.md`, a paragraph: Проєкт готував Євген Патон разом з інститутом"
            ]
        );
    }

    #[test]
    fn what_a_record_pairs_stays_paired_whatever_the_texts_look_like() {
        let (short, long) = (["Так.", "Ні."], ["Yes, of course, and gladly so.", "No."]);
        let before = desk(&texts(&short, &[0, 1]), &texts(&long, &[0, 1])).unwrap();
        let record = before.mark(&en(), Structure::Alike).unwrap().record;
        let source = "Може.\n\nТак.\n\nНі.\n";
        let after = desk_with(source, &texts(&long, &[0, 1]), Some(&record)).unwrap();
        let marked = after.mark(&en(), Structure::Any).unwrap();
        let own = |record: &str| {
            let blocks = parse_record("en.from.toml", record).0.unwrap().blocks;
            blocks.iter().map(|block| block.own).collect::<Vec<_>>()
        };
        assert_eq!(own(&marked.record)[1..], own(&record)[..]);
        assert_eq!(own(&marked.record)[0], None);
    }

    #[test]
    fn what_cannot_be_marked_says_why() {
        let desk = desk("a\n", "a\n").unwrap();
        assert!(matches!(desk.mark(&"uk".parse().unwrap(), Structure::Any), Err(MarkError::IsSource { .. })));
        assert!(matches!(desk.mark(&"pl".parse().unwrap(), Structure::Any), Err(MarkError::NoVersion { .. })));
    }
}
