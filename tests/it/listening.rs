//! Listening: several addresses at once, Unix sockets, and sockets passed by the service manager.

use std::{
    io::Read,
    net::TcpListener,
    os::unix::net::{UnixListener, UnixStream},
    process::Command,
    time::Instant,
};

use crate::{
    harness::Archive,
    server_process::{Address, Server},
};

fn archive() -> Archive {
    Archive::new().article("2025/dnipro", "uk", &["uk"])
}

#[test]
fn each_address_is_printed_and_answers_and_the_socket_file_is_removed_at_the_end() {
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
    // A second server cannot use the socket, and leaves it as it is.
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
        (notes.as_str(), "there is a file at this path that is not a socket"),
        ("unix:/nowhere/litopys.sock", "its folder does not exist"),
        (&format!("unix:/{}", "x".repeat(200)), "a path of 107 bytes at most"),
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
    server.wait_for("expected listening stream sockets");
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
    // A silent client is closed, as over TCP.
    let mut silent = UnixStream::connect(&path).unwrap();
    let begun = Instant::now();
    assert_eq!(silent.read(&mut [0; 64]).unwrap(), 0);
    assert!((9..200).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    server.stop();
}
