//! Constants of the fine-tuning, filtering and transfer laws.

use super::set::{Provenance, PublishedSet};

const ZHANG: &str = "Zhang et al. 2024, Table 4, arXiv 2402.17193";
const CAVEATS: &[&str] = &[
    "One task and method: a prior to choose from, not a prediction for yours.",
    "Printed to two digits; E and beta are shared across kinds of X.",
];

/// A set of Table 4: `E, A, alpha, beta`.
const fn zhang(id: &'static str, name: &'static str, values: &'static [f64]) -> PublishedSet {
    PublishedSet {
        id,
        law: "fine-tuning",
        name,
        values,
        standard_errors: None,
        provenance: Provenance::Table,
        source: ZHANG,
        caveats: CAVEATS,
    }
}

pub(super) static SETS: &[PublishedSet] = &[
    zhang("zhang-en-de-full", "WMT En-De, full-model tuning", &[0.75, 1.2e5, 0.52, 0.15]),
    zhang("zhang-en-de-prompt", "WMT En-De, prompt tuning", &[0.62, 3.9e3, 0.4, 0.051]),
    zhang("zhang-en-de-lora", "WMT En-De, LoRA", &[0.62, 2.1e3, 0.36, 0.081]),
    zhang("zhang-en-zh-full", "WMT En-Zh, full-model tuning", &[1.0, 3.3e3, 0.34, 0.14]),
    zhang("zhang-en-zh-prompt", "WMT En-Zh, prompt tuning", &[0.77, 8.5e2, 0.33, 0.015]),
    zhang("zhang-en-zh-lora", "WMT En-Zh, LoRA", &[0.73, 6.6e2, 0.31, 0.025]),
    zhang("zhang-mlsum-full", "MLSum, full-model tuning", &[0.98, 3.3e2, 0.24, 0.087]),
    zhang("zhang-mlsum-prompt", "MLSum, prompt tuning", &[0.000_51, 23.0, 0.1, 0.025]),
    zhang("zhang-mlsum-lora", "MLSum, LoRA", &[0.2, 26.0, 0.11, 0.03]),
    PublishedSet {
        id: "lin-flan-lamini-124m",
        law: "rectified",
        name: "LaMini-GPT-124M on FLAN",
        values: &[563.823_097_368_768_1, 166.056_339_396_395_54, 0.455_279_840_154_861_8, 1.069_236_482_961_754],
        standard_errors: None,
        provenance: Provenance::Computed,
        source: "least squares on the log losses of Lin et al. 2024, arXiv 2402.02314 (released data)",
        caveats: &["One model on one task. Fit your own curve: the constants do not carry over."],
    },
    PublishedSet {
        id: "goyal-illustration",
        law: "effective-utility",
        name: "Illustration (a as published for T-MARS on ImageNet)",
        values: &[0.022, -0.1, 2.0, 0.1],
        standard_errors: None,
        provenance: Provenance::Illustration,
        source: "a: scripts of locuslab/scaling_laws_data_filtering; b, tau and d chosen here",
        caveats: &["The utilities and half-lives per bucket are not released."],
    },
    PublishedSet {
        id: "hernandez-text-python",
        law: "transfer",
        name: "Text to Python",
        values: &[1.9e4, 0.18, 0.38],
        standard_errors: None,
        provenance: Provenance::Secondary,
        source: "Hernandez et al. 2021, Table 1, arXiv 2102.01293 (summary, cross-checked with printed examples)",
        caveats: &[
            "Low-data regime only: D_F at most a tenth of what training from scratch would need.",
            "No data were released.",
        ],
    },
    PublishedSet {
        id: "hernandez-mixed-python",
        law: "transfer",
        name: "Text and code to Python",
        values: &[2.1e5, 0.096, 0.38],
        standard_errors: None,
        provenance: Provenance::Secondary,
        source: "Hernandez et al. 2021, Table 1, arXiv 2102.01293 (summary, cross-checked with printed examples)",
        caveats: &[
            "Low-data regime only: D_F at most a tenth of what training from scratch would need.",
            "No data were released.",
        ],
    },
    PublishedSet {
        id: "gao-illustration-best-of-n",
        law: "best-of-n",
        name: "Illustration",
        values: &[1.0, 0.1],
        standard_errors: None,
        provenance: Provenance::Illustration,
        source: "chosen here; Gao et al. 2022 plot theirs without a table that was obtained",
        caveats: &["Not a published constant."],
    },
    PublishedSet {
        id: "gao-illustration-rl",
        law: "rl",
        name: "Illustration",
        values: &[1.0, 0.1],
        standard_errors: None,
        provenance: Provenance::Illustration,
        source: "chosen here; Gao et al. 2022 plot theirs without a table that was obtained",
        caveats: &["Not a published constant."],
    },
];
