use super::*;
use proptest::prelude::*;

fn point(text: &str) -> Option<f64> {
    parse(text, Style::Point, false).value()
}

fn near(text: &str, style: Style, bytes: bool, expected: f64) {
    let got = parse(text, style, bytes).value();
    assert!(got.is_some_and(|v| (v - expected).abs() <= 1e-12 * expected.abs()), "{text}: {got:?}, not {expected}");
}

#[test]
fn numbers_as_people_write_them() {
    for (text, value) in [
        ("1", 1.0),
        ("-0.5", -0.5),
        ("−0.5", -0.5),
        ("1e-3", 1e-3),
        ("1.3972367362937152e+18", 1.397_236_736_293_715_2e18),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("12,34,567", 1_234_567.0),
        ("1 234 567", 1_234_567.0),
        ("1\u{a0}234,567", 1_234_567.0),
        ("1'234", 1234.0),
        ("(12)", -12.0),
        ("$ 1,200", 1200.0),
        ("8 %", 0.08),
        ("8%", 0.08),
        ("300k", 300_000.0),
        ("~300K conversations", 300_000.0),
        (">100K", 100_000.0),
        ("1.4T tokens", 1.4e12),
        ("24B", 24e9),
        ("2.5 million", 2.5e6),
        ("10 000+", 10_000.0),
    ] {
        near(text, Style::Point, false, value);
    }
    for (text, value) in [
        ("6.4 GB", 6.4e9),
        ("117743 B", 117_743.0),
        ("1 KiB", 1024.0),
        ("86 MB", 86e6),
        ("1.5 GiB", 1.5 * 1_073_741_824.0),
    ] {
        near(text, Style::Point, true, value);
    }
    for (text, value) in
        [("0,08", 0.08), ("1.234,5", 1234.5), ("1.234", 1234.0), ("6,4", 6.4), ("1.234.567", 1_234_567.0)]
    {
        near(text, Style::Comma, false, value);
    }
    for (text, value) in [("1.234", 1234.0), ("1,234", 1234.0), ("12.5", 12.5), ("12,5", 12.5)] {
        near(text, Style::Whole, false, value);
    }
}

#[test]
fn unknown_is_never_zero() {
    for text in ["", "  ", "-", "N/A", "n/a", "NaN", "null", "unknown", "Infinity", "-inf", "?", "TBD", "#DIV/0!"] {
        assert_eq!(parse(text, Style::Point, false), Cell::Unknown, "{text}");
    }
    for text in ["abc", "1,23,4", "1.2.3", "12 apples", "--1", "1-2", "e5", "1e999", "0x10", "1,2345"] {
        assert_eq!(parse(text, Style::Point, false), Cell::Unreadable, "{text}");
    }
}

#[test]
fn an_error_after_plus_minus_has_the_same_scale() {
    let Cell::Number(q) = parse("81.2 ± 0.4 %", Style::Point, false) else { panic!("unread") };
    assert!((q.value - 0.812).abs() < 1e-12 && (q.error.unwrap() - 0.004).abs() < 1e-12);
    assert_eq!(interval("[0.71, 0.79]", Style::Point), Some((0.71, 0.79)));
    assert_eq!(interval("0,71; 0,79", Style::Comma), Some((0.71, 0.79)));
    assert_eq!(interval("0.71–0.79", Style::Point), Some((0.71, 0.79)));
}

#[test]
fn a_lone_mark_is_decided_by_the_whole_column() {
    let marks = |cells: &[&str]| {
        let mut m = Marks::default();
        cells.iter().for_each(|c| m.see(c));
        m
    };
    assert_eq!(marks(&["1.234", "12,5"]).style(false, None), Style::Comma);
    assert_eq!(marks(&["1.234", "0.5"]).style(true, None), Style::Point);
    assert_eq!(marks(&["1.234", "2.345"]).style(false, None), Style::Point);
    assert_eq!(marks(&["1.234", "2.345"]).style(true, None), Style::Whole);
    assert_eq!(marks(&["1,234"]).style(false, Some(Style::Comma)), Style::Comma);
    assert_eq!(marks(&["1,234"]).style(false, None), Style::Point);
    assert!(marks(&["1,5", "1.5"]).mixed());
    assert!(marks(&["1.234"]).ambiguous());
}

proptest! {
    #[test]
    fn parsing_never_panics(text in ".{0,40}") {
        for style in [Style::Point, Style::Comma, Style::Whole] {
            for bytes in [true, false] {
                if let Some(v) = parse(&text, style, bytes).value() { prop_assert!(v.is_finite()); }
            }
            let _ = interval(&text, style);
        }
        Marks::default().see(&text);
    }
    #[test]
    fn printed_numbers_come_back(x in -1e15_f64..1e15) {
        prop_assert_eq!(point(&format!("{x}")), Some(x));
        prop_assert_eq!(point(&format!("{x:e}")), Some(x));
        let comma = format!("{x}").replace('.', ",");
        prop_assert_eq!(parse(&comma, Style::Comma, false).value(), Some(x));
    }
}
