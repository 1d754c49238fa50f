//! What more data would come at the expense of, where a person said so: what the same evidence says of the other thing.

use crate::data::units;
use crate::decide::chance::{OptionResult, OptionsView};
use crate::scenario::Expense;

/// The answers that can be given, with their words.
pub const EXPENSES: &[(Expense, &str)] = &[
    (Expense::Nothing, "nothing else"),
    (Expense::Quality, "work on the quality of the data"),
    (Expense::BiggerModel, "a bigger model"),
];

/// Kinds of options that the answer names.
fn kinds(expense: Expense) -> &'static [&'static str] {
    match expense {
        Expense::Nothing => &[],
        Expense::Quality => &["raise_quality", "complete_tier", "deduplicate"],
        Expense::BiggerModel => &["bigger_model"],
    }
}

/// What was said, and how the best option of each of the two compares; `None` where nobody said anything.
#[must_use]
pub fn words(view: &OptionsView, expense: Option<Expense>) -> Option<String> {
    let expense = expense?;
    let (_, name) = EXPENSES.iter().find(|e| e.0 == expense)?;
    let begin = format!("More data would come at the expense of {name}");
    if expense == Expense::Nothing {
        return Some(format!("{begin}, as was said here."));
    }
    let best = |kinds: &[&str]| -> Option<&OptionResult> {
        let of = view.options.iter().filter(|o| kinds.contains(&o.kind.kind.as_str()));
        of.max_by(|a, b| a.success.unwrap_or(-1.0).total_cmp(&b.success.unwrap_or(-1.0)))
    };
    let (more, other) = (best(&["expand"]), best(kinds(expense)));
    let met = |o: &OptionResult| o.success.map(|p| format!("\u{201c}{}\u{201d} with {}", o.label, units::chance(p)));
    Some(match (more.and_then(met), other) {
        (_, None) => format!("{begin}; the evidence names nothing of that kind that is still to be done."),
        (Some(more), Some(o)) if o.success.is_some() => {
            format!("{begin}. All measured targets are met by {more}, by {}.", met(o).unwrap_or_default())
        }
        (_, Some(o)) => {
            let why = o.not_estimated.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
            format!("{begin}. What \u{201c}{}\u{201d} would bring instead is not estimated{why}.", o.label)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::chance::OptionKind;

    fn option(kind: &str, success: Option<f64>) -> OptionResult {
        OptionResult {
            kind: OptionKind { kind: kind.into(), ..OptionKind::default() },
            label: format!("the {kind}"),
            families: Vec::new(),
            add_records: 0.0,
            cost: None,
            cost_parts: None,
            weeks: None,
            effects: Vec::new(),
            success,
            gain_per_million: None,
            net_benefit: None,
            dominated: None,
            not_estimated: success.is_none().then(|| "no curve".to_owned()),
        }
    }

    #[test]
    fn only_what_was_said_and_estimated_is_compared() {
        let view = |options: Vec<OptionResult>| OptionsView { options, ..OptionsView::default() };
        let both = view(vec![
            option("expand", Some(0.6)),
            option("raise_quality", Some(0.3)),
            option("complete_tier", Some(0.4)),
            option("bigger_model", None),
        ]);
        assert_eq!(words(&both, None), None);
        assert!(words(&both, Some(Expense::Nothing)).is_some_and(|w| w.contains("nothing else")));
        let quality = words(&both, Some(Expense::Quality)).expect("it was said");
        assert!(
            quality.contains("\u{201c}the expand\u{201d} with 60 %, by \u{201c}the complete_tier\u{201d} with 40 %"),
            "{quality}"
        );
        let model = words(&both, Some(Expense::BiggerModel)).expect("it was said");
        assert!(model.contains("not estimated (no curve)") && !model.contains('%'), "{model}");
        for (expense, _) in EXPENSES {
            let none = words(&view(Vec::new()), Some(*expense)).expect("it was said");
            assert!(!none.contains("with") && !none.contains('%'), "{none}");
        }
    }
}
