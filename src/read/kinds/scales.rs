//! Rating scales of several items, one rating a row and one item of the scale a column. Their sum is the score; the ratings of
//! one session are averaged within it.

use super::likelihoods::refuse;
use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, Direction, Evaluation, units};
use crate::metric::mean_and_error;
use crate::read::columns::profile::Profile;
use crate::read::extract::{Columns, Extracted, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::map::Measure;
use crate::read::roles::{Accepts, RoleSpec};
use std::collections::BTreeMap;

/// The name of the kind.
pub const KIND: Kind = Kind("scales");

/// Ratings on a scale of several items.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "ratings on a scale of several items",
    counted: ("table of ratings", "tables of ratings"),
    shown: ("evidence", "measured-title"),
    list: "scales",
    weight: 0,
    wide: true,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    // What they say is among the evaluations, and counted there.
    count: |_| 0,
    add: refuse,
};

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "item",
        "Session",
        Accepts::Text,
        "What was rated; its ratings are averaged.",
        "session session_id item item_id id conversation conversation_id dialogue dialogue_id tape recording transcript",
    )
    .needed(),
    RoleSpec::new("slice", "Slice", Accepts::Text, "Group that it is of.", "slice category group language domain site"),
    RoleSpec::new("model", "Model", Accepts::Text, "What was rated.", "model run model_name therapist system checkpoint"),
    RoleSpec::new("time", "Time", Accepts::Text, "When: baseline, after, a date.", "time when phase before_after"),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where it is not measured.",
        "illustrative example_value made_up",
    ),
];

/// A scale that is known by the names of its items.
struct Scale {
    /// Identifier of its score.
    id: &'static str,
    label: &'static str,
    /// Words that the name of each item holds, one of each list.
    items: &'static [&'static [&'static str]],
    /// Largest rating of an item; the smallest is 0.
    top: f64,
}

/// Cognitive Therapy Rating Scale (Young and Beck 1980): 11 items from 0 to 6, 66 in all.
const SCALES: &[Scale] = &[Scale {
    id: "ctrs",
    label: "Cognitive Therapy Rating Scale",
    items: &[
        &["agenda"],
        &["feedback"],
        &["understanding"],
        &["interpersonal"],
        &["collaboration"],
        &["pacing"],
        &["guided_discovery", "discovery"],
        &["key_cognitions", "cognitions", "focusing"],
        &["strategy"],
        &["application", "techniques"],
        &["homework"],
    ],
    top: 6.0,
}];

/// The column of each item of a scale, none twice; `None` where one is missing or holds other numbers.
fn columns<'p>(scale: &Scale, profiles: &'p [Profile]) -> Option<Vec<&'p Profile>> {
    let mut found: Vec<&Profile> = Vec::new();
    for (at, words) in scale.items.iter().enumerate() {
        let numbered = [format!("{}_{}", scale.id, at + 1), format!("{}{}", scale.id, at + 1)];
        let named = |p: &&Profile| {
            let within = p.numeric() > 0.5 && p.values.iter().all(|v| (0.0..=scale.top).contains(v));
            let said = words.iter().any(|w| format!("_{}_", p.key).contains(&format!("_{w}_")));
            within && (said || numbered.contains(&p.key)) && !found.iter().any(|f| f.name == p.name)
        };
        let column = profiles.iter().find(named)?;
        found.push(column);
    }
    Some(found)
}

fn weigh(w: &mut Weighing) -> Weight {
    let Some((scale, items)) = SCALES.iter().find_map(|s| Some((s, columns(s, w.profiles)?))) else {
        return (0.0, None);
    };
    if !w.has("item") {
        return (0.0, None);
    }
    for role in ["slice", "model", "time"] {
        if w.profile(role).is_some_and(|p| !p.tells_groups() || items.iter().any(|i| i.name == p.name)) {
            w.map.roles.remove(role);
        }
    }
    let measure = |p: &&Profile| Measure {
        column: p.name.clone(),
        metric: p.name.clone(),
        direction: Some(Direction::Higher),
        ..Measure::default()
    };
    w.map.measures = items.iter().map(measure).collect();
    (0.97, Some(format!("{} items of the {}", items.len(), scale.label)))
}

/// Model, time and slice.
type Place = (Option<String>, Option<String>, Option<String>);

