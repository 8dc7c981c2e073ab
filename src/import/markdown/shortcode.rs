//! Shortcodes: `{{< name … >}}` and `{{% name … %}}` of Hugo, `{{ name(…) }}` and `{% name(…) %}` of Zola, with what stands between
//! an opening and a closing one.

use std::ops::Range;

/// How shortcodes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `{{< figure src="a.png" >}}`.
    Hugo,
    /// `{{ youtube(id="x") }}` and `{% quote(author="x") %}…{% end %}`.
    Zola,
}

/// The arguments of a shortcode, in their order; one without a name has an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments(pub Vec<(String, String)>);

/// A shortcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcode {
    /// Its name.
    pub name: String,
    /// Its arguments.
    pub arguments: Arguments,
    /// What stands between it and the closing one; `None` where there is none.
    pub inner: Option<String>,
    /// As it is typed, up to its end.
    pub typed: String,
    /// The line on which it begins, from 1.
    pub line: u64,
}

impl Arguments {
    /// The argument with one of these names.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        let named = names.iter().find_map(|name| self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
        named.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// The argument at a place, among those without a name.
    pub fn at(&self, place: usize) -> Option<&str> {
        self.0.iter().filter(|(name, _)| name.is_empty()).nth(place).map(|(_, value)| value.as_str())
    }

    /// The argument with one of these names, else the first without a name.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        self.get(names).or_else(|| self.at(0))
    }
}

/// A tag in the text.
struct Tag {
    range: Range<usize>,
    name: String,
    arguments: Arguments,
    is_closing: bool,
    /// Whether it needs no closing one: `{{< x />}}`, `{{ x() }}`.
    is_whole: bool,
}

/// Shortcodes in one another.
const DEEPEST: usize = 16;

/// `text` with what `write` makes of each shortcode; `None` from it leaves the shortcode as it is typed. Inner ones come first.
/// Escaped ones (`{{</* x */>}}`) stand as they are meant to be read.
pub fn expanded(text: &str, style: Style, write: &mut dyn FnMut(&Shortcode) -> Option<String>) -> String {
    // Each shortcode starts with two signs; most texts have none.
    if !text.contains("{{") && !text.contains("{%") {
        return text.to_owned();
    }
    let tags = tags(text, style);
    let mates = mates(&tags);
    let mut out = String::with_capacity(text.len());
    let walk = Walk { text, tags: &tags, mates: &mates };
    walk.write(0..tags.len(), 0..text.len(), 0, &mut out, write);
    match style {
        Style::Hugo => unescaped(out),
        Style::Zola => out,
    }
}

struct Walk<'a> {
    text: &'a str,
    tags: &'a [Tag],
    /// The closing tag of each opening one.
    mates: &'a [Option<usize>],
}

impl Walk<'_> {
    fn write(
        &self,
        tags: Range<usize>,
        bytes: Range<usize>,
        depth: usize,
        out: &mut String,
        write: &mut dyn FnMut(&Shortcode) -> Option<String>,
    ) {
        let (mut at, mut done) = (tags.start, bytes.start);
        while let Some(tag) = self.tags.get(at).filter(|_| at < tags.end) {
            out.push_str(self.text.get(done..tag.range.start).unwrap_or_default());
            let mate = self.mates.get(at).copied().flatten().filter(|mate| *mate < tags.end && depth < DEEPEST);
            let close = mate.and_then(|mate| self.tags.get(mate));
            let end = close.map_or(tag.range.end, |close| close.range.end);
            let inner = close.map(|close| {
                let mut inner = String::new();
                let range = tag.range.end..close.range.start;
                self.write(at + 1..mate.unwrap_or(at + 1), range, depth + 1, &mut inner, write);
                inner
            });
            let typed = match (&inner, close) {
                (Some(inner), Some(close)) => {
                    let tag = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
                    format!("{}{inner}{}", tag(&tag_range(self.tags, at)), tag(&close.range))
                }
                _ => self.text.get(tag.range.clone()).unwrap_or_default().to_owned(),
            };
            let line = self.text.get(..tag.range.start).map_or(1, |before| before.matches('\n').count() as u64 + 1);
            let shortcode = Shortcode { name: tag.name.clone(), arguments: tag.arguments.clone(), inner, typed, line };
            match write(&shortcode).filter(|_| !tag.is_closing) {
                Some(made) => out.push_str(&made),
                None => out.push_str(&shortcode.typed),
            }
            done = end;
            at = mate.map_or(at, |mate| mate) + 1;
        }
        out.push_str(self.text.get(done..bytes.end).unwrap_or_default());
    }
}

fn tag_range(tags: &[Tag], at: usize) -> Range<usize> {
    tags.get(at).map_or(0..0, |tag| tag.range.clone())
}

