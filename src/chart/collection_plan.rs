//! A plan of collecting in rounds: its sentences, its table, its chart.

use super::axis::Axis;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::finding::chance;
use crate::analysis::readout::subject::CurveSubject;
use crate::data::Unit;
use crate::data::units::{compact, listed, show};
use crate::decide::collection::{CollectionView, RoundsPlan};
use crate::fit::SEARCH_FACTOR;

/// Headings of [`rows`].
pub const COLUMNS: [&str; 7] =
    ["Round", "Collect", "Size then", "Needed with", "Target met by then", "Cost of the round", "Time"];

/// The plan of so many rounds.
#[must_use]
pub fn plan(view: &CollectionView, rounds: usize) -> Option<&RoundsPlan> {
    view.plans.get(rounds.checked_sub(1)?)
}

/// Its rows, as shown.
#[must_use]
pub fn rows(view: &CollectionView, rounds: usize, currency: &str) -> Vec<[String; 7]> {
    let Some(plan) = plan(view, rounds) else { return Vec::new() };
    let row = |(i, r): (usize, &crate::decide::collection::Round)| {
        [
            (i + 1).to_string(),
            if r.add > 0.0 { format!("{} more", show(r.add, view.unit)) } else { "nothing".into() },
            show(r.size, view.unit),
            if i == 0 { "certain".into() } else { chance(r.needed) },
            chance(r.met),
            r.cost.map_or_else(|| "unknown".into(), |c| spread(c, currency)),
            r.weeks.map_or_else(|| "unknown".into(), weeks),
        ]
    };
    plan.rounds.iter().enumerate().map(row).collect()
}

fn money(x: f64, currency: &str) -> String {
    crate::data::units::money(currency, x)
}

fn spread((low, likely, high): (f64, f64, f64), currency: &str) -> String {
    if high > low {
        format!("{} ({} to {})", money(likely, currency), compact(low), compact(high))
    } else {
        money(likely, currency)
    }
}

fn weeks(w: f64) -> String {
    if w < 1.5 { "about a week or less".into() } else { format!("about {} weeks", compact(w.round())) }
}

/// What the plan says: what it aims for, what to do after each round, what it is expected to cost, what collecting all at
/// once would.
#[must_use]
pub fn sentences(view: &CollectionView, rounds: usize, currency: &str) -> Vec<String> {
    let (Some(plan), Some(once)) = (plan(view, rounds), plan(view, 1)) else { return Vec::new() };
    let mut out = Vec::new();
    let all = once.expected;
    if !(all > 0.0) {
        out.push(format!(
            "The curve gives the target a chance of {} with today's data already: measure once more before collecting anything.",
            chance(view.chance)
        ));
        return out;
    }
    out.push(if view.lowered {
        format!(
            "The chance asked for is out of reach: the target is reachable at all with {}. The plan aims for that share of it, {}.",
            chance(view.reachable),
            chance(view.chance)
        )
    } else {
        format!(
            "After round {} the target is met with {} chance; it is reachable at all with {}.",
            plan.rounds.len(),
            chance(view.chance),
            chance(view.reachable)
        )
    });
    let what = match view.families.as_slice() {
        [] => String::new(),
        [one] => format!(" Collect in {one}, which serves {}.", view.label.to_lowercase()),
        some => format!(" Collect in {}, which serve {}.", listed(some), view.label.to_lowercase()),
    };
    out.push(format!(
        "After each round train and measure, add the point to the curve and fit it again; go on only while the target is missed, with a plan made anew.{what}"
    ));
    let saved = (1.0 - plan.expected / all).max(0.0);
    let less = if saved >= 0.005 { format!(", {:.0} % less", saved * 100.0) } else { ", no less".to_owned() };
    out.push(match (once.cost, plan.cost) {
        (Some(once_cost), Some(cost)) => format!(
            "Collecting all {} at once for the same chance costs {} whatever happens; in {} rounds {} is expected for {}{less}.",
            show(all, view.unit),
            spread(once_cost, currency),
            plan.rounds.len(),
            spread(cost, currency),
            show(plan.expected, view.unit),
        ),
        _ => format!(
            "Collecting all {} at once for the same chance takes them whatever happens; in {} rounds {} are expected{less}. What that costs is unknown{}.",
            show(all, view.unit),
            plan.rounds.len(),
            show(plan.expected, view.unit),
            view.missing.as_ref().map_or_else(String::new, |why| format!(": {why}")),
        ),
    });
    if view.illustrative {
        out.push("Curve or prices are illustrative.".into());
    }
    out
}

