//! A text as the words that count, and the n-grams of them.

/// Words in an n-gram.
pub const GRAM: usize = 5;

/// The text in the form in which texts are compared: lower case, letters and digits only, one blank between two words. A
/// letter of a script that puts no blanks between words is a word by itself.
pub fn normal(text: &str) -> impl Iterator<Item = char> + '_ {
    let (mut begun, mut gap, mut alone) = (false, false, false);
    text.chars().flat_map(move |c| {
        let own = is_unspaced(c);
        let counts = c.is_alphanumeric();
        // What stands on a letter is left out and ends no word.
        let blank = counts && begun && (gap || own || alone);
        if counts {
            (begun, gap, alone) = (true, false, own);
        } else if !is_mark(c) {
            gap = true;
        }
        let first = blank.then_some(' ');
        let lower = counts.then(|| c.to_lowercase());
        first.into_iter().chain(lower.into_iter().flatten())
    })
}

/// Combining marks, and what nobody sees inside a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\'' | '\u{2019}')
}

/// Scripts whose words are not told apart by blanks: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

const START: u64 = 0xCBF2_9CE4_8422_2325;
const FACTOR: u64 = 0x0000_0100_0000_01B3;

/// Spreads the bits of a number over all of it (the finaliser of MurmurHash3).
#[must_use]
pub fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    x = (x ^ (x >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    x ^ (x >> 33)
}

/// The hash (64 bits, FNV-1a) of every word of a text, in order.
pub fn words(text: &str, into: &mut Vec<u64>) {
    into.clear();
    let (mut hash, mut within) = (START, false);
    for c in normal(text) {
        if c == ' ' {
            into.push(mixed(hash));
            (hash, within) = (START, false);
        } else {
            hash = (hash ^ u64::from(c as u32)).wrapping_mul(FACTOR);
            within = true;
        }
    }
    if within {
        into.push(mixed(hash));
    }
}

/// The hash of a run of words.
#[must_use]
pub fn joined(words: &[u64]) -> u64 {
    mixed(words.iter().fold(START, |hash, w| (hash.rotate_left(23) ^ w).wrapping_mul(FACTOR)))
}

/// The set of n-grams of words: sorted hashes, each once. A text of fewer words is one n-gram; one without words has none.
pub fn grams(words: &[u64], n: usize, into: &mut Vec<u64>) {
    into.clear();
    if words.len() < n {
        into.extend((!words.is_empty()).then(|| joined(words)));
    } else {
        into.extend(words.windows(n).map(joined));
    }
    into.sort_unstable();
    into.dedup();
}

/// The share of two sets that both have: `|A ∩ B| / |A ∪ B|`, 0 where both are empty. The sets are sorted.
#[must_use]
pub fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let either = a.len() + b.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}
