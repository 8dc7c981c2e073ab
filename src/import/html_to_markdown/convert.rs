//! The conversion: tags and texts go in, blocks of Markdown come out.

use std::collections::{BTreeMap, HashMap};

use super::{
    Destinations, Loss,
    element::{HtmlEvent, events},
    loss::Losses,
    outline::Outline,
    writer::{Block, Frame, FrameKind, Inline, Link, Piece, Style, indented, joined},
};
use crate::import::{Outcome, PictureNote};

/// How HTML is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether line breaks of the source are those of the text, and blank lines its paragraphs, as in WordPress's classic editor.
    pub line_breaks: bool,
    /// The quotation marks of `<q>`.
    pub quotes: [&'static str; 2],
}

/// What becomes of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// CommonMark of this archive.
    pub markdown: String,
    /// The words of its pictures, by their destinations.
    pub pictures: Vec<PictureNote>,
    /// What stands before `<!--more-->`, as plain text.
    pub teaser: Option<String>,
    /// What has no Markdown form.
    pub losses: Vec<Loss>,
}

/// Bytes of HTML that are read: an article of this archive may have 8 MB.
const LONGEST: usize = 16 << 20;
/// Bytes of Markdown that are written.
const LONGEST_MARKDOWN: usize = 7 << 20;
/// Lists, quotations and figures within one another.
const DEEPEST: usize = 20;

impl Default for Options {
    fn default() -> Self {
        Options { line_breaks: false, quotes: ["“", "”"] }
    }
}

/// Turns HTML into Markdown.
///
/// ```
/// use litopys::import::html_to_markdown::{Destinations, Options, convert};
/// struct AsWritten;
/// impl Destinations for AsWritten {}
/// let made = convert("<h2>A</h2><p><b>b</b> <script>x()</script></p>", Options::default(), &mut AsWritten);
/// assert_eq!(made.markdown, "## A\n\n**b**\n");
/// assert_eq!(made.losses[0].code, "script");
/// ```
pub fn convert(html: &str, options: Options, to: &mut dyn Destinations) -> Conversion {
    let mut end = html.len().min(LONGEST);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let (html, rest) = html.split_at(end);
    let mut converter = Converter::new(html, options, to);
    if !rest.is_empty() {
        let found = format!("a text of {} bytes of HTML", html.len() + rest.len());
        converter.losses.add(1, "too-long", Outcome::Lost, &found, "the first 16 MB are kept");
    }
    for event in events(html) {
        match event {
            HtmlEvent::Start(element) => converter.start(&element),
            HtmlEvent::End(name, _) => converter.end(&name),
            HtmlEvent::Text(words) => converter.text(&words),
            HtmlEvent::Comment(comment, at) => converter.comment(&comment, at),
        }
    }
    converter.finish()
}

/// What is left out with all that it holds.
pub(super) struct Skip {
    pub(super) name: String,
    pub(super) depth: usize,
}

/// A link whose words may be the sign of a note, or the way back from one.
pub(super) struct Swallowed {
    pub(super) words: String,
    pub(super) label: Option<usize>,
}

/// A film or sound whose sources come one after the other.
#[derive(Debug, Default)]
pub(super) struct Recording {
    pub(super) name: String,
    pub(super) address: Option<String>,
    pub(super) words: Option<String>,
}

/// Small letters above or below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Above,
    Below,
}

/// Elements of emphasis that are open.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) strong: usize,
    pub(super) em: usize,
    pub(super) del: usize,
    pub(super) script: Option<Script>,
    /// The text of `<code>`, with the link around it.
    pub(super) code: Option<(String, Option<usize>)>,
    /// A `<dt>` or `<summary>`, shown as a bold line.
    pub(super) term: bool,
    /// A `<cite>` that is the author of a quotation.
    pub(super) attribution: bool,
}

