//! A value of TOML, YAML or JSON.

use std::{collections::HashMap, fmt};

use jiff::{
    Timestamp, civil,
    tz::{Offset, TimeZone},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use crate::model::date::Moment;

/// A value. Dates are text; a table keeps the order of its keys, which are unique.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// The value under `key`, in any case of letters, as Hugo and Jekyll read it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Table(pairs) = self else { return None };
        let exact = pairs.iter().find(|(name, _)| name == key);
        exact.or_else(|| pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))).map(|(_, value)| value)
    }

    /// The value at `path`, keys separated by dots.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self, |value, key| value.get(key))
    }

    /// A text or a number as text, trimmed; `None` where it is empty.
    pub fn text(&self) -> Option<String> {
        let text = match self {
            Value::Text(text) | Value::Number(text) => text.trim(),
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            _ => return None,
        };
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The text under `key`.
    pub fn text_at(&self, key: &str) -> Option<String> {
        self.at(key)?.text()
    }

    /// Yes or no, also written as text.
    pub fn bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the value under `key` is yes.
    pub fn is(&self, key: &str) -> bool {
        self.at(key).and_then(Value::bool) == Some(true)
    }

    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        self.text()?.parse().ok()
    }

    /// The texts of a list, or the one text.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Value::List(items) => items.iter().filter_map(Value::text).collect(),
            other => other.text().into_iter().collect(),
        }
    }

    /// The texts under `key`.
    pub fn texts_at(&self, key: &str) -> Vec<String> {
        self.at(key).map(Value::texts).unwrap_or_default()
    }

    /// The items of a list; none where it is not a list.
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { &[] }
    }

    /// The items of a list; the value itself where it is not a list.
    pub fn one_or_several(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { std::slice::from_ref(self) }
    }

    /// The entries of a table; none where it is not a table.
    pub fn entries(&self) -> &[(String, Value)] {
        if let Value::Table(pairs) = self { pairs } else { &[] }
    }

    /// The keys that are not among `known`, in small letters, with what they say as text; those that say nothing are left out.
    pub fn others(&self, known: &[&str]) -> Vec<(String, String)> {
        let own = self
            .entries()
            .iter()
            .filter(|(key, value)| *value != Value::Null && !known.contains(&key.to_lowercase().as_str()));
        own.map(|(key, value)| (key.clone(), value.to_string())).collect()
    }

    /// The date under `key`, as [`moment_as_typed`] reads it.
    pub fn moment_at(&self, key: &str, zone: &TimeZone) -> Option<Moment> {
        moment_as_typed(&self.text_at(key)?, zone)
    }

    /// Lays `over` over this table, table by table.
    pub fn merge(&mut self, over: Value) {
        match (self, over) {
            (Value::Table(pairs), Value::Table(over)) => {
                for (key, value) in over {
                    match pairs.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&key)) {
                        Some((_, old)) => old.merge(value),
                        None => pairs.push((key, value)),
                    }
                }
            }
            (own, over) => *own = over,
        }
    }
}

/// A date that is shown on the day that is typed, with any offset: where `zone` has another day at that instant, as shortly after
/// midnight, the day alone.
pub fn moment_as_typed(text: &str, zone: &TimeZone) -> Option<Moment> {
    let moment = moment(text, zone)?;
    let typed = text.trim().get(..10).and_then(|day| day.parse::<civil::Date>().ok());
    Some(typed.filter(|day| *day != moment.day(zone)).map_or(moment, Moment::Day))
}

