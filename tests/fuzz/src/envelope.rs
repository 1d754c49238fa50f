//! Honest envelopes around fuzzed bytes, which alone hardly ever get past the directory of an archive.

/// A part of an archive: its name, how it is packed (0 stored, 8 deflated, 93 Zstandard), its packed bytes, its size.
pub struct Part<'a> {
    pub name: &'a str,
    pub method: u16,
    pub packed: Vec<u8>,
    pub size: u32,
}

impl<'a> Part<'a> {
    /// A part as it is.
    pub fn stored(name: &'a str, content: &[u8]) -> Self {
        Self { name, method: 0, packed: content.to_vec(), size: content.len() as u32 }
    }
    /// A part whose packed bytes are these, whatever they unpack to.
    pub fn packed(name: &'a str, method: u16, packed: Vec<u8>) -> Self {
        Self { name, method, size: packed.len() as u32, packed }
    }
    fn checksum(&self) -> u32 {
        if self.method == 0 { crc(&self.packed) } else { 0 }
    }
}

/// An archive of these parts.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let at = out.len() as u32;
        let mut common = vec![20, 0, 0, 0];
        common.extend(part.method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(part.checksum().to_le_bytes());
        common.extend((part.packed.len() as u32).to_le_bytes());
        common.extend(part.size.to_le_bytes());
        common.extend((part.name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(part.name.as_bytes());
        out.extend(&part.packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(part.name.as_bytes());
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

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

/// A compound file whose workbook stream is these bytes.
pub fn compound(bytes: &[u8]) -> Vec<u8> {
    let mut stream = bytes[..bytes.len().min(60_000)].to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = (stream.len() / 512) as u32;
    let mut out = vec![0_u8; 512];
    out[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, v: u32| out[at..at + 4].copy_from_slice(&v.to_le_bytes());
    (0..109).for_each(|i| put(76 + 4 * i, u32::MAX));
    for (at, v) in [(24, 0x0003_003E), (30, 9 | 6 << 16), (48, 1), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE), (76, 0)] {
        put(at, v);
    }
    let mut chains = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    chains.extend((0..sectors).map(|i| if i + 1 == sectors { 0xFFFF_FFFE } else { i + 3 }));
    chains.resize(128, u32::MAX);
    out.extend(chains.iter().flat_map(|c| c.to_le_bytes()));
    let mut directory = vec![0_u8; 512];
    for (at, name, kind) in [(0, "Root Entry", 5), (128, "Workbook", 2)] {
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        directory[at..at + units.len()].copy_from_slice(&units);
        directory[at + 64] = units.len() as u8;
        directory[at + 66] = kind;
    }
    directory[116..120].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    directory[128 + 116] = 2;
    directory[128 + 120..128 + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
    out.extend(directory);
    out.extend(stream);
    out
}
