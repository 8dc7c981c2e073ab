//! A language against the source: what is missing in it, and what is left over.

use std::{cell::LazyCell, collections::BTreeMap};

use rustc_hash::FxHashSet;

use super::{
    LocaleMessages, MessageEntry, MessageKey,
    messages::{flat_pattern::referred, locale::Pattern},
};
use crate::model::{
    diagnostic::{Diagnostic, Place},
    lang::Lang,
    sentence::say,
    similar_name::SimilarNames,
};

/// Messages and terms of the source that `locale` does not have, and that the source does not allow to be missing; apart from
/// those whose names are `misspelt` in one of the two. A file that is missing as a whole is reported once.
pub(super) fn missing(
    source: &LocaleMessages<'_>,
    locale: &LocaleMessages<'_>,
    misspelt: impl Fn(MessageKey<'_>) -> bool,
    unread: &[String],
    out: &mut Vec<Diagnostic>,
) {
    let referred = LazyCell::new(|| referred(locale));
    let garbled = locale.garbled();
    let mut by_file: BTreeMap<&str, Vec<(MessageEntry<'_>, Option<MessageKey<'_>>)>> = BTreeMap::new();
    // The last entry of a file that the language has: what is missing belongs below it.
    let mut before: Option<&MessageEntry<'_>> = None;
    for entry in &source.entries {
        if locale.get(entry.key).is_some() {
            before = Some(entry);
        } else if !entry.allows(missing_code(entry.key))
            && !referred.contains(&entry.key)
            && !misspelt(entry.key)
            && !locale.may_be_broken(&garbled, entry.key)
        {
            let name = entry.ftl.name();
            let neighbour = before.filter(|before| before.ftl.name() == name).map(|before| before.key);
            by_file.entry(name).or_default().push((*entry, neighbour));
        }
    }
    let totals = LazyCell::new(|| totals(source, &misspelt));
    for (name, entries) in by_file {
        let path = format!("locales/{}/{name}", locale.lang);
        if unread.contains(&path) {
            continue;
        }
        if totals.get(name) == Some(&entries.len()) && !locale.files.iter().any(|ftl| ftl.name() == name) {
            let message = say("missing-file").with("count", entries.len());
            let help = match entries.first().map(|(entry, _)| entry.ftl).filter(|ftl| ftl.own) {
                Some(ftl) => say("help-copy").with("path", ftl.path()),
                None => say("help-take-words").with("lang", source.lang),
            };
            out.push(Diagnostic::error(&path, "missing-file", message).help(help));
            continue;
        }
        let mut above = Above::default();
        for (entry, neighbour) in entries {
            if above.key != neighbour {
                above = Above::new(locale, &path, neighbour);
            }
            out.push(missing_entry(locale, &path, entry, &above));
        }
    }
}

/// The name of the finding that this entry is missing.
fn missing_code(key: MessageKey<'_>) -> &'static str {
    match key {
        MessageKey::Message(_) => "missing-message",
        MessageKey::Term(_) => "missing-term",
    }
}

/// How many entries each file has, but for those that may be missing.
fn totals<'a>(source: &LocaleMessages<'a>, misspelt: &impl Fn(MessageKey<'_>) -> bool) -> BTreeMap<&'a str, usize> {
    let mut totals = BTreeMap::new();
    let may_miss = |entry: &MessageEntry<'_>| entry.allows(missing_code(entry.key)) || misspelt(entry.key);
    for entry in source.entries.iter().filter(|entry| !may_miss(entry)) {
        *totals.entry(entry.ftl.name()).or_default() += 1;
    }
    totals
}

/// The entry below which missing ones belong, and where it ends.
#[derive(Default)]
struct Above<'a> {
    key: Option<MessageKey<'a>>,
    /// `None` if the language has no such entry in this file.
    end: Option<Place>,
    is_one_line: bool,
}

impl<'a> Above<'a> {
    fn new(locale: &LocaleMessages<'_>, path: &str, key: Option<MessageKey<'a>>) -> Self {
        let entry = key.and_then(|key| locale.get(key)).filter(|entry| entry.ftl.path() == path);
        let end = entry.map(|entry| (entry, entry.end()));
        Above {
            key,
            end: end.map(|(entry, end)| entry.ftl.place_of(end)),
            is_one_line: end.is_some_and(|(entry, end)| std::ptr::eq(end, entry.head(None))),
        }
    }
}

fn missing_entry(locale: &LocaleMessages<'_>, path: &str, entry: MessageEntry<'_>, above: &Above<'_>) -> Diagnostic {
    let original = match entry.ftl.own {
        true => {
            let place = format!("{}:{}", entry.ftl.path(), entry.ftl.place_of(entry.key.name()).line);
            say("source-at").with("place", place)
        }
        false => say("source-printed").with("lang", &entry.ftl.file.lang),
    };
    let code = missing_code(entry.key);
    let message = say(code).with("key", entry.key.to_string()).with("lang", locale.lang);
    let mut problem = match entry.key {
        MessageKey::Message(_) => Diagnostic::error(path, code, message),
        MessageKey::Term(_) => Diagnostic::warning(path, code, message),
    };
    let exists = locale.files.iter().any(|ftl| ftl.own && ftl.path() == path);
    problem.place = above.end.or(exists.then_some(Place { line: 1, column: 1 }));
    let help = match above.end.and(above.key) {
        Some(key) if above.is_one_line => say("help-add-below").with("key", key.to_string()),
        Some(key) => say("help-add-below-line").with("key", key.to_string()),
        None => say("help-add"),
    };
    problem.help(help.with("original", original))
}

/// Messages and terms of `locale` that the source does not have, apart from those in which a language may name the `languages`
/// of the site before the source does. Returns the names of the source that some of them are misspelt for.
pub(super) fn obsolete<'a>(
    source: &LocaleMessages<'a>,
    locale: &LocaleMessages<'_>,
    languages: &[&Lang],
    out: &mut Vec<Diagnostic>,
) -> FxHashSet<MessageKey<'a>> {
    let mut misspelt = FxHashSet::default();
    let referred = LazyCell::new(|| referred(locale));
    // References that are reported as unknown: a term may have been meant.
    let strays = LazyCell::new(|| {
        let terms = referred.iter().filter(|key| matches!(key, MessageKey::Term(_)) && locale.get(**key).is_none());
        SimilarNames::new(terms.map(|key| key.name()).filter(|name| source.get(MessageKey::Term(name)).is_none()))
    });
    let missing = |key: MessageKey<'static>| {
        let like =
            |name| if matches!(key, MessageKey::Term(_)) { MessageKey::Term(name) } else { MessageKey::Message(name) };
        SimilarNames::new(source.names(key).filter(|name| locale.get(like(name)).is_none()))
    };
    let missing_messages = LazyCell::new(|| missing(MessageKey::Message("")));
    let missing_terms = LazyCell::new(|| missing(MessageKey::Term("")));
    for entry in locale.own() {
        let known = source.get(entry.key).is_some() || source.is_broken(entry.key);
        // A term that the language uses is a help it made for itself.
        let is_helper = || match entry.key {
            MessageKey::Term(name) => referred.contains(&entry.key) || strays.near(name).is_some(),
            MessageKey::Message(_) => false,
        };
        if known || is_helper() || names_language(entry.key, languages) {
            continue;
        }
        let code = match entry.key {
            MessageKey::Message(_) => "obsolete-message",
            MessageKey::Term(_) => "obsolete-term",
        };
        if entry.allows(code) {
            continue;
        }
        let message = say(code).with("key", entry.key.to_string()).with("lang", source.lang);
        let near = match entry.key {
            MessageKey::Message(name) => missing_messages.near(name).map(MessageKey::Message),
            MessageKey::Term(name) => missing_terms.near(name).map(MessageKey::Term),
        };
        out.push(match near {
            // The name that was meant is missing, which is not reported as well.
            Some(near) if misspelt.insert(near) => {
                let problem = entry.ftl.error(code, entry.head(None), message);
                problem.help(say("help-is-it").with("near", near.name()))
            }
            _ => entry.ftl.warning(code, entry.head(None), message).help(say("help-delete-or-correct")),
        });
    }
    misspelt
}

