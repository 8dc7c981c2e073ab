//! For whom the server answers.

use crate::{locale::Manner, web::url::query_value};

/// For whom the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// For readers: pages depend on their address alone, and may be kept.
    Reader,
    /// For a translator at work: pages tell of problems, and nobody may keep them.
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
    }
}
