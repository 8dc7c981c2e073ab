//! The names that make up an article's address: its id (the folder) and its slug (one per language).

use std::{fmt, str::FromStr};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::sentence::{Sentence, expected};

/// The last part of an article's address: letters, digits and hyphens, in NFC, lower case, at most 120 characters.
///
/// ```
/// assert!("vykhid-z-konventsii".parse::<litopys::model::slug::Slug>().is_ok());
/// assert!("a/b".parse::<litopys::model::slug::Slug>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// The id of an article: the place of its folder, and the folder's name (`2025/dnipro`). An undated page (`pages/about`) and a
/// text about an author (`authors/lesia`) are articles without a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId {
    collection: Collection,
    name: Slug,
}

/// The folder that holds the folder of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Collection {
    /// `authors/`: texts about authors.
    Authors,
    /// `pages/`: undated pages.
    Pages,
    /// `articles/<year>/`: articles.
    Year(Year),
}

/// A year of four digits, as addresses carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

/// A month of a year, 1 to 12; two digits in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u8);

const LONGEST: usize = 120;

impl Slug {
    /// The slug as addresses carry it, before percent-encoding.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The endings of a page's other forms, with which a slug may not end; a dot inside is allowed (`gtk-4.0`).
pub const FORMS: [&str; 4] = [".md", ".json", ".bib", ".ris"];

impl FromStr for Slug {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        if !text.is_ascii() && !is_nfc(text) {
            return Err(expected("expected-form", &text.nfc().collect::<String>()));
        }
        let fine = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_' | '.');
        let edges = text.starts_with(['-', '.']) || text.ends_with(['-', '.']);
        let taken = FORMS.iter().any(|form| text.ends_with(form));
        let valid = !text.is_empty() && text.chars().count() <= LONGEST && text.chars().all(fine) && !edges;
        if valid && !taken && !text.contains("..") {
            Ok(Slug(text.to_owned()))
        } else {
            Err(expected("expected-slug", text))
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

super::as_text::serde_as_text!(Slug);
super::as_text::serde_as_text!(Year);
super::as_text::serde_as_text!(Month);

impl ArticleId {
    /// The id of the folder `name` in `collection`.
    pub fn new(collection: impl Into<Collection>, name: Slug) -> Self {
        ArticleId { collection: collection.into(), name }
    }

    /// The folder that holds the article's own.
    pub fn collection(&self) -> Collection {
        self.collection
    }

    /// The year folder of an article; `None` for what has no date.
    pub fn year(&self) -> Option<Year> {
        self.collection.year()
    }

    /// The path of its folder in the archive: `articles/2025/dnipro`, `pages/about`.
    pub fn folder(&self) -> String {
        format!("{}/{}", self.collection.folder(), self.name)
    }

    /// The path of the file that holds what its versions share.
    pub fn meta_path(&self) -> String {
        format!("{}/{}", self.folder(), self.collection.meta_file())
    }

    /// The article that the file or folder at `path` belongs to, a path from the root of the archive.
    pub fn of_path(path: &str) -> Option<ArticleId> {
        let inside = path.strip_prefix("articles/");
        let parts: Vec<&str> = inside.unwrap_or(path).splitn(3, '/').take(2).collect();
        let id: ArticleId = parts.join("/").parse().ok()?;
        Some(id).filter(|id| inside.is_none() || id.year().is_some())
    }

    /// The article's own folder, the default slug of its versions.
    pub fn name(&self) -> &Slug {
        &self.name
    }
}

impl FromStr for ArticleId {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let (collection, name) = text.split_once('/').ok_or_else(|| expected("expected-id", text))?;
        Ok(ArticleId { collection: collection.parse()?, name: name.parse()? })
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.collection, self.name)
    }
}

impl Collection {
    /// Those whose articles have no date.
    pub const UNDATED: [Collection; 2] = [Collection::Pages, Collection::Authors];

    /// The year of its articles; `None` if they have no date.
    pub fn year(self) -> Option<Year> {
        match self {
            Collection::Year(year) => Some(year),
            Collection::Pages | Collection::Authors => None,
        }
    }

    /// Its path in the archive: `articles/2025`, `pages`.
    pub fn folder(self) -> String {
        self.year().map_or_else(|| self.to_string(), |year| format!("articles/{year}"))
    }

    /// The name of the file that holds what the versions of an article share.
    pub fn meta_file(self) -> &'static str {
        if self.year().is_some() { "article.toml" } else { "page.toml" }
    }

    /// The number that stands for it in tables, in the order of collections: the year, or a negative number.
    pub fn number(self) -> i64 {
        match self {
            Collection::Authors => -2,
            Collection::Pages => -1,
            Collection::Year(year) => year.get().into(),
        }
    }
}

