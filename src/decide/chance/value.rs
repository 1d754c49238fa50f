//! Value of information: what knowing more before deciding is worth.
//!
//! From a matrix of net benefits (draws × options):
//! EVPI = E[max over options] − max over options of E (Raiffa & Schlaifer 1961). EVPPI of one input and EVSI of one
//! measurement by regressing the options' benefits on that input (or on the simulated measurement) and letting the
//! regression choose the option (Strong & Oakley 2013, doi:10.1177/0272989X12465755; Strong, Oakley, Brennan & Breeze 2015,
//! doi:10.1177/0272989X15575286). The choice is made on one half of the draws and valued on the other, so that chance
//! alone earns nothing.

use super::options::{Candidate, candidates};
use super::studies::{STUDIES, Situation, Study, items, raters};
use super::world::{Draw, World};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;
use crate::num::linear::solve_spd;
use crate::num::normal;
use serde::{Deserialize, Serialize};

/// Expected value of perfect information.
#[must_use]
pub fn evpi(benefit: &[Vec<f64>]) -> f64 {
    let n = benefit.len().max(1) as f64;
    let best_each: f64 = benefit.iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).sum();
    (best_each / n - best_mean(benefit).1).max(0.0)
}

fn best_mean(benefit: &[Vec<f64>]) -> (usize, f64) {
    let options = benefit.first().map_or(0, Vec::len);
    let mean = |o: usize| benefit.iter().map(|row| row[o]).sum::<f64>() / benefit.len().max(1) as f64;
    (0..options).map(|o| (o, mean(o))).fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
}

/// Expected value of knowing `signal` (one number a draw) before choosing, and its Monte Carlo standard error: EVPPI for
/// an input, EVSI for a measurement.
///
/// The expected advantage of each option over the blind best is fitted as a cubic in the normal score of the signal
/// (least squares); the choice that follows is valued on draws that the fit has not seen.
#[must_use]
pub fn value_of_signal(benefit: &[Vec<f64>], signal: &[f64]) -> (f64, f64) {
    let options = benefit.first().map_or(0, Vec::len);
    let n = benefit.len().min(signal.len());
    if options < 2 || n < 64 {
        return (0.0, 0.0);
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| signal[a].total_cmp(&signal[b]).then(a.cmp(&b)));
    let mut score = vec![0.0; n];
    for (rank, &i) in order.iter().enumerate() {
        score[i] = normal::quantile((rank as f64 + 0.5) / n as f64);
    }
    let mut gains = Vec::with_capacity(n);
    for half in 0..2 {
        let learn: Vec<usize> = order.iter().copied().skip(half).step_by(2).collect();
        let judge: Vec<usize> = order.iter().copied().skip(1 - half).step_by(2).collect();
        let mean = |o: usize| learn.iter().map(|&i| benefit[i][o]).sum::<f64>();
        let blind = (0..options).fold(0, |best, o| if mean(o) > mean(best) { o } else { best });
        let fits: Vec<Option<Vec<f64>>> = (0..options)
            .map(|o| if o == blind { None } else { cubic(&learn, &score, &|i| benefit[i][o] - benefit[i][blind]) })
            .collect();
        for i in judge {
            let advantage = |fit: &Vec<f64>| fit.iter().rev().fold(0.0, |sum, c| sum * score[i] + c);
            let mut choice = (blind, 0.0);
            for (o, fit) in fits.iter().enumerate() {
                if let Some(a) = fit.as_ref().map(advantage)
                    && a > choice.1
                {
                    choice = (o, a);
                }
            }
            gains.push(benefit[i][choice.0] - benefit[i][blind]);
        }
    }
    let mean = gains.iter().sum::<f64>() / n as f64;
    let error = (gains.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / n as f64).sqrt() / (n as f64).sqrt();
    (mean.max(0.0), error)
}

/// Least-squares cubic of `value` in `score` over the draws `ids`.
fn cubic(ids: &[usize], score: &[f64], value: &dyn Fn(usize) -> f64) -> Option<Vec<f64>> {
    let (mut a, mut b) = (vec![0.0; 16], vec![0.0; 4]);
    for &i in ids {
        let x = score[i];
        let powers = [1.0, x, x * x, x * x * x];
        for r in 0..4 {
            b[r] += powers[r] * value(i);
            for c in 0..4 {
                a[4 * r + c] += powers[r] * powers[c];
            }
        }
    }
    solve_spd(&a, &b)
}

/// One possible next measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Kind of measurement.
    #[serde(default)]
    pub study: String,
    /// What to measure.
    pub label: String,
    /// Metric it is about, where it is about one.
    pub metric: Option<String>,
    /// Expected value of the measurement, in the currency.
    pub value: f64,
    /// Its cost; `None` where a price is missing.
    pub cost: Option<f64>,
    /// Value less cost.
    pub net: Option<f64>,
}

/// What measuring is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueOfInformation {
    /// True where values could be computed (prices and a measured target exist).
    pub known: bool,
    /// Why not, where not.
    pub because: Option<String>,
    /// Best option as things stand, with its expected net benefit.
    pub best: Option<(String, f64)>,
    /// Expected value of perfect information.
    pub evpi: f64,
    /// Value of knowing one input perfectly: name, value.
    pub evppi: Vec<(String, f64)>,
    /// Next measurements, best net benefit first; of each kind and subject the size with the best.
    pub next: Vec<Measurement>,
    /// What is not valued, and why.
    pub notes: Vec<String>,
    /// "Measure this first" or "stop measuring, decide", with the reason.
    pub recommendation: String,
    /// Draws.
    pub draws: usize,
}

