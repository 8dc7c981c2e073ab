//! Style inside a drawing: it may colour and place, and it may name parts of the drawing itself, and nothing else.

/// Whether nothing in `text`, a style sheet or the value of an attribute, can fetch or run. Escapes and comments, behind
/// which a word can hide, are not read but refused.
pub(super) fn is_harmless(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let hides = lower.contains('\\') || (lower.contains("/*") && lower.contains("url"));
    let at_rule = ["@import", "@font-face", "@namespace"].iter().any(|rule| lower.contains(rule));
    let runs = ["javascript:", "expression(", "-moz-binding", "behavior:", "image(", "image-set(", "src("];
    let local = |after: &str| after.trim_start().trim_start_matches(['"', '\'']).starts_with('#');
    let fetches = lower.split("url(").skip(1).any(|after| !local(after));
    !(hides || at_rule || fetches || runs.iter().any(|word| lower.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parts_of_the_drawing_may_be_named() {
        for (text, harmless) in [
            ("fill: url(#a)", true),
            ("fill: url( '#a' )", true),
            (".a { fill: #fff }", true),
            ("Куряча нога (url)", true),
            ("url(a.png)", false),
            ("URL(//e)", false),
            ("@import 'x'", false),
            ("background: image-set('x')", false),
            ("ur/**/l(x) url(#a)", false),
            ("\\75rl(x)", false),
        ] {
            assert_eq!(is_harmless(text), harmless, "{text}");
        }
    }
}
