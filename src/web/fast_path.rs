//! The fast path of HTTP/1.1: a plain `GET` goes from the bytes received to the bytes sent, and a page that is kept passes neither a
//! map of headers nor a state machine on the way. What is not plain is hyper's: another method or version, a body, a head that
//! did not come whole, and any mistake (docs/decisions/0067-the-fast-path.md).

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    io::{self, IoSlice},
    mem::MaybeUninit,
    pin::{Pin, pin},
    task::{Poll, ready},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    body::{Bytes, HttpBody},
    http::{HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use httparse::{Header, Status};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf},
    time::{Instant, sleep_until},
};

use super::{
    cache::asked::Asked,
    respond::http_date,
    service::{Answer, Service},
};

/// Bytes of a head that are looked at here: more than browsers send, as a rule.
const ROOM: usize = 4 << 10;
/// Headers, likewise.
const HEADERS: usize = 32;

/// What a connection is left as.
pub(super) enum Left {
    /// Closed, or to be closed: nobody waits for anything any more.
    Done,
    /// With these bytes received and not answered.
    Unanswered(Vec<u8>),
}

/// A connection on the fast path.
pub(super) struct FastPath<'a, S> {
    stream: &'a mut S,
    service: &'a Service,
    received: Box<[u8; ROOM]>,
    filled: usize,
    /// The head that is being written.
    head: Vec<u8>,
}

/// What came of what was received.
enum Outcome {
    Answered,
    /// Answered for the last time.
    Last,
    NotPlain,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> FastPath<'a, S> {
    pub(super) fn new(stream: &'a mut S, service: &'a Service) -> Self {
        FastPath { stream, service, received: Box::new([0; ROOM]), filled: 0, head: Vec::with_capacity(1 << 10) }
    }

    /// Answers plain requests until something else comes, the client has gone, says nothing for as long as `patience`, or
    /// `closing` is done.
    ///
    /// # Errors
    /// Where the stream fails.
    pub(super) async fn run(mut self, patience: Duration, closing: impl Future<Output = ()>) -> io::Result<Left> {
        let (mut closing, mut alarm) = (pin!(closing), pin!(sleep_until(Instant::now() + patience)));
        loop {
            let quiet_since = Instant::now();
            let heard = poll_fn(|context| {
                let mut room = ReadBuf::new(self.received.get_mut(self.filled..).unwrap_or_default());
                if let Poll::Ready(read) = Pin::new(&mut *self.stream).poll_read(context, &mut room) {
                    return Poll::Ready(read.map(|()| room.filled().len()));
                }
                if closing.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Ok(0));
                }
                // Set anew where it rings, not with every request.
                loop {
                    ready!(alarm.as_mut().poll(context));
                    if quiet_since.elapsed() >= patience {
                        return Poll::Ready(Ok(0));
                    }
                    alarm.as_mut().reset(quiet_since + patience);
                }
            });
            match heard.await? {
                0 => return Ok(Left::Done),
                more => self.filled += more,
            }
            // A client may send several requests before it reads.
            while self.filled > 0 {
                match self.answer().await? {
                    Outcome::Answered => {}
                    Outcome::Last => return self.stream.shutdown().await.map(|()| Left::Done),
                    Outcome::NotPlain => {
                        return Ok(Left::Unanswered(self.received.get(..self.filled).unwrap_or_default().to_vec()));
                    }
                }
            }
        }
    }

    /// Answers the first request of what was received.
    async fn answer(&mut self) -> io::Result<Outcome> {
        let mut headers = [const { MaybeUninit::uninit() }; HEADERS];
        let received = self.received.get(..self.filled).unwrap_or_default();
        let Some(plain) = Plain::parse(received, &mut headers) else { return Ok(Outcome::NotPlain) };
        self.head.clear();
        let app = self.service.app();
        // What has to be noted, or to say that it is the last answer, takes the longer way.
        let direct = app.access_log().is_none() && !app.is_stopping();
        let hit = direct.then(|| app.cache().hit(plain.target, plain.asked)).flatten();
        let (body, outcome) = match hit {
            Some(answer) => (answer.write(&mut self.head), Outcome::Answered),
            None => {
                let Some(request) = plain.request() else { return Ok(Outcome::NotPlain) };
                let Ok(answer) = self.service.answer(request).await;
                let last = answer.headers().get(header::CONNECTION).is_some_and(|value| value == "close");
                write_head(&answer, &mut self.head);
                let Ok(body) = answer.into_body().collect().await;
                (body.to_bytes(), if last { Outcome::Last } else { Outcome::Answered })
            }
        };
        write_date(&mut self.head);
        let length = plain.length;
        self.received.copy_within(length..self.filled, 0);
        self.filled -= length;
        self.send(&body).await?;
        Ok(outcome)
    }

    async fn send(&mut self, body: &[u8]) -> io::Result<()> {
        let mut parts = [IoSlice::new(&self.head), IoSlice::new(body)];
        let mut parts = parts.as_mut_slice();
        while !parts.is_empty() {
            match self.stream.write_vectored(parts).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                sent => IoSlice::advance_slices(&mut parts, sent),
            }
        }
        self.stream.flush().await
    }
}

