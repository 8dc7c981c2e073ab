//! `Accept-Encoding`: what comes out is what a plain reading of RFC 9110, 12.5.3 gives.

use litopys::i18n::negotiate::{Encoding, accepted_encoding};

pub(super) fn run(data: &[u8]) {
    let Ok(header) = std::str::from_utf8(data) else { return };
    let found = accepted_encoding(Some(header));
    assert_eq!(found, accepted_encoding(Some(&header.to_ascii_uppercase())), "names have no case");
    if header.len() > 4096 || header.split(',').count() > 64 {
        return;
    }
    let spaced = header.replace(',', " \t, ");
    assert!(spaced.len() > 4096 || found == accepted_encoding(Some(&spaced)), "white space around an item is nothing");
    assert_eq!(found, expected(header));
}

/// The same, slowly: the heaviest coding, of equal ones the first of [`Encoding::ALL`].
fn expected(header: &str) -> Option<Encoding> {
    let named: Vec<(String, f64)> = header.split(',').filter_map(item).collect();
    let weight_of = |name: &str| named.iter().find(|(item, _)| item == name).map(|(_, weight)| *weight);
    let weight = |coding: Encoding| {
        let unnamed = if coding == Encoding::Identity { 1.0 / 1024.0 } else { 0.0 };
        weight_of(coding.as_str()).or_else(|| weight_of("*")).unwrap_or(unnamed)
    };
    let mut best: Option<Encoding> = None;
    for coding in Encoding::ALL {
        if weight(coding) > best.map_or(0.0, weight) {
            best = Some(coding);
        }
    }
    best
}

fn item(text: &str) -> Option<(String, f64)> {
    let space = |c: char| c == ' ' || c == '\t';
    let mut parts = text.split(';').map(|part| part.trim_matches(space));
    let name = parts.next()?.to_ascii_lowercase();
    let mut weight = 1.0;
    for value in parts.filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))) {
        let digits = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let shaped = digits && value.len() <= 5 && matches!(value.as_bytes(), [b'0' | b'1'] | [b'0' | b'1', b'.', ..]);
        weight = value.parse().ok().filter(|weight| shaped && *weight <= 1.0)?;
    }
    (!name.is_empty()).then_some((name, weight))
}
