//! Marks between letters: apostrophes as the site writes them, quotation marks in pairs. White space at the edges of a
//! text, which is invisible in an editor.

use super::{Ftl, LocaleMessages, MessageEntry, messages::flat_pattern::FlatPattern};
use crate::model::{diagnostic::Diagnostic, lang::Lang, look_alike::is_apostrophe, sentence::say};

/// The apostrophe of a language's words: `’` or `ʼ` where its files write that, not the typewriter's.
pub(super) struct Apostrophe(char);

impl Apostrophe {
    /// The site's choice in `locale`: the one that its words have oftener; `None` if that is the typewriter's, or
    /// where the language has no apostrophe within words.
    pub(super) fn for_locale(locale: &LocaleMessages<'_>) -> Option<Self> {
        if !has_apostrophe(locale.lang) {
            return None;
        }
        let (mut plain, mut curly, mut letter) = (0_usize, 0_usize, 0_usize);
        for (_, mark) in locale.files.iter().flat_map(|ftl| within(ftl.text())) {
            match mark {
                '’' => curly += 1,
                'ʼ' => letter += 1,
                _ => plain += 1,
            }
        }
        let (chosen, times) = if letter > curly { ('ʼ', letter) } else { ('’', curly) };
        (times > 0 && times >= plain).then_some(Apostrophe(chosen))
    }
}

fn has_apostrophe(lang: &Lang) -> bool {
    matches!(lang.id().language.as_str(), "uk" | "be")
}

/// Apostrophes of any kind between two Cyrillic letters.
fn within(text: &str) -> impl Iterator<Item = (usize, char)> {
    let is_cyrillic = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{400}'..='\u{52F}'));
    text.match_indices(is_apostrophe).filter_map(move |(at, mark)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + mark.len()..).and_then(|after| after.chars().next());
        (is_cyrillic(before) && is_cyrillic(after)).then(|| mark.chars().next().map(|mark| (at, mark))).flatten()
    })
}

/// Typewriter apostrophes within words.
pub(super) fn check_apostrophes(
    chosen: &Apostrophe,
    entry: MessageEntry<'_>,
    flat: &FlatPattern<'_>,
    out: &mut Vec<Diagnostic>,
) {
    if !flat.text.contains('\'') {
        return;
    }
    for (at, _) in within(&flat.text).filter(|(_, mark)| *mark == '\'') {
        let message = say("typewriter-apostrophe");
        let problem = Diagnostic::warning(entry.ftl.path(), "typewriter-apostrophe", message);
        out.push(
            problem.at(entry.ftl.lines.place(flat.in_file(at))).help(say("help-apostrophe").with("mark", chosen.0)),
        );
    }
}

/// Quotation marks without a partner.
pub(super) fn check_quotes(entry: MessageEntry<'_>, flat: &FlatPattern<'_>, out: &mut Vec<Diagnostic>) {
    let text: &str = &flat.text;
    // Found by their first bytes, since most texts have none.
    if !text.bytes().any(|b| matches!(b, b'"' | 0xC2 | 0xE2)) {
        return;
    }
    let marks = |wanted: &'static [char]| text.char_indices().filter(move |(_, c)| wanted.contains(c));
    let last = |wanted| marks(wanted).next_back();
    let (open, close) = (marks(&['«']).count(), marks(&['»']).count());
    let odd = [
        (if open > close { last(&['«']) } else { last(&['»']) }).filter(|_| open != close),
        unpaired(text, &['„', '“', '”']),
        unpaired(text, &['"']),
    ];
    let mut odd: Vec<_> = odd.into_iter().flatten().collect();
    odd.sort_unstable();
    let mut odd = odd.as_slice();
    while let [(at, mark), rest @ ..] = odd {
        // In `«word"` one of the two is wrong; in `«word „word` both are open.
        let is_pair = |(_, next): &(usize, char)| *mark != '»' && !matches!(next, '«' | '„');
        odd = rest.get(usize::from(rest.first().is_some_and(is_pair))..).unwrap_or_default();
        let message = say("unbalanced-quotes").with("mark", *mark).with("key", entry.key.to_string());
        let problem = Diagnostic::warning(entry.ftl.path(), "unbalanced-quotes", message);
        out.push(problem.at(entry.ftl.lines.place(flat.in_file(*at))).help(say("help-other-mark")));
    }
}

