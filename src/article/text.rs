//! Bytes of a text file as text: UTF-8 without a byte order mark, with any line ends.

use std::{borrow::Cow, ops::Range};

use crate::model::{
    diagnostic::{Diagnostic, Lines, Place},
    sentence::{Argument, say},
};

/// The texts of an article's versions and of its `article.toml`, by path.
#[derive(Debug, Clone, Default)]
pub struct SourceTexts<'a>(pub(super) Vec<(&'a str, &'a str)>);

impl SourceTexts<'_> {
    /// The text of the file at `path`, without its byte order mark; empty where there is none.
    pub fn get(&self, path: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text)
    }
}

/// A text without line breaks, and with one space between words.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of the file at `path`. A byte order mark is taken off and reported, CRLF line ends are reported.
///
/// # Errors
/// A problem that names the first byte that is not UTF-8, by line and column.
pub fn decode<'a>(path: &str, bytes: &'a [u8]) -> Result<(&'a str, Vec<Diagnostic>), Diagnostic> {
    if is_utf16(bytes) {
        let problem = Diagnostic::error(path, "not-utf8", say("not-utf8-utf16"));
        let problem = problem.at(Place { line: 1, column: 1 });
        return Err(problem.help(say("help-save-utf8")));
    }
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
        let byte = bytes.get(good).copied().unwrap_or_default();
        Diagnostic::error(path, "not-utf8", say("not-utf8").with("byte", format!("{byte:02x}")))
            .at(Place::from_offset(&before, good))
            .help(match likely(path) {
                Some(encodings) => say("help-save-encodings").with("encodings", encodings),
                None => say("help-save-older"),
            })
    })?;
    // A message of Fluent stands by itself, so one in conflict takes no other with it: see `settle_conflicts`.
    if !path.ends_with(".ftl")
        && let Some(at) = Conflicts::find(path, text).places.first()
    {
        return Err(conflict(path, *at, &Lines::new(text)));
    }
    let mut problems = Vec::new();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            let message = say("byte-order-mark");
            let problem = Diagnostic::warning(path, "byte-order-mark", message).at(Place { line: 1, column: 1 });
            problems.push(problem.help(say("help-no-bom")));
            rest
        }
        None => text,
    };
    let is_crlf = |(at, _): &(usize, &str)| text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n'));
    if let Some((at, _)) = text.match_indices('\r').find(is_crlf) {
        let place = Place::from_offset(text, at);
        let problem = Diagnostic::warning(path, "crlf", say("crlf")).at(place);
        problems.push(problem.help(say("help-lf")));
    }
    Ok((text, problems))
}

/// The text of the file at `path` with the first side of each merge conflict alone, which is what stood there before the
/// merge; an error for each. Each line stays where it is.
pub fn settle_conflicts<'a>(path: &str, text: &'a str) -> (Cow<'a, str>, Vec<Diagnostic>) {
    let Conflicts { places, mut left_out } = Conflicts::find(path, text);
    if places.is_empty() {
        return (Cow::Borrowed(text), Vec::new());
    }
    left_out.sort_by_key(|range| range.start);
    let mut settled = String::with_capacity(text.len());
    let mut done = 0;
    for Range { start, end } in left_out {
        settled.push_str(text.get(done..start).unwrap_or_default());
        settled.extend(text.get(start.max(done)..end).unwrap_or_default().matches('\n'));
        done = done.max(end);
    }
    settled.push_str(text.get(done..).unwrap_or_default());
    let cursor = Lines::new(text);
    (Cow::Owned(settled), places.into_iter().map(|at| conflict(path, at, &cursor)).collect())
}

/// The problem of the conflict that begins at the byte `at`.
fn conflict(path: &str, at: usize, places: &Lines<'_>) -> Diagnostic {
    Diagnostic::error(path, "merge-conflict", say("merge-conflict")).at(places.place(at)).help(say("help-conflict"))
}

