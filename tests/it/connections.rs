//! What a client may do on one connection: requests in any pieces, one after the other, in either HTTP.

use std::{collections::BTreeSet, time::Duration};

use crate::harness::Archive;
use litopys::web::{App, serve_stream};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    runtime::Runtime,
    task::JoinHandle,
    time::timeout,
};

const PLAIN: &str = "GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n";
const PREFACE: &str = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

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
        Client { stream, speaking: tokio::spawn(async move { serve_stream(&app, theirs).await }) }
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
        assert_eq!(lines.iter().filter(|line| line.starts_with("date: ")).count(), 1, "{head}");
        let said = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)?.parse().ok());
        let mut body = vec![0; said("content-length: ").expect("a length")];
        self.stream.read_exact(&mut body).await.unwrap();
        let own = |line: &String| !line.starts_with("date: ") && !line.starts_with("connection: ");
        (lines.into_iter().filter(own).collect(), body)
    }

    /// Whether the other side closes the connection and says no more.
    async fn ends(mut self) -> bool {
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(300), self.stream.read_to_end(&mut rest)).await;
        let spoken = timeout(Duration::from_secs(300), self.speaking).await;
        matches!(end, Ok(Ok(_))) && matches!(spoken, Ok(Ok(()))) && !rest.starts_with(b"HTTP/1.1 2")
    }
}

fn run(test: impl AsyncFnOnce(App)) {
    let served = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).serve();
    Runtime::new().unwrap().block_on(test(served.app.clone()));
}

#[test]
fn requests_come_in_any_pieces_and_end_with_the_client() {
    run(async |app| {
        let mut client = Client::of(&app);
        client.say(PLAIN).await;
        let whole = client.hear().await;
        let two = [PLAIN, PLAIN].concat();
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

#[test]
fn what_has_spoken_http_1_does_not_become_http_2() {
    run(async |app| {
        let mut client = Client::of(&app);
        client.say(&format!("{PLAIN}{PREFACE}")).await;
        client.hear().await;
        assert!(client.ends().await);
        // But a connection that begins with it does, in whatever pieces it comes.
        let mut client = Client::of(&app);
        for piece in ["P", "RI * HTTP/2.0\r\n", &PREFACE[16..]] {
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
fn an_unusual_request_and_a_broken_one_are_answered_and_a_body_is_never_taken_for_a_request() {
    run(async |app| {
        let mut client = Client::of(&app);
        client.say(PLAIN).await;
        let whole = client.hear().await;
        for odd in [
            "GET /uk/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "GET http://example.org/uk/ HTTP/1.1\r\nHost: x\r\n\r\n",
            &format!("GET /uk/ HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(6000)),
            &format!("GET /uk/ HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(60)),
        ] {
            let mut client = Client::of(&app);
            client.say(&[PLAIN, odd, PLAIN].concat()).await;
            for which in ["before", "itself", "after"] {
                assert_eq!(client.hear().await, whole, "{which} {odd:?}");
            }
        }
        let mut client = Client::of(&app);
        let body = format!("1f\r\n{PLAIN}\r\n0\r\n\r\n");
        client.say(&format!("GET /uk/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{body}")).await;
        assert_eq!(client.hear().await, whole);
        client.stream.shutdown().await.unwrap();
        assert!(client.ends().await);
        for broken in ["GET /uk/ HTTP/1.1\r\nHost : x\r\n\r\n", "GET /uk/ HTTP/1.1\r\nX\r\n\r\n", "nonsense\r\n\r\n"] {
            let mut client = Client::of(&app);
            client.say(broken).await;
            let mut answer = String::new();
            client.stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        }
    });
}

#[test]
fn headers_that_are_too_long_are_refused_on_a_page_out_of_the_cache_too() {
    run(async |app| {
        let mut client = Client::of(&app);
        client.say(&[PLAIN, PLAIN].concat()).await;
        assert_eq!(client.hear().await, client.hear().await, "the page is kept");
        for (length, status) in [(15_000, "200"), (17_000, "431")] {
            client.say(&format!("GET /uk/ HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(length))).await;
            let (head, _) = client.hear().await;
            assert!(head.iter().any(|line| line.starts_with(&format!("HTTP/1.1 {status}"))), "{length}: {head:?}");
        }
    });
}

#[test]
fn a_long_file_is_sent_whole_and_in_ranges_and_one_that_nobody_takes_costs_little_and_holds_nobody_up() {
    let paper: Vec<u8> = (0..30_u32 << 20).map(|n| (n % 251).to_le_bytes()[0]).collect();
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    let served = archive.bytes("articles/2025/dnipro/map.pdf", &paper).serve();
    let app = served.app.clone();
    Runtime::new().unwrap().block_on(async {
        let address = served_address(&app).await;
        let get = |more: &str| format!("GET {address} HTTP/1.1\r\nHost: x\r\n{more}\r\n");
        // A hundred who take nothing.
        let mut deaf = Vec::new();
        for _ in 0..100 {
            let mut client = Client::of(&app);
            client.say(&get("")).await;
            deaf.push(client);
        }
        let mut client = Client::of(&app);
        client.say(&get("")).await;
        let (head, body) = client.hear().await;
        assert!(body == paper && head.contains("accept-ranges: bytes"), "{head:?}");
        client.say(&get("Range: bytes=20000000-20100000\r\n")).await;
        let (head, body) = client.hear().await;
        assert!(head.contains("content-range: bytes 20000000-20100000/31457280"), "{head:?}");
        assert_eq!(body, paper[20_000_000..=20_100_000]);
        client.say(PLAIN).await;
        client.hear().await;
    });
}

/// Where the paper lies at present.
async fn served_address(app: &App) -> String {
    let mut client = Client::of(app);
    client.say("GET /media/2025/dnipro/map.pdf HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let (head, _) = client.hear().await;
    head.iter().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned()
}
