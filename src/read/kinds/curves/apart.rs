//! Which columns tell the curves of a table apart. Rows of different problems, methods or models are never pooled into
//! one curve; rows that differ in a seed or a fold alone are the same measurement again.

use crate::data::Table;
use crate::read::columns::profile::{Profile, profiles};
use crate::read::kinds::evaluations;
use crate::read::map::{Measure, TableMap};
use crate::read::number::{self, Marks, Style};
use std::collections::{BTreeMap, BTreeSet};

/// Rows looked at.
const ROWS: usize = 5_000;
/// Most series a column may make; more are rows, not series.
const MOST: usize = 1_000;
/// Most values of a column of whole numbers that may name series where its own name does not say that it does.
const FEW: usize = 24;

/// Fewest sizes of a curve of its own where no size is shared with another.
const LEAST: usize = 3;

/// What a column does beside a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its cells differ at one size, and come back at another or are few: it tells series apart.
    Series,
    /// Its cells differ at one size and do not come back: names of rows, or results.
    Rows,
    /// At each size it has one value, or one value at all.
    Constant,
}

/// The first rows of a table by size: what tells apart is asked of one column after the other.
pub(super) struct Sizes<'t> {
    table: &'t Table,
    size: usize,
    keys: Vec<usize>,
    rows: usize,
    style: Style,
}

impl<'t> Sizes<'t> {
    /// The sizes of a table under a map; `None` where no column holds them.
    pub(super) fn of(table: &'t Table, map: &TableMap) -> Option<Self> {
        let size = table.column(&map.roles.get("size")?.column)?;
        let keys = map.roles.get("metric").and_then(|u| table.column(&u.column)).into_iter().collect();
        let rows = table.cells.rows().min(ROWS);
        let mut marks = Marks::default();
        (0..rows).for_each(|row| marks.see(table.cells.get(row, size)));
        let whole = !table.typed && (marks.thousands == 0 || marks.lone_point == 0);
        Some(Self { table, size, keys, rows, style: marks.style(whole, None) })
    }
    fn cell(&self, row: usize, column: usize) -> &'t str {
        self.table.cells.get(row, column).trim()
    }
    /// The columns of a row that make its curve so far.
    fn key(&self, row: usize, apart: &[usize]) -> Vec<&'t str> {
        self.keys.iter().chain(apart).map(|c| self.cell(row, *c)).collect()
    }
    /// What a column does.
    pub(super) fn part(&self, column: usize) -> Part {
        let mut at: BTreeMap<(Vec<&str>, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut sizes: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
        let mut filled = 0_usize;
        for row in 0..self.rows {
            let (size, cell) = (self.cell(row, self.size), self.cell(row, column));
            if size.is_empty() || cell.is_empty() {
                continue;
            }
            filled += 1;
            at.entry((self.key(row, &[]), size)).or_default().insert(cell);
            let (seen, rows) = sizes.entry(cell).or_default();
            seen.insert(size);
            *rows += 1;
        }
        if !at.values().any(|cells| cells.len() > 1) {
            return Part::Constant;
        }
        let back: usize = sizes.values().filter(|(seen, _)| seen.len() > 1).map(|(_, rows)| rows).sum();
        let few = sizes.len() * 2 <= filled
            && sizes.keys().all(|cell| number::parse(cell, number::Style::Point, false).value().is_none());
        if (back * 5 >= filled * 4 || few) && sizes.len() <= MOST { Part::Series } else { Part::Rows }
    }
    /// Smallest and largest size of each cell of a column that has three sizes or more, in order; nothing where there are not
    /// two such cells.
    fn stretches(&self, column: usize) -> Vec<(f64, f64)> {
        // The bits of positive numbers stand in their order.
        let mut of: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for row in 0..self.rows {
            let size = self.number(row).filter(|s| *s > 0.0 && s.is_finite());
            of.entry(self.cell(row, column)).or_default().extend(size.map(f64::to_bits));
        }
        of.remove("");
        of.retain(|_, sizes| sizes.len() >= LEAST);
        if of.len() < 2 || of.len() > MOST {
            return Vec::new();
        }
        let ends = |sizes: &BTreeSet<u64>| Some((f64::from_bits(*sizes.first()?), f64::from_bits(*sizes.last()?)));
        let mut ends: Vec<(f64, f64)> = of.values().filter_map(ends).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        ends
    }
    /// True where the rows of two cells of a column, three sizes or more each, lie among each other: as two curves do, one of
    /// which was measured with less data, even where they share no size.
    pub(super) fn among_each_other(&self, column: usize) -> bool {
        self.stretches(column).windows(2).any(|w| w[1].0 < w[0].1)
    }
    /// True where they follow one another: parts of one curve, or curves of their own.
    fn follow(&self, column: usize) -> bool {
        !self.stretches(column).is_empty() && !self.among_each_other(column)
    }
    /// The size of a row.
    fn number(&self, row: usize) -> Option<f64> {
        number::parse(self.cell(row, self.size), self.style, false).value()
    }
    /// True where the cells of a column differ between rows of one curve and one size.
    fn differs(&self, apart: &[usize], column: usize) -> bool {
        let mut at: BTreeMap<(Vec<&str>, &str), &str> = BTreeMap::new();
        (0..self.rows).any(|row| {
            let cell = self.cell(row, column);
            *at.entry((self.key(row, apart), self.cell(row, self.size))).or_insert(cell) != cell
        })
    }
    /// True where the sizes never fall from one row to the next: as the rows of a curve are written.
    pub(super) fn ascend(&self) -> bool {
        let known: Vec<f64> = (0..self.rows).filter_map(|row| self.number(row)).collect();
        known.windows(2).all(|w| w[0] <= w[1])
    }
    /// True where two rows of one curve have one size.
    pub(super) fn repeat(&self, apart: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        !(0..self.rows).all(|row| seen.insert((self.key(row, apart), self.cell(row, self.size))))
    }
    /// How many curves these columns make.
    pub(super) fn groups(&self, apart: &[usize]) -> usize {
        (0..self.rows).map(|row| self.key(row, apart)).collect::<BTreeSet<_>>().len()
    }
    /// Most distinct sizes of one curve.
    pub(super) fn most(&self, apart: &[usize]) -> usize {
        let mut groups: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
        for row in 0..self.rows {
            groups.entry(self.key(row, apart)).or_default().insert(self.cell(row, self.size));
        }
        groups.values().map(BTreeSet::len).max().unwrap_or(0)
    }
}

