use super::*;
use crate::read::kinds::{checks, curves, evaluations, inventory, runs};
use crate::read::{Limits, open};

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
