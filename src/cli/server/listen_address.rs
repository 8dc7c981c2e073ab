//! The addresses that `--listen` and `--admin` take.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;

/// Connections that the system keeps until they are accepted, as many as tokio asks for.
const BACKLOG: i32 = 1024;

/// Listens on `HOST:PORT`, or on every address of this machine where no host is named: `:PORT`, `*:PORT`.
///
/// # Errors
/// Where the address is none, or cannot be had.
pub(in crate::cli) async fn bind(typed: &str) -> io::Result<TcpListener> {
    let all = typed.strip_prefix('*').unwrap_or(typed).strip_prefix(':').and_then(|port| port.parse().ok());
    match all {
        Some(port) => all_addresses(port),
        None => TcpListener::bind(typed).await,
    }
}

/// Listens on IPv6 and IPv4, with any setting of the system for the two; on IPv4 where there is no IPv6.
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
            let listener = bind(typed).await.unwrap();
            let address = listener.local_addr().unwrap();
            assert!(address.ip().is_unspecified(), "{typed}: {address}");
            let reached = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, address.port())).await;
            assert!(reached.is_ok(), "{typed} over IPv4: {reached:?}");
            assert_eq!(bind(&format!(":{}", address.port())).await.unwrap_err().kind(), io::ErrorKind::AddrInUse);
        }
        assert!(bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().ip().is_loopback());
        assert!(bind("localhost:0").await.unwrap().local_addr().unwrap().ip().is_loopback());
        for wrong in ["", ":", "*", "localhost", ":x", ":65536", "8080"] {
            assert!(bind(wrong).await.is_err(), "{wrong}");
        }
    }
}
