//! Files of every format, changed at random from a fixed seed: no panic, no hang, no message without an end, and no more
//! memory than a small file may take. Without end it is done by `./dev fuzz`.

use crate::cli::Scratch;
use headroom::num::stream::Stream;
use headroom::policy::{self, defaults};
use headroom::read::{FileMap, Limits, ReadError, open};
use headroom::scenario::{FileUse, History, Project, decode_link, encode_link, open_project, save_project};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const SEED: u64 = 12;
/// Changed files of each seed file.
const EACH: usize = 40;
/// Longest that one small file may take, built without optimisation on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);
/// Address space of a command that reads a small file, in kilobytes.
const ROOM: u64 = 300_000;

fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("fixtures").flatten().map(|f| f.path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).expect("it is read"))).collect()
}

/// One file of every kind that a stranger can hand over.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut all = fixtures("read");
    all.extend(fixtures("report"));
    let (_, curve) = all.iter().find(|(name, _)| name == "curve.csv").cloned().expect("it is there");
    let file = FileUse { name: "curve.csv".into(), hash: headroom::read::hash(&curve), ..FileUse::default() };
    let project = Project { files: vec![file.clone()], ..Project::default() };
    let saved = save_project(&project, &[(file.hash, curve)]);
    let report = format!("<!doctype html><html><script id=\"headroom-project\">{saved}</script></html>");
    let evidence = r#"{"headroom": "evidence", "datasets": [{"name": "a", "tier": 1, "records": 10}], "runs": [{"name": "r", "params": 1e8, "tokens": 1e9, "loss": 3.1}]}"#;
    let yaml = "---\nlicense: mit\nsize_categories:\n- 1K<n<10K\n---\n# A card\n";
    let kept = History::new(project.clone()).keep("tab", &[]);
    let made = [
        ("project.json", saved),
        ("report.html", report),
        ("link", encode_link(&project)),
        ("pack.json", defaults::THERAPEUTIC.to_owned()),
        ("evidence.json", evidence.to_owned()),
        ("list.json", r#"{"label": "Mine", "policy": "fine-tuning", "files": ["a.csv", "b.csv"]}"#.to_owned()),
        ("card.md", yaml.to_owned()),
        ("kept.json", kept),
    ];
    all.extend(made.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    all
}

/// What people, programs and attackers leave in files.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\"",
    b",,,,,,,,",
    b"\n\n\r\n\r",
    b";",
    b"\t",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"}",
    b"]",
    b"1e999",
    b"-1e-999",
    b"18446744073709551616",
    b"NaN",
    b"99999999999999999999999999",
    b"\\ud800",
    b"\\u202e",
    b"\xE2\x80\xAE",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\x1B[2J",
    b"=1+1",
    b"<script>",
    b"</script>",
    b"uniqueCount=\"4294967295\"",
    b"table:number-columns-repeated=\"16384\"",
    b"A1:XFD1048576",
    b"\xFF\xFF\xFF\xFF",
    b"\x50\x4B\x05\x06",
    b"true",
    b"null",
    b"-0",
];

/// A changed file: one to six changes of a kind drawn each.
fn changed(bytes: &[u8], other: &[u8], stream: &mut Stream) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=stream.below(6) {
        let at = stream.below(out.len().max(1)).min(out.len());
        let end = (at + 1 + stream.below(64)).min(out.len());
        match stream.below(8) {
            0 if at < out.len() => out[at] ^= 1 << stream.below(8),
            1 => drop(out.drain(at..end)),
            2 => out.truncate(at),
            3 => {
                let piece = out[at..end].to_vec();
                let times = 1 + stream.below(20);
                out.splice(at..at, piece.repeat(times));
            }
            4 => {
                let from = stream.below(other.len().max(1)).min(other.len());
                let piece = &other[from..(from + 1 + stream.below(200)).min(other.len())];
                out.splice(at..end, piece.iter().copied());
            }
            5 if !out.is_empty() => {
                let (to, last) = (stream.below(out.len()), out.len() - 1);
                out.swap(at.min(last), to);
            }
            _ => {
                let piece = PIECES[stream.below(PIECES.len())];
                out.splice(at..at, piece.iter().copied());
            }
        }
    }
    out
}

/// Hands a file to every door that takes one.
fn taken(name: &str, bytes: &[u8]) -> Result<(), String> {
    let limits = Limits::default();
    let said = |text: &str, most: usize| match text.chars().count() {
        n if n > most => Err(format!("a message of {n} characters: {}", text.chars().take(200).collect::<String>())),
        _ => Ok(()),
    };
    let refused = |error: &ReadError| said(&error.diagnostic(name).to_string(), 2_500);
    match open(name, bytes.to_vec(), &limits) {
        Err(error) => refused(&error)?,
        Ok(opened) => {
            let parts: Vec<String> = opened.document.value.candidates.iter().map(|t| t.part.clone()).take(3).collect();
            let maps = parts.into_iter().map(|part| Some(FileMap { part: Some(part), ..FileMap::default() }));
            for map in std::iter::once(None).chain(maps) {
                match opened.read(name, map.as_ref()) {
                    Err(error) => refused(&error)?,
                    Ok(reading) => {
                        if reading.diagnostics.len() > 4 * limits.diagnostics {
                            return Err(format!("{} messages", reading.diagnostics.len()));
                        }
                        for note in &reading.diagnostics {
                            said(&note.to_string(), 3_500)?;
                        }
                        serde_json::to_string(&reading.value.evidence).map_err(|e| e.to_string())?;
                    }
                }
            }
        }
    }
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = policy::parse(&text) {
        said(&error.to_string(), 2_500)?;
    }
    if let Err(error) = open_project(&text) {
        said(&error.to_string(), 2_500)?;
    }
    if let Err(error) = decode_link(&text) {
        said(&error.to_string(), 2_500)?;
    }
    let _ = History::read(&text);
    Ok(())
}

