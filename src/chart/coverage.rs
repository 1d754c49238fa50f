//! What a selection of records covers, by how many are kept, beside random choices of the same size.

use super::axis::Axis;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::data::Unit;
use crate::data::units::{fixed, grouped};
use crate::select::Outcome;

fn percent(share: f64) -> String {
    format!("{} %", fixed(100.0 * share, 1))
}

/// The curve with its band; `None` where nothing was compared.
#[must_use]
pub fn spec(o: &Outcome) -> Option<ChartSpec> {
    let (first, last) = (o.curve.first()?, o.curve.last()?);
    let own: Vec<(f64, f64)> = o.curve.iter().map(|p| (p.k as f64, p.coverage)).collect();
    let band: Vec<(f64, f64, f64)> =
        o.curve.iter().filter_map(|p| p.random.map(|(low, _, high)| (p.k as f64, low, high))).collect();
    let longest: Vec<(f64, f64)> = o.curve.iter().filter_map(|p| Some((p.k as f64, p.longest?))).collect();
    let mut marks = Vec::new();
    let mut labels = Vec::new();
    let label = |text: &str, at: (f64, f64), side: Side, role: Role| Label {
        text: text.to_owned(),
        short: text.to_owned(),
        at,
        side,
        role,
        leader: true,
    };
    if let Some((k, low, _)) = band.last() {
        labels.push(label("random", (*k, *low), Side::BelowLeft, Role::Band));
        marks.push(Mark::Area(band.clone(), Role::Band));
    }
    if let Some(end) = longest.last() {
        labels.push(label("longest", *end, Side::BelowLeft, Role::Other));
        marks.push(Mark::Line(longest, Role::Other));
    }
    // The name without what stands in brackets after it.
    let name = o.label.split(" (").next().unwrap_or(&o.method);
    labels.push(label(name, (last.k as f64, last.coverage), Side::AboveLeft, Role::Fit));
    marks.push(Mark::Line(own, Role::Fit));
    let said = |p: &crate::select::outcome::Point| {
        let random = p.random.map_or_else(String::new, |(low, _, high)| {
            format!("; as many random ones {} to {}", percent(low), percent(high))
        });
        let longest = p.longest.map_or_else(String::new, |s| format!("; the longest {}", percent(s)));
        format!("{} records cover {}{random}{longest}", grouped(p.k as f64), percent(p.coverage))
    };
    let readings = o.curve.iter().map(|p| Reading { x: p.k as f64, y: p.coverage, text: said(p) }).collect();
    let mut table =
        DataTable::new(&["records", "covered", "random, lowest", "random, mean", "random, highest", "longest"]);
    for p in &o.curve {
        let random = |of: fn((f64, f64, f64)) -> f64| Cell::maybe(p.random.map(of), Unit::Fraction);
        table.rows.push(vec![
            Cell::Number(p.k as f64, Unit::Records),
            Cell::Number(p.coverage, Unit::Fraction),
            random(|r| r.0),
            random(|r| r.1),
            random(|r| r.2),
            Cell::maybe(p.longest, Unit::Fraction),
        ]);
    }
    let lows = o.curve.iter().flat_map(|p| [Some(p.coverage), p.random.map(|r| r.0), p.longest]).flatten();
    let low = lows.fold(1.0, f64::min);
    let compared = o.compared_by.clone().unwrap_or_default();
    Some(ChartSpec {
        id: "coverage".into(),
        title: o.sentence.clone(),
        description: format!(
            "Chart: share of what all {} records cover (upwards) against the number of records kept (across), for {}, with the band of {} random choices of the same size.",
            grouped(o.pool as f64),
            o.label,
            o.baselines
        ),
        notes: vec![
            format!(
                "Covered is the sum over all records of the {compared} to the most similar kept one, over that of all records."
            ),
            "The band goes from the lowest to the highest of the random choices.".into(),
        ],
        x: Axis::linear(first.k as f64, last.k as f64, "records kept", Unit::Records),
        y: Axis::linear((low * 20.0).floor() / 20.0, 1.0, "share covered", Unit::Fraction),
        marks,
        labels,
        height: Height::Share(0.45, 220.0, 340.0),
        readings,
        handle: None,
        table,
        illustrative: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::draw;
    use crate::select::outcome::Point;

    #[test]
    fn the_chart_has_the_band_and_says_what_it_shows() {
        let point = |k: usize, coverage: f64| Point {
            k,
            coverage,
            random: Some((coverage - 0.05, coverage - 0.03, coverage - 0.01)),
            longest: Some(coverage - 0.1),
        };
        let outcome = Outcome {
            method: "rds".into(),
            label: "RDS+".into(),
            sentence: "It covers more.".into(),
            pool: 100,
            kept: 10,
            baselines: 20,
            curve: vec![point(1, 0.5), point(5, 0.7), point(10, 0.8)],
            ..Outcome::default()
        };
        let spec = spec(&outcome).unwrap();
        assert_eq!((spec.marks.len(), spec.table.rows.len(), spec.readings.len()), (3, 3, 3));
        assert!(spec.readings[2].text.contains("80.0 %") && spec.readings[2].text.contains("75.0 % to 79.0 %"));
        assert!(draw(&spec, 600.0).svg.contains("random"));
        assert!(super::spec(&Outcome::default()).is_none());
    }
}
