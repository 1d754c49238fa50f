//! Preferences between the answers of two models, one judgement a row. They become win rates.
//!
//! Judges prefer what stands first or second. Where an item was judged in both orders its judgements are averaged, and how many
//! of them changed with the order is said.

use super::likelihoods::refuse;
use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, Evaluation, units};
use crate::metric::mean_and_error;
use crate::metric::scores::metric;
use crate::num::binomial;
use crate::read::extract::{Extracted, Field, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, RoleSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the kind.
pub const KIND: Kind = Kind("preferences");

/// Judgements between two answers, one a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "preferences between answers",
    counted: ("table of preferences", "tables of preferences"),
    shown: ("evidence", "measured-title"),
    list: "preferences",
    weight: 0,
    wide: false,
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
        "winner",
        "Winner",
        Accepts::Text,
        "Which answer was preferred: the name of its model, a or b, first or second, or tie.",
        "winner preference preferred choice chosen_model judgement judgment verdict g1_winner better preferred_model vote",
    )
    .needed(),
    RoleSpec::new(
        "again",
        "Winner in the other order",
        Accepts::Text,
        "The same with the answers in the other order.",
        "g2_winner winner_swapped swapped_winner winner_reversed winner_2 second_winner",
    ),
    RoleSpec::new(
        "first",
        "First model",
        Accepts::Text,
        "Model of the answer that stood first.",
        "model_a model_1 a first system_a system_1 assistant_a model_left left candidate_a model1",
    ),
    RoleSpec::new(
        "second",
        "Second model",
        Accepts::Text,
        "Model of the answer that stood second.",
        "model_b model_2 b second system_b system_2 assistant_b model_right right candidate_b model2",
    ),
    RoleSpec::new(
        "item",
        "Item",
        Accepts::Text,
        "What was answered; its judgements are averaged.",
        "item item_id question_id prompt_id id question prompt instruction sample_id conversation_id example_id",
    ),
    RoleSpec::new(
        "slice",
        "Slice",
        Accepts::Text,
        "Group that the item is of.",
        "slice category group language domain task subset topic",
    ),
    RoleSpec::new("time", "Time", Accepts::Text, "When: baseline, after, a date.", "time when phase before_after"),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where it is not measured.",
        "illustrative example_value made_up",
    ),
];

const FIRST: &[&str] =
    &["a", "model_a", "model_1", "model1", "1", "left", "first", "response_a", "assistant_a", "answer_a", "answer_1"];
const SECOND: &[&str] =
    &["b", "model_b", "model_2", "model2", "2", "right", "second", "response_b", "assistant_b", "answer_b", "answer_2"];
const TIE: &[&str] =
    &["tie", "draw", "both", "equal", "same", "neither", "tie_bothbad", "both_bad", "both_good", "c", "0"];

/// Which side of a row a judgement prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    First,
    Second,
    Neither,
}

/// The side that a cell names; nothing where it names none of the two.
fn side(cell: &str, first: &str, second: &str) -> Option<Side> {
    let id = metric_id(cell);
    let named = |model: &str| !model.is_empty() && cell.trim() == model.trim();
    match () {
        () if named(first) => Some(Side::First),
        () if named(second) => Some(Side::Second),
        () if TIE.contains(&id.as_str()) => Some(Side::Neither),
        () if FIRST.contains(&id.as_str()) => Some(Side::First),
        () if SECOND.contains(&id.as_str()) => Some(Side::Second),
        () => None,
    }
}

fn weigh(w: &mut Weighing) -> Weight {
    let Some(winner) = w.profile("winner").filter(|p| p.cells.len() > 1 && p.tells_groups()) else {
        return (0.0, None);
    };
    let ties = |c: &&String| TIE.contains(&metric_id(c).as_str());
    let models: BTreeSet<&str> = winner.cells.iter().filter(|c| !ties(c)).map(|c| c.trim()).collect();
    let both = w.has("first") && w.has("second");
    if both {
        let (one, other) = (w.profile("first"), w.profile("second"));
        let known = |c: &str| one.into_iter().chain(other).any(|p| p.cells.iter().any(|m| m.trim() == c));
        let plain = |c: &&str| side(c, "", "").is_some() || known(c);
        if !models.iter().all(plain) {
            return (0.0, None);
        }
    } else {
        for role in ["first", "second", "again"] {
            w.map.roles.remove(role);
        }
        // Without the models beside, the names of the winners are all there is: two of them.
        let amounts = winner.numeric() > 0.5;
        if models.len() != 2 || amounts || !matches!(winner.key.as_str(), "winner" | "preferred_model" | "chosen_model")
        {
            return (0.0, None);
        }
    }
    for role in ["slice", "time"] {
        if w.profile(role).is_some_and(|p| !p.tells_groups()) {
            w.map.roles.remove(role);
        }
    }
    (if both { 0.93 } else { 0.8 }, None)
}

/// Judgements of one item: their sum from the first model's side, their number, and what each order said.
#[derive(Clone, Default)]
struct Judged {
    sum: f64,
    n: f64,
    orders: [BTreeSet<Side>; 2],
}

