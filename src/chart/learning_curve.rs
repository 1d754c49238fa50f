//! One metric over the size of the training set: measurements, fitted curve, band, forecast, target, crossing.

use super::axis::{Axis, Scale};
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Dot, Handle, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::finding::{chance, finding, range};
use crate::analysis::readout::subject::{CurveSubject, View, plain};
use crate::data::units::{compact, score};
use crate::data::{Direction, Unit};
use crate::fit::predictive::z_of_level;
use crate::fit::{ModelFit, Predicted, ValueScale};

/// One chart for each learning curve.
pub struct LearningCurves;

impl Chart for LearningCurves {
    fn id(&self) -> &'static str {
        "learning-curve"
    }
    fn label(&self) -> &'static str {
        "Learning curve"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        CurveSubject::all(view).iter().map(|s| spec(s, None)).collect()
    }
}

/// Least and most that the forecast zone extends beyond the last size, as factors.
const LEAST_FACTOR: f64 = 4.0;
const MOST_FACTOR: f64 = 64.0;
/// Places at which the curve is evaluated for drawing.
const STEPS: usize = 72;

/// Sizes from the first measured one to where the forecast ends; `None` without points.
#[must_use]
pub fn extent(subject: &CurveSubject<'_>) -> Option<(f64, f64)> {
    let first = *subject.fit.points.sizes.first()?;
    let last = subject.fit.last_seen.x;
    let wanted = [subject.requirement.and_then(|r| r.upper.or(r.median)), subject.budget];
    let end = wanted.into_iter().flatten().map(|w| w * 1.15).fold(last * LEAST_FACTOR, f64::max);
    Some((first * 0.87, end.min(last * MOST_FACTOR)))
}

/// The chart of one curve; `shared` are the ends of a size axis shared with others.
#[must_use]
pub fn spec(subject: &CurveSubject<'_>, shared: Option<(f64, f64)>) -> ChartSpec {
    let (low, high) = shared.or_else(|| extent(subject)).unwrap_or((1.0, 10.0));
    let curve = forecast(subject, high);
    let mut x = Axis::log(low, high, subject.size_title(), subject.unit());
    if subject.fit.points.untrained.is_some() {
        x.scale = Scale::Log { zero: true };
    }
    ChartSpec {
        id: format!("curve-{}", subject.curve.id),
        title: finding(subject),
        description: description(subject),
        notes: notes(subject),
        y: value_axis(subject, &curve),
        marks: marks(subject, &curve, high),
        labels: labels(subject, &curve, high),
        x,
        height: Height::Share(0.52, 230.0, 400.0),
        readings: readings(subject, &curve),
        handle: subject.target.as_ref().map(|t| Handle {
            gate: t.gate.clone(),
            value: t.value,
            scale: t.scale,
            label: t.label.clone(),
        }),
        table: table(subject, &curve),
        illustrative: subject.curve.illustrative,
    }
}

/// The curve from its first size to `high`, with its intervals.
fn forecast(subject: &CurveSubject<'_>, high: f64) -> Vec<Predicted> {
    let fit = &subject.fit;
    if fit.n < 2 {
        return Vec::new();
    }
    let mut sizes = fit.size_grid(STEPS, high / fit.last_seen.x);
    // The change from observed to forecast falls on a drawn point.
    sizes.push(fit.last_seen.x);
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let last = fit.last_seen.x;
    let (seen, ahead): (Vec<f64>, Vec<f64>) = sizes.into_iter().partition(|n| *n <= last);
    let mut curve: Vec<Predicted> = seen.into_iter().filter_map(|n| fitted(subject, n)).collect();
    curve.extend(std::iter::once(last).chain(ahead).filter_map(|n| fit.at(n, None, fit.level)));
    curve
}

