//! Liquid tags in texts: links, includes, code. Unknown ones stay as they are typed, and are listed.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{files::JekyllFile, source::Jekyll};
use crate::import::{
    Outcome, PLACE_SCHEME, Report, SourcePlace,
    front_matter::{Value, split},
    markdown::{from_template, plain},
    source::{address_of, joined},
};

/// Bytes of a tag.
const LONGEST: usize = 8 << 10;

/// The text of `file`, with its tags as Markdown.
pub(super) fn written(
    jekyll: &Jekyll,
    file: &JekyllFile,
    front: &Value,
    body: &str,
    first_line: u64,
    report: &mut Report,
) -> String {
    if !body.contains("{%") && !body.contains("{{") && !body.contains("{:") {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    let mut liquid = Liquid { jekyll, file, front, report };
    while let Some((range, is_tag)) = next(body, at) {
        out.push_str(body.get(at..range.start).unwrap_or_default());
        let typed = body.get(range.clone()).unwrap_or_default();
        let inner = typed.get(2..typed.len() - 2).unwrap_or_default().trim_matches('-').trim();
        let rest = body.get(range.end..).unwrap_or_default();
        let made = if is_tag { liquid.tag(inner, rest) } else { liquid.value(inner).map(|text| (text, 0)) };
        match made {
            Some((made, length)) => {
                out.push_str(&made);
                at = range.end + length;
            }
            None => {
                let line = body.get(..range.start).map_or(0, |before| before.matches('\n').count() as u64);
                let place = SourcePlace::line(&*file.path, first_line + line);
                let done = "it stands in the text as typed; write Markdown in its place";
                liquid.report.add(&place, "unknown-tag", Outcome::Kept, format!("Liquid: {typed}"), done);
                out.push_str(typed);
                at = range.end;
            }
        }
    }
    out.push_str(body.get(at..).unwrap_or_default());
    without_attributes(&out)
}

/// The next tag or value from `at` on.
fn next(body: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let mut from = at;
    loop {
        let start = from + body.get(from..)?.find('{')?;
        let rest = body.get(start..)?;
        let close = if rest.starts_with("{%") {
            "%}"
        } else if rest.starts_with("{{") {
            "}}"
        } else {
            from = start + 1;
            continue;
        };
        let mut end = rest.len().min(LONGEST);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        match rest.get(2..end).and_then(|inner| inner.find(close)) {
            Some(length) => return Some((start..start + length + 4, close == "%}")),
            None => from = start + 2,
        }
    }
}

struct Liquid<'a, 'r> {
    jekyll: &'a Jekyll,
    file: &'a JekyllFile,
    front: &'a Value,
    report: &'r mut Report,
}

impl Liquid<'_, '_> {
    /// What stands in the place of a tag, and how many bytes behind it belong to it.
    fn tag(&mut self, inner: &str, rest: &str) -> Option<(String, usize)> {
        let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let arguments = arguments.trim();
        let until = |end: &str| block(rest, end);
        match name {
            "raw" => until("endraw").map(|(text, length)| (text.to_owned(), length)),
            "comment" => until("endcomment").map(|(_, length)| (String::new(), length)),
            "highlight" => until("endhighlight").map(|(text, length)| {
                let language = arguments.split_whitespace().next().unwrap_or_default();
                (fenced(language, text), length)
            }),
            "link" => Some((self.place(arguments.trim_matches(['"', '\'', '/']))?, 0)),
            "post_url" => Some((self.post(arguments.trim_matches(['"', '\'', '/']))?, 0)),
            "gist" => {
                let id = arguments.split_whitespace().next().filter(|id| is_id(id))?;
                Some((link(&format!("https://gist.github.com/{id}")), 0))
            }
            "youtube" => {
                let id = arguments.trim_matches(['"', '\'']);
                let address = if id.starts_with("https://") {
                    id.to_owned()
                } else {
                    format!("https://www.youtube.com/watch?v={id}")
                };
                (id.starts_with("https://") || is_id(id)).then(|| (link(&address), 0))
            }
            "include" | "include_relative" | "include_cached" => Some((self.included(name, arguments)?, 0)),
            "t" | "translate" => Some((self.jekyll.message(self.file, arguments.trim_matches(['"', '\'']))?, 0)),
            "tf" | "translate_file" => Some((self.translated(arguments.trim_matches(['"', '\'']))?, 0)),
            "static_href" => Some((arguments.trim_matches(['"', '\'']).to_owned(), 0)),
            "endstatic_href" | "toc" => Some((String::new(), 0)),
            _ => None,
        }
    }

    /// The text of a file of `_i18n/` in the language of this one, else in the default one.
    fn translated(&self, path: &str) -> Option<String> {
        let codes = self.file.language.iter().chain(self.jekyll.languages.codes.first());
        let mut paths = codes.filter_map(|code| joined(&format!("_i18n/{code}"), path));
        let path = paths.find(|path| self.jekyll.files.is_file(path))?;
        self.jekyll.files.reported_text(&path, &mut Report::silent())
    }

    /// The Markdown of an included file: films and pictures as most themes have them, else its text where only its arguments
    /// stand in it.
    fn included(&self, tag: &str, arguments: &str) -> Option<String> {
        let name = arguments.split_whitespace().next()?;
        let folder = match tag {
            "include_relative" => self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned(),
            _ => self.jekyll.config.text_at("includes_dir").unwrap_or_else(|| "_includes".to_owned()),
        };
        let path = joined(&folder, name).filter(|path| self.jekyll.files.is_file(path));
        let text = path.and_then(|path| self.jekyll.files.reported_text(&path, &mut Report::silent()));
        known_include(arguments, text.as_deref()).or_else(|| {
            let value = |name: &str| argument(arguments, name.strip_prefix("include.")?).map(str::to_owned);
            from_template(split(&text?).body, &value)
        })
    }

    /// `{{ page.title }}`, `{{ site.baseurl }}`, `{{ "/x" | relative_url }}`.
    fn value(&self, inner: &str) -> Option<String> {
        let mut parts = inner.split('|').map(str::trim);
        let first = parts.next()?;
        let known = ["relative_url", "absolute_url", "escape", "strip", "prepend: site.baseurl", "prepend: site.url"];
        if !parts.all(|filter| known.contains(&filter)) {
            return None;
        }
        if let Some(text) = first.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\''])) {
            return Some(text.to_owned());
        }
        match first {
            // Addresses from the root of the site find their texts and files without it.
            "site.baseurl" | "site.url" | "base_path" | "site.baseurl_root" => Some(String::new()),
            name => match name.split_once('.')? {
                ("page", key) => self.front.text_at(key),
                ("site", key) if !key.starts_with("data") => self.jekyll.config.text_at(key),
                _ => None,
            },
        }
    }

    fn place(&mut self, path: &str) -> Option<String> {
        match self.jekyll.by_path.get(path).and_then(|at| self.jekyll.texts.get(*at)) {
            Some(file) => Some(format!("{PLACE_SCHEME}{}", file.path.replace(' ', "%20"))),
            None => self.jekyll.others.get(path).map(|published| address_of(published)),
        }
    }

    fn post(&mut self, name: &str) -> Option<String> {
        let places = self.jekyll.by_name.get(name.rsplit('/').next()?)?;
        let mut found: Vec<&JekyllFile> = places.iter().filter_map(|at| self.jekyll.texts.get(*at)).collect();
        found.sort_by_key(|file| file.language != self.file.language);
        found.first().map(|file| format!("{PLACE_SCHEME}{}", file.path.replace(' ', "%20")))
    }
}

