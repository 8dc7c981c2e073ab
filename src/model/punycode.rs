//! Names of hosts in the letters that DNS has: `музей.укр` is `xn--e1adhj9a.xn--j1amh` (RFC 5890; Punycode, RFC 3492).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Letters of one part of a name, at most (RFC 1035, 2.3.4).
const LONGEST: usize = 63;
/// Digits of Punycode: `a` to `z`, then `0` to `9`.
const BASE: u32 = 36;

/// The host, perhaps with a port, in ASCII; one that is ASCII already stays as it is. `None` if DNS has no form for it.
pub(crate) fn ascii_host(host: &str) -> Option<Cow<'_, str>> {
    if host.is_ascii() {
        return Some(host.into());
    }
    let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    let part = |part: &str| match part.is_ascii() {
        true => Some(part.to_owned()),
        false => punycode(&part.to_lowercase().nfc().collect::<String>()).map(|code| format!("xn--{code}")),
    };
    let parts = name.split('.').map(part).collect::<Option<Vec<String>>>()?;
    Some(format!("{}{port}", parts.join("."))).filter(|host| host.is_ascii()).map(Cow::Owned)
}

fn punycode(part: &str) -> Option<String> {
    let letters: Vec<u32> = part.chars().map(u32::from).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let mut code: String = part.chars().filter(char::is_ascii).collect();
    let plain = u32::try_from(code.len()).ok()?;
    if plain > 0 {
        code.push('-');
    }
    let (mut done, mut next, mut delta, mut bias) = (plain, 128_u32, 0_u32, 72_u32);
    while let Some(least) = letters.iter().copied().filter(|letter| *letter >= next).min() {
        delta = delta.checked_add((least - next).checked_mul(done + 1)?)?;
        next = least;
        for letter in &letters {
            if *letter < next {
                delta = delta.checked_add(1)?;
            }
            if *letter == next {
                write_number(&mut code, delta, bias)?;
                bias = adapted(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        next += 1;
    }
    Some(code)
}

/// A number of variable length (RFC 3492, 6.3).
fn write_number(code: &mut String, number: u32, bias: u32) -> Option<()> {
    let digit = |value: u32| char::from_u32(value + if value < 26 { u32::from('a') } else { u32::from('0') - 26 });
    let (mut rest, mut weight) = (number, BASE);
    loop {
        let threshold = weight.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            break;
        }
        code.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
        rest = (rest - threshold) / (BASE - threshold);
        weight += BASE;
    }
    code.push(digit(rest)?);
    Some(())
}

/// The bias for the next number (RFC 3492, 6.1).
fn adapted(delta: u32, written: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / written;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += BASE;
    }
    bias + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_host_has_one_form_in_ascii() {
        for (host, expected) in [
            ("example.org", "example.org"),
            ("Example.org:8080", "Example.org:8080"),
            ("[::1]:8080", "[::1]:8080"),
            ("музей.укр", "xn--e1adhj9a.xn--j1amh"),
            ("МУЗЕЙ.укр", "xn--e1adhj9a.xn--j1amh"),
            ("музеи\u{306}.укр:8080", "xn--e1adhj9a.xn--j1amh:8080"),
            ("www.літопис.example.org", "www.xn--h1afjelc3l.example.org"),
            ("архів-2025.рф", "xn---2025-3veo5ixb1l.xn--p1ai"),
            ("мой1сайт.бел", "xn--1-8sbzclmxk.xn--90ais"),
            ("a-я-б.срб", "xn--a---ddd2m.xn--90a3ac"),
            ("испытание.ελ", "xn--80akhbyknj4f.xn--qxam"),
            ("münchen.中国", "xn--mnchen-3ya.xn--fiqs8s"),
        ] {
            assert_eq!(ascii_host(host).as_deref(), Some(expected), "{host}");
        }
        assert_eq!(ascii_host(&"й".repeat(64)), None);
        assert_eq!(ascii_host("a:й"), None);
    }

    proptest! {
        #[test]
        fn different_names_have_different_forms(one in "[a-zа-яіїєґ0-9-]{1,20}", other in "[a-zа-яіїєґ0-9-]{1,20}") {
            let (first, second) = (ascii_host(&one).unwrap(), ascii_host(&other).unwrap());
            prop_assert!(first.is_ascii() && second.is_ascii());
            prop_assert_eq!(one == other, first == second);
        }
    }
}
