//! The same question put to several sets of constants: how far the advice depends on the choice.

use super::constants::published_for;
use super::frontier::{Chinchilla, Optimum};
use serde::{Deserialize, Serialize};

/// The advice of one set of constants at one budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Identifier of the set, or of the fit.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The optimum that it gives.
    pub optimum: Optimum,
}

/// Advice of several sets at one budget, with the range of tokens per parameter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Budget, FLOP.
    pub budget: f64,
    /// One entry per set.
    pub advice: Vec<Advice>,
    /// Least and most tokens per parameter; `None` without entries.
    pub tokens_per_parameter: Option<(f64, f64)>,
}

/// The advice of every published set of the Chinchilla law and of `others` (e.g. fits of the person's own runs under
/// each loss) at `budget` FLOP.
#[must_use]
pub fn sensitivity(budget: f64, others: &[(String, String, Chinchilla)]) -> Sensitivity {
    let published = published_for("chinchilla")
        .filter_map(|set| Some((set.id.to_owned(), set.name.to_owned(), Chinchilla::from_slice(set.values)?)));
    of_sets(budget, others.iter().cloned().chain(published))
}

/// Same, of the given sets only: `(id, name, constants)`.
#[must_use]
pub fn of_sets(budget: f64, sets: impl IntoIterator<Item = (String, String, Chinchilla)>) -> Sensitivity {
    let advice: Vec<Advice> = sets
        .into_iter()
        .filter(|(_, _, law)| law.has_frontier())
        .map(|(id, name, law)| Advice { id, name, optimum: law.optimum(budget) })
        .collect();
    let ratios = || advice.iter().map(|a| a.optimum.tokens_per_parameter);
    let range = (!advice.is_empty()).then(|| (ratios().fold(f64::INFINITY, f64::min), ratios().fold(0.0, f64::max)));
    Sensitivity { budget, tokens_per_parameter: range, advice }
}
