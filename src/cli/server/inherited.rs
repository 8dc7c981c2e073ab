//! Sockets that the service manager opened and passes to this process: systemd's socket activation (sd_listen_fds(3)). They
//! stay open while one process ends and the next starts, so no connection is refused during an upgrade.

use std::net;
use std::os::unix;

use anyhow::{Context, anyhow};
use listenfd::ListenFd;
use tokio::net::{TcpListener, UnixListener};

use crate::web::Listener;

/// The name of a socket for the admin address: `FileDescriptorName=admin` in its unit.
const ADMIN: &str = "admin";

/// The sockets that the service manager passed.
#[derive(Debug, Default)]
pub(in crate::cli) struct InheritedSockets {
    /// Those for readers.
    readers: Vec<InheritedSocket>,
    /// The one with the name `admin`.
    admin: Option<net::TcpListener>,
}

#[derive(Debug)]
enum InheritedSocket {
    Tcp(net::TcpListener),
    Unix(unix::net::UnixListener),
}

impl InheritedSockets {
    /// Takes the sockets named in the environment; empty if it names none, or names them for another process. This removes
    /// the variables from the environment, so call it before a second thread starts.
    ///
    /// # Errors
    /// If one of them is not a listening stream socket.
    pub(in crate::cli) fn take() -> anyhow::Result<InheritedSockets> {
        let names = names();
        let mut passed = ListenFd::from_env();
        let mut sockets = InheritedSockets::default();
        for n in 0..passed.len() {
            let name = names.get(n).map_or("", String::as_str);
            let socket = match passed.take_tcp_listener(n) {
                Ok(Some(listener)) => InheritedSocket::Tcp(listener),
                _ => InheritedSocket::Unix(unix_socket(&mut passed, n)?),
            };
            sockets.add(name, socket)?;
        }
        Ok(sockets)
    }

    fn add(&mut self, name: &str, socket: InheritedSocket) -> anyhow::Result<()> {
        match socket {
            InheritedSocket::Tcp(listener) if name == ADMIN && self.admin.is_none() => self.admin = Some(listener),
            _ if name == ADMIN => {
                return Err(anyhow!(
                    "the service manager passed a second socket, or a Unix socket, named `{ADMIN}`; expected one TCP socket with \
                     that name (`FileDescriptorName` in its unit)"
                ));
            }
            socket => self.readers.push(socket),
        }
        Ok(())
    }

    /// Whether there is no socket for readers.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.readers.is_empty()
    }

    /// The sockets for readers. Call this within a runtime.
    ///
    /// # Errors
    /// If the system does not allow it.
    pub(in crate::cli) fn listeners(&mut self) -> anyhow::Result<Vec<Listener>> {
        self.readers.drain(..).map(InheritedSocket::listener).collect()
    }

    /// The socket for the admin address. Call this within a runtime.
    ///
    /// # Errors
    /// If the system does not allow it.
    pub(in crate::cli) fn admin(&mut self) -> anyhow::Result<Option<TcpListener>> {
        self.admin.take().map(attached).transpose()
    }
}

impl InheritedSocket {
    fn listener(self) -> anyhow::Result<Listener> {
        match self {
            InheritedSocket::Tcp(listener) => attached(listener).map(Listener::Tcp),
            InheritedSocket::Unix(listener) => {
                let attach = || {
                    listener.set_nonblocking(true)?;
                    UnixListener::from_std(listener)
                };
                attach().map(Listener::Unix).context("cannot use a socket of the service manager")
            }
        }
    }
}

fn attached(listener: net::TcpListener) -> anyhow::Result<TcpListener> {
    let attach = || {
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    };
    attach().context("cannot use a socket of the service manager")
}

fn unix_socket(passed: &mut ListenFd, n: usize) -> anyhow::Result<unix::net::UnixListener> {
    let socket = passed.take_unix_listener(n).with_context(|| {
        format!(
            "expected listening stream sockets from the service manager; number {n} of `LISTEN_FDS` is something else"
        )
    })?;
    socket.ok_or_else(|| anyhow!("number {n} of `LISTEN_FDS` was already taken"))
}

/// The names of the sockets, in their order.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn names() -> Vec<String> {
    let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
    names.split(':').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_named_admin_serves_the_admin_address_and_all_others_serve_readers() {
        let tcp = || InheritedSocket::Tcp(net::TcpListener::bind("127.0.0.1:0").unwrap());
        let folder = tempfile::tempdir().unwrap();
        let unix = InheritedSocket::Unix(unix::net::UnixListener::bind(folder.path().join("a")).unwrap());
        let mut sockets = InheritedSockets::default();
        assert!(sockets.is_empty());
        sockets.add("", tcp()).unwrap();
        sockets.add("litopys.socket", unix).unwrap();
        sockets.add("admin", tcp()).unwrap();
        assert!(sockets.add("admin", tcp()).unwrap_err().to_string().contains("expected one TCP socket"));
        assert_eq!((sockets.readers.len(), sockets.admin.is_some(), sockets.is_empty()), (2, true, false));
    }
}
