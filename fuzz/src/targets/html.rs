//! HTML read as a browser reads it, slowly and without trust: every `<` begins a tag that may be there.

/// Elements that Markdown may become; nothing else is written, whatever a text says.
const ELEMENTS: &str = " a audio blockquote br code del div em figcaption figure footer h2 h3 h4 h5 h6 hr img li ol p pre section \
                        small source picture strong sup table tbody td th thead tr track ul video ";
/// Their attributes.
const ATTRIBUTES: &str = " alt aria-label class controls decoding fetchpriority height href id kind label loading poster preload role \
                          scope sizes src srcset srclang start tabindex title type width ";
/// Elements without an end.
const VOID: [&str; 5] = ["br", "hr", "img", "source", "track"];

/// Panics where `html` holds a tag, an attribute or an address that must not be there, or is not well formed.
pub(super) fn check(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut parts = html.split('<');
    text(parts.next().unwrap_or_default());
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or_else(|| panic!("a tag without an end: <{part}"));
        text(rest);
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(ELEMENTS.contains(&format!(" {name} ")), "<{tag}>");
        attributes(tag);
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} never end");
}

fn text(text: &str) {
    assert!(!text.contains('>'), "a `>` that is no tag's: {text}");
    for after in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|name| after.starts_with(name));
        assert!(known, "a bare `&`: {text}");
    }
}

fn attributes(tag: &str) {
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("an attribute without a value: <{tag}>"));
        let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("a value without an end: <{tag}>"));
        assert!(ATTRIBUTES.contains(&format!(" {name} ")), "<{tag}>");
        text(value);
        if matches!(name, "href" | "src" | "srcset" | "poster") {
            address(value);
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
}

/// An address as a browser takes it: entities decoded, white space and control characters dropped, then the scheme.
fn address(value: &str) {
    let decoded = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let decoded = decoded.replace("&amp;", "&");
    let seen: String = decoded.chars().filter(|c| !c.is_control()).collect();
    let seen = seen.trim().to_ascii_lowercase();
    let scheme = seen.split(['/', '?', '#']).next().and_then(|head| head.split_once(':')).map(|(scheme, _)| scheme);
    let harmless = scheme.is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme));
    assert!(harmless && !seen.starts_with("//") && !seen.starts_with("/\\"), "{value}");
}
