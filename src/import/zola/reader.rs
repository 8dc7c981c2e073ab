//! The reader: text by text.

use std::io::Read;

use super::{site, source::Zola, version};
use crate::import::{Each, ImportError, ImportedSite, MediaSource, Pass, Reader, Report, front_matter::reported};

impl Reader for Zola {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        Ok(site::site(self, report))
    }

    fn versions(&self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for file in &self.texts {
            let Some(text) = self.files.reported_text(&file.path, report) else { continue };
            let read = reported(&text, &file.path, report);
            if let Some(version) = version::version(self, file, &read, pass, report) {
                each(version)?;
            }
        }
        Ok(())
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        self.files.media(media)
    }

    fn count(&self) -> Option<usize> {
        Some(self.texts.len())
    }
}
