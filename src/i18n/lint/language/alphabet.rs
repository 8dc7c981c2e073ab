//! Letters that do not belong: of a neighbouring language, of another alphabet, or none at all.

use std::cell::LazyCell;

use super::{
    is_old, is_old_spelling,
    look_alike::{LookAlike, mixed},
    quotations,
};
use crate::{
    i18n::lint::{MessageEntry, messages::flat_pattern::FlatPattern},
    model::{
        diagnostic::Diagnostic,
        lang::Lang,
        look_alike::{is_cyrillic, is_latin},
        sentence::say,
    },
    site::Allowed,
};

/// Letters of the other language that no word of this one has, and the message that says so.
pub(crate) fn foreign_letters(lang: &Lang) -> (&'static [char], &'static str) {
    match lang.id().language.as_str() {
        "uk" => (&['ы', 'э', 'ъ', 'ё', 'Ы', 'Э', 'Ъ', 'Ё'], "foreign-letter-russian"),
        "ru" => (&['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'], "foreign-letter-ukrainian"),
        _ => (&[], ""),
    }
}

/// Letters that only this language has, not the other one.
fn own(lang: &Lang) -> &'static [char] {
    match lang.id().language.as_str() {
        "uk" => &['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'],
        "ru" => &['ы', 'э', 'ъ', 'ё', 'Ы', 'Э', 'Ъ', 'Ё'],
        _ => &[],
    }
}

/// Letters in `flat` of a neighbouring language, the first of the message, and of another alphabet, one a word. Words that are
/// `allowed` are accepted.
pub(in crate::i18n::lint) fn check(
    lang: &Lang,
    allowed: &Allowed,
    entry: MessageEntry<'_>,
    flat: &FlatPattern<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let (letters, _) = foreign_letters(lang);
    // One look at each letter shows that most texts have nothing to report.
    let (mut cyrillic, mut latin, mut strange, mut signs) = (false, false, false, false);
    for c in flat.text.chars() {
        cyrillic |= is_cyrillic(c);
        latin |= is_latin(c);
        strange |= letters.contains(&c);
        signs |= c == '\u{FFFD}' || is_bidi(c);
    }
    if strange || (cyrillic && latin) {
        check_words(lang, allowed, entry, flat, out);
    }
    if signs {
        check_signs(lang, entry, flat, out);
    }
}

fn check_words(
    lang: &Lang,
    allowed: &Allowed,
    entry: MessageEntry<'_>,
    flat: &FlatPattern<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let place = |at| entry.ftl.lines.place(flat.in_file(at));
    let (letters, foreign) = foreign_letters(lang);
    let quoted = quotations(&flat.text);
    let is_old = is_old(&flat.text);
    let allowed = allowed.in_text(&flat.text);
    let is_capitalised =
        LazyCell::new(|| flat.words().nth(1).is_some() && flat.words().all(|(_, word)| is_capital(word)));
    // A quotation is in its own language, and so are names.
    let is_meant = |start: usize, word: &str| {
        is_old
            || is_old_spelling(word)
            || quoted.get(quoted.partition_point(|(_, to)| *to <= start)).is_some_and(|(from, _)| *from <= start)
            || is_name(lang, &flat.text, *is_capitalised, start, word)
    };
    // A message in the other language has many such words, and is one mistake.
    let mut is_reported = out.iter().any(|problem| problem.code == "foreign-letter");
    for (start, word) in flat.words().filter(|(at, word)| !allowed.has(*at..at + word.len())) {
        let strange = word.char_indices().find(|(_, c)| letters.contains(c));
        if let Some((at, letter)) = strange.filter(|_| !is_reported && !is_meant(start, word)) {
            is_reported = true;
            let message = say(foreign).with("word", word).with("letter", letter);
            let problem = Diagnostic::error(entry.ftl.path(), "foreign-letter", message).at(place(start + at));
            out.push(problem.help(say("help-spell").with("lang", lang)));
        }
        if let Some(LookAlike { at, message, help }) = mixed(word) {
            let problem = Diagnostic::error(entry.ftl.path(), "mixed-alphabets", message).at(place(start + at));
            out.push(problem.help(help));
        }
    }
}

fn check_signs(lang: &Lang, entry: MessageEntry<'_>, flat: &FlatPattern<'_>, out: &mut Vec<Diagnostic>) {
    let place = |at| entry.ftl.lines.place(flat.in_file(at));
    for (at, letter) in flat.text.char_indices() {
        if letter == '\u{FFFD}' {
            let message = say("replacement-character").with("sign", letter);
            let problem = Diagnostic::error(entry.ftl.path(), "replacement-character", message).at(place(at));
            out.push(problem.help(say("help-type-again")));
        }
        if is_bidi(letter)
            && !(is_mark(letter) && lang.id().character_direction() == unic_langid::CharacterDirection::RTL)
        {
            let message = say("bidi-control").with("sign", format!("U+{:04X}", u32::from(letter)));
            let problem = Diagnostic::error(entry.ftl.path(), "bidi-control", message).at(place(at));
            out.push(problem.help(say("help-delete-bidi")));
        }
    }
}

/// Whether a word is a name: in capitals where no sentence begins, or in a text of capitalised words alone, and with no
/// letter that only the language of the text has.
fn is_name(lang: &Lang, text: &str, is_capitalised: bool, start: usize, word: &str) -> bool {
    if !is_capital(word) || word.contains(own(lang)) {
        return false;
    }
    let before = text.get(..start).unwrap_or_default().trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', '…', ':', '—', '–', '•']);
    !begins || is_capitalised
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Marks, embeddings, overrides and isolates of UAX 9.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks that a text written from right to left may need.
fn is_mark(c: char) -> bool {
    !matches!(c, '\u{202A}'..='\u{202E}')
}
