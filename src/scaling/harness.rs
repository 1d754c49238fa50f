//! What must hold for every law and every published set, and the reference values.

use super::laws::{data_constrained, fine_tuning, preference, quality, transfer, utility};
use super::*;
use crate::num::math::{exp, ln};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/fixtures/scaling_vectors.json")).unwrap()
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs().max(1e-300), "found {found}, expected {expected}");
}

fn f(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// Points within every law's domain.
fn points() -> Vec<Point> {
    let mut out = Vec::new();
    for n in [1e8, 2.81e9, 7e10] {
        for d in [1e6, 5.5e10, 1.4e12] {
            for share in [1.0, 0.25, 0.023] {
                for q in [1.0, 0.6] {
                    out.push(Point::new(n, d).unique(d * share).quality(q).kl(ln(d) / 3.0));
                }
            }
        }
    }
    out
}

#[test]
fn every_law_is_documented_and_registered_once() {
    for (i, law) in LAWS.iter().enumerate() {
        assert!(LAWS[..i].iter().all(|l| l.id() != law.id()));
        for text in [law.name(), law.formula(), law.source(), law.caveat()] {
            assert!(text.len() > 5, "{}", law.id());
        }
        assert!(law.source().contains("arXiv"));
        assert_eq!(law.example().len(), law.parameters().len(), "{}", law.id());
        assert!(!law.inputs().is_empty());
        for (j, p) in law.parameters().iter().enumerate() {
            assert!(!p.meaning.is_empty() && !p.unit.is_empty());
            assert!(law.parameters()[..j].iter().all(|o| o.id != p.id));
        }
    }
}

#[test]
fn every_published_set_fits_its_law_and_says_what_is_wrong_with_it() {
    let mut seen = std::collections::BTreeSet::new();
    for set in constants::all() {
        assert!(seen.insert(set.id), "{} twice", set.id);
        let law = law(set.law).unwrap_or_else(|| panic!("{}", set.law));
        assert_eq!(set.values.len(), law.parameters().len(), "{}", set.id);
        assert!(set.standard_errors.is_none_or(|s| s.len() == set.values.len()));
        assert!(!set.caveats.is_empty() && !set.source.is_empty());
        for at in points() {
            assert!(law.value(set.values, &at).is_finite(), "{} at {at:?}", set.id);
        }
    }
    for law in LAWS {
        assert!(published_for(law.id()).next().is_some(), "{} has no constants", law.id());
    }
}

#[test]
fn every_gradient_agrees_with_differences() {
    for law in LAWS {
        for at in points() {
            let theta = law.example();
            let mut analytic = vec![f64::NAN; theta.len()];
            law.gradient(theta, &at, &mut analytic);
            for i in 0..theta.len() {
                let h = 1e-6 * theta[i].abs().max(1e-3);
                let (mut up, mut down) = (theta.to_vec(), theta.to_vec());
                up[i] += h;
                down[i] -= h;
                let numeric = (law.value(&up, &at) - law.value(&down, &at)) / (2.0 * h);
                let scale = law.value(theta, &at).abs() / theta[i].abs().max(1e-3);
                let gap = (analytic[i] - numeric).abs();
                assert!(
                    gap <= 1e-5 * numeric.abs() + 1e-8 * scale,
                    "{} {i} at {at:?}: {} {numeric}",
                    law.id(),
                    analytic[i]
                );
            }
        }
    }
}

#[test]
fn losses_fall_with_size_data_and_quality() {
    for set in constants::all() {
        let law = law(set.law).unwrap();
        if law.output() == Output::Reward {
            continue;
        }
        let sign = if law.output() == Output::Data { -1.0 } else { 1.0 };
        for at in points() {
            let here = law.value(set.values, &at);
            let mut others = vec![Point { n: at.n * 1.5, ..at }, Point { d: at.d * 1.5, ..at }];
            others.push(Point { unique: at.unique.map(|u| (u * 1.5).min(at.d)), ..at });
            others.push(Point { quality: at.quality.map(|q| (q * 1.1).min(1.0)), ..at });
            for other in others {
                let there = law.value(set.values, &other);
                assert!(sign * (there - here) <= 1e-9 * here.abs(), "{} {at:?} {other:?}: {here} {there}", set.id);
            }
        }
    }
}

#[test]
fn chinchilla_losses_and_frontiers_match_the_reference() {
    for (_, set) in vectors()["loss_and_frontier"]["sets"].as_object().unwrap() {
        let p = &set["params"];
        let law = Chinchilla { e: f(p, "E"), a: f(p, "A"), b: f(p, "B"), alpha: f(p, "alpha"), beta: f(p, "beta") };
        for v in set["loss"].as_array().unwrap() {
            close(law.loss(f(v, "N"), f(v, "D")), f(v, "L"), 1e-12);
        }
        for v in set["frontier"].as_array().unwrap() {
            let o = law.optimum(f(v, "C"));
            close(law.g(), f(v, "G"), 1e-11);
            close(law.size_exponent(), f(v, "a"), 1e-13);
            close(law.data_exponent(), f(v, "b"), 1e-13);
            close(o.n, f(v, "N"), 1e-10);
            close(o.d, f(v, "D"), 1e-10);
            close(o.tokens_per_parameter, f(v, "ratio"), 1e-10);
            close(o.loss, f(v, "L"), 1e-12);
            close(law.compute_for_params(o.n), o.c, 1e-9);
            close(law.compute_for_tokens(o.d), o.c, 1e-9);
            close(law.compute_for_loss(o.loss).unwrap(), o.c, 1e-8);
            close(law.tokens_for_params(o.n), o.d, 1e-9);
            close(law.params_for_tokens(o.d), o.n, 1e-9);
            close(law.tokens_for_loss(o.loss, o.n).unwrap(), o.d, 1e-8);
            close(law.params_for_loss(o.loss, o.d).unwrap(), o.n, 1e-8);
            close(law.gain_of_doubling(o.d), law.loss(o.n, o.d) - law.loss(o.n, 2.0 * o.d), 1e-9);
            assert!(law.compute_for_loss(law.e).is_none() && law.tokens_for_loss(law.e, o.n).is_none());
        }
    }
}

#[test]
fn repeats_match_the_reference() {
    let all = vectors();
    let theta = constants::MUENNIGHOFF;
    let base = Chinchilla::from_slice(theta).unwrap();
    for v in all["data_constrained"]["vectors"].as_array().unwrap() {
        let (n, d, u) = (f(v, "N"), f(v, "D"), f(v, "U"));
        let w = data_constrained::worth(&base, theta[5], theta[6], n, d, u);
        close(w.useful_params, f(v, "U_N"), 1e-10);
        close(w.effective_params, f(v, "N_eff"), 1e-10);
        close(w.effective_tokens, f(v, "D_eff"), 1e-10);
        let at = Point::new(n, d).unique(u);
        close(law("data-constrained").unwrap().value(theta, &at), f(v, "L"), 1e-11);
    }
    for (epochs, worth) in all["data_constrained"]["D_eff_over_U"].as_object().unwrap() {
        let epochs: f64 = epochs.parse().unwrap();
        close(data_constrained::effective_tokens(epochs * 1e9, 1e9, theta[5]) / 1e9, worth.as_f64().unwrap(), 1e-12);
    }
    let best = &all["data_constrained"]["continuous_optimum"];
    let found = base.repeated_optimum(1e22, 25e9, theta[5], theta[6]).unwrap();
    close(found.at.loss, f(best, "L"), 1e-11);
    close(found.at.d, f(best, "D"), 1e-5);
    close(found.at.n, f(best, "N"), 1e-5);
}

#[test]
fn quality_and_utility_match_the_reference() {
    let all = vectors();
    for v in all["quality"]["subramanyam"]["vectors"].as_array().unwrap() {
        let (beta, gamma) = (f(v, "beta"), f(v, "gamma"));
        let theta = [f(v, "E"), 0.0, f(v, "B"), 0.3, beta, gamma];
        let at = Point::new(1e9, f(v, "D")).quality(f(v, "Q"));
        close(law("quality").unwrap().value(&theta, &at), f(v, "L"), 1e-12);
        close(quality::effective_tokens(at.d, f(v, "Q"), beta, gamma), f(v, "D_eff"), 1e-12);
        let factor = quality::records_factor(0.8, 0.01, beta, gamma);
        let better = quality::effective_tokens(at.d, 0.81, beta, gamma);
        close(quality::effective_tokens(at.d * factor, 0.8, beta, gamma), better, 1e-12);
    }
    for v in all["quality"]["goyal"]["vectors"].as_array().unwrap() {
        let (samples, epoch) = (f(v, "samples"), f(v, "samples_per_epoch"));
        if let Some(b) = v["b"].as_array() {
            let tau = v["tau"].as_array().unwrap();
            let of = |i: usize| (b[i].as_f64().unwrap(), tau[i].as_f64().unwrap());
            let (a, d, p) = (f(v, "a"), f(v, "d"), b.len() as f64);
            // The vector's half-lives are already multiplied by the number of buckets.
            let buckets: Vec<_> = (0..b.len()).map(of).collect();
            close(utility::published_code(a, d, &buckets, samples, epoch), f(v, "code"), 1e-12);
            let apart: Vec<_> = buckets.iter().map(|(b, tau)| (*b, tau / p)).collect();
            let without = utility::mixture(a, 0.0, &apart, samples, epoch);
            close(utility::published_code(a, 0.0, &buckets, samples, epoch), without, 1e-12);
            continue;
        }
        let theta = [f(v, "a"), f(v, "b"), f(v, "tau"), f(v, "d")];
        let at = Point::new(1.0, samples).unique(epoch);
        close(law("effective-utility").unwrap().value(&theta, &at), f(v, "paper_form_effective_utility"), 1e-12);
        let code = utility::published_code(theta[0], theta[3], &[(theta[1], theta[2])], samples, epoch);
        close(code, f(v, "code_effective_utility"), 1e-12);
    }
}

#[test]
fn fine_tuning_and_transfer_match_the_reference() {
    let all = vectors();
    for v in all["finetuning"]["zhang"]["vectors"].as_array().unwrap() {
        let (Some(x), Some(d)) = (v["X"].as_f64(), v["Df"].as_f64()) else { continue };
        let theta = [f(v, "E"), f(v, "A"), f(v, "alpha"), f(v, "beta")];
        close(law("fine-tuning").unwrap().value(&theta, &Point::new(x, d)), f(v, "L"), 1e-12);
    }
    for v in all["finetuning"]["rectified"]["vectors"].as_array().unwrap() {
        let theta = [f(v, "B"), f(v, "D_l"), f(v, "beta"), f(v, "E")];
        for (d, l) in v["pred"].as_object().unwrap() {
            let at = Point::new(1.0, d.parse().unwrap());
            close(law("rectified").unwrap().value(&theta, &at), l.as_f64().unwrap(), 1e-10);
        }
    }
    for v in all["finetuning"]["hernandez"]["vectors"].as_array().unwrap() {
        let theta = [f(v, "k"), f(v, "alpha"), f(v, "beta")];
        let at = Point::new(f(v, "N"), f(v, "D_F"));
        close(law("transfer").unwrap().value(&theta, &at), f(v, "D_T"), 1e-12);
        close(transfer::multiplier(&theta, &at), f(v, "multiplier"), 1e-12);
    }
    let (full, prompt) = ((1.2e5, 0.52, 0.15), (3.9e3, 0.4, 0.051));
    let scale = fine_tuning::critical_size(full, prompt, 1.0).unwrap();
    close(scale, 1.08e15, 0.01);
    close(ln(fine_tuning::critical_size(full, prompt, exp(1.0)).unwrap() / scale), -1.2121, 1e-4);
}

#[test]
fn preference_matches_the_reference() {
    for v in vectors()["preference"]["gao"]["vectors"].as_array().unwrap() {
        if let Some(n) = v["n"].as_f64() {
            close(preference::best_of_n_divergence(n), f(v, "KL_bon"), 1e-12);
            continue;
        }
        let theta = [f(v, "alpha"), f(v, "beta")];
        let at = Point::default().kl(f(v, "KL"));
        close(law("best-of-n").unwrap().value(&theta, &at), f(v, "R_bon"), 1e-12);
        close(law("rl").unwrap().value(&theta, &at), f(v, "R_rl"), 1e-12);
        let peak = preference::best_of_n_peak(theta[0], theta[1]).unwrap();
        close(peak.0, f(v, "bon_peak_d"), 1e-12);
        close(peak.1, f(v, "bon_peak_R"), 1e-12);
        let peak = preference::reinforcement_peak(theta[0], theta[1]).unwrap();
        close(peak.0, f(v, "rl_peak_d"), 1e-11);
        close(peak.1, f(v, "rl_peak_R"), 1e-11);
    }
}

#[test]
fn the_same_points_give_very_different_advice() {
    let s = compare::sensitivity(5.76e23, &[]);
    let (low, high) = s.tokens_per_parameter.unwrap();
    assert!(low < 6.0 && high > 92.0, "{low} {high}");
    let of = |id: &str| s.advice.iter().find(|a| a.id == id).unwrap().optimum.tokens_per_parameter;
    close(of("besiroglu-huber"), 17.9, 0.005);
    close(of("besiroglu"), 18.336_507_91, 1e-9);
    close(of("besiroglu-squares"), 10.4, 0.01);
    close(of("chinchilla-package"), 5.7, 0.02);
}

#[test]
fn the_readout_is_consistent() {
    let law = Chinchilla::from_slice(published("besiroglu").unwrap().values).unwrap();
    let one = WhatIf { params: 7e10, unique_tokens: 1.4e12, ..WhatIf::default() };
    let r = readout(&law, &one).unwrap();
    close(r.loss, law.loss(7e10, 1.4e12), 1e-13);
    close(r.effective_tokens, 1.4e12, 1e-13);
    close(r.gain_of_doubling_data, law.gain_of_doubling(1.4e12), 1e-9);
    let four = readout(&law, &WhatIf { epochs: 4.0, ..one }).unwrap();
    assert!(
        four.loss < r.loss && four.worth_of_a_token < 1.0 && four.gain_of_one_more_epoch < r.gain_of_one_more_epoch
    );
    let dirty = readout(&law, &WhatIf { quality: 0.8, ..one }).unwrap();
    assert!(dirty.loss > r.loss && dirty.records_worth_of_a_quality_point.unwrap() > 1.0);
    assert!(readout(&law, &WhatIf { quality: 1.2, ..one }).is_none());
    assert!(readout(&law, &WhatIf { params: f64::NAN, ..one }).is_none());
}
