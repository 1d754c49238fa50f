//! Cost against the probability of meeting every target: single options as points, the best combinations as steps.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Dot, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::View;
use crate::data::{Amount, Unit, units};
use crate::decide::chance::{Mix, OptionsView};

/// One chart of all options.
pub struct EfficientFrontier;

impl Chart for EfficientFrontier {
    fn id(&self) -> &'static str {
        "efficient-frontier"
    }
    fn label(&self) -> &'static str {
        "Cost and probability of success"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let Some(exploration) = view.exploration else { return Vec::new() };
        let budget = view.scenario.assumption(view.pack, "budget_money");
        spec(&exploration.options, &view.pack.currency, budget).into_iter().collect()
    }
}

/// A combination in words.
#[must_use]
pub fn plan(options: &[String]) -> String {
    if options.is_empty() { "Do nothing".into() } else { options.join(" + ") }
}

/// The best probability at each budget: it rises where a better combination can be paid for, and stays until the next.
fn steps(frontier: &[Mix], width: f64) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = Vec::new();
    for mix in frontier {
        line.extend(line.last().map(|last| (mix.cost, last.1)));
        line.push((mix.cost, mix.success));
    }
    line.extend(line.last().map(|last| (width, last.1)));
    line
}

/// The chart; `None` where fewer than two options have both a price and an effect.
#[must_use]
pub fn spec(view: &OptionsView, currency: &str, budget: f64) -> Option<ChartSpec> {
    let money = |x: f64| units::money(currency, x);
    let share = units::chance;
    let known: Vec<_> = view.options.iter().filter_map(|o| Some((o, o.cost?.0, o.success?))).collect();
    if known.len() < 2 {
        return None;
    }
    let costs = known.iter().map(|k| k.1).chain(view.frontier.iter().map(|m| m.cost));
    let most = costs.fold(budget.max(0.0), f64::max).max(1.0);
    let chances = known.iter().map(|k| k.2).chain(view.frontier.iter().map(|m| m.success));
    let top = (chances.fold(0.0, f64::max) * 1.15).clamp(0.05, 1.0);
    let width = most * 1.12;
    let line = steps(&view.frontier, width);
    let dots = |dominated: bool| -> Vec<Dot> {
        let own = known.iter().filter(|k| k.0.dominated.is_some() == dominated);
        own.map(|k| Dot { x: k.1, y: k.2, error: None }).collect()
    };
    let mut marks = vec![
        Mark::Rule(budget, (0.0, top), Role::Other),
        Mark::Line(line, Role::Fit),
        Mark::Dots(dots(true), Role::Dominated),
        Mark::Dots(dots(false), Role::Point),
    ];
    let mut labels = vec![Label {
        text: format!("budget {}", money(budget)),
        short: "budget".into(),
        at: (budget, top * 0.985),
        side: Side::Left,
        role: Role::Muted,
        leader: false,
    }];
    if let Some(best) = &view.best {
        marks.push(Mark::Diamond(best.cost, best.success, Role::Crossing));
        labels.push(Label {
            text: "best under the budget".into(),
            short: "best".into(),
            at: (best.cost, best.success),
            side: Side::AboveLeft,
            role: Role::Crossing,
            leader: true,
        });
    }
    labels.extend(known.iter().map(|(o, cost, p)| Label {
        text: o.label.clone(),
        short: o.label.clone(),
        at: (*cost, *p),
        side: Side::Right,
        role: if o.dominated.is_some() { Role::Muted } else { Role::Ink },
        leader: true,
    }));
    let mut readings: Vec<Reading> = known
        .iter()
        .map(|(o, cost, p)| (o.label.clone(), *cost, *p, o.dominated.clone()))
        .chain(view.frontier.iter().map(|m| (plan(&m.options), m.cost, m.success, None)))
        .map(|(name, x, y, dominated)| {
            let why = dominated.map_or(String::new(), |d| format!("; dominated: {d}"));
            Reading { x, y, text: format!("{name}: {}, {} probable{why}", money(x), share(y)) }
        })
        .collect();
    readings.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    readings.dedup();
    let mut table = DataTable::new(&["what", "kind", "mean cost", "probability that all targets are met", "remark"]);
    let mut row = |name: String, kind: &str, cost: f64, p: f64, remark: String| {
        table.rows.push(vec![
            Cell::Text(name),
            Cell::Text(kind.into()),
            Cell::amount(Amount { value: cost, unit: Unit::Money, currency }),
            Cell::chance(p),
            Cell::Text(remark),
        ]);
    };
    for (o, cost, p) in &known {
        row(o.label.clone(), "option", *cost, *p, o.dominated.clone().unwrap_or_default());
    }
    for m in &view.frontier {
        row(plan(&m.options), "best combination", m.cost, m.success, String::new());
    }
    let finding = view.frontier.last().map_or_else(
        || "No combination of options has both a price and an effect.".to_owned(),
        |m| {
            let plan = if m.options.is_empty() { "Doing nothing".to_owned() } else { plan(&m.options) };
            if known.iter().all(|(_, _, p)| share(*p) == share(m.success)) {
                return format!("No option changes the probability: {} with each, or with none.", share(m.success));
            }
            format!("{plan} reaches the highest probability, {}, for about {}.", share(m.success), money(m.cost))
        },
    );
    Some(ChartSpec {
        id: "efficient-frontier".into(),
        title: finding,
        description: format!(
            "Chart: mean cost (across) against the probability that all measured targets are met (upwards); {} options as \
             points, {} best combinations at rising cost as steps, the budget of {} as a dotted line.",
            known.len(),
            view.frontier.len(),
            money(budget)
        ),
        notes: vec!["Points: single options; hollow ones are dominated, another costs no more and promises no less. Steps: the best combination that each budget pays for.".into()],
        x: Axis::linear(0.0, width, &format!("mean cost, {}", Unit::Money.word(currency)), Unit::Money),
        y: Axis::linear(0.0, top, "probability that all measured targets are met", Unit::Fraction),
        marks,
        labels,
        height: Height::Share(0.5, 240.0, 380.0),
        readings,
        handle: None,
        table,
        illustrative: view.illustrative,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::chance::{OptionKind, OptionResult};

    #[test]
    fn dominated_options_are_hollow_and_the_steps_are_the_frontier() {
        let option = |label: &str, cost: f64, success: f64, dominated: Option<&str>| OptionResult {
            kind: OptionKind::default(),
            label: label.into(),
            families: Vec::new(),
            add_records: 0.0,
            cost: Some((cost, cost, cost)),
            cost_parts: None,
            weeks: None,
            effects: Vec::new(),
            success: Some(success),
            gain_per_million: None,
            net_benefit: None,
            dominated: dominated.map(str::to_owned),
            not_estimated: None,
        };
        let mix = |cost: f64, success: f64, options: &[&str]| Mix {
            cost,
            success,
            options: options.iter().map(|o| (*o).to_owned()).collect(),
            ..Mix::default()
        };
        let view = OptionsView {
            options: vec![
                option("nothing", 0.0, 0.1, None),
                option("a", 100.0, 0.6, None),
                option("b", 150.0, 0.3, Some("a is cheaper")),
            ],
            frontier: vec![mix(0.0, 0.1, &[]), mix(100.0, 0.6, &["a"])],
            ..OptionsView::default()
        };
        let spec = spec(&view, "$", 120.0).expect("there is something to draw");
        assert_eq!(spec.title, "a reaches the highest probability, 60 %, for about $\u{a0}100.");
        // With less than the second combination costs, the first is the best there is.
        let stairs = vec![(0.0, 0.1), (100.0, 0.1), (100.0, 0.6), (150.0 * 1.12, 0.6)];
        assert!(spec.marks.contains(&Mark::Line(stairs, Role::Fit)));
        assert!(spec.marks.contains(&Mark::Dots(vec![Dot { x: 150.0, y: 0.3, error: None }], Role::Dominated)));
        assert_eq!(spec.readings.len(), 4, "a point on the line is read out once for each name");
        assert_eq!(super::spec(&OptionsView::default(), "$", 1.0), None);
    }
}
