//! For whom the server answers.

use crate::{i18n::DisplayMode, web::urls::path::query_value};

/// For whom the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// For readers: pages depend on their address alone, and may be kept.
    Reader,
    /// For a translator at work: pages show problems, and no cache may store them.
    Translator,
}

/// How a translator wants to see the messages of a page: `?l10n`, `?pseudo`, `?pseudo=keys`.
pub(super) fn display_mode(query: &str) -> DisplayMode {
    match query_value(query, "pseudo").as_deref() {
        Some("keys") => DisplayMode::Keys,
        Some(_) => DisplayMode::Pseudo,
        None if query_value(query, "l10n").is_some() => DisplayMode::Marked,
        None => DisplayMode::Plain,
    }
}

/// The parameter that asks for a display mode, as it stands in an address; `None` for the one that readers see.
pub(super) fn query(display_mode: DisplayMode) -> Option<&'static str> {
    match display_mode {
        DisplayMode::Plain => None,
        DisplayMode::Marked => Some("l10n"),
        DisplayMode::Pseudo => Some("pseudo"),
        DisplayMode::Keys => Some("pseudo=keys"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_says_how_messages_are_shown() {
        for (query, expected) in [
            ("", DisplayMode::Plain),
            ("before=5-a&l10n", DisplayMode::Marked),
            ("pseudo", DisplayMode::Pseudo),
            ("pseudo=keys&l10n", DisplayMode::Keys),
        ] {
            assert_eq!(display_mode(query), expected, "{query}");
        }
        for asked in [DisplayMode::Marked, DisplayMode::Pseudo, DisplayMode::Keys] {
            assert_eq!(query(asked).map(display_mode), Some(asked));
        }
    }
}
