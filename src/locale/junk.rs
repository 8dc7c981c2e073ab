//! What the Fluent parser could not read, told in words with its place.

use fluent_syntax::parser::{self, ErrorKind, ParserError};

use super::{LocaleFile, brace::Open};
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
    pub(crate) help: String,
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
    if let Some(lost) = lost_selector(text, entry).filter(|_| matches!(kind, ErrorKind::ExpectedCharRange { .. })) {
        return lost;
    }
    let (code, what, help) = words(&kind);
    let help = seen(&kind, text, entry, at).unwrap_or_else(|| help.to_owned());
    let whole =
        ["no-text", "term-without-text", "missing-default", "two-defaults", "unopened-placeable"].contains(&code);
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

/// A selector without the `{` before it: a line of text, to the parser, and what comes below it makes no sense.
fn lost_selector(text: &str, entry: usize) -> Option<Junk> {
    let before = text.get(..entry)?.trim_end();
    let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
    let arrow = line.strip_suffix("->")?.trim_end();
    let start = arrow.rfind("NUMBER(").or_else(|| arrow.rfind(['$', '=', '{', '}'])).unwrap_or_default();
    let selector = arrow.get(start..)?.trim_start_matches(['=', '}', ' ']);
    if selector.is_empty() || selector.starts_with('{') {
        return None;
    }
    let at = before.len() - line.len() + line.rfind(selector)?;
    let message = format!("a `{{` is missing before `{selector} ->`");
    let help = format!("write `{{ {selector} ->`; its `}}` stands on a line of its own below the last variant");
    Some(Junk { at, code: "unopened-placeable", message, help })
}

/// The mend where it depends on what stands in the text before the byte `at`.
fn seen(kind: &ErrorKind, text: &str, entry: usize, at: usize) -> Option<String> {
    let before = text.get(entry..at)?;
    match kind {
        ErrorKind::UnbalancedClosingBrace => {
            let word = before.trim_end().rsplit([' ', '=', '\n', '}']).next()?;
            let word = if word.starts_with(['$', '-']) && word.len() > 1 { word } else { "$name" };
            Some(format!(
                "put `{{` before what is filled in: `{{ {word} }}`; to show a brace itself, write `{{ \"}}\" }}`"
            ))
        }
        ErrorKind::ExpectedToken('=') => {
            let name = name_of_several_words(text.get(entry..)?.lines().next()?)?;
            Some(format!("a name has no spaces: write `{name} = …`"))
        }
        ErrorKind::ExpectedToken('}') => {
            let open = Open::last(before)?;
            let line = Place::of(text, entry + open.at).line;
            (open.is_selector && line < Place::of(text, at).line).then(|| {
                format!("the `{{` in line {line} is not closed: write `}}` on a line of its own below the last variant")
            })
        }
        ErrorKind::MissingDefaultVariant => {
            let keys = Open::last(before)?.keys;
            let last = keys.last()?;
            let counts = PLURALS.contains(last) || last.starts_with(|c: char| c.is_ascii_digit());
            Some(if keys.contains(&"other") {
                "put `*` before `[other]`: `*[other]`".to_owned()
            } else if counts {
                format!("add a line `*[other] …` below `[{last}]`: it is taken where no other fits")
            } else {
                format!("put `*` before the one that is taken where no other fits, as in `*[{last}]`")
            })
        }
        _ => None,
    }
}

/// The name that a line seems to mean which has spaces before its `=`.
fn name_of_several_words(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_once('=')?.0.split_whitespace().collect();
    let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (words.len() > 1 && words.iter().all(is_word)).then(|| words.join("-"))
}

