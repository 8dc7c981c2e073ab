//! Citations for reference managers: BibTeX and RIS.

use std::collections::HashSet;

use super::{finding::FindingKind, machine_facts::MachineFacts};

/// `@online{key, field = {value}, …}`.
pub(super) fn bibtex(text: &str, facts: &mut MachineFacts) {
    let mut depth: i64 = 0;
    let mut is_entry = false;
    let mut fields = HashSet::new();
    for (at, row) in text.lines().enumerate() {
        let at = u32::try_from(at + 1).unwrap_or(u32::MAX);
        is_entry |= row.trim_start().starts_with('@');
        let is_field = depth == 1;
        let mut is_escaped = false;
        for letter in row.chars() {
            match letter {
                '{' if !is_escaped => depth += 1,
                '}' if !is_escaped => depth -= 1,
                _ => {}
            }
            is_escaped = letter == '\\' && !is_escaped;
        }
        if let Some((name, value)) = row.split_once('=').filter(|_| is_field) {
            let name = name.trim().to_ascii_lowercase();
            if name == "url" {
                let value = value.trim().trim_end_matches(',').trim_matches(['{', '}', '"', ' ']);
                facts.link(FindingKind::BadCitation, &value.replace("\\_", "_").replace("\\%", "%"), at);
            }
            fields.insert(name);
        }
    }
    if !is_entry || depth != 0 {
        facts.problem(FindingKind::BadCitation, 1, "this is not BibTeX: an entry begins with `@` and closes every `{`");
    }
    for name in ["title", "url"] {
        if is_entry && !fields.contains(name) {
            facts.problem(FindingKind::BadCitation, 1, format!("the citation has no `{name}`"));
        }
    }
}

/// `TY  - ELEC` … `ER  - `.
pub(super) fn ris(text: &str, facts: &mut MachineFacts) {
    let rows: Vec<&str> = text.lines().map(str::trim_end).filter(|row| !row.is_empty()).collect();
    let tag = |row: &&str| row.get(..2).filter(|_| row.get(2..5) == Some("  -")).map(str::to_owned);
    let tags: Vec<Option<String>> = rows.iter().map(tag).collect();
    let is_whole = tags.first().is_some_and(|first| first.as_deref() == Some("TY"))
        && tags.last().is_some_and(|last| last.as_deref() == Some("ER"));
    if !is_whole {
        facts.problem(FindingKind::BadCitation, 1, "this is not RIS: it begins with `TY  - ` and ends with `ER  - `");
    }
    for (at, (row, tag)) in rows.iter().zip(&tags).enumerate() {
        let at = u32::try_from(at + 1).unwrap_or(u32::MAX);
        match tag.as_deref() {
            None => facts.problem(FindingKind::BadCitation, at, "a line of RIS begins with two letters and `  - `"),
            Some("UR") => facts.link(FindingKind::BadCitation, row.get(6..).unwrap_or_default(), at),
            Some(_) => {}
        }
    }
    if is_whole && !tags.iter().any(|tag| matches!(tag.as_deref(), Some("TI" | "T1"))) {
        facts.problem(FindingKind::BadCitation, 1, "the citation has no title (`TI`)");
    }
}