/// The curve within the measured sizes: the families' own values, weighted, or the one chosen by hand. "No change" has no
/// shape and is left out. The band counts the noise of a measurement and the disagreement of the families.
fn fitted(subject: &CurveSubject<'_>, size: f64) -> Option<Predicted> {
    let fit = &subject.fit;
    let by_hand = fit.by_hand.as_deref();
    let shaped = |m: &&ModelFit| by_hand.map_or(m.weight > 0.0 && m.id != "last1", |id| m.id == id);
    let weight = |m: &ModelFit| if by_hand.is_some() { 1.0 } else { m.weight };
    let values: Vec<(f64, f64)> =
        fit.models.iter().filter(shaped).filter_map(|m| Some((weight(m), m.value(size)?))).collect();
    let total: f64 = values.iter().map(|v| v.0).sum();
    if !(total > 0.0) {
        return fit.at(size, None, fit.level);
    }
    // On the scale that was fitted.
    let on = |v: f64| fit.scale.fitted(v);
    let middle = values.iter().map(|(w, v)| w * on(*v)).sum::<f64>() / total;
    let spread = values.iter().map(|(w, v)| w * (on(*v) - middle) * (on(*v) - middle)).sum::<f64>() / total;
    let noise = fit.signs.as_ref().map_or(0.0, |s| s.noise.max(s.scatter));
    let half = z_of_level(fit.level) * (spread + noise * noise).sqrt();
    let [lower, median, upper] = [middle - half, middle, middle + half].map(|z| fit.inside(fit.scale.measured(z)));
    Some(Predicted { at: size, median, lower, upper, mean_lower: lower, mean_upper: upper, level: fit.level })
}

/// Holds every point and the median; the band may add at most as much again on either side.
fn value_axis(subject: &CurveSubject<'_>, curve: &[Predicted]) -> Axis {
    let (fit, points) = (&subject.fit, &subject.fit.points);
    let mut values: Vec<f64> = points.untrained.into_iter().collect();
    for (value, error) in points.values.iter().zip(&points.errors) {
        let error = error.unwrap_or(0.0);
        values.extend([value - error, value + error]);
    }
    values.extend(curve.iter().map(|p| p.median));
    values.extend(subject.target.as_ref().map(|t| t.value));
    values.retain(|v| v.is_finite());
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut low, mut high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let span = (high - low).max(1e-6 * high.abs()).max(1e-9);
    let bands = || curve.iter().filter(|p| p.lower.is_finite() && p.upper.is_finite());
    low = bands().map(|p| p.lower).fold(low, f64::min).max(low - 0.6 * span);
    high = bands().map(|p| p.upper).fold(high, f64::max).min(high + 0.6 * span);
    let pad = 0.06 * (high - low).max(1e-9);
    let (mut low, mut high) = (low - pad, high + pad);
    if let Some((least, most)) = subject.fit.range {
        (low, high) = (low.max(least - pad), high.min(most + pad));
    }
    if fit.scale == ValueScale::Log && values.iter().all(|v| *v > 0.0) {
        let (low, high) = values.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        return Axis::log(low / 1.1, high * 1.1, &subject.value_title(), Unit::Number);
    }
    Axis::linear(low, high, &subject.value_title(), Unit::Number)
}

fn marks(subject: &CurveSubject<'_>, curve: &[Predicted], high: f64) -> Vec<Mark> {
    let (fit, last) = (&subject.fit, subject.fit.last_seen.x);
    // The last size stands twice: as the end of the fitted curve and as the start of the forecast.
    let seen = curve.iter().take_while(|p| p.at < last).count() + 1;
    let part =
        |first: bool| curve.iter().skip(if first { 0 } else { seen }).take(if first { seen } else { usize::MAX });
    let area = |seen| part(seen).map(|p| (p.at, p.lower, p.upper)).collect::<Vec<_>>();
    let line = |seen| part(seen).map(|p| (p.at, p.median)).collect::<Vec<_>>();
    let mut marks = Vec::new();
    if fit.n > 0 {
        marks.push(Mark::Zone(last, high, Role::Hatch));
    }
    if curve.len() > 1 {
        marks.push(Mark::Area(area(true), Role::Band));
        marks.push(Mark::Area(area(false), Role::ForecastBand));
        marks.push(Mark::Line(line(true), Role::Fit));
        marks.push(Mark::Line(line(false), Role::Forecast));
    }
    if let Some(target) = &subject.target {
        marks.push(Mark::Level(target.value, Role::Target));
    }
    let mut dots: Vec<Dot> = fit
        .points
        .sizes
        .iter()
        .zip(&fit.points.values)
        .zip(&fit.points.errors)
        .map(|((x, y), error)| Dot { x: *x, y: *y, error: *error })
        .collect();
    dots.extend(fit.points.untrained.map(|y| Dot { x: 0.0, y, error: None }));
    marks.push(Mark::Dots(dots, Role::Point));
    if let (Some(target), Some(need)) = (&subject.target, open_requirement(subject)) {
        if let (Some(a), Some(b)) = (need.lower, need.upper) {
            marks.push(Mark::Span(target.value, (a, b), Role::Crossing));
        }
        if let Some(median) = need.median.filter(|m| *m <= high) {
            marks.push(Mark::Diamond(median, target.value, Role::Crossing));
        }
    }
    marks
}

