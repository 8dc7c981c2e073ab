//! Sets: the versions in one language (`lang-uk`), and those of one section (`section-law`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::model::lang::Lang;

/// The characters that a set's name may contain (the schema of OAI-PMH, `setSpecType`); every other is written as `~`, which replaces
/// here for `%`, and two digits.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// A set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OaiSet {
    /// The versions in a language.
    Language(Lang),
    /// The versions of the articles in a section.
    Section(String),
}

impl OaiSet {
    /// Its name in requests and headers.
    pub(super) fn spec(&self) -> String {
        match self {
            OaiSet::Language(lang) => format!("lang-{lang}"),
            OaiSet::Section(id) => {
                format!("section-{}", utf8_percent_encode(id, ESCAPED).to_string().replace('%', "~"))
            }
        }
    }

    /// The set of this name; `None` if none can have it.
    pub(super) fn parse(spec: &str) -> Option<OaiSet> {
        let set = match spec.split_once('-')? {
            ("lang", tag) => OaiSet::Language(tag.parse().ok()?),
            ("section", id) => {
                OaiSet::Section(percent_decode_str(&id.replace('~', "%")).decode_utf8().ok()?.into_owned())
            }
            _ => return None,
        };
        (set.spec() == spec).then_some(set)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_set_has_one_name() {
        for (set, spec) in [
            (OaiSet::Language("uk".parse().unwrap()), "lang-uk"),
            (OaiSet::Language("pt-BR".parse().unwrap()), "lang-pt-BR"),
            (OaiSet::Section("law".into()), "section-law"),
            (OaiSet::Section("мо~ва".into()), "section-~D0~BC~D0~BE~7E~D0~B2~D0~B0"),
        ] {
            assert_eq!((set.spec().as_str(), OaiSet::parse(spec)), (spec, Some(set)));
        }
        for nothing in
            ["", "lang", "lang-", "section", "tag-law", "lang-UK", "section-~d0~bc", "section-~FF", "section-a b"]
        {
            assert_eq!(OaiSet::parse(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn any_section_has_a_name_that_the_schema_allows(id in "\\PC{1,20}") {
            let set = OaiSet::Section(id);
            prop_assert!(set.spec().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)));
            prop_assert_eq!(OaiSet::parse(&set.spec()), Some(set));
        }
    }
}