/// A date as the programs write it: RFC 3339, with a space for the `T`, without seconds, without an offset, or a day. One without an
/// offset is in `zone`.
pub fn moment(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Moment>() {
        return Some(moment);
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S %:z"];
    let more = ["%Y-%m-%d %H:%M:%S%:z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M%:z"];
    for form in forms.into_iter().chain(more) {
        if let Ok(instant) = Timestamp::strptime(form, text) {
            return Some(Moment::Instant(instant));
        }
    }
    let utc = text.strip_suffix(" UTC").or_else(|| text.strip_suffix('Z')).map(str::trim);
    let (local, zone) = utc.map_or((text, zone.clone()), |text| (text, TimeZone::fixed(Offset::UTC)));
    for form in [
        "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
    ] {
        if let Ok(local) = civil::DateTime::strptime(form, local) {
            return zone
                .to_ambiguous_zoned_datetime(local)
                .compatible()
                .ok()
                .map(|zoned| Moment::Instant(zoned.timestamp()));
        }
    }
    let day = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y"];
    day.into_iter().find_map(|form| civil::Date::strptime(form, text).ok()).map(Moment::Day)
}

/// A value as a line of text, for a report.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => out.write_str("null"),
            Value::Bool(value) => value.fmt(out),
            Value::Number(text) | Value::Text(text) => out.write_str(text),
            Value::List(items) => {
                out.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(out, "{}{item}", if at > 0 { ", " } else { "" })?;
                }
                out.write_str("]")
            }
            Value::Table(pairs) => {
                out.write_str("{")?;
                for (at, (key, value)) in pairs.iter().enumerate() {
                    write!(out, "{}{key}: {value}", if at > 0 { ", " } else { "" })?;
                }
                out.write_str("}")
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

macro_rules! visit_number {
    ($($visit:ident $number:ty),*) => {$(
        fn $visit<E>(self, value: $number) -> Result<Value, E> {
            Ok(Value::Number(value.to_string()))
        }
    )*};
}

impl<'de> Visitor<'de> for Anything {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    visit_number!(visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128, visit_f64 f64);

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut table: Vec<(String, Value)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        while let Some(key) = entries.next_key::<Value>()? {
            let (key, value) = (key.to_string(), entries.next_value()?);
            // The last of two equal keys counts.
            match places.get(&key).and_then(|at| table.get_mut(*at)) {
                Some((_, old)) => *old = value,
                None => {
                    places.insert(key.clone(), table.len());
                    table.push((key, value));
                }
            }
        }
        Ok(Value::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_the_programs_write_them() {
        let kyiv = TimeZone::get("Europe/Kyiv").unwrap();
        for (text, expected) in [
            ("2019-05-01", "2019-05-01"),
            ("2019-05-01T10:00:00+03:00", "2019-05-01T07:00:00Z"),
            ("2019-05-01T10:00:00Z", "2019-05-01T10:00:00Z"),
            ("2019-05-01 10:00:00 +0300", "2019-05-01T07:00:00Z"),
            ("2019-05-01 10:00:00 +03:00", "2019-05-01T07:00:00Z"),
            ("2019-05-01 10:00:00", "2019-05-01T07:00:00Z"),
            ("2019-05-01T10:00", "2019-05-01T07:00:00Z"),
            ("2019-05-01 10:00", "2019-05-01T07:00:00Z"),
            ("2019-05-01 10:00:00 UTC", "2019-05-01T10:00:00Z"),
            ("2019-05-01T10:00:00.5", "2019-05-01T07:00:00.5Z"),
            ("2019/05/01", "2019-05-01"),
            ("01.05.2019", "2019-05-01"),
        ] {
            assert_eq!(moment(text, &kyiv).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        for (text, expected) in [
            ("2021-01-01T00:30:00+02:00", "2020-12-31T22:30:00Z"),
            ("2021-01-01T00:30:00+09:00", "2021-01-01"),
            ("2020-12-31T23:30:00Z", "2020-12-31"),
            ("2020-12-31 23:30:00 UTC", "2020-12-31"),
            ("2021-01-01 00:30:00 +0300", "2021-01-01"),
            ("2021-01-01 00:30:00", "2020-12-31T22:30:00Z"),
            ("01.01.2021", "2021-01-01"),
        ] {
            let read = moment_as_typed(text, &kyiv).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "2019", "2019-13-01", "2019-02-30"] {
            assert_eq!(moment(text, &kyiv), None, "{text}");
        }
    }

    #[test]
    fn tables_are_merged_and_the_case_of_their_keys_is_ignored() {
        let table = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let mut value = table(r#"{"params": {"a": 1, "b": [1]}, "x": true}"#);
        value.merge(table(r#"{"Params": {"b": [2], "c": "z"}, "y": null}"#));
        assert_eq!(value.to_string(), "{params: {a: 1, b: [2], c: z}, x: true, y: null}");
        assert_eq!(value.text_at("PARAMS.C").as_deref(), Some("z"));
    }
}
