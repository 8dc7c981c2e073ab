//! The fast path answers as hyper does, and gives back what is not its own.

use std::{collections::BTreeSet, time::Duration};

use litopys::web::{App, converse};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    runtime::Runtime,
    task::JoinHandle,
    time::timeout,
};

use crate::harness::Archive;

/// Makes a request one of hyper's: it wishes the connection closed.
const HYPER: &str = "Connection: close\r\n";

struct Client {
    stream: DuplexStream,
    speaking: JoinHandle<()>,
}

/// The lines of a head in any order, and the body.
type Seen = (BTreeSet<String>, Vec<u8>);

impl Client {
    fn of(app: &App) -> Client {
        let (stream, theirs) = duplex(1 << 20);
        let app = app.clone();
        Client { stream, speaking: tokio::spawn(async move { converse(&app, theirs).await }) }
    }

    async fn say(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.unwrap();
    }

    /// One answer with all of its body.
    async fn hear(&mut self) -> Seen {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let lines: BTreeSet<String> = head.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        assert!(lines.iter().any(|line| line.starts_with("date: ")), "{head}");
        let said = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)?.parse().ok());
        let length = if head.starts_with("HTTP/1.1 304") { 0 } else { said("content-length: ").expect("a length") };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.unwrap();
        let own = |line: &String| !line.starts_with("date: ") && !line.starts_with("connection: ");
        (lines.into_iter().filter(own).collect(), body)
    }

    /// Whether the other side closes the connection and says no more.
    async fn ends(mut self) -> bool {
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(5), self.stream.read_to_end(&mut rest)).await;
        let spoken = timeout(Duration::from_secs(5), self.speaking).await;
        matches!(end, Ok(Ok(0))) && matches!(spoken, Ok(Ok(())))
    }
}

async fn asked(app: &App, target: &str, headers: &str) -> Seen {
    let mut client = Client::of(app);
    client.say(&format!("GET {target} HTTP/1.1\r\nHost: example.org\r\n{headers}\r\n")).await;
    client.hear().await
}

fn run(test: impl AsyncFnOnce(App)) {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]);
    let served = archive.bytes("articles/2025/dnipro/a.txt", b"0123456789").serve();
    Runtime::new().unwrap().block_on(test(served.app.clone()));
}

#[test]
fn it_answers_as_hyper_does_at_first_and_out_of_the_cache() {
    run(async |app| {
        let (head, _) = asked(&app, "/uk/2025/dnipro", HYPER).await;
        let value = |name: &str| head.iter().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        let (etag, modified) = (value("etag: "), value("last-modified: "));
        let headers = [
            String::new(),
            "accept-encoding: identity\r\n".into(),
            "Accept-Encoding: identity;q=0, *;q=0\r\n".into(),
            "Accept-Encoding: é\r\n".into(),
            format!("If-None-Match: {etag}\r\n"),
            format!("If-None-Match: \"x\", W/{etag}\r\n"),
            "If-None-Match: *\r\nIf-None-Match: \"x\"\r\n".into(),
            format!("IF-MODIFIED-SINCE: {modified}\r\n"),
            format!("If-None-Match: é\r\nIf-Modified-Since: {modified}\r\n"),
            "Accept-Language: en;q=0.5, ru\r\nCookie: lang=ru\r\n".into(),
            "Range: bytes=2-4\r\n".into(),
            "Connection: Keep-Alive\r\n".into(),
        ];
        let targets = [
            "/uk/2025/dnipro",
            "/en/2025/dnipro?utm_source=x",
            "/ru/2025/dnipro",
            "/2025/dnipro",
            "/",
            "/uk/",
            "/ua/",
            "/uk/2025/dnipro?remember",
            "/uk/search?q=dnipro",
            "/uk/nothing",
            "/media/2025/dnipro/a.txt",
            "/robots.txt",
            "/uk/%zz",
        ];
        for target in targets {
            for header in &headers {
                for round in ["at first", "again"] {
                    let (plain, hyper) =
                        (asked(&app, target, header).await, asked(&app, target, &format!("{header}{HYPER}")).await);
                    assert_eq!(plain, hyper, "{target} {header:?} {round}");
                }
            }
        }
    });
}

