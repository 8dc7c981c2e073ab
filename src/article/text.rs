//! Bytes of a text file as text: UTF-8 without a byte order mark, with any line ends.

use std::{borrow::Cow, ops::Range};

use crate::model::problem::{Place, PlaceCursor, Problem};

/// The texts of an article's versions and of its `article.toml`, by path.
#[derive(Debug, Clone, Default)]
pub struct Texts<'a>(pub(super) Vec<(&'a str, &'a str)>);

impl Texts<'_> {
    /// The text of the file at `path`, without its byte order mark; empty where there is none.
    pub fn of(&self, path: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text)
    }
}

/// The text of the file at `path`. A byte order mark is taken off and reported, CRLF line ends are reported.
///
/// # Errors
/// A problem that names the first byte that is not UTF-8, by line and column.
pub fn decode<'a>(path: &str, bytes: &'a [u8]) -> Result<(&'a str, Vec<Problem>), Problem> {
    if is_utf16(bytes) {
        let problem = Problem::error(path, "not-utf8", "the file is saved as UTF-16, expected UTF-8");
        let problem = problem.at(Place { line: 1, column: 1 });
        return Err(problem.help("save it as UTF-8: editors show the encoding in the status bar or under Save as"));
    }
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
        let byte = bytes.get(good).copied().unwrap_or_default();
        Problem::error(path, "not-utf8", format!("expected UTF-8, found the byte 0x{byte:02x}"))
            .at(Place::of(&before, good))
            .help(match likely(path) {
                Some(encodings) => {
                    format!("save the file as UTF-8: now it is in an older encoding, perhaps {encodings}")
                }
                None => "save the file as UTF-8: now it is in an older encoding".to_owned(),
            })
    })?;
    // A message of Fluent stands by itself, so one in conflict takes no other with it: see `settle_conflicts`.
    if !path.ends_with(".ftl")
        && let Some(conflict) = conflicts(text).first()
    {
        return Err(conflict.problem(path, &mut PlaceCursor::new(text)));
    }
    let mut problems = Vec::new();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            let message = "the file begins with a byte order mark";
            let problem = Problem::warning(path, "byte-order-mark", message).at(Place { line: 1, column: 1 });
            problems.push(problem.help("save it as UTF-8 without BOM"));
            rest
        }
        None => text,
    };
    let is_crlf = |(at, _): &(usize, &str)| text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n'));
    if let Some((at, _)) = text.match_indices('\r').find(is_crlf) {
        let place = Place::of(text, at);
        let problem = Problem::warning(path, "crlf", "lines end in CRLF, expected LF").at(place);
        problems.push(
            problem.help("save the file with the line ends of Unix (LF); editors show the choice in the status bar"),
        );
    }
    Ok((text, problems))
}

/// The text of the file at `path` with the first side of each merge conflict alone, which is what stood there before the
/// merge; an error for each. Each line stays where it is.
pub fn settle_conflicts<'a>(path: &str, text: &'a str) -> (Cow<'a, str>, Vec<Problem>) {
    let conflicts = conflicts(text);
    if conflicts.is_empty() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut settled = String::with_capacity(text.len());
    let blank_to = |end: usize, settled: &mut String, done: &mut usize| {
        settled.extend(text.get(*done..end).unwrap_or_default().matches('\n'));
        *done = end;
    };
    let mut done = 0;
    for Conflict { whole, ours } in &conflicts {
        settled.push_str(text.get(done..whole.start).unwrap_or_default());
        done = whole.start;
        blank_to(ours.start, &mut settled, &mut done);
        settled.push_str(text.get(ours.clone()).unwrap_or_default());
        done = ours.end;
        blank_to(whole.end, &mut settled, &mut done);
    }
    settled.push_str(text.get(done..).unwrap_or_default());
    let mut places = PlaceCursor::new(text);
    (Cow::Owned(settled), conflicts.iter().map(|conflict| conflict.problem(path, &mut places)).collect())
}

