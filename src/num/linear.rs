//! Small dense symmetric systems: normal equations of a handful of unknowns.

/// Solves `A x = b` for a symmetric positive definite `A` (row-major, n × n) by Cholesky; `None` when `A` is not
/// positive definite to working precision.
#[must_use]
pub fn solve_spd(a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    let n = b.len();
    let lower = cholesky(a, n)?;
    let mut x = b.to_vec();
    for i in 0..n {
        for j in 0..i {
            x[i] -= lower[i * n + j] * x[j];
        }
        x[i] /= lower[i * n + i];
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            x[i] -= lower[j * n + i] * x[j];
        }
        x[i] /= lower[i * n + i];
    }
    Some(x)
}

/// Inverse of a symmetric positive definite matrix (row-major, n × n); `None` when it is not one.
#[must_use]
pub fn inverse_spd(a: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut inverse = vec![0.0; n * n];
    for k in 0..n {
        let mut unit = vec![0.0; n];
        unit[k] = 1.0;
        let column = solve_spd(a, &unit)?;
        for (i, value) in column.iter().enumerate() {
            inverse[i * n + k] = *value;
        }
    }
    Some(inverse)
}

fn cholesky(a: &[f64], n: usize) -> Option<Vec<f64>> {
    if a.len() != n * n {
        return None;
    }
    let mut lower = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[i * n + j];
            for k in 0..j {
                sum -= lower[i * n + k] * lower[j * n + k];
            }
            if i == j {
                if !(sum > a[i * n + i].abs() * 1e-14) || !sum.is_finite() {
                    return None;
                }
                lower[i * n + i] = sum.sqrt();
            } else {
                lower[i * n + j] = sum / lower[j * n + j];
            }
        }
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts() {
        let a = [4.0, 2.0, 2.0, 3.0];
        let x = solve_spd(&a, &[2.0, 1.0]).unwrap();
        assert!((x[0] - 0.5).abs() < 1e-12 && x[1].abs() < 1e-12);
        let inverse = inverse_spd(&a, 2).unwrap();
        assert!((inverse[0] - 0.375).abs() < 1e-12);
        assert!(solve_spd(&[1.0, 1.0, 1.0, 1.0], &[1.0, 1.0]).is_none());
    }
}
