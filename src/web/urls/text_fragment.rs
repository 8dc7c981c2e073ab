//! The end of a link that opens a page at the words that were found: `#_k3fp9:~:text=…`. A browser that knows text
//! fragments (<https://wicg.github.io/scroll-to-text-fragment/>) marks the words and scrolls to them; any other goes to the
//! anchor of their block.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::search::{ExcerptPart, Hit};

/// Words to either side that distinguish the right one of several alike.
const AROUND: usize = 2;
/// Places for the browser to mark; it scrolls to the first that it finds.
const MOST: usize = 3;

/// The fragment for the address of a found article; empty if the page shows another version than the one that
/// was quoted, or nothing is marked.
pub(in crate::web) fn passage(hit: &Hit) -> String {
    if hit.found_in().is_some() {
        return String::new();
    }
    let directives: Vec<String> = directives(&hit.excerpt).take(MOST).collect();
    if directives.is_empty() {
        return String::new();
    }
    format!("#{}:~:{}", hit.anchor.as_deref().unwrap_or_default(), directives.join("&"))
}

/// A directive for each thing marked, in order.
fn directives(parts: &[ExcerptPart]) -> impl Iterator<Item = String> + '_ {
    let marked = parts.iter().enumerate().filter(|(_, part)| part.marked);
    marked.map(|(at, part)| {
        let before = text(parts.get(..at));
        let after = text(parts.get(at + 1..));
        let before = before.trim_start_matches('…');
        let before: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
        let before = before.into_iter().rev().collect::<Vec<_>>().join(" ");
        let after: Vec<&str> = after.trim_end_matches('…').split_whitespace().take(AROUND).collect();
        directive(&before, &part.text, &after.join(" "))
    })
}

fn text(parts: Option<&[ExcerptPart]>) -> String {
    parts.unwrap_or_default().iter().map(|part| part.text.as_str()).collect()
}

/// `text=before-,words,-after`, the parts that there are.
fn directive(before: &str, words: &str, after: &str) -> String {
    let mut out = String::from("text=");
    if !before.is_empty() {
        out.extend([encoded(before).as_str(), "-,"]);
    }
    out.push_str(&encoded(words));
    if !after.is_empty() {
        out.extend([",-", encoded(after).as_str()]);
    }
    out
}

/// `-`, `,` and `&` part a directive, so that nothing but letters and digits of ASCII stands as it is.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    fn part(text: &str, marked: bool) -> ExcerptPart {
        ExcerptPart { text: text.to_owned(), marked }
    }

    /// Reads a directive as the specification does: (before, words, after).
    fn read(directive: &str) -> (String, String, String) {
        let mut tokens: Vec<&str> = directive.strip_prefix("text=").unwrap().split(',').collect();
        let before = tokens.first().filter(|token| token.ends_with('-')).map(|token| &token[..token.len() - 1]);
        let after = tokens.last().filter(|token| token.starts_with('-')).map(|token| &token[1..]);
        if before.is_some() {
            tokens.remove(0);
        }
        if after.is_some() {
            tokens.pop();
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        assert_eq!(tokens.len(), 1, "{directive}");
        (decoded(before.unwrap_or_default()), decoded(tokens[0]), decoded(after.unwrap_or_default()))
    }

    #[test]
    fn the_words_beside_tell_which_of_several_is_meant() {
        let parts = [part("… вихід з Оттавської ", false), part("конвенції", true), part(" — договору, що …", false)];
        let made: Vec<_> = directives(&parts).collect();
        assert_eq!(made.len(), 1);
        assert_eq!(read(&made[0]), ("з Оттавської".to_owned(), "конвенції".to_owned(), "— договору,".to_owned()));
        assert!(made[0].ends_with(",-%E2%80%94%20%D0%B4%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80%D1%83%2C"), "{}", made[0]);
    }

    #[test]
    fn nothing_marked_is_no_directive() {
        assert_eq!(directives(&[part("Лише підсумок", false)]).count(), 0);
    }

    proptest! {
        #[test]
        fn a_browser_reads_the_words_that_were_marked(
            before in "([-,&=%#»…]|\\PC| ){0,30}",
            words in "([-,&=%#]|\\PC){1,20}",
            after in "([-,&=%#«…]|\\PC| ){0,30}",
        ) {
            let made: Vec<_> = directives(&[part(&before, false), part(&words, true), part(&after, false)]).collect();
            prop_assert_eq!(made.len(), 1);
            prop_assert!(made[0].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=%,-".contains(&byte)), "{}", made[0]);
            let (prefix, found, suffix) = read(&made[0]);
            prop_assert_eq!(found, words);
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(squeezed(&before).ends_with(&prefix), "{before} {prefix}");
            prop_assert!(squeezed(&after).starts_with(&suffix), "{after} {suffix}");
        }
    }
}
