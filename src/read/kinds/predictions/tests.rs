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
