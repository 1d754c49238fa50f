//! Loss over training tokens: the same distinct data again and again, beside as many fresh tokens.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::View;
use crate::analysis::readout::what_if::{choice, in_force};
use crate::data::Unit;
use crate::data::units::{compact, digits, score};
use crate::num::math::{exp, ln};
use crate::scaling::laws::data_constrained::R_D_STAR_RANGE;
use crate::scaling::readout::predict;
use crate::scaling::{Chinchilla, WhatIf};

/// One chart: what repeats are worth.
pub struct ScalingRepeats;

impl Chart for ScalingRepeats {
    fn id(&self) -> &'static str {
        "scaling-repeats"
    }
    fn label(&self) -> &'static str {
        "Repeats beside fresh data"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        in_force(view).and_then(|c| spec(&c.name, &c.law, &choice(view).what_if)).into_iter().collect()
    }
}

const STEPS: usize = 60;
/// Passes shown at least.
const PASSES: f64 = 40.0;

/// One point: tokens, loss with repeats, its range over R_D*, loss with fresh tokens.
struct At {
    tokens: f64,
    repeated: f64,
    range: (f64, f64),
    fresh: f64,
}

fn at(law: &Chinchilla, what_if: &WhatIf, epochs: f64) -> At {
    let loss = |r_d_star: f64| predict(law, &WhatIf { epochs, r_d_star, ..*what_if }).0;
    let ends = [R_D_STAR_RANGE.0, R_D_STAR_RANGE.1, what_if.r_d_star].map(loss);
    let tokens = what_if.unique_tokens * epochs;
    let fresh = WhatIf { epochs: 1.0, unique_tokens: tokens, ..*what_if };
    At {
        tokens,
        repeated: ends[2],
        range: (ends.into_iter().fold(f64::INFINITY, f64::min), ends.into_iter().fold(0.0, f64::max)),
        fresh: predict(law, &fresh).0,
    }
}

/// What repeating costs against fresh tokens, in one sentence.
fn finding(what_if: &WhatIf, now: &At, end: &At) -> String {
    let passes = digits(what_if.epochs, 2);
    let unique = compact(what_if.unique_tokens);
    let lost = now.repeated - now.fresh;
    if what_if.epochs <= 1.0 {
        return format!(
            "One pass over {unique} distinct tokens: nothing is repeated. {} passes would cost {} against as many fresh tokens.",
            digits(end.tokens / what_if.unique_tokens, 2),
            score(end.repeated - end.fresh)
        );
    }
    let (low, high) = (now.range.0 - now.fresh, now.range.1 - now.fresh);
    format!(
        "{passes} passes over {unique} distinct tokens leave the loss {} above that of as many fresh tokens ({} to {} over the \
         values of R_D* that fit).",
        small(lost),
        small(low.max(0.0)),
        small(high)
    )
}

/// A difference of losses: two digits where three decimals would show nothing.
fn small(x: f64) -> String {
    if x.abs() < 0.01 { digits(x, 2) } else { score(x) }
}

