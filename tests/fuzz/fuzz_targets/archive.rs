//! Any bytes as the parts of an otherwise honest log of inspect-ai, packed in each way (the first byte says which), and as
//! the archive itself. Lines are the parts: the header, then samples.
#![no_main]

use headroom_fuzz::change::change;
use headroom_fuzz::envelope::{Part, zip};
use headroom_fuzz::read;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

const HEADER: &[u8] = br#"{"version": 2, "status": "success", "eval": {"task": "t", "model": "m"}}"#;
const SAMPLES: [&str; 6] =
    ["samples/a_epoch_1.json", "samples/b_epoch_1.json", "samples/c.json", "samples/a_epoch_2.json", "summaries.json", "reductions.json"];

/// A frame of Zstandard whose only block is raw.
fn frame(bytes: &[u8]) -> Vec<u8> {
    let size = bytes.len() as u32;
    let block = size << 3 | 1;
    [&[0x28, 0xB5, 0x2F, 0xFD, 0xA0], &size.to_le_bytes()[..], &block.to_le_bytes()[..3], bytes].concat()
}

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change(data, size, max_size, seed, 1)
});

libfuzzer_sys::fuzz_target!(init: headroom_fuzz::hook(), |data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    let honest = |name, line: &[u8]| match kind % 8 {
        1 => Part::packed(name, 93, frame(line)),
        2 => Part::packed(name, 93, line.chunks(40).flat_map(frame).collect()),
        3 => Part::packed(name, 93, compress_to_vec(line, CompressionLevel::Fastest)),
        4 => Part::packed(name, 8, miniz_oxide::deflate::compress_to_vec(line, 1)),
        _ => Part::stored(name, line),
    };
    let raw = |method| Part::packed(SAMPLES[0], method, bytes.to_vec());
    let archive = match kind % 8 {
        5 => zip(&[Part::stored("header.json", HEADER), raw(93)]),
        6 => zip(&[Part::stored("header.json", HEADER), raw(8)]),
        7 => bytes.to_vec(),
        _ => {
            let mut lines = bytes.split(|b| *b == b'\n');
            let header = honest("header.json", lines.next().unwrap_or_default());
            let samples = SAMPLES.iter().zip(lines).map(|(name, line)| honest(*name, line));
            let none = Part::stored("samples/", b"");
            zip(&std::iter::once(header).chain(samples).chain([none]).collect::<Vec<_>>())
        }
    };
    read("a.eval", &archive);
});
