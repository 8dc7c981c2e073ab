//! The texts of an entry as a reader would see them: every finding about letters, marks, length and emptiness.

use fluent_syntax::ast::{Expression, PatternElement};

use super::{
    Entry, Locale, alphabet,
    flat::{Flat, HOLE},
    locale::Pattern,
    markup,
    typography::{self, Apostrophe},
    walk::each_pattern,
    white_space,
};
use crate::problem::Problem;

/// A text copied from the source is told from this many words on: shorter ones may well be the same.
const COPIED_WORDS: usize = 4;

/// What the texts of `entry` are held against.
pub(super) struct Texts<'a> {
    pub(super) locale: &'a Locale<'a>,
    pub(super) apostrophe: Option<Apostrophe>,
    /// Whether the locale is to be in another language than the source.
    pub(super) translated: bool,
}

impl Texts<'_> {
    /// Findings in the texts of `entry`; `source` is the same entry there.
    pub(super) fn check(&self, entry: Entry<'_>, source: Option<Entry<'_>>, out: &mut Vec<Problem>) {
        for (attribute, pattern) in entry.patterns() {
            let original = source.and_then(|source| Some((source, source.pattern(attribute)?)));
            let flat_original = original.map(|(source, pattern)| Flat::of(source.ftl, pattern));
            each_pattern(pattern, &mut |part| {
                let flat = Flat::of(entry.ftl, part);
                alphabet::check(self.locale.lang, entry, &flat, out);
                markup::check(entry, &flat, out);
                typography::check_quotes(entry, &flat, out);
                if let Some(chosen) = &self.apostrophe {
                    typography::check_apostrophes(chosen, entry, &flat, out);
                }
                let whole = std::ptr::eq(part, pattern);
                white_space::check(entry, &flat, flat_original.as_ref().filter(|_| whole), out);
                empty(entry, attribute, &flat, flat_original.as_ref(), out);
            });
            if let Some((_, original)) = original.filter(|_| self.translated) {
                copied(entry, attribute, pattern, original, out);
            }
        }
        let limit = source.unwrap_or(entry).comment.and_then(limit);
        if let Some((limit, value)) = limit.zip(entry.value) {
            too_long(entry, value, limit, out);
        }
    }
}

fn empty(entry: Entry<'_>, attribute: Option<&str>, flat: &Flat, source: Option<&Flat>, out: &mut Vec<Problem>) {
    let is_empty = |flat: &Flat| flat.text.trim().is_empty();
    if is_empty(flat) && !source.is_some_and(is_empty) {
        let head = entry.head(entry.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        let message = format!("`{}` shows nothing here", entry.shown(attribute));
        out.push(entry.ftl.warning("empty-message", head, message).help("write its words, or delete it"));
    }
}

fn copied(
    entry: Entry<'_>,
    attribute: Option<&str>,
    pattern: &Pattern<'_>,
    original: &Pattern<'_>,
    out: &mut Vec<Problem>,
) {
    if pattern != original {
        return;
    }
    let mut words = 0;
    each_pattern(pattern, &mut |part| words += Flat::of(entry.ftl, part).words().count());
    if words >= COPIED_WORDS {
        let head = entry.head(entry.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        let message = format!("`{}` says the same as its source, word for word", entry.shown(attribute));
        out.push(entry.ftl.warning("untranslated", head, message).help("translate it"));
    }
}

/// The limit that a comment states: a line `max: 24`.
fn limit(comment: &fluent_syntax::ast::Comment<&str>) -> Option<usize> {
    comment.content.iter().find_map(|line| line.trim().strip_prefix("max:")?.trim().parse().ok())
}

fn too_long(entry: Entry<'_>, value: &Pattern<'_>, limit: usize, out: &mut Vec<Problem>) {
    let length = longest(entry, value);
    if length > limit {
        let message = format!("`{}` is {length} characters long, and {limit} fit in its place", entry.key);
        out.push(entry.ftl.warning("too-long", entry.head(None), message).help("find shorter words"));
    }
}

/// The characters of the longest text that a pattern can give, without what is filled in.
fn longest(entry: Entry<'_>, pattern: &Pattern<'_>) -> usize {
    let own = Flat::of(entry.ftl, pattern).text.chars().filter(|c| *c != HOLE).count();
    let variants = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().map(|variant| longest(entry, &variant.value)).max()
        }
        _ => None,
    });
    own + variants.sum::<usize>()
}
