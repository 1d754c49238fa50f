//! The choice of model size and data that the scaling view judges, from assumptions and evidence, and the constants that
//! judge it.

use super::subject::View;
use crate::data::units::digits;
use crate::fit::scaling::ScalingFit;
use crate::scaling::constants::{PublishedSet, published_for};
use crate::scaling::{Chinchilla, Parameter, WhatIf, law};

/// Constants used unless a scenario chooses others: the replication of Hoffmann et al.
pub const DEFAULT_SET: &str = "besiroglu";

/// Exponent of quality in effective tokens (γ/β) unless a scenario chooses another: causal language model, Huber.
pub const QUALITY_EXPONENT: f64 = 0.401 / 0.396;

/// Compute with its power of ten.
#[must_use]
pub fn flop(c: f64) -> String {
    let text = format!("{c:.1e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa}×10^{exponent} FLOP"),
        None => text,
    }
}

/// Constants that can be put in force: a published set, or a fit of the person's own runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Constants {
    /// Identifier, as in `Scenario::law`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The constants.
    pub law: Chinchilla,
    /// R_D* and R_N*, where the set has them.
    pub repeats: Option<(f64, f64)>,
    /// Authors, year, table, address.
    pub source: String,
    /// How they are known, in words.
    pub provenance: String,
    /// What is wrong with them or limits them.
    pub caveats: Vec<String>,
    /// True for a fit of the person's own runs.
    pub own: bool,
}

impl Constants {
    /// Symbol, meaning with its unit, and value of each constant.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, String, f64)> {
        let Chinchilla { e, a, b, alpha, beta } = self.law;
        let known = law("chinchilla").map_or(&[][..], |l| l.parameters());
        let meaning = |p: &Parameter| match p.unit {
            "none" => p.meaning.to_owned(),
            unit => format!("{}, {unit}", p.meaning),
        };
        let mut rows: Vec<_> = known.iter().zip([e, a, b, alpha, beta]).map(|(p, v)| (p.id, meaning(p), v)).collect();
        if let Some((data, size)) = self.repeats {
            rows.push((
                "R_D*",
                "passes over the same data after which repeating has lost most of its use".into(),
                data,
            ));
            rows.push(("R_N*", "the same for parameters beyond what the data can use".into(), size));
        }
        rows
    }
}

fn published_constants(set: &PublishedSet) -> Option<Constants> {
    let law = Chinchilla::from_slice(set.values).filter(Chinchilla::has_frontier)?;
    let repeats = match *set.values {
        [_, _, _, _, _, d, n] if set.law == "data-constrained" => Some((d, n)),
        _ => None,
    };
    Some(Constants {
        id: set.id.to_owned(),
        name: set.name.to_owned(),
        law,
        repeats,
        source: set.source.to_owned(),
        provenance: set.provenance.label().to_owned(),
        caveats: set.caveats.iter().map(|c| (*c).to_owned()).collect(),
        own: false,
    })
}

/// Everything that can be put in force: fits of the person's own runs first, then the published sets with a frontier.
#[must_use]
pub fn constants(view: &View<'_>) -> Vec<Constants> {
    let own = view.prepared.scaling.iter().filter_map(|fit| {
        let law = fit.chinchilla().filter(Chinchilla::has_frontier)?;
        Some(Constants {
            id: format!("own-{}", fit.loss),
            name: format!("Your {} runs, {}", fit.n, fit.penalty.label()),
            law,
            repeats: None,
            source: "fitted here to the scaling runs that were loaded".into(),
            provenance: format!(
                "{} model sizes; {} of {} starts reached the best{}",
                fit.models,
                fit.starts_at_best,
                fit.starts,
                uncertainty(fit)
            ),
            caveats: fit.diagnostics.iter().map(|d| d.message.clone()).collect(),
            own: true,
        })
    });
    let published = ["chinchilla", "data-constrained"].into_iter().flat_map(published_for);
    own.chain(published.filter_map(published_constants)).collect()
}

