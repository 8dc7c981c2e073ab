//! From a loaded archive to a server that answers: sockets, signals, and messages to the service manager.

use std::{
    io,
    net::SocketAddr,
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr as UnixAddress, UnixDatagram},
    },
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, anyhow};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::{
    fallback_counts_file::FallbackCountsFile,
    inherited::InheritedSockets,
    listen_address::{self, SocketFile},
};
use crate::{
    cli::{
        args::ServeArgs,
        log::json_log,
        terminal::{self, LineFormat},
    },
    web::{self, AccessLog, App, Listener},
    worker::Control,
};

/// The default address for readers, if the service manager passes no socket.
const LISTEN: &str = "127.0.0.1:8080";
/// The default admin address. The server also starts if it is in use.
const ADMIN: &str = "127.0.0.1:9090";
/// Connections at the same time, if the system allows as many open files.
const CONNECTIONS: usize = 10_000;
/// Open files reserved for everything else: the catalog, the log, files that are being read.
const OTHER_FILES: usize = 200;
/// After this the process exits even if requests are in progress: ten seconds of draining, and two more.
const END: Duration = Duration::from_secs(12);

/// The signals with handlers. Until these are installed, each signal ends the process at once.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Signals {
    fn install() -> io::Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }
}

/// `app` with the access log of `--log-format`.
pub(in crate::cli) fn logged(app: App, serve: &ServeArgs) -> anyhow::Result<App> {
    let format = match serve.log_format {
        None => return Ok(app),
        Some(LineFormat::Text) => web::LogFormat::Text,
        Some(LineFormat::Json) => web::LogFormat::Json,
    };
    if !tracing::enabled!(target: web::ACCESS, tracing::Level::INFO) {
        return Ok(app);
    }
    let log = AccessLog::start(format, json_log::now, terminal::log_lines(), app.health())
        .context("cannot start the thread of the access log")?;
    Ok(app.with_access_log(log))
}

/// The sockets for readers.
struct Sockets {
    listeners: Vec<Listener>,
    /// The address of each, as it is announced.
    addresses: Vec<String>,
    /// Files that are removed when the server stops.
    files: Vec<SocketFile>,
}

/// Serves until Ctrl-C or SIGTERM. On SIGHUP, the archive is read again.
pub(in crate::cli) fn listen(
    serve: &ServeArgs,
    app: App,
    control: Arc<Control>,
    counts: FallbackCountsFile,
    inherited: InheritedSockets,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.spawn(counts.keep());
    let served = runtime.block_on(serving(serve, app, control, inherited));
    runtime.shutdown_background();
    served
}

async fn serving(
    serve: &ServeArgs,
    app: App,
    control: Arc<Control>,
    mut inherited: InheritedSockets,
) -> anyhow::Result<()> {
    let root = app.edition().site.base_path().to_owned();
    let admin = inherited.admin()?;
    let Sockets { listeners, addresses, files } = sockets(serve, &root, inherited).await?;
    let admin = match admin {
        Some(admin) => Some(admin),
        None => admin_address(serve).await?,
    };
    // A script may send a signal as soon as it has read the address.
    let Signals { interrupt, terminate, hangup } = Signals::install().context("cannot install signal handlers")?;
    if serve.watch {
        listeners.iter().filter_map(Listener::local_address).for_each(warn_of_others);
    }
    addresses.iter().for_each(|address| terminal::say_address(address));
    if let Some(admin) = admin {
        terminal::say(&format!("/healthz, /readyz and /metrics are on {}", admin.local_addr()?));
        let typed = serve.admin.clone().unwrap_or_default();
        tokio::spawn(web::serve_admin(admin, app.clone(), typed));
    }
    tell("READY=1");
    tokio::spawn(reloading(hangup, control));
    web::serve(listeners, app, connections(), stopped(interrupt, terminate, files)).await?;
    terminal::say("stopped");
    Ok(())
}

/// The sockets of the service manager and those that were typed; the default address if there are neither.
async fn sockets(serve: &ServeArgs, root: &str, mut inherited: InheritedSockets) -> anyhow::Result<Sockets> {
    let usual = [LISTEN.to_owned()];
    let typed = if serve.listen.is_empty() && inherited.is_empty() { &usual } else { serve.listen.as_slice() };
    let mut sockets = Sockets { listeners: inherited.listeners()?, addresses: Vec::new(), files: Vec::new() };
    for typed in typed {
        let bound = listen_address::bind(typed).await;
        let (listener, file) = bound.map_err(|error| taken(error, typed, "--listen 127.0.0.1:8311"))?;
        sockets.listeners.push(listener);
        sockets.files.extend(file);
    }
    let scheme = if serve.tls_cert.is_some() { "https" } else { "http" };
    sockets.addresses = sockets.listeners.iter().map(|listener| announced(listener, scheme, root)).collect();
    Ok(sockets)
}

