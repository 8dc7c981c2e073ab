//! Records of freshness, where the source knows what a version was translated from.

use crate::{
    article::{ArticleFolder, File},
    import::{
        ImportError, ImportedVersion, Outcome, Report, SourcePlace, TranslatedFrom,
        plan::{PlannedArticle, PlannedVersion},
        write::{Destinations, Target, written_body},
    },
    model::{Digest, error_chain, lang::Lang, slug::ArticleId},
    site::Site,
    translate::{ArticleVersions, Structure},
};

/// The versions that get a record.
#[derive(Debug, Default)]
pub(super) struct Originals(Vec<Original>);

#[derive(Debug)]
struct Original {
    article: ArticleId,
    source: Lang,
    lang: Lang,
    /// The text of the original as it was; `None`: as it is.
    earlier: Option<String>,
    place: SourcePlace,
}

impl Originals {
    /// Takes note of what a version was translated from.
    pub(super) fn add(
        &mut self,
        article: &PlannedArticle,
        planned: &PlannedVersion,
        version: &ImportedVersion,
        to: Destinations<'_>,
    ) {
        if planned.lang == article.source {
            return;
        }
        let earlier = match &version.translated_from {
            TranslatedFrom::Unknown => return,
            TranslatedFrom::Present => None,
            TranslatedFrom::Earlier(text) => {
                let former = ImportedVersion {
                    body: text.body.clone(),
                    addresses: version.addresses.clone(),
                    ..ImportedVersion::default()
                };
                let body = written_body(&former, to, &mut Report::silent());
                let quoted = |text: &str| toml::Value::String(text.split_whitespace().collect::<Vec<_>>().join(" "));
                let summary = text.summary.as_deref().map(|text| format!("summary = {}\n", quoted(text)));
                let title = quoted(&text.title);
                Some(format!("+++\ntitle = {title}\n{}+++\n\n{body}", summary.unwrap_or_default()))
            }
        };
        self.0.push(Original {
            article: article.id.clone(),
            source: article.source.clone(),
            lang: planned.lang.clone(),
            earlier,
            place: version.place.clone(),
        });
    }

    /// Writes the records.
    pub(super) fn write(self, target: &mut Target, site: &Site, report: &mut Report) -> Result<(), ImportError> {
        for original in self.0 {
            let (folder, meta) = (original.article.folder(), original.article.meta_path());
            let mut files = Vec::new();
            let source = format!("{folder}/{}.md", original.source);
            for path in [meta, source.clone(), format!("{folder}/{}.md", original.lang)] {
                let bytes = match &original.earlier {
                    Some(earlier) if path == source => Some(earlier.clone().into_bytes()),
                    _ => target.present(&path)?,
                };
                files.extend(bytes.map(|bytes| File { path, bytes: Ok(bytes) }));
            }
            files.sort_by(|one, other| one.path.cmp(&other.path));
            let id = original.article.clone();
            let digest = Digest::hash(b"");
            let versions =
                ArticleVersions::open(ArticleFolder { id, metadata_digest: digest, files, large: vec![] }, site);
            let marked = versions.and_then(|versions| {
                Ok((versions.mark(&original.lang, Structure::Any)?.record, versions.record_path(&original.lang)))
            });
            match marked {
                Ok((record, path)) => _ = target.put(&path, record.as_bytes())?,
                // Nothing is staged in a dry run, so there is nothing to compare.
                Err(_) if target.is_dry_run() => {}
                Err(error) => {
                    let done = "no record; `litopys mark` writes one";
                    report.add(&original.place, "no-record", Outcome::Lost, error_chain(&error), done);
                }
            }
        }
        Ok(())
    }
}
