use super::*;

/// Files of the shared samples, where that folder is beside the repository.
fn samples() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for root in ["../shared/samples", "../../shared/samples"] {
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(root)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = std::fs::read(&path) {
                    out.push((
                        path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display().to_string(),
                        bytes,
                    ));
                }
            }
        }
    }
    out.sort();
    if out.is_empty() {
        eprintln!("skipped: the folder of shared samples is not here");
    }
    out
}

#[test]
fn every_sample_is_read_or_refused_in_words() {
    for (name, bytes) in samples() {
        match read_evidence(&name, &bytes, None, &Limits::default()) {
            Ok(read) => {
                let e = &read.value.evidence;
                println!(
                    "{name}: {} [{}] {} parts; {} datasets {} evals {} curves {} runs {} checks; {:?}",
                    read.value.format,
                    e.files[0].kind,
                    read.value.candidates.len(),
                    e.datasets.len(),
                    e.evaluations.len(),
                    e.curves.len(),
                    e.runs.len(),
                    e.checks.len(),
                    e.files[0].part
                );
                for c in read.value.candidates.iter().filter(|c| c.chosen) {
                    println!("    {} {:.2} {}", c.rows, c.confidence, c.reason);
                }
                for d in &read.diagnostics {
                    println!("    {d}");
                }
            }
            Err(error) => println!("{name}: {}", error.diagnostic(&name)),
        }
    }
}
