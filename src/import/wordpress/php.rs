//! PHP's serialised text, as WordPress keeps lists in it. It comes from another site: scalars and arrays are read, nothing else, within
//! limits; no class is ever named.

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhpValue {
    /// `N;`
    Null,
    /// `b:1;`
    Bool(bool),
    /// `i:5;`, also a number with a fraction, as it is written.
    Number(String),
    /// `s:2:"uk";`
    Text(String),
    /// `a:1:{…}`, in its order.
    Array(Vec<(PhpValue, PhpValue)>),
}

/// Bytes that are read.
const LONGEST: usize = 1 << 20;
/// Arrays within one another.
const DEEPEST: usize = 16;
/// Values in all.
const MOST: usize = 100_000;

/// Reads a serialised value; `None` where the text is none, or goes beyond the limits.
///
/// ```
/// use litopys::import::wordpress::{PhpValue, unserialize};
/// let map = unserialize("a:1:{s:2:\"uk\";i:5;}").unwrap();
/// assert_eq!(map.entries()[0], (PhpValue::Text("uk".into()), PhpValue::Number("5".into())));
/// assert_eq!(unserialize("O:8:\"stdClass\":0:{}"), None);
/// ```
pub fn unserialize(text: &str) -> Option<PhpValue> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let mut reader = Reader { rest: text, left: MOST };
    let value = reader.value(0)?;
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Reader<'a> {
    fn skip(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn until(&mut self, sign: char) -> Option<&'a str> {
        let (before, after) = self.rest.split_once(sign)?;
        self.rest = after;
        Some(before)
    }

    fn value(&mut self, depth: usize) -> Option<PhpValue> {
        self.left = self.left.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        let (kind, _) = self.rest.split_at_checked(2)?;
        self.skip(kind)?;
        match kind {
            "N;" => Some(PhpValue::Null),
            "b:" => match self.until(';')? {
                "0" => Some(PhpValue::Bool(false)),
                "1" => Some(PhpValue::Bool(true)),
                _ => None,
            },
            "i:" | "d:" => {
                let number = self.until(';')?;
                let is_one = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
                is_one.then(|| PhpValue::Number(number.to_owned()))
            }
            "s:" => self.text().map(PhpValue::Text),
            "a:" => self.array(depth),
            _ => None,
        }
    }

    /// The length counts bytes; where an editor changed the text and not the length, the closing quote decides.
    fn text(&mut self) -> Option<String> {
        let length: usize = self.until(':')?.parse().ok()?;
        self.skip("\"")?;
        if let Some((text, after)) = self.rest.split_at_checked(length)
            && let Some(after) = after.strip_prefix("\";")
        {
            self.rest = after;
            return Some(text.to_owned());
        }
        let (text, after) = self.rest.split_once("\";")?;
        self.rest = after;
        Some(text.to_owned())
    }

    fn array(&mut self, depth: usize) -> Option<PhpValue> {
        let length: usize = self.until(':')?.parse().ok()?;
        self.skip("{")?;
        let mut entries = Vec::new();
        for _ in 0..length.min(MOST) {
            let key = self.value(depth + 1)?;
            if matches!(key, PhpValue::Array(_)) {
                return None;
            }
            entries.push((key, self.value(depth + 1)?));
        }
        self.skip("}")?;
        Some(PhpValue::Array(entries))
    }
}

impl PhpValue {
    /// The entries of an array; none of anything else.
    pub fn entries(&self) -> &[(PhpValue, PhpValue)] {
        match self {
            PhpValue::Array(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&PhpValue> {
        self.entries().iter().find(|(own, _)| matches!(own, PhpValue::Text(own) if own == key)).map(|(_, value)| value)
    }

    /// A scalar as text.
    pub fn text(&self) -> Option<String> {
        match self {
            PhpValue::Number(text) | PhpValue::Text(text) => Some(text.clone()),
            PhpValue::Bool(is) => Some(u8::from(*is).to_string()),
            PhpValue::Null | PhpValue::Array(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: &PhpValue) -> String {
        match value {
            PhpValue::Null => "N;".to_owned(),
            PhpValue::Bool(is) => format!("b:{};", u8::from(*is)),
            PhpValue::Number(number) => format!("i:{number};"),
            PhpValue::Text(text) => format!("s:{}:\"{text}\";", text.len()),
            PhpValue::Array(entries) => {
                let inner: String = entries.iter().map(|(key, value)| written(key) + &written(value)).collect();
                format!("a:{}:{{{inner}}}", entries.len())
            }
        }
    }

    fn value() -> impl Strategy<Value = PhpValue> {
        let scalar = prop_oneof![
            Just(PhpValue::Null),
            any::<bool>().prop_map(PhpValue::Bool),
            any::<i64>().prop_map(|number| PhpValue::Number(number.to_string())),
            "[a-zїЇ\";:{}]{0,8}".prop_map(PhpValue::Text),
        ];
        scalar.clone().prop_recursive(3, 20, 4, move |inner| {
            prop::collection::vec((scalar.clone(), inner), 0..4).prop_map(PhpValue::Array)
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in value()) {
            prop_assert_eq!(unserialize(&written(&value)), Some(value));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "([aisbdNO]:[0-9]{0,12}[:;{]|[{}\";]|[a-z]){0,30}") {
            if let Some(value) = unserialize(&text) {
                // A length may be wrong and be read all the same; written again, it is right.
                prop_assert!(unserialize(&written(&value)).is_some());
            }
        }
    }

    #[test]
    fn objects_references_and_depth_are_refused() {
        let deep = format!("{}N;{}", "a:1:{i:0;".repeat(100), "}".repeat(100));
        for text in [
            "O:1:\"A\":0:{}", "a:1:{i:0;R:1;}", "C:1:\"A\":0:{}", "a:999999999:{", "s:99:\"a", "i:;",
            "a:1:{a:0:{}i:1;}", &deep, "",
        ] {
            assert_eq!(unserialize(text), None, "{text}");
        }
        assert_eq!(
            unserialize("s:3:\"Київ\";"),
            Some(PhpValue::Text("Київ".into())),
            "a length that an editor left behind"
        );
    }
}
