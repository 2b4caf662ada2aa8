//! Files in, lines out, by several threads and in the order of the files. No more lines wait for their turn than a few
//! for each thread, so that memory does not grow with the number of files.

use std::{
    any::Any,
    cell::RefCell,
    collections::BTreeMap,
    fmt::{self, Write},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use serde::Serialize;
use sha2::{Digest, Sha256};
use termscore::packs;

use super::state::Done;
use crate::{
    args, contract,
    market::{self, Market},
    problem::Problem,
    reader::Reader,
    render::json,
    text_out::TextOut,
};

/// Lines that may be ahead of the slowest file, for each thread.
const AHEAD: usize = 4;

/// Stack of a thread: as much as the first thread of a program has.
const STACK: usize = 8 << 20;

/// Says what a line with an error is, and in which version; the first member of such a line.
const ERROR_SCHEMA: &str = "termscore/error/1";

/// What every thread needs.
pub(super) struct Job<'a> {
    pub(super) args: &'a args::Score,
    pub(super) reader: &'a Reader,
    pub(super) market: Option<&'a Market>,
    pub(super) text_out: &'a Mutex<Option<TextOut>>,
    /// What the result of a file depends on beside its content.
    pub(super) run: &'a str,
    /// What is finished already.
    pub(super) done: Option<BTreeMap<String, Done>>,
}

/// What became of a file.
pub(super) enum Outcome {
    /// Its line, without its end.
    New(String),
    /// It is finished already.
    Done,
}

thread_local! {
    /// Where this thread failed last.
    static FAILED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Does the work and gives each outcome, in the order of the files, until the taker says that it is enough.
pub(super) fn each(
    job: &Job<'_>,
    files: &[PathBuf],
    n_jobs: usize,
    mut take: impl FnMut(usize, Outcome) -> bool,
) {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (taken, turn) = (Mutex::new(0_usize), Condvar::new());
    let window = n_jobs * AHEAD;
    let (sender, receiver) = mpsc::channel::<(usize, Outcome)>();
    // The main thread holds standard error, so that a thread that told of a failure there would wait for ever.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), |it| format!(" ({}:{})", it.file(), it.line()));
        FAILED.with_borrow_mut(|it| *it = place);
    }));
    thread::scope(|scope| {
        let mut n_started = 0;
        for _ in 0..n_jobs {
            let sender = sender.clone();
            let (next, stop, taken, turn) = (&next, &stop, &taken, &turn);
            let work = move || loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(path) = files.get(n) else { break };
                let mut open = taken.lock().unwrap_or_else(PoisonError::into_inner);
                while n >= *open + window && !stop.load(Ordering::Relaxed) {
                    open = turn.wait(open).unwrap_or_else(PoisonError::into_inner);
                }
                drop(open);
                if stop.load(Ordering::Relaxed) || sender.send((n, one(job, path))).is_err() {
                    break;
                }
            };
            // Where there is no room for a thread, the others do its work.
            n_started +=
                usize::from(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok());
        }
        drop(sender);
        if n_started == 0 {
            for (n, path) in files.iter().enumerate() {
                if !take(n, one(job, path)) {
                    break;
                }
            }
        }
        let mut waiting: BTreeMap<usize, Outcome> = BTreeMap::new();
        let mut n_taken = 0;
        for (n, outcome) in receiver {
            waiting.insert(n, outcome);
            while let Some(outcome) = waiting.remove(&n_taken) {
                let goes_on = take(n_taken, outcome);
                n_taken += 1;
                {
                    // Both under the lock: a thread that has just looked must not miss it.
                    let mut open = taken.lock().unwrap_or_else(PoisonError::into_inner);
                    *open = n_taken;
                    if !goes_on {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
                turn.notify_all();
                if !goes_on {
                    return;
                }
            }
        }
    });
    panic::set_hook(hook);
}

/// The line of one file, whatever happens.
fn one(job: &Job<'_>, path: &Path) -> Outcome {
    let name = path.to_string_lossy().into_owned();
    let bytes = match contract::read(path) {
        Ok(it) => it,
        Err(problem) => return Outcome::New(error(&name, None, job.run, &problem.message)),
    };
    let content = format!("sha256:{}", hex(Sha256::digest(&bytes).as_ref()));
    let done = job.done.as_ref().and_then(|it| it.get(&name));
    if done.is_some_and(|it| it.stands_for(&content, job.run)) {
        return Outcome::Done;
    }
    let scored = panic::catch_unwind(AssertUnwindSafe(|| score(job, path, &bytes, &content)));
    let scored = scored.unwrap_or_else(|reason| Err(Problem::new(path.display(), failure(&*reason))));
    Outcome::New(scored.unwrap_or_else(|problem| error(&name, Some(&content), job.run, &problem.message)))
}

/// What a failure of ours looks like to the user.
fn failure(reason: &(dyn Any + Send)) -> String {
    let place = FAILED.with_borrow_mut(std::mem::take);
    let said = reason.downcast_ref::<&str>().map(|it| (*it).to_owned());
    let said = said.or_else(|| reason.downcast_ref::<String>().cloned()).unwrap_or_default();
    format!("the program failed on it, which is a mistake of the program{place}: {said}")
}

fn score(job: &Job<'_>, path: &Path, bytes: &[u8], content: &str) -> Result<String, Problem> {
    let contract = job.reader.open_bytes(path, bytes)?;
    if let Some(it) = job.text_out.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        it.write(path, contract.text())?;
    }
    let report = job.reader.engine.score(&contract.document);
    let proofs = if job.args.explain { job.reader.proofs(&contract, &report) } else { BTreeMap::new() };
    let usual = job.market.and_then(|it| market::beside(it, &report));
    let line = json::report_line(&report, &proofs, usual.as_ref(), Some((content, job.run)));
    line.map_err(|error| Problem::new(path.display(), format_args!("the report cannot be written: {error}")))
}

fn error(file: &str, content: Option<&str>, run: &str, error: &str) -> String {
    #[derive(Serialize)]
    struct ErrorLine<'a> {
        schema: &'static str,
        file: &'a str,
        error: &'a str,
        content: Option<&'a str>,
        run: &'a str,
    }
    let line = ErrorLine { schema: ERROR_SCHEMA, file, error, content, run };
    // Strings and nothing else can always be written.
    serde_json::to_string(&line).unwrap_or_default()
}

/// True of the line of a file that could not be read.
pub(super) fn is_error(line: &str) -> bool {
    line.strip_prefix("{\"schema\":\"").is_some_and(|it| it.starts_with(ERROR_SCHEMA))
}

/// What results depend on beside the content of files: this program, its options, its packs, what is attached.
pub(super) fn fingerprint(args: &args::Score, reader: &Reader, market: &[u8]) -> String {
    let mut hash = Hashed(Sha256::new());
    // Writing to a hash cannot fail.
    let _ = write!(hash, "{}|{:?}|{}|", env!("CARGO_PKG_VERSION"), args.reading, args.explain);
    if args.reading.pack.is_empty() {
        for source in packs::names().filter_map(packs::sources).flatten() {
            // The text of a pack holds no zero.
            for part in [source.name.as_bytes(), &[0], source.text.as_bytes(), &[0]] {
                hash.0.update(part);
            }
        }
    } else {
        let _ = reader.write_rules(&mut hash);
    }
    let _ = reader.write_attached(&mut hash);
    hash.0.update(market);
    hex(hash.0.finalize().as_ref()).chars().take(16).collect()
}

/// Text into a hash.
struct Hashed(Sha256);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
