//! The reader: text by text.

use std::io::Read;

use super::{site, source::Zola, version};
use crate::import::{
    Each, ImportError, ImportedSite, MediaSource, Outcome, Pass, Reader, Report, SourcePlace, front_matter::split,
};

impl Reader for Zola {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        Ok(site::site(self, report))
    }

    fn versions(&mut self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for at in 0..self.texts.len() {
            let Some(file) = self.texts.get(at).cloned() else { continue };
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
        Some(self.texts.len())
    }
}
