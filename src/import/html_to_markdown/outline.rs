//! What must be known of a text before its first word is written: which links are signs of notes, which tables only lay out a page,
//! which elements are linked.

use std::collections::{HashMap, HashSet};

use super::element::{Element, HtmlEvent, events};

/// A text at a first reading.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The ids of headings.
    pub(super) headings: HashSet<String>,
    /// The labels of notes, by the id of the element that holds the note.
    pub(super) notes: HashMap<String, usize>,
    /// The links, by number in the text, that are signs of notes.
    pub(super) note_signs: HashSet<usize>,
    /// For each table, by number in the text.
    pub(super) tables: Vec<TableFacts>,
}

/// What decides whether a table is one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TableFacts {
    columns: usize,
    in_row: usize,
    has_header: bool,
    holds_blocks: bool,
}

/// A link within the text.
#[derive(Debug)]
struct AnchorLink {
    number: usize,
    target: String,
    /// Its own ids, or those of the `sup` around it.
    own: Vec<String>,
    words: String,
    in_sup: bool,
}

/// Elements with an id that are remembered.
const MOST: usize = 200_000;
/// Bytes in the sign of a note: `[12]`.
const LONGEST_SIGN: usize = 12;

impl TableFacts {
    /// Whether the table only lays out what it holds.
    pub(super) fn is_layout(&self) -> bool {
        self.columns < 2 || (self.holds_blocks && !self.has_header)
    }
}

#[derive(Default)]
struct Scan {
    outline: Outline,
    /// Elements that can hold a note, by id: the order in the text.
    holders: HashMap<String, usize>,
    /// Links that can, by name: their order and where they lead.
    named: HashMap<String, (usize, String)>,
    links: Vec<AnchorLink>,
    open_tables: Vec<usize>,
    number: usize,
    order: usize,
    sup: Option<Option<String>>,
    in_link: bool,
}

impl Outline {
    pub(super) fn read(html: &str) -> Outline {
        let mut scan = Scan::default();
        for event in events(html) {
            match event {
                HtmlEvent::Start(element) => scan.start(&element),
                HtmlEvent::End(name, _) => scan.end(&name),
                HtmlEvent::Text(words) => scan.text(&words),
                HtmlEvent::Comment(..) => {}
            }
        }
        scan.finish()
    }
}

impl Scan {
    fn start(&mut self, element: &Element) {
        self.order += 1;
        let ids: Vec<String> = ["id", "name"].iter().filter_map(|name| element.filled(name)).collect();
        let has_room = self.order < MOST;
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.outline.headings.extend(ids);
                self.holds_blocks();
            }
            "li" | "p" | "div" | "dd" | "aside" if has_room => {
                for id in ids {
                    self.holders.entry(id).or_insert(self.order);
                }
            }
            "a" => self.link(element, ids, has_room),
            "sup" => self.sup = Some(ids.into_iter().next()),
            "table" => {
                self.holds_blocks();
                self.open_tables.push(self.outline.tables.len());
                self.outline.tables.push(TableFacts::default());
            }
            "tr" => self.table(|table| table.in_row = 0),
            "td" | "th" => {
                let span = element.get("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1_usize);
                let is_header = element.name == "th";
                self.table(|table| {
                    table.in_row += span.clamp(1, 100);
                    table.columns = table.columns.max(table.in_row);
                    table.has_header |= is_header;
                });
            }
            "blockquote" | "pre" | "figure" | "ul" | "ol" | "form" | "iframe" => self.holds_blocks(),
            _ => {}
        }
    }

    fn table(&mut self, change: impl FnOnce(&mut TableFacts)) {
        if let Some(table) = self.open_tables.last().and_then(|at| self.outline.tables.get_mut(*at)) {
            change(table);
        }
    }

    fn holds_blocks(&mut self) {
        self.table(|table| table.holds_blocks = true);
    }

    fn link(&mut self, element: &Element, ids: Vec<String>, has_room: bool) {
        self.number += 1;
        self.in_link = false;
        let Some(target) = element.filled("href").filter(|_| has_room) else { return };
        let Some(target) = target.strip_prefix('#').filter(|target| !target.is_empty()) else { return };
        for id in &ids {
            self.named.entry(id.clone()).or_insert((self.order, target.to_owned()));
        }
        let mut own = ids;
        own.extend(self.sup.iter().flatten().cloned());
        let in_sup = self.sup.is_some();
        let target = target.to_owned();
        self.links.push(AnchorLink { number: self.number, target, own, words: String::new(), in_sup });
        self.in_link = true;
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.in_link = false,
            "sup" => self.sup = None,
            "table" => {
                self.open_tables.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        if let (true, Some(link)) = (self.in_link, self.links.last_mut()) {
            let room = (LONGEST_SIGN + 1).saturating_sub(link.words.len());
            link.words.extend(words.trim().chars().take(room));
        }
    }

    fn finish(mut self) -> Outline {
        // The order in which links stand shows which is the sign and which the way back to it.
        let mut seen: HashSet<String> = HashSet::new();
        for link in &self.links {
            let sign = is_sign(&link.words);
            let mutual = self.named.get(&link.target).is_some_and(|(_, back)| link.own.contains(back));
            let is_first = !link.own.iter().any(|own| self.outline.notes.contains_key(own));
            let held = self.holders.contains_key(&link.target) && !self.outline.headings.contains(&link.target);
            let is_note = sign && is_first && (mutual || (held && (link.in_sup || is_note_id(&link.target))));
            if !is_note || seen.contains(&link.target) && !self.outline.notes.contains_key(&link.target) {
                continue;
            }
            // A way back leads to a sign, not to a note.
            if link.own.iter().any(|own| seen.contains(own)) {
                continue;
            }
            let label = self.outline.notes.len() + 1;
            self.outline.notes.entry(link.target.clone()).or_insert(label);
            self.outline.note_signs.insert(link.number);
            seen.extend(link.own.iter().cloned());
        }
        self.outline
    }
}

/// Whether words may be the sign of a note: `1`, `[12]`, `*`, `†`.
fn is_sign(words: &str) -> bool {
    let core = words.trim_matches(['[', ']', '(', ')', ' ', '*', '†', '‡', '.', '№']);
    !words.is_empty()
        && words.len() <= LONGEST_SIGN
        && (core.is_empty()
            || core.chars().all(|c| c.is_ascii_digit())
            || matches!(core, "i" | "ii" | "iii" | "iv" | "a" | "b" | "c"))
}

/// Whether an id is one that programs give to notes.
fn is_note_id(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    ["fn", "ftn", "_ftn", "footnote", "note", "cite_note", "endnote", "easy-footnote", "prymitka", "sdfootnote"]
        .iter()
        .any(|start| id.starts_with(start))
        || id.contains("footnote")
}
