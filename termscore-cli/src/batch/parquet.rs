//! Lines in, a table in Apache Parquet out: one row a finding, with the columns of its file; a file without findings, or
//! one that could not be read, has one row.

use std::{path::Path, sync::Arc};

use ::parquet::{
    data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};

use super::{
    line::{Evidence, Finding, Line},
    part::Part,
};
use crate::problem::Problem;

const SCHEMA: &str = "message termscore {
  optional binary file (UTF8);
  optional binary content (UTF8);
  optional binary kind (UTF8);
  optional binary kind_title (UTF8);
  optional double score;
  optional double low;
  optional double high;
  optional binary grade (UTF8);
  optional binary error (UTF8);
  optional binary rule (UTF8);
  optional binary pack (UTF8);
  optional binary title (UTF8);
  optional binary severity (UTF8);
  optional binary category (UTF8);
  optional double points;
  optional double score_if_fixed;
  optional binary absorbed_by (UTF8);
  optional int64 n_quotes;
  optional binary quote (UTF8);
  optional int64 start;
  optional int64 end;
  optional binary section (UTF8);
  optional int64 page;
}";

/// Rows that are kept until they are written together.
const ROWS: usize = 8_192;

/// Values of one column.
enum Column {
    Text(Vec<Option<ByteArray>>),
    Number(Vec<Option<f64>>),
    Whole(Vec<Option<i64>>),
}

/// A parquet file in the making.
pub(super) struct Writer {
    file: SerializedFileWriter<Part>,
    columns: Vec<Column>,
    n_rows: usize,
}

/// A part is written through its buffer.
impl std::io::Write for Part {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl Writer {
    /// Begins the file beside its final name.
    pub(super) fn new(path: &Path, force: bool) -> Result<Writer, Problem> {
        let part = Part::new(path, force)?;
        let begun = parse_message_type(SCHEMA).and_then(|schema| {
            let properties = WriterProperties::builder().set_created_by("termscore".to_owned()).build();
            SerializedFileWriter::new(part, Arc::new(schema), Arc::new(properties))
        });
        let file = begun.map_err(|error| cannot(&error))?;
        Ok(Writer { file, columns: columns(), n_rows: 0 })
    }

    /// Adds the rows of one line.
    pub(super) fn add(&mut self, line: &Line) -> Result<(), Problem> {
        if line.findings.is_empty() {
            self.row(line, None);
        }
        for finding in &line.findings {
            self.row(line, Some(finding));
        }
        if self.n_rows >= ROWS { self.flush() } else { Ok(()) }
    }

    /// Writes what is left, and gives the file its name.
    pub(super) fn finish(mut self, path: &Path) -> Result<(), Problem> {
        self.flush()?;
        let part = self.file.into_inner().map_err(|error| cannot(&error))?;
        part.finish(path)
            .map_err(|error| Problem::new(path.display(), format_args!("it cannot be written: {error}")))
    }

    fn row(&mut self, line: &Line, finding: Option<&Finding>) {
        let evidence: Option<&Evidence> = finding.and_then(|it| it.evidence.first());
        let text = |it: Option<&str>| Cell::Text(it.map(ByteArray::from));
        let cells = [
            text(Some(&line.file)),
            text(line.content.as_deref()),
            text(line.kind.as_ref().map(|it| it.name.as_str())),
            text(line.kind.as_ref().map(|it| it.title.as_str())),
            Cell::Number(line.score_number()),
            Cell::Number(line.low),
            Cell::Number(line.high),
            text(line.grade.as_deref()),
            text(line.error.as_deref()),
            text(finding.map(|it| it.rule.as_str())),
            text(finding.map(|it| it.pack.as_str())),
            text(finding.map(|it| it.title.as_str())),
            text(finding.map(|it| it.severity.as_str())),
            text(finding.map(|it| it.category.as_str())),
            Cell::Number(finding.map(|it| it.points)),
            Cell::Number(finding.map(|it| it.score_if_fixed)),
            text(finding.and_then(|it| it.absorbed_by.as_deref())),
            Cell::Whole(finding.and_then(|it| i64::try_from(it.evidence.len()).ok())),
            text(evidence.map(|it| it.quote.as_str())),
            Cell::Whole(evidence.map(|it| it.start)),
            Cell::Whole(evidence.map(|it| it.end)),
            text(evidence.map(|it| it.section.as_str())),
            Cell::Whole(evidence.and_then(|it| it.page)),
        ];
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Column::Text(all), Cell::Text(it)) => all.push(it),
                (Column::Number(all), Cell::Number(it)) => all.push(it),
                (Column::Whole(all), Cell::Whole(it)) => all.push(it),
                // Columns are made from the same list of types; `columns_fit_the_schema` holds them together.
                (Column::Text(all), _) => all.push(None),
                (Column::Number(all), _) => all.push(None),
                (Column::Whole(all), _) => all.push(None),
            }
        }
        self.n_rows += 1;
    }

    fn flush(&mut self) -> Result<(), Problem> {
        if self.n_rows == 0 {
            return Ok(());
        }
        let columns = std::mem::replace(&mut self.columns, columns());
        self.n_rows = 0;
        let written = self.file.next_row_group().and_then(|group| write(group, columns));
        written.map_err(|error| cannot(&error))
    }
}

