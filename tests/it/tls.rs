//! TLS: protocols, certificates replaced under open connections, slow clients.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName},
};

use crate::harness::Archive;

const NAME: &str = "archive.example";

type Made = CertifiedKey<KeyPair>;
type Stream = StreamOwned<ClientConnection, TcpStream>;

/// A server that speaks TLS, and the folder its certificate lies in.
struct Server {
    child: Child,
    lines: Receiver<String>,
    address: String,
    admin: String,
    archive: Archive,
}

fn made() -> Made {
    generate_simple_self_signed([NAME.to_owned()]).unwrap()
}

fn write(folder: &Path, made: &Made) {
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

fn command(archive: &Archive) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    command.env_remove("RUST_LOG").env("NO_COLOR", "1").stderr(Stdio::piped());
    let file = |name| archive.path().join(name);
    command.args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--archive"]).arg(archive.path());
    command.arg("--tls-cert").arg(file("cert.pem")).arg("--tls-key").arg(file("key.pem"));
    command
}

impl Server {
    fn start(made: &Made) -> Server {
        let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
        write(archive.path(), made);
        let mut child = command(&archive).spawn().unwrap();
        let (send, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut server = Server { child, lines, address: String::new(), admin: String::new(), archive };
        let line = server.wait_for("https://127.0.0.1:");
        server.address = line.trim_start_matches("https://").trim_end_matches('/').to_owned();
        server.admin = server.wait_for("/metrics are on ").rsplit(' ').next().unwrap().to_owned();
        server
    }

    fn wait_for(&self, what: &str) -> String {
        loop {
            let line =
                self.lines.recv_timeout(Duration::from_secs(300)).unwrap_or_else(|_| panic!("no line has `{what}`"));
            if line.contains(what) {
                return line;
            }
        }
    }

    /// A connection that trusts this certificate alone; an error where the server shows another.
    fn connect(&self, trusted: &CertificateDer<'static>, protocols: &[&[u8]]) -> std::io::Result<Stream> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let client = ClientConnection::new(Arc::new(config), ServerName::try_from(NAME).unwrap()).unwrap();
        let mut stream = StreamOwned::new(client, TcpStream::connect(&self.address)?);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        Ok(stream)
    }

    fn metrics(&self) -> String {
        let mut stream = TcpStream::connect(&self.admin).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn wait_for_metric(&self, line: &str) {
        for _ in 0..3000 {
            if self.metrics().lines().any(|found| found == line) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no `{line}` in\n{}", self.metrics());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One request on an open connection, and its answer to the end of the page.
fn get(stream: &mut Stream) -> String {
    stream.write_all(b"GET /uk/2025/dnipro HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&answer).contains("</html>") {
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the connection was closed: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8(answer).unwrap()
}

#[test]
fn clients_agree_on_the_better_protocol_they_know_and_are_told_to_stay_with_tls() {
    let made = made();
    let server = Server::start(&made);
    for (offered, expected) in
        [(vec![&b"http/1.1"[..], b"h2"], Some(&b"h2"[..])), (vec![b"http/1.1"], Some(b"http/1.1")), (vec![], None)]
    {
        let stream = server.connect(made.cert.der(), &offered).unwrap();
        assert_eq!(stream.conn.alpn_protocol(), expected);
    }
    let page = get(&mut server.connect(made.cert.der(), &[b"http/1.1"]).unwrap());
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("strict-transport-security: max-age=31536000\r\n"), "{page}");
    // An HTTP/2 client sends its preface and settings, and is sent settings (RFC 9113, 3.4).
    let mut stream = server.connect(made.cert.der(), &[b"h2"]).unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let mut head = [0; 9];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(head[3], 4, "not a SETTINGS frame: {head:?}");
}

#[test]
fn a_new_certificate_is_shown_to_new_connections_and_cuts_off_no_old_one() {
    let (first, second) = (made(), made());
    let server = Server::start(&first);
    let mut open = server.connect(first.cert.der(), &[]).unwrap();
    get(&mut open);
    write(server.archive.path(), &second);
    server.wait_for("a new certificate is in use");
    assert!(server.connect(first.cert.der(), &[]).is_err());
    get(&mut server.connect(second.cert.der(), &[]).unwrap());
    get(&mut open);
    server.wait_for_metric("litopys_tls_certificates_total{result=\"used\"} 1");
}

#[test]
fn a_bad_certificate_leaves_the_old_one_and_is_told_and_counted_once() {
    let made = made();
    let server = Server::start(&made);
    std::fs::write(server.archive.path().join("key.pem"), "no key").unwrap();
    server.wait_for("still using the old certificate: there is no private key in it");
    std::thread::sleep(Duration::from_secs(3));
    server.wait_for_metric("litopys_tls_certificates_total{result=\"refused\"} 1");
    get(&mut server.connect(made.cert.der(), &[]).unwrap());
    std::fs::remove_file(server.archive.path().join("key.pem")).unwrap();
    server.wait_for("still using the old certificate: cannot read");
    get(&mut server.connect(made.cert.der(), &[]).unwrap());
}

#[test]
fn a_server_that_was_to_speak_tls_never_speaks_without() {
    let archive = Archive::new();
    let other = made();
    for (certificate, expected) in [(None, "cannot read"), (Some(other.cert.pem()), "the private key is not that of")] {
        write(archive.path(), &made());
        match certificate {
            None => std::fs::remove_file(archive.path().join("cert.pem")).unwrap(),
            Some(text) => std::fs::write(archive.path().join("cert.pem"), text).unwrap(),
        }
        let output = command(&archive).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains(expected) && said.contains("cert.pem"), "{said}");
    }
}

#[test]
fn clients_that_never_shake_hands_hold_nobody_up_and_are_given_up() {
    let made = made();
    let server = Server::start(&made);
    let mut idle: Vec<TcpStream> = Vec::new();
    // Whether another client was answered before any of the idle ones was given up.
    let mut is_answered_at_once = || {
        let first = idle.len();
        idle.extend((0..200).map(|_| TcpStream::connect(&server.address).unwrap()));
        get(&mut server.connect(made.cert.der(), &[]).unwrap());
        idle[first].set_nonblocking(true).unwrap();
        let is_held = idle[first].peek(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        idle[first].set_nonblocking(false).unwrap();
        is_held
    };
    // A machine that stands still for ten seconds does not do so each time.
    assert!((0..5).any(|_| is_answered_at_once()));
    server.wait_for_metric(&format!("litopys_tls_handshakes_total{{result=\"late\"}} {}", idle.len()));
    let mut nothing = String::new();
    assert_eq!((&idle[0]).read_to_string(&mut nothing).unwrap_or_default(), 0);
}

#[test]
fn a_client_that_speaks_no_tls_gets_no_answer_and_is_counted() {
    let server = Server::start(&made());
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.write_all(b"GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
    server.wait_for_metric("litopys_tls_handshakes_total{result=\"failed\"} 1");
}
