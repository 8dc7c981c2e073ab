//! The files of the old site: a copy of its `wp-content/uploads`, where one was given.

use std::path::Path;

use crate::import::{ImportError, source::SourceFiles};

use super::xml::decoded;

/// The folder of uploads.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    pub(super) files: Option<SourceFiles>,
}

impl Uploads {
    pub(super) fn open(folder: Option<&Path>) -> Result<Uploads, ImportError> {
        let files = folder.map(SourceFiles::open).transpose()?;
        // People also copy a folder above `uploads`.
        let inner = files.as_ref().and_then(|files| {
            ["wp-content/uploads", "uploads"]
                .iter()
                .find(|inner| files.is_folder(inner))
                .map(|inner| files.root().join(inner))
        });
        let files = match inner {
            Some(inner) => Some(SourceFiles::open(&inner)?),
            None => files,
        };
        Ok(Uploads { files })
    }

    /// The file for an address: the largest one there is of a picture.
    pub(super) fn find(&self, address: &str) -> Option<String> {
        self.find_path(&key(address)?)
    }

    /// The file at `path`, or the full size of it.
    pub(super) fn find_path(&self, path: &str) -> Option<String> {
        let files = self.files.as_ref()?;
        let is_safe = !path.split(['/', '\\']).any(|part| part == ".." || part.is_empty());
        if !is_safe {
            return None;
        }
        originals(path).into_iter().chain([path.to_owned()]).find(|path| files.is_file(path))
    }
}

/// The path below the folder of uploads: `2019/05/a.jpg`.
pub(super) fn key(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let path = match path.split_once("/uploads/") {
        Some((_, path)) => path,
        // wordpress.com keeps them on a host of their own.
        None => path.split_once(".files.wordpress.com/")?.1,
    };
    Some(decoded(path)).filter(|path| !path.is_empty())
}

/// The names that the full size of a picture may have: `a-300x200.jpg` and `a-scaled.jpg` are made of `a.jpg`.
pub(super) fn originals(path: &str) -> Vec<String> {
    let Some((stem, ending)) = path.rsplit_once('.') else { return Vec::new() };
    let mut stems = Vec::new();
    let mut stem = stem;
    if let Some((before, size)) = stem.rsplit_once('-') {
        let is_size = size.split_once('x').is_some_and(|(width, height)| {
            [width, height].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        if is_size {
            stem = before;
            stems.push(stem);
        }
    }
    if let Some(before) = stem.strip_suffix("-scaled") {
        stems.insert(0, before);
    } else if !stems.is_empty() {
        return [stems, vec![stem]].concat().iter().map(|stem| format!("{stem}.{ending}")).collect();
    }
    stems.iter().map(|stem| format!("{stem}.{ending}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_picture_leads_to_the_one_it_was_made_of() {
        assert_eq!(key("https://a.b/wp-content/uploads/2019/05/%D1%8F.jpg?w=300").as_deref(), Some("2019/05/я.jpg"));
        assert_eq!(key("https://x.files.wordpress.com/2010/08/a.jpg").as_deref(), Some("2010/08/a.jpg"));
        assert_eq!(originals("2019/a-300x200.jpg").first().map(String::as_str), Some("2019/a.jpg"));
        assert_eq!(originals("a-scaled.jpg"), ["a.jpg"]);
        assert_eq!(originals("a-b.jpg"), [""; 0]);
        assert_eq!(key("https://a.b/c.jpg"), None);
    }

    #[test]
    fn nothing_outside_of_the_folder_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::open(Some(folder.path())).unwrap();
        for path in ["../a", "a/../../b", "/etc/passwd", "..\\a", ""] {
            assert_eq!(uploads.find_path(path), None, "{path}");
        }
    }
}
