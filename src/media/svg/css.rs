//! Style inside a drawing, read by a CSS parser and let through an allow-list: it may colour and place, and it may name
//! parts of the drawing itself. A rule or a declaration that does anything else is dropped, and the others stay.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

/// At-rules that hold rules. All others load something (`@import`, `@font-face`), or a drawing does without them.
const GROUPS: [&str; 7] =
    ["container", "keyframes", "-webkit-keyframes", "-moz-keyframes", "layer", "media", "supports"];
/// Functions of selectors and of conditions.
const SELECTORS: &str =
    "dir has host is lang not nth-child nth-last-child nth-last-of-type nth-of-type selector slotted style where";
/// Functions of values: colours, sums, transforms, filters, gradients, shapes. None of them loads anything.
const VALUES: &str = "abs acos asin atan atan2 blur brightness calc circle clamp color color-mix conic-gradient contrast cos \
    counter counters cubic-bezier drop-shadow ellipse env exp fit-content grayscale hsl hsla hue-rotate hwb \
    hypot icc-color inset invert lab lch light-dark linear linear-gradient log matrix matrix3d max min minmax \
    mod oklab oklch opacity path perspective polygon pow radial-gradient ray rect rem repeat \
    repeating-conic-gradient repeating-linear-gradient repeating-radial-gradient rgb rgba rotate rotate3d \
    rotatex rotatey rotatez round saturate scale scale3d scalex scaley scalez sepia sign sin skew skewx skewy \
    sqrt steps tan translate translate3d translatex translatey var";

/// A cleaned style sheet or `style` attribute, and the parts that were dropped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct CleanStyle<'a> {
    /// The part that is served.
    pub(in crate::media) kept: String,
    /// The dropped parts, in order.
    pub(in crate::media) dropped: Vec<Dropped<'a>>,
}

/// A rule or a declaration that was dropped.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::media) struct Dropped<'a> {
    /// As it is written.
    pub(in crate::media) text: &'a str,
    /// The selector of the rule that it stood in; empty where it stood in none.
    pub(in crate::media) of: &'a str,
}

impl Dropped<'_> {
    /// Its name in a report: `@font-face`, or `fill: url(a.png)` of `.river`.
    pub(in crate::media) fn name(&self) -> String {
        if !self.of.is_empty() {
            return format!("`{}` of `{}`", shortened(self.text), shortened(self.of));
        }
        let head = self.text.split('{').next().unwrap_or_default();
        format!("`{}`", shortened(head))
    }
}

/// The first 60 characters, in one line.
pub(in crate::media) fn shortened(text: &str) -> String {
    let start: String = text.chars().take(240).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}

/// A style sheet without what is not allowed.
pub(in crate::media) fn sheet(text: &str) -> CleanStyle<'_> {
    let mut reader = RuleParser { text, style: CleanStyle::default() };
    reader.rules(&mut Parser::new(text));
    reader.style
}

/// The value of a `style` attribute without what is not allowed.
pub(in crate::media) fn declarations(text: &str) -> CleanStyle<'_> {
    let StyleParser { kept, dropped, .. } = StyleParser::read(text, &mut Parser::new(text));
    CleanStyle { kept, dropped: dropped.into_iter().map(|text| Dropped { text, of: "" }).collect() }
}

/// Whether the value of an attribute that is style (`fill`, `transform`) does what style is allowed to.
pub(in crate::media) fn is_allowed(value: &str) -> bool {
    // Only functions load anything, and each has a parenthesis.
    !value.contains('(') || allowed(&mut Parser::new(value), VALUES).is_ok()
}

/// Reads to the end of `input`; an error where something is not allowed.
fn allowed(input: &mut Parser<'_>, functions: &str) -> Result<(), ParseError<()>> {
    while let Ok(token) = input.next_including_whitespace_and_comments() {
        match token.clone() {
            Token::UnquotedUrl(to) if is_local(&to) => {}
            Token::Function(name) if name.eq_ignore_ascii_case("url") => input.parse_nested_block(local_url)?,
            Token::Function(name) if !functions.split(' ').any(|known| name.eq_ignore_ascii_case(known)) => {
                return Err(ParseError::unexpected_token());
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                input.parse_nested_block(|inner| allowed(inner, functions))?;
            }
            Token::UnquotedUrl(_) | Token::AtKeyword(_) | Token::CurlyBracketBlock => {
                return Err(ParseError::unexpected_token());
            }
            other if other.is_parse_error() => return Err(ParseError::unexpected_token()),
            _ => {}
        }
    }
    Ok(())
}

fn local_url(input: &mut Parser<'_>) -> Result<(), ParseError<()>> {
    let is_local = is_local(input.expect_string()?);
    if is_local { Ok(()) } else { Err(ParseError::unexpected_token()) }
}

/// Whether an address is that of a part of the drawing itself.
fn is_local(address: &str) -> bool {
    address.trim_start().starts_with('#')
}

/// The text before the rules of a group: `@media` and its condition.
struct RuleGroup<'i> {
    name: &'static str,
    condition: &'i str,
}

