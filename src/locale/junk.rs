//! What the Fluent parser could not read, told in words with its place.

use fluent_syntax::parser::{ErrorKind, ParserError};

use super::LocaleFile;
use crate::problem::{Place, Problem};

/// The problem that a parser's error in `file` is.
pub(super) fn problem(file: &LocaleFile, error: &ParserError) -> Problem {
    // The parser notices at the next word; a person looks where the text broke off.
    let before = file.text.get(..error.pos.start).unwrap_or(&file.text);
    let at = if before.ends_with(char::is_whitespace) { before.trim_end().len() } else { before.len() };
    let found = match file.text.get(at..).and_then(|rest| rest.chars().next()) {
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(c) => format!("`{c}`"),
        None => "the end of the file".to_owned(),
    };
    let (what, help) = explain(&error.kind);
    Problem::error(&file.path, "fluent-syntax", format!("{what}, found {found}"))
        .at(Place::of(&file.text, at))
        .help(help)
}

/// What was expected, and the mend.
fn explain(kind: &ErrorKind) -> (String, &'static str) {
    let fixed = |what: &str, help| (what.to_owned(), help);
    match kind {
        ErrorKind::ExpectedToken('}') => fixed("expected `}`", "every `{` needs a `}` after it"),
        ErrorKind::ExpectedToken('=') => fixed("expected `=` after the message's name", "write `name = text`"),
        ErrorKind::ExpectedToken(token) => {
            (format!("expected `{token}`"), "see docs/TRANSLATING.md for the shape of a message")
        }
        ErrorKind::ExpectedCharRange { range } => (
            format!("expected one of `{range}`"),
            "a name begins with a Latin letter; text that goes on in a new line is indented",
        ),
        ErrorKind::ExpectedMessageField { entry_id } => {
            (format!("`{entry_id}` has no text"), "write it after `=`, or indented below")
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            (format!("`-{entry_id}` has no text"), "a term always has a text after `=`")
        }
        ErrorKind::MissingDefaultVariant => {
            fixed("none of the variants has a star", "put `*` before the last one: `*[other]`")
        }
        ErrorKind::MultipleDefaultVariants => fixed("two variants have a star", "leave one of them"),
        ErrorKind::MissingValue => fixed("expected a text", "write it after `=`"),
        ErrorKind::UnterminatedStringLiteral => {
            fixed("expected a closing `\"`", "a text in quotes ends on its own line")
        }
        ErrorKind::UnbalancedClosingBrace => fixed("a `}` without its `{`", "write `{ \"}\" }` to show one"),
        ErrorKind::ExpectedInlineExpression => {
            fixed("expected a variable, a message or a text in `{ }`", "write `{ $name }`")
        }
        other => (format!("expected otherwise: {other}"), "see docs/TRANSLATING.md for the shape of a message"),
    }
}
