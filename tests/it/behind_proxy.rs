//! The client behind a proxy: by the PROXY protocol, by `X-Forwarded-For` and by `Forwarded`.

use std::{
    io::{Read, Write},
    path::Path,
    process::Command,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use crate::{
    harness::{Archive, SITE, eventually},
    server_process::{Address, Server, Stream},
};

fn archive() -> Archive {
    Archive::new().article("2025/dnipro", "uk", &["uk"])
}

#[test]
fn tls_is_spoken_on_every_listener_and_the_preface_of_a_proxy_comes_before_it() {
    let site = SITE.replace("page_size = 3", "log = { addresses = true }");
    let archive = archive().file("site.toml", &format!("{site}\n[proxy]\ntrusted = ['127.0.0.1', 'unix']\n"));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let file = |name: &str| archive.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(file("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(file("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let typed = format!("unix:{}", file("own.sock"));
    let (certificate, key) = (file("cert.pem"), file("key.pem"));
    let tls = ["--tls-cert", &certificate, "--tls-key", &key, "--log-format", "text"];
    let more = [&["--listen", &typed, "--listen", "127.0.0.1:0"][..], &tls].concat();
    let mut server = Server::start(&archive, &more);
    let tcp = server.wait_for("https://127.0.0.1:").replace("https://", "http://");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(builder.with_root_certificates(roots).with_no_client_auth());
    for address in [Address::said(&tcp), Address::said(&typed)] {
        for (preface, client) in [("", ""), ("PROXY TCP4 203.0.113.9 192.0.2.1 51234 443\r\n", " 203.0.113.9 GET")] {
            let name = "localhost".try_into().unwrap();
            let session = rustls::ClientConnection::new(Arc::clone(&config), name).unwrap();
            let mut socket = address.connect().unwrap();
            socket.write_all(preface.as_bytes()).unwrap();
            let mut stream = rustls::StreamOwned::new(session, socket);
            stream.write_all(b"GET /uk/2025/dnipro HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = Vec::new();
            drop(stream.read_to_end(&mut answer));
            assert!(answer.starts_with(b"HTTP/1.1 200"), "{preface}");
            let line = server.wait_for(" GET /uk/2025/dnipro ");
            assert!(line.contains(client), "{line}");
        }
    }
}

/// A server that logs addresses, with this `[proxy]`, on both kinds of sockets.
fn behind_proxy(proxy: &str) -> (Archive, Server, Address, Address) {
    let site = SITE.replace("page_size = 3", "log = { addresses = true }");
    let archive = archive().file("site.toml", &format!("{site}\n[proxy]\n{proxy}\n"));
    let typed = format!("unix:{}", archive.path().join("own.sock").display());
    let more = ["--listen", &typed, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--log-format", "text"];
    let mut server = Server::start(&archive, &more);
    let tcp = server.wait_for("http://127.0.0.1:");
    (archive, server, Address::said(&tcp), Address::said(&typed))
}

#[test]
fn the_log_names_the_client_that_a_trusted_proxy_names_and_no_other() {
    let (_archive, mut server, tcp, unix) = behind_proxy("trusted = ['127.0.0.1', '10.0.0.0/8']");
    let v2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\xc8\x22\x01\xbb".as_slice();
    for (before, headers, expected) in [
        (&b""[..], "", " 127.0.0.1 GET"),
        (b"", "X-Forwarded-For: 203.0.113.7\r\n", " 203.0.113.7 GET"),
        (b"", "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\nX-Forwarded-For: 10.9.9.9\r\n", " 203.0.113.7 GET"),
        (b"", "X-Forwarded-For: 203.0.113.7, unknown\r\n", " 127.0.0.1 GET"),
        (b"", "Forwarded: for=\"[2001:db8::7]:81\";proto=https\r\n", " 2001:db8::7 GET"),
        (b"", "Forwarded: for=\", for=203.0.113.8\r\n", " 203.0.113.8 GET"),
        (b"PROXY TCP4 203.0.113.9 192.0.2.1 51234 80\r\n", "", " 203.0.113.9 GET"),
        (b"PROXY TCP6 2001:db8::9 2001:db8::1 51234 80\r\n", "", " 2001:db8::9 GET"),
        (b"PROXY UNKNOWN\r\n", "", " 127.0.0.1 GET"),
        (v2, "", " 203.0.113.9 GET"),
        // The client that the preface names is not a trusted proxy: its `X-Forwarded-For` is ignored.
        (b"PROXY TCP4 203.0.113.9 192.0.2.1 51234 80\r\n", "X-Forwarded-For: 1.1.1.1\r\n", " 203.0.113.9 GET"),
        (b"PROXY TCP4 10.1.1.1 192.0.2.1 51234 80\r\n", "X-Forwarded-For: 203.0.113.7\r\n", " 203.0.113.7 GET"),
    ] {
        let answer = tcp.ask(before, "/uk/2025/dnipro", headers);
        assert!(answer.starts_with("HTTP/1.1 200"), "{headers}: {answer}");
        let line = server.wait_for(" GET /uk/2025/dnipro ");
        assert!(line.contains(expected), "{:?} {headers}: {line}", String::from_utf8_lossy(before));
    }
    // The links of a page and its redirects do not depend on it.
    let headers = "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: ftp\r\nForwarded: \
                   for=1.1.1.1;host=evil.example;proto=ftp\r\n";
    for path in ["/uk/2025/dnipro", "/2025/dnipro", "/uk/2025/dnipro/", "/uk/feed.atom", "/sitemap.xml"] {
        let answer = tcp.ask(b"", path, headers);
        assert!(!answer.contains("evil") && !answer.contains("203.0.113.7") && !answer.contains("ftp:"), "{answer}");
    }
    // A Unix socket is trusted if the site says so.
    let answer = unix.ask(b"", "/uk/", "X-Forwarded-For: 203.0.113.7\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let line = server.wait_for(" GET /uk/ ");
    assert!(!line.contains("203.0.113.7"), "{line}");
    let answer = unix.ask(b"PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n", "/uk/", "");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[test]
fn without_a_trusted_peer_forwarding_headers_are_ignored() {
    let (_archive, mut server, tcp, _unix) = behind_proxy("trusted = ['unix', '203.0.113.1']");
    tcp.ask(b"", "/uk/2025/dnipro", "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8\r\n");
    let line = server.wait_for(" GET /uk/2025/dnipro ");
    assert!(line.contains(" 127.0.0.1 GET"), "{line}");
    let answer = tcp.ask(b"PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n", "/uk/", "");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let (_archive, mut server, _tcp, unix) = behind_proxy("trusted = ['unix']");
    unix.ask(b"", "/uk/2025/dnipro", "X-Forwarded-For: 203.0.113.7\r\n");
    assert!(server.wait_for(" GET /uk/2025/dnipro ").contains(" 203.0.113.7 GET"));
    unix.ask(b"PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n", "/uk/2025/dnipro", "");
    assert!(server.wait_for(" GET /uk/2025/dnipro ").contains(" 203.0.113.9 GET"));
}

#[test]
fn a_preface_that_is_slow_or_broken_is_cut() {
    let (_archive, _server, tcp, _unix) = behind_proxy("trusted = ['127.0.0.1']");
    let say = |said: &[u8]| {
        let mut stream = tcp.connect().unwrap();
        stream.write_all(said).unwrap();
        stream
    };
    let long = [b"PROXY UNKNOWN ".as_slice(), &[b'x'; 200]].concat();
    let broken = [
        &b"PROXY TCP4 203.0.113.999 192.0.2.1 1 2\r\nGET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n"[..],
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff",
        &long,
    ];
    let slow = [&b"PROXY TC"[..], b"\r\n\r\n\0\r\nQUIT\n", b""];
    // Says whether the broken ones were cut while the slow ones, which came before them, were not.
    let are_cut_at_once = || {
        let begun = Instant::now();
        let waiting = slow.map(|said| {
            let stream = say(said);
            thread::spawn(move || (hear(stream), begun.elapsed()))
        });
        for said in broken {
            assert_eq!(hear(say(said)), b"", "{:?}", String::from_utf8_lossy(said));
        }
        let is_first = !waiting.iter().any(thread::JoinHandle::is_finished);
        for (said, waiting) in slow.iter().zip(waiting) {
            let (heard, took) = waiting.join().unwrap();
            assert_eq!(heard, b"");
            // The upper bound is that of a client that is never given up.
            assert!((9..200).contains(&took.as_secs()), "{:?}: {took:?}", String::from_utf8_lossy(said));
        }
        is_first
    };
    // A machine that stands still for ten seconds does not do so each time.
    assert!((0..5).any(|_| are_cut_at_once()));
}

/// What a server sends to the end of a connection.
fn hear(mut stream: Box<dyn Stream>) -> Vec<u8> {
    let mut heard = Vec::new();
    drop(stream.read_to_end(&mut heard));
    heard
}

#[test]
fn limits_count_the_client_behind_the_proxy_and_log_and_metrics_show_whom_they_refused() {
    let (_archive, mut server, tcp, _unix) = behind_proxy("trusted = ['127.0.0.1']");
    let admin = server.wait_for("/metrics are on ");
    let admin = Address::said(admin.rsplit(' ').next().unwrap());
    let preface = "PROXY TCP4 203.0.113.9 192.0.2.1 51234 80\r\n";
    // A silent connection is closed after ten seconds; a busy machine may need that long for all of them.
    let mut held = std::collections::VecDeque::new();
    let mut is_refused = |before: &str, headers: &str| {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(300) {
            for _ in 0..64 {
                let mut stream = tcp.connect().unwrap();
                // One that is refused may be closed already.
                drop(stream.write_all(preface.as_bytes()));
                held.push_back(stream);
            }
            let old = held.len().saturating_sub(400);
            held.drain(..old);
            if tcp.ask(before.as_bytes(), "/uk/", headers).starts_with("HTTP/1.1 429") {
                return true;
            }
        }
        false
    };
    assert!(is_refused(preface, ""));
    // The same client through the headers of a proxy, and others.
    assert!(is_refused("", "X-Forwarded-For: 203.0.113.9\r\n"));
    assert!(tcp.ask(b"", "/uk/", "X-Forwarded-For: 203.0.113.9, 203.0.113.10\r\n").starts_with("HTTP/1.1 200"));
    assert!(tcp.ask(b"", "/uk/", "").starts_with("HTTP/1.1 200"));
    let other = "PROXY TCP4 203.0.113.10 192.0.2.1 51234 80\r\n";
    assert!(tcp.ask(other.as_bytes(), "/uk/", "").starts_with("HTTP/1.1 200"));
    drop(held);
    let line = server.wait_for(" GET /uk/ 429 ");
    assert!(line.contains(" 203.0.113.9 GET /uk/ 429 - 0 B "), "{line}");
    let metrics = admin.ask(b"", "/metrics", "");
    let count = |name: &str| metrics.lines().find_map(|line| line.strip_prefix(name)).map(|count| count.trim() != "0");
    for name in [
        "litopys_requests_total{route=\"home\",lang=\"\",status=\"429\"}",
        "litopys_refused_connections_total{limit=\"client\"}",
    ] {
        assert_eq!(count(name), Some(true), "{name}: {metrics}");
    }
    eventually(Duration::from_secs(300), "it is let in again", || {
        tcp.ask(preface.as_bytes(), "/uk/", "").starts_with("HTTP/1.1 200")
    });
}

#[test]
fn problems_of_proxy_are_reported_in_their_place() {
    let site = format!("{SITE}\n[proxy]\ntrusted = ['127.0.0.1', 'example.org']\nheader = 'X-Real-IP'\ntrust = []\n");
    let archive = archive().file("site.toml", &site);
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    let root: &Path = archive.path();
    let output = command.args(["check", "--only", "site", "--archive"]).arg(root).env("LC_ALL", "en").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "expected an IP address, a network like `10.0.0.0/8`, or `unix`, found `example.org`",
        "expected `X-Forwarded-For` or `Forwarded`, found `X-Real-IP`",
        "unknown key `trust`",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}
