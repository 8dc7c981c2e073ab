//! A paragraph as Markdown. What was written is read again: where the parser would see other words, as CommonMark's rules for `*`
//! next to punctuation have it, the emphasis is written otherwise, and in the end left out.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    escape::{TextPlace, push_code, push_text, push_title},
    inline::{Inline, Link, Piece, Run, Style},
};

/// How emphasis is tried to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// With `*`.
    Stars,
    /// `_` for `em`.
    Underscores,
    /// Punctuation at its edges left out of it.
    Peeled,
    /// None, and every sign escaped.
    Bare,
}

/// A paragraph as Markdown.
pub(in crate::import::html_to_markdown) struct Written {
    pub(in crate::import::html_to_markdown) markdown: String,
    /// Whether its emphasis could not be written.
    pub(in crate::import::html_to_markdown) is_bare: bool,
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

impl Inline {
    /// The paragraph as Markdown, one line for each that was broken by hand.
    pub(in crate::import::html_to_markdown) fn markdown(&self, links: &[Link], in_heading: bool) -> Written {
        let runs = spaced(trimmed(&self.runs, in_heading));
        let expected = expected(&runs);
        let plain = runs
            .iter()
            .all(|run| matches!(run.piece, Piece::Text(_)) && run.link.is_none() && run.style == Style::default());
        for attempt in [Attempt::Stars, Attempt::Underscores, Attempt::Peeled] {
            let peeled = if attempt == Attempt::Peeled { spaced(peeled(&runs)) } else { Vec::new() };
            let runs = if attempt == Attempt::Peeled { &peeled } else { &runs };
            let markdown = Writer { links, attempt, in_heading }.write(runs);
            if (plain && !markdown.contains('\\')) || says(&markdown, &expected) {
                return Written { markdown, is_bare: false };
            }
            if plain {
                break;
            }
        }
        Written { markdown: Writer { links, attempt: Attempt::Bare, in_heading }.write(&runs), is_bare: !plain }
    }
}

/// The runs without white space at the edges and around the ends of lines.
fn trimmed(runs: &[Run], one_line: bool) -> Vec<Run> {
    let mut made: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let mut run = run.clone();
        if one_line && matches!(run.piece, Piece::Break(_)) {
            run = Run { piece: Piece::Text(" ".into()), style: Style::default(), link: None };
        }
        let starts_line = matches!(made.last().map(|last| &last.piece), None | Some(Piece::Break(_)));
        match &mut run.piece {
            Piece::Text(text) if starts_line => *text = text.trim_start().to_owned(),
            Piece::Break(_) => {
                trim_end(&mut made);
                if made.is_empty() {
                    continue;
                }
            }
            _ => {}
        }
        if !matches!(&run.piece, Piece::Text(text) if text.is_empty()) {
            made.push(run);
        }
    }
    while matches!(made.last().map(|last| &last.piece), Some(Piece::Break(_))) || trim_end(&mut made) {
        if matches!(made.last().map(|last| &last.piece), Some(Piece::Break(_))) {
            made.pop();
        }
    }
    made
}

/// Takes white space from the end; whether a run went with it.
fn trim_end(runs: &mut Vec<Run>) -> bool {
    let Some(Run { piece: Piece::Text(text), .. }) = runs.last_mut() else { return false };
    let end = text.trim_end().len();
    text.truncate(end);
    let is_empty = text.is_empty();
    if is_empty {
        runs.pop();
    }
    is_empty
}

/// The runs with the spaces at the edges of emphasis outside of it.
fn spaced(runs: Vec<Run>) -> Vec<Run> {
    let mut made: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let Piece::Text(text) = &run.piece else {
            made.push(run);
            continue;
        };
        let core = text.trim();
        let start = text.len() - text.trim_start().len();
        let edges = [text.get(..start), text.get(start..start + core.len()), text.get(start + core.len()..)];
        let (style, link) = (run.style, run.link);
        for part in edges.into_iter().flatten().filter(|part| !part.is_empty()) {
            made.push(Run { piece: Piece::Text(part.to_owned()), style, link });
        }
    }
    for at in 0..made.len() {
        if !made.get(at).is_some_and(|run| matches!(&run.piece, Piece::Text(text) if text.trim().is_empty()))
            && !made.get(at).is_some_and(|run| matches!(run.piece, Piece::Break(_)))
        {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| made.get(at)).cloned();
        let after = made.get(at + 1).cloned();
        if let Some(run) = made.get_mut(at) {
            run.style = match (&before, &after) {
                (Some(before), Some(after)) => before.style.common(after.style),
                _ => Style::default(),
            };
            run.link = match (before, after) {
                (Some(before), Some(after)) if before.link == after.link => before.link,
                _ => None,
            };
        }
    }
    made
}

/// The runs with the punctuation at the edges of emphasis outside of it.
fn peeled(runs: &[Run]) -> Vec<Run> {
    let mut made = Vec::with_capacity(runs.len());
    for run in runs {
        let Piece::Text(text) = &run.piece else {
            made.push(run.clone());
            continue;
        };
        if run.style == Style::default() {
            made.push(run.clone());
            continue;
        }
        let core = text.trim_matches(|c: char| !c.is_alphanumeric());
        let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let (start, end) = if core.is_empty() { (text.len(), text.len()) } else { (start, start + core.len()) };
        let parts = [
            (text.get(..start), Style::default()),
            (text.get(start..end), run.style),
            (text.get(end..), Style::default()),
        ];
        for (part, style) in parts {
            if let Some(part) = part.filter(|part| !part.is_empty()) {
                made.push(Run { piece: Piece::Text(part.to_owned()), style, link: run.link });
            }
        }
    }
    made
}

