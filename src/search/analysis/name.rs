//! Names that are not in the dictionary or stand there as something else: `Торецька` and `Торецьком` belong to `Торецьк`, `Лавровим` to
//! `Лавров`. A guesser in addition to the dictionary: it cuts the endings that names take, and what is left is a term of its own,
//! the *stem*, with `^` before it. Stems meet stems alone, so a guess never leads to a common word.
//!
//! A word that no dictionary has gets the stem of each ending that it may have. A word that the dictionary has gets one only
//! where it looks like a place in -ськ or a surname in -ов or -ін and the nominative is not a common word.

use super::{
    lexicon::{Lexicon, NameKind},
    phonetic_key::sound,
};

/// Letters that a stem must have to distinguish names.
const SHORTEST: usize = 3;
/// Letters of a stem in -ов or -ін: `син` is not a surname.
const SHORTEST_SURNAME: usize = 4;
/// Stems of one word.
const MOST: usize = 3;

/// How the names of a language inflect.
struct Paradigms {
    /// Endings of nouns and adjectives, longest first.
    endings: &'static [&'static str],
    /// Endings that hide another: `Байденові` is of `Байден`, and `Лаврові` may be of `Лавров`.
    ambiguous: &'static [(&'static str, &'static str)],
    /// The endings of place names in -ськ.
    towns: &'static [&'static str],
    /// Endings of a town that no adjective has: `Донецьком`.
    only_towns: &'static [&'static str],
    /// The ends of stems of such towns.
    town_stems: &'static [&'static str],
    /// The ends of stems of surnames, and of towns that inflect like them.
    surname_stems: &'static [&'static str],
    /// The endings of such surnames, feminine and plural ones included.
    surnames: &'static [&'static str],
    /// Letters that stand for others when no ending follows.
    bare: &'static [(&'static str, &'static str)],
    /// Consonants that an ending changes: `Сибізі` is of `Сибіга`.
    softened: &'static [(&'static str, &'static str)],
    /// The end of a genitive plural and of its nominative: `Черновцов` and `Черновцы`.
    plurals: &'static [(&'static str, &'static str)],
}

const UKRAINIAN: Paradigms = Paradigms {
    endings: &[
        "ього", "ьому", "ові", "еві", "єві", "ами", "ями", "ого", "ому", "ими", "іми", "ьою", "ньою", "ом", "ем", "єм",
        "ою", "ею", "єю", "ам", "ям", "ах", "ях", "ів", "їв", "ий", "ій", "ой", "им", "ім", "ої", "их", "іх", "а", "я",
        "у", "ю", "о", "е", "є", "и", "і", "ї", "ь", "й",
    ],
    ambiguous: &[("ові", "і"), ("еві", "і"), ("єві", "і"), ("ий", "й"), ("ій", "й"), ("ой", "й")],
    towns: &["", "а", "у", "ом", "ові"],
    only_towns: &["", "ом", "ові"],
    town_stems: &["ськ", "цьк", "зьк"],
    surname_stems: &["ов", "ев", "єв", "ин", "ін", "їн"],
    surnames: &["", "а", "у", "им", "ом", "ові", "і", "е", "ої", "ій", "ою", "и", "их", "ими"],
    bare: &[("ів", "ов"), ("їв", "єв"), ("піль", "пол"), ("єць", "йц"), ("ець", "ц")],
    softened: &[("зі", "г"), ("ці", "к"), ("сі", "х")],
    plurals: &[("ів", "и"), ("ів", "і"), ("їв", "ї"), ("ен", "ни"), ("ок", "ки"), ("", "и"), ("", "і")],
};

const RUSSIAN: Paradigms = Paradigms {
    endings: &[
        "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ом", "ем", "ой", "ей", "ою", "ею", "ам", "ям", "ах",
        "ях", "ов", "ев", "ий", "ый", "им", "ым", "ая", "яя", "ую", "юю", "ое", "ее", "ые", "ие", "их", "ых", "а", "я",
        "у", "ю", "о", "е", "ы", "и", "ь", "й",
    ],
    ambiguous: &[("ий", "й"), ("ой", "й"), ("ей", "й")],
    towns: &["", "а", "у", "ом", "е"],
    only_towns: &["", "а", "у", "е"],
    town_stems: &["ск", "цк"],
    surname_stems: &["ов", "ев", "ин", "ын"],
    surnames: &["", "а", "у", "ым", "ом", "е", "ой", "ою", "ы", "ых", "ыми"],
    bare: &[("ец", "ц")],
    softened: &[],
    plurals: &[("ов", "ы"), ("ев", "и"), ("ен", "ны"), ("ок", "ки"), ("", "ы"), ("", "и")],
};

