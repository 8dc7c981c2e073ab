//! Front matter of texts in Org: lines of `#+key: value` at the head.

use super::Value;

/// What such lines say, and where the text below begins; `None` where a text begins otherwise.
pub(super) fn org(text: &str) -> Option<(Value, usize)> {
    if !text.starts_with("#+") {
        return None;
    }
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let pair = words.strip_prefix("#+").and_then(|rest| rest.split_once(':')).filter(|(key, _)| is_key(key));
        let Some((key, value)) = pair else {
            if words.is_empty() {
                end += line.len();
                continue;
            }
            break;
        };
        let (key, value) = read(&key.to_ascii_lowercase(), value.trim());
        if pairs.iter().all(|(known, _)| *known != key) {
            pairs.push((key, value));
        }
        end += line.len();
    }
    (!pairs.is_empty()).then_some((Value::Table(pairs), end))
}

fn is_key(key: &str) -> bool {
    let name = key.strip_suffix("[]").unwrap_or(key);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn read(key: &str, value: &str) -> (String, Value) {
    if let Some(name) = key.strip_suffix("[]") {
        return (name.to_owned(), list(value.split_whitespace()));
    }
    match key {
        "filetags" => ("tags".to_owned(), list(value.split(':'))),
        // `<2019-05-01 Wed>`
        "date" | "lastmod" | "publishdate" | "expirydate" if value.starts_with(['<', '[']) => {
            (key.to_owned(), Value::Text(value.get(1..11).unwrap_or(value).to_owned()))
        }
        _ => (key.to_owned(), Value::Text(value.to_owned())),
    }
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> Value {
    Value::List(words.filter(|word| !word.is_empty()).map(|word| Value::Text(word.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_at_the_head_of_an_org_text_are_its_front_matter() {
        let text = "#+TITLE: Річка: початок\n#+DATE: <2019-05-01 Wed>\n#+TAGS[]: вода ліс\n\n#+begin_src sh :x\n";
        let (value, end) = org(text).unwrap();
        assert_eq!(value.to_string(), "{title: Річка: початок, date: 2019-05-01, tags: [вода, ліс]}");
        assert_eq!(text.get(end..), Some("#+begin_src sh :x\n"));
        let (value, _) = org("#+filetags: :a:b:\n#+draft: true").unwrap();
        assert_eq!(value.to_string(), "{tags: [a, b], draft: true}");
        assert!(org("# Заголовок\n").is_none() && org("#+begin_src x\n").is_none() && org("#+ a: b").is_none());
    }
}
