//! A translator's page: the reader's, in other display modes, with links that lead to pages in the same
//! display mode, and with a panel: what is wrong with the archive, and the messages of the page. Nothing of it reaches a
//! reader.

use askama::Template;
use unic_langid::LanguageIdentifier;

use super::{
    markup::Markup,
    mode::{self, display_mode, query},
};
use crate::{
    article::markdown::{HtmlToken, TagKind, tokens},
    i18n::{DisplayMode, Localizer, Owner, unmarked},
    model::{
        diagnostic::{Diagnostic, Severity},
        lang::Lang,
        sentence::spoken,
        slug::{ArticleId, Collection},
    },
    site::Topic,
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        layout::body::Body,
        reply::Reply,
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

/// Problems listed on a page.
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
    let listed = |problem| ListedDiagnostic {
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
        problems: problems.iter().take(LISTED).map(listed).collect(),
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
    let found = context.catalog.find(&lang, collection, &slug)?.id();
    Ok(found.or_else(|| Some(ArticleId::new(collection, slug.parse().ok()?))))
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

/// `page` with `display_mode` in the addresses of its links to other pages, and in what its forms ask for.
pub(super) fn carried(page: &str, display_mode: DisplayMode) -> String {
    let Some(carried) = query(display_mode) else { return page.to_owned() };
    let mut out = String::with_capacity(page.len() + page.len() / 16);
    for token in tokens(page) {
        let tag = match token {
            HtmlToken::Text(text) => {
                out.push_str(text);
                continue;
            }
            HtmlToken::Tag(tag) => tag,
        };
        let is_link = |name: &str, value: &str| tag.name == "a" && name == "href" && leads_to_page(value);
        tag.write(&mut out, |name, value| is_link(name, value).then(|| with(value, carried)));
        if tag.name == "form" && tag.kind == TagKind::Open {
            let (name, value) = carried.split_once('=').unwrap_or((carried, ""));
            out.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));
        }
    }
    out
}

/// Whether an address, as it stands in HTML, is that of a page of this site. Only files have a full stop in their name.
fn leads_to_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/') && !path.starts_with("//") && !path.contains('.')
}

fn with(address: &str, carried: &str) -> String {
    let (page, fragment) = address.find('#').and_then(|at| address.split_at_checked(at)).unwrap_or((address, ""));
    let joint = if page.contains('?') { "&amp;" } else { "?" };
    format!("{page}{joint}{carried}{fragment}")
}

/// Answers with_panel what `route` makes of the request.
pub(in crate::web) fn answer(context: &RequestContext, route: impl Fn(&RequestContext) -> Reply) -> Reply {
    let display_mode = display_mode(context.head().query);
    if display_mode == DisplayMode::Plain {
        return finished(context, display_mode, route(context));
    }
    let locales = context.edition.locales.with_display_mode(display_mode, context.edition.site.source_language());
    let edition = SiteState { locales, ..(*context.edition).clone() };
    finished(context, display_mode, route(&context.with_edition(edition)))
}

fn finished(context: &RequestContext, display_mode: DisplayMode, reply: Reply) -> Reply {
    let mut text = match reply {
        Reply::Text(text) => text,
        other => return other,
    };
    if !text.content_type.starts_with("text/html") {
        text.body = unmarked(&text.body);
        return text.into();
    }
    let lang = text.policy.lang().unwrap_or(context.edition.site.default_language()).clone();
    let mut markup = Markup::new(&text.body, display_mode, &context.edition);
    markup.html = carried(&markup.html, display_mode);
    text.body = match panel(context, &lang, display_mode, &markup) {
        Ok(panel) => with_panel(&markup.html, &stylesheet(context), &panel),
        Err(failure) => {
            tracing::error!(%failure, "the panel cannot be made");
            markup.html
        }
    };
    text.into()
}

fn stylesheet(context: &RequestContext) -> String {
    format!("<link rel=\"stylesheet\" href=\"{}\">\n", context.edition.assets.address("preview.css"))
}

/// The page with_panel `head` at the end of its head and `panel` at the end of its body.
fn with_panel(page: &str, head: &str, panel: &str) -> String {
    page.replacen("</head>", &format!("{head}</head>"), 1).replacen("</body>", &format!("{panel}</body>"), 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_to_pages_and_forms_carry_it_and_nothing_else_does() {
        for (page, expected) in [
            ("<a href=\"/uk/\">", "<a href=\"/uk/?l10n\">"),
            (
                "<a class=\"x\" href=\"/uk/2025/x#fn\" lang=\"uk\">",
                "<a class=\"x\" href=\"/uk/2025/x?l10n#fn\" lang=\"uk\">",
            ),
            ("<a href=\"/en/?remember\">", "<a href=\"/en/?remember&amp;l10n\">"),
            (
                "<form action=\"/uk/search\">",
                "<form action=\"/uk/search\"><input type=\"hidden\" name=\"l10n\" value=\"\">",
            ),
        ] {
            assert_eq!(carried(page, DisplayMode::Marked), expected);
        }
        for page in [
            "<a href=\"#top\">",
            "<a href=\"/uk/feed.atom\">",
            "<a href=\"//example.org/\">",
            "<a href=\"https://example.org/\">",
            "<link href=\"/uk/\">",
            "<abbr href=\"/uk/\">",
            "<a name=\"x\">",
        ] {
            assert_eq!(carried(page, DisplayMode::Marked), page);
        }
        assert_eq!(carried("<a href=\"/uk/\">", DisplayMode::Keys), "<a href=\"/uk/?pseudo=keys\">");
        assert_eq!(carried("<a href=\"/uk/\">", DisplayMode::Plain), "<a href=\"/uk/\">");
    }

    proptest! {
        #[test]
        fn what_has_no_links_stays_as_it_is(page in "(<p>|</p>|<b title=\"x\">|&lt;|[a-zа-я\" /?#]{0,5}){0,20}") {
            prop_assert_eq!(carried(&page, DisplayMode::Pseudo), page);
        }

        #[test]
        fn nothing_of_a_page_is_lost(page in "(<|>|a |href=|\"|/|\\?|#|form|\\PC){0,30}") {
            let carried = carried(&page, DisplayMode::Marked);
            let mut rest = carried.chars();
            prop_assert!(page.chars().all(|letter| rest.any(|other| other == letter)), "{} of {}", carried, page);
        }
    }
}
