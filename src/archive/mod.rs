//! Articles and their versions, put together from the files of an archive; what is wrong with them is said, what is
//! sound is kept.

mod align;
mod anchors;
mod article;
mod counterpart;
mod fault;
mod file;
mod freshness;
mod meant;
mod media;
mod normal_form;
mod part;
mod placeholder;
mod portable;
mod staleness;
mod stamp;
mod survey;
mod text;

pub use article::{Article, Assembled, Version};
pub use counterpart::{Side, counterparts};
pub use fault::Fault;
pub use file::{ArticleFolder, File};
pub use freshness::{Difference, DifferenceKind, Freshness, Front, Missing, State, Text};
pub use media::{MediaFile, Preview, made_address, media_address, plain_address};
pub(crate) use normal_form::check_form;
pub use part::Broken;
pub(crate) use portable::{check_file_names, check_portable};
pub use staleness::is_stale;
pub use stamp::Stamp;
pub use survey::{assemble, survey};
pub use text::{Texts, decode, settle_conflicts};
