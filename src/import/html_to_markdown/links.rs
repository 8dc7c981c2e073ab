//! Links, and the signs of notes among them.

use super::{
    convert::{Converter, Swallowed},
    destination,
    element::Element,
    frames::is_heading_id,
    writer::{FrameKind, Link, Piece},
};
use crate::import::Outcome;

impl Converter<'_> {
    pub(super) fn link_start(&mut self, element: &Element) {
        self.link_end();
        self.anchors += 1;
        let ids: Vec<String> = ["id", "name"].iter().filter_map(|name| element.filled(name)).collect();
        if self.outline.note_signs.contains(&self.anchors) {
            let target = element.filled("href").unwrap_or_default();
            let label = self.outline.notes.get(target.trim_start_matches('#')).copied();
            self.swallowed = Some(Swallowed { words: String::new(), label });
            return;
        }
        if let Some(label) = ids.iter().find_map(|id| self.outline.notes.get(id).copied()) {
            // The sign at the beginning of the note itself.
            self.top().note = Some(label);
            self.swallowed = Some(Swallowed { words: String::new(), label: None });
            return;
        }
        let Some(address) = element.filled("href") else {
            if let FrameKind::Heading { id: id @ None, .. } = &mut self.top().kind {
                *id = ids.into_iter().next();
            } else {
                self.heading_id = ids.into_iter().next();
            }
            return;
        };
        self.link_address = Some(address.clone());
        if let Some(fragment) = address.strip_prefix('#') {
            return self.anchor_start(fragment);
        }
        let Some(address) = safe(&address) else {
            return self.lose("unsafe-link", Outcome::Kept, &address, "the words stay, without the link");
        };
        let written = destination(&self.to.link(&address));
        if written.is_empty() {
            return self.lose("unsafe-link", Outcome::Kept, &address, "the words stay, without the link");
        }
        self.open_link(written, element.filled("title"));
    }

    pub(super) fn open_link(&mut self, destination: String, title: Option<String>) {
        self.link = Some(self.links.len());
        self.links.push(Link { destination, title });
    }

    fn anchor_start(&mut self, fragment: &str) {
        let in_note =
            self.top().note.is_some() || self.frames.iter().any(|frame| matches!(frame.kind, FrameKind::Note { .. }));
        if in_note {
            self.swallowed = Some(Swallowed { words: String::new(), label: None });
        } else if self.outline.headings.contains(fragment) && is_heading_id(fragment) {
            self.open_link(destination(&format!("#{fragment}")), None);
        } else if !fragment.is_empty() {
            let found = format!("#{fragment}");
            self.lose("anchor", Outcome::Kept, &found, "the words stay: only headings have addresses here");
        }
    }

    pub(super) fn link_end(&mut self) {
        self.end_swallowed();
        self.link = None;
        self.link_address = None;
    }

    /// Decides what the words of a link were that may belong to a note.
    pub(super) fn end_swallowed(&mut self) {
        let Some(swallowed) = self.swallowed.take() else { return };
        let words = swallowed.words.trim();
        let is_sign = words.chars().count() <= 12 && !words.chars().any(|c| c.is_alphabetic() && !"iv".contains(c));
        match swallowed.label {
            Some(label) => {
                let style = self.style();
                self.top().inline.push(Piece::Note(label), style, None);
                if !is_sign {
                    self.text(&swallowed.words);
                }
            }
            None if is_sign => {}
            None => self.text(&swallowed.words),
        }
    }
}

/// The address, if a browser would only follow it. A scheme is looked for as browsers do, without control characters.
fn safe(address: &str) -> Option<String> {
    let bare: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if let Some(rest) = bare.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let scheme_end = bare.find([':', '/', '\\', '?', '#']).filter(|at| bare.as_bytes().get(*at) == Some(&b':'));
    match scheme_end.and_then(|at| bare.get(..at)).map(str::to_ascii_lowercase).as_deref() {
        None if bare.starts_with(['\\']) => None,
        None => Some(address.trim().to_owned()),
        Some("http" | "https") => bare
            .split_once("://")
            .filter(|(_, rest)| !rest.is_empty() && !rest.starts_with(['/', ':', '?', '#']))
            .map(|_| address.trim().to_owned()),
        Some("mailto" | "tel") => Some(address.trim().to_owned()),
        Some(_) => None,
    }
}