/// A value that Monte Carlo error cannot tell from nothing is nothing.
fn told((value, error): (f64, f64)) -> f64 {
    if value > 2.0 * error { value } else { 0.0 }
}

/// Values the next measurements.
///
/// # Errors
/// Why nothing can be valued.
pub(super) fn values(
    ctx: &Context<'_>,
    decision: &Decision,
    world: &World,
    sample: &[Draw],
) -> Result<ValueOfInformation, &'static str> {
    if world.targets.iter().all(|t| t.value.is_none()) {
        return Err("no target metric was measured");
    }
    let list: Vec<Candidate> = candidates(ctx, decision, world)
        .into_iter()
        .filter(|c| c.not_estimated().is_none() && c.cost(&world.expected).is_some())
        .collect();
    if list.len() < 2 {
        return Err("fewer than two options have a price and an estimated effect");
    }
    let value = ctx.assume("value_of_success");
    let benefit: Vec<Vec<f64>> = sample
        .iter()
        .map(|d| {
            list.iter()
                .map(|c| {
                    let met = world.success_at(d, c.more(world, d));
                    let gain = if met { value } else { 0.0 };
                    gain - c.cost(&d.prices).map_or(0.0, |cost| cost.total())
                })
                .collect()
        })
        .collect();
    let worth = |seen: &dyn Fn(&Draw) -> f64| {
        let signal: Vec<f64> = sample.iter().map(seen).collect();
        told(value_of_signal(&benefit, &signal))
    };
    let (mut evppi, mut next, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    let situation = Situation { ctx, world };
    let of = |study: &&dyn Study, notes: &mut Vec<String>| {
        study.questions(situation, notes).into_iter().map(|q| (study.id(), q)).collect::<Vec<_>>()
    };
    for (study, question) in STUDIES.iter().flat_map(|s| of(s, &mut notes)).collect::<Vec<_>>() {
        let certain = worth(&question.truth);
        notes.extend(question.not_sized);
        evppi.push((question.input, certain));
        // No study tells more than the truth: where that is worth nothing, neither is any size.
        let sizes = question.sizes.into_iter().map(|size| {
            let value = if certain > 0.0 { worth(&size.seen).min(certain) } else { 0.0 };
            let net = size.cost.map(|c| value - c);
            Measurement {
                study: study.to_owned(),
                label: size.label,
                metric: question.metric.clone(),
                value,
                cost: size.cost,
                net,
            }
        });
        let key = |m: &Measurement| m.net.unwrap_or(m.value);
        next.extend(sizes.reduce(|best, m| if key(&m) > key(&best) { m } else { best }));
    }
    // A score and the raters' error make the true value: to know it is worth no less than to know either.
    let targets = world.targets.iter().enumerate();
    for (k, t) in targets.filter(|(_, t)| t.value.is_some() && t.se > 0.0 && t.rater_error > 0.0) {
        let name = t.label.to_lowercase();
        let parts = [items::input(&name), raters::input(&name)];
        let known = evppi.iter().filter(|e: &&(String, f64)| parts.contains(&e.0)).map(|e| e.1);
        let whole = known.fold(worth(&|d| d.values[k]), f64::max);
        evppi.push((format!("true value of {name}"), whole));
    }
    evppi.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    next.sort_by(|a, b| {
        let key = |m: &Measurement| m.net.unwrap_or(f64::NEG_INFINITY);
        key(b).total_cmp(&key(a)).then_with(|| a.label.cmp(&b.label))
    });
    let (best, expected) = best_mean(&benefit);
    Ok(ValueOfInformation {
        known: true,
        because: None,
        best: list.get(best).map(|c| (c.label.clone(), expected)),
        evpi: evpi(&benefit),
        evppi,
        next,
        notes,
        recommendation: String::new(),
        draws: sample.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::stream::Stream;

    /// Two options, benefits 0 and θ ~ N(μ, σ²): EVPI = σ·φ(μ/σ) − |μ|·Φ(−|μ|/σ) (unit normal linear loss,
    /// Raiffa & Schlaifer 1961).
    fn closed(mu: f64, sigma: f64) -> f64 {
        let z = mu.abs() / sigma;
        sigma * normal::density(z) - mu.abs() * normal::cdf(-z)
    }

    #[test]
    fn perfect_and_sample_information_match_the_normal_closed_forms() {
        let (mu, sigma, noise) = (0.4, 1.0, 0.8);
        let n = 20_000;
        let mut benefit = Vec::new();
        let (mut theta, mut seen) = (Vec::new(), Vec::new());
        for i in 0..n {
            let mut s = Stream::new(7, i);
            let t = mu + sigma * s.normal();
            benefit.push(vec![0.0, t]);
            theta.push(t);
            seen.push(t + noise * s.normal());
        }
        assert!((evpi(&benefit) - closed(mu, sigma)).abs() < 0.01, "{}", evpi(&benefit));
        let evppi = value_of_signal(&benefit, &theta).0;
        assert!((evppi - closed(mu, sigma)).abs() < 0.015, "{evppi}");
        // Preposterior standard deviation of the mean: σ²/√(σ²+noise²).
        let pre = sigma * sigma / (sigma * sigma + noise * noise).sqrt();
        let evsi = value_of_signal(&benefit, &seen).0;
        assert!((evsi - closed(mu, pre)).abs() < 0.015, "{evsi} {}", closed(mu, pre));
    }

    #[test]
    fn a_signal_of_nothing_is_worth_nothing() {
        let benefit: Vec<Vec<f64>> = (0..4000).map(|i| vec![0.1, Stream::new(1, i).normal()]).collect();
        let noise: Vec<f64> = (0..4000).map(|i| Stream::new(2, i).normal()).collect();
        assert!(value_of_signal(&benefit, &noise).0 < 0.02);
    }
}
