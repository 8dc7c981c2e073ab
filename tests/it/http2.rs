//! HTTP/2 clients that cancel requests, do not read the answers, or send no request.

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread::available_parallelism,
    time::{Duration, Instant},
};

use crate::harness::{Archive, Hooked, Served, served};
use axum::{
    body::Bytes,
    http::{
        Request,
        header::{LOCATION, REFERER},
    },
};
use h2::{
    Reason,
    client::{Builder, ResponseFuture, SendRequest},
};
use litopys::web::{App, serve_stream};
use tokio::{
    io::{AsyncWriteExt, DuplexStream, duplex},
    runtime::Runtime,
    task::JoinHandle,
    time::{sleep, timeout},
};

/// The reading of papers: how often one began, and whether they may end.
#[derive(Default)]
struct Papers {
    begun: AtomicUsize,
    may_end: Mutex<bool>,
    changed: Condvar,
}

impl Papers {
    fn read(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
        drop(self.changed.wait_while(self.may_end.lock().unwrap(), |may_end| !*may_end).unwrap());
    }
}

/// One end of a connection that the server answers; the handle ends when it does.
fn connect(app: &App) -> (DuplexStream, JoinHandle<()>) {
    let (ours, theirs) = duplex(1 << 16);
    let app = app.clone();
    (theirs, tokio::spawn(async move { serve_stream(&app, ours).await }))
}

async fn client(app: &App, builder: &Builder) -> (SendRequest<Bytes>, JoinHandle<()>) {
    let (stream, speaking) = connect(app);
    let (client, connection) = builder.handshake(stream).await.unwrap();
    tokio::spawn(async move { drop(connection.await) });
    (client, speaking)
}

fn get(path: &str) -> Request<()> {
    Request::get(format!("http://example.org{path}")).body(()).unwrap()
}

async fn ask(client: &mut SendRequest<Bytes>, path: &str) -> ResponseFuture {
    std::future::poll_fn(|context| client.poll_ready(context)).await.unwrap();
    client.send_request(get(path), true).unwrap().0
}

async fn until(what: &str, good: impl Fn() -> bool) {
    let begun = Instant::now();
    while !good() {
        assert!(begun.elapsed() < Duration::from_secs(300), "{what} never came");
        sleep(Duration::from_millis(5)).await;
    }
}

/// The address of an article's paper.
async fn paper(app: &App) -> String {
    let (mut client, _speaking) = client(app, &Builder::new()).await;
    let answer = ask(&mut client, "/media/2025/dnipro/map.pdf").await.await.unwrap();
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

#[test]
fn cancelled_requests_keep_their_permits_to_the_end_of_their_work_and_those_that_wait_are_never_worked_for() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]).bytes("articles/2025/dnipro/map.pdf", b"paper");
    let papers = Arc::new(Papers::default());
    let slow = Arc::clone(&papers);
    let before_file = Box::new(move |path: &str| {
        if path.ends_with(".pdf") {
            slow.read();
        }
    });
    let site = served(Arc::new(Hooked { before_file, ..Hooked::new(&archive) }));
    let cores = available_parallelism().unwrap().get();
    let begun = || papers.begun.load(Ordering::SeqCst);
    Runtime::new().unwrap().block_on(async {
        let address = paper(&site.app).await;
        // Two files a core are read at once, four answers are made for a connection.
        for round in 0..3 {
            let mut asked = Vec::new();
            for _ in 0..cores {
                let (mut client, speaking) = client(&site.app, &Builder::new()).await;
                for _ in 0..40 {
                    std::future::poll_fn(|context| client.poll_ready(context)).await.unwrap();
                    asked.push(client.send_request(get(&address), false).unwrap());
                }
                drop(speaking);
            }
            until("the work", || begun() == 2 * cores).await;
            sleep(Duration::from_millis(50)).await;
            for (_, request) in &mut asked {
                request.send_reset(Reason::CANCEL);
            }
            sleep(Duration::from_millis(50)).await;
            assert_eq!(begun(), 2 * cores, "round {round}: a client that goes away frees no permit");
        }
        let (mut reader, _speaking) = client(&site.app, &Builder::new()).await;
        let page = timeout(Duration::from_secs(300), ask(&mut reader, "/uk/").await).await;
        assert_eq!(page.expect("pages go on").unwrap().status(), 200);
        *papers.may_end.lock().unwrap() = true;
        papers.changed.notify_all();
        assert_eq!(ask(&mut reader, &address).await.await.unwrap().status(), 200);
        assert_eq!(begun(), 2 * cores + 1, "what nobody waits for is not begun");
    });
}

/// Connections that must end, none before so many seconds.
#[derive(Default)]
struct Ends(Vec<JoinHandle<()>>);

