//! The table of `headroom fit curve`: columns to curves.

use super::{Arguments, Refusal};
use crate::data::{Direction, LearningCurve, Observation, Unit};

const SIZE_NAMES: &[&str] = &[
    "size",
    "n",
    "n_train",
    "train_size",
    "training_size",
    "num_samples",
    "samples",
    "records",
    "examples",
    "tokens",
    "data",
    "x",
];
const METRIC_NAMES: &[&str] = &[
    "val_error",
    "test_error",
    "error",
    "loss",
    "val_loss",
    "eval_loss",
    "accuracy",
    "acc",
    "val_accuracy",
    "f1",
    "auc",
    "score",
    "value",
    "metric",
    "y",
];
const SERIES_NAMES: &[&str] = &["series", "curve_id", "curve", "metric_name", "run", "id", "metric"];
const LOWER_WORDS: &[&str] =
    &["err", "loss", "perplex", "ppl", "wer", "cer", "rmse", "mse", "mae", "bpb", "nll", "bias"];
const HIGHER_WORDS: &[&str] =
    &["acc", "f1", "auc", "score", "bleu", "rouge", "precision", "recall", "kappa", "r2", "reward", "win", "map"];
const FRACTION_WORDS: &[&str] = &["err", "acc", "f1", "auc", "precision", "recall", "rate", "fraction"];

struct Columns {
    x: usize,
    y: usize,
    se: Option<usize>,
    series: Option<usize>,
    /// Which way the metric improves, as the file says.
    direction: Option<usize>,
    /// What was measured, where the header of the values does not say.
    metric: Option<usize>,
}

/// Reads the curves of the file, in the order they first appear.
pub(super) fn read(arguments: &Arguments) -> Result<Vec<LearningCurve>, Refusal> {
    let name = arguments.file.display().to_string();
    let bytes = std::fs::read(&arguments.file).map_err(|e| Refusal(format!("{name}: cannot be read ({e})")))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let first_line = text.lines().next().unwrap_or_default();
    let delimiter = *[b',', b'\t', b';']
        .iter()
        .max_by_key(|d| (first_line.bytes().filter(|b| b == *d).count(), **d == b','))
        .unwrap_or(&b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(h) => h.iter().map(str::to_owned).collect(),
        Err(e) => return Err(Refusal(format!("{name}: not a readable table ({e})"))),
    };
    let columns = columns(&header, arguments, &name)?;
    let mut curves: Vec<LearningCurve> = Vec::new();
    let mut told: Vec<bool> = Vec::new();
    let mut by_id = std::collections::HashMap::new();
    for (row, record) in (2_u64..).zip(reader.records()) {
        let record = record.map_err(|e| Refusal(format!("{name}, row {row}: not readable ({e})")))?;
        let cell = |i: usize| record.get(i).unwrap_or_default();
        let number = |i: usize| parse(cell(i));
        let id = columns.series.map_or("curve", cell).to_owned();
        let at = *by_id.entry(id.clone()).or_insert_with(|| {
            let metric = columns.metric.map_or(header[columns.y].as_str(), cell);
            let stated = columns.direction.and_then(|i| direction_in_words(cell(i)));
            let direction = arguments.direction.or(stated).or_else(|| direction_by_name(metric));
            told.push(direction.is_some());
            curves.push(LearningCurve {
                id: id.clone(),
                label: id.clone(),
                metric: metric.to_ascii_lowercase(),
                direction: direction.unwrap_or_default(),
                range: arguments.range,
                size_unit: Unit::Count,
                file: name.clone(),
                ..LearningCurve::default()
            });
            curves.len() - 1
        });
        let observation = Observation {
            size: number(columns.x).unwrap_or(f64::NAN),
            value: number(columns.y).unwrap_or(f64::NAN),
            se: columns.se.and_then(number),
            items: None,
            row: Some(row),
        };
        curves[at].observations.push(observation);
    }
    let usable = |o: &Observation| o.size.is_finite() && o.value.is_finite();
    if !curves.iter().flat_map(|c| &c.observations).any(usable) {
        return Err(Refusal(format!(
            "{name}: no row has a number in both \"{}\" and \"{}\"; name the columns with --x and --y",
            header[columns.x], header[columns.y]
        )));
    }
    let trend = direction_by_trend(curves.iter().zip(&told).filter(|(_, told)| !**told).map(|(curve, _)| curve));
    for (curve, _) in curves.iter_mut().zip(&told).filter(|(_, told)| !**told) {
        curve.direction = trend;
    }
    if arguments.range.is_none() {
        guess_range(&mut curves, &header[columns.y]);
    }
    Ok(curves)
}

