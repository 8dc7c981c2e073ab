//! Small changes of a TOML text. All else stays as it is typed: comments, order, quotation marks, line ends.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A string in a TOML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TomlString {
    /// The keys above it, outermost first: `["home", "pinned"]`.
    pub(super) keys: Vec<String>,
    /// Its bytes, with the quotation marks.
    pub(super) span: Range<usize>,
    /// Its value.
    pub(super) value: String,
}

/// All strings of `text`; `None` if it is not TOML.
pub(super) fn strings(text: &str) -> Option<Vec<TomlString>> {
    let table = DeTable::parse(text).ok()?;
    let mut found = Vec::new();
    collect(table.get_ref(), &mut Vec::new(), &mut found);
    Some(found)
}

/// `text` with new strings at these places.
pub(super) fn with_strings(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(span, _)| span.start);
    let mut out = text.to_owned();
    for (span, new) in changes.into_iter().rev() {
        let is_literal = text.get(span.clone()).is_some_and(|old| old.starts_with('\'') && !old.starts_with("'''"));
        let fits = is_literal && !new.contains('\'') && !new.chars().any(char::is_control);
        let new = if fits { format!("'{new}'") } else { quoted(&new) };
        out.replace_range(span, &new);
    }
    out
}

/// `text` with `key = value` at its top level; `value` is TOML. A value that is there is replaced, a new key follows the last one
/// above the tables. `None` if it is not TOML.
pub(super) fn with_key(text: &str, key: &str, value: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut out = text.to_owned();
    if let Some((_, old)) = table.get_ref().iter().find(|(name, _)| name.get_ref() == key) {
        // The table of a header is more than its span; one that is written in a line is replaced like any value.
        let is_headed = |old: &Spanned<DeValue<'_>>| {
            matches!(old.get_ref(), DeValue::Table(_))
                && !text.get(old.span()).is_some_and(|text| text.starts_with('{'))
        };
        if is_headed(old) {
            return None;
        }
        out.replace_range(old.span(), value);
        return Some(out);
    }
    let is_plain = |value: &DeValue<'_>| match value {
        DeValue::Table(_) => false,
        DeValue::Array(items) => !items.iter().any(|item| matches!(item.get_ref(), DeValue::Table(_))),
        _ => true,
    };
    let plain = table.get_ref().iter().filter(|(_, value)| is_plain(value.get_ref()));
    let last = plain.map(|(_, value)| value.span().end).max();
    let at = last
        .map_or(0, |last| text.get(last..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| last + end + 1));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = if at > 0 && !text.get(..at).is_some_and(|before| before.ends_with('\n')) { end } else { "" };
    out.insert_str(at, &format!("{before}{key} = {value}{end}"));
    Some(out)
}

/// `text` with the array of strings under the top-level `key` without those that `leave_out` names, and with `add` at its end.
pub(super) fn with_items(text: &str, key: &str, leave_out: &dyn Fn(&str) -> bool, add: &[String]) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let array = table.get_ref().iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value);
    let list = |items: &[String]| format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "));
    let Some(array) = array else {
        return if add.is_empty() { Some(text.to_owned()) } else { with_key(text, key, &list(add)) };
    };
    let DeValue::Array(items) = array.get_ref() else { return None };
    let values: Vec<&str> = items.iter().filter_map(|item| item.get_ref().as_str()).collect();
    let leaves_out = values.iter().any(|value| leave_out(value));
    let mut out = text.to_owned();
    match items.last().filter(|_| !leaves_out) {
        _ if add.is_empty() && !leaves_out => {}
        Some(last) => {
            let end = last.span().end;
            let line = text.get(..last.span().start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
            let is_own_line =
                line.trim().is_empty() && text.get(array.span()).is_some_and(|array| array.contains('\n'));
            let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let between = if is_own_line { format!(",{line_end}{line}") } else { ", ".to_owned() };
            out.insert_str(end, &add.iter().map(|item| format!("{between}{}", quoted(item))).collect::<String>());
        }
        None => {
            let stay = values.iter().filter(|value| !leave_out(value)).map(|value| (*value).to_owned());
            out.replace_range(array.span(), &list(&stay.chain(add.iter().cloned()).collect::<Vec<_>>()));
        }
    }
    Some(out)
}

