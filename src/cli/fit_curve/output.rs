//! The result of `headroom fit curve` as stable JSON or as text.

use super::{Arguments, Series};
use crate::analysis::readout::finding::range;
use crate::data::Diagnostic;
use crate::data::units::{chance, compact, score};
use serde::Serialize;
use serde_json::{Map, Value};

#[derive(Serialize)]
pub(super) struct Report {
    series: Vec<Entry>,
    /// What there is to say about the file.
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    /// Metric and series, as `inspect` shows them.
    label: String,
    n: usize,
    last_seen: crate::fit::Seen,
    models: Vec<Model>,
    forecast: Vec<Forecast>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<crate::fit::Requirement>,
    /// Plans of collecting in rounds, with --rounds; absent where the target is met or next to impossible.
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<Collection>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Collection {
    #[serde(flatten)]
    plans: crate::fit::CollectionPlans,
    /// Price of one more record; unknown without --price.
    price: Option<f64>,
    /// Expected cost of each plan, in the same order; unknown without a price.
    expected_cost: Option<Vec<f64>>,
}

#[derive(Serialize)]
struct Model {
    id: String,
    params: Map<String, Value>,
    sse: Option<f64>,
    aicc: Option<f64>,
    weight: f64,
    termination: crate::fit::Termination,
}

#[derive(Serialize)]
struct Forecast {
    at: f64,
    median: f64,
    lower: f64,
    upper: f64,
    mean_lower: f64,
    mean_upper: f64,
    level: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability_gain: Option<f64>,
    /// How often 90 % intervals held on curves like this one at this distance; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    experience: Option<crate::fit::Experience>,
    /// The same in words, for text.
    #[serde(skip)]
    words: (String, String),
}

pub(super) fn report(series: &[Series], diagnostics: Vec<Diagnostic>, arguments: &Arguments) -> Report {
    Report { series: series.iter().map(|s| entry(s, arguments)).collect(), diagnostics }
}

fn entry(series: &Series, a: &Arguments) -> Entry {
    let fit = &series.fit;
    let models = fit
        .models
        .iter()
        .map(|m| Model {
            id: m.id.clone(),
            params: m.named().into_iter().map(|(k, v)| (k, Value::from(v))).collect(),
            sse: m.sse,
            aicc: m.aicc,
            weight: m.weight,
            termination: m.termination,
        })
        .collect();
    let forecast = series
        .at
        .iter()
        .filter_map(|size| {
            let p = fit.at(*size, None, a.level)?;
            Some(Forecast {
                at: *size,
                median: p.median,
                lower: p.lower,
                upper: p.upper,
                mean_lower: p.mean_lower,
                mean_upper: p.mean_upper,
                level: p.level,
                probability_gain: a.gain.and_then(|delta| fit.probability_gain(*size, delta)),
                experience: fit.experience(*size),
                words: fit.experience_words(*size),
            })
        })
        .collect();
    Entry {
        id: fit.id.clone(),
        label: series.label.clone(),
        n: fit.n,
        last_seen: fit.last_seen,
        models,
        forecast,
        requirement: a.target.map(|t| fit.requirement(t, a.requirement_level, a.max_factor)),
        collection: collection(fit, a),
        diagnostics: fit.diagnostics.clone(),
    }
}

fn collection(fit: &crate::fit::CurveFit, a: &Arguments) -> Option<Collection> {
    let (target, rounds) = (a.target?, a.rounds?);
    if fit.meets(target) {
        return None;
    }
    let plans = fit.collection_plans(target, a.chance, rounds.into(), a.max_factor)?;
    let expected_cost = a.price.map(|price| plans.plans.iter().map(|p| p.expected * price).collect());
    Some(Collection { plans, price: a.price, expected_cost })
}

impl Report {
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_else(|e| format!("{{\"error\":\"{e}\"}}"))
    }
    pub(super) fn to_text(&self) -> String {
        let mut out = Vec::new();
        for s in &self.series {
            out.push(format!("{}: {} sizes, last {} at {}", s.id, s.n, score(s.last_seen.y), compact(s.last_seen.x)));
            for f in &s.forecast {
                let gain =
                    f.probability_gain.map_or(String::new(), |p| format!(", probability of the gain {}", chance(p)));
                out.push(format!(
                    "  at {}: {} ({:.0} % interval of the measured value {} to {}){gain}",
                    compact(f.at),
                    score(f.median),
                    100.0 * f.level,
                    score(f.lower),
                    score(f.upper)
                ));
                if f.at > s.last_seen.x {
                    out.push(format!("    on curves like this: {}. {}", f.words.0, f.words.1));
                }
            }
            if let Some(r) = &s.requirement {
                let within = compact(r.within.1);
                out.push(match (r.median, r.lower, r.upper) {
                    (Some(m), lower, upper) if r.met => {
                        let spread = range(lower, upper).filter(|_| lower != upper);
                        let spread = spread.map_or(String::new(), |s| format!(" ({:.0} % range {s})", 100.0 * r.level));
                        format!(
                            "  {} is met within the sizes measured, at about {}{spread}",
                            score(r.target),
                            compact(m)
                        )
                    }
                    (Some(m), Some(l), Some(u)) => format!(
                        "  {} is reached within {within} with probability {}; then at {} ({:.0} % range {} to {})",
                        score(r.target),
                        chance(r.probability_reachable),
                        compact(m),
                        100.0 * r.level,
                        compact(l),
                        compact(u)
                    ),
                    _ => format!("  {} is next to impossible within {within}", score(r.target)),
                });
            }
            for (i, plan) in s.collection.iter().flat_map(|c| c.plans.plans.iter().enumerate()) {
                let sizes: Vec<String> = plan.sizes.iter().map(|q| compact(*q)).collect();
                let cost = s.collection.as_ref().and_then(|c| c.expected_cost.as_ref()?.get(i).copied());
                out.push(format!(
                    "  in {} round{}: to {}; {} more expected{}, target met with probability {}",
                    i + 1,
                    if i == 0 { "" } else { "s" },
                    sizes.join(", "),
                    compact(plan.expected),
                    cost.map_or(String::new(), |c| format!(", costing {}", compact(c))),
                    chance(plan.met.last().copied().unwrap_or(0.0))
                ));
            }
            for d in &s.diagnostics {
                out.push(format!("  {d}"));
            }
        }
        out.iter().map(|line| super::super::plain(line)).collect::<Vec<_>>().join("\n")
    }
}
