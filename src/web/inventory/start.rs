//! The texts of exported files that no request leads to: the page at the root, with the languages of the site by their own names, and
//! the message of a search without results.

use askama::Template;

use crate::{
    model::lang::Lang,
    web::{app::SiteState, layout::language_selector::LangAttributes, urls::url::PagePath},
};

#[derive(Template)]
#[template(path = "pages/start.html")]
struct StartPage<'a> {
    first: LangAttributes<'a>,
    name: &'a str,
    stylesheet: String,
    /// (hreflang, address).
    alternates: Vec<(String, String)>,
    languages: Vec<StartLanguage<'a>>,
}

struct StartLanguage<'a> {
    tag: &'a Lang,
    lang: LangAttributes<'a>,
    /// Its own name: `Українська`.
    own: String,
    /// The name of the site in it.
    name: &'a str,
    href: String,
}

/// The start page, with `link` in place of each address of the site.
///
/// # Errors
/// If the template cannot be written.
pub fn start_page(edition: &SiteState, link: impl Fn(&str) -> String) -> Result<String, std::fmt::Error> {
    let site = &edition.site;
    let languages = site.languages();
    let home = |lang: &Lang| PagePath::Home.in_lang(lang).to_string();
    let each = languages.iter().map(|language| StartLanguage {
        tag: &language.tag,
        lang: LangAttributes::new(languages, &language.tag),
        own: languages.own_name(&language.tag),
        name: site.name(&language.tag),
        href: link(&home(&language.tag)),
    });
    let whole = |path: String| format!("{}{path}", site.base_url());
    let alternates = languages.iter().map(|language| (language.tag.to_string(), whole(home(&language.tag))));
    let page = StartPage {
        first: LangAttributes::new(languages, site.default_language()),
        name: site.name(site.default_language()),
        stylesheet: link(&edition.assets.address("site.css")),
        alternates: alternates.chain([("x-default".to_owned(), whole(PagePath::Home.to_string()))]).collect(),
        languages: each.collect(),
    };
    page.render().map_err(|_| std::fmt::Error)
}

/// The message of the search page without results, escaped for an HTML attribute, with `…` in the place of the query.
pub fn search_nothing(edition: &SiteState, lang: &Lang) -> String {
    let text = edition.words(lang).say("search-nothing").with("query", "…").to_string();
    let plain: String = text.chars().filter(|letter| !('\u{2066}'..='\u{2069}').contains(letter)).collect();
    plain.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
