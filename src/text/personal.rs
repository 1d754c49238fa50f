//! What looks like personal data in texts, by a few patterns that are seldom wrong. A count of them is a lower bound: names,
//! addresses and what people tell of themselves have no pattern.

/// One pattern.
pub struct Pattern {
    /// Stable identifier.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// What is taken for it.
    pub help: &'static str,
    /// True where a text has it.
    pub found: fn(&str) -> bool,
}

/// Every pattern.
pub const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "email",
        label: "e-mail addresses",
        help: "letters, digits and . _ % + - before @, then a name with a point in it and two letters or more at its end",
        found: email,
    },
    Pattern {
        id: "phone",
        label: "telephone numbers",
        help: "+ and 8 to 15 digits, or ten digits as (555) 010-0199 and 555-010-0199",
        found: phone,
    },
    Pattern {
        id: "card",
        label: "numbers of payment cards",
        help: "13 to 19 digits in one to five groups that begin with 3 to 6 and pass the Luhn check",
        found: card,
    },
    Pattern {
        id: "iban",
        label: "bank accounts (IBAN)",
        help: "two letters, two digits and 11 to 30 letters and digits whose check (ISO 13616, modulo 97) is right",
        found: iban,
    },
    Pattern {
        id: "us_ssn",
        label: "US social security numbers",
        help: "three, two and four digits with hyphens between, in the ranges that are given out",
        found: social,
    },
    Pattern {
        id: "ipv4",
        label: "internet addresses (IPv4)",
        help: "four numbers up to 255 with points between that are no private, local or documentation address",
        found: address,
    },
];

/// Parts of a text between characters that none of them has.
fn parts<'t>(text: &'t str, within: impl Fn(char) -> bool + 't) -> impl Iterator<Item = &'t str> {
    text.split(move |c: char| !within(c)).filter(|p| !p.is_empty())
}

fn digits(part: &str) -> Vec<u32> {
    part.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn email(text: &str) -> bool {
    let within = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '@');
    parts(text, within).any(|part| {
        let Some((name, host)) = part.trim_matches(['.', '-']).rsplit_once('@') else { return false };
        let Some((before, top)) = host.rsplit_once('.') else { return false };
        let plain = |s: &str| !s.is_empty() && s.split('.').all(|l| !l.is_empty() && !l.contains('@'));
        plain(name) && plain(before) && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

fn phone(text: &str) -> bool {
    let within = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '/');
    parts(text, within).any(|run| {
        let international = run.match_indices('+').any(|(at, _)| {
            let rest = run.get(at + 1..).unwrap_or_default();
            let rest = rest.split(['+', '/']).next().unwrap_or_default();
            let n = digits(rest.trim_end()).len();
            (8..=15).contains(&n) && rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        });
        international || run.split('+').any(american)
    })
}

/// Ten digits as they are written in North America.
fn american(run: &str) -> bool {
    let shape: String =
        run.trim_matches([' ', '.', '/', '-']).chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
    matches!(shape.as_str(), "(ddd) ddd-dddd" | "(ddd)ddd-dddd" | "ddd-ddd-dddd" | "ddd.ddd.dddd" | "d-ddd-ddd-dddd")
}

fn card(text: &str) -> bool {
    let within = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
    parts(text, within).any(|run| {
        let run = run.trim_matches([' ', '-']);
        let groups: Vec<&str> = run.split([' ', '-']).collect();
        let all = digits(run);
        (1..=5).contains(&groups.len())
            && groups.iter().all(|g| g.len() >= 3)
            && (13..=19).contains(&all.len())
            && all.first().is_some_and(|d| (3..=6).contains(d))
            && luhn(&all)
    })
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { d * 2 - if *d > 4 { 9 } else { 0 } } else { *d })
        .sum();
    sum.is_multiple_of(10)
}

fn iban(text: &str) -> bool {
    let alone = parts(text, |c| c.is_ascii_alphanumeric()).any(is_iban);
    // In groups of four, as on paper.
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let spaced = || {
        (0..words.len()).any(|at| {
            let rest = words.get(at..).unwrap_or_default();
            let full = rest.iter().take_while(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_alphanumeric())).count();
            (3..=full.min(8)).any(|n| {
                let last = rest.get(n).map_or("", |w| w.trim_end_matches(['.', ',', ';'])).get(..).unwrap_or_default();
                let head = rest.get(..n).unwrap_or_default().concat();
                is_iban(&head) || (last.len() < 4 && is_iban(&format!("{head}{last}")))
            })
        })
    };
    alone || spaced()
}

