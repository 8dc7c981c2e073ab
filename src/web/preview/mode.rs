//! For whom the server answers.

use crate::{i18n::Manner, web::urls::query::query_value};

/// For whom the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// For readers: pages depend on their address alone, and may be kept.
    Reader,
    /// For a translator at work: pages show problems, and no cache may store them.
    Translator,
}

/// How a translator wants to see the messages of a page: `?l10n`, `?pseudo`, `?pseudo=keys`.
pub(super) fn manner(query: &str) -> Manner {
    match query_value(query, "pseudo").as_deref() {
        Some("keys") => Manner::Keys,
        Some(_) => Manner::Pseudo,
        None if query_value(query, "l10n").is_some() => Manner::Marked,
        None => Manner::Plain,
    }
}

/// What asks for a manner, as it stands in an address; `None` for the one that readers see.
pub(super) fn query(manner: Manner) -> Option<&'static str> {
    match manner {
        Manner::Plain => None,
        Manner::Marked => Some("l10n"),
        Manner::Pseudo => Some("pseudo"),
        Manner::Keys => Some("pseudo=keys"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_says_how_messages_are_shown() {
        for (query, expected) in [
            ("", Manner::Plain),
            ("before=5-a&l10n", Manner::Marked),
            ("pseudo", Manner::Pseudo),
            ("pseudo=keys&l10n", Manner::Keys),
        ] {
            assert_eq!(manner(query), expected, "{query}");
        }
        for asked in [Manner::Marked, Manner::Pseudo, Manner::Keys] {
            assert_eq!(query(asked).map(manner), Some(asked));
        }
    }
}
