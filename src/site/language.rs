//! The languages of a site, in the order of its selector, each with its label, aliases and fallback chain; and texts that are one for all
//! of them, or one each.

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::is_nfc;

use super::{TomlFields, fixed_at};
use crate::model::{
    lang::{Direction, Lang},
    sentence::{Sentence, expected, say},
};

/// One `[[language]]` of `site.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The BCP 47 tag: what addresses, attributes and headers carry.
    pub tag: Lang,
    /// In which direction it is written.
    pub direction: Direction,
    /// The label in the selector (`UA`); by default the language's own name.
    pub label: String,
    /// Other spellings of the tag in paths and cookies: redirected, never shown.
    pub aliases: Vec<String>,
    /// How dates and numbers are written, and what `og:locale` says: `en-GB`.
    pub locale: Lang,
    /// The languages tried in order where a version or a message is missing in this one.
    pub fallback: Vec<Lang>,
}

/// More than any site has. Work on an article grows with the square of their number: fallback, alternates, messages.
const MOST: usize = 400;

/// The languages of a site; never empty, no tag or alias twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// All of them, in the selector's order.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        self.0.iter()
    }

    /// A language's own name as a list has it, with a capital where its script has them: `Українська`.
    pub fn own_name(&self, tag: &Lang) -> String {
        usual_label(tag, &self.0.iter().map(|language| language.tag.clone()).collect::<Vec<_>>())
    }

    /// Whether one of them is written from right to left.
    pub fn has_right_to_left(&self) -> bool {
        self.0.iter().any(|language| language.direction == Direction::RightToLeft)
    }

    /// The language with this very tag.
    pub fn get(&self, tag: &str) -> Option<&Language> {
        self.0.iter().find(|language| language.tag.as_str() == tag)
    }

    /// The language that `name` is an alias of (`ua` → `uk`), in any case; tags in the wrong case count as aliases.
    pub fn by_alias(&self, name: &str) -> Option<&Language> {
        self.0.iter().find(|language| {
            language.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
                || (language.tag.as_str() != name && language.tag.as_str().eq_ignore_ascii_case(name))
        })
    }

    /// The language that the first part of a path means: its tag, an alias, or a longer tag with its region or script
    /// (`en-GB`, `uk-UA`).
    pub fn by_path(&self, name: &str) -> Option<&Language> {
        let longer = || {
            let id = name.parse::<Lang>().ok()?;
            let is_plain = name.contains('-') && id.id().variants().len() == 0;
            let cut = name.match_indices('-').map(|(at, _)| name.split_at(at).0).rev();
            cut.into_iter().filter(|_| is_plain).find_map(|tag| self.get(tag).or_else(|| self.by_alias(tag)))
        };
        self.get(name).or_else(|| self.by_alias(name)).or_else(longer)
    }

    /// The fallback chain of a language; empty for a language that the site does not have.
    pub fn chain(&self, tag: &Lang) -> &[Lang] {
        self.get(tag.as_str()).map_or(&[], |language| &language.fallback)
    }

    /// The version to show a reader of `wanted` among the languages an article `has`: `wanted` itself, else the first of
    /// its chain; `None` if the chain names none of them. Nothing is ever guessed.
    pub fn shown<'a>(&'a self, wanted: &'a Lang, has: impl Fn(&Lang) -> bool) -> Option<&'a Lang> {
        std::iter::once(wanted).chain(self.chain(wanted)).find(|lang| has(lang))
    }

    /// Reads the `[[language]]` tables; `None` if not one of them can be read.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Option<Languages> {
        let mut languages: Vec<Language> = Vec::new();
        let mut tables = fields.tables("language");
        if let Some(first) = tables.get(MOST) {
            let message = say("bad-value-languages").with("most", MOST).with("count", tables.len());
            first.problem("tag", "bad-value", message);
            tables.truncate(MOST);
        }
        // Each name in lower case, as `by_alias` finds them.
        let mut taken: HashSet<String> = HashSet::new();
        for table in &tables {
            let Some(language) = read_one(table) else { continue };
            let names = || std::iter::once(language.tag.as_str()).chain(language.aliases.iter().map(String::as_str));
            match names().find(|name| taken.contains(&name.to_ascii_lowercase())) {
                Some(name) => {
                    table.problem("tag", "duplicate-language", say("duplicate-language").with("name", name));
                }
                None => {
                    taken.extend(names().map(str::to_ascii_lowercase));
                    languages.push(language);
                }
            }
        }
        let tags: HashSet<Lang> = languages.iter().map(|language| language.tag.clone()).collect();
        for table in tables {
            for name in unknown_languages(&tags, &table) {
                let message = say("unknown-language-fallback").with("name", name);
                table.problem("fallback", "unknown-language", message);
            }
            table.finish();
        }
        let tags: Vec<Lang> = languages.iter().map(|language| language.tag.clone()).collect();
        for language in languages.iter_mut().filter(|language| language.label.is_empty()) {
            language.label = usual_label(&language.tag, &tags);
        }
        (!languages.is_empty()).then_some(Languages(languages))
    }
}