/// `text` as a string of TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn collect(table: &DeTable<'_>, keys: &mut Vec<String>, found: &mut Vec<TomlString>) {
    for (key, value) in table {
        keys.push(key.get_ref().to_string());
        collect_value(value, keys, found);
        keys.pop();
    }
}

fn collect_value(value: &Spanned<DeValue<'_>>, keys: &mut Vec<String>, found: &mut Vec<TomlString>) {
    match value.get_ref() {
        DeValue::String(text) => {
            found.push(TomlString { keys: keys.clone(), span: value.span(), value: text.to_string() });
        }
        DeValue::Array(items) => items.iter().for_each(|item| collect_value(item, keys, found)),
        DeValue::Table(table) => collect(table, keys, found),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_above_the_tables_and_all_else_stays() {
        for (text, expected) in [
            ("a = 1 # one\n\n[t]\nx = 1\n", "a = 1 # one\nk = \"v\"\n\n[t]\nx = 1\n"),
            ("# top\na = [\n 1,\n]\nk = 2 # two\n[[t]]\n", "# top\na = [\n 1,\n]\nk = \"v\" # two\n[[t]]\n"),
            ("[[image]]\nfile = 'a'\n", "k = \"v\"\n[[image]]\nfile = 'a'\n"),
            ("a = 1", "a = 1\nk = \"v\"\n"),
            ("a = 1\r\n[t]\r\n", "a = 1\r\nk = \"v\"\r\n[t]\r\n"),
            ("a = \"\"\"\nx\n[y]\n\"\"\"\n[t]\n", "a = \"\"\"\nx\n[y]\n\"\"\"\nk = \"v\"\n[t]\n"),
            ("", "k = \"v\"\n"),
            ("k = { uk = 'x' }\n", "k = \"v\"\n"),
        ] {
            assert_eq!(with_key(text, "k", "\"v\"").as_deref(), Some(expected), "{text}");
        }
        for text in ["a = ", "[k]\nx = 1\n"] {
            assert_eq!(with_key(text, "k", "1"), None, "{text}");
        }
    }

    #[test]
    fn items_join_an_array_as_it_is_written() {
        let add = ["/b".to_owned(), "/c".to_owned()];
        for (text, expected) in [
            ("x = 1\n[t]\n", "x = 1\nk = [\"/b\", \"/c\"]\n[t]\n"),
            ("k = []\n", "k = [\"/b\", \"/c\"]\n"),
            ("k = ['/a'] # old\n", "k = ['/a', \"/b\", \"/c\"] # old\n"),
            ("k = [\n  \"/a\", # why\n]\n", "k = [\n  \"/a\",\n  \"/b\",\n  \"/c\", # why\n]\n"),
            ("k = [\"/gone\", \"/a\"]\n", "k = [\"/a\", \"/b\", \"/c\"]\n"),
        ] {
            let made = with_items(text, "k", &|item| item == "/gone", &add).unwrap();
            assert_eq!(made, expected, "{text}");
            let table: toml::Table = made.parse().unwrap();
            assert!(table["k"].as_array().unwrap().contains(&"/c".into()));
        }
        assert_eq!(with_items("x = 1\n", "k", &|_| false, &[]).as_deref(), Some("x = 1\n"));
        assert_eq!(with_items("k = 1\n", "k", &|_| false, &add), None);
    }

    #[test]
    fn strings_are_found_in_every_table_and_keep_their_marks() {
        let text = "a = 'x'\nb = [\"y\", ['z']]\n[c.d]\ne = { f = \"\"\"w\"\"\" }\n[[g]]\nh = 'v' # v\n";
        let found = strings(text).unwrap();
        let keys: Vec<_> = found.iter().map(|found| (found.keys.join("."), found.value.as_str())).collect();
        let expected = [("a", "x"), ("b", "y"), ("b", "z"), ("c.d.e.f", "w"), ("g.h", "v")];
        assert_eq!(keys, expected.map(|(key, value)| (key.to_owned(), value)));
        let made =
            with_strings(text, found.into_iter().map(|found| (found.span, format!("{0}{0}", found.value))).collect());
        assert_eq!(made, "a = 'xx'\nb = [\"yy\", ['zz']]\n[c.d]\ne = { f = \"ww\" }\n[[g]]\nh = 'vv' # v\n");
    }
}
