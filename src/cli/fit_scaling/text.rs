//! The result of `headroom fit scaling` for people.

use crate::data::{Level, visible};
use crate::fit::scaling::{Interval, ScalingFit, SideBySide};
use std::fmt::Write;

/// A report of a few lines.
pub(super) fn write(fit: &ScalingFit, side_by_side: Option<&SideBySide>) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} law, {}: {} runs, {} model sizes, objective {}, {} of {} starts at the best",
        fit.law,
        fit.penalty.label(),
        fit.n,
        fit.models,
        fit.objective.map_or("none".to_owned(), |v| format!("{v:.9e}")),
        fit.starts_at_best,
        fit.starts
    );
    for (name, value) in &fit.params {
        let error = fit.standard_errors.get(name).map_or(String::new(), |e| format!(" ± {}", number(*e)));
        let _ = writeln!(out, "  {name:<9} {}{error}{}", number(*value), interval(fit.intervals.get(name), fit.level));
    }
    for s in &fit.series {
        let params: Vec<String> = s.params.iter().map(|(k, v)| format!("{k} {}", number(*v))).collect();
        let rmsd = s.rmsd_log.map_or("no fit".to_owned(), |r| format!("rmsd of log loss {r:.6}"));
        let _ = writeln!(out, "  {}: {rmsd}; {}", visible(&s.id), params.join(", "));
    }
    if let Some(mean) = fit.mean_rmsd_log {
        let _ = writeln!(out, "mean rmsd of log loss {mean:.6}");
    }
    for m in fit.local_minima.iter().skip(1) {
        let params: Vec<String> = m.params.iter().map(|(k, v)| format!("{k} {}", number(*v))).collect();
        let _ = writeln!(out, "other minimum: {:.9e} ({} starts) at {}", m.objective, m.starts, params.join(", "));
        if let Some(published) = &m.published {
            let _ = writeln!(out, "  holds {published}");
        }
    }
    for f in &fit.frontier {
        let _ = writeln!(
            out,
            "at {:.3e} FLOP: N {}, D {}, {} tokens per parameter{}, loss {:.4}",
            f.c,
            number(f.n),
            number(f.d),
            number(f.tokens_per_parameter),
            interval(f.intervals.get("tokens_per_parameter"), fit.level),
            f.loss
        );
    }
    if let Some(s) = side_by_side {
        for own in &s.own {
            let ratios: Vec<String> = own.advice.iter().map(|a| number(a.optimum.tokens_per_parameter)).collect();
            let _ = writeln!(out, "tokens per parameter, {}: {}", own.name, ratios.join(", "));
        }
        for (budget, range) in s.budgets.iter().zip(&s.published_range) {
            if let Some((low, high)) = range {
                let _ =
                    writeln!(out, "published constants at {budget:.3e} FLOP: {} to {}", number(*low), number(*high));
            }
        }
    }
    for d in &fit.diagnostics {
        let word = match d.level {
            Level::Info => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let _ = writeln!(out, "{word}: {d}");
    }
    out.truncate(out.trim_end().len());
    out
}

fn number(v: f64) -> String {
    if v != 0.0 && !(1e-3..1e5).contains(&v.abs()) { format!("{v:.4e}") } else { format!("{v:.5}") }
}

fn interval(ends: Option<&Interval>, level: f64) -> String {
    ends.map_or(String::new(), |[low, high]| {
        format!(" ({:.0} %: {} to {})", 100.0 * level, number(*low), number(*high))
    })
}
