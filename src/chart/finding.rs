//! The one sentence above a learning curve, written from its numbers.

use super::subject::{CurveSubject, plain};
use crate::data::units::{compact, score};

/// Per cent without false precision: "under 1 %", "64 %", "over 99 %".
#[must_use]
pub fn chance(p: f64) -> String {
    if !p.is_finite() {
        "unknown".into()
    } else if p < 0.01 {
        "under 1 %".into()
    } else if p > 0.99 {
        "over 99 %".into()
    } else {
        format!("{:.0} %", p * 100.0)
    }
}

/// "220k to 1.1M", or what of it is known.
#[must_use]
pub fn range(lower: Option<f64>, upper: Option<f64>) -> Option<String> {
    Some(match (lower, upper) {
        (Some(a), Some(b)) if compact(a) == compact(b) => format!("about {}", compact(a)),
        (Some(a), Some(b)) => format!("{} to {}", compact(a), compact(b)),
        (Some(a), None) => format!("{} or more", compact(a)),
        (None, Some(b)) => format!("up to {}", compact(b)),
        (None, None) => return None,
    })
}

/// The finding of one curve.
#[must_use]
pub fn finding(subject: &CurveSubject<'_>) -> String {
    let (name, fit) = (&subject.label, &subject.fit);
    let last = subject.size(fit.last_seen.x);
    let now = plain(fit.last_seen.y);
    if fit.n == 0 {
        return format!("{name}: no usable measurement, so nothing can be said.");
    }
    if fit.n < 4 {
        let sizes = if fit.n == 1 { "one size".to_owned() } else { format!("{} sizes", fit.n) };
        return format!("{name} is at {now} with {last}; {sizes} measured, too few to tell its shape.");
    }
    if fit.diagnostics.iter().any(|d| d.code == "ill-behaved")
        && let Some((at, best)) = best(subject)
    {
        return format!("{name} got worse with more data: {} at {}, {now} at {last}.", plain(best), subject.size(at));
    }
    match (&subject.target, &subject.requirement) {
        (Some(target), Some(need)) => {
            if subject.meets() == Some(true) {
                return format!("{name} is at {now} with {last} and meets its target of {}.", target.words());
            }
            let within = subject.size(need.within.1);
            let goal = plain(target.value);
            let p = need.probability_reachable;
            let Some(median) = need.median.filter(|_| p >= 0.05) else {
                return format!(
                    "More data is unlikely to bring {name} to {goal}: {} chance within {within}.",
                    chance(p)
                );
            };
            let spread = range(need.lower, need.upper)
                .map_or(String::new(), |r| format!(", {:.0} % range {r}", need.level * 100.0));
            if p < 0.5 {
                format!(
                    "{name} may never reach {goal}: {} chance within {within}; if it does, at about {}{spread}.",
                    chance(p),
                    subject.size(median)
                )
            } else {
                let doubt = if p < 0.9 { format!(", if it gets there ({} chance)", chance(p)) } else { String::new() };
                format!("{name} reaches {goal} at about {}{spread}{doubt}.", subject.size(median))
            }
        }
        _ => gain(subject),
    }
}

/// What the next doubling brings, for a curve without a target.
fn gain(subject: &CurveSubject<'_>) -> String {
    let (name, fit) = (&subject.label, &subject.fit);
    let last = subject.size(fit.last_seen.x);
    let Some(g) = fit.gain_per_doubling(fit.last_seen.x) else {
        return format!("{name} is at {} with {last}.", plain(fit.last_seen.y));
    };
    let level = format!("{:.0} % range {} to {}", g.level * 100.0, score(g.lower), score(g.upper));
    let by = |x: f64| score(x.abs());
    if g.lower > 0.0 {
        format!("{name} still improves: by about {} per doubling from {last} ({level}).", by(g.median))
    } else if g.upper <= 0.0 {
        format!("More data would make {name} worse: by about {} per doubling from {last} ({level}).", by(g.median))
    } else if g.median.abs() < subject.worth_it {
        format!("{name} has flattened: a doubling from {last} changes it by about {} ({level}).", score(g.median))
    } else {
        format!(
            "{name} may still improve: by about {} per doubling from {last}, but no change is possible too ({level}).",
            score(g.median)
        )
    }
}

/// The best measured value and its size.
fn best(subject: &CurveSubject<'_>) -> Option<(f64, f64)> {
    let points = &subject.fit.points;
    let sign = subject.curve.direction.sign();
    points.sizes.iter().copied().zip(points.values.iter().copied()).max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))
}
