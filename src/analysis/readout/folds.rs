//! Which gates stand open on a page, and which are folded into a line: what passes, and what the evidence cannot touch.

use crate::data::units;
use crate::decide::{GateOutcome, Outcome};
use crate::policy::Severity;
use std::collections::BTreeMap;

/// Where a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fold {
    /// In the open: it fails, warns, or cannot be told although the verdict waits for it.
    Open,
    /// In the line of those that pass.
    Passing,
    /// In the line of those that are not asked: the evidence does not touch them, and the verdict does not wait.
    Asleep,
}

impl Fold {
    /// Where a gate stands by its outcome.
    #[must_use]
    pub fn of(o: &GateOutcome) -> Self {
        match o.outcome {
            Outcome::Pass if o.waiver.is_none() => Self::Passing,
            Outcome::NotTriggered => Self::Asleep,
            Outcome::Unknown if o.severity != Severity::Block && o.waiver.is_none() => Self::Asleep,
            _ => Self::Open,
        }
    }
}

/// Where every gate stands. A row never goes away under the hand that moves it: what was in the open stays there until the
/// evidence or the policy is another, and what fails in a line that was opened stays in its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folds(BTreeMap<String, Fold>);

impl Folds {
    /// Where the gates stand at first.
    #[must_use]
    pub fn at_first(outcomes: &[GateOutcome]) -> Self {
        Self(outcomes.iter().map(|o| (o.gate.clone(), Fold::of(o))).collect())
    }
    /// Where they stand after a change of the scenario; `opened` says of a gate's line whether it is open.
    #[must_use]
    pub fn then(&self, outcomes: &[GateOutcome], opened: impl Fn(&GateOutcome, Fold) -> bool) -> Self {
        let place = |o: &GateOutcome| match self.0.get(&o.gate) {
            None => Fold::of(o),
            Some(Fold::Open) => Fold::Open,
            Some(&was) if opened(o, was) => was,
            Some(_) => Fold::of(o),
        };
        Self(outcomes.iter().map(|o| (o.gate.clone(), place(o))).collect())
    }
    /// Where a gate stands.
    #[must_use]
    pub fn of(&self, gate: &str) -> Fold {
        self.0.get(gate).copied().unwrap_or(Fold::Open)
    }
}

/// The line of a fold: "6 pass: Tier 2, Tier 3, Duplicate records and 3 more", "4 not asked: no inventory was loaded (3), no
/// check “pii” was loaded". It counts what is so now, not what was when the line was made.
#[must_use]
pub fn line(fold: Fold, outcomes: &[&GateOutcome]) -> String {
    const NAMED: usize = 3;
    let cut = |mut parts: Vec<String>| {
        if parts.len() > NAMED {
            let more = parts.len() - NAMED;
            parts.truncate(NAMED);
            parts.push(format!("{more} more"));
        }
        units::listed(&parts)
    };
    let own: Vec<&&GateOutcome> = outcomes.iter().filter(|o| Fold::of(o) == fold).collect();
    let others = outcomes.len() - own.len();
    let rest = match others {
        0 => String::new(),
        1 => " (and 1 that came out otherwise since)".to_owned(),
        n => format!(" (and {n} that came out otherwise since)"),
    };
    match fold {
        Fold::Asleep => {
            let mut causes: Vec<(String, usize)> = Vec::new();
            for o in &own {
                let because = o.measurement.because.clone().unwrap_or_else(|| "no file says".into());
                match causes.iter_mut().find(|c| c.0 == because) {
                    Some(cause) => cause.1 += 1,
                    None => causes.push((because, 1)),
                }
            }
            causes.sort_by_key(|c| std::cmp::Reverse(c.1));
            let told = causes.into_iter().map(|(because, n)| if n > 1 { format!("{because} ({n})") } else { because });
            format!("{} not asked: {}{rest}", own.len(), cut(told.collect()))
        }
        Fold::Passing | Fold::Open => {
            let names = own.iter().map(|o| o.label.clone()).collect();
            format!("{}: {}{rest}", units::counted(own.len(), "passes", "pass"), cut(names))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Measurement, judge};
    use crate::policy::{Comparator, Gate, PolicyPack, metric_gate};
    use crate::scenario::Scenario;

    fn judged(id: &str, severity: Severity, value: Option<f64>) -> GateOutcome {
        let gate = metric_gate(id.into(), id.to_uppercase(), id, None, (Comparator::AtLeast, 0.5));
        let measured = value.map_or_else(|| Measurement::unknown(id, "no file"), |v| Measurement::known(v, id));
        judge(&PolicyPack::default(), &Gate { severity, ..gate }, &Scenario::default(), &measured)
    }

    #[test]
    fn what_passes_and_what_nothing_touches_is_folded() {
        use Severity::{Block, Warn};
        for (severity, value, fold) in [
            (Block, Some(0.9), Fold::Passing),
            (Warn, Some(0.9), Fold::Passing),
            (Block, Some(0.1), Fold::Open),
            (Warn, Some(0.1), Fold::Open),
            (Block, None, Fold::Open),
            (Warn, None, Fold::Asleep),
        ] {
            assert_eq!(Fold::of(&judged("a", severity, value)), fold);
        }
    }

    #[test]
    fn no_row_goes_away_under_the_hand_that_moves_it() {
        let now = |a: f64, b: f64| [judged("a", Severity::Block, Some(a)), judged("b", Severity::Block, Some(b))];
        let first = Folds::at_first(&now(0.1, 0.9));
        assert_eq!((first.of("a"), first.of("b")), (Fold::Open, Fold::Passing));
        let closed = first.then(&now(0.9, 0.1), |_, _| false);
        assert_eq!((closed.of("a"), closed.of("b")), (Fold::Open, Fold::Open));
        let opened = first.then(&now(0.9, 0.1), |_, _| true);
        assert_eq!((opened.of("a"), opened.of("b")), (Fold::Open, Fold::Passing));
        assert_eq!(Folds::at_first(&now(0.9, 0.9)).of("a"), Fold::Passing);
    }

    #[test]
    fn a_line_says_what_would_wake_what_is_in_it() {
        let pass: Vec<GateOutcome> =
            ["a", "b", "c", "d", "e"].iter().map(|id| judged(id, Severity::Block, Some(0.9))).collect();
        assert_eq!(line(Fold::Passing, &pass.iter().collect::<Vec<_>>()), "5 pass: A, B, C and 2 more");
        let asleep = [judged("a", Severity::Warn, None), judged("b", Severity::Warn, None)];
        assert_eq!(line(Fold::Asleep, &[&asleep[0], &asleep[1]]), "2 not asked: no file (2)");
        let mixed = [&pass[0], &asleep[1]];
        assert_eq!(line(Fold::Passing, &mixed), "1 passes: A (and 1 that came out otherwise since)");
    }
}
