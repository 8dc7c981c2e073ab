//! Retries as long as patience lasts; those above the client of the store, over all endpoints in turn; and what an error of
//! the client means.

use std::{
    future::Future,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use object_store::ObjectStore;

use super::{Store, StoreError};

/// The first pause between two tries; it doubles with each.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
/// Tries in any case, where there is patience at all: one of a long object may take longer than that, and break off.
const TRIES: u32 = 3;
/// Characters of a reason that are shown.
const SHOWN: usize = 400;

/// Why one request failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no such object.
    NotFound,
    /// There is one already.
    Exists,
    /// It may work in a moment, or on another endpoint; of a write it is not known whether it was done.
    Transient(String),
    /// It will fail again.
    Final(StoreError),
}

impl Failure {
    /// The meaning of an error of a request for `key`.
    pub(super) fn new(error: &object_store::Error, key: &str, secrets: &[String]) -> Failure {
        use object_store::Error;
        let (key, reason) = (key.to_owned(), reason(error, secrets));
        match error {
            Error::NotFound { .. } => Failure::NotFound,
            Error::AlreadyExists { .. } | Error::Precondition { .. } => Failure::Exists,
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                Failure::Final(StoreError::Refused { key, reason })
            }
            Error::NotImplemented { .. } | Error::NotSupported { .. } => {
                Failure::Final(StoreError::Unsupported { key, reason })
            }
            Error::UnknownConfigurationKey { .. } => Failure::Final(StoreError::Settings { reason }),
            // The client has no error of its own for it, and keeps the type that has the status, `RetryError`, to itself.
            _ if reason.contains("501 Not Implemented") => Failure::Final(StoreError::Unsupported { key, reason }),
            _ => Failure::Transient(reason),
        }
    }

    /// The failure of a request that took too long.
    pub(super) fn late(limit: Duration) -> Failure {
        Failure::Transient(format!("no answer within {} seconds", limit.as_secs()))
    }
}

/// How often something is tried again.
pub(super) struct Retries {
    /// For how long at least.
    patience: Duration,
    /// How often at least, with the first try.
    tries: u32,
    /// The first pause.
    pause: Duration,
}

impl Retries {
    /// One try.
    const NONE: Retries = Retries { patience: Duration::ZERO, tries: 1, pause: PAUSE };

    /// For `patience`, and three tries at least.
    pub(super) const fn within(patience: Duration) -> Retries {
        Retries { patience, tries: TRIES, pause: PAUSE }
    }

