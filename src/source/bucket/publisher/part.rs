//! Articles gathered until they fill a pack. Where a pack ends depends on the articles around its end alone, so that a change of one
//! article leaves all other packs as they are.

use super::super::{ArticleEntry, ContentDigest, Contents, Pack, Texts};
use crate::model::slug::ArticleId;

/// Bytes of text in a pack, on average.
const USUAL: u64 = 8 << 20;
/// Bytes of text after which a pack ends in any case.
const LARGEST: u64 = 24 << 20;

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
        let raw = text_size(&entry);
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

/// Bytes of the texts of an article.
pub(super) fn text_size(entry: &ArticleEntry) -> u64 {
    entry.files.values().filter(|file| !file.media).map(|file| file.size).sum()
}

/// Whether a pack that has `size` bytes now ends with this article, which has `raw` of them. The hash of its id decides, and
/// the larger it is the more likely it is to.
pub(super) fn ends(id: &str, raw: u64, size: u64) -> bool {
    let hash = blake3::hash(id.as_bytes());
    let random = u64::from(hash.as_bytes().first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes)));
    size >= LARGEST || random.saturating_mul(USUAL) < (raw.min(USUAL) << 32)
}

/// What distinguishes packs of these contents from all others, before they are written.
pub(super) fn contents_digest(contents: &Contents) -> ContentDigest {
    let articles = contents.articles.iter().map(|(id, entry)| (id.to_string(), entry.digest.to_string()));
    let site =
        contents.site.iter().map(|files| ("site".to_owned(), ArticleEntry::new(files.clone()).digest.to_string()));
    let mut all: Vec<_> = articles.chain(site).collect();
    all.sort();
    digest_of(all.iter().map(|(id, digest)| (id.as_str(), digest.as_str())))
}

/// The digest of a list of ids with the digests of their files.
pub(super) fn digest_of<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> ContentDigest {
    let mut hasher = blake3::Hasher::new();
    for (id, digest) in rows {
        hasher.update(id.as_bytes()).update(b"\0").update(digest.as_bytes()).update(b"\0");
    }
    ContentDigest::from_hash(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where packs end, of articles of these sizes.
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
}
