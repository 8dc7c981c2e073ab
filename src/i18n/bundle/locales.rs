//! All languages of a site with their fallback chains; immutable, swapped whole when files change.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use fluent::{
    FluentError,
    resolver::{ResolverError, errors::ReferenceKind},
};

use super::{
    messages::Bundle,
    origin::{self, OriginIndex},
    unwritable,
};
use crate::{
    i18n::{DisplayMode, Localizer, Origin, Owner},
    model::{
        diagnostic::{Diagnostic, cap_per_file},
        lang::Lang,
        sentence::say,
    },
};

/// Every word of the UI in every language; cheap to clone.
#[derive(Clone)]
pub struct Locales {
    inner: Arc<LocalesInner>,
    display_mode: DisplayMode,
    /// The source language, from which the pseudo-language is made and with which translators compare; unused in [`DisplayMode::Plain`].
    source: Option<Lang>,
}

struct LocalesInner {
    bundles: BTreeMap<Lang, Bundle>,
    /// Per language, itself and what stands in for it, in order.
    chains: BTreeMap<Lang, Vec<Lang>>,
    /// Per language, how its dates and numbers are written.
    locales: BTreeMap<Lang, Lang>,
    missing: Mutex<BTreeSet<(Lang, String)>>,
    faults: Mutex<BTreeSet<(Lang, String, String)>>,
    /// The files behind the bundles.
    files: Vec<(LocaleFile, Owner)>,
    index: OnceLock<OriginIndex>,
    pseudo: Mutex<BTreeMap<Lang, Arc<Bundle>>>,
}

impl Locales {
    /// Puts the `built_in` messages and the archive's `own` over them together, message by message: a message that is
    /// broken or missing in `own` leaves the built-in one standing.
    pub fn build(
        built_in: &[LocaleFile],
        own: &[LocaleFile],
        languages: &[LanguageChain],
    ) -> (Locales, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let mut bundles = BTreeMap::new();
        for LanguageChain { lang, locale, .. } in languages {
            // `en-GB` says what `en` says, but for its own words.
            let parents = lang.parents();
            let chain: Vec<&Lang> = parents.iter().rev().chain([lang]).collect();
            // Each language of the site reports its own files.
            let is_reported = |of: &Lang| of == lang || !languages.iter().any(|language| language.lang == *of);
            let (mut bundle, found) = bundle_for(locale, &chain, [built_in, own]);
            problems.extend(found.into_iter().filter(|(of, _)| is_reported(of)).map(|(_, problem)| problem));
            let tried: Vec<_> = own.iter().filter(|file| chain.contains(&&file.lang)).cloned().collect();
            let unwritable = unwritable::unwritable(&bundle, &tried);
            if !unwritable.is_empty() {
                bundle = bundle_for(locale, &chain, [built_in, &unwritable::without(own, &unwritable)]).0;
                let is_own =
                    |problem: &Diagnostic| own.iter().any(|file| file.path == problem.path && is_reported(&file.lang));
                problems.extend(unwritable.into_iter().filter(is_own));
            }
            if ![built_in, own].into_iter().flatten().any(|file| chain.contains(&&file.lang)) {
                problems.push(no_locale(lang));
            }
            bundles.insert(lang.clone(), bundle);
        }
        problems
            .extend(unknown_languages(own, |lang| is_covered(languages.iter().map(|language| &language.lang), lang)));
        let chain = |language: &LanguageChain| {
            let all = std::iter::once(&language.lang).chain(&language.fallback).cloned().collect();
            (language.lang.clone(), all)
        };
        let chains = languages.iter().map(chain).collect();
        let locale = |language: &LanguageChain| (language.lang.clone(), language.locale.clone());
        let locales = languages.iter().map(locale).collect();
        let files = built_in.iter().map(|file| (file.clone(), Owner::Program));
        let files = files.chain(own.iter().map(|file| (file.clone(), Owner::Archive))).collect();
        let (missing, faults) = (Mutex::default(), Mutex::default());
        let (index, pseudo) = (OnceLock::new(), Mutex::default());
        let inner = Arc::new(LocalesInner { bundles, chains, locales, missing, faults, files, index, pseudo });
        (Locales { inner, display_mode: DisplayMode::Plain, source: None }, cap_per_file(problems))
    }

    /// The same words, written in another display mode; `source` is the language that the others are checked against.
    #[must_use]
    pub fn with_display_mode(&self, display_mode: DisplayMode, source: &Lang) -> Locales {
        Locales { inner: Arc::clone(&self.inner), display_mode, source: Some(source.clone()) }
    }