fn read_one(table: &TomlFields<'_, '_>) -> Option<Language> {
    if !table.has("tag") {
        table.missing("tag");
    }
    // All keys are read before the table is given up, so that none counts as unknown.
    let (tag, label) = (table.parsed::<Lang>("tag"), table.string("label").filter(|label| !label.trim().is_empty()));
    let (locale, aliases) = (table.parsed("locale"), table.placed("aliases", alias));
    let tag = tag?;
    if let Err(taken) = free_in_paths(tag.as_str()) {
        table.problem("tag", "bad-value", say("bad-value").with("key", "tag").with("what", taken));
        return None;
    }
    let locale = locale.unwrap_or_else(|| usual_locale(&tag));
    let mut fallback: Vec<Lang> = Vec::new();
    let mut named = HashSet::from([tag.clone()]);
    for name in table.strings("fallback") {
        match name.parse() {
            Ok(lang) if named.insert(Lang::clone(&lang)) => fallback.push(lang),
            Ok(_) => table.problem("fallback", "bad-value", say("bad-value-fallback").with("name", name)),
            Err(error) => {
                table.problem("fallback", "bad-value", say("bad-value").with("key", "fallback").with("what", error));
            }
        }
    }
    Some(Language {
        direction: tag.direction(),
        // Without one it depends on the other languages.
        label: label.unwrap_or_default(),
        aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        locale,
        fallback,
        tag,
    })
}

/// An alias of a language: the first part of a path, as a request has it after decoding.
fn alias(text: &str) -> Result<String, Sentence> {
    let is_part = |c: char| !c.is_control() && !c.is_whitespace() && !"/?#%".contains(c);
    if text.is_empty() || text.starts_with('.') || !text.chars().all(is_part) || !is_nfc(text) {
        return Err(expected("expected-language-alias", text));
    }
    free_in_paths(text).map(|()| text.to_owned())
}

/// Refuses a name at whose address the site has something of its own: its pages would lie below `/media/` or `/tag/`.
fn free_in_paths(name: &str) -> Result<(), Sentence> {
    let taken = fixed_at(name, |_| false)
        .map(|shadow| say("language-name-taken").with("name", name).with("shadow", say(shadow)));
    taken.map_or(Ok(()), Err)
}

/// A language's own name as a list has it, with a capital where its script has them: `Українська`, `English`. The tag,
/// where CLDR does not know the language.
fn usual_label(tag: &Lang, languages: &[Lang]) -> String {
    let Some(name) = tag.shortest_among(languages.iter()).name_in(tag) else { return tag.to_string() };
    let mut letters = name.chars();
    let Some(first) = letters.next() else { return name };
    // Georgian has capitals for headlines alone; `isiZulu` has its own.
    let stays =
        matches!(first, 'ა'..='ჿ') || name.split(' ').next().is_some_and(|word| word.contains(char::is_uppercase));
    if stays { name } else { first.to_uppercase().chain(letters).collect() }
}

/// The locale of a tag that names no region: British for English, else of the likely region.
fn usual_locale(tag: &Lang) -> Lang {
    let british = (tag.as_str() == "en").then(|| "en-GB".parse().ok()).flatten();
    british.unwrap_or_else(|| tag.with_region())
}

/// The languages in the `fallback` of a table that are not languages of the site.
fn unknown_languages(languages: &HashSet<Lang>, table: &TomlFields<'_, '_>) -> Vec<String> {
    let strange = |name: &String| name.parse::<Lang>().is_ok_and(|lang| !languages.contains(&lang));
    table.strings("fallback").into_iter().filter(strange).collect()
}

