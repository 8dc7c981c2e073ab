//! The fields that `base.html` needs of every page.

use super::{
    body::Body,
    language_selector::{LangAttributes, LanguageState, SelectorEntry, selector},
    site_state::{MenuLink, Menus},
};
use crate::{
    i18n::{Localizer, Role},
    model::lang::Lang,
    site::{MenuPlace, Site, Topic},
    web::{
        app::SiteState,
        assets::Assets,
        urls::url::{Address, FeedFormat, OfflineFile, PagePath},
    },
};

/// The frame of a page.
pub(in crate::web) struct PageFrame<'a> {
    /// The words of the UI in the page's language.
    pub words: Localizer<'a>,
    /// The page's language.
    pub lang: &'a Lang,
    /// The name of the site.
    pub site_name: &'a str,
    /// The address of the site, without a slash at the end.
    pub base_url: &'a str,
    /// The title, without the site's name.
    pub title: String,
    /// One or two sentences for search engines and previews; may be empty.
    pub description: String,
    /// The canonical address, from the root of the site.
    pub canonical: String,
    /// The same page in other languages, itself among them: (hreflang, address). Empty for pages not to be indexed.
    pub alternates: Vec<(String, String)>,
    /// Whether search engines may index it.
    pub indexed: bool,
    /// The picture for previews: its address and size.
    pub picture: Option<(String, Option<(u32, u32)>)>,
    /// schema.org data, as JSON; empty where there is none.
    pub json_ld: JsonLd,
    /// `site.toml`.
    pub site: &'a Site,
    /// The menus.
    pub menus: &'a Menus,
    /// The language selector.
    pub selector: Vec<SelectorEntry>,
    /// The static files.
    pub assets: &'a Assets,
    /// The address of the archive's own style sheet, which comes after the others; `None` if it has none.
    pub own_stylesheet: Option<String>,
    /// The logo, in place of the site's name.
    pub logo: Option<Logo>,
    /// The kind of page, for `og:type`.
    pub kind: &'static str,
    /// The feeds that this page belongs to, the nearest first.
    pub feeds: Vec<FeedLink>,
}

/// The site's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Logo {
    /// Its address.
    pub address: String,
    /// Width and height in pixels, where the file says so.
    pub size: Option<(u32, u32)>,
}

impl Logo {
    /// The logo that `site.toml` names.
    fn new(edition: &SiteState) -> Option<Logo> {
        let name = edition.site.look().logo.as_ref()?.value.strip_prefix("static/")?;
        Some(Logo { address: edition.assets.address(name), size: edition.assets.size(name) })
    }
}

