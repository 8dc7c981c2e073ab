//! The real binary as a server: started in each way that a service manager has, with requests over TCP and over a Unix socket.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use crate::harness::Archive;

/// A server with its output.
pub(crate) struct Server {
    pub(crate) child: Child,
    lines: Receiver<String>,
    pub(crate) said: Vec<String>,
}

impl Server {
    pub(crate) fn spawn(mut command: Command, archive: &Archive, more: &[&str]) -> Server {
        command.args(["serve", "--archive", archive.path().to_str().unwrap()]);
        Server::run(command, more)
    }

    /// Starts `command`, which has `serve` and what it serves among its arguments.
    pub(crate) fn run(mut command: Command, more: &[&str]) -> Server {
        command.args(more).env_remove("RUST_LOG").env("NO_COLOR", "1").stderr(Stdio::piped());
        if !more.contains(&"--admin") {
            command.args(["--admin", "off"]);
        }
        let mut child = command.spawn().unwrap();
        let (send, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Server { child, lines, said: Vec::new() }
    }

    pub(crate) fn start(archive: &Archive, more: &[&str]) -> Server {
        Server::spawn(Command::new(env!("CARGO_BIN_EXE_litopys")), archive, more)
    }

    /// The binary with this socket as descriptor 3, as systemd starts it.
    pub(crate) fn activated(archive: &Archive, socket: impl Into<OwnedFd>, more: &[&str]) -> Server {
        let mut command = Command::new("sh");
        let script = "exec 3<&0 0</dev/null; export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$0\" \"$@\"";
        command.args(["-c", script, env!("CARGO_BIN_EXE_litopys")]).stdin(Stdio::from(socket.into()));
        Server::spawn(command, archive, more)
    }

    pub(crate) fn wait_for(&mut self, what: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(300));
            let line = line.unwrap_or_else(|_| panic!("no line has `{what}`: {:#?}", self.said));
            self.said.push(line.clone());
            if line.contains(what) {
                return line;
            }
        }
    }

    /// All that it says until its end.
    pub(crate) fn rest(&mut self) -> &[String] {
        self.said.extend(self.lines.iter());
        &self.said
    }

    pub(crate) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Stops it, and waits for its end.
    pub(crate) fn stop(mut self) {
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
pub(crate) enum Address {
    Tcp(String),
    Unix(PathBuf),
}

pub(crate) trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

impl Address {
    pub(crate) fn connect(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            Address::Tcp(address) => {
                let stream = TcpStream::connect(address)?;
                stream.set_read_timeout(Some(Duration::from_secs(300)))?;
                Box::new(stream)
            }
            Address::Unix(path) => {
                let stream = UnixStream::connect(path)?;
                stream.set_read_timeout(Some(Duration::from_secs(300)))?;
                Box::new(stream)
            }
        })
    }

    pub(crate) fn said(line: &str) -> Address {
        match line.strip_prefix("unix:") {
            Some(path) => Address::Unix(path.into()),
            None => Address::Tcp(line.trim_start_matches("http://").trim_end_matches('/').to_owned()),
        }
    }

    pub(crate) fn ask(&self, before: &[u8], path: &str, headers: &str) -> String {
        let mut stream = self.connect().unwrap();
        stream.write_all(before).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n").unwrap();
        // Unread bytes of a malformed request may reset the connection after the answer.
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// One answer with its whole body, off an open connection; `None` if it was closed before the first byte.
pub(crate) fn answer(stream: &mut dyn Stream) -> io::Result<Option<String>> {
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
