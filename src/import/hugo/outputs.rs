//! The files that Hugo writes with a page: `outputs` and `outputFormats`.

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

/// The name of the feed of a list.
pub(super) fn feed_name(config: &Value) -> String {
    output(config, "rss").map_or_else(|| "index.xml".to_owned(), |output| output.file)
}

fn output(config: &Value, name: &str) -> Option<Output> {
    let known = BUILT_IN.iter().find(|(known, _)| *known == name).map_or("", |(_, file)| *file);
    let own = config.at("outputFormats").map(Value::entries).unwrap_or_default();
    let Some((_, own)) = own.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) else {
        let folder = match name {
            "amp" => "amp",
            // Of the theme Docsy, whose settings lie outside of the site.
            "print" => "_print",
            _ => "",
        };
        let output = Output { folder: folder.to_owned(), file: known.to_owned() };
        return (!(folder.is_empty() && known.is_empty())).then_some(output);
    };
    let (known_name, known_ending) = known.rsplit_once('.').unwrap_or(("index", "html"));
    let kind = own.text_at("mediaType");
    let types = config.at("mediaTypes").map(Value::entries).unwrap_or_default();
    let of_type = |kind: &str| {
        let (_, of) = types.iter().find(|(known, _)| known == kind)?;
        of.texts_at("suffixes").into_iter().next()
    };
    let usual = |kind: &str| match kind.split_once('/').map_or("", |(_, name)| name) {
        "plain" => "txt".to_owned(),
        "markdown" => "md".to_owned(),
        "calendar" => "ics".to_owned(),
        "rss+xml" => "xml".to_owned(),
        name => name.split(['+', ';']).next().unwrap_or_default().to_owned(),
    };
    let ending = kind.map_or_else(|| known_ending.to_owned(), |kind| of_type(&kind).unwrap_or_else(|| usual(&kind)));
    let name = own.text_at("baseName").unwrap_or_else(|| known_name.to_owned());
    let file = match (name.as_str(), ending.as_str()) {
        ("index", "html") => String::new(),
        // Types without an ending: `_redirects`.
        (name, "") => name.to_owned(),
        (name, ending) => format!("{name}.{ending}"),
    };
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
            (_, None) if self.file.is_empty() => format!("{prefix}{folder}{below}"),
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
        let named =
            "[outputFormats.RSS]\nbaseName = 'feed'\n[outputFormats.amp]\nmediaType = 'text/html'\npath = 'mobile'\n";
        let named = parse(Format::Toml, named).unwrap();
        assert_eq!((feed_name(&config), feed_name(&named)), ("index.xml".to_owned(), "feed.xml".to_owned()));
        let amp = outputs(&named, &parse(Format::Yaml, "outputs: [amp, rss]").unwrap(), "page");
        let amp: Vec<_> = amp.iter().map(|output| output.address("", "/a/")).collect();
        assert_eq!(amp, ["/mobile/a/", "/a/feed.xml"]);
        let docsy = outputs(&Value::Null, &parse(Format::Yaml, "outputs: [HTML, print]").unwrap(), "section");
        let docsy: Vec<_> = docsy.iter().map(|output| output.address("/en", "/en/docs/")).collect();
        assert_eq!(docsy, ["/en/_print/docs/"]);
    }
}
