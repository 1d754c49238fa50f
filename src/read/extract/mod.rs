//! A table and the roles of its columns become evidence: what all kinds share. What is particular to a kind stands with it.

use super::map::{Measure, TableMap};
use super::number::{self, Cell, Marks, Quantity, Style, Suffix};
use super::roles::{Accepts, RoleSpec};
use super::{Notes, words};
use crate::data::{Diagnostic, Evidence, Level, Table};

/// Longest name of an item, in bytes.
const LONGEST_NAME: usize = 96;

/// What a table gave, with the rows that gave something and the rows that did not.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// The evidence, without file records.
    pub evidence: Evidence,
    /// Rows that gave something.
    pub read: u64,
    /// Rows that gave nothing.
    pub skipped: u64,
}

/// One column in use: where it is and how its numbers are written.
#[derive(Clone, Debug)]
pub struct Field {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) style: Style,
    pub(super) scale: Option<f64>,
    pub(super) accepts: Accepts,
}

/// The table, its map and the diagnostics while rows are read.
pub struct Source<'a> {
    pub(super) table: &'a Table,
    pub(super) map: &'a TableMap,
    /// What the columns of its kind can be.
    roles: &'static [RoleSpec],
    pub(super) file: &'a str,
    pub(super) notes: &'a mut Notes,
    hint: Option<Style>,
    /// True where no constant stands for a column: spares a look-up for every absent column of every row.
    plain: bool,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        table: &'a Table,
        map: &'a TableMap,
        roles: &'static [RoleSpec],
        file: &'a str,
        notes: &'a mut Notes,
    ) -> Self {
        let mut all = Marks::default();
        // A comma in a name or a note says nothing of numbers.
        let numeric = |id: &str| roles.iter().any(|r| r.id == id && r.accepts.numeric());
        let played = map.roles.iter().filter(|(id, _)| numeric(id)).map(|(_, u)| &u.column);
        let columns = played.chain(map.measures.iter().map(|m| &m.column));
        for column in columns.filter_map(|c| table.column(c)) {
            (0..table.cells.rows().min(1_000)).for_each(|row| all.see(table.cells.get(row, column)));
        }
        let hint = (all.comma > all.point && all.comma > 0).then_some(Style::Comma);
        let plain = map.constants.keys().all(|id| matches!(id.as_str(), "metric" | "series" | "size_unit"));
        Self { table, map, roles, file, notes, hint, plain }
    }
    pub(super) fn rows(&self) -> usize {
        self.table.cells.rows()
    }
    /// The column of a role, with the style of its numbers decided from all of its cells.
    pub(super) fn field(&mut self, id: &str) -> Option<Field> {
        let used = self.map.roles.get(id)?;
        let accepts = self.roles.iter().find(|r| r.id == id).map_or(Accepts::Text, |r| r.accepts);
        self.column(&used.column, used.scale, accepts)
    }
    pub(super) fn column(&mut self, name: &str, scale: Option<f64>, accepts: Accepts) -> Option<Field> {
        let Some(index) = self.table.column(name) else {
            let note = Diagnostic::warning("column-absent", "The column chosen for a role is not in the table.");
            let place = self.notes.place(0, name);
            self.notes.add(note.at(place).mend("Choose another column in the mapping."));
            return None;
        };
        let style =
            if accepts.numeric() { self.style(index, name, accepts, scale) } else { self.hint.unwrap_or_default() };
        Some(Field { index, name: name.to_owned(), style, scale, accepts })
    }
    fn style(&mut self, index: usize, name: &str, accepts: Accepts, scale: Option<f64>) -> Style {
        let mut marks = Marks::default();
        (0..self.rows()).for_each(|row| marks.see(self.table.cells.get(row, index)));
        // Three digits behind a mark are thousands only where things are counted, one by one, in text: a unit makes
        // decimals the rule, a number of a typed file has no such mark, and nobody writes 1.500 beside 12500.
        let united =
            |cell: &str| matches!(number::parse(cell, Style::Point, true), Cell::Number(q) if q.suffix != Suffix::None);
        let whole = matches!(accepts, Accepts::Count | Accepts::Bytes)
            && scale.is_none()
            && !self.table.typed
            && (marks.thousands == 0 || marks.lone_point == 0)
            && !(0..self.rows()).any(|row| united(self.table.cells.get(row, index)));
        let style = marks.style(whole, self.hint);
        self.say_style(marks, style, &[index], name, accepts);
        style
    }
    /// The style of numbers in columns of one quantity, decided from the cells of all of them that are numbers; `None` where
    /// fewer than half of the cells of the first are.
    pub(super) fn style_of_all(&mut self, fields: &[&Field]) -> Option<Style> {
        let number = |cell: &str| {
            let read = |style| number::parse(cell, style, false).value().is_some();
            read(Style::Point) || read(Style::Comma)
        };
        let mut marks = Marks::default();
        for (at, field) in fields.iter().enumerate() {
            let cells = (0..self.rows()).map(|row| self.raw(field, row)).filter(|c| !number::is_unknown(c));
            let (mut all, mut numbers) = (0_usize, 0_usize);
            for cell in cells {
                all += 1;
                if number(cell) {
                    numbers += 1;
                    marks.see(cell);
                }
            }
            if at == 0 && (numbers == 0 || numbers * 2 < all) {
                return None;
            }
        }
        let first = fields.first()?;
        let style = marks.style(false, self.hint);
        let columns: Vec<usize> = fields.iter().map(|f| f.index).collect();
        self.say_style(marks, style, &columns, &first.name, Accepts::Number);
        Some(style)
    }
    /// Says where the numbers of columns are written in two ways, or in one that has two meanings.
    fn say_style(&mut self, marks: Marks, style: Style, columns: &[usize], name: &str, accepts: Accepts) {
        let place = self.notes.place(0, name);
        if marks.mixed() {
            let note =
                Diagnostic::warning("number-mixed", "Some numbers have a decimal comma and some a decimal point.");
            let found = format!("{} with a comma, {} with a point", marks.comma, marks.point);
            self.notes.add(note.at(place).found(&found).mend("Write the column in one way."));
        } else if marks.ambiguous() && (marks.lone_comma > 0 || style != Style::Point) {
            let rows = 0..self.rows();
            let mut cells = rows.flat_map(|r| columns.iter().map(move |c| (r, *c)));
            let example = cells.find_map(|(r, c)| {
                Some(self.table.cells.get(r, c)).filter(|c| {
                    let mut one = Marks::default();
                    one.see(c);
                    one.ambiguous()
                })
            });
            let example = example.unwrap_or_default();
            let value = number::parse(example, style, accepts == Accepts::Bytes).value().unwrap_or(0.0);
            let note = Diagnostic::info(
                "number-ambiguous",
                format!("\"{}\" was read as {value}, as the whole column suggests.", example.trim()),
            );
            self.notes.add(
                note.at(place).mend("If that is wrong, write the column with a decimal point and no thousands mark."),
            );
        }
    }
    pub(super) fn raw(&self, field: &Field, row: usize) -> &'a str {
        self.table.cells.get(row, field.index)
    }
    /// The text of a role in a row, else its constant; `None` where unknown.
    pub(super) fn text(&self, id: &str, field: Option<&Field>, row: usize) -> Option<String> {
        let cell = field.map(|f| self.raw(f, row).trim()).filter(|c| !number::is_unknown(c));
        cell.map(str::to_owned).or_else(|| self.constant(id).map(str::to_owned))
    }
    /// Name of the item of a row: its cell, the beginning and the hash of a long text, or the row of the file where it has no
    /// name (so that items of two files are never taken for the same ones).
    pub(super) fn item(&self, field: Option<&Field>, row: usize) -> String {
        let name = field.and_then(|f| self.text("item", Some(f), row));
        let Some(name) = name else {
            return format!("{} row {}", self.file, self.source_row(row).unwrap_or_default());
        };
        if name.len() <= LONGEST_NAME {
            return name;
        }
        let begin = name.get(..name.floor_char_boundary(LONGEST_NAME / 2)).unwrap_or_default();
        let hash = crate::read::hash(name.as_bytes());
        format!("{begin}… {}", hash.get(..16).unwrap_or_default())
    }
    /// The columns that tell series apart besides the one of the role.
    pub(super) fn apart(&mut self) -> Vec<Field> {
        let map = self.map;
        map.apart.iter().filter_map(|name| self.column(name, None, Accepts::Text)).collect()
    }
    /// The text of a role in a row with those of further columns behind it.
    pub(super) fn joined(&self, id: &str, field: Option<&Field>, more: &[Field], row: usize) -> Option<String> {
        let mut text = self.text(id, field, row);
        for cell in more.iter().map(|f| self.raw(f, row).trim()).filter(|c| !c.is_empty()) {
            text = Some(text.map_or_else(|| cell.to_owned(), |t| format!("{t}, {cell}")));
        }
        text
    }
    pub(super) fn constant(&self, id: &str) -> Option<&'a str> {
        if self.plain && !matches!(id, "metric" | "series" | "size_unit") {
            return None;
        }
        self.map.constants.get(id).map(|c| c.trim()).filter(|c| !c.is_empty())
    }
    /// The number of a role in a row, else its constant; `None` where unknown or unreadable (which is said).
    pub(super) fn number(&mut self, id: &str, field: Option<&Field>, row: usize) -> Option<f64> {
        match field {
            Some(field) => {
                let q = self.quantity(field, row)?;
                if id != "size" && field.accepts == Accepts::Count && is_share(q) {
                    let message = "A share stands where a count is expected; it was taken as unknown.";
                    self.say(Level::Warning, "number-share", row, field, message, "Give the number of things.");
                    return None;
                }
                Some(q.value)
            }
            None => number::parse(self.constant(id)?, Style::Point, false).value(),
        }
    }
    pub(super) fn quantity(&mut self, field: &Field, row: usize) -> Option<Quantity> {
        let raw = self.raw(field, row);
        match number::parse(raw, field.style, field.accepts == Accepts::Bytes) {
            Cell::Number(mut q) => {
                if let (Suffix::None, Some(scale)) = (q.suffix, field.scale) {
                    q.value = number::scaled(q.value, scale);
                    q.error = q.error.map(|e| number::scaled(e, scale));
                }
                if q.rough {
                    self.say(
                        Level::Info,
                        "number-rough",
                        row,
                        field,
                        "The number is given as approximate; it was read as exact.",
                        "",
                    );
                }
                let bad = match field.accepts {
                    Accepts::Fraction => !(0.0..=1.0).contains(&q.value),
                    Accepts::Count | Accepts::Bytes => q.value < 0.0,
                    _ => false,
                };
                if bad {
                    let mend = if field.accepts == Accepts::Fraction {
                        "Set the scale to 0.01 if the column is per cent."
                    } else {
                        ""
                    };
                    self.say(
                        Level::Warning,
                        "number-out-of-range",
                        row,
                        field,
                        "The number is outside its range and was taken as unknown.",
                        mend,
                    );
                    return None;
                }
                Some(q)
            }
            Cell::Unknown => None,
            Cell::Unreadable => {
                self.say(
                    Level::Warning,
                    "number-unreadable",
                    row,
                    field,
                    "The cell is no number and was taken as unknown.",
                    "",
                );
                None
            }
        }
    }
    /// A diagnostic about one cell.
    pub(super) fn say(&mut self, level: Level, code: &str, row: usize, field: &Field, message: &str, mend: &str) {
        if !self.notes.wants(code) {
            self.notes.count(code, level);
            return;
        }
        let place = self.notes.place(self.table.source_row(row), &field.name);
        let mut note = Diagnostic::new(level, code, message).at(place).found(self.raw(field, row).trim());
        if level > Level::Info {
            note = note.expected(field.accepts.words());
        }
        self.notes.add(if mend.is_empty() { note } else { note.mend(mend) });
    }
    /// A diagnostic about one row that was skipped.
    pub(super) fn skip(&mut self, row: usize, code: &str, message: &str) {
        if !self.notes.wants(code) {
            self.notes.count(code, Level::Warning);
            return;
        }
        let shown: Vec<&str> = (0..self.table.columns.len().min(6)).map(|c| self.table.cells.get(row, c)).collect();
        let place = self.notes.place(self.table.source_row(row), "");
        self.notes.add(Diagnostic::warning(code, message).at(place).found(&shown.join(", ")));
    }
    pub(super) fn illustrative(&self, field: Option<&Field>, row: usize) -> bool {
        self.text("illustrative", field, row).and_then(|t| words::yes_no(&t)).unwrap_or(false)
    }
    pub(super) fn source_row(&self, row: usize) -> Option<u64> {
        Some(self.table.source_row(row))
    }
}

