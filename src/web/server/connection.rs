//! One connection: HTTP/1.1 or 2, with or without TLS, with the limits within which its client must stay; the site as hyper calls it on
//! one; and the only request bodies that are read, the arguments of a harvester as a form.

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    net::IpAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Bytes, HttpBody},
    http::{Method, Request, StatusCode, Uri, header, request::Parts, uri::PathAndQuery},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    sync::watch,
    time::{Instant, sleep, timeout},
};
use tower::Service as _;

use super::{
    connection_limit::{ClientPermit, ConnectionLimit, ConnectionPermit, Rejected},
    connection_state::{ConnectionAction, ConnectionState, HEAD_TIME, WRITE_TIME},
    forwarded::forwarded_client,
    listener::ClientStream,
    proxy_preface::{Preface, read_preface},
    response_body::HttpResponse,
    timeout_stream::TimeoutStream,
};
use crate::{
    source::Health,
    web::{
        app::App,
        middleware::{
            exchange::{HttpRequest, ResponseFuture},
            limits::TARGET,
            respond::RETRY_AFTER,
        },
        stack::{Stack, stack},
        urls::url::{Route, decode},
    },
};

/// Bytes of a request's head that are read at all; a longer head gets a bare 431. A shorter one that is still longer than any
/// browser sends is answered below, in the reader's language.
pub(in crate::web) const HEAD: usize = 64 << 10;
/// The same of a request over HTTP/2, each header counted with 32 bytes more (RFC 9113, 6.5.2).
const HEAD_OF_STREAM: u32 = 32 << 10;
/// Bytes of an answer over HTTP/2 that wait in memory for the client to take those before them.
const SEND_BUFFER: usize = 64 << 10;
/// Bytes of a body that a client may send over HTTP/2 before we take them.
const BODY: u32 = 65_535;
/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 100;

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
            // A client may close its side after the request; it still gets its response (RFC 9112, 9.6).
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

/// An early end is an error of the client, or the client has gone: logged only at a level for debugging.
fn ended(end: Result<(), Box<dyn Error + Send + Sync>>) {
    if let Err(error) = end {
        tracing::debug!(error, "a connection ended early");
    }
}

/// The layers and the router, with what its connection has under way. hyper shares a service and tower calls it alone; a
/// connection stays on one thread, so nothing waits for the lock, and it costs less than a clone of every layer.
pub(in crate::web) struct Service {
    stack: Mutex<Stack>,
    state: Arc<ConnectionState>,
    app: App,
}

impl Service {
    /// The site for a connection in this state.
    pub(in crate::web) fn new(app: &App, state: Arc<ConnectionState>) -> Self {
        Service { stack: Mutex::new(stack(app)), state, app: app.clone() }
    }

    /// The work in progress on its connection.
    pub(in crate::web) fn state(&self) -> &Arc<ConnectionState> {
        &self.state
    }

    /// Answers at once, or when the arguments of a form have come.
    fn answer(&self, mut request: HttpRequest, form: Option<FormFuture>) -> ResponseFuture {
        if let Some(form) = form {
            let mut stack = stack(&self.app);
            return ResponseFuture::later(async move {
                request.rejected = put_into(&mut request.parts, form).await.err();
                let Ok(answer) = stack.call(request).await;
                answer
            });
        }
        let mut stack = self.stack.lock().unwrap_or_else(PoisonError::into_inner);
        stack.call(request)
    }

    /// Notes the client of a request that a trusted proxy sends on, and counts it for that client.
    fn identify(&self, request: &mut HttpRequest, limit: &Arc<ConnectionLimit>) -> Option<ClientPermit> {
        let edition = self.app.edition();
        let rules = edition.site.proxy();
        let client = forwarded_client(&request.parts.headers, rules)?;
        request.client = Some(client);
        if rules.trusts(request.client) {
            return None;
        }
        limit.admit_client(client).inspect_err(|rejected| request.rejected = Some(rejected.status())).ok()
    }
}

impl<B> hyper::service::Service<Request<B>> for Service
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn call(&self, request: Request<B>) -> ResponseFuture {
        let (parts, body) = request.into_parts();
        let mut request = HttpRequest::new(parts, Arc::clone(&self.state));
        let permit = self.state.proxied.as_ref().and_then(|limit| self.identify(&mut request, limit));
        let is_form = request.rejected.is_none() && is_sent(&self.app, &request.parts);
        let answer = self.answer(request, is_form.then(|| read(body)));
        let Some(permit) = permit else { return answer };
        answer.map(&self.app, |_, mut answer| {
            answer.body_mut().count_for(permit);
            answer
        })
    }
}

/// How long a harvester may take to send its arguments.
const PATIENCE: Duration = Duration::from_secs(10);
/// Characters that a query cannot hold unescaped.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');
const FORM: &str = "application/x-www-form-urlencoded";

/// A form that is being received.
pub(super) type FormFuture = Pin<Box<dyn Future<Output = Result<Bytes, StatusCode>> + Send>>;

/// Whether a request sends a form to OAI-PMH.
fn is_sent(app: &App, request: &Parts) -> bool {
    if request.method != Method::POST {
        return false;
    }
    let content_type = request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = content_type.and_then(|value| value.split(';').next());
    let inside = app.inside(&request.uri);
    let path = decode(inside.as_ref().unwrap_or(&request.uri).path());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
        && path.is_some_and(|path| Route::parse(&path) == Route::Oai)
}

/// Reads a form. Fails with the status of the answer if the body is longer than any address or does not arrive.
pub(super) fn read<B>(body: B) -> FormFuture
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    Box::pin(async move {
        match tokio::time::timeout(PATIENCE, Limited::new(body, TARGET).collect()).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
            Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
            Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        }
    })
}

/// Puts the arguments of a form into the address of its request.
///
/// # Errors
/// The status of the answer, as [`read`] has it.
async fn put_into(request: &mut Parts, form: FormFuture) -> Result<(), StatusCode> {
    let sent = percent_encode(&form.await?, ESCAPED).to_string();
    let query = match request.uri.query() {
        Some(query) if !query.is_empty() => format!("{query}&{sent}"),
        _ => sent,
    };
    let mut uri = request.uri.clone().into_parts();
    let target = format!("{}?{query}", request.uri.path());
    uri.path_and_query = Some(PathAndQuery::try_from(target).map_err(|_| StatusCode::BAD_REQUEST)?);
    request.uri = Uri::from_parts(uri).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(())
}
