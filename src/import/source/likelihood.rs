//! Whether letters are words: by that an encoding is chosen where a file does not say, or says it wrongly.

/// How much a text looks like words: small letters within words of one alphabet count, capitals within them and signs do not.
pub(super) fn likelihood(text: &str) -> i64 {
    let letters: Vec<char> = text.chars().collect();
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52F}').contains(&c);
    let mut score = 0;
    for pair in letters.windows(2) {
        let &[before, c] = pair else { continue };
        if c.is_ascii() {
            continue;
        }
        score += match () {
            () if is_cyrillic(c) && c.is_lowercase() && (is_cyrillic(before) || !before.is_alphanumeric()) => 2,
            () if is_cyrillic(c) && c.is_uppercase() && !before.is_alphanumeric() => 1,
            () if is_cyrillic(c) && c.is_uppercase() && before.is_lowercase() => -2,
            // A letter with a mark stands alone among those of ASCII: «naïve», not «Ïðèâ³ò».
            () if c.is_alphabetic() && !is_cyrillic(c) && before.is_ascii_alphabetic() && c.is_lowercase() => 2,
            () if c.is_alphabetic() && !is_cyrillic(c) => -1,
            () if matches!(c, '«' | '»' | '—' | '–' | '’' | '“' | '”' | '…' | '№' | '\u{A0}') => 1,
            () => -1,
        };
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_likelier_than_their_bytes_in_another_encoding() {
        for (right, wrong) in [("Привіт, світе", "Ïðèâ³ò, ñâ³òå"), ("Привет", "рТЙЧЕФ"), ("naïve été", "naпve йtй")]
        {
            assert!(likelihood(right) > likelihood(wrong), "{right}");
        }
    }
}
