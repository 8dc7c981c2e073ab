//! The Fluent parser, where neither its recursion nor a panic of its own can do harm, and one mistake spoils one message.
//!
//! A text is cut before each line that can only begin a message, a term or a comment. The parser never reads on beyond
//! such a line, so the `{` and `(` of a section, counted in any place, are as deep as it can recurse there. See
//! docs/decisions/0070-fluent-message-by-message.md.

use std::{
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use fluent::FluentResource;
use fluent_syntax::{
    ast,
    parser::{self, ErrorKind, ParserError},
};

use super::depth::depth;
use crate::model::byte_scan;

/// The deepest nesting of braces that is kept; sentences need three.
pub(in crate::i18n) const DEEPEST: usize = 16;
/// As many `{` and `(` as any thread can bear nested in one another.
const SHALLOW: usize = 64;
/// As many of them as one message may have.
const MOST: usize = 4_000;
/// The stack on which a message with up to [`MOST`] is parsed: 16 KiB for each, ten times what the parser takes.
const STACK: usize = MOST * (16 << 10);
/// The most bytes of one message, without its comment: within a message the parser is quadratic.
const LARGEST: usize = 32 << 10;

/// The problem with a part of a text, and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SyntaxError {
    /// The bytes that are left out.
    pub(crate) slice: Range<usize>,
    /// The byte at which the parser stopped.
    pub(crate) at: usize,
    /// The problem.
    pub(crate) kind: SyntaxErrorKind,
}

/// The problem with a part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SyntaxErrorKind {
    /// The parser's own error.
    Parser(ErrorKind),
    /// Braces nest deeper than [`DEEPEST`].
    TooDeep,
    /// More bytes than [`LARGEST`] without the beginning of another message.
    TooLarge,
    /// The parser panicked.
    Panic,
}

/// A text, as far as it can be read.
#[derive(Debug, Default)]
pub(crate) struct Parsed<'a> {
    /// Messages, terms and comments; slices of the text.
    pub(crate) body: Vec<ast::Entry<&'a str>>,
    /// The rest, in the order of the text.
    pub(crate) errors: Vec<SyntaxError>,
}

/// Parses a text.
pub(crate) fn parse(text: &str) -> Parsed<'_> {
    let (resources, errors) = each(text, parser::parse);
    let mut bodies = resources.into_iter().map(|resource| resource.body);
    let mut body = bodies.next().unwrap_or_default();
    body.extend(bodies.flatten());
    Parsed { body, errors }
}

/// The text without the messages whose names `is_unwanted`; every other line stays where it is.
pub(in crate::i18n) fn without(text: &str, is_unwanted: impl Fn(&str) -> bool) -> String {
    let rest = |section: &Section<'_>| {
        let definition = text.get(section.range.start + section.begins..).unwrap_or_default();
        let name = definition.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).next();
        let own = text.get(section.range.clone()).unwrap_or_default();
        if name.is_some_and(&is_unwanted) { "\n".repeat(own.matches('\n').count()) } else { own.to_owned() }
    };
    sections(text).iter().map(rest).collect()
}

/// Parses a text into what a bundle takes.
pub(in crate::i18n) fn resources(text: &str) -> (Vec<FluentResource>, Vec<SyntaxError>) {
    each(text, |section| FluentResource::try_new(section.to_owned()))
}

/// The first syntax error of one message. `None` if there is none, or if the text is too long or nested too deep to be parsed.
pub(in crate::i18n) fn first_error(text: &str) -> Option<SyntaxError> {
    let section = Section::new(text, 0..text.len());
    let sound = section.openers <= SHALLOW && text.len() <= LARGEST;
    if sound { section.parse(&parser::parse).1.into_iter().next() } else { None }
}

/// The result of parsing a text.
type ParseOutcome<T> = Result<T, (T, Vec<ParserError>)>;

/// The result of either parser.
trait ParserResult: Send {
    fn depth(&self) -> usize;
}

impl ParserResult for ast::Resource<&str> {
    fn depth(&self) -> usize {
        depth(self.body.iter())
    }
}

