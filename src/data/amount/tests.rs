use super::*;
use proptest::prelude::*;

const UNITS: [Unit; 10] = [
    Unit::Number,
    Unit::Fraction,
    Unit::Count,
    Unit::Records,
    Unit::Tokens,
    Unit::Bytes,
    Unit::Parameters,
    Unit::Money,
    Unit::YesNo,
    Unit::Ratio,
];
const CURRENCIES: [&str; 5] = ["", "$", "€", "EUR", "kr"];

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1.0..1.0,
        (0..2_000_000_i64).prop_map(|n| n as f64),
        (1.0..9.99999, -9..15_i32).prop_map(|(m, e): (f64, i32)| format!("{m}e{e}").parse().unwrap_or(m)),
        (1..999_i64, -6..16_i32).prop_map(|(m, e)| format!("{m}e{e}").parse().unwrap_or(0.0)),
    ]
}

proptest! {
    /// What a box shows, typed again, is the same number: to the last digit where it is whole, else to six digits.
    #[test]
    fn what_a_box_shows_can_be_typed_again(value in any_value(), unit in 0..10_usize, currency in 0..5_usize) {
        let (unit, currency) = (UNITS[unit], CURRENCIES[currency]);
        let shown = in_box(value, unit);
        let again = read(&shown, unit, currency);
        prop_assert!(again.is_some(), "{value} as {unit:?} is shown as {shown}");
        let again = again.unwrap_or(f64::NAN);
        prop_assert_eq!(in_box(again, unit), shown.clone());
        let near = if unit == Unit::YesNo { f64::INFINITY } else { 1e-5 * value.abs() };
        prop_assert!((again - value).abs() <= near, "{value}: {shown} reads as {again}");
        if unit != Unit::YesNo && unit != Unit::Fraction && value.fract() == 0.0 && value.abs() < 1e15 {
            prop_assert_eq!(again, value, "{}", shown);
        }
        // The unit's word beside it changes nothing.
        let with_word = format!("{shown} {}", unit.word(currency));
        prop_assert_eq!(read(&with_word, unit, currency), Some(again), "{}", with_word);
    }

    /// A decimal of at most six digits is kept as it was typed, as a share in per cent too.
    #[test]
    fn a_typed_decimal_is_kept(digits in 1..999_999_i64, exponent in -9..9_i32, unit in 0..10_usize) {
        let unit = UNITS[unit];
        let per_cent = if unit == Unit::Fraction { "%" } else { "" };
        let text = format!("{digits}e{exponent}");
        let Some(value) = read(&format!("{text}{per_cent}"), unit, "") else { return Ok(()) };
        prop_assert_eq!(read(&in_box(value, unit), unit, ""), Some(value), "{}", in_box(value, unit));
        prop_assert_eq!(read(&text, unit, ""), Some(value), "bare");
    }

    /// What a sentence prints reads back as a number that prints the same.
    #[test]
    fn what_a_sentence_prints_can_be_typed(value in any_value(), unit in 0..10_usize, currency in 0..5_usize) {
        let (unit, currency) = (UNITS[unit], CURRENCIES[currency]);
        let print = |value| Amount { value, unit, currency }.to_string();
        let again = read(&print(value), unit, currency);
        prop_assert!(again.is_some(), "{}", print(value));
        prop_assert_eq!(print(again.unwrap_or(f64::NAN)), print(value));
    }

    #[test]
    fn nothing_typed_panics(text in ".{0,12}", unit in 0..10_usize) {
        if let Some(value) = read(&text, UNITS[unit], "€") {
            prop_assert!(value.is_finite(), "{text}");
        }
    }

    /// No probability is said to be certain.
    #[test]
    fn nothing_is_certain(p in prop_oneof![0.0..=1.0, Just(0.0), Just(1.0), 0.994..0.996, 0.004..0.006]) {
        let said = chance(p);
        prop_assert!(said != "0 %" && said != "100 %", "{p}: {said}");
        prop_assert_eq!(said == "over 99 %", p >= 0.995, "{}: {}", p, said);
        prop_assert_eq!(said == "under 1 %", p < 0.005, "{}: {}", p, said);
    }

    /// Every step of a slider moves, stays within its ends and gives a number that a box shows whole.
    #[test]
    fn a_slider_moves(low in -5.0..5.0_f64, width in 0.01..1e4_f64, log: bool, unit in 0..10_usize, at in 0.0..1.0, steps in prop_oneof![Just(1.0), Just(-1.0), Just(10.0), Just(-10.0)]) {
        let range = if log { (low.abs() + 0.001, low.abs() + 0.001 + width) } else { (low, low + width) };
        let s = Scale { range, log, unit: UNITS[unit] };
        for value in [s.dragged(at), s.nudged(s.dragged(at), steps)] {
            prop_assert!((range.0..=range.1).contains(&value), "{value} in {range:?}");
        }
        prop_assert_eq!((s.dragged(0.0), s.dragged(1.0)), range);
        if !s.unit.whole() {
            prop_assert!((s.position(s.value(at)) - at).abs() < 1e-6);
        }
        let (from, to) = (s.dragged(at), s.nudged(s.dragged(at), steps));
        let room = if steps > 0.0 { range.1 - from } else { from - range.0 };
        if room > s.step().max(range.1 * 0.1) {
            prop_assert!((to - from) * steps > 0.0, "{from} to {to} by {steps} on {s:?}");
        }
    }
}

