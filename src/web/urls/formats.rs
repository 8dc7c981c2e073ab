//! The forms in which pages and their parts are written for machines and devices, as the ends of addresses name them.

/// How a version is written for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum TextFormat {
    /// Its Markdown.
    Markdown,
    /// JSON.
    Json,
    /// Its citation as BibTeX.
    Bibtex,
    /// Its citation as RIS.
    Ris,
}

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::web) enum FeedFormat {
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// The files for saving articles on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum OfflineFile {
    /// The list of what is kept.
    Kept,
    /// The page shown in place of one that cannot be had without a network.
    Offline,
    /// The web app manifest.
    Manifest,
}

impl OfflineFile {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            OfflineFile::Kept => "kept",
            OfflineFile::Offline => "offline",
            OfflineFile::Manifest => "manifest.webmanifest",
        }
    }
}

impl TextFormat {
    pub(in crate::web) fn ending(self) -> &'static str {
        match self {
            TextFormat::Markdown => ".md",
            TextFormat::Json => ".json",
            TextFormat::Bibtex => ".bib",
            TextFormat::Ris => ".ris",
        }
    }

    pub(in crate::web) fn split(name: &str) -> Option<(&str, TextFormat)> {
        let of = |form: TextFormat| Some((name.strip_suffix(form.ending()).filter(|slug| !slug.is_empty())?, form));
        [TextFormat::Markdown, TextFormat::Json, TextFormat::Bibtex, TextFormat::Ris].into_iter().find_map(of)
    }
}

impl FeedFormat {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.atom",
            FeedFormat::Json => "feed.json",
        }
    }

    /// Its media type.
    pub(in crate::web) fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }

    pub(in crate::web) fn from_file_name(file: &str) -> Option<FeedFormat> {
        [FeedFormat::Atom, FeedFormat::Json].into_iter().find(|form| form.file() == file)
    }
}
