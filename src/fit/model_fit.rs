//! One family fitted to one curve.

use super::options::FitOptions;
use super::points::Points;
use super::scale::ValueScale;
use super::varpro::{Problem, Termination, solve};
use super::working::Working;
use crate::curve::{CurveModel, Linear, Span};
use crate::data::{Diagnostic, Direction};
use crate::num::isotonic::pava;
use crate::num::linear::inverse_spd;
use crate::num::math::ln;
use serde::{Deserialize, Serialize};

/// One family fitted to one curve. Parameters are those of the family's own formula for its working value (a distance
/// from one end of the range); [`Self::value`] gives the measured scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelFit {
    /// Identifier of the family.
    pub id: String,
    /// Parameters in the family's order; empty when it could not be fitted.
    pub params: Vec<f64>,
    /// Unweighted sum of squared residuals, on the scale that was fitted.
    pub sse: Option<f64>,
    /// Corrected Akaike criterion, n ln(SSE/n) + 2k + 2k(k+1)/(n−k−1) (Hurvich & Tsai 1989, doi 10.1093/biomet/76.2.297).
    pub aicc: Option<f64>,
    /// Weight in the combined forecast at a doubling of the data.
    pub weight: f64,
    /// True when the combination uses it.
    #[serde(default)]
    pub used: bool,
    /// Natural logarithm of its residual size over that of the best family.
    #[serde(default)]
    pub misfit: f64,
    /// Why the search ended.
    pub termination: Termination,
    /// True when the search ended at a minimum (inside the bounds or on them).
    pub converged: bool,
    /// measured = sign · (formula − shift), or its exponential.
    pub sign: f64,
    /// See `sign`.
    pub shift: f64,
    /// The scale that was fitted.
    #[serde(default, skip_serializing_if = "ValueScale::is_plain")]
    pub scale: ValueScale,
    /// The metric's range, which no value leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// What there is to say about this fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
}

impl ModelFit {
    /// The measured value at size `n`, kept inside the metric's range; `None` when the family was not fitted.
    #[must_use]
    pub fn value(&self, n: f64) -> Option<f64> {
        if self.params.is_empty() {
            return None;
        }
        self.value_with(crate::curve::model(&self.id)?, n)
    }
    /// The same with the family at hand.
    #[must_use]
    pub fn value_with(&self, model: &dyn CurveModel, n: f64) -> Option<f64> {
        if self.params.is_empty() {
            return None;
        }
        let y = self.scale.measured((model.value(n, &self.params) - self.shift) * self.sign);
        let y = match self.range {
            Some((low, high)) => y.clamp(low, high),
            None => y,
        };
        y.is_finite().then_some(y)
    }
    /// The same on the scale that was fitted.
    #[must_use]
    pub fn fitted_with(&self, model: &dyn CurveModel, n: f64) -> Option<f64> {
        self.value_with(model, n).map(|y| self.scale.fitted(y))
    }
    /// The parameters with their names.
    #[must_use]
    pub fn named(&self) -> Vec<(String, f64)> {
        let Some(model) = crate::curve::model(&self.id) else { return Vec::new() };
        let names = model.about().params;
        self.params
            .iter()
            .enumerate()
            .map(|(i, v)| {
                let name = names.get(i % names.len().max(1)).map_or("p", |p| p.id);
                (if i < names.len() { name.to_owned() } else { format!("{name}{}", i / names.len() + 1) }, *v)
            })
            .collect()
    }
    /// The value that the formula tends to as the size grows without bound, if it has one.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        self.value(1e30).filter(|_| crate::curve::model(&self.id).is_some_and(|m| m.about().limit.is_some()))
    }
    fn empty(id: &str, termination: Termination, note: Option<Diagnostic>) -> Self {
        Self {
            id: id.to_owned(),
            params: Vec::new(),
            sse: None,
            aicc: None,
            weight: 0.0,
            used: false,
            misfit: 0.0,
            termination,
            converged: false,
            sign: 1.0,
            shift: 0.0,
            scale: ValueScale::Plain,
            range: None,
            diagnostics: note.into_iter().collect(),
        }
    }
}

/// What every family of one curve shares.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The points, on the scale that is fitted.
    pub points: &'a Points,
    /// That scale.
    pub scale: ValueScale,
    /// Which way the metric improves.
    pub direction: Direction,
    /// The metric's range.
    pub range: Option<(f64, f64)>,
    /// Weights of the points.
    pub weights: &'a [f64],
    /// Options of the whole fit.
    pub options: &'a FitOptions,
}

