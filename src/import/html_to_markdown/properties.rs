//! What holds for any HTML.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Conversion, HtmlEvent, Options, convert, destinations::AsWritten, events};
use crate::article::markdown::{RenderContext, render};

fn converted(html: &str) -> Conversion {
    convert(html, Options::default(), &mut AsWritten)
}

/// The words that readers of the archive see.
fn shown(markdown: &str) -> String {
    let article = "2025/x".parse().unwrap();
    let context = RenderContext {
        path: "articles/2025/x/uk.md",
        article: &article,
        images: &[],
        media: &|_| None,
        refused: &|_| false,
        languages: &[],
    };
    render(markdown, 0, &context).plain
}

/// The words of HTML outside of what no reader sees.
fn said(html: &str) -> String {
    let mut words = String::new();
    let mut hidden: Option<String> = None;
    for event in events(html) {
        match event {
            HtmlEvent::Start(element)
                if hidden.is_none() && ["script", "style", "svg", "select"].contains(&&*element.name) =>
            {
                hidden = Some(element.name);
            }
            HtmlEvent::End(name, _) if hidden.as_ref() == Some(&name) => hidden = None,
            HtmlEvent::Text(text) if hidden.is_none() => words.push_str(&text),
            HtmlEvent::Start(_) | HtmlEvent::End(..) => words.push(' '),
            _ => {}
        }
    }
    words
}

/// The letters and digits of a text in their order: signs and spaces may move.
fn letters(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).collect()
}

/// The letters and digits of a text in no order.
fn sorted_letters(text: &str) -> String {
    let mut letters: Vec<char> = letters(text).chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Tags, and what stands between them.
const TAGS: &[&str] = &[
    "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<i>", "</i>", "<strong>", "</strong>", "<ul>", "</ul>", "<ol>",
    "</ol>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<h3 id=a>", "</h3>", "<table>",
    "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "<a href=\"https://a.b/c\">", "<a href='#a'>",
    "</a>", "<div>", "</div>", "<br>", "<hr>", "<pre>", "</pre>", "<code>", "</code>", "<sup>", "</sup>", "<del>",
    "</del>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<q>", "</q>", "<dl>", "<dt>", "<dd>", "</dl>",
    "<script>", "</script>", "<cite>", "</cite>", "<caption>", "<section>", "<span>", "</span>", "<details>",
    "<summary>", "</summary>", "<center>", "\n", "\n\n", "&nbsp;", "&amp;", "&lt;b&gt;",
];

fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(TAGS).prop_map(str::to_owned),
        3 => "[a-zїЇ0-9]{1,6} ?",
        2 => prop::sample::select(vec![
            "*", "**", "_", "`", "[x]", "(y)", "# ", "- ", "+ ", "1. ", "> ", "|", "---", "===", "~~", "!", "\\", "&copy;", "{#id}", ":::",
            "«слово».", "—", "\"", "'", "http://a.b/c", "[^1]", "[a]: b", ";", "\u{a0}", ":",
        ]).prop_map(str::to_owned),
    ]
}

