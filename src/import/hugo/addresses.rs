//! The addresses of a Hugo site: permalinks, slugs, `url`, aliases, and what its listings and feeds are called.

use jiff::{civil::Date, tz::TimeZone};
use unicode_normalization::char::is_combining_mark;

use super::{config::Config, pages::ContentFile};
use crate::{import::front_matter::Value, model::date::Moment};

/// Folders whose name says nothing about a subject.
pub(super) const GENERIC: [&str; 6] = ["post", "posts", "blog", "article", "articles", "content"];

/// When a text appeared, by its front matter or the date in its name.
pub(super) fn front_date(front: &Value, file: &ContentFile, zone: &TimeZone) -> Option<Moment> {
    let at = |key| front.moment_at(key, zone);
    let date = at("date").or_else(|| at("pubdate")).or_else(|| at("published"));
    let publish = at("publishDate");
    let later = match (date, publish) {
        (Some(date), Some(publish)) if publish.instant(zone) > date.instant(zone) => Some(publish),
        (date, publish) => date.or(publish),
    };
    let of_name = || file.name().get(..10).and_then(|day| day.parse::<Moment>().ok());
    let zero = |moment: &Moment| moment.day(zone).year() > 1;
    later.filter(zero).or_else(of_name)
}

/// What of a text decides its address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permalink<'a> {
    pub(super) config: &'a Config,
    pub(super) file: &'a ContentFile,
    pub(super) front: &'a Value,
    pub(super) title: &'a str,
    pub(super) date: Option<Date>,
}

impl Permalink<'_> {
    /// The address of the text, from the root of the site.
    pub(super) fn address(&self) -> String {
        let prefix = self.config.prefix(self.file.language);
        if let Some(url) = self.front.text_at("url") {
            let is_whole = url.starts_with('/') || url.contains("://");
            return if is_whole { url } else { format!("{prefix}/{url}") };
        }
        let path = if self.file.is_branch() {
            self.folder_path()
        } else {
            self.pattern().unwrap_or_else(|| self.default_path())
        };
        let path = path.trim_matches('/');
        if path.is_empty() {
            return format!("{prefix}/");
        }
        let is_ugly = match self.config.value.at("uglyURLs") {
            Some(Value::Table(_)) => self.config.value.is(&format!("uglyURLs.{}", self.file.section())),
            Some(value) => value.bool() == Some(true),
            None => false,
        };
        let has_ending = path.rsplit('/').next().is_some_and(|name| name.ends_with(".html") || name.ends_with(".htm"));
        match () {
            () if has_ending => format!("{prefix}/{path}"),
            () if is_ugly => format!("{prefix}/{path}.html"),
            () => format!("{prefix}/{path}/"),
        }
    }

    /// Old addresses: those under `aliases`.
    pub(super) fn aliases(&self) -> Vec<String> {
        let own = self.address();
        let folder = own.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let whole = |alias: String| match alias {
            alias if alias.starts_with('/') || alias.contains("://") => alias,
            alias => format!("{folder}/{alias}"),
        };
        self.front.texts_at("aliases").into_iter().map(whole).collect()
    }

    fn folder_path(&self) -> String {
        let folder = self.file.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.made(folder)
    }

    fn default_path(&self) -> String {
        let last = self.front.text_at("slug").unwrap_or_else(|| self.file.name().to_owned());
        let folder = self.file.folder();
        self.made(&if folder.is_empty() { last } else { format!("{folder}/{last}") })
    }

    /// The path by the pattern that `permalinks` has for the section.
    fn pattern(&self) -> Option<String> {
        let section = self.file.section();
        let own = self.config.languages.get(self.file.language).map(|language| &language.value);
        let at = |path: &str| own.and_then(|own| own.text_at(path));
        let key = if section.is_empty() { "/" } else { section };
        let tables = ["permalinks.page", "permalinks"];
        let pattern = tables.iter().find_map(|table| {
            let table = own?.at(table)?;
            table.get(key).and_then(Value::text)
        });
        let pattern = pattern.or_else(|| at("permalinks").filter(|_| false))?;
        let mut out = String::new();
        let mut rest = pattern.as_str();
        while let Some(at) = rest.find(':') {
            out.push_str(rest.get(..at).unwrap_or_default());
            let after = rest.get(at + 1..).unwrap_or_default();
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '[' || c == ']')).unwrap_or(after.len());
            // `:sections[1:]` has a colon within.
            let end = match after.get(..end) {
                Some(token) if token.contains('[') && !token.contains(']') => after.find(']').map_or(end, |at| at + 1),
                _ => end,
            };
            out.push_str(&self.token(after.get(..end).unwrap_or_default())?);
            rest = after.get(end..).unwrap_or_default();
        }
        out.push_str(rest);
        Some(self.made(&out))
    }

    fn token(&self, token: &str) -> Option<String> {
        let slug = || self.front.text_at("slug");
        let title = || self.title.to_owned();
        let date = |form: &str| self.date.map(|date| date.strftime(form).to_string());
        let name = || self.file.name().to_owned();
        match token {
            "year" => date("%Y"),
            "month" => date("%m"),
            "day" => date("%d"),
            "monthname" => date("%B"),
            "weekday" => date("%w"),
            "weekdayname" => date("%A"),
            "yearday" => date("%-j"),
            "section" => Some(self.file.section().to_owned()),
            "slug" => Some(slug().unwrap_or_else(title)),
            "title" => Some(title()),
            "filename" | "contentbasename" | "slugorfilename" | "slugorcontentbasename" => {
                let own = token.starts_with("slugor").then(slug).flatten();
                Some(own.unwrap_or_else(name))
            }
            token if token.starts_with("sections") => {
                let folder = self.file.folder();
                let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                Some(sliced(&parts, token.strip_prefix("sections")?).join("/"))
            }
            _ => None,
        }
    }

    fn made(&self, path: &str) -> String {
        urlized(path, !self.config.value.is("disablePathToLower"))
    }
}