enum Cell {
    Text(Option<ByteArray>),
    Number(Option<f64>),
    Whole(Option<i64>),
}

/// Empty columns, as the schema has them.
fn columns() -> Vec<Column> {
    let fields = SCHEMA.lines().filter_map(|it| it.trim().strip_prefix("optional "));
    fields
        .map(|it| match it.split(' ').next() {
            Some("double") => Column::Number(Vec::new()),
            Some("int64") => Column::Whole(Vec::new()),
            _ => Column::Text(Vec::new()),
        })
        .collect()
}

fn write(mut group: SerializedRowGroupWriter<'_, Part>, columns: Vec<Column>) -> Result<(), ParquetError> {
    for values in columns {
        let Some(mut column) = group.next_column()? else { break };
        match values {
            Column::Text(all) => {
                let (values, levels) = split(all);
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            Column::Number(all) => {
                let (values, levels) = split(all);
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            }
            Column::Whole(all) => {
                let (values, levels) = split(all);
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

/// What is there, and for each row whether it is.
fn split<T>(all: Vec<Option<T>>) -> (Vec<T>, Vec<i16>) {
    let levels = all.iter().map(|it| i16::from(it.is_some())).collect();
    (all.into_iter().flatten().collect(), levels)
}

fn cannot(error: &ParquetError) -> Problem {
    Problem::new("--format parquet", format_args!("it cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    #[test]
    fn rows_are_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reports.parquet");
        let mut writer = Writer::new(&path, false).expect("a writer");
        let report = r#"{"file":"a.txt","content":"sha256:0","run":"r","kind":{"name":"k.k","title":"K"},"score":90.5,
            "low":90,"high":90.5,"grade":"A","findings":[{"rule":"p.r","pack":"p","title":"T","severity":"high",
            "category":"c","points":9.5,"score_if_fixed":100,"absorbed_by":null,
            "evidence":[{"quote":"q","start":1,"end":2,"section":"1","page":3}]}]}"#;
        let error = r#"{"file":"b.txt","content":null,"run":"r","error":"no such file"}"#;
        for it in [report, error] {
            writer.add(&Line::read(it).expect("a line")).expect("added");
        }
        writer.finish(&path).expect("finished");
        let file = std::fs::File::open(&path).expect("the file");
        let reader = SerializedFileReader::new(file).expect("a parquet file");
        let rows: Vec<String> =
            reader.get_row_iter(None).expect("rows").map(|it| it.expect("a row").to_string()).collect();
        assert_eq!(rows.len(), 2);
        for (row, expected) in [
            (0, "file: \"a.txt\""),
            (0, "score: 90.5"),
            (0, "rule: \"p.r\""),
            (0, "page: 3"),
            (1, "error: \"no such file\""),
            (1, "rule: null"),
        ] {
            assert!(rows.get(row).is_some_and(|it| it.contains(expected)), "{expected}: {rows:?}");
        }
    }

    #[test]
    fn columns_fit_the_schema() {
        let line = Line::read(r#"{"file":"b.txt","content":null,"run":"r"}"#).expect("a line");
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = Writer::new(&folder.path().join("x"), false).expect("a writer");
        writer.row(&line, None);
        let n = |it: &Column| match it {
            Column::Text(all) => all.len(),
            Column::Number(all) => all.len(),
            Column::Whole(all) => all.len(),
        };
        assert!(writer.columns.iter().all(|it| n(it) == 1));
        assert_eq!(writer.columns.len(), 23);
    }
}