fn html() -> impl Strategy<Value = String> {
    prop::collection::vec(part(), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_word_of_the_text_is_lost(html in html()) {
        let made = converted(&html);
        // Captions stand below their figures, notes at the end: the order may change, the letters may not. A script swallows
        // what follows where it is not closed.
        prop_assume!(html.matches("<script>").count() <= html.matches("</script>").count());
        // A list whose first item is empty begins with the number of the next, which our text then shows.
        let is_numbered = html.contains("<ol");
        let letters = |text: &str| {
            let text: String = text.chars().filter(|c| !(is_numbered && c.is_numeric())).collect();
            sorted_letters(&text)
        };
        let (before, after) = (letters(&said(&html)), letters(&shown(&made.markdown)));
        prop_assert_eq!(before, after, "{} => {}", html, made.markdown);
    }

    #[test]
    fn text_without_elements_is_shown_as_it_is(text in "([a-zї0-9*_`\\[\\]()#>+|~!{}:;.=^$&\\\\\"'«»—-]| ){0,40}") {
        let html = format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;"));
        let made = converted(&html);
        let plain = |text: &str| text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(plain(&shown(&made.markdown)), plain(&text), "{}", made.markdown);
    }

    #[test]
    fn every_input_is_written_as_markdown_alone(html in "(<[a-z]{1,4}( [a-z]{2,5}=[\"']?[a-z:/#]{0,9}[\"']?)?>|</[a-z]{1,4}>|\\PC){0,40}") {
        let made = converted(&html);
        // Read once more, everything has a form in Markdown.
        let again = converted(&format!("<p>{}</p>", super::escaped(&made.markdown.replace('\n', " ")).replace('<', "&lt;")));
        prop_assert!(again.losses.iter().all(|loss| loss.code != "script"));
    }
}

#[test]
fn twenty_thousand_elements_within_one_another_are_read() {
    for element in
        ["div", "blockquote", "ul", "b", "span", "table", "li", "a href=x", "figure", "sup", "svg", "dl", "pre", "p"]
    {
        let name = element.split(' ').next().unwrap();
        let html = format!("{}слово{}", format!("<{element}>").repeat(20_000), format!("</{name}>").repeat(20_000));
        let made = converted(&html);
        assert_eq!(made.markdown.contains("слово"), name != "svg", "{element}");
    }
}

#[test]
fn elements_become_markdown() {
    for (html, markdown) in [
        ("<p>Привіт, <b>світе</b>!</p>", "Привіт, **світе**!"),
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("<b>«Слово».</b>Далі", "«**Слово**».Далі"),
        ("<h1>A</h1><h3>B</h3><h2>C</h2>", "## A\n\n### B\n\n### C"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n+ b"),
        ("<blockquote><p>a</p><cite>b</cite></blockquote>", "> a\n>\n> — b"),
        ("<p>a<br>b<br/><br>c</p>", "a\\\nb\n\nc"),
        ("<pre><code class=\"language-rust\">a\n  b</code></pre>", "```rust\na\n  b\n```"),
        ("<p>H<sub>2</sub>O, m<sup>2</sup></p>", "H₂O, m²"),
        ("<p>1. a</p><p># b</p><p>a_b *c* [d] &lt;b&gt;</p>", "1\\. a\n\n\\# b\n\na_b \\*c\\* \\[d] \\<b>"),
        ("<a href='https://a.b/c d'>e</a>", "[e](https://a.b/c%20d)"),
        ("<a href='java&#10;script:x()'>e</a>", "e"),
        ("<table><tr><th>a<th>b<tr><td>c|d<td align=right>e</table>", "| a | b |\n|---|--:|\n| c\\|d | e |"),
        ("<table><tr><td><p>a</p><p>b</p></table>", "a\n\nb"),
        (
            "<p>a<sup><a href='#fn1' id=r1>1</a></sup></p><ol><li id=fn1>b <a href='#r1'>↩</a></li></ol>",
            "a[^1]\n\n[^1]: b",
        ),
        ("<iframe src='https://www.youtube.com/embed/abc'></iframe>", "[YouTube](https://www.youtube.com/watch?v=abc)"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
        ("<figure><img src=a.jpg alt=b><figcaption>c</figcaption></figure>", "![b](a.jpg)\n\nc"),
        ("<p>a!<a href=b>c</a></p>", "a\\![c](b)"),
        ("<h2 id=part>a</h2><p><a href='#part'>b</a></p>", "## a {#part}\n\n[b](#part)"),
        ("<p><em>a <strong>b</strong></em><strong>c</strong></p>", "_a **b**_**c**"),
    ] {
        assert_eq!(converted(html).markdown.trim_end(), markdown, "{html}");
    }
}

#[test]
fn what_has_no_form_is_listed() {
    for (html, code) in [
        ("<script>a()</script>", "script"),
        ("<p onclick='a()'>b</p>", "event-handler"),
        ("<a href='javascript:a()'>b</a>", "unsafe-link"),
        ("<a href='data:text/html,x'>b</a>", "unsafe-link"),
        ("<u>a</u>", "no-markdown-form"),
        ("<p style='color:red'>a</p>", "style"),
        ("<form><input value=a></form>", "form"),
        ("<iframe src='https://a.b/c'></iframe>", "embed"),
        ("<x-y>a</x-y>", "unknown-element"),
        ("<!-- ask Olena -->", "html-comment"),
        ("<p hidden>a</p>", "hidden-text"),
        ("<img alt=a>", "picture"),
        ("<svg><text>a</text></svg>", "drawing"),
        ("<table><tr><td>a<td>b<tr><td colspan=2>c</table>", "no-markdown-form"),
    ] {
        let codes: Vec<_> = converted(html).losses.into_iter().map(|loss| loss.code).collect();
        assert!(codes.contains(&code), "{html}: {codes:?}");
    }
}

#[test]
fn the_classic_editor_breaks_lines() {
    let options = Options { line_breaks: true, ..Options::default() };
    let made = |html: &str| convert(html, options, &mut AsWritten).markdown;
    for (html, markdown) in [
        ("a\nb\n\nc", "a\\\nb\n\nc\n"),
        ("<b>a</b>\n\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\nd", "**a**\n\n- b\n- c\n\nd\n"),
        ("a<br />\nb", "a\\\nb\n"),
        ("a\n<!--more-->\nb", "a\n\nb\n"),
        ("a\r\n\r\nb", "a\n\nb\n"),
    ] {
        assert_eq!(made(html), markdown, "{html}");
    }
}
