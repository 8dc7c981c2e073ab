//! Every tag, author or section of the archive, in the order of the alphabet.

use askama::Template;
use axum::Extension;

use crate::{
    i18n::Alphabet,
    site::Topic,
    web::{
        context::{PageLang, RequestContext},
        error::HttpError,
        layout::page::{PageFrame, written},
        pages::listed_languages::found,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/topics.html")]
struct TopicsPage<'a> {
    frame: PageFrame<'a>,
    /// Whether there are so many that each letter has a heading and a place in the letter bar.
    has_letters: bool,
    /// Whether some are left out.
    is_cut: bool,
    groups: Vec<TopicGroup<'a>>,
}

/// The names under one letter.
struct TopicGroup<'a> {
    letter: String,
    topics: Vec<TopicLink<'a>>,
}

struct TopicLink<'a> {
    name: &'a str,
    href: String,
    count: u64,
}

/// Topics on the page; of more, those with the most articles.
const MOST: u32 = 2_000;
/// Topics beyond which they stand under letters.
const FEW: usize = 24;

/// `/<lang>/tags`, `/<lang>/authors`, `/<lang>/sections`, `/<lang>/series`. Without any it is no page.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    Extension(topic): Extension<Topic>,
) -> Result<Reply, HttpError> {
    let (edition, lang) = (&*context.edition, &lang);
    let topics = context.catalog.topics(lang, topic, MOST + 1)?;
    if topics.is_empty() {
        return Err(HttpError::NotFound);
    }
    let is_cut = topics.len() > MOST as usize;
    let mut links: Vec<TopicLink<'_>> = topics
        .iter()
        .take(MOST as usize)
        .map(|(id, count)| TopicLink {
            name: edition.name(topic, id, lang),
            href: PagePath::Topic(topic, id.clone()).in_lang(lang).to_string(),
            count: *count,
        })
        .collect();
    let alphabet = Alphabet::new(lang).ok_or_else(|| HttpError::internal("the collation data of CLDR is missing"))?;
    links.sort_by(|one, other| alphabet.compare(one.name, other.name));
    let has_letters = links.len() > FEW;
    let mut groups: Vec<TopicGroup<'_>> = Vec::new();
    for link in links {
        match groups.last_mut() {
            Some(group) if !has_letters || alphabet.share_letter(&group.letter, link.name) => group.topics.push(link),
            _ => groups.push(TopicGroup { letter: alphabet.letter(link.name), topics: vec![link] }),
        }
    }
    let here = PagePath::Topics(topic);
    let languages = found(&context, |lang| Ok(context.catalog.has_topics(lang, topic)?.into()))?;
    let title = edition.words(lang).say(title(topic)).to_string();
    let frame = PageFrame::where_found(edition, lang, &here, title, &languages);
    let page = TopicsPage { frame, has_letters, is_cut, groups };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}

/// The message with the title of the page.
pub(in crate::web) fn title(topic: Topic) -> &'static str {
    match topic {
        Topic::Author => "topics-author",
        Topic::Tag => "topics-tag",
        Topic::Section => "topics-section",
        Topic::Series => "topics-series",
    }
}