/// The requirement, where the target is not met yet and has some chance.
fn open_requirement(subject: &CurveSubject<'_>) -> Option<crate::fit::Requirement> {
    subject
        .requirement
        .filter(|r| subject.meets() == Some(false) && r.probability_reachable >= 0.05 && r.median.is_some())
}

fn labels(subject: &CurveSubject<'_>, curve: &[Predicted], high: f64) -> Vec<Label> {
    let (fit, last) = (&subject.fit, subject.fit.last_seen.x);
    let better = subject.curve.direction == Direction::Higher;
    let mut labels = Vec::new();
    if let Some(target) = &subject.target {
        let first = fit.points.sizes.first().copied().unwrap_or(1.0);
        labels.push(Label {
            text: format!("{} {}, passes {}", target.label, target.words(), if better { "above" } else { "below" }),
            short: format!("target {}", target.words()),
            at: (first, target.value),
            side: if better { Side::AboveRight } else { Side::BelowRight },
            role: Role::Target,
            leader: false,
        });
    }
    if let (Some(target), Some(need)) = (&subject.target, open_requirement(subject))
        && let Some(median) = need.median
    {
        let spread = range(need.lower, need.upper).unwrap_or_default();
        let beyond = if median > high { " →" } else { "" };
        labels.push(Label {
            text: format!("{}{beyond} ({:.0} %: {spread})", compact(median), need.level * 100.0),
            short: format!("{}{beyond}", compact(median)),
            at: (median.min(high), target.value),
            side: match (median > high * 0.8, better) {
                (true, true) => Side::BelowLeft,
                (true, false) => Side::AboveLeft,
                (false, true) => Side::Below,
                (false, false) => Side::Above,
            },
            role: Role::Crossing,
            leader: true,
        });
    }
    if let Some(end) = curve.last() {
        labels.push(Label {
            text: format!("median {}", score(end.median)),
            short: score(end.median),
            at: (end.at, end.median),
            side: Side::AboveLeft,
            role: Role::Fit,
            leader: true,
        });
        let edge = if better { end.lower } else { end.upper };
        labels.push(Label {
            text: format!("{:.0} % range of a new measurement", end.level * 100.0),
            short: format!("{:.0} % range", end.level * 100.0),
            at: (end.at, edge),
            side: if better { Side::AboveLeft } else { Side::BelowLeft },
            role: Role::Muted,
            leader: false,
        });
    }
    if fit.n > 0 {
        let bottom = if better { f64::MIN } else { f64::MAX };
        labels.push(Label {
            text: format!("forecast beyond {}", compact(last)),
            short: "forecast".into(),
            at: (last, bottom),
            side: if better { Side::AboveRight } else { Side::BelowRight },
            role: Role::Muted,
            leader: false,
        });
    }
    labels
}

fn notes(subject: &CurveSubject<'_>) -> Vec<String> {
    let fit = &subject.fit;
    let mut notes = Vec::new();
    if fit.n >= 2 {
        notes.push(format!(
            "Band: where one new measurement falls with {:.0} % probability. Within the measured sizes it counts noise and \
             disagreement between shapes; beyond them also uncertain parameters and model error that grows with the distance.",
            fit.level * 100.0
        ));
        notes.push(
            "Solid: within the measured sizes. Dashed and hatched: forecast, which starts from the last measurement."
                .into(),
        );
    }
    let errors = fit.points.errors.iter().flatten().count();
    if errors > 0 {
        notes.push(format!("Error bars: one standard error ({errors} of {} points have one).", fit.n));
    }
    if fit.points.untrained.is_some() {
        notes.push("The point at 0 is the value without training data; it is not part of the fit.".into());
    }
    if subject.curve.illustrative {
        notes.push("Illustrative values, not measurements.".into());
    }
    notes
}

