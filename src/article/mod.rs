//! One article, assembled from its files: front matter, Markdown, citations, alignment, freshness. Problems are collected, and
//! what is valid stays. Text in, values and problems out; no disk, no clock.

mod addresses;
pub mod align;
mod assemble;
pub mod cite;
mod file;
mod freshness;
mod front_matter;
mod intended_languages;
mod licence;
pub mod markdown;
mod media;
mod min_hash;
mod placeholder;
mod portable_name;
mod publication;
mod survey;
mod text;
mod thumbnail;
mod versions;

pub use assemble::Assembled;
pub use file::{ArticleFolder, File, FileError, LargeFile, UnusableFile};
pub use freshness::{
    block_digest::BlockDigest,
    block_match::{ComparedSide, counterparts},
    compare::{BlockState, ComparedText, Difference, DifferenceKind, Freshness, FrontMatterField, Missing},
    record::{FirstWords, RECORD_ENDING, Record, RecordedBlock, parse_record},
    staleness::Staleness,
};
pub(crate) use front_matter::article_toml::UnusableArticleToml;
pub use front_matter::{
    article_toml::{ArticleToml, parse_article, parse_page},
    correction::Correction,
    image_note::{ImageNote, notes_for},
    split::FrontMatter,
    version::{VersionText, parse_version, parse_version_in},
    withdrawn::Withdrawn,
};
pub use intended_languages::Audience;
pub use licence::Licence;
pub use media::{MediaFile, PreviewImage, made_address, media_address, plain_address};
pub use min_hash::{MinHash, words};
pub(crate) use portable_name::{check_file_names, check_form, check_portable};
pub use publication::{Drafts, Pending, Publication, Unpublished, Waiting};
pub use survey::{assemble, assemble_without_anchors};
pub use text::{SourceTexts, decode, settle_conflicts};
pub use thumbnail::{Thumbnail, ThumbnailImage};
pub use versions::{Article, InLanguage, Version, Versions};
