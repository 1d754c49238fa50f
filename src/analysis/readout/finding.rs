//! The one sentence above a learning curve, written from its numbers.

use super::subject::{CurveSubject, plain};
pub use crate::data::units::chance;
use crate::data::units::{compact, score};
use crate::decide::capital;
use crate::fit::Requirement;

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
    if (fit.diagnostics.iter().any(|d| d.code == "ill-behaved") || fell(subject))
        && let Some((at, best)) = best(subject)
    {
        let more = subject.curve.more();
        return format!("{name} got worse with {more}: {} at {}, {now} at {last}.", plain(best), subject.size(at));
    }
    match (&subject.target, &subject.requirement) {
        (Some(target), Some(need)) => {
            if subject.meets() == Some(true) {
                let goal = target.words();
                let when = met_at(subject, need).map_or(String::new(), |at| format!("; {at}"));
                return format!("{name} is at {now} with {last} and meets its target of {goal}{when}.");
            }
            let within = subject.size(need.within.1);
            let goal = plain(target.value);
            let p = need.probability_reachable;
            let Some(median) = need.median.filter(|_| p >= 0.05) else {
                return format!(
                    "{} is unlikely to bring {name} to {goal}: {} chance within {within}.",
                    capital(subject.curve.more()),
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

/// "it was met at about 407 records (80 % range 310 to 520)", for a target that the last measurement meets.
#[must_use]
pub fn met_at(subject: &CurveSubject<'_>, need: &Requirement) -> Option<String> {
    let size = need.median.filter(|_| need.met)?;
    let points = &subject.fit.points.sizes;
    if points.first().is_some_and(|first| size <= *first) {
        return Some(format!("the smallest size measured, {}, met it already", subject.size(size)));
    }
    // Without a known error the place is that of the line between two measurements, no more.
    let spread = range(need.lower, need.upper).filter(|_| need.lower != need.upper);
    let spread = spread.map_or(String::new(), |r| format!(" ({:.0} % range {r})", need.level * 100.0));
    Some(format!("it was met at about {}{spread}", subject.size(size)))
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
    if g.upper <= 0.0 && g.median < 0.0 {
        let more = capital(subject.curve.more());
        format!("{more} would make {name} worse: by about {} per doubling from {last} ({level}).", by(g.median))
    } else if g.upper < subject.worth_it && g.lower > -subject.worth_it {
        // The best value may lie well before the last: then more data has not helped since.
        let peak = best(subject).filter(|(at, value)| {
            let ahead = subject.curve.direction.sign() * (value - fit.last_seen.y);
            *at <= 0.6 * fit.last_seen.x && ahead > 0.0
        });
        let peak = peak.map_or(String::new(), |(at, value)| {
            format!(" Its best value, {}, came at {}.", plain(value), subject.size(at))
        });
        format!("{name} has flattened: a doubling from {last} changes it by about {} ({level}).{peak}", score(g.median))
    } else if g.lower > 0.0 {
        format!("{name} still improves: by about {} per doubling from {last} ({level}).", by(g.median))
    } else {
        format!(
            "{name} may still improve: by about {} per doubling from {last}, but no change is possible too ({level}).",
            score(g.median)
        )
    }
}

/// True where the last value is worse than the best one by three standard errors of the difference, where both are
/// known.
fn fell(subject: &CurveSubject<'_>) -> bool {
    let points = &subject.fit.points;
    let Some((at, value)) = best(subject) else { return false };
    let error = |size: f64| {
        let i = points.sizes.iter().position(|s| *s == size)?;
        points.errors.get(i).copied().flatten()
    };
    let (Some(a), Some(b)) = (error(at), error(subject.fit.last_seen.x)) else { return false };
    let behind = subject.curve.direction.sign() * (value - subject.fit.last_seen.y);
    behind > 3.0 * (a * a + b * b).sqrt() && behind > 0.0
}

/// The best measured value and its size.
fn best(subject: &CurveSubject<'_>) -> Option<(f64, f64)> {
    let points = &subject.fit.points;
    let sign = subject.curve.direction.sign();
    points.sizes.iter().copied().zip(points.values.iter().copied()).max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Direction, LearningCurve, Observation, Unit};
    use crate::fit::{FitOptions, fit_curve};
    use crate::policy::Comparator;

    fn curve(values: &[(f64, f64)]) -> LearningCurve {
        LearningCurve {
            id: "m".into(),
            metric: "m".into(),
            label: "Metric".into(),
            range: Some((0.0, 1.0)),
            size_unit: Unit::Records,
            direction: Direction::Higher,
            observations: values
                .iter()
                .map(|(size, value)| Observation {
                    size: *size,
                    value: *value,
                    se: Some(0.004),
                    items: None,
                    row: None,
                })
                .collect(),
            ..LearningCurve::default()
        }
    }

    fn subject(curve: &LearningCurve, target: Option<f64>) -> CurveSubject<'_> {
        let fit = fit_curve(curve, &FitOptions::default());
        let requirement = target.map(|t| fit.requirement(t, crate::decide::GAP_LEVEL, crate::fit::SEARCH_FACTOR));
        let target = target.map(|value| crate::analysis::readout::Target {
            gate: "g".into(),
            label: "Metric".into(),
            comparator: Comparator::AtLeast,
            value,
            scale: crate::data::amount::Scale { range: (0.0, 1.0), log: false, unit: crate::data::Unit::Number },
        });
        CurveSubject {
            curve,
            label: curve.label.clone(),
            fit,
            target,
            moved: 0.0,
            of_record: Some(1.0),
            requirement,
            budget: None,
            worth_it: 0.01,
        }
    }

    const RISING: &[(f64, f64)] =
        &[(1e3, 0.60), (2e3, 0.64), (4e3, 0.68), (8e3, 0.715), (16e3, 0.745), (32e3, 0.77), (64e3, 0.79)];

    #[test]
    fn the_size_in_the_sentence_is_the_median_of_the_requirement() {
        let curve = curve(RISING);
        let subject = subject(&curve, Some(0.82));
        let need = subject.requirement.expect("has a target");
        let text = finding(&subject);
        let median = need.median.expect("is reachable");
        assert!(text.contains(&crate::data::units::show(median, Unit::Records)), "{text}");
        assert!(text.contains(&range(need.lower, need.upper).expect("has a range")), "{text}");
        assert!(text.starts_with("Metric reaches 0.82") || text.starts_with("Metric may never reach 0.82"), "{text}");
    }

    #[test]
    fn a_target_that_is_met_needs_no_data() {
        let curve = curve(RISING);
        assert_eq!(
            finding(&subject(&curve, Some(0.7))),
            "Metric is at 0.79 with 64k records and meets its target of ≥ 0.70; it was met at about 5.94k records (80 % range \
             5.37k to 6.58k)."
        );
        assert!(
            finding(&subject(&curve, Some(0.5))).ends_with("; the smallest size measured, 1k records, met it already.")
        );
    }

    #[test]
    fn few_points_flat_curves_and_curves_that_turn_are_called_so() {
        let few = curve(&RISING[..2]);
        assert!(finding(&subject(&few, None)).contains("2 sizes measured, too few"));
        let flat: Vec<(f64, f64)> =
            RISING.iter().enumerate().map(|(i, p)| (p.0, 0.7 + 0.001 * f64::from(i as u8 % 2))).collect();
        let flat = curve(&flat);
        assert!(finding(&subject(&flat, None)).contains("has flattened"), "{}", finding(&subject(&flat, None)));
        let turned: Vec<(f64, f64)> = RISING.iter().map(|p| (p.0, if p.0 > 3e4 { p.1 - 0.15 } else { p.1 })).collect();
        let turned = curve(&turned);
        let text = finding(&subject(&turned, Some(0.9)));
        assert!(text.contains("got worse with more data: 0.745 at 16k records"), "{text}");
    }
}
