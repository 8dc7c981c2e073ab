//! The access log: a line for each request, written by a thread of its own, so that no reader waits for a disk.

use std::{
    io::{self, Write},
    net::IpAddr,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use jiff::Timestamp;
use serde::Serialize;

use crate::{model::escape, source::Health};

/// The maximum number of lines that wait to be written; more are dropped and counted, because readers come first.
const WAITING: usize = 4096;

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Records requests.
pub struct AccessLog {
    send: SyncSender<String>,
    format: LogFormat,
    clock: fn() -> Timestamp,
    dropped: AtomicU64,
}

/// A request and its answer. The query is left out: what a reader searches for is private.
#[derive(Debug, Serialize)]
pub(in crate::web) struct Access<'a> {
    /// The reader's address, if `site.toml` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The method.
    pub method: &'a str,
    /// The path, as it came, but for signatures.
    pub path: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// The language of the answer; empty if it has none.
    pub lang: &'a str,
    /// Bytes of its body.
    pub bytes: u64,
    /// Microseconds that it took to make.
    pub micros: u64,
    /// Whether it came out of the cache.
    pub hit: bool,
}

/// The target of the lines, in a log of JSON and for `RUST_LOG`.
pub const ACCESS: &str = "litopys::access";

#[derive(Serialize)]
struct Timed<'a> {
    time: String,
    level: &'static str,
    target: &'static str,
    message: String,
    #[serde(flatten)]
    access: &'a Access<'a>,
}

impl AccessLog {
    /// A log whose lines go to `out`, each with the time of `clock`.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn start(
        format: LogFormat,
        clock: fn() -> Timestamp,
        out: Box<dyn Write + Send>,
        health: &Health,
    ) -> io::Result<AccessLog> {
        let (send, receive) = sync_channel(WAITING);
        health.spawn("access-log", move || write(&receive, out))?;
        Ok(AccessLog { send, format, clock, dropped: AtomicU64::new(0) })
    }

    /// Notes a request.
    pub(in crate::web) fn note(&self, access: &Access<'_>) {
        if self.send.try_send(self.line(access)).is_err() {
            let before = self.dropped.fetch_add(1, Ordering::Relaxed);
            if before == 0 {
                tracing::warn!("the access log cannot keep up; lines are left out of it");
            }
        }
    }

    fn line(&self, access: &Access<'_>) -> String {
        let time = format!("{:.3}", (self.clock)());
        match self.format {
            LogFormat::Json => {
                let message = format!("{} {} {}", access.method, access.path, access.status);
                let line = Timed { time, level: "INFO", target: ACCESS, message, access };
                let line = serde_json::to_string(&line).unwrap_or_default();
                escape::json(&line).into_owned()
            }
            LogFormat::Text => {
                let Access { method, path, status, lang, bytes, hit, .. } = access;
                let took = Duration::from_micros(access.micros);
                let path = escape::one_line(path);
                let lang = if lang.is_empty() { "-" } else { lang };
                let from = if *hit { "cache" } else { "rendered" };
                let address = access.address.map(|address| format!(" {address}")).unwrap_or_default();
                format!("{time}{address} {method} {path} {status} {lang} {bytes} B {took:?} {from}")
            }
        }
    }
}

fn write(lines: &Receiver<String>, mut out: Box<dyn Write + Send>) {
    for mut line in lines {
        line.push('\n');
        // Written in one piece. If the log cannot be written, this error cannot be reported either.
        _ = out.write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2025-06-29T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_line_says_what_was_asked_and_nothing_of_who_asked() {
        let access = Access {
            address: None,
            method: "GET",
            path: "/uk/",
            status: 200,
            lang: "uk",
            bytes: 5,
            micros: 80,
            hit: true,
        };
        let line =
            |format| AccessLog::start(format, noon, Box::new(io::sink()), &Health::default()).unwrap().line(&access);
        assert_eq!(line(LogFormat::Text), "2025-06-29T12:00:00.000Z GET /uk/ 200 uk 5 B 80µs cache");
        assert_eq!(
            line(LogFormat::Json),
            r#"{"time":"2025-06-29T12:00:00.000Z","level":"INFO","target":"litopys::access","message":"GET /uk/ 200","method":"GET","path":"/uk/","status":200,"lang":"uk","bytes":5,"micros":80,"hit":true}"#
        );
    }
}
