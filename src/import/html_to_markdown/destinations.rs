//! Where the links and pictures of a text lead in the archive: the caller knows.

/// What decides about addresses.
pub trait Destinations {
    /// The destination to write for a link to `address`, which is `http`, `https`, `mailto`, `tel` or relative.
    fn link(&mut self, address: &str) -> String {
        address.to_owned()
    }

    /// What stands in the place of a picture, a film or sound.
    fn medium(&mut self, medium: &Medium<'_>) -> Placed {
        Placed { written: medium.address.to_owned(), ..Placed::default() }
    }
}

/// A picture, a film or sound, as the HTML has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Medium<'a> {
    /// Its address.
    pub address: &'a str,
    /// The address of its full size, where the HTML links one.
    pub full: Option<&'a str>,
    /// The number that the system gave it.
    pub number: Option<u64>,
}

/// What is written in the place of a picture, and the words that its source keeps for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The destination.
    pub written: String,
    /// Whether it is a file of the article, whose words stand in its front matter; otherwise they stand in the text.
    pub is_file: bool,
    /// Words for those who cannot see it, where the HTML has none.
    pub alt: Option<String>,
    /// What it means, where the HTML does not say.
    pub caption: Option<String>,
}

/// Addresses stay as they are.
#[cfg(test)]
pub(super) struct AsWritten;

#[cfg(test)]
impl Destinations for AsWritten {}
