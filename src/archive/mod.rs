//! Articles and their versions, put together from the files of an archive; what is wrong with them is said, what is
//! sound is kept.

mod article;
mod fault;
mod file;
mod media;
mod normal_form;
mod stamp;
mod text;

pub use article::{Article, Assembled, Version, assemble};
pub use fault::Fault;
pub use file::{ArticleFolder, File};
pub use media::{MediaFile, Preview, made_address, plain_address};
pub(crate) use normal_form::check_form;
pub use stamp::Stamp;
pub use text::decode;
