//! Markup that did not become markup: what the parser took for text though its writer meant a link, a heading or a table.
//! Only what has no other purpose is reported; nothing in code is.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{
    emphasis::note_runs,
    events::is_block,
    html::{render::Renderer, table},
    markup_hints::{
        CONTENTS, EMOJI, FOOTNOTE, HEADING, LIST, MarkupHint, NO_TABLE, TABLE, alert, at_line, definition, has_signs,
        in_text, is_contents, item_sign, looks_like_title, masked,
    },
};
use crate::model::sentence::say;

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
                    let begins = at_start && raw.starts_with(begins_line);
                    if begins || has_signs(raw) {
                        let typed = masked(text, source.start, source.end);
                        if begins {
                            self.check_line(at, &typed);
                        }
                        for (offset, finding) in in_text(&typed) {
                            if finding == EMOJI && is_emphasised_in_word(text, source.start + offset) {
                                continue;
                            }
                            if finding.code == FOOTNOTE.code {
                                let label =
                                    typed.get(offset..).and_then(|rest| rest.strip_prefix("[^")?.split(']').next());
                                self.notes.note_undefined(label.unwrap_or_default());
                            }
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

    pub(super) fn unread(&mut self, offset: usize, finding: MarkupHint) {
        let MarkupHint { code, message, help } = finding;
        self.report.warn(offset + self.body_offset, code, say(message), help);
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
        let in_item = matches!(before(if begins { 2 } else { 1 }), Some(Event::Start(Tag::Item)));
        let below = !begins || matches!(before(2), Some(Event::End(TagEnd::Paragraph)));
        let titled = hashes == 1 && begins && self.is_single_line(at) && looks_like_title(after(1));
        let too_deep = hashes > 6 && begins && self.is_single_line(at) && after(hashes).starts_with(' ');
        let finding = if titled || too_deep || ((2..=6).contains(&hashes) && first(after(hashes))) {
            Some(HEADING)
        } else if self.is_listed(at, typed) {
            Some(LIST)
        } else {
            let in_quote = alert(typed).filter(|_| in_quote);
            let below = definition(typed).filter(|_| below && !in_item);
            in_quote.or(below).or_else(|| at_line(typed, in_item))
        };
        if let Some(finding) = finding {
            self.unread(start, finding);
        }
    }

    fn is_single_line(&self, at: usize) -> bool {
        matches!(self.document.event(at + 1), Some(Event::End(TagEnd::Paragraph)))
    }

    /// Whether a line that begins with a sign and no space was meant for a list: another such line stands next to it, or a hyphen
    /// begins a paragraph, and a capital letter follows.
    fn is_listed(&self, at: usize, typed: &str) -> bool {
        let Some(sign) = item_sign(typed) else { return false };
        // `-A` and `-Xmx` are options of programs.
        let mut letters = typed.chars().skip(1);
        let worded = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let capital = sign == '-' && worded && (!typed.is_ascii() || typed.contains(' '));
        let alike =
            |at: usize| matches!(self.document.event(at), Some(Event::Text(text)) if item_sign(text) == Some(sign));
        let is_break = |at: Option<usize>| {
            let event = at.and_then(|at| self.document.event(at));
            matches!(event, Some(Event::SoftBreak | Event::HardBreak))
        };
        let above = at.checked_sub(2).is_some_and(alike) && is_break(at.checked_sub(1));
        let other = above || (alike(at + 2) && is_break(Some(at + 1)));
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
            let offset = source.start + self.body_offset;
            self.report.error(offset, "unclosed-fence", say("unclosed-fence"), "help-fence");
        }
    }

    /// Cells beyond the columns of the first row, which no page shows.
    fn check_row(&mut self, at: usize, text: &str) {
        let source = self.document.source(at);
        let row = text.get(source.clone()).unwrap_or_default();
        let cells = table::cells(row);
        if let Some(lost) = cells.get(self.document.columns(at)) {
            let shown = row.get(lost.clone()).unwrap_or_default().trim();
            let message = say("table-cells-lost").with("text", super::html::escape::clean(shown).as_ref());
            let offset = source.start + lost.start + self.body_offset;
            self.report.error(offset, "table-cells-lost", message, "help-table-cells");
        }
    }

    /// A paragraph that was meant for a table.
    fn check_table(&mut self, at: usize, text: &str) {
        let source = self.document.source(at);
        let paragraph = text.get(source.clone()).unwrap_or_default();
        if is_contents(paragraph) {
            self.unread(source.start, CONTENTS);
        }
        let mut above = "";
        let mut offset = source.start;
        let (mut is_reported, mut cells) = (false, 0);
        for line in paragraph.split_inclusive('\n') {
            let is_delimiter = above.contains('|') && table::is_delimiter(line);
            let row = line.trim();
            let is_row = row.len() > 2 && row.starts_with('|') && row.ends_with('|');
            let before = std::mem::replace(&mut cells, if is_row { table::cells(row).len() } else { 0 });
            if is_delimiter {
                self.unread(offset, TABLE);
                is_reported = true;
            } else if cells > 1 && cells == before && !is_reported {
                self.unread(offset - above.len(), NO_TABLE);
                is_reported = true;
            }
            offset += line.len();
            above = line;
        }
    }
}