/// The words that a reader is to see.
fn expected(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        match &run.piece {
            Piece::Text(part) | Piece::Code(part) | Piece::Image(_, part) => text.push_str(part),
            Piece::Break(_) => text.push('\n'),
            Piece::Note(label) => text.push_str(&format!("[^{label}]")),
        }
    }
    text
}

/// Whether `markdown` is one paragraph that says `expected`.
fn says(markdown: &str, expected: &str) -> bool {
    let (mut text, mut paragraphs) = (String::with_capacity(expected.len()), 0);
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::FootnoteReference(label) => text.push_str(&format!("[^{label}]")),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => {}
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            ) => {}
            _ => return false,
        }
    }
    paragraphs == 1 && text == expected
}

/// What opens and closes around words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link(usize),
    Strong,
    Em,
    Del,
}

struct Writer<'a> {
    links: &'a [Link],
    attempt: Attempt,
    in_heading: bool,
}

impl Writer<'_> {
    fn marks(&self, run: &Run) -> Vec<Mark> {
        let style = if self.attempt == Attempt::Bare { Style::default() } else { run.style };
        let link = run.link.filter(|_| !matches!(run.piece, Piece::Note(_))).map(Mark::Link);
        let flags = [(style.strong, Mark::Strong), (style.em, Mark::Em), (style.del, Mark::Del)];
        link.into_iter().chain(flags.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark)).collect()
    }

    /// For each run up to which run each of its marks goes on.
    fn extents(marks: &[Vec<Mark>]) -> Vec<Vec<usize>> {
        let mut extents: Vec<Vec<usize>> = vec![Vec::new(); marks.len()];
        let mut next: Vec<(Mark, usize)> = Vec::new();
        for (at, own) in marks.iter().enumerate().rev() {
            let until = |mark: &Mark| next.iter().find(|(other, _)| other == mark).map_or(at + 1, |(_, until)| *until);
            let own_extents: Vec<usize> = own.iter().map(until).collect();
            next = own.iter().copied().zip(own_extents.iter().copied()).collect();
            if let Some(place) = extents.get_mut(at) {
                *place = own_extents;
            }
        }
        extents
    }

    fn write(&self, runs: &[Run]) -> String {
        let marks: Vec<Vec<Mark>> = runs.iter().map(|run| self.marks(run)).collect();
        let extents = Self::extents(&marks);
        let mut out = String::new();
        let mut open: Vec<Mark> = Vec::new();
        for (at, (run, wanted)) in runs.iter().zip(&marks).enumerate() {
            let stays = open.iter().take_while(|mark| wanted.contains(mark)).count();
            while open.len() > stays {
                self.close(&mut out, open.pop());
            }
            let mut new: Vec<(usize, Mark)> = wanted
                .iter()
                .zip(extents.get(at).into_iter().flatten())
                .filter(|(mark, _)| !open.contains(mark))
                .map(|(mark, until)| (*until, *mark))
                .collect();
            // What goes on longest opens first.
            new.sort_by_key(|(until, _)| std::cmp::Reverse(*until));
            for (_, mark) in new {
                out.push_str(self.sign(mark));
                open.push(mark);
            }
            let follows_bracket = runs
                .get(at + 1)
                .is_some_and(|next| next.link != run.link || matches!(next.piece, Piece::Image(..) | Piece::Note(_)));
            self.piece(&mut out, run, open.iter().any(|mark| matches!(mark, Mark::Link(_))), follows_bracket);
        }
        while let Some(mark) = open.pop() {
            self.close(&mut out, Some(mark));
        }
        out
    }

    fn sign(&self, mark: Mark) -> &'static str {
        match mark {
            Mark::Link(_) => "[",
            Mark::Strong => "**",
            Mark::Em if self.attempt == Attempt::Underscores => "_",
            Mark::Em => "*",
            Mark::Del => "~~",
        }
    }

    fn close(&self, out: &mut String, mark: Option<Mark>) {
        match mark {
            Some(Mark::Link(index)) => {
                out.push_str("](");
                if let Some(link) = self.links.get(index) {
                    out.push_str(&link.destination);
                    push_title(out, link.title.as_deref().unwrap_or_default());
                }
                out.push(')');
            }
            Some(mark) => out.push_str(self.sign(mark)),
            None => {}
        }
    }

    fn piece(&self, out: &mut String, run: &Run, in_link: bool, before_bracket: bool) {
        let place = TextPlace {
            line_start: out.is_empty() || out.ends_with('\n'),
            in_link,
            before_bracket,
            in_heading: self.in_heading,
            all: self.attempt == Attempt::Bare,
        };
        match &run.piece {
            Piece::Text(text) => push_text(out, text, place),
            Piece::Code(code) => push_code(out, code),
            Piece::Break(_) => out.push_str("\\\n"),
            Piece::Image(destination, words) => {
                out.push_str("![");
                push_text(out, words, TextPlace { in_link: true, line_start: false, ..place });
                out.extend(["](", destination, ")"]);
            }
            Piece::Note(label) => out.push_str(&format!("[^{label}]")),
        }
    }
}
