//! The numbers of the scaling view, in words.

use super::facts::Fact;
use super::subject::View;
use super::what_if::{Choice, flop};
use crate::data::Unit;
use crate::data::units::{compact, digits, score, show};
use crate::policy::Role;
use crate::scaling::constants::published_for;
use crate::scaling::laws::preference::PAIR_COUNTS;
use crate::scaling::readout::predict;
use crate::scaling::{Chinchilla, Readout, WhatIf};

fn loss(x: f64) -> String {
    format!("{} nats per token", score(x))
}

/// Everything that one choice comes to.
#[must_use]
pub fn facts(name: &str, choice: &Choice, read: &Readout) -> Vec<Fact> {
    let at = &choice.what_if;
    let mut out = vec![Fact::new(
        "tokens-per-parameter",
        "Tokens per parameter",
        digits(read.tokens_per_parameter, 3),
        format!("{} tokens seen over {} parameters; {}.", compact(read.tokens), compact(at.params), flop(read.flop)),
    )];
    if let Some(best) = read.optimum {
        let tokens = read.optimal_tokens_for_params.map_or(String::new(), |d| {
            format!(" For {} parameters the frontier asks {}.", compact(at.params), show(d, Unit::Tokens))
        });
        out.push(Fact::new(
            "optimum",
            "Best split of the same compute",
            format!(
                "{} parameters × {} tokens, {} per parameter",
                compact(best.n),
                compact(best.d),
                digits(best.tokens_per_parameter, 3)
            ),
            format!("By {name}: predicted loss {}, with distinct clean tokens.{tokens}", score(best.loss)),
        ));
    }
    out.push(Fact::new(
        "loss",
        "Predicted loss",
        loss(read.loss),
        format!("No amount of data takes this size below {}.", score(read.floor_at_this_size)),
    ));
    out.push(Fact::new(
        "doubling",
        "Twice the distinct data removes",
        loss(read.gain_of_doubling_data),
        format!(
            "One more epoch removes {}, twice the parameters {}.",
            score(read.gain_of_one_more_epoch),
            score(read.gain_of_doubling_params)
        ),
    ));
    out.push(Fact::new(
        "effective",
        "Effective tokens",
        format!("{} of {}", compact(read.effective_tokens), compact(read.tokens)),
        format!(
            "A token is worth {} of a distinct clean one: {} passes over {} distinct tokens at quality {}. How fast repeats lose \
             their worth (R_D*) is weakly identified.",
            show(read.worth_of_a_token, Unit::Fraction),
            digits(at.epochs, 3),
            compact(at.unique_tokens),
            digits(at.quality, 3)
        ),
    ));
    out.push(match read.records_worth_of_a_quality_point {
        Some(factor) => Fact::new(
            "quality",
            "+0.01 quality is worth",
            format!("{} more records", show(choice.records * (factor - 1.0), Unit::Count)),
            format!("{} more of what there is, by the quality-aware law.", show(factor - 1.0, Unit::Fraction)),
        ),
        None => Fact::new("quality", "+0.01 quality is worth", "nothing: quality is already at its top", ""),
    });
    if let Some(repeated) = read.optimum_with_repeats {
        out.push(Fact::new(
            "repeats",
            "Best split with only this distinct data",
            format!("{} parameters, {} epochs", compact(repeated.at.n), digits(repeated.epochs, 2)),
            format!("Predicted loss {}; repeats counted by the data-constrained law.", score(repeated.at.loss)),
        ));
    }
    out
}

/// One line of the sensitivity: a set of constants and what it advises.
#[derive(Clone, Debug, PartialEq)]
pub struct Advised {
    /// Identifier of the set or fit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Tokens per parameter at the budget.
    pub tokens_per_parameter: f64,
    /// Parameters at the optimum.
    pub params: f64,
    /// Tokens at the optimum.
    pub tokens: f64,
    /// Predicted loss of the choice that is judged.
    pub loss: f64,
    /// Loss that twice the distinct data removes there.
    pub doubling: f64,
    /// True for a fit of the person's own runs.
    pub own: bool,
}