/// The terms that `form` has as a name, in addition to those of the dictionary; `kind` is what the dictionary says of it, if it has
/// it.
pub(super) fn names(lexicon: &Lexicon, form: &str, kind: Option<NameKind>) -> Vec<String> {
    let paradigms = match lexicon.lang.as_str() {
        "uk" => &UKRAINIAN,
        "ru" => &RUSSIAN,
        _ => return Vec::new(),
    };
    if !form.chars().all(|letter| letter == '\'' || ('\u{430}'..='\u{45F}').contains(&letter)) {
        return Vec::new();
    }
    let mut terms = match kind {
        None => paradigms.unknown(form),
        Some(kind) => paradigms.known(lexicon, form, kind),
    };
    if let Some(place) = paradigms.plural(lexicon, form) {
        terms.extend(sound(&place));
        terms.push(place);
    }
    terms
}

impl Paradigms {
    /// The stems of a word that is not in the dictionary, and the sound of the likeliest.
    fn unknown(&self, form: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::new();
        for (stem, ending) in self.cuts(form) {
            if ends_in(stem, self.town_stems) {
                stems.extend(self.town(stem, ending));
            } else {
                stems.push(self.bared(stem, ending));
            }
        }
        stems.extend(self.hardened(form));
        stems.dedup();
        stems.truncate(MOST);
        let sound = self.cuts(form).next().and_then(|(stem, _)| sound(stem));
        sound.into_iter().chain(stems.iter().map(|stem| marked(stem))).collect()
    }

    /// The stem of a town or surname that the dictionary has as something else, or not in every case.
    fn known(&self, lexicon: &Lexicon, form: &str, kind: NameKind) -> Vec<String> {
        let mut terms = Vec::new();
        for (stem, ending) in self.cuts(form) {
            let bared = if kind == NameKind::Word { stem.to_owned() } else { self.bared(stem, ending) };
            let is_town = ends_in(stem, self.town_stems) && self.towns.contains(&ending);
            if !is_town && !self.is_surname(&bared, ending) {
                continue;
            }
            match lexicon.entry(stem).map(|entry| entry.kind) {
                Some(NameKind::Word) => continue,
                Some(_) => terms.extend(sound(stem)),
                // `дубовою` may be of Дубов, but `всередині` is not of a name.
                None if kind == NameKind::Word && stem.ends_with('н') => continue,
                None => {}
            }
            terms.push(marked(&bared));
        }
        terms
    }

    fn is_surname(&self, stem: &str, ending: &str) -> bool {
        ends_in(stem, self.surname_stems) && self.surnames.contains(&ending) && stem.chars().count() >= SHORTEST_SURNAME
    }

    /// The plural place that a genitive may be of, where the dictionary has it: `Ромен` of `Ромни`.
    fn plural(&self, lexicon: &Lexicon, form: &str) -> Option<String> {
        self.plurals.iter().find_map(|(genitive, nominative)| {
            let stem = form.strip_suffix(genitive).filter(|stem| stem.chars().count() >= SHORTEST)?;
            let place = [stem, nominative].concat();
            let entry = lexicon.entry(&place).filter(|entry| entry.kind == NameKind::Name)?;
            let is_nominative = entry.lemmas(&place).any(|lemma| lemma == place);
            is_nominative.then_some(place)
        })
    }

