//! XLS files: how far their sheets reach, before their reader lays them out.
//!
//! A compound file (MS-CFB) with a stream of records (MS-XLS 2.1.4), each a type, a length and its bytes. The reader takes
//! memory for the rectangle that a sheet says it has, for the one around its cells, and for the text of every cell, however
//! many share one; and it does so for all sheets before it gives the first.

use super::{Limits, ReadError};

const END: u32 = 0xFFFF_FFFA;

fn u16_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Bounds the sheets of an XLS file.
///
/// # Errors
/// A sheet that reaches over more cells than are read, or a directory that cannot be followed.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let stream = workbook(bytes).ok_or_else(|| ReadError::Sheet("its directory is broken".into()))?;
    let mut at = 0;
    // Where each sheet begins, with its name; and the name of the one at hand.
    let mut names: Vec<(u32, String)> = Vec::new();
    let mut sheet = String::new();
    // The rectangle around the cells so far: rows, then columns.
    let mut around: Option<[u32; 4]> = None;
    // Cells that the sheets before this one take, and bytes of text that the cells of all take.
    let (mut taken, mut text) = (0, 0_u64);
    let mut strings: Vec<u32> = Vec::new();
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let data = stream.get(at + 4..).unwrap_or_default();
        let data = &data[..data.len().min(length as usize)];
        let begins = at as u32;
        at += 4 + length as usize;
        let pair = |from| Some([u16_at(data, from)?, u16_at(data, from + 2)?]);
        match kind {
            0x0085 => names.extend(u32_at(data, 0).zip(name(data.get(6..).unwrap_or_default()))),
            // The beginning of a part: the workbook's own, a sheet, or a chart within one.
            0x0809 => {
                if let Some((_, name)) = names.iter().find(|(from, _)| *from == begins) {
                    taken += around.take().map_or(0, area);
                    sheet.clone_from(name);
                }
            }
            0x0200 => {
                let wide = data.len() >= 14;
                let rows =
                    if wide { u32_at(data, 0).zip(u32_at(data, 4)) } else { u16_at(data, 0).zip(u16_at(data, 2)) };
                let columns = pair(if wide { 8 } else { 4 });
                if let (Some((first, last)), Some([left, right])) = (rows, columns) {
                    if last < first {
                        return Err(ReadError::Sheet(format!(
                            "its sheet \"{sheet}\" says that it ends at row {last} and begins at row {}",
                            u64::from(first) + 1
                        )));
                    }
                    // As the reader takes it: a first column that cannot be is the first of all (MS-XLS 2.5.53).
                    let left = if left > 0xFF || right < left { 0 } else { left };
                    fits([first, last, left, right], 0, &sheet, limits)?;
                }
            }
            // Cells: numbers, texts, truth values, formulas, and a run of numbers, which ends with its last column, whatever
            // that says of it.
            0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x00FD | 0x027E | 0x0006 | 0x00BD => {
                let Some([row, column]) = pair(0) else { continue };
                let right = if kind == 0x00BD {
                    let numbers = (data.len().saturating_sub(6) / 6) as u32;
                    u16_at(data, data.len().saturating_sub(2)).unwrap_or(column).max(column + numbers.saturating_sub(1))
                } else {
                    column
                };
                let [top, bottom, left, most] = around.unwrap_or([row, row, column, right]);
                let all = [top.min(row), bottom.max(row), left.min(column), most.max(right)];
                around = Some(all);
                fits(all, taken, &sheet, limits)?;
                if kind == 0x00FD {
                    let shared = u32_at(data, 6).and_then(|i| strings.get(i as usize));
                    text += u64::from(shared.copied().unwrap_or(0));
                    if text > limits.text as u64 {
                        let most = limits.text >> 20;
                        return Err(ReadError::Sheet(format!(
                            "its cells hold more than the {most} MB of text that are read"
                        )));
                    }
                }
            }
            0x00FC => strings = shared(&stream, begins as usize),
            _ => {}
        }
    }
    Ok(())
}

fn area([top, bottom, left, right]: [u32; 4]) -> u64 {
    (u64::from(bottom - top) + 1).saturating_mul(u64::from(right - left) + 1)
}

/// Bounds a sheet by itself, and with those before it.
fn fits(around: [u32; 4], taken: u64, sheet: &str, limits: &Limits) -> Result<(), ReadError> {
    let cells = area(around);
    if cells <= limits.cells as u64 {
        let all = limits.cells as u64 * 2;
        return if taken.saturating_add(cells) <= all {
            Ok(())
        } else {
            Err(ReadError::Sheet(format!(
                "its sheets reach over more than the {all} cells that are read of all of them"
            )))
        };
    }
    Err(ReadError::Sheet(format!(
        "its sheet \"{sheet}\" reaches over {cells} cells, more than the {} that are read; delete cells that stand far from the table",
        limits.cells
    )))
}

