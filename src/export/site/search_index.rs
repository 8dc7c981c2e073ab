//! Search without a server: an index as small scripts, of which a page loads those that the words need.
//!
//! A part holds the words that begin with the same two letters, in every form that the archive has of them, and for each the articles that
//! have the word in any form: the forms are brought together here, by the dictionaries of the search, so the script needs none.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write,
};

use rayon::prelude::*;
use serde_json::json;

use super::{addresses::file_of, error::ExportError, folder::NewFolder, relative::relative};
use crate::{
    catalog::{Card, IndexedArticle},
    model::lang::Lang,
    search::{Terms, folded, terms, tokens},
    web::{AddressKind, App, of_card, search_nothing},
};

/// The script.
const SCRIPT: &str = include_str!("find.js");
/// Articles whose titles one file holds.
const DOCS: usize = 100;
/// Articles named for one word at most, the best first.
const MOST: usize = 2_000;
/// A word that more than half of so many articles have finds nothing by itself.
const FEW: usize = 50;
/// What a word counts in a title, in a summary, and in a text, where it counts at most so often.
const WEIGHTS: (u32, u32, u32) = (12, 4, 3);

/// Where it lies. Its names do not change with its bytes, so a part that has not changed is not written again.
const FOLDER: &str = "_search";

/// An index in the export.
pub(super) struct SearchFiles;

/// What one language's readers find.
#[derive(Default)]
struct LanguageIndex {
    /// Address, title, summary and, where it is another, language.
    docs: Vec<serde_json::Value>,
    /// By folded form, the terms that it has.
    forms: BTreeMap<String, Terms>,
    /// By term, the articles with their weights.
    places: HashMap<Box<str>, BTreeMap<u32, u32>>,
}

/// Writes the index of every language.
pub(super) fn write(app: &App, folder: &NewFolder, is_relative: bool) -> Result<SearchFiles, ExportError> {
    let edition = app.edition();
    let languages: Vec<&Lang> = edition.site.languages().iter().map(|language| &language.tag).collect();
    let parts = languages.par_iter().map(|lang| language(app, lang, is_relative).map(|index| index.parts()));
    let parts: Vec<BTreeMap<String, String>> = parts.collect::<Result<_, _>>()?;
    folder.put_bytes(&format!("{FOLDER}/find.js"), SCRIPT.as_bytes())?;
    for (lang, parts) in languages.iter().zip(&parts) {
        parts
            .par_iter()
            .try_for_each(|(name, text)| folder.put_bytes(&format!("{FOLDER}/{lang}/{name}.js"), text.as_bytes()))?;
    }
    Ok(SearchFiles)
}

impl SearchFiles {
    /// The search page in `file` with the script in its head.
    pub(super) fn page(&self, app: &App, file: &str, html: &str, is_relative: bool) -> Option<String> {
        let (lang, rest) = file.split_once('/')?;
        let edition = app.edition();
        let lang = &edition.site.languages().get(lang).filter(|_| rest == "search.html")?.tag;
        let script = format!("{FOLDER}/find.js");
        let (source, root) = match is_relative {
            true => (relative(file, &script), "../".to_owned()),
            false => (format!("{}/{script}", edition.site.base_path()), String::new()),
        };
        let nothing = search_nothing(&edition, lang);
        let tag = format!(
            "<script src=\"{source}\" data-lang=\"{lang}\" data-root=\"{root}\" data-nothing=\"{nothing}\" defer></script>\n</head>"
        );
        Some(html.replacen("</head>", &tag, 1))
    }
}

fn language(app: &App, lang: &Lang, is_relative: bool) -> Result<LanguageIndex, ExportError> {
    let catalog = |error: crate::catalog::CatalogError| ExportError::Catalog(error.into());
    let last = app.catalog().snapshot().last_number().map_err(catalog)?;
    let mut index = LanguageIndex::default();
    for number in 1..=last {
        let snapshot = app.catalog().snapshot();
        let Some(card) = snapshot.card(number, lang).map_err(catalog)? else { continue };
        let Some(article) = snapshot.texts(number).map_err(catalog)? else { continue };
        let address = of_card(lang, &card);
        if address.kind != AddressKind::Article {
            continue;
        }
        index.add(lang, &card, &article, &link(app, &address.path, is_relative));
    }
    Ok(index)
}

/// The link to a page: its address, or its file.
fn link(app: &App, path: &str, is_relative: bool) -> String {
    match file_of(path).filter(|_| is_relative) {
        Some(file) => relative("index.html", &file),
        None => format!("{}{path}", app.edition().site.base_path()),
    }
}