impl ParserResult for FluentResource {
    fn depth(&self) -> usize {
        depth(self.entries())
    }
}

/// Parses the text as a whole, and section by section where anything in it is wrong.
fn each<'a, T: ParserResult>(
    text: &'a str,
    parse: impl Fn(&'a str) -> ParseOutcome<T> + Sync,
) -> (Vec<T>, Vec<SyntaxError>) {
    let sections = sections(text);
    let most = sections.iter().map(|section| section.openers).max().unwrap_or_default();
    if most <= SHALLOW
        && sections.iter().all(Section::is_parsable)
        && let Ok(Ok(whole)) = catch_unwind(AssertUnwindSafe(|| parse(text)))
        && (most <= DEEPEST || whole.depth() <= DEEPEST)
    {
        return (vec![whole], Vec::new());
    }
    let all = || {
        let (mut parsed, mut errors) = (Vec::new(), Vec::new());
        for section in &sections {
            let (body, wrong) = section.parse(&parse);
            parsed.extend(body);
            errors.extend(wrong);
        }
        (parsed, errors)
    };
    if most <= SHALLOW {
        return all();
    }
    let deep = || thread::Builder::new().name("fluent".to_owned()).stack_size(STACK);
    let read = thread::scope(|scope| deep().spawn_scoped(scope, all).ok()?.join().ok());
    read.unwrap_or_else(|| {
        // The system gave no thread.
        let slice = 0..text.len();
        (Vec::new(), vec![SyntaxError { slice, at: 0, kind: SyntaxErrorKind::Panic }])
    })
}

/// A part of a text that the parser reads without looking beyond it.
struct Section<'a> {
    text: &'a str,
    range: Range<usize>,
    /// `{` and `(` in it.
    openers: usize,
    /// The end of its comment.
    begins: usize,
}

impl<'a> Section<'a> {
    fn new(whole: &'a str, range: Range<usize>) -> Self {
        let text = whole.get(range.clone()).unwrap_or_default();
        let comment = text.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
        let rest = text.get(comment..).unwrap_or_default();
        Section { text, range, openers: openers(rest).count(), begins: comment }
    }

    /// Whether it is small enough, and has no escape over which the parser panics.
    fn is_parsable(&self) -> bool {
        self.refused().is_none() && !has_cut_escape(self.text)
    }

    fn refused(&self) -> Option<SyntaxErrorKind> {
        if self.text.len() - self.begins > LARGEST {
            return Some(SyntaxErrorKind::TooLarge);
        }
        (self.openers > MOST).then_some(SyntaxErrorKind::TooDeep)
    }

    fn parse<T: ParserResult>(&self, parse: &impl Fn(&'a str) -> ParseOutcome<T>) -> (Option<T>, Vec<SyntaxError>) {
        if let Some(kind) = self.refused() {
            return (None, vec![self.error(kind)]);
        }
        if has_cut_escape(self.text)
            && let Err((_, errors)) = parser::parse(without_cut_escapes(self.text).as_str())
        {
            return (None, errors.into_iter().map(|error| self.parser_error(error)).collect());
        }
        let (body, mut errors) = match catch_unwind(AssertUnwindSafe(|| parse(self.text))) {
            Ok(Ok(body)) => (body, Vec::new()),
            Ok(Err((body, errors))) => (body, errors.into_iter().map(|error| self.parser_error(error)).collect()),
            Err(_) => return (None, vec![self.error(SyntaxErrorKind::Panic)]),
        };
        if self.openers > DEEPEST && body.depth() > DEEPEST {
            errors.push(self.error(SyntaxErrorKind::TooDeep));
            return (None, errors);
        }
        (Some(body), errors)
    }

    fn error(&self, kind: SyntaxErrorKind) -> SyntaxError {
        let within = match kind {
            SyntaxErrorKind::TooDeep => {
                openers(self.text.get(self.begins..).unwrap_or_default()).nth(DEEPEST).unwrap_or_default()
            }
            _ => 0,
        };
        SyntaxError { slice: self.range.clone(), at: self.range.start + self.begins + within, kind }
    }

    fn parser_error(&self, error: ParserError) -> SyntaxError {
        let start = self.range.start;
        let slice = error.slice.unwrap_or_else(|| error.pos.clone());
        SyntaxError {
            slice: start + slice.start..start + slice.end,
            at: start + error.pos.start,
            kind: SyntaxErrorKind::Parser(error.kind),
        }
    }
}

/// The places of `{` and `(`.
fn openers(text: &str) -> impl Iterator<Item = usize> {
    let next = |at: usize| byte_scan::find(text.as_bytes(), at, |b| (b == b'{') | (b == b'('));
    std::iter::successors(next(0), move |at| next(at + 1))
}

/// Cuts a text before each line that can only begin a message, a term, or a comment.
fn sections(text: &str) -> Vec<Section<'_>> {
    let (mut sections, mut start, mut at, mut after_comment) = (Vec::new(), 0, 0, false);
    for line in text.split_inclusive('\n') {
        let comment = line.starts_with('#');
        if at > start && !after_comment && (comment || is_definition(line)) {
            sections.push(Section::new(text, start..at));
            start = at;
        }
        after_comment = comment;
        at += line.len();
    }
    sections.push(Section::new(text, start..at));
    sections
}

