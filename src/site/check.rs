//! `[check]` of `site.toml`: the words that `litopys check` takes for meant.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use aho_corasick::AhoCorasick;

use super::TomlFields;
use crate::model::sentence::say;

/// Words that are read at most: making the automaton of many more takes time that grows with the square of their number.
const MOST_ALLOWED: usize = 10_000;

/// Words and phrases that are right as they are, in any language or alphabet.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    words: Vec<String>,
    /// The same, in lower case.
    lower: HashSet<String>,
    /// Finds them all in one reading; `None` if there are none.
    finder: Option<AhoCorasick>,
}

/// The ranges of a text with words that are allowed.
#[derive(Debug)]
pub struct AllowedIn<'a> {
    allowed: &'a Allowed,
    text: &'a str,
    /// In order, apart from one another.
    places: Vec<Range<usize>>,
}

impl Allowed {
    /// Whether this word is one of them, in any case of letters.
    pub fn has(&self, word: &str) -> bool {
        !self.lower.is_empty() && self.lower.contains(&word.to_lowercase())
    }

    /// The ranges of `text` that have them as words of their own.
    pub fn in_text<'a>(&'a self, text: &'a str) -> AllowedIn<'a> {
        AllowedIn { allowed: self, text, places: self.places(text, |place| is_apart(text, place)) }
    }

    /// The text without them.
    pub fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let places = self.places(text, |_| true);
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut left = String::with_capacity(text.len());
        let mut done = 0;
        for place in places {
            left.push_str(text.get(done..place.start).unwrap_or_default());
            left.push(' ');
            done = place.end;
        }
        left.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(left)
    }

    fn places(&self, text: &str, counts: impl Fn(&Range<usize>) -> bool) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        let found = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text));
        for mut place in found.map(|found| found.range()).filter(counts) {
            // They come in the order of their ends.
            while let Some(last) = places.pop_if(|last| last.end > place.start) {
                place.start = place.start.min(last.start);
            }
            places.push(place);
        }
        places
    }

    /// Reads `[check]`; none are allowed where it is absent.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("check") else { return Allowed::default() };
        let mut words: Vec<_> = table.strings("allow").into_iter().filter(|word| !word.trim().is_empty()).collect();
        if words.len() > MOST_ALLOWED {
            table.problem("allow", "bad-value", say("bad-value-allow-many").with("most", MOST_ALLOWED));
            words.truncate(MOST_ALLOWED);
        }
        let finder = (!words.is_empty()).then(|| AhoCorasick::new(&words));
        let finder = finder.transpose().unwrap_or_else(|error| {
            table.problem("allow", "bad-value", say("bad-value-allow").with("what", error.to_string()));
            None
        });
        table.finish();
        Allowed { lower: words.iter().map(|word| word.to_lowercase()).collect(), words, finder }
    }
}

impl PartialEq for Allowed {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Allowed {}

impl AllowedIn<'_> {
    /// Whether the word at these bytes of the text is one of them, or stands in a phrase that is.
    pub fn has(&self, word: Range<usize>) -> bool {
        let nth = self.places.partition_point(|place| place.end < word.end);
        let is_within = |place: &Range<usize>| place.start <= word.start;
        self.places.get(nth).is_some_and(is_within) || self.text.get(word).is_some_and(|word| self.allowed.has(word))
    }
}

/// Whether what stands in `text` at `place` neither begins nor ends within a word there.
fn is_apart(text: &str, place: &Range<usize>) -> bool {
    let (Some(before), Some(inside), Some(after)) =
        (text.get(..place.start), text.get(place.clone()), text.get(place.end..))
    else {
        return false;
    };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let parts = |inside: Option<char>, outside: Option<char>| !(is_letter(inside) && is_letter(outside));
    parts(inside.chars().next(), before.chars().next_back()) && parts(inside.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use crate::site::parse_site;

    #[test]
    fn allowed_words_are_known_in_any_case_and_phrases_are_taken_out() {
        let site =
            "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[check]\nallow = ['ITшник', 'a b']\n";
        let (site, problems) = parse_site("site.toml", site);
        assert_eq!(problems, []);
        let site = site.unwrap();
        let allowed = site.allowed();
        assert!(allowed.has("itшник") && !allowed.has("шник") && !allowed.has(""));
        for (text, word, is_covered) in [
            ("один a b", "b", true),
            ("один b", "b", false),
            ("a b, один b", "b", false),
            ("один a bc", "a", false),
            ("шa b", "b", false),
            ("«a b»", "a", true),
            ("один шник", "шник", false),
            ("один ITШНИК", "ITШНИК", true),
        ] {
            let start = text.rfind(word).unwrap();
            assert_eq!(allowed.in_text(text).has(start..start + word.len()), is_covered, "{text}: {word}");
        }
        assert_eq!(allowed.without("один a b два").split_whitespace().collect::<Vec<_>>(), ["один", "два"]);
    }

    #[test]
    fn words_beyond_ten_thousand_are_reported_and_left_out() {
        let site = |count: usize| {
            let words: String = (0..count).map(|n| format!("'word{n}',")).collect();
            let text = format!(
                "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[check]\nallow = [{words}]\n"
            );
            let (site, problems) = parse_site("site.toml", &text);
            (site.unwrap(), problems.iter().map(|problem| problem.code.clone()).collect::<Vec<_>>())
        };
        assert_eq!(site(10_000).1, [""; 0]);
        let (site, codes) = site(10_001);
        assert_eq!(codes, ["bad-value"]);
        assert!(site.allowed().has("word9999") && !site.allowed().has("word10000"));
    }

    #[test]
    fn phrases_that_overlap_are_each_found() {
        let site = "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[check]\nallow = ['a', 'a b', 'b c', 'xa b']\n";
        let site = parse_site("site.toml", site).0.unwrap();
        let text = "a b c, b d, xa b c";
        let found = site.allowed().in_text(text);
        let words = text.match_indices(char::is_alphabetic).map(|(at, _)| found.has(at..at + 1));
        assert_eq!(words.collect::<Vec<_>>(), [true, true, true, false, false, true, true, true, true]);
        assert_eq!(site.allowed().without(text), " , b d,  ");
    }
}
