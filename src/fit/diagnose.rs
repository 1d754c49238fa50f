//! What a person should know about a fitted curve before believing it.

use super::curve_fit::CurveFit;
use crate::data::Diagnostic;
use crate::data::units::{compact, score};
use crate::num::isotonic::pava;
use crate::num::normal;

/// Adds the messages about the curve as a whole; `more` says what there is more of along it ("more data").
pub fn add(fit: &mut CurveFit, more: &str) {
    let mut notes = Vec::new();
    match fit.n {
        0 => notes.push(
            Diagnostic::error("no-points", "there is no usable measurement: nothing can be forecast")
                .expected("at least one row with a positive size and a finite value"),
        ),
        1 => notes.push(
            Diagnostic::warning("one-point", "one size only: it says where the metric stands, nothing about a trend")
                .mend("Measure at half and at a quarter of the data as well."),
        ),
        2 | 3 => notes.push(
            Diagnostic::warning("few-points", format!("{} sizes only: the shape of the curve cannot be told", fit.n))
                .mend("Four sizes or more, each double the one before, make a forecast."),
        ),
        _ => {}
    }
    if let Some(s) = &fit.signs {
        // Compared on the fitted scale, said in measured values.
        let noise = s.noise.max(s.scatter);
        let measured = |step: f64| step * fit.unit();
        if fit.n >= 3 && s.behind > beyond(fit.n, 2.0_f64.sqrt()) * noise.max(1e-12) && s.behind > 0.05 * s.total.abs()
        {
            notes.push(Diagnostic::warning(
                "ill-behaved",
                format!(
                    "the last value is {} worse than the best one so far, beyond the noise: {more} made it worse",
                    score(measured(s.behind))
                ),
            ));
        }
        if let Some((size, value, dent)) = dent(fit)
            && fit.n >= 4
            && dent > beyond(fit.n, 1.0) * s.noise.max(1e-12)
            && dent > 0.05 * s.total.abs()
            && size < s.last_size
        {
            notes.push(Diagnostic::warning(
                "not-monotone",
                format!(
                    "around size {} the values leave any monotone curve by {}, beyond the noise: a peak or a dip",
                    compact(size),
                    score(dent * fit.scale.unit(value))
                ),
            ));
        }
        if let Some(a) = fit.agreement(2.0 * s.last_size)
            && fit.n >= 4
            && a.spread > 2.0 * fit.noise_sd.max(fit.residual_sd)
            && a.spread > 0.1 * measured(s.total.abs())
        {
            notes.push(Diagnostic::info("shapes-disagree", format!("at twice the data {}", a.words)));
        }
        if fit.n >= 4 && s.total.abs() <= 2.0 * noise {
            notes.push(Diagnostic::info(
                "no-trend",
                "from the first to the last size the metric moved by no more than its noise",
            ));
        }
        if fit.n >= 3 && s.noise == 0.0 {
            notes.push(Diagnostic::info(
                "no-noise",
                "no standard errors and no scatter: intervals rest on the model error alone",
            ));
        }
        if fit.n >= 2 && s.span < 1.0 {
            notes.push(Diagnostic::warning(
                "narrow-span",
                "the sizes span less than a factor of 2.7: a forecast beyond them is mostly a guess",
            ));
        }
    }
    fit.diagnostics.extend(notes);
}

/// How many standard deviations the farthest of `n` deviations has to be away to say more than that there are many of them:
/// Bonferroni's bound at 5 % for deviations of standard deviation `sd`, and never less than 3.
fn beyond(n: usize, sd: f64) -> f64 {
    (sd * normal::quantile(1.0 - 0.025 / n.max(1) as f64)).max(3.0)
}

/// Where the values are farthest from the best monotone curve through them, the value there, and how far on the fitted scale.
fn dent(fit: &CurveFit) -> Option<(f64, f64, f64)> {
    let points = fit.scale.points(&fit.points);
    let smooth = pava(&points.values, None, fit.direction.sign() > 0.0);
    let distance = points.values.iter().zip(&smooth).map(|(y, s)| (y - s).abs());
    let all = fit.points.sizes.iter().zip(&fit.points.values).zip(distance);
    all.map(|((size, y), d)| (*size, *y, d)).max_by(|a, b| a.2.total_cmp(&b.2))
}
