//! The texts of an entry as a reader would see them: every finding about letters, marks, length and emptiness.

use fluent_syntax::ast::{Expression, PatternElement};

use super::{
    flat_pattern::each_pattern,
    flat_pattern::{FlatPattern, HOLE},
    locale::Pattern,
};
use crate::{
    i18n::lint::{
        Copies, LocaleMessages, MessageEntry,
        language::alphabet,
        markup,
        typography::{self, Apostrophe},
    },
    model::{diagnostic::Diagnostic, sentence::say},
    site::Allowed,
};

/// A text of the source's own words is surely a copy from this many words on: shorter ones may well be the same.
const COPIED_WORDS: usize = 4;

impl Copies {
    /// Whether a text with so many words, all of them its source's, is one of these. Without words there is no copy.
    fn hold(self, words: usize) -> bool {
        words
            >= match self {
                Copies::Sure => COPIED_WORDS,
                Copies::All => 1,
            }
    }
}

/// The texts that those of `entry` are compared with.
pub(in crate::i18n::lint) struct TextLint<'a> {
    pub(in crate::i18n::lint) locale: &'a LocaleMessages<'a>,
    pub(in crate::i18n::lint) apostrophe: Option<Apostrophe>,
    /// Whether the locale is to be in another language than the source.
    pub(in crate::i18n::lint) translated: bool,
    pub(in crate::i18n::lint) copies: Copies,
    pub(in crate::i18n::lint) allowed: &'a Allowed,
}

impl TextLint<'_> {
    /// Findings in the texts of `entry`; `source` is the same entry there.
    pub(in crate::i18n::lint) fn check(
        &self,
        entry: MessageEntry<'_>,
        source: Option<MessageEntry<'_>>,
        out: &mut Vec<Diagnostic>,
    ) {
        for (attribute, pattern) in entry.patterns() {
            let original = source.and_then(|source| Some((source, source.pattern(attribute)?)));
            let flat_original = original.map(|(source, pattern)| FlatPattern::new(source.ftl, pattern));
            each_pattern(pattern, &mut |part| {
                let flat = FlatPattern::new(entry.ftl, part);
                alphabet::check(self.locale.lang, self.allowed, entry, &flat, out);
                markup::check(entry, &flat, out);
                typography::check_quotes(entry, &flat, out);
                if let Some(chosen) = &self.apostrophe {
                    typography::check_apostrophes(chosen, entry, &flat, out);
                }
                let whole = std::ptr::eq(part, pattern);
                typography::check_edges(entry, &flat, flat_original.as_ref().filter(|_| whole), out);
                empty(entry, attribute, &flat, flat_original.as_ref(), out);
            });
            if let Some((_, original)) = original.filter(|_| self.translated) {
                copied(entry, self.copies, attribute, pattern, original, out);
            }
        }
        let limit = source.unwrap_or(entry).comment.and_then(limit);
        if let Some((limit, value)) = limit.zip(entry.value) {
            too_long(entry, value, limit, out);
        }
    }
}

fn empty(
    entry: MessageEntry<'_>,
    attribute: Option<&str>,
    flat: &FlatPattern<'_>,
    source: Option<&FlatPattern<'_>>,
    out: &mut Vec<Diagnostic>,
) {
    let is_empty = |flat: &FlatPattern<'_>| flat.text.trim().is_empty();
    if is_empty(flat) && !source.is_some_and(is_empty) {
        let head = entry.head(entry.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        let message = say("empty-message").with("key", entry.shown(attribute));
        out.push(entry.ftl.warning("empty-message", head, message).help(say("help-write-or-delete")));
    }
}

/// How many words `pattern` has, where they are those of its source; none where it says something else.
fn words_copied(entry: MessageEntry<'_>, pattern: &Pattern<'_>, original: &Pattern<'_>) -> usize {
    let mut words = 0;
    if pattern == original {
        each_pattern(pattern, &mut |part| words += FlatPattern::new(entry.ftl, part).words().count());
    }
    words
}

/// The names of the texts of `entry` that are taken for copies of `source`.
pub(in crate::i18n::lint) fn copies<'a>(
    entry: MessageEntry<'a>,
    source: MessageEntry<'a>,
) -> impl Iterator<Item = String> {
    entry.patterns().filter_map(move |(attribute, pattern)| {
        let words = words_copied(entry, pattern, source.pattern(attribute)?);
        Copies::Sure.hold(words).then(|| entry.shown(attribute))
    })
}

fn copied(
    entry: MessageEntry<'_>,
    copies: Copies,
    attribute: Option<&str>,
    pattern: &Pattern<'_>,
    original: &Pattern<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let words = words_copied(entry, pattern, original);
    if copies.hold(words) {
        let head = entry.head(entry.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        let message = say("untranslated-message").with("key", entry.shown(attribute));
        let sure = Copies::Sure.hold(words);
        let help = say(if sure { "help-translate" } else { "help-translate-unless" });
        out.push(entry.ftl.warning("untranslated", head, message).help(help));
    }
}

/// The limit that a comment states: a line `max: 24`.
fn limit(comment: &fluent_syntax::ast::Comment<&str>) -> Option<usize> {
    comment.content.iter().find_map(|line| line.trim().strip_prefix("max:")?.trim().parse().ok())
}

fn too_long(entry: MessageEntry<'_>, value: &Pattern<'_>, limit: usize, out: &mut Vec<Diagnostic>) {
    let length = longest(entry, value);
    if length > limit {
        let message = say("too-long").with("key", entry.key.to_string()).with("length", length).with("limit", limit);
        out.push(entry.ftl.warning("too-long", entry.head(None), message).help(say("help-shorter")));
    }
}

/// The characters of the longest text that a pattern can give, without what is filled in.
fn longest(entry: MessageEntry<'_>, pattern: &Pattern<'_>) -> usize {
    let own = FlatPattern::new(entry.ftl, pattern).text.chars().filter(|c| *c != HOLE).count();
    let variants = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().map(|variant| longest(entry, &variant.value)).max()
        }
        _ => None,
    });
    own + variants.sum::<usize>()
}
