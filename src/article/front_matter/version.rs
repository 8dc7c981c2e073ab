//! One version's file: its front matter as values, and where its body begins.

use jiff::tz::TimeZone;

use super::{
    article_toml::{aliases, draft},
    correction::Correction,
    image_note::ImageNote,
};
use crate::{
    article::{FrontMatter, Publication, text::one_line},
    model::{
        date::{Dates, Moment},
        diagnostic::{Diagnostic, Place},
        slug::{Collection, Slug},
    },
    site::TomlReader,
};

/// The contents of a `<lang>.md`, with the body still as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionText {
    /// The headline; may be empty in a text about an author, whose name then stands in its place.
    pub title: String,
    /// One or two sentences for listings and search; empty where the file has none.
    pub summary: String,
    /// The last part of the address, where it is not the folder's name.
    pub slug: Option<Slug>,
    /// The place of the slug in the file.
    pub slug_place: Option<Place>,
    /// The translators.
    pub translators: Vec<String>,
    /// Whether this version is not public; the fallback is shown in its place.
    pub draft: bool,
    /// When this version appeared and was last changed.
    pub dates: Dates,
    /// Old paths of this version, each beginning with `/`.
    pub aliases: Vec<String>,
    /// Corrections after publication, newest first.
    pub corrections: Vec<Correction>,
    /// Alternative texts and captions of the pictures.
    pub images: Vec<ImageNote>,
    /// The byte offset in the file at which the Markdown begins.
    pub body: usize,
}

/// Reads a version's file (without a byte order mark). `None` if it has no front matter, where that is not TOML throughout, has no
/// title, or a `published` that cannot be read: no version is public before its time because of a mistake in its date.
pub fn parse_version(path: &str, file: &str) -> (Option<VersionText>, Vec<Diagnostic>) {
    parse_version_in(Collection::Pages, path, file)
}

/// The same for a text of `collection`. The page of an author has its address and its title from the author.
pub fn parse_version_in(collection: Collection, path: &str, file: &str) -> (Option<VersionText>, Vec<Diagnostic>) {
    let parts = match FrontMatter::find(path, file) {
        Ok(parts) => parts,
        Err(problem) => return (None, vec![problem]),
    };
    let reader = TomlReader::new(path, file, parts.toml());
    let fields = reader.root();
    let is_author = collection == Collection::Authors;
    let title = if is_author { Some(fields.string("title").unwrap_or_default()) } else { fields.required("title") };
    let version = VersionText {
        title: one_line(title.as_deref().unwrap_or_default()),
        summary: one_line(&fields.string("summary").unwrap_or_default()),
        slug: if is_author { None } else { fields.parsed("slug") },
        slug_place: fields.place("slug"),
        translators: fields.strings("translators"),
        draft: draft(&fields),
        dates: Dates { published: fields.moment("published"), updated: fields.moment("updated") },
        aliases: aliases(&fields),
        corrections: Correction::from_fields(&fields),
        images: ImageNote::from_fields(&fields),
        body: parts.body().start,
    };
    let has_valid_date = version.dates.published.is_some() || !fields.is_written("published");
    fields.finish();
    let version = (title.is_some() && has_valid_date && reader.is_toml()).then_some(version);
    (version, reader.into_diagnostics())
}

impl VersionText {
    /// When this version is public, if its article is.
    pub fn publication(&self) -> Publication {
        Publication { draft: self.draft, published: self.dates.published }
    }

