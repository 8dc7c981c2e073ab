//! What a file for programs names, and what is wrong with it.

use super::{
    finding::FindingKind,
    page::{self, LinkKind},
};

/// An address in a file for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MachineLink {
    /// What it is if nothing lies there.
    pub(super) kind: FindingKind,
    pub(super) target: String,
    pub(super) line: u32,
}

/// A file for programs, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MachineFacts {
    pub(super) links: Vec<MachineLink>,
    /// What is wrong with the file itself: kind, line, message.
    pub(super) problems: Vec<(FindingKind, u32, String)>,
}

/// The lines of a text, each with its number from 1.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..=u32::MAX).zip(text.lines())
}

impl MachineFacts {
    pub(super) fn problem(&mut self, kind: FindingKind, line: u32, message: impl Into<String>) {
        self.problems.push((kind, line, message.into()));
    }

    pub(super) fn link(&mut self, kind: FindingKind, target: &str, line: u32) {
        if !target.trim().is_empty() {
            self.links.push(MachineLink { kind, target: target.trim().to_owned(), line });
        }
    }

    /// The links and pictures of a text that stands in a feed.
    pub(super) fn html(&mut self, text: &str, line: u32) {
        for link in page::read(text).links {
            let kind = match link.kind {
                LinkKind::Srcset => FindingKind::BrokenSrcset,
                LinkKind::File => FindingKind::BrokenFile,
                _ => FindingKind::BrokenLink,
            };
            self.link(kind, &link.target, line);
        }
    }
}
