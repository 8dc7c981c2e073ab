//! A translator's answer: the reader's, made with other words where that is asked for, and with the panel in it.

use super::{carry::carried, markup::Markup, mode::manner, panel};
use crate::{
    i18n::{Manner, unmarked},
    web::{app::Edition, context::Context, reply::Reply},
};

/// Answers with what `route` makes of the request.
pub(in crate::web) fn answer(context: &Context<'_>, route: impl Fn(&Context<'_>) -> Reply) -> Reply {
    let manner = manner(context.ask.query);
    if manner == Manner::Plain {
        return finished(context, manner, route(context));
    }
    let locales = context.edition.locales.in_manner(manner, context.edition.site.source_language());
    let edition = Edition { locales, ..context.edition.clone() };
    finished(context, manner, route(&Context { edition: &edition, ..*context }))
}

fn finished(context: &Context<'_>, manner: Manner, reply: Reply) -> Reply {
    let mut text = match reply {
        Reply::Text(text) => text,
        other => return other,
    };
    if !text.content_type.starts_with("text/html") {
        text.body = unmarked(&text.body);
        return text.into();
    }
    let lang = text.policy.lang().unwrap_or(context.edition.site.default_language()).clone();
    let mut markup = Markup::of(&text.body, manner, context.edition);
    markup.html = carried(&markup.html, manner);
    text.body = match panel::panel(context, &lang, manner, &markup) {
        Ok(panel) => with(&markup.html, &stylesheet(context), &panel),
        Err(failure) => {
            tracing::error!(%failure, "the panel cannot be made");
            markup.html
        }
    };
    text.into()
}

fn stylesheet(context: &Context<'_>) -> String {
    format!("<link rel=\"stylesheet\" href=\"{}\">\n", context.edition.assets.address("preview.css"))
}

/// The page with `head` at the end of its head and `panel` at the end of its body.
fn with(page: &str, head: &str, panel: &str) -> String {
    page.replacen("</head>", &format!("{head}</head>"), 1).replacen("</body>", &format!("{panel}</body>"), 1)
}