/// The columns of text whose cells differ between rows of one curve and one size, where no seed or fold explains why the size
/// comes twice, or whose cells could be curves that share no size: reading cannot tell whether they are repeated measurements
/// or curves of their own.
pub(super) fn open_questions(table: &Table, map: &TableMap) -> Vec<String> {
    let Some(sizes) = Sizes::of(table, map) else { return Vec::new() };
    let series = map.roles.get("series").map(|u| &u.column);
    let told: Vec<usize> = series.into_iter().chain(&map.apart).filter_map(|name| table.column(name)).collect();
    let profiles = profiles(table);
    let again = profiles.iter().enumerate().filter(|(_, p)| p.parts.is_replicate(p.whole())).map(|(at, _)| at);
    let explained: Vec<usize> = told.iter().copied().chain(again).collect();
    let repeats = sizes.repeat(&explained);
    let used = |name: &str| {
        map.roles.values().any(|u| u.column == name)
            || map.measures.iter().flat_map(Measure::columns).any(|c| c == name)
    };
    let asked = profiles.iter().enumerate().filter(|(at, p)| {
        p.numeric() < 0.5 && !p.cells.is_empty() && !p.parts.is_time() && !explained.contains(at) && !used(&p.name)
    });
    // A name that is the same throughout tells nothing apart.
    let nothing_told = told.iter().all(|at| profiles.get(*at).is_none_or(|p| p.distinct() < 2));
    let open = |at: usize, key: &str| {
        (repeats && sizes.differs(&told, at))
            || (nothing_told && (sizes.among_each_other(at) || (is_group(key) && sizes.follow(at))))
    };
    asked.filter(|(at, p)| open(*at, &p.key)).map(|(_, p)| p.name.clone()).collect()
}

/// True for a column that names what was measured, group by group: its rows are measurements of groups of different size.
pub(super) fn is_group(key: &str) -> bool {
    crate::read::kinds::role(evaluations::KIND, "slice").is_some_and(|slice| slice.names().any(|name| name == key))
}