fn description(subject: &CurveSubject<'_>) -> String {
    let fit = &subject.fit;
    let points = &fit.points;
    let mut text =
        format!("Chart: {} over {}; ", subject.value_title().trim_end_matches(['↑', '↓', ' ']), subject.size_title());
    match (points.sizes.first(), points.values.first()) {
        (Some(size), Some(value)) => text.push_str(&format!(
            "{} sizes measured, from {} at {} to {} at {}.",
            fit.n,
            plain(*value),
            subject.size(*size),
            plain(fit.last_seen.y),
            subject.size(fit.last_seen.x)
        )),
        _ => text.push_str("no measurements."),
    }
    if let Some(target) = &subject.target {
        text.push_str(&format!(" Target {} ({}).", target.words(), target.label));
    }
    text
}

fn readings(subject: &CurveSubject<'_>, curve: &[Predicted]) -> Vec<Reading> {
    let points = &subject.fit.points;
    let mut out = Vec::new();
    if let Some(y) = points.untrained {
        out.push(Reading { x: 0.0, y, text: format!("Without training data: {} measured", score(y)) });
    }
    for ((x, y), error) in points.sizes.iter().zip(&points.values).zip(&points.errors) {
        let error = error.map_or(String::new(), |e| format!(" ± {} (standard error)", score(e)));
        let mut text = format!("{}: {}{error} measured", subject.size(*x), score(*y));
        if let Some(p) = fitted(subject, *x).filter(|_| !curve.is_empty()) {
            text.push_str(&format!("; curve {}", score(p.median)));
        }
        out.push(Reading { x: *x, y: *y, text });
    }
    let last = subject.fit.last_seen.x;
    for p in curve.iter().filter(|p| p.at > last) {
        out.push(Reading { x: p.at, y: p.median, text: forecast_words(subject, p) });
    }
    out
}

fn forecast_words(subject: &CurveSubject<'_>, p: &Predicted) -> String {
    let mut text = format!(
        "{}: forecast {}, {:.0} % range {} to {}",
        subject.size(p.at),
        score(p.median),
        p.level * 100.0,
        score(p.lower),
        score(p.upper)
    );
    if let Some(target) = &subject.target
        && let Some(chance_of) = subject.fit.probability_reaches(p.at, target.value)
    {
        text.push_str(&format!("; {} chance of {}", chance(chance_of), target.words()));
    }
    text
}

fn table(subject: &CurveSubject<'_>, curve: &[Predicted]) -> DataTable {
    let unit = subject.unit();
    let level = format!("{:.0} %", subject.fit.level * 100.0);
    let (from, to) = (format!("{level} range from"), format!("{level} range to"));
    let mut table = DataTable::new(&["size", "measured", "standard error", "curve", &from, &to, "kind"]);
    let points = &subject.fit.points;
    let number = |v: f64| Cell::Number(v, Unit::Number);
    if let Some(y) = points.untrained {
        let blank = || Cell::Empty;
        table.rows.push(vec![
            Cell::Number(0.0, unit),
            number(y),
            blank(),
            blank(),
            blank(),
            blank(),
            Cell::Text("measured".into()),
        ]);
    }
    for ((x, y), error) in points.sizes.iter().zip(&points.values).zip(&points.errors) {
        let p = fitted(subject, *x).filter(|_| !curve.is_empty());
        table.rows.push(vec![
            Cell::Number(*x, unit),
            number(*y),
            Cell::maybe(*error, Unit::Number),
            Cell::maybe(p.map(|p| p.median), Unit::Number),
            Cell::maybe(p.map(|p| p.lower), Unit::Number),
            Cell::maybe(p.map(|p| p.upper), Unit::Number),
            Cell::Text("measured".into()),
        ]);
    }
    let ahead: Vec<&Predicted> = curve.iter().filter(|p| p.at > subject.fit.last_seen.x).collect();
    let stride = ahead.len().div_ceil(8).max(1);
    for p in ahead.iter().rev().step_by(stride).rev() {
        table.rows.push(vec![
            Cell::Number(p.at, unit),
            Cell::Empty,
            Cell::Empty,
            number(p.median),
            number(p.lower),
            number(p.upper),
            Cell::Text("forecast".into()),
        ]);
    }
    table
}
