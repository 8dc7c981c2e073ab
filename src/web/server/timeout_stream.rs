//! A connection whose client must say something, and take what is sent to it: one that does neither for so long is closed.
//! A client that never finished its request gets a 408 when it is given up.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// The answer to a client that took too long over its request (RFC 9110, 15.5.9). Its language is not known yet.
const TOO_SLOW: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
/// How an HTTP/2 connection begins (RFC 9113, 3.4). It never gets a response in HTTP/1.1.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A stream with a limit on how long its client may be silent at first, and on how long a write may stand still.
pub(in crate::web) struct TimeoutStream<S: AsyncWrite + Unpin> {
    stream: S,
    patience: Duration,
    /// Runs until it is known which HTTP the client speaks: the limits of either begin after that.
    silence: Option<Pin<Box<Sleep>>>,
    /// Runs while a write stands still.
    deadline: Option<Pin<Box<Sleep>>>,
    /// When it was written to for the last time, or came: from then on it may take `head_time` over a request.
    answered: Instant,
    head_time: Duration,
    /// Whether it has begun with a request since.
    asks: bool,
    speech: ClientActivity,
}

/// The activity of the client.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ClientActivity {
    /// So many bytes were read, and all of them begin HTTP/2.
    Unknown(usize),
    /// It speaks HTTP/1.1.
    One,
    /// It speaks HTTP/2, or says nothing any more.
    Other,
}

impl<S: AsyncWrite + Unpin> TimeoutStream<S> {
    /// A stream whose client may take `head_time` to say which HTTP it speaks, and over a request, and take nothing for as
    /// long as `patience`.
    pub(in crate::web) fn new(stream: S, head_time: Duration, patience: Duration) -> Self {
        TimeoutStream {
            stream,
            patience,
            silence: Some(Box::pin(sleep_until(Instant::now() + head_time))),
            deadline: None,
            answered: Instant::now(),
            head_time,
            asks: false,
            speech: ClientActivity::Unknown(0),
        }
    }

    /// Takes note of what was read.
    fn heard(&mut self, bytes: &[u8]) {
        self.speech = match self.speech {
            _ if bytes.is_empty() => ClientActivity::Other,
            ClientActivity::Unknown(before) => {
                let rest = PREFACE.get(before..).unwrap_or_default();
                match rest.len() {
                    left if left > bytes.len() && rest.starts_with(bytes) => {
                        ClientActivity::Unknown(before + bytes.len())
                    }
                    _ if bytes.starts_with(rest) => ClientActivity::Other,
                    _ => ClientActivity::One,
                }
            }
            known => known,
        };
        if !matches!(self.speech, ClientActivity::Unknown(_)) {
            self.silence = None;
        }
        self.asks = true;
    }

    fn wrote(&mut self) {
        (self.answered, self.asks) = (Instant::now(), false);
    }

    /// The result of a write; a write that waits longer than the client may take is an error.
    fn pace<T>(&mut self, context: &mut Context, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.deadline = None;
            return written;
        }
        let patience = self.patience;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + patience)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing of what is sent to it")))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimeoutStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.wrote();
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.pace(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.wrote();
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.pace(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.pace(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.pace(context, shut)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for TimeoutStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let room = buffer.remaining() > 0;
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        match read {
            Poll::Ready(Ok(())) if room => self.heard(buffer.filled().get(before..).unwrap_or_default()),
            Poll::Ready(Err(_)) => self.speech = ClientActivity::Other,
            _ => {}
        }
        if read.is_ready() {
            return read;
        }
        let Some(silence) = &mut self.silence else { return Poll::Pending };
        ready!(silence.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client says nothing")))
    }
}

/// hyper drops a client that is too slow without an answer. The answer is sent here, as far as it can be without waiting.
impl<S: AsyncWrite + Unpin> Drop for TimeoutStream<S> {
    fn drop(&mut self) {
        let late = self.asks && self.answered.elapsed() >= self.head_time;
        if late && self.speech == ClientActivity::One {
            let mut nobody = Context::from_waker(Waker::noop());
            drop(Pin::new(&mut self.stream).poll_write(&mut nobody, TOO_SLOW));
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_given_up_and_a_slow_one_is_not() {
        let (ours, mut theirs) = duplex(16);
        let mut ours = TimeoutStream::new(ours, Duration::from_secs(300), Duration::from_secs(3));
        let slow = tokio::spawn(async move {
            let mut buffer = [0; 16];
            for _ in 0..4 {
                tokio::time::sleep(Duration::from_millis(900)).await;
                theirs.read_exact(&mut buffer).await.unwrap();
            }
            theirs
        });
        ours.write_all(&[0; 64]).await.unwrap();
        let theirs = slow.await.unwrap();
        let given_up = ours.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(given_up.kind(), io::ErrorKind::TimedOut);
        drop(theirs);
    }

    #[tokio::test]
    async fn a_client_that_says_nothing_is_given_up_and_one_that_has_spoken_is_not() {
        let ((ours, mut theirs), silence) = (duplex(16), Duration::from_millis(100));
        let mut ours = TimeoutStream::new(ours, silence, silence);
        assert_eq!(ours.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        theirs.write_all(b"GE").await.unwrap();
        assert_eq!(ours.read_u16().await.unwrap(), u16::from_be_bytes(*b"GE"));
        let waited = tokio::time::timeout(3 * silence, ours.read_u8()).await;
        assert!(waited.is_err(), "it is waited for from then on: {waited:?}");
    }

    #[tokio::test]
    async fn the_beginning_of_http_2_must_come_in_time_however_small_its_pieces() {
        let ((ours, mut theirs), silence) = (duplex(16), Duration::from_millis(200));
        let mut ours = TimeoutStream::new(ours, silence, silence);
        let begun = Instant::now();
        let given_up = async {
            loop {
                if let Err(error) = ours.read_u8().await {
                    return error.kind();
                }
            }
        };
        let trickle = async {
            for byte in PREFACE {
                theirs.write_all(&[*byte]).await.unwrap();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            kind = given_up => assert_eq!(kind, io::ErrorKind::TimedOut),
            () = trickle => panic!("it was waited for: {:?}", begun.elapsed()),
        }
    }

    /// The bytes that a client receives that sends `said` and is given up: late, or long before.
    async fn heard(said: &str, answer: &str, is_late: bool) -> String {
        let (ours, mut theirs) = duplex(1024);
        let head_time = if is_late { Duration::from_millis(500) } else { Duration::from_secs(300) };
        let mut ours = TimeoutStream::new(ours, head_time, Duration::from_secs(300));
        theirs.write_all(said.as_bytes()).await.unwrap();
        ours.read_exact(&mut vec![0; said.len()]).await.unwrap();
        ours.write_all(answer.as_bytes()).await.unwrap();
        if is_late {
            tokio::time::sleep(head_time + Duration::from_millis(20)).await;
        }
        drop(ours);
        let mut heard = String::new();
        theirs.read_to_string(&mut heard).await.unwrap();
        heard
    }

    #[tokio::test]
    async fn only_one_who_is_late_with_a_request_is_told_so() {
        let (late, in_time) = (true, false);
        assert!(heard("GET / HTTP/1.1\r\n", "", late).await.starts_with("HTTP/1.1 408 Request Timeout\r\n"));
        assert_eq!(heard("GET / HTTP/1.1\r\n", "", in_time).await, "");
        assert_eq!(heard("PRI * HTTP/2.0\r\n", "", late).await, "");
        assert_eq!(heard("", "", late).await, "");
        assert_eq!(heard("GET / HTTP/1.1\r\n\r\n", "answer", late).await, "answer");
    }
}
