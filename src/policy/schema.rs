//! The JSON Schema of the pack file, generated from the types.

use super::pack::PolicyPack;

/// The schema as it is committed in `public/policies/schema.json`: pretty-printed, with a newline at the end.
///
/// # Errors
/// When the schema cannot be written as JSON.
pub fn schema_json() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(PolicyPack))?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `HEADROOM_BLESS=1 cargo test --lib policy::schema` rewrites the committed file.
    #[test]
    fn committed_schema_is_the_generated_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/public/policies/schema.json");
        let schema = schema_json().expect("a schema");
        if std::env::var_os("HEADROOM_BLESS").is_some() {
            std::fs::write(path, &schema).expect("the schema is written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == schema, "public/policies/schema.json differs from the types; run with HEADROOM_BLESS=1");
    }
}
