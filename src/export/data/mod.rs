//! The archive as data, for those who leave: every file of it as JSON, one record a line, or as tables. Nothing is held but the
//! article that is being written. `read` makes the same archive of the JSON again.
//!
//! The records are described in docs/REFERENCE.md, "The archive as JSON".

mod csv;
mod error;
mod json;
mod placement;
mod read;
mod record;
mod target;

pub use csv::{CsvReport, export_csv};
pub use error::DataError;
pub use json::{JsonReport, export_json};
pub use read::{ReadFinding, ReadReport, read_json};
