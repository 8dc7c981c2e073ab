//! What each tag means.

use super::{
    convert::{Converter, Script, Skip},
    element::Element,
    writer::{Caption, FrameKind, Piece, Style},
};
use crate::import::Outcome;

/// Elements that are left out with all that they hold, and what is reported of them.
const LEFT_OUT: &[&str] = &[
    "script", "style", "template", "svg", "select", "datalist", "head", "title", "noembed", "noframes", "applet",
    "frameset",
];
/// Elements within which a drawing cannot go on: a browser ends it there.
const END_DRAWING: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "img", "table", "blockquote", "body", "pre", "br",
];
/// Elements whose beginning and end are those of a paragraph, and nothing more.
const PLAIN_BLOCKS: &[&str] = &[
    "p", "div", "section", "article", "header", "footer", "nav", "main", "aside", "center", "hgroup", "body", "html",
    "tbody", "thead", "tfoot", "address", "fieldset", "dl", "dd", "details", "noscript", "legend", "form", "dialog",
    "menu", "search", "optgroup", "picture", "caption",
];

impl Converter<'_> {
    pub(super) fn start(&mut self, element: &Element) {
        self.reach(element.at);
        let name = element.name.as_str();
        if let Some(skip) = &mut self.skip {
            if skip.name == "svg" && END_DRAWING.contains(&name) {
                self.skip = None;
            } else {
                skip.depth += usize::from(skip.name == name);
                return;
            }
        }
        self.attributes(element);
        if LEFT_OUT.contains(&name) {
            self.lose(left_out_code(name), Outcome::Lost, &format!("<{name}>"), "left out, with all that it holds");
            self.skip = Some(Skip { name: name.to_owned(), depth: 0 });
            return;
        }
        if let FrameKind::Pre { text, language, .. } = &mut self.top().kind {
            match name {
                "br" => text.push('\n'),
                "code" if language.is_empty() => *language = language_of(element),
                "img" | "iframe" => self.medium(element),
                _ => {}
            }
            return;
        }
        match name {
            "img" | "image" | "video" | "audio" | "source" | "track" | "iframe" | "embed" | "object" => {
                self.medium(element)
            }
            "td" | "th" | "tr" | "table" => self.table_start(element),
            "a" => self.link_start(element),
            _ => self.block_start(element),
        }
    }

    fn block_start(&mut self, element: &Element) {
        let name = element.name.as_str();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading_start(element),
            "blockquote" => self.open_frame(FrameKind::Quote, name),
            "ul" | "ol" if element.get("class").is_some_and(|class| class.contains("blocks-gallery")) => self.flush(),
            "li" if element.get("class").is_some_and(|class| class.contains("blocks-gallery")) => self.flush(),
            "ul" | "ol" | "dir" => self.open_list(element),
            "li" => self.open_item(element),
            "figure" => self.open_frame(FrameKind::Figure { pictures: Vec::new(), caption: None }, name),
            "figcaption" => self.open_frame(FrameKind::Caption(Caption::default()), name),
            "pre" | "xmp" | "listing" => {
                let verse = element.has_class("wp-block-verse") || element.has_class("verse");
                let kind = FrameKind::Pre { language: language_of(element), text: String::new(), verse };
                self.open_frame(kind, name);
            }
            "hr" => self.rule(),
            "br" => self.line_break(),
            "dt" | "summary" => self.term_start(name),
            "div" | "dl" | "p" | "dd" | "aside" => self.division_start(element),
            _ if PLAIN_BLOCKS.contains(&name) => self.plain_start(name),
            _ => self.inline_start(element),
        }
    }

    fn plain_start(&mut self, name: &str) {
        self.term_end();
        self.flush();
        if matches!(name, "form" | "dialog") {
            self.lose("form", Outcome::Kept, &format!("<{name}>"), "its words stay, without what can be sent");
        }
    }

    fn heading_start(&mut self, element: &Element) {
        if matches!(self.top().kind, FrameKind::Heading { .. }) {
            self.close_top();
        }
        let level = element.name.get(1..).and_then(|level| level.parse().ok()).unwrap_or(2);
        let id = element.filled("id").or(self.heading_id.take());
        self.open_frame(FrameKind::Heading { level, id }, &element.name);
    }

    /// A division may be a figure, a caption or a note.
    fn division_start(&mut self, element: &Element) {
        self.term_end();
        self.flush();
        let name = element.name.as_str();
        let figure = match name {
            "div" => element.has_class("wp-caption") || element.has_class("gallery"),
            "dl" => element.has_class("gallery-item") || element.has_class("wp-caption"),
            _ => false,
        };
        let caption = element.has_class("wp-caption-text") || element.has_class("gallery-caption");
        let label = element.filled("id").and_then(|id| self.outline.notes.get(&id).copied());
        if let Some(frame) = self.frames.iter_mut().skip(1).rev().find(|frame| frame.name == name) {
            frame.nested += 1;
        } else if figure {
            self.open_frame(FrameKind::Figure { pictures: Vec::new(), caption: None }, name);
        } else if caption {
            self.open_frame(FrameKind::Caption(Caption::default()), name);
        } else if let Some(label) = label {
            match name {
                "p" if !self.is_one_line() => self.top().note = Some(label),
                _ => self.open_frame(FrameKind::Note { label }, name),
            }
        }
    }

    fn division_end(&mut self, name: &str) {
        self.term_end();
        match self.frames.iter_mut().skip(1).rev().find(|frame| frame.name == name) {
            Some(frame) if frame.nested > 0 => {
                frame.nested -= 1;
                self.flush();
            }
            Some(_) => self.close_frame(name),
            None => self.flush(),
        }
    }

    /// A line in bold letters: the term of a definition, the line of what is unfolded.
    fn term_start(&mut self, name: &str) {
        self.term_end();
        self.flush();
        self.open.term = true;
        self.open.strong += 1;
        self.lose("no-markdown-form", Outcome::Changed, &format!("<{name}>"), "a line in bold letters");
    }

    pub(super) fn term_end(&mut self) {
        if self.open.term {
            self.flush();
            self.open.term = false;
            self.open.strong = self.open.strong.saturating_sub(1);
        }
    }

    fn line_break(&mut self) {
        self.end_code();
        if self.is_one_line() {
            return self.words(" ");
        }
        match self.top().inline.ends_line() {
            // Two breaks are the end of a paragraph.
            Some(false) => self.flush(),
            Some(true) => {
                self.top().inline.runs.pop();
                self.explicit_break();
            }
            None => self.explicit_break(),
        }
    }

    fn explicit_break(&mut self) {
        self.top().inline.push(Piece::Break(false), Style::default(), None);
    }

    fn inline_start(&mut self, element: &Element) {
        let name = element.name.as_str();
        match name {
            "b" | "strong" => self.open.strong += 1,
            "cite" if self.attributes_quote() => self.attribution_start(),
            "i" | "em" | "dfn" | "var" | "cite" => self.open.em += 1,
            "s" | "strike" | "del" => self.open.del += 1,
            "code" | "kbd" | "samp" | "tt" => {
                self.end_code();
                self.open.code = Some((String::new(), self.link));
            }
            "sup" => self.open.script = Some(Script::Above),
            "sub" => self.open.script = Some(Script::Below),
            "q" => self.words(self.options.quotes[0]),
            "abbr" | "acronym" => {
                let title = element.filled("title").unwrap_or_default();
                if !title.is_empty() {
                    self.lose(
                        "no-markdown-form",
                        Outcome::Kept,
                        &format!("<{name} title=\"{title}\">"),
                        "the words stay",
                    );
                }
            }
            "input" => {
                let value = element.filled("value").or(element.filled("placeholder")).unwrap_or_default();
                self.lose("form", Outcome::Lost, &format!("<input> {value}"), "left out");
            }
            "button" | "label" | "textarea" | "option" | "output" | "meter" | "progress" => {
                self.lose("form", Outcome::Kept, &format!("<{name}>"), "its words stay");
            }
            "u" | "ins" | "mark" | "small" | "big" | "font" | "ruby" | "marquee" | "blink" | "math" | "canvas"
            | "map" | "bdo" => {
                self.lose("no-markdown-form", Outcome::Kept, &format!("<{name}>"), "the words stay");
            }
            "span" | "wbr" | "bdi" | "time" | "data" | "rt" | "rp" | "rb" | "param" | "col" | "colgroup" | "area"
            | "base" | "link" | "meta" | "nobr" => {}
            _ => self.lose("unknown-element", Outcome::Kept, &format!("<{name}>"), "the words stay"),
        }
    }

    /// Whether a `<cite>` here is the author of the quotation, not a title among words.
    fn attributes_quote(&mut self) -> bool {
        let in_quote = self.frames.iter().any(|frame| matches!(frame.kind, FrameKind::Quote));
        let in_pull_quote = matches!(self.top().kind, FrameKind::Figure { .. });
        (in_quote || in_pull_quote) && self.top().inline.is_blank() && !self.is_one_line()
    }

    fn attribution_start(&mut self) {
        self.flush();
        self.open.attribution = true;
        self.words("— ");
    }

    fn attribution_end(&mut self) {
        self.open.attribution = false;
        // An author who already comes with a dash, or none at all.
        let said = self.top().inline.plain();
        let said = said.trim_start_matches(['—', ' ']).to_owned();
        if said.is_empty() || said.starts_with(['–', '-', '―']) {
            self.top().inline.runs.clear();
            self.words(&said);
        }
        self.flush();
    }

    pub(super) fn end(&mut self, name: &str) {
        if let Some(skip) = &mut self.skip {
            if skip.name == name {
                match skip.depth.checked_sub(1) {
                    Some(depth) => skip.depth = depth,
                    None => self.skip = None,
                }
            }
            return;
        }
        if matches!(self.top().kind, FrameKind::Pre { .. })
            && !matches!(name, "pre" | "xmp" | "listing" | "td" | "th" | "table")
        {
            return;
        }
        match name {
            "a" => self.link_end(),
            "b" | "strong" => self.open.strong = self.open.strong.saturating_sub(1),
            "cite" if self.open.attribution => self.attribution_end(),
            "i" | "em" | "dfn" | "var" | "cite" => self.open.em = self.open.em.saturating_sub(1),
            "s" | "strike" | "del" => self.open.del = self.open.del.saturating_sub(1),
            "code" | "kbd" | "samp" | "tt" => self.end_code(),
            "sup" | "sub" => self.open.script = None,
            "q" => self.words(self.options.quotes[1]),
            "video" | "audio" | "object" => self.recording_end(),
            "ul" | "ol" | "dir" | "li" if self.is_gallery_item(name) => self.flush(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading_end(),
            "blockquote" | "ul" | "ol" | "dir" | "li" | "figure" | "figcaption" | "pre" | "xmp" | "listing" => {
                self.term_end();
                self.close_frame(name);
            }
            "td" | "th" | "tr" | "table" => self.table_end(name),
            "div" | "dl" | "p" | "dd" | "aside" => self.division_end(name),
            "dt" | "summary" => self.term_end(),
            "br" => self.line_break(),
            _ if PLAIN_BLOCKS.contains(&name) => {
                self.term_end();
                self.flush();
            }
            _ => {}
        }
    }

    fn heading_end(&mut self) {
        if matches!(self.top().kind, FrameKind::Heading { .. }) {
            self.close_top();
        } else {
            self.flush();
        }
    }

    /// Whether the end of a list is that of a gallery, for which none was opened.
    fn is_gallery_item(&self, name: &str) -> bool {
        let last =
            self.frames.iter().rev().find(|frame| frame.name == name || matches!(frame.kind, FrameKind::Figure { .. }));
        last.is_some_and(|frame| frame.name != name)
    }

    /// Attributes that say something Markdown cannot.
    fn attributes(&mut self, element: &Element) {
        if element.is_bare() {
            return;
        }
        let mut handlers = Vec::new();
        for name in element.names() {
            if name.starts_with("on") && name.len() > 3 {
                handlers.push(format!("{name} of <{}>", element.name));
            }
        }
        for handler in handlers {
            self.lose("event-handler", Outcome::Lost, &handler, "left out");
        }
        let style = element.get("style").unwrap_or_default().to_ascii_lowercase();
        if element.get("hidden").is_some() || style.replace(' ', "").contains("display:none") {
            self.lose(
                "hidden-text",
                Outcome::Kept,
                &format!("<{}> that is hidden", element.name),
                "readers see its words",
            );
        } else if !style.trim().is_empty() || element.get("bgcolor").is_some() || element.get("color").is_some() {
            self.lose(
                "style",
                Outcome::Lost,
                "colours, sizes and alignment (style)",
                "left out: the style sheet decides",
            );
        }
    }
}

fn left_out_code(name: &str) -> &'static str {
    match name {
        "script" | "template" | "applet" => "script",
        "style" => "style",
        "svg" => "drawing",
        "select" | "datalist" => "form",
        _ => "unknown-element",
    }
}

/// The language of code, as its class says.
fn language_of(element: &Element) -> String {
    let classes = ["language-", "lang-", "brush:"];
    classes.iter().find_map(|prefix| element.class_after(prefix)).unwrap_or_default()
}