#[test]
fn changed_files_end_in_evidence_or_in_words() {
    let seeds = seeds();
    let began = Instant::now();
    let mut done = 0;
    for (s, (name, bytes)) in seeds.iter().enumerate() {
        for i in 0..EACH {
            let mut stream = Stream::new(SEED, (s * EACH + i) as u64);
            let other = &seeds[stream.below(seeds.len())].1;
            let bytes = if i == 0 { bytes.clone() } else { changed(bytes, other, &mut stream) };
            let began = Instant::now();
            let ended = std::panic::catch_unwind(|| taken(name, &bytes));
            let ended = ended.unwrap_or_else(|_| Err("a panic".into())).and_then(|()| match began.elapsed() {
                took if took > LONGEST => Err(format!("{took:?}")),
                _ => Ok(()),
            });
            if let Err(why) = ended {
                let kept = std::env::temp_dir().join(format!("headroom-mutation-{name}"));
                let _ = std::fs::write(&kept, &bytes);
                panic!("{name}, change {i}: {why}; the file is kept as {}", kept.display());
            }
            done += 1;
        }
    }
    println!("{done} files in {:?}", began.elapsed());
}

/// Runs a command in little room: one that asks for more than it may have does not end in words.
fn in_little_room(arguments: &[&str]) -> (Option<i32>, String, Duration) {
    let began = Instant::now();
    let script = format!("ulimit -v {ROOM}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_headroom")]).args(arguments);
    let output = command.output().expect("the program starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned(), began.elapsed())
}

/// The same through the commands, a process each, with the memory that a small file may take.
#[test]
#[cfg(target_os = "linux")]
fn commands_read_changed_files_in_little_room() {
    let seeds = seeds();
    for (s, (name, bytes)) in seeds.iter().enumerate() {
        let mut stream = Stream::new(SEED + 1, s as u64);
        let other = &seeds[stream.below(seeds.len())].1;
        let file = Scratch::new(&format!("changed-{name}"), "");
        std::fs::write(file.path(), changed(bytes, other, &mut stream)).expect("written");
        for command in [&["inspect"][..], &["gate"], &["fit", "curve"]] {
            let (code, err, _) = in_little_room(&[command, &[file.path()]].concat());
            assert!(matches!(code, Some(0..=2)), "{name}: {command:?} ended with {code:?}: {err}");
            assert!(err.lines().all(|l| l.chars().count() < 2_100) && !err.contains("panicked"), "{name}: {err}");
        }
    }
}

/// Spreadsheets that claim more than they hold, where the shared samples are: each in little room, in three seconds, and with
/// words where it is refused.
#[test]
#[cfg(target_os = "linux")]
fn hostile_spreadsheets_are_read_or_refused_in_little_room() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/hostile");
    let Ok(list) = std::fs::read_dir(&folder) else {
        println!("skipped: no shared samples");
        return;
    };
    for path in list.flatten().map(|e| e.path()).filter(|p| p.is_file()) {
        let path = path.to_str().expect("text");
        let (code, err, took) = in_little_room(&["inspect", path]);
        println!("{path}: {code:?} in {took:?} {err}");
        assert!(code == Some(0) || (code == Some(2) && err.starts_with("headroom: ")), "{path}: {code:?} {err}");
        assert!(took < 4 * LONGEST, "{path}: {took:?}");
    }
}

/// The reader of binary spreadsheets takes what their records say on trust: a text of a number that is not there, a cell of no
/// length. Whatever any of their bytes is, that is said in words.
#[test]
fn binary_spreadsheets_are_read_or_refused_whatever_their_bytes_are() {
    // As the command line does: where a reader of others breaks off nothing is printed.
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !headroom::read::is_contained() {
            otherwise(info);
        }
    }));
    let files = fixtures("read").into_iter().filter(|(name, _)| name.ends_with(".xlsb") || name.ends_with(".xls"));
    for (name, bytes) in files {
        let mut refused = 0;
        assert!(open(&name, bytes.clone(), &Limits::default()).is_ok(), "{name}");
        // Of an archive its parts, of a compound file its stream.
        let filled = (0..bytes.len()).filter(|at| bytes[*at] != 0 || name.ends_with('b'));
        for at in filled {
            for value in [0, 0xFF] {
                let mut changed = bytes.clone();
                changed[at] = value;
                let ended = std::panic::catch_unwind(|| open(&name, changed, &Limits::default()).is_ok());
                refused += usize::from(!ended.unwrap_or_else(|_| panic!("{name}: {value} at {at}")));
            }
        }
        assert!(refused > 20, "{name}: {refused}");
    }
}

#[test]
fn a_reader_that_breaks_off_is_heard_of_in_our_words() {
    let (name, mut bytes) =
        fixtures("read").into_iter().find(|(name, _)| name.ends_with(".xlsb")).expect("it is there");
    // The count of the shared strings that its cells name.
    let at = bytes.windows(3).position(|w| w == [0x9F, 1, 8]).expect("the strings") + 7;
    bytes[at] = 0;
    let file = Scratch::new(&format!("broken-{name}"), "");
    std::fs::write(file.path(), bytes).expect("written");
    let output = crate::cli::run(&["inspect", file.path()]);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("a part of it is broken") && !err.contains("panicked"), "{err}");
}
