//! HTML within Markdown, tag by tag: where an element is not whole, or has Markdown in it.

use crate::import::{Outcome, html_to_markdown::Loss};

/// Elements among words, and the Markdown that says the same.
const WRITTEN: [(&str, &str); 10] = [
    ("b", "**"),
    ("strong", "**"),
    ("i", "*"),
    ("em", "*"),
    ("del", "~~"),
    ("s", "~~"),
    ("strike", "~~"),
    ("code", "`"),
    ("tt", "`"),
    ("summary", "**"),
];
/// Elements that change no words.
const DROPPED: [&str; 13] =
    ["span", "div", "center", "section", "article", "p", "nobr", "wbr", "aside", "main", "details", "figure", "abbr"];
/// Elements that say something about their words for which Markdown has no form.
const UNSAID: [&str; 5] = ["font", "small", "big", "u", "ins"];

/// What a tag or a comment means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TagMeaning {
    /// The Markdown that stands in its place; `None`: the tag stays as it is typed.
    pub(super) markdown: Option<String>,
    /// What of it Markdown cannot say.
    pub(super) loss: Option<Loss>,
}

/// The name of the element, in small letters, and whether the tag ends it.
pub(super) fn name_of(tag: &str) -> (String, bool) {
    let inner = tag.trim_start_matches('<');
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let name = inner.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | ':')).collect::<String>();
    (name.to_ascii_lowercase(), is_end)
}

/// What becomes of a tag.
pub(super) fn meaning(tag: &str) -> TagMeaning {
    if tag.starts_with("<!--") {
        return said(String::new());
    }
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (name, is_end) = name_of(tag);
    if let Some((_, mark)) = WRITTEN.iter().find(|(known, _)| *known == name) {
        return said((*mark).to_owned());
    }
    match name.as_str() {
        "br" => said("\\\n".to_owned()),
        "hr" => said("\n\n---\n\n".to_owned()),
        "img" => match attribute(inner, "src") {
            Some(source) => {
                let alt = attribute(inner, "alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
                said(format!("![{alt}](<{}>)", source.replace(['<', '>', '\n'], "")))
            }
            None => kept(tag),
        },
        name if UNSAID.contains(&name) => {
            let loss = loss("no-markdown-form", Outcome::Kept, format!("<{name}>"), "the words stay");
            TagMeaning { markdown: Some(String::new()), loss: (!is_end).then_some(loss) }
        }
        // An anchor is a place that links may lead to.
        name if DROPPED.contains(&name)
            && (is_end || attribute(inner, "id").is_none() || matches!(name, "div" | "section")) =>
        {
            let style = attribute(inner, "style").filter(|style| !style.trim().is_empty());
            let is_title = || name == "abbr" && attribute(inner, "title").is_some();
            let loss = match style {
                Some(_) => {
                    let done = "left out: the style sheet decides";
                    Some(loss("style", Outcome::Lost, "colours, sizes and alignment (style)".to_owned(), done))
                }
                None => is_title().then(|| loss("no-markdown-form", Outcome::Kept, tag.to_owned(), "the words stay")),
            };
            TagMeaning { markdown: Some(String::new()), loss }
        }
        _ => kept(tag),
    }
}

fn said(markdown: String) -> TagMeaning {
    TagMeaning { markdown: Some(markdown), loss: None }
}

fn kept(tag: &str) -> TagMeaning {
    let done = "shown as it is typed; write it in Markdown";
    TagMeaning { markdown: None, loss: Some(loss("html-kept", Outcome::Kept, format!("HTML: {tag}"), done)) }
}

fn loss(code: &'static str, outcome: Outcome, found: String, done: &'static str) -> Loss {
    Loss { code, outcome, found, done, line: 1, count: 1 }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace));
        before && lower.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with('='))
    })?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        mark @ ('"' | '\'') => value.get(1..)?.split(mark).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    Some(value.replace("&amp;", "&").replace("&quot;", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_markdown_or_listed() {
        for (tag, markdown, code) in [
            ("<b>", Some("**"), None),
            ("</STRONG>", Some("**"), None),
            ("<br/>", Some("\\\n"), None),
            ("<u>", Some(""), Some("no-markdown-form")),
            ("</u>", Some(""), None),
            ("<font color=red>", Some(""), Some("no-markdown-form")),
            ("<p style=\"color: red\">", Some(""), Some("style")),
            ("<abbr title=\"ab\">", Some(""), Some("no-markdown-form")),
            ("<span id=\"x\">", None, Some("html-kept")),
            ("<img src='a b.png' alt=x>", Some("![x](<a b.png>)"), None),
            ("<img alt=x>", None, Some("html-kept")),
            ("<x-y>", None, Some("html-kept")),
            ("<!-- x -->", Some(""), None),
        ] {
            let made = meaning(tag);
            assert_eq!((made.markdown.as_deref(), made.loss.map(|loss| loss.code)), (markdown, code), "{tag}");
        }
    }
}
