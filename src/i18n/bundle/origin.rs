//! The place of each message: its file and line. Found on demand, and never for a reader's request.

use std::collections::BTreeMap;

use fluent_syntax::ast;

use crate::{
    i18n::{LocaleFile, syntax::parse},
    model::{diagnostic::Lines, lang::Lang},
};

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

/// The owner of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// It comes with the program; a message of the same name in the archive replaces it.
    Program,
    /// It lies in the archive.
    Archive,
}

/// The places of all messages, by language and name (`id`, `id.attribute`, `-term`).
pub(in crate::i18n) type OriginIndex = BTreeMap<Lang, BTreeMap<String, Origin>>;

/// The index of these files; a later file's message takes the place of an earlier one's.
pub(in crate::i18n) fn index(files: &[(LocaleFile, Owner)]) -> OriginIndex {
    let mut index = OriginIndex::new();
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
    let lines = Lines::new(text);
    let mut found = Vec::new();
    for entry in &parse::parse(text).body {
        let (name, slice, value, attributes) = match entry {
            ast::Entry::Message(message) => {
                let id = message.id.name;
                (id.to_owned(), id, message.value.is_some(), message.attributes.as_slice())
            }
            ast::Entry::Term(term) => (format!("-{}", term.id.name), term.id.name, true, term.attributes.as_slice()),
            _ => continue,
        };
        found.extend(value.then(|| (name.clone(), lines.place_of(slice).line)));
        for attribute in attributes {
            found.push((format!("{name}.{}", attribute.id.name), lines.place_of(attribute.id.name).line));
        }
    }
    found
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
        fn every_name_stands_in_its_line(text in "(a|=|\\.b|\\{|\\}|\\n| |\\PC){0,40}") {
            let lines: Vec<&str> = text.split('\n').collect();
            for (name, line) in names_of(&text) {
                let last = name.rsplit('.').next().unwrap().trim_start_matches('-');
                prop_assert!(lines[line as usize - 1].contains(last), "{} in line {} of {:?}", name, line, text);
            }
        }
    }
}