/// All tags, in their order.
fn tags(text: &str, style: Style) -> Vec<Tag> {
    let marks: [(&str, &str); 2] = match style {
        Style::Hugo => [("{{<", ">}}"), ("{{%", "%}}")],
        Style::Zola => [("{{", "}}"), ("{%", "%}")],
    };
    let mut tags = Vec::new();
    let mut at = 0;
    // Once no end follows anywhere, none is looked for again: the walk is linear.
    let mut has_end = [true; 2];
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + found;
        at = start + 1;
        let rest = text.get(start..).unwrap_or_default();
        for (which, (open, close)) in marks.iter().enumerate() {
            if !rest.starts_with(open) || !has_end.get(which).copied().unwrap_or_default() {
                continue;
            }
            let Some(length) = end_of(rest, open.len(), close) else {
                if let Some(has_end) = has_end.get_mut(which) {
                    *has_end = rest.contains(close);
                }
                continue;
            };
            let inner = rest.get(open.len()..length - close.len()).unwrap_or_default();
            if let Some(tag) = read_tag(inner, style, which == 0) {
                tags.push(Tag { range: start..start + length, ..tag });
                at = start + length;
            }
            break;
        }
    }
    tags
}

/// Bytes of a tag: no longer one is looked at.
const LONGEST_TAG: usize = 16 << 10;

/// Where `close` ends behind the first `from` bytes, outside of quotation marks.
fn end_of(text: &str, from: usize, close: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = from;
    while at < bytes.len().min(LONGEST_TAG) {
        let byte = *bytes.get(at)?;
        match quote {
            Some(b'`') if byte == b'`' => quote = None,
            Some(b'`') => {}
            Some(_) if byte == b'\\' => at += 1,
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'`') => quote = Some(byte),
            None if bytes.get(at..)?.starts_with(close.as_bytes()) => return Some(at + close.len()),
            None => {}
        }
        at += 1;
    }
    // A mark that is never closed.
    let end = from + text.get(from..)?.find(close)? + close.len();
    (end < LONGEST_TAG).then_some(end)
}

/// What stands between the marks.
fn read_tag(inner: &str, style: Style, is_first: bool) -> Option<Tag> {
    let inner = inner.trim();
    let tag = |name: &str, arguments, is_closing, is_whole| {
        Some(Tag { range: 0..0, name: name.to_owned(), arguments, is_closing, is_whole })
    };
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
    };
    match style {
        Style::Hugo => {
            if inner.starts_with("/*") {
                return None;
            }
            if let Some(name) = inner.strip_prefix('/') {
                return tag(name.trim(), Arguments::default(), true, true).filter(|_| is_name(name.trim()));
            }
            let (inner, is_whole) = match inner.strip_suffix('/') {
                Some(inner) if inner.ends_with([' ', '"', '\n']) || !inner.contains(' ') => (inner.trim(), true),
                _ => (inner, false),
            };
            let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
            let (name, rest) = inner.split_at(end);
            tag(name, arguments(rest, ' '), false, is_whole).filter(|_| is_name(name))
        }
        Style::Zola => {
            if !is_first && inner == "end" {
                return tag("end", Arguments::default(), true, true);
            }
            let (name, rest) = inner.split_once('(')?;
            let (rest, filters) = rest.rsplit_once(')')?;
            // These change nothing in Markdown.
            if !filters.split('|').all(|filter| matches!(filter.trim(), "" | "safe" | "markdown" | "trim")) {
                return None;
            }
            tag(name.trim(), arguments(rest, ','), false, is_first).filter(|_| is_name(name.trim()))
        }
    }
}

/// `src="a b" alt=`x` 12`: names, values in quotation marks or bare, separated by spaces or commas.
fn arguments(text: &str, separator: char) -> Arguments {
    let mut all = Vec::new();
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == separator);
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == separator || matches!(c, '=' | '"' | '`' | '\''))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let (name, value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) if !word.is_empty() => {
                let (value, after) = value(after.trim_start(), separator);
                (word.to_owned(), value, after)
            }
            _ if word.is_empty() => {
                let (value, after) = value(rest, separator);
                (String::new(), value, after)
            }
            _ => (String::new(), word.to_owned(), after),
        };
        all.push((name, value));
        let next = after.trim_start_matches(|c: char| c.is_whitespace() || c == separator);
        // A sign that is not a value is passed over.
        rest = if next.len() == rest.len() {
            next.get(next.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default()
        } else {
            next
        };
    }
    Arguments(all)
}

