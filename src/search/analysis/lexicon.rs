//! The dictionaries of search, read where they lie in the binary. The format is that of `src/search/data/lexicon.rs`.
//!
//! A lexicon maps a folded form to rules that make its lemmas, and an ending to rules for words it does not have. Which
//! languages have one is the table in this file and nowhere else; a language without one is not an error.

use std::sync::LazyLock;

use fst::raw::Fst;

use crate::model::lang::Lang;

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    let files: [(&str, &'static [u8]); 3] = [
        ("en", include_bytes!("../data/en.lex")),
        ("ru", include_bytes!("../data/ru.lex")),
        ("uk", include_bytes!("../data/uk.lex")),
    ];
    files.into_iter().enumerate().filter_map(|(at, (tag, bytes))| Lexicon::read(at, tag.parse().ok()?, bytes)).collect()
});

/// Letters that a word may have to be looked up; longer ones are not words.
const LONGEST: usize = 48;
/// The bytes that stand for letters, in the order of the file's alphabet.
const CODES: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The last letter any alphabet has, plus one: the end of Cyrillic.
const LETTERS: usize = 0x500;
/// Lemmas guessed for a form of which nothing is known.
const GUESSES: usize = 2;
/// The shortest prefix before a word of the lexicon: `кібер|безпека`, `hyper|links`.
const SHORTEST_PREFIX: usize = 2;
const SHORTEST_TAIL: usize = 5;

/// One language's dictionary.
pub(super) struct Lexicon {
    pub(super) lang: Lang,
    /// Its place among the lexicons.
    pub(super) at: usize,
    codes: Box<[u8; LETTERS]>,
    rules: Vec<LemmaRule>,
    /// The range of each set in `rules`.
    sets: Vec<(u32, u32)>,
    forms: Fst<&'static [u8]>,
    endings: Fst<&'static [u8]>,
}

/// How a lemma is made of a form: letters off its end, others put there.
#[derive(Clone, Copy)]
struct LemmaRule {
    off: usize,
    on: &'static str,
}

/// An entry of the lexicon for a form.
pub(super) struct LexiconEntry<'a> {
    rules: &'a [LemmaRule],
    pub(super) kind: NameKind,
}

/// Whether a form is a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    Word,
    MayBeName,
    Name,
}

impl LexiconEntry<'_> {
    /// The lemmas of the form, best first.
    pub(super) fn lemmas(&self, form: &str) -> impl Iterator<Item = String> {
        self.rules.iter().filter_map(|rule| rule.apply(form))
    }
}

impl LemmaRule {
    fn apply(self, form: &str) -> Option<String> {
        let end = match self.off {
            0 => form.len(),
            off => form.char_indices().rev().nth(off - 1)?.0,
        };
        Some([form.get(..end)?, self.on].concat())
    }
}

/// A word as an automaton reads it.
struct Coded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Coded {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Lexicon {
    /// The lexicon of a language, by its subtag alone: `uk-UA` has that of `uk`.
    pub(super) fn for_lang(lang: &Lang) -> Option<&'static Lexicon> {
        LEXICONS.iter().find(|lexicon| lexicon.lang.id().language == lang.id().language)
    }