/// Merge conflicts, as git leaves them: a line `<<<<<<< …`, one side, perhaps `|||||||` and what both began with, `=======`,
/// the other side, `>>>>>>> …`. A conflict within a conflict is part of it. The markers of one are of one length, seven by
/// default.
#[derive(Default)]
struct Conflicts {
    /// The beginning of each.
    places: Vec<usize>,
    /// Markers, and what is not of the first side.
    left_out: Vec<Range<usize>>,
}

/// A conflict that has begun.
struct Begun {
    marker: Range<usize>,
    length: usize,
    ours_end: Option<usize>,
    is_divided: bool,
}

impl Conflicts {
    /// The markers of the file at `path`. In a text, fenced code, which may be about git, is skipped, and a single marker
    /// may be meant: a quotation, or the line below a heading.
    fn find(path: &str, text: &str) -> Self {
        let mut found = Conflicts::default();
        let is_prose = path.ends_with(".md");
        let has = |marker: &str| text.contains(marker);
        if !has("<<<<<<<") && (is_prose || !(has(">>>>>>>") || has("======="))) {
            return found;
        }
        let (mut offset, mut is_code) = (0, false);
        let mut begun: Vec<Begun> = Vec::new();
        let mut divider: Option<Range<usize>> = None;
        for line in text.split_inclusive('\n') {
            let here = offset..offset + line.len();
            offset = here.end;
            if is_prose && (line.starts_with("```") || line.starts_with("~~~")) {
                is_code = !is_code;
            }
            let Some((sign, length)) = marker(line).filter(|_| !is_code) else { continue };
            let is_within = !begun.is_empty();
            let last = begun.last_mut().filter(|last| last.length == length);
            match (sign, last) {
                ('<', _) => begun.push(Begun { marker: here, length, ours_end: None, is_divided: false }),
                ('|', Some(last)) if !last.is_divided => _ = last.ours_end.get_or_insert(here.start),
                ('=', Some(last)) if !last.is_divided => {
                    last.ours_end.get_or_insert(here.start);
                    last.is_divided = true;
                }
                ('=', None) if !is_within && !is_prose => _ = divider.get_or_insert(here),
                ('>', Some(_)) => found.extend(begun.pop(), here, is_prose),
                ('>', None) if !is_within && !is_prose => {
                    let start = divider.take().map_or(here.start, |divider| divider.start);
                    let whole = start..here.end;
                    found.add(start, [whole]);
                }
                _ => {}
            }
        }
        found.extend_unclosed(begun, is_prose, text.len());
        if let Some(divider) = divider {
            found.add(divider.start, [divider]);
        }
        found.places.sort_unstable();
        found
    }

    /// A conflict that ends with the marker at `end`. Without a divider, its sides cannot be distinguished.
    fn extend(&mut self, begun: Option<Begun>, end: Range<usize>, is_prose: bool) {
        match begun {
            Some(Begun { marker, ours_end: Some(ours_end), is_divided: true, .. }) => {
                while self.places.pop_if(|place| *place > marker.start).is_some() {}
                self.add(marker.start, [marker, ours_end..end.end]);
            }
            Some(Begun { marker, .. }) if !is_prose => self.add(marker.start, [marker, end]),
            _ => {}
        }
    }

    /// Conflicts without an end: one goes on to the next one, or to the end of the file at `end`.
    fn extend_unclosed(&mut self, begun: Vec<Begun>, is_prose: bool, end: usize) {
        let closed = self.places.clone();
        let mut next_unclosed = end;
        for Begun { marker, ours_end, is_divided, .. } in begun.into_iter().rev() {
            let start = marker.start;
            match ours_end.filter(|_| is_divided) {
                Some(ours_end) => {
                    let next = closed.get(closed.partition_point(|place| *place < ours_end));
                    let next = next.copied().unwrap_or(end).min(next_unclosed);
                    self.add(start, [marker, ours_end..next]);
                }
                None if !is_prose => self.add(start, [marker]),
                None => {}
            }
            next_unclosed = start;
        }
    }

    fn add(&mut self, place: usize, left_out: impl IntoIterator<Item = Range<usize>>) {
        self.places.push(place);
        self.left_out.extend(left_out);
    }
}

