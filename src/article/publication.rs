//! Decides which parts of an article are public at a given moment: drafts, and texts published later.

use std::{collections::HashSet, fmt, str::FromStr};

use jiff::{Timestamp, tz::TimeZone};

use super::{Article, Assembled, Version, Versions, decode, parse_article, parse_version_in};
use crate::model::{
    date::Moment,
    lang::Lang,
    sentence::{Sentence, say},
    slug::{ArticleId, Collection},
};

/// The keys of a file that decide when its text is public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Publication {
    /// `draft = true`.
    pub draft: bool,
    /// When it is published.
    pub published: Option<Moment>,
}

/// Why a text is not public. Ordered: of two reasons the greater one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unpublished {
    /// It is published at this moment.
    Until(Timestamp),
    /// It is a draft.
    Draft,
}

/// Whether what is not public is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Drafts {
    /// It is not, as for readers.
    #[default]
    Hidden,
    /// It is, as in a preview.
    Shown,
}

/// Something of an article that is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The next moment at which something of it is published, in whole seconds; `None` for drafts.
    pub due: Option<Timestamp>,
    /// Whether nothing of it is public.
    pub whole: bool,
}

/// An article or one version of it that is not public, for a list of what is waiting.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Waiting {
    /// The article.
    #[serde(serialize_with = "as_text")]
    pub article: ArticleId,
    /// The version; `None` for the article as a whole.
    pub lang: Option<Lang>,
    /// Why: `draft`, or the moment at which it is published.
    #[serde(serialize_with = "as_text")]
    pub state: Unpublished,
}

impl Publication {
    /// When a text is public, by its file at `path`; `None` if that cannot be read.
    pub(crate) fn read(collection: Collection, path: &str, bytes: &[u8]) -> Option<Publication> {
        let (text, _) = decode(path, bytes).ok()?;
        match path.ends_with(".md") {
            true => Some(parse_version_in(collection, path, text).0?.publication()),
            false => Some(parse_article(path, text).0?.publication()),
        }
    }

    /// Why the text is not public at `now`; `None` if it is. A day begins at midnight in `zone`.
    pub fn unpublished(self, now: Timestamp, zone: &TimeZone) -> Option<Unpublished> {
        let later = self.published.map(|moment| moment.instant(zone)).filter(|instant| *instant > now);
        if self.draft { Some(Unpublished::Draft) } else { later.map(Unpublished::Until) }
    }
}

impl Unpublished {
    /// The first whole second at which it is public; `None` for a draft.
    pub fn due(self) -> Option<Timestamp> {
        let Unpublished::Until(instant) = self else { return None };
        let begun = instant.subsec_nanosecond() > 0;
        Timestamp::from_second(instant.as_second() + i64::from(begun)).ok()
    }

    /// `draft`, or when it is published, for a list on a terminal.
    pub fn words(self, zone: &TimeZone) -> Sentence {
        match self {
            Unpublished::Draft => say("waiting-draft"),
            Unpublished::Until(instant) => {
                let local = instant.to_zoned_datetime(zone.clone());
                let (date, time) = (local.strftime("%Y-%m-%d").to_string(), local.strftime("%H:%M").to_string());
                say("waiting-until").with("date", date).with("time", time)
            }
        }
    }
}

/// As the catalog holds it: `draft`, or the moment.
impl fmt::Display for Unpublished {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unpublished::Draft => out.write_str("draft"),
            Unpublished::Until(instant) => instant.fmt(out),
        }
    }
}

/// Reads what [`Unpublished`] writes.
impl FromStr for Unpublished {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        if text == "draft" { Ok(Unpublished::Draft) } else { text.parse().map(Unpublished::Until) }
    }
}

impl Article {
    /// The parts that are not public at `now`: the article as a whole, or single versions.
    pub fn waiting(&self, now: Timestamp, zone: &TimeZone) -> Vec<Waiting> {
        let waiting = |lang, state| Waiting { article: self.id.clone(), lang, state };
        if let Some(state) = self.meta.publication().unpublished(now, zone) {
            return vec![waiting(None, state)];
        }
        let of_version = |version: &Version| {
            Some(waiting(Some(version.lang.clone()), version.text.publication().unpublished(now, zone)?))
        };
        self.versions.iter().filter_map(of_version).collect()
    }

    /// Sets why each version is not public at `now`, by its own file or by that of the article.
    fn set_unpublished(&mut self, now: Timestamp, zone: &TimeZone) {
        let of_article = self.meta.publication().unpublished(now, zone);
        for version in self.versions.iter_mut().chain(&mut self.empty) {
            version.unpublished = of_article.max(version.text.publication().unpublished(now, zone));
        }
    }

    fn remove_unpublished(&mut self) {
        let is_public = self.versions.public_files(false, |version| version.unpublished.is_some());
        self.media.retain(|media| is_public(&media.file));
        drop(is_public);
        self.versions.retain(|version| version.unpublished.is_none());
        self.empty.retain(|version| version.unpublished.is_none());
        if self.source().is_none() {
            self.versions.iter_mut().for_each(|version| version.staleness = super::Staleness::Unknown);
        }
    }
}

