//! The keys that caches in front have to drop, change by change, for the script that purges them.

use std::{
    collections::{BTreeSet, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The key of every page: a change of words, of `site.toml` or of the style touches them all.
pub(super) const SITE: &str = "site";

/// Changes that are remembered; a client that comes back later has to drop everything.
const CHANGES: usize = 1_000;

/// The changes since this process began.
#[derive(Debug)]
pub(super) struct PurgeLog {
    /// Distinguishes this process from those before it.
    birth: u64,
    log: Mutex<PurgeEntries>,
}

#[derive(Debug, Default)]
struct PurgeEntries {
    /// Changes that are no longer remembered.
    forgotten: u64,
    changes: VecDeque<BTreeSet<String>>,
}

impl Default for PurgeLog {
    fn default() -> Self {
        PurgeLog { birth: RandomState::new().hash_one(std::process::id()), log: Mutex::default() }
    }
}

impl PurgeLog {
    /// Notes the keys of one change.
    pub(super) fn note(&self, keys: BTreeSet<String>) {
        let mut log = self.log();
        log.changes.push_back(keys);
        if log.changes.len() > CHANGES {
            log.changes.pop_front();
            log.forgotten += 1;
        }
    }

    /// Where we are now, and the keys of every change after `point`, which this once said. After a point that is
    /// unknown, as another process's is, everything may have changed.
    pub(super) fn after(&self, point: &str) -> (String, BTreeSet<String>) {
        let log = self.log();
        let now = log.forgotten + log.changes.len() as u64;
        let skipped =
            self.number(point).filter(|number| *number <= now).and_then(|number| number.checked_sub(log.forgotten));
        let keys = match skipped.and_then(|skipped| usize::try_from(skipped).ok()) {
            Some(skipped) => log.changes.iter().skip(skipped).flatten().cloned().collect(),
            None => [SITE.to_owned()].into(),
        };
        (format!("{:x}-{now}", self.birth), keys)
    }

    fn number(&self, point: &str) -> Option<u64> {
        let (birth, number) = point.split_once('-')?;
        (u64::from_str_radix(birth, 16).ok()? == self.birth).then(|| number.parse().ok())?
    }

    fn log(&self) -> MutexGuard<'_, PurgeEntries> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn each_change_is_told_once_and_a_stranger_is_told_to_drop_everything() {
        let purges = PurgeLog::default();
        let (start, first) = purges.after("");
        assert_eq!(first, keys(&[SITE]));
        purges.note(keys(&["all", "2025/a"]));
        purges.note(keys(&["all", "2025/b"]));
        let (now, told) = purges.after(&start);
        assert_eq!(told, keys(&["all", "2025/a", "2025/b"]));
        assert_eq!(purges.after(&now), (now.clone(), BTreeSet::new()));
        assert_eq!(PurgeLog::default().after(&now).1, keys(&[SITE]));
        for n in 0..CHANGES {
            purges.note(keys(&[&n.to_string()]));
        }
        assert_eq!(purges.after(&start).1, keys(&[SITE]));
        assert_eq!(purges.after(&now).1.len(), CHANGES);
    }

    proptest! {
        #[test]
        fn an_unknown_point_empties_every_cache(point in "([0-9a-f]{0,17}|-|\\PC){0,4}") {
            let (now, keys) = PurgeLog::default().after(&point);
            prop_assert!(point == now || keys == [SITE.to_owned()].into());
        }
    }
}
