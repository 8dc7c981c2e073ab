//! The line breaks of a title: as few lines as fit, evenly filled, without a small word at the end of one.

/// A title as words that stay together, each with its width.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    width: f32,
}

/// Breaks `text` into lines no wider than `limit`, as `width` measures. A word wider than that is cut.
pub(in crate::media) fn broken(text: &str, limit: f32, width: &dyn Fn(&str) -> f32) -> Vec<String> {
    let words: Vec<Word> = glued(text)
        .into_iter()
        .flat_map(|word| cut(word, limit, width))
        .map(|text| Word { width: width(&text), text })
        .collect();
    let space = width(" ");
    let breaks = even_breaks(&words, limit, space);
    let mut from = 0;
    let line = |to: usize| {
        let texts: Vec<&str> = words.get(from..to).unwrap_or_default().iter().map(|word| word.text.as_str()).collect();
        from = to;
        texts.join(" ")
    };
    breaks.into_iter().map(line).collect()
}

/// Words, with those that may not end a line (articles, prepositions, a number before its noun) glued to the next, and
/// a dash to the one before.
fn glued(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut sticks = false;
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let is_dash = matches!(word, "—" | "–" | "-");
        match words.last_mut() {
            Some(last) if sticks || is_dash => {
                last.push('\u{a0}');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        sticks = (1..=2).contains(&letters) && !word.ends_with(['.', ',', ':', ';', '!', '?', '»', '”']);
    }
    words
}

/// A word in parts no wider than `limit`.
fn cut(word: String, limit: f32, width: &dyn Fn(&str) -> f32) -> Vec<String> {
    if width(&word) <= limit {
        return vec![word];
    }
    if let Some((front, back)) = word.split_once('\u{a0}') {
        return [cut(front.to_owned(), limit, width), cut(back.to_owned(), limit, width)].concat();
    }
    let mut parts = vec![String::new()];
    for c in word.chars() {
        let Some(last) = parts.last_mut() else { break };
        last.push(c);
        if width(last) > limit && last.chars().count() > 1 {
            last.pop();
            parts.push(c.to_string());
        }
    }
    parts
}

/// Ends of lines such that there are as few as can be, and of those the most even: the least sum of squared gaps.
fn even_breaks(words: &[Word], limit: f32, space: f32) -> Vec<usize> {
    // For each end: lines before it, their gaps squared, and where the last of them starts.
    let mut best: Vec<(usize, f32, usize)> = vec![(0, 0.0, 0)];
    for end in 1..=words.len() {
        let mut choice = (usize::MAX, f32::MAX, end - 1);
        let mut wide = -space;
        for start in (0..end).rev() {
            wide += words.get(start).map_or(0.0, |word| word.width) + space;
            if wide > limit && start + 1 < end {
                break;
            }
            let Some((lines, gaps, _)) = best.get(start) else { break };
            let gap = (limit - wide).max(0.0);
            let found = (lines + 1, gaps + gap * gap, start);
            if (found.0, found.1) < (choice.0, choice.1) {
                choice = found;
            }
        }
        best.push(choice);
    }
    let mut ends = Vec::new();
    let mut end = words.len();
    while end > 0 {
        ends.push(end);
        end = best.get(end).map_or(0, |(.., start)| *start);
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn letters(text: &str) -> f32 {
        text.chars().count() as f32
    }

    #[test]
    fn lines_are_even_and_end_on_no_small_word() {
        for (text, limit, expected) in [
            ("Україна виходить з Оттавської конвенції", 24.0, vec!["Україна виходить", "з\u{a0}Оттавської конвенції"]),
            ("One two three four", 14.0, vec!["One two", "three four"]),
            ("Київ — столиця", 8.0, vec!["Київ\u{a0}—", "столиця"]),
            ("Абвгдежз", 3.0, vec!["Абв", "где", "жз"]),
            ("", 9.0, vec![]),
        ] {
            assert_eq!(broken(text, limit, &letters), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[а-яі — ]{0,60}", limit in 3u8..30) {
            let lines = broken(&text, f32::from(limit), &letters);
            prop_assert!(lines.iter().all(|line| letters(line) <= f32::from(limit)), "{:?}", lines);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
