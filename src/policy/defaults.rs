//! The packs that ship with the program, and the assumptions the program itself reads.

/// The default pack, `therapeutic-ai`.
pub const THERAPEUTIC: &str = include_str!("../../public/policies/therapeutic-ai.json");
/// A general pack for fine-tuning a language model.
pub const FINE_TUNING: &str = include_str!("../../public/policies/fine-tuning.json");

/// Identifier and text of every pack that ships with the program; the first is the default.
pub const PACKS: &[(&str, &str)] = &[("therapeutic-ai", THERAPEUTIC), ("fine-tuning", FINE_TUNING)];

/// Assumptions that are chosen, as thresholds are: no truth about them is more or less probable.
pub const CHOSEN: [&str; 5] = ["worth_it", "budget_records", "budget_money", "minimum_probability", "value_of_success"];

/// Assumptions that the program reads: identifier and the value used where a pack does not give one.
pub const ASSUMPTIONS: &[(&str, f64)] = &[
    ("parameters", 12e9),
    ("tokens_per_record", 2000.0),
    ("epochs", 3.0),
    ("worth_it", 0.01),
    ("budget_records", 300_000.0),
    ("minimum_probability", 0.5),
    ("budget_money", 500_000.0),
    ("value_of_success", 2_000_000.0),
    // Standard deviations of what the evidence cannot show; nothing is known of them where the pack is silent.
    ("rater_error", 0.0),
    ("quality_error", 0.0),
];
