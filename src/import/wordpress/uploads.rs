//! The files of the old site: a copy of its `wp-content/uploads`, where one was given.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use crate::import::{ImportError, Report, source::SourceFiles};

use super::{php::PhpValue, xml::decoded};

/// The folder of uploads.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    pub(super) files: Option<SourceFiles>,
    /// The files that WordPress itself put there, by year and month, without smaller sizes.
    dated: Vec<String>,
    /// Smaller sizes by what they were made of.
    smaller: BTreeMap<String, Vec<String>>,
}

/// Endings of files that people upload for readers.
const FOR_READERS: [&str; 36] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "pdf", "doc", "docx", "xls", "xlsx",
    "ppt", "pptx", "odt", "ods", "odp", "rtf", "epub", "djvu", "zip", "kml", "gpx", "mp3", "ogg", "m4a", "wav", "flac",
    "mp4", "m4v", "webm", "ogv", "mov",
];

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
        let mut uploads = Uploads { files, ..Uploads::default() };
        uploads.list();
        Ok(uploads)
    }

    fn list(&mut self) {
        // Files that cannot be read are reported when they are copied.
        let all = self.files.as_ref().map(|files| files.below("", &mut Report::silent())).unwrap_or_default();
        let known: HashSet<&str> = all.iter().map(String::as_str).collect();
        for path in &all {
            if let Some(original) = originals(path).into_iter().find(|original| known.contains(original.as_str())) {
                self.smaller.entry(original).or_default().push(path.clone());
            } else if is_dated(path) && is_for_readers(path) {
                self.dated.push(path.clone());
            }
        }
    }

    /// The files that WordPress keeps by year and month. Other folders belong to plug-ins, which may hide them from readers.
    pub(super) fn dated(&self) -> impl Iterator<Item = &str> {
        self.dated.iter().map(String::as_str)
    }

    /// The smaller sizes of the picture at a path.
    pub(super) fn smaller(&self, path: &str) -> &[String] {
        self.smaller.get(path).map(Vec::as_slice).unwrap_or_default()
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

fn is_dated(path: &str) -> bool {
    let mut parts = path.split('/');
    let mut is_number = |length: usize| {
        parts.next().is_some_and(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_number(4) && is_number(2)
}

fn is_for_readers(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    FOR_READERS.contains(&ending.to_ascii_lowercase().as_str())
}

/// The names of the smaller sizes of a picture, and of the file that it was made of, by what WordPress keeps about it.
pub(super) fn sizes(data: &PhpValue) -> Vec<String> {
    let sizes = data.get("sizes").map(PhpValue::entries).unwrap_or_default();
    let files = sizes.iter().filter_map(|(_, size)| size.get("file")).chain(data.get("original_image"));
    let mut names: Vec<String> = files.filter_map(PhpValue::text).filter(|name| !name.contains('/')).collect();
    names.sort();
    names.dedup();
    names
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
    fn the_sizes_of_a_picture_are_those_that_wordpress_names() {
        let data = "a:3:{s:4:\"file\";s:12:\"2019/05/a.jpg\";s:5:\"sizes\";a:1:{s:6:\"medium\";a:2:{s:4:\"file\";\
                    s:13:\"a-300x200.jpg\";s:5:\"width\";i:300;}}s:14:\"original_image\";s:5:\"b.jpg\";}";
        let sizes = sizes(&super::super::php::unserialize(data).unwrap());
        assert_eq!(sizes, ["a-300x200.jpg", "b.jpg"]);
        for (path, is) in
            [("2019/05/a.PDF", true), ("wpforms/cv.pdf", false), ("2019/a.pdf", false), ("2019/05/a.php", false)]
        {
            assert_eq!(is_dated(path) && is_for_readers(path), is, "{path}");
        }
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
