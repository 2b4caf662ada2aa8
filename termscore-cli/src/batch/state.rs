//! Finished work, one line of JSON a file: every line is on the disk before the next is begun, so that a run that was
//! killed is taken up where it was.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::problem::Problem;

/// What the lines of this program begin with.
const BEGINS: &[u8] = b"{\"schema\":\"termscore/";

/// What a finished file was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Done {
    /// Digest of its bytes.
    content: String,
    /// Digest of what else the result depends on.
    run: String,
    place: Place,
}

impl Done {
    /// True if the result would be the same again.
    pub(super) fn stands_for(&self, content: &str, run: &str) -> bool {
        self.content == content && self.run == run
    }
}

/// Bytes of a line, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    start: u64,
    len: usize,
}

/// The file of finished work.
#[derive(Debug)]
pub(super) struct State {
    path: PathBuf,
    file: File,
    done: BTreeMap<String, Done>,
    /// Where the next line goes.
    end: u64,
    /// By the order of the files; those that are not finished are missing.
    order: BTreeMap<usize, Place>,
}

/// The part of a line by which it is found again.
#[derive(Deserialize)]
struct Key {
    file: String,
    content: Option<String>,
    run: String,
}

impl State {
    /// Opens or makes it. A last line that was not written completely is cut off.
    pub(super) fn open(path: &Path) -> Result<State, Problem> {
        let what = || format!("--resume {}", path.display());
        let cannot = |error: io::Error| Problem::new(what(), format_args!("it cannot be opened: {error}"));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Problem::new(
                    what(),
                    "another run writes to it: wait for that, or name another file",
                ));
            }
            // Some file systems know no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut state =
            State { path: path.to_owned(), file, done: BTreeMap::new(), end: 0, order: BTreeMap::new() };
        if !state.read().map_err(cannot)? {
            let message =
                "it holds something else: name a file that --resume made, or one that does not exist";
            return Err(Problem::new(what(), message));
        }
        Ok(state)
    }

    /// Reads all lines; false if the file was not made by this program.
    fn read(&mut self) -> io::Result<bool> {
        let mut reader = BufReader::new(&self.file);
        let mut line = Vec::new();
        let mut end = 0_u64;
        let mut found = Vec::new();
        loop {
            line.clear();
            let n = reader.read_until(b'\n', &mut line)?;
            if n == 0 {
                break;
            }
            let ours = line.starts_with(BEGINS) || BEGINS.starts_with(&line);
            if !ours && end == 0 {
                return Ok(false);
            }
            let Some(text) = line.strip_suffix(b"\n") else {
                // Half a line.
                break;
            };
            if let Ok(Key { file, content: Some(content), run }) = serde_json::from_slice(text) {
                found.push((file, Done { content, run, place: Place { start: end, len: text.len() } }));
            }
            end += n as u64;
        }
        // What was scored anew stands later.
        self.done.extend(found);
        self.end = end;
        self.file.set_len(end)?;
        Ok(true)
    }

    /// Finished files by name.
    pub(super) fn done(&self) -> BTreeMap<String, Done> {
        self.done.clone()
    }

    /// Keeps the line of a file that is finished already, and gives it.
    pub(super) fn keep(&mut self, n: usize, files: &[PathBuf]) -> Result<String, Problem> {
        let name = files.get(n).map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let place = self.done.get(&name).map_or(Place { start: 0, len: 0 }, |it| it.place);
        self.order.insert(n, place);
        self.line(place).map_err(|error| self.cannot(&error))
    }

    /// Writes the line of a file that was just scored; it is on the disk when this returns.
    pub(super) fn add(&mut self, n: usize, text: &str) -> Result<(), Problem> {
        let mut line = Vec::with_capacity(text.len() + 1);
        line.extend_from_slice(text.as_bytes());
        line.push(b'\n');
        let end = self.end;
        let written = (|| {
            self.file.seek(SeekFrom::Start(end))?;
            self.file.write_all(&line)?;
            self.file.sync_data()
        })();
        written.map_err(|error| self.cannot(&error))?;
        self.order.insert(n, Place { start: end, len: text.len() });
        self.end += line.len() as u64;
        Ok(())
    }

    /// Puts the lines into the order of the files, without those of files that changed or are gone, so that the file is
    /// what one run would have written.
    pub(super) fn finish(mut self) -> Result<(), Problem> {
        let mut next = 0;
        let in_order = self.order.values().all(|it| {
            let fits = it.start == next;
            next = it.start + it.len as u64 + 1;
            fits
        });
        if in_order && next == self.end {
            return Ok(());
        }
        self.rewrite().map_err(|error| self.cannot(&error))
    }

    fn rewrite(&mut self) -> io::Result<()> {
        let mut part = self.path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut out = BufWriter::new(File::create(&part)?);
        let places: Vec<Place> = self.order.values().copied().collect();
        for place in places {
            out.write_all(self.line(place)?.as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&part, &self.path)
    }

    fn line(&mut self, place: Place) -> io::Result<String> {
        self.file.seek(SeekFrom::Start(place.start))?;
        let mut text = String::with_capacity(place.len);
        (&self.file).take(place.len as u64).read_to_string(&mut text)?;
        Ok(text)
    }

    fn cannot(&self, error: &io::Error) -> Problem {
        Problem::new(
            format_args!("--resume {}", self.path.display()),
            format_args!("it cannot be written: {error}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(file: &str, content: &str) -> String {
        format!(
            "{{\"schema\":\"termscore/report/1\",\"file\":\"{file}\",\"content\":\"{content}\",\"run\":\"r\"}}"
        )
    }

    #[test]
    fn half_a_line_is_dropped_and_later_lines_stand_for_earlier_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state.jsonl");
        let (a, b, again) = (line("a", "1"), line("b", "1"), line("a", "2"));
        fs::write(&path, format!("{a}\n{b}\n{again}\n{{\"schema\":\"termscore/rep")).expect("written");
        let files = [PathBuf::from("a"), PathBuf::from("b"), PathBuf::from("c")];
        let mut state = State::open(&path).expect("a state");
        let done = state.done();
        assert!(done.get("a").is_some_and(|it| it.stands_for("2", "r") && !it.stands_for("1", "r")));
        assert!(done.get("b").is_some_and(|it| !it.stands_for("1", "other")));
        assert_eq!(state.keep(0, &files).expect("kept"), again);
        assert_eq!(state.keep(1, &files).expect("kept"), b);
        let c = line("c", "1");
        state.add(2, &c).expect("added");
        state.finish().expect("finished");
        assert_eq!(fs::read_to_string(&path).expect("read"), format!("{again}\n{b}\n{c}\n"));
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("agreement.txt");
        fs::write(&path, "This Agreement").expect("written");
        assert!(State::open(&path).is_err());
        assert_eq!(fs::read_to_string(&path).expect("read"), "This Agreement");
    }
}
