//! The reader: text by text.

use std::io::Read;

use super::{site, source::Jekyll, version};
use crate::import::{Each, ImportError, ImportedSite, MediaSource, Pass, Reader, Report};

impl Reader for Jekyll {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        self.look_through();
        Ok(site::site(self, report))
    }

    fn versions(&mut self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        self.read(report, &mut |file, read, report| match version::version(self, file, read, pass, report) {
            Some(version) => each(version),
            None => Ok(()),
        })
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        self.files.media(media)
    }

    fn count(&self) -> Option<usize> {
        Some(self.texts.len())
    }
}
