//! Where a server listens: several addresses at once, Unix sockets, sockets that the service manager hands over to one process after
//! another. And who is taken for the client behind a proxy.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::{
        fd::OwnedFd,
        unix::net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{Receiver, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::harness::{Archive, SITE, eventually};

/// A server, and what it says.
struct Server {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Server {
    fn spawn(mut command: Command, archive: &Archive, more: &[&str]) -> Server {
        command.env_remove("RUST_LOG").env("NO_COLOR", "1").stderr(Stdio::piped());
        command.args(["serve", "--archive", archive.path().to_str().unwrap()]).args(more);
        if !more.contains(&"--admin") {
            command.args(["--admin", "off"]);
        }
        let mut child = command.spawn().unwrap();
        let (send, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Server { child, lines, said: Vec::new() }
    }

    fn start(archive: &Archive, more: &[&str]) -> Server {
        Server::spawn(Command::new(env!("CARGO_BIN_EXE_litopys")), archive, more)
    }

    /// The binary with this socket as descriptor 3, as systemd starts it.
    fn activated(archive: &Archive, socket: impl Into<OwnedFd>, more: &[&str]) -> Server {
        let mut command = Command::new("sh");
        let script = "exec 3<&0 0</dev/null; export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$0\" \"$@\"";
        command.args(["-c", script, env!("CARGO_BIN_EXE_litopys")]).stdin(Stdio::from(socket.into()));
        Server::spawn(command, archive, more)
    }

    fn wait_for(&mut self, what: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(120));
            let line = line.unwrap_or_else(|_| panic!("no line has `{what}`: {:#?}", self.said));
            self.said.push(line.clone());
            if line.contains(what) {
                return line;
            }
        }
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Stops it, and waits for its end.
    fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success(), "{:#?}", self.said);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Where a client connects.
#[derive(Clone)]
enum Address {
    Tcp(String),
    Unix(PathBuf),
}

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

impl Address {
    fn connect(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            Address::Tcp(address) => {
                let stream = TcpStream::connect(address)?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                Box::new(stream)
            }
            Address::Unix(path) => {
                let stream = UnixStream::connect(path)?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                Box::new(stream)
            }
        })
    }

    fn said(line: &str) -> Address {
        match line.strip_prefix("unix:") {
            Some(path) => Address::Unix(path.into()),
            None => Address::Tcp(line.trim_start_matches("http://").trim_end_matches('/').to_owned()),
        }
    }

    fn ask(&self, before: &[u8], path: &str, headers: &str) -> String {
        let mut stream = self.connect().unwrap();
        stream.write_all(before).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n").unwrap();
        // What is left unread of a request that makes no sense may reset the connection behind the answer.
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8(answer).unwrap()
    }
}

/// One answer with its whole body, off an open connection; `None` where it was closed before the first byte.
fn answer(stream: &mut dyn Stream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(0) if head.is_empty() => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => head.extend(byte),
            Err(error) if head.is_empty() && error.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    let head = String::from_utf8(head).unwrap();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or_else(|| panic!("{head}"));
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body)?;
    Ok(Some(head))
}

/// Clients that ask without a pause.
struct Load {
    stopped: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    failed: Arc<Mutex<Vec<String>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    /// Two clients with a connection for each request, two that keep theirs for as long as the server does.
    fn start(address: &Address) -> Load {
        let mut load =
            Load { stopped: Arc::default(), asked: Arc::default(), failed: Arc::default(), threads: Vec::new() };
        for keeps in [false, false, true, true] {
            let (stopped, asked) = (Arc::clone(&load.stopped), Arc::clone(&load.asked));
            let (failed, address) = (Arc::clone(&load.failed), address.clone());
            load.threads.push(thread::spawn(move || {
                let mut open = None;
                while !stopped.load(Ordering::Relaxed) {
                    match one(&address, keeps, &mut open) {
                        Ok(()) => _ = asked.fetch_add(1, Ordering::Relaxed),
                        Err(error) => failed.lock().unwrap().push(format!("kept: {keeps}: {error}")),
                    }
                }
            }));
        }
        load
    }

