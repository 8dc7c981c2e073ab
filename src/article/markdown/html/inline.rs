//! The elements within lines: paragraphs, headings, links and the text itself.

use std::borrow::Cow;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    escape::{clean, push_address, push_text},
    link::{LinkTarget, decode, resolve},
    picture::FigurePlace,
    render::{END_OF_CODE, Renderer},
};
use crate::{
    article::markdown::Slot,
    media::is_media,
    model::{no_break::no_break, sentence::say},
};

const OPEN_HEADING: [&str; 5] = ["<h2 id=\"", "<h3 id=\"", "<h4 id=\"", "<h5 id=\"", "<h6 id=\""];
const CLOSE_HEADING: [&str; 5] = ["</h2>", "</h3>", "</h4>", "</h5>", "</h6>"];
const CLOSE_LINKED_HEADING: [&str; 5] = ["</a></h2>", "</a></h3>", "</a></h4>", "</a></h5>", "</a></h6>"];

impl<'a> Renderer<'a> {
    pub(in crate::article::markdown) fn leaf(&mut self, event: &Event<'_>, at: usize) -> usize {
        match event {
            Event::Text(text) => self.prose(text),
            Event::Html(text) => self.text(text),
            Event::InlineHtml(text) => {
                // The end of an element is not a place of its own.
                if !text.starts_with("</") {
                    self.report_html(at);
                }
                self.text(text);
            }
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.text(text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak => {
                self.html.push('\n');
                self.plain.space();
            }
            Event::HardBreak => {
                self.html.push_str("<br>");
                self.plain.space();
            }
            Event::Rule => self.html.push_str("<hr>"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            // Of extensions that are off.
            Event::Start(_) | Event::End(_) | Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
        }
        at + 1
    }

    /// Writes the words of the article; within code as they are.
    pub(super) fn prose(&mut self, text: &str) {
        match no_break(text) {
            Cow::Owned(shown) if self.closers.last() != Some(&END_OF_CODE) => {
                self.plain.push_as(text, &shown, &mut self.html);
            }
            _ => self.text(text),
        }
    }

    pub(in crate::article::markdown) fn paragraph(&mut self, at: usize) -> usize {
        if let Some(image) = self.lone_image(at) {
            self.figure(image, FigurePlace::Column);
            return self.document.after(at);
        }
        if let Some(images) = self.gallery_images(at) {
            self.gallery(&images);
            return self.document.after(at);
        }
        if self.is_attribution(at) { self.enter(at, "<footer>", "</footer>") } else { self.enter(at, "<p>", "</p>") }
    }

    /// Whether a paragraph names whom the quotation around it is from: the last one there, after a dash.
    /// After a paragraph that begins with a dash too, it is a line of a dialogue.
    fn is_attribution(&self, at: usize) -> bool {
        let is_last = self.document.event(self.document.after(at)).is_some_and(is_quote_end);
        if !is_last || !self.has_dash(at) {
            return false;
        }
        // A quotation mark before a single paragraph opens a quotation, whose closing mark follows later.
        let before = at.saturating_sub(1);
        let sibling = self.document.mate(before);
        sibling < before && !self.has_dash(sibling)
    }

    fn has_dash(&self, at: usize) -> bool {
        let first = self.document.event(at + 1);
        matches!(first, Some(Event::Text(text)) if ["—", "–", "--"].iter().any(|dash| text.starts_with(dash)))
    }

    pub(in crate::article::markdown) fn heading(&mut self, at: usize, level: i8) -> usize {
        let text = clean(self.document.text(at).trim()).into_owned();
        let offset = self.offset(at);
        if text.is_empty() {
            self.report.warn(offset, "empty-heading", say("empty-heading"), "help-heading-words");
            return self.document.after(at);
        }
        let given = self.given_id(at);
        let (heading, above) = self.outline.add(level, &text, given);
        if heading.level > above + 1 {
            let levels = u32::from(heading.level - above);
            let message = say("heading-skips").with("text", text.as_str()).with("levels", levels);
            self.report.warn(offset, "heading-skips", message, "help-heading-level");
        }
        let n = usize::from(heading.level.saturating_sub(2));
        self.html.extend([OPEN_HEADING.get(n).copied().unwrap_or_default(), &heading.id, "\""]);
        // The heading is the link to itself, unless there is a link in it.
        let is_link = |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_));
        if self.document.within(at).any(is_link) {
            return self.enter(at, ">", CLOSE_HEADING.get(n).copied().unwrap_or_default());
        }
        self.html.extend(["><a href=\"#", &heading.id]);
        self.linked = true;
        self.enter(at, "\">", CLOSE_LINKED_HEADING.get(n).copied().unwrap_or_default())
    }

