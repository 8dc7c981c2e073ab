//! A site that is asked for pages: a folder, or a server.

use std::io;

/// Why a site cannot be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The folder cannot be read.
    #[error("cannot read `{path}`")]
    Io {
        /// Its path.
        path: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Neither a folder nor an address.
    #[error("`{0}` is neither a folder nor an address such as `https://example.org/`")]
    NotFound(String),
    /// The server does not answer.
    #[error("`{address}` does not answer: {cause}")]
    Silent {
        /// The address.
        address: String,
        /// The cause.
        cause: String,
    },
}

/// What lies at an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The status, as HTTP has it; 0 where the server gave no answer.
    pub status: u16,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// The media type, without parameters; empty where it is unknown.
    pub media_type: String,
    /// The body; empty of files that no link is read from.
    pub body: Vec<u8>,
    /// Why there was no answer.
    pub failure: Option<String>,
}

/// Where pages come from. Paths begin at the root of the host.
pub trait CheckedSite: Sync {
    /// The address of its root: `https://example.org/archive`.
    fn root(&self) -> String;

    /// The paths to begin with.
    ///
    /// # Errors
    /// Where the site cannot be read at all.
    fn starts(&self) -> Result<Vec<String>, SiteError>;

    /// What lies at `path`, which may have a query. Of a file that is only shown the body is not wanted.
    fn fetch(&self, path: &str, is_file: bool) -> Fetched;

    /// What is one thing under several paths has one key, by which reports name it: the file in a folder, the path on the web.
    fn key(&self, path: &str) -> String;

    /// How many pages are asked for at once.
    fn at_once(&self) -> usize;
}
