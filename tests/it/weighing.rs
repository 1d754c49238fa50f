//! Options, their costs and what to measure next hold with whatever a pack and the files leave out: prices, gates, tiers,
//! families, assumptions, curves, evaluations, everything.

use crate::reference::example;
use headroom::analysis::{Prepare, Prepared, context, decide};
use headroom::data::Evidence;
use headroom::decide::chance::{OptionsView, ValueOfInformation, World, evaluate_information, evaluate_options};
use headroom::decide::{Context, GRID, Ground, flips, subjects};
use headroom::num::stream::Stream;
use headroom::policy::PolicyPack;
use headroom::policy::assumptions::PRICES;
use headroom::scenario::Scenario;

/// Draws: sentences do not need many.
const DRAWS: usize = 80;

/// A part of a list, of any share of it: often none, often all.
fn some<T: Clone>(list: &[T], s: &mut Stream) -> Vec<T> {
    let share = [0.0, 0.3, 0.8, 1.0][s.below(4)];
    list.iter().filter(|_| s.uniform() < share).cloned().collect()
}

/// The example with parts of pack and evidence left out.
fn torn(whole: &Prepared, pack: &PolicyPack, s: &mut Stream) -> (Prepared, PolicyPack) {
    let mut pack = PolicyPack {
        tiers: if s.uniform() < 0.3 { Vec::new() } else { pack.tiers.clone() },
        families: some(&pack.families, s),
        gates: some(&pack.gates, s),
        assumptions: some(&pack.assumptions, s),
        ..pack.clone()
    };
    let share = [0.0, 0.5, 1.0][s.below(3)];
    for price in PRICES.iter() {
        if s.uniform() >= share {
            *(price.at)(&mut pack.costs) = None;
        }
    }
    let e = &whole.evidence;
    let evidence = Evidence {
        datasets: some(&e.datasets, s),
        evaluations: some(&e.evaluations, s),
        checks: some(&e.checks, s),
        ..Evidence::default()
    };
    let mut prepared = Prepare::new(evidence, &pack, None).run();
    let kept = some(&(0..e.curves.len()).collect::<Vec<_>>(), s);
    prepared.evidence.curves = kept.iter().map(|i| e.curves[*i].clone()).collect();
    prepared.curves = kept.iter().map(|i| whole.curves[*i].clone()).collect();
    (prepared, pack)
}

fn whole_words(text: &str) {
    for bad in ["NaN", "inf", "  ", "{", "}", "\u{201c}\u{201d}", "None", "Some("] {
        assert!(!text.contains(bad), "\u{201c}{bad}\u{201d} in: {text}");
    }
}

fn check_options(view: &OptionsView, world: &World, pack: &PolicyPack, prepared: &Prepared) {
    let measured = world.targets.iter().any(|t| t.value.is_some());
    let mut before = 0.0;
    for o in &view.options {
        whole_words(&o.label);
        o.dominated.iter().chain(&o.not_estimated).for_each(|text| whole_words(text));
        assert_eq!(o.cost.is_some(), o.cost_parts.is_some(), "{}", o.label);
        if let (Some((mean, low, high)), Some(parts)) = (o.cost, o.cost_parts) {
            assert!(mean >= before && low <= high && low >= 0.0, "{}: {:?}", o.label, o.cost);
            before = mean;
            assert!((parts.total() - mean).abs() <= 1e-9 * mean.max(1.0), "{}: {parts:?} {mean}", o.label);
        }
        assert!(o.success.is_none_or(|p| measured && (0.0..=1.0).contains(&p)), "{}", o.label);
        assert!(o.not_estimated.is_none() || o.success.is_none() && o.effects.is_empty() && o.net_benefit.is_none());
        assert!(o.net_benefit.is_none() || o.success.is_some() && o.cost.is_some());
        let known =
            |label: &str| world.targets.iter().any(|t| t.label == label && t.curve.is_some() && t.value.is_some());
        assert!(o.effects.iter().all(|e| known(&e.0)), "{}", o.label);
        let costs = &pack.costs;
        let no_price = costs.acquire.is_none() && costs.annotate.is_none();
        assert!(!(o.add_records > 0.0 && no_price && o.cost.is_some()), "{} has a cost without a price", o.label);
        match o.kind.kind.as_str() {
            "do_nothing" => assert_eq!(o.cost, Some((0.0, 0.0, 0.0))),
            "select" => assert!(!prepared.evidence.datasets.is_empty() || !prepared.curves.is_empty()),
            "deduplicate" => assert!(o.label.contains(" %"), "{}", o.label),
            "bigger_model" | "complete_tier" | "raise_quality" | "preference_pairs" => {
                assert!(!prepared.evidence.datasets.is_empty(), "{} without an inventory", o.label);
            }
            "expand" => assert!(o.add_records > 0.0 && !prepared.curves.is_empty()),
            other => panic!("what is {other}?"),
        }
        if let Some(words) = &o.dominated {
            let by = view.options.iter().find(|b| words.contains(&format!("\u{201c}{}\u{201d}", b.label)));
            let by = by.unwrap_or_else(|| panic!("nobody is named: {words}"));
            assert!(by.cost.expect("priced").0 <= o.cost.expect("priced").0 && by.success >= o.success, "{words}");
        }
    }
    for pair in view.frontier.windows(2) {
        assert!(pair[0].cost <= pair[1].cost && pair[0].success < pair[1].success);
    }
    for mix in view.frontier.iter().chain(&view.best) {
        assert!((mix.cost_parts.total() - mix.cost).abs() <= 1e-9 * mix.cost.max(1.0));
        // A mix costs what its options cost, wherever that is said.
        let of =
            |label: &String| view.options.iter().find(|o| o.label == *label).and_then(|o| o.cost).expect("priced").0;
        let sum: f64 = mix.options.iter().map(of).sum();
        assert!((sum - mix.cost).abs() <= 1e-9 * sum.max(1.0), "{:?}: {sum} {}", mix.options, mix.cost);
    }
    assert!(view.best.as_ref().is_none_or(|b| b.cost <= b.budget));
    let basis = view.basis("something");
    whole_words(&basis);
    assert_eq!(basis.starts_with("No target metric was measured"), !measured, "{basis}");
    view.notes.iter().for_each(|n| whole_words(n));
}