    /// Does `work` until it succeeds, fails in a way that is not `transient`, or was tried often enough.
    pub(super) fn run<T, E>(&self, transient: impl Fn(&E) -> bool, work: impl Fn() -> Result<T, E>) -> Result<T, E> {
        let (begun, mut pause, mut tried) = (Instant::now(), self.pause, 0);
        loop {
            let done = work();
            tried += 1;
            let is_over = tried >= self.tries && begun.elapsed() + pause >= self.patience;
            if is_over || !done.as_ref().is_err_and(&transient) {
                return done;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

impl Store {
    /// Runs `request` until it succeeds, fails for good, or patience ends: on the endpoint that answered last, then on the others.
    pub(super) fn retried<T, F, Fut>(&self, key: &str, request: F) -> Result<T, Failure>
    where
        F: Fn(Arc<dyn ObjectStore>) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let retries = if self.patience.is_zero() { Retries::NONE } else { Retries::within(self.patience) };
        retries.run(|failure| matches!(failure, Failure::Transient(_)), || self.round(key, &request))
    }

    /// Runs `request` once on each endpoint until one answers.
    fn round<T, F, Fut>(&self, key: &str, request: &F) -> Result<T, Failure>
    where
        F: Fn(Arc<dyn ObjectStore>) -> Fut,
        Fut: Future<Output = Result<T, Failure>>,
    {
        let (first, mut reasons) = (self.active.load(Ordering::Relaxed), Vec::new());
        for at in (0..self.endpoints.len()).map(|step| (first + step) % self.endpoints.len()) {
            let Some(endpoint) = self.endpoints.get(at) else { continue };
            let done = match self.missing_folder() {
                Some(reason) => Err(Failure::Transient(reason)),
                None => self.block_on(request(Arc::clone(&endpoint.store))),
            };
            // It may have gone away since it was looked at.
            let gone = matches!(done, Err(Failure::NotFound)).then(|| self.missing_folder()).flatten();
            match gone.map_or(done, |reason| Err(Failure::Transient(reason))) {
                Err(Failure::Transient(reason)) => {
                    tracing::debug!(key, endpoint = endpoint.name, reason, "a request to the store failed");
                    let known = self.endpoints.len() == 1;
                    reasons.push(if known { reason } else { format!("{}: {reason}", endpoint.name) });
                }
                done => {
                    self.active.store(at, Ordering::Relaxed);
                    return done;
                }
            }
        }
        Err(Failure::Transient(reasons.join("; ")))
    }

    /// The error of a request that did not succeed.
    pub(super) fn done<T>(&self, key: &str, done: Result<T, Failure>) -> Result<T, StoreError> {
        let key = key.to_owned();
        done.map_err(|failure| match failure {
            Failure::Final(error) => error,
            Failure::Transient(reason) => StoreError::Away { key, reason },
            Failure::NotFound => StoreError::Away { key, reason: "the bucket or its folder is not there".to_owned() },
            Failure::Exists => StoreError::Away { key, reason: "another writes it at this moment".to_owned() },
        })
    }

    /// The same, of an object that may be missing.
    pub(super) fn found<T>(&self, key: &str, got: Result<T, Failure>) -> Result<Option<T>, StoreError> {
        match got {
            Err(Failure::NotFound) => Ok(None),
            got => self.done(key, got).map(Some),
        }
    }

    /// The problem of a bucket that is a missing folder: it would look empty, and a write would create it.
    fn missing_folder(&self) -> Option<String> {
        let folder = self.folder.as_ref().filter(|folder| !folder.is_dir())?;
        Some(format!("there is no folder `{}`", folder.display()))
    }
}

/// The error with its causes, in one line, without what may be secret.
fn reason(error: &object_store::Error, secrets: &[String]) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    let mut text = redacted(&text, secrets);
    if text.contains("169.254.169.254") {
        text = format!("no credentials are set, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY ({text})");
    }
    text.chars().take(SHOWN).collect()
}

/// The text in one line, without these secrets and without the queries of addresses, where signatures stand.
pub(super) fn redacted(text: &str, secrets: &[String]) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for secret in secrets {
        text = text.replace(secret.as_str(), "…");
    }
    let words = text.split(' ').map(|word| match word.split_once('?') {
        Some((address, query)) if address.contains("://") && !query.is_empty() => format!("{address}?…"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_header_that_the_store_does_not_know_is_not_tried_again() {
        for (status, is_final) in [("501 Not Implemented", true), ("500 Internal Server Error", false), ("503", false)]
        {
            let source = format!("Server returned non-2xx status code: {status}: ").into();
            let error = object_store::Error::Generic { store: "S3", source };
            let failure = Failure::new(&error, "a", &[]);
            let is_unsupported = matches!(failure, Failure::Final(StoreError::Unsupported { .. }));
            assert_eq!(is_unsupported, is_final, "{status}");
        }
    }

    #[test]
    fn what_takes_longer_than_patience_is_tried_three_times() {
        let retries = Retries { pause: Duration::ZERO, ..Retries::within(Duration::ZERO) };
        for (failures, fails, expected) in
            [(0, "away", (true, 1)), (2, "away", (true, 3)), (3, "away", (false, 3)), (3, "refused", (false, 1))]
        {
            let tries = Cell::new(0);
            let done = retries.run(
                |error: &&str| *error == "away",
                || {
                    tries.set(tries.get() + 1);
                    if tries.get() > failures { Ok(()) } else { Err(fails) }
                },
            );
            assert_eq!((done.is_ok(), tries.get()), expected, "{failures} {fails}");
        }
    }

    #[test]
    fn secrets_and_signatures_are_taken_out_of_what_is_shown() {
        let secrets = ["wJalrXUtnFEMI".to_owned()];
        for (text, expected) in [
            ("no answer", "no answer"),
            ("key wJalrXUtnFEMI refused", "key … refused"),
            ("GET https://a.blob.example/x?sv=1&sig=abc in 2s", "GET https://a.blob.example/x?… in 2s"),
            ("why? because", "why? because"),
            ("two\nlines  here", "two lines here"),
        ] {
            assert_eq!(redacted(text, &secrets), expected);
        }
    }
}