/// `[1:]`, `[last]`, `[0]` of the parts of a path.
fn sliced<'a>(parts: &[&'a str], range: &str) -> Vec<&'a str> {
    let inner = range.trim_start_matches('[').trim_end_matches(']');
    let index = |text: &str, default: usize| match text {
        "" => default,
        "last" => parts.len().saturating_sub(1),
        text => text.parse().unwrap_or(default).min(parts.len()),
    };
    let range = match inner.split_once(':') {
        _ if inner.is_empty() => 0..parts.len(),
        Some((from, to)) => index(from, 0)..index(to, parts.len()),
        None => {
            let at = index(inner, 0);
            at..(at + 1).min(parts.len())
        }
    };
    parts.get(range).map(<[&str]>::to_vec).unwrap_or_default()
}

/// A path as Hugo writes it: letters, digits and a few signs; spaces are hyphens.
pub(super) fn urlized(path: &str, is_lower: bool) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            c if c.is_whitespace() && out.ends_with('-') => {}
            c if c.is_whitespace() => out.push('-'),
            c if c.is_alphanumeric() || is_combining_mark(c) || "./_-+~@#".contains(c) => match is_lower {
                true => out.extend(c.to_lowercase()),
                false => out.push(c),
            },
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    #[test]
    fn addresses_are_those_of_hugo() {
        let config = |more: &str| {
            let text = format!(
                "defaultContentLanguage = 'uk'\n{more}\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n"
            );
            let folder = tempfile::tempdir().unwrap();
            std::fs::File::create(folder.path().join("hugo.toml")).unwrap();
            crate::source::write_atomically(&folder.path().join("hugo.toml"), text.as_bytes()).unwrap();
            let files = crate::import::source::SourceFiles::open(folder.path()).unwrap();
            Config::read(&files, &mut crate::import::Report::default()).unwrap()
        };
        for (more, language, logical, front, address) in [
            ("", 0, "posts/My First Post", "", "/posts/my-first-post/"),
            ("", 1, "posts/a/index", "", "/en/posts/a/"),
            ("", 1, "posts/a/index", "slug: b", "/en/posts/b/"),
            ("defaultContentLanguageInSubdir = true", 0, "posts/Київ", "", "/uk/posts/київ/"),
            ("uglyURLs = true", 0, "posts/a", "", "/posts/a.html"),
            ("", 1, "posts/a", "url: about.html", "/en/about.html"),
            ("", 1, "posts/a", "url: /x/y/", "/x/y/"),
            ("", 0, "posts/_index", "", "/posts/"),
            ("", 1, "_index", "", "/en/"),
            ("[permalinks]\nposts = '/:year/:month/:slug/'", 0, "posts/a", "slug: s", "/2019/05/s/"),
            ("[permalinks]\nposts = '/:year/:title'", 1, "posts/a", "", "/en/2019/заголовок-перший/"),
            ("[permalinks.page]\nposts = '/b/:sections[1:]/:contentbasename/'", 0, "posts/x/y/a", "", "/b/x/y/a/"),
            ("[permalinks]\nposts = '/:unknown/'", 0, "posts/a", "", "/posts/a/"),
            ("disablePathToLower = true", 0, "posts/A B", "", "/posts/A-B/"),
        ] {
            let config = config(more);
            let file = ContentFile { path: format!("content/{logical}.md"), language, logical: logical.into() };
            let front = parse(Format::Yaml, front).unwrap();
            let date = Some(jiff::civil::date(2019, 5, 1));
            let link = Permalink {
                config: &config, file: &file, front: &front, title: "Заголовок: перший", date
            };
            assert_eq!(link.address(), address, "{more} {logical}");
        }
    }
}
