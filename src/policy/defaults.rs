//! The packs that ship with the program.

/// The default pack, `therapeutic-ai`.
pub const THERAPEUTIC: &str = include_str!("../../public/policies/therapeutic-ai.json");
/// A general pack for fine-tuning a language model.
pub const FINE_TUNING: &str = include_str!("../../public/policies/fine-tuning.json");
/// Questions that hold for any field: no target, tier or price of its own.
pub const GENERAL: &str = include_str!("../../public/policies/general.json");

/// Identifier of the pack with which a person begins whose files are of no known field.
pub const GENERAL_ID: &str = "general";

/// Identifier and name of every pack that ships, without its text: a page that offers them need not carry them.
pub const NAMES: &[(&str, &str)] = &[
    ("therapeutic-ai", "Therapeutic AI"),
    ("fine-tuning", "Fine-tuning a language model"),
    (GENERAL_ID, "General questions"),
];

/// Identifier and text of every pack that ships with the program; the first is the default.
pub const PACKS: &[(&str, &str)] =
    &[("therapeutic-ai", THERAPEUTIC), ("fine-tuning", FINE_TUNING), (GENERAL_ID, GENERAL)];
