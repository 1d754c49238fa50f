//! Targets: what a metric is to reach. They propose gates; none is in force because a file names it.

use crate::data::evaluation::{is_whole, metric_id};
use crate::data::{Diagnostic, Target};
use crate::read::extract::{Extracted, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, RoleSpec};
use crate::read::words;

/// The name of the kind.
pub const KIND: Kind = Kind("targets");

/// Targets, one a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "targets",
    counted: ("target", "targets"),
    shown: ("evidence", "proposed-title"),
    list: "targets",
    weight: 2,
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    count: |e| e.targets.len(),
    add: |item, file, to| Ok(to.targets.push(Target { file: file.into(), ..serde_json::from_value(item)? })),
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new("metric", "Metric", Accepts::Text, "Which metric.", "metric metric_name measure kpi name key")
        .needed(),
    RoleSpec::new(
        "target",
        "Target",
        Accepts::Number,
        "What it is to reach.",
        "target target_value goal threshold required requirement acceptance minimum min_value at_least bar",
    )
    .needed(),
    RoleSpec::new(
        "slice",
        "Slice",
        Accepts::Text,
        "Language, class or task that it is asked of.",
        "slice language subset category class group segment task",
    ),
    RoleSpec::new(
        "direction",
        "Direction",
        Accepts::Direction,
        "Which way the metric improves.",
        "direction comparator operator op higher_is_better lower_is_better",
    ),
];

/// A table with a target and no measured value: with one, it is evaluations and the target a column beside.
fn weigh(w: &mut Weighing) -> Weight {
    let (Some(metric), Some(target)) = (w.profile("metric"), w.profile("target")) else { return (0.0, None) };
    let measured = w.profiles.iter().any(|p| {
        p.name != target.name && p.numeric() > 0.5 && matches!(p.key.as_str(), "value" | "score" | "result" | "actual")
    });
    let known = metric.cells.iter().filter(|c| words::is_metric(c)).count() as f64 / metric.cells.len().max(1) as f64;
    let named = !matches!(metric.key.as_str(), "name" | "key");
    let sure =
        (w.score("metric") + w.score("target")) / 2.0 * if named { 0.8 + 0.15 * known } else { 0.3 + 0.65 * known };
    (if measured { 0.0 } else { sure }, None)
}

/// Reads every row with a metric and a target.
fn extract(source: &mut Source, out: &mut Extracted) {
    let [metric, target, slice, direction] = ["metric", "target", "slice", "direction"].map(|id| source.field(id));
    for row in 0..source.rows() {
        let Some(label) = source.text("metric", metric.as_ref(), row) else {
            source.skip(row, "row-without-name", "The row names no metric and was skipped.");
            continue;
        };
        let Some(value) = source.number("target", target.as_ref(), row) else {
            source.skip(row, "row-without-value", "The row has no target and was skipped.");
            continue;
        };
        let stated = direction.as_ref().and_then(|f| words::direction(source.raw(f, row), &f.name));
        out.evidence.targets.push(Target {
            metric: metric_id(&label),
            direction: stated.or_else(|| words::usual_direction(&label)),
            label,
            slice: source.text("slice", slice.as_ref(), row).filter(|s| !is_whole(s)),
            value,
            file: source.file.to_owned(),
            row: source.source_row(row),
        });
        out.read += 1;
    }
    if !out.evidence.targets.is_empty() {
        let message = "Targets are a proposal: no gate uses them until a policy pack has gates for them.";
        source.notes.add(
            Diagnostic::info("targets-proposed", message).mend(
                "The Evidence page puts them in force with one click; `headroom decide --json` writes them as gates (`proposed`).",
            ),
        );
    }
}
