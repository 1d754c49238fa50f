//! What a column's name and its first cells say.

use super::duplicates::{Duplicates, duplicates};
use super::name::{Name, Place, Spread};
use crate::data::{Table, evaluation::metric_id};
use crate::read::map::ColumnUse;
use crate::read::number::{self, Cell, Marks, Style, Suffix};
use crate::read::roles::{Accepts, Counting, RoleSpec};
use crate::read::words;

/// Rows looked at.
const SAMPLE: usize = 200;

/// A column as the guesses see it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Name as written.
    pub name: String,
    /// Normalised name.
    pub key: String,
    /// Normalised name without its unit.
    pub base: String,
    /// Factor of the unit in the name ("size (GB)", "quality %").
    pub scale: Option<f64>,
    /// Cells that are not unknown.
    pub cells: Vec<String>,
    /// The numbers among them.
    pub values: Vec<f64>,
    /// True where a cell has a unit or per cent sign of its own.
    pub marked: bool,
    /// Its name as words.
    pub parts: Name,
}

impl Profile {
    /// The profile of a column.
    #[must_use]
    pub fn of(table: &Table, column: usize) -> Self {
        let name = table.columns.get(column).cloned().unwrap_or_default();
        let cells: Vec<String> = (0..table.cells.rows().min(SAMPLE))
            .map(|r| table.cells.get(r, column).trim())
            .filter(|c| !number::is_unknown(c))
            .map(str::to_owned)
            .collect();
        let mut marks = Marks::default();
        cells.iter().for_each(|c| marks.see(c));
        let style = marks.style(false, None);
        let mut marked = false;
        let values = cells
            .iter()
            .filter_map(|c| match number::parse(c, style, true) {
                Cell::Number(q) => {
                    marked |= q.suffix != Suffix::None;
                    Some(q.value)
                }
                _ => None,
            })
            .collect();
        let (base, scale) = unit_in_name(&name);
        let parts = Name::of(&name);
        Self { key: metric_id(&name), base, scale, name, cells, values, marked, parts }
    }
    /// Share of cells that are numbers.
    #[must_use]
    pub fn numeric(&self) -> f64 {
        self.values.len() as f64 / self.cells.len().max(1) as f64
    }
    /// Number of distinct cells.
    #[must_use]
    pub fn distinct(&self) -> usize {
        let mut seen: Vec<&str> = self.cells.iter().map(String::as_str).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    }
    /// True where its cells can tell groups of rows apart: another in nearly every row of many is a name of the row.
    #[must_use]
    pub fn tells_groups(&self) -> bool {
        let distinct = self.distinct();
        distinct <= 12 || distinct * 2 <= self.cells.len()
    }
    fn share(&self, fits: impl Fn(&str) -> bool) -> f64 {
        self.cells.iter().filter(|c| fits(c)).count() as f64 / self.cells.len().max(1) as f64
    }
    /// How well the column suits a role, from 0 to 1: its name, then its cells.
    #[must_use]
    pub fn suits(&self, role: &RoleSpec) -> f64 {
        let name = self.name_score(role);
        if name == 0.0 {
            return 0.0;
        }
        if self.cells.is_empty() {
            return name * 0.8;
        }
        let cells = match role.accepts {
            _ if role.id == "tier" || role.id == "curriculum" => self.share(|c| c.bytes().any(|b| b.is_ascii_digit())),
            a if a.numeric() => self.numeric(),
            Accepts::Status => self.share(|c| words::status(c).is_some()),
            Accepts::Stage => self.share(|c| words::stage(c).is_some()),
            Accepts::Direction => self.share(|c| words::direction(c, &self.name).is_some()),
            Accepts::YesNo => {
                self.share(|c| words::yes_no(c).is_some()).max(if role.id == "value" { self.numeric() } else { 0.0 })
            }
            Accepts::Interval => self.share(|c| number::interval(c, Style::Point).is_some()),
            // A number is never the name of a metric.
            _ if role.id == "metric" => 1.0 - self.numeric(),
            _ if role.id == "name" || role.id == "check" => 1.0 - 0.5 * self.numeric(),
            // What tells rows apart is a word or the number of a class, never an amount.
            Accepts::Text
                if matches!(role.id, "slice" | "series" | "family" | "split" | "model")
                    && self.numeric() > 0.5
                    && !self.whole() =>
            {
                0.0
            }
            _ => 1.0,
        };
        if cells < 0.5 { 0.0 } else { name * (0.8 + 0.2 * cells) }
    }
    /// True for a column of whole numbers.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.numeric() > 0.5 && self.values.iter().all(|v| v.fract() == 0.0)
    }
    fn name_score(&self, role: &RoleSpec) -> f64 {
        if self.parts.internal {
            return if role.counting == Some(Counting::Training) && self.parts.is_step() { 0.6 } else { 0.0 };
        }
        let spelled = self.parts.joined();
        for (i, s) in role.names().enumerate() {
            if self.key == s || spelled == s {
                return 1.0 - 0.004 * i as f64;
            }
        }
        for (i, s) in role.names().enumerate() {
            if self.base == s {
                return 0.95 - 0.004 * i as f64;
            }
        }
        if let Some(counting) = role.counting {
            return self.count_score(counting);
        }
        let of = match role.id {
            "duplicates" => Some(Duplicates::Count),
            "duplication" => Some(Duplicates::Share),
            _ => None,
        };
        if of.is_some() {
            let words: Vec<&str> = self.key.split('_').collect();
            return if duplicates(&words) == of { 0.85 } else { 0.0 };
        }
        if let Some((kind, left)) = self.parts.spread() {
            let own = match kind {
                Spread::Error => "se",
                Spread::Deviation => "sd",
                Spread::Low => "low",
                Spread::High => "high",
                Spread::Other => "",
            };
            return if own == role.id && left.is_empty() { 0.9 } else { 0.0 };
        }
        let words: Vec<&str> = self.base.split('_').collect();
        role.names()
            .filter(|s| s.len() >= 4)
            .filter_map(|s| {
                let parts: Vec<&str> = s.split('_').collect();
                let at = words.windows(parts.len()).position(|w| w == parts)?;
                let (before, after) = (&words[..at], &words[at + parts.len()..]);
                // "class_weighting" is no class and "validation_split" no split: a word for text is the head of its name.
                let head =
                    after.iter().all(|w| matches!(*w, "name" | "names" | "id" | "label" | "title" | "type" | "kind"));
                let setting = before
                    .iter()
                    .any(|w| matches!(*w, "validation" | "val" | "test" | "train" | "random" | "max" | "min"));
                let fits = role.accepts != Accepts::Text || (head && !setting);
                fits.then(|| 0.72 - 0.05 * (words.len() - parts.len()).min(4) as f64)
            })
            .fold(0.0, f64::max)
    }
    /// How well a name that promises a count suits a role that counts.
    fn count_score(&self, counting: Counting) -> f64 {
        const STEP: &[&str] = &[
            "step",
            "steps",
            "epoch",
            "epochs",
            "iteration",
            "iterations",
            "iter",
            "iters",
            "evaluations",
            "global",
            "train",
            "training",
        ];
        if counting == Counting::Training
            && self.parts.is_step()
            && self.parts.words.iter().all(|w| STEP.contains(&w.as_str()))
        {
            let steps = self.parts.words.iter().any(|w| w.starts_with("step"));
            return if steps { 0.8 } else { 0.79 };
        }
        if self.parts.is_measured() {
            return 0.0;
        }
        let found = Name::of(&self.base).count().or_else(|| self.parts.count());
        let Some(count) = found else { return 0.0 };
        match (counting, count.place) {
            (Counting::Training, Some(Place::Evaluation)) | (Counting::Items, Some(Place::Training)) => 0.0,
            (Counting::Training, _) => count.sure,
            (Counting::Items, Some(Place::Evaluation)) => count.sure,
            // A size without a word of what is that of files, or of the training set: never that of an evaluation.
            (Counting::Data | Counting::Items, _) if self.parts.words == ["size"] => 0.0,
            (Counting::Items, None) if count.data => 0.8 * count.sure,
            (Counting::Data, place) if count.data => {
                count.sure * if place == Some(Place::Evaluation) { 0.8 } else { 1.0 }
            }
            _ => 0.0,
        }
    }
}

