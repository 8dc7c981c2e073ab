//! What can be typed behind `litopys import`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::json::JsonSource;
use crate::model::lang::Lang;

/// Bring over the archive of another system: its texts in all languages, pictures, topics and old addresses.
///
/// The source is read and never changed. What cannot be brought over as it was is in the report, with its place in the source. Run
/// again, the command brings what is new, and leaves alone what you have changed. Texts that may be translations of each other, and
/// that the source does not tie, are listed in `ties.toml` of the archive: answer there, and run the command again.
/// docs/MOVING.md goes through it step by step.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys import hugo ~/site --into ~/archive --dry-run\n  \
                  litopys import hugo ~/site --into ~/archive --report report.txt --addresses sitemap.xml")]
pub(in crate::cli) struct ImportArgs {
    #[command(subcommand)]
    pub(super) system: System,
}

#[derive(Debug, Subcommand)]
pub(super) enum System {
    /// A Hugo site: the folder with hugo.toml (or config.*) and content/.
    Hugo(Source),
    /// A Zola site: the folder with config.toml and content/.
    Zola(Source),
    /// A Jekyll site: the folder with _config.yml and _posts/.
    Jekyll(Source),
    /// A WordPress site: the file that Tools → Export writes, or a folder of such files.
    #[command(name = "wordpress")]
    WordPress(WordPressSource),
    /// A folder of HTML pages.
    Html(Source),
    Json(JsonSource),
}

/// What WordPress takes besides.
#[derive(Debug, Args)]
pub(super) struct WordPressSource {
    #[command(flatten)]
    pub(super) source: Source,

    /// A copy of the old site's wp-content/uploads, from which pictures and files are taken. Without it, they stay links to the old
    /// site, and the report lists each.
    #[arg(long, value_name = "DIR")]
    pub(super) media: Option<PathBuf>,
}

/// What every system takes.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// What to bring over.
    pub(super) source: PathBuf,

    /// The folder of the archive: new, empty, or one into which you have imported before.
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,

    /// Write nothing; only say what would be done.
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Write what was found and done into a file: as JSON if its name ends with `.json`, else as text.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    /// Check that these addresses of the old site go on working: a sitemap, or a list with one address a line.
    #[arg(long, value_name = "FILE")]
    pub(super) addresses: Vec<PathBuf>,

    /// The language of texts whose source names none. Default: that of the site.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,
}
