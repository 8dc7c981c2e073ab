//! An article as the local copy stores it: the list of its files, then the bytes of its texts, compressed together.

use std::{collections::BTreeMap, io::Read};

use crate::source::bucket::{ArticleEntry, ContentDigest, FileEntry, FileList, Texts};

/// How hard texts are compressed: the level that zstd calls its own.
const LEVEL: i32 = 3;
/// Bytes of one article's texts and their list, at most: far more than the largest text that is read.
const LARGEST: u64 = 512 << 20;

/// An article as the local copy has it.
pub(super) struct LocalArticle {
    /// The digest of the list of its files.
    pub(super) digest: ContentDigest,
    /// Its files by path; of each the bytes, unless it is media.
    pub(super) files: BTreeMap<String, (FileEntry, Option<Vec<u8>>)>,
}

/// Packs an article. `texts` has the bytes of every file that is not media.
pub(super) fn pack(entry: &ArticleEntry, texts: &Texts) -> Result<Vec<u8>, String> {
    let list = serde_json::to_vec(&entry.files).map_err(|error| error.to_string())?;
    let length = u32::try_from(list.len()).map_err(|_| "its list of files is too long".to_owned())?;
    let mut plain = length.to_le_bytes().to_vec();
    plain.extend_from_slice(&list);
    for (path, file) in entry.files.iter().filter(|(_, file)| !file.media) {
        let text = texts.get(path).ok_or_else(|| format!("its segment does not contain `{path}`"))?;
        if text.len() as u64 != file.size {
            return Err(format!("`{path}` has {} bytes, expected {}", text.len(), file.size));
        }
        plain.extend_from_slice(text);
    }
    zstd::encode_all(plain.as_slice(), LEVEL).map_err(|error| error.to_string())
}

/// The article that was packed; every text is compared with its digest.
pub(super) fn unpack(digest: ContentDigest, packed: &[u8]) -> Result<LocalArticle, String> {
    let mut plain = Vec::new();
    let decoder = zstd::Decoder::with_buffer(packed).map_err(|error| error.to_string())?;
    decoder.take(LARGEST).read_to_end(&mut plain).map_err(|error| error.to_string())?;
    let short = || "it is cut short".to_owned();
    let (length, rest) = plain.split_first_chunk::<4>().ok_or_else(short)?;
    let (list, mut rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(short)?;
    let entries: FileList = serde_json::from_slice(list).map_err(|error| error.to_string())?;
    if ArticleEntry::new(entries.clone()).digest != digest {
        return Err("its list of files is another".to_owned());
    }
    let mut files = BTreeMap::new();
    for (path, entry) in entries {
        let mut text = None;
        if !entry.media {
            let length = usize::try_from(entry.size).map_err(|error| error.to_string())?;
            let (bytes, behind) = rest.split_at_checked(length).ok_or_else(short)?;
            if ContentDigest::of(bytes) != entry.digest {
                return Err(format!("`{path}` has other bytes than were published"));
            }
            (text, rest) = (Some(bytes.to_vec()), behind);
        }
        files.insert(path, (entry, text));
    }
    Ok(LocalArticle { digest, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_unpacked_as_it_was_packed_and_no_damage_goes_unnoticed() {
        let files: [(&str, &[u8]); 3] = [("a/en.md", b"one"), ("a/map.png", b"png"), ("a/uk.md", b"two")];
        let texts: Texts = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
        let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), FileEntry::of(path, bytes))).collect();
        let article = ArticleEntry::new(files);
        let packed = pack(&article, &texts).unwrap();
        let unpacked = unpack(article.digest, &packed).unwrap();
        let bytes: Vec<_> = unpacked.files.values().map(|(_, text)| text.as_deref()).collect();
        assert_eq!(bytes, [Some(&b"one"[..]), None, Some(b"two")]);
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x20;
            if let Ok(found) = unpack(article.digest, &damaged) {
                assert_eq!(found.files, unpacked.files, "the byte {at} says nothing");
            }
            assert!(unpack(article.digest, &packed[..at]).is_err(), "cut at {at}");
        }
        assert!(pack(&article, &Texts::new()).is_err(), "a text is missing");
    }
}
