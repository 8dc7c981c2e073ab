//! The reader: the site is looked through once, then text by text is given.

use std::io::Read;

use super::{site, source::Hugo, version};
use crate::import::{
    Each, ImportError, ImportedSite, MediaSource, Outcome, Pass, Reader, Report, SourcePlace, front_matter::split,
};

impl Reader for Hugo {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        self.look_through();
        Ok(site::site(self, report))
    }

    fn versions(&mut self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for at in 0..self.content.files.len() {
            let Some(file) = self.content.files.get(at).cloned() else { continue };
            let Some(text) = self.files.reported_text(&file.path, report) else { continue };
            let read = split(&text);
            if let Some(error) = &read.error {
                let place = SourcePlace { line: error.line, ..SourcePlace::file(&*file.path) };
                let done = "the text is imported without what its front matter says";
                report.add(&place, "bad-front-matter", Outcome::Lost, error.message.clone(), done);
            }
            if let Some(version) = version::version(self, &file, &read, pass, report) {
                each(version)?;
            }
        }
        Ok(())
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        match media {
            MediaSource::File(path) => Ok(self.files.open_media(path)?),
            MediaSource::Remote(address) => {
                Err(ImportError::Broken { path: address.clone(), found: "is on another site".to_owned() })
            }
        }
    }

    fn count(&self) -> Option<usize> {
        Some(self.content.files.len())
    }
}
