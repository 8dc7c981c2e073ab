//! All findings about the words of the interface, language by language, on every core.

use rayon::prelude::*;

use super::{
    Code, Copies, Entry, Ftl, Key, Locale, allow, argument, compare, cycle,
    messages::{
        locale::Slips,
        text::{self, Texts},
    },
    plural::{self, Plurals},
    program::usage,
    reference, size, syntax,
    typography::Apostrophe,
    variable, white_space,
};
use crate::{
    model::{diagnostic::Diagnostic, lang::Lang},
    site::Allowed,
};

/// The words of the interface, and who asks for them.
pub(crate) struct Words<'a> {
    /// The built-in files, then the archive's own.
    pub(crate) files: &'a [Ftl<'a>],
    pub(crate) languages: Vec<&'a Lang>,
    /// The language that the others are translated from.
    pub(crate) source: &'a Lang,
    /// Templates and sources; empty where the archive is not the project's own checkout.
    pub(crate) code: &'a [Code],
    /// Which texts in the source's own words are reported.
    pub(crate) copies: Copies,
    /// Words that are right as they are.
    pub(crate) allowed: &'a Allowed,
    /// Paths of files that could not be read at all, which is reported already.
    pub(crate) unread: Vec<String>,
}

/// Every finding, in no particular order.
pub(crate) fn check_words(words: &Words<'_>) -> Vec<Diagnostic> {
    let locales: Vec<_> = words.languages.par_iter().map(|lang| Locale::of(lang, words.files)).collect();
    let source = locales.iter().find(|locale| locale.lang == words.source).filter(|locale| !locale.entries.is_empty());
    let mut found: Vec<_> = words.files.par_iter().filter(|ftl| ftl.own).flat_map_iter(check_file).collect();
    found.par_extend(locales.par_iter().flat_map(|locale| check_locale(locale, source, words)));
    if let Some(source) = source.filter(|_| !words.code.is_empty()) {
        usage::check(source, words.code, &mut found);
    }
    found
}

/// Whether the one is to be in another language than the other: British English need not differ from American.
fn is_translation(locale: &Locale<'_>, source: &Locale<'_>) -> bool {
    source.lang.id().language != locale.lang.id().language
}

/// The texts of `lang` that are surely copies of those of `source`: `id`, `id.attribute`, `-term`.
pub(crate) fn copies(lang: &Lang, source: &Lang, files: &[Ftl<'_>]) -> Vec<String> {
    let (locale, source) = (Locale::of(lang, files), Locale::of(source, files));
    if !is_translation(&locale, &source) {
        return Vec::new();
    }
    let pairs = locale.entries.iter().filter_map(|entry| Some((*entry, source.get(entry.key)?)));
    pairs.flat_map(|(entry, original)| text::copies(entry, original).collect::<Vec<_>>()).collect()
}

fn check_file(ftl: &Ftl<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    syntax::check_file(ftl, &mut out);
    white_space::check_file(ftl, &mut out);
    out
}

fn check_locale(locale: &Locale<'_>, source: Option<&Locale<'_>>, words: &Words<'_>) -> Vec<Diagnostic> {
    let plurals = Plurals::of(locale.lang);
    let source = source.filter(|source| source.lang != locale.lang);
    let translated = source.is_some_and(|source| is_translation(locale, source));
    let texts =
        Texts { locale, apostrophe: Apostrophe::of(locale), translated, copies: words.copies, allowed: words.allowed };
    let slips = Slips::new(locale);
    let check_one = |entry: &Entry<'_>| {
        let mut out = Vec::new();
        let original = source.and_then(|source| source.get(entry.key));
        syntax::check_entry(*entry, &mut out);
        reference::check(&slips, *entry, &mut out);
        argument::check(locale, *entry, source.zip(original), &mut out);
        if let Some(plurals) = &plurals {
            plural::check(plurals, *entry, original, &mut out);
        }
        texts.check(*entry, original, &mut out);
        if let (Some(source), Some(original), Key::Message(_)) = (source, original, entry.key) {
            compare::check_parts(locale, original, *entry, &mut out);
            variable::check_unknown(source, original, *entry, &mut out);
            variable::check_against(source, locale, original, *entry, &mut out);
        }
        out.retain(|problem| !entry.allows(&problem.code) && !original.is_some_and(|one| one.allows(&problem.code)));
        allow::check(*entry, &mut out);
        out
    };
    let mut out: Vec<_> = locale.own().par_bridge().flat_map_iter(|entry| check_one(&entry)).collect();
    syntax::check_duplicates(locale, &mut out);
    cycle::check(locale, &mut out);
    size::check(locale, &mut out);
    if let Some(source) = source.filter(|_| !locale.files.is_empty() || !words.unread.is_empty()) {
        compare::missing(source, locale, &words.unread, &mut out);
        compare::obsolete(source, locale, &words.languages, &mut out);
    }
    out
}
