//! The one file here that reads: it fetches texts through a source, has them checked, and sorts what was found.

use std::{collections::HashSet, str::FromStr};

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    article::{
        ArticleSummary, CheckedVersion as Text, Months, NamedTopics, check_addresses, check_alphabets, check_complete,
        check_images, check_language, check_links, check_lost, check_menus, check_names, check_structure,
    },
    home,
};
use crate::{
    article::{File, Waiting, assemble_without_anchors, check_file_names, markdown::BlockDigests},
    i18n::{
        is_covered,
        lint::{Copies, Ftl, LintInput, check_messages},
        no_locale, unknown_languages,
    },
    model::{
        diagnostic::{Diagnostic, cap_per_file, isolated},
        lang::Lang,
        slug::ArticleId,
    },
    site::{Names, Site},
    source::{
        SiteText, Source, SourceError, built_in_locales, check_logo, own_locales, read_names, read_redirects, read_site,
    },
};

/// A part of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckPart {
    /// The words of the interface.
    Locales,
    /// Articles, and their names in `names.toml`.
    Articles,
    /// `site.toml`.
    Site,
}

/// The parts to check.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// One part only; all of them where none is named.
    pub only: Option<CheckPart>,
    /// The language in which every article must be there, fresh and no shorter than in the others.
    pub complete: Option<Lang>,
    /// Which texts in the source's own words are reported.
    pub copies: Copies,
    /// The moment at which drafts and later publications count as hidden from readers; `None`: nothing is hidden.
    pub now: Option<Timestamp>,
}

/// The findings of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// The findings, by path and place.
    pub findings: Vec<Diagnostic>,
    /// Articles and versions that readers do not see yet, by article.
    pub waiting: Vec<Waiting>,
    /// Articles that were read.
    pub articles: usize,
    /// Undated pages, and texts about authors, that were read.
    pub pages: usize,
    /// Files of the locales that were read.
    pub locales: usize,
}

impl FromStr for CheckPart {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "locales" => Ok(CheckPart::Locales),
            "articles" => Ok(CheckPart::Articles),
            "site" => Ok(CheckPart::Site),
            _ => Err(format!("expected `locales`, `articles` or `site`, found `{text}`")),
        }
    }
}

