//! What the Fluent parser could not read, in words with its place.

use fluent_syntax::parser::ErrorKind;

use super::{
    misread::UnclosedBrace,
    misread::{Misread, misread},
    parse::{DEEPEST, SyntaxError, SyntaxErrorKind, first_error},
};
use crate::model::diagnostic::{Diagnostic, Lines};

/// A mistake of syntax, in words.
struct Explanation {
    /// The byte at which the text broke off.
    at: usize,
    /// The finding's name.
    code: &'static str,
    /// What was expected, and what was found.
    message: String,
    /// The next step.
    help: String,
}

/// The problems that the errors in the file at `path`, with these lines, are.
pub(crate) fn problems(path: &str, lines: &Lines<'_>, errors: &[SyntaxError]) -> Vec<Diagnostic> {
    let problem = |error| {
        let junk = explain(lines, error);
        Diagnostic::error(path, junk.code, junk.message).at(lines.place(junk.at)).help(junk.help)
    };
    errors.iter().map(problem).collect()
}

/// What an error in the text of `lines` means.
fn explain(lines: &Lines<'_>, error: &SyntaxError) -> Explanation {
    match (&error.kind, in_attribute(lines.text(), error)) {
        (_, Some(SyntaxError { kind: SyntaxErrorKind::Parser(kind), at, .. })) => {
            explain_parser(lines, &kind, at, error.slice.start)
        }
        (SyntaxErrorKind::Parser(kind), _) => explain_parser(lines, kind, error.at, error.slice.start),
        (SyntaxErrorKind::TooDeep, _) => Explanation {
            at: error.at,
            code: "nested-too-deep",
            message: format!("braces nest more than {DEEPEST} deep, so this message is left out"),
            help: "close the braces before this one".to_owned(),
        },
        (SyntaxErrorKind::TooLarge, _) => Explanation {
            at: error.at,
            code: "fluent-syntax",
            message: "from here on more than 32 KiB belong to one message, so they are left out".to_owned(),
            help: "begin each message with `name =` at the beginning of a line, and move long texts into `pages/`"
                .to_owned(),
        },
        (SyntaxErrorKind::Panic, _) => Explanation {
            at: error.at,
            code: "fluent-syntax",
            message: "this message cannot be read, so it is left out".to_owned(),
            help: SHAPE.to_owned(),
        },
    }
}

/// What the parser's error `kind` at the byte `start` means; the message begins at the byte `entry`.
fn explain_parser(lines: &Lines<'_>, kind: &ErrorKind, start: usize, entry: usize) -> Explanation {
    let text = lines.text();
    // The parser notices at the next word; a person looks where the text broke off.
    let before = text.get(..start).unwrap_or(text);
    let kept = before.trim_end();
    let broke_off = before.get(kept.len()..).is_some_and(|blank| blank.contains('\n'));
    let at = if broke_off && kept.len() >= entry { kept.len() } else { before.len() };
    let found = match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(c) => format!("`{c}`"),
        None => "the end of the file".to_owned(),
    };
    if matches!(kind, ErrorKind::ExpectedCharRange { .. })
        && let Some(lost) = lost_selector(text, entry)
    {
        return lost;
    }
    let expects_name = matches!(
        kind,
        ErrorKind::ExpectedCharRange { .. } | ErrorKind::ExpectedInlineExpression | ErrorKind::ExpectedToken('=')
    );
    if expects_name && let Some(Misread { message, help }) = misread(text, start) {
        return Explanation { at: start, code: "fluent-syntax", message, help };
    }
    if let ErrorKind::ExpectedMessageField { .. } = kind
        && let Some((at, Misread { message, help })) = text_at_margin(text, entry)
    {
        return Explanation { at, code: "fluent-syntax", message, help };
    }
    let (code, what, help) = words(kind);
    let help = seen(kind, lines, entry, at).unwrap_or_else(|| help.to_owned());
    let whole =
        ["no-text", "term-without-text", "missing-default", "two-defaults", "unopened-placeable"].contains(&code);
    Explanation { at, code, message: if whole { what } else { format!("{what}, found {found}") }, help }
}

/// The parser gives an attribute up without a word and stumbles over its first line; read alone, it shows its reason.
fn in_attribute(text: &str, error: &SyntaxError) -> Option<SyntaxError> {
    let junk = text.get(error.slice.clone())?;
    let shape = junk.trim_start_matches(' ').strip_prefix('.')?;
    let offset = error.slice.end - shape.len();
    let mut inner = first_error(shape)?;
    inner.at += offset;
    Some(inner)
}

/// A selector without the `{` before it: a line of text, to the parser, and what comes below it makes no sense.
fn lost_selector(text: &str, entry: usize) -> Option<Explanation> {
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
    Some(Explanation { at, code: "unopened-placeable", message, help })
}

/// The line below a message without a text, if that is its text, and begins with a sign that needs braces.
fn text_at_margin(text: &str, entry: usize) -> Option<(usize, Misread)> {
    let below = text.get(entry..)?.find('\n')? + entry + 1;
    let line = text.get(below..)?;
    let misread = misread(text, below).filter(|_| line.starts_with(['[', '*', '"', '«']))?;
    Some((below, misread))
}

/// The fix where it depends on what stands in the text before the byte `at`.
fn seen(kind: &ErrorKind, lines: &Lines<'_>, entry: usize, at: usize) -> Option<String> {
    let text = lines.text();
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
            let line = text.get(entry..)?.lines().next()?;
            if text.get(at..)?.starts_with(':') && !line.contains('=') {
                return Some(format!("write `{} = …`", before.trim()));
            }
            let name = name_of_several_words(line)?;
            Some(format!("a name has no spaces: write `{name} = …`"))
        }
        ErrorKind::ExpectedToken('}') if text.get(at..)?.starts_with("-&gt;") => {
            Some("write `->` for `-&gt;`".to_owned())
        }
        ErrorKind::ExpectedToken('}') => {
            let open = UnclosedBrace::last(before)?;
            let line = lines.place(entry + open.at).line;
            (open.is_selector && line < lines.place(at).line).then(|| {
                format!("the `{{` in line {line} is not closed: write `}}` on a line of its own below the last variant")
            })
        }
        ErrorKind::MissingDefaultVariant => {
            let keys = UnclosedBrace::last(before)?.keys;
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

/// The finding's name, what was expected, and the fix.
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
        ErrorKind::InvalidUnicodeEscapeSequence(_) => (
            "expected a digit of a character's number".to_owned(),
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
    use crate::i18n::syntax::parse::parse;

    fn told(text: &str) -> (u32, u32, String) {
        let lines = Lines::new(text);
        let junk = explain(&lines, &parse(text).errors[0]);
        let place = lines.place(junk.at);
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
