//! What a first reading of an export keeps: who is who, which file is which, and which posts are the same in other languages. No text
//! but those of reusable blocks.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::{
    item::{WxrCategory, WxrItem, WxrTerm, date_time},
    languages::{lang_of, split_languages},
    php::unserialize,
    uploads,
    xml::WxrPart,
};
use crate::model::lang::Lang;

/// An attachment.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    pub(super) url: String,
    /// Below the folder of uploads.
    pub(super) file: Option<String>,
    pub(super) link: String,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) parent: u64,
    /// The names of its smaller sizes, and of what it was made of.
    pub(super) sizes: Vec<String>,
}

/// A post or a page.
#[derive(Debug, Clone, Default)]
pub(super) struct PostFacts {
    pub(super) lang: Option<Lang>,
    /// The languages of one text.
    pub(super) languages: Vec<Lang>,
    pub(super) tie: Option<String>,
    pub(super) is_original: bool,
    pub(super) link: String,
    pub(super) title: String,
    /// `post`, `page`, or what a plug-in calls it.
    pub(super) kind: String,
    pub(super) slug: String,
    pub(super) author: String,
    /// The slugs of its categories.
    pub(super) categories: Vec<String>,
    /// The day that its address has.
    pub(super) day: Option<Date>,
    /// Pages of the text.
    pub(super) pages: usize,
    pub(super) comments: u64,
    /// Whether readers see it.
    pub(super) is_public: bool,
}

/// A term.
#[derive(Debug, Clone, Default)]
pub(super) struct TermFacts {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) parent: String,
    pub(super) tie: Option<String>,
    pub(super) lang: Option<Lang>,
    /// Posts whose section it is, and posts that have it.
    pub(super) as_section: u32,
    pub(super) used: u32,
    /// Those of them that readers see.
    pub(super) public: u32,
}

/// An entry of a menu.
#[derive(Debug, Clone, Default)]
pub(super) struct MenuFacts {
    pub(super) menu: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) object: String,
    pub(super) object_id: u64,
    pub(super) url: String,
    pub(super) is_nested: bool,
    pub(super) order: i64,
}

/// Types that hold no texts of the site.
pub(super) const NOT_TEXTS: &[&str] = &[
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request",
    "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family",
    "wp_font_face", "acf-field", "acf-field-group", "acf-post-type", "acf-taxonomy", "shop_order", "shop_coupon",
    "wpcf7_contact_form", "polylang_mo", "feedback", "jp_mem_plan", "jp_pay_order", "mc4wp-form", "wpforms",
    "elementor_library", "elementor_snippet", "popup", "scheduled-action", "amp_validated_url", "safecss",
    "flamingo_inbound", "flamingo_contact", "flamingo_outbound", "ct_content_block",
];
/// Taxonomies that say how a post is shown, or belong to a plug-in.
pub(super) const NOT_TERMS: &[&str] = &[
    "language", "post_translations", "term_language", "term_translations", "nav_menu", "post_format",
    "translation_priority", "link_category", "wp_theme", "wp_template_part_area", "wp_pattern_category",
    "elementor_library_type",
];
/// Bytes of a reusable block that are kept.
const LONGEST_BLOCK: usize = 1 << 18;

/// All that a first reading keeps.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) site: BTreeMap<String, String>,
    pub(super) default: Option<Lang>,
    /// The names that plug-ins give the languages, in small letters: `ua` of `uk`.
    pub(super) codes: BTreeSet<(String, Lang)>,
    /// Paths below which the old site had a language: `/en`.
    pub(super) prefixes: Vec<(String, Lang)>,
    /// Names by login.
    pub(super) authors: BTreeMap<String, (String, String)>,
    /// Logins of those whose posts readers see.
    pub(super) writers: HashSet<String>,
    pub(super) terms: BTreeMap<(String, String), TermFacts>,
    pub(super) posts: BTreeMap<u64, PostFacts>,
    pub(super) attachments: BTreeMap<u64, Attachment>,
    /// Attachments by their file.
    pub(super) by_file: HashMap<String, u64>,
    /// Which post shows an attachment first.
    pub(super) shown_by: HashMap<u64, u64>,
    pub(super) reusable: HashMap<u64, String>,
    pub(super) menus: Vec<MenuFacts>,
    pub(super) sticky: Vec<u64>,
    pub(super) comments: u64,
    /// How many items of each type were left out.
    pub(super) left_out: BTreeMap<String, u64>,
    /// Minutes east of UTC, by month, as the last post of that month has it.
    pub(super) offsets: BTreeMap<i8, i32>,
    /// The maps of Polylang: language and number of each post or term, by the slug of the set.
    pub(super) sets: Vec<(String, Vec<u64>)>,
    pub(super) term_sets: Vec<(String, Vec<u64>)>,
    /// The id of each tied term in all languages, by taxonomy and slug.
    pub(super) term_ids: HashMap<(String, String), String>,
    pub(super) versions: usize,
}

