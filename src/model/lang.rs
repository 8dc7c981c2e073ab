//! A language, as a BCP 47 tag. Which languages a site has is for `site.toml` to say, never for code.

use std::{borrow::Borrow, cell::RefCell, cmp::Ordering, fmt, hash, str::FromStr, sync::Arc};

use icu_locale::{
    LocaleDirectionality, LocaleExpander,
    names::{DisplayNamesPreferences, LanguageIdentifierDisplayName},
};
use unic_langid::LanguageIdentifier;

use super::sentence::{Argument, Sentence, expected};

/// A language in canonical form (`uk`, `pt-BR`), cheap to clone.
///
/// ```
/// let lang: litopys::model::lang::Lang = "UK".parse()?;
/// assert_eq!(lang.as_str(), "uk");
/// # Ok::<(), litopys::model::sentence::Sentence>(())
/// ```
#[derive(Clone)]
pub struct Lang(Arc<LangInner>);

struct LangInner {
    tag: String,
    id: LanguageIdentifier,
}

/// The direction in which a script is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As Cyrillic, and all that is not the other.
    LeftToRight,
    /// As Arabic.
    RightToLeft,
}

impl From<&Lang> for Argument {
    fn from(lang: &Lang) -> Self {
        Argument::Text(lang.to_string())
    }
}

impl Lang {
    /// The canonical tag: language lower case, script titled, region upper case (RFC 5646, 2.1.1).
    pub fn as_str(&self) -> &str {
        &self.0.tag
    }

    /// The parsed tag, for libraries that negotiate or format.
    pub fn id(&self) -> &LanguageIdentifier {
        &self.0.id
    }

    /// The direction of its script: the one that the tag names, else the likely one of language and region (CLDR).
    pub fn direction(&self) -> Direction {
        let is_rtl = |id: &icu_locale::LanguageIdentifier| LocaleDirectionality::new_extended().is_right_to_left(id);
        if self.for_icu().is_some_and(|id| is_rtl(&id)) { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// The languages whose words are its own too, the nearest first: `en-GB` is English. A tag is cut as long as its script
    /// stays, so `sr-Latn` is not Serbian in Cyrillic.
    pub fn parents(&self) -> Vec<Lang> {
        if !self.as_str().contains('-') {
            return Vec::new();
        }
        let script = |lang: &Lang| {
            let mut id = lang.for_icu()?;
            LocaleExpander::new_extended().maximize(&mut id);
            id.script
        };
        let own = script(self);
        let cuts = self.as_str().match_indices('-').rev().filter_map(|(at, _)| self.as_str().get(..at)?.parse().ok());
        cuts.take_while(|parent| script(parent) == own).collect()
    }

    /// The shortest form of this tag that no other of `languages` shares: `en-GB` becomes `en` if they have no other English.
    pub fn shortest_among<'a>(&self, languages: impl Iterator<Item = &'a Lang> + Clone) -> Lang {
        let others = languages.filter(|other| *other != self);
        let is_shared = |tag: &Lang| others.clone().any(|other| other == tag || other.parents().contains(tag));
        self.parents().into_iter().rev().find(|tag| !is_shared(tag)).unwrap_or_else(|| self.clone())
    }

    /// The same language with its likely region (CLDR), where the tag names none: `pl-PL`.
    pub fn with_region(&self) -> Lang {
        let likely = || {
            let (mut likely, mut id) = (self.for_icu()?, self.for_icu()?);
            LocaleExpander::new_extended().maximize(&mut likely);
            id.region = id.region.or(likely.region);
            id.to_string().parse().ok()
        };
        likely().unwrap_or_else(|| self.clone())
    }

    /// Its name in `other`, as CLDR has it: `польська`, `Canadian French`. `None` if CLDR has none.
    pub fn name_in(&self, other: &Lang) -> Option<String> {
        let locale: icu_locale::Locale = other.as_str().parse().ok()?;
        let names = DisplayNamesPreferences::from(locale);
        let name = LanguageIdentifierDisplayName::try_new_heavy(names, self.for_icu()?, Default::default()).ok()?;
        let name = name.as_borrowed().to_string();
        // The tag itself stands in for a name that is not there.
        let begins = name.split(|c: char| !c.is_alphanumeric()).next();
        (begins != Some(self.id().language.as_str())).then_some(name)
    }

    fn for_icu(&self) -> Option<icu_locale::LanguageIdentifier> {
        self.as_str().parse().ok()
    }
}

/// As `dir` has it in HTML.
impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        })
    }
}

/// Tags that each thread remembers.
const MOST_KNOWN: usize = 16;

thread_local! {
    /// The first tags that this thread has met: rows of the catalog name the same few again and again.
    static KNOWN: RefCell<Vec<Lang>> = const { RefCell::new(Vec::new()) };
}

