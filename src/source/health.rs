//! The health of background threads: a panic in one is caught, logged, and remembered until its work succeeds again.

use std::{
    collections::BTreeMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use crate::{i18n::STACK, model::diagnostic::panic_message};

/// Which background tasks have panicked, and over what; `/readyz` reports it. Clones share one state.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Mutex<BTreeMap<String, String>>>);

impl Health {
    /// Runs `work`, one turn of the task `name`. A panic is logged, and fails the task until a later turn succeeds.
    pub fn run<T>(&self, name: &str, work: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(done) => {
                self.failed().remove(name);
                Some(done)
            }
            Err(panic) => {
                let message = panic_message(panic.as_ref());
                let before = self.failed().insert(name.to_owned(), message.clone());
                if before.as_ref() != Some(&message) {
                    tracing::error!(
                        task = name,
                        message,
                        "a background task panicked; /readyz answers 503 until it works again"
                    );
                }
                None
            }
        }
    }

    /// Records that the task `name` has failed without a panic.
    pub fn fail(&self, name: &str, message: String) {
        self.failed().insert(name.to_owned(), message);
    }

    /// Records that the task `name` works again.
    pub fn recover(&self, name: &str) {
        self.failed().remove(name);
    }

    /// Starts a thread of that name whose whole life is `work`: after a panic the task has failed for good.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn spawn(&self, name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
        let (health, own) = (self.clone(), name.to_owned());
        thread::Builder::new().name(own.clone()).stack_size(STACK).spawn(move || _ = health.run(&own, work))
    }

    /// The tasks that have failed, by name, each with the message of its panic.
    pub fn failures(&self) -> BTreeMap<String, String> {
        self.failed().clone()
    }

    fn failed(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_fails_with_its_panic_and_recovers_with_its_next_success() {
        let health = Health::default();
        assert_eq!(health.run("indexer", || 1), Some(1));
        assert_eq!(health.run("indexer", || -> i32 { panic!("no {}", "words") }), None);
        let dead = health.clone().spawn("images", || panic!("gone")).unwrap();
        dead.join().unwrap();
        let failures = health.failures();
        assert_eq!(failures.get("indexer").map(String::as_str), Some("no words"));
        assert_eq!(failures.get("images").map(String::as_str), Some("gone"));
        assert_eq!(health.run("indexer", || 2), Some(2));
        assert_eq!(health.failures().into_keys().collect::<Vec<_>>(), ["images"]);
    }
}