    /// The id that the heading at `at` was given, if it can have it.
    fn given_id(&mut self, at: usize) -> Option<&'a str> {
        let given = self.document.heading_id(at)?;
        let offset = given.source.start + self.body_offset;
        if !given.is_valid() {
            let message = say("bad-heading-id").with("id", clean(&given.id).as_ref());
            self.report.warn(offset, "bad-heading-id", message, "help-heading-id");
            return None;
        }
        if !self.outline.take_given(&given.id) {
            let message = say("duplicate-heading-id").with("id", &*given.id);
            self.report.warn(offset, "duplicate-heading-id", message, "help-own-id");
            return None;
        }
        Some(&given.id)
    }

    pub(in crate::article::markdown) fn link(
        &mut self,
        at: usize,
        kind: LinkType,
        address: &'a str,
        title: &str,
    ) -> usize {
        let mail = if kind == LinkType::Email { format!("mailto:{address}") } else { String::new() };
        let target = resolve(if mail.is_empty() { address } else { &mail }, self.context.article);
        let start = self.html.len();
        let leads_away = !matches!(target, LinkTarget::Anchor(_));
        self.html.push_str("<a href=\"");
        if self.linked || !self.push_target(at, target, address) {
            self.html.truncate(start);
            return self.enter(at, "", "");
        }
        self.links += usize::from(leads_away);
        if !title.is_empty() {
            self.html.push_str("\" title=\"");
            push_text(&mut self.html, title);
        }
        self.html.push_str("\">");
        self.linked = true;
        if self.document.mate(at) == at + 1 {
            // A link without words could be neither seen nor spoken.
            self.text(address);
        }
        self.enter(at, "", "</a>")
    }

    /// Writes the address that `target` has on the page; false where it has none, with a problem that says why.
    fn push_target(&mut self, at: usize, target: LinkTarget, written: &'a str) -> bool {
        match target {
            LinkTarget::Elsewhere(address) | LinkTarget::Site(address) => {
                push_address(&mut self.html, &address);
                self.report.address(self.offset(at), address);
            }
            LinkTarget::Anchor(anchor) => {
                self.anchors.push((self.offset(at), written));
                push_address(&mut self.html, &anchor);
            }
            LinkTarget::Article { to, fragment } => {
                Slot::Article(&to.to_string()).write(&mut self.html);
                self.push_fragment(fragment.as_deref());
                self.report.link(self.offset(at), to, fragment.as_deref().map(decode));
            }
            LinkTarget::File { name, fragment } => match (self.context.media)(&name) {
                Some(media) => {
                    self.report.media(&name);
                    push_address(&mut self.html, &media.address);
                    self.push_fragment(fragment.as_deref());
                    // Around a picture, which shows what it leads to, nothing is said.
                    let is_image = |event: &Event<'_>| matches!(event, Event::Start(Tag::Image { .. }));
                    self.linked_file = (!self.document.within(at).any(is_image)).then_some((name, media.bytes));
                }
                None => return self.missing(at, &name),
            },
            LinkTarget::Unsafe => return self.refuse(at, written),
            LinkTarget::Broken(why) => {
                let message =
                    say("broken-link-relative").with("address", clean(written).as_ref()).with("why", say(why));
                self.report.warn(self.offset(at), "broken-link", message, "help-link");
                return false;
            }
        }
        true
    }

    fn push_fragment(&mut self, fragment: Option<&str>) {
        if let Some(fragment) = fragment {
            push_address(&mut self.html, &format!("#{fragment}"));
        }
    }

    pub(in crate::article::markdown) fn missing(&mut self, at: usize, name: &str) -> bool {
        if !(self.context.refused)(name) {
            let message = say("missing-media").with("name", clean(name).as_ref());
            // `photo@large.png` and `plan@2.pdf` are files.
            let is_host = |host: &str| host.contains('.') && host.starts_with(char::is_alphabetic);
            let is_mailbox = !is_media(name) && name.split_once('@').is_some_and(|(_, host)| is_host(host));
            let help = if is_mailbox || name.starts_with("www.") { "help-whole-address" } else { "help-add-file" };
            self.report.warn(self.offset(at), "missing-media", message, help);
        }
        false
    }

    pub(in crate::article::markdown) fn refuse(&mut self, at: usize, address: &str) -> bool {
        let message = say("unsafe-link").with("address", clean(address).as_ref());
        self.report.warn(self.offset(at), "unsafe-link", message, "help-safe-scheme");
        false
    }

    /// Reports links to places of this page that turned out not to be there.
    pub(in crate::article::markdown) fn check_anchors(&mut self) {
        for (offset, anchor) in std::mem::take(&mut self.anchors) {
            let id = decode(anchor.trim().trim_start_matches('#'));
            let known = id.is_empty() || id == "top" || self.outline.has(&id) || self.notes.has(&id);
            if !known {
                let message = say("broken-anchor").with("id", clean(&id).as_ref());
                self.report.warn(offset, "broken-anchor", message, "");
            }
        }
    }
}

