//! Dates as comma-separated values (RFC 4180), a row a date or a reason why there is none.

use super::timeline::Timeline;

const HEADER: &str = "file,date,kind,title,arithmetic,in_days,reason,quote,section,page\r\n";

/// The rows of one contract, after the header if they are the first.
pub(super) fn rows(timeline: &Timeline, first: bool) -> String {
    let mut text = if first { HEADER.to_owned() } else { String::new() };
    for it in &timeline.dates {
        // What the sum adds last stands last: the notice, or the date itself.
        let basis = it.basis.last();
        row(
            &mut text,
            &[
                &timeline.file,
                &it.date.to_string(),
                it.kind.name(),
                &it.title,
                &it.arithmetic,
                &it.in_days.to_string(),
                "",
                basis.map_or("", |it| &it.quote),
                basis.map_or("", |it| &it.section),
                &basis.and_then(|it| it.page).map_or(String::new(), |it| it.to_string()),
            ],
        );
    }
    for it in &timeline.undated {
        let basis = it.basis.first();
        row(
            &mut text,
            &[
                &timeline.file,
                "",
                "undated",
                &it.what,
                "",
                "",
                &it.reason,
                basis.map_or("", |it| &it.quote),
                basis.map_or("", |it| &it.section),
                &basis.and_then(|it| it.page).map_or(String::new(), |it| it.to_string()),
            ],
        );
    }
    text
}

fn row(text: &mut String, cells: &[&str]) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        text.push_str(&escaped(cell));
    }
    text.push_str("\r\n");
}

/// In quotes where it needs them. A cell that a spreadsheet would take for a formula begins with an apostrophe; numbers
/// below zero are no formulas.
fn escaped(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<i64>().is_err();
    let guard = if risky { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_command_no_spreadsheet() {
        for (cell, expected) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-12", "-12"),
            ("-1+2", "'-1+2"),
            ("@sum", "'@sum"),
        ] {
            assert_eq!(escaped(cell), expected, "{cell}");
        }
    }
}
