//! A translator's answer: the reader's, made with other words where that is asked for, and with the panel in it.

use super::{carry_mode::carried, markup::Markup, mode::display_mode, panel};
use crate::{
    i18n::{DisplayMode, unmarked},
    web::{app::SiteState, context::RequestContext, reply::Reply},
};

/// Answers with what `route` makes of the request.
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
    text.body = match panel::panel(context, &lang, display_mode, &markup) {
        Ok(panel) => with(&markup.html, &stylesheet(context), &panel),
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

/// The page with `head` at the end of its head and `panel` at the end of its body.
fn with(page: &str, head: &str, panel: &str) -> String {
    page.replacen("</head>", &format!("{head}</head>"), 1).replacen("</body>", &format!("{panel}</body>"), 1)
}
