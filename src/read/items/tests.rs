use crate::data::{Evaluation, Evidence};
use crate::read::{Limits, read_evidence};
use std::fmt::Write;

/// What a file of that name says.
pub(super) fn said(name: &str, text: &str) -> Evidence {
    read_evidence(name, text.as_bytes(), None, &Limits::default()).expect(name).value.evidence
}

/// Whether item `i` of twenty passed: fourteen do.
fn passed(i: usize) -> bool {
    i % 10 < 7
}

/// Twenty items as each tool writes them.
fn exports() -> Vec<(&'static str, String)> {
    let items = |one: &dyn Fn(usize, bool) -> String, between: &str| {
        (0..20).map(|i| one(i, passed(i))).collect::<Vec<_>>().join(between)
    };
    let number = |p: bool| u8::from(p);
    vec![
        (
            "samples_arc_2026-03-04T05-06-07.jsonl",
            items(
                &|i, p| {
                    format!(
                        r#"{{"doc_id": {i}, "doc": {{}}, "resps": [["a"]], "filtered_resps": ["a"], "filter": "none", "metrics": ["acc"], "doc_hash": "h{i}", "acc": {}}}"#,
                        number(p)
                    )
                },
                "\n",
            ),
        ),
        (
            "log.json",
            format!(
                r#"{{"status": "success", "eval": {{"task": "arc", "model": "m", "created": "2026-03-04"}},
                "results": {{"scores": [{{"name": "choice", "metrics": {{"accuracy": {{"value": 0.7}}, "stderr": {{"value": 0.1}}}}}}]}},
                "samples": [{}]}}"#,
                items(
                    &|i, p| {
                        let grade = if p { "C" } else { "I" };
                        format!(r#"{{"id": "s{i}", "epoch": 1, "scores": {{"choice": {{"value": "{grade}"}}}}}}"#)
                    },
                    ","
                )
            ),
        ),
        (
            "samples.jsonl",
            items(
                &|i, p| {
                    format!(
                        r#"{{"schema_version": "0.2.1", "evaluation_id": "e", "model_id": "m", "evaluation_name": "arc", "sample_id": "s{i}", "evaluation": {{"score": {}.0, "is_correct": {p}}}}}"#,
                        number(p)
                    )
                },
                "\n",
            ),
        ),
        (
            "promptfoo.json",
            format!(
                r#"{{"evalId": "e", "results": {{"version": 3, "timestamp": "2026-03-04", "prompts": [{{"metrics": {{"score": 14, "testPassCount": 14}}}}], "results": [{}]}}}}"#,
                items(
                    &|i, p| {
                        format!(
                            r#"{{"testIdx": {i}, "promptIdx": 0, "provider": {{"id": "m"}}, "success": {p}, "score": {}, "failureReason": {}}}"#,
                            number(p),
                            number(!p)
                        )
                    },
                    ","
                )
            ),
        ),
        (
            "deepeval.json",
            format!(
                r#"{{"testRunData": {{"testCases": [{}], "testPassed": 14, "testFailed": 6}}}}"#,
                items(
                    &|i, p| {
                        format!(
                            r#"{{"name": "t{i}", "success": {p}, "metricsData": [{{"name": "Answer Relevancy", "threshold": 0.5, "success": {p}, "score": {}}}], "order": {i}}}"#,
                            if p { 0.9 } else { 0.2 }
                        )
                    },
                    ","
                )
            ),
        ),
        (
            "per_instance_stats.json",
            format!(
                "[{}]",
                items(
                    &|i, p| {
                        format!(
                            r#"{{"instance_id": "id{i}", "train_trial_index": 0, "stats": [{{"name": {{"name": "exact_match", "split": "test"}}, "count": 1, "sum": {p}, "mean": {p}}}, {{"name": {{"name": "num_output_tokens", "split": "test"}}, "count": 1, "sum": 30, "mean": 30}}]}}"#,
                            p = number(p)
                        )
                    },
                    ","
                )
            ),
        ),
        (
            "evals.jsonl",
            format!(
                "{}\n{}\n{}",
                r#"{"spec": {"completion_fns": ["m"], "eval_name": "arc.dev.v0", "base_eval": "arc", "created_at": "2026-03-04"}}"#,
                items(
                    &|i, p| {
                        format!(
                            r#"{{"run_id": "r", "event_id": {i}, "sample_id": "arc.{i}", "type": "sampling", "data": {{"prompt": "q"}}}}
{{"run_id": "r", "event_id": {i}, "sample_id": "arc.{i}", "type": "match", "data": {{"correct": {p}, "expected": "a"}}}}"#
                        )
                    },
                    "\n"
                ),
                r#"{"final_report": {"accuracy": 0.7}}"#
            ),
        ),
        (
            "results.jsonl",
            items(
                &|i, p| {
                    let group = if i % 2 == 0 { "even" } else { "odd" };
                    format!(
                        r#"{{"problem_idx": {i}, "reward": {}.0, "repeat": 0, "metadata": {{"category": "{group}"}}}}"#,
                        number(p)
                    )
                },
                "\n",
            ),
        ),
        (
            "langsmith.csv",
            format!(
                "inputs.question,outputs.answer,error,reference.answer,feedback.correctness,execution_time,example_id,id\n{}\n",
                items(&|i, p| format!("q{i},a,,a,{}.0,1.2,e{i},r{i}", number(p)), "\n")
            ),
        ),
        (
            "trials.csv",
            format!(
                "task,trial,variant,passed\n{}\n",
                items(&|i, p| format!("t{i},1,base,{p}\nt{i},2,base,{p}"), "\n")
            ),
        ),
        (
            "ragas.csv",
            format!(
                "user_input,retrieved_contexts,response,reference,faithfulness\n{}\n",
                items(&|i, p| format!("question {i}?,\"['c']\",answer,truth,{}.0", number(p)), "\n")
            ),
        ),
    ]
}

