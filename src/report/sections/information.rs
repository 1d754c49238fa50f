//! What to measure next, or whether to stop measuring.

use super::show;
use crate::data::Unit;
use crate::decide::capital;
use crate::report::ReportInput;
use crate::report::parts::{Block, Cell, Table, Text, paragraph};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = &input.exploration.information;
    let money = |v: f64| show(input, v, Unit::Money);
    let mut blocks = vec![paragraph(Text::default().strong(view.recommendation.as_str()))];
    if !view.known {
        blocks.extend(view.because.iter().map(|b| paragraph(format!("The value of measuring is not computed: {b}."))));
        return blocks;
    }
    let mut items: Vec<(String, Text)> =
        vec![("Knowing everything would be worth at most".into(), money(view.evpi).into())];
    if let Some((label, benefit)) = &view.best {
        items
            .push((format!("Best option as things stand: {label}"), format!("net benefit {}", money(*benefit)).into()));
    }
    blocks.push(Block::Facts { items });
    let (told, idle): (Vec<_>, Vec<_>) = view.next.iter().partition(|m| m.value > 0.0);
    if !told.is_empty() {
        let mut table = Table::new(
            "next-measurements",
            "Measurements, best net benefit first",
            &["Measurement", "#Value", "#Cost", "#Net benefit"],
        );
        for m in told {
            let cell = |v: Option<f64>| Cell::shown(v, v.map_or("unknown".into(), money));
            table.push(vec![capital(&m.label).into(), cell(Some(m.value)), cell(m.cost), cell(m.net)]);
        }
        blocks.push(Block::Table(table));
    }
    if !idle.is_empty() {
        let names: Vec<String> = idle.iter().map(|m| m.label.clone()).collect();
        blocks.push(paragraph(format!(
            "Worth nothing above chance, at the best of the sizes tried: {}.",
            names.join("; ")
        )));
    }
    blocks.extend(view.notes.iter().map(|note| paragraph(note.as_str())));
    if view.evppi.iter().any(|e| e.1 > 0.0) {
        let mut table = Table::new("evppi", "Worth of knowing one input perfectly", &["Input", "#Worth"]);
        for (name, value) in view.evppi.iter().filter(|e| e.1 > 0.0) {
            table.push(vec![capital(name).into(), Cell::shown(Some(*value), money(*value))]);
        }
        blocks.push(Block::Table(table));
    }
    blocks
}
