//! Packs what `src/search/data/extract.py` wrote into a lexicon file, `src/search/analysis/lexicon.rs` reads it.
//!
//! `cargo run --release --example lexicon -- target/lexicon/uk.tsv src/search/data/uk.lex`; never part of a build.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Write,
};

use anyhow::{Context, bail};

/// Bytes that stand for the letters of a language in their order; an FST stores each of them in less than a byte.
const CODES: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

struct WordForm<'a> {
    key: &'a str,
    kind: &'a str,
    rules: &'a str,
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else { bail!("usage: lexicon FROM.tsv TO.lex") };
    #[expect(clippy::disallowed_methods, reason = "this program is for the disk")]
    let text = std::fs::read_to_string(&from).with_context(|| from.clone())?;
    let rows: Vec<WordForm> = text.lines().filter_map(row).collect();
    let packed = pack(&rows)?;
    #[expect(clippy::disallowed_methods, reason = "this program is for the disk")]
    std::fs::write(&to, &packed).with_context(|| to.clone())?;
    writeln!(std::io::stderr(), "{to}: {} rows in {} bytes", rows.len(), packed.len())?;
    Ok(())
}

fn row(line: &str) -> Option<WordForm<'_>> {
    let mut fields = line.split('\t');
    Some(WordForm { key: fields.next()?, kind: fields.next()?, rules: fields.next()? })
}

fn pack(rows: &[WordForm]) -> anyhow::Result<Vec<u8>> {
    let letters: BTreeSet<char> = rows.iter().flat_map(|row| row.key.chars()).collect();
    let alphabet: String = letters.into_iter().collect();
    let codes: HashMap<char, u8> = alphabet.chars().zip(CODES.iter().copied()).collect();
    if codes.len() < alphabet.chars().count() {
        bail!("`{alphabet}` has more letters than there are codes");
    }
    let sets = by_frequency(rows);
    let number: HashMap<&str, u64> = sets.iter().copied().zip(0..).collect();
    let (mut forms, mut endings) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let mut key: Vec<u8> = row.key.chars().map(|letter| codes[&letter]).collect();
        let value = number[row.rules] * 4;
        match row.kind {
            "guess" => {
                key.reverse();
                endings.insert(key, value);
            }
            "both" => _ = forms.insert(key, value + 1),
            "name" => _ = forms.insert(key, value + 2),
            _ => _ = forms.insert(key, value),
        }
    }
    let (forms, endings) = (automaton(forms)?, automaton(endings)?);
    let mut out = format!("litopys lexicon 1\n{alphabet}\n{} {} {}\n", sets.len(), forms.len(), endings.len());
    sets.iter().for_each(|set| out.extend([set, "\n"]));
    Ok([out.as_bytes(), &forms, &endings].concat())
}

/// Every set of rules once, the most frequent first: small numbers take few bytes.
fn by_frequency<'a>(rows: &[WordForm<'a>]) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row.rules).or_default() += 1);
    let mut sets: Vec<_> = counts.into_iter().collect();
    sets.sort_by_key(|&(set, count)| (std::cmp::Reverse(count), set));
    sets.into_iter().map(|(set, _)| set).collect()
}

fn automaton(entries: BTreeMap<Vec<u8>, u64>) -> anyhow::Result<Vec<u8>> {
    let mut builder = fst::MapBuilder::memory();
    builder.extend_iter(entries)?;
    Ok(builder.into_inner()?)
}
