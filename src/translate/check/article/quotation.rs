//! What a text quotes: the words between quotation marks are not the author's own.

/// The text without the words between quotation marks; a mark without a partner quotes nothing.
pub(in crate::translate::check) fn without_quotations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end) in quotations(text) {
        out.push_str(text.get(done..start).unwrap_or_default());
        // Something stands there, so the words around it are not one.
        out.push_str(" \u{FFFC} ");
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Where the quotations of `text` begin and end, marks included; inner ones are part of the outer. Each mark is looked at
/// a fixed number of times, whatever is left open.
pub(in crate::translate::check) fn quotations(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    // For each pair the places of its marks that are open.
    let mut open: [Vec<usize>; PAIRS.len()] = std::array::from_fn(|_| Vec::new());
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after_digit = before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(c);
        let opened = PAIRS.iter().zip(&open).filter(|((_, close), _)| close.contains(&c));
        let latest = opened.filter_map(|(_, places)| places.last().copied()).max();
        if let Some(start) = latest {
            for places in &mut open {
                while places.pop_if(|place| *place >= start).is_some() {}
            }
            while found.pop_if(|(from, _)| *from > start).is_some() {}
            found.push((start, at + c.len_utf8()));
        } else if let Some(nth) = PAIRS.iter().position(|(mark, _)| *mark == c)
            // Inches and seconds: 5".
            && !(c == '"' && after_digit)
            && let Some(places) = open.get_mut(nth)
        {
            places.push(at);
        }
    }
    found
}

/// Marks that open a quotation, and those that close it.
const PAIRS: [(char, &[char]); 5] = [('«', &['»']), ('„', &['“', '”']), ('“', &['”']), ('‹', &['›']), ('"', &['"'])];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_quoted_is_left_out() {
        for (text, left) in [
            ("а «б» в", "а \u{FFFC} в"),
            ("a “b” c \"d\" e", "a \u{FFFC} c \u{FFFC} e"),
            ("«а «б» в» г", "\u{FFFC} г"),
            ("а «б", "а «б"),
            ("«а б „в“ г", "«а б \u{FFFC} г"),
            ("5\" та 6\" дюймів", "5\" та 6\" дюймів"),
            ("it’s ‘here’", "it’s ‘here’"),
        ] {
            let shown = without_quotations(text).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(shown, left, "{text}");
        }
    }

    proptest! {
        #[test]
        fn quotations_lie_in_order_and_begin_and_end_with_marks(text in "[«»„“”\"а 5]{0,30}") {
            let mut end = 0;
            for (from, to) in quotations(&text) {
                prop_assert!(end <= from && from < to, "{text}");
                let quoted = text.get(from..to).unwrap();
                let (first, last) = (quoted.chars().next().unwrap(), quoted.chars().last().unwrap());
                let pair = PAIRS.iter().find(|(mark, _)| *mark == first);
                prop_assert!(pair.is_some_and(|(_, close)| close.contains(&last)), "{text}");
                end = to;
            }
        }
    }
}
