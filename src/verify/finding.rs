//! What is broken, and where.

use std::fmt;

use serde::Serialize;

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A link, or a page that is shown within another one, leads to nothing.
    BrokenLink,
    /// A picture, a film, a sound, a style sheet or a script is not there, or is something else.
    BrokenFile,
    /// One of the sizes of a picture is not there, or is something else.
    BrokenSrcset,
    /// A version in another language, the canonical address or a feed that a page names is not there.
    BrokenAlternate,
    /// The page in another language does not name this one in return, or is in another language.
    OneSidedAlternate,
    /// A link leads to a place that the page does not have.
    MissingAnchor,
    /// A redirect leads to itself, or does not end.
    RedirectLoop,
    /// A feed cannot be read.
    BadFeed,
    /// A map of the site cannot be read, or names what is not there.
    BadSitemap,
    /// A citation cannot be read, or names another address.
    BadCitation,
    /// Data for programs cannot be read.
    BadData,
    /// A page answers with an error of the server.
    ServerError,
    /// A link to another site leads to nothing.
    BrokenExternal,
}

/// Its name in reports, as JSON has it: `broken-link`.
impl fmt::Display for FindingKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

/// Something that is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The page, as the site names it: its file in a folder, its address on the web.
    pub page: String,
    /// The line of its text, from 1.
    pub line: u32,
    /// What is wrong.
    pub code: FindingKind,
    /// What it leads to, as written; empty where it is the page itself.
    pub target: String,
    /// What was found there, or what was expected.
    pub message: String,
}

/// `uk/2025/x.html:12: broken-link: /uk/2025/y: nothing lies there (404)`
impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}: ", self.page, self.line, self.code)?;
        if !self.target.is_empty() {
            write!(out, "{}: ", self.target)?;
        }
        out.write_str(&self.message)
    }
}
