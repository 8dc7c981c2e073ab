//! The walk: every page once, on several threads; then what leads to nothing is said of every page that leads there.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{
    address::{Reference, Root},
    finding::{Finding, FindingKind},
    machine::{self, JsonKind},
    machine_facts::MachineFacts,
    page::{self, LinkKind, PageFacts},
    site::{CheckedSite, SiteError},
    verdict::{Mention, Mentions, Node, PageNode, judged, said, unreachable},
    web_site::Web,
};

/// What is wanted of a walk.
#[derive(Debug, Clone, Copy)]
pub struct VerifyOptions {
    /// Pages and files that are asked for at most.
    pub limit: usize,
    /// Whether links to other sites are asked for, too.
    pub is_external: bool,
}

/// What came of a walk.
#[derive(Debug, Clone, Default)]
pub struct VerifyReport {
    /// What is broken, by page and line.
    pub findings: Vec<Finding>,
    /// Pages that were read.
    pub pages: usize,
    /// Other files that were asked for.
    pub files: usize,
    /// Links to other sites, whether asked for or not.
    pub external: usize,
    /// Addresses that were not asked for, as the limit was reached.
    pub unvisited: usize,
}

#[derive(Default)]
struct WalkState {
    queue: VecDeque<(String, bool)>,
    nodes: HashMap<String, Node>,
    external: BTreeMap<String, Mentions>,
    findings: Vec<Finding>,
    asked: usize,
    at_work: usize,
}

