//! What each study would show, against the closed form of a normal prior and a normal sample.

use super::super::value::value_of_signal;
use super::super::world::World;
use super::study::Question;
use super::{STUDIES, Situation};
use crate::analysis::{Prepare, context, decide};
use crate::data::{Dataset, Direction, Evaluation, Evidence, LearningCurve, Observation, Status};
use crate::decide::cost::mean;
use crate::num::normal;
use crate::policy::Range3;
use crate::policy::{self, PolicyPack};
use crate::scenario::Scenario;

fn pack() -> PolicyPack {
    let text = r#"{"headroom":"policy","version":1,"id":"p","name":"P","currency":"EUR",
        "tiers":[{"tier":1,"label":"T","minimum_quality":0.9,"weight":1}],
        "metrics":[{"id":"score","label":"Score","direction":"higher","range":[0,1],"rated":true}],
        "gates":[{"id":"target","label":"Target","phase":"validate","rule":"metric","with":{"metric":"score"},
            "comparator":"at_least","threshold":0.5,"range":[0,1],"severity":"block"}],
        "assumptions":[
            {"id":"rater_error","label":"R","value":0.02,"low":0.01,"high":0.03,"range":[0,1]},
            {"id":"quality_error","label":"Q","value":0.03,"low":0.01,"high":0.05,"range":[0,1]}],
        "costs":{"evaluation_item":{"low":1,"likely":2,"high":4},"expert_rating":{"low":5,"likely":10,"high":20}}}"#;
    policy::parse(text).expect("the pack parses").value
}

fn evidence() -> Evidence {
    let mut evidence = Evidence::default();
    evidence.evaluations.push(Evaluation {
        metric: "score".into(),
        label: "Score".into(),
        value: 0.5,
        se: Some(0.02),
        n: Some(400.0),
        ..Evaluation::default()
    });
    evidence.datasets.push(Dataset {
        name: "a".into(),
        tier: Some(1),
        status: Status::Present,
        quality: Some(0.8),
        records: Some(1000.0),
        bytes: Some(1e6),
        ..Dataset::default()
    });
    let point = |i: u32| {
        let size = 1e3 * f64::from(1_u32 << i);
        let wobble = if i.is_multiple_of(2) { 0.004 } else { -0.004 };
        Observation { size, value: 0.6 - 0.3 * (1e3 / size).sqrt() + wobble, se: None, items: None, row: None }
    };
    evidence.curves.push(LearningCurve {
        id: "score".into(),
        label: "Score".into(),
        metric: "score".into(),
        direction: Direction::Higher,
        range: Some((0.0, 1.0)),
        observations: (0..7).map(point).collect(),
        ..LearningCurve::default()
    });
    evidence
}

