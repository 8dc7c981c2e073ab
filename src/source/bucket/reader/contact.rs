//! Whether the bucket could be read last time, said once when it changes.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long reading may fail before it is said: a store loses a node now and then.
const QUIET: Duration = Duration::from_secs(3);

/// When the bucket was last read.
pub(super) struct Contact(Mutex<State>);

struct State {
    last: Instant,
    /// Whether a line in the log says that it cannot be read.
    is_said: bool,
    /// The text of the line.
    reason: String,
}

impl Contact {
    /// As if it had been read now.
    pub(super) fn new() -> Contact {
        Contact(Mutex::new(State { last: Instant::now(), is_said: false, reason: String::new() }))
    }

    /// It was read, and nothing newer is in it.
    pub(super) fn succeeded(&self) {
        let mut state = self.state();
        if state.is_said {
            let seconds = state.last.elapsed().as_secs();
            tracing::info!(seconds, "the bucket can be read again; this reader is up to date");
        }
        *state = State { last: Instant::now(), is_said: false, reason: String::new() };
    }

    /// It could not be read; a log line says so once. An error that waiting cannot solve is logged at once.
    pub(super) fn failed(&self, reason: &str, can_wait: bool) {
        let mut state = self.state();
        let is_time = !can_wait || state.last.elapsed() >= QUIET;
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