/// The state of a conversion.
pub(super) struct Converter<'a> {
    pub(super) html: &'a str,
    pub(super) options: Options,
    pub(super) to: &'a mut dyn Destinations,
    pub(super) outline: Outline,
    pub(super) frames: Vec<Frame>,
    /// Elements too deep to count.
    pub(super) suppressed: usize,
    pub(super) skip: Option<Skip>,
    pub(super) open: Open,
    pub(super) links: Vec<Link>,
    pub(super) link: Option<usize>,
    /// The address of the link that is open, as the HTML has it.
    pub(super) link_address: Option<String>,
    pub(super) swallowed: Option<Swallowed>,
    pub(super) anchors: usize,
    pub(super) tables: usize,
    pub(super) headings: Vec<usize>,
    pub(super) heading_id: Option<String>,
    pub(super) notes: BTreeMap<usize, String>,
    pub(super) pictures: Vec<PictureNote>,
    pub(super) known_pictures: HashMap<String, usize>,
    pub(super) recording: Option<Recording>,
    pub(super) teaser: Option<String>,
    pub(super) losses: Losses,
    at: usize,
    line: u64,
    line_at: usize,
}

impl<'a> Converter<'a> {
    fn new(html: &'a str, options: Options, to: &'a mut dyn Destinations) -> Converter<'a> {
        Converter {
            html,
            options,
            to,
            outline: Outline::read(html),
            frames: vec![Frame::default()],
            suppressed: 0,
            skip: None,
            open: Open::default(),
            links: Vec::new(),
            link: None,
            link_address: None,
            swallowed: None,
            anchors: 0,
            tables: 0,
            headings: Vec::new(),
            heading_id: None,
            notes: BTreeMap::new(),
            pictures: Vec::new(),
            known_pictures: HashMap::new(),
            recording: None,
            teaser: None,
            losses: Losses::default(),
            at: 0,
            line: 1,
            line_at: 0,
        }
    }

    /// Notes where the parser is.
    pub(super) fn reach(&mut self, at: usize) {
        self.at = at.min(self.html.len());
    }

    pub(super) fn lose(&mut self, code: &'static str, outcome: Outcome, found: &str, done: &'static str) {
        let passed = self.html.as_bytes().get(self.line_at..self.at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.line_at = self.line_at.max(self.at);
        self.losses.add(self.line, code, outcome, found, done);
    }

    pub(super) fn style(&self) -> Style {
        Style { strong: self.open.strong > 0, em: self.open.em > 0, del: self.open.del > 0 }
    }

    /// What is open innermost.
    pub(super) fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Whether the innermost frame holds one line, so that nothing in it begins a block.
    pub(super) fn is_one_line(&mut self) -> bool {
        matches!(self.top().kind, FrameKind::Cell { .. } | FrameKind::Heading { .. } | FrameKind::Caption(_))
    }

    fn comment(&mut self, comment: &str, at: usize) {
        self.reach(at);
        if self.skip.is_some() {
            return;
        }
        let comment = comment.trim();
        if comment == "more" || comment.starts_with("more ") {
            self.flush();
            if let Some(root) = self.frames.first() {
                self.teaser = Some(plain(&joined(&root.blocks))).filter(|teaser| !teaser.is_empty());
            }
        } else if comment == "nextpage" {
            self.flush();
            self.lose("page-break", Outcome::Changed, "<!--nextpage-->", "the pages of the text are one");
        } else if !comment.is_empty()
            && !comment.starts_with("wp:")
            && !comment.starts_with("/wp:")
            && comment != "noteaser"
        {
            self.lose("html-comment", Outcome::Lost, comment, "readers never saw it: left out");
        }
    }

    /// Words of the text.
    pub(super) fn text(&mut self, words: &str) {
        if self.skip.is_some() {
            return;
        }
        if let Some(swallowed) = &mut self.swallowed {
            swallowed.words.push_str(words);
            return;
        }
        if let FrameKind::Pre { text, .. } = &mut self.top().kind {
            text.push_str(words);
            return;
        }
        if let Some((code, _)) = &mut self.open.code {
            code.push_str(words);
            return;
        }
        let is_container = matches!(self.top().kind, FrameKind::List { .. } | FrameKind::Table(_));
        if is_container && words.trim().is_empty() {
            return;
        }
        let raised = self.open.script.and_then(|script| raised(words, script));
        if let (Some(script), None) = (self.open.script, &raised)
            && !words.trim().is_empty()
        {
            let name = if script == Script::Above { "<sup>" } else { "<sub>" };
            self.lose("no-markdown-form", Outcome::Kept, name, "the words stay, on the line");
        }
        let words = raised.as_deref().unwrap_or(words);
        if self.options.line_breaks && !self.is_one_line() { self.lines(words) } else { self.words(words) }
    }

    pub(super) fn words(&mut self, words: &str) {
        let (style, link) = (self.style(), self.link);
        self.top().inline.text(words, style, link);
    }

    /// Words of the classic editor: a blank line is a paragraph, another one a break.
    fn lines(&mut self, words: &str) {
        let mut blank = false;
        for (at, line) in words.split('\n').enumerate() {
            if at > 0 {
                if blank {
                    self.flush();
                } else {
                    self.top().inline.soft_break();
                }
            }
            // A text that begins in the middle of a line continues what stands before.
            blank = line.trim().is_empty() && (at > 0 || self.top().inline.ends_line() == Some(true));
            self.words(line);
        }
    }

    fn finish(mut self) -> Conversion {
        while self.frames.len() > 1 {
            self.close_top();
        }
        self.flush();
        let mut blocks = self.frames.pop().map(|root| root.blocks).unwrap_or_default();
        let notes = std::mem::take(&mut self.notes);
        blocks.extend(notes.iter().map(|(label, text)| Block::text(indented(text, &format!("[^{label}]: "), "    "))));
        let total: usize = blocks.iter().map(|block| block.text.len() + 2).sum();
        let mut length = 0;
        blocks.retain(|block| {
            length += block.text.len() + 2;
            length <= LONGEST_MARKDOWN
        });
        if total > LONGEST_MARKDOWN {
            let found = format!("a text of {total} bytes");
            self.lose("too-long", Outcome::Lost, &found, "blocks are kept up to 7 MB: divide the text");
        }
        let mut markdown = joined(&blocks);
        if !markdown.is_empty() {
            markdown.push('\n');
        }
        Conversion { markdown, pictures: self.pictures, teaser: self.teaser, losses: self.losses.into_list() }
    }

    /// Whether there is room for another frame.
    pub(super) fn has_room(&mut self, name: &str) -> bool {
        if self.frames.len() <= DEEPEST {
            return true;
        }
        self.suppressed += 1;
        let found = format!("<{name}> within {DEEPEST} others");
        self.lose("nested-too-deep", Outcome::Kept, &found, "the words stay, without this level");
        false
    }

    /// What is collected as a paragraph so far.
    pub(super) fn take_inline(&mut self) -> Inline {
        std::mem::take(&mut self.top().inline)
    }

    pub(super) fn end_code(&mut self) {
        if let Some((code, link)) = self.open.code.take() {
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            if !code.is_empty() {
                let style = self.style();
                self.top().inline.push(Piece::Code(code), style, link);
            }
        }
    }
}

/// Markdown as plain words.
pub(super) fn plain(markdown: &str) -> String {
    let mut words = String::new();
    for event in pulldown_cmark::Parser::new(markdown) {
        match event {
            pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) => words.push_str(&text),
            pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak | pulldown_cmark::Event::End(_) => {
                words.push(' ');
            }
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The characters of small letters, where there are such.
fn raised(words: &str, script: Script) -> Option<String> {
    let map = |c: char| {
        let (plain, made) = match script {
            Script::Above => ("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
            Script::Below => ("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
        };
        plain.chars().zip(made.chars()).find(|(plain, _)| *plain == c).map(|(_, made)| made)
    };
    (!words.is_empty()).then(|| words.chars().map(map).collect()).flatten()
}
