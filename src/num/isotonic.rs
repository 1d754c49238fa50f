//! Weighted isotonic regression by pooling adjacent violators (Barlow et al. 1972; Best & Chakravarti 1990).

/// Least-squares non-decreasing fit (`increasing`) or non-increasing fit of `y` in its given order.
///
/// Weights must be positive; `None` means equal weights. Returns one fitted value per input value.
#[must_use]
pub fn pava(y: &[f64], weights: Option<&[f64]>, increasing: bool) -> Vec<f64> {
    let sign = if increasing { 1.0 } else { -1.0 };
    // Blocks of (mean, weight, length).
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(y.len());
    for (i, value) in y.iter().enumerate() {
        let weight = weights.and_then(|w| w.get(i).copied()).unwrap_or(1.0);
        blocks.push((sign * value, weight, 1));
        while let [.., left, right] = blocks.as_slice() {
            if left.0 <= right.0 {
                break;
            }
            let total = left.1 + right.1;
            let merged = ((left.0 * left.1 + right.0 * right.1) / total, total, left.2 + right.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    blocks.iter().flat_map(|(mean, _, length)| std::iter::repeat_n(sign * mean, *length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn agrees_with_scikit_learn() {
        // sklearn 1.9.1 IsotonicRegression.
        assert!(close(&pava(&[0.6, 0.7, 0.68, 0.75, 0.74, 0.8], None, true), &[0.6, 0.69, 0.69, 0.745, 0.745, 0.8]));
        assert!(close(&pava(&[0.4, 0.42, 0.3, 0.31, 0.2], None, false), &[0.41, 0.41, 0.305, 0.305, 0.2]));
        let third = 5.0 / 3.0;
        let fitted = pava(&[3.0, 1.0, 2.0, 4.0], Some(&[1.0, 2.0, 1.0, 4.0]), true);
        assert!(close(&fitted, &[third, third, 2.0, 4.0]));
        assert!(pava(&[], None, true).is_empty());
    }
}
