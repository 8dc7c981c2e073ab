//! `[feed]` of `site.toml`: the host in the ids of feeds and entries, and the administrator's address for harvesters.

use std::str::FromStr;

use super::TomlFields;
use crate::model::sentence::{Sentence, expected};

/// The tagging entity of ids (RFC 4151): a host name, and a date on which the site owned it. Ids made from it stay when the
/// site moves to another host.
///
/// ```
/// let tag: litopys::site::FeedTag = "example.org,2020".parse()?;
/// assert_eq!((tag.host(), tag.date()), ("example.org", Some("2020")));
/// # Ok::<(), litopys::model::sentence::Sentence>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedTag {
    host: String,
    date: Option<String>,
}

impl FeedTag {
    /// The host name, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// A day, month or year on which the host was the site's; `None` for ids as a site at this host has them by default,
    /// with the year of each article.
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

/// `[feed]`: settings for programs that follow the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedRules {
    tag: Option<FeedTag>,
    email: Option<Email>,
}

impl FeedRules {
    /// The tagging entity of the ids of feeds; by default the present host.
    pub fn tag(&self) -> Option<&FeedTag> {
        self.tag.as_ref()
    }

    /// The administrator's address for harvesters.
    pub fn email(&self) -> Option<&str> {
        self.email.as_ref().map(|email| email.0.as_str())
    }

    /// Reads `[feed]`.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("feed") else { return FeedRules::default() };
        let rules = FeedRules { tag: table.parsed("tag"), email: table.parsed("email") };
        table.finish();
        rules
    }
}

/// An email address in the form that OAI-PMH requires: text, `@`, a host with a dot.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Email(String);

impl FromStr for Email {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let is_address = text.split_once('@').is_some_and(|(name, host)| {
            let host_parts: Vec<&str> = host.split('.').collect();
            !name.is_empty() && host_parts.len() > 1 && host_parts.iter().all(|part| !part.is_empty())
        });
        let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
        if is_address && is_plain && text.len() < 255 {
            Ok(Email(text.to_owned()))
        } else {
            Err(expected("expected-email", text))
        }
    }
}

impl FromStr for FeedTag {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let (host, date) = text.split_once(',').map_or((text, None), |(host, date)| (host, Some(date)));
        if !is_host(host) || !date.is_none_or(is_date) {
            return Err(expected("expected-feed-tag", text));
        }
        Ok(FeedTag { host: host.to_ascii_lowercase(), date: date.map(str::to_owned) })
    }
}

/// RFC 4151, `DNSname`.
fn is_host(text: &str) -> bool {
    let is_part = |part: &str| {
        let inside = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        inside && !part.is_empty() && !part.starts_with('-') && !part.ends_with('-')
    };
    text.len() < 254 && text.split('.').all(is_part)
}

/// RFC 4151, `date`: `2020`, `2020-05`, `2020-05-31`.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    #[test]
    fn a_tag_is_a_host_and_a_date() {
        for (text, host, date) in [
            ("example.org,2020", "example.org", Some("2020")),
            ("Example.ORG,2020-05", "example.org", Some("2020-05")),
            ("a-b.example.org,2020-05-31", "a-b.example.org", Some("2020-05-31")),
            ("xn--80ak6aa92e.com,1999", "xn--80ak6aa92e.com", Some("1999")),
            ("127.0.0.1", "127.0.0.1", None),
        ] {
            let tag: FeedTag = text.parse().unwrap();
            assert_eq!((tag.host(), tag.date()), (host, date), "{text}");
        }
        for wrong in [
            "", ",2020", "example.org,", "example.org,20", "example.org,2020-13", "example.org,2020-02-30",
            "-a.org,2020", "літопис.укр,2020", "https://example.org,2020", "example.org/x,2020", "a@example.org,2020",
            "example.org, 2020", "example..org", "example.org,2020:x",
        ] {
            assert!(wrong.parse::<FeedTag>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_tag_that_is_none_is_reported_with_its_place() {
        let site = |tag: &str| {
            parse_site(
                "site.toml",
                &format!("name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[feed]\ntag = '{tag}'\n"),
            )
        };
        let (read, problems) = site("example.org,2020");
        assert_eq!((read.unwrap().feed().tag().map(FeedTag::host), problems), (Some("example.org"), Vec::new()));
        let (read, problems) = site("x");
        assert_eq!((read.unwrap().feed().tag().map(FeedTag::host), problems.len()), (Some("x"), 0));
        let (read, problems) = site("https://x.org");
        assert_eq!(read.unwrap().feed().tag(), None);
        assert_eq!((&*problems[0].code, problems[0].place.map(|place| place.line)), ("bad-value", Some(6)));
    }
}
