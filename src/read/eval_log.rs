//! Logs of inspect-ai as they are kept (`.eval`): a zip container of JSON parts packed with Zstandard, in one frame or several.
//! It is unpacked a part at a time, against the same bounds as spreadsheets.

use super::container::{self, Entry};
use super::detect::Shape;
use super::foreign_code::contained;
use super::items::{Rows, inspect};
use super::tree::{Node, json};
use super::{Document, Format, Input, Limits, ReadError};
use crate::data::{Checked, Diagnostic, Level};
use ruzstd::decoding::StreamingDecoder;
use std::io::Read;

/// A log of inspect-ai in its container.
pub struct EvalLog;

impl Format for EvalLog {
    fn id(&self) -> &'static str {
        "inspect_ai_eval"
    }
    fn label(&self) -> &'static str {
        "inspect-ai log (.eval)"
    }
    fn claims(&self, input: &Input) -> bool {
        input.shape == Shape::EvalLog
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let entries = container::entries(input.bytes, limits)?;
        let mut left = limits.inflated;
        let named = |name: &str| entries.iter().find(|e| e.name == name);
        let header = named("header.json").or_else(|| named("_journal/start.json"));
        let header = header.ok_or_else(|| ReadError::NoTable("the log has no header".into()))?;
        let header = text(header, &mut left, limits)?;
        let log = json::parse(&header, limits.depth)?;
        let mut rows = Rows::new(input.name, limits);
        inspect::header(&log, &mut rows);
        let samples = entries.iter().filter(|e| e.name.starts_with("samples/") && e.name.ends_with(".json"));
        let mut any = false;
        for (at, entry) in samples.enumerate() {
            let sample = text(entry, &mut left, limits)?;
            match json::parse(&sample, limits.depth) {
                Ok(node @ Node::Map(_)) => inspect::sample(&log, &node, at, &mut rows),
                _ if !rows.notes.wants("log-sample") => rows.notes.count("log-sample", Level::Warning),
                _ => {
                    let note = Diagnostic::warning("log-sample", "A sample of the log is no JSON and was skipped.");
                    rows.notes.add(note.found(&entry.name));
                }
            }
            any = true;
            rows.next_record();
        }
        if !any {
            inspect::summary(&log, &mut rows);
        }
        rows.document(self.id(), self.label())
    }
}

/// The text of a part, counted against what may still be unpacked.
fn text(entry: &Entry, left: &mut u64, limits: &Limits) -> Result<String, ReadError> {
    let most = usize::try_from(*left).unwrap_or(usize::MAX);
    let broken = || ReadError::NoTable(format!("its part \"{}\" is broken", entry.name));
    let bytes = match entry.method {
        0 if entry.data.len() <= most => entry.data.to_vec(),
        0 => return Err(too_much(limits)),
        8 => miniz_oxide::inflate::decompress_to_vec_with_limit(entry.data, most).map_err(|e| match e.status {
            miniz_oxide::inflate::TINFLStatus::HasMoreOutput => too_much(limits),
            _ => broken(),
        })?,
        93 => unpacked(entry.data, most).map_err(|too_large| if too_large { too_much(limits) } else { broken() })?,
        other => {
            return Err(ReadError::NoTable(format!("its parts are packed by a method ({other}) that is not read")));
        }
    };
    *left = left.saturating_sub(bytes.len() as u64);
    String::from_utf8(bytes).map_err(|_| broken())
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::NoTable(format!("it unpacks to more than the {} MB that are read", limits.inflated >> 20))
}

