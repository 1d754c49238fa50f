//! Records to select from, with what is known of each: the input of every way of selecting.

use std::collections::BTreeMap;

/// Rows of numbers of one length, one after the other in one buffer: a hundred thousand vectors of 384 numbers are one
/// allocation of 154 MB.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Numbers in a row.
    pub width: usize,
    /// Row after row.
    pub values: Vec<f32>,
}

impl Matrix {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }
    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// A row; empty where there is none.
    #[must_use]
    pub fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }
    /// The matrix of these rows, each cut or filled with NaN to the length of the first.
    #[must_use]
    pub fn of(rows: &[Vec<f64>]) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let numbers =
            |row: &Vec<f64>| -> Vec<f32> { (0..width).map(|at| row.get(at).map_or(f32::NAN, |v| *v as f32)).collect() };
        Self { width, values: rows.iter().flat_map(numbers).collect() }
    }
    /// The same rows and columns exchanged.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let (rows, width) = (self.len(), self.width);
        let values = (0..width).flat_map(|c| (0..rows).map(move |r| (r, c))).map(|(r, c)| self.values[r * width + c]);
        Self { width: rows, values: values.collect() }
    }
}

/// What parts the records: family, tier, split, slice or source, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Which of them: `family`, `tier`, `split`, `slice`, `source`.
    pub role: String,
    /// The names that occur, in order of appearance.
    pub names: Vec<String>,
    /// For each record which of the names; `None` where it has none.
    pub of: Vec<Option<u32>>,
}

/// A pool of records. What is not known of them is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// Name of each record, as written.
    pub names: Vec<String>,
    /// Vector of each (an embedding, or projected gradients).
    pub vectors: Option<Matrix>,
    /// Losses of each over the checkpoints of a small model.
    pub losses: Option<Matrix>,
    /// Use of each record as an example for each query: a row a record, a column a query.
    pub utility: Option<Matrix>,
    /// One number a record, by role: `difficulty`, `complexity`, `quality`, `loss_given`, `loss_alone`, `length`; NaN where it
    /// is not known.
    pub scores: BTreeMap<String, Vec<f64>>,
    /// Text of each.
    pub texts: Option<Vec<String>>,
    /// What parts them.
    pub groupings: Vec<Grouping>,
    /// Vectors of what is wanted: items of the evaluation, best those that fail.
    pub targets: Option<Matrix>,
    /// Texts of what is wanted.
    pub target_texts: Vec<String>,
    /// Vectors of what was trained on already.
    pub held: Option<Matrix>,
}

impl Pool {
    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }
    /// True without records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
    /// Length of each record: the column that says it, else the words of its text; `None` where neither is there.
    #[must_use]
    pub fn lengths(&self) -> Option<Vec<f64>> {
        let counted = || Some(self.texts.as_ref()?.iter().map(|t| t.split_whitespace().count() as f64).collect());
        self.scores.get("length").cloned().or_else(counted)
    }
    /// The grouping of that role.
    #[must_use]
    pub fn grouping(&self, role: &str) -> Option<&Grouping> {
        self.groupings.iter().find(|g| g.role == role)
    }
}
