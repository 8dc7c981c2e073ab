//! Citations for reference managers: BibTeX and RIS.

use std::collections::HashSet;

use super::{
    finding::FindingKind,
    machine_facts::{MachineFacts, rows},
};

/// `@online{key, field = {value}, …}`.
pub(super) fn bibtex(text: &str, facts: &mut MachineFacts) {
    let mut depth: i64 = 0;
    let mut is_entry = false;
    let mut fields = HashSet::new();
    for (at, row) in rows(text) {
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
    let tag = |row: &str| row.get(..2).filter(|_| row.get(2..5) == Some("  -")).map(str::to_owned);
    let filled = rows(text).map(|(at, row)| (at, row.trim_end())).filter(|(_, row)| !row.is_empty());
    let rows: Vec<(u32, &str, Option<String>)> = filled.map(|(at, row)| (at, row, tag(row))).collect();
    let is = |row: Option<&(u32, &str, Option<String>)>, name: &str| {
        row.is_some_and(|(_, _, tag)| tag.as_deref() == Some(name))
    };
    let is_whole = is(rows.first(), "TY") && is(rows.last(), "ER");
    if !is_whole {
        facts.problem(FindingKind::BadCitation, 1, "this is not RIS: it begins with `TY  - ` and ends with `ER  - `");
    }
    for (at, row, tag) in &rows {
        match tag.as_deref() {
            None => facts.problem(FindingKind::BadCitation, *at, "a line of RIS begins with two letters and `  - `"),
            Some("UR" | "LK" | "L1" | "L2" | "L3" | "L4") => {
                facts.link(FindingKind::BadCitation, row.get(6..).unwrap_or_default(), *at);
            }
            Some(_) => {}
        }
    }
    if is_whole && !rows.iter().any(|row| is(Some(row), "TI") || is(Some(row), "T1")) {
        facts.problem(FindingKind::BadCitation, 1, "the citation has no title (`TI`)");
    }
}
