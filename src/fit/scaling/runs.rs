//! Which runs a fit uses. Every run left out is named with the rule that left it out; rules are options, so leaving one
//! away brings its runs back.

use crate::data::{Diagnostic, Place, ScalingRun};
use serde::{Deserialize, Serialize};

/// A stated reason to leave runs out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule", content = "value")]
pub enum DropRule {
    /// Keep losses strictly below the k-th largest (Besiroglu et al. 2024 use 5).
    HighestLosses(usize),
    /// Leave out runs with fewer tokens per parameter.
    TokensPerParameterBelow(f64),
    /// Leave out runs with more passes over their distinct tokens.
    EpochsAbove(f64),
    /// Leave out runs with fewer parameters.
    ParamsBelow(f64),
    /// Leave out runs that used more compute, FLOP.
    FlopAbove(f64),
    /// Of runs of the same name keep the last, and leave out those that Muennighoff et al. 2023 left out by hand.
    PublishedOutliers,
}

impl DropRule {
    /// In plain words.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::HighestLosses(k) => format!("loss not below the {k}-th largest"),
            Self::TokensPerParameterBelow(v) => format!("fewer than {v} tokens per parameter"),
            Self::EpochsAbove(v) => format!("more than {v} passes over the distinct tokens"),
            Self::ParamsBelow(v) => format!("fewer than {v} parameters"),
            Self::FlopAbove(v) => format!("more than {v} FLOP"),
            Self::PublishedOutliers => "left out by hand in Muennighoff et al. 2023, or a repeat of a run".to_owned(),
        }
    }
    /// From text: `highest:5`, `tokens-per-parameter:1`, `epochs:60`, `params:1e8`, `flop:1e21`, `muennighoff`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "muennighoff" {
            return Some(Self::PublishedOutliers);
        }
        let (name, value) = text.split_once(':')?;
        let number: f64 = value.parse().ok().filter(|v: &f64| v.is_finite() && *v > 0.0)?;
        match name {
            "highest" => value.parse().ok().map(Self::HighestLosses),
            "tokens-per-parameter" => Some(Self::TokensPerParameterBelow(number)),
            "epochs" => Some(Self::EpochsAbove(number)),
            "params" => Some(Self::ParamsBelow(number)),
            "flop" => Some(Self::FlopAbove(number)),
            _ => None,
        }
    }
}

/// A run that a fit left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    /// Position among the runs given (from 0).
    pub index: usize,
    /// Its name, may be empty.
    pub name: String,
    /// Row of its table, where known.
    pub row: Option<u64>,
    /// Why.
    pub reason: String,
}

/// Most runs that are named with what is wrong with them; the rest are counted.
const MOST_NAMED: usize = 20;
/// Most runs that one law is fitted to; a law of a handful of constants is held as well by these as by more.
pub(super) const MOST_FITTED: usize = 1_000;
/// Most runs that the starts look for minima on; where they end is then followed on all runs.
pub(super) const MOST_SEARCHED: usize = 250;

