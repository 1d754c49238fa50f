use super::*;
use crate::data::Table;
use crate::read::kinds::{Kind, checks, curves, evaluations, inventory, runs};
use crate::read::{Limits, TableMap, open};

fn kind(text: &str) -> Kind {
    let document = open("t.csv", text.as_bytes().to_vec(), &Limits::default()).expect("a table").document.value;
    guess(&document.candidates[0]).map.kind
}

#[test]
fn kinds_are_told_apart_by_content() {
    for (text, expected) in [
        ("dataset,records\na,1\nb,2\n", inventory::KIND),
        ("name,tier,status,quality\na,1,present,95\nb,2,missing,\n", inventory::KIND),
        ("metric,value\nempathy,0.8\nbias,0.1\n", evaluations::KIND),
        ("metric,value,n\nempathy,0.8,100\nempathy,0.7,200\nempathy,0.6,300\n", evaluations::KIND),
        ("model,accuracy,f1\na,0.8,0.7\nb,0.9,0.8\n", evaluations::KIND),
        ("metric,series,tokens,value\nloss,a,1e6,3.5\nloss,a,2e6,3.2\nloss,a,4e6,3.0\n", curves::KIND),
        ("train_size,accuracy\n100,0.5\n200,0.6\n400,0.7\n", curves::KIND),
        ("N,D,loss\n1e8,1e9,3.5\n2e8,2e9,3.2\n", runs::KIND),
        ("check,value\nleakage,0\npii,passed\n", checks::KIND),
        ("id,name,city\n1,x,y\n2,z,w\n", Kind::UNKNOWN),
        ("date,temperature\n2026-01-01,3\n2026-01-02,4\n", Kind::UNKNOWN),
    ] {
        assert_eq!(kind(text), expected, "{text}");
    }
}

#[test]
fn scales_are_guessed_from_names_and_values() {
    let text = b"name,size (GB),quality,dup_rate %\na,1.5,95,8\nb,2,90,1\n";
    let opened = open("t.csv", text.to_vec(), &Limits::default()).expect("a table");
    let map = guess(&opened.document.value.candidates[0]).map;
    let scale = |role: &str| map.roles.get(role).and_then(|u| u.scale);
    assert_eq!((scale("bytes"), scale("quality"), scale("duplication")), (Some(1e9), Some(0.01), Some(0.01)));
    assert_eq!(complete(&map), Ok(()));
    let empty = TableMap { kind: curves::KIND, ..TableMap::default() };
    assert_eq!(complete(&empty), Err("choose a column for: Training-set size, Value".into()));
}

fn table(text: &str) -> Table {
    open("t.csv", text.as_bytes().to_vec(), &Limits::default()).expect("a table").document.value.candidates.remove(0)
}

fn evidence(text: &str) -> crate::data::Evidence {
    let limits = Limits::default();
    let mut read = crate::read::read_evidence("t.csv", text.as_bytes(), None, &limits).expect("read").value.evidence;
    read.files.clear();
    read
}

/// A table of two methods at four sizes with three repetitions, in the columns named.
fn sweep(size: &str, method: &str, rep: &str, metric: &str, mark: char) -> String {
    let mut text = format!("{method}{mark}{size}{mark}{rep}{mark}{metric}\n");
    for rep in 0..3 {
        for (m, start) in [("bert", 40), ("tree", 60)] {
            for (i, size) in [100, 200, 400, 800].iter().enumerate() {
                text.push_str(&format!("{m}{mark}{size}{mark}{rep}{mark}0.{}\n", start + 5 * i as i32 + rep));
            }
        }
    }
    text
}

#[test]
fn what_tells_apart_is_never_pooled_and_what_repeats_stays_together() {
    for size in ["n_train", "rows", "Documents in training", "trainSize", "train_patients", "hours"] {
        for method in ["method", "classifier", "Feature set", "mode", "model"] {
            for rep in ["seed", "rep", "fold", "trial", "draw", "random_state"] {
                let text = sweep(size, method, rep, "accuracy", ',');
                let found = evidence(&text).curves;
                let labels: Vec<&str> = found.iter().map(|c| c.label.as_str()).collect();
                assert_eq!(labels, ["accuracy (bert)", "accuracy (tree)"], "{size} {method} {rep}");
                assert!(found.iter().all(|c| c.observations.len() == 12), "{size} {method} {rep}");
            }
        }
    }
    let text = sweep("size", "method", "seed", "rmse", ';').replace("0.", "0,");
    assert_eq!(evidence(&text).curves.len(), 2);
    // Two columns tell apart; a third that says what the first says adds nothing.
    let mut both = String::from("task,task_id,method,size,f1\n");
    for (task, id) in [("ner", 7), ("qa", 9)] {
        for method in ["a", "b"] {
            for size in [10, 20, 40] {
                both.push_str(&format!("{task},{id},{method},{size},0.{size}\n"));
            }
        }
    }
    let labels: Vec<String> = evidence(&both).curves.into_iter().map(|c| c.label).collect();
    assert_eq!(labels, ["f1 (a, ner)", "f1 (b, ner)", "f1 (a, qa)", "f1 (b, qa)"]);
}

