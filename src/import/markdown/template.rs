//! Templates of a site that only name what is given to them: their text stands in the place of a shortcode or an include.

/// Bytes of a template that is read.
const LONGEST: usize = 32 << 10;
/// The beginnings of templates that are a block by themselves.
const BLOCKS: [&str; 12] =
    ["<p", "<div", "<iframe", "<figure", "<table", "<ul", "<ol", "<dl", "<video", "<audio", "<section", "<blockquote"];

/// The text of a template with what `value` gives for each `{{ … }}`; `None` where it needs a program.
pub fn from_template(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if template.len() > LONGEST || template.contains("{%") {
        return None;
    }
    let mut parts = template.split("{{");
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (inner, rest) = part.split_once("}}")?;
        let inner = inner.trim_matches('-').trim();
        if !inner.starts_with("/*") {
            out.push_str(&value(inner)?);
        }
        out.push_str(rest);
    }
    let text = out.trim();
    let is_block = text.contains('\n') || BLOCKS.iter().any(|start| text.starts_with(start));
    Some(if is_block { format!("\n\n{text}\n\n") } else { text.to_owned() })
}

/// `text` after the filters of a template, as in `lang | truncate(length=2, end="") | safe`; `None` where one is not known.
pub fn filtered(text: String, filters: &str) -> Option<String> {
    filters.split('|').map(str::trim).filter(|filter| !filter.is_empty()).try_fold(text, |text, filter| {
        let (name, arguments) = filter.split_once('(').unwrap_or((filter, ""));
        match name.trim() {
            "safe" | "markdown" => Some(text),
            "trim" => Some(text.trim().to_owned()),
            "upper" => Some(text.to_uppercase()),
            "lower" => Some(text.to_lowercase()),
            "truncate" => truncated(&text, arguments),
            _ => None,
        }
    })
}

fn truncated(text: &str, arguments: &str) -> Option<String> {
    let number = arguments.split_once("length=")?.1;
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let length: usize = number.get(..end)?.parse().ok()?;
    let is_whole = text.chars().nth(length).is_none();
    let is_unmarked = ["end=\"\"", "end=''"].iter().any(|end| arguments.contains(end));
    let mark = if is_whole || is_unmarked { "" } else { "…" };
    Some(text.chars().take(length).chain(mark.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_that_change_letters_alone_are_followed() {
        for (text, filters, made) in [
            ("uk", "", Some("uk")),
            (" a ", "trim | safe", Some("a")),
            ("zh-Hans", "truncate(length=2, end=\"\") | upper", Some("ZH")),
            ("довго", "truncate(length=3)", Some("дов…")),
            ("ab", "truncate(length=3)", Some("ab")),
            ("a", "safe | date(format='%Y')", None),
        ] {
            assert_eq!(filtered(text.to_owned(), filters).as_deref(), made, "{text} | {filters}");
        }
    }

    #[test]
    fn a_template_that_only_names_arguments_is_its_text() {
        let value = |name: &str| (name == "name").then(|| "Леся".to_owned());
        for (template, made) in [
            ("Пише <b>{{ name }}</b>.\n", Some("Пише <b>Леся</b>.")),
            ("{{- /* words */ -}}<p>{{name}}</p>", Some("\n\n<p>Леся</p>\n\n")),
            ("[a]: /x\n[b]: /y\n", Some("\n\n[a]: /x\n[b]: /y\n\n")),
            ("{{ other }}", None),
            ("{{ name", None),
            ("{% if name %}x{% endif %}", None),
        ] {
            assert_eq!(from_template(template, &value).as_deref(), made, "{template}");
        }
    }
}
