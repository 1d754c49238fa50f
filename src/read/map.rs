//! The editable answer to "which column plays which role".

use super::kinds::kind::Kind;
use crate::data::Direction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a column is used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnUse {
    /// Name of the column.
    pub column: String,
    /// What numbers without a unit of their own are multiplied with (0.01 for per cent, 1e9 for "size (GB)").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Which way the value improves, for value columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

impl ColumnUse {
    /// A column as it is.
    #[must_use]
    pub fn plain(column: &str) -> Self {
        Self { column: column.to_owned(), ..Self::default() }
    }
}

/// A column of values in a wide table: one metric, one run or one size a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measure {
    /// Name of the column.
    pub column: String,
    /// Name of the metric.
    pub metric: String,
    /// Run or series the column belongs to, where its name says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Training-set size, where the column name is the size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// Which way the metric improves, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What numbers without a unit of their own are multiplied with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Column of its standard error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se: Option<String>,
    /// Column of its standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<String>,
    /// Column of the lower end of its interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// Column of the upper end of its interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
}

impl Measure {
    /// Its columns: the value's and those of its spread.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let spread = [&self.se, &self.sd, &self.low, &self.high];
        std::iter::once(self.column.as_str()).chain(spread.into_iter().flatten().map(String::as_str))
    }
}

/// Which column plays which role, and what holds for the whole table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableMap {
    /// What the table is about.
    pub kind: Kind,
    /// Columns by role ([`super::RoleSpec::id`]).
    pub roles: BTreeMap<String, ColumnUse>,
    /// Value columns of a wide table, in place of the role `value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Further columns that tell series apart, besides the one of the role `series`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// What holds for every row: a role id with its text (`metric` = `accuracy`, `tier` = `2`), and `size_unit`
    /// (`records`, `tokens`, `count`, `parameters`) for curves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
}

impl TableMap {
    /// A map of a table whose columns are named by their roles, as the recognisers make them.
    #[must_use]
    pub fn same_names(kind: Kind, roles: &[&str]) -> Self {
        let roles = roles.iter().map(|r| ((*r).to_owned(), ColumnUse::plain(r))).collect();
        Self { kind, roles, ..Self::default() }
    }
}

/// A map together with how sure the guess is and why, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The map.
    pub map: TableMap,
    /// From 0 (nothing fits) to 1 (certain).
    pub confidence: f64,
    /// The reason, one sentence.
    pub reason: String,
}

/// What a person decided about a file. Reading one never fails: a project or a link with a map that cannot be understood
/// (written by another program, or by a later version of this one) opens, the file is read by the guess, and it is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "serde_json::Value")]
pub struct FileMap {
    /// The sheet or JSON path to read; `None` lets the reader choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The roles of its columns; `None` lets the reader guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<TableMap>,
    /// False where the file is to be left out.
    pub include: bool,
    /// Why what was written could not be understood; everything else is then as without a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
}

impl Default for FileMap {
    fn default() -> Self {
        Self { part: None, map: None, include: true, unreadable: None }
    }
}

impl From<serde_json::Value> for FileMap {
    fn from(written: serde_json::Value) -> Self {
        #[derive(Deserialize)]
        #[serde(default)]
        struct Fields {
            part: Option<String>,
            map: Option<TableMap>,
            include: bool,
            unreadable: Option<String>,
        }
        impl Default for Fields {
            fn default() -> Self {
                let FileMap { part, map, include, unreadable } = FileMap::default();
                Self { part, map, include, unreadable }
            }
        }
        match serde_json::from_value(written) {
            Ok(Fields { part, map, include, unreadable }) => Self { part, map, include, unreadable },
            Err(problem) => Self { unreadable: Some(problem.to_string()), ..Self::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back_and_what_cannot_be_understood_is_kept_as_that() {
        let read = |text: &str| serde_json::from_str::<FileMap>(text).unwrap();
        let kept = |map: &FileMap| serde_json::to_string(map).unwrap();
        let old = r#"{"part":"$.a","map":{"kind":"curves","roles":{"size":{"column":"n"}}},"include":true}"#;
        let map = read(old);
        assert_eq!(map.map.as_ref().map(|m| m.kind), Some(crate::read::kinds::curves::KIND));
        assert_eq!((read(&kept(&map)), kept(&map).as_str()), (map, old));
        assert_eq!(read("{}"), FileMap::default());
        for broken in [r#"{"map": {"kind": "sonnets"}}"#, r#"{"include": "perhaps"}"#, "[1]", "null", "7"] {
            let map = read(broken);
            assert!(map.unreadable.is_some() && map.include && map.map.is_none(), "{broken}: {map:?}");
            assert_eq!(read(&kept(&map)), map);
        }
    }
}
