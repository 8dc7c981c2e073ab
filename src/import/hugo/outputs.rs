//! What Hugo writes with the page itself: `outputs` and `outputFormats`.

use crate::import::front_matter::Value;

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    /// The folder at the root that it lies below: `amp`.
    folder: String,
    /// The name of its file; nothing for `index.html`.
    pub(super) file: String,
}

/// The forms that Hugo knows without configuration.
const BUILT_IN: [(&str, &str); 6] = [
    ("calendar", "index.ics"),
    ("csv", "index.csv"),
    ("json", "index.json"),
    ("markdown", "index.md"),
    ("rss", "index.xml"),
    ("webappmanifest", "manifest.webmanifest"),
];

/// The forms of a page of a kind (`page`, `home`, `section`, `taxonomy`, `term`), but for the page itself.
pub(super) fn outputs(config: &Value, front: &Value, kind: &str) -> Vec<Output> {
    let named = ["outputs", &format!("outputs.{kind}")].iter().find_map(|key| {
        let texts = front.at(key).or_else(|| config.at(key))?.texts();
        Some(texts).filter(|texts| !texts.is_empty())
    });
    named.unwrap_or_default().iter().filter_map(|name| output(config, &name.to_lowercase())).collect()
}

fn output(config: &Value, name: &str) -> Option<Output> {
    let bare = |file: &str| Some(Output { folder: String::new(), file: file.to_owned() });
    let own = config.at("outputFormats").map(Value::entries).unwrap_or_default();
    let Some((_, own)) = own.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) else {
        return match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((_, file)) => bare(file),
            None if name == "amp" => Some(Output { folder: "amp".to_owned(), file: String::new() }),
            None => None,
        };
    };
    let kind = own.text_at("mediaType").unwrap_or_default();
    let types = config.at("mediaTypes").map(Value::entries).unwrap_or_default();
    let of_type =
        types.iter().find(|(known, _)| *known == kind).and_then(|(_, of)| of.texts_at("suffixes").into_iter().next());
    let ending = of_type.unwrap_or_else(|| match kind.split_once('/').map_or("", |(_, name)| name) {
        "plain" => "txt".to_owned(),
        "markdown" => "md".to_owned(),
        "calendar" => "ics".to_owned(),
        name => name.split(['+', ';']).next().unwrap_or_default().to_owned(),
    });
    let name = own.text_at("baseName").unwrap_or_else(|| "index".to_owned());
    let file = if name == "index" && ending == "html" { String::new() } else { format!("{name}.{ending}") };
    let folder = own.text_at("path").unwrap_or_default().trim_matches('/').to_owned();
    (!(folder.is_empty() && file.is_empty())).then_some(Output { folder, file })
}

impl Output {
    /// The address of this form of the page at `address`, in a language whose addresses begin with `prefix`.
    pub(super) fn address(&self, prefix: &str, address: &str) -> String {
        let below = address.strip_prefix(prefix).unwrap_or(address);
        let folder = if self.folder.is_empty() { String::new() } else { format!("/{}", self.folder) };
        match (below.strip_suffix(".html"), self.file.rsplit_once('.')) {
            // Next to `a.html` lies `a.md`.
            (Some(stem), Some((_, ending))) => format!("{prefix}{folder}{stem}.{ending}"),
            (_, None) => format!("{prefix}{folder}{below}"),
            _ => format!("{prefix}{folder}{}/{}", below.trim_end_matches('/'), self.file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    #[test]
    fn forms_of_a_page_lie_beside_it() {
        let config = "[outputs]\npage = ['html', 'amp', 'markdown', 'Print', 'feed']\n[outputFormats.print]\nmediaType = 'text/html'\npath = 'print'\n\
                      [outputFormats.feed]\nmediaType = 'application/feed+json'\nbaseName = 'feed'\n[mediaTypes.'application/feed+json']\nsuffixes = ['json']\n";
        let config = parse(Format::Toml, config).unwrap();
        let made = |address: &str, front: &str| {
            let front = parse(Format::Yaml, front).unwrap();
            outputs(&config, &front, "page")
                .iter()
                .map(|output| output.address("/en", address))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(made("/en/a/", ""), "/en/amp/a/ /en/a/index.md /en/print/a/ /en/a/feed.json");
        assert_eq!(made("/en/a.html", "outputs: [markdown, html]"), "/en/a.md");
        assert_eq!(made("/en/a/", "outputs: [html]"), "");
    }
}