struct SiteWalk<'a> {
    site: &'a dyn CheckedSite,
    root: Root,
    options: VerifyOptions,
    state: Mutex<WalkState>,
    bell: Condvar,
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// Walks `site`. `progress` is called with the pages that were asked for and those that are known.
///
/// # Errors
/// Where the site cannot be read at all.
pub fn verify(
    site: &dyn CheckedSite,
    options: VerifyOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<VerifyReport, SiteError> {
    let address = site.root();
    let root = Root::parse(&address).ok_or(SiteError::NotFound(address))?;
    let (state, bell) = (Mutex::default(), Condvar::new());
    let walk = SiteWalk { site, root, options, state, bell, progress };
    for path in site.starts()? {
        walk.enqueue(&mut walk.state(), &path, false);
    }
    thread::scope(|scope| {
        for _ in 0..site.at_once() {
            scope.spawn(|| walk.work());
        }
    });
    let external = walk.externals();
    let mut state = walk.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut findings = std::mem::take(&mut state.findings);
    findings.extend(external);
    findings.extend(judged(&state.nodes));
    findings.sort();
    findings.dedup();
    let fetched = || state.nodes.values().filter(|node| node.fetched.is_some());
    Ok(VerifyReport {
        findings,
        pages: fetched().filter(|node| node.page.is_some()).count(),
        files: fetched().filter(|node| node.page.is_none()).count(),
        external: state.external.len(),
        unvisited: state.queue.len(),
    })
}

impl SiteWalk<'_> {
    fn state(&self) -> MutexGuard<'_, WalkState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an address; one that is new is asked for.
    fn enqueue<'s>(&self, state: &'s mut WalkState, path: &str, is_file: bool) -> &'s mut Node {
        let key = self.site.key(path);
        if !state.nodes.contains_key(&key) {
            state.queue.push_back((path.to_owned(), is_file));
            self.bell.notify_one();
        }
        state.nodes.entry(key).or_default()
    }

    fn work(&self) {
        loop {
            let mut state = self.state();
            let next = loop {
                if state.asked >= self.options.limit {
                    self.bell.notify_all();
                    return;
                }
                if let Some(next) = state.queue.pop_front() {
                    break next;
                }
                if state.at_work == 0 {
                    self.bell.notify_all();
                    return;
                }
                state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
            };
            state.asked += 1;
            state.at_work += 1;
            let (asked, known) = (state.asked, state.nodes.len());
            drop(state);
            (self.progress)(asked, known);
            self.visit(&next.0, next.1);
            self.state().at_work -= 1;
            self.bell.notify_all();
        }
    }

    fn visit(&self, path: &str, is_file: bool) {
        let mut fetched = self.site.fetch(path, is_file);
        let body = String::from_utf8_lossy(&std::mem::take(&mut fetched.body)).into_owned();
        let key = self.site.key(path);
        let is_page =
            fetched.status == 200 && matches!(fetched.media_type.as_str(), "text/html" | "application/xhtml+xml");
        let facts = is_page.then(|| page::read(&body));
        let machine = (fetched.status == 200 && !is_page && !body.is_empty())
            .then(|| machine::read(path, &fetched.media_type, &body))
            .flatten();
        let to = fetched.location.as_deref().map(|to| self.root.resolve(path, to));
        let mut state = self.state();
        if let Some(Reference::Inside { path: to, .. }) = &to {
            self.enqueue(&mut state, to, is_file);
            let to = self.site.key(to);
            state.nodes.entry(key.clone()).or_default().to = Some(to);
        }
        if let Some(facts) = facts {
            let page = self.take_page(&mut state, path, &key, facts);
            state.nodes.entry(key.clone()).or_default().page = Some(page);
        }
        if let Some(machine) = machine {
            self.take_machine(&mut state, path, &key, machine);
        }
        state.nodes.entry(key).or_default().fetched = Some(fetched);
    }

    fn take_page(&self, state: &mut WalkState, path: &str, key: &str, mut facts: PageFacts) -> PageNode {
        let from = facts.base.as_deref().and_then(|base| match self.root.resolve(path, base) {
            Reference::Inside { path, .. } => Some(path),
            _ => None,
        });
        let from = from.as_deref().unwrap_or(path);
        let mut alternates = Vec::new();
        for link in std::mem::take(&mut facts.links) {
            let kind = match link.kind {
                LinkKind::Link => FindingKind::BrokenLink,
                LinkKind::File => FindingKind::BrokenFile,
                LinkKind::Srcset => FindingKind::BrokenSrcset,
                LinkKind::Alternate(_) | LinkKind::Related => FindingKind::BrokenAlternate,
            };
            let place = Mention { page: key.to_owned(), line: link.line, kind, written: link.target };
            let found = self.refer(state, from, place.clone());
            if let (LinkKind::Alternate(lang), Some(found)) = (link.kind, found) {
                alternates.push((lang, found, place));
            }
        }
        for (line, data) in std::mem::take(&mut facts.data) {
            let mut found = MachineFacts::default();
            machine::json(&data, line, JsonKind::Data, &mut found);
            self.take_machine(state, path, key, found);
        }
        PageNode { facts, alternates }
    }

    fn take_machine(&self, state: &mut WalkState, path: &str, key: &str, facts: MachineFacts) {
        for link in facts.links {
            let place = Mention { page: key.to_owned(), line: link.line, kind: link.kind, written: link.target };
            self.refer(state, path, place);
        }
        let problem =
            |(code, line, message)| Finding { page: key.to_owned(), line, code, target: String::new(), message };
        state.findings.extend(facts.problems.into_iter().map(problem));
    }

    /// Notes that `place` leads to an address; the key of an address of this site.
    fn refer(&self, state: &mut WalkState, from: &str, place: Mention) -> Option<String> {
        match self.root.resolve(from, &place.written) {
            Reference::Inside { path, fragment } => {
                let is_file = matches!(place.kind, FindingKind::BrokenFile | FindingKind::BrokenSrcset);
                // A style sheet names files itself.
                let node = self.enqueue(
                    state,
                    &path,
                    is_file && !path.split('?').next().unwrap_or_default().ends_with(".css"),
                );
                if !fragment.is_empty() {
                    node.fragments.entry(fragment).or_default().add(place.clone());
                }
                node.places.add(place);
                Some(self.site.key(&path))
            }
            Reference::Outside(address) => {
                state.external.entry(address).or_default().add(place);
                None
            }
            Reference::Other => None,
        }
    }

    /// Asks other sites, one address of a host after the other.
    fn externals(&self) -> Vec<Finding> {
        if !self.options.is_external {
            return Vec::new();
        }
        let external = self.state().external.clone();
        let mut hosts: HashMap<String, Vec<(String, Mentions)>> = HashMap::new();
        for (address, places) in external {
            let host = Root::parse(&address).map_or_else(String::new, |root| root.origin);
            hosts.entry(host).or_default().push((address, places));
        }
        let (queue, found) = (Mutex::new(hosts.into_values().collect::<Vec<_>>()), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..self.site.at_once().min(8) {
                scope.spawn(|| {
                    let web = Web::new();
                    loop {
                        let Some(host) = queue.lock().unwrap_or_else(PoisonError::into_inner).pop() else { return };
                        for (address, places) in host {
                            let fetched = web.external(&address);
                            if let Some(why) = unreachable(&fetched) {
                                let findings = said(&places, Some(FindingKind::BrokenExternal), &why);
                                found.lock().unwrap_or_else(PoisonError::into_inner).extend(findings);
                            }
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
