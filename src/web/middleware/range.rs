//! Range requests for media: one range of bytes (RFC 9110, 14.2).

use std::ops::Range;

use axum::http::header;

use crate::web::request_head::RequestHead;

/// What part of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Part {
    /// All of it: no range, a malformed one, several, or one for another state of the file.
    Whole,
    /// These bytes.
    Range(Range<usize>),
    /// None that the file has.
    Unsatisfiable,
}

/// Reads `Range` and `If-Range` for a file of `total` bytes with this validator.
pub(in crate::web) fn part_of(ask: &RequestHead<'_>, etag: &str, total: usize) -> Part {
    let Some(range) = ask.header(header::RANGE) else { return Part::Whole };
    match ask.header(header::IF_RANGE) {
        Some(condition) if condition != etag => Part::Whole,
        _ => parse(range, total),
    }
}

fn parse(header: &str, total: usize) -> Part {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|spec| spec.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| text.parse::<usize>().ok();
    match (first, last) {
        ("", suffix) => match number(suffix) {
            Some(0) => Part::Unsatisfiable,
            Some(_) if total == 0 => Part::Unsatisfiable,
            Some(length) => Part::Range(total.saturating_sub(length)..total),
            None => Part::Whole,
        },
        (first, last) => match (number(first), if last.is_empty() { Some(usize::MAX - 1) } else { number(last) }) {
            (Some(first), Some(last)) if first <= last => {
                if first < total {
                    Part::Range(first..total.min(last.saturating_add(1)))
                } else {
                    Part::Unsatisfiable
                }
            }
            _ => Part::Whole,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_those_of_the_rfc() {
        for (header, expected) in [
            ("bytes=0-4", Part::Range(0..5)),
            ("bytes=5-", Part::Range(5..10)),
            ("bytes=-3", Part::Range(7..10)),
            ("bytes=-30", Part::Range(0..10)),
            ("bytes=8-99", Part::Range(8..10)),
            ("bytes=10-", Part::Unsatisfiable),
            ("bytes=-0", Part::Unsatisfiable),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes=", Part::Whole),
        ] {
            assert_eq!(parse(header, 10), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn a_range_lies_inside_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", total in 0usize..1000) {
            if let Part::Range(range) = parse(&header, total) {
                prop_assert!(range.start < range.end && range.end <= total);
            }
        }
    }
}
