//! The messages and terms of one language: the built-in ones with the archive's own over them, as pages see them.

use std::{collections::HashSet, fmt, sync::OnceLock};

use fluent_syntax::ast;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{
    i18n::lint::Ftl,
    model::{lang::Lang, similar_name::SimilarNames},
};

/// A pattern whose parts are slices of its file.
pub(in crate::i18n::lint) type Pattern<'a> = ast::Pattern<&'a str>;

/// The name of a message or of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MessageKey<'a> {
    Message(&'a str),
    Term(&'a str),
}

/// A message or a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MessageEntry<'a> {
    pub(in crate::i18n::lint) key: MessageKey<'a>,
    pub(in crate::i18n::lint) ftl: &'a Ftl<'a>,
    /// `None` for a message that has attributes alone.
    pub(in crate::i18n::lint) value: Option<&'a Pattern<'a>>,
    pub(in crate::i18n::lint) attributes: &'a [ast::Attribute<&'a str>],
    pub(in crate::i18n::lint) comment: Option<&'a ast::Comment<&'a str>>,
}

/// All that a language says.
#[derive(Debug)]
pub(crate) struct LocaleMessages<'a> {
    pub(in crate::i18n::lint) lang: &'a Lang,
    pub(in crate::i18n::lint) files: Vec<&'a Ftl<'a>>,
    /// Its messages and terms in the order of the files, each once.
    pub(in crate::i18n::lint) entries: Vec<MessageEntry<'a>>,
    /// The place of each of them.
    places: FxHashMap<MessageKey<'a>, usize>,
    /// The messages that the archive's own files define again, each with the definition before it.
    pub(in crate::i18n::lint) again: Vec<(MessageEntry<'a>, MessageEntry<'a>)>,
    /// The beginnings of what could not be read: `name`, `-name` and `.name`. What is broken is not missing besides.
    pub(in crate::i18n::lint) broken: HashSet<&'a str>,
    /// Likely names in the first lines of unreadable parts, their letters and digits: `homeintro`.
    garbled: Vec<String>,
}

/// The names of a language, in which slips are looked for.
pub(in crate::i18n::lint) struct NameSuggestions<'a, 'b> {
    pub(in crate::i18n::lint) locale: &'b LocaleMessages<'a>,
    messages: OnceLock<SimilarNames<'a>>,
    terms: OnceLock<SimilarNames<'a>>,
}

impl<'a, 'b> NameSuggestions<'a, 'b> {
    pub(in crate::i18n::lint) fn new(locale: &'b LocaleMessages<'a>) -> Self {
        NameSuggestions { locale, messages: OnceLock::new(), terms: OnceLock::new() }
    }

    /// The name of the same kind that `key` may be a slip for.
    pub(in crate::i18n::lint) fn near(&self, key: MessageKey<'_>) -> Option<&'a str> {
        let names = if matches!(key, MessageKey::Term(_)) { &self.terms } else { &self.messages };
        names.get_or_init(|| SimilarNames::new(self.locale.names(key))).near(key.name())
    }
}

impl<'a> MessageKey<'a> {
    pub(in crate::i18n::lint) fn name(self) -> &'a str {
        match self {
            MessageKey::Message(name) | MessageKey::Term(name) => name,
        }
    }
}

impl fmt::Display for MessageKey<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MessageKey::Message(name) => out.write_str(name),
            MessageKey::Term(name) => write!(out, "-{name}"),
        }
    }
}

impl<'a> MessageEntry<'a> {
    /// The entry that `entry` of the file is, unless it is a comment or junk.
    pub(in crate::i18n::lint) fn new(ftl: &'a Ftl<'a>, entry: &'a ast::Entry<&'a str>) -> Option<Self> {
        let (key, value, attributes, comment) = match entry {
            ast::Entry::Message(message) => (
                MessageKey::Message(message.id.name),
                message.value.as_ref(),
                &message.attributes,
                message.comment.as_ref(),
            ),
            ast::Entry::Term(term) => {
                (MessageKey::Term(term.id.name), Some(&term.value), &term.attributes, term.comment.as_ref())
            }
            _ => return None,
        };
        Some(MessageEntry { key, ftl, value, attributes, comment })
    }

    /// The text, where there is one, and each attribute's, with its name.
    pub(in crate::i18n::lint) fn patterns(self) -> impl Iterator<Item = (Option<&'a str>, &'a Pattern<'a>)> {
        let attributes = self.attributes.iter().map(|attribute| (Some(attribute.id.name), &attribute.value));
        self.value.map(|value| (None, value)).into_iter().chain(attributes)
    }

    pub(in crate::i18n::lint) fn pattern(self, attribute: Option<&str>) -> Option<&'a Pattern<'a>> {
        self.patterns().find(|(name, _)| *name == attribute).map(|(_, pattern)| pattern)
    }

