//! Small files of the shapes that people have.

use super::*;
use crate::data::ScalingRun;
use clap::Parser;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

fn arguments(name: &str, text: &str, options: &[&str]) -> Arguments {
    let path = std::env::temp_dir().join(format!("headroom-scaling-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let line = ["fit", path.to_str().unwrap()].into_iter().chain(options.iter().copied());
    Line::try_parse_from(line).unwrap().arguments
}

fn runs(name: &str, text: &str, options: &[&str]) -> Result<Vec<ScalingRun>, String> {
    let a = arguments(name, text, options);
    let out = table::read(&a).map(|r| r.runs).map_err(|e| e.to_string());
    std::fs::remove_file(&a.file).unwrap();
    out
}

#[test]
fn roles_are_guessed_from_the_names_people_use() {
    let short = runs("short.csv", "C,N,D,loss\n6e19,1e9,1e10,3.1\n", &[]).unwrap();
    assert_eq!((short[0].params, short[0].tokens, short[0].loss, short[0].flop), (1e9, 1e10, 3.1, Some(6e19)));
    let long = "name;Total Tokens;params;unique_tokens;val_loss\na;4e9;2,8e9;1e9;3,25\n";
    let long = runs("long.csv", long, &[]).unwrap();
    assert_eq!((long[0].params, long[0].tokens, long[0].unique_tokens, long[0].loss), (2.8e9, 4e9, Some(1e9), 3.25));
    let epochs =
        runs("epochs.csv", "params,tokens,epochs,loss\n1e9,8e9,4,3\n", &["--law", "data-constrained"]).unwrap();
    assert_eq!(epochs[0].unique_tokens, Some(2e9));
    let implied = runs("implied.csv", "flops,parameters,eval_loss\n6e18,1e8,3\n", &[]).unwrap();
    assert_eq!(implied[0].tokens, 1e10);
    let named = runs(
        "named.csv",
        "p,q1,z\n1e9,1e10,3\n",
        &["--column", "params=p", "--column", "tokens=q1", "--column", "loss=z"],
    );
    assert_eq!(named.unwrap()[0].tokens, 1e10);
}

#[test]
fn wide_and_long_curves_are_the_same_for_the_rectified_law() {
    let wide =
        "config name,0,200,400,800,1600,size,family\nm1,4.9,4.2,4.1,4.0,3.9,124440576,F\nm2,4.1,3.5,3.4,,3.2,7e8,F\n";
    let wide = runs("wide.csv", wide, &["--law", "rectified"]).unwrap();
    assert_eq!(wide.len(), 9);
    assert_eq!(
        (wide[1].name.as_str(), wide[1].tokens, wide[1].loss, wide[1].params),
        ("m1", 200.0, 4.2, 124_440_576.0)
    );
    let long = "model,size,loss\nm1,200,4.2\nm1,400,4.1\nm2,200,3.5\n";
    let long = runs("long-curves.csv", long, &["--law", "rectified"]).unwrap();
    assert_eq!((long.len(), long[2].name.as_str(), long[2].tokens), (3, "m2", 200.0));
}

#[test]
fn what_cannot_be_used_is_refused_in_one_line() {
    for (name, text, options, expected) in [
        ("empty.csv", "", &[][..], "empty"),
        ("columns.csv", "a,b\n1,2\n", &[], "--column loss="),
        ("rows.csv", "N,D,loss\n", &[], "no rows"),
        ("text.csv", "N,D,loss\nx,y,z\n", &[], "N, D, loss"),
        ("absent.csv", "N,D,loss\n1,2,3\n", &["--column", "loss=z"], "no column \"z\""),
        ("role.csv", "N,D,loss\n1,2,3\n", &["--column", "colour=z"], "ROLE=COLUMN"),
        ("quality.csv", "N,D,loss\n1,2,3\n", &["--law", "quality"], "quality"),
    ] {
        let message = runs(name, text, options).unwrap_err();
        assert!(message.contains(expected) && !message.contains('\n'), "{name}: {message}");
    }
    for options in [
        &["--law", "moore"][..],
        &["--loss", "cubes"],
        &["--delta", "-1"],
        &["--level", "1"],
        &["--drop", "colour:3"],
        &["--base", "1,2,3"],
        &["--starts", "many"],
        &["--budget", "0"],
    ] {
        let all = ["fit", "f.csv"].into_iter().chain(options.iter().copied());
        let Ok(line) = Line::try_parse_from(all) else { continue };
        assert!(super::options(&line.arguments).is_err(), "{options:?}");
    }
}

#[test]
fn the_json_has_the_fields_of_the_contract() {
    let law = crate::scaling::Chinchilla { e: 1.8, a: 480.0, b: 2085.0, alpha: 0.35, beta: 0.36 };
    let mut text = "N,D,loss\n".to_owned();
    for i in 0..36 {
        let (n, d) = (1e8 * 2f64.powi(i % 9), 2e9 * 3f64.powi(i / 9));
        let ripple = 1.0 + 0.002 * (f64::from((i * 5) % 7) / 3.0 - 1.0);
        text.push_str(&format!("{n},{d},{}\n", law.loss(n, d) * ripple));
    }
    let options = ["--bootstrap", "40", "--budget", "1e21", "1e22", "--json", "--compare"];
    let a = arguments("contract.csv", &text, &options);
    let read = table::read(&a).unwrap();
    let fit = crate::fit::scaling::fit_scaling(&read.runs, &super::options(&a).unwrap());
    let json = serde_json::to_value(Report { fit, side_by_side: None }).unwrap();
    for key in [
        "law",
        "loss",
        "n",
        "objective",
        "params",
        "standard_errors",
        "intervals",
        "starts",
        "starts_at_best",
        "frontier",
        "diagnostics",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    let frontier = json["frontier"].as_array().unwrap();
    assert_eq!(frontier.len(), 2);
    for key in ["C", "N", "D", "tokens_per_parameter", "loss", "intervals"] {
        assert!(frontier[0].get(key).is_some(), "{key}");
    }
    assert!(frontier[0]["intervals"]["tokens_per_parameter"][0].is_number());
    std::fs::remove_file(&a.file).unwrap();
}