fn check_information(view: &ValueOfInformation, world: &World) {
    let words = &view.recommendation;
    whole_words(words);
    assert!(words.ends_with('.') && words.len() > 10, "{words}");
    assert!(view.known || view.because.is_some() && view.next.is_empty() && view.evppi.is_empty());
    assert!(view.known || !words.contains("worth"), "nothing was valued: {words}");
    assert!(view.known || !words.starts_with("Stop measuring"), "{words}");
    for m in &view.next {
        whole_words(&m.label);
        assert!(m.value.is_finite() && m.value >= 0.0 && m.net.is_some() == m.cost.is_some(), "{m:?}");
        assert!(m.metric.as_ref().is_none_or(|id| world.targets.iter().any(|t| t.metric == *id && t.value.is_some())));
    }
    view.notes.iter().chain(&view.because).for_each(|n| whole_words(n));
}

/// A verdict in a cell beside today is one that a flip of that input names: flips look no less closely than the grid.
#[test]
fn no_cell_beside_today_shows_a_verdict_of_which_no_flip_speaks() {
    let (prepared, pack) = example("therapeutic-ai");
    let mut beside = 0;
    for i in 0..2 {
        let mut s = Stream::new(17, i);
        let mut scenario = Scenario::default();
        for gate in pack.gates.iter().filter(|_| i > 0) {
            let (low, high) = gate.range;
            let good = if gate.comparator.sign() > 0.0 { high } else { low };
            let value = if s.uniform() < 0.8 { good } else { low + s.uniform() * (high - low) };
            scenario.what_if.insert(gate.fact(), value);
        }
        let ctx = context(&prepared, &pack, &scenario);
        let found = flips(&ctx);
        let now = decide(&prepared, &pack, &scenario).verdict.action;
        let ground = Ground::new(&ctx);
        for subject in subjects(&ctx).iter().filter(|s| s.today.is_some()) {
            let cells = (0..GRID).map(|k| subject.value(k as f64 / (GRID - 1) as f64));
            let other = cells.map(|v| ground.action(&Context { scenario: &subject.at(&scenario, v), ..ctx }));
            if other.into_iter().any(|action| action != now) {
                beside += 1;
                assert!(found.iter().any(|f| f.subject == subject.subject), "no flip of {:?}", subject.subject);
            }
        }
    }
    assert!(beside > 2, "{beside}");
}

#[test]
fn options_and_what_to_measure_hold_with_whatever_is_left_out() {
    let (whole, pack) = example("therapeutic-ai");
    let (mut known, mut priced, mut bare) = (0, 0, 0);
    for i in 0..150 {
        let mut s = Stream::new(11, i);
        let (prepared, pack) = match i {
            0 => (Prepared::default(), PolicyPack::default()),
            1 => (Prepare::new(Evidence::default(), &pack, None).run(), pack.clone()),
            2 => (whole.clone(), PolicyPack::default()),
            _ => torn(&whole, &pack, &mut s),
        };
        let scenario = Scenario::default();
        let ctx = context(&prepared, &pack, &scenario);
        let decision = decide(&prepared, &pack, &scenario);
        let world = World::new(&ctx, &decision, 7);
        let sample = world.sample(DRAWS);
        let options = evaluate_options(&ctx, &decision, &world, &sample);
        check_options(&options, &world, &pack, &prepared);
        let information = evaluate_information(&ctx, &decision, &world, &sample);
        check_information(&information, &world);
        known += usize::from(information.known);
        priced += usize::from(options.frontier.len() > 1);
        bare += usize::from(options.options.len() == 1);
    }
    println!("{known} valued, {priced} with a frontier, {bare} with nothing to do");
    assert!(known > 0 && priced > 0 && bare > 0, "the random sets reach too little: {known} {priced} {bare}");
}
