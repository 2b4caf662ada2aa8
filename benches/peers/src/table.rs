//! Rows of all programs to a Markdown table: times, speeds, and ratios to TermScore at the same job.

use std::{collections::BTreeMap, fs, path::Path};

use crate::Result;

struct Row<'a> {
    /// Peer, what it does, what it looks for.
    job: [&'a str; 3],
    found: &'a str,
    /// Seconds, or why there are none, by bytes of the text.
    cells: BTreeMap<usize, std::result::Result<f64, &'a str>>,
}

/// Ratios are times: with 2, the peer takes twice as long as TermScore from text to report for the same phrases, or, if it
/// looks for something else, with all built-in packs.
pub fn print(path: &Path) -> Result<()> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let rows = read(&text)?;
    let mut sizes: Vec<usize> = rows.iter().flat_map(|row| row.cells.keys().copied()).collect();
    sizes.sort_unstable();
    sizes.dedup();

    let heads: String = sizes.iter().map(|n| format!(" {} | MB/s | ÷ TermScore |", bytes(*n))).collect();
    println!("| looks for | peer | what it does | found |{heads}");
    println!("|---|---|---|---:|{}", "---:|---:|---:|".repeat(sizes.len()));
    for row in &rows {
        let [peer, does, looks_for] = row.job;
        let cells: String = sizes.iter().map(|n| cell(row, *n, ours(&rows, looks_for, *n))).collect();
        println!("| {looks_for} | {peer} | {does} | {} |{cells}", row.found);
    }
    Ok(())
}

/// In the order in which each job is met first.
fn read(text: &str) -> Result<Vec<Row<'_>>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [peer, does, looks_for, n_bytes, seconds, found] = fields[..] else {
            return Err(format!("line {} has {} fields instead of 6", n + 1, fields.len()).into());
        };
        let n_bytes = n_bytes.parse().map_err(|_| format!("line {}: `{n_bytes}` is no size", n + 1))?;
        let job = [peer, does, looks_for];
        let at = rows.iter().position(|row| row.job == job).unwrap_or_else(|| {
            rows.push(Row { job, found, cells: BTreeMap::new() });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            row.cells.insert(n_bytes, seconds.parse().map_err(|_| seconds));
        }
    }
    Ok(rows)
}

/// Seconds that TermScore takes at this job.
fn ours(rows: &[Row<'_>], looks_for: &str, n_bytes: usize) -> Option<f64> {
    let reports = || rows.iter().filter(|row| row.job[..2] == ["TermScore", "text → report"]);
    let row = reports()
        .find(|row| row.job[2] == looks_for)
        .or_else(|| reports().find(|row| row.job[2].ends_with("all packs")))?;
    row.cells.get(&n_bytes)?.ok()
}

fn cell(row: &Row<'_>, n_bytes: usize, ours: Option<f64>) -> String {
    match row.cells.get(&n_bytes) {
        Some(Ok(seconds)) => {
            let ratio = ours.map_or("?".to_owned(), |ours| three_digits(seconds / ours));
            format!(" {} | {} | {ratio} |", time(*seconds), three_digits(n_bytes as f64 / seconds / 1e6))
        }
        Some(Err(why)) => format!(" {why} | | |"),
        None => " | | |".to_owned(),
    }
}

fn bytes(n: usize) -> String {
    if n >= 1_000_000 { format!("{} MB", n / 1_000_000) } else { format!("{} kB", n / 1_000) }
}

fn time(seconds: f64) -> String {
    match seconds {
        it if it >= 1.0 => format!("{} s", three_digits(it)),
        it if it >= 1e-3 => format!("{} ms", three_digits(it * 1e3)),
        it => format!("{} µs", three_digits(it * 1e6)),
    }
}

/// Three digits that say something: 1234, 12.3, 0.00123.
fn three_digits(value: f64) -> String {
    let whole = if value > 0.0 { value.log10().floor() as i32 } else { 0 };
    format!("{value:.*}", usize::try_from(2 - whole).unwrap_or(0))
}
