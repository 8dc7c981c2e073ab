//! Terms of the words a thread met lately. Texts repeat themselves: nine words of ten are here.

use std::cell::RefCell;

use super::terms::Terms;

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
pub(super) fn get(lexicon: usize, word: &str, make: impl FnOnce() -> Terms) -> Terms {
    if word.len() > LONGEST {
        return make();
    }
    let place = hash(lexicon, word) % PLACES;
    let remembered = WORDS.with_borrow(|words| {
        let found = words.get(place)?.as_ref()?;
        (found.lexicon == lexicon && *found.word == *word).then(|| found.terms.clone())
    });
    remembered.unwrap_or_else(|| {
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
    use crate::search::analysis::terms;

    #[test]
    fn one_language_never_answers_for_another() {
        let (uk, ru) = ("uk".parse().unwrap(), "ru".parse().unwrap());
        for _ in 0..2 {
            assert_eq!(terms(&uk, "мила").iter().next(), Some("милий"));
            assert_ne!(terms(&uk, "мила"), terms(&ru, "мила"));
        }
    }
}
