//! Headings: their levels under the title of the page, and ids that links can name.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::HeadingLevel;
use unicode_normalization::char::is_combining_mark;

use crate::article::{markdown::blocks::plain::is_alphanumeric, portable_name::composed};

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its level in the HTML, 2 to 6: the title of the page is the one heading above.
    pub level: u8,
    /// Its id, unique in the text: the one it was given, else lower-case letters, digits and hyphens of its words.
    pub id: String,
    /// Its text, without markup.
    pub text: String,
}

const LONGEST: usize = 80;

/// The headings of a text as they come.
#[derive(Debug)]
pub(in crate::article::markdown) struct Outline {
    /// The difference between the level in HTML and the level in Markdown.
    shift: i8,
    ids: HashSet<String>,
    /// Ids that headings were given and have not come yet.
    given: HashSet<String>,
    /// The last number given to ids out of the same words.
    alike: HashMap<String, u32>,
    headings: Vec<Heading>,
}

impl Outline {
    /// For a text whose highest heading is of level `top`: that becomes `h2`.
    /// `given` are the ids that headings were given: no other heading has them.
    pub(in crate::article::markdown) fn new(top: i8, given: HashSet<String>) -> Self {
        Outline { shift: 2 - top, ids: HashSet::new(), given, alike: HashMap::new(), headings: Vec::new() }
    }

    /// Takes the id that a heading was given; whether it is still to be had.
    pub(in crate::article::markdown) fn take_given(&mut self, id: &str) -> bool {
        self.given.remove(id) && self.ids.insert(id.to_owned())
    }

    /// Takes the next heading in, with the id that was taken for it; answers with it and the level of the heading before it,
    /// or that of the title.
    pub(in crate::article::markdown) fn add(&mut self, level: i8, text: &str, id: Option<&str>) -> (&Heading, u8) {
        let before = self.level();
        let level = (level + self.shift).clamp(2, 6).unsigned_abs();
        let id = id.map_or_else(|| self.unique(base(text)), str::to_owned);
        self.headings.push(Heading { level, id, text: text.to_owned() });
        (self.headings.last().expect("one was pushed"), before)
    }

    /// The level of the heading that came last; that of the title where none did.
    pub(in crate::article::markdown) fn level(&self) -> u8 {
        self.headings.last().map_or(1, |heading| heading.level)
    }

    pub(in crate::article::markdown) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    pub(in crate::article::markdown) fn finish(self) -> Vec<Heading> {
        self.headings
    }

    fn unique(&mut self, base: String) -> String {
        if !self.given.contains(&base) && self.ids.insert(base.clone()) {
            return base;
        }
        let alike = self.alike.entry(base.clone()).or_insert(1);
        loop {
            *alike += 1;
            let id = format!("{base}-{alike}");
            if !self.given.contains(&id) && self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The id that the words of a heading give, before it is made unique.
fn base(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut push = |c| {
        if is_alphanumeric(c) || (is_combining_mark(c) && !id.is_empty()) {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    };
    for c in composed(text).chars() {
        match c {
            // Most letters, which the standard library would look up in a table.
            'a'..='z' | 'а'..='џ' => push(c),
            c => c.to_lowercase().for_each(&mut push),
        }
    }
    // Lower case of one character may be two that compose otherwise.
    let id = composed(shorten(&id));
    match id.as_ref() {
        "" => "section".to_owned(),
        // The ids of footnotes are not to be had.
        taken if taken.starts_with("fn-") || taken.starts_with("fnref-") => format!("section-{taken}"),
        _ => id.into_owned(),
    }
}

fn shorten(id: &str) -> &str {
    let id = id.trim_end_matches('-');
    let Some((end, _)) = id.char_indices().nth(LONGEST) else { return id };
    let head = id.get(..end).unwrap_or(id);
    let whole_words = if id.get(end..).is_some_and(|rest| rest.starts_with('-')) { None } else { head.rfind('-') };
    whole_words.and_then(|end| head.get(..end)).unwrap_or(head)
}

/// The number of a level of Markdown.
pub(super) fn level(level: HeadingLevel) -> i8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn ids_are_read_as_the_heading_is() {
        for (text, id) in [
            ("Київ стоїть!", "київ-стоїть"),
            ("  C++ & Rust — 2025  ", "c-rust-2025"),
            ("", "section"),
            ("…", "section"),
            ("fn 1", "section-fn-1"),
            ("Й", "й"),
        ] {
            assert_eq!(base(&text.nfd().collect::<String>()), id, "{text}");
        }
    }

    #[test]
    fn long_ids_end_with_a_whole_word() {
        assert_eq!(base(&"слово ".repeat(40)), ["слово"; 13].join("-"));
        assert_eq!(base(&"я".repeat(100)), "я".repeat(80));
        assert_eq!(base(&format!("{} б", "я".repeat(80))), "я".repeat(80));
    }

    #[test]
    fn equal_headings_have_unequal_ids() {
        let mut outline = Outline::new(1, HashSet::new());
        for text in ["a", "a-2", "a", "a", "a 2"] {
            outline.add(1, text, None);
        }
        let ids: Vec<_> = outline.finish().into_iter().map(|heading| heading.id).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }

    #[test]
    fn the_highest_heading_becomes_the_second_level() {
        for (top, levels) in [(1, [2, 3, 6]), (3, [2, 2, 5]), (5, [2, 2, 3])] {
            let mut outline = Outline::new(top, HashSet::new());
            assert_eq!([top, top + 1, 6].map(|level| outline.add(level, "a", None).0.level)[0], 2);
            let mut outline = Outline::new(top, HashSet::new());
            assert_eq!([1, 2, 6].map(|level| outline.add(level, "a", None).0.level), levels, "{top}");
        }
    }

    proptest! {
        #[test]
        fn ids_need_no_escaping_and_do_not_repeat(texts in prop::collection::vec("\\PC{0,4}", 0..20)) {
            let mut outline = Outline::new(1, HashSet::new());
            for text in &texts {
                outline.add(1, text, None);
            }
            let headings = outline.finish();
            let ids: HashSet<_> = headings.iter().map(|heading| &heading.id).collect();
            prop_assert_eq!(ids.len(), texts.len());
            let fine = |c: char| c == '-' || c.is_alphanumeric() || is_combining_mark(c);
            prop_assert!(ids.iter().all(|id| !id.is_empty() && id.chars().all(fine)));
        }
    }
}