impl Versions<Version> {
    /// Decides which files beside an article are public while versions of it are hidden: those that a public version shows or
    /// links, and those that no version does. With an unread version, which may be hidden and show any file, only the former.
    pub(crate) fn public_files<'a>(
        &'a self,
        has_unread: bool,
        is_hidden: impl Fn(&Version) -> bool,
    ) -> impl Fn(&str) -> bool {
        let (hidden, public): (Vec<&Version>, Vec<_>) = self.iter().partition(|version| is_hidden(version));
        let files = |versions: Vec<&'a Version>| -> HashSet<&'a str> {
            versions.into_iter().flat_map(|version| version.rendered.media.iter().map(String::as_str)).collect()
        };
        let (hidden, public) = (files(hidden), files(public));
        move |file| public.contains(file) || !(has_unread || hidden.contains(file))
    }
}

impl Assembled {
    /// The latest moment at which something of it was published that is public, in whole seconds, as far as its files say it.
    pub fn latest_publication(&self, zone: &TimeZone) -> Option<Timestamp> {
        let article = self.article.as_ref()?;
        let public = article.versions.iter().filter(|version| version.unpublished.is_none());
        let moments = public.flat_map(|version| [article.meta.publication(), version.text.publication()]);
        let instants = moments.filter_map(|publication| publication.published).map(|moment| moment.instant(zone));
        instants.max().and_then(|latest| Unpublished::Until(latest).due())
    }

    /// Removes what is not public at `now`: versions with the files that only they show, or the whole article, even where a
    /// broken file would keep its last good text. If `drafts` are shown, everything stays and is marked.
    pub fn publish(&mut self, drafts: Drafts, now: Timestamp, zone: &TimeZone) {
        let whole = self.publication.unpublished(now, zone);
        let (mut all, mut empty) = (Vec::new(), Vec::new());
        if let Some(article) = &mut self.article {
            article.set_unpublished(now, zone);
            all.extend(article.versions.iter().map(|version| version.unpublished));
            empty.extend(article.empty.iter().map(|version| version.unpublished));
        }
        let due = all.iter().chain(&empty).chain([&whole]).flatten().filter_map(|state| state.due()).min();
        let is_any = whole.is_some() || all.iter().chain(&empty).any(Option::is_some);
        let is_whole = whole.is_some() || (!all.is_empty() && all.iter().all(Option::is_some));
        self.pending = is_any.then_some(Pending { due, whole: is_whole });
        match (drafts, &mut self.article) {
            (Drafts::Shown, _) => self.hidden.clear(),
            (Drafts::Hidden, _) if whole.is_some() => {
                self.article = None;
                self.broken.clear();
            }
            (Drafts::Hidden, Some(article)) => article.remove_unpublished(),
            (Drafts::Hidden, None) => self.hidden.retain(|(_, version)| version.unpublished(now, zone).is_some()),
        }
    }
}

fn as_text<S: serde::Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_hidden_and_a_later_moment_until_it_comes() {
        let zone = TimeZone::get("Europe/Kyiv").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let until = |text: &str| Some(Unpublished::Until(at(text)));
        for (draft, published, now, expected) in [
            (false, None, "2025-06-29T00:00:00Z", None),
            (true, None, "2025-06-29T00:00:00Z", Some(Unpublished::Draft)),
            (true, Some("2020-01-01"), "2025-06-29T00:00:00Z", Some(Unpublished::Draft)),
            // A day begins at midnight in Kyiv.
            (false, Some("2025-06-29"), "2025-06-28T20:59:59Z", until("2025-06-28T21:00:00Z")),
            (false, Some("2025-06-29"), "2025-06-28T21:00:00Z", None),
            (false, Some("2025-06-29T09:00:00+03:00"), "2025-06-29T05:59:59.9Z", until("2025-06-29T06:00:00Z")),
            (false, Some("2025-06-29T09:00:00+03:00"), "2025-06-29T06:00:00Z", None),
        ] {
            let published = published.map(|moment| moment.parse().unwrap());
            let found = Publication { draft, published }.unpublished(at(now), &zone);
            assert_eq!(found, expected, "{draft} {published:?} {now}");
        }
        let due = |text: &str| Unpublished::Until(at(text)).due();
        assert_eq!(due("2025-06-29T06:00:00.001Z"), Some(at("2025-06-29T06:00:01Z")));
        assert_eq!(due("2025-06-29T06:00:00Z"), Some(at("2025-06-29T06:00:00Z")));
    }

    #[test]
    fn a_reason_is_read_as_it_is_written_and_a_draft_is_the_greater_one() {
        let until = Unpublished::Until("2025-06-29T06:00:00.25Z".parse().unwrap());
        for reason in [Unpublished::Draft, until] {
            assert_eq!(reason.to_string().parse::<Unpublished>().unwrap(), reason);
        }
        assert_eq!(until.max(Unpublished::Draft), Unpublished::Draft);
    }
}
