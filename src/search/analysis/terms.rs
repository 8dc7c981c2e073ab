//! The terms under which a word is indexed and searched. The same function makes both, so that they meet.

use std::{borrow::Cow, cell::RefCell, sync::Arc};

use super::{
    folding::{fold_into, without_cyrillic_ending},
    lexicon::{Lexicon, LexiconEntry, NameKind},
    name::names,
    phonetic_key::sound,
    token::{is_group_space, is_hyphen},
};
use crate::model::lang::Lang;

/// Lemmas of a word that may be a name; its keys come on top.
const LEMMAS_OF_A_NAME: usize = 2;

/// The terms of one word, at least one; cheap to clone.
///
/// ```
/// use litopys::{model::lang::Lang, search::terms};
///
/// let lang: Lang = "en".parse()?;
/// assert_eq!(terms(&lang, "Withdrew").iter().collect::<Vec<_>>(), ["withdraw"]);
/// # Ok::<(), litopys::model::sentence::Sentence>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms(Arc<[Box<str>]>);

impl Terms {
    /// The terms, the likeliest lemma first and the keys of a name last.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Whether a word with these terms is found by one with those.
    pub fn meet(&self, others: &Terms) -> bool {
        self.iter().any(|term| others.iter().any(|other| other == term))
    }
}