    /// When it was last changed or corrected, as far as its file says so.
    pub fn changed(&self, zone: &TimeZone) -> Option<Moment> {
        self.dates.changed(self.corrections.iter().map(|correction| correction.date), zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_front_matter_and_finds_the_body() {
        let file = "+++\ntitle = \"Дніпро\"\nslug = \"dnipro\"\nupdated = 2025-01-02\n+++\n\nТекст.\n";
        let (version, problems) = parse_version("uk.md", file);
        let version = version.unwrap();
        assert_eq!(problems, []);
        assert_eq!((version.title.as_str(), &file[version.body..]), ("Дніпро", "\nТекст.\n"));
    }

    #[test]
    fn a_bad_slug_is_reported_and_the_folder_name_stands_in() {
        let (version, problems) = parse_version("uk.md", "+++\ntitle = 'x'\nslug = 'A b'\n+++\n");
        assert_eq!(version.unwrap().slug, None);
        assert_eq!(
            problems[0].to_string(),
            "uk.md:3:8: error: `slug`: expected lower-case letters, digits and hyphens, found `A b` [bad-value]"
        );
    }

    #[test]
    fn a_key_below_a_table_moves_above_it() {
        let image = "[[image]]\nfile = 'a.png'\nalt = 'a'\n";
        for key in ["slug = 'a'", "summary = 'a'", "updated = 2025-01-02", "translators = ['a']", "aliases = ['/a']"] {
            let file = format!("+++\ntitle = 'x'\n{image}{key}\n{image}+++\n");
            let (_, problems) = parse_version("uk.md", &file);
            let helps: Vec<_> = problems
                .iter()
                .map(|problem| problem.help.as_ref().map_or(String::new(), ToString::to_string))
                .collect();
            assert_eq!(helps, ["move it above the first `[[image]]`"], "{key}");
        }
        let (_, problems) = parse_version("uk.md", &format!("+++\n{image}title = 'x'\n+++\n"));
        assert_eq!(
            problems[0].help.as_ref().map(ToString::to_string).as_deref(),
            Some("move it above the first `[[image]]`")
        );
        let (_, problems) = parse_version("uk.md", &format!("+++\ntitle = 'x'\ncaption = 'x'\n{image}+++\n"));
        assert_eq!(problems[0].help.as_ref().map(ToString::to_string).as_deref(), Some("move it below a `[[image]]`"));
    }

    #[test]
    fn a_date_of_another_shape_names_line_and_expectation() {
        let (_, problems) = parse_version("uk.md", "+++\ntitle = 'x'\nupdated = '29.06'\n+++\n");
        assert_eq!(
            problems[0].to_string(),
            "uk.md:3:11: error: `updated`: expected a date like 2025-06-29 or 2025-06-29T12:00:00+03:00, found `29.06` \
             [bad-date]"
        );
    }

    #[test]
    fn a_version_whose_publication_cannot_be_read_is_not_used() {
        let read = |lines: &str| parse_version("uk.md", &format!("+++\ntitle = 'x'\n{lines}\n+++\n"));
        for lines in [
            "published = '31.12.2030'",
            "published = ''",
            "published = 2030-12-31T12:00:00",
            "published = 12:00:00",
            "published = 2030",
            "published = false",
            "published = ['2030-12-31']",
            "[published]\ndate = 2030-12-31",
            "[[image]]\nfile = 'a.png'\npublished = 2030-12-31",
            "[image]\nfile = 'a.png'\npublished = 2030-12-31",
            "[[correction]]\ndate = 2029-12-31\ntext = 'x'\npublished = 2030-12-31",
        ] {
            let (version, problems) = read(lines);
            assert!(version.is_none() && !problems.is_empty(), "{lines}");
        }
        for lines in ["", "published = 2030-12-31", "published = '2030-12-31T12:00:00Z'", "updated = 'soon'"] {
            assert!(read(lines).0.is_some(), "{lines}");
        }
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_a_draft() {
        for (lines, expected) in [
            ("draft = true", true),
            ("draft = 'no'", true),
            ("draft = 0", true),
            ("[draft]", true),
            ("[[image]]\nfile = 'a.png'\ndraft = true", true),
            ("[image]\nfile = 'a.png'\ndraft = true", true),
            ("draft = false", false),
            ("", false),
        ] {
            let (version, _) = parse_version("uk.md", &format!("+++\ntitle = 'x'\n{lines}\n+++\n"));
            assert_eq!(version.unwrap().draft, expected, "{lines}");
        }
    }

    proptest! {
        #[test]
        fn what_cannot_be_used_is_reported_inside_the_file(file in "\\+\\+\\+\n(title|slug|=|\"|'|\\n|\\PC){0,30}\n\\+\\+\\+\n\\PC{0,20}") {
            let (version, problems) = parse_version("uk.md", &file);
            crate::model::diagnostic::assert_inside(&problems, &file);
            prop_assert!(version.is_some() || !problems.is_empty());
        }
    }
}