/// `http://127.0.0.1:8080/`, `unix:/run/litopys.sock`.
fn announced(listener: &Listener, scheme: &str, root: &str) -> String {
    match listener {
        Listener::Tcp(_) => {
            let address = listener.local_address().map_or_else(|| "?".to_owned(), |address| address.to_string());
            format!("{scheme}://{address}{root}/")
        }
        Listener::Unix(socket) => {
            let address = socket.local_addr().ok();
            let path = address.as_ref().and_then(|address| address.as_pathname());
            format!("unix:{}", path.unwrap_or_else(|| Path::new("?")).display())
        }
    }
}

fn warn_of_others(local: SocketAddr) {
    if !local.ip().is_loopback() {
        terminal::warn(&format!(
            "`--watch` shows unpublished work to every client that reaches {local}; `--listen 127.0.0.1:{}` keeps it on this machine",
            local.port()
        ));
    }
}

/// The admin listener; `None` if it is off, or where none was asked for and the usual address is taken.
async fn admin_address(serve: &ServeArgs) -> anyhow::Result<Option<TcpListener>> {
    let address = match serve.admin.as_deref() {
        Some("off") => return Ok(None),
        Some(address) => address,
        None => ADMIN,
    };
    match listen_address::bind_tcp(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if serve.admin.is_some() => Err(taken(error, address, "--admin 127.0.0.1:9311")),
        Err(error) => {
            tracing::warn!(
                "cannot open the admin address `{address}` ({error}); choose another with `--admin`, or turn it off with `--admin off`"
            );
            Ok(None)
        }
    }
}

/// The error of an address that cannot be listened on, with what to do: another address if it is in use, the expected form
/// if it has another.
fn taken(error: io::Error, address: &str, switch: &str) -> anyhow::Error {
    let is_for_readers = switch.starts_with("--listen");
    let is_unix = is_for_readers && address.starts_with("unix:");
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse if is_unix => {
            "; another program listens on it: stop it, or choose another path".to_owned()
        }
        io::ErrorKind::NotFound if is_unix => "; its folder does not exist: make it first".to_owned(),
        io::ErrorKind::InvalidInput if is_unix => "; expected `unix:PATH` with a path of 107 bytes at most".to_owned(),
        io::ErrorKind::AddrInUse => format!("; another program uses it: try `{switch}`"),
        io::ErrorKind::InvalidInput if is_for_readers => {
            "; expected `HOST:PORT`, `[IPv6]:PORT`, `:PORT` or `unix:PATH`".to_owned()
        }
        io::ErrorKind::InvalidInput => "; expected `HOST:PORT`, `[IPv6]:PORT` or `:PORT`".to_owned(),
        _ => String::new(),
    };
    anyhow!(error).context(format!("cannot listen on `{address}`{advice}"))
}

/// The limit of connections: as many as the system allows open files, 10,000 at most.
fn connections() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let files = if raised.is_ok() { maximum } else { current };
    let files = files.and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX);
    files.saturating_sub(OTHER_FILES).clamp(16, CONNECTIONS)
}

/// Ends on Ctrl-C or SIGTERM. Socket files are removed at once, because the next process may make its own.
async fn stopped(mut interrupt: Signal, mut terminate: Signal, files: Vec<SocketFile>) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    drop(files);
    tell("STOPPING=1");
    terminal::say("draining");
    // A rendering that does not end must not keep the process running.
    std::thread::spawn(|| {
        std::thread::sleep(END);
        terminal::say("stopped; some requests were still in progress");
        std::process::exit(0);
    });
}

/// Makes the indexer read the archive again on every SIGHUP.
async fn reloading(mut hangups: Signal, control: Arc<Control>) {
    while hangups.recv().await.is_some() {
        terminal::say("reading the archive again");
        control.reload();
    }
}

/// Sends the service manager a state, such as `READY=1`: a datagram to the socket that systemd names (sd_notify(3)). Without one,
/// nothing.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn tell(state: &str) {
    let Ok(socket) = std::env::var("NOTIFY_SOCKET") else { return };
    if let Err(error) = send(&socket, state) {
        tracing::warn!(%error, socket, "`{state}` cannot be sent to the service manager");
    }
}

fn send(socket: &str, state: &str) -> io::Result<()> {
    let address = match socket.strip_prefix('@') {
        Some(name) => UnixAddress::from_abstract_name(name)?,
        None => UnixAddress::from_pathname(socket)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_arrives_at_either_kind_of_socket() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let name = format!("@litopys-test-{}", std::process::id());
        let abstract_name = UnixAddress::from_abstract_name(&name[1..]).unwrap();
        for (socket, name) in [
            (UnixDatagram::bind(&path).unwrap(), path.to_str().unwrap()),
            (UnixDatagram::bind_addr(&abstract_name).unwrap(), name.as_str()),
        ] {
            send(name, "READY=1").unwrap();
            let mut buffer = [0; 16];
            let length = socket.recv(&mut buffer).unwrap();
            assert_eq!(&buffer[..length], b"READY=1");
        }
    }
}
