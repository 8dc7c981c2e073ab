//! What the Fluent parser could not read, told in words with its place.

use fluent_syntax::parser::{self, ErrorKind, ParserError};

use super::LocaleFile;
use crate::problem::{Place, Problem};

/// A mistake of syntax, in words.
pub(crate) struct Junk {
    /// The byte at which the text broke off.
    pub(crate) at: usize,
    /// The finding's name.
    pub(crate) code: &'static str,
    /// What was expected, and what was found.
    pub(crate) message: String,
    /// The mend.
    pub(crate) help: &'static str,
}

/// The problem that a parser's error in `file` is.
pub(super) fn problem(file: &LocaleFile, error: &ParserError) -> Problem {
    let junk = explain(&file.text, error);
    Problem::error(&file.path, junk.code, junk.message).at(Place::of(&file.text, junk.at)).help(junk.help)
}

/// What a parser's error in `text` means.
pub(crate) fn explain(text: &str, error: &ParserError) -> Junk {
    let (kind, start) = match in_attribute(text, error) {
        Some(inner) => (inner.kind, inner.pos.start),
        None => (error.kind.clone(), error.pos.start),
    };
    // The parser notices at the next word; a person looks where the text broke off.
    let before = text.get(..start).unwrap_or(text);
    let kept = before.trim_end();
    let broke_off = before.get(kept.len()..).is_some_and(|blank| blank.contains('\n'));
    let entry = error.slice.as_ref().map_or(0, |slice| slice.start);
    let at = if broke_off && kept.len() >= entry { kept.len() } else { before.len() };
    let found = match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(c) => format!("`{c}`"),
        None => "the end of the file".to_owned(),
    };
    let (code, what, help) = words(&kind);
    let whole = matches!(code, "no-text" | "term-without-text" | "missing-default" | "two-defaults");
    Junk { at, code, message: if whole { what } else { format!("{what}, found {found}") }, help }
}

/// The parser gives an attribute up without a word and stumbles over its first line; read alone, it tells its reason.
fn in_attribute(text: &str, error: &ParserError) -> Option<ParserError> {
    let slice = error.slice.clone()?;
    let junk = text.get(slice.clone())?;
    let shape = junk.trim_start_matches(' ').strip_prefix('.')?;
    let offset = slice.end - shape.len();
    let (_, errors) = parser::parse(shape).err()?;
    let mut inner = errors.into_iter().next()?;
    inner.pos = inner.pos.start + offset..inner.pos.end + offset;
    Some(inner)
}

const SHAPE: &str = "see docs/TRANSLATING.md for the shape of a message";

/// The finding's name, what was expected, and the mend.
fn words(kind: &ErrorKind) -> (&'static str, String, &'static str) {
    let (code, what, help) = match kind {
        ErrorKind::ExpectedToken('}') => ("unclosed-placeable", "expected `}`", "every `{` needs a `}` after it"),
        ErrorKind::ExpectedToken('=') => {
            ("fluent-syntax", "expected `=` after the message's name", "write `name = text`")
        }
        ErrorKind::ExpectedMessageField { entry_id } => {
            return ("no-text", format!("`{entry_id}` has no text"), "write it after `=`, or indented below");
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            let help = "a term always has a text after `=`";
            return ("term-without-text", format!("`-{entry_id}` has no text"), help);
        }
        ErrorKind::MissingDefaultVariant => {
            ("missing-default", "none of the variants has a star", "put `*` before the last one: `*[other]`")
        }
        ErrorKind::MultipleDefaultVariants => ("two-defaults", "two variants have a star", "leave one of them"),
        ErrorKind::MissingValue => ("fluent-syntax", "expected a text", "write it after `=` or `]`"),
        ErrorKind::UnterminatedStringLiteral => {
            ("fluent-syntax", "expected a closing `\"`", "a text in quotes ends on its own line")
        }
        ErrorKind::UnbalancedClosingBrace => {
            ("fluent-syntax", "a `}` without its `{`", "write `{ \"}\" }` to show one")
        }
        ErrorKind::ExpectedInlineExpression => {
            ("fluent-syntax", "expected a variable, a message or a text in `{ }`", "write `{ $name }`")
        }
        other => return rare(other),
    };
    (code, what.to_owned(), help)
}

fn rare(kind: &ErrorKind) -> (&'static str, String, &'static str) {
    let (what, help) = match kind {
        ErrorKind::ExpectedToken(token) => (format!("expected `{token}`"), SHAPE),
        ErrorKind::ExpectedCharRange { range } => {
            let help = "a name begins with a Latin letter; text that goes on in a new line is indented";
            (format!("expected one of `{range}`"), help)
        }
        ErrorKind::ForbiddenCallee => {
            ("only capital letters name a function".to_owned(), "write `NUMBER(…)` or `DATETIME(…)`")
        }
        ErrorKind::MessageReferenceAsSelector | ErrorKind::MessageAttributeAsSelector => {
            ("a message cannot choose between variants".to_owned(), "choose by a variable: `{ $count -> … }`")
        }
        ErrorKind::TermReferenceAsSelector => (
            "a term cannot choose between variants, only its attribute can".to_owned(),
            "write `{ -name.attribute -> … }`",
        ),
        ErrorKind::TermAttributeAsPlaceable => (
            "an attribute of a term cannot be shown".to_owned(),
            "it can only choose between variants: `{ -name.attribute -> … }`",
        ),
        ErrorKind::PositionalArgumentFollowsNamed => (
            "a value stands after a named argument".to_owned(),
            "put the value first: `NUMBER($count, type: \"ordinal\")`",
        ),
        ErrorKind::DuplicatedNamedArgument(name) => (format!("the argument `{name}` is given twice"), "leave one"),
        ErrorKind::UnknownEscapeSequence(found) => (
            format!("`\\{found}` stands for nothing"),
            "in quotes only `\\\\`, `\\\"`, `\\uXXXX` and `\\UXXXXXX` stand for a character",
        ),
        ErrorKind::InvalidUnicodeEscapeSequence(found) => (
            format!("`{found}` is no character's number"),
            "write four hexadecimal digits after `\\u`, six after `\\U`",
        ),
        ErrorKind::ExpectedLiteral => {
            ("a named argument takes a text in quotes or a number".to_owned(), "write `type: \"ordinal\"`")
        }
        ErrorKind::ExpectedSimpleExpressionAsSelector => {
            ("nothing here can choose between variants".to_owned(), "choose by a variable: `{ $count -> … }`")
        }
        other => (format!("expected otherwise: {other}"), SHAPE),
    };
    ("fluent-syntax", what, help)
}
