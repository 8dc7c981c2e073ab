//! The query language: words, «phrases», `-without`, and a few `name:value` filters. Anything else is plain text
//! and never an error.

use crate::{
    search::analysis::{readings, tokens},
    site::Topic,
};

/// Characters of a query that are read; what comes after them is not.
const LONGEST: usize = 256;
/// Words of a query that are searched for.
const WORDS: usize = 16;
/// Filters of a query that count.
const FILTERS: usize = 8;
/// Any of these opens a phrase, and any of them ends it: few keyboards have all.
const QUOTES: [char; 7] = ['"', '«', '»', '“', '”', '„', '‟'];

/// Whether something is wanted or unwanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// It must be there.
    With,
    /// It must not be there.
    Without,
}

/// How the words of a clause belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// One follows the other.
    Phrase,
    /// A hyphen stood between them: they are in the article, together or written as one word.
    Hyphen,
}

/// A word, the words of a phrase, or the parts of a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// One word, or several that follow each other.
    pub words: Vec<String>,
    /// The relation between several words.
    pub join: Join,
    /// Whether it is wanted.
    pub sense: Sense,
}

/// A condition on an article apart from its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Under a tag, author or section, named by its id or by its name in any language.
    Topic(Topic, String),
    /// Published in these years, both included.
    Years(u32, u32),
    /// Found in its version in this language.
    Lang(String),
}

/// The parsed query.
///
/// ```
/// use litopys::search::{Filter, Query};
///
/// let query = Query::parse("«мінна безпека» year:2025");
/// assert_eq!(query.clauses[0].words, ["мінна", "безпека"]);
/// assert_eq!(query.filters[0].0, Filter::Years(2025, 2025));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases, in the order typed.
    pub clauses: Vec<Clause>,
    /// Filters, in the order typed.
    pub filters: Vec<(Filter, Sense)>,
}

impl Query {
    /// Reads a query.
    pub fn parse(typed: &str) -> Query {
        let end = typed.char_indices().nth(LONGEST).map_or(typed.len(), |(at, _)| at);
        let mut rest = typed.get(..end).unwrap_or_default().trim_start();
        let mut query = Query::default();
        while !rest.is_empty() {
            rest = query.take(rest).trim_start();
        }
        query
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.filters.is_empty()
    }

    /// The words that are wanted, phrases taken apart.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        let with = self.clauses.iter().filter(|clause| clause.sense == Sense::With);
        with.flat_map(|clause| clause.words.iter().map(String::as_str))
    }

    /// The language that the query is narrowed to.
    pub fn lang(&self) -> Option<&str> {
        self.filters.iter().find_map(|filter| match filter {
            (Filter::Lang(lang), Sense::With) => Some(lang.as_str()),
            _ => None,
        })
    }

    /// Takes one item; returns what comes after it.
    fn take<'a>(&mut self, text: &'a str) -> &'a str {
        let (sense, item) = match text.strip_prefix('-') {
            Some(rest) if rest.starts_with(|c: char| c.is_alphanumeric() || QUOTES.contains(&c)) => {
                (Sense::Without, rest)
            }
            _ => (Sense::With, text),
        };
        if let Some((phrase, rest)) = quoted(item) {
            self.push(phrase, Join::Phrase, sense);
            return rest;
        }
        if let Some((filter, rest)) = filter(item) {
            if self.filters.len() < FILTERS {
                self.filters.push((filter, sense));
            }
            return rest;
        }
        // A quotation mark that nothing ends is not a phrase; what stands before one is a word.
        let item = item.trim_start_matches(QUOTES);
        let end = item.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(item.len());
        // A number goes on behind the spaces between its thousands.
        let number = tokens(item).next().filter(|token| token.range.start < end);
        let (word, rest) = item.split_at(number.map_or(end, |token| token.range.end.max(end)));
        let (mut read, mut covered) = (readings(word).peekable(), 0);
        while let Some(reading) = read.next() {
            if let Some(whole) = read.next_if(|next| next.is_whole) {
                covered = whole.token.range.end;
                self.push(whole.token.text, Join::Hyphen, sense);
            } else if reading.token.range.start >= covered {
                self.push(reading.token.text, Join::Phrase, sense);
            }
        }
        rest
    }

    fn push(&mut self, text: &str, join: Join, sense: Sense) {
        let mut words: Vec<String> = tokens(text).map(|token| token.text.to_owned()).collect();
        let so_far: usize = self.clauses.iter().map(|clause| clause.words.len()).sum();
        words.truncate(WORDS.saturating_sub(so_far));
        if !words.is_empty() {
            self.clauses.push(Clause { words, join, sense });
        }
    }
}

/// A phrase in quotation marks at the start of `text`, and what comes after it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(QUOTES)?;
    let (phrase, after) = rest.split_at(rest.find(QUOTES)?);
    Some((phrase, after.strip_prefix(QUOTES).unwrap_or(after)))
}