/// The style sheet that an archive adds to the built-in one.
pub(in crate::web) const OWN_STYLESHEET: &str = "own.css";

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct FeedLink {
    /// Its media type.
    pub media_type: &'static str,
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// JSON inside a `<script>` element: no `<` in it, so that no text can close the element.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct JsonLd(String);

impl JsonLd {
    /// The JSON text of a value.
    pub(in crate::web) fn new(value: &serde_json::Value) -> Self {
        JsonLd(value.to_string().replace('<', "\\u003c"))
    }

    /// Whether it is empty.
    pub(in crate::web) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for JsonLd {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for JsonLd {}

impl<'a> PageFrame<'a> {
    /// The frame of a page that every language has.
    pub(in crate::web) fn everywhere(
        edition: &'a SiteState,
        lang: &'a Lang,
        page: &PagePath,
        title: String,
    ) -> PageFrame<'a> {
        let counterpart = |other: &Lang| LanguageState::Translated(page.clone().in_lang(other));
        let mut frame = PageFrame::new(edition, lang, page.clone().in_lang(lang), title, counterpart);
        let languages = edition.site.languages().iter();
        let addresses = languages.map(|language| page.clone().in_lang(&language.tag)).collect::<Vec<_>>();
        frame.set_alternates(&addresses, page);
        frame
    }

    /// The frame of a page that only the languages `found` have.
    pub(in crate::web) fn where_found(
        edition: &'a SiteState,
        lang: &'a Lang,
        page: &PagePath,
        title: String,
        found: &[Lang],
    ) -> PageFrame<'a> {
        let counterpart = |other: &Lang| match found.contains(other) {
            true => LanguageState::Translated(page.clone().in_lang(other)),
            false => LanguageState::None,
        };
        let mut frame = PageFrame::new(edition, lang, page.clone().in_lang(lang), title, counterpart);
        frame.set_alternates(&found.iter().map(|lang| page.clone().in_lang(lang)).collect::<Vec<_>>(), page);
        frame
    }

    /// The frame of a page whose counterparts in other languages differ.
    pub(in crate::web) fn new(
        edition: &'a SiteState,
        lang: &'a Lang,
        address: Address,
        title: String,
        counterpart: impl Fn(&Lang) -> LanguageState,
    ) -> PageFrame<'a> {
        PageFrame {
            words: edition.words(lang),
            lang,
            site_name: edition.site.name(lang),
            base_url: edition.site.base_url(),
            title,
            description: String::new(),
            canonical: address.to_string(),
            alternates: Vec::new(),
            indexed: true,
            picture: None,
            json_ld: JsonLd::default(),
            site: &edition.site,
            menus: &edition.menus,
            selector: selector(edition, lang, counterpart),
            assets: &edition.assets,
            own_stylesheet: edition.assets.has(OWN_STYLESHEET).then(|| edition.assets.address(OWN_STYLESHEET)),
            logo: Logo::new(edition),
            kind: "website",
            feeds: feeds(lang, None, edition.site.name(lang)),
        }
    }

    /// Names the feeds of a tag, author or section before those of everything.
    pub(in crate::web) fn add_feeds(&mut self, topic: Topic, id: &str) {
        let own = feeds(self.lang, Some(&(topic, id.to_owned())), &self.full_title());
        self.feeds.splice(0..0, own);
    }

    /// The name under which browsers list the search of this site in this language.
    pub(in crate::web) fn search_name(&self) -> String {
        self.site.distinct_name(self.lang)
    }

    /// The address of the description of search for browsers.
    pub(in crate::web) fn open_search(&self) -> Address {
        PagePath::OpenSearch.in_lang(self.lang)
    }

    /// Sets the mutual alternates, with `x-default` naming the neutral address.
    pub(in crate::web) fn set_alternates(&mut self, addresses: &[Address], neutral: &PagePath) {
        let each = addresses.iter().map(|address| (address.lang.to_string(), address.to_string()));
        self.alternates = each.chain([("x-default".to_owned(), neutral.to_string())]).collect();
    }

    /// The address of a static file.
    pub(in crate::web) fn asset(&self, name: &str) -> String {
        self.assets.address(name)
    }

    /// The attributes of a text in `lang`.
    pub(in crate::web) fn marked<'b>(&self, lang: &'b Lang) -> LangAttributes<'b> {
        LangAttributes::new(self.site.languages(), lang)
    }

    /// "in Ukrainian", in the language of the page.
    pub(in crate::web) fn in_language(&self, lang: &Lang) -> String {
        self.words.language(lang, Role::In)
    }

    /// The sentence that says that the text is shown in another language than the page's.
    pub(in crate::web) fn shown_instead(&self, shown: &Lang) -> String {
        let words = self.words.say("fallback-notice").with("wanted", self.in_language(self.lang));
        words.with("shown", self.in_language(shown)).to_string()
    }

    /// The address of the home page in this page's language.
    pub(in crate::web) fn home(&self) -> Address {
        PagePath::Home.in_lang(self.lang)
    }

    /// The search page in this page's language.
    pub(in crate::web) fn search(&self) -> Address {
        PagePath::Search.in_lang(self.lang)
    }

    /// The links of the header.
    pub(in crate::web) fn header_menu(&self) -> &[MenuLink] {
        self.menus.links(self.lang, MenuPlace::Header)
    }

    /// The footer that `site.toml` defines for each page, with its language if it differs from the page's.
    pub(in crate::web) fn footer_text(&self) -> Option<(Option<&Lang>, Body)> {
        let text = self.menus.footer_text(self.lang)?;
        Some((text.lang.as_ref(), Body::escaped_already(text.html.as_str())))
    }

    /// The links of the footer.
    pub(in crate::web) fn footer_menu(&self) -> &[MenuLink] {
        self.menus.links(self.lang, MenuPlace::Footer)
    }

    /// The address of "Why this language?".
    pub(in crate::web) fn why(&self) -> Address {
        PagePath::Language.in_lang(self.lang)
    }

    /// The address of the archive in numbers, in this page's language.
    pub(in crate::web) fn numbers(&self) -> Address {
        PagePath::Numbers.in_lang(self.lang)
    }

    /// The list of what is kept on the device, in this page's language.
    pub(in crate::web) fn kept(&self) -> Address {
        PagePath::Keeping(OfflineFile::Kept).in_lang(self.lang)
    }

    /// The site as an application, in this page's language.
    pub(in crate::web) fn manifest(&self) -> Address {
        PagePath::Keeping(OfflineFile::Manifest).in_lang(self.lang)
    }

    /// The title as the browser's tab shows it.
    pub(in crate::web) fn full_title(&self) -> String {
        if self.title == self.site_name { self.title.clone() } else { format!("{} — {}", self.title, self.site_name) }
    }
}

/// The capacity for the frame of a page around its text.
const AROUND: usize = 24 << 10;

/// The page that a template makes, with capacity for `text` bytes of text, so that it is not copied as it grows.
///
/// # Errors
/// If the template cannot be written.
pub(in crate::web) fn written(template: &impl askama::Template, text: usize) -> askama::Result<String> {
    let mut page = String::with_capacity(AROUND + text);
    template.render_into(&mut page)?;
    Ok(page)
}

fn feeds(lang: &Lang, topic: Option<&(Topic, String)>, title: &str) -> Vec<FeedLink> {
    let link = |form: FeedFormat| FeedLink {
        media_type: form.media_type(),
        title: title.to_owned(),
        href: PagePath::Feed(form, topic.cloned()).in_lang(lang).to_string(),
    };
    [FeedFormat::Atom, FeedFormat::Json].map(link).into()
}
