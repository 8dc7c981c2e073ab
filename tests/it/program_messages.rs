//! The messages that templates and Rust sources ask for, compared with those of `locales/en`: each is defined, used, and
//! given the variables that it needs. A name counts as asked for where it stands in quotes, or where the fixed parts of a
//! name that is put together allow it (docs/decisions/0021-who-asks-for-a-message.md).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{self, Expression, InlineExpression, PatternElement},
    parser,
};

use crate::harness::root;

/// A template or a Rust source.
struct Code {
    /// `templates/pages/home.html`.
    path: String,
    text: String,
}

/// One message asked for by its name.
struct Call<'a> {
    /// The name as it stands in the text: a message, or `message.attribute`.
    id: &'a str,
    /// The variables given to it.
    passed: BTreeSet<&'a str>,
}

/// All that one file asks for.
#[derive(Default)]
struct Asked<'a> {
    calls: Vec<Call<'a>>,
    /// Texts in quotes that may be a message's name: some code chooses the name first and asks later.
    names: BTreeSet<&'a str>,
    /// Names that are put together: the text of `format!("error-{key}-title")`, and whether it is asked for right there;
    /// the beginning in `["error-", key].concat()`.
    patterns: Vec<(&'a str, bool)>,
}

/// How code asks: for a message of `Words`, or with a slot of rendered text.
const QUESTIONS: [&str; 3] = [".say(", "Words::say(", "Slot::Word("];

impl Code {
    /// What this file asks for. Tests ask for what they like.
    fn asked(&self) -> Asked<'_> {
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
fn can_be(pattern: &str, id: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('{') else {
        return pattern.ends_with('-') && id.len() > pattern.len() && id.starts_with(pattern);
    };
    let Some(mut left) = id.strip_prefix(first).filter(|_| first.ends_with('-') || first.ends_with('.')) else {
        return false;
    };
    let parts: Vec<_> = rest.split('{').map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed)).collect();
    for (n, part) in parts.iter().enumerate() {
        let found =
            if n + 1 == parts.len() { left.ends_with(part).then(|| left.len() - part.len()) } else { left.find(part) };
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

/// What a text of a message uses.
#[derive(Default)]
struct Uses {
    variables: BTreeSet<String>,
    /// Messages, with their attributes, and terms (`-name`).
    references: BTreeSet<String>,
}

impl Uses {
    fn pattern(&mut self, pattern: &ast::Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        let dotted = |attribute: &Option<ast::Identifier<&str>>| {
            attribute.as_ref().map_or(String::new(), |attribute| format!(".{}", attribute.name))
        };
        let arguments = match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
                None
            }
            InlineExpression::MessageReference { id, attribute } => {
                self.references.insert(format!("{}{}", id.name, dotted(attribute)));
                None
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                arguments.as_ref()
            }
            InlineExpression::FunctionReference { arguments, .. } => Some(arguments),
            InlineExpression::Placeable { expression } => {
                self.expression(expression);
                None
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => None,
        };
        arguments.into_iter().flat_map(|arguments| &arguments.positional).for_each(|argument| self.inline(argument));
    }
}

/// Each text by its name: `message`, `message.attribute`, `-term`.
type Texts = BTreeMap<String, Uses>;

fn texts(source: &str) -> Texts {
    let mut texts = Texts::new();
    let mut add = |name: String, pattern: &ast::Pattern<&str>| texts.entry(name).or_default().pattern(pattern);
    for entry in parser::parse(source).unwrap().body {
        let (name, value, attributes) = match &entry {
            ast::Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref(), &message.attributes),
            ast::Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            _ => continue,
        };
        value.into_iter().for_each(|value| add(name.clone(), value));
        attributes.iter().for_each(|one| add(format!("{name}.{}", one.id.name), &one.value));
    }
    texts
}

/// The variables without which the text `name` cannot be shown: its own, and those of the messages in it.
fn needed(texts: &Texts, name: &str) -> BTreeSet<String> {
    let (mut found, mut seen, mut left) = (BTreeSet::new(), BTreeSet::new(), vec![name.to_owned()]);
    while let Some(name) = left.pop() {
        if let Some(uses) = texts.get(&name).filter(|_| seen.insert(name)) {
            found.extend(uses.variables.iter().cloned());
            left.extend(uses.references.iter().cloned());
        }
    }
    found
}