impl CheckOptions {
    fn wants(&self, part: CheckPart) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// Checks the archive of `source`.
///
/// # Errors
/// If the source as a whole cannot be read.
pub fn check(source: &dyn Source, options: &CheckOptions) -> Result<CheckReport, SourceError> {
    let mut report = CheckReport::default();
    let mut of_site = Vec::new();
    let site = read_site(source, &mut of_site)?.value;
    read_redirects(source, &mut of_site)?;
    if options.wants(CheckPart::Site) {
        let files = source.site_files("static")?;
        of_site.extend(check_file_names("static", files.iter().map(|file| file.path.as_str())));
        let fault = |file: &File| file.bytes.as_ref().err().map(|fault| fault.problem(&file.path));
        of_site.extend(files.iter().filter_map(fault));
        of_site.extend(site.as_ref().and_then(|site| check_logo(site, &files)));
    }
    // Without a language nothing else can be looked at, so this is reported in any case.
    if options.wants(CheckPart::Site) || site.is_none() {
        report.findings.extend(of_site);
    }
    let Some(site) = site else { return Ok(report) };
    let wants_articles = options.wants(CheckPart::Articles) || options.complete.is_some();
    let (of_words, of_articles) = rayon::join(
        || {
            if options.wants(CheckPart::Locales) {
                locales(source, &site, options.copies)
            } else {
                Ok(CheckReport::default())
            }
        },
        || if wants_articles { articles(source, &site, options) } else { Ok(CheckReport::default()) },
    );
    let (of_words, of_articles) = (of_words?, of_articles?);
    report.findings.extend(of_words.findings);
    report.findings.extend(of_articles.findings);
    report.locales = of_words.locales;
    (report.articles, report.pages, report.waiting) = (of_articles.articles, of_articles.pages, of_articles.waiting);
    report
        .findings
        .sort_by(|a, b| (&a.path, a.place, &a.code, &a.message).cmp(&(&b.path, b.place, &b.code, &b.message)));
    report.findings.dedup();
    report.findings = cap_per_file(std::mem::take(&mut report.findings));
    report.findings.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(report)
}

fn locales(source: &dyn Source, site: &Site, copies: Copies) -> Result<CheckReport, SourceError> {
    let mut findings = Vec::new();
    let own = own_locales(source, &mut findings)?;
    let built_in = built_in_locales();
    let read: HashSet<&str> = own.iter().map(|file| file.path.as_str()).collect();
    // One side of a merge conflict may lack what the other has.
    let is_cut = |found: &&Diagnostic| found.code == "merge-conflict" || !read.contains(found.path.as_str());
    let unread = findings.iter().filter(|found| found.path.ends_with(".ftl")).filter(is_cut);
    let unread: Vec<_> = unread.map(|found| found.path.clone()).collect();
    let languages: Vec<_> = site.languages().iter().map(|language| &language.tag).collect();
    let has_no_locale = |lang: &&&Lang| {
        let folder = format!("locales/{lang}/");
        !built_in.iter().chain(&own).any(|file| is_covered([**lang], &file.lang))
            && !unread.iter().any(|path| path.starts_with(&folder))
    };
    findings.extend(languages.iter().filter(has_no_locale).map(|lang| no_locale(lang)));
    findings.extend(unknown_languages(&own, |lang| is_covered(languages.iter().copied(), lang)));
    let files: Vec<_> = built_in
        .par_iter()
        .map(|file| Ftl::parse(file, false))
        .chain(own.par_iter().map(|file| Ftl::parse(file, true)))
        .collect();
    let words =
        LintInput { files: &files, languages, source: site.source_language(), copies, allowed: site.allowed(), unread };
    findings.extend(check_messages(&words));
    // Errors first, so that no list of warnings hides one.
    findings
        .sort_by(|a, b| (a.severity, &a.path, a.place, &a.message).cmp(&(b.severity, &b.path, b.place, &b.message)));
    let findings = cap_per_file(findings);
    Ok(CheckReport { findings, locales: own.len(), ..CheckReport::default() })
}

fn articles(source: &dyn Source, site: &Site, options: &CheckOptions) -> Result<CheckReport, SourceError> {
    let mut ids = Vec::new();
    let mut found = source.articles(&mut |id| ids.push(id))?;
    let months = Months::for_site(site);
    let read = ids.par_iter().map(|id| {
        let read = isolated(&id.folder(), || article(source, site, id, &months, options));
        read.unwrap_or_else(|problem| Ok((None, vec![problem])))
    });
    let read: Result<Vec<_>, SourceError> = read.collect();
    let mut facts = Vec::new();
    for (fact, problems) in read? {
        facts.extend(fact);
        found.extend(problems);
    }
    check_addresses(&facts, &mut found);
    check_links(&facts, &ids, site, &mut found);
    check_menus(&facts, &ids, site, &mut found);
    let mut of_names = Vec::new();
    let SiteText { value, text, is_broken } = read_names(source, &mut of_names)?;
    // Names that cannot be read are not missing.
    if !is_broken {
        names(&facts, value, &text, site, &mut found);
    }
    found.extend(of_names);
    home::check(&facts, &ids, site, &mut found);
    if let Some(lang) = &options.complete {
        check_complete(&facts, lang, options.wants(CheckPart::Articles), &mut found);
    }
    let waiting = facts.into_iter().flat_map(|facts| facts.waiting).collect();
    let dated = ids.iter().filter(|id| id.year().is_some()).count();
    Ok(CheckReport { findings: found, waiting, articles: dated, pages: ids.len() - dated, locales: 0 })
}

fn names(facts: &[ArticleSummary], names: Option<Names>, text: &str, site: &Site, found: &mut Vec<Diagnostic>) {
    check_names(&NamedTopics::collect(facts), &names.unwrap_or_default(), text, site, found);
}

type ReadArticle = (Option<ArticleSummary>, Vec<Diagnostic>);

fn article(
    source: &dyn Source,
    site: &Site,
    id: &ArticleId,
    months: &Months,
    options: &CheckOptions,
) -> Result<ReadArticle, SourceError> {
    let Some(folder) = source.fetch(id)? else { return Ok((None, Vec::new())) };
    let (assembled, texts) = assemble_without_anchors(&folder, site, BlockDigests::Left);
    let mut found = assembled.problems;
    let Some(article) = assembled.article else { return Ok((None, found)) };
    let (text, root) = (|path: &str| texts.get(path), id.folder());
    let mut facts = ArticleSummary::new(&article, site, |file| text(&format!("{root}/{file}")));
    let has_file = |lang: &Lang| folder.files.iter().any(|file| file.path == format!("{root}/{lang}.md"));
    let tags = site.languages().iter().map(|language| &language.tag);
    facts.note_unread(tags.filter(|lang| !article.versions.has(lang) && has_file(lang)).cloned().collect());
    if let Some(now) = options.now {
        let zone = site.time_zone();
        facts.note_waiting(article.waiting(now, zone));
        for version in &article.versions {
            let path = format!("{root}/{}.md", version.lang);
            found.extend(version.text.corrections.iter().filter_map(|one| one.check_future(&path, now, zone)));
        }
    }
    if options.complete.is_some() {
        facts.measure(&article);
    }
    let paths: Vec<_> = article.versions.iter().map(|version| format!("{root}/{}.md", version.lang)).collect();
    let parts = article.versions.iter().zip(&paths);
    let parts: Vec<_> = parts.map(|(version, path)| Text::new(version, path, text(path), &found)).collect();
    let original = article.versions.iter().position(|version| version.lang == article.meta.source);
    for (n, (part, version)) in parts.iter().zip(&article.versions).enumerate() {
        let source = original.filter(|original| *original != n).and_then(|original| parts.get(original));
        check_language(part, source, site.allowed(), &mut found);
        // A text that is known to be out of date differs, and is reported as such by `status` and on its page.
        let compared = original.filter(|original| *original != n && !facts.is_behind(&version.lang));
        if let Some(original) = compared.and_then(|original| parts.get(original)) {
            check_structure(original, part, months, &mut found);
        }
        if let Some(source) = source {
            check_lost(source, part, id, &mut found);
        }
    }
    check_alphabets(&parts, site.allowed(), &mut found);
    check_images(&article, text(&id.meta_path()), &parts, &mut found);
    Ok((Some(facts), found))
}
