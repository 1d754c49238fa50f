//! YAML, and the YAML between the two `---` lines before a Markdown text (data set cards).
//!
//! The parser is that of saphyr, which gives one event after another and builds nothing; what is built is built here, and
//! counted: levels, values and bytes, those of aliases each time they are met. Of several documents the first is read.

use super::{Node, Syntax};
use crate::data::visible_lines;
use crate::read::ReadError;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// YAML.
pub struct Yaml;

/// Most bytes of a document: it is read in one go.
const BYTES: usize = 16 << 20;
/// Most values of a document, and most bytes of their text, with what aliases repeat.
const VALUES: usize = 1_000_000;
const TEXT: usize = 64 << 20;

impl Syntax for Yaml {
    fn id(&self) -> &'static str {
        "yaml"
    }
    fn label(&self) -> &'static str {
        "YAML"
    }
    fn claims(&self, text: &str) -> bool {
        let start = text.trim_start();
        is_marked(start) || start.starts_with("%YAML") || is_keyed(start)
    }
    fn parse<'a>(&self, text: &'a str, depth: usize) -> Result<Node<'a>, ReadError> {
        parse(text, depth)
    }
}

fn is_marked(start: &str) -> bool {
    start.starts_with("---\n") || start.starts_with("---\r\n")
}

/// True where most of the first lines are `key: value`, `key:` or list items, and the first one is no row of a table.
fn is_keyed(start: &str) -> bool {
    let blank = |l: &&str| l.trim().is_empty() || l.trim_start().starts_with('#');
    let lines: Vec<&str> = start.lines().filter(|l| !blank(l)).take(30).collect();
    let keyed = |l: &&&str| {
        let t = l.trim_start();
        let key = t.split_once(':').is_some_and(|(k, v)| {
            (v.is_empty() || v.starts_with(' '))
                && !k.is_empty()
                && k.chars().all(|c| c.is_alphanumeric() || "_-. /$\"'".contains(c))
        });
        key || t.starts_with("- ")
    };
    // What goes on in a further, indented line says nothing by itself.
    let going_on = |l: &&&str| l.starts_with("  ") && !keyed(l);
    let told = lines.len() - lines.iter().filter(going_on).count();
    lines.len() >= 3
        && told * 2 >= lines.len()
        && lines.iter().filter(keyed).count() * 10 >= told * 8
        && keyed(&&lines[0])
        && !lines[0].contains([',', ';', '\t', '|'])
}

/// What is YAML of a text: all of it, or what stands between the two marks before a Markdown text.
fn front(text: &str) -> &str {
    let start = text.trim_start();
    if !is_marked(start) {
        return text;
    }
    let mut at = start.find('\n').map_or(start.len(), |n| n + 1);
    let from = at;
    while let Some(rest) = start.get(at..).filter(|r| !r.is_empty()) {
        let line = rest.lines().next().unwrap_or_default();
        if matches!(line.trim_end(), "---" | "...") {
            return start.get(from..at).unwrap_or_default();
        }
        at += rest.find('\n').map_or(rest.len(), |n| n + 1);
    }
    start
}

/// Reads a document.
///
/// # Errors
/// [`ReadError::Syntax`] with line and column.
pub fn parse(text: &str, depth: usize) -> Result<Node<'_>, ReadError> {
    let yaml = front(text);
    // Lines are counted from the beginning of the file.
    let before = (yaml.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..before).map_or(0, |t| t.bytes().filter(|b| *b == b'\n').count());
    let error = |line: usize, column: usize, problem: &str| ReadError::Syntax {
        syntax: "YAML",
        line: (before + line.max(1)) as u64,
        column: column as u64 + 1,
        problem: problem.to_owned(),
    };
    if yaml.len() > BYTES {
        return Err(error(1, 0, "more than 16 MB of YAML are not read; write the data as JSON Lines or CSV"));
    }
    let read = || Builder::new(depth).read(yaml);
    #[cfg(feature = "sheets")]
    let read = crate::read::foreign_code::contained(read).unwrap_or(Err((1, 0, "a part of it is broken".into())));
    #[cfg(not(feature = "sheets"))]
    let read = read();
    read.map_err(|(line, column, problem)| error(line, column, &problem))
}

/// Line, column and problem.
type Trouble = (usize, usize, String);