/// Whether the message is the name of one of the `languages`.
pub(super) fn names_language(key: MessageKey<'_>, languages: &[&Lang]) -> bool {
    let tag = if let MessageKey::Message(name) = key { name.strip_prefix("language-") } else { None };
    tag.is_some_and(|tag| languages.iter().any(|lang| lang.as_str() == tag))
}

/// The text and the attributes of a message against those of its source.
pub(super) fn check_parts(
    locale: &LocaleMessages<'_>,
    from: MessageEntry<'_>,
    to: MessageEntry<'_>,
    out: &mut Vec<Diagnostic>,
) {
    match (from.value, to.value) {
        (Some(_), None) => {
            let message = say("missing-value").with("key", to.key.to_string());
            out.push(to.ftl.error("missing-value", to.head(None), message).help(say("help-write-after-equals")));
        }
        (None, Some(value)) => {
            let message = say("obsolete-value").with("key", to.key.to_string());
            let at = first(value).unwrap_or(to.head(None));
            out.push(to.ftl.warning("obsolete-value", at, message).help(say("help-delete-text")));
        }
        _ => {}
    }
    check_attributes(locale, from, to, out);
}

fn check_attributes(
    locale: &LocaleMessages<'_>,
    from: MessageEntry<'_>,
    to: MessageEntry<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let [theirs, ours] = [from, to].map(|entry| entry.attributes.iter().map(|attribute| attribute.id.name));
    let [known, own]: [FxHashSet<&str>; 2] = [theirs.clone().collect(), ours.clone().collect()];
    let left = LazyCell::new(|| SimilarNames::new(known.difference(&own).copied()));
    // Reported where it is written, and not also as missing.
    let misspelt: FxHashSet<&str> = own.difference(&known).filter_map(|name| left.near(name)).collect();
    let is_missing =
        |name: &&str| !own.contains(name) && !misspelt.contains(name) && !locale.is_broken(format_args!(".{name}"));
    for name in theirs.filter(is_missing) {
        let message = say("missing-attribute").with("key", to.key.to_string()).with("name", name);
        let help = say("help-add-attribute").with("name", name);
        out.push(to.ftl.error("missing-attribute", to.head(None), message).help(help));
    }
    for name in ours.filter(|name| !known.contains(name)) {
        let message = say("obsolete-attribute").with("key", to.key.to_string()).with("name", name);
        out.push(match left.near(name) {
            Some(near) => {
                let help = say("help-write").with("name", format!(".{near}"));
                to.ftl.error("obsolete-attribute", name, message).help(help)
            }
            None => to.ftl.warning("obsolete-attribute", name, message).help(say("help-delete-unshown")),
        });
    }
}

/// The first slice of a pattern that has a place.
fn first<'a>(pattern: &'a Pattern<'a>) -> Option<&'a str> {
    pattern.elements.iter().find_map(|element| match element {
        fluent_syntax::ast::PatternElement::TextElement { value } => Some(*value),
        fluent_syntax::ast::PatternElement::Placeable { .. } => None,
    })
}
