//! The editable answer to "which column plays which role".

use super::roles::Kind;
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

/// What a person decided about a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileMap {
    /// The sheet or JSON path to read; `None` lets the reader choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The roles of its columns; `None` lets the reader guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<TableMap>,
    /// False where the file is to be left out.
    pub include: bool,
}

impl Default for FileMap {
    fn default() -> Self {
        Self { part: None, map: None, include: true }
    }
}