/// A map or a list that is not yet at its end.
struct Open<'a> {
    node: Node<'a>,
    /// The key that a value is awaited for.
    key: Option<(Cow<'a, str>, bool)>,
    anchor: usize,
    size: Size,
    /// What is merged into it at its end (`<<`), since its own members come first.
    merged: Vec<Node<'a>>,
}

/// How much a node holds.
#[derive(Clone, Copy, Default)]
struct Size {
    values: usize,
    text: usize,
    levels: usize,
}

/// A container without what is in it.
const ONE: Size = Size { values: 1, text: 0, levels: 1 };

struct Builder<'a> {
    depth: usize,
    open: Vec<Open<'a>>,
    anchors: BTreeMap<usize, (Node<'a>, Size)>,
    whole: Size,
    root: Option<Node<'a>>,
}

impl<'a> Builder<'a> {
    fn new(depth: usize) -> Self {
        Self { depth, open: Vec::new(), anchors: BTreeMap::new(), whole: Size::default(), root: None }
    }

    fn read(mut self, text: &'a str) -> Result<Node<'a>, Trouble> {
        let mut parser = Parser::new_from_str(text);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|e: ScanError| {
                (e.marker().line(), e.marker().col(), crate::data::units::shortened(e.info(), 200))
            })?;
            if self.take(event).map_err(|problem| at(&span, problem))? {
                break;
            }
        }
        self.root.ok_or((1, 0, "there is nothing in it".into()))
    }

    /// Takes an event; true once the first document is at its end.
    fn take(&mut self, event: Event<'a>) -> Result<bool, String> {
        match event {
            Event::DocumentEnd | Event::StreamEnd => return Ok(true),
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
            Event::SequenceStart(anchor, _) => self.begin(Node::List(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => self.begin(Node::Map(Vec::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { mut node, anchor, size, merged, .. }) = self.open.pop() {
                    if let Node::Map(entries) = &mut node {
                        merged.into_iter().for_each(|m| merge(entries, m));
                    }
                    // What is in it was counted when it was put there.
                    self.count(ONE)?;
                    self.put(node, size, anchor, false)?;
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let size = Size { values: 1, text: text.len(), levels: 0 };
                self.count(size)?;
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let node = if plain { value(text) } else { Node::Text(shown(text)) };
                self.put(node, size, anchor, plain)?;
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err("an alias names what was not there before".into());
                };
                self.count(size)?;
                self.put(node, size, 0, false)?;
            }
        }
        Ok(false)
    }

    fn begin(&mut self, node: Node<'a>, anchor: usize) -> Result<(), String> {
        if self.open.len() >= self.depth {
            return Err(self.too_deep());
        }
        self.open.push(Open { node, key: None, anchor, size: ONE, merged: Vec::new() });
        Ok(())
    }

    fn too_deep(&self) -> String {
        format!("it is nested deeper than {} levels", self.depth)
    }

    /// Puts a finished value where it belongs. `plain` is true for a scalar without quotes.
    fn put(&mut self, node: Node<'a>, size: Size, anchor: usize, plain: bool) -> Result<(), String> {
        if self.open.len() + size.levels > self.depth {
            return Err(self.too_deep());
        }
        if anchor > 0 {
            self.count(size)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        parent.size.values = parent.size.values.saturating_add(size.values);
        parent.size.text = parent.size.text.saturating_add(size.text);
        parent.size.levels = parent.size.levels.max(size.levels + 1);
        match (&mut parent.node, parent.key.take()) {
            (Node::List(items), _) => items.push(node),
            (Node::Map(_), Some((key, true))) if key == "<<" => parent.merged.push(node),
            (Node::Map(entries), Some((key, _))) => entries.push((key, node)),
            (_, None) => {
                let key = match node {
                    Node::Text(text) | Node::Number(text) => text,
                    other => Cow::Owned(other.cell().into_owned()),
                };
                parent.key = Some((key, plain));
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, more: Size) -> Result<(), String> {
        self.whole.values = self.whole.values.saturating_add(more.values);
        self.whole.text = self.whole.text.saturating_add(more.text);
        if self.whole.values > VALUES {
            return Err(format!("it has more than {VALUES} values, with those that its aliases repeat"));
        }
        if self.whole.text > TEXT {
            return Err("it has more than 64 MB of text, with what its aliases repeat".into());
        }
        Ok(())
    }
}

fn at(span: &Span, problem: String) -> Trouble {
    (span.start.line(), span.start.col(), problem)
}

/// `<<: *other`: the members of another map, or of several, that the map has not itself.
fn merge<'a>(entries: &mut Vec<(Cow<'a, str>, Node<'a>)>, other: Node<'a>) {
    let maps = match other {
        Node::List(items) => items,
        one => vec![one],
    };
    for map in maps {
        let Node::Map(more) = map else { continue };
        for (key, value) in more {
            if !entries.iter().any(|(k, _)| *k == key) {
                entries.push((key, value));
            }
        }
    }
}

/// Text with nothing hidden in it.
fn shown(text: Cow<'_, str>) -> Cow<'_, str> {
    match visible_lines(&text) {
        Cow::Owned(changed) => Cow::Owned(changed),
        Cow::Borrowed(_) => text,
    }
}

/// What a scalar without quotes is, by the core schema of YAML 1.2: nothing, yes or no, a number, a text.
fn value(text: Cow<'_, str>) -> Node<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Node::Null,
        "true" | "True" | "TRUE" => return Node::Bool(true),
        "false" | "False" | "FALSE" => return Node::Bool(false),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "-.inf" | "-.Inf" | "-.INF" | "+.inf" => {
            return Node::Null;
        }
        _ => {}
    }
    match number(&text) {
        Some(same) if same == *text => Node::Number(text),
        Some(other) => Node::Number(Cow::Owned(other)),
        None => Node::Text(shown(text)),
    }
}

/// A number as JSON writes it: decimal, with digits on both sides of the point and no plus before it.
fn number(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')).map(|n| n.to_string());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().filter(|_| !digits.starts_with('+')).map(|n| n.to_string());
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => ("-", text.get(1..)?),
        b'+' => ("", text.get(1..)?),
        _ => ("", text),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(m, e)| (m, Some(e)));
    let (whole, part) = mantissa.split_once('.').map_or((mantissa, None), |(w, p)| (w, Some(p)));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let signed =
        |e: &str| !e.trim_start_matches(['+', '-']).is_empty() && digits(e.strip_prefix(['+', '-']).unwrap_or(e));
    let some = !whole.is_empty() || part.is_some_and(|p| !p.is_empty());
    if !some || !digits(whole) || !part.is_none_or(digits) || !exponent.is_none_or(signed) {
        return None;
    }
    // More zeros before a number are a name (a postcode, say), not a number.
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.filter(|p| !p.is_empty()).map_or_else(String::new, |p| format!(".{p}"));
    let exponent = exponent.map_or_else(String::new, |e| format!("e{e}"));
    let out = format!("{sign}{whole}{part}{exponent}");
    out.parse::<f64>().ok().filter(|v| v.is_finite())?;
    // As it was written, where that is JSON's way already.
    Some(if text.len() == out.len() { text.to_owned() } else { out })
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Node<'_> {
        parse(text, 64).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn what_is_yaml_is_told_from_tables_and_prose() {
        for text in [
            "---\na: 1\n---\n# Card\n",
            "\n---\r\na: 1\r\n---\r\n",
            "%YAML 1.2\n---\na: 1\n",
            "outs:\n- md5: 00\n  size: 3\n  path: data.csv\n",
            "name: x\ndescription: a text that goes on\n  in a second line, with commas\nlicense: mit\nresources:\n- path: a.csv\n",
            "stages:\n  train:\n    cmd: python train.py\n",
        ] {
            assert!(Yaml.claims(text), "{text}");
        }
        for text in [
            "a,b\n1,2\n3,4\n",
            "time: 10,value: 3\n1,2\n",
            "name;status\na: b;c\n",
            "Dear reader,\nthis is a letter.\nIt has lines.\n",
            "- a\n- b\n",
            "accuracy: 0.8\n",
            "--- \n",
            "{\"a\": 1}",
        ] {
            assert!(!Yaml.claims(text), "{text}");
        }
    }

    #[test]
    fn scalars_are_what_the_core_schema_says() {
        let text = "a: 1\nb: -2.50\nc: .5\nd: 1e3\ne: 0x1F\nf: '12'\ng: yes\nh: true\ni: ~\nj:\nk: .nan\nl: 2024-01-02\nm: 1_000\nn: 007\no: +3\np: |\n  two\n  lines\nq: !!str 5\n";
        let node = of(text);
        let cell = |key: &str| node.get(key).map(|n| (matches!(n, Node::Number(_)), n.cell().into_owned()));
        for (key, number, shown) in [
            ("a", true, "1"),
            ("b", true, "-2.50"),
            ("c", true, "0.5"),
            ("d", true, "1e3"),
            ("e", true, "31"),
            ("f", false, "12"),
            ("g", false, "yes"),
            ("h", false, "true"),
            ("i", false, ""),
            ("j", false, ""),
            ("k", false, ""),
            ("l", false, "2024-01-02"),
            ("m", false, "1_000"),
            ("n", false, "007"),
            ("o", true, "3"),
            ("p", false, "two\nlines\n"),
            ("q", false, "5"),
        ] {
            assert_eq!(cell(key), Some((number, shown.to_owned())), "{key}");
        }
    }

    #[test]
    fn aliases_and_merged_maps_stand_for_what_they_name() {
        let node = of("base: &b {a: 1, b: 2}\nmore:\n  <<: *b\n  b: 3\nlist: [*b, x]\n");
        assert_eq!(node.path(&["more", "a"]).and_then(Node::number), Some(1.0));
        assert_eq!(node.path(&["more", "b"]).and_then(Node::number), Some(3.0), "its own members count");
        assert_eq!(node.get("list").map(|l| l.list().len()), Some(2));
    }

    #[test]
    fn bombs_of_aliases_levels_and_text_are_refused_in_words() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let before = format!("*a{}, ", i - 1).repeat(10);
            laughs.push_str(&format!("a{i}: &a{i} [{}]\n", before.trim_end_matches(", ")));
        }
        let long = format!("t: &t \"{}\"\nl: [{}]\n", "x".repeat(1 << 20), "*t, ".repeat(100));
        let wide = format!("a: &a [{}]\nl: [{}]\n", "x, ".repeat(2_000), "*a, ".repeat(2_000));
        let deep = format!("a: {}", "[".repeat(100_000));
        let block: String = (0..2_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
        let hidden = "a: &a [&b [&c [&d [x]]]]\nd: ".to_owned() + &"[".repeat(61) + "*a" + &"]".repeat(61);
        for (text, word) in [
            (laughs.as_str(), "values"),
            (&wide, "values"),
            (&long, "text"),
            (&deep, ""),
            (&block, ""),
            (&hidden, "levels"),
            ("a: *nobody\n", ""),
        ] {
            let refused = parse(text, 64).expect_err("too much").to_string();
            assert!(refused.contains(word) && refused.len() < 400, "{refused}");
        }
        let own = "a: &a [1, *a]\n";
        let _ = parse(own, 64);
        assert!(parse(&format!("a: {}\n", "x".repeat(17 << 20)), 64).is_err());
    }

    #[test]
    fn the_place_of_an_error_is_that_of_the_file() {
        let Err(ReadError::Syntax { syntax, line, .. }) = parse("\n---\na: 1\nb: [1, 2\nc: }\n---\n", 64) else {
            panic!("read")
        };
        assert_eq!(syntax, "YAML");
        assert!((4..=6).contains(&line), "{line}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        /// What JSON can say YAML can: both give the same tree.
        #[test]
        fn json_is_yaml(value in tree()) {
            let text = serde_json::to_string(&value).expect("text");
            let (ours, theirs) = (parse(&text, 64), json::parse(&text, 64).expect("JSON"));
            prop_assert_eq!(ours.expect("YAML"), theirs);
        }
        #[test]
        fn any_text_is_read_or_refused(text in "([a-c&*<!|>'\"#%@`?:,\\[\\]{} \n\t\r.-]|---\n|: |- |\\PC){0,60}", depth in 1..8_usize) {
            let _ = Yaml.claims(&text);
            let _ = parse(&text, depth);
        }
    }

    fn tree() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i32>().prop_map(serde_json::Value::from),
            "[a-z0-9 ,:#'-]{0,8}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                proptest::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                    .prop_map(|m| serde_json::Value::Object(m.into_iter().collect())),
            ]
        })
    }
}
