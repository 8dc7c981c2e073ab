//! The archive as files for other programs and other hosts: `site` writes every page with its files, for any web server or none; `epub`
//! makes books, `data` writes everything as JSON and tables.

mod data;
mod epub;
mod site;

pub use data::{CsvReport, DataError, JsonReport, ReadFinding, ReadReport, export_csv, export_json, read_json};
pub use epub::{BookError, BookReport, BookSubject, BookSubjectError, write_book};
pub use site::{
    addresses::{Skip, file_of},
    error::ExportError,
    facts::ROUTES,
    folder::FileCounts,
    run::{ExportReport, ExportStep, SiteExport, export_site},
};
