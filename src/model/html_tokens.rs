//! HTML cut into tags, texts and comments as browsers cut it, whoever wrote it.

use std::convert::Infallible;

use html5gum::{DefaultEmitter, Readable, Reader, StringReader, Token, Tokenizer};

/// Attributes in quotation marks that may follow one another.
const MOST_VALUES: usize = 32;
/// What html5gum looks for within quotation marks.
const ENDS_OF_VALUE: &[u8] = b"\"&\0\r";

/// The bytes of a text for html5gum. That calls itself for each attribute in quotation marks that follows another after a
/// space (0.9), so a tag with thousands would overflow the stack. A slash in place of the space means the same, and it
/// returns. `self_closing` of a tag is not to be relied upon: the slash may stand before `>`.
struct BoundedReader<'a> {
    html: StringReader<'a>,
    /// Attributes in quotation marks since the last slash.
    values: usize,
    is_after_value: bool,
}

impl Reader for BoundedReader<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let is_due = std::mem::take(&mut self.is_after_value) && self.values >= MOST_VALUES;
        let byte = self.html.read_byte()?;
        if is_due && byte.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.values = 0;
            return Ok(Some(b'/'));
        }
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        self.html.try_read_string(text, case_sensitive)
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        let found = self.html.read_until(needle, buffer)?;
        self.is_after_value = needle == ENDS_OF_VALUE && found == Some(b"\"".as_slice());
        self.values += usize::from(self.is_after_value);
        Ok(found)
    }
}

/// The parts of `html`, each with its bytes. What stands in `script`, `style`, `textarea` and `title` is text.
pub(crate) fn html_tokens(html: &str) -> impl Iterator<Item = Token<usize>> + '_ {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let reader = BoundedReader { html: html.to_reader(), values: 0, is_after_value: false };
    Tokenizer::new_with_emitter(reader, emitter).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without what html5gum says of mistakes.
    fn tokens(html: &str) -> Vec<Token<usize>> {
        html_tokens(html).filter(|token| !matches!(token, Token::Error(_))).collect()
    }

    #[test]
    fn a_tag_has_as_many_attributes_as_somebody_typed() {
        for space in [" ", "\n", "\t", "\r\n"] {
            let many: String = (0..100_000).map(|n| format!("a{n}=\"{n}\"{space}")).collect();
            let html = format!("<p {many}>a=\"1\" b=\"2\"</p>");
            let found = tokens(&html);
            let [Token::StartTag(tag), Token::String(words), Token::EndTag(_)] = found.as_slice() else {
                panic!("{} parts", found.len());
            };
            let last = tag.attributes.get(b"a99999".as_slice()).map(|value| value.value.0.as_slice());
            assert_eq!((tag.attributes.len(), last), (100_000, Some(b"99999".as_slice())));
            assert_eq!(words.value.0, b"a=\"1\" b=\"2\"");
        }
    }

    #[test]
    fn words_between_quotation_marks_stay() {
        let lines = "key = \"value\"\n".repeat(1_000);
        let found = tokens(&format!("<pre>{lines}</pre>"));
        let words = found.iter().filter_map(|token| if let Token::String(text) = token { Some(text) } else { None });
        let words: Vec<u8> = words.flat_map(|text| text.value.0.clone()).collect();
        assert_eq!(String::from_utf8(words).unwrap(), lines);
    }
}
