//! The addresses of Jekyll 4.3: the styles, patterns and what front matter says.

use jiff::tz::TimeZone;
use unicode_normalization::char::is_combining_mark;

use super::files::{FileKind, JekyllFile, dated};
use crate::{
    import::{front_matter::Value, source::address_of},
    model::date::Moment,
};

/// Signs that stay in titles.
const PRETTY: &str = "._~!$&'()+,;=@";

/// What decides the address of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permalink<'a> {
    pub(super) config: &'a Value,
    pub(super) file: &'a JekyllFile,
    pub(super) front: &'a Value,
    pub(super) date: Option<Moment>,
    pub(super) zone: &'a TimeZone,
    pub(super) categories: &'a [String],
}

impl Permalink<'_> {
    /// The address, from the root of the site, without the prefix of a language.
    pub(super) fn address(&self) -> String {
        let own = self.front.text_at("permalink").filter(|own| !own.is_empty());
        let style = self.config.text_at("permalink").unwrap_or_else(|| "date".to_owned());
        let of_collection = |name: &str| self.config.text_at(&format!("collections.{name}.permalink"));
        let pattern = match self.file.kind {
            FileKind::Post | FileKind::Draft => {
                own.or_else(|| of_collection("posts")).unwrap_or_else(|| post_pattern(&style).to_owned())
            }
            FileKind::Document => own
                .or_else(|| of_collection(collection_of(&self.file.below)))
                .unwrap_or_else(|| with_suffix("/:collection/:path", &style)),
            FileKind::Page if own.is_none() && self.basename() == "index" => "/:path/".to_owned(),
            FileKind::Page => own.unwrap_or_else(|| with_suffix("/:path/:basename", &style)),
        };
        filled(&pattern, &|token| self.token(token))
    }

    /// The address, and those of the file that Jekyll writes for it: hosts answer `/about` and `/about.html`.
    pub(super) fn with_endings(address: &str) -> Vec<String> {
        let mut all = vec![address.to_owned()];
        match address.strip_suffix(".html") {
            Some(bare) => all.push(bare.to_owned()),
            None if address.ends_with('/') => {}
            None => all.push(format!("{address}.html")),
        }
        all
    }

    /// The name of the file without its ending.
    fn basename(&self) -> &str {
        let name = self.file.below.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_end_matches('.')
    }

    /// The slug: that of the front matter, else the name without its date.
    fn slug(&self) -> String {
        let name = self.basename();
        let undated = || dated(name).map_or(name, |(_, rest)| rest).to_owned();
        self.front.text_at("slug").unwrap_or_else(undated)
    }

    fn token(&self, token: &str) -> Option<String> {
        let date = |form: &str| {
            let instant = self.date.map(|date| date.instant(self.zone).to_zoned_datetime(self.zone.clone()));
            instant.map(|instant| instant.strftime(form).to_string()).unwrap_or_default()
        };
        let is_page = self.file.kind == FileKind::Page;
        let categories = |written: fn(&String) -> String| {
            let mut all: Vec<String> = Vec::new();
            for category in self.categories.iter().map(written) {
                if !all.contains(&category) {
                    all.push(category);
                }
            }
            all.join("/")
        };
        Some(match token {
            "basename" => self.basename().to_owned(),
            "path" if is_page => self.file.below.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(),
            "output_ext" if self.file.path.ends_with(".htm") => ".htm".to_owned(),
            "output_ext" => ".html".to_owned(),
            _ if is_page => return None,
            "path" => path_below(&self.file.below),
            "name" => slugified(self.basename()),
            "title" => slug_with(&self.slug(), PRETTY, true),
            "slug" => slugified(&self.slug()),
            "categories" => categories(|category| category.to_lowercase()),
            "slugified_categories" => categories(|category| slugified(category)),
            "collection" => collection_of(&self.file.below).to_owned(),
            token => date(date_form(token)?),
        })
    }
}

/// The form of a token of a date, as `strftime` has it.
fn date_form(token: &str) -> Option<&'static str> {
    Some(match token {
        "year" => "%Y",
        "month" => "%m",
        "day" => "%d",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        "i_month" => "%-m",
        "i_day" => "%-d",
        "y_day" => "%j",
        "short_year" => "%y",
        "short_month" => "%b",
        "long_month" => "%B",
        "short_day" => "%a",
        "long_day" => "%A",
        "week" => "%V",
        "w_year" => "%G",
        "w_day" => "%u",
        _ => return None,
    })
}

/// The path of a file of a collection that is not a text.
pub(super) fn static_path(config: &Value, below: &str) -> String {
    let (collection, ending) = (collection_of(below), below.rsplit_once('.').map_or("", |(_, ending)| ending));
    let pattern = config.text_at(&format!("collections.{collection}.permalink"));
    let name = below.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    let token = |token: &str| {
        Some(match token {
            "collection" => collection.to_owned(),
            "path" => path_below(below),
            "name" => name.to_owned(),
            "title" | "output_ext" => String::new(),
            _ => return None,
        })
    };
    let path = filled(pattern.as_deref().unwrap_or("/:collection/:path"), &token);
    let decoded = percent_encoding::percent_decode_str(path.trim_matches('/')).decode_utf8_lossy().into_owned();
    format!("{decoded}.{ending}")
}

/// The name of the collection that a path lies in.
fn collection_of(below: &str) -> &str {
    below.split('/').find_map(|part| part.strip_prefix('_')).unwrap_or_default()
}

