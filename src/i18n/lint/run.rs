//! All findings about the words of the interface, language by language, on every core.

use std::{
    cell::LazyCell,
    collections::{BTreeSet, HashSet},
};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{
    Ftl, LocaleMessages, MessageEntry, MessageKey, allow, argument, compare, cycle,
    messages::{
        locale::NameSuggestions,
        text::{self, TextLint},
    },
    plural::{self, Plurals},
    program::Program,
    reference, size, syntax,
    typography::{self, Apostrophe},
    variable,
};
use crate::{
    i18n::{Locales, Owner},
    model::{
        diagnostic::{Diagnostic, Severity, cap_per_file, isolated},
        lang::Lang,
    },
    site::{Allowed, Site},
};

/// Which texts in their source's own words are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Copies {
    /// Those so long that two languages hardly ever say them alike.
    #[default]
    Sure,
    /// All: names and single words too, which may well be the same.
    All,
}

/// The words of the interface.
pub(crate) struct LintInput<'a> {
    /// The built-in files, then the archive's own.
    pub(crate) files: &'a [Ftl<'a>],
    pub(crate) languages: Vec<&'a Lang>,
    /// The language that the others are translated from.
    pub(crate) source: &'a Lang,
    /// Which texts in the source's own words are reported.
    pub(crate) copies: Copies,
    /// Words that are right as they are.
    pub(crate) allowed: &'a Allowed,
    /// Paths of files that could not be read at all, which is reported already.
    pub(crate) unread: Vec<String>,
}

/// Every finding, in no particular order.
pub(crate) fn check_messages(words: &LintInput<'_>) -> Vec<Diagnostic> {
    let locales: Vec<_> = words.languages.par_iter().map(|lang| LocaleMessages::new(lang, words.files)).collect();
    let source = locales.iter().find(|locale| locale.lang == words.source).filter(|locale| !locale.entries.is_empty());
    let mut found: Vec<_> = words.files.par_iter().filter(|ftl| ftl.own).flat_map_iter(check_file).collect();
    let program = Program::new(words.files);
    let slips = source.map(|source| program.check_source(source, &words.languages, &mut found)).unwrap_or_default();
    found.par_extend(locales.par_iter().flat_map(|locale| check_locale(locale, source, &program, &slips, words)));
    found
}

/// All that the terminal and the panel show of the files of `site`: the problems `known` since they were read, and the errors in `locales`.
pub fn proofread(site: &Site, locales: &Locales, known: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // A bug in the lint costs its findings, and never the words themselves.
    let checked = isolated("locales", || check_locales(site, locales, known.clone()));
    checked.unwrap_or_else(|problem| known.into_iter().chain([problem]).collect())
}

fn check_locales(site: &Site, locales: &Locales, known: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (own, built_in): (Vec<_>, Vec<_>) = locales.files().partition(|(_, owner)| *owner == Owner::Archive);
    if own.is_empty() {
        return known;
    }
    let read: HashSet<&str> = own.iter().map(|(file, _)| file.path.as_str()).collect();
    // One side of a merge conflict may lack what the other has.
    let is_unread = |problem: &&Diagnostic| {
        let is_cut = !read.contains(problem.path.as_str()) || problem.code == "merge-conflict";
        problem.path.ends_with(".ftl") && is_cut
    };
    let unread = known.iter().filter(is_unread).map(|problem| problem.path.clone()).collect();
    let files: Vec<_> = built_in.into_iter().chain(own).collect();
    let files: Vec<_> = files.par_iter().map(|(file, owner)| Ftl::parse(file, *owner == Owner::Archive)).collect();
    let languages = site.languages().iter().map(|language| &language.tag).collect();
    let (source, copies) = (site.source_language(), Copies::Sure);
    let words = LintInput { files: &files, languages, source, copies, allowed: site.allowed(), unread };
    let mut found = check_messages(&words);
    found.retain(|problem| problem.severity == Severity::Error);
    // Of what could be read as a file, the check says all that was said while its messages were read, and better.
    let is_kept = |problem: &Diagnostic| {
        !read.contains(problem.path.as_str())
            || problem.code == "unwritable-message"
            || problem.code == "merge-conflict"
            || (problem.severity == Severity::Warning && problem.code != "duplicate-message")
    };
    found.extend(known.into_iter().filter(is_kept));
    found.sort();
    found.dedup();
    cap_per_file(found)
}

/// Whether the one is to be in another language than the other: British English need not differ from American.
fn is_translation(locale: &LocaleMessages<'_>, source: &LocaleMessages<'_>) -> bool {
    source.lang.id().language != locale.lang.id().language
}

/// The texts that are surely copies, by language and name (`id`, `id.attribute`, `-term`).
pub(crate) fn copied(site: &Site, locales: &Locales) -> BTreeSet<(Lang, String)> {
    let files: Vec<_> = locales.files().collect();
    let files: Vec<_> = files.par_iter().map(|(file, owner)| Ftl::parse(file, *owner == Owner::Archive)).collect();
    let of = |lang: &Lang| {
        let names = copies(lang, site.source_language(), &files).into_iter();
        names.map(|name| (lang.clone(), name)).collect::<Vec<_>>()
    };
    site.languages().iter().flat_map(|language| of(&language.tag)).collect()
}

