//! The forms in which pages and their parts are written for machines and devices, as the ends of addresses name them.

/// How a version is written for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum TextForm {
    /// Its Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum FeedForm {
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// What belongs to keeping articles on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Keeping {
    /// The list of what is kept.
    Kept,
    /// The page shown in place of one that cannot be had without a network.
    Offline,
    /// The web app manifest.
    Manifest,
}

impl Keeping {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            Keeping::Kept => "kept",
            Keeping::Offline => "offline",
            Keeping::Manifest => "manifest.webmanifest",
        }
    }
}

impl TextForm {
    pub(in crate::web) fn ending(self) -> &'static str {
        match self {
            TextForm::Markdown => ".md",
            TextForm::Json => ".json",
        }
    }

    pub(in crate::web) fn split(name: &str) -> Option<(&str, TextForm)> {
        let of = |form: TextForm| Some((name.strip_suffix(form.ending()).filter(|slug| !slug.is_empty())?, form));
        of(TextForm::Markdown).or_else(|| of(TextForm::Json))
    }
}

impl FeedForm {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            FeedForm::Atom => "feed.atom",
            FeedForm::Json => "feed.json",
        }
    }

    /// Its media type.
    pub(in crate::web) fn media_type(self) -> &'static str {
        match self {
            FeedForm::Atom => "application/atom+xml",
            FeedForm::Json => "application/feed+json",
        }
    }

    pub(in crate::web) fn of(file: &str) -> Option<FeedForm> {
        [FeedForm::Atom, FeedForm::Json].into_iter().find(|form| form.file() == file)
    }
}
