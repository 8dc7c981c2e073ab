//! The `[[image]]` tables that describe a picture; `article.toml` and the version each hold a part.

use std::collections::HashMap;

use crate::{article::Licence, site::TomlFields};

/// A picture's words: those that every language shares (credit, licence) and those of one version (alt, caption, and its own
/// form of the credit).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageNote {
    /// The file, relative to the article's folder.
    pub file: String,
    /// A description for readers who cannot see it.
    pub alt: Option<String>,
    /// Its meaning, shown under the picture.
    pub caption: Option<String>,
    /// Its author.
    pub credit: Option<String>,
    /// Under which licence: an SPDX id, or words.
    pub licence: Option<String>,
}

/// All that is known about each picture: the version's words first, then what `article.toml` adds.
pub fn notes_for(version: &[ImageNote], article: &[ImageNote]) -> Vec<ImageNote> {
    let mut notes = version.to_vec();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, note) in version.iter().enumerate() {
        places.entry(note.file.clone()).or_insert(at);
    }
    for shared in article {
        match places.get(&shared.file).and_then(|at| notes.get_mut(*at)) {
            Some(note) => note.fill_from(shared),
            None => {
                places.insert(shared.file.clone(), notes.len());
                notes.push(shared.clone());
            }
        }
    }
    notes
}

impl ImageNote {
    /// Its author, and its licence by its usual name.
    pub(in crate::article) fn attribution(&self) -> impl Iterator<Item = String> {
        let name = |licence: &String| Licence::from_spdx(licence, None).and_then(|found| found.name);
        let licence = self.licence.as_ref().map(|licence| name(licence).unwrap_or_else(|| licence.clone()));
        self.credit.iter().cloned().chain(licence)
    }

    /// The notes in `[[image]]` of `article.toml`.
    pub(in crate::article) fn shared(fields: &TomlFields<'_, '_>) -> Vec<ImageNote> {
        Self::read(fields, |table, note| {
            (note.credit, note.licence) = (table.string("credit"), table.string("licence"));
        })
    }

    /// The notes in `[[image]]` of a version's front matter.
    pub(in crate::article) fn from_fields(fields: &TomlFields<'_, '_>) -> Vec<ImageNote> {
        Self::read(fields, |table, note| {
            (note.alt, note.caption) = (table.string("alt"), table.string("caption"));
            note.credit = table.string("credit");
        })
    }

    fn read(fields: &TomlFields<'_, '_>, more: impl Fn(&TomlFields<'_, '_>, &mut ImageNote)) -> Vec<ImageNote> {
        let mut notes = Vec::new();
        for table in fields.tables("image") {
            let file = table.required("file");
            let mut note = ImageNote { file: file.clone().unwrap_or_default(), ..ImageNote::default() };
            more(&table, &mut note);
            table.finish();
            notes.extend(file.map(|_| note));
        }
        notes
    }

    fn fill_from(&mut self, other: &ImageNote) {
        let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        fill(&mut self.alt, &other.alt);
        fill(&mut self.caption, &other.caption);
        fill(&mut self.credit, &other.credit);
        fill(&mut self.licence, &other.licence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_and_its_article_complete_each_other() {
        let note = |alt: Option<&str>, credit: Option<&str>| ImageNote {
            file: "a.svg".into(),
            alt: alt.map(Into::into),
            credit: credit.map(Into::into),
            ..ImageNote::default()
        };
        let merged = notes_for(&[note(Some("міна"), None)], &[note(None, Some("Litopys"))]);
        assert_eq!(merged, [note(Some("міна"), Some("Litopys"))]);
        let merged = notes_for(&[note(Some("міна"), Some("Літопис"))], &[note(None, Some("Litopys"))]);
        assert_eq!(merged, [note(Some("міна"), Some("Літопис"))]);
    }
}