#[test]
fn names_of_rows_make_no_series() {
    let text = "n,config,macro_f1,f1_lo,f1_hi,best_diff\n8,lr-n8,0.26,0.22,0.30,-0.5\n80,lr-n80,0.52,0.47,0.56,-0.2\n800,lr-n800,0.87,0.83,0.90,0.1\n";
    let found = evidence(text).curves;
    assert_eq!((found.len(), found[0].observations.len()), (1, 3));
    assert!(found[0].observations.iter().all(|o| o.se.is_some_and(|se| se > 0.01)));
}

#[test]
fn a_training_score_is_not_the_metric_and_a_spread_is_none() {
    for (size, train, test) in [
        ("n_samples", ["train_mean", "train_std"], ["val_mean", "val_std"]),
        ("train_rows", ["train_MAE", "train_MAE_std"], ["cv_MAE", "cv_MAE_std"]),
        ("train_sizes", ["train_scores_mean", "train_scores_std"], ["test_scores_mean", "test_scores_std"]),
        ("rows", ["training loss", "sd training loss"], ["validation loss", "sd validation loss"]),
        ("size", ["accuracy_train", "std_accuracy_train"], ["accuracy", "std_accuracy"]),
    ] {
        let mut text = format!("{size},{},{},{},{}\n", train[0], train[1], test[0], test[1]);
        for (i, n) in [50, 100, 200, 400].iter().enumerate() {
            text.push_str(&format!("{n},0.9{i},0.01,0.7{i},0.02\n"));
        }
        let map = guess(&table(&text)).map;
        let columns: Vec<&str> = map.measures.iter().map(|m| m.column.as_str()).collect();
        assert_eq!((map.kind, columns), (curves::KIND, vec![test[0]]), "{text}");
        assert_eq!(map.measures[0].sd.as_deref(), Some(test[1]), "{text}");
    }
}

#[test]
fn an_unused_column_changes_nothing() {
    let tables = [
        sweep("n_train", "method", "seed", "accuracy", ','),
        "dataset,records,licence\na,100,MIT\nb,2000,CC0\nc,30,MIT\n".to_owned(),
        "metric,value,n\naccuracy,0.8,100\nf1,0.7,100\n".to_owned(),
        "N,D,loss\n1e8,1e9,3.5\n2e8,2e9,3.2\n4e8,4e9,3.0\n".to_owned(),
        "check,value\nleakage,0\npii,passed\n".to_owned(),
    ];
    type Cell = fn(usize) -> String;
    let more: [(&str, Cell); 6] = [
        ("flavour", |i| format!("row {i} was fine")),
        ("fit_seconds", |i| format!("{}.25", 10 * i)),
        ("_wandb.internal", |_| "0.5".into()),
        ("params.depth", |i| format!("{}", i % 3)),
        ("constant", |_| "v1".into()),
        ("p_value", |i| format!("0.0{i}")),
    ];
    for text in &tables {
        let plain = evidence(text);
        assert!(!plain.is_empty(), "{text}");
        for (name, cell) in more {
            let mut wider = String::new();
            for (i, line) in text.lines().enumerate() {
                let cell = if i == 0 { name.to_owned() } else { cell(i) };
                wider.push_str(&format!("{line},{cell}\n"));
            }
            assert_eq!(evidence(&wider), plain, "{name} beside\n{text}");
            let fates = fates(&table(&wider).columns, &guess(&table(&wider)).map);
            assert_ne!(fates.last().map(|f| f.fate), Some(fate::Use::Used), "{name}");
        }
    }
}

#[test]
fn every_column_has_a_fate() {
    let text = "model,n_writers,n_samples,seed,test_acc,test_acc_std,train_acc,secs,notes\na,5,260,1,0.1,0.01,0.9,3,x\na,11,572,1,0.2,0.01,0.9,4,y\na,16,821,1,0.3,0.01,0.9,5,z\nb,5,260,1,0.2,0.01,0.9,3,x\nb,11,572,1,0.3,0.01,0.9,4,y\nb,16,821,1,0.4,0.01,0.9,5,z\n";
    let table = table(text);
    let map = guess(&table).map;
    let words: Vec<String> =
        fates(&table.columns, &map).into_iter().map(|f| format!("{}: {}", f.column, f.words)).collect();
    assert_eq!(
        words,
        [
            "model: tells the series apart",
            "n_writers: not used: another count",
            "n_samples: used as training-set size",
            "seed: kept as label: rows that differ in it alone are repeated measurements",
            "test_acc: used as test_acc",
            "test_acc_std: used as standard deviation of test_acc",
            "train_acc: not used: a training score",
            "secs: not used: a time, a speed or a price",
            "notes: not used",
        ]
    );
}

#[test]
fn an_inventory_is_no_curve_and_a_report_no_evaluation() {
    for text in [
        "source,examples,label_agreement\nA,10000,.9\nB,1000,.8\nC,500,.85\n",
        "corpus;documents;annotator agreement\nnews;800;0,8\nweb;1200;0,7\nmail;300;0,9\n",
    ] {
        assert_eq!(kind(text), inventory::KIND, "{text}");
    }
    let report =
        r#"{"total": 9, "groups": {"safety_rules": {"evidence_count": 14}, "loss_notes": {"evidence_count": 2}}}"#;
    assert!(evidence(report).evaluations.is_empty());
}
