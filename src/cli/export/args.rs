//! What can be typed after `litopys export`.

use clap::{Parser, Subcommand};

use super::{
    book::ExportEpubArgs,
    data::{ExportCsvArgs, ExportJsonArgs},
};

/// Write the archive in another form: books, or everything as data for other programs.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys export epub series/oral-history --lang uk,en\n  litopys export json ~/museum-data"
)]
pub(in crate::cli) struct ExportArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: ExportForm,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExportForm {
    Epub(ExportEpubArgs),
    Json(ExportJsonArgs),
    Csv(ExportCsvArgs),
}