/// The chart under one law; `None` where the choice lies outside the law's domain.
#[must_use]
pub fn spec(name: &str, law: &Chinchilla, what_if: &WhatIf) -> Option<ChartSpec> {
    let positive = [what_if.params, what_if.unique_tokens, what_if.quality, what_if.r_d_star];
    if !law.has_frontier() || positive.iter().any(|v| !(v.is_finite() && *v > 0.0)) {
        return None;
    }
    let epochs = what_if.epochs.max(1.0);
    let most = PASSES.max(epochs * 2.0);
    let points: Vec<At> = (0..=STEPS).map(|i| at(law, what_if, exp(ln(most) * i as f64 / STEPS as f64))).collect();
    let (first, last) = (points.first()?, points.last()?);
    let now = at(law, what_if, epochs);
    let floor = law.loss(what_if.params, f64::INFINITY);
    let mut table =
        DataTable::new(&["tokens", "passes", "loss with repeats", "least", "most", "loss with fresh tokens"]);
    for p in points.iter().step_by(5) {
        table.rows.push(vec![
            Cell::Number(p.tokens, Unit::Tokens),
            Cell::Number(p.tokens / what_if.unique_tokens, Unit::Number),
            Cell::Number(p.repeated, Unit::Number),
            Cell::Number(p.range.0, Unit::Number),
            Cell::Number(p.range.1, Unit::Number),
            Cell::Number(p.fresh, Unit::Number),
        ]);
    }
    let readings = points
        .iter()
        .map(|p| Reading {
            x: p.tokens,
            y: p.repeated,
            text: format!(
                "{} tokens, {} passes: loss {} ({} to {}); {} with fresh tokens",
                compact(p.tokens),
                digits(p.tokens / what_if.unique_tokens, 2),
                score(p.repeated),
                score(p.range.0),
                score(p.range.1),
                score(p.fresh)
            ),
        })
        .collect();
    let label = |text: &str, short: &str, at, side, role| Label {
        text: text.into(),
        short: short.into(),
        at,
        side,
        role,
        leader: true,
    };
    let bottom = last.fresh.min(floor);
    Some(ChartSpec {
        id: "scaling-repeats".into(),
        title: finding(what_if, &now, last),
        description: format!(
            "Chart: predicted loss over training tokens on a log scale, by {name}: repeating the same distinct tokens, as many \
             fresh tokens, and the loss that no data goes below at this size."
        ),
        notes: vec![format!(
            "Repeats by the data-constrained law (Muennighoff et al. 2023). Band: R_D* from {} to {}, which all fit the published \
             runs within 0.2 %. Trends are meaningful, absolute losses less so.",
            digits(R_D_STAR_RANGE.0, 3),
            digits(R_D_STAR_RANGE.1, 3)
        )],
        x: Axis::log(first.tokens, last.tokens, "training tokens, repeats included (log scale)", Unit::Tokens),
        y: Axis::linear(
            bottom - 0.05 * (first.repeated - bottom),
            first.repeated + 0.05 * (first.repeated - bottom),
            "predicted loss, nats per token",
            Unit::Number,
        ),
        labels: vec![
            label("the same tokens again", "repeats", (last.tokens, last.repeated), Side::AboveLeft, Role::Forecast),
            label("fresh tokens", "fresh", (last.tokens, last.fresh), Side::AboveLeft, Role::Fit),
            label("today", "today", (now.tokens, now.repeated), Side::Right, Role::Today),
            label("no data goes below", "floor", (first.tokens, floor), Side::AboveRight, Role::Muted),
        ],
        marks: vec![
            Mark::Area(points.iter().map(|p| (p.tokens, p.range.0, p.range.1)).collect(), Role::Band),
            Mark::Line(vec![(first.tokens, floor), (last.tokens, floor)], Role::Other),
            Mark::Line(points.iter().map(|p| (p.tokens, p.fresh)).collect(), Role::Fit),
            Mark::Line(points.iter().map(|p| (p.tokens, p.repeated)).collect(), Role::Forecast),
            Mark::Diamond(now.tokens, now.repeated, Role::Today),
        ],
        height: Height::Share(0.45, 210.0, 320.0),
        readings,
        handle: None,
        table,
        illustrative: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_tokens_are_never_worse_and_one_pass_is_no_repeat() {
        let law = Chinchilla::from_slice(&[1.816_864, 482.005_7, 2_085.434, 0.347_813, 0.365_854]).unwrap();
        let what_if = WhatIf { epochs: 8.0, ..WhatIf::default() };
        for i in 0..40 {
            let p = at(&law, &what_if, 1.0 + f64::from(i));
            assert!(p.fresh <= p.range.0 + 1e-12 && p.range.0 <= p.repeated && p.repeated <= p.range.1);
        }
        let one = at(&law, &what_if, 1.0);
        assert!((one.fresh - one.repeated).abs() < 1e-12);
        let chart = spec("x", &law, &what_if).unwrap();
        assert!(chart.title.contains("8 passes") || chart.title.contains("8.0 passes"), "{}", chart.title);
        assert!(spec("x", &law, &WhatIf { unique_tokens: 0.0, ..what_if }).is_none());
    }
}
