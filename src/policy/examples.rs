//! The example projects that ship with the program, as the plain files under `public/examples`.

/// One example project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Identifier, the folder's name.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// What it shows, one or two sentences.
    pub description: &'static str,
    /// Identifier of the policy pack it is judged by (one of [`super::defaults::PACKS`]).
    pub policy: &'static str,
    /// Name and text of each evidence file, in the order in which they are read.
    pub files: &'static [(&'static str, &'static str)],
}

/// Every example; the page opens with the first.
pub const EXAMPLES: &[Example] = &[
    Example {
        id: "therapeutic-ai",
        label: "Therapeutic AI: the worked example",
        description: "The reference case: a 12B to 24B model fine-tuned on about 300K conversations, 14 required families, tier 1 missing. Values the case does not give are marked illustrative.",
        policy: "therapeutic-ai",
        files: &[
            ("inventory.csv", include_str!("../../public/examples/therapeutic-ai/inventory.csv")),
            ("checks.csv", include_str!("../../public/examples/therapeutic-ai/checks.csv")),
            ("evaluations.csv", include_str!("../../public/examples/therapeutic-ai/evaluations.csv")),
            ("learning_curves.csv", include_str!("../../public/examples/therapeutic-ai/learning_curves.csv")),
        ],
    },
    Example {
        id: "therapeutic-items",
        label: "Therapeutic AI: metrics from single items",
        description: "Small made-up item files of the kinds that teams hold, all illustrative: ratings of empathy by session, EthicsMH by subtask, labels with predictions, answers beside references, likelihoods, preferences. Every metric is computed from them.",
        policy: "therapeutic-ai",
        files: &[
            ("empathy_ratings.csv", include_str!("../../public/examples/therapeutic-items/empathy_ratings.csv")),
            ("ethicsmh_items.csv", include_str!("../../public/examples/therapeutic-items/ethicsmh_items.csv")),
            ("crisis_predictions.csv", include_str!("../../public/examples/therapeutic-items/crisis_predictions.csv")),
            ("answers.csv", include_str!("../../public/examples/therapeutic-items/answers.csv")),
            (
                "dialogue_likelihoods.csv",
                include_str!("../../public/examples/therapeutic-items/dialogue_likelihoods.csv"),
            ),
            ("preferences.csv", include_str!("../../public/examples/therapeutic-items/preferences.csv")),
        ],
    },
    Example {
        id: "therapeutic-selection",
        label: "Therapeutic AI: records to select from",
        description: "Small made-up files, all illustrative: 150 records with losses of a proxy model at six checkpoints (for S2L) and utilities for twelve questions (for DELIFT), and training runs on selected records beside random ones, self-data distillation among them.",
        policy: "therapeutic-ai",
        files: &[
            ("records.csv", include_str!("../../public/examples/therapeutic-selection/records.csv")),
            ("runs.csv", include_str!("../../public/examples/therapeutic-selection/runs.csv")),
        ],
    },
    Example {
        id: "public-results",
        label: "Public results: Pythia and open_lm",
        description: "Two real learning curves typed in from public results: Pythia-160m on PIQA, where more data did not help, and open_lm on C4, which is not monotone beyond its own intervals.",
        policy: "fine-tuning",
        files: &[
            ("pythia_160m_piqa.csv", include_str!("../../public/examples/public-results/pythia_160m_piqa.csv")),
            ("open_lm_c4.csv", include_str!("../../public/examples/public-results/open_lm_c4.csv")),
            ("evaluations.csv", include_str!("../../public/examples/public-results/evaluations.csv")),
        ],
    },
];

/// The example of that identifier.
#[must_use]
pub fn example(id: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|e| e.id == id)
}

#[cfg(test)]
mod tests;
