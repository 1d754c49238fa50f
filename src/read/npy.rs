//! NumPy arrays of two dimensions: a vector a record, as exporters of embeddings write them.
//!
//! The format is the magic, a version, the length of a header, and the header: a Python dictionary of three keys, padded with
//! blanks (NEP 1, numpy.lib.format).

use super::detect::Shape;
use super::{Document, Format, Input, Limits, ReadError};
use crate::data::{Checked, Matrix};

/// A NumPy array.
pub struct Npy;

/// Identifier of the format.
pub const ID: &str = "npy";
/// Longest header that is looked at.
const LONGEST_HEADER: usize = 64 << 10;
/// Most numbers of one row.
const WIDEST: usize = 65_536;

impl Format for Npy {
    fn id(&self) -> &'static str {
        ID
    }
    fn label(&self) -> &'static str {
        "NumPy array"
    }
    fn claims(&self, input: &Input) -> bool {
        input.shape == Shape::Array
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let header = Header::of(input.bytes, limits)?;
        let document = Document { vectors: Some((header.rows, header.width)), ..Document::of(ID, Vec::new()) };
        Ok(Checked { value: document, diagnostics: Vec::new() })
    }
}

/// The numbers of an array, as 32-bit ones.
///
/// # Errors
/// What is not as the format has it, or not read.
pub fn matrix(bytes: &[u8], limits: &Limits) -> Result<Matrix, ReadError> {
    let header = Header::of(bytes, limits)?;
    let data = bytes.get(header.start..).unwrap_or_default();
    let data = data.get(..header.rows * header.width * header.kind.size()).unwrap_or_default();
    Ok(Matrix { width: header.width, values: header.kind.numbers(data) })
}

/// What the header says.
struct Header {
    kind: Number,
    rows: usize,
    width: usize,
    start: usize,
}

#[derive(Clone, Copy)]
enum Number {
    F32,
    F64,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

impl Number {
    fn of(description: &str) -> Option<Self> {
        Some(match description {
            "<f4" => Self::F32,
            "<f8" => Self::F64,
            "|i1" | "<i1" => Self::I8,
            "|u1" | "<u1" | "|b1" => Self::U8,
            "<i2" => Self::I16,
            "<u2" => Self::U16,
            "<i4" => Self::I32,
            "<u4" => Self::U32,
            "<i8" => Self::I64,
            "<u8" => Self::U64,
            _ => return None,
        })
    }
    fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::F32 | Self::I32 | Self::U32 => 4,
            Self::F64 | Self::I64 | Self::U64 => 8,
        }
    }
    fn numbers(self, data: &[u8]) -> Vec<f32> {
        match self {
            Self::F32 => data.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            Self::F64 => data.as_chunks().0.iter().map(|b| f64::from_le_bytes(*b) as f32).collect(),
            Self::I8 => data.iter().map(|b| f32::from(b.cast_signed())).collect(),
            Self::U8 => data.iter().map(|b| f32::from(*b)).collect(),
            Self::I16 => data.as_chunks().0.iter().map(|b| f32::from(i16::from_le_bytes(*b))).collect(),
            Self::U16 => data.as_chunks().0.iter().map(|b| f32::from(u16::from_le_bytes(*b))).collect(),
            Self::I32 => data.as_chunks().0.iter().map(|b| i32::from_le_bytes(*b) as f32).collect(),
            Self::U32 => data.as_chunks().0.iter().map(|b| u32::from_le_bytes(*b) as f32).collect(),
            Self::I64 => data.as_chunks().0.iter().map(|b| i64::from_le_bytes(*b) as f32).collect(),
            Self::U64 => data.as_chunks().0.iter().map(|b| u64::from_le_bytes(*b) as f32).collect(),
        }
    }
}

fn broken(why: impl Into<String>) -> ReadError {
    ReadError::Array(why.into())
}