impl Ends {
    fn expect(&mut self, name: &'static str, seconds: u64, speaking: JoinHandle<()>) {
        let begun = Instant::now();
        self.0.push(tokio::spawn(async move {
            let end = timeout(Duration::from_secs(300), speaking).await;
            let took = begun.elapsed().as_secs();
            assert!(end.is_ok() && took >= seconds, "{name}: {took} s");
        }));
    }

    async fn check(self) {
        for end in self.0 {
            end.await.unwrap();
        }
    }
}

/// A site with a paper of a megabyte.
fn site() -> Served {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    archive.bytes("articles/2025/dnipro/map.pdf", &vec![b'x'; 1 << 20]).serve()
}

#[test]
fn a_connection_that_asks_for_nothing_is_closed_whatever_else_it_says() {
    let site = site();
    let app = &site.app;
    Runtime::new().unwrap().block_on(async {
        let (mut ends, mut held) = (Ends::default(), Vec::new());
        let (mut stream, speaking) = connect(app);
        ends.expect("the preface, byte by byte", 9, speaking);
        tokio::spawn(async move {
            for byte in b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" {
                drop(stream.write_all(&[*byte]).await);
                sleep(Duration::from_secs(1)).await;
            }
        });
        let (idle, speaking) = client(app, &Builder::new()).await;
        ends.expect("nothing", 9, speaking);
        let (mut done, speaking) = client(app, &Builder::new()).await;
        assert_eq!(ask(&mut done, "/uk/").await.await.unwrap().status(), 200);
        ends.expect("a page, and then nothing", 9, speaking);
        let (stream, speaking) = connect(app);
        let (pinging, mut connection) = Builder::new().handshake::<_, Bytes>(stream).await.unwrap();
        let mut pings = connection.ping_pong().unwrap();
        tokio::spawn(async move { drop(connection.await) });
        tokio::spawn(async move {
            while pings.ping(h2::Ping::opaque()).await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        ends.expect("nothing but pings", 9, speaking);
        held.extend([idle, done, pinging]);
        let (mut stream, speaking) = connect(app);
        let settings_and_half_a_head = b"\0\0\0\x04\0\0\0\0\0\0\0\x01\x01\0\0\0\0\x01\x82";
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        stream.write_all(settings_and_half_a_head).await.unwrap();
        ends.expect("half a head", 9, speaking);
        ends.check().await;
        drop((held, stream));
    });
}

#[test]
fn a_client_that_takes_nothing_is_given_up_and_a_slow_reader_is_not() {
    let site = site();
    let app = &site.app;
    Runtime::new().unwrap().block_on(async {
        let (address, windowless) = (paper(app).await, Builder::new().initial_window_size(0).clone());
        let (mut ends, mut held, mut answers) = (Ends::default(), Vec::new(), Vec::new());
        for (name, path, count) in [("a page", "/uk/", 1), ("a file", address.as_str(), 60)] {
            let (mut client, speaking) = client(app, &windowless).await;
            for _ in 0..count {
                answers.push(ask(&mut client, path).await);
            }
            ends.expect(name, 29, speaking);
            held.push(client);
        }
        // Sixteen kilobytes every five seconds, for longer than a client may take nothing.
        let (mut slow, slow_speaking) = client(app, Builder::new().initial_window_size(16 << 10)).await;
        let mut body = ask(&mut slow, &address).await.await.unwrap().into_body();
        let reading = tokio::spawn(async move {
            let (begun, mut taken) = (Instant::now(), 0);
            while begun.elapsed() < Duration::from_secs(40) {
                let piece = body.data().await.expect("a piece").expect("the connection goes on");
                taken += piece.len();
                body.flow_control().release_capacity(piece.len()).unwrap();
                if taken % (16 << 10) == 0 {
                    sleep(Duration::from_secs(5)).await;
                }
            }
        });
        ends.check().await;
        reading.await.unwrap();
        assert!(!slow_speaking.is_finished());
        drop((held, answers));
    });
}

#[test]
fn the_page_that_a_reader_comes_from_is_known_by_the_authority() {
    let site = site();
    Runtime::new().unwrap().block_on(async {
        let (mut client, _speaking) = client(&site.app, &Builder::new()).await;
        for (from, is_ours) in [("https://example.org", true), ("https://other.example", false)] {
            let mut request = get("/en/language");
            request.headers_mut().insert(REFERER, format!("{from}/uk/2025/dnipro").parse().unwrap());
            std::future::poll_fn(|context| client.poll_ready(context)).await.unwrap();
            let mut body = client.send_request(request, true).unwrap().0.await.unwrap().into_body();
            let mut text = Vec::new();
            while let Some(piece) = body.data().await {
                text.extend(piece.unwrap());
            }
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.contains("href=\"/en/2025/dnipro\""), is_ours, "{from}: {text}");
        }
    });
}
