//! A language, as a BCP 47 tag. Which languages a site has is for `site.toml` to say, never for code.

use std::{borrow::Borrow, cmp::Ordering, fmt, hash, str::FromStr, sync::Arc};

use unic_langid::LanguageIdentifier;

/// A language in canonical form (`uk`, `pt-BR`), cheap to clone.
///
/// ```
/// let lang: litopys::lang::Lang = "UK".parse()?;
/// assert_eq!(lang.as_str(), "uk");
/// # Ok::<(), litopys::lang::LangError>(())
/// ```
#[derive(Clone)]
pub struct Lang(Arc<Inner>);

struct Inner {
    tag: String,
    id: LanguageIdentifier,
}

/// What is wrong with a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a BCP 47 language tag like `uk` or `pt-BR`, found `{found}`")]
pub struct LangError {
    found: String,
}

impl Lang {
    /// The canonical tag: language lower case, script titled, region upper case (RFC 5646, 2.1.1).
    pub fn as_str(&self) -> &str {
        &self.0.tag
    }

    /// The parsed tag, for libraries that negotiate or format.
    pub fn id(&self) -> &LanguageIdentifier {
        &self.0.id
    }
}

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(text: &str) -> Result<Self, LangError> {
        let wrong = || LangError { found: text.to_owned() };
        let id: LanguageIdentifier = text.parse().map_err(|_| wrong())?;
        if id.language.is_empty() {
            return Err(wrong());
        }
        Ok(Lang(Arc::new(Inner { tag: id.to_string(), id })))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Lang({self})")
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Lang {}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl hash::Hash for Lang {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Lang {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_written_in_canonical_form() {
        for (typed, canonical) in [("uk", "uk"), ("UK", "uk"), ("pt-br", "pt-BR"), ("sr-latn-rs", "sr-Latn-RS")] {
            assert_eq!(typed.parse::<Lang>().unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn refuses_what_names_no_language() {
        for typed in ["", "und", "x", "українська", "uk ", "../en", "*"] {
            let error = typed.parse::<Lang>().unwrap_err().to_string();
            assert!(error.contains(typed) && error.contains("BCP 47"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(text in "\\PC{0,12}") {
            if let Ok(lang) = text.parse::<Lang>() {
                prop_assert_eq!(lang.as_str().parse::<Lang>().unwrap(), lang);
            }
        }
    }
}
