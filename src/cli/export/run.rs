//! Runs the subcommand of `litopys export`.

use super::{
    args::{ExportArgs, ExportForm},
    book, data, site,
};

/// Writes the export; returns whether nothing is missing from it.
pub(in crate::cli) fn run(typed: &ExportArgs) -> anyhow::Result<bool> {
    match &typed.what {
        ExportForm::Site(typed) => site::run(typed),
        ExportForm::Epub(typed) => book::run(typed),
        ExportForm::Json(typed) => data::json(typed),
        ExportForm::Csv(typed) => data::csv(typed),
    }
}
