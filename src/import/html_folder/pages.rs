//! The first reading of all pages: their languages, which are versions of one text, which only lead on, and where to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    HtmlPage,
    folder::{HtmlFolder, Lead},
    paths::{base_of, id_of, is_index, lang_of, languages_of},
};
use crate::{
    import::{OldTarget, Outcome, Report, SourcePlace},
    model::lang::Lang,
};

/// A page without its text.
struct Seen {
    path: String,
    page: HtmlPage,
}

/// Pages that lead on, one after the other.
const MOST_STEPS: usize = 20;

impl HtmlFolder {
    /// Reads all pages for what they say about themselves and each other.
    pub(super) fn look(&mut self) {
        let paths: Vec<String> = self.pages.keys().cloned().collect();
        let mut seen = Vec::with_capacity(paths.len());
        for path in paths {
            // The problems of a page are reported when it is read for its text.
            let Some(page) = self.page(&path, &mut Report::silent()) else { continue };
            seen.push(Seen { path, page: HtmlPage { text: String::new(), ..page } });
        }
        self.base_url = base_url(&seen);
        self.note_languages(&seen);
        let bases: Vec<(String, String)> =
            seen.iter().filter_map(|seen| Some((seen.path.clone(), self.base_of_links(seen)?))).collect();
        for (path, base) in bases {
            if let Some(facts) = self.pages.get_mut(&path) {
                facts.base = Some(base);
            }
        }
        let leads: Vec<_> = seen.iter().map(|seen| self.lead(seen)).collect();
        let shown_in_frames = self.frames(&seen);
        let titles: HashMap<&str, &str> =
            seen.iter().map(|seen| (seen.path.as_str(), seen.page.title.as_str())).collect();
        let copies: Vec<Option<String>> = seen.iter().map(|seen| self.copy_of(seen, &titles)).collect();
        let words: HashMap<String, usize> = seen.iter().map(|seen| (seen.path.clone(), seen.page.words)).collect();
        for ((seen, lead), copy) in seen.iter().zip(leads).zip(copies) {
            let is_framed = shown_in_frames.contains(&seen.path);
            let is_list =
                seen.page.is_listing && (is_framed || is_index(&seen.path)) || is_framed && seen.page.words == 0;
            let framed = (lead.is_none() && seen.page.words < FRAMED).then(|| self.best_frame(seen, &words)).flatten();
            let Some(facts) = self.pages.get_mut(&seen.path) else { continue };
            facts.original = seen.page.original.clone();
            (facts.left_out, facts.leads) = match (lead, framed, copy) {
                (Some(lead), ..) => (Some("sends its readers elsewhere"), Some(lead)),
                (None, Some(frame), _) => (Some("is a frame around others"), Some(Lead::Page(frame))),
                (None, None, Some(copy)) => (Some("names another as its original"), Some(Lead::Page(copy))),
                _ if is_list => (Some("is a list of links"), None),
                _ => (None, None),
            };
        }
        let alternates = seen.iter().map(|seen| {
            let targets = seen.page.alternates.iter().filter_map(|(_, address)| self.target(&seen.path, address));
            let targets = targets.filter_map(|(target, _)| self.end_of(&target)).collect();
            (seen.path.clone(), targets)
        });
        let alternates: Vec<(String, Vec<String>)> = alternates.collect();
        self.tie(&alternates);
    }

    fn note_languages(&mut self, seen: &[Seen]) {
        let by_path = languages_of(self.pages.keys());
        let of_paths: BTreeSet<&Lang> = by_path.values().filter_map(|(_, lang)| lang.as_ref()).collect();
        let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
        for seen in seen {
            let (bare, marked) = by_path.get(&seen.path).cloned().unwrap_or_default();
            let own = seen.page.lang.as_deref().and_then(lang_of);
            // The paths count if they name several languages: the declaration of a page may come from a copied template.
            let lang = if of_paths.len() > 1 { marked.or(own) } else { own.or(marked) };
            if let Some(lang) = &lang {
                *counts.entry(lang.clone()).or_default() += 1;
            }
            if let Some(facts) = self.pages.get_mut(&seen.path) {
                (facts.lang, facts.bare) = (lang, bare);
            }
        }
        let mut languages: Vec<(Lang, usize)> = counts.into_iter().collect();
        languages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self.default = languages.first().map(|(lang, _)| lang.clone());
        // A page without a mark beside others of its name is in none of their languages.
        let mut taken: HashMap<String, BTreeSet<Lang>> = HashMap::new();
        for facts in self.pages.values() {
            taken.entry(facts.bare.clone()).or_default().extend(facts.lang.clone());
        }
        for facts in self.pages.values_mut().filter(|facts| facts.lang.is_none()) {
            let beside = taken.get(&facts.bare).filter(|beside| !beside.is_empty());
            let free = beside.and_then(|beside| languages.iter().find(|(lang, _)| !beside.contains(lang)));
            facts.lang = free.map(|(lang, _)| lang.clone());
        }
    }

    /// The folder that `<base href>` names.
    fn base_of_links(&self, seen: &Seen) -> Option<String> {
        let path = self.path_on_site(&seen.path, seen.page.base.as_deref()?)?;
        let path = path.split('?').next().unwrap_or_default();
        Some(path.rsplit_once('/').map_or("", |(folder, _)| folder.trim_start_matches('/')).to_owned())
    }