/// Places of at most `most` of the runs, ascending, spread evenly over compute.
pub(super) fn spread_over(runs: &[ScalingRun], most: usize) -> Vec<usize> {
    if runs.len() <= most {
        return (0..runs.len()).collect();
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    let key = |i: usize| runs.get(i).map_or((0.0, 0.0), |r| (flop(r).max(r.tokens), r.params));
    order.sort_by(|a, b| {
        let ((c, n), (d, m)) = (key(*a), key(*b));
        c.total_cmp(&d).then(n.total_cmp(&m)).then(a.cmp(b))
    });
    let mut kept: Vec<usize> =
        (0..most).filter_map(|i| order.get(i * (runs.len() - 1) / (most - 1).max(1)).copied()).collect();
    kept.sort_unstable();
    kept
}

/// The runs a fit uses and those it does not.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub kept: Vec<ScalingRun>,
    pub dropped: Vec<Dropped>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Sorts runs by what the law needs and what the rules say. `needs_size`: N must be positive.
pub(super) fn choose(runs: &[ScalingRun], rules: &[DropRule], needs_size: bool) -> Chosen {
    let mut out = Chosen::default();
    let mut alive = vec![true; runs.len()];
    for (i, run) in runs.iter().enumerate() {
        let fault = fault(run, needs_size);
        if let Some((column, found)) = fault {
            alive[i] = false;
            out.dropped.push(dropped(i, run, format!("{column} is not usable")));
            if out.dropped.len() > MOST_NAMED {
                continue;
            }
            let place = Place { file: run.file.clone(), part: None, row: run.row, column: Some(column.to_owned()) };
            out.diagnostics.push(
                Diagnostic::warning("run-unusable", "a run was left out")
                    .at(place)
                    .found(&found)
                    .expected("a finite number above 0 (quality at most 1)")
                    .mend("Correct the cell or remove the row."),
            );
        }
    }
    if out.dropped.len() > MOST_NAMED {
        let text = format!("{} more runs were left out for the same reasons", out.dropped.len() - MOST_NAMED);
        out.diagnostics.push(Diagnostic::warning("run-unusable", text));
    }
    for rule in rules {
        let hit = select(rule, runs, &alive);
        if hit.is_empty() {
            out.diagnostics
                .push(Diagnostic::info("drop-rule-idle", format!("no run matches the rule \"{}\"", rule.label())));
        } else {
            let text = format!("{} of {} runs were left out: {}", hit.len(), runs.len(), rule.label());
            out.diagnostics.push(Diagnostic::info("runs-dropped", text).mend("Remove the rule to bring them back."));
        }
        for i in hit {
            alive[i] = false;
            out.dropped.push(dropped(i, &runs[i], rule.label()));
        }
    }
    out.kept = runs.iter().zip(&alive).filter(|(_, alive)| **alive).map(|(run, _)| run.clone()).collect();
    out
}

fn dropped(index: usize, run: &ScalingRun, reason: String) -> Dropped {
    Dropped { index, name: run.name.clone(), row: run.row, reason }
}

/// The first unusable field of a run.
fn fault(run: &ScalingRun, needs_size: bool) -> Option<(&'static str, String)> {
    let bad = |v: f64| !(v.is_finite() && v > 0.0);
    if bad(run.loss) {
        Some(("loss", run.loss.to_string()))
    } else if bad(run.tokens) {
        Some(("tokens", run.tokens.to_string()))
    } else if needs_size && bad(run.params) {
        Some(("params", run.params.to_string()))
    } else if let Some(u) = run.unique_tokens.filter(|u| bad(*u)) {
        Some(("unique_tokens", u.to_string()))
    } else if let Some(q) = run.quality.filter(|q| bad(*q) || *q > 1.0) {
        Some(("quality", q.to_string()))
    } else {
        None
    }
}

fn select(rule: &DropRule, runs: &[ScalingRun], alive: &[bool]) -> Vec<usize> {
    let every = || (0..runs.len()).filter(|i| alive[*i]);
    match rule {
        DropRule::HighestLosses(k) => {
            let mut losses: Vec<f64> = every().map(|i| runs[i].loss).collect();
            losses.sort_by(|a, b| b.total_cmp(a));
            let Some(&line) = k.checked_sub(1).and_then(|k| losses.get(k)) else { return Vec::new() };
            every().filter(|i| runs[*i].loss >= line).collect()
        }
        DropRule::TokensPerParameterBelow(v) => every().filter(|i| runs[*i].tokens < v * runs[*i].params).collect(),
        DropRule::EpochsAbove(v) => {
            every().filter(|i| runs[*i].unique_tokens.is_some_and(|u| runs[*i].tokens > v * u)).collect()
        }
        DropRule::ParamsBelow(v) => every().filter(|i| runs[*i].params < *v).collect(),
        DropRule::FlopAbove(v) => every().filter(|i| flop(&runs[*i]) > *v).collect(),
        DropRule::PublishedOutliers => every()
            .filter(|&i| {
                let name = runs[i].name.as_str();
                let again = !name.is_empty() && (i + 1..runs.len()).any(|j| alive[j] && runs[j].name == name);
                again || OUTLIERS.split_ascii_whitespace().any(|o| o == name)
            })
            .collect(),
    }
}

/// Whether the runs are those of Muennighoff et al. 2023, by their names.
pub(super) fn published_runs(runs: &[ScalingRun]) -> bool {
    let known = OUTLIERS.split_ascii_whitespace();
    let outliers = known.clone().filter(|name| runs.iter().any(|r| r.name == *name)).count();
    outliers * 10 >= known.count() * 9
}

/// Training compute of a run, FLOP: as given, else 6 N D.
pub(super) fn flop(run: &ScalingRun) -> f64 {
    run.flop.filter(|c| c.is_finite() && *c > 0.0).unwrap_or(6.0 * run.params * run.tokens)
}

/// Runs that Muennighoff et al. 2023 left out by hand (huggingface/datablations utils/parametric_fit.ipynb, section
/// "Custom data loading with outliers removed", Apache-2.0): mostly many epochs of a large model over little data.
const OUTLIERS: &str = "2b84b4b 2b88b4b 2b812b4b 2b816b4b 2b824b4b 2b855b1b25 4b212b12b 4b224b12b 4b284b1b9 4b284b6b \
    4b284b12b2 2b8100m100m 14m7b5100m 14m300b100m 1b12b7100m 1b13b9100m 1b15b9100m 1b17b5100m 619m3b9100m 619m5b9100m \
    619m7b5100m 2b84b8100m 1b58b8100m 1b112b100m 619m22b100m 221m91b400m 221m174b400m 221m600b400m 421m300b1b5 8b712b12b \
    8b712b1b5 8b712b400m 8b712b100m 3b926b1b5 2b836b1b5 2b836b400m 2b836b100m 2b246b400m 2b246b100m 1b566b1b5 1b566b100m \
    1b191b400m 1b191b1b5 1b1250b1b5 1b5174b1b5 2b291b1b5 2b2174b1b5 8b720b1b5 2b877b1b5";
