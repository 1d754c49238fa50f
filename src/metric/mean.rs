//! The mean of scores and its standard error.

/// Mean of values and its standard error (standard deviation with n − 1, over √n); none for fewer than two or where all
/// are the same.
#[must_use]
pub fn mean_and_error(values: &[f64]) -> (f64, Option<f64>) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let se = (n > 1.0).then(|| (squares / (n - 1.0) / n).sqrt()).filter(|se| *se > 0.0);
    (mean, se)
}