/// The chance of the target by size, with the size after each round.
#[must_use]
pub fn spec(subject: &CurveSubject<'_>, view: &CollectionView, rounds: usize) -> Option<ChartSpec> {
    let chosen = plan(view, rounds).filter(|p| p.expected > 0.0)?;
    let target = subject.target.as_ref()?;
    let end = chosen.rounds.last()?.size;
    let curve: Vec<(f64, f64)> =
        subject.fit.reached(view.target, SEARCH_FACTOR).into_iter().filter(|c| c.0 <= end * 2.0).collect();
    let top = curve.last().map_or(end, |c| c.0).max(end);
    let mut marks = vec![Mark::Line(curve, Role::Forecast)];
    let mut labels = Vec::new();
    let mut readings = Vec::new();
    let mut table = DataTable::new(&["round", "size then", "probability that the target is met by then", "collect"]);
    let mut before = 0.0;
    for (i, r) in chosen.rounds.iter().enumerate() {
        marks.push(Mark::Span(r.met, (r.size - r.add, r.size), Role::Crossing));
        marks.push(Mark::Diamond(r.size, r.met, Role::Crossing));
        labels.push(Label {
            text: format!("round {}: +{}", i + 1, compact(r.add)),
            short: format!("{}", i + 1),
            at: (r.size, r.met),
            side: Side::Above,
            role: Role::Crossing,
            leader: true,
        });
        readings.push(Reading {
            x: r.size,
            y: r.met,
            text: format!(
                "round {}: {} more make {}; the target is met with {} chance, {} before",
                i + 1,
                show(r.add, view.unit),
                show(r.size, view.unit),
                chance(r.met),
                chance(before)
            ),
        });
        before = r.met;
        table.rows.push(vec![
            Cell::Number((i + 1) as f64, Unit::Count),
            Cell::Number(r.size, view.unit),
            Cell::chance(r.met),
            Cell::Number(r.add, view.unit),
        ]);
    }
    Some(ChartSpec {
        id: format!("plan-{}", view.curve),
        title: format!(
            "{} rounds from {} to {} reach {} {} with {} chance.",
            chosen.rounds.len(),
            show(view.from, view.unit),
            show(end, view.unit),
            subject.label,
            target.words(),
            chance(view.chance)
        ),
        description: format!(
            "Chart: probability that the underlying {} reaches {} by a given size, with the size after each of {} rounds.",
            subject.label,
            target.words(),
            chosen.rounds.len()
        ),
        notes: vec!["Each bar is what one round collects; the diamond is the chance of the target after it.".into()],
        x: Axis::log(view.from, top, subject.size_title(), subject.unit()),
        y: Axis::linear(0.0, 1.0, "probability that the target is reached", Unit::Fraction),
        marks,
        labels,
        height: Height::Share(0.4, 190.0, 280.0),
        readings,
        handle: None,
        table,
        illustrative: view.illustrative,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::collection::Round;

    fn view(price: bool) -> CollectionView {
        let cost = |x: f64| price.then_some((x, 2.0 * x, 4.0 * x));
        let round =
            |size: f64, add: f64, needed: f64, met: f64| Round { size, add, needed, met, cost: cost(add), weeks: None };
        let plan =
            |rounds: Vec<Round>, expected: f64| RoundsPlan { rounds, expected, cost: cost(expected), cost_parts: None };
        CollectionView {
            curve: "c".into(),
            label: "Empathy".into(),
            target: 0.8,
            unit: Unit::Records,
            from: 1000.0,
            reachable: 0.9,
            chance: 0.8,
            lowered: false,
            missing: None,
            price: cost(1.0),
            price_by_hand: false,
            illustrative: false,
            families: vec!["Grief".into(), "Anger".into()],
            plans: vec![
                plan(vec![round(5000.0, 4000.0, 1.0, 0.8)], 4000.0),
                plan(vec![round(2000.0, 1000.0, 1.0, 0.5), round(5000.0, 3000.0, 0.5, 0.8)], 2500.0),
            ],
        }
    }

    #[test]
    fn sentences_say_what_all_at_once_would_cost() {
        let text = sentences(&view(true), 2, "EUR").join(" ");
        assert!(text.contains("EUR\u{a0}8k"), "{text}");
        assert!(text.contains("38 % less") || text.contains("37 % less"), "{text}");
        assert!(text.contains("Grief and Anger, which serve empathy"), "{text}");
        let rows = rows(&view(true), 2, "EUR");
        assert_eq!((rows.len(), rows[0][3].as_str(), rows[0][6].as_str()), (2, "certain", "unknown"));
    }

    #[test]
    fn an_unknown_price_is_said_to_be_unknown() {
        let text = sentences(&view(false), 2, "").join(" ");
        assert!(text.contains("What that costs is unknown") && !text.contains('$'), "{text}");
        assert!(rows(&view(false), 2, "").iter().all(|r| r[5] == "unknown"));
    }
}
