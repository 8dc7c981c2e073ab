//! A segment, which is one publish, and a pack, which is a part of a large one or of a snapshot. Both are tar archives whose
//! first file lists the others.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BUCKET_VERSION, ContentDigest, Contents, FormatError, ObjectRef, tarball};
use crate::model::slug::ArticleId;

/// The texts of files, by their paths in the archive.
pub type Texts = BTreeMap<String, Vec<u8>>;

/// Bytes of all that a segment or pack unpacks to, at most; the publisher begins a new pack long before.
pub const LARGEST_PART: u64 = 256 << 20;
/// The first file of a segment.
const SEGMENT_HEADER: &str = "segment.json";
/// The first file of a pack.
const PACK_HEADER: &str = "pack.json";

/// The description of a segment: its first file, `segment.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentHeader {
    /// The version of the format.
    pub version: u32,
    /// Its number; the first is 1.
    pub sequence: u64,
    /// The digest of the bytes of the segment before, as they are stored; `None` of the first.
    pub previous: Option<ContentDigest>,
    /// When it was published.
    pub published: Timestamp,
    /// A random name of the process that wrote it: two segments are never equal by chance.
    pub publisher: String,
    /// Articles that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<ArticleId>,
    /// Packs whose contents belong to this publish, too, where it is too large for one object.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<ObjectRef>,
    /// The changes.
    #[serde(flatten)]
    pub contents: Contents,
}

/// One publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its description.
    pub header: SegmentHeader,
    /// The texts that it lists.
    pub texts: Texts,
}

/// A part of a snapshot, or of a publish that is too large for one object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pack {
    /// The articles and files that it lists.
    pub contents: Contents,
    /// The texts that it lists.
    pub texts: Texts,
}

#[derive(Serialize, Deserialize)]
struct PackHeader {
    version: u32,
    #[serde(flatten)]
    contents: Contents,
}

/// The least that every version of a header says.
#[derive(Deserialize)]
struct AnyHeader {
    version: u32,
}

impl Segment {
    /// Its bytes as they are stored.
    ///
    /// # Errors
    /// [`FormatError`] where a text is missing or differs from the list.
    pub fn encode(&self) -> Result<Vec<u8>, FormatError> {
        encode(SEGMENT_HEADER, &self.header, &self.header.contents, &self.texts)
    }

    /// The segment with these bytes: every file is there, is listed, and has its digest.
    ///
    /// # Errors
    /// [`FormatError`] for anything else.
    pub fn decode(bytes: &[u8]) -> Result<Segment, FormatError> {
        let (header, texts) = decode(bytes, SEGMENT_HEADER, |header: &SegmentHeader| &header.contents)?;
        Ok(Segment { header, texts })
    }

    /// Whether it follows the segment with the number `sequence` and these stored bytes' digest; `(0, None)` before the first.
    ///
    /// # Errors
    /// [`FormatError::Chain`] where it does not.
    pub fn check_follows(&self, sequence: u64, previous: Option<ContentDigest>) -> Result<(), FormatError> {
        let SegmentHeader { sequence: own, previous: named, .. } = self.header;
        let chain = |reason| Err(FormatError::Chain { sequence: own, reason });
        if Some(own) != sequence.checked_add(1) {
            return chain(format!("it is not number {}", sequence.saturating_add(1)));
        }
        if named != previous {
            let shown =
                |digest: Option<ContentDigest>| digest.map_or("nothing".to_owned(), |digest| digest.to_string());
            return chain(format!("it names {} as the one before, which is {}", shown(named), shown(previous)));
        }
        Ok(())
    }
}

impl Pack {
    /// Its bytes as they are stored; equal packs have equal bytes.
    ///
    /// # Errors
    /// [`FormatError`] where a text is missing or differs from the list.
    pub fn encode(&self) -> Result<Vec<u8>, FormatError> {
        let header = PackHeader { version: BUCKET_VERSION, contents: self.contents.clone() };
        encode(PACK_HEADER, &header, &self.contents, &self.texts)
    }

