//! Names of the files of an article: as in the source, but each once, such that every system can hold them, and pictures with the ending
//! of what they are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::{
    import::{ImportedVersion, MediaReference, MediaSource, Outcome, Report},
    media::{ending_by_content, is_picture},
};

/// The files of one article.
#[derive(Debug, Clone, Default)]
pub(super) struct MediaNames {
    names: BTreeMap<MediaSource, String>,
    taken: HashSet<String>,
    copied: BTreeSet<MediaSource>,
}

/// A file of a version.
#[derive(Debug, Clone)]
pub(super) struct NamedFile {
    pub(super) reference: MediaReference,
    /// Its name in the folder of the article.
    pub(super) name: String,
    pub(super) is_new: bool,
}

/// Characters of a name.
const LONGEST: usize = 100;

impl MediaNames {
    /// Gives each file of a version its name; `head` reads the first bytes of a picture.
    pub(super) fn add(&mut self, version: &ImportedVersion, head: &dyn Fn(&MediaSource) -> Vec<u8>) {
        for MediaReference { source, .. } in &version.media {
            if let MediaSource::File(path) = source
                && !self.names.contains_key(source)
            {
                let ending = is_picture(path).then(|| ending_by_content(path, &head(source))).flatten();
                self.name(source, path, ending);
            }
        }
    }

    /// Names in the article's folder for the files of a version, by how its body names them.
    pub(super) fn of(&self, version: &ImportedVersion, report: &mut Report) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for reference in &version.media {
            match &reference.source {
                MediaSource::File(_) => {
                    let name = self.names.get(&reference.source);
                    files.extend(name.map(|name| (reference.written.clone(), name.clone())));
                }
                MediaSource::Remote(address) => {
                    let found = format!("a file of another site: {address}");
                    let done = "the link stays; put the file into the article's folder to show it";
                    report.add(&version.place, "remote-media", Outcome::Kept, found, done);
                }
            }
        }
        files
    }

    /// The files of a version, each with its old addresses; `is_new` where no version before it had the file.
    pub(super) fn files_to_copy(&mut self, version: &ImportedVersion) -> Vec<NamedFile> {
        let mut files = Vec::new();
        for reference in &version.media {
            if let Some(name) = self.names.get(&reference.source) {
                let is_new = self.copied.insert(reference.source.clone());
                files.push(NamedFile { reference: reference.clone(), name: name.clone(), is_new });
            }
        }
        files
    }

    fn name(&mut self, source: &MediaSource, path: &str, ending: Option<&str>) {
        let own = path.rsplit('/').next().unwrap_or_default();
        // A picture whose name says another kind would not be shown.
        let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
        let plain = ending.map_or_else(|| portable(own), |ending| portable(&format!("{stem}.{ending}")));
        let (stem, ending) = plain
            .rsplit_once('.')
            .map_or((plain.as_str(), String::new()), |(stem, ending)| (stem, format!(".{ending}")));
        let mut name = plain.clone();
        let mut n = 2;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{stem}-{n}{ending}");
            n += 1;
        }
        self.names.insert(source.clone(), name);
    }
}

/// A name that every system can hold and that is not a text of the archive.
fn portable(name: &str) -> String {
    let plain = |c: char| match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/' | '#' | '%' => '-',
        c if c.is_control() => '-',
        c => c,
    };
    let name: String = name.nfc().map(plain).collect();
    let name = name.trim_matches([' ', '.', '~']);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem: String = stem.chars().take(LONGEST).collect();
    let lower = stem.to_lowercase();
    let is_device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"].iter().any(|device| lower.strip_prefix(device).is_some_and(|rest| rest.len() == 1));
    let stem = if is_device || stem.is_empty() { format!("file-{stem}") } else { stem };
    match ending.to_ascii_lowercase().as_str() {
        "" => stem,
        // Texts, records and backups of the archive have these endings.
        "md" | "toml" | "orig" | "bak" | "rej" | "save" => format!("{stem}.{ending}.txt"),
        _ => format!("{stem}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_portable_and_each_is_there_once() {
        let media =
            ["a/карта.png", "b/Карта.png", "../x/.hidden.jpg", "con.png", "n.md", "a:b?.pdf", "", "a/карта.png"];
        let media = media.map(|path| MediaReference {
            written: path.into(),
            source: MediaSource::File(path.into()),
            addresses: vec![],
        });
        let version = ImportedVersion { media: media.to_vec(), ..ImportedVersion::default() };
        let mut names = MediaNames::default();
        let head = |source: &MediaSource| match source {
            MediaSource::File(path) if path == "con.png" => b"\xff\xd8\xff\xe0".to_vec(),
            _ => Vec::new(),
        };
        names.add(&version, &head);
        let files = names.of(&version, &mut Report::default());
        let found: Vec<_> = media[..7].iter().map(|reference| files[&reference.written].as_str()).collect();
        assert_eq!(found, ["карта.png", "Карта-2.png", "hidden.jpg", "file-con.jpg", "n.md.txt", "a-b-.pdf", "file-"]);
        assert_eq!(names.files_to_copy(&version).iter().filter(|file| file.is_new).count(), 7);
        assert_eq!(names.files_to_copy(&version).iter().filter(|file| file.is_new).count(), 0);
    }
}
