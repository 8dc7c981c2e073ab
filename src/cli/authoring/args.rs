//! The arguments of the commands that write into an archive.

use std::path::PathBuf;

use crate::{
    cli::{archive::ArchiveDir, state::StateArgs},
    model::{date::Moment, lang::Lang},
};

/// Make an archive that can be served at once: `site.toml`, one article and an About page in every language, and a `.gitignore`.
///
/// At a terminal, asks for the options that are not given. In a script nothing is asked: what is not given has the default. The
/// folder must be new or empty (a `.git` may lie in it), and is filled as a whole or not at all.
#[derive(Debug, clap::Parser)]
#[command(
    after_help = "Examples:\n  litopys init museum\n  litopys init museum --title \"Museum\" --base-url https://museum.example.org \
                  --languages uk,en --author \"Olena Tkach\""
)]
pub(in crate::cli) struct Init {
    /// The folder to make.
    #[arg(default_value = ".", value_name = "DIR")]
    pub(super) dir: PathBuf,

    /// The title of the archive. Default: the name of the folder.
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// Where readers will find it. Default: `http://127.0.0.1:8080`.
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// Its languages, the main one first. Default: `uk,en,ru`.
    #[arg(long, value_name = "TAGS")]
    pub(super) languages: Option<String>,

    /// The author of the first article. Default: none.
    #[arg(long, value_name = "NAME")]
    pub(super) author: Option<String>,

    /// The language in which the command asks and answers: uk, en or ru. Default: that of the terminal (LC_ALL, LC_MESSAGES, LANG).
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,
}

/// Take an article down: its address answers 410 with the reason.
///
/// Writes `withdrawn` into `article.toml`. The article leaves listings, feeds, the sitemap and search; its old addresses show its title,
/// its date and the reason. The files stay; delete the line to show the article again.
#[derive(Debug, clap::Parser)]
#[command(after_help = "Examples:\n  litopys remove 2025/dnipro --reason \"Withdrawn by the author\"\n  \
                        litopys remove 2025/dnipro --lang uk --reason \"На прохання автора\"")]
pub(in crate::cli) struct Remove {
    /// The article: its year and id, its id if no other year has it, or the path of its folder.
    pub(super) article: String,

    /// Why. Readers see it.
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,

    /// The language of the reason; without it, one reason is shown in all languages. Repeat the command for each language.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,
}

/// Print a link that opens an article before it is published.
///
/// The link opens a draft, or what is published later, in each of its languages, with its pictures, for everyone who has it, until
/// it expires. Search engines and caches are kept away. Once the article is public the link leads to its page. The server that
/// readers use opens it, without --watch. Links are signed with the key in `.litopys/keep/share.key`, which is made the first time.
#[derive(Debug, clap::Parser)]
#[command(
    after_help = "Examples:\n  litopys share 2025/dnipro --days 14\n  litopys share --revoke        # no link opens anything any more"
)]
pub(in crate::cli) struct ShareArgs {
    /// The article: its year and id, its id if no other year has it, or the path of its folder.
    #[arg(required_unless_present = "revoke")]
    pub(super) article: Option<String>,

    /// How many days the link works, at most 90.
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(i64).range(1..=90))]
    pub(super) days: i64,

    /// Open the page in this language; without it, in the reader's own.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    /// Make a new key first: all links that were made before, for any article, stop working.
    #[arg(long)]
    pub(super) revoke: bool,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,
}

/// Move an article to another id or another year; every link and every old address leads on.
///
/// Moves the folder, rewrites the links to the article and its files in every text, in front matter, `article.toml`, `site.toml`
/// and `names.toml`, and adds `aliases`, so that old addresses redirect to the new one. Records of translations stay valid. Either all
/// of it happens or nothing.
#[derive(Debug, clap::Parser)]
#[command(
    after_help = "Examples:\n  litopys move 2025/dnipro dnipro-river                                # another id\n  \
                  litopys move 2025/dnipro 2024 --published 2024-06-29                  # another year\n  \
                  litopys move 2025/dnipro 2024/dnipro-river --dry-run                  # show what would change"
)]
pub(in crate::cli) struct Move {
    /// The article: its year and id, its id if no other year has it, or the path of its folder.
    #[arg(value_name = "ARTICLE")]
    pub(super) from: String,

    /// Where to: `2024/dnipro-river`, an id in the same year, or a year with the same id.
    #[arg(value_name = "TARGET")]
    pub(super) to: String,

    /// The new `published` of the article, in the year it moves to. Asked for on a terminal if it is needed.
    #[arg(long, value_name = "DATE")]
    pub(super) published: Option<Moment>,

    /// Show the changes as a diff on stdout, and change nothing.
    #[arg(long)]
    pub(super) dry_run: bool,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,
}
