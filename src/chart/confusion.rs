//! What each class was predicted to be: the confusion matrix as bars, with the counts behind them.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::View;
use crate::analysis::readout::items::called;
use crate::data::{Predictions, Unit, units};

/// One chart for each model whose classes are few enough to be seen.
pub struct Confusion;

/// Numbers of classes that are drawn; more are in the JSON of `headroom metrics` only.
const CLASSES: std::ops::RangeInclusive<usize> = 2..=12;
/// Longest name of a class.
const NAME: usize = 18;

impl Chart for Confusion {
    fn id(&self) -> &'static str {
        "confusion"
    }
    fn label(&self) -> &'static str {
        "Confusion matrix"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let all = view.prepared.evidence.predictions.iter().enumerate();
        all.filter_map(|(at, p)| spec(at, p)).collect()
    }
}

/// Items of a true class: all, those predicted right, and the wrong class that most of the others were taken for.
struct Row {
    n: f64,
    right: f64,
    wrong: Option<(usize, f64)>,
}

fn rows(p: &Predictions) -> Vec<Row> {
    let row = |(at, counts): (usize, &Vec<f64>)| {
        let wrong = counts.iter().copied().enumerate().filter(|(c, n)| *c != at && *n > 0.0);
        Row {
            n: counts.iter().sum(),
            right: counts.get(at).copied().unwrap_or(0.0),
            wrong: wrong.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))),
        }
    };
    p.confusion.iter().enumerate().map(row).collect()
}

fn name(class: &str) -> String {
    units::shortened(class, NAME)
}

/// The chart of one model's predictions; `at` tells several apart.
#[must_use]
pub fn spec(at: usize, p: &Predictions) -> Option<ChartSpec> {
    if !CLASSES.contains(&p.classes.len()) {
        return None;
    }
    let rows = rows(p);
    let share = |r: &Row| if r.n > 0.0 { r.right / r.n } else { 0.0 };
    let seen: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].n > 0.0).collect();
    let worst = seen.iter().copied().min_by(|a, b| share(&rows[*a]).total_cmp(&share(&rows[*b])))?;
    let most = rows.iter().map(|r| r.n).fold(1.0, f64::max);
    let mut columns = vec!["true class".to_owned()];
    columns.extend(p.classes.iter().map(|c| format!("predicted {}", name(c))));
    let mut table = DataTable { columns, rows: Vec::new() };
    let (mut marks, mut labels, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    for (i, row) in rows.iter().enumerate() {
        let (top, bottom) = (i as f64 + 0.2, i as f64 + 0.8);
        if row.right > 0.0 {
            marks.push(Mark::Bar((0.0, row.right), (top, bottom), Role::Present));
        }
        if row.right < row.n {
            marks.push(Mark::HatchedBar((row.right, row.n), (top, bottom), Role::Missing));
        }
        let of = format!("{} of {}", units::grouped(row.right), units::grouped(row.n));
        let taken = row.wrong.map(|(c, n)| (name(&p.classes[c]), units::grouped(n)));
        let text = match &taken {
            _ if row.n == 0.0 => "no item".to_owned(),
            Some((class, n)) => format!("{of}; {n} as {class}"),
            None => of.clone(),
        };
        let at = (row.n, i as f64 + 0.5);
        labels.push(Label { text: text.clone(), short: of, at, side: Side::Right, role: Role::Ink, leader: false });
        let class = name(&p.classes[i]);
        let reading = match &taken {
            _ if row.n == 0.0 => format!("{class}: no item is truly of this class."),
            Some((other, n)) => format!("{class}: {text}. Most of the wrong ones were taken for {other} ({n})."),
            None => format!("{class}: all {} right.", units::grouped(row.n)),
        };
        readings.push(Reading { x: row.n, y: i as f64 + 0.5, text: reading });
        let mut cells = vec![Cell::Text(p.classes[i].clone())];
        cells.extend(p.confusion[i].iter().map(|n| Cell::Number(*n, Unit::Count)));
        table.rows.push(cells);
    }
    let low = units::show(share(&rows[worst]), Unit::Fraction);
    let class = name(&p.classes[worst]);
    let title = match rows[worst].wrong {
        Some((other, _)) => {
            format!(
                "{}Of \u{201c}{class}\u{201d} {low} were predicted right, fewest of all; most others as \u{201c}{}\u{201d}.",
                called(p),
                name(&p.classes[other])
            )
        }
        None => format!("{}Every item was predicted right.", called(p)),
    };
    Some(ChartSpec {
        id: format!("confusion-{}", at + 1),
        title,
        description:
            "Bar chart: for each true class its items that were predicted right, filled, and as another class, hatched."
                .into(),
        notes: vec![
            "Filled: predicted right. Hatched: predicted as another class. The table has the whole confusion matrix."
                .into(),
        ],
        x: Axis::linear(0.0, most * 1.7, "items of the class", Unit::Count),
        y: Axis::names(p.classes.iter().map(|c| name(c)).collect()),
        marks,
        labels,
        height: Height::Fixed(30.0 * rows.len() as f64 + 46.0),
        readings,
        handle: None,
        table,
        illustrative: p.illustrative,
    })
}
