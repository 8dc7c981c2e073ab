//! The reader: the site is looked through once, then text by text is given.

use std::io::Read;

use super::{site, source::Hugo, version};
use crate::import::{Each, ImportError, ImportedSite, MediaSource, Pass, Reader, Report, front_matter::reported};

impl Reader for Hugo {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        self.look_through();
        Ok(site::site(self, report))
    }

    fn versions(&self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for file in &self.content.files {
            let Some(text) = self.files.reported_text(&file.path, report) else { continue };
            let read = self.below_sections(file, reported(&text, &file.path, report));
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
        Some(self.content.files.len())
    }
}
