//! The addresses that `--listen` and `--admin` take: `HOST:PORT`, `:PORT`, `unix:PATH`.

use std::{
    fs::{self, Permissions},
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    os::unix::{
        fs::{FileTypeExt, MetadataExt, PermissionsExt},
        net::UnixStream,
    },
    path::{Path, PathBuf},
};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, UnixListener};

use crate::web::Listener;

/// The length of the system's queue of connections that are not accepted yet; tokio's default.
const BACKLOG: i32 = 1024;

/// The permissions of a socket file, those of systemd: every user who can reach its folder may connect, as every user may
/// connect to a port.
const SOCKET_RIGHTS: u32 = 0o666;

/// The file of a Unix socket that this process made. Dropping this value removes the file, unless another process has
/// replaced it.
#[derive(Debug)]
pub(in crate::cli) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

/// Listens on `typed`: `unix:PATH`, or an address that [`bind_tcp`] takes. A Unix socket comes with its file.
///
/// # Errors
/// If the address is malformed, or the system does not allow it.
pub(in crate::cli) async fn bind(typed: &str) -> io::Result<(Listener, Option<SocketFile>)> {
    match typed.strip_prefix("unix:") {
        Some(path) => bind_unix(Path::new(path)).map(|(listener, file)| (Listener::Unix(listener), Some(file))),
        None => bind_tcp(typed).await.map(|listener| (Listener::Tcp(listener), None)),
    }
}

/// Listens on `HOST:PORT`, or on every address of this machine if there is no host: `:PORT`, `*:PORT`.
///
/// # Errors
/// If the address is malformed, or the system does not allow it.
pub(in crate::cli) async fn bind_tcp(typed: &str) -> io::Result<TcpListener> {
    let all = typed.strip_prefix('*').unwrap_or(typed).strip_prefix(':').and_then(|port| port.parse().ok());
    match all {
        Some(port) => all_addresses(port),
        None => TcpListener::bind(typed).await,
    }
}

/// Listens on a Unix socket at `path`. Replaces a socket file on which no process listens.
fn bind_unix(path: &Path) -> io::Result<(UnixListener, SocketFile)> {
    let listener = match UnixListener::bind(path) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_stale(path)? => {
            fs::remove_file(path)?;
            UnixListener::bind(path)?
        }
        bound => bound?,
    };
    fs::set_permissions(path, Permissions::from_mode(SOCKET_RIGHTS))?;
    Ok((listener, SocketFile { path: path.to_owned(), identity: identity(path)? }))
}

/// Whether `path` is a socket on which no process listens. Any other file belongs to the user, and is an error.
fn is_stale(path: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file at this path that is not a socket"));
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
        Ok(_) => Ok(false),
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|found| (found.dev(), found.ino()))
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|found| found == self.identity)
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "the socket file cannot be removed");
        }
    }
}

/// Listens on IPv6 and IPv4, regardless of the system's setting; on IPv4 only if the system has no IPv6.
fn all_addresses(port: u16) -> io::Result<TcpListener> {
    let found = on((Ipv6Addr::UNSPECIFIED, port).into());
    let absent = |error: &io::Error| {
        error.kind() == io::ErrorKind::AddrNotAvailable || error.kind() == io::ErrorKind::Unsupported || {
            let code = error.raw_os_error().map(rustix::io::Errno::from_raw_os_error);
            code == Some(rustix::io::Errno::AFNOSUPPORT)
        }
    };
    let listener = match found {
        Err(error) if absent(&error) => on((Ipv4Addr::UNSPECIFIED, port).into()),
        found => found,
    };
    TcpListener::from_std(listener?.into())
}

fn on(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_alone_is_every_address_and_everything_else_is_as_typed() {
        for typed in [":0", "*:0"] {
            let listener = bind_tcp(typed).await.unwrap();
            let address = listener.local_addr().unwrap();
            assert!(address.ip().is_unspecified(), "{typed}: {address}");
            let reached = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, address.port())).await;
            assert!(reached.is_ok(), "{typed} over IPv4: {reached:?}");
            assert_eq!(bind_tcp(&format!(":{}", address.port())).await.unwrap_err().kind(), io::ErrorKind::AddrInUse);
        }
        assert!(bind_tcp("127.0.0.1:0").await.unwrap().local_addr().unwrap().ip().is_loopback());
        assert!(bind_tcp("localhost:0").await.unwrap().local_addr().unwrap().ip().is_loopback());
        for wrong in ["", ":", "*", "localhost", ":x", ":65536", "8080", "unix:", "unix:/nowhere/at/all.sock"] {
            assert!(bind(wrong).await.is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_stale_socket_file_is_replaced_a_live_one_is_not_and_ours_is_removed_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sock");
        let typed = format!("unix:{}", path.display());
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "a process that ends leaves its file");
        let (listener, file) = bind(&typed).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, SOCKET_RIGHTS);
        assert!(UnixStream::connect(&path).is_ok());
        assert_eq!(bind(&typed).await.unwrap_err().kind(), io::ErrorKind::AddrInUse);
        assert!(UnixStream::connect(&path).is_ok(), "it is as it was");
        drop((listener, file));
        assert!(!path.exists());
        // Another process has come to listen there: its file stays.
        let (listener, file) = bind(&typed).await.unwrap();
        fs::remove_file(&path).unwrap();
        let other = std::os::unix::net::UnixListener::bind(&path).unwrap();
        drop((listener, file));
        assert!(path.exists());
        drop(other);
        // A file that is not a socket belongs to the user.
        fs::remove_file(&path).unwrap();
        fs::File::create(&path).unwrap();
        assert_eq!(bind(&typed).await.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(path.exists());
    }
}
