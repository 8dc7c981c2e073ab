//! Listening sockets, over TCP or on this machine only, and their connections.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
};

use super::connection_state::{Endpoints, local_address};

/// A listening socket.
#[derive(Debug)]
pub enum Listener {
    /// A port.
    Tcp(TcpListener),
    /// A Unix socket.
    Unix(UnixListener),
}

/// A connection on its way from one thread to another.
#[derive(Debug)]
pub(in crate::web) struct DetachedSocket {
    socket: StdSocket,
    peer: Option<IpAddr>,
}

/// A connection.
#[derive(Debug)]
pub(in crate::web) struct ClientStream {
    socket: ClientSocket,
    /// The address at the other end; `None` of a Unix socket.
    peer: Option<IpAddr>,
    /// Bytes to be read again, the next one first.
    again: Vec<u8>,
    /// How many of them were read again.
    replayed: usize,
}

#[derive(Debug)]
enum StdSocket {
    Tcp(std::net::TcpStream),
    Unix(std::os::unix::net::UnixStream),
}

#[derive(Debug)]
enum ClientSocket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Listener {
    /// The address and port; `None` of a Unix socket.
    pub fn local_address(&self) -> Option<SocketAddr> {
        match self {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix(_) => None,
        }
    }

    /// The next connection.
    pub(in crate::web) async fn accept(&self) -> io::Result<ClientStream> {
        Ok(match self {
            Listener::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                ClientStream::new(ClientSocket::Tcp(stream), Some(peer.ip()))
            }
            Listener::Unix(listener) => ClientStream::new(ClientSocket::Unix(listener.accept().await?.0), None),
        })
    }

    /// Accepts up to `most` waiting connections, then closes the socket.
    pub(in crate::web) fn into_waiting(self, most: usize) -> Vec<DetachedSocket> {
        let mut waiting = Vec::new();
        match self {
            Listener::Tcp(listener) => {
                let Ok(listener) = listener.into_std() else { return waiting };
                while waiting.len() < most
                    && let Ok((stream, peer)) = listener.accept()
                {
                    let is_ready = stream.set_nonblocking(true).is_ok();
                    let socket = DetachedSocket { socket: StdSocket::Tcp(stream), peer: Some(peer.ip()) };
                    waiting.extend(Some(socket).filter(|_| is_ready));
                }
            }
            Listener::Unix(listener) => {
                let Ok(listener) = listener.into_std() else { return waiting };
                while waiting.len() < most
                    && let Ok((stream, _)) = listener.accept()
                {
                    let is_ready = stream.set_nonblocking(true).is_ok();
                    let socket = DetachedSocket { socket: StdSocket::Unix(stream), peer: None };
                    waiting.extend(Some(socket).filter(|_| is_ready));
                }
            }
        }
        waiting
    }
}

impl DetachedSocket {
    /// The address at the other end; `None` of a Unix socket.
    pub(in crate::web) fn peer(&self) -> Option<IpAddr> {
        self.peer
    }

    /// The connection, for the runtime of the present thread.
    pub(in crate::web) fn attach(self) -> io::Result<ClientStream> {
        let socket = match self.socket {
            StdSocket::Tcp(stream) => ClientSocket::Tcp(TcpStream::from_std(stream)?),
            StdSocket::Unix(stream) => ClientSocket::Unix(UnixStream::from_std(stream)?),
        };
        Ok(ClientStream::new(socket, self.peer))
    }
}

impl ClientStream {
    fn new(socket: ClientSocket, peer: Option<IpAddr>) -> ClientStream {
        // IPv4 is IPv4 also where it comes through a socket of IPv6.
        ClientStream { socket, peer: peer.map(|peer| peer.to_canonical()), again: Vec::new(), replayed: 0 }
    }

    /// The connection, for the runtime of another thread. Nothing was read of it yet.
    pub(in crate::web) fn detach(self) -> io::Result<DetachedSocket> {
        let socket = match self.socket {
            ClientSocket::Tcp(stream) => StdSocket::Tcp(stream.into_std()?),
            ClientSocket::Unix(stream) => StdSocket::Unix(stream.into_std()?),
        };
        Ok(DetachedSocket { socket, peer: self.peer })
    }

    /// The address at the other end; `None` of a Unix socket.
    pub(in crate::web) fn peer(&self) -> Option<IpAddr> {
        self.peer
    }

    /// Its two ends; a Unix socket has none.
    pub(in crate::web) fn endpoints(&self) -> Endpoints {
        let local = match &self.socket {
            ClientSocket::Tcp(stream) => local_address(stream),
            ClientSocket::Unix(_) => None,
        };
        Endpoints { client: self.peer, local }
    }

    /// Sends small packets at once: a page goes out in few writes, so waiting to fill a packet only delays it (RFC 896).
    pub(in crate::web) fn send_at_once(&self) {
        if let ClientSocket::Tcp(stream) = &self.socket
            && let Err(error) = stream.set_nodelay(true)
        {
            tracing::debug!(%error, "TCP_NODELAY cannot be set");
        }
    }

    /// Puts these bytes, which were just read, back to be read again.
    pub(in crate::web) fn replay(&mut self, bytes: Vec<u8>) {
        (self.again, self.replayed) = (bytes, 0);
    }
}

impl AsyncRead for ClientStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let again = self.again.get(self.replayed..).unwrap_or_default();
        if !again.is_empty() {
            let (now, later) = again.split_at(again.len().min(buffer.remaining()));
            buffer.put_slice(now);
            let (count, is_last) = (now.len(), later.is_empty());
            self.replayed += count;
            if is_last {
                self.again = Vec::new();
            }
            return Poll::Ready(Ok(()));
        }
        match &mut self.socket {
            ClientSocket::Tcp(stream) => Pin::new(stream).poll_read(context, buffer),
            ClientSocket::Unix(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for ClientStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.socket {
            ClientSocket::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            ClientSocket::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.socket {
            ClientSocket::Tcp(stream) => Pin::new(stream).poll_write_vectored(context, parts),
            ClientSocket::Unix(stream) => Pin::new(stream).poll_write_vectored(context, parts),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.socket {
            ClientSocket::Tcp(stream) => stream.is_write_vectored(),
            ClientSocket::Unix(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        match &mut self.socket {
            ClientSocket::Tcp(stream) => Pin::new(stream).poll_flush(context),
            ClientSocket::Unix(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        match &mut self.socket {
            ClientSocket::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            ClientSocket::Unix(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn bytes_that_were_put_back_are_read_first() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut stream = ClientStream::new(ClientSocket::Unix(ours), None);
        theirs.write_all(b"defgh").await.unwrap();
        stream.replay(b"abc".to_vec());
        let mut two = [0; 2];
        stream.read_exact(&mut two).await.unwrap();
        let mut rest = [0; 6];
        stream.read_exact(&mut rest).await.unwrap();
        assert_eq!((&two, &rest), (b"ab", b"cdefgh"));
    }
}
