//! Sockets: those that connections come from, over TCP or on this machine alone, and the connections themselves.

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

use super::connection_state::Endpoints;

/// A socket that connections come from.
#[derive(Debug)]
pub enum Listener {
    /// A port.
    Tcp(TcpListener),
    /// A Unix socket.
    Unix(UnixListener),
}

/// A connection, as it is handed from one thread to another.
#[derive(Debug)]
pub(in crate::web) enum DetachedSocket {
    Tcp(std::net::TcpStream),
    Unix(std::os::unix::net::UnixStream),
}

/// A connection.
#[derive(Debug)]
pub(in crate::web) struct ClientStream {
    socket: ClientSocket,
    /// Bytes that were read already, the next one first, to be read again.
    again: Vec<u8>,
    /// How many of them were.
    replayed: usize,
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
        let socket = match self {
            Listener::Tcp(listener) => ClientSocket::Tcp(listener.accept().await?.0),
            Listener::Unix(listener) => ClientSocket::Unix(listener.accept().await?.0),
        };
        Ok(ClientStream { socket, again: Vec::new(), replayed: 0 })
    }

    /// The connections that wait to be accepted, `most` of them; the socket is closed behind them.
    pub(in crate::web) fn into_waiting(self, most: usize) -> Vec<DetachedSocket> {
        let mut waiting = Vec::new();
        match self {
            Listener::Tcp(listener) => {
                let Ok(listener) = listener.into_std() else { return waiting };
                while waiting.len() < most
                    && let Ok((stream, _)) = listener.accept()
                {
                    waiting.extend(stream.set_nonblocking(true).is_ok().then_some(DetachedSocket::Tcp(stream)));
                }
            }
            Listener::Unix(listener) => {
                let Ok(listener) = listener.into_std() else { return waiting };
                while waiting.len() < most
                    && let Ok((stream, _)) = listener.accept()
                {
                    waiting.extend(stream.set_nonblocking(true).is_ok().then_some(DetachedSocket::Unix(stream)));
                }
            }
        }
        waiting
    }
}

impl DetachedSocket {
    /// The address at the other end; `None` of a Unix socket.
    ///
    /// # Errors
    /// Where it is gone already.
    pub(in crate::web) fn peer(&self) -> io::Result<Option<IpAddr>> {
        match self {
            DetachedSocket::Tcp(stream) => stream.peer_addr().map(|peer| Some(peer.ip())),
            DetachedSocket::Unix(_) => Ok(None),
        }
    }

    /// The connection, for the runtime of the present thread.
    pub(in crate::web) fn attach(self) -> io::Result<ClientStream> {
        let socket = match self {
            DetachedSocket::Tcp(stream) => ClientSocket::Tcp(TcpStream::from_std(stream)?),
            DetachedSocket::Unix(stream) => ClientSocket::Unix(UnixStream::from_std(stream)?),
        };
        Ok(ClientStream { socket, again: Vec::new(), replayed: 0 })
    }
}

impl ClientStream {
    /// The connection, for the runtime of another thread. Nothing was read of it yet.
    pub(in crate::web) fn detach(self) -> io::Result<DetachedSocket> {
        match self.socket {
            ClientSocket::Tcp(stream) => stream.into_std().map(DetachedSocket::Tcp),
            ClientSocket::Unix(stream) => stream.into_std().map(DetachedSocket::Unix),
        }
    }

    /// The address at the other end; `None` of a Unix socket.
    ///
    /// # Errors
    /// Where it is gone already.
    pub(in crate::web) fn peer(&self) -> io::Result<Option<IpAddr>> {
        match &self.socket {
            ClientSocket::Tcp(stream) => stream.peer_addr().map(|peer| Some(peer.ip())),
            ClientSocket::Unix(_) => Ok(None),
        }
    }

    /// Its two ends; a Unix socket has none.
    pub(in crate::web) fn endpoints(&self) -> Endpoints {
        match &self.socket {
            ClientSocket::Tcp(stream) => Endpoints::from_stream(stream),
            ClientSocket::Unix(_) => Endpoints::default(),
        }
    }

    /// Sends small packets at once: a page goes out in few writes, so waiting to fill a packet only delays it (RFC 896).
    pub(in crate::web) fn send_at_once(&self) {
        if let ClientSocket::Tcp(stream) = &self.socket
            && let Err(error) = stream.set_nodelay(true)
        {
            tracing::debug!(%error, "TCP_NODELAY cannot be set");
        }
    }

    /// Has these bytes, which were read of it last, read again.
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
    async fn what_was_read_is_read_again_before_the_rest() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut stream = ClientStream { socket: ClientSocket::Unix(ours), again: Vec::new(), replayed: 0 };
        theirs.write_all(b"defgh").await.unwrap();
        stream.replay(b"abc".to_vec());
        let mut two = [0; 2];
        stream.read_exact(&mut two).await.unwrap();
        let mut rest = [0; 6];
        stream.read_exact(&mut rest).await.unwrap();
        assert_eq!((&two, &rest), (b"ab", b"cdefgh"));
    }
}
