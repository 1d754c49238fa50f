//! How much worse a metric has become.

use super::rule::{Rule, parameter};
use crate::data::units;
use crate::decide::change::change;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::decide::today::{Earlier, earlier};
use crate::num::normal;
use crate::policy::{DROP, Gate};

/// `metric_drop`: how much worse a metric is than it was, as a difference or as a share of what it was.
pub struct MetricDrop;

impl Rule for MetricDrop {
    fn id(&self) -> &'static str {
        DROP
    }
    fn help(&self) -> &'static str {
        "How much worse a metric is than in an earlier evaluation, whichever way it improves: pair by pair where both carry the same items, else as two independent measurements."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("metric", "identifier of the metric"),
            ("slice", "only evaluations of this slice; overall ones where absent"),
            (
                "baseline",
                "the run or the time that it is compared with; what is marked `before` or `baseline` where absent",
            ),
            ("relative", "`yes`: as a share of the earlier value, instead of as a difference"),
            ("guard", "with `relative`: an earlier value nearer to 0 than this makes the share unknown"),
            ("run", "which of several runs is judged: `newest` (the default), `best`, or the name of a model or run"),
        ]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let id = match parameter(gate, "metric") {
            Ok(id) => id,
            Err(unknown) => return unknown,
        };
        let spec = ctx.pack.metric(id);
        let what = format!("drop of {}", spec.map_or(id, |m| &m.label).to_lowercase());
        let Earlier { now, before } = match earlier(gate, id, ctx) {
            Ok(pair) => pair,
            Err(because) => return Measurement::unknown(what, because),
        };
        let seen = change(before, now, spec);
        let scale = match scale(gate, before.value) {
            Ok(scale) => scale,
            Err(because) => return Measurement::unknown(what, because),
        };
        let drop = |improvement: f64| if improvement == 0.0 { 0.0 } else { -improvement / scale };
        let to_level = normal::quantile(0.5 + gate.confidence / 2.0) / normal::quantile(0.975);
        let around = |(low, high): (f64, f64)| {
            let at = |end: f64| drop(seen.improvement + (end - seen.improvement) * to_level);
            (at(high), at(low))
        };
        let evidence = [before, now].map(|e| {
            let names = [&e.model, &e.time].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
            let named = if names.is_empty() { String::new() } else { format!(" ({names})") };
            EvidenceRef {
                file: e.file.clone(),
                row: e.row,
                text: format!("{} = {}{named}", e.label, units::score(e.value)),
            }
        });
        Measurement {
            interval: seen.interval.map(around),
            se: seen.interval.map(|(low, high)| (high - low) / (2.0 * normal::quantile(0.975)) / scale),
            n: seen.paired_items.or(now.n),
            because: seen
                .interval
                .is_none()
                .then(|| "judged as if it were exact: of one of the two no standard error is known".to_owned()),
            basis: Some(format!(
                "{} now against {} before, {}",
                units::score(now.value),
                units::score(before.value),
                if seen.paired_items.is_some() { seen.basis() } else { "as two independent measurements".into() }
            )),
            evidence: evidence.to_vec(),
            illustrative: now.illustrative || before.illustrative,
            ..Measurement::known(drop(seen.improvement), what)
        }
    }
}

