//! Finds the quotations of a text: the words between quotation marks are not the author's own.

use std::borrow::Cow;

use memchr::memchr3_iter;

/// Marks that open a quotation, and those that close it.
const PAIRS: [(char, &[char]); 6] =
    [('«', &['»']), ('„', &['“', '”']), ('“', &['”']), ('‹', &['›']), ('‘', &['’']), ('"', &['"'])];

/// The quotations of a text, by their bytes.
#[derive(Debug, Default)]
struct Quotations {
    /// The range of each, marks included; inner ones are part of the outer.
    found: Vec<(usize, usize)>,
    /// The marks that open and have no partner.
    open: Vec<usize>,
    /// The last mark that closes and has no partner.
    stray: Option<usize>,
}

/// The ranges of the quotations of `text`, marks included.
pub(crate) fn quotations(text: &str) -> Vec<(usize, usize)> {
    Quotations::find(text).found
}

/// The text without the words between quotation marks; a mark without a partner quotes nothing.
pub(crate) fn without_quotations(text: &str) -> Cow<'_, str> {
    left_of(text, &Quotations::find(text).found)
}

fn left_of<'a>(text: &'a str, quotations: &[(usize, usize)]) -> Cow<'a, str> {
    if quotations.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for &(start, end) in quotations {
        out.push_str(text.get(done..start).unwrap_or_default());
        // Something stands there, so the words around it are not one.
        out.push_str(" \u{FFFC} ");
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// The text of one passage without its quotations: a mark without a partner at its beginning or at its end quotes the whole of it, for a long
/// quotation goes on in the next passage.
pub(crate) fn own_words(text: &str) -> Cow<'_, str> {
    let Quotations { found, open, stray } = Quotations::find(text);
    let start = text.len() - text.trim_start().len();
    let end =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?' | '…' | ';')).len();
    let closes = stray.is_some_and(|at| text.get(at..end).is_some_and(|mark| mark.chars().count() == 1));
    if open.contains(&start) || closes {
        return Cow::Borrowed("\u{FFFC}");
    }
    left_of(text, &found)
}

impl Quotations {
    /// Each mark is looked at a fixed number of times, even with marks left open.
    fn find(text: &str) -> Self {
        let mut quotations = Quotations::default();
        // For each pair the places of its marks that are open.
        let mut open: [Vec<usize>; PAIRS.len()] = std::array::from_fn(|_| Vec::new());
        // The first bytes of all marks; most texts have few of them.
        for at in memchr3_iter(b'"', 0xC2, 0xE2, text.as_bytes()) {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
            if is_apostrophe(text, at, c) {
                continue;
            }
            let opened = PAIRS.iter().zip(&open).filter(|((_, close), _)| close.contains(&c));
            let latest = opened.filter_map(|(_, places)| places.last().copied()).max();
            if let Some(start) = latest {
                for places in &mut open {
                    while places.pop_if(|place| *place >= start).is_some() {}
                }
                while quotations.found.pop_if(|(from, _)| *from > start).is_some() {}
                quotations.found.push((start, at + c.len_utf8()));
            } else if let Some(nth) = PAIRS.iter().position(|(mark, _)| *mark == c) {
                if let Some(places) = open.get_mut(nth)
                    && !is_unit(text, at, c)
                {
                    places.push(at);
                }
            } else if matches!(c, '»' | '”') {
                quotations.stray = Some(at);
            }
        }
        let typographic = PAIRS.iter().zip(open).filter(|((mark, _), _)| !matches!(mark, '"' | '‘'));
        quotations.open = typographic.flat_map(|(_, places)| places).collect();
        quotations
    }
}

/// Whether `‘` or `’` stands within a word.
fn is_apostrophe(text: &str, at: usize, mark: char) -> bool {
    let before = || text.get(..at).and_then(|before| before.chars().next_back());
    let after = || text.get(at + mark.len_utf8()..).and_then(|after| after.chars().next());
    match mark {
        '‘' => before().is_some_and(char::is_alphanumeric),
        '’' => after().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether `"` stands for inches or seconds: 5".
fn is_unit(text: &str, at: usize, mark: char) -> bool {
    mark == '"' && text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

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
            ("it’s ‘here’", "it’s \u{FFFC}"),
            ("it’s the boys’ turn", "it’s the boys’ turn"),
            ("м‘яч «м’яч»", "м‘яч \u{FFFC}"),
        ] {
            let shown = without_quotations(text).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(shown, left, "{text}");
        }
    }

    #[test]
    fn a_passage_in_the_midst_of_a_long_quotation_is_quoted() {
        for (text, is_quoted) in [
            ("«Перший абзац довгої цитати.", true),
            ("“The first paragraph.", true),
            ("Останній її абзац».", true),
            ("The last one.”", true),
            ("Він сказав: «Так", false),
            ("Так» — сказав він", false),
            ("5\" — це дюйми", false),
        ] {
            assert_eq!(own_words(text) == "\u{FFFC}", is_quoted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn quotations_lie_in_order_and_begin_and_end_with_marks(text in "[«»„“”\"а 5]{0,30}") {
            let mut end = 0;
            for (from, to) in Quotations::find(&text).found {
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