/// The advice of every published set and of the person's own fits at `budget` FLOP, least tokens per parameter first, and
/// what each says of the choice `at`.
#[must_use]
pub fn advised(view: &View<'_>, budget: f64, at: &WhatIf) -> Vec<Advised> {
    let own = view.prepared.scaling.iter().filter_map(|fit| {
        let law = fit.chinchilla().filter(Chinchilla::has_frontier)?;
        Some((format!("own-{}", fit.loss), format!("your runs, {}", fit.penalty.label()), law, true))
    });
    let published = published_for("chinchilla")
        .filter_map(|s| Some((s.id.to_owned(), s.name.to_owned(), Chinchilla::from_slice(s.values)?, false)));
    let mut out: Vec<Advised> = own
        .chain(published)
        .filter(|(_, _, law, _)| law.has_frontier())
        .map(|(id, name, law, own)| {
            let best = law.optimum(budget);
            let loss = predict(&law, at).0;
            let twice = WhatIf { unique_tokens: 2.0 * at.unique_tokens, ..*at };
            Advised {
                id,
                name,
                tokens_per_parameter: best.tokens_per_parameter,
                params: best.n,
                tokens: best.d,
                loss,
                doubling: loss - predict(&law, &twice).0,
                own,
            }
        })
        .filter(|a| a.tokens_per_parameter.is_finite())
        .collect();
    out.sort_by(|a, b| a.tokens_per_parameter.total_cmp(&b.tokens_per_parameter));
    out
}

/// "10 to 93 tokens per parameter, depending on the constants."
#[must_use]
pub fn sensitivity(advised: &[Advised], budget: f64) -> String {
    match (advised.first(), advised.last()) {
        (Some(a), Some(b)) => format!(
            "{} to {} tokens per parameter at {}, depending on which of {} sets of constants one believes; most of them come from \
             the same 240 points.",
            digits(a.tokens_per_parameter, 2),
            digits(b.tokens_per_parameter, 2),
            flop(budget),
            advised.len()
        ),
        _ => "No set of constants has a frontier here.".into(),
    }
}

/// "Twice the distinct data removes 0.010 to 0.021 nats per token, …": what the choice of constants does to the rest.
#[must_use]
pub fn sensitivity_of_gain(advised: &[Advised]) -> Option<String> {
    let range = |pick: fn(&Advised) -> f64| {
        let all = advised.iter().map(pick).filter(|v| v.is_finite());
        all.fold(None, |r: Option<(f64, f64)>, v| Some(r.map_or((v, v), |(a, b)| (a.min(v), b.max(v)))))
    };
    let ((low, high), (least, most)) = (range(|a| a.doubling)?, range(|a| a.loss)?);
    Some(format!(
        "For the choice above they predict a loss of {} to {}, of which twice the distinct data removes {} to {}.",
        score(least),
        score(most),
        digits(low, 2),
        digits(high, 2)
    ))
}

/// One line of the volume requirements: a stage, what is there, what the gate asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Gate.
    pub gate: String,
    /// Its name.
    pub label: String,
    /// The outcome in one sentence.
    pub sentence: String,
    /// How it came out.
    pub outcome: crate::decide::Outcome,
}

/// The volume gates of the policy with their outcomes.
#[must_use]
pub fn volumes(view: &View<'_>) -> Vec<Volume> {
    let own = |id: &str| view.pack.gate(id).is_some_and(|g| g.role() == Role::Volume);
    view.decision
        .outcomes
        .iter()
        .filter(|o| own(&o.gate))
        .map(|o| Volume {
            gate: o.gate.clone(),
            label: o.label.clone(),
            sentence: o.sentence.clone(),
            outcome: o.outcome,
        })
        .collect()
}

/// What studies report about how many preference pairs matter: range, finding, source.
pub fn preference_pairs() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    PAIR_COUNTS.iter().map(|p| {
        let range = if p.low == p.high { compact(p.low) } else { format!("{} to {}", compact(p.low), compact(p.high)) };
        (format!("{range} pairs"), p.finding, p.source)
    })
}
