//! The fields of an article in the index: its number, when it was published, its topics, and a field of words for
//! each language. Nothing is stored: the catalog has it all.

use tantivy::{
    TantivyDocument, Term,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions},
};

use super::tokenizer::{FieldWeight, marked};
use crate::{catalog::IndexedArticle, model::lang::Lang};

const TEXT: &str = "text_";

/// The fields of an index.
#[derive(Debug, Clone)]
pub(in crate::search) struct IndexFields {
    /// The article's number in the catalog.
    pub(in crate::search) article: Field,
    /// The topics of an article, as exact terms: see [`under`].
    pub(in crate::search) under: Field,
    /// The words of each language, in the order of `site.toml`.
    pub(in crate::search) texts: Vec<(Lang, Field)>,
    published: Field,
}

/// The name of the field by which articles are ordered in time.
pub(in crate::search) const PUBLISHED: &str = "published";
/// The name of the field of numbers.
pub(in crate::search) const ARTICLE: &str = "article";

/// The schema for a site with these languages.
pub(in crate::search) fn schema(languages: &[Lang]) -> Schema {
    let mut schema = SchemaBuilder::new();
    schema.add_i64_field(ARTICLE, INDEXED | FAST);
    schema.add_i64_field(PUBLISHED, FAST);
    let exact = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
    schema.add_text_field(
        "under",
        TextOptions::default().set_indexing_options(exact.set_index_option(IndexRecordOption::Basic)),
    );
    for lang in languages {
        let words = TextFieldIndexing::default()
            .set_tokenizer(&tokenizer_name(lang))
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        schema.add_text_field(&format!("{TEXT}{lang}"), TextOptions::default().set_indexing_options(words));
    }
    schema.build()
}

/// The name under which the tokenizer of a language is registered.
pub(in crate::search) fn tokenizer_name(lang: &Lang) -> String {
    format!("words of {lang}")
}

/// The exact terms of what an article may be under: `tag/law`, `year/2024`, `has/uk`, `hidden/ru`.
pub(in crate::search) mod under {
    /// A year of publication; four digits, so that years lie in the order of the alphabet.
    pub(in crate::search) fn year(year: u32) -> String {
        format!("year/{year:04}")
    }

    /// A language that there is a version in.
    pub(in crate::search) fn has(lang: &str) -> String {
        format!("has/{lang}")
    }

    /// A language whose readers are shown no version.
    pub(in crate::search) fn hidden(lang: &str) -> String {
        format!("hidden/{lang}")
    }
}

impl IndexFields {
    /// The fields of a schema that [`schema`] made; `None` if it is of another version.
    pub(in crate::search) fn from_schema(schema: &Schema) -> Option<IndexFields> {
        let text = |(field, entry): (Field, &tantivy::schema::FieldEntry)| {
            Some((entry.name().strip_prefix(TEXT)?.parse::<Lang>().ok()?, field))
        };
        Some(IndexFields {
            article: schema.get_field(ARTICLE).ok()?,
            published: schema.get_field(PUBLISHED).ok()?,
            under: schema.get_field("under").ok()?,
            texts: schema.fields().filter_map(text).collect(),
        })
    }

    /// The languages, in the order of `site.toml`.
    pub(in crate::search) fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.texts.iter().map(|(lang, _)| lang)
    }

    /// The term of an article's number.
    pub(in crate::search) fn number(&self, number: i64) -> Term {
        Term::from_field_i64(self.article, number)
    }

    /// An exact term.
    pub(in crate::search) fn exact(&self, text: &str) -> Term {
        Term::from_field_text(self.under, text)
    }

    /// An article as the index takes it, and the bytes of its texts.
    pub(in crate::search) fn document(&self, number: i64, article: &IndexedArticle) -> (TantivyDocument, usize) {
        let mut document = TantivyDocument::default();
        document.add_i64(self.article, number);
        document.add_i64(self.published, article.published);
        for scope in article.scopes.iter().filter(|scope| !scope.is_empty()) {
            document.add_text(self.under, scope);
        }
        if let Some(year) = article.year {
            document.add_text(self.under, under::year(year));
        }
        for (lang, _) in &self.texts {
            if article.versions.iter().any(|version| version.lang == *lang) {
                document.add_text(self.under, under::has(lang.as_str()));
            }
            if !article.shown.contains(lang) {
                document.add_text(self.under, under::hidden(lang.as_str()));
            }
        }
        let mut bytes = 0;
        for version in &article.versions {
            let Some((_, field)) = self.texts.iter().find(|(lang, _)| *lang == version.lang) else { continue };
            let parts = [
                (FieldWeight::Title, &version.title),
                (FieldWeight::Summary, &version.summary),
                (FieldWeight::Body, &version.body),
            ];
            for (weight, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
                let text = marked(weight, text);
                bytes += text.len();
                document.add_text(*field, text);
            }
        }
        (document, bytes)
    }
}
