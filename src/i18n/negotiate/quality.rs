//! The weighted lists of HTTP (`a;q=0.5, b`), as far as every `Accept-…` header shares them: RFC 9110, 12.4.2.

/// A weight in thousandths: 0 ("not acceptable") to 1000.
pub(super) type Quality = u16;

/// Bytes of one header that are read; the rest is ignored. Browsers send under 200.
const LONGEST: usize = 4096;
/// Items of one header that are read. RFC 9110 sets no bound; browsers send under 20.
const MOST: usize = 64;

/// The items of a list header with their weights, in the order of the header. An item with a malformed weight is
/// skipped, as RFC 9110, 5.6.1 lets a recipient do with list elements; unknown parameters are ignored.
pub(super) fn items(header: &str) -> impl Iterator<Item = (&str, Quality)> {
    all(header).filter_map(|(_, item)| item)
}

/// The items as they are written, each with what could be read of it.
pub(super) fn all(header: &str) -> impl Iterator<Item = (&str, Option<(&str, Quality)>)> {
    let mut end = header.len().min(LONGEST);
    if end < header.len() {
        // Cut before the item that the bound would cut in two.
        while !header.is_char_boundary(end) {
            end -= 1;
        }
        end = header.get(..end).and_then(|head| head.rfind(',')).unwrap_or(0);
    }
    header.get(..end).unwrap_or_default().split(',').take(MOST).map(|text| (text, item(text)))
}

fn item(text: &str) -> Option<(&str, Quality)> {
    let mut parts = text.split(';').map(trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let mut found = 1000;
    for part in parts {
        if let Some(value) = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")) {
            found = weight(value)?;
        }
    }
    Some((name, found))
}

/// `qvalue` of RFC 9110, 12.4.2: `0`, `1`, and at most three digits after the point.
fn weight(text: &str) -> Option<Quality> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    if digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{digits:0<3}").parse::<Quality>().ok()?;
    match (whole, thousandths) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// Without the white space that HTTP lets stand around an item (OWS; RFC 9110, 5.6.3): no other is white here.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_rfc() {
        for (text, expected) in [
            ("1", Some(1000)),
            ("1.000", Some(1000)),
            ("0.3", Some(300)),
            ("0.35", Some(350)),
            ("0.", Some(0)),
            ("0", Some(0)),
            ("1.1", None),
            ("0.1234", None),
            (".5", None),
            ("-1", None),
            ("", None),
            ("two", None),
        ] {
            assert_eq!(weight(text), expected, "{text}");
        }
    }

    #[test]
    fn a_malformed_item_is_skipped_and_the_rest_stands() {
        let read: Vec<_> = items("uk;q=x, , en ; q=0.5 ,ru;level=1;Q=0.1,;q=1").collect();
        assert_eq!(read, [("en", 500), ("ru", 100)]);
    }

    #[test]
    fn a_long_header_is_bounded_at_a_whole_item() {
        let header = "xx-yyyyyy,".repeat(1000);
        assert_eq!(items(&header).count(), MOST);
        let wide = format!("uk,{}", "я".repeat(5000));
        assert_eq!(items(&wide).collect::<Vec<_>>(), [("uk", 1000)]);
    }
}