/// Whether signs of emphasis stand before the byte `at`, within a word: `aa:ff**:network:**out`.
fn is_emphasised_in_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let outside = before.trim_end_matches(['*', '_', '~']);
    outside.len() < before.len() && outside.ends_with(char::is_alphanumeric)
}

/// Whether a line that begins with this character may be markup of some kind.
fn begins_line(c: char) -> bool {
    c.is_ascii_digit() || "#-*+[:!?.=@{$•◦▪‣●·".contains(c)
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::codes;

    /// Texts, each with the code of what is found in it.
    const MEANT: &[(&str, &str)] = &[
        ("a[^b]", "undefined-footnote"),
        ("[текст][нема]", "undefined-reference"),
        ("[текст][]", "undefined-reference"),
        ("[a](my file.pdf)", "unread-link"),
        ("![a](my file.png)", "unread-link"),
        ("[a](https://uk.wikipedia.org/wiki/Київ_(місто)", "unread-link"),
        ("[*a* b](https://example.org/a b)", "unread-link"),
        ("[текст] (https://example.org)", "unread-link"),
        ("(текст)[https://example.org]", "unread-link"),
        ("(текст)[../../2019/dnipro/]", "unread-link"),
        ("** жирне **", "unread-emphasis"),
        ("Слово **жирне ** далі", "unread-emphasis"),
        ("Слово **жирне **далі", "unread-emphasis"),
        ("Слово** жирне **далі", "unread-emphasis"),
        ("Слово ** жирне **далі", "unread-emphasis"),
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
        (":::note\nтекст\n:::", "unread-markup"),
        ("!!! note\n    текст", "unread-markup"),
        ("- [x] зроблено", "unread-markup"),
        ("1. [ ] ні\n\n2. так", "unread-markup"),
        ("[toc]", "unread-markup"),
        ("[[_TOC_]]", "unread-markup"),
        ("{:toc}", "unread-markup"),
        ("H~2~O", "unread-markup"),
        ("CO~2~ тут", "unread-markup"),
        ("10^-3^ м", "unread-markup"),
        ("текст^[примітка]", "unread-markup"),
        ("[слово]{.small-caps}", "unread-markup"),
        ("Абзац {.lead}", "unread-markup"),
        ("Абзац\n{: .lead}", "unread-markup"),
        ("[a](https://example.org){target=_blank}", "unread-markup"),
        ("[[Сторінка|текст]]", "unread-markup"),
        ("![[карта.png]]", "unread-markup"),
        ("Термін\n: визначення", "unread-markup"),
        ("Термін\n\n: визначення", "unread-markup"),
        ("Привіт :smile:!", "unread-markup"),
        (":+1: і :flag-ua:", "unread-markup"),
        ("Тут **:warning:** і *:smile:*", "unread-markup"),
        ("Тут $x^2 + y^2$ і", "unread-markup"),
        ("змінна $x$", "unread-markup"),
        ("||таємниця||", "unread-markup"),
        ("++додано++", "unread-markup"),
        ("[b]жирне[/b]", "unread-markup"),
        ("[caption id=1]текст[/caption]", "unread-markup"),
        (".. note:: текст", "unread-markup"),
        ("[https://example.org текст]", "unread-link"),
        ("'''жирне'''", "unread-emphasis"),
        ("== Історія ==", "unread-heading"),
        ("####### Розділ", "unread-heading"),
        ("1.Перший\n2.Другий", "unread-list"),
        ("• один\n• два", "unread-list"),
        ("+один\n+два", "unread-list"),
        ("| a | b |\n| 1 | 2 |", "unread-table"),
        ("a <!-- b\n\nc --> d", "html-comment"),
        ("| a | b |\n|---|\n| 1 | 2 |", "unread-table"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "table-cells-lost"),
        ("```\na\n\nb", "unclosed-fence"),
        ("> ~~~\n> a\n\nb", "unclosed-fence"),
    ];

    #[test]
    fn what_was_meant_for_markup_is_reported() {
        for (text, code) in MEANT {
            let found = codes(text);
            assert!(!found.is_empty() && found.iter().all(|found| found == code), "{text}: {found:?}");
        }
    }

    #[test]
    fn signs_without_number_are_read_in_proportion_to_their_length() {
        for part in [
            ":a", ":ab: ", "$x", "$x$ ", "^[", "^[a] ", "[/b]", "[b][/b]", "[http ", "~2", "||a", "'''", "{ .a ",
            "1.a\n", "•a\n", "|a|b|\n", ": a\n",
        ] {
            let found = codes(&part.repeat(100_000 / part.len()));
            assert!(found.len() <= 100_000 / part.len() + 1, "{part}: {}", found.len());
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
            "Час 10:30:45, `:smile:`, std::vec::Vec і a:b:c",
            "$HOME/$USER, $5-$10, \\$x\\$ і $100 або $200",
            "C++ і Java++, a || b || c, if(a||b||c)",
            "1.5 км\n2.5 км",
            "- [хтось] сказав",
            "[прим.]",
            "|x| + |y|\n|z|",
            "--mac aa:ff**:network:**out",
            "~три~ і ~~H~~",
            "Стаття 1.Розділ",
            "Слово :\nдалі",
            "{a} = {b}",
            "«''слово''»",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