/// What a drop is divided by: 1, or the earlier value where a share of it is asked for.
fn scale(gate: &Gate, before: f64) -> Result<f64, String> {
    if !gate.parameter("relative").is_some_and(|r| r.eq_ignore_ascii_case("yes")) {
        return Ok(1.0);
    }
    let guard = match gate.parameter("guard").map(str::parse::<f64>) {
        None => 0.0,
        Some(Ok(guard)) if guard >= 0.0 => guard,
        Some(_) => return Err("the policy's guard is not a number of 0 or more".into()),
    };
    if before.abs() > guard {
        Ok(before.abs())
    } else {
        let score = units::score(before);
        Err(format!("the earlier value {score} is too near to 0 for a share of it (guard {})", units::score(guard)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Direction, Evaluation, Evidence};
    use crate::decide::inventory::InventorySummary;
    use crate::policy::{PolicyPack, drop_gate};
    use crate::scenario::Scenario;
    use proptest::prelude::*;

    fn evaluation(time: &str, value: f64, n: Option<f64>, direction: Direction) -> Evaluation {
        Evaluation {
            metric: "m".into(),
            label: "m".into(),
            time: Some(time.into()),
            value,
            n,
            direction: Some(direction),
            ..Evaluation::default()
        }
    }

    fn measured(evaluations: Vec<Evaluation>, with: &[(&str, &str)]) -> Measurement {
        let mut gate = drop_gate("g".into(), "G".into(), "m", None, (0.02, false));
        gate.with.extend(with.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
        let evidence = Evidence { evaluations, ..Evidence::default() };
        let (pack, scenario) = (PolicyPack::default(), Scenario::default());
        let inventory = InventorySummary::default();
        let ctx = Context {
            pack: &pack,
            evidence: &evidence,
            inventory: &inventory,
            curves: &[],
            scenario: &scenario,
            gaps: &[],
        };
        MetricDrop.measure(&gate, &ctx)
    }

    #[test]
    fn a_drop_is_worse_whichever_way_the_metric_improves() {
        for (direction, now) in [(Direction::Higher, 0.85), (Direction::Lower, 0.95)] {
            let m = measured(
                vec![
                    evaluation("before", 0.9, Some(1000.0), direction),
                    evaluation("after", now, Some(1000.0), direction),
                ],
                &[],
            );
            assert!((m.value.expect("known") - 0.05).abs() < 1e-12, "{m:?}");
            let (low, high) = m.interval.expect("both have items");
            assert!(low > 0.0 && low < 0.05 && high > 0.05 && high < 0.1, "{m:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_unknown_and_says_how_to_mend_it() {
        let up = Direction::Higher;
        let because = |list, with: &[(&str, &str)]| measured(list, with).because.expect("a reason");
        assert!(because(vec![], &[]).contains("besides the earlier one"));
        assert!(because(vec![evaluation("2026-05-01", 0.9, None, up)], &[]).contains("column “time”"));
        let pair = || vec![evaluation("v1", 0.0, None, up), evaluation("v2", 0.1, None, up)];
        assert!(because(pair(), &[("baseline", "v0")]).contains("“v0”"));
        assert!(because(pair(), &[("baseline", "v1"), ("relative", "yes")]).contains("too near to 0"));
        assert!(because(pair(), &[("baseline", "v1")]).contains("as if it were exact"));
        assert_eq!(measured(pair(), &[("baseline", "v1")]).value, Some(-0.1), "better is a negative drop");
    }

    #[test]
    fn what_is_compared_is_what_was_meant() {
        let of = |model: &str, time: &str, value: f64| Evaluation {
            model: Some(model.into()),
            ..evaluation(time, value, None, Direction::Higher)
        };
        let drop = |list: &[Evaluation], with: &[(&str, &str)]| measured(list.to_vec(), with);
        let close = |m: Measurement, expected: f64| {
            assert!(m.value.is_some_and(|v| (v - expected).abs() < 1e-12), "{m:?}");
        };
        // The best run is the best by the metric.
        let runs = [of("m", "before", 0.90), of("m", "after", 0.91), of("m", "later", 0.70)];
        close(drop(&runs, &[("run", "best")]), -0.01);
        // What is marked as before is not judged, though it is not what was asked for.
        let marked = [of("v7", "2026-01-01", 0.90), of("v8", "2026-05-01", 0.91), of("v1", "before", 0.60)];
        close(drop(&marked, &[("baseline", "v7")]), -0.01);
        // Another model is no "before", unless it is named.
        let other = [of("big", "before", 0.90), of("tiny", "after", 0.60)];
        assert!(drop(&other, &[]).because.is_some_and(|b| b.contains("another model (“big”)")));
        close(drop(&other, &[("baseline", "big")]), 0.30);
        // A file's name marks it, whatever time stands in it; one that names both sides marks nothing.
        let file = |name: &str, value: f64| Evaluation {
            file: name.into(),
            ..evaluation("2026-05-01", value, None, Direction::Higher)
        };
        close(drop(&[file("now.csv", 0.85), file("baseline_2026.csv", 0.90)], &[]), 0.05);
        assert!(drop(&[file("now.csv", 0.85), file("before-and-after.csv", 0.90)], &[]).value.is_none());
    }

    /// One file is not judged as today's by one gate and as the earlier one by another, and what is left out is said; words
    /// that mean something else leave nothing out.
    #[test]
    fn a_file_that_is_called_before_is_before_for_every_gate() {
        use crate::decide::rules::rule;
        use crate::policy::{Comparator, metric_gate};
        let gate = metric_gate("t".into(), "T".into(), "m", None, (Comparator::AtLeast, 0.9));
        let of = |name: &str, value: f64| Evaluation {
            file: name.into(),
            time: None,
            ..evaluation("", value, None, Direction::Higher)
        };
        let today = |evaluations: Vec<Evaluation>| {
            let evidence = Evidence { evaluations, ..Evidence::default() };
            let (pack, scenario, inventory) = (PolicyPack::default(), Scenario::default(), InventorySummary::default());
            let (pack, scenario, inventory) = (&pack, &scenario, &inventory);
            let ctx = Context { pack, evidence: &evidence, inventory, curves: &[], scenario, gaps: &[] };
            rule("metric").expect("it is there").measure(&gate, &ctx)
        };
        for name in ["eval_before.csv", "Baseline-2026.json"] {
            for list in [vec![of("now.csv", 0.85), of(name, 0.95)], vec![of(name, 0.95), of("now.csv", 0.85)]] {
                let m = today(list);
                assert_eq!(m.value, Some(0.85), "{name}");
                assert!(m.basis.is_some_and(|b| b.contains(name)), "{name} is left out in silence");
            }
            // Alone it is all there is.
            assert_eq!(today(vec![of(name, 0.95)]).value, Some(0.95));
        }
        for name in ["pre-trained_bert.csv", "old_town_ocr.csv", "baseline_vs_new.csv", "before-and-after.csv"] {
            let m = today(vec![of("other.csv", 0.85), of(name, 0.95)]);
            assert_eq!(m.value, Some(0.95), "{name}: the last of the files");
        }
    }

    proptest! {
        /// A share of the earlier value does not depend on the scale that the metric is written in.
        #[test]
        fn a_relative_drop_has_no_scale(before in 0.2..0.9f64, now in 0.2..0.9f64, by in 1.0..500.0f64) {
            let of = |k: f64| {
                let list = [("before", before), ("after", now)].map(|(t, v)| evaluation(t, v * k, None, Direction::Higher));
                measured(list.to_vec(), &[("relative", "yes")]).value.expect("known")
            };
            prop_assert!((of(1.0) - of(by)).abs() < 1e-12);
            prop_assert!((of(1.0) - (before - now) / before).abs() < 1e-12);
        }
    }
}
