//! The reader: text by text.

use std::io::Read;

use super::{files::JekyllFile, site, source::Jekyll, version};
use crate::import::{Each, ImportError, ImportedSite, ImportedVersion, MediaSource, Pass, Reader, Report};

impl Reader for Jekyll {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        self.look_through();
        Ok(site::site(self, report))
    }

    fn versions(&self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        self.read(report, &mut |file, read, own, report| {
            if let Some(version) = version::version(self, file, read, own, pass, report) {
                each(version)?;
            }
            for code in self.shown_in(file, read) {
                let id = format!("{} ({code})", file.path);
                let there = JekyllFile { language: Some(code), ..file.clone() };
                if let Some(version) = version::version(self, &there, read, own, pass, report) {
                    each(ImportedVersion { id, ..version })?;
                }
            }
            Ok(())
        })
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        self.files.media(media)
    }

    fn count(&self) -> Option<usize> {
        Some(self.texts.len())
    }
}
