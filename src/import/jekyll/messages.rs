//! Words of the interface, and names of authors.

use std::collections::BTreeMap;

use super::languages::Languages;
use crate::import::{
    Outcome, Report, SourcePlace,
    front_matter::{Format, Value, parse},
    source::SourceFiles,
};

/// Words of the interface: `_i18n/uk.yml`, `_data/uk.yml`, and files of `_data/` whose first keys are languages. Under `authors` the
/// names of authors.
pub(super) fn read(
    files: &SourceFiles,
    languages: &Languages,
    report: &mut Report,
) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for folder in ["_data", "_i18n"] {
        for path in files.below(folder, report) {
            let Some(format) = Format::of(&path) else { continue };
            let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default().to_owned();
            let Some(text) = files.reported_text(&path, report) else { continue };
            let value = match parse(format, &text) {
                Ok(value) => value,
                Err(error) => {
                    let place = SourcePlace { line: error.line, ..SourcePlace::file(&*path) };
                    report.add(&place, "bad-messages", Outcome::Lost, error.message, "left out");
                    continue;
                }
            };
            if languages.is_code(&stem) {
                flatten(&value, "", &mut |key, text| _ = found.insert((stem.clone(), key), text));
            } else if stem == "authors" {
                for (id, author) in value.entries() {
                    found.extend(author.text_at("name").map(|name| (("authors".to_owned(), id.clone()), name)));
                }
            } else {
                for (code, inner) in value.entries().iter().filter(|(code, _)| languages.is_code(code)) {
                    flatten(inner, "", &mut |key, text| {
                        _ = found.insert((code.clone(), format!("{stem}.{key}")), text)
                    });
                }
                // `title: { uk: …, en: … }`
                for (key, inner) in value.entries() {
                    for (code, text) in inner.entries().iter().filter(|(code, _)| languages.is_code(code)) {
                        found.extend(text.text().map(|text| ((code.clone(), format!("{stem}.{key}")), text)));
                    }
                }
            }
        }
    }
    found
}

/// The file of `_i18n/` that a text shows in each language: `{% tf about.md %}`, `{% translate_file about.md %}`.
pub(super) fn translated_file(body: &str) -> Option<&str> {
    body.split("{%").skip(1).find_map(|tag| {
        let inner = tag.split_once("%}")?.0.trim_matches('-').trim();
        let (name, path) = inner.split_once(char::is_whitespace)?;
        matches!(name, "tf" | "translate_file").then(|| path.trim().trim_matches(['"', '\'']))
    })
}

/// Every text of a table, by its keys joined with dots.
fn flatten(value: &Value, key: &str, add: &mut dyn FnMut(String, String)) {
    for (name, inner) in value.entries() {
        let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        match inner.text() {
            Some(text) => add(key, text),
            None => flatten(inner, &key, add),
        }
    }
}