/// True for a number that counts nothing: a per cent, or less than one and more than none.
pub(super) fn is_share(q: Quantity) -> bool {
    q.suffix == Suffix::Percent || (q.value > 0.0 && q.value < 1.0)
}

/// A column of values in a wide table, with the columns of its spread.
pub(super) struct Columns<'a> {
    pub(super) measure: &'a Measure,
    pub(super) value: Field,
    se: Option<Field>,
    sd: Option<Field>,
    low: Option<Field>,
    high: Option<Field>,
}

impl<'a> Columns<'a> {
    /// Those of every measure whose column is there.
    pub(super) fn all(source: &mut Source<'a>) -> Vec<Self> {
        let map = source.map;
        let one = |measure: &'a Measure| {
            let value = source.column(&measure.column, measure.scale, Accepts::Number)?;
            let mut beside = |name: &Option<String>| source.column(name.as_ref()?, measure.scale, Accepts::Number);
            let (se, sd, low, high) =
                (beside(&measure.se), beside(&measure.sd), beside(&measure.low), beside(&measure.high));
            Some(Self { measure, value, se, sd, low, high })
        };
        map.measures.iter().filter_map(one).collect()
    }
    /// The standard error that a row gives, or its standard deviation with n.
    pub(super) fn error(&self, source: &mut Source, row: usize, n: Option<f64>) -> Option<f64> {
        let given = |source: &mut Source, f: &Option<Field>| Some(source.quantity(f.as_ref()?, row)?.value);
        let spread = given(source, &self.sd).zip(n.filter(|n| *n > 0.0)).map(|(s, n)| s / n.sqrt());
        given(source, &self.se).or(spread).filter(|s| *s >= 0.0)
    }
    /// The interval that a row gives.
    pub(super) fn ends(&self, source: &mut Source, row: usize) -> Option<(f64, f64)> {
        let low = source.quantity(self.low.as_ref()?, row)?.value;
        let high = source.quantity(self.high.as_ref()?, row)?.value;
        Some((low.min(high), low.max(high)))
    }
    /// The standard error behind the interval, taken as one of 95 %.
    pub(super) fn spread_of_ends(&self, source: &mut Source, row: usize) -> Option<f64> {
        self.ends(source, row).map(|(low, high)| (high - low) / (2.0 * Z95))
    }
}

/// Two-sided 95 % quantile of the normal distribution: half-width of an interval over its standard error.
pub(super) const Z95: f64 = 1.959_963_984_540_054;

#[cfg(test)]
mod tests;
