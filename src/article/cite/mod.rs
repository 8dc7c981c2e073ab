//! How others cite an article: DSTU 8302:2015, APA 7, BibTeX. Values in, one line out; dates and words come in the
//! language of the page, for no word is written here.

mod apa;
mod bibtex;
mod dstu;
mod name;
mod work;

pub use apa::apa;
pub use bibtex::bibtex;
pub use dstu::dstu;
pub use name::Name;
pub use work::{Cited, Dates, Translation, Work};
