//! What to measure next, or whether to stop measuring.

use super::show;
use crate::data::Unit;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = &input.exploration.information;
    let money = |v: f64| show(input, v, Unit::Money);
    if !view.known {
        return view.because.as_ref().map(|b| paragraph(format!("Unknown: {b}"))).into_iter().collect();
    }
    let mut blocks = vec![paragraph(Text::default().strong(view.recommendation.as_str()))];
    let mut items: Vec<(String, Text)> =
        vec![("Knowing everything would be worth at most".into(), money(view.evpi).into())];
    if let Some((label, benefit)) = &view.best {
        items
            .push((format!("Best option as things stand: {label}"), format!("net benefit {}", money(*benefit)).into()));
    }
    blocks.push(Block::Facts { items });
    if !view.next.is_empty() {
        let mut table = Table::new(
            "next-measurements",
            "Measurements, best net benefit first",
            &["Measurement", "#Value", "#Cost", "#Net benefit"],
        );
        for m in &view.next {
            let cell = |v: Option<f64>| Cell::shown(v, v.map_or("unknown".into(), money));
            table.push(vec![m.label.as_str().into(), cell(Some(m.value)), cell(m.cost), cell(m.net)]);
        }
        blocks.push(Block::Table(table));
    }
    if !view.evppi.is_empty() {
        let mut table = Table::new("evppi", "Worth of knowing one input perfectly", &["Input", "#Worth"]);
        for (name, value) in &view.evppi {
            table.push(vec![name.as_str().into(), Cell::shown(Some(*value), money(*value))]);
        }
        blocks.push(Block::Table(table));
    }
    blocks
}
