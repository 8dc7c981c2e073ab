//! When a text appeared: `[frontmatter]` says which keys decide, its front matter and its name say when.

use jiff::{civil::Date, tz::TimeZone};

use crate::{import::front_matter::Value, model::date::Moment};

/// The keys that decide, where the configuration names none.
const KEYS: [&str; 6] = ["date", "publishDate", "pubdate", "published", "lastmod", "modified"];

/// The date of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrontDate {
    /// When readers first saw it.
    pub(super) published: Moment,
    /// The day that stands in its address: as it is written, in any time zone.
    pub(super) day: Date,
}

/// The date of the text in a file called `name`; `order` is [`order`].
pub(super) fn front_date(order: &[String], front: &Value, name: &str, zone: &TimeZone) -> Option<FrontDate> {
    let of_key = |key: &String| match key.as_str() {
        ":filename" => dated_name(name).map(|(day, _)| FrontDate { published: Moment::Day(day), day }),
        key => {
            let published = front.moment_at(key, zone)?;
            let text = front.text_at(key)?;
            let day = text.get(..10).and_then(|day| day.parse().ok()).unwrap_or_else(|| published.day(zone));
            // A date that was never filled in.
            (day.year() > 1).then_some(FrontDate { published, day })
        }
    };
    // A name with a date says when a text appeared, even where Hugo does not read it.
    let found = order.iter().find_map(of_key).or_else(|| of_key(&":filename".to_owned()))?;
    let later = front.moment_at("publishDate", zone).filter(|at| at.instant(zone) > found.published.instant(zone));
    Some(FrontDate { published: later.unwrap_or(found.published), ..found })
}

/// The keys that decide, in their order: `frontmatter.date` of the configuration.
pub(super) fn order(config: &Value) -> Vec<String> {
    let keys = || KEYS.iter().map(|key| (*key).to_owned());
    let named = config.texts_at("frontmatter.date");
    if named.is_empty() {
        return keys().collect();
    }
    // Times of files and of git are not those of the text.
    let known =
        named.into_iter().filter(|key| matches!(key.as_str(), ":filename" | ":default") || !key.starts_with(':'));
    known.flat_map(|key| if key == ":default" { keys().collect() } else { vec![key] }).collect()
}

/// `2019-05-01-name`: the date and the name.
pub(super) fn dated_name(name: &str) -> Option<(Date, &str)> {
    let day = name.get(..10)?.parse().ok()?;
    Some((day, name.get(10..)?.trim_start_matches(['-', '_'])))
}