    /// The pack with these bytes: every file is there, is listed, and has its digest.
    ///
    /// # Errors
    /// [`FormatError`] for anything else.
    pub fn decode(bytes: &[u8]) -> Result<Pack, FormatError> {
        let (header, texts) = decode(bytes, PACK_HEADER, |header: &PackHeader| &header.contents)?;
        Ok(Pack { contents: header.contents, texts })
    }
}

fn encode(name: &str, header: &impl Serialize, contents: &Contents, texts: &Texts) -> Result<Vec<u8>, FormatError> {
    contents.check()?;
    check_texts(contents, texts)?;
    let json = serde_json::to_vec(header).map_err(|error| wrong(&error))?;
    let size = texts.values().fold(json.len() as u64, |sum, text| sum + text.len() as u64 + 1024);
    if json.len() as u64 > tarball::LARGEST_HEADER || size + 1024 > LARGEST_PART {
        return Err(FormatError::TooLarge { what: "a part of a publish".to_owned(), limit: LARGEST_PART });
    }
    let write = || {
        let mut tarball = tarball::TarballWriter::new()?;
        tarball.file(name, &json)?;
        texts.iter().try_for_each(|(path, text)| tarball.file(path, text))?;
        tarball.finish()
    };
    write().map_err(|error| FormatError::damaged(&error))
}

fn decode<H: for<'de> Deserialize<'de>>(
    bytes: &[u8],
    name: &'static str,
    contents: impl Fn(&H) -> &Contents,
) -> Result<(H, Texts), FormatError> {
    let (mut json, mut texts) = (None, Texts::new());
    tarball::read(bytes, LARGEST_PART, &mut |path, bytes| {
        match &json {
            None if path == name => {
                // First: a later version may have files that this program does not know.
                check_version(&bytes)?;
                json = Some(bytes);
            }
            None => {
                return Err(FormatError::File { path: path.to_owned(), problem: "stands where its list is expected" });
            }
            Some(_) if !super::is_archive_path(path) => return Err(FormatError::path(path)),
            Some(_) => {
                if texts.insert(path.to_owned(), bytes).is_some() {
                    return Err(FormatError::File { path: path.to_owned(), problem: "is there twice" });
                }
            }
        }
        Ok(())
    })?;
    let json = json.ok_or_else(|| FormatError::Header { reason: "there is none".to_owned() })?;
    let header: H = serde_json::from_slice(&json).map_err(|error| wrong(&error))?;
    contents(&header).check()?;
    check_texts(contents(&header), &texts)?;
    Ok((header, texts))
}

fn check_version(header: &[u8]) -> Result<(), FormatError> {
    let AnyHeader { version } = serde_json::from_slice(header).map_err(|error| wrong(&error))?;
    if version > BUCKET_VERSION {
        return Err(FormatError::Version { found: version, known: BUCKET_VERSION });
    }
    Ok(())
}

fn wrong(error: &serde_json::Error) -> FormatError {
    FormatError::Header { reason: error.to_string() }
}

/// Whether the texts are those that are listed, no more and no fewer.
fn check_texts(contents: &Contents, texts: &Texts) -> Result<(), FormatError> {
    let mut listed = 0;
    for (path, entry) in contents.files().filter(|(_, entry)| !entry.media) {
        let missing = || FormatError::File { path: path.to_owned(), problem: "is listed and not there" };
        let text = texts.get(path).ok_or_else(missing)?;
        if text.len() as u64 != entry.size || ContentDigest::of(text) != entry.digest {
            return Err(FormatError::Digest { what: format!("`{path}`") });
        }
        listed += 1;
    }
    if listed == texts.len() {
        return Ok(());
    }
    let known: std::collections::BTreeSet<&str> =
        contents.files().filter(|(_, entry)| !entry.media).map(|(path, _)| path).collect();
    let strange = texts.keys().find(|path| !known.contains(path.as_str()));
    Err(FormatError::File { path: strange.cloned().unwrap_or_default(), problem: "is there and not listed" })
}