/// One text for all languages, or one each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteName {
    /// `name = "Litopys"`
    One(String),
    /// `[name]` with `uk = "Літопис"` and so on.
    ByLanguage(BTreeMap<Lang, String>),
}

impl SiteName {
    /// The text under `key`: a string, or a table by language. `None` if there is none, or only a blank one.
    pub(super) fn read(fields: &TomlFields<'_, '_>, key: &'static str) -> Option<SiteName> {
        if fields.is_table(key) {
            let texts = fields.table(key).map(|table| table.each_language()).unwrap_or_default();
            return Some(SiteName::ByLanguage(texts));
        }
        fields.has(key).then(|| fields.required(key).map(SiteName::One))?
    }

    /// The text for the first of `langs` that has one, with its language, where it has one of its own.
    pub(super) fn first<'a, 'l>(
        &'a self,
        mut langs: impl Iterator<Item = &'l Lang>,
    ) -> Option<(Option<&'a Lang>, &'a str)> {
        match self {
            SiteName::One(text) => Some((None, text)),
            SiteName::ByLanguage(texts) => {
                langs.find_map(|lang| texts.get_key_value(lang)).map(|(lang, text)| (Some(lang), text.as_str()))
            }
        }
    }

    /// Every text.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            SiteName::One(text) => vec![text],
            SiteName::ByLanguage(texts) => texts.values().map(String::as_str).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::site::parse_site;

    /// The tags and aliases of the languages that a site has, and the problems with them.
    fn languages(tables: &str) -> (Vec<String>, Vec<String>) {
        let (site, problems) = parse_site("site.toml", &format!("name = 'x'\nbase_url = 'https://x.org'\n{tables}"));
        let named = |language: &super::Language| {
            std::iter::once(language.tag.to_string()).chain(language.aliases.clone()).collect::<Vec<_>>()
        };
        let names = site.iter().flat_map(|site| site.languages().iter().flat_map(named)).collect();
        (names, problems.iter().map(|problem| problem.message.to_string()).collect())
    }

    #[test]
    fn no_language_takes_an_address_of_the_site() {
        let tags =
            ["tag", "oai", "media", "static", "share", "sitemap", "author", "section", "series", "search", "language"];
        for tag in tags {
            let (names, problems) = languages(&format!("[[language]]\ntag = 'uk'\n[[language]]\ntag = '{tag}'\n"));
            assert_eq!(names, ["uk"], "{tag}");
            assert_eq!(problems.len(), 1, "{tag}: {problems:?}");
            let beginning = format!("`tag`: `{tag}` cannot name a language: ");
            assert!(problems[0].starts_with(&beginning), "{tag}: {problems:?}");
        }
        for alias in tags.into_iter().chain(["2025", "robots.txt", "tags", "feed.atom", "kept"]) {
            let (names, problems) = languages(&format!("[[language]]\ntag = 'uk'\naliases = ['ua', '{alias}']\n"));
            assert_eq!(names, ["uk", "ua"], "{alias}");
            assert_eq!(problems.len(), 1, "{alias}: {problems:?}");
        }
    }

    #[test]
    fn an_alias_is_one_part_of_a_path() {
        for alias in ["", " ", "u a", "a/b", "/ua", "ua?", "ua#x", "%75a", "..", ".", "и\u{306}"] {
            let (names, problems) = languages(&format!("[[language]]\ntag = 'uk'\naliases = [\"{alias}\"]\n"));
            assert_eq!(names, ["uk"], "{alias:?}");
            assert_eq!(problems, [format!("`aliases`: expected a name in an address like `ua`, found `{alias}`")]);
        }
        assert_eq!(languages("[[language]]\ntag = 'uk'\naliases = ['ua', 'укр', 'u_a']\n").1, [""; 0]);
    }

    #[test]
    fn more_languages_than_a_site_can_have_are_one_problem() {
        let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
        let tag = |n: usize| format!("{}{}{}", letter(n / 676), letter(n / 26), letter(n));
        let tables: String = (0..2_000).map(|n| format!("[[language]]\ntag = '{}'\n", tag(n))).collect();
        let (site, problems) = parse_site("site.toml", &format!("name = 'x'\nbase_url = 'https://x.org'\n{tables}"));
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.to_string()).collect();
        assert_eq!(messages, ["expected 400 languages at most, found 2000"]);
        assert_eq!(site.unwrap().languages().iter().count(), 400);
    }
}