fn is_iban(part: &str) -> bool {
    let bytes = part.as_bytes();
    let begins = matches!(bytes, [a, b, c, d, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
    if !begins || !(15..=34).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let (head, rest) = part.split_at(4);
    let turned = rest.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    turned.fold(0_u32, |r, d| (r * if d > 9 { 100 } else { 10 } + d) % 97) == 1
}

fn social(text: &str) -> bool {
    parts(text, |c| c.is_ascii_alphanumeric() || c == '-').any(|part| {
        let numbers: Vec<&str> = part.split('-').collect();
        let [area, group, serial] = numbers[..] else { return false };
        [area, group, serial].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))
            && (area.len(), group.len(), serial.len()) == (3, 2, 4)
            && !matches!(area, "000" | "666")
            && !area.starts_with('9')
            && group != "00"
            && serial != "0000"
    })
}

fn address(text: &str) -> bool {
    parts(text, |c| c.is_ascii_alphanumeric() || c == '.').any(|part| {
        let part = part.trim_end_matches('.');
        let numbers: Vec<u8> = part.split('.').filter_map(|n| n.parse().ok()).collect();
        let [a, b, c, _] = numbers[..] else { return false };
        let private = matches!((a, b), (0 | 10 | 127 | 224..=255, _) | (172, 16..=31) | (192, 168) | (169, 254));
        let documentation = matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
        part.split('.').count() == 4 && !private && !documentation
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has(id: &str, text: &str) -> bool {
        PATTERNS.iter().find(|p| p.id == id).is_some_and(|p| (p.found)(text))
    }

    #[test]
    fn each_pattern_finds_its_own_and_not_what_is_near() {
        for (id, yes, no) in [
            (
                "email",
                &["write to a.b+c@mail.example.org.", "<x@y.de>"][..],
                &["a@b", "@user said", "3 @ 4.50", "a@@b.de", "name@host.1"][..],
            ),
            (
                "phone",
                &["call +49 (30) 5550199 now", "tel. (555) 010-0199", "555-010-0199"],
                &["1 + 12345678901234567890", "2024-01-02", "3+4", "12345678"],
            ),
            ("card", &["4111 1111 1111 1111", "card 5500005555555559!"], &["4111 1111 1111 1112", "1234567890123456"]),
            (
                "iban",
                &["DE89370400440532013000", "IBAN DE89 3704 0044 0532 0130 00, please", "GB82 WEST 1234 5698 7654 32"],
                &["DE89370400440532013001", "AB12"],
            ),
            ("us_ssn", &["ssn 078-05-1120."], &["000-12-3456", "2024-05-1120", "078-05-11200"]),
            (
                "ipv4",
                &["from 8.8.4.4 today"],
                &["version 1.2.3", "192.168.0.1", "1.2.3.4.5", "300.1.1.1", "203.0.113.9"],
            ),
        ] {
            for text in yes {
                assert!(has(id, text), "{id}: {text}");
            }
            for text in no {
                assert!(!has(id, text), "{id}: {text}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(text in ".{0,80}", odd in "[0-9+@. ()A-Z-]{0,60}") {
            for p in PATTERNS {
                let _ = (p.found)(&text) | (p.found)(&odd);
            }
        }
    }
}
