//! Fitting one curve in steps of one family each, so that a worker can look at its messages in between.

use super::curve_fit::{CurveFit, Seen};
use super::kind::PointsKind;
use super::model_fit::{Setting, fit_model};
use super::options::{Families, FitOptions};
use super::points::{Points, points};
use super::scale::ValueScale;
use super::{combine, diagnose, signs};
use crate::curve::{CurveModel, MODELS, model};
use crate::data::{Diagnostic, LearningCurve, Progress, Steps};

/// A fit under way.
pub struct CurveJob {
    fit: CurveFit,
    /// Its points on the fitted scale.
    on_scale: Points,
    options: FitOptions,
    weights: Vec<f64>,
    queue: Vec<&'static dyn CurveModel>,
    /// What there is more of along the curve, in words.
    more: &'static str,
}

impl CurveJob {
    /// Cleans the curve and lines up the families.
    #[must_use]
    pub fn new(curve: &LearningCurve, options: &FitOptions) -> Self {
        let (points, of_points) = points(curve);
        let mut diagnostics: Vec<Diagnostic> = curve.step_note().into_iter().chain(of_points).collect();
        let range = curve.range.filter(|(low, high)| low < high && low.is_finite() && high.is_finite());
        if curve.range.is_some() && range.is_none() {
            diagnostics
                .push(Diagnostic::warning("range-unusable", "the stated range of the metric is empty and was ignored"));
        }
        let kind = PointsKind::of(curve, &points);
        diagnostics.extend(kind.note());
        let floor = if range.is_some() { None } else { curve.floor() };
        let scale = ValueScale::of(&points, curve.direction, range);
        if scale == ValueScale::Log {
            diagnostics.push(Diagnostic::info(
                "log-scale",
                "the values go through more than a factor of ten: the curves are fitted to their logarithm, so that the first values do not decide alone",
            ));
        }
        let on_scale = scale.points(&points);
        let signs = signs::read(&on_scale, curve.direction, range).map(|s| match (scale, floor) {
            (ValueScale::Plain, _) => s,
            (ValueScale::Log, Some(floor)) if floor > 0.0 => {
                signs::Signs { headroom: Some(s.last_value - scale.fitted(floor)), ..s }
            }
            (ValueScale::Log, _) => signs::Signs { headroom: Some(1.0), ..s },
        });
        let last = |points: &Points| Some(Seen { x: points.sizes.last().copied()?, y: points.values.last().copied()? });
        let last_seen = last(&points).unwrap_or_default();
        let weights = weights(&on_scale);
        let level = if options.level > 0.0 && options.level < 1.0 { options.level } else { 0.9 };
        let fit = CurveFit {
            id: curve.id.clone(),
            n: points.len(),
            last_seen,
            direction: curve.direction,
            range,
            floor,
            scale,
            kind,
            level,
            by_hand: None,
            ahead: super::curve_fit::Ahead::default(),
            noise_sd: signs.map_or(0.0, |s| s.noise * scale.unit(last_seen.y)),
            points,
            models: Vec::new(),
            signs,
            residual_sd: 0.0,
            listed: matches!(options.models, Families::Only(_)),
            diagnostics,
        };
        Self { fit, on_scale, options: options.clone(), weights, queue: families(&options.models), more: curve.more() }
    }
}

impl Steps for CurveJob {
    type Given<'a> = ();
    type Output = CurveFit;

    /// Fits the next family.
    fn step(&mut self, (): ()) -> Progress {
        if let Some(model) = self.queue.get(self.fit.models.len()) {
            let setting = Setting {
                points: &self.on_scale,
                scale: self.fit.scale,
                direction: self.fit.direction,
                range: self.fit.range,
                weights: &self.weights,
                options: &self.options,
            };
            let fitted = fit_model(*model, &setting);
            self.fit.models.push(fitted);
        }
        Progress::of("fitting a curve", self.fit.models.len(), self.queue.len())
    }
    fn finish(mut self) -> CurveFit {
        combine::settle(&mut self.fit, &self.on_scale);
        diagnose::add(&mut self.fit, self.more);
        self.fit
    }
}

/// Fits one curve. Never panics: what could not be done is among the diagnostics.
#[must_use]
pub fn fit_curve(curve: &LearningCurve, options: &FitOptions) -> CurveFit {
    CurveJob::new(curve, options).run(())
}

fn families(choice: &Families) -> Vec<&'static dyn CurveModel> {
    match choice {
        Families::All => MODELS.to_vec(),
        Families::Auto => MODELS.iter().copied().filter(|m| combine::is_member(m.about().id)).collect(),
        Families::Only(ids) => {
            let mut list: Vec<&'static dyn CurveModel> = model("last1").into_iter().collect();
            list.extend(ids.iter().filter(|id| *id != "last1").filter_map(|id| model(id)));
            list
        }
    }
}

/// Inverse variances, with half of the median standard error added to each: no formula is true to the last digit, so
/// that one very precise point must not decide alone. Points without an error get the median weight.
fn weights(points: &Points) -> Vec<f64> {
    let known: Vec<f64> = points.errors.iter().copied().flatten().filter(|e| *e > 0.0).collect();
    let Some(typical) = crate::num::robust::median(&known) else { return vec![1.0; points.len()] };
    points
        .errors
        .iter()
        .map(|e| {
            let e = e.unwrap_or(typical) / typical;
            1.25 / (e * e + 0.25)
        })
        .collect()
}
