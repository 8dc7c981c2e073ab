//! Addresses of a body made whole: a reader of feeds shows it far from its page.

/// The body of the article at `address`, with every address of its own site whole.
///
/// The text comes from our renderer, which writes no raw quotation mark but around attributes; so an attribute is found
/// by its name and its first quotation mark.
pub(in crate::web) fn absolute(html: &str, base_url: &str, address: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some((at, name)) = next_attribute(rest) {
        let (before, value) = rest.split_at(at + name.len());
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        out.push_str(before);
        if name.starts_with(" srcset") {
            let candidates: Vec<String> = value.split(", ").map(|one| whole(one, base_url, address)).collect();
            out.push_str(&candidates.join(", "));
        } else {
            out.push_str(&whole(value, base_url, address));
        }
        out.push('"');
        rest = after;
    }
    out.push_str(rest);
    out
}

const ATTRIBUTES: [&str; 3] = [" href=\"", " src=\"", " srcset=\""];

fn next_attribute(html: &str) -> Option<(usize, &'static str)> {
    ATTRIBUTES.iter().filter_map(|name| Some((html.find(name)?, *name))).min()
}

fn whole(value: &str, base_url: &str, address: &str) -> String {
    match value.as_bytes() {
        [b'#', ..] => format!("{address}{value}"),
        [b'/', next, ..] if *next != b'/' => format!("{base_url}{value}"),
        b"/" => format!("{base_url}/"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn own_addresses_become_whole_and_others_stay() {
        for (html, expected) in [
            ("<a href=\"/uk/2025/x\">x</a>", "<a href=\"https://a.b/uk/2025/x\">x</a>"),
            ("<a id=\"r\" href=\"#fn\">1</a>", "<a id=\"r\" href=\"https://a.b/uk/y#fn\">1</a>"),
            ("<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">", "<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">"),
            (
                "<img src=\"/m/a.png\" srcset=\"/m/a.png 1x, /m/b.png 2x\">",
                "<img src=\"https://a.b/m/a.png\" srcset=\"https://a.b/m/a.png 1x, https://a.b/m/b.png 2x\">",
            ),
            ("<p>a href=&quot;/x&quot;</p>", "<p>a href=&quot;/x&quot;</p>"),
        ] {
            assert_eq!(absolute(html, "https://a.b", "https://a.b/uk/y"), expected);
        }
    }

    proptest! {
        #[test]
        fn text_without_attributes_stays(text in "[^\"]{0,60}") {
            prop_assert_eq!(absolute(&text, "https://a.b", "https://a.b/c"), text);
        }
    }
}
