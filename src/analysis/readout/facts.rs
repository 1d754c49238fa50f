//! The numbers beside a learning curve, in words: what more data brings, when it is no longer worth it, what it costs.

use super::finding::{chance, met_at, range};
use super::subject::{CurveSubject, View, plain};
use crate::analysis::context;
use crate::curve;
use crate::data::Unit;
use crate::data::units::{digits, score, show};
use crate::decide::PRICE_PER_RECORD;
use crate::decide::cost::{Work, expected};
use crate::fit::{Marginal, ModelFit, SEARCH_FACTOR, Termination};

/// One line: what it is, its value, what to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Stable identifier.
    pub id: &'static str,
    /// What it is.
    pub term: String,
    /// Its value with unit and interval, or why it is unknown.
    pub value: String,
    /// What to know about it; may be empty.
    pub note: String,
}

impl Fact {
    /// A line.
    #[must_use]
    pub fn new(id: &'static str, term: impl Into<String>, value: impl Into<String>, note: impl Into<String>) -> Self {
        Self { id, term: term.into(), value: value.into(), note: note.into() }
    }
}

/// Everything said about one curve in numbers.
#[must_use]
pub fn facts(view: &View<'_>, subject: &CurveSubject<'_>) -> Vec<Fact> {
    let mut out = Vec::new();
    let fit = &subject.fit;
    if fit.n < 2 {
        return out;
    }
    out.extend(gains(subject));
    out.push(experience(subject));
    out.push(worth_it(subject));
    out.push(saturation(subject));
    out.extend(moved(subject));
    out.extend(target(subject));
    out.extend(cost(view, subject));
    out
}

fn gain_words(g: &Marginal) -> String {
    format!("{} ({:.0} % range {} to {})", signed(g.median), g.level * 100.0, signed(g.lower), signed(g.upper))
}

fn signed(x: f64) -> String {
    // Gains are small: two significant digits say more than three decimals.
    let text = if x.abs() < 0.01 { digits(x, 2) } else { score(x) };
    if x > 0.0 { format!("+{text}") } else { text }
}

fn gains(subject: &CurveSubject<'_>) -> Vec<Fact> {
    let last = subject.fit.last_seen.x;
    let better = format!("Positive is better ({}).", subject.curve.direction.words());
    let mut out = Vec::new();
    let tenth = format!("10 % {} gains", subject.curve.more());
    for (id, term, factor) in [("gain-10", tenth.as_str(), 1.1), ("gain-2", "A doubling gains", 2.0)] {
        let Some(g) = subject.fit.gain_for_factor(last, factor) else { continue };
        let note = format!("From {} to {}. {better}", subject.size(g.from), subject.size(g.to));
        if id == "gain-10" && subject.curve.is_of_data() {
            let each = g.median / (g.to - g.from) * 1000.0;
            let unit = match subject.curve.size_unit {
                Unit::Tokens => " That is {} for a thousand tokens.",
                Unit::Records => " That is {} for a thousand records.",
                _ => "",
            };
            let note = note + &unit.replace("{}", &digits(each, 2));
            out.push(Fact::new(id, term, gain_words(&g), note));
        } else {
            out.push(Fact::new(id, term, gain_words(&g), note));
        }
    }
    out
}

/// How often intervals held on curves like this one, at a doubling.
fn experience(subject: &CurveSubject<'_>) -> Fact {
    let (value, note) = subject.fit.experience_words(2.0 * subject.fit.last_seen.x);
    Fact::new("experience", "On curves like this, at a doubling", value, note)
}

fn worth_it(subject: &CurveSubject<'_>) -> Fact {
    let delta = subject.worth_it;
    let w = subject.fit.worth_it_size(delta, SEARCH_FACTOR);
    let term = format!("A doubling gains less than {} beyond", plain(delta));
    let value = match (w.already, w.median) {
        (true, _) => format!("today's {} already", subject.size(w.within.0)),
        (false, Some(m)) => format!(
            "{} (cautious to hopeful: {})",
            subject.size(m),
            range(w.lower, w.upper).unwrap_or_else(|| "unknown".into())
        ),
        (false, None) => format!("{}: nowhere within the range searched", subject.size(w.within.1)),
    };
    Fact::new("worth-it", term, value, "The \u{201c}worth it\u{201d} amount is an assumption you can change.")
}

