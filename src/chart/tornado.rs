//! One input at a time: how far the probability of meeting every target moves with it.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::View;
use crate::data::{Amount, Unit, units};
use crate::decide::FlipSubject;
use crate::decide::sensitivity::{Tornado, TornadoBar};

/// One chart: the inputs, the one that moves most at the top.
pub struct TornadoBars;

impl Chart for TornadoBars {
    fn id(&self) -> &'static str {
        "tornado"
    }
    fn label(&self) -> &'static str {
        "Which input matters most"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        view.exploration.and_then(|e| spec(&e.tornado, &view.pack.currency)).into_iter().collect()
    }
}

/// Inputs that move the probability by less are not drawn.
const LEAST: f64 = 0.005;
/// Height of a bar with the gap below it, CSS pixels.
const ROW: f64 = 27.0;
/// Room above the first bar, in bars.
const ABOVE: f64 = 0.75;

fn share(p: f64) -> String {
    units::chance(p)
}

/// What is moved, with what kind of thing it is.
#[must_use]
pub fn name(bar: &TornadoBar) -> String {
    let kind = match bar.subject {
        FlipSubject::Threshold(_) => " (target)",
        FlipSubject::Fact(_) => " (measured)",
        FlipSubject::Assumption(_) => "",
    };
    format!("{}{kind}{}", bar.label, if bar.non_monotone { " *" } else { "" })
}

/// The finding: what moves it most.
fn finding(most: &TornadoBar) -> String {
    let (a, b) = most.outputs;
    format!(
        "{} moves the probability most: from {} to {}.",
        name(most).trim_end_matches(" *"),
        share(a.min(b)),
        share(a.max(b))
    )
}

/// The chart; `None` where nothing is known or no input moves anything.
#[must_use]
pub fn spec(tornado: &Tornado, currency: &str) -> Option<ChartSpec> {
    let base = tornado.base?;
    let amount = |value: f64, unit: Unit| Amount { value, unit, currency };
    let bars: Vec<&TornadoBar> = tornado.bars.iter().filter(|b| (b.outputs.1 - b.outputs.0).abs() >= LEAST).collect();
    let most = bars.first()?;
    let outputs = || bars.iter().flat_map(|b| [b.outputs.0, b.outputs.1]).chain([base]);
    let (low, high) = (outputs().fold(f64::INFINITY, f64::min), outputs().fold(0.0, f64::max));
    let beside = (high - low) * 0.15;
    let (mut marks, mut labels, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    let mut table = DataTable::new(&["input", "low", "probability there", "high", "probability there", "range from"]);
    for (i, b) in bars.iter().enumerate() {
        let (middle, across) = (i as f64 + 0.5, (i as f64 + 0.16, i as f64 + 0.84));
        let (worse, better) = (b.outputs.0.min(b.outputs.1), b.outputs.0.max(b.outputs.1));
        // The side where the probability is less than as assumed is hatched.
        let split = base.clamp(worse, better);
        if split > worse {
            marks.push(Mark::HatchedBar((worse, split), across, Role::Missing));
        }
        if better > split {
            marks.push(Mark::Bar((split, better), across, Role::Present));
        }
        let (left, right) = if b.outputs.0 <= b.outputs.1 { b.inputs } else { (b.inputs.1, b.inputs.0) };
        for (x, value, side) in [(worse, left, Side::Left), (better, right, Side::Right)] {
            let text = amount(value, b.unit).to_string();
            labels.push(Label { short: text.clone(), text, at: (x, middle), side, role: Role::Ink, leader: false });
        }
        let (from, to) = (amount(b.inputs.0, b.unit), amount(b.inputs.1, b.unit));
        readings.push(Reading {
            x: better,
            y: middle,
            text: format!(
                "{}: {} at {from}, {} at {to}; {}{}",
                b.label,
                share(b.outputs.0),
                share(b.outputs.1),
                b.basis,
                if b.non_monotone { "; not in one direction between them" } else { "" }
            ),
        });
        table.rows.push(vec![
            Cell::Text(name(b)),
            Cell::amount(amount(b.inputs.0, b.unit)),
            Cell::chance(b.outputs.0),
            Cell::amount(amount(b.inputs.1, b.unit)),
            Cell::chance(b.outputs.1),
            Cell::Text(b.basis.clone()),
        ]);
    }
    let count = bars.len() as f64;
    marks.push(Mark::Rule(base, (-0.2, count), Role::Ink));
    let today = format!("as assumed {}", share(base));
    labels.insert(
        0,
        Label {
            short: share(base),
            text: today,
            at: (base, -0.45),
            side: Side::Centre,
            role: Role::Ink,
            leader: false,
        },
    );
    let mut y = Axis::names(bars.iter().map(|b| name(b)).collect());
    y.high = -ABOVE;
    let mut notes = vec![
        "Numbers at the ends: what the input is moved to. Filled: more probable than as assumed. Hatched: less."
            .to_owned(),
    ];
    if bars.iter().any(|b| b.non_monotone) {
        notes.push("* The probability does not move in one direction over the range.".into());
    }
    Some(ChartSpec {
        id: "tornado".into(),
        title: finding(most),
        description: format!(
            "Tornado chart: the probability of meeting all measured targets after spending the record budget, {} as things \
             stand, while one input at a time moves through its range; {} inputs, the longest bar first.",
            share(base),
            bars.len()
        ),
        notes,
        x: Axis::linear(
            (low - beside).max(0.0),
            (high + beside).min(1.0),
            "probability of meeting all measured targets",
            Unit::Fraction,
        ),
        y,
        marks,
        labels,
        height: Height::Fixed(ROW * (count + ABOVE) + 46.0),
        readings,
        handle: None,
        table,
        illustrative: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Action;

    fn bar(label: &str, outputs: (f64, f64)) -> TornadoBar {
        TornadoBar {
            subject: FlipSubject::Assumption(label.into()),
            label: label.into(),
            unit: Unit::Count,
            inputs: (1.0, 2.0),
            basis: "a test".into(),
            outputs,
            verdicts: (Action::MeasureFirst, Action::MeasureFirst),
            non_monotone: false,
        }
    }

    #[test]
    fn each_side_of_the_base_is_drawn_apart_and_small_bars_are_left_out() {
        let tornado = Tornado {
            base: Some(0.5),
            bars: vec![bar("a", (0.2, 0.9)), bar("b", (0.6, 0.55)), bar("c", (0.5, 0.501))],
        };
        let spec = spec(&tornado, "$").expect("there is something to draw");
        let filled: Vec<(f64, f64)> =
            spec.marks.iter().filter_map(|m| if let Mark::Bar(x, _, _) = m { Some(*x) } else { None }).collect();
        let hatched =
            spec.marks.iter().filter(|m| matches!(m, Mark::HatchedBar((a, b), _, _) if (*a, *b) == (0.2, 0.5)));
        assert_eq!(filled, [(0.5, 0.9), (0.55, 0.6)]);
        assert_eq!(hatched.count(), 1);
        assert_eq!(spec.table.rows.len(), 2);
        assert_eq!(spec.title, "a moves the probability most: from 20 % to 90 %.");
        assert!(super::spec(&Tornado { base: Some(0.5), bars: vec![bar("c", (0.5, 0.501))] }, "").is_none());
        assert!(super::spec(&Tornado::default(), "").is_none());
    }
}
