//! SVG let through an allow-list: a parser reads the tree, and only what draws is written again.
//!
//! A picture inside `<img>` runs nothing, but its address can be opened by itself, and people save and share it.

use std::{borrow::Cow, collections::HashSet, fmt::Write};

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use super::{
    css::{self, Dropped},
    names::{ATTRIBUTES, ELEMENTS, TEXTS},
};
use crate::model::sentence::{Sentence, say};
use crate::{
    media::{image_error::ImageError, xml},
    model::diagnostic::{Lines, Place},
};

/// A drawing with more elements is a bomb, or a mistake.
const NODES: u32 = 400_000;
/// Elements inside elements: beyond it a browser's stack is at risk, and ours.
const DEEPEST: usize = 200;
const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A drawing, and what had to be taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::media) struct CleanSvg {
    /// Width and height in CSS pixels, where it says so.
    pub(in crate::media) size: Option<(u32, u32)>,
    /// The part that is served.
    pub(in crate::media) clean: Vec<u8>,
    /// The parts that were removed because they could do harm, each once, with the place of the first.
    pub(in crate::media) removed: Vec<(Place, String)>,
}

/// Reads and cleans a drawing.
pub(in crate::media) fn read(bytes: &[u8]) -> Result<CleanSvg, ImageError> {
    let broken = |message: Sentence| ImageError::Broken(message);
    let text = std::str::from_utf8(bytes).map_err(|_| broken(say("damage-not-utf8")))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("<!ENTITY") {
        return Err(broken(say("damage-entities")));
    }
    xml::check(text, NODES as usize).map_err(|error| broken(error.into()))?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| broken(error.to_string().into()))?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(broken(say("damage-root").with("name", root.tag_name().name()).with("namespace", SVG)));
    }
    let mut writer = SvgWriter {
        text,
        depth: 0,
        out: String::with_capacity(text.len()),
        removed: Vec::new(),
        known: HashSet::new(),
    };
    writer.element(root);
    if writer.depth > DEEPEST {
        return Err(broken(say("damage-depth").with("most", DEEPEST)));
    }
    // Styles are reported before what lies in front of them in the file: in order, all places are found in one reading.
    writer.removed.sort_by_key(|(offset, _)| *offset);
    let places = Lines::new(text);
    let removed = writer.removed.into_iter().map(|(offset, what)| (places.place(offset), what)).collect();
    Ok(CleanSvg { size: size(root), clean: writer.out.into_bytes(), removed })
}

struct SvgWriter<'a> {
    text: &'a str,
    /// How deep it is; stays above [`DEEPEST`] once it was there.
    depth: usize,
    out: String,
    /// The removed parts, with their offsets.
    removed: Vec<(usize, String)>,
    /// The removed parts, to name each once.
    known: HashSet<String>,
}

