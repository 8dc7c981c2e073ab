//! The arguments of `litopys export` and `litopys verify`.

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

/// Export the archive: the whole site as files for any web server or a disk, a part of it as a book, or everything as data
/// for other programs.
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

/// Write every page of the site with its files to a folder, with configuration for nginx, Apache and Caddy.
///
/// The folder contains what `litopys serve` answers at every address: pages in every language, listings, feeds, sitemaps,
/// texts, files, and pictures in every size. Its folder `.litopys-export/` contains the server configuration and the error
/// pages. A second export writes only what changed. The folder is replaced in one step when everything is written: an
/// export that fails or is stopped leaves it as it was.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys export site public --archive ~/museum\n  litopys export site public --compress\n  \
                  litopys export site /media/stick/archive --relative"
)]
pub(in crate::cli) struct ExportSiteArgs {
    /// The folder to write: a new or empty one, or that of an earlier export.
    pub(in crate::cli) dir: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) archive: ArchiveDir,

    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,

    /// The address at which the files will be served. Default: `base_url` of site.toml.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base: Option<String>,

    /// Write relative links between files, for reading from a disk without a server: open `index.html` first.
    #[arg(long)]
    pub(in crate::cli) relative: bool,

    /// Also write `.gz` and `.br` files, which nginx and Apache can send as they are. This takes several times as long.
    #[arg(long)]
    pub(in crate::cli) compress: bool,

    /// Leave something out: one of these, or several separated by commas. Pages still link to it.
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub(in crate::cli) skip: Vec<SkipArg>,
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SkipArg {
    /// Texts and citations for programs: `.md`, `.json`, `.bib`, `.ris`.
    Texts,
    /// Pages with two languages side by side.
    Pairs,
    /// Preview pictures of articles that have no picture.
    Cards,
    /// The index that the search page reads.
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

/// Check every link and file of an exported folder or a running site, and report what is broken.
///
/// Checks every link, picture, anchor, version in another language, feed, sitemap and citation once. Prints one line for
/// each that is broken: page, line, kind, address, reason. Exits with 1 if anything is broken. Links to other sites are
/// only checked with --external.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys verify public\n  litopys verify https://example.org/ --external\n  \
                  litopys verify public --format json | jq .target")]
pub(in crate::cli) struct VerifyArgs {
    /// The folder of an export or any other folder of HTML pages, or the address of a site, such as `https://example.org/`.
    pub(in crate::cli) site: String,

    /// The address of the site that the folder is a copy of. Links that begin with it are looked up in the folder. An export
    /// knows its address.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base: Option<String>,

    /// Also check links to other sites: each address once, one at a time for each host.
    #[arg(long)]
    pub(in crate::cli) external: bool,

    /// How many requests to a running site are made at the same time.
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(in crate::cli) concurrency: u8,

    /// Stop after this number of pages and files.
    #[arg(long, default_value_t = 5_000_000, value_name = "N")]
    pub(in crate::cli) limit: usize,

    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = VerifyFormat::Text)]
    pub(in crate::cli) format: VerifyFormat,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum VerifyFormat {
    /// One line for each, for people.
    Text,
    /// One JSON object a line.
    Json,
}
