//! Options: what each candidate action costs and brings, the best mix under the budget.

use super::{ILLUSTRATIVE, figure, show};
use crate::data::{Unit, units};
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = &input.exploration.options;
    if view.options.is_empty() {
        return Vec::new();
    }
    let money = |v: f64| show(input, v, Unit::Money);
    let columns = [
        "Option",
        "#Cost (80 % range): what is paid for",
        "#Weeks",
        "#All targets met",
        "#Gain per million",
        "#Net benefit",
        "Effect on the metrics (80 % range)",
        "Remark",
    ];
    let mut table = Table::new("option-table", "Candidate actions, cheapest first", &columns);
    for o in &view.options {
        let effects = o
            .effects
            .iter()
            .map(|(name, m, low, high)| format!("{name} {} ({} to {})", signed(*m), signed(*low), signed(*high)));
        let remark = o.dominated.clone().or_else(|| o.not_estimated.clone()).unwrap_or_default();
        table.push(vec![
            Text::from(o.label.as_str()).mark_if(view.illustrative, ILLUSTRATIVE).into(),
            Cell::shown(
                o.cost.map(|c| c.0),
                o.cost.map_or("unknown".into(), |(mean, low, high)| {
                    let split = o.cost_parts.and_then(|c| c.split(&input.pack.currency));
                    let split = split.map_or_else(String::new, |s| format!(": {s}"));
                    if high > 0.0 {
                        format!("{} ({} to {}){split}", money(mean), money(low), money(high))
                    } else {
                        money(mean)
                    }
                }),
            ),
            Cell::shown(o.weeks, o.weeks.map_or("unknown".into(), |w| units::digits(w, 2))),
            Cell::chance(o.success),
            Cell::shown(o.gain_per_million, o.gain_per_million.map_or("–".into(), |g| units::show(g, Unit::Fraction))),
            Cell::shown(o.net_benefit, o.net_benefit.map_or("unknown".into(), money)),
            effects.collect::<Vec<_>>().join("; ").into(),
            remark.into(),
        ]);
    }
    let mut blocks = vec![paragraph(view.basis(&money(view.value_of_success))), Block::Table(table)];
    if let Some(best) = &view.best {
        blocks.push(heading("Best mix under the budget", "best-mix"));
        blocks.push(paragraph(format!(
            "Under a budget of {}: {}, for {} on average; probability of meeting all measured targets {}.",
            money(best.budget),
            if best.options.is_empty() { "nothing".to_owned() } else { best.options.join(", ") },
            money(best.cost),
            units::chance(best.success)
        )));
        blocks.extend(list(
            best.allocation.iter().map(|(n, r)| Text::from(format!("{n}: {} records", units::compact(*r)))).collect(),
        ));
    }
    if !view.frontier.is_empty() {
        blocks.push(heading("Efficient frontier", "efficient-frontier"));
        blocks.extend(figure::pictures(input, "efficient-frontier"));
        let mut frontier =
            Table::new("frontier-table", "Best mixes at rising cost", &["Mix", "#Cost", "#All targets met"]);
        for mix in &view.frontier {
            frontier.push(vec![
                if mix.options.is_empty() { "nothing".to_owned() } else { mix.options.join(", ") }.into(),
                Cell::shown(Some(mix.cost), money(mix.cost)),
                Cell::chance(Some(mix.success)),
            ]);
        }
        blocks.push(Block::Table(frontier));
    }
    blocks.extend(list(view.notes.iter().map(|n| Text::from(n.as_str())).collect()));
    blocks
}

fn signed(x: f64) -> String {
    let text = units::score(x);
    if x > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}