/// The sign of the marker that a line is, and how many of it there are.
fn marker(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '<' | '|' | '=' | '>'))?;
    let rest = line.trim_start_matches(sign);
    let length = line.len() - rest.len();
    (length >= 7 && (rest.is_empty() || rest.starts_with([' ', '\r', '\n']))).then_some((sign, length))
}

/// Whether these bytes are UTF-16: by its byte order mark, or by a zero in each of the first characters of ASCII.
fn is_utf16(bytes: &[u8]) -> bool {
    let mark = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let zeros = |first: usize| bytes.len() >= 4 && bytes.iter().skip(first).step_by(2).take(3).all(|byte| *byte == 0);
    mark || zeros(0) != zeros(1)
}

/// The older encodings that texts in the language of this file were mostly written in.
fn likely(path: &str) -> Option<Argument> {
    let tag = match path.strip_prefix("locales/") {
        Some(rest) => rest.split('/').next()?,
        None => path.rsplit('/').next()?.split('.').next()?,
    };
    let (first, second) = match tag.split('-').next()? {
        "uk" => ("Windows-1251", "KOI8-U"),
        "ru" => ("Windows-1251", "KOI8-R"),
        "be" | "bg" | "mk" | "sr" => ("Windows-1251", ""),
        "cs" | "hr" | "hu" | "pl" | "ro" | "sk" | "sl" => ("Windows-1250", "ISO 8859-2"),
        "de" | "en" | "es" | "fr" | "it" | "nl" | "pt" => ("Windows-1252", "ISO 8859-1"),
        "el" => ("Windows-1253", ""),
        "tr" => ("Windows-1254", ""),
        "et" | "lt" | "lv" => ("Windows-1257", ""),
        _ => return None,
    };
    Some(match second {
        "" => first.into(),
        _ => say("encodings").with("first", first).with("second", second).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_off_the_mark_and_says_so() {
        let (text, problems) = decode("uk.md", b"\xef\xbb\xbf+++\r\n").unwrap();
        assert_eq!(text, "+++\r\n");
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, ["byte-order-mark", "crlf"]);
    }

    #[test]
    fn names_the_first_byte_that_is_not_utf8() {
        let problem = decode("uk.md", b"+++\nti\xe5le").unwrap_err();
        assert_eq!(problem.place, Some(Place { line: 2, column: 3 }));
        assert_eq!(problem.message.to_string(), "expected UTF-8, found the byte 0xe5");
    }

    #[test]
    fn a_merge_conflict_is_one_error() {
        let conflict = "<<<<<<< HEAD\ntitle = \"a\"\n=======\ntitle = \"b\"\n>>>>>>> branch\n";
        let with_base = "<<<<<<< ours\na\n||||||| base\nb\n=======\nc\n>>>>>>> theirs\n";
        for text in [conflict, with_base, &conflict.replace('\n', "\r\n"), &format!("+++\n{conflict}+++\n")] {
            let problem = decode("article.toml", text.as_bytes()).unwrap_err();
            assert_eq!(problem.code, "merge-conflict", "{text}");
        }
        let second = format!("# x\n{conflict}");
        assert_eq!(decode("uk.md", second.as_bytes()).unwrap_err().place, Some(Place { line: 2, column: 1 }));
        for text in ["Title\n=======\n", "<<<<<<< quoted\n", ">>>>>>> a\n=======\n", &format!("```\n{conflict}```\n")] {
            assert!(decode("uk.md", text.as_bytes()).is_ok(), "{text}");
        }
        assert!(decode("locales/uk/base.ftl", conflict.as_bytes()).is_ok());
    }

    #[test]
    fn a_conflict_of_messages_is_settled_for_what_stood_there_before() {
        let text = "a = 1\n<<<<<<< HEAD\nb = 2\nc = 3\n||||||| base\nb = 0\n=======\nb = 4\n>>>>>>> other\nd = 5\n\
                    <<<<<<< HEAD\n=======\ne = 6\n>>>>>>> other\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (settled, problems) = settle_conflicts("locales/uk/base.ftl", &text);
            let lines: Vec<_> = settled.lines().collect();
            let expected = ["a = 1", "", "b = 2", "c = 3", "", "", "", "", "", "d = 5", "", "", "", ""];
            assert_eq!(lines, expected);
            let places: Vec<_> = problems.iter().map(|problem| problem.place.unwrap().line).collect();
            assert_eq!(places, [2, 11]);
        }
        for text in ["a = 1\n", "a =\n    <<<<<<< b\n    =======\n    >>>>>>> c\n", "# =======\n"] {
            assert_eq!(settle_conflicts("x.ftl", text), (Cow::Borrowed(text), vec![]));
        }
    }

    #[test]
    fn a_conflict_of_any_shape_is_one_error_and_leaves_the_first_side() {
        for (text, left, lines) in [
            (
                "<<<<<<< A\na\n||||||| 1\n<<<<<<<<< B\nb\n|||||||||\nc\n=========\nd\n>>>>>>>>> C\n=======\ne\n>>>>>>> D\nf\n",
                "a f",
                vec![1],
            ),
            ("<<<<<<< A\n<<<<<<< B\na\n=======\nb\n>>>>>>> B\nc\n=======\nd\n>>>>>>> A\ne\n", "a c e", vec![1]),
            ("<<<<<<< A\na\n=======\n<<<<<<< B\nb\n=======\nc\n>>>>>>> B\n>>>>>>> A\nd\n", "a d", vec![1]),
            ("<<<<<<<\na\n=======\nb\n>>>>>>>\nc\n", "a c", vec![1]),
            ("<<<<<<<<<<<< A\na\n============\nb\n>>>>>>>>>>>> B\nc\n", "a c", vec![1]),
            ("<<<<<<< A\na\n=======\nb\n", "a", vec![1]),
            ("<<<<<<< A\na\n=======\nb\n<<<<<<< B\nc\n=======\nd\n>>>>>>> C\ne", "a c e", vec![1, 5]),
            ("<<<<<<< A\na\n<<<<<<< B\nc\n=======\nd\n>>>>>>> C\ne", "a c e", vec![1, 3]),
            ("<<<<<<< A\na\n", "a", vec![1]),
            ("<<<<<<< A\na\n>>>>>>> B\nb\n", "a b", vec![1]),
            ("a\n=======\nb\n>>>>>>> B\nc\n", "a c", vec![2]),
            ("a\n>>>>>>> B\nb\n", "a b", vec![2]),
            ("a\n=======\nb\n", "a b", vec![2]),
        ] {
            for text in [text.to_owned(), text.replace('\n', "\r\n")] {
                let (settled, problems) = settle_conflicts("locales/uk/base.ftl", &text);
                assert_eq!(settled.split_whitespace().collect::<Vec<_>>().join(" "), left, "{text}");
                assert_eq!(settled.matches('\n').count(), text.matches('\n').count(), "{text}");
                let found: Vec<_> = problems.iter().map(|problem| problem.place.unwrap().line).collect();
                assert_eq!(found, lines, "{text}");
                assert!(decode("site.toml", text.as_bytes()).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn utf_16_is_called_by_its_name() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let text = "+++\ntitle = 'Дніпро'\n+++\n";
        let marked = format!("\u{feff}{text}");
        for bytes in [little(text), big(text), little(&marked), big(&marked)] {
            let problem = decode("articles/2025/x/uk.md", &bytes).unwrap_err();
            assert!(problem.message.to_string().contains("saved as UTF-16"), "{problem}");
        }
        assert!(decode("uk.md", text.as_bytes()).is_ok());
    }

    #[test]
    fn names_the_encoding_that_the_language_was_written_in() {
        for (path, encoding) in [
            ("locales/pl/base.ftl", Some("Windows-1250")),
            ("articles/2025/x/uk.md", Some("KOI8-U")),
            ("articles/2025/x/ru.from.toml", Some("KOI8-R")),
            ("site.toml", None),
            ("locales/ja/base.ftl", None),
        ] {
            let help = decode(path, b"\xe5").unwrap_err().help.unwrap().to_string();
            assert!(encoding.map_or(!help.contains("perhaps"), |encoding| help.contains(encoding)), "{help}");
        }
    }
}
