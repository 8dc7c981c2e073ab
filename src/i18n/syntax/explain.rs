//! Describes the syntax errors that the Fluent parser found, with their places.

use fluent_syntax::parser::ErrorKind;

use super::{
    misread::UnclosedBrace,
    misread::{Misread, misread},
    parse::{DEEPEST, SyntaxError, SyntaxErrorKind, first_error},
};
use crate::model::{
    diagnostic::{Diagnostic, Lines},
    sentence::{Argument, Sentence, say},
};

/// A mistake of syntax, in words.
struct Explanation {
    /// The byte at which the text broke off.
    at: usize,
    /// The finding's name.
    code: &'static str,
    /// The expected and the found text.
    message: Sentence,
    /// The next step.
    help: Sentence,
}

/// The problems that the errors in the file at `path`, with these lines, are.
pub(crate) fn problems(path: &str, lines: &Lines<'_>, errors: &[SyntaxError]) -> Vec<Diagnostic> {
    let problem = |error| {
        let junk = explain(lines, error);
        Diagnostic::error(path, junk.code, junk.message).at(lines.place(junk.at)).help(junk.help)
    };
    let mut end = None;
    // Whether a line of text without an indent goes on with the one before it.
    let mut goes_on = |error: &SyntaxError| {
        let before = end.take().filter(|_| is_loose(lines.text(), error));
        end = is_loose(lines.text(), error).then_some(error.slice.end);
        let between = before.and_then(|before: usize| lines.text().get(before..error.slice.start));
        between.is_some_and(|between| between.trim().is_empty())
    };
    errors.iter().filter(|error| !goes_on(error)).map(problem).collect()
}

/// Whether the error is a line of text that is not indented. Several that follow one another are one mistake.
fn is_loose(text: &str, error: &SyntaxError) -> bool {
    let line = text.get(error.slice.clone()).and_then(|junk| junk.lines().next()).unwrap_or_default();
    line.starts_with(|c: char| c.is_alphanumeric() || "«„“(—–…".contains(c)) && !line.contains('=')
}

/// Explains an error in the text of `lines`.
fn explain(lines: &Lines<'_>, error: &SyntaxError) -> Explanation {
    match (&error.kind, in_attribute(lines.text(), error)) {
        (_, Some(SyntaxError { kind: SyntaxErrorKind::Parser(kind), at, .. })) => {
            explain_parser(lines, &kind, at, error.slice.start)
        }
        (SyntaxErrorKind::Parser(kind), _) => explain_parser(lines, kind, error.at, error.slice.start),
        (SyntaxErrorKind::TooDeep, _) => Explanation {
            at: error.at,
            code: "nested-too-deep",
            message: say("nested-too-deep-braces").with("most", DEEPEST),
            help: say("help-close-braces"),
        },
        (SyntaxErrorKind::TooLarge, _) => Explanation {
            at: error.at,
            code: "fluent-syntax",
            message: say("fluent-syntax-too-large"),
            help: say("help-begin-messages"),
        },
        (SyntaxErrorKind::Panic, _) => Explanation {
            at: error.at,
            code: "fluent-syntax",
            message: say("fluent-syntax-unreadable"),
            help: say(SHAPE),
        },
    }
}

