//! Range requests for files (RFC 9110, 14).

use std::ops::Range;

use axum::http::header;

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

/// Reads `Range` and `If-Range` for a file of `total` bytes with this validator.
pub(super) fn part_of(ask: &RequestHead<'_>, etag: &str, total: usize) -> RequestedRange {
    let Some(range) = ask.header(header::RANGE) else { return RequestedRange::Whole };
    match ask.header(header::IF_RANGE) {
        Some(condition) if condition != etag => RequestedRange::Whole,
        _ => parse(range, total),
    }
}

fn parse(header: &str, total: usize) -> RequestedRange {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|spec| spec.split_once('-')) else {
        return RequestedRange::Whole;
    };
    let number = |text: &str| text.parse::<usize>().ok();
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