#[test]
fn it_packs_as_hyper_does_and_knows_the_fast_coding_again() {
    run(async |app| {
        for coding in ["gzip", "br", "zstd"] {
            let header = format!("Accept-Encoding: {coding}\r\n");
            let of_hyper = format!("{header}{HYPER}");
            let (head, _) = asked(&app, "/uk/2025/dnipro", &of_hyper).await;
            let tag =
                |head: &BTreeSet<String>| head.iter().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
            let fast = tag(&head);
            // The best form is made in the background.
            let mut best = asked(&app, "/uk/2025/dnipro", &of_hyper).await;
            while tag(&best.0) == fast && fast.contains("-fast") {
                tokio::time::sleep(Duration::from_millis(5)).await;
                best = asked(&app, "/uk/2025/dnipro", &of_hyper).await;
            }
            assert_eq!(asked(&app, "/uk/2025/dnipro", &header).await, best, "{coding}");
            assert!(best.0.contains(&format!("content-encoding: {coding}")), "{:?}", best.0);
            let known = format!("{header}If-None-Match: {fast}\r\n");
            let plain = asked(&app, "/uk/2025/dnipro", &known).await;
            assert_eq!(plain, asked(&app, "/uk/2025/dnipro", &format!("{known}{HYPER}")).await, "{coding}");
            assert!(plain.0.contains("HTTP/1.1 304 Not Modified") && tag(&plain.0) == fast, "{:?}", plain.0);
        }
    });
}

#[test]
fn what_has_spoken_http_1_does_not_become_http_2() {
    run(async |app| {
        let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        let mut client = Client::of(&app);
        client.say(&format!("GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n{preface}")).await;
        client.hear().await;
        assert!(client.ends().await);
        // But a connection that begins with it does, in whatever pieces it comes.
        let mut client = Client::of(&app);
        for piece in ["P", "RI * HTTP/2.0\r\n", &preface[16..]] {
            client.say(piece).await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        client.say("\0\0\0\u{4}\0\0\0\0\0").await;
        let mut frame = [0; 9];
        client.stream.read_exact(&mut frame).await.unwrap();
        assert_eq!(frame[3], 4, "settings: {frame:?}");
    });
}

#[test]
fn what_is_not_plain_is_answered_all_the_same_and_so_is_what_follows() {
    run(async |app| {
        let whole = asked(&app, "/uk/", "").await;
        for odd in [
            "HEAD /uk/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /uk/ HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
            "GET /uk/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "GET http://example.org/uk/ HTTP/1.1\r\nHost: x\r\n\r\n",
            &format!("GET /uk/ HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(6000)),
            &format!("GET /uk/ HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(60)),
        ] {
            let mut client = Client::of(&app);
            let plain = "GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n";
            client.say(&format!("{plain}{odd}{plain}")).await;
            assert_eq!(client.hear().await, whole, "before {odd:?}");
            if odd.starts_with("HEAD") {
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    head.push(char::from(client.stream.read_u8().await.unwrap()));
                }
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
            } else {
                let (lines, body) = client.hear().await;
                assert_eq!((body, lines.len()), (whole.1.clone(), whole.0.len()), "{odd:?}");
            }
            assert_eq!(client.hear().await, whole, "after {odd:?}");
        }
        // A body that nobody reads is never taken for a request.
        let mut client = Client::of(&app);
        let body = "1f\r\nGET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n\r\n0\r\n\r\n";
        client.say(&format!("GET /uk/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{body}")).await;
        assert_eq!(client.hear().await, whole);
        client.stream.shutdown().await.unwrap();
        assert!(client.ends().await);
        for broken in ["GET /uk/ HTTP/1.1\r\nHost : x\r\n\r\n", "GET /uk/ HTTP/1.1\r\nX\r\n\r\n", "nonsense\r\n\r\n"] {
            let mut client = Client::of(&app);
            client.say(broken).await;
            let (lines, _) = client.hear().await;
            assert!(lines.iter().any(|line| line.starts_with("HTTP/1.1 400")), "{lines:?}");
        }
    });
}

#[test]
fn requests_come_in_any_pieces_and_end_with_the_client() {
    run(async |app| {
        let whole = asked(&app, "/uk/", "").await;
        let two = "GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\nGET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n";
        for at in [1, 14, 30, two.len() / 2 + 5] {
            let mut client = Client::of(&app);
            client.say(&two[..at]).await;
            tokio::time::sleep(Duration::from_millis(10)).await;
            client.say(&two[at..]).await;
            assert_eq!((client.hear().await, client.hear().await), (whole.clone(), whole.clone()), "{at}");
            client.stream.shutdown().await.unwrap();
            assert!(client.ends().await, "{at}");
        }
        let mut client = Client::of(&app);
        client.stream.shutdown().await.unwrap();
        assert!(client.ends().await);
    });
}