fn extract(source: &mut Source, out: &mut Extracted) {
    let [item, slice, model, time, illustrative] =
        ["item", "slice", "model", "time", "illustrative"].map(|id| source.field(id));
    let items = Columns::all(source);
    // Where a person changed the columns, the scale is the one with as many items.
    let Some(scale) = SCALES.iter().find(|s| s.items.len() == items.len()) else {
        let message = "The columns are not as many as the items of a scale that is known; nothing was summed.";
        let known: Vec<&str> = SCALES.iter().map(|s| s.label).collect();
        source.notes.add(Diagnostic::warning("scale-unknown", message).expected(known.join(", ")));
        return;
    };
    let mut groups: BTreeMap<Place, BTreeMap<String, (f64, f64)>> = BTreeMap::new();
    let (mut without, mut made_up) = (0_usize, false);
    for row in 0..source.rows() {
        let ratings: Vec<f64> = items.iter().filter_map(|c| source.quantity(&c.value, row)).map(|q| q.value).collect();
        if ratings.len() < items.len() || ratings.iter().any(|r| !(0.0..=scale.top).contains(r)) {
            without += 1;
            continue;
        }
        made_up |= source.illustrative(illustrative.as_ref(), row);
        let name = source.item(item.as_ref(), row);
        let [slice, model, time] = [("slice", &slice), ("model", &model), ("time", &time)]
            .map(|(id, field)| source.text(id, field.as_ref(), row));
        let mut add = |slice: Option<String>| {
            let sessions = groups.entry((model.clone(), time.clone(), slice)).or_default();
            let (sum, n) = sessions.entry(name.clone()).or_default();
            (*sum, *n) = (*sum + ratings.iter().sum::<f64>(), *n + 1.0);
        };
        add(None);
        if slice.is_some() {
            add(slice);
        }
        out.read += 1;
    }
    if without > 0 {
        let message = format!(
            "{} with an item that was not rated, or not from 0 to {}: a sum of the others would be another scale, and none was made.",
            units::counted(without, "rating", "ratings"),
            units::grouped(scale.top),
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message));
    }
    let metric = metric_id(scale.id);
    for ((model, time, slice), sessions) in groups {
        let scores: Vec<(String, f64)> = sessions.into_iter().map(|(name, (sum, n))| (name, sum / n)).collect();
        let values: Vec<f64> = scores.iter().map(|s| s.1).collect();
        let (value, se) = mean_and_error(&values);
        out.evidence.evaluations.push(Evaluation {
            metric: metric.clone(),
            label: scale.label.into(),
            value,
            se,
            n: Some(scores.len() as f64),
            interval: None,
            direction: Some(Direction::Higher),
            slice,
            model,
            time,
            items: scores,
            file: source.file.to_owned(),
            row: None,
            illustrative: made_up,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    const HEAD: &str = "session,rater,agenda,feedback,understanding,interpersonal effectiveness,collaboration,pacing,guided discovery,focus on key cognitions,strategy for change,application of techniques,homework\n";

    #[test]
    fn eleven_items_are_one_score_averaged_within_a_session() {
        let row = |s: &str, r: &str, v: &str| format!("{s},{r}{}\n", format!(",{v}").repeat(11));
        let text = format!(
            "{HEAD}{}{}{}{}",
            row("a", "r1", "4"),
            row("a", "r2", "2"),
            row("b", "r1", "5"),
            row("c", "r1", "3")
        );
        let said = read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
        let [e] = &said.evaluations[..] else { panic!("{said:?}") };
        assert_eq!((e.metric.as_str(), e.n, e.value), ("ctrs", Some(3.0), (33.0 + 55.0 + 33.0) / 3.0));
        // Numbered items are the same; one that is missing makes no sum.
        let numbered = HEAD.split(',').skip(2).enumerate().map(|(i, _)| format!("ctrs_{}", i + 1)).collect::<Vec<_>>();
        let text = format!(
            "session,{}\na{}\nb{}\nc{},\n",
            numbered.join(","),
            ",6".repeat(11),
            ",1".repeat(11),
            ",2".repeat(10)
        );
        let said = read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
        assert_eq!(said.evaluations.iter().map(|e| (e.value, e.n)).collect::<Vec<_>>(), [(38.5, Some(2.0))]);
        assert!(said.files[0].diagnostics.iter().any(|d| d.code == "items-unmeasured"));
    }

    #[test]
    fn fewer_items_or_other_numbers_are_no_scale() {
        let few = "session,agenda,feedback,homework\na,1,2,3\nb,2,3,4\n".to_owned();
        let large = format!("{HEAD}a,r1{}\nb,r1{}\n", ",40".repeat(11), ",50".repeat(11));
        for text in [few, large] {
            let read = read_evidence("x.csv", text.as_bytes(), None, &Limits::default());
            assert!(read.is_ok_and(|r| r.value.evidence.evaluations.iter().all(|e| e.metric != "ctrs")), "{text}");
        }
    }
}