impl Index {
    pub(super) fn take(&mut self, part: WxrPart) {
        match part {
            WxrPart::Site(key, value) => {
                self.site.entry(key).or_insert(value);
            }
            WxrPart::Author(author) => {
                let name = Some(author.display_name).filter(|name| !name.trim().is_empty());
                let name = name.unwrap_or_else(|| author.login.clone());
                self.authors.insert(author.login, (name, author.id));
            }
            WxrPart::Term(term) => self.take_term(term),
            WxrPart::Item(item) => self.take_item(*item),
        }
    }

    fn take_term(&mut self, term: WxrTerm) {
        let ids = || -> Vec<u64> {
            let map = unserialize(&term.description);
            let entries = map.as_ref().map(|map| map.entries()).unwrap_or_default();
            entries.iter().filter_map(|(_, id)| id.text()?.parse().ok()).collect()
        };
        match term.taxonomy.as_str() {
            "post_translations" => self.sets.push((term.slug.clone(), ids())),
            "term_translations" => self.term_sets.push((term.slug.clone(), ids())),
            _ => {}
        }
        let meta = |key: &str| term.meta.iter().find(|(own, _)| own == key).map(|(_, value)| value.clone());
        let key = (term.taxonomy.clone(), term.slug.clone());
        let facts = self.terms.entry(key).or_default();
        facts.tie = meta("_wpml_import_translation_group").filter(|group| !group.is_empty()).or(facts.tie.take());
        facts.lang = meta("_wpml_import_language_code").and_then(|code| lang_of(&code)).or(facts.lang.take());
        (facts.id, facts.name, facts.parent) = (term.id, term.name, term.parent);
    }

    fn take_item(&mut self, item: WxrItem) {
        self.comments += item.comments;
        self.note_offset(&item);
        match item.post_type.as_str() {
            "attachment" => return self.take_attachment(item),
            "nav_menu_item" => return self.take_menu_entry(&item),
            "wp_block" if item.content.len() <= LONGEST_BLOCK => {
                self.reusable.insert(item.id, item.content);
                return;
            }
            _ => {}
        }
        if !is_text(&item) {
            *self.left_out.entry(item.post_type.clone()).or_default() += 1;
            return;
        }
        let mut facts = PostFacts {
            link: item.link.clone(),
            title: item.title.clone(),
            kind: item.post_type.clone(),
            slug: item.slug.clone(),
            author: item.creator.trim().to_owned(),
            categories: item.terms("category").map(|term| term.slug.clone()).collect(),
            day: date_time(&item.date).map(|date| date.date()),
            pages: item.content.matches("<!--nextpage-->").count() + 1,
            comments: item.comments,
            is_public: item.status == "publish" && item.password.is_empty(),
            ..PostFacts::default()
        };
        self.languages(&item, &mut facts);
        self.versions += facts.languages.len().max(1);
        self.note_terms(&item, facts.lang.as_ref());
        self.note_pictures(&item);
        if facts.is_public && item.post_type != "page" {
            self.writers.insert(item.creator.trim().to_owned());
            self.writers.extend(item.terms("author").map(|term| term.slug.trim_start_matches("cap-").to_owned()));
        }
        if item.is_sticky {
            self.sticky.push(item.id);
        }
        self.posts.entry(item.id).or_insert(facts);
    }

    /// What plug-ins say about the language of a post.
    fn languages(&mut self, item: &WxrItem, facts: &mut PostFacts) {
        if let Some(term) = item.terms("language").next() {
            facts.lang = self.lang_of(&term.slug);
            facts.tie = item.terms("post_translations").next().map(|set| format!("polylang {}", set.slug));
        } else if let Some(lang) = item.meta("_wpml_import_language_code").and_then(|code| self.lang_of(code)) {
            facts.lang = Some(lang);
            facts.tie = item.meta("_wpml_import_translation_group").map(|group| format!("wpml {group}"));
            facts.is_original = item.meta("_wpml_import_source_language_code").is_none();
        }
        if let Some(original) = item.meta("_icl_lang_duplicate_of") {
            facts.tie = facts.tie.take().or(Some(format!("post {original}")));
        }
        let texts = [&item.title, &item.content, &item.excerpt];
        for (code, _) in texts.iter().filter_map(|text| split_languages(text)).flatten() {
            if let Some(lang) = self.lang_of(&code).filter(|lang| !facts.languages.contains(lang)) {
                facts.languages.push(lang);
            }
        }
    }

    /// The language of a code, which is remembered.
    pub(super) fn lang_of(&mut self, code: &str) -> Option<Lang> {
        let lang = lang_of(code)?;
        self.codes.insert((code.trim().to_ascii_lowercase(), lang.clone()));
        Some(lang)
    }

    fn note_offset(&mut self, item: &WxrItem) {
        if let (Some(local), Some(utc)) = (date_time(&item.date), date_time(&item.date_gmt)) {
            let minutes = local.duration_since(utc).as_mins();
            if (-14 * 60..=14 * 60).contains(&minutes) {
                self.offsets.insert(local.month(), i32::try_from(minutes).unwrap_or_default());
            }
        }
    }

