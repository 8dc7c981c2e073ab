//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    lang::Lang,
    translate::check::{Format, Part},
};

/// An archive of articles in several languages, each stored once per language, served in the reader's own.
///
/// An archive is a folder with a `site.toml`, articles in `articles/<year>/<id>/<lang>.md` and, if you like, your own
/// words in `locales/<lang>/*.ftl`. Start with `litopys serve` in such a folder; `litopys new` makes the first article.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Serve(Serve),
    Check(Check),
    New(New),
    Reindex(Reindex),
    Search(Search),
    Analyze(Analyze),
    Mark(Mark),
    Status(Status),
    Stats(Stats),
}

/// Serve the archive over HTTP until Ctrl-C.
///
/// Says what was loaded, what is wrong with it (file, line, column), and the address it answers on, as a line of its
/// own on stderr. What is sound is served, whatever is wrong with the rest.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys serve --archive ~/museum --listen 0.0.0.0:80")]
pub(super) struct Serve {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// The address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(super) listen: String,

    /// The address for /healthz, /readyz and /metrics, not for readers; `off` for none.
    #[arg(long, value_name = "ADDR")]
    pub(super) admin: Option<String>,

    /// Speak TLS with this certificate, its chain behind it, as PEM; read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,

    /// The private key of --tls-cert, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,

    /// Log every request on stderr, as text or as JSON; not at all where this is not given.
    #[arg(long, value_name = "FORMAT")]
    pub(super) log_format: Option<LogFormat>,

    /// For translators: what is saved shows in the next request, problems show in every page, and `?l10n` and `?pseudo` show
    /// where words come from.
    #[arg(long)]
    pub(super) watch: bool,
}

/// Find what is wrong with words, articles and site.toml: everything at once, with line, column and mend.
///
/// Checks the locales against each other (and, in a checkout of the program, against its templates and sources), the
/// articles with their versions, links and pictures, and site.toml. Exits with 0 where nothing is found, with 1 where
/// something is. docs/TRANSLATING.md and docs/WRITING.md explain every finding with an example.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys check --only locales\n  litopys check --format json | jq .message\n  \
                        litopys check --complete uk")]
pub(super) struct Check {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// How findings are written: human, json (one object a line), or github (comments on a pull request).
    #[arg(long, default_value = "human", value_name = "FORMAT")]
    pub(super) format: Format,

    /// Check one part only: locales, articles or site.
    #[arg(long, value_name = "PART")]
    pub(super) only: Option<Part>,

    /// Demand that every article is there in this language, up to date and no shorter than in the others.
    #[arg(long, value_name = "TAG")]
    pub(super) complete: Option<Lang>,

    /// Name short texts too that say the same as the source: names and single words, which may well be the same.
    #[arg(long)]
    pub(super) untranslated: bool,

    /// Show errors alone, without warnings, and let them alone decide how it ends.
    #[arg(long)]
    pub(super) errors: bool,
}

/// How requests are logged.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// Begin an article: its folder, its `article.toml` and its first version.
///
/// Nothing that exists is ever overwritten; called again with another --lang, it adds that version. Without an id, the
/// title makes it: Ukrainian is romanised by resolution 55/2010 of the Cabinet of Ministers, any other Cyrillic by ICAO
/// Doc 9303.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys new dnipro-embankment --lang uk\n  litopys new --title \"Об’єднання Києва\" --lang uk"
)]
pub(super) struct New {
    /// The article's id: lower-case letters, digits and hyphens; it ends the address.
    #[arg(required_unless_present = "title")]
    pub(super) id: Option<String>,

    /// The title of the version; it makes the end of its address, too.
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// The language of the version to begin: a tag of site.toml, such as `uk`.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Lang,

    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// Build the catalog and the search index anew from the files.
///
/// The files are the truth, and what is in `.litopys/` follows them by itself; this is for the suspicious. The new catalog
/// is made aside and takes the place of the present one when it is whole, then the index is made from it. Not while a
/// server runs on the same folder: that server is the one that writes.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys reindex --archive ~/museum")]
pub(super) struct Reindex {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// Find articles, as the site's own search does.
///
/// Every form of a word finds every other, in all languages; names may be typed in Latin or Cyrillic letters. Words in
/// quotation marks are found side by side, -word leaves out, and tag:, author:, section:, lang:, year:2024 or 2022..2025
/// narrow. Exit code 1 where nothing is found.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys search 'конвенція year:2025' --lang uk")]
pub(super) struct Search {
    /// What to find.
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,

    /// The language to show articles in, where they have it; the site's default if not given.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    /// How many articles to show, at most 200.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(super) limit: usize,

    /// How to print them.
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub(super) format: SearchFormat,

    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SearchFormat {
    /// For people.
    Text,
    /// For machines: one object.
    Json,
}

/// Show under which terms words are indexed and sought.
///
/// Reads words on standard input, one a line, and prints for each the word and its terms, tab-separated. Two words find
/// each other when they share a term: a term is a lemma (`конвенцією` and `конвенцій` have `конвенція`), or, with a `~`
/// before it, the sound of a name, which is the same in every spelling (`Київ`, `Kyiv` and `Kiev` have `~kiv`). How it is
/// made is told in docs/SEARCH.md.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  echo конвенцією | litopys analyze --lang uk\n  \
                        printf '%s\\n' mice better withdrew | litopys analyze --lang en")]
pub(super) struct Analyze {
    /// The language of the words; one without a dictionary gets folding alone.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Lang,
}

/// Record that a translation says what its source says now.
///
/// Beside the version it writes `<lang>.from.toml`: one line for each paragraph of the source. From then on each paragraph
/// is known to be fresh, changed, new or gone, whatever lines the source is wrapped into. Mark a version when you have
/// translated it, and again whenever you have brought it up to date.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys mark 2025/dnipro en")]
pub(super) struct Mark {
    /// The article: its year and id, or the path of its folder.
    #[arg(conflicts_with = "all")]
    pub(super) article: Option<String>,

    /// The language of the version; every translation of the article where it is left out.
    #[arg(conflicts_with = "all")]
    pub(super) lang: Option<Lang>,

    /// Every translation of the archive that was never marked and is not older than its source.
    #[arg(long)]
    pub(super) all: bool,

    /// Although the version is built otherwise than its source: what has no counterpart is left out.
    #[arg(long)]
    pub(super) anyway: bool,

    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// Say what there is to translate: how much of the messages and of the articles each language has, then what is missing
/// or stale, article by article.
///
/// Ends with 1 where anything is missing or stale.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys status --format csv > work.csv")]
pub(super) struct Status {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// The order: `newest` article first, or what readers missed most (`demand`, counted where site.toml says so).
    #[arg(long, value_enum, default_value_t = Sort::Newest)]
    pub(super) sort: Sort,

    /// `human` for a table, `json` or `csv` for a program.
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    pub(super) format: StatusFormat,
}

/// The order of the work list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Sort {
    Newest,
    Demand,
}

/// How a status is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum StatusFormat {
    Human,
    Json,
    Csv,
}

/// Count the archive: articles, versions, words per language, translations up to date and behind.
///
/// Goes to stdout; the same numbers, by year and with pictures, are the page `/<lang>/about/archive`.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys stats --archive ~/museum --format json")]
pub(super) struct Stats {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// A table to read, or one JSON object with the counts by language and by year.
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Text,
    Json,
}
