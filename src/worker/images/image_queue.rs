//! The pictures that readers are waiting for: a short list, so that it cannot be filled.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::model::slug::ArticleId;

/// Pictures waited for at once; beyond it the oldest wish is dropped, and made again when it is asked again.
const LONGEST: usize = 256;
/// How long an idle worker sleeps before it looks whether it is still needed.
const PAUSE: Duration = Duration::from_secs(1);

/// A picture that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ImageRequest {
    pub(super) article: ArticleId,
    pub(super) file: String,
}

/// The list, and the bell that rings when something is put on it.
#[derive(Default)]
pub(super) struct ImageQueue {
    state: Mutex<QueueState>,
    bell: Condvar,
}

#[derive(Default)]
struct QueueState {
    wishes: VecDeque<ImageRequest>,
    /// Pictures of which all that is quick is made, and the rest is not.
    started: VecDeque<ImageRequest>,
    /// The archive has changed: what it has is to be made.
    sweep: bool,
    /// Pictures whose pixels are damaged, by digest: tried once.
    failed: HashSet<String>,
}

/// The next job.
pub(super) enum ImageJob {
    /// A reader waits for this one.
    Wish(ImageRequest),
    /// Make the rest of this one.
    Rest(ImageRequest),
    /// Look through the archive.
    Sweep,
}

impl ImageQueue {
    /// A reader waits for a picture.
    pub(super) fn wish(&self, wish: ImageRequest) {
        let mut state = self.state();
        if !state.wishes.contains(&wish) && !state.started.contains(&wish) {
            if state.wishes.len() >= LONGEST {
                state.wishes.pop_front();
            }
            state.wishes.push_back(wish);
            self.bell.notify_one();
        }
    }

    /// Requests the remaining renditions: quick ones are made first, the others when no request waits.
    pub(super) fn make_rest(&self, wish: ImageRequest) {
        let mut state = self.state();
        // A sweep makes what is dropped here.
        if !state.started.contains(&wish) && state.started.len() < LONGEST {
            state.started.push_back(wish);
        }
    }

    /// The archive has changed.
    pub(super) fn sweep(&self) {
        self.state().sweep = true;
        self.bell.notify_one();
    }

    /// Whether a reader waits for a picture of which nothing is made.
    pub(super) fn is_waited_for(&self) -> bool {
        !self.state().wishes.is_empty()
    }

    /// The next job; readers go first. `None` if there is nothing to do for a while.
    pub(super) fn next(&self) -> Option<ImageJob> {
        let mut state = self.state();
        if state.wishes.is_empty() && state.started.is_empty() && !state.sweep {
            state = self.bell.wait_timeout(state, PAUSE).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.next()
    }

    /// The next job, without waiting.
    pub(super) fn take(&self) -> Option<ImageJob> {
        self.state().next()
    }

    /// Notes that nothing can be made of the picture with this digest.
    pub(super) fn fail(&self, digest: &str) {
        self.state().failed.insert(digest.to_owned());
    }

    /// Whether that was noted.
    pub(super) fn has_failed(&self, digest: &str) -> bool {
        self.state().failed.contains(digest)
    }

    fn state(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl QueueState {
    fn next(&mut self) -> Option<ImageJob> {
        if let Some(wish) = self.wishes.pop_front() {
            return Some(ImageJob::Wish(wish));
        }
        if let Some(wish) = self.started.pop_front() {
            return Some(ImageJob::Rest(wish));
        }
        std::mem::take(&mut self.sweep).then_some(ImageJob::Sweep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(n: usize) -> ImageRequest {
        ImageRequest { article: format!("2025/a{n}").parse().unwrap(), file: "a.jpg".to_owned() }
    }

    #[test]
    fn a_wish_is_noted_once_and_the_list_stays_short() {
        let jobs = ImageQueue::default();
        (0..LONGEST + 9).chain([LONGEST + 8]).for_each(|n| jobs.wish(wish(n)));
        jobs.sweep();
        let mut taken = 0;
        while let Some(ImageJob::Wish(_)) = jobs.take() {
            taken += 1;
        }
        assert_eq!(taken, LONGEST);
        assert!(jobs.take().is_none(), "the sweep was the one that ended the loop");
    }
    #[test]
    fn two_that_are_waited_for_do_not_interrupt_each_other_for_ever() {
        let jobs = ImageQueue::default();
        (0..2).for_each(|n| jobs.wish(wish(n)));
        let mut taken = Vec::new();
        while let Some(job) = jobs.take() {
            match job {
                ImageJob::Wish(wish) => {
                    taken.push(format!("{} first", wish.article));
                    jobs.make_rest(wish.clone());
                    // The reader asks again for the format that is not there yet.
                    jobs.wish(wish);
                }
                ImageJob::Rest(wish) => {
                    assert!(!jobs.is_waited_for(), "{taken:?}");
                    taken.push(format!("{} rest", wish.article));
                }
                ImageJob::Sweep => unreachable!("none was ordered"),
            }
        }
        assert_eq!(taken, ["2025/a0 first", "2025/a1 first", "2025/a0 rest", "2025/a1 rest"]);
    }
}