impl From<Year> for Collection {
    fn from(year: Year) -> Self {
        Collection::Year(year)
    }
}

impl FromStr for Collection {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let undated = Collection::UNDATED.into_iter().find(|collection| collection.to_string() == text);
        undated.map_or_else(|| text.parse().map(Collection::Year), Ok)
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Collection::Authors => out.write_str("authors"),
            Collection::Pages => out.write_str("pages"),
            Collection::Year(year) => year.fmt(out),
        }
    }
}

impl TryFrom<i64> for Collection {
    type Error = Sentence;

    /// The collection that this number stands for.
    fn try_from(number: i64) -> Result<Self, Sentence> {
        let undated = Collection::UNDATED.into_iter().find(|collection| collection.number() == number);
        undated.map_or_else(|| number.try_into().map(Collection::Year), Ok)
    }
}

impl Year {
    /// The year as a number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl FromStr for Year {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let year = digits.then(|| text.parse().ok()).flatten();
        year.map(Year).ok_or_else(|| expected("expected-year", text))
    }
}

impl TryFrom<i64> for Year {
    type Error = Sentence;

    /// The year of this number, from 0 to 9999.
    fn try_from(number: i64) -> Result<Self, Sentence> {
        let year = u16::try_from(number).ok().filter(|year| *year <= 9999);
        year.map(Year).ok_or_else(|| expected("expected-year", &number.to_string()))
    }
}

impl fmt::Display for Year {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.0)
    }
}

impl Month {
    /// The month as a number, from 1.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl FromStr for Month {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let month = digits.then(|| text.parse().ok()).flatten().filter(|month| (1..=12).contains(month));
        month.map(Month).ok_or_else(|| expected("expected-month", text))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_what_people_name_articles() {
        for name in ["ottawa", "a", "2025", "київ", "gtk-4.0", "a_b", "a--b", "its"] {
            assert!(name.parse::<Slug>().is_ok(), "{name}");
        }
    }

    #[test]
    fn refuses_what_would_break_an_address() {
        for name in ["", ".", "..", "a/b", "A", "a b", "-a", "a-", "a?b", "a%41", "a\u{0}", "x.md", "x.json", "x.ris"] {
            assert!(name.parse::<Slug>().is_err(), "{name}");
        }
    }

    #[test]
    fn names_the_normal_form() {
        let decomposed: String = "київ".nfd().collect();
        assert_eq!(decomposed.parse::<Slug>().unwrap_err().id(), "expected-form");
    }

    #[test]
    fn an_id_is_a_year_and_a_name() {
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        assert_eq!((id.year().map(Year::get), id.name().as_str()), (Some(2025), "dnipro"));
        for wrong in ["dnipro", "25/dnipro", "2025", "2025/", "2025/a/b", "٢٠٢٥/a"] {
            assert!(wrong.parse::<ArticleId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_collection_is_known_by_its_name_its_folder_and_its_number() {
        let mut numbers = Vec::new();
        for (text, folder, meta) in [
            ("authors/x", "authors/x", "authors/x/page.toml"),
            ("pages/x", "pages/x", "pages/x/page.toml"),
            ("0000/x", "articles/0000/x", "articles/0000/x/article.toml"),
            ("2025/x", "articles/2025/x", "articles/2025/x/article.toml"),
        ] {
            let id: ArticleId = text.parse().unwrap();
            assert_eq!((id.folder().as_str(), id.meta_path().as_str()), (folder, meta));
            assert_eq!(ArticleId::of_path(&format!("{folder}/img/a.png")).as_ref(), Some(&id));
            assert_eq!(Collection::try_from(id.collection().number()), Ok(id.collection()));
            numbers.push((id.collection(), id.collection().number()));
        }
        assert!(numbers.is_sorted_by(|one, other| one.0 < other.0 && one.1 < other.1));
        assert!(
            ["articles/names.toml", "articles/pages/x", "site.toml"]
                .iter()
                .all(|path| ArticleId::of_path(path).is_none())
        );
    }

    #[test]
    fn a_month_is_two_digits() {
        assert_eq!("06".parse::<Month>().unwrap().to_string(), "06");
        for wrong in ["6", "00", "13", "006", "", "+6", "٠٦"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(text in "\\PC{0,20}") {
            if let Ok(id) = text.parse::<ArticleId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn json_holds_a_slug_as_it_is_written(text in "[а-яa-z0-9-]{1,12}|\\PC{0,20}") {
            let json = serde_json::to_string(&text).unwrap();
            let read = serde_json::from_str::<Slug>(&json);
            let parsed = text.parse::<Slug>();
            prop_assert_eq!(read.ok(), parsed.clone().ok());
            if let Ok(slug) = parsed {
                prop_assert_eq!(serde_json::to_string(&slug).unwrap(), json);
            }
        }
    }
}
