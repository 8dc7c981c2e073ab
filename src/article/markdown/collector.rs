//! Facts found while a text is rendered, kept by byte offset until the end: places are counted in one pass.

use std::collections::HashSet;

use super::{AddressLink, ArticleLink, RenderContext};
use crate::model::{
    diagnostic::{Diagnostic, Lines, Severity},
    sentence::{Sentence, say},
    slug::ArticleId,
};

/// Problems of what seems to be missing where code or a comment without an end has swallowed it.
const SWALLOWED: [&str; 4] = ["undefined-footnote", "undefined-reference", "unused-footnote", "broken-anchor"];

/// Findings as they come.
pub(super) struct Collector<'a> {
    path: &'a str,
    problems: Vec<(usize, Diagnostic)>,
    links: Vec<(usize, ArticleId, Option<String>)>,
    addresses: Vec<(usize, String)>,
    media: Vec<String>,
    known_media: HashSet<String>,
    /// Codes of problems that are reported once for a file.
    reported: HashSet<&'static str>,
}

/// The findings, in the order of the file.
pub(super) struct Collected {
    pub(super) links: Vec<ArticleLink>,
    pub(super) addresses: Vec<AddressLink>,
    pub(super) media: Vec<String>,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(context: &RenderContext<'a>) -> Self {
        Collector {
            path: context.path,
            problems: Vec::new(),
            links: Vec::new(),
            addresses: Vec::new(),
            media: Vec::new(),
            known_media: HashSet::new(),
            reported: HashSet::new(),
        }
    }

    /// `help` is the message that says what to do; empty where there is nothing to say.
    pub(super) fn warn(&mut self, offset: usize, code: &'static str, message: Sentence, help: &'static str) {
        let problem = Diagnostic::warning(self.path, code, message);
        self.problems.push((offset, if help.is_empty() { problem } else { problem.help(say(help)) }));
    }

    /// The same for what is not shown, or is shown wrong.
    pub(super) fn error(&mut self, offset: usize, code: &'static str, message: Sentence, help: &'static str) {
        self.problems.push((offset, Diagnostic::error(self.path, code, message).help(say(help))));
    }

    /// Warns of what is likely to be found a hundred times over, at the first place only.
    pub(super) fn warn_once(&mut self, offset: usize, code: &'static str, message: Sentence, help: &'static str) {
        if self.reported.insert(code) {
            self.warn(offset, code, message, help);
        }
    }

    pub(super) fn link(&mut self, offset: usize, to: ArticleId, fragment: Option<String>) {
        self.links.push((offset, to, fragment));
    }

    pub(super) fn address(&mut self, offset: usize, address: String) {
        self.addresses.push((offset, address));
    }

    pub(super) fn media(&mut self, name: &str) {
        if self.known_media.insert(name.to_owned()) {
            self.media.push(name.to_owned());
        }
    }

    /// With offsets into `file` turned into places.
    pub(super) fn finish(mut self, file: &str) -> Collected {
        self.links.sort_by_key(|(offset, ..)| *offset);
        self.addresses.sort_by_key(|(offset, _)| *offset);
        self.problems.sort_by_key(|(offset, _)| *offset);
        let swallows = |problem: &Diagnostic| {
            let is_open = problem.code == "html-comment" && problem.severity == Severity::Error;
            is_open || problem.code == "unclosed-fence"
        };
        if self.problems.iter().any(|(_, problem)| swallows(problem)) {
            self.problems.retain(|(_, problem)| !SWALLOWED.contains(&&*problem.code));
        }
        let places = Lines::new(file);
        let link = |(offset, to, fragment)| ArticleLink { to, fragment, place: places.place(offset) };
        let links = self.links.into_iter().map(link).collect();
        let address = |(offset, address)| AddressLink { address, place: places.place(offset) };
        let addresses = self.addresses.into_iter().map(address).collect();
        let problems = self.problems.into_iter().map(|(offset, problem)| problem.at(places.place(offset))).collect();
        Collected { links, addresses, media: self.media, problems }
    }
}
