//! Texts as the index reads them: every word's terms at the word's place, those of titles and summaries repeated, so that
//! they weigh more (BM25F: the weight goes into the term's frequency, and one posting list serves title and body).

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::backpressure::Backpressure;
use crate::{
    model::lang::Lang,
    search::analysis::{self, Terms, terms},
};

/// How often a word counts, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum FieldWeight {
    Title,
    Summary,
    Body,
}

impl FieldWeight {
    fn times(self) -> u32 {
        match self {
            FieldWeight::Title => 6,
            FieldWeight::Summary => 2,
            FieldWeight::Body => 1,
        }
    }

    /// The control character before a text of this weight; texts of articles have none of their own at this place.
    fn mark(self) -> Option<char> {
        match self {
            FieldWeight::Title => Some('\u{1}'),
            FieldWeight::Summary => Some('\u{2}'),
            FieldWeight::Body => None,
        }
    }
}

/// A text with its weight, for [`LanguageTokenizer`].
pub(in crate::search) fn marked(weight: FieldWeight, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    out.extend(weight.mark());
    out.push_str(text);
    out
}

/// The tokenizer of one language.
#[derive(Debug, Clone)]
pub(in crate::search) struct LanguageTokenizer {
    pub(in crate::search) lang: Lang,
    pub(in crate::search) pace: Arc<Backpressure>,
}

/// The terms of one text.
pub(in crate::search) struct LanguageTokenStream<'a> {
    lang: &'a Lang,
    words: Box<dyn Iterator<Item = analysis::TokenReading<'a>> + 'a>,
    terms: Option<Terms>,
    /// The place of the present term among those of its word.
    at: usize,
    times: u32,
    /// How often the present term is yet to be repeated.
    left: u32,
    token: Token,
}

impl Tokenizer for LanguageTokenizer {
    type TokenStream<'a> = LanguageTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LanguageTokenStream<'a> {
        self.pace.arrived(text.len());
        let weight = [FieldWeight::Title, FieldWeight::Summary]
            .into_iter()
            .find(|weight| weight.mark().is_some_and(|mark| text.starts_with(mark)))
            .unwrap_or(FieldWeight::Body);
        LanguageTokenStream {
            lang: &self.lang,
            words: Box::new(analysis::readings(text)),
            terms: None,
            at: 0,
            times: weight.times(),
            left: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for LanguageTokenStream<'_> {
    fn advance(&mut self) -> bool {
        if self.left > 0 {
            self.left -= 1;
            return true;
        }
        loop {
            if let Some(term) = self.terms.as_ref().and_then(|terms| terms.iter().nth(self.at)) {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.at += 1;
                self.left = self.times - 1;
                return true;
            }
            let Some(reading) = self.words.next() else { return false };
            let word = reading.token;
            self.terms = Some(terms(self.lang, word.text));
            self.at = 0;
            if !reading.is_whole {
                self.token.position = self.token.position.wrapping_add(1);
            }
            (self.token.offset_from, self.token.offset_to) = (word.range.start, word.range.end);
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(weight: FieldWeight, text: &str) -> Vec<(usize, String)> {
        let mut words = LanguageTokenizer { lang: "pl".parse().unwrap(), pace: Arc::default() };
        let text = marked(weight, text);
        let mut found = Vec::new();
        words.token_stream(&text).process(&mut |token| found.push((token.position, token.text.clone())));
        found
    }

    #[test]
    fn a_compound_stands_where_its_first_part_does() {
        let found = stream(FieldWeight::Body, "Wi-Fi tu");
        let expected = [(0, "wi"), (0, "wifi"), (1, "fi"), (2, "tu")];
        assert_eq!(found, expected.map(|(at, word)| (at, word.to_owned())));
    }

    #[test]
    fn words_of_a_title_are_repeated_at_their_place() {
        let body = stream(FieldWeight::Body, "Jeden dwa");
        assert_eq!(body, [(0, "jeden".to_owned()), (1, "dwa".to_owned())]);
        let title = stream(FieldWeight::Title, "Jeden dwa");
        assert_eq!(title.len(), 12);
        assert!(title.is_sorted_by_key(|(position, _)| *position));
    }
}
