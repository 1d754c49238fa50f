use crate::data::{Evaluation, Evidence};
use crate::read::{Limits, read_evidence};

fn said(text: &str) -> Evidence {
    read_evidence("p.csv", text.as_bytes(), None, &Limits::default()).expect(text).value.evidence
}

fn value(evidence: &Evidence, metric: &str) -> Option<f64> {
    evidence.evaluations.iter().find(|e| e.metric == metric && e.slice.is_none()).map(|e| e.value)
}

#[test]
fn labels_and_predictions_are_told_by_their_names_and_become_metrics() {
    for (header, row) in [
        ("y_true,y_pred", "T,P"),
        ("id,label,prediction", "x,T,P"),
        ("gold,predicted,text", "T,P,some words"),
        ("true_label;predicted_label", "T;P"),
        ("actual,predicted", "T,P"),
    ] {
        let pairs = [("1", "1"), ("0", "0"), ("1", "0"), ("0", "1"), ("1", "1"), ("1", "1"), ("0", "0"), ("0", "0")];
        let rows: Vec<String> = pairs
            .iter()
            .enumerate()
            .map(|(i, (t, p))| row.replace('T', t).replace('P', p).replacen('x', &format!("i{i}"), 1))
            .collect();
        let evidence = said(&format!("{header}\n{}\n", rows.join("\n")));
        assert_eq!(value(&evidence, "accuracy"), Some(0.75), "{header}");
        assert_eq!(value(&evidence, "f1"), Some(0.75), "{header}");
        let p = &evidence.predictions[0];
        assert_eq!((p.positive.as_deref(), p.n), (Some("1"), 8.0));
        assert_eq!(p.confusion, [[3.0, 1.0], [1.0, 3.0]]);
        assert!(evidence.curves.is_empty() && evidence.datasets.is_empty(), "{header}");
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let rows = ["a,1,1,0.9,x", "b,0,0,0.2,x", "c,1,0,0.4,y", "d,0,1,0.6,y", "e,1,1,0.8,x", "f,0,0,0.1,y"];
    let text = |rows: &[&str]| format!("id,y_true,y_pred,y_score,group\n{}\n", rows.join("\n"));
    let mut turned = rows;
    turned.reverse();
    assert_eq!(said(&text(&rows)).evaluations, said(&text(&turned)).evaluations);
    let slices: Vec<_> = said(&text(&rows)).evaluations.into_iter().filter(|e| e.metric == "accuracy").collect();
    assert_eq!(slices.iter().map(|e| e.slice.as_deref()).collect::<Vec<_>>(), [None, Some("x"), Some("y")]);
}

#[test]
fn numbers_texts_probabilities_and_many_classes_each_have_their_metrics() {
    let numbers = said("y_true,y_pred\n1.5,1.0\n2.5,2.5\n3.0,4.0\n7.25,7.0\n");
    assert_eq!(value(&numbers, "mae"), Some((0.5 + 0.0 + 1.0 + 0.25) / 4.0));
    assert!(value(&numbers, "r2").is_some() && value(&numbers, "accuracy").is_none());
    let texts = said(
        "reference,prediction\nthe cat sat on the mat,the cat sat on the mat\na dog ran in the park,a dog ran to it\n",
    );
    assert_eq!(value(&texts, "exact_match"), Some(0.5));
    assert!(value(&texts, "rouge1").is_some() && value(&texts, "bleu").is_some() && value(&texts, "chrf").is_some());
    let many = said(
        "label,prediction,prob_cat,prob_dog,prob_eel\ncat,cat,0.8,0.1,0.1\ndog,eel,0.2,0.3,0.5\neel,eel,0.1,0.1,0.8\ndog,dog,0.1,0.6,0.3\n",
    );
    assert_eq!(value(&many, "accuracy"), Some(0.75));
    for metric in ["f1_macro", "auroc", "brier", "ece", "mcc"] {
        assert!(value(&many, metric).is_some(), "{metric}");
    }
    assert!(value(&many, "f1").is_none());
    let only = said("label,prob_a,prob_b\na,0.9,0.1\nb,0.4,0.6\na,0.2,0.8\n");
    assert!((value(&only, "accuracy").expect("the likeliest class is the predicted one") - 2.0 / 3.0).abs() < 1e-12);
    let chances = said("y_true,y_pred\n1,0.9\n0,0.3\n1,0.4\n0,0.2\n");
    assert_eq!((value(&chances, "accuracy"), value(&chances, "auroc")), (Some(0.75), Some(1.0)));
}

#[test]
fn tries_of_one_item_are_averaged_and_models_stay_apart() {
    let text = "id,model,y_true,y_pred\na,m,1,1\na,m,1,0\nb,m,0,0\nb,m,0,0\na,n,1,1\nb,n,0,1\n";
    let of = |model: &str| -> Evaluation {
        let all = said(text).evaluations.into_iter();
        all.into_iter().find(|e| e.metric == "accuracy" && e.model.as_deref() == Some(model)).expect(model)
    };
    assert_eq!((of("m").value, of("m").n, of("m").items.len()), (0.75, Some(2.0), 2));
    assert_eq!((of("n").value, of("n").n), (0.5, Some(2.0)));
}

#[test]
fn what_was_taken_for_granted_and_what_is_missing_is_said() {
    let codes = |text: &str| said(text).files[0].diagnostics.iter().map(|d| d.code.clone()).collect::<Vec<_>>();
    let rare = "label,prediction\nham,ham\nham,ham\nspam,ham\nham,spam\nspam,spam\nham,ham\n";
    assert_eq!(codes(rare), ["positive-class"]);
    assert_eq!(said(rare).predictions[0].positive.as_deref(), Some("spam"));
    assert_eq!(codes("y_true,y_pred\n1,1\n0,\n,1\n0,0\n"), ["items-unmeasured"]);
    let mixed = "y_true,y_pred,y_score\n1,1,0.9\n0,0,0.8\n0,0,0.7\n1,1,0.6\n";
    assert_eq!(codes(mixed), ["scores-mixed"]);
    assert!(codes(&mixed.replace("y_score", "confidence")).is_empty());
}

#[test]
fn tables_that_are_near_are_no_predictions() {
    for text in [
        "metric,value,target\naccuracy,0.8,0.9\nf1,0.7,0.8\n",
        "n_train,actual,predicted\n100,0.5,0.52\n200,0.6,0.61\n400,0.7,0.69\n",
        "instruction,input,output\ndo,a,b\ndo,c,d\n",
        "name,label,records\na,x,100\nb,y,200\n",
    ] {
        let read = read_evidence("t.csv", text.as_bytes(), None, &Limits::default());
        assert!(read.is_ok_and(|r| r.value.evidence.predictions.is_empty()), "{text}");
    }
}

/// What a file says, to nine digits, without the names of its classes.
fn values(text: &str) -> Vec<(String, Option<String>, f64, Option<(f64, f64)>)> {
    let short = |v: f64| (v * 1e9).round() / 1e9;
    let ends = |e: &Evaluation| e.interval.map(|(low, high)| (short(low), short(high)));
    said(text).evaluations.iter().map(|e| (e.metric.clone(), e.slice.clone(), short(e.value), ends(e))).collect()
}

#[test]
fn no_name_of_a_class_makes_it_vanish() {
    let table = |a: &str, b: &str| {
        let rows = (0..30).map(|i| match (i % 3, i % 7) {
            (0, 1) => format!("{a},{b}\n"),
            (0, _) => format!("{a},{a}\n"),
            (1, 2) => format!("{b},zz\n"),
            (1, _) => format!("{b},{b}\n"),
            (_, 3) => format!("zz,{a}\n"),
            _ => "zz,zz\n".to_owned(),
        });
        format!("y_true,y_pred\n{}", rows.collect::<String>())
    };
    let plain = values(&table("alpha", "beta"));
    assert!(plain.len() > 4);
    for word in ["none", "unknown", "missing", "-", "n/a", "nan", "inf"] {
        assert_eq!(values(&table(word, "yy")), plain, "{word}");
    }
}

#[test]
fn numbers_are_those_of_the_file_however_they_are_written_and_an_odd_cell_is_not_measured() {
    let amounts = |i: usize| (2.0 + 1.375 * i as f64, 2.1 + 1.25 * i as f64);
    let table = |mark: &str, odd: &str| {
        let rows = (0..40).map(|i| {
            let (t, p) = amounts(i);
            let predicted = if i == 7 && !odd.is_empty() { odd.to_owned() } else { format!("{p:.2}") };
            format!("{t:.3};{predicted}\n").replace('.', mark)
        });
        format!("y_true;y_pred\n{}", rows.collect::<String>())
    };
    let found = values(&table(".", ""));
    assert_eq!(found.iter().map(|v| v.0.as_str()).collect::<Vec<_>>(), ["mae", "rmse", "r2"]);
    assert_eq!(values(&table(",", "")), found);
    for odd in ["error", "NaN", "none", "n/a", "", "see note"] {
        for mark in [".", ","] {
            let text = table(mark, odd);
            let evidence = said(&text);
            let n = if odd.is_empty() { 40.0 } else { 39.0 };
            assert_eq!(
                evidence.evaluations.iter().map(|e| e.metric.as_str()).collect::<Vec<_>>(),
                ["mae", "rmse", "r2"]
            );
            assert!(evidence.evaluations.iter().all(|e| e.n == Some(n)), "{odd}");
            let said = evidence.files[0].diagnostics.iter().any(|d| d.code == "items-unmeasured");
            assert_eq!(said, !odd.is_empty(), "{odd}");
        }
    }
    // A truth that cannot be read is none either.
    let text = table(".", "").replacen("2.000;", "lost;", 1);
    assert!(said(&text).evaluations.iter().all(|e| e.n == Some(39.0)), "{text}");
}

#[test]
fn a_slice_is_a_part_of_the_whole() {
    // Within a slice: one class only, the rarer class the other one, whole numbers only.
    let tables = [
        (
            "classes",
            (0..40)
                .map(|i| (if i % 3 == 0 { "cat" } else { "dog" }, if i % 5 == 0 { "cat" } else { "dog" }, i % 3 == 0))
                .map(|(t, p, a)| format!("{t},{p},{}\n", if a { "A" } else { "B" }))
                .collect::<String>(),
        ),
        (
            "numbers",
            (0..40)
                .map(|i| if i < 20 { format!("{},{},A\n", i % 4, i % 5) } else { format!("{}.5,{}.25,B\n", i, i) })
                .collect(),
        ),
        (
            "chances",
            (0..40)
                .map(|i| if i < 20 { format!("{},{},A\n", i % 2, i % 3 % 2) } else { format!("{},0.{},B\n", i % 2, i) })
                .collect(),
        ),
    ];
    for (name, rows) in tables {
        let evidence = said(&format!("y_true,y_pred,group\n{rows}"));
        let of = |slice: Option<&str>| -> Vec<&Evaluation> {
            evidence.evaluations.iter().filter(|e| e.slice.as_deref() == slice && !e.items.is_empty()).collect()
        };
        let whole = of(None);
        assert!(!whole.is_empty(), "{name}");
        for slice in ["A", "B"] {
            let metrics = |all: &[&Evaluation]| all.iter().map(|e| e.metric.clone()).collect::<Vec<_>>();
            assert_eq!(metrics(&of(Some(slice))), metrics(&whole), "{name}");
            // Every item scores in its slice what it scores in the whole.
            for (part, all) in of(Some(slice)).iter().zip(&whole) {
                assert!(part.items.iter().all(|i| all.items.contains(i)), "{name}, {}", part.metric);
            }
        }
        // A slice that is the whole is the whole.
        let items = crate::metric::scores::Items::of(&evidence.predictions[0]);
        let all: Vec<usize> = (0..items.names.len()).collect();
        assert_eq!(items.at(&all), items, "{name}");
    }
}

#[test]
fn scores_are_cut_only_where_they_are_probabilities_and_that_is_said() {
    let table = |scale: f64, shift: f64| {
        let rows =
            (0..40).map(|i| format!("{},{}\n", i % 2, f64::from(i * 7 % 40 + 9 * (i % 2)) / 50.0 * scale + shift));
        format!("y_true,y_score\n{}", rows.collect::<String>())
    };
    let chances = said(&table(1.0, 0.0));
    assert!(value(&chances, "accuracy").is_some());
    let auroc = value(&chances, "auroc").expect("scores rank");
    let note =
        |e: &Evidence| e.files[0].diagnostics.iter().find(|d| d.code == "predictions-cut").map(|d| d.message.clone());
    assert!(note(&chances).is_some_and(|n| n.contains("40 rows") && n.contains("0.5")), "{:?}", note(&chances));
    for (scale, shift) in [(10.0, -5.0), (100.0, 0.0), (1.0, 5.0), (0.5, -1.0)] {
        let raw = said(&table(scale, shift));
        let metrics: Vec<&str> = raw.evaluations.iter().map(|e| e.metric.as_str()).collect();
        assert_eq!(metrics, ["auroc", "average_precision"], "{scale} {shift}");
        assert!((value(&raw, "auroc").expect("it is there") - auroc).abs() < 1e-12);
        assert!(note(&raw).is_some_and(|n| n.contains("rank")), "{:?}", note(&raw));
    }
}

#[test]
fn an_item_has_one_name_whatever_kind_of_table_it_stands_in() {
    for name in ["short", &"long ".repeat(40), &"ü".repeat(90), &format!("{}é", "x".repeat(95))] {
        let name = name.trim();
        let predictions = said(&format!("item_id,y_true,y_pred\n{name},1,1\nother,0,0\n"));
        let scores = said(&format!("item_id,correct\n{name},1\nother,0\n"));
        let of = |e: &Evidence| {
            e.evaluations[0].items.iter().map(|i| i.0.clone()).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(of(&predictions), of(&scores), "{name}");
    }
}

#[test]
fn a_prediction_that_is_a_word_for_unknown_is_none_unless_it_is_a_class() {
    let rows = |odd: &str| {
        (0..40)
            .map(|i| format!("{},{}\n", i % 2, if i == 0 { odd.to_owned() } else { (i % 2).to_string() }))
            .collect::<String>()
    };
    for odd in ["N/A", "None", "-", "unknown", ""] {
        let evidence = said(&format!("y_true,y_pred\n{}", rows(odd)));
        assert_eq!((value(&evidence, "accuracy"), evidence.predictions[0].n), (Some(1.0), 39.0), "{odd}");
        assert!(value(&evidence, "precision").is_some(), "{odd}: two classes");
    }
    // Among words it is a class where the truths have it.
    let words = said("label,prediction\nnone,none\nflu,none\nnone,flu\nflu,flu\ncold,cold\n");
    assert_eq!(words.predictions[0].n, 5.0);
}

#[test]
fn scores_are_of_the_positive_class_whichever_that_is() {
    let confident = said("y_true,confidence\n1,0.9\n0,0.8\n1,0.7\n0,0.95\n");
    assert_eq!(value(&confident, "accuracy"), None, "a confidence says nothing where nothing was predicted");
    let rows = "1,0.9\n0,0.2\n1,0.7\n0,0.4\n1,0.3\n0,0.1\n";
    let ranked = |class: &str| {
        value(&said(&format!("y_true,y_pred,positive\n{}", rows.replace('\n', &format!(",{class}\n")))), "auroc")
    };
    assert_eq!(ranked("1"), ranked("0"));
    assert!(ranked("1").is_some_and(|a| a > 0.8));
}
