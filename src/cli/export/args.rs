//! What can be typed after `litopys export`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    book::ExportEpubArgs,
    data::{ExportCsvArgs, ExportJsonArgs},
};
use crate::{
    cli::{archive::ArchiveDir, state::StateArgs},
    export::Skip,
};

/// Write the archive in another form: the whole site as files for any web server or a disk, books, or everything as data for other
/// programs.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys export site public\n  litopys export epub series/oral-history --lang uk,en\n  \
                  litopys export json ~/museum-data"
)]
pub(in crate::cli) struct ExportArgs {
    #[command(subcommand)]
    pub(in crate::cli) what: ExportForm,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ExportForm {
    Site(ExportSiteArgs),
    Epub(ExportEpubArgs),
    Json(ExportJsonArgs),
    Csv(ExportCsvArgs),
}

/// Write every page of the site with its files into a folder, and beside them the configuration of nginx and Apache.
///
/// The folder holds what `litopys serve` answers at every address: pages in every language, listings with all their parts, feeds,
/// maps, texts, files, smaller pictures. `.litopys-export/` in it has the configuration of the server and the error pages. A second
/// export writes only what changed. The folder changes in one step, when all is written: an export that fails, or is stopped, leaves
/// it as it was.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys export site public --archive ~/museum\n  litopys export site public --compress\n  \
                  litopys export site /media/stick/archive --relative"
)]
pub(in crate::cli) struct ExportSiteArgs {
    /// The folder: a new or an empty one, or that of an earlier export.
    pub(in crate::cli) dir: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) archive: ArchiveDir,

    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,

    /// The address that the files will have, in place of `base_url` in site.toml.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base: Option<String>,

    /// Write links that lead from file to file, for reading from a disk without a server: begin with `index.html`.
    #[arg(long)]
    pub(in crate::cli) relative: bool,

    /// Write `.gz` and `.br` beside each text, for servers that send them as they are. Takes several times as long as the export.
    #[arg(long)]
    pub(in crate::cli) compress: bool,

    /// Leave out `texts` (`.md`, `.json`, `.bib`, `.ris`), `pairs` (two languages side by side), `cards` (preview pictures) or
    /// `search` (its index); pages still link them.
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub(in crate::cli) skip: Vec<SkipArg>,
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SkipArg {
    /// Versions and citations for programs.
    Texts,
    /// Two languages side by side.
    Pairs,
    /// Preview pictures of articles that have none.
    Cards,
    /// The index of search, which a script on the search page reads.
    Search,
}

impl From<SkipArg> for Skip {
    fn from(typed: SkipArg) -> Skip {
        match typed {
            SkipArg::Texts => Skip::Texts,
            SkipArg::Pairs => Skip::Pairs,
            SkipArg::Cards => Skip::Cards,
            SkipArg::Search => Skip::Search,
        }
    }
}

/// Walk an exported folder or a running site and report everything that is broken.
///
/// Looks up every link, picture, size of a picture, anchor, version in another language, feed, map and citation, each once. Prints one
/// line for each that is broken: page, line, kind, address, reason. Exits with 1 if anything is broken. Other sites are not asked,
/// unless --external is given.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys verify public\n  litopys verify https://example.org/ --external\n  \
                  litopys verify public --format json | jq .target")]
pub(in crate::cli) struct VerifyArgs {
    /// The folder of an export, any other folder of pages, or an address such as `https://example.org/`.
    pub(in crate::cli) site: String,

    /// The address of the site, where the folder does not say it: whole addresses that begin so are looked up in the folder.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base: Option<String>,

    /// Ask other sites, too: each address once, one of each host at a time.
    #[arg(long)]
    pub(in crate::cli) external: bool,

    /// How many pages of a running site are asked for at once.
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(in crate::cli) concurrency: u8,

    /// How many pages and files are asked for at most.
    #[arg(long, default_value_t = 5_000_000, value_name = "N")]
    pub(in crate::cli) limit: usize,

    /// A line for people, or one JSON object a line.
    #[arg(long, value_enum, default_value_t = VerifyFormat::Text)]
    pub(in crate::cli) format: VerifyFormat,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum VerifyFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
