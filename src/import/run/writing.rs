//! The texts and files of an import, one after the other into the archive.

use std::{
    collections::{BTreeSet, HashMap},
    io::Read,
};

use super::{
    freshness::Originals,
    media::{MediaNames, NamedFile},
    options::{ImportSummary, Progress},
};
use crate::{
    import::{
        ImportError, ImportedSite, ImportedVersion, MediaSource, Outcome, Pass, Reader, Report, SourcePlace,
        plan::{Addresses, PlannedArticle, SiteFacts, Terms},
        ties::Head,
        write::{
            ArticleFiles, Destinations, Put, Target, article_toml, imported_place, messages_ftl, names_toml,
            redirects_toml, version_md, written_body,
        },
    },
    media::is_strange,
    model::{error_chain, slug::ArticleId},
    site::Site,
};

/// Texts after which progress is shown.
const STEP: usize = 64;
/// Bytes in which a picture says its kind.
const SIGNATURE: u64 = 16;

/// An import under way.
pub(super) struct Run {
    pub(super) target: Target,
    pub(super) site: ImportedSite,
    pub(super) site_text: String,
    pub(super) parsed: Site,
    pub(super) heads: Vec<Head>,
    pub(super) facts: SiteFacts,
    pub(super) articles: Vec<PlannedArticle>,
    pub(super) terms: Terms,
    pub(super) addresses: Addresses,
    pub(super) summary: ImportSummary,
    /// By the name of a version in the source: its article, and its place in that.
    pub(super) places: HashMap<String, (usize, usize)>,
    /// The files of each article.
    pub(super) names: HashMap<usize, MediaNames>,
}

/// The files of one text, to be copied.
struct Waiting {
    article: usize,
    place: SourcePlace,
    files: Vec<NamedFile>,
}

impl Run {
    /// Takes away the folders of articles that are now versions of others.
    pub(super) fn withdraw_merged(&mut self, report: &mut Report) -> Result<(), ImportError> {
        for article in &self.articles {
            for merged in &article.merged {
                if !self.target.withdraw(merged)? {
                    let place = SourcePlace::file(merged.folder());
                    let done =
                        format!("the text went to `{}`; what a person changed stays in the old folder", article.id);
                    report.add(
                        &place,
                        "tied-and-edited",
                        Outcome::Kept,
                        "an article that was tied, and edited here",
                        done,
                    );
                }
            }
        }
        Ok(())
    }

    pub(super) fn write_versions(
        &mut self,
        reader: &dyn Reader,
        report: &mut Report,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ImportError> {
        let mut waiting: Vec<usize> = Vec::with_capacity(self.articles.len());
        for (at, article) in self.articles.iter().enumerate() {
            waiting.push(article.versions.len());
            for (n, version) in article.versions.iter().enumerate() {
                if let Some(head) = self.heads.get(version.head) {
                    self.places.insert(head.version.id.clone(), (at, n));
                }
            }
        }
        let total = self.places.len();
        let mut originals = Originals::default();
        let mut media: Vec<Waiting> = Vec::new();
        let (mut done, mut ids) = (0, BTreeSet::new());
        // The reader has `report` meanwhile.
        let mut found = Report::default();
        reader.versions(Pass::Bodies, report, &mut |mut version| {
            while !ids.insert(version.id.clone()) {
                version.id.push_str(" (again)");
            }
            let Some((at, n)) = self.places.get(&version.id).copied() else { return Ok(()) };
            self.names.entry(at).or_default().add(&version, &|source| first_bytes(reader, source));
            self.write_version(at, n, &version, &mut originals, &mut found)?;
            let files = self.names.entry(at).or_default().files_to_copy(&version);
            if !files.is_empty() {
                media.push(Waiting { article: at, place: version.place, files });
            }
            done += 1;
            if done % STEP == 0 {
                progress(Progress::Written(done, total));
            }
            if let Some(left) = waiting.get_mut(at) {
                *left -= 1;
                if *left == 0 {
                    self.write_article(at, &mut found)?;
                }
            }
            Ok(())
        })?;
        report.append(found);
        for waiting in &media {
            self.copy_media(reader, waiting, report)?;
        }
        let articles: Vec<ArticleId> = self.articles.iter().map(|article| article.id.clone()).collect();
        originals.write(&mut self.target, &self.parsed, report)?;
        for id in &articles {
            self.target.complete(id)?;
        }
        self.summary.articles = articles.len();
        self.summary.versions = total;
        Ok(())
    }

    fn write_version(
        &mut self,
        at: usize,
        n: usize,
        version: &ImportedVersion,
        originals: &mut Originals,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let files = self.names.entry(at).or_default().of(version, report);
        let Some(of) = self.files_of(at) else { return Ok(()) };
        let (article, Some(planned)) = (of.article, of.article.versions.get(n)) else { return Ok(()) };
        let to = Destinations {
            articles: &self.articles,
            addresses: &self.addresses,
            places: &self.places,
            files: &files,
            article: at,
        };
        let body = written_body(version, to, report);
        if !version.extra.is_empty() {
            let keys: Vec<_> = version.extra.iter().map(|(key, value)| format!("`{key}`: {value}")).collect();
            report.add(&version.place, "other-keys", Outcome::Kept, keys.join("; "), "kept in imported.jsonl");
        }
        let text = version_md(of, n, version, &body, &files, report);
        let path = format!("{}/{}.md", article.id.folder(), planned.lang);
        originals.add(article, planned, version, to);
        let place = imported_place(article, planned, version);
        self.target.record.versions.insert(version.id.clone(), place);
        self.summary.origins.insert(path.clone(), version.place.clone());
        let put = self.target.put(&path, text.as_bytes())?;
        self.summary.count(put);
        self.left_alone(put, &path, &version.place, report);
        Ok(())
    }

    /// What the files of the article at a place are made of.
    fn files_of(&self, at: usize) -> Option<ArticleFiles<'_>> {
        let (heads, addresses, terms) = (&self.heads, &self.addresses, &self.terms);
        let article = self.articles.get(at)?;
        Some(ArticleFiles { article, at, heads, addresses, terms, zone: &self.facts.zone })
    }