/// Bytes that each shared string takes (MS-XLS 2.4.265, 2.5.293): a record and those that continue it, where the characters of
/// a string may go on behind a byte that says how wide they are. What is broken ends the list.
fn shared(stream: &[u8], at: usize) -> Vec<u32> {
    let record = |at: usize| {
        let length = u16_at(stream, at + 2)? as usize;
        Some((u16_at(stream, at)?, stream.get(at + 4..stream.len().min(at + 4 + length))?, at + 4 + length))
    };
    let Some((_, first, mut next)) = record(at) else { return Vec::new() };
    let mut parts = vec![first.get(8..).unwrap_or_default()];
    while let Some((0x003C, data, after)) = record(next) {
        parts.push(data);
        next = after;
    }
    let mut parts = parts.into_iter();
    let mut rest = parts.next().unwrap_or_default();
    let mut out = Vec::new();
    loop {
        while rest.is_empty() {
            let Some(part) = parts.next() else { return out };
            rest = part;
        }
        let (Some(characters), Some(flags)) = (u16_at(rest, 0), rest.get(2).copied()) else { return out };
        rest = &rest[3..];
        let mut behind = 0;
        if flags & 8 != 0 {
            let Some(runs) = u16_at(rest, 0) else { return out };
            behind += 4 * runs as usize;
            rest = &rest[2..];
        }
        if flags & 4 != 0 {
            let Some(more) = u32_at(rest, 0) else { return out };
            behind = behind.saturating_add(more as usize);
            rest = &rest[4..];
        }
        let (mut wide, mut left, mut bytes) = (flags & 1 == 1, characters as usize, 0_u32);
        while left > 0 {
            let here = left.min(rest.len() / if wide { 2 } else { 1 });
            bytes += here as u32 * if wide { 3 } else { 1 };
            rest = rest.get(here * if wide { 2 } else { 1 }..).unwrap_or_default();
            left -= here;
            if left > 0 {
                let Some((mark, part)) = parts.next().and_then(<[u8]>::split_first) else { break };
                (wide, rest) = (mark & 1 == 1, part);
            }
        }
        out.push(bytes);
        while behind > 0 {
            let here = behind.min(rest.len());
            rest = &rest[here..];
            behind -= here;
            if behind > 0 {
                let Some(part) = parts.next() else { return out };
                rest = part;
            }
        }
    }
}

