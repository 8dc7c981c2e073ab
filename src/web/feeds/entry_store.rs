//! A file of rendered feed entries. An export needs each in the feeds of the site, of its tags, its authors and
//! its section, and renders it once.

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
    catalog::{Card, ListingKey},
    model::{lang::Lang, slug::ArticleId},
    web::urls::url::FeedFormat,
};

/// Entries that were written before, for one state of the catalog.
pub struct EntryStore {
    file: File,
    end: AtomicU64,
    places: Mutex<HashMap<EntryKey, EntryPlace>>,
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
        EntryStore { file, end: AtomicU64::new(0), places: Mutex::default() }
    }

    /// The entry, if it was written before.
    pub(in crate::web) fn get(&self, key: &EntryKey) -> Option<WrittenEntry> {
        let EntryPlace { at, length, updated } = *self.places().get(key)?;
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at).ok()?;
        Some(WrittenEntry { text: String::from_utf8(bytes).ok()?, updated })
    }

    /// Stores an entry. If the disk is full, the entry is rendered again for the next feed.
    pub(in crate::web) fn put(&self, key: EntryKey, entry: &WrittenEntry) {
        let length = entry.text.len();
        let at = self.end.fetch_add(length as u64, Ordering::Relaxed);
        if self.file.write_all_at(entry.text.as_bytes(), at).is_ok() {
            self.places().insert(key, EntryPlace { at, length, updated: entry.updated });
        }
    }

    fn places(&self) -> MutexGuard<'_, HashMap<EntryKey, EntryPlace>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