    /// The ways to part a form into stem and ending: none cut off where a consonant ends it, the longest ending, and one
    /// that the longest may hide.
    fn cuts<'a>(&'a self, form: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let bare = form.ends_with(is_consonant).then_some("");
        let longest = self.endings.iter().find(|ending| form.ends_with(**ending)).copied();
        let hidden = self.ambiguous.iter().find(|(ending, _)| Some(*ending) == longest).map(|(_, hidden)| *hidden);
        bare.into_iter().chain(longest).chain(hidden).filter_map(|ending| {
            let stem = form.strip_suffix(ending)?;
            (stem.chars().count() >= SHORTEST).then_some((stem, ending))
        })
    }

    /// A stem in -ськ is of a town, of an adjective, or of either, as its ending says.
    fn town(&self, stem: &str, ending: &str) -> Vec<String> {
        let adjective = [stem, "ий"].concat();
        match (self.towns.contains(&ending), self.only_towns.contains(&ending)) {
            (true, true) => vec![stem.to_owned()],
            (true, false) => vec![stem.to_owned(), adjective],
            (false, _) => vec![adjective],
        }
    }

    /// The stem as it is before endings.
    fn bared(&self, stem: &str, ending: &str) -> String {
        let soft = if ending == "ь" { "ь" } else { "" };
        if !matches!(ending, "" | "ь") {
            // Умань, Уманню.
            let mut letters = stem.chars().rev();
            let (last, before) = (letters.next(), letters.next());
            let doubled = ending == "ю" && last == before;
            return if doubled { last.and_then(|last| stem.strip_suffix(last)).unwrap_or(stem) } else { stem }
                .to_owned();
        }
        let whole = [stem, soft].concat();
        let found = self.bare.iter().find_map(|(bare, full)| Some([whole.strip_suffix(bare)?, full].concat()));
        found.unwrap_or_else(|| stem.to_owned())
    }

    fn hardened(&self, form: &str) -> Option<String> {
        self.softened.iter().find_map(|(soft, hard)| Some([form.strip_suffix(soft)?, hard].concat()))
    }
}

fn ends_in(stem: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| stem.ends_with(end))
}

fn is_consonant(letter: char) -> bool {
    !matches!(letter, 'а' | 'е' | 'є' | 'и' | 'і' | 'ї' | 'о' | 'у' | 'ю' | 'я' | 'ы' | 'э' | 'ь' | 'ъ' | 'й' | '\'')
}

fn marked(stem: &str) -> String {
    format!("^{stem}")
}

#[cfg(test)]
mod tests {
    use crate::{model::lang::Lang, search::analysis::terms};

    const UKRAINIAN: &str = include_str!("../../../tests/fixtures/names.uk.txt");
    const RUSSIAN: &str = include_str!("../../../tests/fixtures/names.ru.txt");

    /// The share of pairs of forms that find each other, and the pairs of different words that do.
    fn measure(lang: &str, names: &str) -> (f64, Vec<String>) {
        let lang: Lang = lang.parse().unwrap();
        let (mut pairs, mut met, mut wrong) = (0, 0, Vec::new());
        for line in names.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "!").collect();
            for (at, one) in words.iter().enumerate() {
                for other in words.iter().skip(at + 1) {
                    let meets =
                        one.split('-').zip(other.split('-')).all(|(a, b)| terms(&lang, a).meet(&terms(&lang, b)));
                    if line.starts_with('!') {
                        wrong.extend(meets.then(|| format!("{one} {other}")));
                    } else {
                        pairs += 1;
                        met += usize::from(meets);
                    }
                }
            }
        }
        (met as f64 / f64::from(pairs), wrong)
    }

    #[test]
    fn names_find_their_forms_and_no_other_names() {
        for (lang, names, known) in [("uk", UKRAINIAN, &[][..]), ("ru", RUSSIAN, &["Лавров лавра"][..])] {
            let (recall, wrong) = measure(lang, names);
            assert!(recall >= 0.98, "{lang}: {recall}");
            assert_eq!(wrong, known, "{lang}");
        }
    }

    #[test]
    fn a_common_word_gets_no_stem() {
        for (lang, words) in
            [("uk", "мова слово причина країна морський готовий синій"), ("ru", "слово причина морской")]
        {
            for word in words.split(' ') {
                let found = terms(&lang.parse().unwrap(), word);
                assert!(found.iter().all(|term| !term.starts_with('^')), "{word}: {found:?}");
            }
        }
    }
}
