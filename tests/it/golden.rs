//! Golden files: what a text was when a person last looked at it. `HEADROOM_BLESS=1 cargo test` rewrites them.

use std::path::PathBuf;

/// Compares `text` with `tests/golden/NAME`.
pub fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("the folder can be made");
        std::fs::write(&path, text).expect("the golden file can be written");
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    if known == text {
        return;
    }
    let at = known
        .lines()
        .zip(text.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(known.lines().count().min(text.lines().count()));
    panic!(
        "{} differs from line {}:\n  was {:?}\n  is  {:?}\nIf that is meant, look at it and run with HEADROOM_BLESS=1.",
        path.display(),
        at + 1,
        known.lines().nth(at),
        text.lines().nth(at)
    );
}