    fn note_terms(&mut self, item: &WxrItem, lang: Option<&Lang>) {
        let section = section_of(item, self).map(|term| term.slug.clone());
        let is_public = item.status == "publish" && item.password.is_empty();
        for term in &item.categories {
            let facts = self.terms.entry((term.domain.clone(), term.slug.clone())).or_default();
            if facts.name.is_empty() {
                facts.name = term.name.clone();
            }
            facts.used += 1;
            facts.public += u32::from(is_public);
            let is_section = term.domain == "category" && section.as_deref() == Some(&term.slug);
            facts.as_section += u32::from(is_section && is_public);
            // The language of a term that says none is that of the posts that use it.
            facts.lang = facts.lang.take().or_else(|| lang.cloned());
        }
    }

    fn note_pictures(&mut self, item: &WxrItem) {
        let thumbnail = item.meta("_thumbnail_id").and_then(|id| id.parse().ok());
        for id in thumbnail.into_iter().chain(numbers_in(&item.content)) {
            self.shown_by.entry(id).or_insert(item.id);
        }
    }

    fn take_attachment(&mut self, item: WxrItem) {
        let url = if item.attachment_url.is_empty() { item.guid.clone() } else { item.attachment_url.clone() };
        let file = item.meta("_wp_attached_file").map(str::to_owned).or_else(|| uploads::key(&url));
        if let Some(file) = &file {
            self.by_file.entry(file.clone()).or_insert(item.id);
        }
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let alt = item.meta("_wp_attachment_image_alt").and_then(filled);
        let caption = filled(&item.excerpt);
        let sizes = item.meta("_wp_attachment_metadata").and_then(unserialize).map(|data| uploads::sizes(&data));
        let sizes = sizes.unwrap_or_default();
        let attachment = Attachment { url, file, link: item.link.clone(), alt, caption, parent: item.parent, sizes };
        self.attachments.entry(item.id).or_insert(attachment);
    }

    fn take_menu_entry(&mut self, item: &WxrItem) {
        let number = |key: &str| item.meta(key).and_then(|value| value.parse().ok()).unwrap_or_default();
        let text = |key: &str| item.meta(key).unwrap_or_default().to_owned();
        let menu = item.terms("nav_menu").next().map(|menu| menu.slug.clone()).unwrap_or_default();
        self.menus.push(MenuFacts {
            menu,
            title: item.title.clone(),
            kind: text("_menu_item_type"),
            object: text("_menu_item_object"),
            object_id: number("_menu_item_object_id"),
            url: text("_menu_item_url"),
            is_nested: number("_menu_item_menu_item_parent") > 0,
            order: item.menu_order,
        });
    }
}

/// Whether an item is a text of the site.
pub(super) fn is_text(item: &WxrItem) -> bool {
    !NOT_TEXTS.contains(&item.post_type.as_str()) && !matches!(item.status.as_str(), "trash" | "auto-draft" | "inherit")
}

/// The category that becomes the section: the one that an SEO plug-in names, or the first.
pub(super) fn section_of<'a>(item: &'a WxrItem, index: &Index) -> Option<&'a WxrCategory> {
    let real = |term: &&WxrCategory| !is_default_category(&term.slug);
    let primary = item.meta("_yoast_wpseo_primary_category").or(item.meta("rank_math_primary_category"));
    let chosen = primary.and_then(|id| {
        item.terms("category").filter(real).find(|term| {
            index.terms.get(&("category".to_owned(), term.slug.clone())).is_some_and(|facts| facts.id == id)
        })
    });
    chosen.or_else(|| item.terms("category").find(real))
}

/// The category of posts that have none.
pub(super) fn is_default_category(slug: &str) -> bool {
    let bare = slug.split_once('-').map_or(slug, |(bare, _)| bare);
    bare == "uncategorized"
        || bare == "uncategorised"
        || slug.starts_with("без-категор")
        || slug.starts_with("без-рубрик")
        || slug.starts_with("bez-rubriki")
        || slug.starts_with("bez-kategori")
}

/// The numbers of attachments that a text names: `wp-image-5`, `"id":5`, `ids="1,2"`.
fn numbers_in(content: &str) -> Vec<u64> {
    let mut found = Vec::new();
    for (mark, many) in [("wp-image-", false), ("\"id\":", false), ("ids=\"", true)] {
        for (at, _) in content.match_indices(mark).take(10_000) {
            let rest = content.get(at + mark.len()..).unwrap_or_default();
            let end =
                rest.find(|c: char| !(c.is_ascii_digit() || (many && matches!(c, ',' | ' ')))).unwrap_or(rest.len());
            found.extend(rest.get(..end).unwrap_or_default().split(',').filter_map(|id| id.trim().parse::<u64>().ok()));
        }
    }
    found
}
