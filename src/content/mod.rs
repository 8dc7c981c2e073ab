//! The texts of an archive turned into values: front matter, `article.toml`, `names.toml`.
//! Text in, values and problems out; nothing here touches a disk.

pub mod align;
mod article_toml;
pub mod cite;
mod duplicate;
mod fields;
mod fingerprint;
mod front_matter;
mod image_note;
mod likeness;
pub mod markdown;
mod names;
mod old_path;
mod reader;
mod record;
mod toml_syntax;
mod version;

pub use article_toml::{ArticleToml, parse_article};
pub(crate) use fields::Fields;
pub use fingerprint::{Fingerprint, FingerprintError};
pub use front_matter::FrontMatter;
pub use image_note::{ImageNote, notes_for};
pub use likeness::{Likeness, LikenessError, words};
pub use names::{Names, Topic, parse_names};
pub use old_path::{shadowed, with_parameters};
pub(crate) use reader::Reader;
pub use record::{Heads, Original, OriginalError, RECORD_ENDING, Record, parse_record};
pub(crate) use toml_syntax::toml_key;
pub use version::{VersionText, appeared, parse_version};
