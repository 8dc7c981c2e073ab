//! Findings of one language by itself: what the parser could not read, and what it read twice.

use fluent_syntax::ast::VariantKey;
use rustc_hash::FxHashSet;

use super::{
    Ftl, LocaleMessages, MessageEntry, MessageKey,
    messages::flat_pattern::{PatternNode, walk},
};
use crate::{
    i18n::{SyntaxError, syntax_diagnostics},
    model::{diagnostic::Diagnostic, sentence::say},
};

/// Findings of the file as a whole.
pub(super) fn check_file(ftl: &Ftl<'_>, out: &mut Vec<Diagnostic>) {
    let tabs = tabs(ftl.text());
    // Lines that follow one another were indented by one mistake.
    let goes_on = |pair: &[usize]| match pair {
        [before, at] => ftl.text().get(*before..*at).is_some_and(|between| between.matches('\n').count() == 1),
        _ => false,
    };
    let first = tabs.first().into_iter();
    for &at in first.chain(tabs.windows(2).filter(|pair| !goes_on(pair)).filter_map(<[usize]>::last)) {
        let problem = Diagnostic::error(ftl.path(), "tab-indentation", say("tab-indentation"));
        out.push(problem.at(ftl.lines.place(at)).help(say("help-tab")));
    }
    let errors: Vec<_> = ftl.errors.iter().filter(|error| !comes_of_tab(error, &tabs)).cloned().collect();
    out.extend(syntax_diagnostics(ftl.path(), &ftl.lines, &errors));
}

/// The offsets of tabs that indent a line.
fn tabs(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains('\t') {
        return found;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let blank = line.trim().is_empty();
        found.extend(line.get(..indent).and_then(|indent| indent.find('\t')).filter(|_| !blank).map(|at| start + at));
        start += line.len();
    }
    found
}

/// Whether the parser stumbled over a tab, which is reported by itself.
fn comes_of_tab(error: &SyntaxError, tabs: &[usize]) -> bool {
    tabs.get(tabs.partition_point(|at| *at < error.slice.start)).is_some_and(|at| *at < error.slice.end)
}

/// Messages that are indented, so that they are part of the text above: those that are missing in the language, and that
/// `is_known` accepts.
pub(super) fn check_indented(
    locale: &LocaleMessages<'_>,
    is_known: impl Fn(MessageKey<'_>) -> bool,
    out: &mut Vec<Diagnostic>,
) {
    for ftl in locale.files.iter().filter(|ftl| ftl.own && ftl.file.lang == *locale.lang) {
        for name in ftl.indented() {
            let key = name.strip_prefix('-').map_or(MessageKey::Message(name), MessageKey::Term);
            let is_defined = locale.get(key).is_some_and(|entry| entry.ftl.own);
            if !is_defined && is_known(key) && !ftl.is_unread(name) {
                let message = say("fluent-syntax-indented").with("name", name);
                out.push(ftl.error("fluent-syntax", name, message).help(say("help-unindent")));
            }
        }
    }
}

/// Messages and terms that the archive's own files of a language define twice.
pub(super) fn check_duplicates(locale: &LocaleMessages<'_>, out: &mut Vec<Diagnostic>) {
    for (before, entry) in &locale.again {
        if before.allows("duplicate-message") || entry.allows("duplicate-message") {
            continue;
        }
        let (path, first) = (before.ftl.path(), before.ftl.place_of(before.head(None)));
        let message = say("duplicate-message").with("key", entry.key.to_string());
        let message = message.with("place", format!("{path}:{}", first.line));
        let problem = entry.ftl.error("duplicate-message", entry.head(None), message);
        out.push(problem.help(say("help-delete-earlier")));
    }
}

/// Attributes and variants that an entry has twice.
pub(super) fn check_entry(entry: MessageEntry<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen = FxHashSet::default();
    for attribute in entry.attributes {
        let name = attribute.id.name;
        if !seen.insert(name) {
            let message = say("duplicate-attribute").with("key", entry.key.to_string()).with("name", name);
            out.push(entry.ftl.error("duplicate-attribute", name, message).help(say("help-delete-one")));
        }
    }
    for (_, pattern) in entry.patterns() {
        walk(pattern, &mut |node| {
            let PatternNode::Select(_, variants) = node else { return };
            let mut seen = FxHashSet::default();
            for variant in variants {
                let name = key_name(&variant.key);
                if !seen.insert(name) {
                    let message = say("duplicate-variant").with("name", name);
                    let help = say("help-first-taken");
                    out.push(entry.ftl.error("duplicate-variant", name, message).help(help));
                }
            }
        });
    }
}

/// A variant's key as it is written.
pub(super) fn key_name<'a>(key: &VariantKey<&'a str>) -> &'a str {
    match key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}
