//! No-break spaces where a line must not end: before a dash, after № and §, within initials, between a number and its noun.
//! They are made here for every language, so writers and translators type plain spaces.

use std::borrow::Cow;

const NO_BREAK: char = '\u{a0}';

/// `text` with a no-break space in place of each plain one at which no line may end.
///
/// ```
/// use litopys::model::no_break::no_break;
///
/// assert_eq!(no_break("29 червня — наказ № 5"), "29\u{a0}червня\u{a0}— наказ №\u{a0}5");
/// ```
pub fn no_break(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, space) in text.match_indices(' ') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + space.len()..).unwrap_or_default());
        if joins(before, after) {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push(NO_BREAK);
            done = at + space.len();
        }
    }
    if done == 0 {
        return text.into();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.into()
}

/// Whether the space between the two belongs to both.
fn joins(before: &str, after: &str) -> bool {
    let (mut back, mut ahead) = (before.chars().rev(), after.chars());
    let Some(next) = ahead.next() else { return false };
    if matches!(next, '—' | '–') {
        return ahead.next().is_none_or(char::is_whitespace);
    }
    match back.next() {
        Some('№' | '§') => next.is_alphanumeric(),
        Some(digit) if digit.is_ascii_digit() => next.is_alphabetic() || is_unit(next) || is_thousands(before, after),
        Some('.') => is_initial(back.clone()) && next.is_uppercase() || is_short(back) && next.is_ascii_digit(),
        _ => false,
    }
}

fn is_unit(c: char) -> bool {
    matches!(c, '%' | '‰' | '°' | '₴' | '€' | '£' | '$')
}

/// Whether a number goes on after the space: `180 000`.
fn is_thousands(before: &str, after: &str) -> bool {
    let is_digit = char::is_ascii_digit;
    before.chars().rev().take_while(is_digit).count() <= 3 && after.chars().take_while(is_digit).count() == 3
}

/// Whether a text that is read backwards, from its full stop on, ends with one capital letter: `В. І. Вернадський`.
fn is_initial(mut back: impl Iterator<Item = char>) -> bool {
    back.next().is_some_and(char::is_uppercase) && back.next().is_none_or(is_boundary)
}

/// The same of an abbreviation of one or two letters: `т. 41`, `pp. 5–9`.
fn is_short(back: impl Iterator<Item = char>) -> bool {
    let mut back = back.skip_while({
        let mut left = 2;
        move |c| {
            left -= 1;
            left >= 0 && c.is_lowercase()
        }
    });
    back.next().is_none_or(is_boundary)
}

fn is_boundary(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '’' | '\'' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_does_not_end_within_what_is_read_together() {
        for (typed, shown) in [
            ("Київ — столиця – України", "Київ_— столиця_– України"),
            (" — після виділення", "_— після виділення"),
            ("— Так, — сказав він.", "— Так,_— сказав він."),
            ("наказ № 5859сс, § 7", "наказ №_5859сс, §_7"),
            ("18 травня 1944 року", "18_травня 1944_року"),
            ("On 29 June 2025", "On 29_June 2025"),
            ("понад 180 000 осіб, 5 %", "понад 180_000_осіб, 5_%"),
            ("у 2022 300 осіб", "у 2022 300_осіб"),
            ("В. І. Вернадського", "В._І._Вернадського"),
            ("(Т. Шевченко)", "(Т._Шевченко)"),
            ("т. 41, ст. 7, pp. 5–9", "т._41, ст._7, pp._5–9"),
            ("Так. Ні. Усе. 5 разів", "Так. Ні. Усе. 5_разів"),
            ("лист ЦК. Далі", "лист ЦК. Далі"),
            ("з 5 —6", "з 5 —6"),
            ("мова і слово ", "мова і слово "),
        ] {
            assert_eq!(no_break(typed).replace(NO_BREAK, "_"), shown);
        }
    }

    proptest! {
        #[test]
        fn only_spaces_change_and_a_second_time_nothing(text in "[а-яА-Я0-9 .№—%]{0,40}") {
            let once = no_break(&text).into_owned();
            prop_assert_eq!(once.replace(NO_BREAK, " "), &text[..]);
            prop_assert_eq!(no_break(&once), &once[..]);
        }
    }
}