/// A merge conflict, as git leaves it: a line `<<<<<<< …`, one side, perhaps `|||||||` and what both began with, `=======`,
/// the other side, `>>>>>>> …`.
struct Conflict {
    whole: Range<usize>,
    /// The first side.
    ours: Range<usize>,
}

impl Conflict {
    fn problem(&self, path: &str, places: &mut PlaceCursor<'_>) -> Problem {
        let message = "the markers of a merge conflict stand in the file";
        let help = "keep one of the two texts, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`";
        Problem::error(path, "merge-conflict", message).at(places.place(self.whole.start)).help(help)
    }
}

/// The merge conflicts of `text`. Fenced code, which may be about git, is passed over.
fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    if !text.contains("<<<<<<< ") {
        return found;
    }
    let (mut offset, mut is_code) = (0, false);
    // Where the conflict at hand begins, where its first side begins and ends, and whether the other side has begun.
    let (mut begun, mut ours_end, mut divided) = (None, None, false);
    for line in text.split_inclusive('\n') {
        let (bare, next) = (line.trim_end(), offset + line.len());
        if bare.starts_with("```") || bare.starts_with("~~~") {
            is_code = !is_code;
        } else if is_code {
        } else if bare.starts_with("<<<<<<< ") {
            (begun, ours_end, divided) = (Some((offset, next)), None, false);
        } else if bare.starts_with("|||||||") && begun.is_some() && !divided {
            ours_end = ours_end.or(Some(offset));
        } else if bare == "=======" && begun.is_some() {
            (ours_end, divided) = (ours_end.or(Some(offset)), true);
        } else if (bare.starts_with(">>>>>>> ") || bare == ">>>>>>>")
            && let (Some((start, ours)), Some(end), true) = (begun, ours_end, divided)
        {
            found.push(Conflict { whole: start..next, ours: ours..end });
            (begun, divided) = (None, false);
        }
        offset = next;
    }
    found
}

/// Whether these bytes are UTF-16: by its byte order mark, or by a zero in each of the first characters of ASCII.
fn is_utf16(bytes: &[u8]) -> bool {
    let mark = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let zeros = |first: usize| bytes.len() >= 4 && bytes.iter().skip(first).step_by(2).take(3).all(|byte| *byte == 0);
    mark || zeros(0) != zeros(1)
}

/// The older encodings that texts in the language of this file were mostly written in.
fn likely(path: &str) -> Option<&'static str> {
    let tag = match path.strip_prefix("locales/") {
        Some(rest) => rest.split('/').next()?,
        None => path.rsplit('/').next()?.split('.').next()?,
    };
    Some(match tag.split('-').next()? {
        "uk" => "Windows-1251 or KOI8-U",
        "ru" => "Windows-1251 or KOI8-R",
        "be" | "bg" | "mk" | "sr" => "Windows-1251",
        "cs" | "hr" | "hu" | "pl" | "ro" | "sk" | "sl" => "Windows-1250 or ISO 8859-2",
        "de" | "en" | "es" | "fr" | "it" | "nl" | "pt" => "Windows-1252 or ISO 8859-1",
        "el" => "Windows-1253",
        "tr" => "Windows-1254",
        "et" | "lt" | "lv" => "Windows-1257",
        _ => return None,
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
        assert_eq!(problem.message, "expected UTF-8, found the byte 0xe5");
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
        for text in ["a = 1\n", "<<<<<<< HEAD\na = 1\n", "a =\n    <<<<<<< b\n    =======\n    >>>>>>> c\n"] {
            assert_eq!(settle_conflicts("x.ftl", text), (Cow::Borrowed(text), vec![]));
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
            assert!(problem.message.contains("saved as UTF-16"), "{problem}");
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
            let help = decode(path, b"\xe5").unwrap_err().help.unwrap();
            assert!(encoding.map_or(!help.contains("perhaps"), |encoding| help.contains(encoding)), "{help}");
        }
    }
}