impl Header {
    fn of(bytes: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let short = || broken("it ends within its header");
        let (length, begin) = match bytes.get(6) {
            Some(1) => {
                let length = bytes.get(8..10).and_then(|b| b.first_chunk()).ok_or_else(short)?;
                (usize::from(u16::from_le_bytes(*length)), 10)
            }
            Some(2 | 3) => {
                let length = bytes.get(8..12).and_then(|b| b.first_chunk()).ok_or_else(short)?;
                (u32::from_le_bytes(*length) as usize, 12)
            }
            Some(version) => return Err(broken(format!("its version is {version}; 1, 2 and 3 are read"))),
            None => return Err(short()),
        };
        if length > LONGEST_HEADER {
            return Err(broken(format!("its header claims {length} bytes")));
        }
        let start = begin + length;
        let text = std::str::from_utf8(bytes.get(begin..start).ok_or_else(short)?);
        let text = text.map_err(|_| broken("its header is no text"))?;
        let value = |key: &str| {
            let at = text.find(&format!("'{key}'"))? + key.len() + 2;
            Some(text.get(at..)?.trim_start().strip_prefix(':')?.trim_start())
        };
        let missing = |key: &str| broken(format!("its header has no {key}"));
        let description = value("descr").and_then(|v| v.strip_prefix('\'')?.split('\'').next());
        let description = description.ok_or_else(|| broken("it is no array of plain numbers"))?;
        let kind = Number::of(description).ok_or_else(|| {
            let shown: String = description.chars().take(20).collect();
            broken(format!("its numbers are \"{shown}\"; float32, float64 and integers, lowest byte first, are read"))
        })?;
        if value("fortran_order").ok_or_else(|| missing("fortran_order"))?.starts_with("True") {
            return Err(broken("its columns come first; write it with numpy.ascontiguousarray"));
        }
        let shape = value("shape").and_then(|v| v.strip_prefix('(')?.split(')').next());
        let shape = shape.ok_or_else(|| missing("shape"))?;
        let sides: Option<Vec<usize>> =
            shape.split(',').map(str::trim).filter(|s| !s.is_empty()).map(|s| s.parse().ok()).collect();
        let Some([rows, width]) = sides.as_deref() else {
            let shown: String = shape.chars().take(40).collect();
            return Err(broken(format!("its shape is ({shown}); a row a record and a column a number are read")));
        };
        let (rows, width) = (*rows, *width);
        if rows > limits.rows {
            return Err(ReadError::TooManyRows { limit: limits.rows });
        }
        if width > WIDEST || width == 0 {
            return Err(broken(format!("its rows have {width} numbers; 1 to {WIDEST} are read")));
        }
        let needed = rows.checked_mul(width).and_then(|n| n.checked_mul(kind.size()));
        let there = bytes.len() - start;
        if needed.is_none_or(|needed| needed > there) {
            return Err(broken(format!("it says {rows} rows of {width} numbers, and {there} bytes of them are there")));
        }
        Ok(Self { kind, rows, width, start })
    }
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;

    fn array(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn every_kind_of_number_is_read() {
        let read = |kind: &str, data: &[u8]| {
            let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': (2, 1), }}          \n");
            matrix(&array(&header, data), &Limits::default()).unwrap()
        };
        let pair = |a: &[u8], b: &[u8]| [a, b].concat();
        let expected = Matrix { width: 1, values: vec![3.0, 100.0] };
        assert_eq!(read("<f4", &pair(&3.0_f32.to_le_bytes(), &100.0_f32.to_le_bytes())), expected);
        assert_eq!(read("<f8", &pair(&3.0_f64.to_le_bytes(), &100.0_f64.to_le_bytes())), expected);
        assert_eq!(read("|i1", &[3, 100]), expected);
        assert_eq!(read("|u1", &[3, 100]), expected);
        assert_eq!(read("<i2", &pair(&3_i16.to_le_bytes(), &100_i16.to_le_bytes())), expected);
        assert_eq!(read("<i4", &pair(&3_i32.to_le_bytes(), &100_i32.to_le_bytes())), expected);
        assert_eq!(read("<i8", &pair(&3_i64.to_le_bytes(), &100_i64.to_le_bytes())), expected);
    }

    #[test]
    fn what_is_not_as_it_says_is_refused() {
        let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
        let data = [0_u8; 24];
        let fault = |bytes: Vec<u8>| open("a.npy", bytes, &Limits::default()).unwrap_err().to_string();
        assert!(open("a.npy", array(good, &data), &Limits::default()).is_ok());
        for (from, to, says) in [
            ("(2, 3)", "(3, 3)", "3 rows of 3 numbers"),
            ("(2, 3)", "(99999999999, 99999999999)", "rows"),
            ("(2, 3)", "(6,)", "shape is (6,)"),
            ("(2, 3)", "(2, 3, 1)", "shape"),
            ("(2, 3)", "(2, 0)", "0 numbers"),
            ("False", "True", "columns come first"),
            ("<f4", ">f4", "lowest byte first"),
            ("<f4", "|O", "numbers are"),
            ("'<f4'", "[('a', '<f4')]", "plain numbers"),
            ("shape", "shop", "no shape"),
        ] {
            let found = fault(array(&good.replace(from, to), &data));
            assert!(found.contains(says), "{to}: {found}");
        }
        assert!(fault(b"\x93NUMPY\x01\x00\xff\xff{".to_vec()).contains("ends within its header"));
        assert!(fault(b"\x93NUMPY\x02\x00\xff\xff\xff\xff{".to_vec()).contains("claims"));
        assert!(fault(b"\x93NUMPY\x09\x00\x01\x00{".to_vec()).contains("version is 9"));
        assert!(fault(b"\x93NUMPY".to_vec()).contains("ends within"));
    }
}
