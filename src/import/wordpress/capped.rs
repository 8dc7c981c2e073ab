//! An export as UTF-8, however it is encoded, with no part of it longer than memory should hold.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use encoding_rs::{Decoder, Encoding, UTF_8};

use crate::import::source::decode;

/// Bytes by which the encoding is found.
const SAMPLE: usize = 1 << 20;
/// Bytes of one text that are kept: a few more than are read of one.
const LONGEST_TEXT: usize = 17 << 20;
/// Bytes of one tag that are kept.
const LONGEST_TAG: usize = 1 << 16;
const CHUNK: usize = 1 << 16;
const CDATA: &[u8] = b"<![CDATA[";

/// What was found on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Troubles {
    /// Bytes that are not letters of the encoding.
    pub(super) is_damaged: Rc<Cell<bool>>,
    /// Bytes of texts that were too long.
    pub(super) dropped: Rc<Cell<u64>>,
}

#[derive(Clone, Copy)]
enum State {
    Text,
    /// A tag, of which so many bytes are those of `<![CDATA[`.
    Tag(usize),
    /// A marked text, with so many `]` before.
    Marked(usize),
}

/// The bytes of an export.
pub(super) struct Capped<R> {
    inner: R,
    first: Vec<u8>,
    decoder: Decoder,
    /// The name of the encoding, where it is not UTF-8.
    pub(super) encoding: Option<&'static str>,
    pub(super) troubles: Troubles,
    state: State,
    run: usize,
    dropping: bool,
    ready: Vec<u8>,
    given: usize,
    at_end: bool,
}

impl<R: Read> Capped<R> {
    pub(super) fn new(mut inner: R) -> io::Result<Capped<R>> {
        let mut first = Vec::new();
        inner.by_ref().take(SAMPLE as u64).read_to_end(&mut first)?;
        let end = first.iter().rposition(|byte| *byte == b'>').map_or(first.len(), |at| at + 1);
        let sample = first.get(..end).unwrap_or_default();
        let head = String::from_utf8_lossy(sample.get(..sample.len().min(200)).unwrap_or_default()).into_owned();
        let declared = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
        let name = decode(sample, declared).encoding;
        let encoding = name.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(UTF_8);
        Ok(Capped {
            inner,
            first,
            decoder: encoding.new_decoder_with_bom_removal(),
            encoding: name,
            troubles: Troubles::default(),
            state: State::Text,
            run: 0,
            dropping: false,
            ready: Vec::new(),
            given: 0,
            at_end: false,
        })
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() && !self.at_end {
            let mut bytes = std::mem::take(&mut self.first);
            if bytes.is_empty() {
                bytes.resize(CHUNK, 0);
                let read = self.inner.read(&mut bytes)?;
                bytes.truncate(read);
            }
            self.at_end = bytes.is_empty();
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(CHUNK * 4));
            let (_, _, damaged) = self.decoder.decode_to_string(&bytes, &mut text, self.at_end);
            if damaged {
                self.troubles.is_damaged.set(true);
            }
            for byte in text.bytes() {
                self.take(byte);
            }
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) {
        let limit = if matches!(self.state, State::Tag(_)) { LONGEST_TAG } else { LONGEST_TEXT };
        // A character is dropped as a whole.
        self.dropping = self.run >= limit && (self.dropping || byte & 0xC0 != 0x80);
        self.run += 1;
        let mut ends = false;
        self.state = match self.state {
            State::Text if byte == b'<' => State::Tag(1),
            State::Text => State::Text,
            State::Tag(found) if CDATA.get(found) == Some(&byte) => match found + 1 {
                whole if whole == CDATA.len() => State::Marked(0),
                more => State::Tag(more),
            },
            State::Tag(_) if byte == b'>' => State::Text,
            State::Tag(_) => State::Tag(CDATA.len()),
            State::Marked(signs) if byte == b'>' && signs >= 2 => {
                ends = true;
                State::Text
            }
            State::Marked(signs) => State::Marked(if byte == b']' { signs + 1 } else { 0 }),
        };
        let begins = matches!(self.state, State::Tag(1) | State::Marked(0)) && byte != b']' && self.starts(byte);
        match (self.dropping, ends) {
            (true, true) => self.ready.extend_from_slice(b"]]>"),
            (true, false) if !begins && !self.closes(byte) => {
                self.troubles.dropped.set(self.troubles.dropped.get() + 1)
            }
            _ => self.ready.push(byte),
        }
        if begins || ends || self.closes(byte) {
            self.run = 0;
            self.dropping = false;
        }
    }

    /// Whether `byte` begins a tag, or is the last one of `<![CDATA[`.
    fn starts(&self, byte: u8) -> bool {
        match self.state {
            State::Tag(1) => byte == b'<',
            State::Marked(0) => byte == b'[' && self.run <= CDATA.len(),
            _ => false,
        }
    }

    /// Whether `byte` ended a tag.
    fn closes(&self, byte: u8) -> bool {
        matches!(self.state, State::Text) && byte == b'>'
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.ready.len() {
            self.refill()?;
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let length = rest.len().min(out.len());
        if let (Some(out), Some(rest)) = (out.get_mut(..length), rest.get(..length)) {
            out.copy_from_slice(rest);
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Troubles, Option<&'static str>) {
        let mut capped = Capped::new(bytes).unwrap();
        let mut text = String::new();
        capped.read_to_string(&mut text).unwrap();
        (text, capped.troubles, capped.encoding)
    }

    #[test]
    fn a_text_comes_as_it_is() {
        let text = "<a b='c'>ї &amp; x</a><![CDATA[ ]] ]> <b> ]]]]><![CDATA[>]]>\n";
        assert_eq!(read(text.as_bytes()).0, text);
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_between_characters() {
        let long = "ї".repeat(12 << 20);
        let (text, troubles, _) = read(format!("<a><![CDATA[{long}]]></a><b>{long}</b>").as_bytes());
        assert!(text.starts_with("<a><![CDATA[ї") && text.contains("ї]]></a><b>ї") && text.ends_with("ї</b>"));
        assert!(text.len() < 2 * LONGEST_TEXT + 100 && troubles.dropped.get() > 0);
    }

    #[test]
    fn other_encodings_become_utf_8() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>Привіт, світе, це український текст</a>";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
        let (found, troubles, encoding) = read(&bytes);
        assert_eq!((found.as_str(), encoding, troubles.is_damaged.get()), (text, Some("windows-1251"), false));
        assert!(read(b"<a>\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xFF</a>").1.is_damaged.get());
    }
}
