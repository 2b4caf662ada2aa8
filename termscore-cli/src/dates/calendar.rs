//! Dates as a calendar file (RFC 5545): whole days, with reminders before the days on which a notice is due.

use std::{fs, io::ErrorKind, path::Path};

use ics::{
    Alarm, Event, ICalendar, escape_text,
    parameters::Value,
    properties::{Categories, Description, DtEnd, DtStart, Summary, Transp, Trigger},
};
use sha2::{Digest, Sha256};
use termscore::value::Date;

use super::timeline::{Entry, Kind, Timeline};
use crate::problem::Problem;

/// Days ahead of a notice on which one is reminded.
const REMINDERS: [u32; 2] = [14, 3];

/// Bytes of a line.
const WIDTH: usize = 75;

const BEGINS: &[u8] = b"BEGIN:VCALENDAR";

/// Only a calendar is overwritten, and nothing else that somebody typed by mistake.
pub(super) fn may_write(path: &Path) -> Result<(), Problem> {
    match fs::read(path) {
        Ok(bytes) if bytes.starts_with(BEGINS) || bytes.is_empty() => Ok(()),
        Ok(_) => Err(problem(path, "this file exists and is no calendar: choose another name for --ics")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(problem(path, &format!("it cannot be written: {error}"))),
    }
}

/// Writes one calendar for all contracts. What depends on a notice that nobody gave is left out.
pub(super) fn write(path: &Path, all: &[Timeline], today: Date) -> Result<(), Problem> {
    let mut calendar = ICalendar::new("2.0", concat!("-//TermScore//", env!("CARGO_PKG_VERSION"), "//EN"));
    for timeline in all {
        for entry in timeline.dates.iter().filter(|it| it.kind != Kind::Leaving) {
            calendar.add_event(event(&timeline.file, entry, today));
        }
    }
    let mut bytes = Vec::new();
    let written =
        calendar.write(&mut bytes).and_then(|()| fs::write(path, folded(&String::from_utf8_lossy(&bytes))));
    written.map_err(|error| problem(path, &format!("it cannot be written: {error}")))
}

fn event<'a>(file: &str, entry: &Entry, today: Date) -> Event<'a> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut text = format!("{}\n{file}", entry.arithmetic);
    for basis in &entry.basis {
        let words = basis.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("\n“{words}”"));
        if !basis.section.is_empty() {
            text.push_str(&format!(" ({})", basis.section));
        }
    }
    let summary = format!("{}: {name}", entry.title);
    // The same date of the same contract is the same event when it is imported again.
    let uid =
        format!("{}@termscore", digest(&[file, entry.kind.name(), &entry.title, &entry.date.to_string()]));
    let mut event = Event::new(uid, format!("{}T000000Z", basic(today)));
    let mut start = DtStart::new(basic(entry.date));
    start.add(Value::DATE);
    event.push(start);
    if let Some(next) = entry.date.plus_days(1) {
        let mut end = DtEnd::new(basic(next));
        end.add(Value::DATE);
        event.push(end);
    }
    event.push(Summary::new(escape_text(clean(&summary))));
    event.push(Description::new(escape_text(clean(&text))));
    event.push(Categories::new("Contract"));
    event.push(Transp::transparent());
    if entry.kind == Kind::RenewalNotice {
        for days in REMINDERS {
            let trigger = Trigger::new(format!("-P{days}D"));
            event.add_alarm(Alarm::display(trigger, Description::new(escape_text(clean(&summary)))));
        }
    }
    event
}

/// Lines of at most 75 bytes, as RFC 5545, 3.1 asks for; the library counts characters.
fn folded(calendar: &str) -> String {
    let mut out = String::with_capacity(calendar.len());
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut width = 0;
        for it in line.chars() {
            if width + it.len_utf8() > WIDTH {
                out.push_str("\r\n ");
                width = 1;
            }
            out.push(it);
            width += it.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

/// "20260131"
fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Control characters have no place in a calendar.
fn clean(text: &str) -> String {
    text.chars().filter(|it| *it == '\n' || !it.is_control()).collect()
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for it in parts {
        hash.update(it.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|it| format!("{it:02x}")).collect()
}

fn problem(path: &Path, message: &str) -> Problem {
    Problem::new(format_args!("--ics {}", path.display()), message)
}
