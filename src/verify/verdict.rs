//! What is broken, once everything was asked for: of each address that leads to nothing, the places that lead there.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    finding::{Finding, FindingKind},
    page::PageFacts,
    site::Fetched,
};

/// Pages that are named for one broken address; of more, their number is said.
const NAMED: usize = 10;
/// Redirects that lead from one to the next.
const REDIRECTS: usize = 10;

/// A place in a page at which an address is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) page: String,
    pub(super) line: u32,
    /// What it is if nothing lies there.
    pub(super) kind: FindingKind,
    /// The address as written.
    pub(super) written: String,
}

/// The places that lead to one address.
#[derive(Debug, Clone, Default)]
pub(super) struct Mentions {
    first: Vec<Mention>,
    count: usize,
}

impl Mentions {
    pub(super) fn add(&mut self, place: Mention) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(place);
        }
    }
}

/// What lies at an address.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) fetched: Option<Fetched>,
    /// The address that a redirect leads to.
    pub(super) to: Option<String>,
    pub(super) page: Option<PageNode>,
    pub(super) places: Mentions,
    /// By fragment.
    pub(super) fragments: BTreeMap<String, Mentions>,
}

/// What is kept of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct PageNode {
    pub(super) facts: PageFacts,
    /// The language of each alternate, its key, and where it stands.
    pub(super) alternates: Vec<(String, String, Mention)>,
}

/// What is wrong with where places lead, when everything was asked for.
pub(super) fn judged(nodes: &HashMap<String, Node>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, node) in nodes.iter().filter(|(_, node)| node.fetched.is_some()) {
        match end(nodes, key) {
            Err(why) => findings.extend(said(&node.places, Some(FindingKind::RedirectLoop), why)),
            Ok(None) => {}
            Ok(Some(end)) => {
                let Some(fetched) = nodes.get(end).and_then(|node| node.fetched.as_ref()) else { continue };
                if let Some(why) = unreachable(fetched) {
                    let code = (fetched.status >= 500).then_some(FindingKind::ServerError);
                    findings.extend(said(&node.places, code, &why));
                    continue;
                }
                findings.extend(wrong_kind(node, fetched));
                let page = nodes.get(end).and_then(|node| node.page.as_ref());
                for (fragment, places) in node.fragments.iter().filter(|_| page.is_some()) {
                    if page.is_some_and(|page| !page.facts.has_place(fragment)) {
                        let why = format!("the page has no place `{fragment}`");
                        findings.extend(said(places, Some(FindingKind::MissingAnchor), &why));
                    }
                }
            }
        }
        if let Some(page) = &node.page {
            findings.extend(one_sided(nodes, key, page));
        }
    }
    findings
}

/// The address at the end of the redirects that begin at `key`; `None` where they lead out of the site, or were not all followed.
fn end<'a>(nodes: &'a HashMap<String, Node>, key: &'a str) -> Result<Option<&'a str>, &'static str> {
    let mut at = key;
    for _ in 0..=REDIRECTS {
        let Some(node) = nodes.get(at) else { return Ok(None) };
        let Some(fetched) = &node.fetched else { return Ok(None) };
        match (&node.to, &fetched.location) {
            (Some(to), _) => at = to,
            (None, Some(_)) => return Ok(None),
            (None, None) => return Ok(Some(at)),
        }
    }
    Err("redirects lead from one to the next and do not end")
}

/// Why an address is broken.
pub(super) fn unreachable(fetched: &Fetched) -> Option<String> {
    match (&fetched.failure, fetched.status) {
        (Some(cause), _) => Some(format!("no answer: {cause}")),
        (None, 410) => Some("what lay there was taken down (410)".to_owned()),
        (None, status @ 500..) => Some(format!("the server fails ({status})")),
        (None, status @ 400..) => Some(format!("nothing lies there ({status})")),
        (None, _) => None,
    }
}

/// A page in the place of a picture, a film, a style sheet or a script.
fn wrong_kind(node: &Node, fetched: &Fetched) -> Vec<Finding> {
    if fetched.media_type != "text/html" {
        return Vec::new();
    }
    let is_shown = |place: &&Mention| matches!(place.kind, FindingKind::BrokenSrcset | FindingKind::BrokenFile);
    let shown = node.places.first.iter().filter(is_shown);
    let places = Mentions { first: shown.cloned().collect(), count: 0 };
    said(&places, None, "a page lies there, not a file")
}

pub(super) fn said(places: &Mentions, code: Option<FindingKind>, why: &str) -> Vec<Finding> {
    let more = places.count.saturating_sub(places.first.len());
    let each = places.first.iter().enumerate().map(|(at, place)| Finding {
        page: place.page.clone(),
        line: place.line,
        code: code.unwrap_or(place.kind),
        target: place.written.clone(),
        message: match more {
            more if more > 0 && at == 0 => format!("{why}; {more} other places lead there, too"),
            _ => why.to_owned(),
        },
    });
    each.collect()
}

/// Alternates that do not name the page in return, or are in another language.
fn one_sided(nodes: &HashMap<String, Node>, key: &str, page: &PageNode) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = HashSet::new();
    for (lang, to, place) in &page.alternates {
        let mut say = |message: String| {
            findings.push(Finding {
                page: key.to_owned(),
                line: place.line,
                code: FindingKind::OneSidedAlternate,
                target: place.written.clone(),
                message,
            });
        };
        if !seen.insert(lang.to_ascii_lowercase()) {
            say(format!("two pages are named as the one in `{lang}`"));
        }
        if lang.eq_ignore_ascii_case("x-default") {
            continue;
        }
        let Ok(Some(end)) = end(nodes, to) else { continue };
        let Some(other) = nodes.get(end).and_then(|node| node.page.as_ref()) else { continue };
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(found) = other.facts.lang.as_deref().filter(|found| primary(found) != primary(lang)) {
            say(format!("it is named as the page in `{lang}` and is in `{found}`"));
        }
        if end != key && !other.alternates.iter().any(|(_, back, _)| back == key) {
            say("it does not name this page in return".to_owned());
        }
    }
    findings
}