impl FromStr for Lang {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let known = |known: &Vec<Lang>| known.iter().find(|lang| lang.as_str() == text).cloned();
        if let Some(lang) = KNOWN.with_borrow(known) {
            return Ok(lang);
        }
        let wrong = || expected("expected-language", text);
        let id: LanguageIdentifier = text.parse().map_err(|_| wrong())?;
        if id.language.is_empty() {
            return Err(wrong());
        }
        let lang = Lang(Arc::new(LangInner { tag: id.to_string(), id }));
        KNOWN.with_borrow_mut(|known| {
            if known.len() < MOST_KNOWN && lang.as_str() == text {
                known.push(lang.clone());
            }
        });
        Ok(lang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Lang({self})")
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Lang {}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl hash::Hash for Lang {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Lang {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

super::as_text::serde_as_text!(Lang);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_written_in_canonical_form() {
        for (typed, canonical) in [("uk", "uk"), ("UK", "uk"), ("pt-br", "pt-BR"), ("sr-latn-rs", "sr-Latn-RS")] {
            assert_eq!(typed.parse::<Lang>().unwrap().to_string(), canonical);
        }
    }

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn direction_follows_the_script() {
        for (direction, tags) in [
            (
                "rtl",
                "ar he fa ur yi ps sd ug dv ckb ks syr nqo rhg az-Arab ku-Arab pa-PK pa-Arab uz-AF ff-Adlm en-Hebr ar-EG",
            ),
            ("ltr", "uk en ru pl ka hy el hi zh-Hant ja ko ku az pa uz ff ar-Latn he-Latn sr-Latn tlh crh"),
        ] {
            for tag in tags.split(' ') {
                assert_eq!(lang(tag).direction().to_string(), direction, "{tag}");
            }
        }
    }

    #[test]
    fn a_tag_is_cut_as_long_as_its_script_stays() {
        for (tag, parents) in [
            ("en-GB", "en"),
            ("uk-UA", "uk"),
            ("sr-Cyrl-RS", "sr-Cyrl sr"),
            ("sr-Latn-RS", "sr-Latn"),
            ("zh-Hant-HK", "zh-Hant"),
            ("pa-PK", ""),
            ("ca-ES-valencia", "ca-ES ca"),
            ("uk", ""),
        ] {
            let found: Vec<_> = lang(tag).parents().iter().map(Lang::to_string).collect();
            assert_eq!(found.join(" "), parents, "{tag}");
        }
    }

    #[test]
    fn a_tag_is_as_short_as_the_other_languages_let_it_be() {
        for (languages, short) in [
            ("en-GB uk", "en"),
            ("en-GB en-US uk", "en-GB"),
            ("en-GB en", "en-GB"),
            ("zh-Hant-HK zh-Hans", "zh-Hant"),
            ("zh-Hant-HK zh-Hant-TW", "zh-Hant-HK"),
            ("sr-Latn sr", "sr-Latn"),
            ("uk en", "uk"),
        ] {
            let languages: Vec<Lang> = languages.split(' ').map(lang).collect();
            assert_eq!(languages[0].shortest_among(languages.iter()), lang(short), "{languages:?}");
        }
    }

    #[test]
    fn a_likely_region_is_that_of_cldr() {
        for (tag, with) in [
            ("uk", "uk-UA"),
            ("ru", "ru-RU"),
            ("pl", "pl-PL"),
            ("he", "he-IL"),
            ("sr-Latn", "sr-Latn-RS"),
            ("zh-Hant", "zh-Hant-TW"),
            ("pt", "pt-BR"),
            ("pt-PT", "pt-PT"),
            ("es-419", "es-419"),
            ("xqq", "xqq"),
        ] {
            assert_eq!(lang(tag).with_region(), lang(with));
        }
    }

    #[test]
    fn names_are_those_of_cldr() {
        for (tag, other, name) in [
            ("pl", "uk", Some("польська")),
            ("crh", "uk", Some("кримськотатарська")),
            ("he", "ru", Some("иврит")),
            ("en-GB", "ru", Some("британский английский")),
            ("pt-BR", "en", Some("Brazilian Portuguese")),
            ("uk", "pl", Some("ukraiński")),
            ("uk", "en-GB", Some("Ukrainian")),
            ("xqq", "uk", None),
        ] {
            assert_eq!(lang(tag).name_in(&lang(other)).as_deref(), name, "{tag} in {other}");
        }
        for (tag, name) in
            [("pl", "polski"), ("ar", "العربية"), ("ka", "ქართული"), ("xqq", "xqq"), ("be", "беларуская")]
        {
            assert_eq!(lang(tag).name_in(&lang(tag)).unwrap_or_else(|| tag.to_owned()), name);
        }
    }

    #[test]
    fn refuses_what_names_no_language() {
        for typed in ["", "und", "x", "українська", "uk ", "../en", "*"] {
            let error = typed.parse::<Lang>().unwrap_err().to_string();
            assert!(error.contains(typed) && error.contains("BCP 47"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(text in "\\PC{0,12}") {
            if let Ok(lang) = text.parse::<Lang>() {
                prop_assert_eq!(lang.as_str().parse::<Lang>().unwrap(), lang);
            }
        }
    }
}
