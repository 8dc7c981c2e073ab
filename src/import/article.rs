//! What a reader gives for each text that it finds: one version of an article, with all that its source says about it.

use super::SourcePlace;
use crate::model::{date::Moment, lang::Lang};

/// Begins the destination of a link in a body that leads to another text of the source, by [`ImportedVersion::id`]:
/// `x-import:content/posts/a.md#part`. The writer puts the path of the article in its place.
pub const PLACE_SCHEME: &str = "x-import:";

/// One version of an article, as its source has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportedVersion {
    /// What distinguishes it in the source, the same in every run: `content/posts/a.uk.md`, `post 123`, `post 123 (uk)`.
    pub id: String,
    /// Where it stands.
    pub place: SourcePlace,
    /// What it becomes.
    pub kind: ImportedKind,
    /// Its language; `None` where the source does not say, and the default language of the site is taken and reported.
    pub lang: Option<Lang>,
    /// What ties versions: those with the same key and different languages are one article. `None`: a reader knows of no tie.
    pub tie: Option<String>,
    /// Whether the others were translated from it, where the source says so.
    pub is_original: bool,
    /// The name that the folder of the article should get, as the source names it; letters of any alphabet.
    pub name: String,
    /// The end of its old address, which it keeps if it can. `None`: that of the folder.
    pub slug: Option<String>,
    /// All old addresses of this version: paths from the root of the site, with a query where there was one, or whole addresses.
    /// The writer leaves out those that the archive answers by itself, and knows `index.html` and a closing slash.
    pub addresses: Vec<String>,
    /// Old addresses of the article in every language (`/?p=123`).
    pub shared_addresses: Vec<String>,
    /// The headline as plain text.
    pub title: String,
    /// One or two sentences as plain text.
    pub summary: Option<String>,
    /// The text as CommonMark of this archive: tables, footnotes and strikethrough, no HTML. Empty in [`Pass::Heads`].
    ///
    /// [`Pass::Heads`]: super::Pass::Heads
    pub body: String,
    /// When it appeared. An article without a date becomes a page, and that is reported.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// Why readers do not see it (`draft`, `private`, `expired`); `None` where they do.
    pub hidden: Option<String>,
    /// Its tags.
    pub tags: Vec<Term>,
    /// Its authors.
    pub authors: Vec<Term>,
    /// Its section.
    pub section: Option<Term>,
    /// The series that it is part of.
    pub series: Option<Term>,
    /// Which part.
    pub part: Option<u32>,
    /// SPDX id or words.
    pub licence: Option<String>,
    /// Where the text comes from.
    pub origin: Option<String>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// Pictures and other files of the text.
    pub media: Vec<MediaReference>,
    /// The words of its pictures.
    pub pictures: Vec<PictureNote>,
    /// What the source knows about the text that it was translated from.
    pub translated_from: TranslatedFrom,
    /// Keys of the source that have no place here, with their values as text: they are kept in the record of the import and
    /// listed in the report.
    pub extra: Vec<(String, String)>,
}

/// What a text becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ImportedKind {
    /// An article of a year.
    #[default]
    Article,
    /// An undated page.
    Page,
    /// The text about an author, by the id that [`Term::id`] has.
    Author(String),
}

/// A tag, an author, a section or a series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Its id in the source, the same in every language where the source says so; letters of any alphabet.
    pub id: String,
    /// Its name in the language of the version; `None`: the id.
    pub name: Option<String>,
}

/// A file that a text shows or links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaReference {
    /// The destination as it stands in the body, or a name of the reader's own for a file that the body does not name.
    pub written: String,
    /// Where the bytes are.
    pub source: MediaSource,
    /// The old addresses of the file itself, which go on working: `/wp-content/uploads/2019/05/a.jpg`.
    pub addresses: Vec<String>,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaSource {
    /// A file of the source, by its path from the source's root, with `/`, without `..`.
    File(String),
    /// At this address only. Nothing is fetched: the link stays, and the report lists the address.
    Remote(String),
}

/// The words of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureNote {
    /// The picture: [`MediaReference::written`].
    pub file: String,
    /// What is to be seen.
    pub alt: Option<String>,
    /// What it means.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
}

/// What the source knows about the text that a version was translated from.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum TranslatedFrom {
    /// Nothing: no record is written.
    #[default]
    Unknown,
    /// The original as it is now.
    Present,
    /// The original as it was.
    Earlier(Box<EarlierText>),
}

/// The text of an original at some time before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EarlierText {
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Its body, as [`ImportedVersion::body`].
    pub body: String,
}

impl Term {
    /// A term with its name in the language of the version.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Term {
        Term { id: id.into(), name: Some(name.into()) }
    }
}