/// The overall share of passes, or the one of its only task.
fn share(evidence: &Evidence) -> &Evaluation {
    let of_twenty = |e: &&Evaluation| e.n == Some(20.0) && (e.value - 0.7).abs() < 1e-12;
    evidence.evaluations.iter().find(of_twenty).unwrap_or_else(|| panic!("{:?}", evidence.evaluations))
}

#[test]
fn twenty_items_are_twenty_items_whatever_tool_wrote_them() {
    for (name, text) in exports() {
        let evidence = said(name, &text);
        let found = share(&evidence);
        assert_eq!(found.items.len(), 20, "{name}");
        assert!(evidence.evaluations.iter().all(|e| (0.0..=1.0).contains(&e.value)), "{name}: no sum, count or error");
        assert!(evidence.curves.is_empty() && evidence.checks.is_empty() && evidence.datasets.is_empty(), "{name}");
        let known = ["log.json", "samples.jsonl", "evals.jsonl"].contains(&name);
        if known || name == "promptfoo.json" {
            assert_eq!(found.model.as_deref(), Some("m"), "{name}");
        }
        if known || name.starts_with("samples_") {
            assert_eq!(found.slice.as_deref(), Some("arc"), "{name}");
        }
    }
}

/// Lines or records in another order.
fn turned(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let first = usize::from(!lines.first().is_some_and(|l| l.contains("doc_id") || l.contains("_idx")));
    if let Some(rest) = lines.get_mut(first..) {
        rest.reverse();
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_order_of_the_rows_changes_nothing_and_a_file_split_in_two_is_one() {
    for (name, text) in exports().into_iter().filter(|(name, _)| !name.ends_with(".json")) {
        let plain = |evidence: Evidence| {
            let mut all = evidence.evaluations;
            all.iter_mut().for_each(|e| (e.row, e.file) = (None, String::new()));
            all.sort_by(|a, b| (&a.metric, &a.slice).cmp(&(&b.metric, &b.slice)));
            all
        };
        let whole = plain(said(name, &text));
        if name != "evals.jsonl" && name != "samples.jsonl" {
            assert_eq!(plain(said(name, &turned(&text))), whole, "{name} turned");
        }
        let lines: Vec<&str> = text.lines().collect();
        let header = usize::from(name.ends_with(".csv") || name == "evals.jsonl");
        let half = |rows: &[&str]| {
            lines[..header].iter().chain(rows).fold(String::new(), |mut all, line| {
                let _ = writeln!(all, "{line}");
                all
            })
        };
        let cut = header + (lines.len() - header) / 2;
        let (a, b) = (half(&lines[header..cut]), half(&lines[cut..]));
        let joined = crate::read::combine([said("a", &a), said("b", &b)]);
        // The task stands in the name of this file only.
        let mut joined = plain(joined);
        let mut whole = whole;
        if name.starts_with("samples_") {
            joined.iter_mut().chain(&mut whole).for_each(|e| (e.slice, e.time) = (None, None));
        }
        assert_eq!(joined, whole, "{name} split");
    }
}

#[test]
fn what_was_not_measured_is_said_and_counts_as_nothing() {
    let (name, text) = exports().swap_remove(3);
    let broken = text.replacen(r#""failureReason": 1"#, r#""failureReason": 2"#, 1);
    let read = read_evidence(name, broken.as_bytes(), None, &Limits::default()).expect(name).value.evidence;
    let rate = &read.evaluations[0];
    assert_eq!((rate.metric.as_str(), rate.n), ("pass_rate", Some(19.0)));
    assert!((rate.value - 14.0 / 19.0).abs() < 1e-12);
    assert!(read.files[0].diagnostics.iter().any(|d| d.message.starts_with("1 item ended in an error")));
    let text = "user_input,response,faithfulness,answer_relevancy\nq1 is long,a,nan,0.5\nq2 is long,a,0.5,0.0\nq3 is long,a,1.0,\n";
    let read = said("ragas.csv", text);
    let values: Vec<_> = read.evaluations.iter().map(|e| (e.metric.as_str(), e.value, e.n)).collect();
    assert_eq!(values, [("answer_relevancy", 0.25, Some(2.0)), ("faithfulness", 0.75, Some(2.0))]);
    let told = &read.files[0].diagnostics;
    assert!(told.iter().any(|d| d.message.contains("1 of 3 items") && d.message.contains("faithfulness")), "{told:?}");
}

#[test]
fn repeats_are_averaged_within_an_item() {
    let text = "item,rater,score\na,r1,1\na,r2,0\na,r3,0\nb,r1,1\n";
    let read = said("ratings.csv", text);
    assert_eq!(read.evaluations.len(), 1);
    assert_eq!((read.evaluations[0].value, read.evaluations[0].n), ((1.0 / 3.0 + 1.0) / 2.0, Some(2.0)));
    let log = r#"{"eval": {"task": "t", "model": "m"}, "samples": [
        {"id": 1, "epoch": 1, "scores": {"match": {"value": "C"}}}, {"id": 1, "epoch": 2, "scores": {"match": {"value": "I"}}},
        {"id": 2, "epoch": 1, "scores": {"match": {"value": "P"}}}, {"id": 3, "epoch": 1, "error": {"message": "no"}}]}"#;
    let read = said("log.json", log);
    assert_eq!((read.evaluations[0].value, read.evaluations[0].n), (0.5, Some(2.0)));
}

#[test]
fn filters_are_never_pooled_and_a_document_twice_is_two_items() {
    let record = |id: usize, hash: &str, filter: &str, score: u8| {
        format!(
            r#"{{"doc_id": {id}, "resps": [], "filtered_resps": [], "filter": "{filter}", "metrics": ["exact_match"], "doc_hash": "{hash}", "exact_match": {score}}}"#
        )
    };
    let lines = [
        record(0, "a", "strict", 1),
        record(0, "a", "flexible", 1),
        record(1, "a", "strict", 0),
        record(1, "a", "flexible", 1),
    ];
    let read = said("samples_x_2026-01-01.jsonl", &lines.join("\n"));
    let found: Vec<_> = read.evaluations.iter().map(|e| (e.metric.as_str(), e.value, e.n)).collect();
    assert_eq!(found, [("exact_match_strict", 0.5, Some(2.0)), ("exact_match_flexible", 1.0, Some(2.0))]);
}

#[test]
fn thresholds_are_proposed_and_summaries_keep_their_errors() {
    let read = said("deepeval.json", &exports().swap_remove(4).1);
    assert_eq!(
        read.targets.iter().map(|t| (t.metric.as_str(), t.value)).collect::<Vec<_>>(),
        [("answer_relevancy", 0.5)]
    );
    let text = r#"{"schema_version": "0.2.1", "evaluation_id": "e", "model_info": {"id": "m", "name": "M"}, "evaluation_results": [
        {"evaluation_name": "arc", "metric_config": {"metric_id": "accuracy", "lower_is_better": false}, "score_details": {"score": 0.5, "uncertainty": {"standard_error": {"value": 0.05}, "num_samples": 100}}}]}"#;
    let e = said("eee.json", text).evaluations.remove(0);
    assert_eq!(
        (e.metric.as_str(), e.value, e.se, e.n, e.model.as_deref()),
        ("accuracy", 0.5, Some(0.05), Some(100.0), Some("m"))
    );
    let header = r#"{"eval": {"task": "t", "model": "m"}, "results": {"completed_samples": 60, "scores": [{"name": "match", "metrics": {"accuracy": {"value": 0.7}, "stderr": {"value": 0.05}}}]}}"#;
    let e = said("log.json", header).evaluations;
    assert_eq!(e.iter().map(|e| (e.value, e.se, e.n)).collect::<Vec<_>>(), [(0.7, Some(0.05), Some(60.0))]);
}

