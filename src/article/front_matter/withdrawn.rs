//! `withdrawn` in `article.toml`: the article was taken down, and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    model::{lang::Lang, sentence::say},
    site::TomlFields,
};

/// Why an article was taken down: one text for all readers, or one a language. There may be no text at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Withdrawn {
    /// `withdrawn = "…"`
    One(String),
    /// `withdrawn = { uk = "…", en = "…" }`
    ByLanguage(BTreeMap<Lang, String>),
}

impl Withdrawn {
    /// Reads the key. With any value, also below a table, the article is taken down; problems of the text are reported.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Option<Withdrawn> {
        if fields.is_table("withdrawn") {
            let table = fields.table("withdrawn");
            let mut texts = table.as_ref().map(TomlFields::each_language).unwrap_or_default();
            // A key that is not a language has been reported as such.
            let says_nothing = texts.values().all(|text| text.trim().is_empty());
            if says_nothing && (!texts.is_empty() || table.is_none_or(|table| table.is_empty())) {
                fields.problem("withdrawn", "empty-value", say("empty-value-withdrawn"));
            }
            texts.retain(|_, text| !text.trim().is_empty());
            return Some(Withdrawn::ByLanguage(texts));
        }
        fields.is_written("withdrawn").then(|| Withdrawn::One(fields.required("withdrawn").unwrap_or_default()))
    }

    /// The reason for readers of `lang`: in it, else along its `chain`, else in `source`, the language of the source version.
    pub fn reason(&self, lang: &Lang, chain: &[Lang], source: &Lang) -> Option<&str> {
        let text = match self {
            Withdrawn::One(text) => Some(text),
            Withdrawn::ByLanguage(texts) => {
                std::iter::once(lang).chain(chain).chain([source]).find_map(|lang| texts.get(lang))
            }
        };
        text.map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The reasons by language; one without a language is in that of the source version.
    pub fn by_language(self, source: &Lang) -> BTreeMap<Lang, String> {
        match self {
            Withdrawn::One(text) if text.trim().is_empty() => BTreeMap::new(),
            Withdrawn::One(text) => [(source.clone(), text)].into(),
            Withdrawn::ByLanguage(texts) => texts,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::parse_article;

    #[test]
    fn a_reason_is_one_text_or_one_a_language() {
        let lang = |tag: &str| tag.parse().unwrap();
        for (text, uk, ru, code) in [
            ("withdrawn = 'Помилка'", Some("Помилка"), Some("Помилка"), None),
            ("withdrawn = { uk = 'Помилка', en = 'Error' }", Some("Помилка"), Some("Error"), None),
            ("[withdrawn]\nuk = 'Помилка'", Some("Помилка"), None, None),
            ("withdrawn = { uk = ' ' }", None, None, Some("empty-value")),
            ("withdrawn = ''", None, None, Some("empty-value")),
            ("withdrawn = true", None, None, Some("wrong-type")),
            ("[[image]]\nfile = 'a.png'\nwithdrawn = 'Помилка'", None, None, Some("unknown-key")),
            ("[image]\nfile = 'a.png'\nwithdrawn = 'Помилка'", None, None, Some("missing-key")),
            ("withdrawn = { 'not a tag' = 'x' }", None, None, Some("bad-value")),
        ] {
            let (article, problems) =
                parse_article("article.toml", &format!("published = 2025-01-01\nsource = 'de'\n{text}\n"));
            let withdrawn = article.unwrap().withdrawn.unwrap();
            let reason = |tag: &str, chain: &[_]| withdrawn.reason(&lang(tag), chain, &lang("de"));
            assert_eq!((reason("uk", &[]), reason("ru", &[lang("en")])), (uk, ru), "{text}");
            assert_eq!(problems.first().map(|problem| &*problem.code), code, "{text}");
        }
    }
}
