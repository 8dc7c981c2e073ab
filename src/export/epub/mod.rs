//! EPUB 3: an article, a year, a series or another topic as a book, in one language or two side by side.
//! `subject` finds the articles, `chapter` reads each as its page has it, `markup` makes XHTML of it, `pictures` fetches what it
//! shows, `package` describes the book, and `book` writes all of it, chapter by chapter.

mod book;
mod chapter;
mod context;
mod drawing;
mod error;
mod markup;
mod package;
mod pictures;
mod subject;
mod text;

pub use book::{BookReport, write_book};
pub use error::BookError;
pub use subject::{BookSubject, BookSubjectError};
