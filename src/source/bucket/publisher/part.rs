//! Articles gathered until they fill a pack. The end of a pack depends only on the articles around it, so that a change of one
//! article leaves all other packs as they are.

use super::super::{ArticleEntry, ContentDigest, Contents, FileEntry, Pack, Texts};
use crate::model::slug::ArticleId;

/// Bytes of a pack before compression, on average.
const USUAL: u64 = 8 << 20;
/// Bytes after which a pack ends in any case.
const LARGEST: u64 = 24 << 20;
/// Bytes of a file in the list of a pack, without its path.
const LISTED: u64 = 160;
/// Bytes that a text takes in a tar archive more than it has.
const TAR_ENTRY: u64 = 1024;

/// Articles for one pack.
#[derive(Default)]
pub(super) struct Part {
    pub(super) contents: Contents,
    pub(super) texts: Texts,
    size: u64,
}

impl Part {
    /// Adds an article; says whether the pack ends with it.
    pub(super) fn add(&mut self, id: &ArticleId, entry: ArticleEntry, texts: Texts) -> bool {
        let raw = packed_size(&entry);
        self.size += raw;
        self.contents.articles.insert(id.clone(), entry);
        self.texts.extend(texts);
        ends(&id.to_string(), raw, self.size)
    }

    /// As a pack.
    pub(super) fn into_pack(self) -> Pack {
        Pack { contents: self.contents, texts: self.texts }
    }
}

/// Bytes that an article takes in a pack before compression. Its list counts too: an article may have a thousand pictures and
/// one short text.
pub(super) fn packed_size(entry: &ArticleEntry) -> u64 {
    let size = |(path, file): (&String, &FileEntry)| {
        LISTED + path.len() as u64 + if file.media { 0 } else { TAR_ENTRY + file.size }
    };
    entry.files.iter().map(size).sum()
}

/// Whether a pack that has `size` bytes now ends with this article, which has `raw` of them. The hash of its id decides, and
/// the larger it is the more likely it is to.
pub(super) fn ends(id: &str, raw: u64, size: u64) -> bool {
    let hash = blake3::hash(id.as_bytes());
    let random = u64::from(hash.as_bytes().first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes)));
    size >= LARGEST || random.saturating_mul(USUAL) < (raw.min(USUAL) << 32)
}

/// A digest that distinguishes packs of these contents from all others, before they are written.
pub(super) fn contents_digest(contents: &Contents) -> ContentDigest {
    let row = |id: String, entry: &ArticleEntry| (id, entry.digest.to_string(), entry.published.unwrap_or_default());
    let articles = contents.articles.iter().map(|(id, entry)| row(id.to_string(), entry));
    let site = contents.site.iter().map(|files| row("site".to_owned(), &ArticleEntry::new(files.clone())));
    let mut all: Vec<_> = articles.chain(site).collect();
    all.sort();
    digest_of(all.iter().map(|(id, digest, published)| (id.as_str(), digest.as_str(), *published)))
}

/// The digest of a list of ids with the digests of their files, and when these were published.
pub(super) fn digest_of<'a>(rows: impl Iterator<Item = (&'a str, &'a str, i64)>) -> ContentDigest {
    let mut hasher = blake3::Hasher::new();
    for (id, digest, published) in rows {
        hasher.update(id.as_bytes()).update(b"\0").update(digest.as_bytes()).update(&published.to_le_bytes());
    }
    ContentDigest::from_hash(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::{super::super::FileList, *};

    /// The ends of packs of articles of these sizes.
    fn ends_of(articles: &[(String, u64)]) -> Vec<String> {
        let (mut size, mut found) = (0, Vec::new());
        for (id, raw) in articles {
            size += raw;
            if ends(id, *raw, size) {
                found.push(id.clone());
                size = 0;
            }
        }
        found
    }

    #[test]
    fn packs_have_some_eight_megabytes_and_one_change_moves_one_end_at_most() {
        let mut articles: Vec<_> = (0..20_000).map(|n| (format!("2025/a{n:05}"), 15_000)).collect();
        let before = ends_of(&articles);
        let average = 20_000 * 15_000 / before.len();
        assert!((4 << 20..16 << 20).contains(&average), "{average}");
        articles.insert(777, ("2025/new".to_owned(), 15_000));
        articles[5000].1 = 20_000;
        let after = ends_of(&articles);
        let different = before.iter().filter(|end| !after.contains(end)).count();
        assert!(different <= 4, "{different} of {}", before.len());
    }

    #[test]
    fn a_pack_of_many_short_texts_or_many_pictures_is_no_larger_than_a_reader_takes() {
        for (texts, pictures) in [(4, 0), (1, 500)] {
            let mut part = Part::default();
            for n in 0.. {
                let id: ArticleId = format!("2025/{n}").parse().unwrap();
                let path = |file: String| format!("{}/{file}", id.folder());
                let texts: Texts = (0..texts).map(|n| (path(format!("{n}.md")), b"Short.".to_vec())).collect();
                let mut files: FileList =
                    texts.iter().map(|(path, text)| (path.clone(), FileEntry::of(path, text))).collect();
                let picture = FileEntry { size: 1 << 20, digest: ContentDigest::of(b"picture"), media: true };
                files.extend((0..pictures).map(|n| (path(format!("picture-{n}.jpg")), picture.clone())));
                if part.add(&id, ArticleEntry::new(files), texts) {
                    break;
                }
            }
            // Far from the bound, however unlikely the ids that end a pack are.
            assert!(part.size <= LARGEST + (1 << 20));
            let size = part.size;
            let listed = serde_json::to_vec(&part.contents).unwrap().len() as u64;
            let bodies: u64 = part.texts.values().map(|text| TAR_ENTRY + text.len() as u64).sum();
            assert!(listed + bodies <= size * 5 / 4, "{listed} and {bodies} of {size}");
            part.into_pack().encode().unwrap();
        }
    }
}
