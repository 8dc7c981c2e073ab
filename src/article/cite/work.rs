//! What is cited, and what comes of it.

use super::Name;

/// A version of an article, as the styles need it.
#[derive(Debug, Clone)]
pub struct CitedWork<'a> {
    /// Who wrote it, in order.
    pub authors: Vec<Name>,
    /// Its title.
    pub title: &'a str,
    /// The name of the site.
    pub site: &'a str,
    /// Its whole address.
    pub url: &'a str,
    /// When it was published.
    pub dates: CitedDates,
    /// Who translated it: "translated from Ukrainian by T. Koval" in DSTU, "T. Koval, Trans." in APA. Empty for an original.
    pub translation: Option<CitedTranslation>,
}

/// The day of publication, as each style writes it in the language of the page.
#[derive(Debug, Clone)]
pub struct CitedDates {
    /// `2025. 29 черв`
    pub dstu: String,
    /// `2025, June 29`
    pub apa: String,
    /// `2025-06-29`
    pub iso: String,
}

/// What is said of the translators.
#[derive(Debug, Clone)]
pub struct CitedTranslation {
    /// Their names.
    pub names: Vec<Name>,
    /// For DSTU, names included.
    pub dstu: String,
    /// For APA, names included.
    pub apa: String,
}

/// A reference, with the part that is set in italics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// What comes before it.
    pub before: String,
    /// The part in italics; may be empty.
    pub italic: String,
    /// What comes after it.
    pub after: String,
}

/// The text with a full stop at its end, unless it ends a sentence already.
pub(super) fn stopped(text: &str) -> String {
    let text = text.trim_end();
    let ends = text.trim_end_matches(['»', '”', '"', ')']).ends_with(['.', '!', '?', '…']);
    if ends || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}