/// Model, the other model, slice and time.
type Place = (String, String, Option<String>, Option<String>);

fn extract(source: &mut Source, out: &mut Extracted) {
    let [winner, again, first, second] = ["winner", "again", "first", "second"].map(|id| source.field(id));
    let [item, slice, time, illustrative] = ["item", "slice", "time", "illustrative"].map(|id| source.field(id));
    let cell = |source: &Source, field: &Option<Field>, row: usize| {
        field.as_ref().map_or("", |f| source.raw(f, row).trim()).to_owned()
    };
    // The two models, where only the winners name them.
    let two: Vec<String> = if first.is_some() && second.is_some() {
        Vec::new()
    } else {
        let names: BTreeSet<String> = (0..source.rows()).map(|row| cell(source, &winner, row)).collect();
        names.into_iter().filter(|n| !n.is_empty() && !TIE.contains(&metric_id(n).as_str())).collect()
    };
    let mut groups: BTreeMap<Place, BTreeMap<String, Judged>> = BTreeMap::new();
    let (mut without, mut made_up) = (0_usize, false);
    for row in 0..source.rows() {
        let (a, b) = match &two[..] {
            [a, b] => (a.clone(), b.clone()),
            _ => (cell(source, &first, row), cell(source, &second, row)),
        };
        // The judgement in the other order names models or sides as the columns are called, not as the answers stood.
        let said = [(&winner, false), (&again, true)]
            .map(|(field, turned)| side(&cell(source, field, row), &a, &b).map(|s| (s, turned)));
        if a.is_empty() || b.is_empty() || a == b || said.iter().all(Option::is_none) {
            without += 1;
            continue;
        }
        made_up |= source.illustrative(illustrative.as_ref(), row);
        let name = source.item(item.as_ref(), row);
        let [slice, time] =
            [("slice", &slice), ("time", &time)].map(|(id, field)| source.text(id, field.as_ref(), row));
        // One of the two is the side that is counted from, whichever stood first.
        let (model, other, swapped) = if a < b { (a, b, false) } else { (b, a, true) };
        for (preferred, turned) in said.into_iter().flatten() {
            let preferred = match (preferred, swapped) {
                (Side::First, true) => Side::Second,
                (Side::Second, true) => Side::First,
                (same, _) => same,
            };
            let value = match preferred {
                Side::First => 1.0,
                Side::Second => 0.0,
                Side::Neither => 0.5,
            };
            let mut add = |slice: Option<String>| {
                let place = (model.clone(), other.clone(), slice, time.clone());
                let judged = groups.entry(place).or_default().entry(name.clone()).or_default();
                judged.sum += value;
                judged.n += 1.0;
                judged.orders[usize::from(swapped != turned)].insert(preferred);
            };
            add(None);
            if slice.is_some() {
                add(slice.clone());
            }
        }
        out.read += 1;
    }
    if without > 0 {
        let message = format!(
            "{} without two models or without a judgement that names one of them or a tie: not counted.",
            units::counted(without, "row", "rows")
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message));
    }
    let pairs: BTreeSet<(String, String)> = groups.keys().map(|(a, b, _, _)| (a.clone(), b.clone())).collect();
    for (place, judged) in groups {
        if place.2.is_none() {
            say(source, &place, &judged);
        }
        out.evidence.evaluations.extend(rates(source, &place, &judged, pairs.len() > 1, made_up));
    }
}

/// The win rates of both models.
fn rates(
    source: &Source,
    place: &Place,
    judged: &BTreeMap<String, Judged>,
    several: bool,
    made_up: bool,
) -> Vec<Evaluation> {
    let Some(win_rate) = metric("win_rate") else { return Vec::new() };
    let (a, b, slice, time) = place;
    let one = |(model, other, turned): (&String, &String, bool)| {
        let score = |j: &Judged| if turned { 1.0 - j.sum / j.n } else { j.sum / j.n };
        let items: Vec<(String, f64)> = judged.iter().map(|(name, j)| (name.clone(), score(j))).collect();
        let values: Vec<f64> = items.iter().map(|i| i.1).collect();
        let (value, se) = mean_and_error(&values);
        let against = several.then(|| format!("against {other}"));
        let parts: Vec<&str> = against.iter().chain(slice).map(String::as_str).collect();
        Evaluation {
            metric: win_rate.id().into(),
            label: win_rate.label().into(),
            value,
            se,
            n: Some(items.len() as f64),
            interval: None,
            direction: Some(win_rate.direction()),
            slice: (!parts.is_empty()).then(|| parts.join(", ")),
            model: Some(model.clone()),
            time: time.clone(),
            items,
            file: source.file.to_owned(),
            row: None,
            illustrative: made_up,
        }
    };
    [(a, b, false), (b, a, true)].map(one).into()
}

