//! Model size against data: the compute-optimal frontier, how far the published constants disagree, and today's choice.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::View;
use crate::analysis::readout::what_if::{Choice, choice, in_force};
use crate::data::Unit;
use crate::data::units::{compact, digits};
use crate::num::math::{exp, ln};
use crate::scaling::constants::published_for;
use crate::scaling::{Chinchilla, Readout, WhatIf, readout};

/// One chart: tokens over parameters.
pub struct ScalingFrontier;

impl Chart for ScalingFrontier {
    fn id(&self) -> &'static str {
        "scaling-frontier"
    }
    fn label(&self) -> &'static str {
        "Model size and data"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let law = in_force(view);
        law.and_then(|c| spec_of(&c.name, &c.law, &choice(view))).into_iter().collect()
    }
}

/// The chart of a choice; where nothing was loaded it says that the data is an example, and nobody's today.
#[must_use]
pub fn spec_of(name: &str, law: &Chinchilla, choice: &Choice) -> Option<ChartSpec> {
    let mut spec = spec(name, law, &choice.what_if)?;
    if !choice.size_given {
        let size = compact(choice.what_if.params);
        spec.title = format!("Nobody said how large the model is. For one of {size} parameters: {}", spec.title);
    }
    if choice.example {
        spec.title = format!("An example, as no inventory is loaded: {}", spec.title);
        for label in &mut spec.labels {
            label.text = label.text.replace("today", "example");
            label.short = label.short.replace("today", "example");
        }
        for note in &mut spec.notes {
            *note = note.replace("today's choice", "the example");
        }
    }
    Some(spec)
}

const STEPS: usize = 48;

/// Tokens for which `n` parameters are optimal: least and most over the published sets.
fn published_range(n: f64) -> Option<(f64, f64)> {
    let tokens: Vec<f64> = published_for("chinchilla")
        .filter_map(|s| Chinchilla::from_slice(s.values))
        .filter(Chinchilla::has_frontier)
        .map(|law| law.tokens_for_params(n))
        .filter(|d| d.is_finite() && *d > 0.0)
        .collect();
    let low = tokens.iter().copied().fold(f64::INFINITY, f64::min);
    let high = tokens.iter().copied().fold(0.0, f64::max);
    (low <= high).then_some((low, high))
}

/// The finding: today's tokens per parameter against what the constants ask for.
#[must_use]
pub fn finding(name: &str, at: &WhatIf, read: &Readout) -> String {
    let asked = read.optimum.map(|o| o.tokens_per_parameter);
    let range = read.sensitivity.tokens_per_parameter;
    let have = digits(read.tokens_per_parameter, 2);
    let mut text =
        format!("{} tokens for {} parameters are {have} per parameter", compact(read.tokens), compact(at.params));
    if let Some(asked) = asked {
        text.push_str(&format!("; for this compute the constants \u{201c}{name}\u{201d} ask for {}", digits(asked, 2)));
    }
    if let Some((low, high)) = range {
        text.push_str(&format!(", all published ones for {} to {}", digits(low, 2), digits(high, 2)));
        text.push_str(if read.tokens_per_parameter < low {
            ": too little data for the model's size by all of them."
        } else if read.tokens_per_parameter > high {
            ": more data for the model's size than any of them asks."
        } else {
            ": within their range."
        });
    } else {
        text.push('.');
    }
    text
}

/// The chart under one law; `None` where the choice lies outside the law's domain.
#[must_use]
pub fn spec(name: &str, law: &Chinchilla, at: &WhatIf) -> Option<ChartSpec> {
    let read = readout(law, at)?;
    let best = read.optimum?;
    let (low, high) = (at.params.min(best.n) / 30.0, at.params.max(best.n) * 30.0);
    let sizes: Vec<f64> = (0..=STEPS).map(|i| exp(ln(low) + (ln(high) - ln(low)) * i as f64 / STEPS as f64)).collect();
    let frontier: Vec<(f64, f64)> = sizes.iter().map(|n| (*n, law.tokens_for_params(*n))).collect();
    let band: Vec<(f64, f64, f64)> =
        sizes.iter().filter_map(|n| published_range(*n).map(|(a, b)| (*n, a, b))).collect();
    let same_compute: Vec<(f64, f64)> = sizes.iter().map(|n| (*n, read.flop / 6.0 / n)).collect();
    let (bottom, top) = (read.tokens.min(best.d) / 60.0, read.tokens.max(best.d) * 60.0);
    let mut table =
        DataTable::new(&["parameters", "optimal tokens", "least over published sets", "most over published sets"]);
    for (n, d) in frontier.iter().step_by(6) {
        let range = published_range(*n);
        table.rows.push(vec![
            Cell::Number(*n, Unit::Parameters),
            Cell::Number(*d, Unit::Tokens),
            Cell::maybe(range.map(|r| r.0), Unit::Tokens),
            Cell::maybe(range.map(|r| r.1), Unit::Tokens),
        ]);
    }
    let readings = frontier
        .iter()
        .map(|(n, d)| {
            let range = published_range(*n)
                .map_or(String::new(), |(a, b)| format!("; published constants {} to {}", compact(a), compact(b)));
            Reading {
                x: *n,
                y: *d,
                text: format!(
                    "{} parameters: {} tokens, {} per parameter{range}",
                    compact(*n),
                    compact(*d),
                    digits(d / n, 2)
                ),
            }
        })
        .collect();
    Some(ChartSpec {
        id: "scaling-frontier".into(),
        title: finding(name, at, &read),
        description: format!(
            "Chart: tokens over parameters, both on log scales; the compute-optimal frontier of {name}, the range of all \
             published sets around it, a line of equal compute through today's choice, and the best split on it."
        ),
        notes: vec![
            format!("Solid line: optimal tokens for a size by {name}. Band: least to most over the published sets."),
            "Dotted: the same compute (6 N D). Diamonds: today's choice, and the best split of the same compute."
                .into(),
        ],
        x: Axis::log(low, high, "parameters (log scale)", Unit::Parameters),
        y: Axis::log(bottom, top, "training tokens, repeats included (log scale)", Unit::Tokens),
        labels: labels(name, at, &read, (best.n, best.d), &frontier, (bottom, top)),
        marks: vec![
            Mark::Area(band, Role::Band),
            Mark::Line(same_compute, Role::Other),
            Mark::Line(frontier, Role::Fit),
            Mark::Diamond(best.n, best.d, Role::Crossing),
            Mark::Diamond(at.params, read.tokens, Role::Today),
        ],
        height: Height::Share(0.55, 250.0, 400.0),
        readings,
        handle: None,
        table,
        illustrative: false,
    })
}

fn labels(
    name: &str,
    at: &WhatIf,
    read: &Readout,
    best: (f64, f64),
    frontier: &[(f64, f64)],
    (bottom, top): (f64, f64),
) -> Vec<Label> {
    let label = |text: String, short: String, at, side, role| Label { text, short, at, side, role, leader: true };
    let today = format!("today: {} × {}", compact(at.params), compact(read.tokens));
    let mut out = vec![
        label(today, "today".into(), (at.params, read.tokens), Side::Right, Role::Today),
        label(
            format!("best split: {} × {}", compact(best.0), compact(best.1)),
            "best split".into(),
            best,
            Side::Left,
            Role::Crossing,
        ),
    ];
    if let Some(end) = frontier.iter().rev().find(|p| p.1 < top && p.1 > bottom) {
        out.push(label(format!("optimal by {name}"), "optimal".into(), *end, Side::AboveLeft, Role::Fit));
    }
    out
}