/// Whether a line begins as `name =` or `-name =` does. No line within a message has its first `=` outside quotes and at the
/// edge of the file: texts are indented there, and expressions have no `=`.
fn is_definition(line: &str) -> bool {
    let name = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
    name && line.bytes().find(|b| matches!(b, b'=' | b'{' | b'}' | b'(' | b')' | b'"' | b'[')) == Some(b'=')
}

/// Whether there is a `\u` or `\U` with a letter beyond ASCII where a digit should be. In quotes, the parser of fluent-syntax
/// 0.12 cuts such a letter in two and panics; elsewhere it is text.
fn has_cut_escape(text: &str) -> bool {
    cut_escapes(text).next().is_some()
}

/// The letters that would be cut, as ranges of bytes.
fn cut_escapes(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('\\').filter_map(|(at, _)| {
        let digits = match text.as_bytes().get(at + 1)? {
            b'u' => 4,
            b'U' => 6,
            _ => return None,
        };
        let rest = text.get(at + 2..)?;
        let (within, letter) = rest.char_indices().take(digits).find(|(_, c)| !c.is_ascii_hexdigit())?;
        let start = at + 2 + within;
        (!letter.is_ascii()).then_some(start..start + letter.len_utf8())
    })
}

/// The same text, as long, with other letters in those places.
fn without_cut_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for letter in cut_escapes(text) {
        out.push_str(text.get(end..letter.start).unwrap_or_default());
        out.extend(letter.clone().map(|_| 'x'));
        end = letter.end.max(end);
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(text: &str) -> (Vec<String>, Vec<SyntaxErrorKind>) {
        let parsed = parse(text);
        let name = |entry: &ast::Entry<&str>| match entry {
            ast::Entry::Message(message) => Some(message.id.name.to_owned()),
            ast::Entry::Term(term) => Some(format!("-{}", term.id.name)),
            _ => None,
        };
        let names = parsed.body.iter().filter_map(name).collect();
        (names, parsed.errors.into_iter().map(|error| error.kind).collect())
    }

    /// Texts that once ended the program, or would: their neighbours stay, and nothing recurses without end.
    #[test]
    fn a_message_that_no_stack_could_hold_blanks_itself_alone() {
        let tower = |open: &str, times: usize| open.repeat(times);
        for (what, broken) in [
            ("functions line by line", format!("b = {{\n{}", tower("F(\n", 5_000))),
            ("functions in one line", format!("b = {{ {}", tower("F(", 100_000))),
            ("braces behind a quotation mark", format!("b = {{ $n ->\n  *[other] \" {}\n", tower("{", 20_000))),
            ("braces", format!("b = {}", tower("{", 1_000_000))),
            ("braces as deep as the stack must hold", format!("b = {}", tower("{", MOST))),
            ("functions as deep as the stack must hold", format!("b = {{ {}", tower("F(", MOST - 1))),
            ("terms", format!("b = {{ {}", tower("-t(", 3_000))),
            ("functions on lines of comments", format!("b = {{ F(\n{}", tower("# F(\n", 5_000))),
            ("selectors", format!("b = {}", tower("{ $n ->\n *[other] ", 1_500))),
            ("closed braces", format!("b = {}{}", tower("{", 3_000), tower("}", 3_000))),
            ("closed functions", format!("b = {{ {}{} }}", tower("F(", 3_000), tower(")", 3_000))),
            ("closed selectors", format!("b = {}x{}", tower("{ $n ->\n *[other] ", 1_500), tower("\n}", 1_500))),
            ("one level too deep", format!("b = {}$x{}", tower("{", DEEPEST + 1), tower("}", DEEPEST + 1))),
            ("a great many arguments", format!("b = {{ F({}) }}", tower("a:1,", 20_000))),
            ("a great many attributes", format!("b = x\n{}", tower(" .a = x\n", 20_000))),
            ("an escape that a letter cuts", "b = { F(\"\\u00Ж\") }".to_owned()),
            ("a long escape that a letter cuts", "b = { \"\\U0010Ж\" }".to_owned()),
            ("an escape in an attribute", "b =\n .c = { \"\\u’\" }".to_owned()),
        ] {
            let (found, errors) = names(&format!("a = x\n{broken}\nc = y\n"));
            assert_eq!((found.first(), found.last()), (Some(&"a".to_owned()), Some(&"c".to_owned())), "{what}");
            assert!(!found.contains(&"b".to_owned()) && !errors.is_empty(), "{what}");
            let (bundled, wrong) = resources(&format!("a = x\n{broken}\nc = y\n"));
            assert_eq!(
                (bundled.iter().flat_map(FluentResource::entries).count() >= 2, wrong.len()),
                (true, errors.len())
            );
        }
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, found) in [
            (format!("a = {}$x{}\n", "{".repeat(DEEPEST), "}".repeat(DEEPEST)), vec!["a"]),
            (format!("a = {}\nb = y\n", ":-( ".repeat(1_000)), vec!["a", "b"]),
            ("a = { $n ->\n[one] x\n*[other] y\n}\nb = z\n".to_owned(), vec!["a", "b"]),
            ("a = {\nNUMBER($n,\ntype: \"a = b\") }\nb = z\n".to_owned(), vec!["a", "b"]),
            ("a = {\nb\n}\nb = z\n".to_owned(), vec!["a", "b"]),
            ("a = \\uЖ\nb = { \"\\\\uЖ\" }\n".to_owned(), vec!["a", "b"]),
            (format!("{}a = b\n", "# = {\n".repeat(20_000)), vec!["a"]),
        ] {
            let (names, errors) = names(&text);
            assert_eq!((names, errors), (found.into_iter().map(str::to_owned).collect(), vec![]), "{text:.80}");
        }
    }

    #[test]
    fn a_brace_left_open_does_not_swallow_the_message_below() {
        for broken in ["b = {", "b = { $x", "b = { F(", "b = { $n ->", "b = { $n ->\n  [one", "b = { \"x", "b ="] {
            let (found, errors) = names(&format!("a = x\n{broken}\nc = y\n# d\n-d = z\n"));
            assert_eq!(found, ["a", "c", "-d"], "{broken}");
            assert_eq!(errors.len(), 1, "{broken}: {errors:?}");
        }
    }

    proptest! {
        /// Cutting changes nothing in what the parser reads of a valid text, and errors lie within the text.
        #[test]
        fn sections_change_nothing(text in "(a = |-b = |# c|\n|\n|  |\\{|\\}|\\(|\\)|\"|\\$n| ->|\\*\\[other\\] |\\[one\\] |F|x|, |\\\\u00|Ж){0,60}") {
            let parsed = parse(&text);
            for error in &parsed.errors {
                prop_assert!(error.slice.end <= text.len() && error.at <= text.len());
            }
            if !has_cut_escape(&text) && let Ok(whole) = parser::parse(text.as_str()) {
                prop_assert_eq!(parsed.body, whole.body);
                prop_assert!(parsed.errors.is_empty());
            }
        }
    }
}