/// Name of a sheet: a length, whether its characters take two bytes each, and the characters (MS-XLS 2.5.240).
fn name(data: &[u8]) -> Option<String> {
    let (length, wide) = (usize::from(*data.first()?), data.get(1)? & 1 == 1);
    let text = data.get(2..)?;
    if wide {
        let units: Vec<u16> = text.chunks_exact(2).take(length).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    Some(text.iter().take(length).map(|b| char::from(*b)).collect())
}

/// The bytes of the stream with the sheets (MS-CFB 2.2 to 2.6).
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = 1_usize.checked_shl(u16_at(bytes, 30)?).filter(|s| (128..=1 << 16).contains(s))?;
    let small = 1_usize.checked_shl(u16_at(bytes, 32)?).filter(|s| (16..=size).contains(s))?;
    let sector = |id: u32| {
        let start = (id as usize).checked_add(1)?.checked_mul(size)?;
        bytes.get(start..bytes.len().min(start.checked_add(size)?)).filter(|s| !s.is_empty())
    };
    let numbers =
        |s: &[u8]| s.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect::<Vec<u32>>();
    let most = bytes.len() / size + 2;
    // Sectors of the table of chains: the first 109 in the header, the rest in a chain of their own.
    let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
    let (mut next, mut steps) = (u32_at(bytes, 68)?, 0);
    while next < END && steps < most {
        let mut more = numbers(sector(next)?);
        next = more.pop()?;
        tables.extend(more);
        steps += 1;
    }
    let mut chains = Vec::new();
    for id in tables.into_iter().filter(|id| *id < END).take(most) {
        chains.extend(numbers(sector(id)?));
    }
    let follow = |start: u32, chains: &[u32], most: usize| {
        let (mut ids, mut id) = (Vec::new(), start);
        while id < END && ids.len() < most {
            ids.push(id);
            id = *chains.get(id as usize)?;
        }
        Some(ids)
    };
    let read = |start: u32| {
        let ids = follow(start, &chains, most)?;
        Some(ids.into_iter().filter_map(sector).flatten().copied().collect::<Vec<u8>>())
    };
    let directory = read(u32_at(bytes, 48)?)?;
    let entry = |wanted: &str| {
        directory.chunks_exact(128).find(|e| {
            let length = u16_at(e, 64).unwrap_or(0).saturating_sub(2).min(64) as usize;
            let units: Vec<u16> = e[..length].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            String::from_utf16_lossy(&units).eq_ignore_ascii_case(wanted)
        })
    };
    let found = entry("Workbook").or_else(|| entry("Book"))?;
    let (start, length) = (u32_at(found, 116)?, u32_at(found, 120)? as usize);
    if length >= u32_at(bytes, 56)? as usize {
        let mut stream = read(start)?;
        stream.truncate(length);
        return Some(stream);
    }
    // A small stream lies in pieces of the root's.
    let root = read(u32_at(directory.get(..128)?, 116)?)?;
    let chains = numbers(&read(u32_at(bytes, 60)?)?);
    let ids = follow(start, &chains, root.len() / small + 2)?;
    let pieces = ids.into_iter().filter_map(|id| {
        let from = (id as usize).checked_mul(small)?;
        root.get(from..root.len().min(from + small))
    });
    let mut stream: Vec<u8> = pieces.flatten().copied().collect();
    stream.truncate(length);
    Some(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file with these records in its workbook stream, in sectors of 512 bytes.
    fn file(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut stream: Vec<u8> = Vec::new();
        for (kind, data) in records {
            stream.extend(kind.to_le_bytes());
            stream.extend((data.len() as u16).to_le_bytes());
            stream.extend(data);
        }
        stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
        let sectors = stream.len() / 512;
        let mut out = vec![0_u8; 512];
        out[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        let mut put = |at: usize, v: u32| out[at..at + 4].copy_from_slice(&v.to_le_bytes());
        (0..109).for_each(|i| put(76 + 4 * i, u32::MAX));
        for (at, v) in [(30, 9 | 6 << 16), (48, 1), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE), (76, 0)] {
            put(at, v);
        }
        // Sector 0 is the table of chains, 1 the directory, the stream from 2.
        let mut chains = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
        chains.extend((0..sectors as u32).map(|i| if i + 1 == sectors as u32 { 0xFFFF_FFFE } else { i + 3 }));
        chains.resize(128, u32::MAX);
        out.extend(chains.iter().flat_map(|c| c.to_le_bytes()));
        let mut directory = vec![0_u8; 512];
        for (at, name) in [(0, "Root Entry"), (128, "Workbook")] {
            let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            directory[at..at + units.len()].copy_from_slice(&units);
            directory[at + 64] = units.len() as u8;
        }
        directory[128 + 116] = 2;
        directory[128 + 120..128 + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
        out.extend(directory);
        out.extend(stream);
        out
    }

    /// Bytes that records take in the stream.
    fn record_of(records: &[(u16, Vec<u8>)]) -> u32 {
        records.iter().map(|(_, data)| data.len() as u32 + 4).sum()
    }

    fn number(row: u16, column: u16) -> (u16, Vec<u8>) {
        let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        data.extend(1.0_f64.to_le_bytes());
        (0x0203, data)
    }

    #[test]
    fn far_cells_and_false_dimensions_are_refused_and_honest_ones_pass() {
        let bof = || (0x0809, vec![0; 16]);
        let dimensions = |rows: u32, columns: u16| {
            let mut data = [0_u32.to_le_bytes(), rows.to_le_bytes()].concat();
            data.extend([0, 0]);
            data.extend(columns.to_le_bytes());
            data.extend([0, 0]);
            (0x0200, data)
        };
        let fault = |records: &[(u16, Vec<u8>)]| check(&file(records), &Limits::default()).map_err(|e| e.to_string());
        let sheet = |from: u32, name: &str| {
            let mut data = from.to_le_bytes().to_vec();
            data.extend([0, 0, name.len() as u8, 0]);
            data.extend(name.as_bytes());
            (0x0085, data)
        };
        // A record's head takes four bytes: the first sheet begins after the workbook's part and two names of one letter.
        let (first, second) = (20 + 2 * 13, 20 + 2 * 13 + 20 + 18);
        let book = |a: Vec<(u16, Vec<u8>)>, b: Vec<(u16, Vec<u8>)>| {
            let mut all = vec![bof(), sheet(first, "P"), sheet(second, "Q"), bof()];
            all.extend(a);
            all.push(bof());
            all.extend(b);
            all
        };
        // A run of numbers reaches as far as it says and as far as it goes, and backwards it is one cell.
        let run = |first: u16, numbers: usize, last: u16| {
            let rest = [vec![0; 6 * numbers], last.to_le_bytes().to_vec()].concat();
            (0x00BD, [0_u16.to_le_bytes().to_vec(), first.to_le_bytes().to_vec(), rest].concat())
        };
        for (first, numbers, last, fits) in [(0, 2, 44, true), (0, 2, 45, false), (0, 46, 1, false), (45, 1, 0, true)] {
            let found = fault(&[bof(), run(first, numbers, last), number(65_535, first)]);
            assert_eq!(found.is_ok(), fits, "{first} {numbers} {last}: {found:?}");
        }
        // Two sheets are not one.
        assert_eq!(fault(&book(vec![number(0, 0)], vec![number(65_535, 255)])), Ok(()));
        assert_eq!(fault(&[bof(), dimensions(65_536, 40), number(0, 0), number(65_535, 39)]), Ok(()));
        // Many sheets, each within bounds, are not.
        let many: Vec<(u16, Vec<u8>)> = {
            let names = 5_u32;
            let begin = 20 + names * 13;
            let heads =
                (0..names).map(|i| sheet(begin + i * record_of(&[bof(), number(0, 0), number(65_535, 44)]), "S"));
            let own = (0..names).flat_map(|_| [bof(), number(0, 0), number(65_535, 44)]);
            std::iter::once(bof()).chain(heads).chain(own).collect()
        };
        assert!(fault(&many).unwrap_err().contains("of all of them"));
        // One long text that many cells share is one text each in memory.
        let long = |n: u16| {
            let text = [n.to_le_bytes().to_vec(), vec![0], vec![b'x'; 5000]].concat();
            let mut data = vec![0; 8];
            data.extend([1, 0, 0, b'a']);
            data.extend(text);
            [(0x00FC, data), (0x003C, [vec![0], vec![b'x'; usize::from(n) - 5000]].concat())]
        };
        let label = |row: u16, text: u32| {
            let mut data = [row.to_le_bytes(), [0, 0], [0, 0]].concat();
            data.extend(text.to_le_bytes());
            (0x00FD, data)
        };
        let labels = |text: u32| -> Vec<(u16, Vec<u8>)> {
            [bof()].into_iter().chain(long(12_000)).chain((0..200).map(|row| label(row, text))).collect()
        };
        let few = Limits { text: 1 << 20, ..Limits::default() };
        assert_eq!(shared(&workbook(&file(&labels(0))).unwrap(), 20), [1, 12_000]);
        assert_eq!(check(&file(&labels(0)), &few), Ok(()));
        assert!(check(&file(&labels(1)), &few).unwrap_err().to_string().contains("1 MB of text"));
        let far = fault(&book(vec![number(0, 0)], vec![number(0, 0), number(65_535, 255)])).unwrap_err();
        assert!(far.contains("\"Q\" reaches over 16777216 cells"), "{far}");
        assert!(fault(&[bof(), dimensions(u32::MAX, u16::MAX)]).is_err());
        // What the reader makes of dimensions that cannot be: a first column beyond the last possible one, or behind the last
        // one, is column 0; rows that end before they begin are as many as there are numbers.
        for (rows, columns, fits) in [
            ([0, 1_000], [0xFF, 0xFF], true),
            ([0, 65_535], [0x100, 0xFFFF], false),
            ([0xFF00_0000, 0xFF00_FFFF], [0xFFFF, 0xFFFF], false),
            ([0, 65_535], [50, 49], false),
            ([0, 10], [50, 49], true),
            ([1, 0], [0, 1], false),
            ([70_000, 3], [0, 0], false),
            ([0, 0], [0, 0], true),
        ] {
            let mut data: Vec<u8> = rows.into_iter().flat_map(u32::to_le_bytes).collect();
            data.extend(columns.into_iter().flat_map(u16::to_le_bytes));
            data.extend([0, 0]);
            let found = fault(&[bof(), (0x0200, data)]);
            assert_eq!(found.is_ok(), fits, "{rows:?} {columns:?}: {found:?}");
        }
        for cut in [40, 500, 700, 1100] {
            let _ = check(&file(&[bof(), number(0, 0)])[..cut], &Limits::default());
        }
    }
}
