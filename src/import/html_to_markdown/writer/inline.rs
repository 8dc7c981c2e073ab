//! The words of one paragraph, with what they are: emphasised, linked, code. Written as Markdown in `emphasis.rs`.

/// How words are emphasised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) struct Style {
    pub(in crate::import::html_to_markdown) strong: bool,
    pub(in crate::import::html_to_markdown) em: bool,
    pub(in crate::import::html_to_markdown) del: bool,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) enum Piece {
    /// Words; white space is one space.
    Text(String),
    Code(String),
    /// The end of a line: of a source that was broken by hand (`true`), or `<br>`.
    Break(bool),
    /// A picture among words: destination and words.
    Image(String, String),
    /// The sign of a note, by its label.
    Note(usize),
}

/// A part with what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) struct Run {
    pub(in crate::import::html_to_markdown) piece: Piece,
    pub(in crate::import::html_to_markdown) style: Style,
    /// The link that it is part of, by its index.
    pub(in crate::import::html_to_markdown) link: Option<usize>,
}

/// A link of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import::html_to_markdown) struct Link {
    pub(in crate::import::html_to_markdown) destination: String,
    pub(in crate::import::html_to_markdown) title: Option<String>,
}

/// A paragraph in the making.
#[derive(Debug, Clone, Default)]
pub(in crate::import::html_to_markdown) struct Inline {
    pub(in crate::import::html_to_markdown) runs: Vec<Run>,
}

impl Style {
    /// What both have.
    pub(in crate::import::html_to_markdown) fn common(self, other: Style) -> Style {
        Style { strong: self.strong && other.strong, em: self.em && other.em, del: self.del && other.del }
    }
}

impl Inline {
    /// Whether there is nothing to be seen yet.
    pub(in crate::import::html_to_markdown) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| match &run.piece {
            Piece::Text(text) => text.trim().is_empty(),
            Piece::Break(_) => true,
            Piece::Code(code) => code.trim().is_empty(),
            Piece::Image(..) | Piece::Note(_) => false,
        })
    }

    /// Whether the last part ends a line.
    pub(in crate::import::html_to_markdown) fn ends_line(&self) -> Option<bool> {
        match self.runs.last().map(|run| &run.piece) {
            Some(Piece::Break(is_soft)) => Some(*is_soft),
            _ => None,
        }
    }

    fn ends_with_space(&self) -> bool {
        match self.runs.last().map(|run| &run.piece) {
            None | Some(Piece::Break(_)) => true,
            Some(Piece::Text(text)) => text.ends_with(' '),
            Some(_) => false,
        }
    }

    /// Appends words; white space becomes one space, what cannot be shown is left out.
    pub(in crate::import::html_to_markdown) fn text(&mut self, text: &str, style: Style, link: Option<usize>) {
        let mut space = self.ends_with_space();
        let mut made = String::with_capacity(text.len());
        let mut before = self.last_char();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let c = match c {
                '\u{a0}' | '\u{202f}' => {
                    let joins =
                        before.is_some_and(|c| c.is_ascii_digit()) && rest.peek().is_some_and(char::is_ascii_digit);
                    if joins { c } else { ' ' }
                }
                '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
                c => c,
            };
            if c.is_control() || c == '\u{feff}' || (c == ' ' && space) {
                continue;
            }
            space = c == ' ';
            before = Some(c);
            made.push(c);
        }
        if made.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(Run { piece: Piece::Text(last), style: theirs, link: their_link })
                if *theirs == style && *their_link == link =>
            {
                last.push_str(&made);
            }
            _ => self.runs.push(Run { piece: Piece::Text(made), style, link }),
        }
    }

    fn last_char(&self) -> Option<char> {
        match self.runs.last().map(|run| &run.piece) {
            Some(Piece::Text(text)) => text.chars().next_back(),
            _ => None,
        }
    }

    pub(in crate::import::html_to_markdown) fn push(&mut self, piece: Piece, style: Style, link: Option<usize>) {
        self.runs.push(Run { piece, style, link });
    }

    /// Ends the line, unless it was ended: of several breaks the first stays.
    pub(in crate::import::html_to_markdown) fn soft_break(&mut self) {
        if self.ends_line().is_none() && !self.runs.is_empty() {
            self.push(Piece::Break(true), Style::default(), None);
        }
    }

    /// The paragraph as plain text.
    pub(in crate::import::html_to_markdown) fn plain(&self) -> String {
        let mut plain = String::new();
        for run in &self.runs {
            match &run.piece {
                Piece::Text(text) | Piece::Code(text) | Piece::Image(_, text) => plain.push_str(text),
                Piece::Break(_) => plain.push(' '),
                Piece::Note(_) => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