/// Splits "size (GB)", "bytes_gb", "quality %" into the normalised name and the factor of its unit.
fn unit_in_name(name: &str) -> (String, Option<f64>) {
    let trimmed = name.trim();
    let bracket = trimmed
        .strip_suffix([')', ']'])
        .and_then(|t| t.rsplit_once(['(', '[']))
        .map(|(base, unit)| (base.trim(), unit.trim().trim_start_matches("in ")));
    if let Some((base, unit)) = bracket {
        let rated = top(unit).filter(|_| words::is_fraction(base)).map(|top| 1.0 / top);
        if let Some(scale) = unit_factor(unit, true).or(rated) {
            return (metric_id(base), Some(scale));
        }
    }
    if let Some(base) = trimmed.strip_suffix('%') {
        return (metric_id(base), Some(0.01));
    }
    let key = metric_id(trimmed);
    if let Some((base, unit)) = key.rsplit_once('_') {
        let letters = base.ends_with("params") || base.ends_with("tokens") || base.ends_with("parameters");
        if let Some(scale) = unit_factor(unit, letters) {
            return (base.strip_suffix("_in").unwrap_or(base).to_owned(), Some(scale));
        }
    }
    if let Some(base) = key.strip_prefix("pct_").or_else(|| key.strip_prefix("percent_")) {
        return (base.to_owned(), None);
    }
    (key, None)
}

