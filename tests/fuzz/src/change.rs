//! Changes of JSON that leave it JSON: members and items moved, repeated, dropped, renamed, replaced. Bytes changed at random
//! hardly ever get past the parser.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Value, json};

/// Half of the changes are those of the fuzzer to bytes, half are to the tree; the first `skip` bytes are no part of it.
pub fn change(data: &mut [u8], size: usize, most: usize, seed: u32, skip: usize) -> usize {
    let mut dice = Dice(u64::from(seed) | 1 << 32);
    if size > skip && dice.below(2) == 0 {
        if let Some(new) = changed(&data[skip..size], &mut dice).filter(|new| skip + new.len() <= most) {
            data[skip..skip + new.len()].copy_from_slice(&new);
            return skip + new.len();
        }
    }
    fuzzer_mutate(data, size, most)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n.max(1) as u64) as usize
    }
}

/// The document changed, or one of its lines where they are documents.
fn changed(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    if let Ok(mut tree) = serde_json::from_slice(bytes) {
        edit(&mut tree, dice);
        return serde_json::to_vec(&tree).ok();
    }
    let mut lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let at = dice.below(lines.len());
    if dice.below(6) == 0 {
        let other = lines[dice.below(lines.len())];
        (0..=dice.below(40)).for_each(|_| lines.insert(at, other));
        return Some(lines.join(&b'\n'));
    }
    let mut tree = serde_json::from_slice(lines[at]).ok()?;
    edit(&mut tree, dice);
    let line = serde_json::to_vec(&tree).ok()?;
    lines[at] = &line;
    Some(lines.join(&b'\n'))
}

fn edit(tree: &mut Value, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let count = size(tree);
        let donor = nth(tree, &mut dice.below(count)).map(|v| v.clone()).unwrap_or_default();
        let Some(node) = nth(tree, &mut dice.below(count)) else { return };
        match (dice.below(7), node) {
            (0, node) => *node = donor,
            (1, node) => *node = odd(dice),
            (2, Value::Array(list)) if !list.is_empty() => drop(list.remove(dice.below(list.len()))),
            (2, Value::Object(map)) => drop(key(map, dice).and_then(|k| map.remove(&k))),
            (3 | 4, Value::Array(list)) if !list.is_empty() => {
                let item = list[dice.below(list.len())].clone();
                (0..=dice.below(if size(&item) < 20 { 60 } else { 4 })).for_each(|_| list.push(item.clone()));
            }
            (3, Value::Object(map)) => {
                if let Some((old, new)) = key(map, dice).zip(key(map, dice)) {
                    let value = map.remove(&old).unwrap_or_default();
                    map.insert(format!("{new}{}", dice.below(3)), value);
                }
            }
            (4, Value::Object(map)) => {
                if let Some((to, from)) = key(map, dice).zip(key(map, dice)) {
                    map.insert(to, map[&from].clone());
                }
            }
            (5, Value::Number(n)) => {
                let x = n.as_f64().unwrap_or_default();
                let by = [-1.0, 0.1, 1e3, 1e9, 1e-9, 1e300, 0.5];
                *n = serde_json::Number::from_f64(x * by[dice.below(by.len())]).unwrap_or_else(|| 0.into());
            }
            (5, node) => *node = Value::Array(vec![node.take(), donor]),
            (_, node) => *node = json!({ "name": node.take(), "value": donor }),
        }
    }
}

fn key(map: &serde_json::Map<String, Value>, dice: &mut Dice) -> Option<String> {
    map.keys().nth(dice.below(map.len())).cloned()
}

/// What programs write where nobody expects it.
fn odd(dice: &mut Dice) -> Value {
    let all = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(9_007_199_254_740_993_u64),
        json!(""),
        json!(" "),
        json!("NaN"),
        json!("1,5 %"),
        json!("1e999"),
        json!("\u{202e}ä\u{0}"),
        json!("𝔸".repeat(30)),
        json!("2026-02-30"),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"": ""}),
    ];
    all[dice.below(all.len())].clone()
}

fn size(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(size).sum(),
        Value::Object(map) => map.values().map(size).sum(),
        _ => 0,
    }
}

/// The node of that number, from the top.
fn nth<'v>(tree: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(tree);
    }
    *left -= 1;
    match tree {
        Value::Array(list) => list.iter_mut().find_map(|v| nth(v, left)),
        Value::Object(map) => map.values_mut().find_map(|v| nth(v, left)),
        _ => None,
    }
}
