//! The arguments of every command.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    archive::ArchiveDir,
    authoring::args::{Init, Move, Remove, ShareArgs},
    export::args::{ExportArgs, VerifyArgs},
    import::args::ImportArgs,
    publish::args::PublishArgs,
    server::reader_args::ReaderArgs,
    state::StateArgs,
    terminal::LineFormat,
};
use crate::{
    model::{lang::Lang, slug::Year},
    translate::check::{CheckPart, ReportFormat},
};

/// An archive of articles in several languages, each stored once per language, served in the reader's own.
///
/// An archive is a folder with a `site.toml`, articles in `articles/<year>/<id>/<lang>.md` and, if you like, your own
/// words in `locales/<lang>/*.ftl`. Begin with `litopys init`, which makes such a folder; `litopys serve`, typed anywhere in
/// it, shows it in a browser, and `litopys new` starts an article.
#[derive(Debug, Parser)]
#[command(version, long_version = env!("LITOPYS_VERSION"), max_term_width = 100)]
pub struct CliArgs {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(Init),
    Serve(ServeArgs),
    Check(CheckArgs),
    New(NewArgs),
    Move(Move),
    Remove(Remove),
    Share(ShareArgs),
    Import(ImportArgs),
    Publish(PublishArgs),
    Words(WordsArgs),
    Reindex(ReindexArgs),
    Search(SearchArgs),
    Analyze(AnalyzeArgs),
    Mark(MarkArgs),
    Status(StatusArgs),
    Stats(StatsArgs),
    Export(ExportArgs),
    Verify(VerifyArgs),
}

/// Serve the archive over HTTP until Ctrl-C.
///
/// Prints on stderr what was loaded, every problem in it (file, line, column), and the address of the site on a line of
/// its own. Valid content is served even if other files have errors.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys serve --archive ~/museum --listen :80\n  \
                  litopys serve --listen unix:/run/litopys/litopys.sock --listen 127.0.0.1:8080\n  \
                  litopys serve --from s3://news/museum --state /var/lib/litopys --listen :80")]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(super) state: StateArgs,

    #[command(flatten)]
    pub(super) reader: ReaderArgs,

    /// An address to listen on: `HOST:PORT`, `[IPv6]:PORT`, `:PORT` for all addresses, or `unix:PATH`; port 0 picks a
    /// free port. Repeat it to listen on several. Default: 127.0.0.1:8080, unless systemd passes sockets (`LISTEN_FDS`).
    /// Sockets passed by systemd are always used; the one named `admin` serves the admin address.
    #[arg(long, value_name = "ADDR")]
    pub(super) listen: Vec<String>,

    /// The address for /healthz, /readyz and /metrics, which are not for readers; `off` for none. Default: 127.0.0.1:9090.
    #[arg(long, value_name = "ADDR")]
    pub(super) admin: Option<String>,

    /// Serve over TLS with this certificate, followed by its chain, as PEM. It is read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(super) tls_cert: Option<PathBuf>,

    /// The private key of --tls-cert, as PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(super) tls_key: Option<PathBuf>,

    /// Log every request to stderr, as text or JSON. Off by default. With `json` every other line on stderr is JSON too.
    #[arg(long, value_name = "FORMAT")]
    pub(super) log_format: Option<LineFormat>,

    /// For translators: reload a page to see what you saved. Every page lists the problems of the archive, and `?l10n` and
    /// `?pseudo` show which message each text comes from.
    #[arg(long)]
    pub(super) watch: bool,
}

/// Check interface texts, articles and site.toml. Reports every problem in one run, with its line, column and fix.
///
/// Checks the locales against each other and against the built-in messages, the articles with their versions, links and
/// pictures, and site.toml. Exits with 0 if nothing is found, with 1 otherwise.
/// docs/TRANSLATING.md and docs/WRITING.md explain every problem with an example.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys check --only locales\n  litopys check --format json | jq .message\n  \
                        litopys check --complete uk")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    /// How problems are printed: human, json (one object a line), or github (comments on a pull request).
    #[arg(long, default_value = "human", value_name = "FORMAT")]
    pub(super) format: ReportFormat,

    /// The language in which problems are described: uk, en or ru. By default that of LC_ALL, LC_MESSAGES or LANG, and
    /// English for json and github.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    /// Check one part only: locales, articles or site.
    #[arg(long, value_name = "PART")]
    pub(super) only: Option<CheckPart>,

    /// Also report every article that is missing, out of date or shorter in this language than in the others.
    #[arg(long, value_name = "TAG")]
    pub(super) complete: Option<Lang>,

    /// Also report short texts identical to the source (names, single words); these may be correct.
    #[arg(long)]
    pub(super) untranslated: bool,

    /// Print errors only, not warnings; the exit code then depends on errors only.
    #[arg(long)]
    pub(super) errors: bool,
}

/// Create an article: its folder, its `article.toml` and its first version; or add a version to one that exists.
///
/// Existing files are never overwritten. An id without a year finds the article in any year. If there is none, a new
/// article is created in --year, or in the year of the current folder, or in this year. In the folder of an article, `.`
/// stands for its id. Without an id, the id is made from the title: Ukrainian is romanised by resolution 55/2010 of the
/// Cabinet of Ministers; Serbian, Macedonian and Bulgarian by the usage of those countries; other Cyrillic by ICAO Doc 9303.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys new dnipro-embankment --lang uk\n  litopys new --title \"Об’єднання Києва\" --lang uk\n  \
                  litopys new 2019/dnipro --lang en --from uk"
)]
pub(super) struct NewArgs {
    /// The article's id, the last part of its address: lower-case letters, digits and hyphens. `2019/id` gives the year too.
    #[arg(required_unless_present = "title")]
    pub(super) id: Option<String>,

