//! What a zip container would inflate to, checked before anything inflates it.

use super::{Limits, ReadError};
use miniz_oxide::inflate::decompress_to_vec_with_limit;

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// Walks the central directory (APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16) and inflates every entry against the
/// budget that is left, because the sizes a container declares may be lies.
///
/// # Errors
/// [`ReadError::Sheet`] where there are too many entries, they inflate to too much, or the directory is broken.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let broken = || ReadError::Sheet("its zip directory is broken".into());
    let tail = bytes.len().saturating_sub(65_557);
    let end =
        bytes.get(tail..).unwrap_or_default().windows(4).rposition(|w| w == b"PK\x05\x06").ok_or_else(broken)? + tail;
    let entries = u16_at(bytes, end + 10).ok_or_else(broken)?;
    let mut at = u32_at(bytes, end + 16).ok_or_else(broken)?;
    if entries > limits.zip_entries || entries == 0xFFFF {
        return Err(ReadError::Sheet(format!(
            "it has {entries} parts, more than the {} that are read",
            limits.zip_entries
        )));
    }
    let mut left = limits.inflated;
    for _ in 0..entries {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(broken());
        }
        let field = |offset| u16_at(bytes, at + offset).ok_or_else(broken);
        let method = field(10)?;
        let packed = u32_at(bytes, at + 20).ok_or_else(broken)?;
        let local = u32_at(bytes, at + 42).ok_or_else(broken)?;
        let start = local
            + 30
            + u16_at(bytes, local + 26).ok_or_else(broken)?
            + u16_at(bytes, local + 28).ok_or_else(broken)?;
        let data = bytes.get(start..start.saturating_add(packed)).ok_or_else(broken)?;
        let size = if method == 8 { inflated(data, left)? } else { packed as u64 };
        left = left.checked_sub(size).ok_or_else(|| too_much(limits))?;
        let name = bytes.get(at + 46..at + 46 + field(28)?).ok_or_else(broken)?.to_ascii_lowercase();
        if name.ends_with(b"sharedstrings.xml") {
            strings(data, method == 8, limits)?;
        }
        at += 46 + field(28)? + field(30)? + field(32)?;
    }
    Ok(())
}

/// The number of shared strings is what its reader makes room for at once: more than the bytes can hold is a lie.
fn strings(data: &[u8], packed: bool, limits: &Limits) -> Result<(), ReadError> {
    const COUNT: &[u8] = b"uniqueCount=";
    let most = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
    let inflated = if packed { decompress_to_vec_with_limit(data, most).ok() } else { None };
    let text = inflated.as_deref().unwrap_or(data);
    let digits = text.windows(COUNT.len()).position(|w| w == COUNT).and_then(|at| text.get(at + COUNT.len() + 1..));
    let stated = digits.unwrap_or_default().iter().take_while(|b| b.is_ascii_digit());
    let stated = stated.fold(0_u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
    // A string takes at least "<si/>".
    if stated > 1 + text.len() as u64 / 5 {
        return Err(ReadError::Sheet(format!("it says that it has {stated} strings, and has room for fewer")));
    }
    Ok(())
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::Sheet(format!("it inflates to more than the {} bytes that are read", limits.inflated))
}

fn inflated(data: &[u8], left: u64) -> Result<u64, ReadError> {
    // Deflate expands at most 1032-fold: a small entry needs no trial.
    let most = (data.len() as u64).saturating_mul(1032);
    if most <= left.min(1 << 20) {
        return Ok(most.min(1 << 16));
    }
    let limit = usize::try_from(left).unwrap_or(usize::MAX);
    match decompress_to_vec_with_limit(data, limit) {
        Ok(out) => Ok(out.len() as u64),
        Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
            Err(ReadError::Sheet("it inflates to more than is read".into()))
        }
        Err(_) => Err(ReadError::Sheet("a part of it is broken".into())),
    }
}