/// Runs `test` on the questions, with what was noted.
fn with_questions(pack: &PolicyPack, test: &dyn Fn(&World, &[Question<'_>], &[String])) {
    let prepared = Prepare::new(evidence(), pack, None).run();
    let scenario = Scenario::default();
    let ctx = context(&prepared, pack, &scenario);
    let decision = decide(&prepared, pack, &scenario);
    let world = World::new(&ctx, &decision, 5);
    let mut notes = Vec::new();
    let s = Situation { ctx: &ctx, world: &world };
    let questions: Vec<_> = STUDIES.iter().flat_map(|study| study.questions(s, &mut notes)).collect();
    test(&world, &questions, &notes);
}

/// Value of seeing a sample before choosing between nothing and θ − E θ, where θ has standard deviation `sd` and the sample
/// errs by `noise`: the preposterior standard deviation over √(2π) (Raiffa & Schlaifer 1961, ch. 5, at zero mean).
fn closed(sd: f64, noise: f64) -> f64 {
    sd * sd / sd.hypot(noise) * normal::density(0.0)
}

#[test]
fn items_raters_and_audits_tell_what_a_normal_sample_of_their_size_tells() {
    with_questions(&pack(), &|world, questions, notes| {
        let expected = ["An audit is valued by", "Nobody has trained on selected records yet"];
        assert!(notes.iter().all(|n| expected.iter().any(|e| n.starts_with(e))), "{notes:?}");
        let draws = world.sample(20_000);
        let quality = world.mixture.as_ref().expect("the tier is known").tiers[0];
        // Input, its standard deviation, its value in a draw, noise of the sample with so many items, price of one.
        type Case<'a> = (&'a str, f64, Box<dyn Fn(usize) -> f64 + 'a>, Box<dyn Fn(f64) -> f64>, f64);
        let cases: [Case<'_>; 3] = [
            ("score of score", 0.02, Box::new(|i| draws[i].scores[0]), Box::new(|m| 0.02 * (400.0 / m).sqrt()), 2.0),
            // Single items spread by 0.02·√400 = 0.4.
            (
                "error that the raters",
                0.02,
                Box::new(|i| 0.02 * draws[i].raters[0]),
                Box::new(|m| 0.4 / m.sqrt()),
                10.0,
            ),
            (
                "true quality of tier 1",
                0.03,
                Box::new(|i| quality.quality(draws[i].tiers[0])),
                Box::new(|m| {
                    let p: f64 = (0.8 * m + 1.0) / (m + 2.0);
                    (p * (1.0 - p) / m).sqrt()
                }),
                10.0,
            ),
        ];
        for (input, sd, truth, noise, price) in cases {
            let q = questions.iter().find(|q| q.input.starts_with(input)).unwrap_or_else(|| panic!("no {input}"));
            let mean = (0..draws.len()).map(&truth).sum::<f64>() / draws.len() as f64;
            let benefit: Vec<Vec<f64>> = (0..draws.len()).map(|i| vec![0.0, truth(i) - mean]).collect();
            // 400 items were rated and 1,000 records are there: no study of more.
            assert_eq!(q.sizes.len(), if input.starts_with("error") { 4 } else { 5 }, "{input}");
            let mut before = 0.0;
            for size in &q.sizes {
                let seen: Vec<f64> = draws.iter().map(&size.seen).collect();
                let found = value_of_signal(&benefit, &seen).0;
                // Ranges of half to twice the likely price: what is paid is their mean.
                let expected = crate::decide::cost::mean(Range3 { low: 0.5 * price, likely: price, high: 2.0 * price });
                let items = (size.cost.expect("priced") / expected).round();
                let expected = closed(sd, noise(items));
                assert!((found - expected).abs() < 0.05 * sd, "{}: {found} {expected}", size.label);
                assert!(size.label.contains(&crate::data::units::grouped(items)), "{}: {items}", size.label);
                assert!(found > before - 0.02 * sd, "{}: a larger study tells no less", size.label);
                before = found;
            }
            let known: Vec<f64> = draws.iter().map(&q.truth).collect();
            let certain = value_of_signal(&benefit, &known).0;
            assert!((certain - closed(sd, 0.0)).abs() < 0.03 * sd, "{input}: {certain}");
        }
    });
}

#[test]
fn a_further_training_size_tells_of_the_curve_and_costs_what_it_takes() {
    let mut pack = pack();
    pack.costs.acquire = Some(policy::Range3 { low: 1.0, likely: 3.0, high: 4.0 });
    pack.costs.exaflop = Some(policy::Range3 { low: 1.0, likely: 2.0, high: 3.0 });
    with_questions(&pack, &|world, questions, _| {
        let q = questions.iter().find(|q| q.input == "learning curve of score").expect("it has a curve");
        // 64,000 records there; a quarter more costs 16,000 of them and one training on 80,000.
        let price = |r: Option<policy::Range3>| mean(r.expect("the pack gives it"));
        let training = 6.0 * 12e9 * 80_000.0 * 2000.0 * 3.0 / 1e18 * price(pack.costs.exaflop);
        let records = 16_000.0 * price(pack.costs.acquire);
        assert!((q.sizes[0].cost.expect("priced") - (records + training)).abs() < 1e-6, "{:?}", q.sizes[0].cost);
        assert!(q.sizes[0].label.contains("80k records"), "{}", q.sizes[0].label);
        let (draws, curve) = (world.sample(200), world.targets[0].curve.as_ref().expect("a curve"));
        for d in &draws {
            assert_eq!((q.sizes[2].seen)(d), curve.value(d.levels[0], 2.0) + d.spare[0] * curve.noise);
        }
    });
}

#[test]
fn what_nobody_said_is_not_valued_and_said() {
    let mut pack = pack();
    pack.assumptions.clear();
    with_questions(&pack, &|world, questions, notes| {
        assert_eq!(world.targets[0].rater_error, 0.0);
        assert!(!questions.iter().any(|q| q.input.contains("raters") || q.input.contains("quality")));
        assert!(notes.iter().any(|n| n.starts_with("No rater study")), "{notes:?}");
        assert!(notes.iter().any(|n| n.starts_with("No quality audit")), "{notes:?}");
    });
}