    /// The title of the version; the last part of its address is made from it.
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// The language of the new version: a tag of site.toml, such as `uk`.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Lang,

    /// The year of the article. Default: the year of the current folder, or this year.
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<Year>,

    /// Copy the text of this version into the new one, to be translated in place.
    #[arg(long, value_name = "TAG")]
    pub(super) from: Option<Lang>,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,
}

/// Print the interface texts that are built into the program in a language, as Fluent.
///
/// For a language without built-in texts, the English ones are printed, as a start for a translation. Put them into
/// `locales/<lang>/` of an archive, in one file or several, and translate the text after each `=`. An archive that only
/// changes some texts needs only those.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys words uk | less\n  litopys words pl --into locales/pl    # a file for each part of the site"
)]
pub(super) struct WordsArgs {
    /// The tag of the language, such as `uk` or `pl`.
    #[arg(value_name = "LANG")]
    pub(super) lang: Lang,

    /// Write the texts into this folder instead, one file for each part of the site; nothing is overwritten.
    #[arg(long, value_name = "DIR")]
    pub(super) into: Option<PathBuf>,
}

/// Rebuild the catalog and the search index from the files.
///
/// Both lie in `cache/` of the state folder and normally follow the files; run this command if you suspect that they are out
/// of date. The new catalog is built separately and replaces the old one when complete; the search index is then built
/// from it. Stop any server running on the same folder first.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys reindex --archive ~/museum")]
pub(super) struct ReindexArgs {
    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// Find articles, as the site's own search does.
///
/// Any form of a word finds all its other forms, in every language; names may be typed in Latin or Cyrillic letters. Words in
/// quotation marks are found side by side, -word leaves out articles with that word, and tag:, author:, section:, series:,
/// lang:, year:2024 or 2022..2025 narrow the search. Exits with 1 if nothing is found.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys search 'конвенція year:2025' --lang uk")]
pub(super) struct SearchArgs {
    /// The words to find.
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,

    /// The language to show articles in, if they have a version in it. Default: the site's main language.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    /// How many articles to show, at most 200.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(super) limit: usize,

    /// How to print them.
    #[arg(long, value_enum, default_value_t = SearchFormat::Text)]
    pub(super) format: SearchFormat,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SearchFormat {
    /// For people.
    Text,
    /// For machines: one object.
    Json,
}

/// Show the search terms that each word is indexed under.
///
/// Reads words on standard input, one a line, and prints for each the word and its terms, tab-separated. Two words find
/// each other when they share a term: a term is a lemma (`конвенцією` and `конвенцій` have `конвенція`), or, with a `~`
/// before it, the sound of a name, which is the same in every spelling (`Київ`, `Kyiv` and `Kiev` have `~kiv`). See
/// docs/SEARCH.md.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  echo конвенцією | litopys analyze --lang uk\n  \
                        printf '%s\\n' mice better withdrew | litopys analyze --lang en")]
pub(super) struct AnalyzeArgs {
    /// The language of the words; a language without a dictionary is only folded.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Lang,
}

/// Record that a translation matches its source as it is now.
///
/// Writes `<lang>.from.toml` next to the version: one line for each paragraph of the source. From then on Litopys knows
/// which paragraphs have changed, were added or were removed; rewrapping lines changes nothing. Mark a version when you
/// have translated it, and again each time you have brought it up to date.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys mark 2025/dnipro en")]
pub(super) struct MarkArgs {
    /// The article: its year and id, its id if no other year has it, or the path of its folder.
    #[arg(conflicts_with = "all")]
    pub(super) article: Option<String>,

    /// The language of the version; if omitted, every translation of the article.
    #[arg(conflicts_with = "all")]
    pub(super) lang: Option<Lang>,

    /// Every translation of the archive that was never marked and is not older than its source.
    #[arg(long)]
    pub(super) all: bool,

    /// Mark the version even if its structure differs from the source, or if a passage of the source has changed and its
    /// translation has not. Passages without a counterpart are left out of the record.
    #[arg(long)]
    pub(super) anyway: bool,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,
}

/// List what there is to translate: the share of messages and articles that each language has, then every article that
/// is missing or out of date.
///
/// An article that lists `languages` in `article.toml` is expected in those languages only. Exits with 1 if anything is
/// missing or out of date.
#[derive(Debug, Parser)]
#[command(
    after_help = "Examples:\n  litopys status --lang en\n  litopys status 2025/dnipro\n  litopys status --format csv > work.csv"
)]
pub(super) struct StatusArgs {
    /// List the versions of this article only, complete ones included: its year and id, its id if no other year has
    /// it, or the path of its folder.
    pub(super) article: Option<String>,

    /// List what there is to do in this language only: a tag of site.toml, such as `uk`.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(super) state: StateArgs,

    /// The order: `newest` article first, or what readers missed most (`demand`; needs `count_fallbacks` in site.toml).
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

/// Print statistics: articles, versions, words per language, and how many translations are up to date.
///
/// The page `/<lang>/about/archive` shows the same numbers by year, with a chart.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys stats --archive ~/museum --format json")]
pub(super) struct StatsArgs {
    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    #[command(flatten)]
    pub(super) state: StateArgs,

    /// A table to read, or one JSON object with the counts by language and by year.
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Text,
    Json,
}