impl std::ops::Deref for Terms {
    type Target = [Box<str>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Terms {
    type Item = &'a str;
    type IntoIter = std::iter::Map<std::slice::Iter<'a, Box<str>>, fn(&'a Box<str>) -> &'a str>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// The terms under which a word is indexed and searched: its lemmas, and for what may be a name its [`sound`].
///
/// A word has one term, seldom two or three; a name has more, for its stem and its sound are terms too. One that is not in the lexicon is guessed by its ending; where the
/// language has no lexicon, the term is the folded word. Words that were asked for lately come from a cache of the
/// thread.
pub fn terms(lang: &Lang, word: &str) -> Terms {
    let word = &*joined(word);
    match Lexicon::for_lang(lang) {
        Some(lexicon) => remembered(lexicon.at, word, || analysed(lexicon, word)),
        None => {
            let mut form = String::new();
            fold_into(word, &mut form);
            Terms([form.into_boxed_str()].into())
        }
    }
}

/// A compound without its hyphens, a number without the spaces between its thousands.
fn joined(word: &str) -> Cow<'_, str> {
    let parts = |c: char| is_hyphen(c) || is_group_space(c);
    if word.contains(parts) { word.replace(parts, "").into() } else { word.into() }
}

fn analysed(lexicon: &Lexicon, word: &str) -> Terms {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    let form = without_possessive(&folded);
    let (kind, mut found) = match lexicon.entry(form) {
        Some(entry) => (Some(entry.kind), lemmas(&entry, form)),
        None if is_a_word(form) => (None, named(lexicon.guess(form), form)),
        None => return Terms([form.into()].into()),
    };
    for term in names(lexicon, form, kind) {
        if !found.contains(&term) {
            found.push(term);
        }
    }
    if found.is_empty() {
        found.push(form.to_owned());
    }
    Terms(found.into_iter().map(String::into_boxed_str).collect())
}

fn lemmas(entry: &LexiconEntry, form: &str) -> Vec<String> {
    let lemmas = entry.lemmas(form);
    if entry.kind == NameKind::Word { lemmas.collect() } else { named(lemmas.collect(), form) }
}

/// The lemmas of what may be a name, or the form where there are none, and the keys of their sounds.
fn named(mut lemmas: Vec<String>, form: &str) -> Vec<String> {
    lemmas.truncate(LEMMAS_OF_A_NAME);
    if lemmas.is_empty() {
        lemmas.push(form.to_owned());
    }
    for at in 0..lemmas.len() {
        let key = lemmas.get(at).and_then(|lemma| sound(lemma));
        lemmas.extend(key.filter(|key| !lemmas.contains(key)));
    }
    lemmas
}

/// `reader's` is searched as the reader, and `YouTube’і` as YouTube.
pub(super) fn without_possessive(form: &str) -> &str {
    let english = || form.strip_suffix("'s").filter(|rest| !rest.is_empty());
    without_cyrillic_ending(form).or_else(english).unwrap_or(form)
}

fn is_a_word(form: &str) -> bool {
    form.chars().all(|letter| letter.is_alphabetic() || letter == '\'')
}

/// Words remembered by a thread; a new one takes the place of the one with the same number. Some 2 MB when full.
const PLACES: usize = 1 << 14;
/// Longer words are rare, and a long list of them is an attack.
const LONGEST: usize = 64;

struct Remembered {
    lexicon: usize,
    word: Box<str>,
    terms: Terms,
}

thread_local! {
    static WORDS: RefCell<Vec<Option<Remembered>>> = const { RefCell::new(Vec::new()) };
}

/// The remembered terms of a word in a lexicon, or those that `make` makes, which must depend on nothing else.
fn remembered(lexicon: usize, word: &str, make: impl FnOnce() -> Terms) -> Terms {
    if word.len() > LONGEST {
        return make();
    }
    let place = hash(lexicon, word) % PLACES;
    let known = WORDS.with_borrow(|words| {
        let found = words.get(place)?.as_ref()?;
        (found.lexicon == lexicon && *found.word == *word).then(|| found.terms.clone())
    });
    known.unwrap_or_else(|| {
        let terms = make();
        let new = Remembered { lexicon, word: word.into(), terms: terms.clone() };
        WORDS.with_borrow_mut(|words| {
            if words.is_empty() {
                words.resize_with(PLACES, || None);
            }
            if let Some(slot) = words.get_mut(place) {
                *slot = Some(new);
            }
        });
        terms
    })
}

/// Eight bytes at a time, as in rustc's own tables: which word takes which place needs no secret.
fn hash(lexicon: usize, word: &str) -> usize {
    let mut sum = lexicon as u64;
    for chunk in word.as_bytes().chunks(8) {
        let bytes = chunk.iter().fold(0_u64, |bytes, &byte| bytes << 8 | u64::from(byte));
        sum = (sum.rotate_left(5) ^ bytes).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
    (sum >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lang: &str, word: &str) -> Terms {
        terms(&lang.parse().unwrap(), word)
    }

    #[track_caller]
    fn check_meet(lang: &str, words: &[&str]) {
        for word in words {
            assert!(of(lang, words[0]).meet(&of(lang, word)), "{} and {word}: {:?}", words[0], of(lang, word));
        }
    }

    #[test]
    fn a_form_finds_every_other() {
        check_meet("uk", &["конвенція", "конвенції", "Конвенцією", "КОНВЕНЦІЙ"]);
        check_meet("uk", &["бути", "був", "будуть", "є"]);
        check_meet("uk", &["людина", "люди", "людьми"]);
        check_meet("uk", &["ґанок", "ганку", "Ґанком"]);
        check_meet("uk", &["об'єднання", "об’єднанням", "обʼєднань"]);
        check_meet("uk", &["замок", "за\u{301}мку", "замками"]);
        check_meet("ru", &["ёлка", "елками", "Ёлки"]);
        check_meet("ru", &["человек", "люди", "людьми"]);
        check_meet("ru", &["идти", "шёл", "шла", "идёт"]);
        check_meet("ru", &["новый", "нового", "новее"]);
    }

    #[test]
    fn english_irregulars_find_their_lemma() {
        check_meet("en", &["withdraw", "withdrew", "withdrawn", "withdraws", "withdrawing"]);
        check_meet("en", &["mouse", "mice"]);
        check_meet("en", &["good", "better", "best"]);
        check_meet("en", &["child", "children", "children's"]);
        check_meet("en", &["be", "was", "were", "is"]);
        check_meet("en", &["reader", "readers", "reader’s"]);
        check_meet("en", &["city", "cities"]);
        check_meet("en", &["stop", "stopped", "stopping"]);
    }

    #[test]
    fn words_that_no_dictionary_has_are_guessed() {
        check_meet("uk", &["блокчейнізація", "блокчейнізації", "блокчейнізацією"]);
        check_meet("uk", &["кібергігієна", "кібергігієною", "кібергігієни"]);
        check_meet("ru", &["блокчейнизация", "блокчейнизации", "блокчейнизацией"]);
        check_meet("en", &["hyperwidget", "hyperwidgets"]);
    }

    #[test]
    fn what_is_typed_in_different_ways_meets() {
        check_meet("uk", &["м'яч", "м’яч", "мʼяч", "м´яч", "м‛яч", "м՚яч", "м`яч", "м′яч", "м＇яч", "м‘ячем", "мʹяча"]);
        check_meet("uk", &["міністерство", "Мiнiстерство", "Мiністерства", "міністерcтвoм"]);
        check_meet("uk", &["Херсон", "Xерсон", "Херсoна", "Хepсон"]);
        check_meet("uk", &["ХІХ", "XIX", "XІX", "ⅩⅨ"]);
        check_meet("en", &["XIV", "XІV", "ⅩⅣ", "ＸＩＶ"]);
        check_meet("en", &["film", "ﬁlm", "ﬁlms", "ｆｉｌｍ"]);
        check_meet("en", &["CO2", "CO₂", "СО2", "СО₂"]);
        check_meet(
            "uk",
            &["1000000", "1 000 000", "1\u{A0}000\u{A0}000", "1\u{202F}000\u{2009}000", "１０００ ０００"],
        );
        check_meet("uk", &["Ту-154", "Ту154", "ТУ‑154", "Tу-154"]);
        check_meet("en", &["WiFi", "Wi-Fi", "wi‐fi"]);
        check_meet("uk", &["вебсайт", "веб-сайту", "вебсайтами"]);
        check_meet("uk", &["YouTube", "YouTube’і", "YouTube'ом"]);
    }

    #[test]
    fn other_words_stay_apart() {
        for (lang, one, other) in [
            ("uk", "термін", "термінал"),
            ("uk", "частина", "частковий"),
            ("ru", "реализация", "реальный"),
            ("en", "university", "universe"),
        ] {
            assert!(!of(lang, one).meet(&of(lang, other)), "{one} and {other}");
        }
    }

    #[test]
    fn names_meet_across_scripts() {
        let zelensky = [
            ("uk", "Зеленський"),
            ("uk", "Зеленського"),
            ("ru", "Зеленский"),
            ("ru", "Зеленскому"),
            ("en", "Zelenskyy"),
            ("en", "Zelensky’s"),
        ];
        let kyiv = [("uk", "Київ"), ("uk", "Києва"), ("ru", "Киев"), ("ru", "Киеве"), ("en", "Kyiv"), ("en", "kiev")];
        for names in [zelensky, kyiv] {
            for (lang, name) in names {
                let first = of(names[0].0, names[0].1);
                assert!(first.meet(&of(lang, name)), "{name}: {:?}, {first:?}", of(lang, name));
            }
        }
    }

    #[test]
    fn a_language_without_a_lexicon_gets_folding() {
        assert_eq!(of("pl", "Książkami").iter().collect::<Vec<_>>(), ["ksiazkami"]);
    }

    #[test]
    fn numbers_are_their_own_terms() {
        assert_eq!(of("uk", "2024").iter().collect::<Vec<_>>(), ["2024"]);
        assert_eq!(of("uk", "").iter().collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn one_language_never_answers_for_another() {
        let (uk, ru) = ("uk".parse().unwrap(), "ru".parse().unwrap());
        for _ in 0..2 {
            assert_eq!(terms(&uk, "мила").iter().next(), Some("милий"));
            assert_ne!(terms(&uk, "мила"), terms(&ru, "мила"));
        }
    }
}
