//! Citations of an article: DSTU 8302:2015, APA 7, BibTeX, RIS. Values in, text out; the caller passes dates and words in the
//! language of the page.

mod apa;
mod bibtex;
mod dstu;
mod ris;
mod work;

pub use apa::apa;
pub use bibtex::bibtex;
pub use dstu::dstu;
pub use ris::ris;
pub use work::{Cited, CitedDates, CitedTranslation, CitedWork, Name};