/// Reads the rules of a style sheet.
struct RuleParser<'i> {
    text: &'i str,
    style: CleanStyle<'i>,
}

impl<'i> RuleParser<'i> {
    fn rules(&mut self, input: &mut Parser<'i>) {
        let mut rules = StyleSheetParser::new(input, self);
        while let Some(rule) = rules.next() {
            if let Err((_, text, _)) = rule {
                rules.parser.style.dropped.push(Dropped { text, of: "" });
            }
        }
    }
}

impl<'i> QualifiedRuleParser<'i> for RuleParser<'i> {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        let start = input.position();
        allowed(input, SELECTORS)?;
        Ok(input.slice_from(start).trim())
    }

    fn parse_block(&mut self, of: &'i str, _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        let StyleParser { kept, dropped, .. } = StyleParser::read(self.text, input);
        if !kept.is_empty() {
            self.style.kept.extend([of, "{", &kept, "}"]);
        }
        self.style.dropped.extend(dropped.into_iter().map(|text| Dropped { text, of }));
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for RuleParser<'i> {
    type Prelude = RuleGroup<'i>;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Self::Prelude, ParseError<()>> {
        let group = GROUPS.into_iter().find(|group| name.eq_ignore_ascii_case(group));
        let group = group.ok_or_else(ParseError::unexpected_token)?;
        let start = input.position();
        allowed(input, SELECTORS)?;
        Ok(RuleGroup { name: group, condition: input.slice_from(start).trim() })
    }

    fn parse_block(
        &mut self,
        RuleGroup { name, condition }: RuleGroup<'i>,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let before = self.style.kept.len();
        self.style.kept.extend(["@", name, " ", condition, "{"]);
        let empty = self.style.kept.len();
        self.rules(input);
        if self.style.kept.len() == empty {
            self.style.kept.truncate(before);
        } else {
            self.style.kept.push('}');
        }
        Ok(())
    }
}

/// Reads the declarations of a rule.
struct StyleParser<'i> {
    /// The whole text that the declarations are a part of.
    text: &'i str,
    kept: String,
    dropped: Vec<&'i str>,
}

impl<'i> StyleParser<'i> {
    fn read(text: &'i str, input: &mut Parser<'i>) -> Self {
        let mut body = StyleParser { text, kept: String::new(), dropped: Vec::new() };
        let mut items = RuleBodyParser::new(input, &mut body);
        while let Some(item) = items.next() {
            if let Err((_, text, _)) = item {
                items.parser.dropped.push(text.trim_end_matches(';'));
            }
        }
        body
    }
}

impl<'i> DeclarationParser<'i> for StyleParser<'i> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        _: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<(), ParseError<()>> {
        allowed(input, VALUES)?;
        let written = input.slice_from(start.position());
        let is_last = written.as_bytes().as_ptr_range().end == self.text.as_bytes().as_ptr_range().end;
        let written = written.trim();
        // A part that is still open at the end would include the text after it.
        if is_last && !is_closed(written) {
            return Err(ParseError::unexpected_token());
        }
        if !self.kept.is_empty() {
            self.kept.push(';');
        }
        self.kept.push_str(written);
        Ok(())
    }
}

/// Whether no string, comment or parenthesis is left open.
fn is_closed(text: &str) -> bool {
    let probe = format!("{text}}}");
    let mut input = Parser::new(&probe);
    let mut is_closed = false;
    while let Ok(token) = input.next_including_whitespace_and_comments() {
        is_closed = *token == Token::CloseCurlyBracket;
    }
    is_closed
}

impl<'i> AtRuleParser<'i> for StyleParser<'i> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

