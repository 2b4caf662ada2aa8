//! `termscore serve`: requests of a browser on this machine in, a page with reports and drafts out.
//!
//! ```text
//! request ─guard→ routes ─limits→ session (contracts, rules; in memory only) ─→ page | rules | files
//!           └ token, host, origin, headers        └ blocking threads
//! ```

mod files;
mod guard;
mod limits;
mod page;
mod refusal;
mod routes;
mod rules;
mod session;
#[cfg(test)]
mod tests;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, runtime, sync::Notify};

use self::{guard::Guard, session::Session};
use crate::{
    args::{self, Reading},
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
};

/// How long requests that are being answered may hold up the end.
const PATIENCE: Duration = Duration::from_secs(3);

/// Serves the page until Ctrl-C.
pub(crate) fn run(args: &args::Serve, output: &mut Output) -> Status {
    let reading = Reading { pack: args.pack.clone(), ..Reading::default() };
    let reader = match Reader::new(&reading) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    // Better before the page is there than while somebody waits for the first contract.
    reader.engine.prepare();
    match serve(args, reader, output) {
        Ok(()) => Status::Fine,
        Err(problem) => output.fail(vec![problem]),
    }
}

fn serve(args: &args::Serve, reader: Reader, output: &mut Output) -> Result<(), Problem> {
    let problem = |error: io::Error| {
        let message = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program listens there: choose another, or 0 for one that is free".to_owned()
            }
            io::ErrorKind::PermissionDenied => {
                "it may not be used: choose one above 1023, or 0 for one that is free".to_owned()
            }
            _ => format!("it cannot be listened on: {error}"),
        };
        Problem::new(format_args!("--port {}", args.port), message)
    };
    let token = guard::token().map_err(|error| Problem::new("serve", error))?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(limits::N_THREADS)
        .build()
        .map_err(|error| Problem::new("serve", format_args!("it cannot be started: {error}")))?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port))).await?;
        let guard = Guard::new(token, listener.local_addr()?.port());
        let address = guard.address();
        output.write(&format!(
            "The page is at {address}\nIt is for this computer only. Contracts stay in memory while it is open and are sent \
             nowhere. Ctrl-C stops it.\n"
        ));
        if args.open
            && let Err(error) = open(&address)
        {
            output.problem("--open", format_args!("no browser could be started ({error}): open the address by hand"));
        }
        listen(listener, guard, Session::new(reader), interrupted()).await
    });
    // What is still being read holds nobody up.
    runtime.shutdown_timeout(PATIENCE);
    result.map_err(problem)
}

/// Answers requests until `end` comes.
async fn listen(
    listener: TcpListener,
    guard: Guard,
    session: Session,
    end: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = routes::router(Arc::new(guard), Arc::new(session));
    let ended = Arc::new(Notify::new());
    let told = Arc::clone(&ended);
    let graceful = axum::serve(listener, router).with_graceful_shutdown(async move {
        end.await;
        told.notify_one();
    });
    tokio::select! {
        done = graceful.into_future() => done,
        // A browser keeps connections open that nothing is asked on.
        () = async { ended.notified().await; tokio::time::sleep(PATIENCE).await } => Ok(()),
    }
}

/// Comes with Ctrl-C, and with the signal that asks programs to end.
async fn interrupted() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let end = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let end = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = end => {} }
}

/// Starts what the system opens addresses with.
fn open(address: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}
