//! Wide tables: sizes, runs or metrics as column names.

use super::profile::Profile;
use crate::data::evaluation::metric_id;
use crate::read::map::Measure;
use crate::read::number::{Style, parse};
use crate::read::words;

/// Endings of columns that belong to a measure and are none themselves.
const ERRORS: &[&str] = &["_se", "_stderr", "_std_err", "_sem", "_std_error", "_standard_error"];
const SPREADS: &[&str] = &["_std", "_sd", "_stddev", "_stdev"];
const OTHERS: &[&str] = &[
    "_min",
    "_max",
    "_lower",
    "_upper",
    "_lower_95",
    "_upper_95",
    "_runtime",
    "_samples_per_second",
    "_steps_per_second",
];

/// Columns whose names are ascending sizes ("0, 200, 400, ..."), at least four.
#[must_use]
pub fn sizes_across(profiles: &[Profile]) -> Vec<Measure> {
    let sized: Vec<(&Profile, f64)> = profiles
        .iter()
        .filter(|p| p.numeric() > 0.5)
        .filter_map(|p| Some((p, parse(&p.name, Style::Point, false).value().filter(|v| *v >= 0.0)?)))
        .collect();
    if sized.len() < 4 || sized.windows(2).any(|w| w[0].1 >= w[1].1) {
        return Vec::new();
    }
    sized
        .into_iter()
        .map(|(p, size)| Measure {
            column: p.name.clone(),
            metric: "value".into(),
            size: Some(size),
            ..Measure::default()
        })
        .collect()
}

/// The way a wide table of unnamed values goes: down where most rows fall from the first size to the last.
#[must_use]
pub fn falls(profiles: &[Profile], measures: &[Measure]) -> bool {
    let of = |m: Option<&Measure>| m.and_then(|m| profiles.iter().find(|p| p.name == m.column));
    let (Some(first), Some(last)) = (of(measures.first()), of(measures.last())) else { return false };
    let pairs: Vec<bool> = first.values.iter().zip(&last.values).map(|(a, b)| b < a).collect();
    pairs.iter().filter(|f| **f).count() * 2 > pairs.len()
}

/// Weights & Biases panel exports: `run - metric`, with `__MIN` and `__MAX` beside. Run names may hold ` - ` too.
#[must_use]
pub fn panels(profiles: &[Profile]) -> Vec<Measure> {
    profiles
        .iter()
        .filter(|p| !p.name.ends_with("__MIN") && !p.name.ends_with("__MAX"))
        .filter_map(|p| {
            let (run, metric) = p.name.rsplit_once(" - ")?;
            let paired = profiles.iter().any(|q| q.name == format!("{}__MIN", p.name));
            let fits = !run.is_empty() && (paired || words::is_metric(metric)) && p.numeric() > 0.5;
            fits.then(|| Measure {
                column: p.name.clone(),
                metric: metric.to_owned(),
                series: Some(run.to_owned()),
                direction: words::usual_direction(metric),
                ..Measure::default()
            })
        })
        .collect()
}

/// The columns of the standard error and of the standard deviation of a column of values, by their names.
#[must_use]
pub fn companions(p: &Profile, profiles: &[Profile]) -> (Option<String>, Option<String>) {
    let stem = p.key.strip_suffix("_mean").unwrap_or(&p.key);
    let named = |endings: &[&str]| {
        let of =
            |q: &&Profile| endings.iter().any(|e| q.key == format!("{stem}{e}") || q.key == format!("{}{e}", p.key));
        profiles.iter().find(of).map(|q| q.name.clone())
    };
    (named(ERRORS), named(SPREADS))
}

/// Columns whose names are metrics, each with the columns of its standard error or deviation. `taken` names the
/// columns that already play a role.
#[must_use]
pub fn metrics(profiles: &[Profile], taken: &[&str]) -> Vec<Measure> {
    // "size, empathy, stderr": with one metric an error that names no metric is that one's.
    let lone = |names: &[&str]| {
        let free =
            |p: &&Profile| !taken.contains(&p.name.as_str()) && names.contains(&p.key.as_str()) && p.numeric() > 0.5;
        profiles.iter().find(free).map(|p| p.name.clone())
    };
    let belongs = |p: &Profile| [ERRORS, SPREADS, OTHERS].iter().any(|list| list.iter().any(|e| p.key.ends_with(e)));
    let mut found: Vec<Measure> = profiles
        .iter()
        .filter(|p| !taken.contains(&p.name.as_str()) && !p.values.is_empty() && p.numeric() > 0.5)
        .filter(|p| {
            !belongs(p)
                && words::is_metric(&p.base)
                && !matches!(p.base.as_str(), "duplication" | "duplicates" | "score")
        })
        .map(|p| {
            let stem = p.name.strip_suffix("_mean").unwrap_or(&p.name);
            let percent = p.scale.or_else(|| super::looks_like_percent(p, &metric_id(stem)).then_some(0.01));
            Measure {
                column: p.name.clone(),
                metric: if p.scale.is_some() { p.base.clone() } else { stem.to_owned() },
                direction: words::usual_direction(&p.base),
                scale: percent,
                se: companions(p, profiles).0,
                sd: companions(p, profiles).1,
                ..Measure::default()
            }
        })
        .collect();
    if let [only] = found.as_mut_slice()
        && only.se.is_none()
        && only.sd.is_none()
    {
        only.se = lone(&["se", "stderr", "std_err", "sem", "standard_error", "std_error"]);
        only.sd = if only.se.is_none() { lone(&["std", "sd", "stddev", "stdev", "standard_deviation"]) } else { None };
    }
    found
}
