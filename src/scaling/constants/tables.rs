//! Published tables that are shown beside a result, not fitted.

/// Exponents of the compute-optimal frontier by approach (Hoffmann et al. 2022, Table 2): N_opt ~ C^a, D_opt ~ C^b,
/// with the 10th and 90th percentiles of 100 draws of 80 % of the data.
#[derive(Clone, Copy, Debug)]
pub struct Exponents {
    /// Which approach.
    pub approach: &'static str,
    /// Exponent of N_opt and its range where printed.
    pub a: (f64, Option<(f64, f64)>),
    /// Exponent of D_opt and its range where printed.
    pub b: (f64, Option<(f64, f64)>),
}

/// Table 2 of Hoffmann et al. 2022, with Kaplan et al. 2020 beside it.
pub const HOFFMANN_EXPONENTS: &[Exponents] = &[
    Exponents {
        approach: "1: envelope of loss curves",
        a: (0.50, Some((0.488, 0.502))),
        b: (0.50, Some((0.501, 0.512))),
    },
    Exponents { approach: "2: IsoFLOP parabolas", a: (0.49, Some((0.462, 0.534))), b: (0.51, Some((0.483, 0.529))) },
    Exponents { approach: "3: parametric fit", a: (0.46, Some((0.454, 0.455))), b: (0.54, Some((0.542, 0.543))) },
    Exponents { approach: "Kaplan et al. 2020", a: (0.73, None), b: (0.27, None) },
];

/// A row of Tables 3 and A3: FLOP and tokens by approach for a model size. For display and consistency checks only:
/// the constants of approach 3 do not reproduce its column.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    /// Model parameters.
    pub params: f64,
    /// `(FLOP, tokens)` under approaches 1, 2 and 3, as printed.
    pub by_approach: [(f64, f64); 3],
}

/// Tables 3 and A3 of Hoffmann et al. 2022 as printed. 175B under approach 3 is misprinted tenfold (6ND is 1.26e25).
pub const HOFFMANN_PROJECTIONS: &[Projection] = &[
    Projection { params: 4e8, by_approach: [(1.92e19, 8.0e9), (1.84e19, 7.7e9), (2.21e19, 9.2e9)] },
    Projection { params: 1e9, by_approach: [(1.21e20, 2.02e10), (1.20e20, 2.0e10), (1.62e20, 2.71e10)] },
    Projection { params: 1e10, by_approach: [(1.23e22, 2.051e11), (1.32e22, 2.195e11), (2.46e22, 4.101e11)] },
    Projection { params: 6.7e10, by_approach: [(5.76e23, 1.5e12), (6.88e23, 1.7e12), (1.71e24, 4.1e12)] },
    Projection { params: 1.75e11, by_approach: [(3.85e24, 3.7e12), (4.54e24, 4.3e12), (1.26e24, 1.2e13)] },
    Projection { params: 2.8e11, by_approach: [(9.90e24, 5.9e12), (1.18e25, 7.1e12), (3.52e25, 2.01e13)] },
    Projection { params: 5.2e11, by_approach: [(3.43e25, 1.1e13), (4.19e25, 1.34e13), (1.36e26, 4.35e13)] },
    Projection { params: 1e12, by_approach: [(1.27e26, 2.12e13), (1.59e26, 2.65e13), (5.65e26, 9.41e13)] },
    Projection { params: 1e13, by_approach: [(1.30e28, 2.162e14), (1.75e28, 2.92e14), (8.55e28, 1.4255e15)] },
];

/// Constants of Zhang et al. 2024, Table 4, when X is pre-training data instead of model size.
#[derive(Clone, Copy, Debug)]
pub struct PretrainingData {
    /// The model-size set of the same task and method, whose E and beta apply.
    pub set: &'static str,
    /// A_p.
    pub a: f64,
    /// alpha_p.
    pub alpha: f64,
}

/// Table 4 of Zhang et al. 2024, pre-training-data column (arXiv 2402.17193).
pub const PRETRAINING_DATA: &[PretrainingData] = &[
    PretrainingData { set: "zhang-en-de-full", a: 6.3e2, alpha: 0.21 },
    PretrainingData { set: "zhang-en-de-prompt", a: 2.7e2, alpha: 0.21 },
    PretrainingData { set: "zhang-en-de-lora", a: 1.4e2, alpha: 0.18 },
    PretrainingData { set: "zhang-en-zh-full", a: 2.4e2, alpha: 0.17 },
    PretrainingData { set: "zhang-en-zh-prompt", a: 2e2, alpha: 0.2 },
    PretrainingData { set: "zhang-en-zh-lora", a: 1.3e2, alpha: 0.18 },
    PretrainingData { set: "zhang-mlsum-full", a: 42.0, alpha: 0.11 },
    PretrainingData { set: "zhang-mlsum-prompt", a: 16.0, alpha: 0.069 },
    PretrainingData { set: "zhang-mlsum-lora", a: 17.0, alpha: 0.073 },
];

/// Exponents of parameter-efficient tuning size (same table): no effect at all.
pub const PET_SIZE_EXPONENTS: &[f64] = &[0.002_7, -0.001_7, 0.001_9, 0.004_4, 0.002_6, 0.000_22];