#[test]
fn keys_move_a_slider_and_others_do_not() {
    let s = Scale { range: (0.0, 1.0), log: false, unit: Unit::Fraction };
    for (key, value) in
        [("ArrowUp", 0.805), ("ArrowLeft", 0.795), ("PageUp", 0.85), ("PageDown", 0.75), ("Home", 0.0), ("End", 1.0)]
    {
        assert_eq!(s.keyed(Some(0.8), key), Some(value), "{key}");
    }
    assert_eq!(s.keyed(None, "ArrowRight"), Some(0.505), "an unknown value is moved from the middle");
    assert_eq!(s.keyed(Some(0.8), "Tab"), None);
}

#[test]
fn numbers_are_printed_as_the_field_writes_them() {
    assert_eq!(compact(1_234_567.0), "1.23M");
    assert_eq!(compact(999_600.0), "1M");
    assert_eq!(compact(300_000.0), "300k");
    assert_eq!(compact(0.05), "0.05");
    assert_eq!(grouped(300_000.0), "300,000");
    assert_eq!(grouped(-1_000.0), "−1,000");
    assert_eq!(bytes(1.16e9), "1.16 GB");
    assert_eq!(fixed(-0.0001, 2), "0.00");
    assert_eq!(fixed(-0.5, 2), "−0.50");
    assert_eq!(digits(0.012345, 3), "0.0123");
    assert_eq!(digits(9.999, 3), "10");
    assert_eq!(show(0.08, Unit::Fraction), "8 %");
    assert_eq!(compact(1.4e12), "1.4T");
    let price = |currency| Amount { value: -253e3, unit: Unit::Money, currency }.to_string();
    assert_eq!((price(""), price("€")), ("−$\u{a0}253k".into(), "−€\u{a0}253k".into()));
}

#[test]
fn typed_amounts_are_read() {
    let number = |text: &str| read(text, Unit::Number, "");
    assert_eq!(number("12B"), Some(12e9));
    assert_eq!(number(" 1,500 "), Some(1500.0));
    assert_eq!(number("1,234,567.5"), Some(1_234_567.5));
    assert_eq!(number("-12,500"), Some(-12_500.0));
    for (typed, value) in [("95 %", 0.95), ("0.7 %", 0.007), ("1e2 %", 1.0), ("2.3e-2k", 23.0), ("79.776%", 0.79776)] {
        assert_eq!(number(typed), Some(value), "{typed}");
    }
    // A decimal comma is no thousands mark.
    for (typed, value) in
        [("0,75", 0.75), ("7,5", 7.5), ("1,25", 1.25), ("0,125", 0.125), ("12,5k", 12_500.0), ("2,5 %", 0.025)]
    {
        assert_eq!(number(typed), Some(value), "{typed}");
    }
    for neither in ["1,2,3", "1,5.5", "1,50,000", ",", "1.500,5"] {
        assert_eq!(number(neither), None, "{neither}");
    }
    assert_eq!(number("−0.5"), Some(-0.5));
    assert_eq!(number("85 %"), Some(0.85));
    for bad in ["", "abc", "NaN", "inf", "1.2.3", "k", "é"] {
        assert_eq!(number(bad), None, "{bad}");
    }
}

#[test]
fn a_unit_reads_its_own_words_and_no_others() {
    for (text, unit, value) in [
        ("0.8", Unit::Fraction, Some(0.008)),
        ("80", Unit::Fraction, Some(0.8)),
        ("0,8 %", Unit::Fraction, Some(0.008)),
        ("6.4 GB", Unit::Bytes, Some(6.4e9)),
        ("300 B", Unit::Bytes, Some(300.0)),
        ("12k records", Unit::Records, Some(12_000.0)),
        ("1 record", Unit::Records, Some(1.0)),
        ("5 %", Unit::Records, None),
        ("7 tokens", Unit::Records, None),
        ("€ 1.2M", Unit::Money, Some(1.2e6)),
        ("−€ 3", Unit::Money, Some(-3.0)),
        ("3 €", Unit::Money, Some(3.0)),
        ("$ 3", Unit::Money, None),
        ("2.5×", Unit::Ratio, Some(2.5)),
        ("Yes", Unit::YesNo, Some(1.0)),
        ("2", Unit::YesNo, None),
    ] {
        assert_eq!(read(text, unit, "€"), value, "{text} as {unit:?}");
    }
    // The Kelvin sign and other letters of several bytes.
    assert_eq!(read("1\u{212a}B", Unit::Bytes, ""), None);
}

#[test]
fn values_that_make_no_sense_are_named() {
    let share = Scale { range: (0.0, 1.0), log: false, unit: Unit::Fraction };
    assert_eq!(share.fault(0.5, ""), None);
    assert_eq!(share.fault(1.2, "").as_deref(), Some("above 100 %"));
    assert_eq!(share.fault(-0.1, "").as_deref(), Some("below 0 %"));
    let price = Scale { range: (1.0, 1e6), log: true, unit: Unit::Money };
    assert_eq!(price.fault(0.0, "€"), None, "nothing to spend is an answer");
    assert_eq!(price.fault(-1.0, "€").as_deref(), Some("not above €\u{a0}0"));
    let length = Scale { range: (10.0, 1e5), log: true, unit: Unit::Tokens };
    assert!(length.fault(0.0, "").is_some(), "a record without tokens is none");
    assert_eq!(price.fault(1e9, "€"), None, "a slider's end is no limit of what is typed");
}