    fn end(self) -> usize {
        self.stopped.store(true, Ordering::Relaxed);
        self.threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(*self.failed.lock().unwrap(), [""; 0]);
        self.asked.load(Ordering::Relaxed)
    }
}

/// A request. On a connection that the server has closed meanwhile, nothing is lost: it is asked again (RFC 9110, 9.2.2).
fn one(address: &Address, keeps: bool, open: &mut Option<Box<dyn Stream>>) -> io::Result<()> {
    let close = if keeps { "" } else { "Connection: close\r\n" };
    let request = format!("GET /uk/2025/dnipro HTTP/1.1\r\nHost: localhost\r\n{close}\r\n");
    if let Some(mut stream) = open.take()
        && stream.write_all(request.as_bytes()).is_ok()
        && let Some(head) = answer(&mut *stream)?
    {
        return accept(&head, keeps, stream, open);
    }
    let mut stream = address.connect()?;
    stream.write_all(request.as_bytes())?;
    let head = answer(&mut *stream)?.ok_or_else(|| io::Error::other("a new connection was closed"))?;
    accept(&head, keeps, stream, open)
}

fn accept(head: &str, keeps: bool, stream: Box<dyn Stream>, open: &mut Option<Box<dyn Stream>>) -> io::Result<()> {
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(io::Error::other(head.to_owned()));
    }
    *open = Some(stream).filter(|_| keeps && !head.contains("\r\nconnection: close"));
    Ok(())
}

fn archive() -> Archive {
    Archive::new().article("2025/dnipro", "uk", &["uk"])
}

/// One binary after the other on the same socket, each stopped once the next one answers.
fn upgraded(address: &Address, mut next: impl FnMut() -> Server) {
    let mut old = next();
    old.wait_for(if matches!(address, Address::Tcp(_)) { "http://127.0.0.1:" } else { "unix:" });
    let load = Load::start(address);
    for _ in 0..3 {
        let before = load.asked.load(Ordering::Relaxed);
        eventually(Duration::from_secs(60), "the old one answers", || load.asked.load(Ordering::Relaxed) > before + 50);
        let mut new = next();
        new.wait_for(if matches!(address, Address::Tcp(_)) { "http://127.0.0.1:" } else { "unix:" });
        std::mem::replace(&mut old, new).stop();
    }
    let before = load.asked.load(Ordering::Relaxed);
    eventually(Duration::from_secs(60), "the last one answers", || load.asked.load(Ordering::Relaxed) > before + 50);
    assert!(load.end() > 200);
    old.stop();
}

