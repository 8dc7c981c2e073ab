//! Addresses of a body made whole: a reader of feeds shows it far from its page.

use crate::web::urls::html_addresses::{based, changed};

/// The body of the article at `address`, with every address of its own site whole.
pub(in crate::web) fn absolute(html: &str, base_url: &str, address: &str) -> String {
    changed(html, |value| match value.starts_with('#') {
        true => format!("{address}{value}"),
        false => based(value, base_url),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_become_whole_and_others_stay() {
        for (html, expected) in [
            ("<a href=\"/uk/2025/x\">x</a>", "<a href=\"https://a.b/uk/2025/x\">x</a>"),
            ("<a href=\"/\">x</a>", "<a href=\"https://a.b/\">x</a>"),
            ("<a id=\"r\" href=\"#fn\">1</a>", "<a id=\"r\" href=\"https://a.b/uk/y#fn\">1</a>"),
            ("<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">", "<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">"),
            (
                "<img src=\"/m/a.png\" srcset=\"/m/a.png 1x, /m/b.png 2x\">",
                "<img src=\"https://a.b/m/a.png\" srcset=\"https://a.b/m/a.png 1x, https://a.b/m/b.png 2x\">",
            ),
        ] {
            assert_eq!(absolute(html, "https://a.b", "https://a.b/uk/y"), expected);
        }
    }
}
