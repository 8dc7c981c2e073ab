//! Where templates and Rust sources ask for messages: `words.say("home-count").with("count", count)`.

use std::collections::BTreeSet;

/// A template or a Rust source.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// `templates/pages/home.html`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// One message asked for by its name.
pub(in crate::i18n::lint) struct Call<'a> {
    /// The name as it stands in the text: a message, or `message.attribute`.
    pub(in crate::i18n::lint) id: &'a str,
    /// The variables given to it.
    pub(in crate::i18n::lint) passed: BTreeSet<&'a str>,
}

/// All that one file asks for.
#[derive(Default)]
pub(in crate::i18n::lint) struct Asked<'a> {
    pub(in crate::i18n::lint) calls: Vec<Call<'a>>,
    /// Texts in quotes that may be a message's name: some code chooses the name first and asks later.
    pub(in crate::i18n::lint) names: BTreeSet<&'a str>,
    /// Names that are put together: the text of `format!("error-{key}-title")`, and whether it is asked for right there;
    /// the beginning in `["error-", key].concat()`.
    pub(in crate::i18n::lint) patterns: Vec<(&'a str, bool)>,
}

/// How code asks: for a message of `Words`, or with a slot of rendered text.
const QUESTIONS: [&str; 3] = [".say(", "Words::say(", "Slot::Word("];

impl Code {
    /// What this file asks for. Tests ask for what they like.
    pub(in crate::i18n::lint) fn asked(&self) -> Asked<'_> {
        let is_rust = self.path.ends_with(".rs");
        let end = if is_rust { self.text.find("#[cfg(test)]").unwrap_or(self.text.len()) } else { self.text.len() };
        let text = self.text.get(..end).unwrap_or_default();
        let mut asked = Asked::default();
        for question in QUESTIONS {
            for (at, _) in text.match_indices(question).filter(|(at, _)| !is_comment(text, *at)) {
                if let Some(call) = call(text, at + question.len(), is_rust) {
                    asked.calls.push(call);
                }
            }
        }
        asked.names.extend(quoted(text));
        for (at, _) in text.match_indices("format!(\"").filter(|(at, _)| !is_comment(text, *at)) {
            let before = text.get(..at).unwrap_or_default().trim_end_matches(['&', ' ']);
            asked.patterns.extend(
                literal(text, at + "format!(".len())
                    .map(|id| (id, before.ends_with(".say(") || before.ends_with("Words::say(self,"))),
            );
        }
        for (at, _) in text.match_indices("[\"").filter(|(at, _)| !is_comment(text, *at)) {
            let head = literal(text, at + 1).filter(|head| head.ends_with('-') && is_name(head));
            asked.patterns.extend(head.map(|head| (head, false)));
        }
        asked
    }
}

/// Whether a name that is put together can come out as `id`: its fixed parts stand there in order.
pub(in crate::i18n::lint) fn can_be(pattern: &str, id: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('{') else {
        return pattern.ends_with('-') && id.len() > pattern.len() && id.starts_with(pattern);
    };
    let Some(mut left) = id.strip_prefix(first).filter(|_| first.ends_with('-') || first.ends_with('.')) else {
        return false;
    };
    let parts: Vec<_> = rest.split('{').map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed)).collect();
    for (n, part) in parts.iter().enumerate() {
        let found = if n + 1 == parts.len() {
            left.ends_with(part).then_some(left.len() - part.len())
        } else {
            left.find(part)
        };
        let Some(at) = found.filter(|at| *at > 0) else { return false };
        left = left.get(at + part.len()..).unwrap_or_default();
    }
    true
}

fn is_comment(text: &str, at: usize) -> bool {
    let line = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("//")
}

/// The call whose arguments begin at `at`, if the first is a name in quotes.
fn call(text: &str, at: usize, is_rust: bool) -> Option<Call<'_>> {
    let rest = text.get(at..)?;
    let name_at = at + rest.len() - rest.trim_start_matches("self,").trim_start_matches([' ', '&', '\n']).len();
    let id = literal(text, name_at).filter(|id| is_name(id))?;
    let mut passed = BTreeSet::new();
    let mut end = close(text, at)?;
    while let Some(next) = text.get(end..).map(str::trim_start).and_then(|rest| rest.strip_prefix(".with(")) {
        let argument = text.len() - next.len();
        let name = argument + next.len() - next.trim_start().len();
        passed.extend(literal(text, name));
        end = close(text, argument)?;
    }
    if is_rust {
        // A message may be given the rest of its variables further down.
        let function = function_around(text, at);
        passed.extend(function.match_indices(".with(").filter_map(|(at, with)| literal(function, at + with.len())));
    }
    Some(Call { id, passed })
}

/// The text in quotes that begins at `at`.
fn literal(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?.strip_prefix('"')?;
    rest.get(..rest.find('"')?)
}

/// The byte after the bracket that closes the one before `at`.
fn close(text: &str, at: usize) -> Option<usize> {
    let (mut depth, mut quoted) = (1_usize, false);
    for (n, byte) in text.get(at..)?.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + n + 1);
        }
    }
    None
}

fn function_around(text: &str, at: usize) -> &str {
    let starts = |line: &str| {
        let line = line.trim_start();
        line.starts_with("fn ") || (line.starts_with("pub") && line.contains(" fn "))
    };
    let (mut start, mut from) = (0, 0);
    for line in text.split_inclusive('\n') {
        if starts(line) {
            if start > at {
                return text.get(from..start).unwrap_or_default();
            }
            from = start;
        }
        start += line.len();
    }
    text.get(from..).unwrap_or_default()
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('"')
        .filter(|(at, _)| !is_comment(text, *at))
        .filter_map(|(at, _)| literal(text, at))
        .filter(|id| is_name(id))
}

/// Whether a text can be the name of a message, or of its attribute.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, text: &str) -> Vec<(String, Vec<String>)> {
        let code = Code { path: path.into(), text: text.into() };
        let owned = |call: &Call<'_>| (call.id.to_owned(), call.passed.iter().map(|name| (*name).to_owned()).collect());
        code.asked().calls.iter().map(owned).collect()
    }

    #[test]
    fn a_template_asks_with_a_chain() {
        let text = r#"<p>{{ words.say("a").with("x", f(1, ")")).with("y", y) }}</p> {{ words.say("b") }}"#;
        assert_eq!(asked("a.html", text), [("a".into(), vec!["x".into(), "y".into()]), ("b".into(), vec![])]);
    }

    #[test]
    fn a_source_may_give_variables_later_in_the_function() {
        let text = "fn a() {\n    let s = words.say(\"a\");\n    s.with(\"x\", 1)\n}\nfn b() { s.with(\"y\", 1) }\n// say(\"c\")\n";
        assert_eq!(asked("a.rs", text), [("a".into(), vec!["x".into()])]);
    }

    #[test]
    fn a_name_put_together_stands_for_what_it_can_come_out_as() {
        for (pattern, id, yes) in [
            ("error-{key}-title", "error-404-title", true),
            ("error-{key}-title", "error-404-text", false),
            ("error-{key}-title", "error--title", false),
            ("language-{lang}.{attribute}", "language-uk.in", true),
            ("{key}-title", "error-title", false),
            ("article{n}", "article-date", false),
            ("state-", "state-fresh", true),
            ("state-", "state-", false),
        ] {
            assert_eq!(can_be(pattern, id), yes, "{pattern} {id}");
        }
    }
}
