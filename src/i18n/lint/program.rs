//! The archive's own messages against those that the program asks for, which are the built-in ones.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Ftl, LocaleMessages, MessageEntry, MessageKey, compare::names_language, messages::flat_pattern::referred, variable,
};
use crate::model::{
    diagnostic::{Diagnostic, Place},
    lang::Lang,
    sentence::say,
    similar_name::SimilarNames,
};

/// A file with more messages than this, none of which the program knows, is reported as one: these are not slips of names.
const MOST_SLIPS: usize = 3;

/// The messages that the program uses: the built-in ones of each language, and the variables that it passes to them.
pub(super) struct Program<'a> {
    locales: Vec<LocaleMessages<'a>>,
}

/// A message that the program does not ask for, and the message that its name may be a slip for.
struct Unused<'n, 's> {
    entry: MessageEntry<'s>,
    near: Option<&'n str>,
}

impl<'a> Program<'a> {
    /// The program whose built-in files are at the beginning of `files`.
    pub(super) fn new(files: &'a [Ftl<'a>]) -> Self {
        let built_in = files.split(|ftl| ftl.own).next().unwrap_or_default();
        let mut languages: Vec<&Lang> = built_in.iter().map(|ftl| &ftl.file.lang).collect();
        languages.dedup();
        Program { locales: languages.into_iter().map(|lang| LocaleMessages::new(lang, built_in)).collect() }
    }

    /// The message or term of the program with this key.
    pub(super) fn entry(&self, key: MessageKey<'_>) -> Option<MessageEntry<'a>> {
        self.locales.iter().find_map(|locale| locale.get(key))
    }

    /// The variables that the program passes to the message that `entry` is; `None` if it does not ask for it.
    pub(super) fn passed(&self, entry: MessageEntry<'_>) -> Option<BTreeSet<&'a str>> {
        let built_in = self.locales.iter().filter_map(|locale| Some((locale, locale.get(entry.key)?)));
        built_in.map(|(locale, entry)| variable::passed(locale, entry)).reduce(|all, more| &all | &more)
    }

    /// The archive's own messages in the source language: there is no other text to compare them with. Returns those whose
    /// names are surely misspelt, which need no translation.
    pub(super) fn check_source<'s>(
        &self,
        source: &LocaleMessages<'s>,
        languages: &[&Lang],
        out: &mut Vec<Diagnostic>,
    ) -> FxHashSet<MessageKey<'s>> {
        let mut slips = FxHashSet::default();
        if self.locales.is_empty() {
            return slips;
        }
        let names = SimilarNames::new(self.locales.iter().flat_map(|locale| locale.names(MessageKey::Message(""))));
        let referred = referred(source);
        let mut known: FxHashSet<&str> = FxHashSet::default();
        let mut unused: FxHashMap<&str, Vec<Unused<'_, 's>>> = FxHashMap::default();
        for entry in source.own().filter(|entry| matches!(entry.key, MessageKey::Message(_))) {
            if let Some(passed) = self.passed(entry) {
                known.insert(entry.ftl.path());
                let mut found = Vec::new();
                variable::check_unknown(|| &passed, entry, &mut found);
                out.extend(found.into_iter().filter(|problem| !entry.allows(&problem.code)));
            } else if referred.contains(&entry.key) || names_language(entry.key, languages) {
                known.insert(entry.ftl.path());
            } else if !entry.allows("unused-message") {
                let near = names.near(entry.key.name());
                unused.entry(entry.ftl.path()).or_default().push(Unused { entry, near });
            }
        }
        for (path, unused) in unused {
            if unused.len() > MOST_SLIPS && !known.contains(path) {
                out.push(unused_file(path, unused.len()));
            } else {
                out.extend(unused.iter().map(Unused::problem));
                slips.extend(unused.iter().filter(|unused| unused.is_slip()).map(|unused| unused.entry.key));
            }
        }
        slips
    }
}

/// All messages of a file at once: it may be of another program, or of an older version of this one.
fn unused_file(path: &str, count: usize) -> Diagnostic {
    let message = say("unused-message-file").with("count", count);
    Diagnostic::warning(path, "unused-message", message).at(Place { line: 1, column: 1 }).help(say("help-unused-file"))
}

impl Unused<'_, '_> {
    /// Whether its name is surely that of another message, with one wrong letter, or two in the wrong order.
    fn is_slip(&self) -> bool {
        self.near.is_some_and(|near| strsim::osa_distance(self.entry.key.name(), near) == 1)
    }

    fn problem(&self) -> Diagnostic {
        let Unused { entry, near } = self;
        let message = say("unused-message").with("key", entry.key.to_string());
        let problem = entry.ftl.warning("unused-message", entry.head(None), message);
        problem.help(match near {
            Some(near) => say("help-unused-near").with("near", *near),
            None => say("help-unused"),
        })
    }
}