impl LanguageIndex {
    /// Adds an article as readers of `lang` are shown it; its titles in other languages find it, too.
    fn add(&mut self, lang: &Lang, card: &Card, article: &IndexedArticle, link: &str) {
        let doc = u32::try_from(self.docs.len()).unwrap_or(u32::MAX);
        let mut entry = json!({ "u": link, "t": card.title, "s": card.summary });
        if card.lang != *lang {
            entry["l"] = json!(card.lang);
        }
        self.docs.push(entry);
        // The words of the version shown are read in its own language.
        let mut versions: Vec<_> = article.versions.iter().collect();
        versions.sort_by_key(|version| version.lang != card.lang);
        for version in versions {
            self.take(doc, &version.lang, &version.title, WEIGHTS.0, WEIGHTS.0);
            if version.lang == card.lang {
                self.take(doc, &version.lang, &version.summary, WEIGHTS.1, WEIGHTS.1);
                self.take(doc, &version.lang, &version.body, 1, WEIGHTS.2);
            }
        }
    }

    fn take(&mut self, doc: u32, lang: &Lang, text: &str, weight: u32, most: u32) {
        let mut counts: HashMap<Box<str>, u32> = HashMap::new();
        for token in tokens(text) {
            let form = folded(token.text);
            let terms = self.forms.entry(form).or_insert_with(|| terms(lang, token.text)).clone();
            for term in terms.iter() {
                let count = counts.entry(term.into()).or_default();
                *count = (*count + weight).min(most);
            }
        }
        for (term, count) in counts {
            *self.places.entry(term).or_default().entry(doc).or_default() += count;
        }
    }

    /// The files of the index, by name: words by their first two letters, and the titles.
    fn parts(&self) -> BTreeMap<String, String> {
        let mut shards: BTreeMap<String, BTreeMap<&str, &Terms>> = BTreeMap::new();
        for (form, terms) in &self.forms {
            shards.entry(shard(form)).or_default().insert(form, terms);
        }
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for (name, forms) in shards {
            let named: BTreeSet<&str> = forms.values().flat_map(|terms| terms.iter()).collect();
            let numbers: HashMap<&str, usize> = named.iter().enumerate().map(|(at, term)| (*term, at)).collect();
            let lists: Vec<String> = named.iter().map(|term| self.list(term)).collect();
            let of = |terms: &Terms| terms.iter().filter_map(|term| numbers.get(term)).collect::<Vec<_>>();
            let forms: BTreeMap<&str, Vec<&usize>> = forms.iter().map(|(form, terms)| (*form, of(terms))).collect();
            let text = format!("litopysIndex(\"{name}\",{{\"f\":{},\"p\":[{}]}});\n", json!(forms), lists.join(","));
            parts.insert(name, text);
        }
        for (at, docs) in self.docs.chunks(DOCS).enumerate() {
            let name = format!("docs-{at}");
            let text = format!("litopysIndex(\"{name}\",{});\n", json!(docs));
            parts.insert(name, text);
        }
        parts
    }

    /// The articles of a term: the distance to the one before, and the weight, by turns; 0 for a word that is everywhere.
    fn list(&self, term: &str) -> String {
        let Some(places) = self.places.get(term) else { return "[]".to_owned() };
        if self.docs.len() > FEW && places.len() * 2 > self.docs.len() {
            return "0".to_owned();
        }
        let mut best: Vec<(u32, u32)> = places.iter().map(|(doc, weight)| (*doc, *weight)).collect();
        if best.len() > MOST {
            best.sort_by_key(|(doc, weight)| (std::cmp::Reverse(*weight), *doc));
            best.truncate(MOST);
            best.sort_unstable();
        }
        let (mut out, mut last) = (String::from("["), 0);
        for (at, (doc, weight)) in best.into_iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // A string takes all that is written to it.
            _ = write!(out, "{comma}{},{weight}", doc - last);
            last = doc;
        }
        out.push(']');
        out
    }
}

/// The part in which a form lies: the numbers of its first two letters.
fn shard(form: &str) -> String {
    form.chars().take(2).map(|letter| format!("{:x}", u32::from(letter))).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_finds_the_articles_of_every_other_form() {
        let uk: Lang = "uk".parse().unwrap();
        let mut index = LanguageIndex::default();
        for text in ["Конвенція про море", "без конвенції", "Море"] {
            let doc = u32::try_from(index.docs.len()).unwrap();
            index.docs.push(json!({}));
            index.take(doc, &uk, text, 1, 3);
        }
        let parts = index.parts();
        let part = &parts[&shard("конвенція")];
        let data = part.trim_start_matches("litopysIndex(\"43a-43e\",").trim_end_matches(");\n");
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        let of = |form: &str| {
            let lists = data["f"][form].as_array().unwrap().iter();
            let places = lists.map(|list| data["p"][usize::try_from(list.as_u64().unwrap()).unwrap()].to_string());
            places.collect::<Vec<_>>()
        };
        assert!(of("конвенція").contains(&"[0,1,1,1]".to_owned()), "{data}");
        assert_eq!(of("конвенція"), of("конвенції"));
        assert!(parts.contains_key("docs-0"));
    }

    #[test]
    fn the_names_of_parts_are_those_that_the_script_asks_for() {
        for (form, expected) in [("київ", "43a-438"), ("a", "61"), ("2024", "32-30"), ("", "")] {
            assert_eq!(shard(form), expected);
        }
    }
}