/// The last of these marks, if one of them has no partner. A mark after a digit that closes nothing stands for inches or
/// seconds: `5"`, `6'2"`.
fn unpaired(text: &str, marks: &[char]) -> Option<(usize, char)> {
    let (mut open, mut before) = (None, ' ');
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if marks.contains(&c) {
            let may_be_unit = before.is_ascii_digit() && c != '„' && c != '“';
            // In `"екран 15""` the first of the two is the inches.
            let is_unit = may_be_unit && (open.is_none() || rest.peek().is_some_and(|(_, next)| *next == c));
            open = match open {
                open if is_unit => open,
                Some(_) => None,
                None => Some((at, c)),
            };
        }
        before = c;
    }
    open
}

/// Spaces and tabs at the ends of lines.
pub(super) fn check_line_ends(ftl: &Ftl<'_>, out: &mut Vec<Diagnostic>) {
    for line in ftl.text().lines() {
        let kept = line.trim_end_matches([' ', '\t']);
        if kept.len() < line.len() && !kept.is_empty() && !kept.starts_with('#') {
            let at = line.get(kept.len()..).unwrap_or_default();
            out.push(ftl.warning("white-space", at, say("white-space-line")).help(say("help-delete")));
        }
    }
}

/// White space before and after the text: unintended, or missing where the source has some. White space in quotes is intended,
/// regardless of the source.
pub(super) fn check_edges(
    entry: MessageEntry<'_>,
    flat: &FlatPattern<'_>,
    source: Option<&FlatPattern<'_>>,
    out: &mut Vec<Diagnostic>,
) {
    if flat.text.trim().is_empty() {
        return;
    }
    let (before, after) = (flat.before(), flat.after());
    let edges = [
        (before, source.map(|source| source.before().0), 0, ["white-space-begins", "white-space-begins-none"]),
        (
            after,
            source.map(|source| source.after().0),
            flat.text.trim_end().len(),
            ["white-space-ends", "white-space-ends-none"],
        ),
    ];
    for ((space, meant), theirs, at, [some, none]) in edges {
        let problem = |message, help| {
            let message = say(message).with("key", entry.key.to_string());
            let place = entry.ftl.lines.place(flat.in_file(at.min(flat.text.len().saturating_sub(1))));
            Diagnostic::warning(entry.ftl.path(), "white-space", message).at(place).help(say(help))
        };
        if !space.is_empty() && !meant {
            out.push(problem(some, "help-delete"));
        } else if space.is_empty() && theirs.is_some_and(|theirs| !theirs.is_empty()) {
            out.push(problem(none, "help-quoted-space"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inches_and_seconds_are_no_quotation_marks() {
        for (text, at) in [
            ("екран 5\"", None),
            ("екран 5”", None),
            ("зріст 6'2\"", None),
            ("зріст 6′2″", None),
            ("\"екран 15\"\"", None),
            ("диск 5\" і \"Мрія\"", None),
            ("\"1939\" і \"1945\"", None),
            ("кут 5°30'15\"", None),
            ("“in 1939” and „1945“", None),
            ("it’s 5’ 6”", None),
            ("\"Мрія", Some(0)),
            ("Мрія\"", Some(8)),
            ("“Dream", Some(0)),
        ] {
            let found = unpaired(text, &['"']).or(unpaired(text, &['„', '“', '”']));
            assert_eq!(found.map(|(at, _)| at), at, "{text}");
        }
    }
}