/// Fits one family.
#[must_use]
pub fn fit_model(model: &dyn CurveModel, setting: &Setting<'_>) -> ModelFit {
    let about = model.about();
    let points = setting.points;
    let (Some(first), Some(last)) = (points.sizes.first(), points.sizes.last()) else {
        return ModelFit::empty(about.id, Termination::TooFewPoints, None);
    };
    let positive = points.values.iter().all(|v| *v > 0.0);
    let Some(working) = Working::of(about, setting.direction, setting.range, positive, setting.options.bounded) else {
        let note =
            Diagnostic::info("family-needs-a-range", "this family needs the range of the metric (its best value)");
        return ModelFit::empty(about.id, Termination::NotApplicable, Some(note));
    };
    let span = Span { sizes: (*first, *last), rising: working.rising };
    if let Some(reason) = model.refuses(&span) {
        return ModelFit::empty(about.id, Termination::NotApplicable, Some(reason));
    }
    let parameters = about.params.len();
    if about.linear != Linear::ShapeFree && points.len() < parameters {
        let note = Diagnostic::info(
            "too-few-points-for-family",
            format!("{} parameters cannot be read from {} points", parameters, points.len()),
        );
        return ModelFit::empty(about.id, Termination::TooFewPoints, Some(note));
    }
    let values: Vec<f64> = points.values.iter().map(|y| working.from_measured(*y)).collect();
    let mut fit = ModelFit::empty(about.id, Termination::Direct, None);
    fit.sign = working.to_measured(1.0) - working.to_measured(0.0);
    fit.shift = working.from_measured(0.0);
    fit.scale = setting.scale;
    fit.range = setting.range;
    let weights = setting.weights;
    if about.linear == Linear::ShapeFree {
        let fitted = pava(&values, Some(weights), working.rising);
        fit.params = points.sizes.iter().zip(&fitted).flat_map(|(n, y)| [*n, *y]).collect();
        fit.converged = true;
    } else {
        let problem = Problem {
            sizes: &points.sizes,
            values: &values,
            weights,
            span,
            working,
            improving: setting.options.bounded,
        };
        let Some(solution) = solve(model, &problem) else {
            let note = Diagnostic::info("family-undefined", "the formula gave no finite value on these sizes");
            return ModelFit::empty(about.id, Termination::NotApplicable, Some(note));
        };
        fit.params = solution.params.to_vec();
        fit.termination = solution.termination;
        fit.converged = !matches!(fit.termination, Termination::IterationLimit | Termination::GridPoint);
        if unidentified(model, &fit.params, &points.sizes, weights) && fit.termination != Termination::NoTrend {
            fit.diagnostics.push(Diagnostic::info(
                "parameters-unidentified",
                "several sets of parameters fit equally well; the curve is usable, its parameters are not",
            ));
        }
    }
    score(&mut fit, model, points, parameters);
    fit
}

fn score(fit: &mut ModelFit, model: &dyn CurveModel, points: &Points, parameters: usize) {
    let mut sse = 0.0;
    for (n, y) in points.sizes.iter().zip(&points.values) {
        let raw = (model.value(*n, &fit.params) - fit.shift) * fit.sign;
        sse += (y - raw) * (y - raw);
    }
    if !sse.is_finite() || fit.params.iter().any(|p| !p.is_finite()) {
        *fit = ModelFit::empty(&fit.id, Termination::NotApplicable, None);
        return;
    }
    fit.sse = Some(sse);
    let (n, k) = (points.len() as f64, parameters as f64);
    if model.about().linear != Linear::ShapeFree && n - k - 1.0 > 0.0 {
        fit.aicc = Some(aicc(n, k, sse));
    }
}

/// n ln(SSE/n) + 2k + 2k(k+1)/(n−k−1). A sum of squares of zero counts as 1e-30 per point, to stay finite.
#[must_use]
pub fn aicc(n: f64, k: f64, sse: f64) -> f64 {
    n * ln((sse / n).max(1e-30)) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
}

/// True when the analytic normal matrix, scaled to a unit diagonal, is singular to working precision.
fn unidentified(model: &dyn CurveModel, params: &[f64], sizes: &[f64], weights: &[f64]) -> bool {
    let k = params.len();
    let mut normal = vec![0.0; k * k];
    let mut gradient = vec![0.0; k];
    for (n, w) in sizes.iter().zip(weights) {
        model.gradient(*n, params, &mut gradient);
        for i in 0..k {
            for j in 0..k {
                normal[i * k + j] += w * gradient[i] * gradient[j];
            }
        }
    }
    let scale: Vec<f64> = (0..k).map(|i| normal[i * k + i].sqrt()).collect();
    if scale.iter().any(|s| !(*s > 0.0) || !s.is_finite()) {
        return true;
    }
    for i in 0..k {
        for j in 0..k {
            normal[i * k + j] /= scale[i] * scale[j];
        }
    }
    match inverse_spd(&normal, k) {
        Some(inverse) => (0..k).any(|i| inverse[i * k + i] > 1e8),
        None => true,
    }
}
