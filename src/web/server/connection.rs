//! One connection: HTTP/1.1 or 2, with or without TLS, with the limits within which its client must stay.

use std::{error::Error, net::IpAddr, pin::pin, sync::Arc, time::Duration};

use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    sync::watch,
    time::{Instant, sleep, timeout},
};

use super::{
    connection_limit::{ConnectionPermit, Rejected},
    connection_state::{ConnectionAction, ConnectionState, HEAD_TIME, WRITE_TIME},
    listener::ClientStream,
    proxy_preface::{Preface, read_preface},
    service::Service,
    timeout_stream::TimeoutStream,
};
use crate::{
    source::Health,
    web::{app::App, middleware::respond::RETRY_AFTER},
};

/// Bytes of a request's head that are read at all; beyond it comes a bare 431. What is less, but more than any browser
/// sends, is answered by `service` in the reader's language.
pub(in crate::web) const HEAD: usize = 64 << 10;
/// The same of a request over HTTP/2, each header counted with 32 bytes more (RFC 9113, 6.5.2).
const HEAD_OF_STREAM: u32 = 32 << 10;
/// Bytes of an answer over HTTP/2 that wait in memory for the client to take those before them.
const SEND_BUFFER: usize = 64 << 10;
/// Bytes of a body that a client may send over HTTP/2 before we take them.
const BODY: u32 = 65_535;
/// Requests at once on one HTTP/2 connection.
pub(in crate::web) const STREAMS: u32 = 100;

/// How long a rejected client may take to read the answer.
const REFUSAL_TIME: Duration = Duration::from_secs(1);

/// Becomes true when the server stops. Connections hold it for as long as they last.
pub(in crate::web) type Stop = watch::Receiver<bool>;

/// Speaks HTTP on connections.
#[derive(Clone)]
pub(in crate::web) struct HttpServer {
    builder: auto::Builder<TokioExecutor>,
    app: App,
}

impl HttpServer {
    /// A server that answers for `app`.
    pub(in crate::web) fn new(app: &App) -> Self {
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            // Of headers it takes a hundred by itself (431 beyond); with a limit of ours, it clears two tables with every request.
            .max_buf_size(HEAD)
            // A client may close its side once it has asked; it still gets its answer (RFC 9112, 9.6).
            .half_close(true);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(HEAD_TIME)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(HEAD_OF_STREAM)
            .max_send_buf_size(SEND_BUFFER)
            // Bodies are not read, except short forms, so the window stays small.
            .initial_stream_window_size(BODY)
            .initial_connection_window_size(BODY);
        HttpServer { builder, app: app.clone() }
    }

    /// The health of background tasks, which records panics of workers.
    pub(in crate::web) fn health(&self) -> &Health {
        self.app.health()
    }

    /// Answers every request on `stream`, until the client closes it, or the server stops and the requests under way are done.
    /// The permit is given back then.
    pub(in crate::web) async fn accept(self, mut stream: ClientStream, permit: ConnectionPermit, stop: Stop) {
        stream.send_at_once();
        let mut ends = stream.endpoints();
        let mut is_proxy = self.trusts(stream.peer());
        let mut _client = None;
        if is_proxy {
            let Some(client) = preface(&mut stream, stop.clone()).await else { return };
            if client.is_some() {
                (ends.client, is_proxy) = (client, self.trusts(client));
            }
            match client.filter(|_| !is_proxy).map(|client| permit.limit().admit_client(client)).transpose() {
                Ok(permit) => _client = permit,
                Err(full) => return refuse(&self.app, stream, full).await,
            }
        }
        let proxied = is_proxy.then(|| Arc::clone(permit.limit()));
        let service = Service::new(&self.app, ConnectionState::new(ends, proxied));
        let Some(tls) = self.app.tls() else { return self.serve_stream(stream, service, stop).await };
        if let Some(stream) = tls.shake_hands(stream, || self.app.is_stopping()).await {
            self.serve_stream(stream, service, stop).await;
        }
    }

    /// Whether a peer is a trusted proxy.
    fn trusts(&self, peer: Option<IpAddr>) -> bool {
        self.app.edition().site.proxy().trusts(peer)
    }

    /// Answers in the HTTP that the client's first bytes show; with TLS the client has agreed on it already.
    pub(in crate::web) async fn serve_stream<S>(&self, stream: S, service: Service, mut stop: Stop)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let stream = TimeoutStream::new(stream, HEAD_TIME, WRITE_TIME);
        let state = Arc::clone(service.state());
        let mut connection = pin!(self.builder.serve_connection(TokioIo::new(stream), service));
        let (mut stopping, mut closing) = (false, false);
        let mut alarm = pin!(sleep(HEAD_TIME));
        loop {
            tokio::select! {
                end = connection.as_mut() => return ended(end),
                _ = stop.wait_for(|stop| *stop), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = &mut alarm => match state.verdict() {
                    ConnectionAction::LookAt(moment) => alarm.as_mut().reset(moment),
                    // The client did not take the rest in that time, so it does not want it.
                    ConnectionAction::Idle if closing => return,
                    ConnectionAction::Idle => {
                        closing = true;
                        connection.as_mut().graceful_shutdown();
                        alarm.as_mut().reset(Instant::now() + WRITE_TIME);
                    }
                    ConnectionAction::Stalled => return tracing::debug!("a client took nothing of what was sent to it"),
                },
            }
        }
    }
}

/// The client that a trusted proxy names before anything else; `None` if the connection is to be closed: the preface is broken,
/// or not there in time.
async fn preface(stream: &mut ClientStream, mut stop: Stop) -> Option<Option<IpAddr>> {
    let read = tokio::select! {
        read = timeout(HEAD_TIME, read_preface(stream)) => read,
        _ = stop.wait_for(|stop| *stop) => return None,
    };
    match read {
        Ok(Ok(Preface { client, rest })) => {
            stream.replay(rest);
            Some(client)
        }
        Ok(Err(error)) => {
            tracing::debug!(%error, "a proxy said whose connection it is in a way that cannot be read");
            None
        }
        Err(_) => None,
    }
}

/// Rejects a connection before reading a request, and without a page, to save work.
pub(in crate::web) async fn refuse(app: &App, mut stream: ClientStream, full: Rejected) {
    app.metrics().connection_refused(full);
    // A client that expects TLS could not read a plain answer.
    if app.tls().is_some() {
        return;
    }
    let status = full.status();
    let answer = format!(
        "HTTP/1.1 {status}\r\nRetry-After: {RETRY_AFTER}\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    let refusal = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closing with unread bytes resets the connection, and the client may never see the answer.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    // A client that does not read the answer loses nothing.
    drop(timeout(REFUSAL_TIME, refusal).await);
}

/// An end before its time is the client's fault, or its going away: of interest only to who looks for it.
fn ended(end: Result<(), Box<dyn Error + Send + Sync>>) {
    if let Err(error) = end {
        tracing::debug!(error, "a connection ended early");
    }
}