/// Explains the parser's error `kind` at the byte `start`; the message begins at the byte `entry`.
fn explain_parser(lines: &Lines<'_>, kind: &ErrorKind, start: usize, entry: usize) -> Explanation {
    let text = lines.text();
    // The parser notices at the next word; a person looks where the text broke off.
    let before = text.get(..start).unwrap_or(text);
    let kept = before.trim_end();
    let broke_off = before.get(kept.len()..).is_some_and(|blank| blank.contains('\n'));
    let at = if broke_off && kept.len() >= entry { kept.len() } else { before.len() };
    let found = match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some('\n' | '\r') => Argument::from(say("line-end")),
        Some(c) => Argument::from(format!("`{c}`")),
        None => Argument::from(say("file-end")),
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
    let help = seen(kind, lines, entry, at).unwrap_or_else(|| say(help));
    let whole =
        ["no-text", "term-without-text", "missing-default", "two-defaults", "unopened-placeable"].contains(&code);
    let message = if whole { what } else { say("syntax-found").with("expected", what).with("found", found) };
    Explanation { at, code, message, help }
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
    let message = say("unopened-placeable-selector").with("selector", selector);
    let help = say("help-open-selector").with("selector", selector);
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
fn seen(kind: &ErrorKind, lines: &Lines<'_>, entry: usize, at: usize) -> Option<Sentence> {
    let text = lines.text();
    let before = text.get(entry..at)?;
    match kind {
        ErrorKind::UnbalancedClosingBrace => {
            let word = before.trim_end().rsplit([' ', '=', '\n', '}']).next()?;
            let word = if word.starts_with(['$', '-']) && word.len() > 1 { word } else { "$name" };
            Some(say("help-open-brace").with("word", word))
        }
        ErrorKind::ExpectedToken('=') => {
            let line = text.get(entry..)?.lines().next()?;
            if text.get(at..)?.starts_with(':') && !line.contains('=') {
                return Some(say("help-write-message").with("name", before.trim()));
            }
            let name = name_of_several_words(line)?;
            Some(say("help-no-spaces").with("name", name))
        }
        ErrorKind::ExpectedToken('}') if text.get(at..)?.starts_with("-&gt;") => Some(say("help-arrow")),
        ErrorKind::ExpectedToken('}') => {
            let open = UnclosedBrace::last(before)?;
            let line = lines.place(entry + open.at).line;
            let is_above = line < lines.place(at).line;
            (open.is_selector && is_above).then(|| say("help-close-selector").with("line", line))
        }
        ErrorKind::MissingDefaultVariant => {
            let keys = UnclosedBrace::last(before)?.keys;
            let last = keys.last()?;
            let counts = PLURALS.contains(last) || last.starts_with(|c: char| c.is_ascii_digit());
            Some(if keys.contains(&"other") {
                say("help-star-other")
            } else if counts {
                say("help-add-other").with("last", *last)
            } else {
                say("help-star-one").with("last", *last)
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

const SHAPE: &str = "help-shape";

/// The finding's name, the message that says what was expected, and the fix.
fn words(kind: &ErrorKind) -> (&'static str, Sentence, &'static str) {
    let (code, what, help) = match kind {
        ErrorKind::ExpectedToken('}') => ("unclosed-placeable", say("unclosed-placeable"), "help-closing-brace"),
        ErrorKind::ExpectedToken('=') => ("fluent-syntax", say("fluent-syntax-equals"), "help-name-text"),
        ErrorKind::ExpectedMessageField { entry_id } => {
            ("no-text", say("no-text").with("id", entry_id), "help-text-after-equals")
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            let message = say("term-without-text").with("id", format!("-{entry_id}"));
            ("term-without-text", message, "help-term-text")
        }
        ErrorKind::MissingDefaultVariant => ("missing-default", say("missing-default"), "help-star"),
        ErrorKind::MultipleDefaultVariants => ("two-defaults", say("two-defaults"), "help-one-star"),
        ErrorKind::MissingValue => ("fluent-syntax", say("fluent-syntax-value"), "help-write-value"),
        ErrorKind::UnterminatedStringLiteral => ("fluent-syntax", say("fluent-syntax-quote"), "help-quote"),
        ErrorKind::UnbalancedClosingBrace => ("unopened-placeable", say("unopened-placeable"), "help-show-brace"),
        ErrorKind::ExpectedInlineExpression => ("fluent-syntax", say("fluent-syntax-placeable"), "help-write-variable"),
        other => return rare(other),
    };
    (code, what, help)
}

fn rare(kind: &ErrorKind) -> (&'static str, Sentence, &'static str) {
    let (what, help) = match kind {
        ErrorKind::ExpectedToken(token) => (say("fluent-syntax-token").with("token", *token), SHAPE),
        ErrorKind::ExpectedCharRange { range } if range.starts_with('0') => (say("fluent-syntax-digit"), "help-number"),
        ErrorKind::ExpectedCharRange { range } if range.contains('\n') => {
            (say("fluent-syntax-new-line"), "help-variant-line")
        }
        ErrorKind::ExpectedCharRange { .. } => (say("fluent-syntax-name"), "help-name"),
        ErrorKind::ForbiddenCallee => (say("fluent-syntax-callee"), "help-callee"),
        ErrorKind::MessageReferenceAsSelector | ErrorKind::MessageAttributeAsSelector => {
            (say("fluent-syntax-message-selector"), "help-choose")
        }
        ErrorKind::TermReferenceAsSelector => (say("fluent-syntax-term-selector"), "help-term-selector"),
        ErrorKind::TermAttributeAsPlaceable => (say("fluent-syntax-term-attribute"), "help-term-attribute"),
        ErrorKind::PositionalArgumentFollowsNamed => (say("fluent-syntax-positional"), "help-positional"),
        ErrorKind::DuplicatedNamedArgument(name) => {
            (say("fluent-syntax-argument-twice").with("name", name), "help-leave-one")
        }
        ErrorKind::UnknownEscapeSequence(found) => (say("fluent-syntax-escape").with("escape", found), "help-escape"),
        ErrorKind::InvalidUnicodeEscapeSequence(_) => (say("fluent-syntax-unicode"), "help-unicode"),
        ErrorKind::ExpectedLiteral => (say("fluent-syntax-literal"), "help-literal"),
        ErrorKind::ExpectedSimpleExpressionAsSelector => (say("fluent-syntax-selector"), "help-choose"),
        other => (say("fluent-syntax-other").with("what", other.to_string()), SHAPE),
    };
    ("fluent-syntax", what, help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::syntax::parse::parse;

    fn explained(text: &str) -> (u32, u32, String) {
        let lines = Lines::new(text);
        let junk = explain(&lines, &parse(text).errors[0]);
        let place = lines.place(junk.at);
        (place.line, place.column, junk.help.to_string())
    }

    #[test]
    fn a_missing_brace_is_reported_where_it_belongs() {
        for (text, line, column, help) in [
            ("a = $b }\n", 1, 8, "put `{` before what is filled in: `{ $b }`;"),
            ("a = b }\n", 1, 7, "put `{` before what is filled in: `{ $name }`;"),
            ("a = { $b } -c }\n", 1, 15, "put `{` before what is filled in: `{ -c }`;"),
            ("a = $n ->\n    [one] b\n   *[other] c\n    }\n", 1, 5, "write `{ $n ->`,"),
            ("a = b $n ->\n    [one] b\n   *[other] c\n    }\n", 1, 7, "write `{ $n ->`,"),
            ("a =\n  -b.c ->\n    [one] b\n   *[other] c\n    }\n", 2, 3, "write `{ -b.c ->`,"),
            (
                "a =\n  NUMBER($n, type: \"ordinal\") ->\n    [one] b\n",
                2,
                3,
                "write `{ NUMBER($n, type: \"ordinal\") ->`,",
            ),
            ("a =\n  { $n ->\n    [one] b\n   *[other] c\n\nd = e\n", 4, 14, "the `{` in line 2 is not closed:"),
            ("a =\n  { $n ->\n    [one] b { $n\n   *[other] c\n  }\n", 3, 17, "every `{` needs a `}` after it"),
        ] {
            let (at_line, at_column, said) = explained(text);
            assert!(
                (at_line, at_column) == (line, column) && said.starts_with(help),
                "{text}{at_line}:{at_column} {said}"
            );
        }
    }

    #[test]
    fn a_name_in_two_words_is_joined() {
        assert_eq!(explained("home intro = b\n"), (1, 6, "a name has no spaces: write `home-intro = …`".to_owned()));
        assert_eq!(explained("home: intro = b\n").2, "write `name = text`");
    }

    #[test]
    fn the_star_is_put_where_it_helps() {
        for (variants, help) in [
            ("[one] a\n  [other] b", "put `*` before `[other]`: `*[other]`"),
            ("[other] a\n  [one] b", "put `*` before `[other]`: `*[other]`"),
            ("[one] a\n  [many] b", "add a line `*[other] …` below `[many]`: it is used when no other variant fits"),
            ("[one] a\n  [2] b", "add a line `*[other] …` below `[2]`: it is used when no other variant fits"),
            ("[she] a\n  [he] b", "put `*` before the one to use when no other fits, as in `*[he]`"),
        ] {
            assert_eq!(explained(&format!("a = {{ $n ->\n  {variants}\n  }}\n")).2, help, "{variants}");
        }
    }
}
