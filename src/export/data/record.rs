//! The records of an archive as JSON, one a line (docs/REFERENCE.md, "The archive as JSON").

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::article::FrontMatter;

/// The name of the format, in the first record.
pub(super) const FORMAT: &str = "litopys-archive";
/// The version of the format; raised when a reader of the old one would read wrongly.
pub(super) const VERSION: u32 = 1;
/// The file of the records in a folder.
pub(super) const RECORDS: &str = "archive.jsonl";
/// The folder next to it with the files that are not text.
pub(super) const FILES: &str = "files";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "lowercase")]
pub(super) enum Record {
    /// The first one.
    Archive {
        /// [`FORMAT`]
        format: String,
        /// [`VERSION`]
        version: u32,
        /// Which program wrote it.
        program: String,
    },
    /// `site.toml`
    Site(FileRecord),
    /// `articles/names.toml`
    Names(FileRecord),
    /// A file of the site: messages, style, icons.
    File(FileRecord),
    /// An article, an undated page or a text about an author.
    Article(Box<ArticleRecord>),
    /// The last one. Without it, the file is cut.
    End {
        /// How many articles there are.
        articles: u64,
        /// How many files there are, texts included.
        files: u64,
    },
}

/// A file: with its text, or, where it is not text, its length and digest.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Its path in the archive.
    pub(super) path: String,
    /// All of its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// Its values, if it is TOML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<Value>,
    /// Its length in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bytes: Option<u64>,
    /// The SHA-256 of its bytes, as hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<String>,
}

/// An article with all of its files.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ArticleRecord {
    /// `2025/dnipro`
    pub(super) id: String,
    /// The address that leads to it in the language of each reader; `None` of a text about an author.
    pub(super) address: Option<String>,
    /// `article.toml`
    pub(super) meta: Option<FileRecord>,
    /// Its versions.
    pub(super) versions: Vec<VersionRecord>,
    /// Its other files.
    pub(super) files: Vec<FileRecord>,
}

/// A version: `head` and `body` together are its file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct VersionRecord {
    /// Its language.
    pub(super) lang: String,
    /// The path of its file.
    pub(super) path: String,
    /// The front matter, with the `+++` lines.
    pub(super) head: String,
    /// The values of the head: title, summary, slug, translators, dates and all else.
    pub(super) data: Option<Value>,
    /// The text, in CommonMark.
    pub(super) body: String,
    /// The record of its source, as `litopys mark` recorded it: `<lang>.from.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) translated_from: Option<FileRecord>,
}

impl FileRecord {
    /// A text.
    pub(super) fn text(path: &str, text: &str) -> FileRecord {
        let data = path.ends_with(".toml").then(|| data(text)).flatten();
        FileRecord { path: path.to_owned(), text: Some(text.to_owned()), data, ..FileRecord::default() }
    }

    /// A file that is not text.
    pub(super) fn bytes(path: &str, bytes: u64, sha256: String) -> FileRecord {
        FileRecord { path: path.to_owned(), bytes: Some(bytes), sha256: Some(sha256), ..FileRecord::default() }
    }
}

impl VersionRecord {
    /// The version in `lang`, whose file at `path` has this text.
    pub(super) fn new(lang: &str, path: &str, text: &str) -> VersionRecord {
        let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = text.len() - unmarked.len();
        let parts = FrontMatter::find(path, unmarked).ok();
        let toml = parts.as_ref().and_then(|parts| unmarked.get(parts.toml()));
        let (head, body) =
            text.split_at_checked(parts.as_ref().map_or(0, |parts| parts.body().start + mark)).unwrap_or(("", text));
        VersionRecord {
            lang: lang.to_owned(),
            path: path.to_owned(),
            head: head.to_owned(),
            data: toml.and_then(data),
            body: body.to_owned(),
            translated_from: None,
        }
    }
}

/// TOML as JSON; `None` where it is not TOML. Dates are texts as they were written.
fn data(toml: &str) -> Option<Value> {
    let table: toml::Table = toml.parse().ok()?;
    Some(json(toml::Value::Table(table)))
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        // JSON has no infinity.
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_version_is_its_head_and_its_body() {
        for (text, head, body) in [
            ("+++\ntitle = 'a'\n+++\n\nText\n", "+++\ntitle = 'a'\n+++\n", "\nText\n"),
            ("\u{feff}+++\r\ntitle = 'a'\r\n+++\r\nx", "\u{feff}+++\r\ntitle = 'a'\r\n+++\r\n", "x"),
            ("no front matter", "", "no front matter"),
            ("+++\ntitle = \n", "", "+++\ntitle = \n"),
            ("", "", ""),
        ] {
            let version = VersionRecord::new("uk", "x/uk.md", text);
            assert_eq!((version.head.as_str(), version.body.as_str()), (head, body));
            assert_eq!(version.data.is_some(), head.contains("title"));
        }
    }

    #[test]
    fn toml_is_read_for_other_programs() {
        let data = FileRecord::text(
            "a.toml",
            "d = 2025-06-29\nm = 2025-06-29T09:00:00+03:00\nx = [1, 2.5, true]\n[t]\ny = 'я'\n",
        )
        .data;
        let expected = serde_json::json!({"d": "2025-06-29", "m": "2025-06-29T09:00:00+03:00", "x": [1, 2.5, true], "t": {"y": "я"}});
        assert_eq!(data, Some(expected));
        assert!(FileRecord::text("a.toml", "d = ").data.is_none());
    }

    proptest! {
        #[test]
        fn head_and_body_are_the_whole(text in "(\u{feff}|\\+\\+\\+\n|\\+\\+\\+\r\n|a = 1\n|\\PC|\n){0,12}") {
            let version = VersionRecord::new("uk", "uk.md", &text);
            prop_assert_eq!(format!("{}{}", version.head, version.body), text);
        }
    }
}
