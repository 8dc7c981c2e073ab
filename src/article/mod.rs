//! One article, assembled from its files: front matter, Markdown, citations, alignment, freshness. Problems are collected, and
//! what is valid stays. Text in, values and problems out; no disk, no clock.

pub mod align;
mod assemble;
pub mod cite;
mod fault;
mod file;
mod freshness;
mod front_matter;
mod likeness;
pub mod markdown;
mod meant;
mod media;
mod normal_form;
mod part;
mod placeholder;
mod portable;
mod survey;
mod text;
mod versions;

pub use assemble::Assembled;
pub use fault::Fault;
pub use file::{ArticleFolder, File};
pub use freshness::{
    compare::{Difference, DifferenceKind, Freshness, Front, Missing, State, Text},
    counterpart::{Side, counterparts},
    fingerprint::{Fingerprint, FingerprintError},
    record::{Heads, Original, OriginalError, RECORD_ENDING, Record, parse_record},
    staleness::Staleness,
};
pub use front_matter::{
    article_toml::{ArticleToml, parse_article},
    image_note::{ImageNote, notes_for},
    split::FrontMatter,
    version::{VersionText, parse_version},
};
pub use likeness::{Likeness, LikenessError, words};
pub use meant::Audience;
pub use media::{MediaFile, Preview, made_address, media_address, plain_address};
pub(crate) use normal_form::check_form;
pub use part::Broken;
pub(crate) use portable::{check_file_names, check_portable};
pub use survey::{assemble, survey};
pub use text::{Texts, decode, settle_conflicts};
pub use versions::{Article, InLanguage, Version, Versions};
