//! After an expansion: did the targeted metrics improve, with no regression elsewhere?

use super::change::{Changed, MetricChange};
use super::judge::{Outcome, capital};
use crate::data::units;
use crate::metric::enough::items;
use crate::policy::{Phase, PolicyPack, Severity};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// The third gate's question once an expansion was made, answered from evaluations before and after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct After {
    /// Pass: every targeted metric improved and nothing regressed. Fail: something regressed. Warn: a targeted metric is not
    /// told apart from no change. Unknown: a compared metric could not be tested, so that nobody can say. Not triggered: none
    /// missed its target before, so that there was nothing to improve.
    pub outcome: Outcome,
    /// The answer in a sentence or two.
    pub sentence: String,
    /// Names of the metrics that missed their target before: what the expansion was for.
    pub targeted: Vec<String>,
    /// Names of all compared metrics that regressed.
    pub regressed: Vec<String>,
}

/// What leaves a metric not told apart from no change.
const OPEN: &[Changed] = &[Changed::Open, Changed::TooFew];

/// True where the metric of a gate is the one that was compared.
fn names(pack: &PolicyPack, asked: &str, compared: &str) -> bool {
    asked == compared || pack.metric(compared).is_some_and(|known| known.id == asked)
}

/// Answers; `None` where no two evaluations were compared.
#[must_use]
pub fn after(changes: &[MetricChange], pack: &PolicyPack, scenario: &Scenario) -> Option<After> {
    if changes.is_empty() {
        return None;
    }
    let missed = |c: &&MetricChange| {
        let mut gates = pack.gates.iter().filter(|g| {
            g.phase == Phase::Validate
                && g.severity == Severity::Block
                && g.metric().is_some_and(|asked| names(pack, asked, &c.metric))
        });
        gates.any(|g| !g.comparator.meets(c.before, scenario.threshold(g)))
    };
    let targeted: Vec<&MetricChange> = changes.iter().filter(missed).collect();
    let of = |kinds: &'static [Changed]| {
        targeted.iter().filter(move |c| kinds.contains(&c.changed())).map(|c| c.label.clone())
    };
    let regressed: Vec<String> =
        changes.iter().filter(|c| c.changed() == Changed::Regressed).map(|c| c.label.clone()).collect();
    let (improved, open, untested): (Vec<_>, Vec<_>, Vec<_>) =
        (of(&[Changed::Improved]).collect(), of(OPEN).collect(), of(&[Changed::Untested]).collect());
    let unsaid = changes.iter().filter(|c| c.changed() == Changed::Untested).count();
    let outcome = if !regressed.is_empty() {
        Outcome::Fail
    } else if targeted.is_empty() {
        Outcome::NotTriggered
    } else if unsaid > 0 {
        Outcome::Unknown
    } else if !open.is_empty() {
        Outcome::Warn
    } else {
        Outcome::Pass
    };
    let mut parts: Vec<String> = Vec::new();
    let mut say = |names: &[String], words: &str| {
        if !names.is_empty() {
            parts.push(format!("{} {words}", units::listed(names)));
        }
    };
    say(&regressed, "regressed");
    say(&improved, "improved");
    say(&open, "cannot be told apart from no change");
    say(&untested, "cannot be tested without a standard error");
    if targeted.is_empty() {
        parts.push("no compared metric missed its target before, so there was nothing to improve".into());
    }
    if regressed.is_empty() {
        parts.push(match unsaid {
            0 => {
                format!("no regression among {}", units::counted(changes.len(), "compared metric", "compared metrics"))
            }
            n => format!("no regression seen, but {n} of {} compared metrics cannot be tested", changes.len()),
        });
    }
    let mut sentence = format!("{}.", capital(&parts.join("; ")));
    // What was not seen may be there all the same.
    let unseen: Vec<&MetricChange> = changes.iter().filter(|c| OPEN.contains(&c.changed())).collect();
    if regressed.is_empty() && !unseen.is_empty() {
        let blind: Vec<String> =
            unseen.iter().filter(|c| c.changed() == Changed::TooFew).map(|c| c.label.clone()).collect();
        let most = unseen.iter().filter_map(|c| c.detectable).max_by(f64::total_cmp);
        match most {
            _ if !blind.is_empty() => sentence.push_str(&format!(
                " Any regression of {} could have gone unseen: so few items show none.",
                units::listed(&blind)
            )),
            Some(most) => {
                sentence.push_str(&format!(" A regression of less than {} could have gone unseen.", units::score(most)))
            }
            None => {}
        }
        if let Some(more) = unseen.iter().filter_map(|c| c.more_items).max_by(f64::total_cmp) {
            sentence.push_str(&format!(" About {} more would settle changes like those seen.", items(more)));
        }
    }
    Some(After { outcome, sentence, targeted: targeted.iter().map(|c| c.label.clone()).collect(), regressed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Evaluation;
    use crate::decide::change::changes;
    use crate::policy::{defaults, parse};

    /// Empathy missed its target of 0.80 before, crisis response did not; values after, and a standard error or none of each.
    fn answer_of(before: f64, empathy: (f64, Option<f64>), crisis: (f64, Option<f64>)) -> After {
        let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is sound").value;
        let e = |metric: &str, time: &str, value: f64, se: Option<f64>| Evaluation {
            metric: metric.into(),
            label: metric.into(),
            value,
            se,
            time: Some(time.into()),
            ..Evaluation::default()
        };
        let all = [
            e("empathy", "before", before, empathy.1),
            e("crisis_response", "before", 0.97, crisis.1),
            e("empathy", "after", empathy.0, empathy.1),
            e("crisis_response", "after", crisis.0, crisis.1),
        ];
        after(&changes(&all, &pack), &pack, &Scenario::default()).expect("two metrics are compared")
    }

    fn answer(empathy: f64, crisis: f64, before: f64, se: Option<f64>) -> After {
        answer_of(before, (empathy, se), (crisis, se))
    }

    #[test]
    fn improvement_without_regression_passes_and_every_shortfall_is_said() {
        let outcome = |a: &After| a.outcome;
        let pass = answer(0.82, 0.97, 0.70, Some(0.01));
        assert_eq!((outcome(&pass), pass.targeted.len()), (Outcome::Pass, 1));
        assert!(pass.sentence.contains("improved; no regression among 2 compared metrics"), "{}", pass.sentence);
        let fail = answer(0.82, 0.80, 0.70, Some(0.01));
        assert_eq!((outcome(&fail), fail.regressed.len()), (Outcome::Fail, 1));
        assert!(!fail.sentence.contains("no regression"), "{}", fail.sentence);
        let warn = answer(0.71, 0.97, 0.70, Some(0.01));
        assert_eq!(outcome(&warn), Outcome::Warn);
        // (1.959964 + 0.841621) × √2 × 0.01 = 0.0396
        assert!(
            warn.sentence.ends_with("A regression of less than 0.040 could have gone unseen."),
            "{}",
            warn.sentence
        );
        assert_eq!(outcome(&answer(0.82, 0.97, 0.70, None)), Outcome::Unknown);
        assert_eq!(outcome(&answer(0.90, 0.97, 0.89, Some(0.01))), Outcome::NotTriggered);
        // A metric besides the targeted one that cannot be tested is no pass.
        let half = answer_of(0.70, (0.82, Some(0.01)), (0.60, None));
        assert_eq!(half.outcome, Outcome::Unknown);
        assert!(half.sentence.contains("but 1 of 2 compared metrics cannot be tested"), "{}", half.sentence);
        assert!(after(&[], &PolicyPack::default(), &Scenario::default()).is_none());
    }
}
