//! The parts of an export, as it has them.

use jiff::civil::DateTime;

use crate::model::lang::Lang;

/// An author.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WxrAuthor {
    /// The name by which posts refer to them.
    pub login: String,
    /// The name that readers see.
    pub display_name: String,
    /// Their number.
    pub id: String,
}

/// A category, a tag or a term of another taxonomy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WxrTerm {
    /// `category`, `post_tag`, `nav_menu`, `language`, …
    pub taxonomy: String,
    /// Its number.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// The name in addresses of the one above it.
    pub parent: String,
    /// What readers see.
    pub name: String,
    /// Its description; Polylang keeps a serialised map there.
    pub description: String,
    /// Keys and values of plug-ins.
    pub meta: Vec<(String, String)>,
}

/// A term of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WxrCategory {
    /// The taxonomy.
    pub domain: String,
    /// Its name in addresses, percent-decoded.
    pub slug: String,
    /// What readers see.
    pub name: String,
}

/// A post, a page, an attachment, an entry of a menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WxrItem {
    /// The line of the export on which it begins, from 1.
    pub line: u64,
    /// Its number.
    pub id: u64,
    /// The title, with its markup.
    pub title: String,
    /// Its address.
    pub link: String,
    /// Its identifier: its address when it was made.
    pub guid: String,
    /// The login of its author.
    pub creator: String,
    /// RFC 2822.
    pub pub_date: String,
    /// The text.
    pub content: String,
    /// The excerpt.
    pub excerpt: String,
    /// In the time zone of the site.
    pub date: String,
    /// In UTC; `0000-00-00 00:00:00` where it is not known.
    pub date_gmt: String,
    /// As `date`.
    pub modified: String,
    /// As `date_gmt`.
    pub modified_gmt: String,
    /// The end of its address.
    pub slug: String,
    /// `publish`, `draft`, …
    pub status: String,
    /// `post`, `page`, `attachment`, …
    pub post_type: String,
    /// The number of the item above it.
    pub parent: u64,
    /// Where it stands among others.
    pub menu_order: i64,
    /// Whether it stays at the top.
    pub is_sticky: bool,
    /// Readers are asked for it.
    pub password: String,
    /// Where the file of an attachment lies.
    pub attachment_url: String,
    /// Its terms.
    pub categories: Vec<WxrCategory>,
    /// Keys and values of plug-ins.
    pub meta: Vec<(String, String)>,
    /// How many comments it has.
    pub comments: u64,
}

impl WxrItem {
    /// The value of the key in `meta`; `None` if it is empty.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// All values of a key.
    pub fn metas<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// The terms of a taxonomy.
    pub fn terms<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a WxrCategory> {
        self.categories.iter().filter(move |term| term.domain == domain)
    }
}

/// The name of a version in the record of the import.
pub(super) fn version_id(post: u64, lang: Option<&Lang>) -> String {
    match lang {
        Some(lang) => format!("post-{post}-{lang}"),
        None => format!("post-{post}"),
    }
}

/// `2019-05-01 10:00:00`; `None` for `0000-00-00 00:00:00`.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.starts_with("0000") {
        return None;
    }
    text.replacen(' ', "T", 1).parse().ok()
}
