//! The files that belong to no article: names, words of the interface, redirects.

use std::collections::BTreeMap;

use super::article_text::quoted;
use crate::{
    import::{ImportedMessage, Outcome, Report, SourcePlace, plan::Terms},
    model::{lang::Lang, romanise::slug_of},
    site::{parse_names, toml_key},
};

/// The text of `articles/names.toml`. What a person wrote into `old` stays; terms that it does not name follow at its end.
pub(in crate::import) fn names_toml(terms: &Terms, old: Option<&str>) -> Option<String> {
    let known = old.map(|old| parse_names("names.toml", old).0);
    let mut text = old
        .map_or_else(|| "# Names of authors, tags, sections and series in each language.\n".to_owned(), str::to_owned);
    let mut is_new = old.is_none();
    for (topic, id, names) in terms.names() {
        let is_known =
            known.as_ref().is_some_and(|known| known.iter().any(|(kind, name, ..)| (kind, name) == (topic, id)));
        if names.is_empty() || is_known {
            continue;
        }
        is_new = true;
        text.push_str(&format!("\n[{topic}.{}]\n", toml_key(id)));
        for (lang, name) in names {
            text.push_str(&format!("{} = {}\n", toml_key(lang.as_str()), quoted(name)));
        }
    }
    (is_new && terms.names().next().is_some()).then_some(text)
}

/// The text of `redirects.toml`; `None` where there are none.
pub(in crate::import) fn redirects_toml(redirects: &BTreeMap<String, String>) -> Option<String> {
    let line =
        |(from, to): (&String, &String)| format!("\n[[redirect]]\nfrom = {}\nto = {}\n", quoted(from), quoted(to));
    let lines: String = redirects.iter().map(line).collect();
    (!lines.is_empty())
        .then(|| format!("# Old addresses that lead to no text: readers are redirected for good.\n{lines}"))
}

/// The texts of `locales/<lang>/imported.ftl`, by language.
pub(in crate::import) fn messages_ftl(messages: &[ImportedMessage], report: &mut Report) -> BTreeMap<Lang, String> {
    let mut files: BTreeMap<Lang, (String, Vec<String>)> = BTreeMap::new();
    for message in messages {
        let name = slug_of(&message.key, &message.lang).map(|slug| slug.to_string()).unwrap_or_default();
        let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
        let (text, ids) = files.entry(message.lang.clone()).or_default();
        let mut id = format!("imported-{id}");
        while ids.contains(&id) {
            id.push_str("-2");
        }
        match pattern(&message.forms) {
            Some(pattern) => {
                let key: String = message.key.chars().filter(|c| !c.is_control()).collect();
                text.push_str(&format!("\n# {key}\n# check: allow unused-message\n{id} ={pattern}\n"));
                ids.push(id);
            }
            None => {
                let place = SourcePlace { item: message.key.clone(), ..SourcePlace::default() };
                report.add(&place, "empty-message", Outcome::Lost, "a text of the interface without words", "left out");
            }
        }
    }
    let head =
        "## Words of the old site's interface. No page shows them: keep those that you use in messages of your own.\n";
    files.into_iter().map(|(lang, (text, _))| (lang, format!("{head}{text}"))).collect()
}

/// Entities of HTML that people write into words of an interface; a message is text.
const ENTITIES: [(&str, &str); 14] = [
    ("&nbsp;", "\u{A0}"),
    ("&copy;", "©"),
    ("&laquo;", "«"),
    ("&raquo;", "»"),
    ("&larr;", "←"),
    ("&rarr;", "→"),
    ("&mdash;", "—"),
    ("&ndash;", "–"),
    ("&hellip;", "…"),
    ("&quot;", "\""),
    ("&#39;", "’"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// A message, by its forms.
fn pattern(forms: &[(String, String)]) -> Option<String> {
    match forms {
        [] => None,
        [(_, text)] => (!text.trim().is_empty()).then(|| format!(" {}", escaped(text))),
        forms => {
            let default = forms.iter().find(|(category, _)| category == "other").or_else(|| forms.last())?;
            let mut out = "\n    { $count ->\n".to_owned();
            for (category, text) in forms {
                let star = if category == &default.0 { "*" } else { " " };
                out.push_str(&format!("       {star}[{category}] {}\n", escaped(text)));
            }
            out.push_str("    }");
            Some(out)
        }
    }
}

/// A text on one line, in which nothing is syntax but variables: `{ $count }`.
fn escaped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = ENTITIES.iter().fold(line, |line, (entity, sign)| line.replace(entity, sign));
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let variable = from.strip_prefix("{ $").and_then(|name| name.split_once(" }")).filter(|(name, _)| {
            name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
        });
        match variable {
            Some((name, after)) => {
                out.extend(["{ $", name, " }"]);
                rest = after;
            }
            None => {
                out.extend(["{\"", from.get(..1).unwrap_or_default(), "\"}"]);
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        import::{ImportedSite, ImportedVersion, Term, ties::Head},
        site::Topic,
    };

    #[test]
    fn names_of_a_person_stay_and_new_ones_follow() {
        let version = ImportedVersion {
            tags: vec![Term::new("mines", "міни"), Term::new("Право і \"лад\"", "Право і \"лад\"")],
            ..ImportedVersion::default()
        };
        let terms = Terms::new(&[Head { version, lang: "uk".parse().unwrap() }], &ImportedSite::default());
        let text = names_toml(&terms, None).unwrap();
        let (names, problems) = parse_names("names.toml", &text);
        assert_eq!(problems, [], "{text}");
        assert_eq!(names.name(Topic::Tag, "pravo-i-lad", &"uk".parse().unwrap(), &[]), "Право і \"лад\"");
        assert_eq!(names_toml(&terms, Some(&text)), None);
        let own = "[tag.mines]\nuk = \"Міни\" # own\n";
        let text = names_toml(&terms, Some(own)).unwrap();
        assert!(text.starts_with(own) && text.contains("[tag.pravo-i-lad]"), "{text}");
    }

    #[test]
    fn every_message_becomes_valid_fluent() {
        let message = |key: &str, forms: &[(&str, &str)]| ImportedMessage {
            lang: "uk".parse().unwrap(),
            key: key.into(),
            forms: forms.iter().map(|(form, text)| ((*form).to_owned(), (*text).to_owned())).collect(),
        };
        let messages = [
            message("readMore", &[("other", "Читати {далі}\n[тут]")]),
            message("Читати", &[("other", ".крапка { $name } { $Не } { $ } }")]),
            message("minutes", &[("one", "{ $count } хвилина"), ("other", "{ $count } хвилин")]),
            message("empty", &[]),
        ];
        let mut report = Report::default();
        let files = messages_ftl(&messages, &mut report);
        let text = &files[&"uk".parse::<Lang>().unwrap()];
        let (_, errors) = fluent_syntax::parser::parse(text.as_str())
            .map(|all| (all, vec![]))
            .unwrap_or_else(|(all, errors)| (all, errors));
        assert!(errors.is_empty(), "{errors:?}\n{text}");
        assert!(text.contains("imported-readmore = Читати {\"{\"}далі{\"}\"} [тут]"), "{text}");
        assert!(text.contains("= .крапка { $name } {\"{\"} $Не {\"}\"} {\"{\"} $ {\"}\"} {\"}\"}\n"), "{text}");
        assert_eq!(report.entries().len(), 1);
    }
}
