//! Bytes looked for among many others, sixteen or more at a time, for which processors have instructions. A test that is
//! passed in should do without branches: `&` and `|`, not `&&` and `||`.

/// The place of the first byte from `at` on that passes the test.
pub(crate) fn find(bytes: &[u8], mut at: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let any = |some: &[u8; 16]| some.iter().fold(false, |any, b| any | is(*b));
    while let Some(some) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        if any(some) {
            break;
        }
        at += some.len();
    }
    // The rest at the end is scanned once more, with the bytes before it.
    if bytes.len() < at + 16 && bytes.last_chunk().is_some_and(|some| !any(some)) {
        return None;
    }
    bytes.get(at..)?.iter().position(|b| is(*b)).map(|n| at + n)
}

/// How many bytes pass the test together with the one after them; after the last one there is a zero.
pub(crate) fn count(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> usize {
    let Some((last, _)) = bytes.split_last() else { return 0 };
    // As many as a byte can count.
    let next = bytes.get(1..).unwrap_or_default().chunks(255);
    let some = |(some, next): (&[u8], &[u8])| -> usize {
        usize::from(some.iter().zip(next).map(|(b, next)| u8::from(is(*b, *next))).sum::<u8>())
    };
    bytes.chunks(255).zip(next).map(some).sum::<usize>() + usize::from(is(*last, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(bytes: Vec<u8>, at in 0_usize..40, wanted: u8) {
            let plain = bytes.iter().skip(at).position(|b| *b > wanted).map(|n| at + n);
            prop_assert_eq!(find(&bytes, at, |b| b > wanted), plain);
        }

        #[test]
        fn counts_what_a_plain_count_counts(bytes in prop::collection::vec(0_u8..4, 0..1100)) {
            let next = bytes.iter().skip(1).chain([&0]);
            let plain = bytes.iter().zip(next).filter(|(b, next)| **b == 1 && **next < 2).count();
            prop_assert_eq!(count(&bytes, |b, next| (b == 1) & (next < 2)), plain);
        }
    }
}