#[test]
fn tables_of_items_are_told_by_their_columns_and_summaries_are_not_items() {
    for (text, metric, value, n) in [
        ("id,score,model\na,1,m\nb,0,m\nc,1,m\nd,0.5,m\n", "score", 0.625, 4.0),
        (
            "question,contexts,answer,ground_truth,faithfulness\nwhat?,c,a,t,1\nhow?,c,b,t,0.5\nwho?,c,a,t,0\n",
            "faithfulness",
            0.5,
            3.0,
        ),
        (
            "input,output,expected,scores.Factuality,metadata.topic\nq one,a,b,0.5,x\nq two,a,b,1,y\n",
            "factuality",
            0.75,
            2.0,
        ),
        ("conversation_id,turn,empathy\nc1,1,4\nc1,2,2\nc2,1,5\n", "empathy", 4.0, 2.0),
        ("instance_id,resolved\na,true\nb,false\nc,false\nd,true\n", "pass_rate", 0.5, 4.0),
        ("test,success,duration\nt1,yes,3.5\nt2,no,2.5\n", "pass_rate", 0.5, 2.0),
        ("sample_id,metrics.toxicity,metrics.latency_ms\ns1,0.25,30\ns2,0.75,40\n", "toxicity", 0.5, 2.0),
        (
            "prompt,response,rating\nplease tell me about it,sure,4\nplease tell me about that,no,2\n",
            "rating",
            3.0,
            2.0,
        ),
    ] {
        let read = said("items.csv", text);
        let found: Vec<_> = read.evaluations.iter().map(|e| (e.metric.as_str(), e.value, e.n)).collect();
        assert_eq!(found.first(), Some(&(metric, value, Some(n))), "{text}");
        assert!(
            !found.iter().any(|f| f.0.contains("latency") || f.0.contains("duration") || f.0.contains("turn")),
            "{text}: {found:?}"
        );
    }
    for text in [
        "prompt,accuracy\nyou are a careful and kind listener,0.8\nyou are a short and direct helper,0.7\n",
        "task,score\ngsm8k,0.5\narc,0.7\n",
        "model,accuracy,f1\na,0.8,0.7\nb,0.9,0.8\n",
        "metric,value,n\naccuracy,0.8,50\nf1,0.7,50\n",
        "name,passed,failed\nsuite,12,3\nother,9,1\n",
        "run_id,metrics.accuracy,params.lr\nr1,0.8,0.1\nr2,0.9,0.2\n",
    ] {
        let read = read_evidence("summary.csv", text.as_bytes(), None, &Limits::default());
        assert!(read.is_ok_and(|r| r.value.evidence.evaluations.iter().all(|e| e.items.is_empty())), "{text}");
    }
    let runs = said(
        "runs.csv",
        "run_id,start_time,metrics.val_f1,metrics.charm,params.lr\nr1,2026-01-01,0.8,3.5,0.1\nr2,2026-01-02,0.9,4.0,0.2\n",
    );
    let found: Vec<_> = runs.evaluations.iter().map(|e| (e.metric.as_str(), e.model.as_deref())).collect();
    assert!(found.contains(&("val_f1", Some("r1"))) && !found.iter().any(|f| f.0.contains("lr")), "{found:?}");
}
