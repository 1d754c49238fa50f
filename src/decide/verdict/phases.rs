//! The three phases with the outcomes of their gates.

use super::state::PhaseState;
use crate::decide::judge::{GateOutcome, Outcome, Severe};
use crate::policy::Phase;

/// The phases with their counts.
#[must_use]
pub fn phase_states(outcomes: &[GateOutcome], current: Phase) -> Vec<PhaseState> {
    Phase::ALL
        .iter()
        .map(|&phase| {
            let own = || outcomes.iter().filter(|o| o.phase == phase);
            let count = |outcome: Outcome| own().filter(|o| o.outcome == outcome).count();
            PhaseState {
                phase,
                counts: [
                    count(Outcome::Pass),
                    count(Outcome::Warn),
                    count(Outcome::Fail),
                    count(Outcome::Unknown),
                    count(Outcome::NotTriggered),
                ],
                done: own().any(|o| matches!(o.outcome, Outcome::Pass | Outcome::Warn))
                    && !own().any(|o| o.stops() || o.blinds() || o.outcome == Outcome::NotTriggered || o.uncertain()),
                current: phase == current,
            }
        })
        .collect()
}
