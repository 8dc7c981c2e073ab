//! `.ftl` through `check`: every finding has its place, and what the server would refuse is told before it is served.

use std::time::Duration;

use super::place;
use crate::harness::SITE;
use litopys::{
    article::{ArticleFolder, File},
    i18n::{LanguageChain, LocaleFile, Locales},
    model::{diagnostic::Severity, lang::Lang, slug::ArticleId},
    source::{Cursor, ListedArticle, Source, SourceChanges, SourceError, SourceSnapshot},
    translate::check::{CheckOptions, CheckPart, check},
};

const PATH: &str = "locales/uk/own.ftl";

/// An archive that has one locale file, and is its program's own checkout, so that no built-in words stand beside it.
struct OneFile<'a>(&'a str);

impl Source for OneFile<'_> {
    fn snapshot(&self, _: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        Ok(SourceSnapshot { cursor: Cursor::new(""), problems: Vec::new(), unread: Vec::new() })
    }

    fn changes(&self, _: &Cursor) -> SourceChanges {
        SourceChanges::Unknown
    }

    fn wait(&self, _: &Cursor, _: Duration) {}

    fn fetch(&self, _: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        Ok(None)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        let file = |path: &str, text: &str| File { path: path.to_owned(), bytes: Ok(text.as_bytes().to_vec()) };
        Ok(match folder {
            "site.toml" => vec![file("site.toml", SITE)],
            "Cargo.toml" => vec![file("Cargo.toml", "")],
            "templates" => vec![file("templates/base.html", "{{ words.say(\"home-title\") }}")],
            "locales" => vec![file(PATH, self.0), file("locales/en/own.ftl", "home-title = Home { $count }\n")],
            _ => Vec::new(),
        })
    }
}

pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.starts_with('\u{feff}') {
        return;
    }
    let options = CheckOptions { only: Some(CheckPart::Locales), ..CheckOptions::default() };
    let report = check(&OneFile(text), &options).expect("the source can be read");
    place::check(&report.findings, PATH, text);

    let lang: Lang = "uk".parse().expect("a tag");
    let own = LocaleFile { lang: lang.clone(), path: PATH.to_owned(), text: text.to_owned() };
    let chain = LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback: Vec::new() };
    let (locales, refused) = Locales::build(&[], &[own], &[chain]);
    place::check(&refused, PATH, text);
    let errors = report.findings.iter().filter(|found| found.severity == Severity::Error && found.path == PATH).count();
    let refused = refused.iter().filter(|problem| problem.severity == Severity::Error && problem.path == PATH).count();
    assert!(errors > 0 || refused == 0, "the server refuses what `check` lets pass");
    let names: Vec<String> = locales.names(&lang).map(str::to_owned).collect();
    for name in names.iter().filter(|name| !name.starts_with('-')).take(50) {
        let said = locales.words(&lang).say(name).with("count", 5_u64).with("name", "<b>").to_string();
        assert!(said.len() < 1 << 20, "`{name}` has no end");
    }
}