    /// The words in `lang`. A language that the site does not have knows no words: its messages show as their ids.
    pub fn words<'a>(&'a self, lang: &Lang) -> Localizer<'a> {
        Localizer::new(self, self.inner.chains.get_key_value(lang).map(|(lang, chain)| (lang, chain.as_slice())))
    }

    /// The locale of `lang`: `en-GB`; of a language that the site does not have, the language itself.
    pub(in crate::i18n) fn locale(&self, lang: &Lang) -> Lang {
        self.inner.locales.get(lang).unwrap_or(lang).clone()
    }

    /// The messages that fell back to another language, or were found in none, since these locales were built.
    pub fn missing(&self) -> Vec<(Lang, String)> {
        self.inner.missing.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The place of the message `id` of `lang`, or of an attribute `id.attribute`: in its own files, otherwise in a parent's.
    pub fn origin(&self, lang: &str, id: &str) -> Option<&Origin> {
        let find = |lang: &str| self.index().get(lang)?.get(id);
        let parents = || lang.parse::<Lang>().map(|lang| lang.parents()).unwrap_or_default();
        find(lang).or_else(|| parents().iter().find_map(|parent| find(parent.as_str())))
    }

    /// The shortest tag of `lang` that distinguishes it from the other languages of the site.
    pub(in crate::i18n) fn shortest(&self, lang: &Lang) -> Lang {
        lang.shortest_among(self.inner.chains.keys())
    }

    /// Whether the message `id`, which `lang` has, is in its own files, not in a parent's.
    pub(in crate::i18n) fn is_own(&self, lang: &Lang, id: &str) -> bool {
        lang.parents().is_empty() || self.index().get(lang).is_some_and(|names| names.contains_key(id))
    }

    /// The messages, attributes and terms that `lang` has of its own, then those of its parents.
    pub fn names(&self, lang: &Lang) -> impl Iterator<Item = &str> {
        let own = std::iter::once(lang.clone()).chain(lang.parents());
        own.filter_map(|lang| self.index().get(&lang)).flat_map(|names| names.keys().map(String::as_str))
    }

    /// The files that the words were made of: the built-in ones, then the archive's own.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&LocaleFile, Owner)> {
        self.inner.files.iter().map(|(file, owner)| (file, *owner))
    }

    /// Whether `lang` has words of its own or of a parent, be they built in or the archive's.
    pub fn has_words(&self, lang: &Lang) -> bool {
        self.files().any(|(file, _)| is_covered([lang], &file.lang) && !file.text.trim().is_empty())
    }

    fn index(&self) -> &OriginIndex {
        self.inner.index.get_or_init(|| origin::index(&self.inner.files))
    }

    pub(in crate::i18n) fn display_mode(&self) -> DisplayMode {
        self.display_mode
    }

    pub(in crate::i18n) fn source(&self) -> Option<&Lang> {
        self.source.as_ref()
    }

    /// The bundle of the pseudo-language made of the source language.
    pub(in crate::i18n) fn pseudo(&self) -> Option<Arc<Bundle>> {
        let lang = self.source.as_ref()?;
        let mut made = self.inner.pseudo.lock().unwrap_or_else(PoisonError::into_inner);
        let files = self.inner.files.iter().map(|(file, _)| file).filter(|file| file.lang == *lang);
        let locale = self.inner.locales.get(lang).unwrap_or(lang);
        let bundle = made.entry(lang.clone()).or_insert_with(|| Arc::new(Bundle::pseudo(locale, files)));
        Some(Arc::clone(bundle))
    }

    pub(in crate::i18n) fn bundle(&self, lang: &Lang) -> Option<&Bundle> {
        self.inner.bundles.get(lang)
    }

    /// Notes a lack; logged the first time only.
    pub(in crate::i18n) fn note_missing(&self, lang: &Lang, id: &str) {
        let mut missing = self.inner.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if missing.insert((lang.clone(), id.to_owned())) {
            tracing::warn!(%lang, id, "a message is missing; its fallback is shown");
        }
    }

    /// Notes what went wrong while the message `id` of `lang` was written; each error is logged the first time only.
    pub(in crate::i18n) fn note_faults(&self, lang: &Lang, id: &str, faults: &[FluentError]) {
        for fault in faults {
            let (what, name) = describe(fault);
            let mut noted = self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner);
            if noted.insert((lang.clone(), id.to_owned(), format!("{what} {name}"))) {
                tracing::warn!(%lang, id, name, "{what}");
            }
        }
    }
}

/// The bundle of the languages in `chain`, the later over the earlier, with the problems of their files.
fn bundle_for<'a>(
    locale: &Lang,
    chain: &[&'a Lang],
    origins: [&[LocaleFile]; 2],
) -> (Bundle, Vec<(&'a Lang, Diagnostic)>) {
    let (mut bundle, mut problems) = (Bundle::new(locale), Vec::new());
    for of in chain {
        for files in origins {
            let files: Vec<_> = files.iter().filter(|file| file.lang == **of).collect();
            problems.extend(bundle.add(&files).into_iter().map(|problem| (*of, problem)));
        }
    }
    (bundle, problems)
}

/// Made of the same files, for the same languages.
impl PartialEq for Locales {
    fn eq(&self, other: &Self) -> bool {
        let made_of = |locales: &Self| (locales.display_mode, locales.source.clone());
        made_of(self) == made_of(other)
            && self.inner.chains == other.inner.chains
            && self.inner.locales == other.inner.locales
            && self.inner.files == other.inner.files
    }
}

impl fmt::Debug for Locales {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Locales").field("chains", &self.inner.chains).finish_non_exhaustive()
    }
}