/// Says what the sign test makes of the wins, and what the order of the answers did.
fn say(source: &mut Source, (a, b, _, _): &Place, judged: &BTreeMap<String, Judged>) {
    let mean = |j: &Judged| j.sum / j.n;
    let wins = judged.values().filter(|j| mean(j) > 0.5).count();
    let losses = judged.values().filter(|j| mean(j) < 0.5).count();
    let ties = judged.len() - wins - losses;
    let p = (2.0 * binomial::fair_cdf(wins.min(losses), wins + losses)).min(1.0);
    let message = format!(
        "{a} was preferred to {b} on {}, {b} to {a} on {}, neither on {}: p = {} that a fair coin does as much (sign test).",
        units::counted(wins, "item", "items"),
        units::grouped(losses as f64),
        units::grouped(ties as f64),
        units::fixed(p, 3),
    );
    source.notes.add(Diagnostic::info("preferences-test", message));
    let both: Vec<&Judged> = judged.values().filter(|j| j.orders.iter().all(|o| !o.is_empty())).collect();
    if both.is_empty() {
        let message =
            "No item was judged in both orders: what the order of the answers did to the judgements is not known.";
        let note = Diagnostic::info("preferences-order", message);
        source.notes.add(note.mend("Have each item judged with its answers in either order."));
        return;
    }
    let changed = both.iter().filter(|j| j.orders[0] != j.orders[1]).count();
    let message = format!(
        "Of {} judged in both orders {} were judged otherwise when the answers changed places; each counts with the mean.",
        units::counted(both.len(), "item", "items"),
        units::grouped(changed as f64)
    );
    source.notes.add(Diagnostic::info("preferences-order", message));
}

#[cfg(test)]
mod tests {
    use crate::data::Evidence;
    use crate::read::{Limits, read_evidence};

    fn said(text: &str) -> Evidence {
        read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect(text).value.evidence
    }

    fn rate(evidence: &Evidence, model: &str, slice: Option<&str>) -> Option<(f64, f64)> {
        let found =
            evidence.evaluations.iter().find(|e| e.model.as_deref() == Some(model) && e.slice.as_deref() == slice);
        found.map(|e| (e.value, e.n.unwrap_or_default()))
    }

    #[test]
    fn wins_ties_and_losses_are_a_rate_however_they_are_written() {
        for text in [
            "id,model_a,model_b,winner\n1,new,old,new\n2,new,old,tie\n3,new,old,old\n4,new,old,new\n",
            "id,model_a,model_b,winner\n1,new,old,model_a\n2,new,old,tie (bothbad)\n3,new,old,model_b\n4,old,new,model_b\n",
            "id,winner\n1,new\n2,tie\n3,old\n4,new\n",
            "question_id,model_1,model_2,g1_winner,g2_winner\n1,new,old,model_1,model_1\n2,new,old,model_1,model_2\n3,new,old,model_2,model_2\n4,new,old,tie,model_1\n5,new,old,model_1,tie\n6,new,old,model_2,model_1\n",
        ] {
            let evidence = said(text);
            let expected = if text.contains("g1_winner") { 3.5 / 6.0 } else { 0.625 };
            let (value, n) = rate(&evidence, "new", None).unwrap_or_else(|| panic!("{text}: {evidence:?}"));
            assert!(
                (value - expected).abs() < 1e-12 && n == if text.contains("g1") { 6.0 } else { 4.0 },
                "{text}: {value}"
            );
            assert!((rate(&evidence, "old", None).expect("the other side").0 + expected - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn orders_are_averaged_within_an_item_and_what_they_changed_is_said() {
        // The judge likes what stands first: item 1 is a tie, item 2 a win in either order.
        let text = "id,model_a,model_b,winner,category\n1,new,old,model_a,x\n1,old,new,model_a,x\n2,new,old,model_a,y\n2,old,new,model_b,y\n";
        let evidence = said(text);
        assert_eq!(rate(&evidence, "new", None), Some((0.75, 2.0)));
        assert_eq!(
            (rate(&evidence, "new", Some("x")), rate(&evidence, "new", Some("y"))),
            (Some((0.5, 1.0)), Some((1.0, 1.0)))
        );
        let notes: Vec<String> = evidence.files[0].diagnostics.iter().map(|d| d.message.clone()).collect();
        assert!(
            notes.iter().any(|n| n.contains("Of 2 items judged in both orders 1 were judged otherwise")),
            "{notes:?}"
        );
        assert!(notes.iter().any(|n| n.contains("sign test")), "{notes:?}");
    }

    #[test]
    fn several_pairs_stay_apart_and_tables_that_are_near_are_no_preferences() {
        let evidence = said("id,model_a,model_b,winner\n1,a,b,a\n1,a,c,c\n2,a,b,b\n2,a,c,c\n");
        assert_eq!(rate(&evidence, "a", Some("against b")), Some((0.5, 2.0)));
        assert_eq!(rate(&evidence, "a", Some("against c")), Some((0.0, 2.0)));
        for text in [
            "prompt,chosen,rejected\nhow are you today my friend,well thank you very much,go away please now\nwhat is the time right now,half past two I think,no idea at all today\n",
            "match,winner\n1,x\n2,y\n3,z\n",
            "id,choice\n1,A\n2,B\n3,A\n",
        ] {
            let read = read_evidence("x.csv", text.as_bytes(), None, &Limits::default());
            assert!(read.is_ok_and(|r| r.value.evidence.evaluations.is_empty()), "{text}");
        }
    }
}
