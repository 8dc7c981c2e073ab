//! Upgrades and restarts under load, on a socket that stays open.

use std::{
    io,
    net::TcpListener,
    os::unix::net::UnixListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    harness::{Archive, eventually},
    server_process::{Address, Server, Stream, answer},
};

/// Clients that send requests without a pause.
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

/// A request. If the server has closed the connection in the meantime, it is sent again (RFC 9110, 9.2.2).
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
        eventually(Duration::from_secs(300), "the old one answers", || {
            load.asked.load(Ordering::Relaxed) > before + 50
        });
        let mut new = next();
        new.wait_for(if matches!(address, Address::Tcp(_)) { "http://127.0.0.1:" } else { "unix:" });
        std::mem::replace(&mut old, new).stop();
    }
    let before = load.asked.load(Ordering::Relaxed);
    eventually(Duration::from_secs(300), "the last one answers", || load.asked.load(Ordering::Relaxed) > before + 50);
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

/// As with systemd: the socket stays, one process ends, the next one starts, and connections wait in between.
#[test]
fn a_restart_under_load_makes_readers_wait_and_fails_none() {
    let (archive, socket) = (archive(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = Address::Tcp(socket.local_addr().unwrap().to_string());
    let mut server = Server::activated(&archive, socket.try_clone().unwrap(), &[]);
    server.wait_for("http://127.0.0.1:");
    let load = Load::start(&address);
    for _ in 0..2 {
        let before = load.asked.load(Ordering::Relaxed);
        eventually(Duration::from_secs(300), "it answers", || load.asked.load(Ordering::Relaxed) > before + 50);
        server.stop();
        server = Server::activated(&archive, socket.try_clone().unwrap(), &[]);
        server.wait_for("http://127.0.0.1:");
    }
    load.end();
    server.stop();
}
