//! Links of a translator's page lead to pages in the same display mode: one pass over the
//! finished page. Never done to a page of a reader's.

use super::mode::query;
use crate::{
    article::markdown::{HtmlToken, TagKind, tokens},
    i18n::DisplayMode,
};

/// `page` with `display_mode` in the addresses of its links to other pages, and in what its forms ask for.
pub(super) fn carried(page: &str, display_mode: DisplayMode) -> String {
    let Some(carried) = query(display_mode) else { return page.to_owned() };
    let mut out = String::with_capacity(page.len() + page.len() / 16);
    for token in tokens(page) {
        let tag = match token {
            HtmlToken::Text(text) => {
                out.push_str(text);
                continue;
            }
            HtmlToken::Tag(tag) => tag,
        };
        let is_link = |name: &str, value: &str| tag.name == "a" && name == "href" && leads_to_page(value);
        tag.write(&mut out, |name, value| is_link(name, value).then(|| with(value, carried)));
        if tag.name == "form" && tag.kind == TagKind::Open {
            let (name, value) = carried.split_once('=').unwrap_or((carried, ""));
            out.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));
        }
    }
    out
}

/// Whether an address, as it stands in HTML, is that of a page of this site. Only files have a full stop in their name.
fn leads_to_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/') && !path.starts_with("//") && !path.contains('.')
}

fn with(address: &str, carried: &str) -> String {
    let (page, fragment) = address.find('#').and_then(|at| address.split_at_checked(at)).unwrap_or((address, ""));
    let joint = if page.contains('?') { "&amp;" } else { "?" };
    format!("{page}{joint}{carried}{fragment}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_to_pages_and_forms_carry_it_and_nothing_else_does() {
        for (page, expected) in [
            ("<a href=\"/uk/\">", "<a href=\"/uk/?l10n\">"),
            (
                "<a class=\"x\" href=\"/uk/2025/x#fn\" lang=\"uk\">",
                "<a class=\"x\" href=\"/uk/2025/x?l10n#fn\" lang=\"uk\">",
            ),
            ("<a href=\"/en/?remember\">", "<a href=\"/en/?remember&amp;l10n\">"),
            (
                "<form action=\"/uk/search\">",
                "<form action=\"/uk/search\"><input type=\"hidden\" name=\"l10n\" value=\"\">",
            ),
        ] {
            assert_eq!(carried(page, DisplayMode::Marked), expected);
        }
        for page in [
            "<a href=\"#top\">",
            "<a href=\"/uk/feed.atom\">",
            "<a href=\"//example.org/\">",
            "<a href=\"https://example.org/\">",
            "<link href=\"/uk/\">",
            "<abbr href=\"/uk/\">",
            "<a name=\"x\">",
        ] {
            assert_eq!(carried(page, DisplayMode::Marked), page);
        }
        assert_eq!(carried("<a href=\"/uk/\">", DisplayMode::Keys), "<a href=\"/uk/?pseudo=keys\">");
        assert_eq!(carried("<a href=\"/uk/\">", DisplayMode::Plain), "<a href=\"/uk/\">");
    }

    proptest! {
        #[test]
        fn what_has_no_links_stays_as_it_is(page in "(<p>|</p>|<b title=\"x\">|&lt;|[a-zа-я\" /?#]{0,5}){0,20}") {
            prop_assert_eq!(carried(&page, DisplayMode::Pseudo), page);
        }

        #[test]
        fn nothing_of_a_page_is_lost(page in "(<|>|a |href=|\"|/|\\?|#|form|\\PC){0,30}") {
            let carried = carried(&page, DisplayMode::Marked);
            let mut rest = carried.chars();
            prop_assert!(page.chars().all(|letter| rest.any(|other| other == letter)), "{} of {}", carried, page);
        }
    }
}