/// What is wrong, a line each: `undefined x`, `unpassed x $y`, `unused x`.
fn faults(texts: &Texts, code: &[Code]) -> Vec<String> {
    let asked: Vec<_> = code.iter().map(|code| (code, code.asked())).collect();
    let mut faults = Vec::new();
    for (code, asked) in &asked {
        for Call { id, passed } in &asked.calls {
            if !texts.contains_key(*id) {
                faults.push(format!("{}: undefined {id}", code.path));
            }
            let unpassed = needed(texts, id).into_iter().filter(|name| !passed.contains(name.as_str()));
            faults.extend(unpassed.map(|name| format!("{}: unpassed {id} ${name}", code.path)));
        }
        let direct = asked.patterns.iter().filter(|(_, direct)| *direct);
        let undefined = direct.filter(|(pattern, _)| !texts.keys().any(|name| can_be(pattern, name)));
        faults.extend(undefined.map(|(pattern, _)| format!("{}: undefined {pattern}", code.path)));
    }
    let message = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let references = texts.values().flat_map(|uses| &uses.references);
    let mut used: BTreeSet<String> = references.map(|name| message(name)).collect();
    used.extend(asked.iter().flat_map(|(_, asked)| &asked.names).map(|name| message(name)));
    let patterns: Vec<&str> =
        asked.iter().flat_map(|(_, asked)| &asked.patterns).map(|(pattern, _)| *pattern).collect();
    used.extend(texts.keys().filter(|name| patterns.iter().any(|one| can_be(one, name))).map(|name| message(name)));
    let unused = texts.keys().map(|name| message(name)).collect::<BTreeSet<_>>();
    faults.extend(unused.difference(&used).map(|name| format!("unused {name}")));
    faults
}

fn code_below(folder: &Path, ending: &str, found: &mut Vec<Code>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code_below(&path, ending, found);
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(Code { path: path.display().to_string(), text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn every_message_is_defined_used_and_given_its_variables() {
    let mut code = Vec::new();
    code_below(&root().join("templates"), "html", &mut code);
    code_below(&root().join("src"), "rs", &mut code);
    let files = fs::read_dir(root().join("locales/en")).unwrap().map(|file| file.unwrap().path());
    let all: String = files.map(|path| fs::read_to_string(path).unwrap() + "\n").collect();
    let texts = texts(&all);
    assert!(texts.len() > 200 && code.iter().map(|code| code.asked().calls.len()).sum::<usize>() > 100);
    assert_eq!(faults(&texts, &code), Vec::<String>::new());
}

#[test]
fn a_fault_of_each_kind_is_found() {
    let words = "a = A\nb = { $x } { c }\nc = { $y }\nd = { -t }\n-t = T\n    .z = z\ne-one-t = E\n";
    let all = r#"say("a") say("b").with("x", 1).with("y", 2) say("d") "c" "e-one-t""#.replace("say(", ".say(");
    for (code, expected) in [
        (all.clone(), vec![]),
        (all.replace("say(\"a\")", "say(\"aa\")"), vec!["x.html: undefined aa", "unused a"]),
        (all.replace(".with(\"x\", 1)", ""), vec!["x.html: unpassed b $x"]),
        (all.replace(".with(\"y\", 2)", ""), vec!["x.html: unpassed b $y"]),
        (all.replace("say(\"d\")", ""), vec!["unused d"]),
        (all.replace(" \"e-one-t\"", ""), vec!["unused e-one-t"]),
        (all.replace("\"e-one-t\"", ".say(&format!(\"e-{n}-t\"))"), vec![]),
        (
            all.replace("\"e-one-t\"", ".say(&format!(\"e-{n}-s\"))"),
            vec!["x.html: undefined e-{n}-s", "unused e-one-t"],
        ),
    ] {
        let code = Code { path: "x.html".to_owned(), text: code };
        assert_eq!(faults(&texts(words), &[code]), expected);
    }
}

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
