//! `litopys analyze`: words in, the terms they are indexed and searched under out.

use std::io::{self, BufRead, BufWriter, ErrorKind, Write};

use anyhow::Context;

use super::args::AnalyzeArgs;
use crate::{model::lang::Lang, search::terms};

/// Answers a line for a line, in order, until the input ends or the output is closed.
pub(super) fn run(analyze: &AnalyzeArgs) -> anyhow::Result<bool> {
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match answer(&analyze.lang, io::stdin().lock(), out) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(true),
        done => done.map(|()| true).context("cannot read words from standard input, or write their terms"),
    }
}

fn answer(lang: &Lang, mut words: impl BufRead, mut out: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while words.read_until(b'\n', &mut line)? > 0 {
        // Input that is not UTF-8 is still a word.
        let text = String::from_utf8_lossy(&line);
        let word = text.trim_end_matches(['\n', '\r']);
        out.write_all(word.as_bytes())?;
        for term in &terms(lang, word) {
            out.write_all(b"\t")?;
            out.write_all(term.as_bytes())?;
        }
        out.write_all(b"\n")?;
        line.clear();
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(words: &[u8]) -> String {
        let mut out = Vec::new();
        answer(&"en".parse().unwrap(), words, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_line_is_answered_in_order() {
        assert_eq!(answered(b"withdrew\r\nmice\n\n1950"), "withdrew\twithdraw\nmice\tmouse\n\t\n1950\t1950\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_answered_too() {
        assert_eq!(answered(b"\xFFa\nb\n").lines().count(), 2);
    }
}
