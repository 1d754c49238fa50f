//! Regret: how much worse a plan does than the best plan of the same state of the world (Savage 1951,
//! J. Am. Stat. Assoc. 46, 55–67, doi:10.1080/01621459.1951.10500768).

/// Regrets of a table of benefits (plans × states), in the same shape; never negative.
#[must_use]
pub fn regrets(benefit: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let states = benefit.iter().map(Vec::len).min().unwrap_or(0);
    let best = |s: usize| benefit.iter().map(|row| row[s]).fold(f64::NEG_INFINITY, f64::max);
    let best: Vec<f64> = (0..states).map(best).collect();
    benefit.iter().map(|row| row.iter().zip(&best).map(|(b, best)| best - b).collect()).collect()
}

/// The largest of a plan's regrets; `None` without states.
#[must_use]
pub fn largest(regrets: &[f64]) -> Option<f64> {
    regrets.iter().copied().reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table worked by hand. Best of each state: 10, 12, 7.
    #[test]
    fn regrets_and_minimax_regret_by_hand() {
        let benefit = vec![vec![10.0, 2.0, 7.0], vec![6.0, 6.0, 6.0], vec![0.0, 12.0, 3.0]];
        let table = regrets(&benefit);
        assert_eq!(table, vec![vec![0.0, 10.0, 0.0], vec![4.0, 6.0, 1.0], vec![10.0, 0.0, 4.0]]);
        let worst: Vec<f64> = table.iter().filter_map(|r| largest(r)).collect();
        assert_eq!(worst, [10.0, 6.0, 10.0]);
        // Minimax regret takes the second plan; the mean over equally likely states takes the first (19/3 against 6 and 5).
        let least = (0..3).min_by(|&a, &b| worst[a].total_cmp(&worst[b]));
        let mean = |p: usize| benefit[p].iter().sum::<f64>() / 3.0;
        let best = (0..3).max_by(|&a, &b| mean(a).total_cmp(&mean(b)));
        assert_eq!((least, best), (Some(1), Some(0)));
    }

    #[test]
    fn every_state_has_a_plan_without_regret_and_a_shift_of_a_state_changes_none() {
        let benefit = vec![vec![-3.0, 8.0], vec![-1.0, 2.0], vec![-9.0, 8.5]];
        let table = regrets(&benefit);
        for s in 0..2 {
            assert_eq!(table.iter().map(|r| r[s]).fold(f64::INFINITY, f64::min), 0.0);
        }
        let shifted: Vec<Vec<f64>> = benefit.iter().map(|r| vec![r[0] + 64.0, r[1] - 2.0]).collect();
        assert_eq!(regrets(&shifted), table);
        assert!(regrets(&[]).is_empty() && largest(&[]).is_none());
    }
}
