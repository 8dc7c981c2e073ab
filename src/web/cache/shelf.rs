//! The pages themselves, bounded in bytes. Reading takes no lock; only who puts or removes a page does.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::entry::Entry;

/// Pages by their keys.
///
/// Where room is wanted, pages go in the order in which they came, but one that was read since its turn last came is
/// passed over once. So a flood of addresses that nobody asks for twice pushes out itself, not what is read.
#[derive(Debug)]
pub(super) struct Shelf {
    pages: papaya::HashMap<Arc<str>, Arc<Entry>>,
    books: Mutex<Books>,
    capacity: AtomicUsize,
}

/// What is known of the room, changed together with the pages.
#[derive(Debug, Default)]
struct Books {
    /// The keys, in the order in which their turns come.
    order: VecDeque<Arc<str>>,
    /// What each page weighed last.
    weights: HashMap<Arc<str>, usize>,
    used: usize,
}

/// A page may take at most this part of the room.
const SHARE: usize = 8;

impl Shelf {
    pub(super) fn new(capacity: usize) -> Self {
        Shelf { pages: papaya::HashMap::new(), books: Mutex::default(), capacity: AtomicUsize::new(capacity) }
    }

    /// Runs `read` on the page at `key`.
    pub(super) fn read<T>(&self, key: &str, read: impl FnOnce(&Arc<Entry>) -> Option<T>) -> Option<T> {
        read(self.pages.pin().get(key)?)
    }

    /// Puts a page in; one at the same key goes.
    pub(super) fn put(&self, key: &Arc<str>, entry: Arc<Entry>) {
        let weight = entry.weight() + key.len();
        if weight > self.capacity() / SHARE {
            return self.remove(key);
        }
        let mut books = self.books();
        if self.pages.pin().insert(Arc::clone(key), entry).is_none() {
            books.order.push_back(Arc::clone(key));
        }
        books.weigh(key, weight);
        self.trim(&mut books);
    }

    /// Takes a page out.
    pub(super) fn remove(&self, key: &str) {
        let mut books = self.books();
        if self.pages.pin().remove(key).is_some() {
            books.order.retain(|other| **other != *key);
            books.forget(key);
        }
    }

    /// Notes that a page has grown by a coding, if it is still here.
    pub(super) fn weigh(&self, key: &Arc<str>, entry: &Arc<Entry>) {
        let mut books = self.books();
        if self.pages.pin().get(key).is_some_and(|here| Arc::ptr_eq(here, entry)) {
            books.weigh(key, entry.weight() + key.len());
            self.trim(&mut books);
        }
    }

    /// Bytes there is room for; what is too much already goes at once.
    pub(super) fn set_capacity(&self, bytes: usize) {
        self.capacity.store(bytes, Ordering::Relaxed);
        self.trim(&mut self.books());
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity.load(Ordering::Relaxed)
    }

    /// Pages and the bytes they take.
    pub(super) fn filled(&self) -> (usize, usize) {
        let books = self.books();
        (books.weights.len(), books.used)
    }

    fn trim(&self, books: &mut Books) {
        let pages = self.pages.pin();
        let mut passes = 2 * books.order.len();
        while books.used > self.capacity()
            && let Some(key) = books.order.pop_front()
        {
            let spared = passes > 0 && pages.get(&key).is_some_and(|entry| entry.was_read());
            passes = passes.saturating_sub(1);
            if spared {
                books.order.push_back(key);
            } else {
                pages.remove(&key);
                books.forget(&key);
            }
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    fn weigh(&mut self, key: &Arc<str>, weight: usize) {
        let before = self.weights.insert(Arc::clone(key), weight).unwrap_or(0);
        self.used = (self.used + weight).saturating_sub(before);
    }

    fn forget(&mut self, key: &str) {
        self.used = self.used.saturating_sub(self.weights.remove(key).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Bytes, http::HeaderMap};

    use super::*;
    use crate::web::cache::{asked::Asked, kept::Kept};

    fn page(bytes: usize) -> Arc<Entry> {
        let kept = Kept { head: HeaderMap::new(), body: Bytes::from(vec![b'a'; bytes]) };
        Arc::new(Entry::new(kept, 0, Arc::default(), Arc::default()))
    }

    fn has(shelf: &Shelf, key: &str) -> bool {
        shelf.read(key, |_| Some(())).is_some()
    }

    #[test]
    fn never_holds_more_than_it_may() {
        let shelf = Shelf::new(1_000_000);
        for n in 0..100 {
            shelf.put(&format!("/{n}").into(), page(50_000));
            assert!(shelf.filled().1 <= 1_000_000);
        }
        assert!(shelf.filled().0 > 10);
        shelf.set_capacity(0);
        assert_eq!(shelf.filled(), (0, 0));
    }

    #[test]
    fn what_is_read_outlives_a_flood_of_what_is_not() {
        let shelf = Shelf::new(1_000_000);
        shelf.put(&"/read".into(), page(50_000));
        for n in 0..100 {
            let entry = page(50_000);
            entry.was_read();
            shelf.put(&format!("/{n}").into(), entry);
            shelf.read("/read", |entry| entry.answer_now(Asked::default()));
        }
        assert!(has(&shelf, "/read") && !has(&shelf, "/0"));
    }

    #[test]
    fn a_page_put_again_is_counted_once_and_a_giant_is_not_kept() {
        let shelf = Shelf::new(1_000_000);
        for _ in 0..100 {
            shelf.put(&"/a".into(), page(50_000));
        }
        assert_eq!(shelf.filled().0, 1);
        assert!(shelf.filled().1 < 60_000);
        shelf.put(&"/a".into(), page(500_000));
        assert_eq!(shelf.filled(), (0, 0));
    }
}
