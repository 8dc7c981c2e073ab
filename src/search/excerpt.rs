//! Makes the excerpt of a found text: its title and at most two lines, the words of the query marked, no word cut.

use std::ops::Range;

use super::{SearchError, analysis::readings, query::plan::QueryTerms};
use crate::{
    article::markdown::SafeHtml,
    catalog::{Card, IndexedVersion, Snapshot},
    model::lang::Lang,
};

/// Characters of an excerpt: two lines of the page's measure (`--measure` in `static/site.css`).
const LONGEST: usize = 130;
/// A line with fewer characters says less than a longer one.
const TELLING: usize = 60;
/// Words marked in one line; more than an excerpt can hold.
const MARKS: usize = 64;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ExcerptPart {
    /// The piece.
    pub text: String,
    /// Whether it is a form of a word of the query.
    #[serde(rename = "match")]
    pub marked: bool,
}

/// The part of a version that an excerpt quotes.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) title: Vec<ExcerptPart>,
    pub(super) excerpt: Vec<ExcerptPart>,
    /// Which line of the body the excerpt is from, counted from 0; `None` for the summary.
    pub(super) line: Option<usize>,
    /// Which words of the query it has, as bits.
    pub(super) words: u32,
}

/// A word in a line, and which words of the query it is a form of.
#[derive(Debug, Clone)]
struct WordMatch {
    range: Range<usize>,
    bit: u32,
}

/// The title and the most telling lines of a version.
pub(super) fn quote(version: &IndexedVersion, sought: &QueryTerms) -> Quoted {
    let bits_of = sought.bits_in(&version.lang);
    let in_title = marks(&version.title, &bits_of);
    let mut words = bits(&in_title);
    let mut best: Option<(ExcerptScore, Vec<ExcerptPart>, Option<usize>)> = None;
    let body = version.body.lines().enumerate().map(|(number, line)| (Some(number), line));
    let lines = std::iter::once((None, version.summary.as_str())).chain(body);
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let marks = marks(line, &bits_of);
        if marks.is_empty() && best.is_some() {
            continue;
        }
        words |= bits(&marks);
        let shown = window(line, &marks);
        let within: Vec<WordMatch> = marks.into_iter().filter(|mark| contains(&shown, &mark.range)).collect();
        let worth = ExcerptScore::new(line, &shown, &within);
        if best.as_ref().is_none_or(|(other, ..)| worth > *other) {
            best = Some((worth, parts(line, shown, &within), number));
        }
        // No later line can be better.
        if best.as_ref().is_some_and(|(worth, ..)| worth.is_most(sought)) {
            break;
        }
    }
    Quoted {
        title: parts(&version.title, 0..version.title.len(), &in_title),
        line: best.as_ref().and_then(|(_, _, line)| *line),
        excerpt: best.map(|(_, parts, _)| parts).unwrap_or_default(),
        words,
    }
}

/// The title without marks.
pub(super) fn unmarked(text: &str) -> Vec<ExcerptPart> {
    parts(text, 0..text.len(), &[])
}

/// The score of an excerpt: more of the words first, then more text, then more occurrences.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ExcerptScore(u32, bool, usize);

/// Marks beyond so many make an excerpt no better.
const OFTEN: usize = 3;

impl ExcerptScore {
    fn is_most(&self, sought: &QueryTerms) -> bool {
        *self == ExcerptScore(sought.all().count_ones(), true, OFTEN)
    }

    fn new(line: &str, shown: &Range<usize>, within: &[WordMatch]) -> ExcerptScore {
        if within.is_empty() {
            return ExcerptScore(0, false, 0);
        }
        let shown = line.get(shown.clone()).unwrap_or_default();
        ExcerptScore(bits(within).count_ones(), shown.chars().nth(TELLING).is_some(), within.len().min(OFTEN))
    }
}

fn marks(line: &str, bits_of: &impl Fn(&str) -> u32) -> Vec<WordMatch> {
    let mut marks: Vec<WordMatch> = Vec::new();
    for reading in readings(line) {
        let full = marks.len() == MARKS;
        let bit = bits_of(reading.token.text);
        if bit == 0 {
            continue;
        }
        let range = reading.token.range;
        match marks.last_mut() {
            // A compound and its parts are one mark.
            Some(last) if range.start < last.range.end => {
                last.range.end = last.range.end.max(range.end);
                last.bit |= bit;
            }
            _ if full => break,
            _ => marks.push(WordMatch { range, bit }),
        }
    }
    marks
}