impl<'i> QualifiedRuleParser<'i> for StyleParser<'i> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl<'i> RuleBodyItemParser<'i, (), ()> for StyleParser<'i> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> (String, Vec<String>) {
        let style = sheet(text);
        (style.kept, style.dropped.iter().map(Dropped::name).collect())
    }

    #[test]
    fn a_rule_that_loads_something_goes_alone_and_is_named() {
        for (rule, name) in [
            ("@import 'https://e.example';", "`@import 'https://e.example'`"),
            ("@import url(a.css) screen;", "`@import url(a.css) screen`"),
            ("@\\69mport 'x';", "`@\\69mport 'x'`"),
            ("@font-face { font-family: X; src: url(data:font/woff2;base64,AA==) }", "`@font-face`"),
            ("@namespace svg 'http://e.example';", "`@namespace svg 'http://e.example'`"),
            (".b{fill:url(data:image/png;base64,AA==)}", "`fill:url(data:image/png;base64,AA==)` of `.b`"),
            (".b{mask:url( \"a.svg#m\" )}", "`mask:url( \"a.svg#m\" )` of `.b`"),
            (".b{mask:\\75rl(x)}", "`mask:\\75rl(x)` of `.b`"),
            (".b{cursor:image-set('x' 1x)}", "`cursor:image-set('x' 1x)` of `.b`"),
            (".b{width:expression(alert(1))}", "`width:expression(alert(1))` of `.b`"),
            (".b{fill:ur/**/l(x)}", "`fill:ur/**/l(x)` of `.b`"),
            (".b{a:src(x)}", "`a:src(x)` of `.b`"),
            (".b{--x:url(//e)}", "`--x:url(//e)` of `.b`"),
            (".b{a:url(x y)}", "`a:url(x y)` of `.b`"),
        ] {
            let text = format!(".a{{fill:red}}{rule}.c{{fill:url(#a)}}");
            assert_eq!(cleaned(&text), (".a{fill:red}.c{fill:url(#a)}".into(), vec![name.into()]), "{rule}");
            let inside = format!("@media print{{{text}}}");
            assert_eq!(cleaned(&inside).0, "@media print{.a{fill:red}.c{fill:url(#a)}}", "{rule}");
        }
    }

    #[test]
    fn a_declaration_goes_alone() {
        let text = ".a{fill:red;background:url(//e);stroke:blue}";
        assert_eq!(cleaned(text), (".a{fill:red;stroke:blue}".into(), vec!["`background:url(//e)` of `.a`".into()]));
        let style = declarations("fill:red; mask: url(a.svg) ;stroke : blue;");
        assert_eq!(
            (style.kept.as_str(), style.dropped[0].name().as_str()),
            ("fill:red;stroke : blue", "`mask: url(a.svg)`")
        );
    }

    #[test]
    fn what_only_colours_and_places_stays_as_it_is() {
        for text in [
            ".a{fill:url(#a)}",
            ".a{fill:url( '#a' ) none;stroke:RGB(1 2 3 / 50%)!important}",
            "path:not(.b)>g[data-x=\"url(1)\"]:nth-child(2n + 1){transform:translate(1px,2px) rotate(4deg)}",
            "@media (prefers-color-scheme: dark){.a{fill:#fff}}",
            "@keyframes x{from{opacity:0}50%{opacity:calc(1 - var(--a,.5))}}",
            ".a::before{content:'url(x) @import'}",
            ":root{--a:#fff}",
        ] {
            assert_eq!(cleaned(text), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_left_open_at_the_end_takes_nothing_with_it() {
        for (text, left) in [
            (".a{fill:red", ".a{fill:red}"),
            (".a{fill:red}.b{fill:rgb(1", ".a{fill:red}"),
            (".a{fill:red}.b{a:'x", ".a{fill:red}"),
            (".a{fill:red}.b{a:x/* ", ".a{fill:red}"),
            ("@media print{.a{fill:red", "@media print{.a{fill:red}}"),
            (".a{fill:red}}.b{fill:blue}", ".a{fill:red}"),
        ] {
            assert_eq!(cleaned(text).0, left, "{text}");
        }
        let deep = "@media print{".repeat(500) + ".a{fill:red}";
        assert_eq!(cleaned(&deep).0, "");
    }

    #[test]
    fn only_parts_of_the_drawing_may_be_named() {
        for (value, expected) in [
            ("url(#a)", true),
            ("translate(1 2) rotate(5)", true),
            ("Куряча нога (url)", true),
            ("url(a.png)", false),
            ("URL(//e)", false),
            ("ur/**/l(x) url(#a)", false),
            ("url(#a) url(b)", false),
        ] {
            assert_eq!(is_allowed(value), expected, "{value}");
        }
    }

    /// Whether anything at any depth loads something.
    fn loads(input: &mut Parser<'_>) -> bool {
        let mut found = false;
        while let Ok(token) = input.next_including_whitespace_and_comments() {
            let token = token.clone();
            found |= match &token {
                Token::AtKeyword(_) | Token::UnquotedUrl(_) => true,
                Token::Function(name) => ["url", "image-set"].contains(&name.to_ascii_lowercase().as_str()),
                _ => false,
            };
            let opens = matches!(token, Token::Function(_) | Token::ParenthesisBlock | Token::CurlyBracketBlock);
            if opens || token == Token::SquareBracketBlock {
                found |= input.parse_nested_block(|inner| Ok::<_, ParseError<()>>(loads(inner))).unwrap_or(true);
            }
        }
        found
    }

    proptest! {
        #[test]
        fn what_passed_passes_again_unchanged(
            text in "([.a]?[a-c ,]{1,3}(\\{|\\}|;|:|\\(|\\)|'|\"|/\\*|\\*/|url\\(#a\\)|@media|@import|\\\\|\\[|\\]|-->|<!--)){0,14}"
        ) {
            let once = sheet(&text);
            let again = sheet(&once.kept);
            prop_assert_eq!(&again.kept, &once.kept);
            prop_assert_eq!(again.dropped, vec![]);
        }

        #[test]
        fn nothing_that_loads_passes(
            before in "\\PC{0,12}",
            load in "(@import 'x';|url\\(x\\)|u\\\\72l\\(x\\)|image-set\\('x'\\)|@font-face\\{src:url\\(x\\)\\})",
            after in "\\PC{0,12}",
        ) {
            let kept = sheet(&format!(".a{{b:{before}{load}{after}}}.c{{d:e}}")).kept;
            prop_assert!(!loads(&mut Parser::new(&kept)), "{}", kept);
        }
    }
}
