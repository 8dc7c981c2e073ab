//! Recognises mistakes in the place of a name, and their likely meaning: a text that begins with a bracket, a name that was
//! translated.

use crate::model::sentence::{Sentence, say};

/// The text that was written in place of a name.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::i18n) struct Misread {
    /// The problem.
    pub(in crate::i18n) message: Sentence,
    /// The advice.
    pub(in crate::i18n) help: Sentence,
}

/// The mistake at the byte `at` of `text`, where the parser expected a name or a value.
pub(in crate::i18n) fn misread(text: &str, at: usize) -> Option<Misread> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
    let line = text.get(start..)?.lines().next()?;
    let before = text.get(start..at)?;
    let word = word(text.get(at..)?);
    let is_foreign = word.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let last = before.trim_end().chars().next_back();
    let (message, help) = match last {
        None if start == at => return misread_line(line),
        Some('$') if is_foreign => {
            (say("fluent-syntax-not-variable").with("word", format!("${word}")), "help-source-variable")
        }
        Some('[') if is_foreign => (say("fluent-syntax-not-key").with("word", word), "help-keys"),
        Some('.') if is_foreign => (say("fluent-syntax-not-attribute").with("word", word), "help-source-name"),
        Some('-') if is_foreign => (say("fluent-syntax-not-term").with("word", word), "help-source-name"),
        Some('-') if before.trim() == "-" && start + 1 == at => {
            (say("fluent-syntax-begins-hyphen").with("line", short(line)), "help-indent-hyphen")
        }
        Some('{') if is_foreign => (say("fluent-syntax-not-variable").with("word", word), "help-between-braces"),
        _ => return None,
    };
    Some(Misread { message, help: say(help) })
}

/// The mistake in a line that does not begin with a name.
fn misread_line(line: &str) -> Option<Misread> {
    let found = |message: &'static str, help: Sentence| Some(Misread { message: say(message), help });
    let first = line.chars().next()?;
    let name = line.split_once('=').map(|(name, _)| name.trim());
    match first {
        '[' | '*' | '.' | '}' => {
            let rest = short(line.get(1..)?);
            let help = if matches!(first, '[' | '*') { "help-quote-sign-variant" } else { "help-quote-sign" };
            let help = say(help).with("sign", first).with("rest", rest);
            Some(Misread { message: say("fluent-syntax-begins").with("sign", first), help })
        }
        '"' | '\'' | '“' | '«' => match name.map(|name| name.trim_matches(['"', '\'', '“', '”', '«', '»'])) {
            Some(name) if is_name(name) => {
                found("fluent-syntax-quoted-name", say("help-write-message").with("name", name))
            }
            _ => found("fluent-syntax-margin", say("help-indent")),
        },
        _ if name.is_some_and(|name| !name.contains(char::is_whitespace) && !name.is_ascii()) => {
            let name = name.unwrap_or_default();
            let message = say("fluent-syntax-translated-name").with("name", name);
            Some(Misread { message, help: say("help-translated-name") })
        }
        _ if first.is_alphabetic() || first.is_ascii_digit() || matches!(first, '(' | '—' | '–' | '„' | '…' | '{') => {
            found("fluent-syntax-margin", say("help-indent"))
        }
        _ => None,
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '’' | '\'')));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn short(text: &str) -> String {
    let cut: String = text.trim_end().chars().take(20).collect();
    if cut.len() < text.trim_end().len() { format!("{cut}…") } else { cut }
}

/// A `{` without its `}`.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::i18n) struct UnclosedBrace<'a> {
    /// Its byte in the text.
    pub(in crate::i18n) at: usize,
    /// Whether its line ends in `->`.
    pub(in crate::i18n) is_selector: bool,
    /// The keys of its own variants, in order.
    pub(in crate::i18n) keys: Vec<&'a str>,
}

impl<'a> UnclosedBrace<'a> {
    /// The last one that `text` leaves open.
    pub(in crate::i18n) fn last(text: &'a str) -> Option<Self> {
        let mut open: Vec<UnclosedBrace<'a>> = Vec::new();
        let (mut quoted, mut begins) = (false, true);
        let (mut line_end, mut is_selector) = (0, false);
        for (at, c) in text.char_indices() {
            if at >= line_end {
                let line = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default();
                line_end = at + line.len();
                is_selector = line.trim_end().ends_with("->");
            }
            match (c, open.last_mut()) {
                ('"', Some(last)) => quoted = !quoted && !last.is_selector,
                ('{', _) if !quoted => open.push(UnclosedBrace { at, is_selector, keys: Vec::new() }),
                ('}', _) if !quoted => drop(open.pop()),
                ('[', Some(last)) if begins => last.keys.extend(key(text, at)),
                _ => {}
            }
            quoted &= c != '\n';
            begins = c == '\n' || c == '>' || (begins && matches!(c, ' ' | '*'));
        }
        open.pop()
    }
}