/// A filter at the start of `text`, and what comes after it.
fn filter(text: &str) -> Option<(Filter, &str)> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (item, after) = text.split_at(end);
    if let Some((from, to)) = item.split_once("..")
        && let (Some(from), Some(to)) = (year(from), year(to))
    {
        return Some((Filter::Years(from, to), after)).filter(|(filter, _)| in_order(filter));
    }
    let (name, value) = item.split_once(':')?;
    let name = name.to_ascii_lowercase();
    if name == "year" {
        return Some((years(value)?, after)).filter(|(filter, _)| in_order(filter));
    }
    let (value, after) = match text.get(name.len() + 1..).and_then(quoted) {
        Some((value, after)) => (value.trim(), after),
        None => (value, after),
    };
    if value.is_empty() {
        return None;
    }
    if name == "lang" {
        return Some((Filter::Lang(value.to_ascii_lowercase()), after));
    }
    Some((Filter::Topic(name.parse().ok()?, value.to_owned()), after))
}

fn years(value: &str) -> Option<Filter> {
    let Some((from, to)) = value.split_once("..") else {
        let year = year(value)?;
        return Some(Filter::Years(year, year));
    };
    match (from, to) {
        ("", "") => None,
        (from, "") => Some(Filter::Years(year(from)?, 9999)),
        ("", to) => Some(Filter::Years(0, year(to)?)),
        (from, to) => Some(Filter::Years(year(from)?, year(to)?)),
    }
}

fn year(text: &str) -> Option<u32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn in_order(filter: &Filter) -> bool {
    !matches!(filter, Filter::Years(from, to) if from > to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `a b` for words, `[a b]` for phrases, `-` before what is unwanted, filters in Rust's way of writing.
    fn read(typed: &str) -> String {
        let query = Query::parse(typed);
        let sign = |sense: Sense| if sense == Sense::Without { "-" } else { "" };
        let clause = |clause: &Clause| match clause.words.as_slice() {
            [word] => format!("{}{word}", sign(clause.sense)),
            words if clause.join == Join::Hyphen => format!("{}{}", sign(clause.sense), words.join("-")),
            words => format!("{}[{}]", sign(clause.sense), words.join(" ")),
        };
        let filter = |(filter, sense): &(Filter, Sense)| format!("{}{filter:?}", sign(*sense));
        query.clauses.iter().map(clause).chain(query.filters.iter().map(filter)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_phrases_and_what_is_unwanted_are_told_apart() {
        for (typed, expected) in [
            ("", ""),
            ("  конвенція   Оттави ", "конвенція Оттави"),
            ("«мінна безпека»", "[мінна безпека]"),
            ("“a b” \"c d\" „e f“ слово", "[a b] [c d] [e f] слово"),
            ("\"один\"", "один"),
            ("\"незавершена фраза", "незавершена фраза"),
            ("кіт -собака -«біла ворона»", "кіт -собака -[біла ворона]"),
            ("a - b -- c", "a b c"),
            ("Івано-Франківськ Ту-154", "Івано-Франківськ Ту-154"),
            ("-Івано-Франківськ a-b-c-d", "-Івано-Франківськ a b c d"),
            ("1 000 000 осіб", "1 000 000 осіб"),
            ("слово\"друге третє\"", "слово [друге третє]"),
            ("\"\" « »", ""),
            ("C++ && || !() \\ */", "C"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn filters_are_read_and_everything_like_them_is_plain_text() {
        for (typed, expected) in [
            ("tag:law", "Topic(Tag, \"law\")"),
            ("TAG:«чорне море» x", "x Topic(Tag, \"чорне море\")"),
            ("-author:desk", "-Topic(Author, \"desk\")"),
            ("section:news слово", "слово Topic(Section, \"news\")"),
            ("year:2024", "Years(2024, 2024)"),
            ("2022..2025", "Years(2022, 2025)"),
            ("year:2022..", "Years(2022, 9999)"),
            ("year:..1999", "Years(0, 1999)"),
            ("lang:UK", "Lang(\"uk\")"),
            ("year:", "year"),
            ("year:soon", "year soon"),
            ("year:..", "year"),
            ("2025..2022", "2025 2022"),
            ("tag:", "tag"),
            ("https://example.org", "https example org"),
            ("10:30", "10 30"),
            ("1..2", "1 2"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let query = Query::parse(&"слово ".repeat(1000));
        assert_eq!(query.clauses.len(), WORDS);
        assert_eq!(Query::parse(&format!("\"{}\"", "а ".repeat(100))).clauses[0].words.len(), WORDS);
        assert_eq!(Query::parse(&"tag:a ".repeat(40)).filters.len(), FILTERS);
        assert_eq!(Query::parse(&format!("{} кінець", " ".repeat(LONGEST))), Query::default());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_query(typed in "(«|»|\"|“|„|-|tag:|year:|lang:|\\.\\.|20|24|:| |\\PC){0,40}") {
            let query = Query::parse(&typed);
            prop_assert!(query.clauses.iter().all(|clause| clause.words.iter().all(|word| !word.is_empty())));
        }

        #[test]
        fn plain_words_are_all_sought(words in prop::collection::vec("[а-яіїєa-z]{1,8}", 0..WORDS)) {
            let query = Query::parse(&words.join(" "));
            prop_assert_eq!(query.wanted().collect::<Vec<_>>(), words);
        }
    }
}
