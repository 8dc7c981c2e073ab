//! Files put into an archive that is being made: nothing outside of its folder, nothing over what is there.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{json::OF_IMPORT, target::hex};
use crate::source::is_site_file;

/// Bytes that are compared or copied at once.
const PIECE: usize = 64 << 10;
/// Bytes of a path at most, and of one part of it.
const LONGEST: usize = 1_024;
const LONGEST_PART: usize = 255;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is there now.
    New,
    /// It was there already, with the same bytes.
    Same,
    /// Another file lies there; it stays.
    Other,
}

/// The folder of an archive that is being made.
pub(super) struct Placement {
    root: PathBuf,
    /// Whether nothing is written.
    is_dry: bool,
}

/// Why a path cannot be a file of an archive; `None` where it can.
pub(super) fn objection(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_odd = |part: &&str| {
        part.is_empty()
            || part.starts_with('.')
            || part.len() > LONGEST_PART
            || part.contains(['\\', ':'])
            || part.chars().any(char::is_control)
    };
    match parts.as_slice() {
        _ if path.len() > LONGEST => Some("the path is longer than any of an archive"),
        parts if parts.iter().any(is_odd) => {
            Some("a part of the path is empty, begins with a dot, or has a character that no file of an archive has")
        }
        ["articles" | "pages" | "authors", _, ..] => None,
        _ if is_site_file(path) || OF_IMPORT.contains(&path) => None,
        _ => Some(
            "an archive has `site.toml`, `redirects.toml`, `ties.toml`, `imported.jsonl`, `articles/`, `pages/`, `authors/`, `locales/` and `static/` only",
        ),
    }
}

impl Placement {
    /// In `root`, which is made where it does not exist; with `is_dry`, nothing is.
    pub(super) fn open(root: &Path, is_dry: bool) -> io::Result<Placement> {
        if !is_dry {
            fs::create_dir_all(root)?;
        }
        let root = if root.exists() { root.canonicalize()? } else { root.to_owned() };
        Ok(Placement { root, is_dry })
    }

    /// Puts the bytes that `from` reads at `path`, to which there is no [`objection`]; what became of it, and the digest of the
    /// bytes.
    pub(super) fn place(&self, path: &str, mut from: impl Read) -> io::Result<(Placed, String)> {
        let full = self.root.join(path);
        let there = self.folder_of(path)?.then(|| fs::symlink_metadata(&full).ok()).flatten();
        match there {
            Some(there) if there.is_file() => same(&full, from),
            Some(_) => digest(from).map(|digest| (Placed::Other, digest)),
            None if self.is_dry => digest(from).map(|digest| (Placed::New, digest)),
            None => {
                let parent = full.parent().unwrap_or(&self.root);
                let mut aside = tempfile::Builder::new().prefix(".litopys-").suffix(".tmp").tempfile_in(parent)?;
                let digest = copy(&mut from, aside.as_file_mut())?;
                set_rights(aside.as_file(), parent)?;
                aside.persist_noclobber(&full).map_err(|error| error.error)?;
                Ok((Placed::New, digest))
            }
        }
    }

    /// Makes the folders of `path`; whether they are there. A link among them leads out of the archive and is refused.
    fn folder_of(&self, path: &str) -> io::Result<bool> {
        let mut folder = self.root.clone();
        let Some((folders, _)) = path.rsplit_once('/') else { return Ok(folder.exists()) };
        for part in folders.split('/') {
            folder.push(part);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(io::Error::other(format!("`{}` is not a folder", folder.display()))),
                Err(_) if self.is_dry => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir(&folder)?,
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

/// A new file has the rights of any other, not those of a temporary one.
fn set_rights(file: &File, folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder)?.permissions().mode();
    file.set_permissions(fs::Permissions::from_mode(mode & 0o666))
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece)?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            return Ok(hex(&hasher.finalize()));
        };
        hasher.update(read);
        to.write_all(read)?;
    }
}

fn digest(mut from: impl Read) -> io::Result<String> {
    copy(&mut from, &mut io::sink())
}

fn same(there: &Path, from: impl Read) -> io::Result<(Placed, String)> {
    let (own, new) = (digest(File::open(there)?)?, digest(from)?);
    Ok((if own == new { Placed::Same } else { Placed::Other }, new))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_places_of_an_archive_are_places() {
        for path in [
            "site.toml", "articles/names.toml", "articles/2025/x/uk.md", "pages/a/b/c.png", "static/site.css",
            "locales/uk/а.ftl",
        ] {
            assert_eq!(objection(path), None, "{path}");
        }
        for path in [
            "",
            "/",
            "site.toml/x",
            "articles",
            "articles/",
            "/etc/passwd",
            "../x",
            "articles/../../x",
            "articles//x",
            "articles/./x",
            ".git/hooks/pre-commit",
            "articles/.x",
            "Cargo.toml",
            "static/a\\b",
            "static/c:d",
            "static/a\nb",
            "static/a\0b",
            "C:\\x",
            "\u{202e}site.toml",
            &format!("static/{}", "x".repeat(256)),
            &format!("static/{}", "x/".repeat(600)),
        ] {
            assert!(objection(path).is_some(), "{path}");
        }
    }

    #[test]
    fn nothing_is_written_over_and_no_link_is_followed() {
        let (outside, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let placement = Placement::open(root.path(), false).unwrap();
        assert_eq!(placement.place("static/a/b.txt", &b"one"[..]).unwrap().0, Placed::New);
        assert_eq!(placement.place("static/a/b.txt", &b"one"[..]).unwrap().0, Placed::Same);
        assert_eq!(placement.place("static/a/b.txt", &b"two"[..]).unwrap().0, Placed::Other);
        std::os::unix::fs::symlink(outside.path(), root.path().join("articles")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), root.path().join("static/link")).unwrap();
        assert!(placement.place("articles/2025/x/uk.md", &b"one"[..]).is_err());
        assert_eq!(placement.place("static/link", &b"one"[..]).unwrap().0, Placed::Other);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        let none = outside.path().join("none");
        assert_eq!(Placement::open(&none, true).unwrap().place("static/x", &b"a"[..]).unwrap().0, Placed::New);
        assert!(!none.exists());
    }

    proptest! {
        #[test]
        fn no_path_leads_out_of_the_folder(path in "(articles|static|pages|/|\\.|\\.\\.|\\\\|x|\\PC|\\x00){0,8}") {
            if objection(&path).is_none() {
                let full = Path::new("/root").join(&path);
                prop_assert!(full.starts_with("/root") && full.components().all(|part| !matches!(part, std::path::Component::ParentDir)));
            }
        }
    }
}
