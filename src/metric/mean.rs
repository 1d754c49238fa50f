//! The mean of scores and its standard error.

/// Spread below which values are the same but for rounding, of the largest of them.
const ROUNDING: f64 = 1e-12;

/// Mean of values and its standard error (standard deviation with n − 1, over √n); none for fewer than two or where all
/// are the same but for rounding.
#[must_use]
pub fn mean_and_error(values: &[f64]) -> (f64, Option<f64>) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let largest = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let se = (n > 1.0).then(|| (squares / (n - 1.0) / n).sqrt()).filter(|se| se * n.sqrt() > ROUNDING * largest);
    (mean, se)
}
