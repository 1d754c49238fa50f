//! Confidence against what came true, in bins.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Dot, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::View;
use crate::analysis::readout::items::called;
use crate::data::{Predictions, Reliability, Unit, units};
use crate::metric::scores::BINS;

/// One chart for each model that gives probabilities.
pub struct ReliabilityBins;

impl Chart for ReliabilityBins {
    fn id(&self) -> &'static str {
        "reliability"
    }
    fn label(&self) -> &'static str {
        "Confidence against accuracy"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let all = view.prepared.evidence.predictions.iter().enumerate();
        all.filter_map(|(at, p)| spec(at, p)).collect()
    }
}

/// Standard error of the share in a bin; none of a single item.
fn error(b: &Reliability) -> Option<f64> {
    (b.n > 1.0).then(|| (b.accuracy * (1.0 - b.accuracy) / b.n).sqrt())
}

/// The chart of one model's predictions; `at` tells several apart.
#[must_use]
pub fn spec(at: usize, p: &Predictions) -> Option<ChartSpec> {
    let n: f64 = p.reliability.iter().map(|b| b.n).sum();
    if p.reliability.len() < 2 || n <= 0.0 {
        return None;
    }
    let mean = |of: fn(&Reliability) -> f64| p.reliability.iter().map(|b| b.n * of(b)).sum::<f64>() / n;
    let (said, right) = (mean(|b| b.confidence), mean(|b| b.accuracy));
    let apart = p.reliability.iter().map(|b| b.n * (b.confidence - b.accuracy).abs()).sum::<f64>() / n;
    let mut table = DataTable::new(&["bin", "items", "mean confidence", "share right", "standard error"]);
    let (mut dots, mut readings) = (Vec::new(), Vec::new());
    for (i, b) in p.reliability.iter().enumerate() {
        dots.push(Dot { x: b.confidence, y: b.accuracy, error: error(b) });
        let text = format!(
            "{}: confidence {}, right {}",
            units::counted(b.n as usize, "item", "items"),
            units::score(b.confidence),
            units::score(b.accuracy)
        );
        readings.push(Reading { x: b.confidence, y: b.accuracy, text });
        table.rows.push(vec![
            Cell::Text((i + 1).to_string()),
            Cell::Number(b.n, Unit::Count),
            Cell::Number(b.confidence, Unit::Number),
            Cell::Number(b.accuracy, Unit::Number),
            Cell::maybe(error(b), Unit::Number),
        ]);
    }
    let way = if said > right { "more" } else { "less" };
    let title = if (said - right).abs() < 0.005 {
        format!(
            "{}On average the predictions are as confident as they are right; bin by bin they are {} apart.",
            called(p),
            units::score(apart)
        )
    } else {
        format!(
            "{}On average the predictions are {} {way} confident than right.",
            called(p),
            units::score((said - right).abs())
        )
    };
    let low = p.reliability.iter().map(|b| b.confidence.min(b.accuracy)).fold(1.0, f64::min);
    // A little before the first tick, so that those of both axes do not meet in the corner.
    let low = if low > 0.5 { 0.35 } else { -0.07 };
    let diagonal = Label {
        text: "as right as confident".into(),
        short: "equal".into(),
        at: (low + 0.12 * (1.0 - low), low + 0.12 * (1.0 - low)),
        side: Side::BelowRight,
        role: Role::Muted,
        leader: false,
    };
    Some(ChartSpec {
        id: format!("reliability-{}", at + 1),
        title,
        description: format!(
            "Share of items predicted right against the mean confidence in the prediction, in up to {BINS} bins of equal width; on the dotted line both are equal, below it the predictions are too sure."
        ),
        notes: vec![format!(
            "Points: bins of equal width with one standard error. Dotted: as right as confident. Expected calibration error {}.",
            units::score(apart)
        )],
        x: Axis::linear(low, 1.0, "mean confidence", Unit::Number),
        y: Axis::linear(low, 1.0, "share right", Unit::Number),
        marks: vec![Mark::Line(vec![(low, low), (1.0, 1.0)], Role::Other), Mark::Dots(dots, Role::Point)],
        labels: vec![diagonal],
        height: Height::Share(0.6, 220.0, 380.0),
        readings,
        handle: None,
        table,
        illustrative: p.illustrative,
    })
}
