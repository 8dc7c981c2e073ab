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
    paced::PREFACE,
    respond::http_date,
    service::{Answer, Service},
};

/// Bytes of a head that are looked at here: more than browsers send, as a rule.
const ROOM: usize = 4 << 10;
/// Headers, likewise.
const HEADERS: usize = 32;

/// What a connection is left as.
pub(super) enum Left {
    /// To be closed: nobody waits for anything any more.
    Done,
    /// With these bytes received and not answered.
    Unanswered {
        /// What was received.
        bytes: Vec<u8>,
        /// Whether anything was answered before. Then the connection has spoken HTTP/1.1 and keeps to it.
        answered: bool,
    },
}

/// A connection on the fast path.
pub(super) struct FastPath<'a, S> {
    stream: &'a mut S,
    service: &'a Service,
    received: Box<[u8; ROOM]>,
    filled: usize,
    answered: bool,
    /// The head that is being written.
    head: Vec<u8>,
}

/// What a plain request comes to.
enum Found {
    /// A page that is kept; its head is written.
    Body(Bytes),
    /// Work for the service.
    Request(Request<()>),
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
        let received = Box::new([0; ROOM]);
        FastPath { stream, service, received, filled: 0, answered: false, head: Vec::with_capacity(1 << 10) }
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
            // A client may send several requests before it reads. And what may still become HTTP/2 is waited for.
            while self.filled > 0 && !self.begins_http_2() {
                match self.answer().await? {
                    Outcome::Answered => self.answered = true,
                    Outcome::Last => return Ok(Left::Done),
                    Outcome::NotPlain => {
                        let bytes = self.received().to_vec();
                        return Ok(Left::Unanswered { bytes, answered: self.answered });
                    }
                }
            }
        }
    }

    fn received(&self) -> &[u8] {
        self.received.get(..self.filled).unwrap_or_default()
    }

    /// Whether what was received is the beginning of an HTTP/2 connection, and not yet enough of it to tell.
    fn begins_http_2(&self) -> bool {
        !self.answered && self.filled < PREFACE.len() && PREFACE.starts_with(self.received())
    }

    /// Looks at the first request of what was received: what is found, and the bytes of the request. `None` where it is not
    /// plain.
    fn look(&mut self) -> Option<(Found, usize)> {
        let mut headers = [const { MaybeUninit::uninit() }; HEADERS];
        let plain = Plain::parse(self.received.get(..self.filled)?, &mut headers)?;
        self.head.clear();
        let app = self.service.app();
        // What has to be noted, or to say that it is the last answer, takes the longer way.
        let direct = app.access_log().is_none() && !app.is_stopping();
        let found = match direct.then(|| app.cache().hit(plain.target, plain.asked)).flatten() {
            Some(answer) => Found::Body(answer.write(&mut self.head)),
            None => Found::Request(plain.request()?),
        };
        Some((found, plain.length))
    }

    /// Answers the first request of what was received.
    async fn answer(&mut self) -> io::Result<Outcome> {
        let Some((found, length)) = self.look() else { return Ok(Outcome::NotPlain) };
        let (body, outcome) = match found {
            Found::Body(body) => (body, Outcome::Answered),
            Found::Request(request) => {
                let Ok(answer) = self.service.answer(request).await;
                let last = answer.headers().get(header::CONNECTION).is_some_and(|value| value == "close");
                write_head(&answer, &mut self.head);
                let Ok(body) = answer.into_body().collect().await;
                (body.to_bytes(), if last { Outcome::Last } else { Outcome::Answered })
            }
        };
        write_date(&mut self.head);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(String, usize)> {
        let mut room = [const { MaybeUninit::uninit() }; HEADERS];
        Plain::parse(text.as_bytes(), &mut room).map(|plain| (plain.target.to_owned(), plain.length))
    }

    #[test]
    fn what_asks_for_something_and_brings_nothing_is_plain() {
        let ask = "GET /uk/?a HTTP/1.1\r\nHost: x\r\n";
        for more in ["", "Connection: Keep-Alive\r\n", "Cookie: a\r\nRange: bytes=0-\r\n", &"X: y\r\n".repeat(31)] {
            let text = format!("{ask}{more}\r\n");
            assert_eq!(parsed(&format!("{text}GET ")), Some(("/uk/?a".to_owned(), text.len())), "{more}");
        }
        for more in [
            "Host: y\r\n",
            "Content-Length: 0\r\n",
            "content-length: keep-alive\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n",
            "Connection: close\r\n",
            "Connection: keep-alive, upgrade\r\n",
            &"X: y\r\n".repeat(32),
        ] {
            assert_eq!(parsed(&format!("{ask}{more}\r\n")), None, "{more}");
        }
        for text in [
            ask,
            "GET /uk/ HTTP/1.1\r\n\r\n",
            "GET /uk/ HTTP/1.0\r\nHost: x\r\n\r\n",
            "HEAD /uk/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /uk/ HTTP/1.1\r\nHost : x\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn a_header_is_read_whatever_its_case_and_the_first_of_two_counts() {
        let mut room = [const { MaybeUninit::uninit() }; HEADERS];
        let text = "GET / HTTP/1.1\r\nHost: x\r\naccept-ENCODING: br\r\nAccept-Encoding: gzip\r\nIf-None-Match: \u{e9}\r\n\r\n";
        let plain = Plain::parse(text.as_bytes(), &mut room).unwrap();
        assert_eq!(plain.asked, Asked { coding: Some("br"), tags: Some(""), since: None });
        assert_eq!(plain.asked, Asked::of(plain.request().unwrap().headers()));
    }
}
