//! The `Date` of every answer. hyper's own never goes back where the clock of the machine is set back, until a restart
//! (`tests/faults/clock.py`).

use std::{
    cell::RefCell,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::{HeaderMap, HeaderValue, header};

use super::respond::http_date;

/// Writes the date, which is formatted once a second on each thread.
#[expect(clippy::disallowed_methods, reason = "an answer has the date of the system")]
pub(in crate::web) fn write_date(headers: &mut HeaderMap) {
    thread_local! {
        /// A second, and how it is written.
        static WRITTEN: RefCell<Option<(u64, HeaderValue)>> = const { RefCell::new(None) };
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    WRITTEN.with_borrow_mut(|written| {
        if written.as_ref().is_none_or(|(second, _)| *second != now) {
            let date = i64::try_from(now).ok().and_then(http_date);
            *written = date.and_then(|date| HeaderValue::try_from(date).ok()).map(|date| (now, date));
        }
        if let Some((_, date)) = written {
            headers.insert(header::DATE, date.clone());
        }
    });
}