#[test]
fn an_upgrade_under_load_fails_no_request_over_tcp() {
    let (archive, socket) = (archive(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = Address::Tcp(socket.local_addr().unwrap().to_string());
    upgraded(&address, || Server::activated(&archive, socket.try_clone().unwrap(), &[]));
}

#[test]
fn an_upgrade_under_load_fails_no_request_over_a_unix_socket() {
    let archive = archive();
    let path = archive.path().join("handed.sock");
    let socket = UnixListener::bind(&path).unwrap();
    upgraded(&Address::Unix(path), || Server::activated(&archive, socket.try_clone().unwrap(), &[]));
}

/// As systemd does it: the socket stays, one process ends, and the next begins; meanwhile connections wait.
#[test]
fn a_restart_under_load_makes_readers_wait_and_fails_none() {
    let (archive, socket) = (archive(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = Address::Tcp(socket.local_addr().unwrap().to_string());
    let mut server = Server::activated(&archive, socket.try_clone().unwrap(), &[]);
    server.wait_for("http://127.0.0.1:");
    let load = Load::start(&address);
    for _ in 0..2 {
        let before = load.asked.load(Ordering::Relaxed);
        eventually(Duration::from_secs(60), "it answers", || load.asked.load(Ordering::Relaxed) > before + 50);
        server.stop();
        server = Server::activated(&archive, socket.try_clone().unwrap(), &[]);
        server.wait_for("http://127.0.0.1:");
    }
    load.end();
    server.stop();
}

#[test]
fn each_address_is_said_and_answers_and_the_socket_file_goes_with_the_server() {
    let archive = archive();
    let (path, handed) = (archive.path().join("own.sock"), TcpListener::bind("127.0.0.1:0").unwrap());
    drop(UnixListener::bind(&path).unwrap());
    let typed = format!("unix:{}", path.display());
    let more = ["--listen", "127.0.0.1:0", "--listen", &typed, "--listen", "[::1]:0", "--listen", ":0"];
    let mut server = Server::activated(&archive, handed.try_clone().unwrap(), &more);
    server.wait_for("http://[::]:");
    let addresses: Vec<_> =
        server.said.iter().filter(|line| line.starts_with("http://") || line.starts_with("unix:")).cloned().collect();
    assert_eq!(addresses.len(), 5, "{:?}", server.said);
    assert!(addresses.contains(&format!("http://{}/", handed.local_addr().unwrap())) && addresses.contains(&typed));
    for address in &addresses {
        let reached = Address::said(&address.replace("[::]", "127.0.0.1"));
        assert!(reached.ask(b"", "/uk/2025/dnipro", "").starts_with("HTTP/1.1 200"), "{address}");
    }
    // A second server cannot have the socket, and leaves it as it is.
    let mut second = Server::start(&archive, &["--listen", &typed]);
    second.wait_for("another program listens on it");
    assert_eq!(second.child.wait().unwrap().code(), Some(2));
    assert!(Address::Unix(path.clone()).ask(b"", "/uk/", "").starts_with("HTTP/1.1 200"));
    server.stop();
    assert!(!path.exists());
}

#[test]
fn a_regular_file_is_never_replaced_and_an_invalid_address_is_an_error() {
    let archive = archive().file("notes", "mine\n");
    let notes = format!("unix:{}", archive.path().join("notes").display());
    for (typed, said) in [
        (notes.as_str(), "a file that is not a socket lies there"),
        ("unix:/nowhere/litopys.sock", "its folder must exist"),
        (&format!("unix:/{}", "x".repeat(200)), "of 107 bytes at most"),
        ("8080", "`:PORT` or `unix:PATH`"),
    ] {
        let mut server = Server::start(&archive, &["--listen", typed]);
        server.wait_for(said);
        assert_eq!(server.child.wait().unwrap().code(), Some(2), "{typed}");
    }
    assert_eq!(std::fs::read_to_string(archive.path().join("notes")).unwrap(), "mine\n");
}

#[test]
fn a_descriptor_that_is_not_a_socket_is_an_error_and_one_for_another_process_is_ignored() {
    let archive = archive();
    let mut server = Server::activated(&archive, std::fs::File::open(archive.path().join("site.toml")).unwrap(), &[]);
    server.wait_for("what is not a stream socket");
    assert_eq!(server.child.wait().unwrap().code(), Some(2));
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    command.env("LISTEN_PID", "1").env("LISTEN_FDS", "1");
    let mut server = Server::spawn(command, &archive, &["--listen", "127.0.0.1:0"]);
    server.wait_for("http://127.0.0.1:");
    server.stop();
}

#[test]
fn http_2_is_spoken_on_a_unix_socket_too() {
    let archive = archive();
    let path = archive.path().join("own.sock");
    let mut server = Server::start(&archive, &["--listen", &format!("unix:{}", path.display())]);
    server.wait_for("unix:");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let stream = tokio::net::UnixStream::connect(&path).await.unwrap();
        let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(async move { drop(connection.await) });
        let request = axum::http::Request::get("http://localhost/uk/2025/dnipro").body(()).unwrap();
        let answer = client.send_request(request, true).unwrap().0.await.unwrap();
        assert_eq!(answer.status(), 200);
    });
    // A client that says nothing is closed, as over TCP.
    let mut silent = UnixStream::connect(&path).unwrap();
    let begun = Instant::now();
    assert_eq!(silent.read(&mut [0; 64]).unwrap(), 0);
    assert!((9..20).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    server.stop();
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
    let more = ["--listen", &typed, "--listen", "127.0.0.1:0", "--log-format", "text"];
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
        // The client that the preface names is not a trusted proxy: its `X-Forwarded-For` counts for nothing.
        (b"PROXY TCP4 203.0.113.9 192.0.2.1 51234 80\r\n", "X-Forwarded-For: 1.1.1.1\r\n", " 203.0.113.9 GET"),
        (b"PROXY TCP4 10.1.1.1 192.0.2.1 51234 80\r\n", "X-Forwarded-For: 203.0.113.7\r\n", " 203.0.113.7 GET"),
    ] {
        let answer = tcp.ask(before, "/uk/2025/dnipro", headers);
        assert!(answer.starts_with("HTTP/1.1 200"), "{headers}: {answer}");
        let line = server.wait_for(" GET /uk/2025/dnipro ");
        assert!(line.contains(expected), "{:?} {headers}: {line}", String::from_utf8_lossy(before));
    }
    // The links of a page and its redirects know nothing of it.
    let headers = "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: ftp\r\nForwarded: \
                   for=1.1.1.1;host=evil.example;proto=ftp\r\n";
    for path in ["/uk/2025/dnipro", "/2025/dnipro", "/uk/2025/dnipro/", "/uk/feed.atom", "/sitemap.xml"] {
        let answer = tcp.ask(b"", path, headers);
        assert!(!answer.contains("evil") && !answer.contains("203.0.113.7") && !answer.contains("ftp:"), "{answer}");
    }
    // A Unix socket is trusted where the site says so.
    let answer = unix.ask(b"", "/uk/", "X-Forwarded-For: 203.0.113.7\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let line = server.wait_for(" GET /uk/ ");
    assert!(!line.contains("203.0.113.7"), "{line}");
    let answer = unix.ask(b"PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n", "/uk/", "");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[test]
fn without_a_trusted_peer_nothing_that_is_said_of_clients_counts() {
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
    let begun = Instant::now();
    let heard = |said: &[u8]| {
        let mut stream = tcp.connect().unwrap();
        stream.write_all(said).unwrap();
        let mut heard = Vec::new();
        drop(stream.read_to_end(&mut heard));
        heard
    };
    for broken in [
        &b"PROXY TCP4 203.0.113.999 192.0.2.1 1 2\r\nGET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n"[..],
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff",
        &[b"PROXY UNKNOWN ".as_slice(), &[b'x'; 200]].concat(),
    ] {
        assert_eq!(heard(broken), b"", "{:?}", String::from_utf8_lossy(broken));
        assert!(begun.elapsed().as_secs() < 5, "it is cut at once");
    }
    for slow in [&b"PROXY TC"[..], b"\r\n\r\n\0\r\nQUIT\n", b""] {
        let began = Instant::now();
        assert_eq!(heard(slow), b"");
        assert!((9..20).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    }
}

#[test]
fn limits_count_the_client_behind_the_proxy() {
    let (_archive, _server, tcp, _unix) = behind_proxy("trusted = ['127.0.0.1']");
    let preface = "PROXY TCP4 203.0.113.9 192.0.2.1 51234 80\r\n";
    // A connection that says no more is closed after ten seconds, which a busy machine may need for all of them.
    let mut held = std::collections::VecDeque::new();
    let mut is_refused = |before: &str, headers: &str| {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(60) {
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
    eventually(Duration::from_secs(30), "it is let in again", || {
        tcp.ask(preface.as_bytes(), "/uk/", "").starts_with("HTTP/1.1 200")
    });
}

#[test]
fn what_is_wrong_with_proxy_is_reported_where_it_stands() {
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
