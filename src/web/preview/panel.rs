//! The panel under a translator's page: what is wrong with the archive, and the messages of the page.

use askama::Template;
use unic_langid::LanguageIdentifier;

use super::{markup::Markup, mode};
use crate::{
    catalog::AddressMatch,
    i18n::{DisplayMode, Localizer, Owner},
    model::{
        diagnostic::{Diagnostic, Severity},
        lang::Lang,
        sentence::spoken,
        slug::{ArticleId, Collection},
    },
    site::Topic,
    web::{
        context::RequestContext,
        error::HttpError,
        layout::body::Body,
        urls::url::{self, PagePath, Route},
    },
};

#[derive(Template)]
#[template(path = "parts/preview.html")]
struct Panel<'a> {
    words: Localizer<'a>,
    lang: &'a Lang,
    /// The language of the problems' sentences.
    spoken: &'a LanguageIdentifier,
    /// The language that the others are checked against.
    source: &'a Lang,
    /// Problems of the whole archive.
    count: u32,
    /// Problems of the article that the page shows.
    here: u32,
    /// The nearest to the page first.
    problems: Vec<ListedDiagnostic<'a>>,
    /// Problems that are only counted.
    more: u32,
    modes: Vec<ModeLink>,
    messages: Vec<PanelMessage>,
    /// The address of what remembers which lists are open.
    script: String,
}

impl Panel<'_> {
    fn message_count(&self) -> u32 {
        number(self.messages.len())
    }
}

/// A problem as the panel shows it.
struct ListedDiagnostic<'a> {
    problem: &'a Diagnostic,
    message: String,
    help: Option<String>,
    /// The message that names its severity.
    severity: &'static str,
    /// Whether it is one of the article that the page shows.
    is_here: bool,
}

/// A way to see the page.
struct ModeLink {
    href: String,
    message: &'static str,
    current: bool,
}

/// A message of the page.
struct PanelMessage {
    /// Its texts, escaped already.
    id: Body,
    place: Body,
    text: Body,
    source: Body,
    /// The message that names its standing, and the class for it.
    standing: String,
    built_in: bool,
}

/// Problems listed; a page is no place for more.
const LISTED: usize = 20;

/// The panel; empty where nothing is wrong and nothing else was asked for.
pub(super) fn panel(
    context: &RequestContext,
    lang: &Lang,
    display_mode: DisplayMode,
    markup: &Markup,
) -> Result<String, HttpError> {
    let catalog = &context.catalog;
    let count = catalog.diagnostic_counts()?.total();
    if count == 0 && display_mode == DisplayMode::Plain {
        return Ok(String::new());
    }
    let article = article(context)?;
    let mut problems = catalog.diagnostics_near(article.as_ref(), LISTED)?;
    let folder = article.map(|id| id.folder());
    let near = |problem: &Diagnostic| nearness(problem, folder.as_deref(), lang);
    problems.sort_by_key(|problem| (near(problem), problem.severity));
    let told = |problem| ListedDiagnostic {
        problem,
        message: problem.message.in_lang(lang.id()),
        help: problem.help.as_ref().map(|help| help.in_lang(lang.id())),
        severity: severity(problem),
        is_here: near(problem) == HERE,
    };
    let panel = Panel {
        words: context.edition.words(lang),
        lang,
        spoken: spoken(lang.id()),
        source: context.edition.site.source_language(),
        count: number(count),
        here: number(problems.iter().filter(|problem| near(problem) == HERE).count()),
        more: number(count.saturating_sub(LISTED)),
        problems: problems.iter().take(LISTED).map(told).collect(),
        modes: if display_mode == DisplayMode::Plain { Vec::new() } else { modes(context, display_mode) },
        messages: lines(markup),
        script: context.edition.assets.address("preview.js"),
    };
    Ok(panel.render()?)
}

/// The nearness of a problem of the article that the page shows.
const HERE: u8 = 0;

/// How near a problem is to the page: its article, the words of its language and the site, anything else.
fn nearness(problem: &Diagnostic, article: Option<&str>, lang: &Lang) -> u8 {
    let within = |folder: &str| problem.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let elsewhere = within("locales") || ArticleId::of_path(&problem.path).is_some();
    match article {
        Some(article) if within(article) => HERE,
        _ if within(&format!("locales/{lang}")) || !elsewhere => 1,
        _ => 2,
    }
}

/// The article that the page shows, or would show if its files could be read.
fn article(context: &RequestContext) -> Result<Option<ArticleId>, HttpError> {
    let path = url::decode(context.head().path).unwrap_or_default();
    let Route::Localised(lang, rest) = Route::parse(&path) else { return Ok(None) };
    let Ok(lang) = lang.parse::<Lang>() else { return Ok(None) };
    let (collection, slug) = match PagePath::parse(rest) {
        Some(PagePath::Article(collection, slug) | PagePath::Beside(collection, slug, _)) => (collection, slug),
        Some(PagePath::Topic(Topic::Author, id)) => (Collection::Authors, id),
        _ => return Ok(None),
    };
    Ok(match context.catalog.find(&lang, collection, &slug)? {
        AddressMatch::Article(id) | AddressMatch::Moved(id, _) => Some(id),
        AddressMatch::Nothing => slug.parse().ok().map(|name| ArticleId::new(collection, name)),
    })
}

fn severity(problem: &Diagnostic) -> &'static str {
    match problem.severity {
        Severity::Error => "preview-error",
        Severity::Warning => "preview-warning",
    }
}

fn modes(context: &RequestContext, display_mode: DisplayMode) -> Vec<ModeLink> {
    let query = context.head().query.split('&').filter(|pair| mode::display_mode(pair) == DisplayMode::Plain);
    let rest: Vec<&str> = query.filter(|pair| !pair.is_empty()).collect();
    let href = |own| {
        let query: Vec<&str> = rest.iter().copied().chain(mode::query(own)).collect();
        let path = context.head().path;
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    };
    let mode = |message, own| ModeLink { href: href(own), message, current: own == display_mode };
    vec![
        mode("preview-mode-plain", DisplayMode::Plain),
        mode("preview-mode-marked", DisplayMode::Marked),
        mode("preview-mode-pseudo", DisplayMode::Pseudo),
        mode("preview-mode-keys", DisplayMode::Keys),
    ]
}

fn lines(markup: &Markup) -> Vec<PanelMessage> {
    let line = |message: &super::markup::ShownMessage| PanelMessage {
        id: Body::escaped_already(&message.id),
        place: Body::escaped_already(&message.place),
        text: Body::escaped_already(&message.text),
        source: Body::escaped_already(&message.source),
        standing: message.standing.name().to_owned(),
        built_in: message.owner == Some(Owner::Program),
    };
    markup.messages.iter().map(line).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
