//! Notes that people wrote on places of a chart: a numbered mark there, the words beside it.

use super::axis::Scale;
use super::role::Role;
use super::spec::{ChartSpec, Label, Mark, Reading, Side};
use crate::scenario::{Annotation, Scenario};

/// True where a place along the horizontal axis is one place of the chart: not in rows of bars, not in a map.
#[must_use]
pub fn takes_notes(spec: &ChartSpec) -> bool {
    !spec.readings.is_empty() && spec.row_length().is_none() && !matches!(spec.y.scale, Scale::Names(_))
}

/// Notes on a chart from left to right: place, in words too, and note.
#[must_use]
pub fn of<'a>(spec: &ChartSpec, scenario: &'a Scenario) -> Vec<(f64, String, &'a Annotation)> {
    if !takes_notes(spec) {
        return Vec::new();
    }
    scenario.point_notes(&spec.id).into_iter().map(|(x, note)| (x, place(spec, x), note)).collect()
}

fn nearest(spec: &ChartSpec, x: f64) -> Option<&Reading> {
    let share = spec.x.share(x);
    let far = |r: &&Reading| (spec.x.share(r.x) - share).abs();
    spec.readings.iter().min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// The place in words: what the reading there begins with.
fn place(spec: &ChartSpec, x: f64) -> String {
    nearest(spec, x).map_or_else(String::new, |r| r.text.split(": ").next().unwrap_or_default().to_owned())
}

/// The chart with a numbered mark at each note.
#[must_use]
pub fn marked(spec: &ChartSpec, scenario: &Scenario) -> ChartSpec {
    let mut next = spec.clone();
    for (i, (x, _, _)) in of(spec, scenario).into_iter().enumerate() {
        let Some(y) = nearest(spec, x).map(|r| r.y).filter(|_| x >= spec.x.low && x <= spec.x.high) else { continue };
        next.marks.push(Mark::Diamond(x, y, Role::Today));
        let text = format!("note {}", i + 1);
        next.labels.insert(
            i.min(next.labels.len()),
            Label { short: text.clone(), text, at: (x, y), side: Side::Below, role: Role::Ink, leader: true },
        );
    }
    next
}

/// The notes as sentences, numbered as their marks are.
#[must_use]
pub fn sentences(spec: &ChartSpec, scenario: &Scenario) -> Vec<String> {
    let list = of(spec, scenario).into_iter().enumerate();
    list.map(|(i, (_, place, note))| format!("Note {}, at {place}: {}", i + 1, note.text.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axis, DataTable, Height};
    use crate::data::Unit;
    use crate::scenario::{About, Edit, Project};

    fn spec() -> ChartSpec {
        let reading = |x: f64, y, text: &str| Reading { x, y, text: text.into() };
        ChartSpec {
            id: "curve-empathy".into(),
            title: String::new(),
            description: String::new(),
            notes: Vec::new(),
            x: Axis::linear(0.0, 10.0, "size", Unit::Number),
            y: Axis::linear(0.0, 1.0, "score", Unit::Number),
            marks: Vec::new(),
            labels: Vec::new(),
            height: Height::Fixed(100.0),
            readings: vec![reading(1.0, 0.3, "1k records: 0.3"), reading(8.0, 0.5, "8k records: 0.5")],
            handle: None,
            table: DataTable::new(&[]),
            illustrative: false,
        }
    }

    #[test]
    fn a_note_on_a_point_is_marked_numbered_and_said() {
        let note = |text: &str| Some(Annotation { text: text.into(), ..Annotation::default() });
        let edits = [
            Edit::Note {
                about: About::Point { chart: "curve-empathy".into(), x: 8.0 },
                note: note("the raters changed"),
            },
            Edit::Note { about: About::Point { chart: "curve-empathy".into(), x: 1.0 }, note: note("one seed") },
            Edit::Note { about: About::Point { chart: "curve-empathy".into(), x: 99.0 }, note: note("off the axis") },
            Edit::Note { about: About::Point { chart: "curve-empathy b".into(), x: 1.0 }, note: note("another chart") },
        ];
        let project = edits.iter().fold(Project::default(), |p, e| e.apply(&p).expect("it applies"));
        let (plain, scenario) = (spec(), project.scenario());
        assert_eq!(
            sentences(&plain, scenario),
            [
                "Note 1, at 1k records: one seed",
                "Note 2, at 8k records: the raters changed",
                "Note 3, at 8k records: off the axis"
            ]
        );
        let marked = marked(&plain, scenario);
        assert_eq!(marked.marks, [Mark::Diamond(1.0, 0.3, Role::Today), Mark::Diamond(8.0, 0.5, Role::Today)]);
        assert_eq!(marked.labels.len(), 2);
        let back = Edit::Note { about: About::Point { chart: "curve-empathy".into(), x: 8.0 }, note: None }
            .apply(&project)
            .expect("it applies");
        assert_eq!(sentences(&plain, back.scenario()).len(), 2);
    }
}
