//! The patterns of `permalinks`: their tokens, and what these stand for.

use jiff::civil::Date;

use super::urlize::{self, Spelling};

/// How titles in patterns are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TitleForm {
    /// As Hugo 0.168 does.
    Today,
    /// As versions before it did.
    Old,
}

/// What the tokens of a pattern stand for.
#[derive(Debug, Clone)]
pub(super) struct PatternValues {
    /// The first folder.
    pub(super) section: String,
    /// The folders that are sections.
    pub(super) sections: Vec<String>,
    /// The slugs of these, or their titles if they have none.
    pub(super) section_slugs: Vec<String>,
    /// The slug, where the text has one.
    pub(super) slug: Option<String>,
    /// Its title.
    pub(super) title: String,
    /// The name of its file.
    pub(super) name: String,
    /// Its day.
    pub(super) date: Date,
    /// How names are written.
    pub(super) spelling: Spelling,
    /// How titles are written.
    pub(super) form: TitleForm,
}

impl PatternValues {
    /// The pattern with its tokens filled in; `None` where one is not known.
    pub(super) fn expanded(&self, pattern: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = pattern;
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
        Some(out)
    }

    fn token(&self, token: &str) -> Option<String> {
        let spelling = self.spelling;
        let title = || match self.form {
            TitleForm::Today => urlize::title(&self.title, spelling),
            TitleForm::Old => urlize::path(&self.title, spelling),
        };
        let slug = || self.slug.as_deref().map(|slug| urlize::slug(slug, spelling)).filter(|slug| !slug.is_empty());
        let name = || urlize::slug(&self.name, spelling);
        match token {
            "section" => Some(urlize::path(&self.section, spelling)),
            "slug" => Some(slug().unwrap_or_else(title)),
            "title" => Some(title()),
            "filename" | "contentbasename" => Some(name()),
            "slugorfilename" | "slugorcontentbasename" => Some(slug().unwrap_or_else(name)),
            "sectionslug" => {
                Some(self.section_slugs.first().map(|slug| urlize::slug(slug, spelling)).unwrap_or_default())
            }
            token if token.starts_with("sectionslugs") => {
                let parts: Vec<String> = self.section_slugs.iter().map(|slug| urlize::slug(slug, spelling)).collect();
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                Some(sliced(&parts, token.strip_prefix("sectionslugs")?).join("/"))
            }
            token if token.starts_with("sections") => {
                let parts: Vec<&str> = self.sections.iter().map(String::as_str).collect();
                Some(urlize::path(&sliced(&parts, token.strip_prefix("sections")?).join("/"), spelling))
            }
            token => dated(self.date, token).map(|text| urlize::path(&text, spelling)),
        }
    }
}

/// A part of a date, by its name or as Go writes layouts.
fn dated(date: Date, token: &str) -> Option<String> {
    let form = match token {
        "year" => "%-Y",
        "2006" => "%Y",
        "month" | "01" => "%m",
        "day" | "02" => "%d",
        "monthname" | "January" => "%B",
        "weekday" => "%w",
        "weekdayname" | "Monday" => "%A",
        "yearday" => "%-j",
        "06" => "%y",
        "1" => "%-m",
        "2" => "%-d",
        "Jan" => "%b",
        "Mon" => "%a",
        _ => return None,
    };
    Some(date.strftime(form).to_string())
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