/// What was done where the evaluation and the end of the curve are not the same number.
fn moved(subject: &CurveSubject<'_>) -> Option<Fact> {
    let end = subject.fit.ahead().first().filter(|_| subject.moved != 0.0)?.1.median;
    Some(Fact::new(
        "today",
        "Today's measurement",
        score(end + subject.moved),
        format!(
            "The curve ends at {}: further apart than their errors allow (another test set, another model?). What the target asks for is counted with the curve moved to today's measurement.",
            score(end)
        ),
    ))
}

fn saturation(subject: &CurveSubject<'_>) -> Fact {
    match subject.fit.saturation() {
        Some(s) => Fact::new(
            "saturation",
            "Limit of the curve",
            format!(
                "{} (from shape to shape {} to {})",
                score(s.limit),
                score(s.lower.min(s.upper)),
                score(s.lower.max(s.upper))
            ),
            format!("{:.0} % of the way from the first value to it is behind us: {}.", s.share * 100.0, s.words),
        ),
        None => Fact::new(
            "saturation",
            "Limit of the curve",
            "unknown",
            "No shape with a limit could be fitted; four sizes or more are needed.",
        ),
    }
}

fn target(subject: &CurveSubject<'_>) -> Vec<Fact> {
    let (Some(target), Some(need)) = (&subject.target, subject.requirement) else { return Vec::new() };
    if subject.meets() == Some(true) {
        return vec![Fact::new(
            "target",
            format!("Data for {}", target.words()),
            met_at(subject, &need).unwrap_or_else(|| "none".into()),
            format!("{}: the last measurement meets it.", target.label),
        )];
    }
    let mut out = Vec::new();
    let value = match need.median {
        Some(m) => format!(
            "about {} ({:.0} % range {})",
            subject.size(m),
            need.level * 100.0,
            range(need.lower, need.upper).unwrap_or_else(|| "unknown".into())
        ),
        None => "out of reach".into(),
    };
    out.push(Fact::new(
        "target",
        format!("Data for {}", target.words()),
        value,
        format!(
            "{} chance that it is reached at all within {}; the range holds if it is.",
            chance(need.probability_reachable),
            subject.size(need.within.1)
        ),
    ));
    if let Some(budget) = subject.budget
        && let Some(p) = subject.fit.probability_reaches(budget, target.value - subject.moved)
    {
        out.push(Fact::new(
            "budget",
            "Chance within the record budget",
            chance(p),
            format!("That the value measured at {} meets {}.", subject.size(budget), target.words()),
        ));
    }
    out
}

/// Cost of the records that the target asks for, where the policy has prices.
fn cost(view: &View<'_>, subject: &CurveSubject<'_>) -> Option<Fact> {
    let need = subject.requirement.filter(|_| subject.meets() == Some(false))?;
    let per_record = subject.of_record?;
    let ctx = context(view.prepared, view.pack, view.scenario);
    let (prices, currency) = (expected(&ctx), &view.pack.currency);
    let records = |size: f64| ((size - subject.fit.last_seen.x) / per_record).max(0.0);
    let median = records(need.median?);
    let costs = |records: f64| prices.cost(&Work::records(records));
    let total = |size: f64| Some(crate::data::units::money(currency, costs(records(size))?.total()));
    let middle = costs(median)?;
    let spread = match (need.lower.and_then(total), need.upper.and_then(total)) {
        (Some(a), Some(b)) => format!(" ({a} to {b})"),
        _ => String::new(),
    };
    let split = middle.split(currency).map_or_else(String::new, |parts| format!(": {parts}"));
    let illustrative = if ctx.costs().illustrative { " Prices are illustrative." } else { "" };
    Some(Fact::new(
        "cost",
        "Cost of that data",
        format!("about {}{spread}", crate::data::units::money(currency, middle.total())),
        format!(
            "{} more at {}{split}. The range is that of the size ({:.0} %), at expected prices.{illustrative}",
            show(median, Unit::Records),
            price_words(view),
            need.level * 100.0
        ),
    ))
}

