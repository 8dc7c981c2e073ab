//! Markup that did not become markup: what the parser took for text though its writer meant a link, a heading or a table.
//! Only what has no other purpose is reported; nothing in code is.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{
    html::{render::Renderer, table},
    typed::{
        EMPHASIS, FOOTNOTE, Finding, HEADING, LIST, MARKUP, TABLE, has_signs, in_text, is_alert, looks_like_title,
        masked,
    },
};

/// A run of one sign in a text, with the characters around it.
struct Run {
    offset: usize,
    sign: char,
    length: usize,
    before: char,
    after: char,
}

/// Runs that stand farther apart are no pair.
const FAR: usize = 400;

impl Renderer<'_> {
    /// Reports what was not read; `text` is the one that was rendered.
    pub(super) fn check_unread(&mut self, text: &str) {
        let (mut in_code, mut runs, mut at_start) = (false, Vec::new(), false);
        for at in 0..self.document.len() {
            let Some(event) = self.document.event(at) else { break };
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    in_code = true;
                    self.check_fence(at, kind, text);
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(_) if !in_code => {
                    let source = self.document.source(at);
                    let raw = text.get(source.clone()).unwrap_or_default();
                    let begins = at_start && raw.starts_with(['#', '-', '[', ':']);
                    if begins || has_signs(raw) {
                        let typed = masked(text, source.start, source.end);
                        if begins {
                            self.check_line(at, &typed);
                        }
                        for (offset, finding) in in_text(&typed) {
                            self.unread(source.start + offset, finding);
                        }
                        note_runs(text, source.start, &typed, &mut runs);
                    }
                }
                Event::FootnoteReference(label) if !self.notes.is_defined(label) => {
                    self.unread(self.document.source(at).start, FOOTNOTE);
                }
                Event::Start(Tag::TableRow) => self.check_row(at, text),
                Event::Start(Tag::Paragraph) => self.check_table(at, text),
                _ => {}
            }
            let is_break = matches!(event, Event::SoftBreak | Event::HardBreak);
            let is_block = is_block(event);
            at_start = is_break || matches!(event, Event::Start(Tag::Paragraph | Tag::Item));
            if is_block {
                self.check_runs(text, &mut runs);
            }
        }
    }

    fn unread(&mut self, offset: usize, (code, message, help): Finding) {
        self.report.warn(offset + self.body_offset, code, message.to_owned(), help);
    }

    /// The first text of a paragraph, an item or a line.
    fn check_line(&mut self, at: usize, typed: &str) {
        let start = self.document.source(at).start;
        let first = |rest: &str| rest.chars().next().is_some_and(char::is_alphabetic);
        let hashes = typed.bytes().take_while(|byte| *byte == b'#').count();
        let after = |n: usize| typed.get(n..).unwrap_or_default();
        let before = |back: usize| at.checked_sub(back).and_then(|at| self.document.event(at));
        let begins = matches!(before(1), Some(Event::Start(Tag::Paragraph)));
        let in_quote = begins && matches!(before(2), Some(Event::Start(Tag::BlockQuote(_))));
        let titled = hashes == 1 && begins && self.is_single_line(at) && looks_like_title(after(1));
        if titled || ((2..=6).contains(&hashes) && first(after(hashes))) {
            self.unread(start, HEADING);
        } else if typed.starts_with('-') && first(after(1)) && self.is_listed(at, typed) {
            self.unread(start, LIST);
        } else if in_quote && typed.strip_prefix("[!").is_some_and(is_alert) || typed.starts_with(":::") {
            self.unread(start, MARKUP);
        }
    }

    fn is_single_line(&self, at: usize) -> bool {
        matches!(self.document.event(at + 1), Some(Event::End(TagEnd::Paragraph)))
    }

    /// Whether a line that begins with a hyphen and no space was meant for a list: a capital letter begins it, or another
    /// such line stands next to it, or it goes on in an item.
    fn is_listed(&self, at: usize, typed: &str) -> bool {
        // `-A` and `-Xmx` are options of programs.
        let mut letters = typed.chars().skip(1);
        let worded = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let capital = worded && (!typed.is_ascii() || typed.contains(' '));
        let hyphen = |at: usize| matches!(self.document.event(at), Some(Event::Text(text)) if text.starts_with('-'));
        let other = hyphen(at + 2) || at.checked_sub(2).is_some_and(hyphen);
        let broken = at.checked_sub(1).and_then(|at| self.document.event(at));
        let begins = matches!(broken, Some(Event::Start(Tag::Paragraph)));
        let in_item = at.checked_sub(2).and_then(|at| self.document.event(at));
        let in_item = matches!(in_item, Some(Event::Start(Tag::Item)));
        !matches!(broken, Some(Event::Start(Tag::Item))) && (other || (capital && begins && !in_item))
    }

    /// A fence that nothing closes takes all that follows for code.
    fn check_fence(&mut self, at: usize, kind: &CodeBlockKind<'_>, text: &str) {
        let source = self.document.source(at);
        let block = text.get(source.clone()).unwrap_or_default();
        let Some(sign) = block.trim_start().chars().next().filter(|_| matches!(kind, CodeBlockKind::Fenced(_))) else {
            return;
        };
        let length = block.trim_start().chars().take_while(|c| *c == sign).count();
        let last = block.trim_end().lines().skip(1).last().unwrap_or_default();
        let fence = last.trim_start_matches([' ', '\t', '>']);
        if fence.chars().count() < length || fence.chars().any(|c| c != sign) {
            let message = "the block of code is not closed, so all that follows is code";
            self.report.error(
                source.start + self.body_offset,
                "unclosed-fence",
                message.to_owned(),
                "end it with a line ```` ``` ````",
            );
        }
    }

    /// Cells beyond the columns of the first row, which no page shows.
    fn check_row(&mut self, at: usize, text: &str) {
        let source = self.document.source(at);
        let row = text.get(source.clone()).unwrap_or_default();
        let cells = table::cells(row);
        if let Some(lost) = cells.get(self.document.columns(at)) {
            let shown = row.get(lost.clone()).unwrap_or_default().trim();
            let message =
                format!("the first row has fewer cells, so `{}` is not shown", super::html::escape::clean(shown));
            let help = "give the first row and the row of hyphens a cell for each column";
            self.report.error(source.start + lost.start + self.body_offset, "table-cells-lost", message, help);
        }
    }

    /// A paragraph that was meant for a table.
    fn check_table(&mut self, at: usize, text: &str) {
        let source = self.document.source(at);
        let paragraph = text.get(source.clone()).unwrap_or_default();
        let mut above = "";
        let mut offset = source.start;
        for line in paragraph.split_inclusive('\n') {
            if above.contains('|') && table::is_delimiter(line) {
                self.unread(offset, TABLE);
            }
            offset += line.len();
            above = line;
        }
    }

    /// Pairs of signs that emphasise nothing.
    fn check_runs(&mut self, text: &str, runs: &mut Vec<Run>) {
        let mut skip = false;
        for pair in runs.windows(2) {
            let [open, close] = pair else { continue };
            let alike = open.sign == close.sign && open.length == close.length;
            let within = text.get(open.offset + open.length..close.offset).unwrap_or_default();
            let worded = within.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(1).is_some());
            if skip || !alike || !worded || within.len() > FAR || open.before.is_alphanumeric() {
                skip = false;
                continue;
            }
            let glued = !open.after.is_whitespace()
                && !close.before.is_whitespace()
                && !close.before.is_alphanumeric()
                && close.after.is_alphanumeric();
            let spaced = open.length > 1
                && open.sign != '_'
                && (open.after.is_whitespace() || close.before.is_whitespace())
                && !close.after.is_alphanumeric();
            if glued || spaced {
                self.unread(open.offset, EMPHASIS);
                skip = true;
            }
        }
        runs.clear();
    }
}