/// The texts of `lang` that are surely copies of those of `source`: `id`, `id.attribute`, `-term`.
pub(crate) fn copies(lang: &Lang, source: &Lang, files: &[Ftl<'_>]) -> Vec<String> {
    let (locale, source) = (LocaleMessages::new(lang, files), LocaleMessages::new(source, files));
    if !is_translation(&locale, &source) {
        return Vec::new();
    }
    let pairs = locale.entries.iter().filter_map(|entry| Some((*entry, source.get(entry.key)?)));
    pairs.flat_map(|(entry, original)| text::copies(entry, original).collect::<Vec<_>>()).collect()
}

fn check_file(ftl: &Ftl<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    syntax::check_file(ftl, &mut out);
    typography::check_line_ends(ftl, &mut out);
    out
}

fn check_locale(
    locale: &LocaleMessages<'_>,
    source: Option<&LocaleMessages<'_>>,
    program: &Program<'_>,
    source_slips: &FxHashSet<MessageKey<'_>>,
    words: &LintInput<'_>,
) -> Vec<Diagnostic> {
    let plurals = Plurals::for_lang(locale.lang);
    let source = source.filter(|source| source.lang != locale.lang);
    let translated = source.is_some_and(|source| is_translation(locale, source));
    let texts = TextLint {
        locale,
        apostrophe: Apostrophe::for_locale(locale),
        translated,
        copies: words.copies,
        allowed: words.allowed,
    };
    let compared = source.filter(|_| !locale.files.is_empty() || !words.unread.is_empty());
    let mut out = Vec::new();
    let misspelt = compared.map(|source| compare::obsolete(source, locale, &words.languages, &mut out));
    let misspelt = misspelt.unwrap_or_default();
    let slips = NameSuggestions::new(locale);
    let check_one = |entry: &MessageEntry<'_>| {
        let mut out = Vec::new();
        let original = source.and_then(|source| source.get(entry.key));
        syntax::check_entry(*entry, &mut out);
        reference::check(&slips, *entry, original, &misspelt, &mut out);
        argument::check(locale, *entry, source.zip(original), &mut out);
        let passed = LazyCell::new(|| passed_to(program, source.zip(original), *entry));
        if let Some(plurals) = &plurals {
            let is_known = |name: &str| LazyCell::force(&passed).as_ref().is_none_or(|passed| passed.contains(name));
            plural::check(plurals, *entry, original.or_else(|| program.entry(entry.key)), &is_known, &mut out);
        }
        texts.check(*entry, original, &mut out);
        if let (Some((source, original)), MessageKey::Message(_)) = (source.zip(original), entry.key) {
            compare::check_parts(locale, original, *entry, &mut out);
            let none = BTreeSet::new();
            let passed = || LazyCell::force(&passed).as_ref().unwrap_or(&none);
            variable::check_unknown(passed, *entry, &mut out);
            variable::check_against(source, locale, original, *entry, passed, &mut out);
        }
        if entry.is_cut_off() {
            out.retain(|problem| !CUT_OFF.contains(&&*problem.code));
        }
        out.retain(|problem| !entry.allows(&problem.code) && !original.is_some_and(|one| one.allows(&problem.code)));
        allow::check(*entry, &mut out);
        out
    };
    out.par_extend(locale.own().par_bridge().flat_map_iter(|entry| check_one(&entry)));
    syntax::check_duplicates(locale, &mut out);
    let is_known =
        |key: MessageKey<'_>| source.and_then(|source| source.get(key)).or_else(|| program.entry(key)).is_some();
    syntax::check_indented(locale, is_known, &mut out);
    check_cycles(locale, &mut out);
    size::check(locale, &mut out);
    if let Some(source) = compared {
        let is_misspelt = |key: MessageKey<'_>| misspelt.contains(&key) || source_slips.contains(&key);
        compare::missing(source, locale, is_misspelt, &words.unread, &mut out);
    }
    out
}

/// Problems of a text whose end is in a line that cannot be read, which is reported by itself.
const CUT_OFF: [&str; 6] = [
    "dropped-variable", "dropped-reference", "missing-attribute", "missing-value", "mismatched-tags",
    "unbalanced-quotes",
];

/// The variables that the program passes to the message that `entry` is, as far as it or its source shows them.
fn passed_to<'a>(
    program: &Program<'a>,
    source: Option<(&LocaleMessages<'a>, MessageEntry<'a>)>,
    entry: MessageEntry<'_>,
) -> Option<BTreeSet<&'a str>> {
    if matches!(entry.key, MessageKey::Term(_)) {
        return None;
    }
    program.passed(entry).or_else(|| source.map(|(source, original)| variable::passed(source, original)))
}

/// Texts that contain themselves: a reference that is wrong for this reason is not also reported as an added one.
fn check_cycles(locale: &LocaleMessages<'_>, out: &mut Vec<Diagnostic>) {
    let mut cycles = Vec::new();
    cycle::check(locale, &mut cycles);
    let line = |problem: &Diagnostic| (problem.path.clone(), problem.place.map(|place| place.line));
    let lines: HashSet<_> = cycles.iter().map(line).collect();
    out.retain(|problem| problem.code != "added-reference" || !lines.contains(&line(problem)));
    out.extend(cycles);
}