/// A request that asks for something and brings nothing.
struct Plain<'h, 'a> {
    target: &'a str,
    asked: Asked<'a>,
    headers: &'h [Header<'a>],
    /// Bytes of its head, which are all of it.
    length: usize,
}

impl<'h, 'a> Plain<'h, 'a> {
    /// The request at the beginning of `bytes`; `None` where it is not plain, or not whole.
    fn parse(bytes: &'a [u8], room: &'h mut [MaybeUninit<Header<'a>>; HEADERS]) -> Option<Self> {
        let mut request = httparse::Request::new(&mut []);
        let Ok(Status::Complete(length)) = request.parse_with_uninit_headers(bytes, room) else { return None };
        let httparse::Request { method: Some("GET"), path: Some(target), version: Some(1), headers } = request else {
            return None;
        };
        let hosts = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host")).count();
        if hosts != 1 || !target.starts_with('/') || !headers.iter().all(is_plain) {
            return None;
        }
        let headers: &'h [Header<'a>] = headers;
        let first = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        let asked = Asked::first(|name| first(name).map(|header| header.value));
        Some(Plain { target, asked, headers, length })
    }

    /// The same as hyper would have it; `None` where hyper has something to say about it.
    fn request(&self) -> Option<Request<()>> {
        let mut request = Request::new(());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = self.target.parse().ok()?;
        for Header { name, value } in self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            request.headers_mut().append(name, HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }
}

/// Whether a header leaves a request plain: it announces no body and asks nothing of the connection.
fn is_plain(header: &Header<'_>) -> bool {
    const OTHERS: [HeaderName; 4] =
        [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::UPGRADE, header::EXPECT];
    let is = |name: HeaderName| header.name.eq_ignore_ascii_case(name.as_str());
    if is(header::CONNECTION) {
        return header.value.eq_ignore_ascii_case(b"keep-alive");
    }
    !OTHERS.into_iter().any(is)
}

/// Writes a head as hyper does: names as they are, the length where it is not said.
fn write_head(answer: &Answer, out: &mut Vec<u8>) {
    let status = answer.status();
    out.extend_from_slice(format!("HTTP/1.1 {status}\r\n").as_bytes());
    for (name, value) in answer.headers() {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            out.extend_from_slice(part);
        }
    }
    if status != StatusCode::NOT_MODIFIED && !answer.headers().contains_key(header::CONTENT_LENGTH) {
        let length = answer.body().size_hint().lower();
        out.extend_from_slice(format!("content-length: {length}\r\n").as_bytes());
    }
}

/// Writes the date, and the end of a head.
#[expect(clippy::disallowed_methods, reason = "an answer has the date of the system, whoever writes it")]
fn write_date(out: &mut Vec<u8>) {
    thread_local! {
        /// A second, and how it is written.
        static WRITTEN: RefCell<(u64, Bytes)> = const { RefCell::new((0, Bytes::new())) };
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    WRITTEN.with_borrow_mut(|(second, text)| {
        if *second != now || text.is_empty() {
            let date = i64::try_from(now).ok().and_then(http_date);
            *text = date.map_or_else(|| "\r\n".into(), |date| format!("date: {date}\r\n\r\n").into());
            *second = now;
        }
        out.extend_from_slice(text);
    });
}
