//! The archive as files for other programs and other hosts: `epub` makes books, `data` writes everything as JSON and tables.

mod data;
mod epub;

pub use data::{CsvReport, DataError, JsonReport, ReadFinding, ReadReport, export_csv, export_json, read_json};
pub use epub::{BookError, BookReport, BookSubject, BookSubjectError, write_book};