fn is_quote_end(event: &Event<'_>) -> bool {
    matches!(event, Event::End(TagEnd::BlockQuote(_)))
}

impl Renderer<'_> {
    /// Says which comments were left out: a writer may have meant them to be read.
    pub(in crate::article::markdown) fn report_comments(&mut self) {
        for comment in self.document.comments().iter().filter(|comment| comment.is_closed) {
            self.report.warn(
                comment.source.start + self.body_offset,
                "html-comment",
                say("html-comment"),
                "help-comment",
            );
        }
        for comment in self.document.comments().iter().filter(|comment| !comment.is_closed) {
            self.report.error(
                comment.source.start + self.body_offset,
                "html-comment",
                say("html-comment-open"),
                "help-comment-open",
            );
        }
    }

    /// Raw HTML is shown as it is typed, and reported once a block.
    pub(in crate::article::markdown) fn html_block(&mut self, at: usize) -> usize {
        self.report_html(at);
        self.enter(at, "<p>", "</p>")
    }

    pub(in crate::article::markdown) fn report_html(&mut self, at: usize) {
        self.report.warn(self.offset(at), "raw-html", say("raw-html"), "help-raw-html");
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        article::markdown::testing::{after_front_matter, codes, html, rendered},
        model::diagnostic::Place,
    };

    #[test]
    fn raw_html_is_shown_as_text() {
        assert_eq!(html("a <b onclick=\"x\">c</b>"), "<p>a &lt;b onclick=&quot;x&quot;&gt;c&lt;/b&gt;</p>");
        assert_eq!(html("<script>\nalert(1)\n</script>"), "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>");
        assert_eq!(codes("<b>a</b>\n\n<i>c</i>"), ["raw-html"; 2]);
    }

    #[test]
    fn links_lead_where_they_may() {
        for (text, made) in [
            ("[a](https://b.c/?d&e \"f\")", "<a href=\"https://b.c/?d&amp;e\" title=\"f\">a</a>"),
            ("<a@b.c>", "<a href=\"mailto:a@b.c\">a@b.c</a>"),
            ("[a](/uk/)", "<a href=\"/uk/\">a</a>"),
            ("[](/uk/)", "<a href=\"/uk/\">/uk/</a>"),
            ("[a](../../2019/b/#c)", "<a href=\"\u{1}a2019/b\u{2}#c\">a</a>"),
            ("[a](map.svg#b)", "<a href=\"/media/2025/x/map.svg#b\">a</a>\u{1}fSVG 3210000\u{2}"),
            ("[*a*](javascript:b)", "<em>a</em>"),
            ("[a](java&#10;script&colon;b)", "a"),
            ("[a](//b)", "a"),
            ("[a](../../../b)", "a"),
            ("[a](b.pdf)", "a"),
            ("<ftp://a.b>", "ftp://a.b"),
        ] {
            assert_eq!(html(text), format!("<p>{made}</p>"), "{text}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_reported() {
        for (text, code) in [
            ("[a](javascript:b)", "unsafe-link"),
            ("[a](../../../b)", "broken-link"),
            ("[a]()", "broken-link"),
            ("[a](b.pdf)", "missing-media"),
            ("[a](#c)\n\n# B", "broken-anchor"),
            ("[a](#fn-1)", "broken-anchor"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
        assert_eq!(codes("[a](#київ) [b](#%D0%BA%D0%B8%D1%97%D0%B2) [c](#) [d](#top)\n\n# Київ"), [""; 0]);
    }

    #[test]
    fn an_address_without_its_beginning_is_no_file() {
        for (text, help) in [
            ("[a](b.pdf)", "put the file"),
            ("[a](b@2x.png)", "put the file"),
            ("[a](b@large.png)", "put the file"),
            ("[a](b@home.MP4)", "put the file"),
            ("[a](b@2.pdf)", "put the file"),
            ("[a](www.b.org)", "write"),
            ("[a](www.b.org/c.png)", "write"),
            ("[a](b@c.org)", "write"),
        ] {
            let problems = rendered(text).problems;
            let found = problems.first().and_then(|found| found.help.as_ref()).map(ToString::to_string);
            assert!(found.is_some_and(|found| found.starts_with(help)), "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        let made = after_front_matter("+++\ntitle = 'ї'\n+++\n", "ї [a](../b/#%D1%97)\n\n[^1]: [c](d:e)\n");
        let [link] = made.links.as_slice() else { panic!("one link") };
        assert_eq!((link.to.to_string().as_str(), link.fragment.as_deref()), ("2025/b", Some("ї")));
        assert_eq!(link.place, Place { line: 4, column: 3 });
        assert_eq!(made.problems.first().and_then(|problem| problem.place), Some(Place { line: 6, column: 1 }));
        assert_eq!(made.blocks.first().map(|block| block.source.start), Some(21));
    }

    #[test]
    fn a_heading_links_to_itself_unless_it_links_elsewhere() {
        assert_eq!(html("# Київ *і* ми"), "<h2 id=\"київ-і-ми\"><a href=\"#київ-і-ми\">Київ <em>і</em> ми</a></h2>");
        assert_eq!(html("## [a](/b)"), "<h2 id=\"a\"><a href=\"/b\">a</a></h2>");
        assert_eq!((html("#"), codes("#")), (String::new(), vec!["empty-heading".to_owned()]));
    }

    #[test]
    fn headings_start_under_the_title_and_keep_their_steps() {
        let levels = |text| rendered(text).headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
        assert_eq!(levels("# a\n## b\n###### c"), [2, 3, 6]);
        assert_eq!(levels("### a\n#### b"), [2, 3]);
        assert_eq!(codes("## a\n#### b"), ["heading-skips"]);
        assert_eq!(codes("### a\n## b"), ["heading-skips"]);
        assert_eq!(codes("# a\n## b\n# c"), [""; 0]);
    }

    #[test]
    fn the_last_line_of_a_quotation_after_a_dash_names_whom_it_is_from() {
        for dash in ["—", "–", "--"] {
            let made = format!("<blockquote><p>a</p><footer>{dash} <em>b</em></footer></blockquote>");
            assert_eq!(html(&format!("> a\n>\n> {dash} *b*")), made);
        }
        for other in ["> — a", "— a\n\n— b", "> — a\n>\n> — b", "> a\n>\n> — b\n>\n> c"] {
            assert!(!html(other).contains("footer"), "{other}");
        }
    }

    #[test]
    fn lines_break_where_they_are_told_to() {
        assert_eq!(html("a\nb\\\nc"), "<p>a\nb<br>c</p>");
        assert_eq!(html("a\r\nb  \r\nc\r\n"), "<p>a\nb<br>c</p>");
    }
}
