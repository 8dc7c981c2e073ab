//! The parts of feeds that an export uses several times: a file of rendered entries, each of which stands in the feeds of the site, of its tags,
//! its authors and its section; and the cards of a part, which is written in two forms.

use std::{
    collections::HashMap,
    fs::File,
    os::unix::fs::FileExt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;

use crate::{
    catalog::{Card, CardPage, Listing, ListingKey, ListingPart},
    model::{lang::Lang, slug::ArticleId},
    web::urls::url::FeedFormat,
};

/// Entries that were written before, for one state of the catalog.
pub struct EntryStore {
    file: File,
    end: AtomicU64,
    places: Mutex<HashMap<EntryKey, EntryPlace>>,
    parts: Mutex<HashMap<(Listing, ListingPart), CardPage>>,
}

/// An entry in the form of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct WrittenEntry {
    /// Its text.
    pub text: String,
    /// When its version was last changed.
    pub updated: Timestamp,
}

/// The inputs on which the text of an entry depends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::web) struct EntryKey {
    article: ArticleId,
    /// The language of the feed, to whose pages links lead, and of the version shown.
    langs: [Lang; 2],
    form: FeedFormat,
    /// When the version appeared in the feed.
    place: ListingKey,
}

#[derive(Clone, Copy)]
struct EntryPlace {
    at: u64,
    length: usize,
    updated: Timestamp,
}

impl EntryKey {
    /// The entry of a card in the feed of a language.
    pub(in crate::web) fn new(form: FeedFormat, lang: &Lang, card: &Card) -> EntryKey {
        EntryKey { article: card.id.clone(), langs: [lang.clone(), card.lang.clone()], form, place: card.key }
    }
}

impl EntryStore {
    /// A store that holds nothing yet; `file` is empty.
    pub fn new(file: File) -> EntryStore {
        EntryStore { file, end: AtomicU64::new(0), places: Mutex::default(), parts: Mutex::default() }
    }

    /// The entry, if it was written before.
    pub(in crate::web) fn get(&self, key: &EntryKey) -> Option<WrittenEntry> {
        let EntryPlace { at, length, updated } = *self.places().get(key)?;
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at).ok()?;
        // As for bodies of the catalog: ten times as fast as the standard library, the copy included.
        Some(WrittenEntry { text: simdutf8::basic::from_utf8(&bytes).ok()?.to_owned(), updated })
    }

    /// Stores an entry. If the disk is full, the entry is rendered again for the next feed.
    pub(in crate::web) fn put(&self, key: EntryKey, entry: &WrittenEntry) {
        let length = entry.text.len();
        let at = self.end.fetch_add(length as u64, Ordering::Relaxed);
        if self.file.write_all_at(entry.text.as_bytes(), at).is_ok() {
            self.places().insert(key, EntryPlace { at, length, updated: entry.updated });
        }
    }

    /// The cards of a part of a feed, which are read for its first form and taken by the second one.
    pub(in crate::web) fn part<E>(
        &self,
        listing: &Listing,
        part: ListingPart,
        read: impl FnOnce() -> Result<CardPage, E>,
    ) -> Result<CardPage, E> {
        let key = (listing.clone(), part);
        if let Some(shown) = self.parts().remove(&key) {
            return Ok(shown);
        }
        let shown = read()?;
        self.parts().insert(key, shown.clone());
        Ok(shown)
    }

    fn parts(&self) -> MutexGuard<'_, HashMap<(Listing, ListingPart), CardPage>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn places(&self) -> MutexGuard<'_, HashMap<EntryKey, EntryPlace>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Scope;

    #[test]
    fn an_entry_is_only_found_in_its_own_feed_and_form() {
        let store = EntryStore::new(tempfile::tempfile().unwrap());
        let (uk, en): (Lang, Lang) = ("uk".parse().unwrap(), "en".parse().unwrap());
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        let key = |form, lang: &Lang| EntryKey {
            article: id.clone(),
            langs: [lang.clone(), uk.clone()],
            form,
            place: ListingKey::new(5, &id),
        };
        let entry = |text: &str, second| WrittenEntry {
            text: text.to_owned(),
            updated: Timestamp::from_second(second).unwrap(),
        };
        let kept = [
            (key(FeedFormat::Atom, &uk), entry("<entry>Дніпро</entry>", 1)),
            (key(FeedFormat::Json, &uk), entry("{}", 2)),
            (key(FeedFormat::Atom, &en), entry("", 3)),
        ];
        for (key, entry) in &kept {
            assert_eq!(store.get(key), None);
            store.put(key.clone(), entry);
        }
        for (key, entry) in &kept {
            assert_eq!(store.get(key).as_ref(), Some(entry));
        }
        assert_eq!(store.get(&key(FeedFormat::Json, &en)), None);
        let later = EntryKey { place: ListingKey::new(6, &id), ..key(FeedFormat::Atom, &uk) };
        assert_eq!(store.get(&later), None);
    }

    #[test]
    fn a_part_is_read_once_for_both_forms() {
        let store = EntryStore::new(tempfile::tempfile().unwrap());
        let reads = std::cell::Cell::new(0);
        let read = || {
            reads.set(reads.get() + 1);
            Ok::<_, ()>(CardPage::default())
        };
        let (uk, en) = (&"uk".parse().unwrap(), &"en".parse().unwrap());
        let later = ListingPart::Past(ListingKey::start_of(7));
        for (lang, part, expected) in [
            (uk, ListingPart::First, 1),
            (en, ListingPart::First, 2),
            (uk, later, 3),
            (uk, ListingPart::First, 3),
            (uk, later, 3),
            (uk, ListingPart::First, 4),
        ] {
            store.part(&Listing::new(Scope::All, lang), part, read).unwrap();
            assert_eq!(reads.get(), expected, "{lang} {part:?}");
        }
        assert_eq!(store.part(&Listing::every_article(), later, || Err(5)), Err(5));
    }
}
