//! TOML, YAML and JSON, each read within limits.

use serde_saphyr::{DuplicateKeyPolicy, Error as YamlError};

use super::Value;

/// A language of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// The line, from 1, where it is known.
    pub line: Option<u64>,
    /// What was found and expected, in one line.
    pub message: String,
}

/// What the anchors of a YAML text may grow to: an honest one has some hundred.
const MOST_REPLAYED: usize = 20_000;
/// Nodes of a YAML text.
const MOST_EVENTS: usize = 1_000_000;
/// Tables in one another.
const DEEPEST: usize = 64;

impl Format {
    /// The language of a file, by the ending of its name.
    pub fn of(path: &str) -> Option<Format> {
        match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "toml" => Some(Format::Toml),
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// Reads `text`.
///
/// # Errors
/// With the line and what is wrong, also where it is deeper or larger than any that a person wrote.
pub fn parse(format: Format, text: &str) -> Result<Value, ParseError> {
    if text.trim().is_empty() {
        return Ok(Value::Table(Vec::new()));
    }
    match format {
        Format::Toml => toml(text),
        Format::Yaml => yaml(text),
        Format::Json => serde_json::from_str(text).map_err(|error| ParseError {
            line: u64::try_from(error.line()).ok().filter(|line| *line > 0),
            message: format!("JSON: {error}"),
        }),
    }
}

fn toml(text: &str) -> Result<Value, ParseError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count() as u64 + 1);
        ParseError { line, message: format!("TOML: {}", error.message().lines().next().unwrap_or_default()) }
    })?;
    Ok(from_toml(toml::Value::Table(table)))
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Number(number.to_string()),
        toml::Value::Float(number) => Value::Number(number.to_string()),
        toml::Value::Boolean(value) => Value::Bool(value),
        toml::Value::Datetime(date) => Value::Text(date.to_string()),
        toml::Value::Array(items) => Value::List(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Table(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

fn yaml(text: &str) -> Result<Value, ParseError> {
    let mut options = serde_saphyr::Options::default();
    options.alias_limits.max_total_replayed_events = MOST_REPLAYED;
    if let Some(budget) = &mut options.budget {
        budget.max_events = MOST_EVENTS;
        budget.max_depth = DEEPEST;
    }
    // As Jekyll reads them: the last of two equal keys counts, `007` is a text.
    options.duplicate_keys = DuplicateKeyPolicy::LastWins;
    options.leading_zero_numbers_as_strings = true;
    options.underscored_numbers_as_strings = true;
    // `no` is a language, `y` a key; `yes` is read as yes where that is asked for.
    options.strict_booleans = true;
    options.with_snippet = false;
    serde_saphyr::from_str_with_options(text, options).map_err(|error: YamlError| {
        let line = error.location().map(|location| location.line());
        let message = error.to_string();
        ParseError { line, message: format!("YAML: {}", message.lines().next().unwrap_or_default()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_value_comes_of_three_languages() {
        let toml = "title = 'Ліс'\ndraft = true\ntags = ['a', 'b']\nweight = 3\n[x]\ny = 1.5\n";
        let yaml = "title: Ліс\ndraft: true\ntags: [a, b]\nweight: 3\nx:\n  y: 1.5\n";
        let json = r#"{"title": "Ліс", "draft": true, "tags": ["a", "b"], "weight": 3, "x": {"y": 1.5}}"#;
        let read = [(Format::Toml, toml), (Format::Yaml, yaml), (Format::Json, json)]
            .map(|(format, text)| parse(format, text).unwrap());
        for value in &read {
            assert_eq!(value.text_at("title").as_deref(), Some("Ліс"));
            assert_eq!(value.texts_at("tags"), ["a", "b"]);
            assert_eq!(value.text_at("x.y").as_deref(), Some("1.5"));
            assert_eq!((value.is("draft"), value.at("weight").and_then(Value::integer)), (true, Some(3)));
        }
    }

    #[test]
    fn yaml_is_read_as_people_write_it() {
        let text = "title: \"A: b\"\ndate: 2019-05-01 10:00:00 +0300\nid: 007\nfolded: >\n  one\n  two\nkept: |\n  a\n  b\n\
                    base: &b {x: 1}\nuses: *b\nnothing:\nempty: ''\ndup: 1\ndup: 2\nкириличний ключ: так\n";
        let value = parse(Format::Yaml, text).unwrap();
        for (key, expected) in [
            ("title", "A: b"),
            ("date", "2019-05-01 10:00:00 +0300"),
            ("id", "007"),
            ("folded", "one two"),
            ("kept", "a\nb"),
            ("uses.x", "1"),
            ("dup", "2"),
            ("кириличний ключ", "так"),
        ] {
            assert_eq!(value.text_at(key).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(value.get("nothing"), Some(&Value::Null));
    }

    #[test]
    fn bombs_and_depths_are_refused_in_a_moment() {
        let laughs = (1..12).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
            let all = vec![format!("*a{}", n - 1); 9].join(", ");
            format!("{text}a{n}: &a{n} [{all}]\n")
        });
        let deep = format!("x: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
        for (format, text) in [
            (Format::Yaml, laughs.as_str()),
            (Format::Yaml, deep.as_str()),
            (Format::Json, deep.trim_start_matches("x: ")),
            (Format::Toml, &deep.replace("x: ", "x = ")),
            (Format::Yaml, "a: &a [*a]\n"),
        ] {
            assert!(parse(format, text).is_err(), "{format:?} {}", text.get(..40).unwrap_or(text));
        }
    }

    #[test]
    fn a_mistake_has_its_line() {
        for (format, text) in [
            (Format::Yaml, "a: 1\nb: [1, 2\nc: 3\n"),
            (Format::Toml, "a = 1\nb = \n"),
            (Format::Json, "{\"a\": 1,\n\"b\": }"),
        ] {
            let error = parse(format, text).unwrap_err();
            assert!(error.line.is_some_and(|line| (2..=4).contains(&line)), "{error:?}");
            assert!(!error.message.contains('\n'), "{error:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_shown(text in "(a|b|:|-|\\[|\\]|\\{|\\}|&x|\\*x|!|\"|'|#|=| |\\n|\\PC){0,40}") {
            for format in [Format::Toml, Format::Yaml, Format::Json] {
                if let Ok(value) = parse(format, &text) {
                    prop_assert!(value.to_string().len() <= (text.len() + 8) * 64);
                }
            }
        }
    }
}
