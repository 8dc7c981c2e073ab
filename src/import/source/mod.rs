//! The files of a source: read within limits, never outside its folder, in any encoding.

mod encoding;
mod files;
mod glob;
mod likelihood;
mod misread;
mod old_site;

pub use encoding::{Decoded, decode};
pub use files::{FileTrouble, SourceFiles, address_of, ancestors, joined};
pub use glob::{fits, fits_name};
pub use old_site::OldSite;
