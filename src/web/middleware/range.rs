//! Range requests for files (RFC 9110, 14).

use std::ops::Range;

use axum::http::{Method, header};

use crate::web::request_head::RequestHead;

/// The requested part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RequestedRange {
    /// All of it: no range, a malformed one, several, or one for another state of the file.
    Whole,
    /// These bytes.
    Range(Range<usize>),
    /// None that the file has.
    Unsatisfiable,
}

/// `Range`, which counts for `GET` alone (RFC 9110, 14.2).
pub(super) fn range_of<'a>(ask: &RequestHead<'a>) -> Option<&'a str> {
    ask.header(header::RANGE).filter(|_| *ask.method == Method::GET)
}

/// Reads `Range` and `If-Range` for a file of `total` bytes with this validator.
pub(super) fn part_of(ask: &RequestHead<'_>, etag: &str, total: usize) -> RequestedRange {
    let Some(range) = range_of(ask) else { return RequestedRange::Whole };
    match ask.header(header::IF_RANGE) {
        Some(condition) if condition != etag => RequestedRange::Whole,
        _ => parse(range, total),
    }
}

fn parse(header: &str, total: usize) -> RequestedRange {
    let (unit, ranges) = header.split_once('=').unwrap_or_default();
    let Some((first, last)) = ranges.split_once('-').filter(|_| unit.eq_ignore_ascii_case("bytes")) else {
        return RequestedRange::Whole;
    };
    // A number that is too long to be read lies beyond the end of every file.
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| is_number(text).then(|| text.parse().unwrap_or(usize::MAX - 1));
    match (first, last) {
        ("", suffix) => match number(suffix) {
            Some(0) => RequestedRange::Unsatisfiable,
            Some(_) if total == 0 => RequestedRange::Unsatisfiable,
            Some(length) => RequestedRange::Range(total.saturating_sub(length)..total),
            None => RequestedRange::Whole,
        },
        (first, last) => match (number(first), if last.is_empty() { Some(usize::MAX - 1) } else { number(last) }) {
            (Some(first), Some(last)) if first <= last => {
                if first < total {
                    RequestedRange::Range(first..total.min(last.saturating_add(1)))
                } else {
                    RequestedRange::Unsatisfiable
                }
            }
            _ => RequestedRange::Whole,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_those_of_the_rfc() {
        for (header, expected) in [
            ("bytes=0-4", RequestedRange::Range(0..5)),
            ("bytes=5-", RequestedRange::Range(5..10)),
            ("bytes=-3", RequestedRange::Range(7..10)),
            ("bytes=-30", RequestedRange::Range(0..10)),
            ("bytes=8-99", RequestedRange::Range(8..10)),
            ("bytes=10-", RequestedRange::Unsatisfiable),
            ("bytes=-0", RequestedRange::Unsatisfiable),
            ("Bytes=0-4", RequestedRange::Range(0..5)),
            ("bytes=0-99999999999999999999", RequestedRange::Range(0..10)),
            ("bytes=99999999999999999999-", RequestedRange::Unsatisfiable),
            ("bytes=+1-4", RequestedRange::Whole),
            ("bytes=1-+4", RequestedRange::Whole),
            ("bytes=--4", RequestedRange::Whole),
            ("bytes", RequestedRange::Whole),
            ("bytes=5-4", RequestedRange::Whole),
            ("bytes=0-1,3-4", RequestedRange::Whole),
            ("lines=1-2", RequestedRange::Whole),
            ("bytes=", RequestedRange::Whole),
        ] {
            assert_eq!(parse(header, 10), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn a_range_lies_inside_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", total in 0usize..1000) {
            if let RequestedRange::Range(range) = parse(&header, total) {
                prop_assert!(range.start < range.end && range.end <= total);
            }
        }
    }
}
