//! The lists in a segment or a pack: the files of articles and of the site, with their sizes and digests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ContentDigest, FormatError};
use crate::{
    model::slug::ArticleId,
    source::{file_reader::is_text, name, site_files::is_site_file},
};

/// Files by their paths in the archive, such as `articles/2025/dnipro/uk.md`.
pub type FileList = BTreeMap<String, FileEntry>;

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its length in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: ContentDigest,
    /// Whether its bytes are an object of their own, `media/<digest>`, and not in the segment.
    #[serde(default, skip_serializing_if = "is_false")]
    pub media: bool,
}

/// An article: the whole list of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleEntry {
    /// The digest of the list.
    pub digest: ContentDigest,
    /// When it was published, in seconds since 1970. In a pack alone: of all others the segment says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<i64>,
    /// All its files.
    pub files: FileList,
}

/// Articles, and the files of the site, as a segment or a pack lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Articles that are new or have changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub articles: BTreeMap<ArticleId, ArticleEntry>,
    /// All files of the site as a whole, where one has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<FileList>,
}

impl FileEntry {
    /// The entry of a file with these bytes at `path`.
    pub fn of(path: &str, bytes: &[u8]) -> FileEntry {
        FileEntry { size: bytes.len() as u64, digest: ContentDigest::of(bytes), media: !is_inline(path) }
    }
}

impl ArticleEntry {
    /// The entry of an article with these files.
    pub fn new(files: FileList) -> ArticleEntry {
        ArticleEntry { digest: list_digest(&files), published: None, files }
    }
}

impl Contents {
    /// All files that it lists.
    pub fn files(&self) -> impl Iterator<Item = (&str, &FileEntry)> {
        let articles = self.articles.values().flat_map(|article| &article.files);
        articles.chain(self.site.iter().flatten()).map(|(path, entry)| (path.as_str(), entry))
    }

    /// Whether every path lies where it belongs, and every digest of a list is that of the list.
    ///
    /// # Errors
    /// [`FormatError::Path`], [`FormatError::Digest`].
    pub fn check(&self) -> Result<(), FormatError> {
        for (id, article) in &self.articles {
            let folder = id.folder();
            let inside = |path: &str| path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'));
            let strange = article.files.keys().find(|path| !is_archive_path(path) || !inside(path));
            if let Some(path) = strange {
                return Err(FormatError::path(path));
            }
            if list_digest(&article.files) != article.digest {
                return Err(FormatError::Digest { what: format!("the list of files of `{id}`") });
            }
        }
        let strange = self.site.iter().flatten().find(|(path, _)| !is_archive_path(path) || !is_site_file(path));
        strange.map_or(Ok(()), |(path, _)| Err(FormatError::path(path)))
    }
}

/// Whether the text of the file at `path` stands in the segment itself: what people write. Pictures, films and all other
/// files are objects of their own.
pub fn is_inline(path: &str) -> bool {
    is_text(path)
}

/// Whether `path` can be one of a file in an archive: relative, in one form, below a folder that Litopys reads, no part of it
/// hidden.
pub fn is_archive_path(path: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty()
            && part.len() <= 255
            && !name::ignored(part)
            && !part.chars().any(|c| c.is_control() || c == '\\')
    };
    let is_known = is_site_file(path) || ["articles/", "pages/", "authors/"].iter().any(|top| path.starts_with(top));
    path.len() <= LONGEST_PATH && is_known && path.split('/').all(is_name)
}

/// The longest path, in bytes: that of Linux.
const LONGEST_PATH: usize = 4096;

fn list_digest(files: &FileList) -> ContentDigest {
    let mut hasher = blake3::Hasher::new();
    for (path, entry) in files {
        hasher.update(path.as_bytes()).update(b"\0").update(&entry.size.to_le_bytes()).update(entry.digest.as_bytes());
    }
    ContentDigest::from_hash(&hasher.finalize())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_lies_in_the_archive_and_hides_nothing() {
        for path in [
            "site.toml",
            "redirects.toml",
            "articles/names.toml",
            "articles/2025/dnipro/uk.md",
            "articles/2025/dnipro/img/карта.png",
            "pages/about/en.md",
            "authors/lesia/photo.jpg",
            "locales/uk/base.ftl",
            "static/site.css",
        ] {
            assert!(is_archive_path(path), "{path}");
        }
        for path in [
            "",
            "/",
            "/etc/passwd",
            "../site.toml",
            "articles",
            "articles/",
            "articles/../../etc/passwd",
            "articles/2025/dnipro/../../../x.md",
            "articles//2025/dnipro/uk.md",
            "articles/2025/dnipro/uk.md/",
            "articles/./2025/uk.md",
            "articles/2025/dnipro/.htaccess",
            ".litopys/durable/share.key",
            "articles/2025/dnipro/uk.md~",
            "articles\\2025\\uk.md",
            "articles/2025/a\0b.md",
            "articles/2025/a\nb.md",
            "site.toml/x",
            "redirects.toml/x",
            "README.md",
            "other/file.md",
        ] {
            assert!(!is_archive_path(path), "{path:?}");
        }
        assert!(!is_archive_path(&format!("static/{}", "a/".repeat(5000))));
        assert!(!is_archive_path(&format!("static/{}", "a".repeat(300))));
    }

    #[test]
    fn an_article_has_files_of_its_own_folder_alone() {
        let of = |id: &str, path: &str| {
            let files = FileList::from([(path.to_owned(), FileEntry::of(path, b"x"))]);
            Contents { articles: BTreeMap::from([(id.parse().unwrap(), ArticleEntry::new(files))]), site: None }
        };
        assert!(of("2025/dnipro", "articles/2025/dnipro/uk.md").check().is_ok());
        for path in ["articles/2025/other/uk.md", "articles/2025/dnipro-2/uk.md", "site.toml", "articles/2025/dnipro"] {
            assert!(of("2025/dnipro", path).check().is_err(), "{path}");
        }
        let mut wrong = of("2025/dnipro", "articles/2025/dnipro/uk.md");
        wrong.articles.values_mut().for_each(|article| article.digest = ContentDigest::of(b"other"));
        assert!(matches!(wrong.check(), Err(FormatError::Digest { .. })));
        let site = |path: &str| Contents {
            articles: BTreeMap::new(),
            site: Some(FileList::from([(path.to_owned(), FileEntry::of(path, b"x"))])),
        };
        assert!(site("site.toml").check().is_ok() && site("static/logo.svg").check().is_ok());
        for path in ["articles/2025/dnipro/uk.md", "articles/names.toml/x", "articles/names.toml2"] {
            assert!(site(path).check().is_err(), "{path}");
        }
    }
}