/// A value at the beginning of `text`, and what follows it.
fn value(text: &str, separator: char) -> (String, &str) {
    match text.chars().next() {
        Some(mark @ ('"' | '`' | '\'')) => {
            let mut out = String::new();
            let mut escaped = false;
            let inner = text.get(1..).unwrap_or_default();
            for (at, c) in inner.char_indices() {
                match c {
                    _ if escaped => {
                        out.push(if c == 'n' { '\n' } else { c });
                        escaped = false;
                    }
                    '\\' if mark != '`' => escaped = true,
                    c if c == mark => return (out, inner.get(at + 1..).unwrap_or_default()),
                    c => out.push(c),
                }
            }
            (out, "")
        }
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || c == separator).unwrap_or(text.len());
            let (value, rest) = text.split_at(end);
            (value.to_owned(), rest)
        }
    }
}

/// The closing tag of each opening one: the nearest that fits.
fn mates(tags: &[Tag]) -> Vec<Option<usize>> {
    let mut mates = vec![None; tags.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if !tag.is_closing {
            if !tag.is_whole {
                open.push(at);
            }
            continue;
        }
        let fits =
            |opening: &&usize| tags.get(**opening).is_some_and(|known| known.name == tag.name || tag.name == "end");
        // The tags opened in between were never closed: they have no closing tag.
        let found = open.iter().rev().take(64).position(|opening| fits(&opening));
        if let Some(back) = found {
            let place = open.len() - 1 - back;
            if let Some(opening) = open.get(place)
                && let Some(mate) = mates.get_mut(*opening)
            {
                *mate = Some(at);
            }
            open.truncate(place);
        }
    }
    mates
}

/// `{{</* x */>}}` as readers see it.
fn unescaped(text: String) -> String {
    if !text.contains("/*") {
        return text;
    }
    let pairs = [("{{</*", "{{<"), ("*/>}}", ">}}"), ("{{%/*", "{{%"), ("*/%}}", "%}}")];
    pairs.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, style: Style) -> String {
        expanded(text, style, &mut |code| {
            let arguments =
                code.arguments.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",");
            let inner = code.inner.as_deref().map_or(String::new(), |inner| format!("|{inner}"));
            (code.name != "keep").then(|| format!("[{}:{arguments}{inner}]", code.name))
        })
    }

    #[test]
    fn shortcodes_of_hugo_are_found_with_what_they_hold() {
        for (text, made) in [
            ("a {{< figure src=\"a b.png\" alt=`x \"y\"` 12 >}} b", "a [figure:src=a b.png,alt=x \"y\",=12] b"),
            ("{{% note \"x\" %}}t {{< b >}}u{{< /b >}}{{% /note %}}", "[note:=x|t [b:|u]]"),
            ("{{< a >}}{{< b >}}{{< /a >}}", "[a:|[b:]]"),
            ("{{< a />}} {{< /a >}}", "[a:] {{< /a >}}"),
            ("{{< keep x=1 >}} {{< keep >}}{{< b >}}{{< /keep >}}", "{{< keep x=1 >}} {{< keep >}}[b:]{{< /keep >}}"),
            ("{{</* a */>}} {{ a }} {{<}} {{< >}} {{< a", "{{< a >}} {{ a }} {{<}} {{< >}} {{< a"),
            ("{{< gist user 12\n file.go >}}", "[gist:=user,=12,=file.go]"),
            ("{{< a x=\"never closed >}} {{< b >}}", "[a:x=never closed] [b:]"),
        ] {
            assert_eq!(shown(text, Style::Hugo), made, "{text}");
        }
    }

    #[test]
    fn shortcodes_of_zola_are_found_with_what_they_hold() {
        for (text, made) in [
            ("{{ youtube(id=\"a\", autoplay=true) }}", "[youtube:id=a,autoplay=true]"),
            ("{% quote(author='x') %}\nt\n{% end %}", "[quote:author=x|\nt\n]"),
            ("{{ a }} {{ a() }} {% raw %}", "{{ a }} [a:] {% raw %}"),
            ("{{ a() | safe }} {{ a(x=\")\")|trim | safe }} {{ a() | b }}", "[a:] [a:x=)] {{ a() | b }}"),
        ] {
            assert_eq!(shown(text, Style::Zola), made, "{text}");
        }
    }

    #[test]
    fn a_text_of_openings_is_read_in_a_moment() {
        for piece in ["{{< a ", "{{< a >}}", "{{< /a >}}", "{{< a \"", "{", "{{ a(", "{% a() %}"] {
            let text = piece.repeat(200_000 / piece.len());
            assert!(!shown(&text, Style::Hugo).is_empty() && !shown(&text, Style::Zola).is_empty());
        }
    }

    proptest! {
        #[test]
        fn what_is_left_alone_stays_as_typed(text in "(\\{\\{<|>\\}\\}|\\{\\{%|%\\}\\}|\\{%|\\{\\{|\\}\\}|/|a|b|\\(|\\)|end|=|\"|`|,| |\\n|ї){0,40}") {
            for style in [Style::Hugo, Style::Zola] {
                prop_assert_eq!(expanded(&text, style, &mut |_| None), text.clone());
            }
        }
    }
}