    /// The place of a finding about the whole text, or an attribute.
    pub(in crate::i18n::lint) fn head(self, attribute: Option<&'a str>) -> &'a str {
        match (attribute, self.key) {
            (Some(attribute), _) => attribute,
            (None, MessageKey::Message(name)) => name,
            (None, MessageKey::Term(name)) => self.ftl.with_sigil(name),
        }
    }

    /// Its last line without what indents it, attributes and all; its name where it has but one line.
    pub(in crate::i18n::lint) fn end(self) -> &'a str {
        let (text, head) = (self.ftl.text(), self.head(None));
        let mut end = head;
        for line in text.get(self.ftl.lines.offset(head)..).unwrap_or_default().lines().skip(1) {
            let inner = line.trim_start();
            // Only these go on with the entry above, even where they are not indented.
            if inner.len() == line.len() && !inner.is_empty() && !inner.starts_with(['}', '[', '*', '.']) {
                break;
            }
            end = if inner.is_empty() { end } else { inner };
        }
        end
    }

    /// Whether its text goes on in a line that cannot be read.
    pub(in crate::i18n::lint) fn is_cut_off(self) -> bool {
        self.ftl.is_cut_off(self)
    }

    /// `name`, or `name.attribute`, as findings write it.
    pub(in crate::i18n::lint) fn shown(self, attribute: Option<&str>) -> String {
        match attribute {
            Some(attribute) => format!("{}.{attribute}", self.key),
            None => self.key.to_string(),
        }
    }
}

/// The names in the unreadable parts of a file, and those that an indent makes part of another text.
fn broken<'a>(ftl: &Ftl<'a>) -> Vec<&'a str> {
    let text = ftl.text();
    let junk = ftl.errors.iter().filter_map(|error| text.get(error.slice.clone()));
    let head = |line: &'a str| {
        let line = line.trim_start_matches(' ');
        let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
        line.get(..end.unwrap_or(line.len())).filter(|head| !head.is_empty())
    };
    junk.flat_map(str::lines).filter_map(head).chain(ftl.indented()).collect()
}

/// The text before `=` or `:` at the beginning of an unreadable part of a file.
fn garbled(ftl: &Ftl<'_>) -> Vec<String> {
    let first = |slice: std::ops::Range<usize>| {
        let line = ftl.text().get(slice)?.lines().next()?;
        let (name, _) = line.split_once(['=', ':'])?;
        Some(letters(name)).filter(|name| !name.is_empty())
    };
    ftl.errors.iter().filter_map(|error| first(error.slice.clone())).collect()
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'a> LocaleMessages<'a> {
    /// Puts the files of `lang` among `files` together, over those of its parents; a later file's message takes the place of
    /// an earlier one's.
    pub(in crate::i18n::lint) fn new(lang: &'a Lang, files: &'a [Ftl<'a>]) -> Self {
        let of = |lang: &Lang| files.iter().filter(|ftl| ftl.file.lang == *lang).collect::<Vec<_>>();
        let files: Vec<_> = lang.parents().iter().rev().chain([lang]).flat_map(of).collect();
        // Room for all at once: a map that grows hashes all its keys again each time.
        let most = files.iter().map(|ftl| ftl.body.len()).sum();
        let (mut entries, mut places) =
            (Vec::with_capacity(most), FxHashMap::with_capacity_and_hasher(most, FxBuildHasher));
        let mut again = Vec::new();
        for entry in files.iter().flat_map(|ftl| ftl.entries()) {
            let place = *places.entry(entry.key).or_insert(entries.len());
            let Some(before) = entries.get_mut(place) else {
                entries.push(entry);
                continue;
            };
            let before = std::mem::replace(before, entry);
            if before.ftl.own && entry.ftl.own && before.ftl.file.lang == entry.ftl.file.lang {
                again.push((before, entry));
            }
        }
        let broken = files.iter().flat_map(|ftl| broken(ftl)).collect();
        let garbled = files.iter().flat_map(|ftl| garbled(ftl)).collect();
        LocaleMessages { lang, files, entries, places, again, broken, garbled }
    }

    pub(in crate::i18n::lint) fn get(&self, key: MessageKey<'_>) -> Option<MessageEntry<'a>> {
        self.places.get(&key).and_then(|place| self.entries.get(*place)).copied()
    }

    /// Whether the language has this text, though it cannot be read.
    pub(in crate::i18n::lint) fn is_broken(&self, shown: impl fmt::Display) -> bool {
        !self.broken.is_empty() && self.broken.contains(shown.to_string().as_str())
    }

    /// Whether something that cannot be read may be this entry, its name misspelt: `home intro = …`.
    pub(in crate::i18n::lint) fn may_be_broken(&self, garbled: &SimilarNames<'_>, key: MessageKey<'_>) -> bool {
        self.is_broken(key) || (!garbled.is_empty() && garbled.near(&letters(key.name())).is_some())
    }

    /// The likely names at the beginnings of unreadable parts.
    pub(in crate::i18n::lint) fn garbled(&self) -> SimilarNames<'_> {
        SimilarNames::new(self.garbled.iter().map(String::as_str))
    }

    /// The archive's own entries, in the order of the files.
    pub(in crate::i18n::lint) fn own(&self) -> impl Iterator<Item = MessageEntry<'a>> {
        self.entries.iter().filter(|entry| entry.ftl.own && entry.ftl.file.lang == *self.lang).copied()
    }

    pub(in crate::i18n::lint) fn names<'b>(&'b self, like: MessageKey<'_>) -> impl Iterator<Item = &'a str> + 'b {
        let is_term = matches!(like, MessageKey::Term(_));
        let keys = self.entries.iter().map(|entry| entry.key);
        keys.filter(move |key| matches!(key, MessageKey::Term(_)) == is_term).map(MessageKey::name)
    }
}
