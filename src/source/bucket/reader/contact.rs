//! Whether the bucket could be read last time, said once when it changes.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long reading may fail before it is said: a store loses a node now and then.
const QUIET: Duration = Duration::from_secs(3);

/// When the bucket was last read.
pub(super) struct Contact {
    state: Mutex<State>,
    bell: Condvar,
}

struct State {
    /// Whether it was read to its end since the start, or it is known that it cannot be.
    has_looked: bool,
    last: Instant,
    /// Whether a line in the log says that it cannot be read.
    is_said: bool,
    /// The text of the line.
    reason: String,
}

impl Contact {
    /// As if it had been read now.
    pub(super) fn new() -> Contact {
        Contact { state: Mutex::new(State::new(false)), bell: Condvar::new() }
    }

    /// Whether everything that was published before the start is here, or the bucket could not be read for some seconds. Waits
    /// for it, for so long at most.
    pub(super) fn has_looked(&self, patience: Duration) -> bool {
        let waited = self.bell.wait_timeout_while(self.state(), patience, |state| !state.has_looked);
        waited.unwrap_or_else(PoisonError::into_inner).0.has_looked
    }

    /// It was read, and nothing newer is in it.
    pub(super) fn succeeded(&self) {
        let mut state = self.state();
        if state.is_said {
            let seconds = state.last.elapsed().as_secs();
            tracing::info!(seconds, "the bucket can be read again; this reader is up to date");
        }
        *state = State::new(true);
        self.bell.notify_all();
    }

    /// It could not be read; a log line says so once. An error that waiting cannot solve is logged at once.
    pub(super) fn failed(&self, reason: &str, can_wait: bool) {
        let mut state = self.state();
        let is_time = !can_wait || state.last.elapsed() >= QUIET;
        if is_time && !state.has_looked {
            state.has_looked = true;
            self.bell.notify_all();
        }
        // A digest or a time in a reason makes no other reason of it: only its beginning counts.
        let kind = |reason: &str| reason.chars().take(40).collect::<String>();
        if is_time && (!state.is_said || (!can_wait && kind(&state.reason) != kind(reason))) {
            state.is_said = true;
            reason.clone_into(&mut state.reason);
            tracing::error!(
                reason,
                "the bucket cannot be followed; what was published before is served, and it is tried again"
            );
        }
    }

    /// For how long it could not be read.
    pub(super) fn lag(&self) -> Duration {
        self.state().last.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Of a bucket that was read at this moment.
    fn new(has_looked: bool) -> State {
        State { has_looked, last: Instant::now(), is_said: false, reason: String::new() }
    }
}
