//! Where each message stands: its file and line. Found when somebody asks, which no reader does.

use std::collections::BTreeMap;

use fluent_syntax::{ast, parser};

use super::{LocaleFile, nesting::too_deep};
use crate::lang::Lang;

/// The place of a message, or of an attribute of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file: `locales/uk/base.ftl`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether the file is in the archive, or comes with the program.
    pub owner: Owner,
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// It comes with the program; a message of the same name in the archive replaces it.
    Program,
    /// It lies in the archive.
    Archive,
}

/// The places of all messages, by language and name (`id`, `id.attribute`, `-term`).
pub(super) type Index = BTreeMap<Lang, BTreeMap<String, Origin>>;

/// The index of these files; a later file's message takes the place of an earlier one's.
pub(super) fn index(files: &[(LocaleFile, Owner)]) -> Index {
    let mut index = Index::new();
    for (file, owner) in files {
        let names = index.entry(file.lang.clone()).or_default();
        for (name, line) in names_of(&file.text) {
            names.insert(name, Origin { path: file.path.clone(), line, owner: *owner });
        }
    }
    index
}

/// Every message and attribute that can be read, with its line.
fn names_of(text: &str) -> Vec<(String, u32)> {
    // What is left out has no names.
    if too_deep(text).is_some() {
        return Vec::new();
    }
    let resource = match parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut lines = Lines { rest: text.lines().enumerate().collect::<Vec<_>>().into_iter() };
    let mut found = Vec::new();
    for entry in &resource.body {
        let (name, value, attributes) = match entry {
            ast::Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.is_some(), message.attributes.as_slice())
            }
            ast::Entry::Term(term) => (format!("-{}", term.id.name), true, term.attributes.as_slice()),
            _ => continue,
        };
        let line = lines.find(|line| defines(line, &name));
        found.extend(value.then(|| (name.clone(), line)));
        for attribute in attributes {
            let wanted = format!(".{}", attribute.id.name);
            let line = lines.find(|line| defines(line.trim_start(), &wanted));
            found.push((format!("{name}{wanted}"), line));
        }
    }
    found
}

fn defines(line: &str, name: &str) -> bool {
    line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// The lines of a file, read once: its entries are asked for in their order.
struct Lines<'a> {
    rest: std::vec::IntoIter<(usize, &'a str)>,
}

impl Lines<'_> {
    fn find(&mut self, wanted: impl Fn(&str) -> bool) -> u32 {
        let found = self.rest.find(|(_, line)| wanted(line)).map_or(0, |(at, _)| at);
        u32::try_from(found + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_message_and_attribute_has_its_line() {
        let text = "# a = no\na = x\n-b = y\nc =\n    .in = z\n  .from= w\nbroken = { $x\nd\t= last\n";
        let found = names_of(text);
        let found: Vec<(&str, u32)> = found.iter().map(|(name, line)| (name.as_str(), *line)).collect();
        assert_eq!(found, [("a", 2), ("-b", 3), ("c.in", 5), ("c.from", 6)]);
    }

    proptest! {
        #[test]
        fn never_panics(text in "(a|=|\\.b|\\{|\\}|\\n| |\\PC){0,40}") {
            let _ = names_of(&text);
        }
    }
}