/// Where the price of a record comes from.
#[must_use]
pub fn price_words(view: &View<'_>) -> &'static str {
    if view.scenario.assumptions.contains_key(PRICE_PER_RECORD) {
        "the price given by hand"
    } else {
        "the policy's prices"
    }
}

/// One fitted family, for the list from which a person chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// Formula.
    pub formula: String,
    /// Weight in the combination, 0 to 1.
    pub weight: f64,
    /// Corrected Akaike criterion; lower fits better for its number of parameters.
    pub aicc: Option<f64>,
    /// Value it tends to.
    pub limit: Option<f64>,
    /// Its value at twice the last size.
    pub doubled: Option<f64>,
    /// Why its search ended, in words.
    pub ended: String,
    /// Parameters with their values.
    pub params: String,
}

/// Every fitted family, the heaviest first.
#[must_use]
pub fn models(subject: &CurveSubject<'_>) -> Vec<ModelRow> {
    let last = subject.fit.last_seen.x;
    let mut rows: Vec<ModelRow> = subject
        .fit
        .models
        .iter()
        .filter_map(|m| {
            let about = curve::model(&m.id)?.about();
            let params: Vec<String> =
                m.named().iter().take(8).map(|(name, v)| format!("{name} = {}", digits(*v, 4))).collect();
            Some(ModelRow {
                id: m.id.clone(),
                label: about.label.to_owned(),
                formula: about.formula.to_owned(),
                weight: m.weight,
                aicc: m.aicc,
                limit: m.limit(),
                doubled: m.value(2.0 * last),
                ended: ended(m),
                params: params.join(", "),
            })
        })
        .collect();
    rows.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(&b.id)));
    rows
}

fn ended(model: &ModelFit) -> String {
    match model.termination {
        Termination::IterationLimit => "stopped at the limit of steps".into(),
        Termination::NotApplicable => "does not apply to this curve".into(),
        Termination::NoTrend => "no trend to fit".into(),
        Termination::GridPoint => "best of a grid".into(),
        Termination::TooFewPoints => "too few points".into(),
        _ if model.converged => "converged".into(),
        _ => "did not converge".into(),
    }
}

/// Which shapes agree about a doubling of the data, in plain words.
#[must_use]
pub fn agreement(subject: &CurveSubject<'_>) -> String {
    let fit = &subject.fit;
    let last = fit.last_seen.x;
    let rows = models(subject);
    let known: Vec<(&str, f64)> =
        rows.iter().filter(|r| r.weight > 0.0).filter_map(|r| Some((r.label.as_str(), r.doubled?))).collect();
    let Some(median) = crate::num::robust::median(&known.iter().map(|k| k.1).collect::<Vec<_>>()) else {
        return "No shape could be fitted, so none can be compared.".into();
    };
    let tolerance = fit.noise_sd.max(0.1 * (median - fit.last_seen.y).abs()).max(1e-4 * median.abs());
    let sign = subject.curve.direction.sign();
    let names = |keep: &dyn Fn(f64) -> bool| -> Vec<&str> {
        known.iter().filter(|k| keep(sign * (k.1 - median))).map(|k| k.0).collect()
    };
    let agree = names(&|d| d.abs() <= tolerance);
    let more = names(&|d| d > tolerance);
    let less = names(&|d| d < -tolerance);
    let mut text = format!(
        "At {}, {} of {} shapes agree on {} within ± {}",
        subject.size(2.0 * last),
        agree.len(),
        known.len(),
        score(median),
        score(tolerance)
    );
    if !agree.is_empty() && agree.len() < known.len() {
        text.push_str(&format!(" ({})", agree.join(", ")));
    }
    for (list, word) in [(more, "better"), (less, "worse")] {
        if !list.is_empty() {
            text.push_str(&format!("; {} expect{} {word}", list.join(", "), if list.len() == 1 { "s" } else { "" }));
        }
    }
    text.push('.');
    text
}