/// True where a column could name series: words, few whole numbers, or identifiers.
pub(super) fn could_name(p: &Profile) -> bool {
    const NAMES: [&str; 9] = ["id", "ids", "idx", "index", "no", "nr", "number", "code", "key"];
    let words = p.numeric() < 0.5;
    let most = if p.parts.words.iter().any(|w| NAMES.contains(&w.as_str())) { MOST } else { FEW };
    let few = p.distinct() >= 2 && p.distinct() * 3 <= p.cells.len() && p.distinct() <= most;
    !p.cells.is_empty() && !p.parts.internal && !p.parts.is_time() && !p.parts.is_replicate(p.whole()) && (words || few)
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    /// Curves with their numbers of points, and the columns that were asked about.
    fn read(text: &str) -> (Vec<(String, usize)>, Vec<String>) {
        let said = read_evidence("curve.csv", text.as_bytes(), None, &Limits::default()).unwrap();
        let curves = said.value.evidence.curves.iter().map(|c| (c.label.clone(), c.observations.len())).collect();
        let asked = said.diagnostics.iter().filter(|d| d.code == "curve-repeats");
        (curves, asked.filter_map(|d| d.place.as_ref()?.column.clone()).collect())
    }

    /// However many there are, and whether they are called by words or by numbers.
    #[test]
    fn problems_are_never_pooled() {
        for (n, column, name) in
            [(30, "task_id", 1000), (250, "dataset", 0), (60, "patient key", 7), (250, "openml_id", 40)]
        {
            let mut text = format!("{column},train_size,accuracy\n");
            for i in 0..n {
                for (k, size) in [100, 200, 400, 800].iter().enumerate() {
                    let cell = if name == 0 { format!("set {i}") } else { (name + 7 * i).to_string() };
                    text.push_str(&format!("{cell},{size},{}\n", 0.5 + 0.001 * f64::from(i) + 0.02 * k as f64));
                }
            }
            let (curves, _) = read(&text);
            assert_eq!(curves.len(), n as usize, "{column}");
            assert!(curves.iter().all(|c| c.1 == 4), "{column}");
        }
    }

    /// Slices that were measured with different amounts of data share no size, and are curves of their own all the same.
    #[test]
    fn slices_of_different_sizes_are_never_pooled_in_silence() {
        let rows = |a: &str, b: &str, shift: u32| {
            let row = |name: &str, size: u32, k: u32| format!("{name},{size},{}\n", 0.5 + 0.05 * f64::from(k));
            (0..4).map(|k| row(a, 1000 << k, k) + &row(b, (1000 << k) / shift + 1, k)).collect::<String>()
        };
        for column in ["language", "slice", "task", "model", "domain"] {
            for (a, b) in [("en", "es"), ("x1", "x2")] {
                let (curves, asked) = read(&format!("{column},train_size,accuracy\n{}", rows(a, b, 3)));
                assert_eq!(curves, [(format!("accuracy ({a})"), 4), (format!("accuracy ({b})"), 4)], "{column}");
                assert!(asked.is_empty());
            }
        }
        // A slice with too few sizes, an empty cell, or a name that is the same throughout changes nothing for the others.
        let (curves, _) =
            read(&format!("language,train_size,accuracy\n{}de,700,0.5\nde,900,0.52\n,650,0.5\n", rows("en", "es", 3)));
        assert!(
            curves.iter().any(|c| c.0 == "accuracy (en)") && curves.iter().any(|c| c.0 == "accuracy (es)"),
            "{curves:?}"
        );
        let text = rows("left", "right", 3).lines().map(|l| format!("m1,{l}\n")).collect::<String>();
        assert_eq!(read(&format!("model,machine,train_size,accuracy\n{text}")).1, ["machine"]);
        // A group whose sizes follow one another may be either: it is asked.
        let text = "language,train_size,accuracy\nes,100,0.4\nes,200,0.5\nes,400,0.55\nen,1000,0.7\nen,2000,0.75\nen,4000,0.8\n";
        assert_eq!(read(text), (vec![("accuracy".into(), 6)], vec!["language".into()]));
        // Sizes are read as the reader reads them: 1.000 is a thousand beside 500 and 800.
        let text = "domain;train_size;accuracy\npilot;500;0,5\npilot;800;0,55\npilot;1.000;0,6\nmain;2.000;0,64\nmain;4.000;0,68\nmain;8.000;0,7\n";
        assert_eq!(read(text).0.len(), 1);
        // What no name tells is asked.
        let (curves, asked) = read(&format!("machine,train_size,accuracy\n{}", rows("left", "right", 3)));
        assert_eq!((curves, asked), (vec![("accuracy".into(), 8)], vec!["machine".into()]));
        // One after the other they are parts of one curve.
        let text = "phase,train_size,accuracy\npilot,100,0.5\npilot,200,0.55\npilot,400,0.6\nmain,800,0.64\nmain,1600,0.68\nmain,3200,0.7\n";
        assert_eq!(read(text), (vec![("accuracy".into(), 6)], vec![]));
    }

    #[test]
    fn what_differs_at_one_size_makes_series_or_is_asked_about() {
        // One size was measured with another encoder.
        for column in ["encoder", "tokenizer", "scanner"] {
            let text = format!("train_images,dice,{column}\n100,0.5,A\n200,0.6,A\n400,0.66,A\n800,0.7,A\n800,0.74,B\n");
            assert_eq!(read(&text), (vec![("dice (A)".into(), 4), ("dice (B)".into(), 1)], vec![]), "{column}");
        }
        // Every row has its own text: they may be anything.
        let text = "n_train,wer,remark\n10,0.5,first try\n20,0.4,as planned\n40,0.33,new room\n40,0.3,again\n";
        assert_eq!(read(text), (vec![("wer".into(), 4)], vec!["remark".into()]));
        // A seed explains why a size comes twice; where none does, nothing is asked.
        let text = "n_train,wer,seed,remark\n10,0.5,1,a\n20,0.4,1,b\n40,0.33,1,c\n40,0.3,2,d\n";
        assert_eq!(read(text), (vec![("wer".into(), 4)], vec![]));
        let text = "n_train,wer,remark\n10,0.5,a\n20,0.4,b\n40,0.33,c\n80,0.3,d\n";
        assert_eq!(read(text), (vec![("wer".into(), 4)], vec![]));
    }
}
