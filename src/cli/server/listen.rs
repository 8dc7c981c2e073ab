//! From a loaded archive to a server that answers: sockets, signals, and messages to the service manager.

use std::{io, sync::Arc, time::Duration};

use anyhow::{Context, anyhow};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{Signal, SignalKind, signal},
};

use super::{fallback_counts_file::FallbackCountsFile, listen_address, service_manager};
use crate::{
    cli::{
        args::{LogFormatArg, ServeArgs},
        json_log, terminal,
    },
    web::{self, AccessLog, App},
    worker::Control,
};

/// The admin address where none is given; one that is taken is then no reason to stop.
const ADMIN: &str = "127.0.0.1:9090";
/// Connections at once, where the system gives as many files.
const CONNECTIONS: usize = 10_000;
/// Open files that connections leave to everything else: the catalog, the log, what is being read.
const OTHER_FILES: usize = 200;
/// After this the process ends, with any work under way: ten seconds of draining, and a little.
const END: Duration = Duration::from_secs(12);

/// The signals with handlers. Until these are installed, each signal ends the process at once.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Signals {
    fn heed() -> io::Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }
}

/// `app` with the access log that was asked for.
pub(in crate::cli) fn logged(app: App, serve: &ServeArgs) -> anyhow::Result<App> {
    let format = match serve.log_format {
        None => return Ok(app),
        Some(LogFormatArg::Text) => web::LogFormat::Text,
        Some(LogFormatArg::Json) => web::LogFormat::Json,
    };
    let log = AccessLog::start(format, json_log::now, Box::new(io::stderr()), app.health())
        .context("no thread for the access log")?;
    Ok(app.with_access_log(log))
}

/// Serves until Ctrl-C or SIGTERM; SIGHUP has the archive read again.
pub(in crate::cli) fn listen(
    serve: &ServeArgs,
    app: App,
    control: Arc<Control>,
    counts: FallbackCountsFile,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.spawn(counts.keep());
    let served = runtime.block_on(serving(serve, app, control));
    runtime.shutdown_background();
    served
}

async fn serving(serve: &ServeArgs, app: App, control: Arc<Control>) -> anyhow::Result<()> {
    let scheme = if serve.tls_cert.is_some() { "https" } else { "http" };
    let address = &serve.listen;
    let listener =
        listen_address::bind(address).await.map_err(|error| taken(error, address, "--listen 127.0.0.1:8311"))?;
    let admin = admin(serve).await?;
    // The reader of the address may send a signal the next moment.
    let Signals { interrupt, terminate, hangup } = Signals::heed().context("signals cannot be heeded")?;
    let local = listener.local_addr()?;
    if serve.watch && !local.ip().is_loopback() {
        terminal::warn(&format!(
            "`--watch` shows unpublished work to everybody who reaches {local}; `--listen 127.0.0.1:{}` keeps it on this machine",
            local.port()
        ));
    }
    let root = app.edition().site.base_path().to_owned();
    terminal::say_address(&format!("{scheme}://{local}{root}/"));
    if let Some(admin) = admin {
        terminal::say(&format!("/healthz, /readyz and /metrics are on {}", admin.local_addr()?));
        let typed = serve.admin.clone().unwrap_or_default();
        tokio::spawn(web::serve_admin(admin, app.clone(), typed));
    }
    service_manager::tell("READY=1");
    tokio::spawn(reloading(hangup, control));
    web::serve(listener, app, connections(), stopped(interrupt, terminate)).await?;
    terminal::say("stopped");
    Ok(())
}

/// The admin listener; `None` where it is off, or where none was asked for and the usual address is taken.
async fn admin(serve: &ServeArgs) -> anyhow::Result<Option<TcpListener>> {
    let address = match serve.admin.as_deref() {
        Some("off") => return Ok(None),
        Some(address) => address,
        None => ADMIN,
    };
    match listen_address::bind(address).await {
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

/// An address that cannot be had: with the switch that takes another where it is in use, with the form of an address
/// where it has another.
fn taken(error: io::Error, address: &str, switch: &str) -> anyhow::Error {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => format!("; another program has it: try `{switch}`"),
        io::ErrorKind::InvalidInput => "; expected `HOST:PORT`, `[IPv6]:PORT` or `:PORT`".to_owned(),
        _ => String::new(),
    };
    anyhow!(error).context(format!("cannot listen on `{address}`{advice}"))
}

/// As many connections as the system gives files for, ten thousand at most.
fn connections() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let files = if raised.is_ok() { maximum } else { current };
    let files = files.and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX);
    files.saturating_sub(OTHER_FILES).clamp(16, CONNECTIONS)
}

/// Done on Ctrl-C or SIGTERM.
async fn stopped(mut interrupt: Signal, mut terminate: Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    service_manager::tell("STOPPING=1");
    terminal::say("draining");
    // A rendering that never ends must not keep the process for ever.
    std::thread::spawn(|| {
        std::thread::sleep(END);
        terminal::say("stopped, with requests under way");
        std::process::exit(0);
    });
}

/// Has the indexer read the archive again on every SIGHUP.
async fn reloading(mut hangups: Signal, control: Arc<Control>) {
    while hangups.recv().await.is_some() {
        terminal::say("reading again");
        control.reload();
    }
}