impl SvgWriter<'_> {
    fn element(&mut self, node: Node<'_, '_>) {
        let name = node.tag_name().name();
        if node.tag_name().namespace() != Some(SVG) {
            // Editors keep their own data next to the drawing: it goes without a word, unless it is a page's.
            let is_page = node.tag_name().namespace().is_some_and(|space| space.contains("xhtml"));
            return if is_page {
                self.remove(node, format!("`{name}` of HTML"))
            };
        }
        match name {
            "a" => self.children(node),
            "metadata" => {}
            _ if !ELEMENTS.contains(&name) => self.remove(node, format!("`{name}`")),
            "style" => self.style(node),
            _ => self.drawn(node, name),
        }
    }

    fn drawn(&mut self, node: Node<'_, '_>, name: &str) {
        self.open(node, name);
        let empty = self.out.len() + 1;
        self.out.push('>');
        self.children(node);
        if self.out.len() > empty {
            self.out.extend(["</", name, ">"]);
        } else {
            self.out.pop();
            self.out.push_str("/>");
        }
    }

    fn children(&mut self, node: Node<'_, '_>) {
        self.depth += 1;
        if self.depth > DEEPEST {
            return;
        }
        for child in node.children() {
            if child.is_element() {
                self.element(child);
            } else if child.is_text() {
                escape(&mut self.out, child.text().unwrap_or_default(), false);
            }
        }
        if self.depth <= DEEPEST {
            self.depth -= 1;
        }
    }

    fn style(&mut self, node: Node<'_, '_>) {
        let mut texts = node.descendants().filter(Node::is_text).filter_map(|text| text.text());
        let first = texts.next().unwrap_or_default();
        let rest: String = texts.collect();
        let sheet = if rest.is_empty() { Cow::Borrowed(first) } else { Cow::Owned([first, &rest].concat()) };
        let style = css::sheet(&sheet);
        self.report(node, &style.dropped);
        if !style.kept.is_empty() {
            self.open(node, "style");
            self.out.push('>');
            escape(&mut self.out, &style.kept, false);
            self.out.push_str("</style>");
        }
    }

    /// Reports what was dropped of the style of an element, each at its own place where that is known.
    fn report(&mut self, node: Node<'_, '_>, dropped: &[Dropped<'_>]) {
        let text = self.text.as_bytes().as_ptr_range();
        for one in dropped {
            let own = one.text.as_ptr();
            let at = text.contains(&own).then(|| own.addr() - text.start.addr());
            self.remove_at(at.unwrap_or(node.range().start), one.name());
        }
    }

    fn open(&mut self, node: Node<'_, '_>, name: &str) {
        self.out.extend(["<", name]);
        if node.parent_element().is_none_or(|parent| parent.tag_name().namespace() != Some(SVG)) {
            _ = write!(self.out, " xmlns=\"{SVG}\"");
            if self.text.contains(XLINK) {
                _ = write!(self.out, " xmlns:xlink=\"{XLINK}\"");
            }
        }
        for attribute in node.attributes() {
            let prefix = match attribute.namespace() {
                None => "",
                Some(XLINK) => "xlink:",
                Some(XML) => "xml:",
                Some(_) => continue,
            };
            if let Some(value) = self.passed(node, &attribute) {
                self.out.extend([" ", prefix, attribute.name(), "=\""]);
                escape(&mut self.out, &value, true);
                self.out.push('"');
            }
        }
    }

    /// The cleaned value of an attribute; `None` if the attribute is removed.
    fn passed<'v>(&mut self, node: Node<'_, '_>, attribute: &Attribute<'v, '_>) -> Option<Cow<'v, str>> {
        let (name, value) = (attribute.name(), attribute.value());
        if name.starts_with("on") {
            self.remove(node, format!("`{name}`"));
            return None;
        }
        if name == "href" {
            let image = node.tag_name().name() == "image" && is_picture_data(value);
            let harmless = value.trim_start().starts_with('#') || image;
            if !harmless {
                self.remove(node, format!("`{name}` to `{}`", css::shortened(value)));
            }
            return harmless.then_some(Cow::Borrowed(value));
        }
        if name.starts_with("aria-") || name.starts_with("data-") || TEXTS.contains(&name) {
            return Some(Cow::Borrowed(value));
        }
        // An unknown attribute is removed without a message: none that is known to do harm is among them.
        if !ATTRIBUTES.contains(&name) {
            return None;
        }
        if name == "style" {
            let style = css::declarations(value);
            self.report(node, &style.dropped);
            return (!style.kept.is_empty()).then_some(Cow::Owned(style.kept));
        }
        if !css::is_allowed(value) {
            self.remove(node, format!("`{name}=\"{}\"`", css::shortened(value)));
            return None;
        }
        Some(Cow::Borrowed(value))
    }

    fn remove(&mut self, node: Node<'_, '_>, what: String) {
        self.remove_at(node.range().start, what);
    }

    fn remove_at(&mut self, offset: usize, what: String) {
        if !self.known.contains(&what) {
            self.removed.push((offset, what.clone()));
            self.known.insert(what);
        }
    }
}

