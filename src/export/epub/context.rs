//! What a text of a book meets outside of itself: links and pictures; and what it gives to the contents.

/// Where a link of a chapter leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BookLink {
    /// To this id of the same text.
    Here(String),
    /// To this file or address.
    To(String),
    /// Nowhere: its words stand without it.
    Nowhere,
}

/// What is known of a book outside of the text.
pub(super) trait BookContext {
    /// Where an address leads.
    fn link(&self, address: &str) -> BookLink;

    /// The file of the picture at an address, from the folder of the chapters; `None` where the book cannot have it.
    fn picture(&mut self, address: &str) -> Option<String>;
}

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BookHeading {
    /// Its id.
    pub(super) id: String,
    /// Its words.
    pub(super) words: String,
}
