//! The request line and the headers, as bytes on a connection: no request is our fault, no answer holds what a request put
//! in, and asked again, out of the cache, the answer is the same.

use std::sync::LazyLock;

use super::site::SITE;
use litopys::web::serve_stream;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex},
    runtime::Runtime,
};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

pub(super) fn run(data: &[u8]) {
    let whole = [data, b"\r\nConnection: close\r\n\r\n"].concat();
    let answer = RUNTIME.block_on(speak(&whole));
    // HTTP/2 is not read here; whoever speaks it has not panicked.
    if answer.is_empty() || data.starts_with(b"PRI * HTTP/2.0") {
        return;
    }
    let Some(at) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { panic!("a head without an end") };
    let (head, body) = (&answer[..at], &answer[at + 4..]);
    let head = std::str::from_utf8(head).expect("a head is text");
    let status = head.get(..12).and_then(|line| line.strip_prefix("HTTP/1.")?.get(2..)).expect("a status line");
    assert!(!status.starts_with('5'), "the fault is ours: {head}");
    headers(head, status);
    // One whole request, and so one answer.
    let ends = |end: &[u8]| whole.windows(end.len()).filter(|window| *window == end).count();
    let alone = ends(b"\n\r\n") == 1 && ends(b"\n\n") == 0;
    let length = value(head, "content-length").and_then(|length| length.parse().ok());
    assert!(!alone || status != "200" || !data.starts_with(b"GET ") || length == Some(body.len()), "{head}");
    if alone && data.starts_with(b"GET ") && (status.starts_with(['2', '3']) || status == "404") {
        // With the wish to close and without it.
        for again in [whole, [data, b"\r\n\r\n"].concat()] {
            let again = RUNTIME.block_on(speak(&again));
            assert!(!again.is_empty(), "asked again, nothing");
            // A coding is made better in the background, and is then shorter.
            if value(head, "content-encoding").is_none() {
                assert_eq!(undated(&answer), undated(&again), "asked again, the same");
            }
        }
    }
}

/// Everything that comes back on a connection.
async fn speak(bytes: &[u8]) -> Vec<u8> {
    let (ours, mut theirs) = duplex(1 << 20);
    let speaking = tokio::spawn(serve_stream(&SITE.app, ours));
    // One who is refused early is not read to the end.
    drop(theirs.write_all(bytes).await);
    drop(theirs.shutdown().await);
    let mut answer = Vec::new();
    theirs.read_to_end(&mut answer).await.expect("memory does not fail");
    speaking.await.expect("whoever speaks does not panic");
    answer
}

fn headers(head: &str, status: &str) {
    for line in head.split("\r\n").skip(1) {
        assert!(line.contains(':') && !line.contains(['\r', '\n', '\0']), "{line:?}");
    }
    if let Some(to) = value(head, "location") {
        assert!(to.starts_with('/') && !to.starts_with("//") && to.bytes().all(|byte| byte.is_ascii_graphic()), "{to}");
    }
    if let Some(cookie) = value(head, "set-cookie") {
        let ours = ["uk", "en", "ru", ""].iter().any(|lang| cookie.starts_with(&format!("lang={lang}; Max-Age=")));
        assert!(ours && status == "303" && head.matches("set-cookie").count() == 1, "{head}");
        assert!(value(head, "cache-control").is_some_and(|policy| policy.contains("no-store")), "{head}");
    }
    if let Some(kind) = value(head, "content-type") {
        assert_eq!(value(head, "x-content-type-options"), Some("nosniff"), "{kind}");
        assert!(value(head, "content-security-policy").is_some_and(|policy| !policy.contains("unsafe")), "{kind}");
    }
    if let Some(lang) = value(head, "content-language") {
        assert!(["uk", "en", "ru"].contains(&lang), "{lang}");
    }
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let line = head.split("\r\n").find(|line| line.split(':').next().is_some_and(|key| key.eq_ignore_ascii_case(name)));
    line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
}

/// An answer without the moment of its sending and the fate of its connection.
fn undated(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer).into_owned();
    let own = |line: &&str| !["date:", "connection:"].iter().any(|name| line.to_ascii_lowercase().starts_with(name));
    let mut lines: Vec<&str> = text.split("\r\n").filter(own).collect();
    // The order of headers is of no matter.
    lines.sort_unstable();
    lines.concat()
}
