//! What style names: `url(…)`, `@import` and the pictures of `image-set(…)`, each with its line.

use cssparser::{ParseError, Parser, Token};

/// Blocks and functions within each other that are read; no style sheet has so many.
const DEEPEST: u32 = 64;

/// The addresses in a style sheet or in a `style` attribute, each with its line, from 0.
pub(super) fn addresses(css: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    read(&mut Parser::new(css), StringUse::AreValues, DEEPEST, &mut found);
    found
}

/// What a text in quotation marks is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StringUse {
    AreAddresses,
    AreValues,
}

fn read(input: &mut Parser<'_>, texts: StringUse, depth: u32, found: &mut Vec<(u32, String)>) {
    let mut is_import = false;
    while let Ok(token) = input.next().cloned() {
        let line = input.current_source_location().line;
        let was_import = std::mem::replace(&mut is_import, false);
        let inside = match &token {
            Token::UnquotedUrl(address) => {
                found.push((line, address.to_string()));
                continue;
            }
            Token::QuotedString(address) => {
                if was_import || texts == StringUse::AreAddresses {
                    found.push((line, address.to_string()));
                }
                continue;
            }
            Token::AtKeyword(name) => {
                is_import = name.eq_ignore_ascii_case("import");
                continue;
            }
            Token::Function(name) if ["url", "src", "image-set"].iter().any(|one| name.eq_ignore_ascii_case(one)) => {
                StringUse::AreAddresses
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                StringUse::AreValues
            }
            _ => continue,
        };
        if depth > 0 {
            // Nothing in it is an error: what browsers pass over is passed over.
            _ = input.parse_nested_block(|inner| {
                read(inner, inside, depth - 1, found);
                Ok::<_, ParseError<()>>(())
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_names_what_browsers_load() {
        for (css, expected) in [
            ("a{background:url(/a.png)}", "0 /a.png"),
            ("a{}\nb{background: URL( \"/a b.png\" ) no-repeat}", "1 /a b.png"),
            ("@import '/a.css' screen;", "0 /a.css"),
            ("@import\nurl(a.css);", "1 a.css"),
            ("@font-face{src:local(\"x\"),url(/a.woff2) format(\"woff2\")}", "0 /a.woff2"),
            ("@media print{@supports (a:b){p{list-style:url(/a.svg)}}}", "0 /a.svg"),
            ("a{background:image-set(\"/a.avif\" type(\"image/avif\"))}", "0 /a.avif"),
            ("background:url(/a.png)", "0 /a.png"),
        ] {
            let found: Vec<_> = addresses(css).iter().map(|(line, address)| format!("{line} {address}")).collect();
            assert_eq!(found, [expected], "{css}");
        }
        for nothing in ["/* url(/a.png) */", "a::after{content:\"url(/a.png)\"}", "a{b:c}", "@charset \"utf-8\";", ""] {
            assert_eq!(addresses(nothing), [], "{nothing}");
        }
    }

    #[test]
    fn no_style_is_too_deep() {
        let deep = format!("{}url(/a.png)", "a{(".repeat(100_000));
        assert_eq!(addresses(&deep), []);
    }
}
