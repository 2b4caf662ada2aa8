//! The JSON form of a report, `termscore/report/1`: fields are added, never renamed or removed, within a
//! version.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::rule::Points;

use super::Report;

/// The name and version of the form, first field of every report.
const SCHEMA: &str = "termscore/report/1";

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 23)?;
        out.serialize_field("schema", SCHEMA)?;
        out.serialize_field("file", &self.document)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("you", &self.you)?;
        out.serialize_field("them", &self.them)?;
        out.serialize_field("packs", &self.packs)?;
        out.serialize_field("score", &self.score())?;
        out.serialize_field("low", &self.low)?;
        out.serialize_field("high", &self.high)?;
        out.serialize_field("grade", &self.grade.as_ref().ok())?;
        out.serialize_field("no_grade", &self.grade.as_ref().err())?;
        out.serialize_field("gates", &self.gates)?;
        out.serialize_field("categories", &self.categories)?;
        out.serialize_field("findings", &self.findings)?;
        out.serialize_field("protections", &self.protections)?;
        out.serialize_field("undetermined", &self.undetermined)?;
        out.serialize_field("best_fixes", &self.best_fixes)?;
        out.serialize_field("score_if_fixed", &self.score_if_fixed)?;
        out.serialize_field("outcomes", &self.outcomes)?;
        out.serialize_field("changes", &self.changes)?;
        out.serialize_field("explanation", &self.explanation)?;
        out.serialize_field("coverage", &self.coverage)?;
        out.serialize_field("caveats", &self.caveats)?;
        out.end()
    }
}

/// A number with at most three decimals: whole points as an integer.
impl Serialize for Points {
    #[expect(
        clippy::cast_precision_loss,
        reason = "scores are far below the 53 bits that a JSON number keeps"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1_000 == 0 {
            serializer.serialize_i64(self.0 / 1_000)
        } else {
            serializer.serialize_f64(self.0 as f64 / 1_000.0)
        }
    }
}