/// Whether inline text ends here.
fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => {
            !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        _ => false,
    }
}

/// The runs of signs of emphasis in `typed`, which stands at `start` of `text`.
fn note_runs(text: &str, start: usize, typed: &str, runs: &mut Vec<Run>) {
    let mut before = text.get(..start).and_then(|text| text.chars().next_back()).unwrap_or(' ');
    let mut rest = typed.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if !matches!(c, '*' | '_' | '~') {
            before = c;
            continue;
        }
        let mut length = 1;
        while rest.next_if(|(_, next)| *next == c).is_some() {
            length += 1;
        }
        let offset = start + at;
        let after = text.get(offset + length..).and_then(|text| text.chars().next()).unwrap_or(' ');
        let fits = match c {
            '*' => length <= 3,
            _ => length == 2,
        };
        if fits {
            runs.push(Run { offset, sign: c, length, before, after });
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::codes;

    #[test]
    fn what_was_meant_for_markup_is_reported() {
        for (text, code) in [
            ("a[^b]", "undefined-footnote"),
            ("[текст][нема]", "undefined-reference"),
            ("[текст][]", "undefined-reference"),
            ("[a](my file.pdf)", "unread-link"),
            ("![a](my file.png)", "unread-link"),
            ("[a](https://uk.wikipedia.org/wiki/Київ_(місто)", "unread-link"),
            ("[*a* b](https://example.org/a b)", "unread-link"),
            ("[текст] (https://example.org)", "unread-link"),
            ("(текст)[https://example.org]", "unread-link"),
            ("** жирне **", "unread-emphasis"),
            ("Слово **жирне ** далі", "unread-emphasis"),
            ("**«Слово».**Далі", "unread-emphasis"),
            ("*«Слово».*Далі", "unread-emphasis"),
            ("~~ ні ~~", "unread-emphasis"),
            ("##Розділ", "unread-heading"),
            ("#Перші кроки", "unread-heading"),
            ("-Пункт", "unread-list"),
            ("-один\n-два", "unread-list"),
            ("слово {#id}", "unread-markup"),
            ("> [!NOTE]\n> текст", "unread-markup"),
            ("це ==важливо==", "unread-markup"),
            ("10 м^2^", "unread-markup"),
            ("$$x + y$$", "unread-markup"),
            ("[[Сторінка]]", "unread-markup"),
            ("{{< youtube x >}}", "unread-markup"),
            ("::: note", "unread-markup"),
            ("a <!-- b\n\nc --> d", "html-comment"),
            ("| a | b |\n|---|\n| 1 | 2 |", "unread-table"),
            ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "table-cells-lost"),
            ("```\na\n\nb", "unclosed-fence"),
            ("> ~~~\n> a\n\nb", "unclosed-fence"),
        ] {
            let found = codes(text);
            assert!(!found.is_empty() && found.iter().all(|found| found == code), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_meant_as_it_is_typed_is_not_reported() {
        for text in [
            "`** a **` `[^b]` `[a][b]`",
            "```\n** жирне **\n##Розділ\n[^b]\n```",
            "> ```\n> a\n> ```",
            "~~~~\n```\n~~~~",
            "    ** жирне **",
            "\\*\\* жирне \\*\\* \\[^b\\] \\==a\\==",
            "#Київ #війна",
            "#Київ",
            "#1 у світі",
            "2**3**4 і х**ня, б**ть",
            "файли *.txt і *.md",
            "слово* і слово**, примітка***",
            "a[i][j] і [1][2] та […][…]",
            "[sic](так в оригіналі)",
            "[12] (https://example.org)",
            "-5 градусів",
            "- -A\n- -F",
            "\\**один* і *\\*два*слово",
            "{%Y-%m-%d} і ${#COMP} і {{}",
            "x^2 + y^2 і ^_^",
            "if a == b == c",
            "[^a-z]",
            "$100 і $200",
            "Він сказав: {текст}",
            "| a | b |\n|---|---|\n| 1 | `a \\| b` |",
            "| a | b |\n|---|---|\n| 1 |",
            "a | b",
            "**жирне**, *курсив* і ~~ні~~",
            "* * *",
            "Підпис ______ і ______",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
