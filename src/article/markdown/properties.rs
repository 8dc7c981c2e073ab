//! Properties of the HTML of any text.

use proptest::prelude::*;

use super::{Rendered, Slot, testing::rendered};

/// Every tag that may be written, with the attributes it may have.
const TAGS: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "id", "class", "role", "aria-label"]),
    ("audio", &["controls", "preload", "src", "aria-label"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &["class"]),
    ("footer", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "width", "height", "class", "loading", "decoding", "fetchpriority"]),
    ("li", &["id", "value"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["tabindex"]),
    ("section", &["class", "role", "aria-label"]),
    ("small", &["class"]),
    ("strong", &[]),
    ("sup", &["id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["scope", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("track", &["kind", "src", "srclang", "label"]),
    ("ul", &[]),
    ("video", &["controls", "preload", "src", "aria-label", "poster", "width", "height"]),
];
const VOID: [&str; 4] = ["br", "hr", "img", "track"];

/// A text with much Markdown in it, well formed or not.
fn markdown() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec![
            "# ", "## ", "> ", "- ", "1. ", "    ", "\n", "\n\n", "```", "`", "*", "**", "~~", "[", "]", "](", ")", "![", "<", ">",
            "|", "|-|-|\n", "[^1]", "[^1]: ", "---\n", "\\", "&lt;", "&#1;", "\u{1}", "\u{2}", "\r\n", "\"", "'", "— ", "  \n",
            "javascript:", "JAVA\tSCRIPT&colon;", "data:", "//", "https://", "../b/", "map.svg", "lost.png", "film.mp4", "report.pdf", "![a](map.svg)", "#a", "<script>",
            "<!--", "-->", "<a@b.c>", "<javascript:x>", "[a]: javascript:x\n",
        ]).prop_map(str::to_owned),
        2 => "[a-zїЇ0-9 ]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// The tags of `html`, each as what stands between `<` and `>`. Our HTML has neither anywhere else.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).map(|rest| rest.split_once('>').expect("a tag ends").0).collect()
}

/// The attributes within a tag.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("a value ends");
        found.push((name.trim_start(), value));
        rest = after;
    }
    assert_eq!(rest, "", "{tag}");
    found
}

fn check_tag<'a>(tag: &'a str, open: &mut Vec<&'a str>) {
    if let Some(name) = tag.strip_prefix('/') {
        assert_eq!(open.pop(), Some(name));
        return;
    }
    let name = tag.split(' ').next().unwrap_or_default();
    let (_, known) = TAGS.iter().find(|(known, _)| *known == name).expect("the tag is one of ours");
    for (attribute, value) in attributes(tag) {
        assert!(known.contains(&attribute), "{tag}");
        if matches!(attribute, "href" | "src") {
            let schemes = ["http://", "https://", "mailto:", "tel:", "#", "/", "\u{1}a"];
            assert!(schemes.iter().any(|start| value.starts_with(start)) && !value.starts_with("//"), "{tag}");
        }
    }
    assert!(name != "a" || !open.contains(&"a"), "a link in a link");
    if !VOID.contains(&name) {
        open.push(name);
    }
}

fn check(made: &Rendered) {
    let html = made.html.as_str();
    let mut open = Vec::new();
    // The attribute of a track that has no value.
    let mut parts = html.split("\u{1}d");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| whole.push_str(part.split_once('\u{2}').expect("a slot ends").1));
    for tag in tags(&whole) {
        check_tag(tag, &mut open);
    }
    assert!(open.is_empty(), "{open:?}");
    let mut end = 0;
    for block in &made.blocks {
        assert_eq!(block.html.start, end);
        end = block.html.end;
    }
    assert_eq!(end, html.len());
    for block in &made.blocks {
        let links = tags(html.get(block.html.clone()).unwrap()).into_iter().filter(|tag| tag.starts_with("a href=\""));
        assert_eq!(links.filter(|tag| !tag.starts_with("a href=\"#")).count(), block.links, "{html}");
    }
    let kinds: Vec<_> = made.blocks.iter().map(|block| (block.kind, html.get(block.html.clone()).unwrap())).collect();
    let pieces = made.html.pieces();
    let found: Vec<_> = pieces.iter().map(|piece| (piece.kind, piece.html())).collect();
    let found: Vec<_> = found.iter().map(|(kind, html)| (*kind, html.as_str())).collect();
    assert_eq!(found, kinds, "what was stored is cut as it was made");
    let ids: Vec<_> = tags(html).into_iter().flat_map(attributes).filter(|(name, _)| *name == "id").collect();
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len(), "{html}");
}

fn check_slots(made: &Rendered) {
    let mut out = String::new();
    let words = ["article-table", "article-footnotes", "article-footnote-back", "article-film"];
    made.html.fill(
        |slot| match slot {
            Slot::Word(word) if words.contains(&word) => "".into(),
            Slot::Article(id) if made.links.iter().any(|link| link.to.to_string() == id) => "/".into(),
            Slot::File(facts) if facts.split_once(' ').is_some_and(|(_, bytes)| bytes == "3210000") => "".into(),
            Slot::Language("uk" | "en") | Slot::DefaultTrack("uk uk en" | "en uk en") => "".into(),
            slot => panic!("{slot:?}"),
        },
        &mut out,
    );
    let stray = |c: char| c.is_control() && !matches!(c, '\t' | '\n');
    assert!(!out.contains(stray) && !made.plain.contains(stray));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn markdown_becomes_our_tags_alone(text in markdown()) {
        let made = rendered(&text);
        check(&made);
        check_slots(&made);
    }

    #[test]
    fn any_text_becomes_our_tags_alone(text in any::<String>()) {
        let made = rendered(&text);
        check(&made);
        check_slots(&made);
    }

    #[test]
    fn any_offset_will_do(text in "[aї\n]{0,9}", offset in 0_usize..12) {
        let article = "2025/x".parse().unwrap();
        let context = super::RenderContext { path: "", article: &article, images: &[], media: &|_| None, refused: &|_| false, languages: &[] };
        super::render(&text, offset, &context);
    }
}