    fn write_article(&mut self, at: usize, report: &mut Report) -> Result<(), ImportError> {
        let Some(of) = self.files_of(at) else { return Ok(()) };
        let article = of.article;
        let Some(text) = article_toml(of, report) else { return Ok(()) };
        let path = article.id.meta_path();
        let first = article.versions.first().and_then(|version| self.heads.get(version.head));
        let place = first.map(|head| head.version.place.clone()).unwrap_or_default();
        self.summary.origins.insert(path.clone(), place.clone());
        let put = self.target.put(&path, text.as_bytes())?;
        self.summary.count(put);
        self.left_alone(put, &path, &place, report);
        Ok(())
    }

    /// Says that a file of a person was left alone.
    fn left_alone(&self, put: Put, path: &str, place: &SourcePlace, report: &mut Report) {
        let found = match put {
            Put::Edited => format!("`{path}` was changed here, and the source says something else"),
            Put::Deleted => format!("`{path}` was deleted or moved here"),
            Put::New | Put::Updated | Put::Unchanged => return,
        };
        report.add(place, "left-alone", Outcome::Kept, found, "left as it is");
    }

    fn copy_media(&mut self, reader: &dyn Reader, waiting: &Waiting, report: &mut Report) -> Result<(), ImportError> {
        let Some(id) = self.articles.get(waiting.article).map(|article| article.id.clone()) else { return Ok(()) };
        for NamedFile { reference, name, is_new } in &waiting.files {
            let path = format!("{}/{name}", id.folder());
            // A picture that the article cannot show keeps the address that it has among the files of the site.
            if !is_strange(name) {
                self.addresses.redirect_file(reference, &format!("/media/{id}/{name}"));
            }
            if !is_new {
                continue;
            }
            match self.target.copy(&path, &|| reader.open(&reference.source)) {
                Ok(put) => {
                    self.summary.count(put);
                    self.left_alone(put, &path, &waiting.place, report);
                }
                Err(error) => {
                    let found = format!("`{}`: {}", reference.written, error_chain(&error));
                    let done = "the link stays, and leads nowhere";
                    report.add(&waiting.place, "media-unreadable", Outcome::Lost, found, done);
                }
            }
        }
        Ok(())
    }

    /// The files that belong to no article.
    pub(super) fn write_site(&mut self, reader: &dyn Reader, report: &mut Report) -> Result<(), ImportError> {
        self.addresses.place_files(&self.site);
        let mut files = vec![("site.toml".to_owned(), self.site_text.clone())];
        files.push((
            ".gitignore".to_owned(),
            "# What Litopys makes itself; `.litopys/keep/` belongs in a backup.\n/.litopys/\n".to_owned(),
        ));
        files.extend(
            messages_ftl(&self.site.messages, report)
                .into_iter()
                .map(|(lang, text)| (format!("locales/{lang}/imported.ftl"), text)),
        );
        files.extend(redirects_toml(self.addresses.redirects()).map(|text| ("redirects.toml".to_owned(), text)));
        for (path, text) in files {
            let put = self.target.put(&path, text.as_bytes())?;
            self.summary.count(put);
            self.left_alone(put, &path, &SourcePlace::default(), report);
        }
        let old = self.target.read("articles/names.toml")?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match names_toml(&self.terms, old.as_deref()) {
            Some(text) => {
                self.target.replace("articles/names.toml", text.as_bytes())?;
                self.summary.count(if old.is_none() { Put::New } else { Put::Updated });
            }
            None if old.is_some() => self.summary.count(Put::Unchanged),
            None => {}
        }
        let files: Vec<_> =
            self.addresses.files().iter().map(|(path, source)| (path.clone(), source.clone())).collect();
        for (path, source) in files {
            match self.target.copy(&path, &|| reader.open(&source)) {
                Ok(put) => self.summary.count(put),
                Err(error) => {
                    let found = format!("`{path}`: {}", error_chain(&error));
                    report.add(&SourcePlace::default(), "media-unreadable", Outcome::Lost, found, "left out");
                }
            }
        }
        Ok(())
    }

    pub(super) fn check_addresses(&mut self, addresses: &[String], report: &mut Report) {
        let own: Vec<&String> = addresses.iter().filter(|address| self.addresses.is_own(address)).collect();
        self.summary.checked_addresses = own.len();
        self.summary.foreign_addresses = addresses.len() - own.len();
        for address in own.into_iter().filter(|address| !self.addresses.answers(address)) {
            let place = SourcePlace::file(address);
            report.add(&place, "address-lost", Outcome::Lost, "an old address", "leads to nothing in the archive");
            self.summary.lost_addresses.push(address.clone());
        }
    }
}

/// The first bytes of a file; none where it cannot be read, which is reported when it is copied.
fn first_bytes(reader: &dyn Reader, source: &MediaSource) -> Vec<u8> {
    let mut bytes = Vec::new();
    match reader.open(source).map(|file| file.take(SIGNATURE).read_to_end(&mut bytes)) {
        Ok(Ok(_)) => bytes,
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}
