//! The addresses of Jekyll: the styles, patterns and what front matter says.

use jiff::civil::Date;

use super::files::{FileKind, JekyllFile};
use crate::import::front_matter::Value;

/// What decides the address of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permalink<'a> {
    pub(super) config: &'a Value,
    pub(super) file: &'a JekyllFile,
    pub(super) front: &'a Value,
    pub(super) date: Option<Date>,
    pub(super) categories: &'a [String],
}

impl Permalink<'_> {
    /// The address, from the root of the site, without the prefix of a language.
    pub(super) fn address(&self) -> String {
        let own = self.front.text_at("permalink");
        let collection = self.file.path.split('/').next().unwrap_or_default().trim_start_matches('_');
        let of_collection = || self.config.text_at(&format!("collections.{collection}.permalink"));
        let site = || self.config.text_at("permalink");
        let style = match self.file.kind {
            FileKind::Post | FileKind::Draft => own.or_else(site).unwrap_or_else(|| "date".to_owned()),
            FileKind::Document => {
                own.or_else(of_collection).unwrap_or_else(|| "/:collection/:path:output_ext".to_owned())
            }
            FileKind::Page => match own {
                Some(own) => own,
                None => return self.page(site().as_deref() == Some("pretty")),
            },
        };
        let pattern = match style.as_str() {
            "date" => "/:categories/:year/:month/:day/:title:output_ext",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
            "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
            "none" => "/:categories/:title:output_ext",
            pattern => pattern,
        };
        self.filled(pattern)
    }

    fn page(&self, is_pretty: bool) -> String {
        let folder = self.file.folders.join("/");
        let folder = if folder.is_empty() { String::new() } else { format!("/{folder}") };
        match self.file.name.as_str() {
            "index" => format!("{folder}/"),
            name if is_pretty => format!("{folder}/{name}/"),
            name => format!("{folder}/{name}.html"),
        }
    }

    fn filled(&self, pattern: &str) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(':') {
            out.push_str(rest.get(..at).unwrap_or_default());
            let after = rest.get(at + 1..).unwrap_or_default();
            let end = after.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(after.len());
            let token = after.get(..end).unwrap_or_default();
            match self.token(token) {
                Some(value) => out.push_str(&value),
                None => out.push_str(&format!(":{token}")),
            }
            rest = after.get(end..).unwrap_or_default();
        }
        out.push_str(rest);
        while out.contains("//") {
            out = out.replace("//", "/");
        }
        if out.starts_with('/') { out } else { format!("/{out}") }
    }

    fn token(&self, token: &str) -> Option<String> {
        let date = |form: &str| self.date.map(|date| date.strftime(form).to_string()).unwrap_or_default();
        Some(match token {
            "year" => date("%Y"),
            "month" => date("%m"),
            "day" => date("%d"),
            "i_month" => date("%-m"),
            "i_day" => date("%-d"),
            "y_day" => date("%j"),
            "short_year" => date("%y"),
            "short_month" => date("%b"),
            "short_day" => date("%a"),
            "long_month" => date("%B"),
            "long_day" => date("%A"),
            "week" => date("%V"),
            "title" | "name" | "basename" | "path" => {
                let slug = self.front.text_at("slug").filter(|_| token == "title");
                slug.unwrap_or_else(|| self.file.name.clone())
            }
            "slug" => slugified(&self.front.text_at("slug").unwrap_or_else(|| self.file.name.clone())),
            "categories" => {
                self.categories.iter().map(|category| category.to_lowercase()).collect::<Vec<_>>().join("/")
            }
            "slugified_categories" => {
                self.categories.iter().map(|category| slugified(category)).collect::<Vec<_>>().join("/")
            }
            "collection" => self.file.path.split('/').next()?.trim_start_matches('_').to_owned(),
            "output_ext" => ".html".to_owned(),
            _ => return None,
        })
    }
}

/// A text in small letters, with hyphens for all that is neither letter nor digit.
pub(super) fn slugified(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    #[test]
    fn addresses_are_those_of_jekyll() {
        for (config, front, kind, address) in [
            ("", "", FileKind::Post, "/новини/2019/05/01/My-Post.html"),
            ("permalink: pretty", "", FileKind::Post, "/новини/2019/05/01/My-Post/"),
            ("permalink: /:year/:i_month/:slug/", "", FileKind::Post, "/2019/5/my-post/"),
            ("permalink: ordinal", "slug: x", FileKind::Post, "/новини/2019/121/x.html"),
            ("permalink: none", "", FileKind::Post, "/новини/My-Post.html"),
            ("", "permalink: /about/", FileKind::Page, "/about/"),
            ("", "", FileKind::Page, "/Новини/My-Post.html"),
            ("permalink: pretty", "", FileKind::Page, "/Новини/My-Post/"),
            ("", "", FileKind::Document, "/docs/My-Post.html"),
            ("permalink: weekdate", "", FileKind::Post, "/новини/2019/W18/Wed/My-Post.html"),
        ] {
            let (config, front) = (parse(Format::Yaml, config).unwrap(), parse(Format::Yaml, front).unwrap());
            let file = JekyllFile {
                path: "_docs/x.md".into(),
                kind,
                language: None,
                logical: String::new(),
                date: None,
                name: "My-Post".into(),
                folders: vec!["Новини".into()],
            };
            let date = Some(jiff::civil::date(2019, 5, 1));
            let categories = ["Новини".to_owned()];
            let link = Permalink { config: &config, file: &file, front: &front, date, categories: &categories };
            assert_eq!(link.address(), address);
        }
    }
}
