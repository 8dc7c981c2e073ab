//! What stands above a text, and files of data: TOML, YAML, JSON or lines of Org, as one kind of value.

mod org;
mod parse;
mod split;
mod value;

pub use parse::{Format, ParseError, parse};
pub use split::{FrontMatter, reported, split};
pub use value::{Value, moment, moment_as_typed};