/// The largest value of a scale that begins at nought: "0-6", "0 to 6", "of 6", "/6".
fn top(unit: &str) -> Option<f64> {
    let rest = ["0-", "0\u{2013}", "0 to ", "0..", "out of ", "of ", "/"].iter().find_map(|b| unit.strip_prefix(b))?;
    rest.trim().parse().ok().filter(|top: &f64| *top > 1.0 && *top <= 100.0)
}

fn unit_factor(unit: &str, letters: bool) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "%" | "pct" | "percent" | "per cent" => 0.01,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        "kib" => 1024.0,
        "mib" => 1_048_576.0,
        "gib" => 1_073_741_824.0,
        "tib" => 1_099_511_627_776.0,
        "thousand" | "thousands" => 1e3,
        "million" | "millions" | "mio" => 1e6,
        "billion" | "billions" | "bn" => 1e9,
        "trillion" | "trillions" => 1e12,
        "k" if letters => 1e3,
        "m" if letters => 1e6,
        "b" | "g" if letters => 1e9,
        "t" if letters => 1e12,
        _ => return None,
    })
}

/// The columns of a table, each with what its name and its cells say.
pub(in crate::read) fn profiles(table: &Table) -> Vec<Profile> {
    (0..table.columns.len()).map(|c| Profile::of(table, c)).collect()
}

/// True where every value of a column of shares is written as per cent without saying so.
pub(super) fn looks_like_percent(p: &Profile, metric: &str) -> bool {
    !p.marked
        && words::is_fraction(metric)
        && p.values.iter().all(|v| *v == 0.0 || (1.0..=100.0).contains(v))
        && p.values.iter().any(|v| *v > 1.5)
}

/// A column as it plays a role that accepts such cells.
pub(super) fn column_use(p: &Profile, accepts: Accepts) -> ColumnUse {
    let percent = accepts == Accepts::Fraction
        && !p.marked
        && !p.values.is_empty()
        && p.values.iter().all(|v| (0.0..=100.0).contains(v))
        && p.values.iter().any(|v| *v > 1.0);
    let scale = p.scale.filter(|_| accepts.numeric() && !p.marked).or(percent.then_some(0.01));
    ColumnUse { column: p.name.clone(), scale, direction: None }
}