/// Standard errors and the interval on the frontier, where the fit has them.
fn uncertainty(fit: &ScalingFit) -> String {
    let errors: Vec<String> =
        fit.standard_errors.iter().map(|(name, e)| format!("{name} \u{b1} {}", digits(*e, 2))).collect();
    let frontier = fit.frontier.first().and_then(|f| Some((f, f.intervals.get("tokens_per_parameter")?)));
    let frontier = frontier.map_or(String::new(), |(f, [low, high])| {
        format!(
            "; {} tokens per parameter at {} ({:.0} % interval {} to {} over {} resampled fits)",
            digits(f.tokens_per_parameter, 2),
            flop(f.c),
            fit.level * 100.0,
            digits(*low, 2),
            digits(*high, 2),
            fit.bootstrap
        )
    });
    let errors = if errors.is_empty() { String::new() } else { format!("; standard errors {}", errors.join(", ")) };
    format!("{frontier}{errors}")
}

/// The constants in force.
#[must_use]
pub fn in_force(view: &View<'_>) -> Option<Constants> {
    let all = constants(view);
    let of = |id: &str| all.iter().find(|c| c.id == id).cloned();
    view.scenario.law.as_deref().and_then(of).or_else(|| of(DEFAULT_SET)).or_else(|| all.first().cloned())
}

/// Where the records come from when nobody gave any.
const EXAMPLE: &str = "an example: no inventory is loaded";

/// A choice, with where its data comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the laws are asked.
    pub what_if: WhatIf,
    /// Records behind the tokens.
    pub records: f64,
    /// Tokens a record.
    pub tokens_per_record: f64,
    /// Passes over the records.
    pub epochs: f64,
    /// Share of the tokens that are distinct, 0..1.
    pub unique_share: f64,
    /// Where the number of records comes from, in words.
    pub records_basis: String,
    /// True where neither a file nor a person says how many records there are.
    pub example: bool,
    /// True where the policy or a person gives the size of the model.
    pub size_given: bool,
    /// Where the quality comes from, in words.
    pub quality_basis: String,
    /// Where the distinct share comes from, in words.
    pub unique_basis: String,
}

/// The choice under a scenario: assumptions where they are set, the inventory where they are not.
#[must_use]
pub fn choice(view: &View<'_>) -> Choice {
    let assume = |id: &str| Some(view.scenario.assumption(view.pack, id)).filter(|v| v.is_finite());
    let positive = |id: &str| assume(id).filter(|v| *v > 0.0);
    let share = |id: &str| positive(id).filter(|v| *v <= 1.0);
    let inventory = &view.prepared.inventory.all;
    let tokens_per_record = positive("tokens_per_record").unwrap_or(2000.0);
    let (records, records_basis) = match (positive("records"), inventory.records.value, inventory.tokens.value) {
        (Some(records), _, _) => (records, "set by hand"),
        (None, Some(records), _) if records > 0.0 => (records, "from the inventory"),
        (None, _, Some(tokens)) if tokens > 0.0 => (tokens / tokens_per_record, "from the inventory's tokens"),
        _ => (300_000.0, EXAMPLE),
    };
    let (unique_share, unique_basis) = match (share("unique_share"), inventory.duplication) {
        (Some(s), _) => (s, "set by hand"),
        (None, Some(d)) if (0.0..1.0).contains(&d) => (1.0 - d, "from the inventory's duplication"),
        _ => (1.0, "taken as all: no duplication was measured"),
    };
    let (quality, quality_basis) = match (share("quality"), inventory.quality) {
        (Some(q), _) => (q, "set by hand"),
        (None, Some(q)) if q > 0.0 && q <= 1.0 => (q, "mean quality of the inventory"),
        _ => (1.0, "taken as clean: no quality was measured"),
    };
    let epochs = positive("epochs").unwrap_or(1.0).max(1.0);
    let (r_d_star, r_n_star) =
        in_force(view).and_then(|c| c.repeats).unwrap_or((WhatIf::default().r_d_star, WhatIf::default().r_n_star));
    let what_if = WhatIf {
        params: positive("parameters").unwrap_or(12e9),
        unique_tokens: records * tokens_per_record * unique_share,
        // Copies are further passes over the same tokens.
        epochs: epochs / unique_share,
        quality,
        r_d_star,
        r_n_star,
        quality_exponent: positive("quality_exponent").unwrap_or(QUALITY_EXPONENT),
        ..WhatIf::default()
    };
    Choice {
        what_if,
        records,
        tokens_per_record,
        epochs,
        unique_share,
        example: records_basis == EXAMPLE,
        size_given: view.pack.assumption("parameters").is_some()
            || view.scenario.assumptions.contains_key("parameters"),
        records_basis: records_basis.into(),
        quality_basis: quality_basis.into(),
        unique_basis: unique_basis.into(),
    }
}
