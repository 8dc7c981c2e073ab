//! JSON-LD: what a page says about itself to programs.

use serde_json::Value;

/// Values within one another.
const DEEPEST: usize = 6;

/// What is taken from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Structured {
    pub(super) headline: Option<String>,
    pub(super) description: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) authors: Vec<String>,
}

impl Structured {
    /// Adds what a script of JSON-LD says, if it is about a text.
    pub(super) fn read(&mut self, json: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(json.trim()) {
            self.value(&value, 0);
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().take(1000).for_each(|item| self.value(item, depth + 1)),
            Value::Object(map) => {
                let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                let kind = map.get("@type").map(Value::to_string).unwrap_or_default();
                let is_text = map.contains_key("datePublished") || kind.contains("Article") || kind.contains("Posting");
                if is_text {
                    self.headline = self.headline.take().or(text("headline"));
                    self.description = self.description.take().or(text("description"));
                    self.published = self.published.take().or(text("datePublished"));
                    self.modified = self.modified.take().or(text("dateModified"));
                    if let Some(author) = map.get("author").filter(|_| self.authors.is_empty()) {
                        self.author(author);
                    }
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = map.get(key) {
                        self.value(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn author(&mut self, author: &Value) {
        match author {
            Value::String(name) => self.authors.push(name.clone()),
            Value::Object(map) => self.authors.extend(map.get("name").and_then(Value::as_str).map(str::to_owned)),
            Value::Array(several) => {
                several.iter().filter(|one| !one.is_array()).take(50).for_each(|one| self.author(one))
            }
            _ => {}
        }
    }
}