    fn lead(&self, seen: &Seen) -> Option<Lead> {
        let address = seen.page.refresh.as_deref()?;
        match self.target(&seen.path, address) {
            // A page that loads itself again is a page.
            Some((target, _)) if target == seen.path => None,
            Some((target, _)) if self.pages.contains_key(&target) => Some(Lead::Page(target)),
            _ => self.elsewhere(&seen.path, address).map(Lead::Address),
        }
    }

    /// The pages that are shown in frames of others.
    fn frames(&self, seen: &[Seen]) -> HashSet<String> {
        let all = seen.iter().flat_map(|seen| seen.page.frames.iter().map(move |(_, address)| (seen, address)));
        all.filter_map(|(seen, address)| self.target(&seen.path, address)).map(|(target, _)| target).collect()
    }

    /// The frame with most words of its own; of several frames without words the last.
    fn best_frame(&self, seen: &Seen, words: &HashMap<String, usize>) -> Option<String> {
        let frames = seen.page.frames.iter().filter_map(|(_, address)| self.target(&seen.path, address));
        let frames =
            frames.map(|(target, _)| target).filter(|target| *target != seen.path && self.pages.contains_key(target));
        frames.max_by_key(|target| words.get(target).copied().unwrap_or_default())
    }

    /// The page that this one calls its original. A list or a home page is not one: careless sites name it everywhere.
    fn copy_of(&self, seen: &Seen, titles: &HashMap<&str, &str>) -> Option<String> {
        let (target, _) = self.target(&seen.path, seen.page.canonical.as_deref()?)?;
        let is_same = !seen.page.title.is_empty() && titles.get(target.as_str()) == Some(&seen.page.title.as_str());
        (target != seen.path && is_same && !is_index(&target)).then_some(target)
    }

    /// The page at which readers of `path` end; `None` where that is not a page of the folder, or pages lead in a circle.
    pub(super) fn end_of(&self, path: &str) -> Option<String> {
        let mut path = path.to_owned();
        for _ in 0..MOST_STEPS {
            let facts = self.pages.get(&path)?;
            match (&facts.left_out, &facts.leads) {
                (None, _) => return Some(path),
                (Some(_), Some(Lead::Page(next))) => path = next.clone(),
                (Some(_), _) => return None,
            }
        }
        None
    }

    /// The target of the address of a page that is left out.
    pub(super) fn lead_of(&self, path: &str, report: &mut Report) -> OldTarget {
        let mut at = path;
        for _ in 0..MOST_STEPS {
            let Some(facts) = self.pages.get(at) else { break };
            match (&facts.left_out, &facts.leads) {
                (None, _) => return OldTarget::Version(id_of(at)),
                (Some(_), Some(Lead::Page(next))) => at = next,
                (Some(_), Some(Lead::Address(address))) => return OldTarget::Address(address.clone()),
                (Some(_), None) => return OldTarget::Home(facts.lang.clone()),
            }
        }
        let done = "its address leads to the home page";
        report.add(
            &SourcePlace::file(path),
            "circle",
            Outcome::Changed,
            "pages that lead to each other in a circle",
            done,
        );
        OldTarget::Home(self.pages.get(path).and_then(|facts| facts.lang.clone()))
    }

    /// Brings together the pages that name each other, or whose paths differ only in the language.
    fn tie(&mut self, alternates: &[(String, Vec<String>)]) {
        let mut groups: HashMap<String, String> = HashMap::new();
        fn root(groups: &mut HashMap<String, String>, path: &str) -> String {
            let mut at = path.to_owned();
            while let Some(above) = groups.get(&at).filter(|above| **above != at).cloned() {
                at = above;
            }
            groups.insert(path.to_owned(), at.clone());
            at
        }
        for (path, others) in alternates {
            for other in others {
                let (one, two) = (root(&mut groups, path), root(&mut groups, other));
                let (first, second) = if one < two { (one, two) } else { (two, one) };
                groups.insert(second, first);
            }
        }
        let mut by_bare: HashMap<String, usize> = HashMap::new();
        for facts in self.pages.values() {
            *by_bare.entry(facts.bare.clone()).or_default() += 1;
        }
        for (path, facts) in &mut self.pages {
            let named = groups.contains_key(path).then(|| root(&mut groups, path));
            let by_path =
                || (by_bare.get(&facts.bare).copied().unwrap_or_default() > 1).then(|| format!("path {}", facts.bare));
            facts.tie = named.or_else(by_path);
        }
    }
}

/// Letters that a page around frames may have for those who do not see them.
const FRAMED: usize = 400;

/// The address of the site, as most of the pages that give one say.
fn base_url(seen: &[Seen]) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for Seen { path, page } in seen {
        let origin = |address: &str| {
            let (scheme, rest) = address.split_once("://")?;
            Some(format!("{scheme}://{}", rest.split('/').next()?))
        };
        let named = page.canonical.as_deref().or(page.original.as_deref()).and_then(|address| base_of(address, path));
        if let Some(base) = named.or_else(|| origin(page.base.as_deref()?)) {
            *votes.entry(base).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(base, count)| (*count, std::cmp::Reverse(base.len()))).map(|(base, _)| base)
}