/// All frames of Zstandard one after the other; the error says whether they hold more than `most` bytes. The decoder keeps no
/// more than its window, which it bounds itself.
fn unpacked(mut packed: &[u8], most: usize) -> Result<Vec<u8>, bool> {
    let mut out = Vec::new();
    while !packed.is_empty() {
        let room = (most - out.len()) as u64;
        let read = contained(|| {
            let decoder = StreamingDecoder::new(&mut packed).map_err(|_| false)?;
            decoder.take(room.saturating_add(1)).read_to_end(&mut out).map_err(|_| false)
        });
        let read = read.unwrap_or(Err(false))?;
        if read as u64 > room {
            return Err(true);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_evidence;

    /// A container of stored parts, the header and samples of a log.
    fn log(parts: &[(&str, Vec<u8>, u16)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, data, method) in parts {
            let at = out.len() as u32;
            let mut common = Vec::new();
            common.extend([20, 0, 0, 0]);
            common.extend(method.to_le_bytes());
            common.extend([0; 8]);
            common.extend((data.len() as u32).to_le_bytes());
            common.extend((data.len() as u32).to_le_bytes());
            common.extend((name.len() as u16).to_le_bytes());
            common.extend([0, 0]);
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(name.as_bytes());
            out.extend(data);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(at.to_le_bytes());
            directory.extend(name.as_bytes());
        }
        let at = out.len() as u32;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend((parts.len() as u16).to_le_bytes());
        out.extend((parts.len() as u16).to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    /// Bytes as one frame of Zstandard whose only block is raw.
    fn frame(bytes: &[u8]) -> Vec<u8> {
        let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0xA0];
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(&(((bytes.len() as u32) << 3) | 1).to_le_bytes()[..3]);
        out.extend(bytes);
        out
    }

    /// A frame of one block that repeats a byte.
    fn repeats(byte: u8, times: u32) -> Vec<u8> {
        let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0xA0];
        out.extend(times.to_le_bytes());
        out.extend(&((times << 3) | 0b011).to_le_bytes()[..3]);
        out.push(byte);
        out
    }

    fn parts(method: u16, pack: &dyn Fn(&str) -> Vec<u8>) -> Vec<(&'static str, Vec<u8>, u16)> {
        let header =
            r#"{"version": 2, "status": "success", "eval": {"task": "t", "model": "m", "created": "2026-03-04"}}"#;
        let sample = |id: &str, grade: &str| {
            format!(r#"{{"id": "{id}", "epoch": 1, "scores": {{"match": {{"value": "{grade}"}}}}}}"#)
        };
        vec![
            ("header.json", pack(header), method),
            ("samples/a_epoch_1.json", pack(&sample("a", "C")), method),
            ("samples/b_epoch_1.json", pack(&sample("b", "I")), method),
            ("summaries.json", pack("[]"), method),
        ]
    }

    #[test]
    fn parts_are_read_however_they_are_packed() {
        let deflated = |t: &str| miniz_oxide::deflate::compress_to_vec(t.as_bytes(), 6);
        let one = |t: &str| frame(t.as_bytes());
        let several = |t: &str| t.as_bytes().chunks(7).flat_map(frame).collect::<Vec<u8>>();
        let stored = |t: &str| t.as_bytes().to_vec();
        let all: [(u16, &dyn Fn(&str) -> Vec<u8>); 4] = [(0, &stored), (8, &deflated), (93, &one), (93, &several)];
        for (method, pack) in all {
            let read = read_evidence("l.eval", &log(&parts(method, pack)), None, &Limits::default()).expect("read");
            let e = &read.value.evidence.evaluations;
            assert_eq!((e.len(), e[0].value, e[0].n), (1, 0.5, Some(2.0)), "method {method}");
            assert_eq!(
                (e[0].slice.as_deref(), e[0].model.as_deref(), e[0].time.as_deref()),
                (Some("t"), Some("m"), Some("2026-03-04"))
            );
        }
    }

    #[test]
    fn bombs_broken_parts_and_unknown_methods_are_refused() {
        let fault = |sample: Vec<u8>, method: u16, limits: &Limits| {
            let mut all = parts(93, &|t: &str| frame(t.as_bytes()));
            all[1] = ("samples/a_epoch_1.json", sample, method);
            read_evidence("l.eval", &log(&all), None, limits).map_or_else(|e| e.to_string(), |_| "accepted".into())
        };
        let bomb: Vec<u8> = (0..2_000).flat_map(|_| repeats(b' ', 120_000)).collect();
        let tight = Limits { inflated: 20 << 20, ..Limits::default() };
        assert!(bomb.len() < 30_000);
        assert!(fault(bomb, 93, &tight).contains("more than the 20 MB"));
        assert!(fault(vec![1, 2, 3], 93, &Limits::default()).contains("is broken"));
        assert!(fault(vec![1, 2, 3], 12, &Limits::default()).contains("method (12)"));
        let deflate_bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 30 << 20], 6);
        assert!(fault(deflate_bomb, 8, &tight).contains("more than the 20 MB"));
    }
}