/// The text up to `{% end %}`, and the length with that.
fn block<'a>(rest: &'a str, end: &str) -> Option<(&'a str, usize)> {
    let mut from = 0;
    while let Some(at) = rest.get(from..)?.find("{%").map(|at| from + at) {
        let close = at + rest.get(at..)?.find("%}")? + 2;
        if rest.get(at + 2..close - 2)?.trim_matches('-').trim() == end {
            return Some((rest.get(..at)?, close));
        }
        from = at + 2;
    }
    None
}

fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_matches('\n'))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/'))
}

fn link(address: &str) -> String {
    format!("[{address}](<{address}>)")
}

/// The argument `name="…"` of an include.
fn argument<'a>(arguments: &'a str, name: &str) -> Option<&'a str> {
    let key = format!("{name}=");
    // `id=` is not the end of `video_id=`.
    let is_whole = |at: usize| {
        arguments.get(..at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    };
    let (at, _) = arguments.match_indices(&key).find(|(at, _)| is_whole(*at))?;
    let rest = arguments.get(at + key.len()..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(mark).next()
}

/// Includes that most themes have: films and pictures. `text` is that of the file, where the site has it.
fn known_include(arguments: &str, text: Option<&str>) -> Option<String> {
    let (name, rest) = arguments.split_once(char::is_whitespace).unwrap_or((arguments, ""));
    let get = |names: &[&str]| names.iter().find_map(|name| argument(rest, name).map(str::to_owned));
    let stem = name.rsplit('/').next()?.split('.').next()?;
    // A film of the site itself may have an id, too.
    let is_youtube = match get(&["provider"]) {
        Some(provider) => provider == "youtube",
        None => stem != "video" || text.is_some_and(|text| text.contains("youtube")),
    };
    match stem {
        "youtube" | "youtubePlayer" | "video" if is_youtube => {
            let id = get(&["id", "video_id"]).filter(|id| is_id(id))?;
            Some(format!("\n\n{}\n\n", link(&format!("https://www.youtube.com/watch?v={id}"))))
        }
        "figure" | "image" | "img" | "picture" => {
            let source = get(&["src", "url", "image_path", "image", "file", "path"])?.replace(['<', '>', '\n'], "");
            let alt = get(&["alt"]).map(|text| plain(&text)).unwrap_or_default().replace(['[', ']'], " ");
            let caption = get(&["caption", "title"])
                .map(|text| plain(&text).replace('"', "\\\""))
                .filter(|text| !text.is_empty());
            let caption = caption.map(|caption| format!(" \"{caption}\"")).unwrap_or_default();
            Some(format!("\n\n![{alt}](<{source}>{caption})\n\n"))
        }
        "toc" => Some(String::new()),
        _ => None,
    }
}

/// Attributes of kramdown, `{: .class #id}`, change no words: they go. An id of a heading stays.
fn without_attributes(text: &str) -> String {
    if !text.contains("{:") {
        return text.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    let mut ids: HashMap<usize, &str> = HashMap::new();
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        is_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let whole = line.trim();
        if !is_code && whole.starts_with("{:") && whole.ends_with('}') {
            ids.extend(heading_id(whole).map(|id| (lines.len(), id)));
            lines.push("\n".to_owned());
            continue;
        }
        lines.push(
            match line.find("{:").filter(|_| !is_code).and_then(|at| Some((at, at + line.get(at..)?.find('}')? + 1))) {
                Some((at, end)) => {
                    let id = line.get(at..end).and_then(heading_id).filter(|_| line.starts_with('#'));
                    let id = id.map(|id| format!("{{#{id}}}")).unwrap_or_default();
                    let [before, after] = [line.get(..at), line.get(end..)].map(Option::unwrap_or_default);
                    format!("{before}{id}{after}")
                }
                None => line.to_owned(),
            },
        );
    }
    if !ids.is_empty() {
        add_ids(&mut lines, &ids);
    }
    lines.concat()
}

/// Gives each heading the id that stands right below it, or right above it where no text is above that. `ids` are by their lines.
fn add_ids(lines: &mut [String], ids: &HashMap<usize, &str>) {
    let text = lines.concat();
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_at = |byte: usize| ends.partition_point(|end| *end < byte);
    for (event, range) in Parser::new_ext(&text, Options::empty()).into_offset_iter() {
        if !matches!(event, Event::Start(Tag::Heading { .. })) {
            continue;
        }
        let length = text.get(range.clone()).map_or(0, |heading| heading.trim_end().len());
        let (first, last) = (line_at(range.start), line_at((range.start + length).saturating_sub(1)));
        let is_first = |at: &usize| {
            let above = at.checked_sub(1).and_then(|above| lines.get(above));
            above.is_none_or(|line| line.trim().is_empty())
        };
        let above = || ids.get(&first.checked_sub(1).filter(is_first)?);
        let Some(id) = ids.get(&(last + 1)).or_else(above) else { continue };
        // The last line of an underlined heading has no words.
        let words = if last > first { last - 1 } else { last };
        if let Some(line) = lines.get_mut(words).filter(|line| !line.contains("{#")) {
            let bare = line.trim_end().trim_end_matches('#');
            // What closes a heading is not one of its words.
            let is_closed = last == first && bare.ends_with([' ', '\t']);
            let end = if is_closed { bare.trim_end().len() } else { line.trim_end().len() };
            line.truncate(end);
            line.push_str(&format!(" {{#{id}}}\n"));
        }
    }
}

/// The id that attributes of kramdown give, where a heading can have it here: `{: #part .class}`, `{: id="part"}`.
fn heading_id(attributes: &str) -> Option<&str> {
    let words = attributes.trim_start_matches("{:").trim_end_matches('}').split_whitespace();
    let mut ids = words.filter_map(|word| word.strip_prefix('#').or_else(|| word.strip_prefix("id=")));
    let id = ids.next()?.trim_matches(['"', '\'']);
    (!id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_and_values_are_found_one_by_one() {
        let found: Vec<_> = {
            let text = "a {% b %} {{ c }} { {% never {{ d }}";
            let mut at = 0;
            std::iter::from_fn(|| {
                let (range, is_tag) = next(text, at)?;
                at = range.end;
                Some((&text[range], is_tag))
            })
            .collect()
        };
        assert_eq!(found, [("{% b %}", true), ("{{ c }}", false), ("{{ d }}", false)]);
        assert_eq!(block("a {% x %} {%- endraw -%} b", "endraw"), Some(("a {% x %} ", 24)));
        assert_eq!(
            without_attributes("## A {: #a .b}\n{: .note}\nx\n```\n{: y}\n```\n"),
            "## A {#a}\n\nx\n```\n{: y}\n```\n"
        );
        for (typed, made) in [
            ("## 1.0 / 2013\n{: #v1-0 .x }\n\nx\n", "## 1.0 / 2013 {#v1-0}\n\n\nx\n"),
            ("# A\n{: id=\"b\"}\n", "# A {#b}\n\n"),
            ("# A {#own}\n{: #b}\n", "# A {#own}\n\n"),
            ("# A\n\nx\n{: #b}\n", "# A\n\nx\n\n"),
            ("# A\n{: #a.b}\n", "# A\n\n"),
            ("# A #\n{: #b}\n## C#\n{: #c}", "# A {#b}\n\n## C# {#c}\n\n"),
            ("A #\n===\n{: #b}\n", "A # {#b}\n===\n\n"),
            ("x\n\n{: #b .c}\nA\n---\n", "x\n\n\nA {#b}\n---\n"),
            ("{: #b}\n## A\n", "\n## A {#b}\n"),
            ("# A\n{: #a}\n# B\n", "# A {#a}\n\n# B\n"),
            ("x\n{: #b}\n# A\n", "x\n\n# A\n"),
            ("{: #b}\n\n# A\n", "\n\n# A\n"),
        ] {
            assert_eq!(without_attributes(typed), made, "{typed}");
        }
    }

    #[test]
    fn an_include_is_a_film_only_where_something_says_so() {
        let film = Some("[https://www.youtube.com/watch?v=abc](<https://www.youtube.com/watch?v=abc>)");
        for (arguments, text, made) in [
            ("youtube.html id=\"abc\"", None, film),
            ("video id=\"abc\" provider=\"youtube\"", None, film),
            ("youtube clip_id=\"x\" id=\"abc\"", None, film),
            ("video id=\"abc\" provider=\"vimeo\"", Some("youtube vimeo"), None),
            ("video.html id=\"abc\"", None, None),
            ("video.html id=\"abc\"", Some("<video src=\"{{ include.id }}.mp4\">"), None),
            ("video.html id=\"abc\"", Some("<iframe src=\"https://www.youtube.com/embed/{{ include.id }}\">"), film),
            ("figure image_path=\"/a b.png\" alt='x' caption=\"**c**\"", None, Some("![x](</a b.png> \"c\")")),
        ] {
            let found = known_include(arguments, text);
            assert_eq!(found.as_deref().map(str::trim), made, "{arguments}");
        }
    }

    proptest! {
        #[test]
        fn every_tag_lies_in_the_text(text in "(\\{%|%\\}|\\{\\{|\\}\\}|\\{|raw|endraw|ї| |\\n){0,40}") {
            let mut at = 0;
            while let Some((range, _)) = next(&text, at) {
                prop_assert!(range.start >= at && text.get(range.clone()).is_some());
                at = range.end;
            }
        }
    }
}
