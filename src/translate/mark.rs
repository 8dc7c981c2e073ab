//! `litopys mark`: records what a version was translated from. Values in, the text of the record out; nothing is written
//! here.

use crate::{
    archive::{Article, ArticleFolder, Text, Texts, Version, common, survey},
    config::Site,
    content::{
        Fingerprint, Heads, Likeness, Original, RECORD_ENDING, Record,
        markdown::{Block, BlockKind, Fingerprints},
        words,
    },
    lang::Lang,
    problem::{Place, Problem},
};

/// Why a version cannot be marked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The article as a whole cannot be read.
    #[error("`articles/{id}` cannot be read as an article: {problem}")]
    Article {
        /// Its id.
        id: String,
        /// The first of its problems.
        problem: String,
    },
    /// There is no such version.
    #[error("there is no sound `{path}`, expected a version to mark")]
    NoVersion {
        /// The version's file.
        path: String,
    },
    /// The source itself.
    #[error("`{path}` is the source of its article, so it was translated from nothing")]
    IsSource {
        /// The version's file.
        path: String,
    },
    /// The two texts are built differently.
    #[error("{0}; make them alike, or mark it with --anyway")]
    Structure(String),
}

/// Whether both texts must consist of the same kinds of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Structure {
    /// They must.
    Alike,
    /// What has no counterpart is left out of the record.
    Any,
}

/// An article on a translator's desk: its versions with the texts of their files.
pub struct Desk {
    article: Article,
    texts: Texts,
}

/// Words of a block that stand beside its line, and the letters they may take.
const WORDS: usize = 8;
const LETTERS: usize = 60;

impl Desk {
    /// The article in these files.
    ///
    /// # Errors
    /// [`MarkError::Article`] where there is none in them, or no source version.
    pub fn of(folder: ArticleFolder, site: &Site) -> Result<Desk, MarkError> {
        let id = folder.id.to_string();
        let (assembled, texts) = survey(folder, site, Fingerprints::Made);
        let problem = |problems: &[Problem]| problems.first().map(Problem::to_string).unwrap_or_default();
        let failed = |problems: &[Problem]| MarkError::Article { id: id.clone(), problem: problem(problems) };
        let Some(article) = assembled.article else { return Err(failed(&assembled.problems)) };
        if !article.versions.iter().any(|version| version.lang == article.meta.source) {
            return Err(failed(&assembled.problems));
        }
        Ok(Desk { article, texts })
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Its versions but the source.
    pub fn translations(&self) -> impl Iterator<Item = &Version> {
        self.article.versions.iter().filter(|version| version.lang != self.article.meta.source)
    }

    /// The path of a version's file.
    pub fn path(&self, lang: &Lang) -> String {
        format!("articles/{}/{lang}.md", self.article.id)
    }

    /// The path of a version's record.
    pub fn record_path(&self, lang: &Lang) -> String {
        format!("articles/{}/{lang}{RECORD_ENDING}", self.article.id)
    }

    /// The text of the record that says that the version in `lang` translates the source as it is now.
    ///
    /// # Errors
    /// Where there is no such translation, or where `structure` is [`Structure::Alike`] and the texts are not.
    pub fn mark(&self, lang: &Lang, structure: Structure) -> Result<String, MarkError> {
        let from = &self.article.meta.source;
        if lang == from {
            return Err(MarkError::IsSource { path: self.path(lang) });
        }
        let text = |lang: &Lang| self.text(lang).ok_or_else(|| MarkError::NoVersion { path: self.path(lang) });
        let (source, own) = (text(from)?, text(lang)?);
        if structure == Structure::Alike
            && let Some(difference) = self.difference(lang, source, own)
        {
            return Err(MarkError::Structure(difference));
        }
        let pairs = common(&kinds(source), &kinds(own));
        let original = |(at, block): (usize, &Block)| {
            let own = pairs.iter().find(|(source, _)| *source == at).and_then(|(_, own_at)| own.blocks.get(*own_at));
            let likeness = Likeness::of(markdown(source, block));
            Original { kind: block.kind, source: block.fingerprint, likeness, own: own.map(|own| own.fingerprint) }
        };
        let blocks = source.blocks.iter().enumerate().map(original).collect();
        let fingerprint = |text| Some(Fingerprint::of(text));
        let (title, summary) = (fingerprint(source.title), fingerprint(source.summary));
        let heads = Heads {
            title: head(source.title),
            summary: head(source.summary),
            blocks: source.blocks.iter().map(|block| head(markdown(source, block))).collect(),
        };
        Ok(Record { from: from.clone(), title, summary, blocks }.write(lang, &heads))
    }

    fn text(&self, lang: &Lang) -> Option<Text<'_>> {
        let version = self.article.versions.iter().find(|version| version.lang == *lang)?;
        Some(version.as_text(self.texts.of(&self.path(lang))))
    }