fn bits(marks: &[WordMatch]) -> u32 {
    marks.iter().fold(0, |bits, mark| bits | mark.bit)
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The part of a line to show: that with most of the words, the earliest of several.
fn window(line: &str, marks: &[WordMatch]) -> Range<usize> {
    if line.len() <= LONGEST || line.chars().nth(LONGEST).is_none() {
        return 0..line.len();
    }
    let is_longer = |range: Range<usize>| line.get(range).is_some_and(|text| text.chars().nth(LONGEST).is_some());
    let mut best = (0, 0..0);
    for (at, first) in marks.iter().enumerate() {
        let fits = |mark: &&WordMatch| !is_longer(first.range.start..mark.range.end);
        let run: Vec<WordMatch> = marks.iter().skip(at).take_while(fits).cloned().collect();
        let count = bits(&run).count_ones();
        if count > best.0 {
            best = (count, first.range.start..run.last().map_or(first.range.end, |mark| mark.range.end));
        }
    }
    widened(line, best.1)
}

/// A range of a line with words around it, a third of them before it, up to the length of an excerpt.
fn widened(line: &str, core: Range<usize>) -> Range<usize> {
    let (before, within) = (line.get(..core.start).unwrap_or_default(), line.get(core.clone()).unwrap_or_default());
    let room = LONGEST.saturating_sub(within.chars().count());
    let start = match before.char_indices().rev().nth((room / 3).saturating_sub(1)) {
        // From the beginning, if that is near; else from the next whole word.
        None => 0,
        Some((0, _)) => 0,
        Some((at, _)) => {
            let rest = before.get(at..).unwrap_or_default();
            rest.find(char::is_whitespace).map_or(core.start, |space| at + space)
        }
    };
    let start = start + line.get(start..core.start).map_or(0, |text| text.len() - text.trim_start().len());
    let rest = line.get(start..).unwrap_or_default();
    let Some((limit, _)) = rest.char_indices().nth(LONGEST) else { return start..line.len() };
    let ends_a_word = rest.get(limit..).is_some_and(|after| after.starts_with(char::is_whitespace));
    let shown = rest.get(..limit).unwrap_or_default();
    let end = if ends_a_word { limit } else { shown.rfind(char::is_whitespace).unwrap_or(limit) };
    let end = shown.get(..end).map_or(end, |text| text.trim_end().len());
    start..(start + end).max(core.end)
}

/// A part of a line, with an ellipsis where something is left out.
fn parts(line: &str, shown: Range<usize>, marks: &[WordMatch]) -> Vec<ExcerptPart> {
    let mut parts: Vec<ExcerptPart> = Vec::new();
    let mut push = |text: &str, marked: bool| {
        if !text.is_empty() {
            parts.push(ExcerptPart { text: text.to_owned(), marked });
        }
    };
    if shown.start > 0 {
        push("… ", false);
    }
    let mut from = shown.start;
    for mark in marks {
        push(line.get(from..mark.range.start).unwrap_or_default(), false);
        push(line.get(mark.range.clone()).unwrap_or_default(), true);
        from = mark.range.end;
    }
    push(line.get(from..shown.end).unwrap_or_default(), false);
    if shown.end < line.len() {
        push(" …", false);
    }
    parts
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The article as listings show it.
    pub card: Card,
    /// Its title, the words of the query marked in it.
    pub title: Vec<ExcerptPart>,
    /// Lines of the version that it was found in; its summary where the query has no words.
    pub excerpt: Vec<ExcerptPart>,
    /// The language of those lines.
    pub excerpt_lang: Lang,
    /// The anchor of the block that they are from, where it has one.
    pub anchor: Option<String>,
}

impl Hit {
    /// The language that it was found in, where that is not the version shown.
    pub fn found_in(&self) -> Option<&Lang> {
        (self.excerpt_lang != self.card.lang).then_some(&self.excerpt_lang)
    }
}

/// The article with this number for a reader of `lang`; `None` if it is gone by now. `likely` is the language that the
/// query is in.
pub(super) fn load_hit(
    catalog: &Snapshot,
    number: i64,
    lang: &Lang,
    likely: Option<&Lang>,
    sought: &QueryTerms,
) -> Result<Option<Hit>, SearchError> {
    let Some(card) = catalog.card(number, lang)? else { return Ok(None) };
    // The version shown comes first, then that in the query's language: a word found in several is quoted from those.
    let mut languages = catalog.version_languages(number)?;
    languages.sort_by_key(|lang| (*lang != card.lang, Some(lang) != likely));
    let mut best: Option<(Lang, Quoted, SafeHtml)> = None;
    for lang in languages {
        let Some((version, html)) = catalog.version_text(number, &lang)? else { continue };
        let quoted = quote(&version, sought);
        let all = quoted.words == sought.all();
        if best.as_ref().is_none_or(|(_, other, _)| quoted.words.count_ones() > other.words.count_ones()) {
            best = Some((lang, quoted, html));
        }
        if all {
            break;
        }
    }
    Ok(best.map(|(found_in, quoted, html)| {
        let title = if found_in == card.lang { quoted.title } else { unmarked(&card.title) };
        let anchor = quoted.line.and_then(|line| html.anchor_of_line(line));
        Hit { card, title, excerpt: quoted.excerpt, excerpt_lang: found_in, anchor }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sought(words: &[&str]) -> QueryTerms {
        QueryTerms::new(&"pl".parse().unwrap(), words)
    }

    /// The excerpt of a body, with `[` and `]` around what is marked.
    fn shown(summary: &str, body: &str, words: &[&str]) -> String {
        let lang = "pl".parse().unwrap();
        let version = IndexedVersion { lang, title: String::new(), summary: summary.to_owned(), body: body.to_owned() };
        let text = |part: &ExcerptPart| if part.marked { format!("[{}]", part.text) } else { part.text.clone() };
        quote(&version, &sought(words)).excerpt.iter().map(text).collect()
    }

    #[test]
    fn the_line_with_most_of_the_words_is_shown() {
        let body = "one stands here\ntwo stands here\none and two stand here";
        assert_eq!(shown("", body, &["one", "two"]), "[one] and [two] stand here");
        assert_eq!(shown("", body, &["two"]), "[two] stands here");
        assert_eq!(shown("a one", body, &["one"]), "a [one]");
        assert_eq!(shown("summary", body, &["three"]), "summary");
        assert_eq!(shown("", "", &["three"]), "");
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let line = format!("{}needle {}", "before ".repeat(40), "after ".repeat(40));
        let shown = shown("", &line, &["needle"]);
        assert!(shown.starts_with("… before ") && shown.ends_with("after …") && shown.contains("[needle]"), "{shown}");
        assert!(shown.chars().count() <= LONGEST + 6, "{shown}");
    }

    #[test]
    fn the_window_takes_in_the_words_that_stand_together() {
        let line = format!("one {}one two {}", "filler ".repeat(60), "filler ".repeat(60));
        assert!(shown("", &line, &["one", "two"]).contains("[one] [two]"));
    }

    proptest! {
        #[test]
        fn no_word_is_cut_and_two_lines_are_enough(words in prop::collection::vec("[a-zа-яії]{1,20}", 1..80), at in 0_usize..80) {
            let wanted = &words[at % words.len()];
            let shown = shown("", &words.join(" "), &[wanted]);
            prop_assert!(shown.contains(&format!("[{wanted}]")), "{}", shown);
            let bare = shown.replace(['[', ']'], "");
            prop_assert!(bare.chars().count() <= LONGEST + 4, "{}", bare);
            for word in bare.split(' ').filter(|word| *word != "…") {
                prop_assert!(words.iter().any(|whole| whole == word), "{} in {}", word, bare);
            }
        }

        #[test]
        fn an_excerpt_has_no_more_letters_than_two_lines(line in "([a-zї]|\u{301}| |x){0,300}") {
            let shown = shown(&line, &line, &["x"]);
            prop_assert!(shown.replace(['[', ']'], "").chars().count() <= 2 * LONGEST + 8, "{}", shown);
        }
    }
}