    /// Every lexicon there is.
    pub(super) fn all() -> impl Iterator<Item = &'static Lexicon> {
        LEXICONS.iter()
    }

    fn read(at: usize, lang: Lang, file: &'static [u8]) -> Option<Lexicon> {
        let mut rest = file;
        let mut line = || {
            let end = rest.iter().position(|&byte| byte == b'\n')?;
            let line = std::str::from_utf8(rest.get(..end)?).ok()?;
            rest = rest.get(end + 1..)?;
            Some(line)
        };
        (line()? == "litopys lexicon 1").then_some(())?;
        let mut codes = Box::new([0; LETTERS]);
        for (letter, code) in line()?.chars().zip(CODES) {
            *codes.get_mut(letter as usize)? = *code;
        }
        let sizes: Vec<usize> = line()?.split(' ').filter_map(|size| size.parse().ok()).collect();
        let &[count, forms, _] = sizes.as_slice() else { return None };
        let (mut rules, mut sets) = (Vec::new(), Vec::with_capacity(count));
        for _ in 0..count {
            let start = u32::try_from(rules.len()).ok()?;
            for rule in line()?.split(' ') {
                let (off, on) = rule.split_once('+')?;
                rules.push(LemmaRule { off: off.parse().ok()?, on });
            }
            sets.push((start, u32::try_from(rules.len()).ok()?));
        }
        let (forms, endings) = (rest.get(..forms)?, rest.get(forms..)?);
        Some(Lexicon { lang, at, codes, rules, sets, forms: Fst::new(forms).ok()?, endings: Fst::new(endings).ok()? })
    }

    /// The lexicon's entry for a folded form.
    pub(super) fn entry(&self, form: &str) -> Option<LexiconEntry<'_>> {
        self.look_up(self.coded(form)?.bytes())
    }

    /// Whether any form begins so.
    pub(super) fn begins(&self, beginning: &str) -> bool {
        let Some(coded) = self.coded(beginning) else { return false };
        let step =
            |node: fst::raw::Node<'_>, &code: &u8| Some(self.forms.node(node.transition(node.find_input(code)?).addr));
        coded.bytes().iter().try_fold(self.forms.root(), step).is_some()
    }

    /// The lemmas of a form that is not in the lexicon, as far as its ending or a known word within it shows them.
    pub(super) fn guess(&self, form: &str) -> Vec<String> {
        let Some(coded) = self.coded(form) else { return Vec::new() };
        self.compound(form, coded.bytes()).unwrap_or_else(|| self.by_ending(form, coded.bytes()))
    }

    fn coded(&self, form: &str) -> Option<Coded> {
        let mut coded = Coded { bytes: [0; LONGEST], len: 0 };
        for letter in form.chars() {
            let code = *self.codes.get(letter as usize)?;
            (code != 0).then_some(())?;
            *coded.bytes.get_mut(coded.len)? = code;
            coded.len += 1;
        }
        Some(coded)
    }

    fn look_up(&self, key: &[u8]) -> Option<LexiconEntry<'_>> {
        let value = self.forms.get(key)?.value();
        let kind = match value % 4 {
            0 => NameKind::Word,
            1 => NameKind::MayBeName,
            _ => NameKind::Name,
        };
        Some(LexiconEntry { rules: self.set(value), kind })
    }

    fn set(&self, value: u64) -> &[LemmaRule] {
        let at = usize::try_from(value / 4).unwrap_or(usize::MAX);
        let (start, end) = self.sets.get(at).copied().unwrap_or_default();
        self.rules.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The lemmas by the longest known common word that ends the form.
    fn compound(&self, form: &str, key: &[u8]) -> Option<Vec<String>> {
        let last = key.len().checked_sub(SHORTEST_TAIL)?;
        (SHORTEST_PREFIX..=last).find_map(|at| {
            let entry = self.look_up(key.get(at..)?).filter(|entry| entry.kind != NameKind::Name)?;
            Some(entry.lemmas(form).collect())
        })
    }

    /// The lemmas by the longest ending that the lexicon has rules for; one that is a known word, if any is.
    fn by_ending(&self, form: &str, key: &[u8]) -> Vec<String> {
        let mut node = self.endings.root();
        let mut sum = fst::raw::Output::zero();
        let mut found: Vec<&[LemmaRule]> = Vec::new();
        for &code in key.iter().rev() {
            let Some(at) = node.find_input(code) else { break };
            let step = node.transition(at);
            sum = sum.cat(step.out);
            node = self.endings.node(step.addr);
            if node.is_final() {
                found.push(self.set(sum.cat(node.final_output()).value()));
            }
        }
        // Two letters of the word at the least are its own.
        let fits = |rule: &&LemmaRule| rule.off + 2 <= key.len();
        let made = |rules: &[LemmaRule]| -> Vec<String> {
            rules.iter().filter(fits).filter_map(|rule| rule.apply(form)).collect()
        };
        let known = found.iter().rev().flat_map(|rules| made(rules)).find(|lemma| self.entry(lemma).is_some());
        let likeliest = || found.last().map_or_else(Vec::new, |rules| made(rules).into_iter().take(GUESSES).collect());
        known.map_or_else(likeliest, |lemma| vec![lemma])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        assert_eq!(Lexicon::all().map(|lexicon| lexicon.lang.as_str()).collect::<Vec<_>>(), ["en", "ru", "uk"]);
        for lexicon in Lexicon::all() {
            assert!(lexicon.forms.verify().is_ok() && lexicon.endings.verify().is_ok(), "{}", lexicon.lang);
        }
    }

    #[test]
    fn a_region_changes_nothing_and_another_language_has_none() {
        let of = |tag: &str| Lexicon::for_lang(&tag.parse().unwrap()).map(|lexicon| lexicon.lang.as_str());
        assert_eq!((of("uk-UA"), of("en-GB"), of("pl")), (Some("uk"), Some("en"), None));
    }
}
