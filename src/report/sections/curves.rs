//! Learning curves: what was measured, what more data would bring.

use super::{ILLUSTRATIVE, figure};
use crate::analysis::readout::CurveSubject;
use crate::analysis::readout::facts::{self, Fact};
use crate::analysis::readout::finding::met_at;
use crate::analysis::readout::most_gain::{LEVEL, MostGain, gain_words, most_gain};
use crate::chart::{collection_plan, learning_curve, requirement};
use crate::data::{Unit, units};
use crate::decide::GAP_LEVEL;
use crate::decide::collection::{self, CollectionView};
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Table, Text, heading, list, paragraph};

/// Families with less of the weight are not listed.
const LEAST_WEIGHT: f64 = 0.02;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let view = input.view();
    let subjects = CurveSubject::all(&view);
    if subjects.is_empty() {
        return vec![paragraph("Unknown: no file with a metric at several training-set sizes was loaded.")];
    }
    let mut blocks = vec![
        paragraph(
            "Forecasts combine several families of curves by how well each describes the points; ranges include noise, parameters, disagreement between families and error of the model.",
        ),
        Block::Table(overview(&subjects)),
    ];
    for (at, found) in most_gain(&view).iter().enumerate() {
        blocks.push(paragraph(found.sentence.clone()));
        blocks.push(Block::Table(gains(at, found)));
    }
    for (i, s) in subjects.iter().enumerate() {
        let id = anchor(&s.curve.id);
        blocks.push(heading(s.label.clone(), format!("curve-{id}")));
        let mut spec = learning_curve::spec(s, None);
        if i > 0 {
            // How to read them is said once.
            spec.notes.clear();
        }
        blocks.push(figure::one(&figure::noted(input, spec)));
        // A gap asks by when the target is reached; a target already met does not.
        if s.meets() == Some(false) {
            blocks.extend(requirement::spec(s).as_ref().map(figure::one));
        }
        let title = format!("{}: what the curve says", s.label);
        blocks.push(Block::Table(facts(&format!("facts-{id}"), &title, &facts::facts(&view, s))));
        if let Some(plan) = input.exploration.collection.iter().find(|v| v.curve == s.curve.id) {
            blocks.extend(in_rounds(input, plan, &id));
        }
        blocks.push(Block::Details {
            summary: "Families of curves".into(),
            blocks: vec![paragraph(facts::agreement(s)), Block::Table(models(&id, s))],
        });
        blocks.extend(list(s.fit.diagnostics.iter().map(|d| Text::from(d.to_string())).collect()));
    }
    blocks
}

/// Collecting in the rounds that the scenario asks for.
fn in_rounds(input: &ReportInput<'_>, plan: &CollectionView, id: &str) -> Vec<Block> {
    let (count, currency) = (collection::rounds(input.scenario()), &input.pack.currency);
    let columns = collection_plan::COLUMNS.map(|c| if c == "Round" { c.to_owned() } else { format!("#{c}") });
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let caption = format!("{}: collecting in {count} rounds", plan.label);
    let mut table = Table::new(&format!("rounds-{id}"), &caption, &columns);
    for row in collection_plan::rows(plan, count, currency) {
        table.push(row.into_iter().map(Cell::from).collect());
    }
    let mut blocks: Vec<Block> = collection_plan::sentences(plan, count, currency).into_iter().map(paragraph).collect();
    blocks.push(Block::Table(table));
    blocks
}

/// Lines of a readout as a table.
pub(super) fn facts(id: &str, caption: &str, facts: &[Fact]) -> Table {
    let mut table = Table::new(id, caption, &["What", "Value", "Remark"]);
    for f in facts {
        table.push(vec![f.term.as_str().into(), f.value.as_str().into(), f.note.as_str().into()]);
    }
    table
}

fn overview(subjects: &[CurveSubject<'_>]) -> Table {
    let columns = [
        "Metric",
        "#Sizes",
        "#Largest",
        "#Measured there",
        "#At twice the data (90 % range)",
        "#Target",
        "#Size needed (80 % range)",
    ];
    let mut table = Table::new("curve-table", "What more data would bring", &columns);
    for s in subjects {
        let here = s.fit.last_seen;
        let twice = s.fit.at(2.0 * here.x, None, 0.9);
        table.push(vec![
            Text::from(s.label.as_str()).mark_if(s.curve.illustrative, ILLUSTRATIVE).into(),
            Cell::shown(Some(s.fit.n as f64), units::grouped(s.fit.n as f64)),
            Cell::shown(Some(here.x), s.size(here.x)),
            Cell::number(Some(here.y), Unit::Number),
            Cell::shown(
                twice.map(|p| p.median),
                twice.map_or("unknown".into(), |p| {
                    format!("{} ({} to {})", units::score(p.median), units::score(p.lower), units::score(p.upper))
                }),
            ),
            s.target.as_ref().map_or("–".into(), |t| Cell::shown(Some(t.value), t.words())),
            needed(s),
        ]);
    }
    table
}

/// What each slice of a metric gains.
fn gains(at: usize, found: &MostGain) -> Table {
    let caption = format!("{}: where more records help most", found.label);
    let gain = format!("#Gain per 1,000 records ({} % range)", LEVEL * 100.0);
    let mut table =
        Table::new(&format!("most-gain-{at}"), &caption, &["Slice", "#Records", "#Value there", &gain, "#Gains most"]);
    for g in &found.gains {
        table.push(vec![
            g.slice.as_str().into(),
            Cell::shown(Some(g.records), units::compact(g.records)),
            Cell::number(Some(g.value), Unit::Number),
            Cell::shown(Some(g.gain), gain_words(g)),
            Cell::shown(Some(g.first), units::chance(g.first)),
        ]);
    }
    table
}

fn needed(s: &CurveSubject<'_>) -> Cell {
    let Some(need) = s.requirement else { return "–".into() };
    if s.meets() == Some(true) {
        return met_at(s, &need).map_or_else(|| "reached".into(), |at| Cell::shown(need.median, at));
    }
    let text = match (need.median, need.lower, need.upper) {
        (Some(m), Some(low), Some(high)) if (need.level - GAP_LEVEL).abs() < 1e-9 => {
            format!("{} ({} to {})", s.size(m), units::compact(low), units::compact(high))
        }
        (Some(m), _, _) => s.size(m),
        _ => format!("next to impossible within {}", s.size(need.within.1)),
    };
    Cell::shown(need.median, text)
}

fn models(id: &str, s: &CurveSubject<'_>) -> Table {
    let columns = ["Family", "Formula", "#Weight", "#AICc", "#Tends to", "#At twice the data", "Search"];
    let caption = format!(
        "{}: families that carry at least {} of the forecast",
        s.label,
        units::show(LEAST_WEIGHT, Unit::Fraction)
    );
    let mut table = Table::new(&format!("families-{id}"), &caption, &columns);
    for m in facts::models(s).into_iter().filter(|m| m.weight >= LEAST_WEIGHT) {
        let number = |v: Option<f64>| Cell::shown(v, v.map_or("–".into(), units::score));
        table.push(vec![
            m.label.into(),
            Text::default().code(m.formula).into(),
            Cell::number(Some(m.weight), Unit::Fraction),
            Cell::shown(m.aicc, m.aicc.map_or("–".into(), |a| units::fixed(a, 1))),
            number(m.limit),
            number(m.doubled),
            m.ended.into(),
        ]);
    }
    table
}