/// A number with an optional thousands separator or per cent sign removed; `None` for anything else.
fn parse(text: &str) -> Option<f64> {
    let text = text.trim().replace('_', "");
    text.parse::<f64>().ok().filter(|v| v.is_finite())
}

fn columns(header: &[String], a: &Arguments, file: &str) -> Result<Columns, Refusal> {
    let named = |wanted: &str, option: &str| {
        header
            .iter()
            .position(|h| h == wanted)
            .or_else(|| header.iter().position(|h| h.eq_ignore_ascii_case(wanted)))
            .ok_or_else(|| {
                Refusal(format!("{file}: no column \"{wanted}\" for --{option}; the columns are {}", header.join(", ")))
            })
    };
    let guessed = |names: &[&str]| names.iter().find_map(|n| header.iter().position(|h| h.eq_ignore_ascii_case(n)));
    let x = match &a.x {
        Some(n) => Some(named(n, "x")?),
        None => guessed(SIZE_NAMES).or_else(|| (header.len() == 2 && a.y.is_none()).then_some(0)),
    };
    let y = match &a.y {
        Some(n) => Some(named(n, "y")?),
        None => guessed(METRIC_NAMES).filter(|y| Some(*y) != x).or_else(|| {
            let x = x?;
            (header.len() == 2).then_some(1 - x)
        }),
    };
    let (Some(x), Some(y)) = (x, y) else {
        let option = if x.is_none() { "--x (the training-set size)" } else { "--y (the metric)" };
        return Err(Refusal(format!(
            "{file}: cannot tell which column to use; name it with {option}; the columns are {}",
            header.join(", ")
        )));
    };
    if x == y {
        return Err(Refusal(format!("{file}: --x and --y are the same column \"{}\"", header[x])));
    }
    let se = match &a.se {
        Some(n) => Some(named(n, "se")?),
        None => {
            let own = header[y].to_ascii_lowercase();
            [format!("{own}_se"), format!("{own}_stderr"), "se".into(), "stderr".into(), "std_err".into()]
                .iter()
                .find_map(|n| header.iter().position(|h| h.eq_ignore_ascii_case(n)))
        }
    };
    let series = match &a.series {
        Some(n) => Some(named(n, "series")?),
        None => guessed(SERIES_NAMES).filter(|s| *s != x && *s != y),
    };
    let other = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name)).filter(|i| *i != x && *i != y);
    Ok(Columns { x, y, se, series, direction: other("direction"), metric: other("metric") })
}

/// The direction that a cell of a direction column states, if it states one.
fn direction_in_words(text: &str) -> Option<Direction> {
    let first = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "lower" => Some(Direction::Lower),
        "higher" => Some(Direction::Higher),
        _ => None,
    }
}

/// The direction that the name of a metric tells, if it tells one.
fn direction_by_name(metric: &str) -> Option<Direction> {
    let name = metric.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if has(LOWER_WORDS) {
        Some(Direction::Lower)
    } else if has(HIGHER_WORDS) {
        Some(Direction::Higher)
    } else {
        None
    }
}

/// A metric whose name tells nothing: most curves improve with data, so the way most of them go is the better way.
fn direction_by_trend<'a>(curves: impl Iterator<Item = &'a LearningCurve>) -> Direction {
    let mut balance = 0.0;
    for curve in curves {
        let usable = curve.observations.iter().filter(|o| o.size.is_finite() && o.value.is_finite());
        let first = usable.clone().min_by(|a, b| a.size.total_cmp(&b.size));
        let last = usable.max_by(|a, b| a.size.total_cmp(&b.size));
        if let (Some(first), Some(last)) = (first, last) {
            let change = last.value - first.value;
            balance += if change == 0.0 { 0.0 } else { change.signum() };
        }
    }
    if balance < 0.0 { Direction::Lower } else { Direction::Higher }
}

/// A fraction by its name and by every value has the range 0 to 1.
fn guess_range(curves: &mut [LearningCurve], metric: &str) {
    let name = metric.to_ascii_lowercase();
    let named = FRACTION_WORDS.iter().any(|w| name.contains(w));
    let all = curves
        .iter()
        .flat_map(|c| &c.observations)
        .filter(|o| o.value.is_finite())
        .all(|o| (0.0..=1.0).contains(&o.value));
    if named && all {
        for c in curves {
            c.range = Some((0.0, 1.0));
        }
    }
}