fn key(text: &str, at: usize) -> Option<&str> {
    text.get(at + 1..)?.split([']', '\n']).next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use crate::{
        i18n::syntax::{explain, parse::parse},
        model::diagnostic::Lines,
    };

    /// The findings of a text: line, code, message, help.
    fn found(text: &str) -> Vec<(u32, String, String, String)> {
        let problems = explain::problems("x.ftl", &Lines::new(text), &parse(text).errors);
        let of = |problem: crate::model::diagnostic::Diagnostic| {
            let line = problem.place.map_or(0, |place| place.line);
            (
                line,
                problem.code.to_string(),
                problem.message.to_string(),
                problem.help.map_or(String::new(), |help| help.to_string()),
            )
        };
        problems.into_iter().map(of).collect()
    }

    #[test]
    fn what_stands_in_place_of_a_name_gets_help_that_fits() {
        for (text, line, message, help) in [
            ("a =\n[Привіт]\nb = c\n", 2, "a line of text begins with `[`", "write `{ \"[\" }Привіт]`, indented"),
            ("a = b\n[c] d\n", 2, "a line of text begins with `[`", "write `{ \"[\" }c] d`, indented"),
            ("a = b\n*[c] d\n", 2, "a line of text begins with `*`", "write `{ \"*\" }[c] d`, indented"),
            ("a = { $n ->\n  [один] b\n *[other] c\n }\n", 2, "`[один]` is not the key", "keys are not translated"),
            ("a = { $n ->\n  [one] b\n *[інше] c\n }\n", 3, "`[інше]` is not the key", "keys are not translated"),
            ("a = Дата { $дата }\n", 1, "`$дата` is not a variable", "write its name as in the source"),
            ("a = { DATETIME($дата) }\n", 1, "`$дата` is not a variable", "write its name as in the source"),
            ("a = { дата }\n", 1, "`дата` is not a variable", "write the name of a variable between `{` and `}`"),
            ("a = { -термін }\n", 1, "`-термін` is not a term", "write its name as in the source"),
            ("a = b\n    .назва = c\n", 2, "`.назва` is not an attribute", "write its name as in the source"),
            ("домашня = a\n", 1, "`домашня` is not the name of a message", "names are not translated"),
            ("a = текст\nпродовження\n", 2, "a line of text is not indented", "indent it"),
            ("a = text\n— more\n", 2, "a line of text is not indented", "indent it"),
            ("\"home\" = a\n", 1, "a name has no quotation marks", "write `home = …`"),
            ("- один\n", 1, "a line of text begins with `-`: `- один`", "indent it"),
            ("home: a\n", 1, "expected `=` after the message's name, found `:`", "write `home = …`"),
            ("a = { $n -&gt;\n *[other] b\n }\n", 1, "expected `}`, found `-`", "write `->` for `-&gt;`"),
        ] {
            let all = found(text);
            let first = all.first().cloned().unwrap_or_default();
            assert!(first.0 == line && first.2.starts_with(message) && first.3.starts_with(help), "{text}{all:?}");
        }
    }
}

#[cfg(test)]
mod unclosed_brace_tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_open_brace_is_found_with_its_variants() {
        for (text, at, is_selector, keys) in [
            ("a = { $b", 4, false, &[][..]),
            ("a = { \"{\" } { $b", 12, false, &[]),
            ("a =\n  { $n ->\n    [one] { $n } [x]\n   *[other] { $n }", 6, true, &["one", "other"]),
            ("a =\n  { $n ->\n    [one] { $k ->\n    [x] y", 24, true, &["x"]),
            ("a =\n  { $n ->\n    [one] \"{ $n }\n", 6, true, &["one"]),
        ] {
            assert_eq!(
                UnclosedBrace::last(text),
                Some(UnclosedBrace { at, is_selector, keys: keys.to_vec() }),
                "{text}"
            );
        }
        assert_eq!(UnclosedBrace::last("a = { $b } }"), None);
    }

    proptest! {
        #[test]
        fn what_is_open_is_a_brace(text in "(\\{|\\}|\\[|\\]|->|\n|\"|\\*| |\\PC){0,40}") {
            if let Some(open) = UnclosedBrace::last(&text) {
                prop_assert_eq!(text.as_bytes()[open.at], b'{');
                prop_assert!(open.keys.iter().all(|key| text[open.at..].contains(key)));
            }
        }
    }
}