/// The categories of numbers in any language but `other`, which is every language's last.
const PLURALS: [&str; 5] = ["zero", "one", "two", "few", "many"];

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
            ("missing-default", "none of the variants has a star", "put `*` before one: `*[other]`")
        }
        ErrorKind::MultipleDefaultVariants => ("two-defaults", "two variants have a star", "leave one of them"),
        ErrorKind::MissingValue => ("fluent-syntax", "expected a text", "write it after `=` or `]`"),
        ErrorKind::UnterminatedStringLiteral => {
            ("fluent-syntax", "expected a closing `\"`", "a text in quotes ends on its own line")
        }
        ErrorKind::UnbalancedClosingBrace => {
            ("unopened-placeable", "a `}` without its `{`", "write `{ \"}\" }` to show one")
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
        ErrorKind::ExpectedCharRange { range } if range.starts_with('0') => {
            ("expected a digit".to_owned(), "write a number like `5` or `1.5`, or a text in quotes")
        }
        ErrorKind::ExpectedCharRange { range } if range.contains('\n') => {
            ("expected a new line after `->`".to_owned(), "each variant stands on a line of its own")
        }
        ErrorKind::ExpectedCharRange { .. } => {
            let help = "a name begins with a Latin letter; text that goes on in a new line is indented";
            ("expected the name of a message".to_owned(), help)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (u32, u32, String) {
        let (_, errors) = parser::parse(text).unwrap_err();
        let junk = explain(text, &errors[0]);
        let place = Place::of(text, junk.at);
        (place.line, place.column, junk.help)
    }

    #[test]
    fn a_missing_brace_is_told_where_it_belongs() {
        for (text, line, column, help) in [
            ("a = $b }\n", 1, 8, "put `{` before what is filled in: `{ $b }`;"),
            ("a = b }\n", 1, 7, "put `{` before what is filled in: `{ $name }`;"),
            ("a = { $b } -c }\n", 1, 15, "put `{` before what is filled in: `{ -c }`;"),
            ("a = $n ->\n    [one] b\n   *[other] c\n    }\n", 1, 5, "write `{ $n ->`;"),
            ("a = b $n ->\n    [one] b\n   *[other] c\n    }\n", 1, 7, "write `{ $n ->`;"),
            ("a =\n  -b.c ->\n    [one] b\n   *[other] c\n    }\n", 2, 3, "write `{ -b.c ->`;"),
            (
                "a =\n  NUMBER($n, type: \"ordinal\") ->\n    [one] b\n",
                2,
                3,
                "write `{ NUMBER($n, type: \"ordinal\") ->`;",
            ),
            ("a =\n  { $n ->\n    [one] b\n   *[other] c\n\nd = e\n", 4, 14, "the `{` in line 2 is not closed:"),
            ("a =\n  { $n ->\n    [one] b { $n\n   *[other] c\n  }\n", 3, 17, "every `{` needs a `}` after it"),
        ] {
            let (at_line, at_column, said) = told(text);
            assert!(
                (at_line, at_column) == (line, column) && said.starts_with(help),
                "{text}{at_line}:{at_column} {said}"
            );
        }
    }

    #[test]
    fn a_name_in_two_words_is_joined() {
        assert_eq!(told("home intro = b\n"), (1, 6, "a name has no spaces: write `home-intro = …`".to_owned()));
        assert_eq!(told("home: intro = b\n").2, "write `name = text`");
    }

    #[test]
    fn the_star_is_put_where_it_helps() {
        for (variants, help) in [
            ("[one] a\n  [other] b", "put `*` before `[other]`: `*[other]`"),
            ("[other] a\n  [one] b", "put `*` before `[other]`: `*[other]`"),
            ("[one] a\n  [many] b", "add a line `*[other] …` below `[many]`: it is taken where no other fits"),
            ("[one] a\n  [2] b", "add a line `*[other] …` below `[2]`: it is taken where no other fits"),
            ("[she] a\n  [he] b", "put `*` before the one that is taken where no other fits, as in `*[he]`"),
        ] {
            assert_eq!(told(&format!("a = {{ $n ->\n  {variants}\n  }}\n")).2, help, "{variants}");
        }
    }
}