    /// The first place where the kinds of blocks differ, in words.
    fn difference(&self, lang: &Lang, source: Text<'_>, own: Text<'_>) -> Option<String> {
        let at = (0..source.blocks.len().max(own.blocks.len()))
            .find(|at| source.blocks.get(*at).map(|block| block.kind) != own.blocks.get(*at).map(|block| block.kind))?;
        let (path, original) = (self.path(lang), format!("{}.md", self.article.meta.source));
        let line = |text: Text<'_>, block: &Block| Place::of(text.file, block.source.start).line;
        Some(match (source.blocks.get(at), own.blocks.get(at)) {
            (Some(expected), Some(found)) => format!(
                "`{path}`, line {}: expected {}, as in line {} of `{original}`, found {}",
                line(own, found),
                name(expected.kind),
                line(source, expected),
                name(found.kind),
            ),
            (Some(expected), None) => {
                format!("`{path}` ends before {}, line {} of `{original}`", name(expected.kind), line(source, expected))
            }
            (None, found) => format!(
                "`{path}`, line {}: found {}, but `{original}` has ended before it",
                found.map_or(1, |found| line(own, found)),
                found.map_or("more", |found| name(found.kind)),
            ),
        })
    }
}

fn kinds(text: Text<'_>) -> Vec<BlockKind> {
    text.blocks.iter().map(|block| block.kind).collect()
}

fn markdown<'a>(text: Text<'a>, block: &Block) -> &'a str {
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

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading(2) => "a heading of the first level",
        BlockKind::Heading(3) => "a heading of the second level",
        BlockKind::Heading(_) => "a heading of a lower level",
        BlockKind::Paragraph => "a paragraph",
        BlockKind::List => "a list",
        BlockKind::Quote => "a quotation",
        BlockKind::Code => "a block of code",
        BlockKind::Table => "a table",
        BlockKind::Figure => "a picture",
        BlockKind::Rule => "a line across",
        BlockKind::Footnotes => "footnotes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        archive::{File, Stamp},
        config::parse_site,
        content::parse_record,
    };

    const SITE: &str = "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n";

    fn desk(source: &str, own: &str) -> Result<Desk, MarkError> {
        let file = |name: &str, text: &str| File { path: format!("articles/2025/x/{name}"), bytes: Ok(text.into()) };
        let body = |text: &str| format!("+++\ntitle = 'x'\n+++\n{text}");
        let files = vec![
            file("article.toml", "published = 2025-01-01\nsource = 'uk'\n"),
            file("en.md", &body(own)),
            file("uk.md", &body(source)),
        ];
        let site = parse_site("site.toml", SITE).0.unwrap();
        Desk::of(ArticleFolder { id: "2025/x".parse().unwrap(), stamp: Stamp::of(b""), files }, &site)
    }

    fn en() -> Lang {
        "en".parse().unwrap()
    }

    #[test]
    fn a_record_names_every_block_of_the_source() {
        let text = desk("## Один\n\nДва *три*\nчотири.\n", "## One\n\nTwo *three* four.\n").unwrap();
        let text = text.mark(&en(), Structure::Alike).unwrap();
        assert!(text.contains("# Один\n") && text.contains("# Два три чотири\n"), "{text}");
        let (record, problems) = parse_record("en.from.toml", &text);
        assert_eq!((record.unwrap().blocks.len(), problems), (2, vec![]));
    }

    #[test]
    fn texts_built_differently_are_refused_with_the_first_place() {
        for (source, own, expected) in [
            (
                "a\n\n- b\n",
                "a\n\nb\n\n- c\n",
                "`articles/2025/x/en.md`, line 6: expected a list, as in line 6 of `uk.md`, found a paragraph",
            ),
            ("a\n\nb\n", "a\n", "`articles/2025/x/en.md` ends before a paragraph, line 6 of `uk.md`"),
            (
                "a\n",
                "a\n\n> b\n",
                "`articles/2025/x/en.md`, line 6: found a quotation, but `uk.md` has ended before it",
            ),
        ] {
            let desk = desk(source, own).unwrap();
            let told = desk.mark(&en(), Structure::Alike).unwrap_err();
            assert_eq!(told, MarkError::Structure(expected.to_owned()));
            assert!(desk.mark(&en(), Structure::Any).is_ok());
        }
    }

    #[test]
    fn marked_anyway_what_has_no_counterpart_is_recorded_without_one() {
        let text = desk("a\n\n> b\n\nc\n", "a\n\nc\n").unwrap().mark(&en(), Structure::Any).unwrap();
        let blocks = parse_record("en.from.toml", &text).0.unwrap().blocks;
        assert_eq!(blocks.iter().map(|block| block.own.is_some()).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn what_cannot_be_marked_says_why() {
        let desk = desk("a\n", "a\n").unwrap();
        assert!(matches!(desk.mark(&"uk".parse().unwrap(), Structure::Any), Err(MarkError::IsSource { .. })));
        assert!(matches!(desk.mark(&"pl".parse().unwrap(), Structure::Any), Err(MarkError::NoVersion { .. })));
    }
}
