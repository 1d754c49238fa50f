//! What tools write besides plain scores of items: samples without one, epochs, repeats, sums, thresholds, times.

use super::tests::said;
use crate::num::math::exp;

/// The notes of a file of that name that are of this code.
fn told(name: &str, text: &str, code: &str) -> Vec<String> {
    let notes = said(name, text).files.remove(0).diagnostics;
    notes.into_iter().filter(|d| d.code == code).map(|d| d.message).collect()
}

#[test]
fn samples_without_a_score_are_counted_for_every_scorer() {
    let log = |scores: &[&str], listed: &str| {
        let samples =
            scores.iter().enumerate().map(|(i, s)| format!(r#"{{"id": "s{i}", "epoch": 1, "scores": {{{s}}}}}"#));
        let samples = samples.collect::<Vec<_>>().join(",");
        format!(
            r#"{{"status": "success", "eval": {{"task": "t", "model": "m"}}, "results": {{"scores": [{listed}]}}, "samples": [{samples}]}}"#
        )
    };
    let (a, b) = (r#""a": {"value": "C"}"#, r#""b": {"value": "I"}"#);
    let both = format!("{a}, {b}");
    let text = log(&[&both, a, "", ""], "");
    let found = told("log.json", &text, "items-unscored");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("2 of 4 samples have no score of \"a\""), "{found:?}");
    assert!(found[1].starts_with("3 of 4 samples have no score of \"b\""), "{found:?}");
    // A scorer that the log lists and that scored none; one of several values is counted by those it gave.
    let listed = r#"{"name": "c", "scorer": "c", "metrics": {}}, {"name": "part", "scorer": "a", "metrics": {}}"#;
    let found = told("log.json", &log(&[a, a], listed), "items-unscored");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("2 of 2 samples have no score of \"c\""), "{found:?}");
    // What ended in an error is said as such, and what was scored is said no more.
    let text = log(&[a, a], "").replace(
        r#"{"id": "s1", "epoch": 1, "scores": {"a": {"value": "C"}}"#,
        r#"{"id": "s1", "error": {"message": "no"}"#,
    );
    assert!(told("log.json", &text, "items-unscored").is_empty(), "{text}");
    assert_eq!(told("log.json", &text, "items-error").len(), 1);
}

#[test]
fn epochs_are_no_items_with_samples_or_without() {
    for (total, epochs, samples, n) in [
        ("300", r#""epochs": 30"#, "", 10.0),
        ("300", r#""epochs": 30"#, r#""samples": 10"#, 10.0),
        ("300", "", r#""samples": 10"#, 10.0),
        ("20", "", r#""samples": 500"#, 20.0),
        ("60", r#""epochs": null"#, "", 60.0),
        ("7", r#""epochs": 2"#, "", 4.0),
    ] {
        for key in ["completed_samples", "total_samples"] {
            let log = format!(
                r#"{{"eval": {{"task": "t", "model": "m", "dataset": {{{samples}}}, "config": {{{epochs}}}}}, "results": {{"{key}": {total},
                "scores": [{{"name": "match", "metrics": {{"accuracy": {{"value": 0.6}}, "stderr": {{"value": 0.16}}}}}}]}}}}"#
            );
            let e = said("log.json", &log).evaluations;
            assert_eq!((e.len(), e[0].n, e[0].se), (1, Some(n), Some(0.16)), "{log}");
        }
    }
}

/// Documents of a task as lm-evaluation-harness writes them, each with its metrics.
fn documents(metrics: &[(&str, &dyn Fn(usize) -> String)]) -> String {
    let names: Vec<String> = metrics.iter().map(|m| format!("{:?}", m.0)).collect();
    let one = |i: usize| {
        let values: String = metrics.iter().map(|(name, value)| format!(r#", "{name}": {}"#, value(i))).collect();
        format!(
            r#"{{"doc_id": {i}, "resps": [], "filtered_resps": [], "filter": "none", "metrics": [{}], "doc_hash": "h{i}"{values}}}"#,
            names.join(", ")
        )
    };
    (0..10).map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_no_mean_of_its_samples_is_computed_as_it_is_or_left_out() {
    let log = |i: usize| -1.0 - i as f64 / 10.0;
    let text = documents(&[
        ("perplexity", &|i| format!("{}", log(i))),
        ("word_perplexity", &|i| format!("[{}, {}]", 10.0 * log(i), 10 + i)),
        ("bits_per_byte", &|i| format!("[{}, {}]", 10.0 * log(i), 50 + i)),
        ("acc", &|i| (i % 2).to_string()),
        ("bleu", &|_| r#"["a b", "a c"]"#.into()),
        ("ter", &|_| "0.5".into()),
        ("f1", &|_| "[1, 0]".into()),
        ("exact", &|_| "1".into()),
    ]);
    let read = said("samples_lambada_2026-01-01.jsonl", &text);
    let value = |metric: &str| read.evaluations.iter().find(|e| e.metric == metric).map(|e| (e.value, e.n));
    let close = |metric: &str, to: f64| {
        let (value, n) = value(metric).unwrap_or_else(|| panic!("{metric}: {:?}", read.evaluations));
        assert!((value - to).abs() < 1e-9 && n == Some(10.0), "{metric}: {value} is not {to}");
    };
    let sum: f64 = (0..10).map(log).sum();
    close("perplexity", exp(-sum / 10.0));
    close("word_perplexity", exp(-10.0 * sum / 145.0));
    close("bits_per_byte", -10.0 * sum / 545.0 / std::f64::consts::LN_2);
    close("acc", 0.5);
    close("exact", 1.0);
    for metric in ["bleu", "ter", "f1"] {
        assert_eq!(value(metric), None, "{metric}");
    }
    let out = told("samples_lambada_2026-01-01.jsonl", &text, "items-left-out");
    assert!(out.len() == 1 && ["bleu", "ter", "f1"].iter().all(|m| out[0].contains(m)), "{out:?}");
    // A perplexity that is none, or of which a part is unknown, is not guessed.
    for odd in ["12.5", "null"] {
        let text = documents(&[
            ("perplexity", &|i| if i == 3 { odd.into() } else { "-1.5".into() }),
            ("acc", &|_| "1".into()),
        ]);
        let read = said("samples_x_2026-01-01.jsonl", &text);
        assert!(read.evaluations.iter().all(|e| e.metric == "acc"), "{:?}", read.evaluations);
    }
}

/// Results of promptfoo: each with its own members.
fn results(each: &[String]) -> String {
    let one = |(at, own): (usize, &String)| {
        format!(
            r#"{{"testIdx": {at}, "promptIdx": 0, "provider": {{"id": "m"}}, "success": true, "score": 1, "failureReason": 0{own}}}"#
        )
    };
    let all = each.iter().enumerate().map(one).collect::<Vec<_>>().join(",");
    format!(r#"{{"results": {{"version": 3, "results": [{all}]}}}}"#)
}

#[test]
fn repeats_of_a_test_are_tries_of_what_it_asked() {
    let count = |each: &[String]| said("promptfoo.json", &results(each)).evaluations[0].n;
    let vars = |i: usize| format!(r#", "vars": {{"q": "q{}", "lang": "de"}}"#, i / 3);
    assert_eq!(count(&(0..12).map(vars).collect::<Vec<_>>()), Some(4.0));
    let of_test = |i: usize| format!(r#", "vars": {{"session": "{i}"}}, "testCase": {{"vars": {{"q": {}}}}}"#, i / 3);
    assert_eq!(count(&(0..12).map(of_test).collect::<Vec<_>>()), Some(4.0));
    // The same in another order is the same; other assertions of the same are another item.
    let turned = [r#", "vars": {"a": "1", "b": "2"}"#.to_owned(), r#", "vars": {"b": "2", "a": "1"}"#.to_owned()];
    assert_eq!(count(&turned), Some(1.0));
    let other = |i: usize| format!(r#", "vars": {{"q": "x"}}, "testCase": {{"assert": [{{"type": "t{}"}}]}}"#, i % 2);
    assert_eq!(count(&(0..4).map(other).collect::<Vec<_>>()), Some(2.0));
    // What says nothing of its test is an item each.
    assert_eq!(count(&vec![String::new(); 5]), Some(5.0));
    let tries = told("promptfoo.json", &results(&(0..12).map(vars).collect::<Vec<_>>()), "items-tries");
    assert!(tries.len() == 1 && tries[0].contains("12 rows") && tries[0].contains("4 items"), "{tries:?}");
}

#[test]
fn a_named_score_is_the_mean_of_its_assertions_whatever_version_wrote_it() {
    let part = |score: f64, weight: f64| {
        format!(r#"{{"score": {score}, "assertion": {{"metric": "Tone", "weight": {weight}}}}}"#)
    };
    let own = |i: usize, written: f64, more: String| {
        format!(r#", "vars": {{"q": {i}}}, "namedScores": {{"Tone": {written}}}{more}"#)
    };
    let tone = |each: &dyn Fn(usize) -> String| {
        let all = said("promptfoo.json", &results(&(0..6).map(each).collect::<Vec<_>>())).evaluations;
        all.into_iter().find(|e| e.metric == "tone").map(|e| e.value)
    };
    let parts = format!("[{}, {}, {{\"score\": 1}}]", part(1.0, 1.0), part(0.5, 1.0));
    let summed = tone(&|i| own(i, 1.5, format!(r#", "gradingResult": {{"componentResults": {parts}}}"#)));
    let asserted = r#", "testCase": {"assert": [{"metric": "Tone"}, {"metric": "Tone"}, {"metric": "Other"}]}"#;
    let by_test = tone(&|i| own(i, 1.5, asserted.into()));
    let weighted = r#", "gradingResult": {"namedScoreWeights": {"Tone": 4}}"#;
    let mean = tone(&|i| own(i, 0.75, weighted.into()));
    assert_eq!([summed, by_test, mean], [Some(0.75); 3]);
    // Of no weight there is no mean, and a sum of who knows how many is no score: both are left out, and that is said.
    assert_eq!(tone(&|i| own(i, 0.0, r#", "gradingResult": {"namedScoreWeights": {"Tone": 0}}"#.into())), None);
    let unknown = |i: usize| own(i, 1.0 + (i % 2) as f64, String::new());
    assert_eq!(tone(&unknown), None);
    let text = results(&(0..6).map(unknown).collect::<Vec<_>>());
    assert!(told("promptfoo.json", &text, "items-left-out")[0].contains("Tone"));
    let small = |i: usize| own(i, 0.5, String::new());
    assert_eq!(tone(&small), Some(0.5));
    let text = results(&(0..6).map(small).collect::<Vec<_>>());
    assert!(told("promptfoo.json", &text, "items-sums")[0].contains("Tone"));
}

#[test]
fn a_threshold_is_proposed_where_all_cases_agree() {
    let run = |thresholds: &[&str]| {
        let cases = thresholds.iter().enumerate().map(|(i, t)| {
            format!(r#"{{"name": "t{i}", "success": true, "metricsData": [{{"name": "Relevancy", "success": true, "score": 0.95{t}}}]}}"#)
        });
        format!(r#"{{"testCases": [{}]}}"#, cases.collect::<Vec<_>>().join(","))
    };
    let (half, more) = (r#", "threshold": 0.5"#, r#", "threshold": 0.9"#);
    for (thresholds, proposed) in [
        (vec![half, half, half], 1),
        (vec![half, "", half], 1),
        (vec![half, half, more], 0),
        (vec![more, half, half], 0),
    ] {
        let text = run(&thresholds);
        assert_eq!(said("deepeval.json", &text).targets.len(), proposed, "{thresholds:?}");
        assert_eq!(told("deepeval.json", &text, "items-thresholds").len(), 1 - proposed, "{thresholds:?}");
    }
}

#[test]
fn the_moments_of_answers_are_no_runs_and_runs_stay_apart() {
    let line = |i: usize, run: &str, time: &str| {
        let run = if run.is_empty() { String::new() } else { format!(r#""evaluation_id": "{run}", "#) };
        format!(
            r#"{{{run}"sample_id": "s{i}", "evaluation_name": "e", "model_id": "m", "evaluation_timestamp": "{time}", "evaluation": {{"score": {}}}}}"#,
            i % 2
        )
    };
    let found = |lines: Vec<String>| {
        let all = said("samples.jsonl", &lines.join("\n")).evaluations;
        all.into_iter().map(|e| (e.time.unwrap_or_default(), e.n)).collect::<Vec<_>>()
    };
    let second = |i: usize| format!("2026-01-01T00:00:{i:02}");
    for each in [1, 3] {
        // An answer or three a moment, with and without the name of the run.
        for run in ["", "r"] {
            let lines = (0..60).map(|i| line(i, run, &second(i / each))).collect();
            assert_eq!(found(lines), [(second(0), Some(60.0))], "{each} {run}");
        }
    }
    let two = |a: &str, b: &str, moment: bool| {
        let at = |i: usize, day: usize| {
            if moment { format!("2026-01-0{day}T00:00:{i:02}") } else { format!("2026-01-0{day}") }
        };
        let one = |run: String, day: usize| (0..30).map(move |i| line(i, &run, &at(i, day)));
        found(one(a.to_owned(), 1).chain(one(b.to_owned(), 2)).collect())
    };
    let days = ["2026-01-01", "2026-01-02"].map(|d| (d.to_owned(), Some(30.0)));
    assert_eq!(two("", "", false), days);
    assert_eq!(two("a", "b", false), days);
    assert_eq!(two("a", "b", true), days.map(|(d, n)| (format!("{d}T00:00:00"), n)));
}
