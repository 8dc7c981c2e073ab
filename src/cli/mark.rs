//! `litopys mark`: writes down what a version was translated from.

use anyhow::{Context, anyhow};

use super::{
    archive::{article_id, no_folder, site_of},
    args::MarkArgs,
    terminal::{self, failure},
};
use crate::{
    model::{lang::Lang, sentence::say, slug::ArticleId},
    site::Site,
    source::{Folder, Source, remove_leftovers, write_atomically},
    translate::{ArticleVersions, MarkError, Structure},
};

/// Marks what was asked for; `false` if something was refused.
pub(super) fn run(mark: &MarkArgs) -> anyhow::Result<bool> {
    let archive = mark.archive.open()?;
    let site = site_of(&archive)?;
    let structure = if mark.anyway { Structure::Any } else { Structure::Alike };
    let marking = Marking { archive: &archive, site: &site, structure };
    if mark.all {
        return marking.all();
    }
    let Some(typed) = &mark.article else {
        return Err(failure(say("mark-no-article")));
    };
    let desk = marking.desk(&article_id(typed, &archive)?)?;
    let langs: Vec<Lang> = match &mark.lang {
        Some(lang) => vec![lang.clone()],
        None => desk.translations().map(|version| version.lang.clone()).collect(),
    };
    let mut fine = true;
    for lang in langs {
        fine &= marking.mark(&desk, &lang)?;
    }
    Ok(fine)
}

struct Marking<'a> {
    archive: &'a Folder,
    site: &'a Site,
    structure: Structure,
}

impl Marking<'_> {
    /// Marks every translation that has no record yet and is not older than its source. What was marked once is marked
    /// again one by one, on purpose: it says that a person has looked.
    fn all(&self) -> anyhow::Result<bool> {
        let mut ids = Vec::new();
        self.archive.snapshot(&mut |item| ids.push(item.id))?;
        ids.sort();
        let (mut fine, mut tried) = (true, 0);
        for id in ids {
            let desk = match self.desk(&id) {
                Ok(desk) => desk,
                Err(error) => {
                    terminal::say(&format!("{error:#}"));
                    fine = false;
                    continue;
                }
            };
            for version in desk.translations().filter(|version| version.freshness.is_none()) {
                tried += 1;
                if version.staleness.is_stale() {
                    let path = desk.path(&version.lang);
                    terminal::say_sentence(&say("mark-stale").with("path", path));
                    fine = false;
                } else {
                    fine &= self.mark(&desk, &version.lang)?;
                }
            }
        }
        if fine && tried == 0 {
            terminal::say_sentence(&say("mark-nothing"));
        }
        Ok(fine)
    }

    fn desk(&self, id: &ArticleId) -> anyhow::Result<ArticleVersions> {
        let folder = self.archive.fetch(id)?.with_context(|| no_folder(id))?;
        ArticleVersions::open(folder, self.site).map_err(|error| written(&error))
    }

    /// Marks one version; `false` if it is built otherwise than its source, or does not follow a change of it.
    fn mark(&self, desk: &ArticleVersions, lang: &Lang) -> anyhow::Result<bool> {
        match desk.mark(lang, self.structure) {
            Ok(marked) => {
                let record = self.archive.root().join(desk.record_path(lang));
                record.parent().map_or(Ok(()), remove_leftovers)?;
                write_atomically(&record, marked.record.as_bytes())?;
                terminal::say_sentence(&say("mark-done").with("path", desk.path(lang)));
                for passage in marked.left_out {
                    terminal::say_sentence(&say("mark-left-out").with("passage", passage));
                }
                Ok(true)
            }
            Err(error @ (MarkError::Structure(_) | MarkError::Overlooked { .. })) => {
                terminal::say(&error.in_lang(&terminal::language()));
                Ok(false)
            }
            Err(error) => Err(written(&error)),
        }
    }
}

/// The error in the language of the person at the terminal.
pub(super) fn written(error: &MarkError) -> anyhow::Error {
    anyhow!("{}", error.in_lang(&terminal::language()))
}