/// Whether one of `languages` says what the files of `lang` say: it is that language, or a child of it.
pub(crate) fn is_covered<'a>(languages: impl IntoIterator<Item = &'a Lang>, lang: &Lang) -> bool {
    languages.into_iter().any(|inner| inner == lang || inner.parents().contains(lang))
}

/// The problem of a language that has no locale at all.
pub(crate) fn no_locale(lang: &Lang) -> Diagnostic {
    let message = say("no-locale").with("lang", lang);
    let help = say("help-no-locale").with("lang", lang);
    Diagnostic::error(&format!("locales/{lang}"), "no-locale", message).help(help)
}

/// Files of the archive for languages that the site does not have: one warning a language.
pub(crate) fn unknown_languages(own: &[LocaleFile], known: impl Fn(&Lang) -> bool) -> Vec<Diagnostic> {
    let strange: BTreeSet<&Lang> = own.iter().map(|file| &file.lang).filter(|lang| !known(lang)).collect();
    let warn = |lang: &Lang| {
        let message = say("unknown-language-locale").with("lang", lang);
        let help = say("help-add-language").with("lang", lang);
        Diagnostic::warning(&format!("locales/{lang}"), "unknown-language", message).help(help)
    };
    strange.into_iter().map(warn).collect()
}

/// One `.ftl` file as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleFile {
    /// The language of its folder.
    pub lang: Lang,
    /// Its path, for problems: `locales/uk/base.ftl`.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
}

/// A language of the site with the languages that stand in for its missing messages, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageChain {
    /// The language.
    pub lang: Lang,
    /// How its dates and numbers are written: `en-GB`.
    pub locale: Lang,
    /// The languages that are tried for a missing message. No others are.
    pub fallback: Vec<Lang>,
}

/// The text that the page shows instead, and the name of the broken part, as the file has it.
pub(in crate::i18n) fn describe(fault: &FluentError) -> (&'static str, String) {
    let FluentError::ResolverError(fault) = fault else { return ("a message cannot be written", fault.to_string()) };
    let with = |name: &str, attribute: &Option<String>| match attribute {
        Some(attribute) => format!("{name}.{attribute}"),
        None => name.to_owned(),
    };
    match fault {
        ResolverError::Reference(ReferenceKind::Variable { id }) => {
            ("this message uses a variable that it is not given; its name is shown instead", format!("${id}"))
        }
        ResolverError::Reference(ReferenceKind::Message { id, attribute }) => {
            ("this message refers to one that does not exist; its name is shown instead", with(id, attribute))
        }
        ResolverError::Reference(ReferenceKind::Term { id, attribute }) => (
            "this message refers to a term that does not exist; its name is shown instead",
            format!("-{}", with(id, attribute)),
        ),
        ResolverError::Reference(ReferenceKind::Function { id }) => {
            ("this message calls a function that does not exist; its name is shown instead", format!("{id}()"))
        }
        ResolverError::NoValue(id) => {
            ("this message refers to one without text; its name is shown instead", id.clone())
        }
        ResolverError::MissingDefault => {
            ("no variant matches and there is no default (`*`); nothing is shown", String::new())
        }
        ResolverError::Cyclic => ("this message contains itself; a part of it is not shown", String::new()),
        ResolverError::TooManyPlaceables => {
            ("this message has too many placeables; the rest of it is not shown", String::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        i18n::{LocaleFile, bundle::messages::Bundle},
        model::lang::Lang,
    };
    use fluent::FluentArgs;

    #[test]
    fn the_log_says_what_is_unknown_and_what_is_shown() {
        let lang: Lang = "uk".parse().unwrap();
        let text = "a = { $dat }\nb = { c }\nd = { -e }\nf = { G() }\nh = { i }\ni =\n    .j = k\nl = { l }\n";
        let mut bundle = Bundle::new(&lang);
        let file = LocaleFile { lang, path: "a.ftl".to_owned(), text: text.to_owned() };
        assert_eq!(bundle.add(&[&file]), []);
        for (id, what, name) in [
            ("a", "this message uses a variable that it is not given; its name is shown instead", "$dat"),
            ("b", "this message refers to one that does not exist; its name is shown instead", "c"),
            ("d", "this message refers to a term that does not exist; its name is shown instead", "-e"),
            ("f", "this message calls a function that does not exist; its name is shown instead", "G()"),
            ("h", "this message refers to one without text; its name is shown instead", "i"),
            ("l", "this message contains itself; a part of it is not shown", ""),
        ] {
            let faults = bundle.write(&mut String::new(), id, &FluentArgs::new()).unwrap();
            assert_eq!(faults.iter().map(describe).collect::<Vec<_>>(), [(what, name.to_owned())], "{id}");
        }
    }
}