/// Pixels within the address itself: nothing is fetched, nothing can run.
fn is_picture_data(value: &str) -> bool {
    ["png", "jpeg", "jpg", "webp", "gif"].iter().any(|kind| {
        let rest = value.trim_start().strip_prefix("data:image/").and_then(|rest| rest.strip_prefix(kind));
        rest.is_some_and(|rest| rest.starts_with(";base64,"))
    })
}

fn escape(out: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\r' => _ = write!(out, "&#13;"),
            '\n' | '\t' if in_attribute => _ = write!(out, "&#{};", u32::from(c)),
            c => out.push(c),
        }
    }
}

/// `width` and `height` in whole pixels, else those of the `viewBox`.
fn size(root: Node<'_, '_>) -> Option<(u32, u32)> {
    let pixels = |name| root.attribute(name)?.trim().trim_end_matches("px").parse::<f64>().ok();
    let sized = pixels("width").zip(pixels("height"));
    let boxed = || {
        let numbers: Vec<f64> =
            root.attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        Some((*numbers.get(2)?, *numbers.get(3)?))
    };
    let (width, height) = sized.or_else(boxed)?;
    let whole = |n: f64| (n.is_finite() && (1.0..100_000.0).contains(&n)).then(|| n.round() as u32);
    whole(width).zip(whole(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPEN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    fn cleaned(inside: &str) -> (String, Vec<String>) {
        let drawing = read(format!("{OPEN} viewBox=\"0 0 9 6\">{inside}</svg>").as_bytes()).unwrap();
        let text = String::from_utf8(drawing.clean).unwrap();
        let inner = text.strip_prefix(&format!("{OPEN} viewBox=\"0 0 9 6\"")).unwrap();
        let inner = inner.strip_prefix('>').and_then(|rest| rest.strip_suffix("</svg>")).unwrap_or("");
        (inner.to_owned(), drawing.removed.into_iter().map(|(_, what)| what).collect())
    }

    #[test]
    fn what_draws_stays() {
        for inside in [
            "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"red\"/></linearGradient></defs>",
            "<rect x=\"1\" y=\"1\" width=\"2\" height=\"2\" fill=\"url(#a)\" style=\"stroke:#000\"/>",
            "<text x=\"1\" xml:lang=\"uk\" font-family=\"serif\">Дніпро &lt; 5</text>",
            "<use xlink:href=\"#a\"/>",
            "<style>.a{fill:url(#a)}</style>",
            "<image href=\"data:image/png;base64,AA==\" width=\"1\" height=\"1\"/>",
        ] {
            assert_eq!(cleaned(inside), (inside.to_owned(), vec![]), "{inside}");
        }
    }

    #[test]
    fn what_could_do_harm_goes_and_is_reported() {
        for (inside, left, reported) in [
            ("<script>alert(1)</script>", "", "`script`"),
            ("<g><script/></g>", "<g/>", "`script`"),
            ("<rect onclick=\"x()\" x=\"1\"/>", "<rect x=\"1\"/>", "`onclick`"),
            ("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>", "", "`foreignObject`"),
            ("<p xmlns=\"http://www.w3.org/1999/xhtml\"/>", "", "`p` of HTML"),
            ("<use href=\"https://evil.example/a.svg#x\"/>", "<use/>", "`href` to `https://evil.example/a.svg#x`"),
            ("<image xlink:href=\"http://e.example/pixel\"/>", "<image/>", "`href` to `http://e.example/pixel`"),
            ("<use href=\"data:image/svg+xml;base64,AA\"/>", "<use/>", "`href` to `data:image/svg+xml;base64,AA`"),
            ("<rect fill=\"url(https://e.example/a)\"/>", "<rect/>", "`fill=\"url(https://e.example/a)\"`"),
            ("<rect style=\"fill:u\\72l(//e)\"/>", "<rect/>", "`fill:u\\72l(//e)`"),
            ("<style>@import 'https://e.example'</style>", "", "`@import 'https://e.example'`"),
            ("<style>@font-face{src:url(x)}.a{fill:red}</style>", "<style>.a{fill:red}</style>", "`@font-face`"),
            ("<rect style=\"fill:red;mask:url(//e)\"/>", "<rect style=\"fill:red\"/>", "`mask:url(//e)`"),
            ("<animate attributeName=\"href\" to=\"javascript:x\"/>", "", "`animate`"),
            ("<set attributeName=\"onload\"/>", "", "`set`"),
            ("<feImage href=\"https://e.example\"/>", "", "`feImage`"),
        ] {
            assert_eq!(cleaned(inside), (left.to_owned(), vec![reported.to_owned()]), "{inside}");
        }
    }

    #[test]
    fn a_link_leaves_its_drawing_and_an_editors_data_goes_in_silence() {
        assert_eq!(cleaned("<a href=\"javascript:x()\"><path d=\"M0 0\"/></a>"), ("<path d=\"M0 0\"/>".into(), vec![]));
        assert_eq!(
            cleaned("<metadata><x xmlns=\"urn:x\"/></metadata><n xmlns=\"urn:inkscape\"/>"),
            (String::new(), vec![])
        );
    }

    #[test]
    fn each_removal_has_the_place_where_it_stands() {
        let text = format!("{OPEN}>\n<style>.a{{x:y}}\n  @import 'є';\n@font-face{{}}</style>\n <script/></svg>");
        let places: Vec<_> = read(text.as_bytes()).unwrap().removed.into_iter().map(|(place, _)| place).collect();
        let place = |line, column| Place { line, column };
        assert_eq!(places, [place(3, 3), place(4, 1), place(5, 2)]);
        // Within a tag, what is dropped of a style stands behind the tag's own place, at which the rest is reported.
        let rect = |n: usize| format!("<rect style=\"fill:url(//e{n})\" onx{n}=\"\"/>\n");
        let text = format!("{OPEN}>\n{}</svg>", (0..9).map(rect).collect::<String>());
        let drawing = read(text.as_bytes()).unwrap();
        let lines: Vec<_> = drawing.removed.iter().map(|(place, _)| place.line as usize).collect();
        assert_eq!(lines, (2..11).flat_map(|line| [line, line]).collect::<Vec<_>>(), "{:?}", drawing.removed);
        assert!(drawing.removed.is_sorted_by_key(|(place, _)| *place));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for wrong in [
            "",
            "<svg>",
            "<svg xmlns=\"x\"/>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>",
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
        for (rich, reported) in [
            ("<g ".to_owned() + &(0..300).map(|n| format!(" a{n}=''")).collect::<String>() + "/>", "attributes"),
            ((0..60).map(|n| format!("<g xmlns:a{n}='x'/>")).collect(), "namespaces"),
            ("<g x='='/>".repeat(600_000), "at most"),
        ] {
            let refusal = read(format!("{OPEN}>{rich}</svg>").as_bytes()).unwrap_err().to_string();
            assert!(refusal.contains(reported), "{refusal}");
        }
        let deep = format!("{OPEN}>{}{}</svg>", "<g a=\"/>\">".repeat(100_000), "</g>".repeat(100_000));
        assert!(read(deep.as_bytes()).unwrap_err().to_string().contains("nested deeper"));
    }

    proptest! {
        #[test]
        fn what_passed_passes_again_unchanged(inside in "(<(g|a|script|style|text|rect)( on?x=\"[a-z#:(]{0,9}\")?(/)?>|</(g|a|text)>|[a-z&;]){0,12}") {
            let text = format!("{OPEN}>{inside}</svg>");
            if let Ok(drawing) = read(text.as_bytes()) {
                let again = read(&drawing.clean).unwrap();
                prop_assert_eq!(&again.clean, &drawing.clean);
                prop_assert_eq!(again.removed, []);
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
            _ = read(text.as_bytes());
            _ = read(format!("{OPEN}>{text}</svg>").as_bytes());
        }
    }
}