/// The path of a file in its collection, without its ending.
fn path_below(below: &str) -> String {
    let inner = below.split('/').skip_while(|part| !part.starts_with('_')).skip(1).collect::<Vec<_>>().join("/");
    inner.rsplit_once('.').map_or(&*inner, |(stem, _)| stem).trim_end_matches('.').to_owned()
}

fn post_pattern(style: &str) -> &str {
    match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    }
}

/// The pattern with the end that the style of the site has.
fn with_suffix(pattern: &str, style: &str) -> String {
    let end = match style {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        style if style.ends_with('/') => "/",
        style if style.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{pattern}{end}")
}

/// The pattern with what its tokens stand for; unknown ones stay as they are.
pub(super) fn filled(pattern: &str, token: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let end = after.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(after.len());
        let name = after.get(..end).unwrap_or_default();
        // `:year_:month`: the underscore does not belong to the token.
        let found = token(name).map(|value| (value, end));
        let found = found.or_else(|| Some((token(name.strip_suffix('_')?)?, end - 1)));
        match found {
            Some((value, length)) => {
                out.push_str(address_of(&value).trim_start_matches('/'));
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push(':');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    let mut out = format!("/{}", out.replace("..", "/").replace("./", ""));
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    out
}

/// A text in small letters, with hyphens for all that is neither letter nor digit.
pub(super) fn slugified(text: &str) -> String {
    slug_with(text, "", false)
}

/// A text with hyphens for all but letters, digits and `signs`.
fn slug_with(text: &str, signs: &str, is_cased: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || is_combining_mark(c) || signs.contains(c) => match is_cased {
                true => out.push(c),
                false => out.extend(c.to_lowercase()),
            },
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

    /// Written by Jekyll 4.3.1.
    #[test]
    fn addresses_are_those_of_jekyll() {
        let posts = "_posts/2019-05-01-My First_Post.md";
        for (config, front, path, address) in [
            ("", "", posts, "/новини/x/y/2019/05/01/My-First_Post.html"),
            ("permalink: pretty", "", posts, "/новини/x/y/2019/05/01/My-First_Post/"),
            ("permalink: ordinal", "slug: \"Моя Назва\"", posts, "/новини/x/y/2019/121/Моя-Назва.html"),
            ("permalink: weekdate", "", posts, "/новини/x/y/2019/W18/Wed/My-First_Post.html"),
            ("permalink: none", "", posts, "/новини/x/y/My-First_Post.html"),
            ("permalink: /:slugified_categories/:year_:i_month/:slug/", "", posts, "/новини/x-y/2019_5/my-first-post/"),
            ("permalink: /:hour:minute/:title", "", posts, "/2330/My-First_Post"),
            ("permalink: /:w_year-:week-:w_day/:short_year:y_day.html", "", posts, "/2019-18-3/19121.html"),
            ("collections: {posts: {permalink: '/p/:title/'}}", "", posts, "/p/My-First_Post/"),
            ("permalink: none", "", "_posts/2019-05-01-C# і C++.md", "/новини/x/y/C-і-C++.html"),
            ("permalink: none", "", "_posts/2019-05-01-v1.2.en.md", "/новини/x/y/v1.2.en.html"),
            ("", "permalink: /about", "a.md", "/about"),
            ("", "permalink: /:path/new/:basename/", "Тека/a b.md", "/Тека/new/a b/"),
            ("", "", "docs/a b.uk.md", "/docs/a b.uk.html"),
            ("permalink: pretty", "", "docs/a.md", "/docs/a/"),
            ("permalink: /:year/:title/", "", "docs/a.md", "/docs/a/"),
            ("permalink: /:year/:title", "", "a.md", "/a"),
            ("", "", "docs/index.md", "/docs/"),
            ("", "", "a#b.htm", "/a%23b.htm"),
            ("", "", "_docs/Тека/2019-05-01-a b.md", "/docs/Тека/2019-05-01-a b.html"),
            ("permalink: pretty", "", "_docs/a.md", "/docs/a/"),
            ("collections: {docs: {permalink: '/d/:name/'}}", "", "_docs/Леся Українка.md", "/d/леся-українка/"),
            (
                "collections: {docs: {permalink: '/:collection/:title:output_ext'}}",
                "",
                "_docs/2019-05-01-a.md",
                "/docs/a.html",
            ),
        ] {
            let (config, front) = (parse(Format::Yaml, config).unwrap(), parse(Format::Yaml, front).unwrap());
            let kind = match path {
                path if path.starts_with("_posts") => FileKind::Post,
                path if path.starts_with("_docs") => FileKind::Document,
                _ => FileKind::Page,
            };
            let file = JekyllFile {
                path: path.into(),
                below: path.into(),
                kind,
                language: None,
                logical: String::new(),
                date: None,
                name: String::new(),
                folders: Vec::new(),
            };
            let date = Some(Moment::Instant("2019-05-01T23:30:00Z".parse().unwrap()));
            let categories = ["Новини".to_owned(), "x/y".to_owned()];
            let (zone, categories) = (&TimeZone::UTC, &categories[..]);
            let link = Permalink { config: &config, file: &file, front: &front, date, zone, categories };
            assert_eq!(link.address(), address, "{config} {path}");
        }
    }

    #[test]
    fn a_file_of_a_collection_lies_where_its_texts_do() {
        for (config, path, published) in [
            ("", "_docs/a/p 1.png", "docs/a/p 1.png"),
            ("collections: {docs: {permalink: '/team/:name/'}}", "_docs/p%.png", "team/p%.png"),
        ] {
            assert_eq!(static_path(&parse(Format::Yaml, config).unwrap(), path), published);
        }
    }
}
