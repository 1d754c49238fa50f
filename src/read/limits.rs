//! What a reader accepts before it says no.

use serde::{Deserialize, Serialize};

/// Upper bounds on what is read, so that a hostile or mistaken file costs an error and not the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: usize,
    /// Data rows of one table.
    pub rows: usize,
    /// Things that the rows of one table may become, each as heavy as the score of an item (a data set weighs five): all of
    /// them are held in memory and sent to the page. Predictions, of which counts are kept, are bound by `rows` alone.
    pub things: usize,
    /// The same of all files of a project together.
    pub together: usize,
    /// Columns of one table.
    pub columns: usize,
    /// Nesting depth of a JSON document.
    pub depth: usize,
    /// Candidate tables of one document.
    pub candidates: usize,
    /// Entries of a zip container (XLSX, XLSB, ODS).
    pub zip_entries: usize,
    /// Bytes a zip container may inflate to, over all entries.
    pub inflated: u64,
    /// Cells of one sheet that are filled, and those of a spreadsheet that its reader lays out before it asks which are.
    pub cells: usize,
    /// Bytes of text in the cells of one sheet.
    pub text: usize,
    /// Diagnostics kept per file; the rest are counted.
    pub diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            rows: 5_000_000,
            things: 500_000,
            together: 1_000_000,
            columns: 2_000,
            depth: 64,
            candidates: 60,
            zip_entries: 5_000,
            inflated: 512 << 20,
            cells: 3_000_000,
            text: 64 << 20,
            diagnostics: 50,
        }
    }
}
