//! BibTeX, as biblatex's `@online`; classic styles read `year` and pass over what they do not know. No `urldate`: a page that
//! any cache may keep does not know the day.

use std::fmt::Write;

use super::{CitedWork, Name};

/// The entry; `babel` is the name that LaTeX has for the language.
pub fn bibtex(work: &CitedWork<'_>, key: &str, babel: &str) -> String {
    let mut out = format!("@online{{{}", sound_key(key));
    field(&mut out, "author", &people(&work.authors));
    // The inner braces keep the letters of a title as they are.
    field(&mut out, "title", &format!("{{{}}}", escaped(work.title)));
    let translators = work.translation.iter().flat_map(|translation| &translation.names).cloned().collect::<Vec<_>>();
    field(&mut out, "translator", &people(&translators));
    field(&mut out, "organization", &escaped(work.site));
    field(&mut out, "date", &work.dates.iso);
    field(&mut out, "year", work.dates.iso.split('-').next().unwrap_or_default());
    // An address is taken as it is; ours are percent-encoded and hold no brace.
    field(&mut out, "url", &work.url.replace(['{', '}', '\\'], ""));
    field(&mut out, "language", &escaped(babel));
    field(&mut out, "langid", &escaped(babel));
    out.push_str("\n}\n");
    out
}

fn field(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() && value != "{}" {
        // Writing into a string cannot fail.
        _ = write!(out, ",\n  {name} = {{{value}}}");
    }
}

fn people(names: &[Name]) -> String {
    let name = |name: &Name| match name {
        Name::Person { family, given } => format!("{}, {}", escaped(family), escaped(&given.join(" "))),
        // Braces: one name, even with `and` or a comma in it.
        Name::Whole(name) => format!("{{{}}}", escaped(name)),
    };
    names.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// Escapes the characters that LaTeX takes for markup; control characters do not belong in a reference.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' => out.push_str(if c == '{' { "\\textbraceleft{}" } else { "\\textbraceright{}" }),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '\u{a0}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A key has letters, digits and hyphens.
fn sound_key(key: &str) -> String {
    key.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::cite::CitedDates;
    use proptest::prelude::*;

    fn entry(title: &str, authors: &[&str]) -> String {
        let work = CitedWork {
            authors: authors.iter().map(|name| Name::parse(name)).collect(),
            title,
            site: "Літопис",
            url: "https://example.org/uk/2025/dnipro",
            dates: CitedDates { dstu: String::new(), apa: String::new(), iso: "2025-06-29".into() },
            translation: None,
        };
        bibtex(&work, "2025-dnipro-uk", "ukrainian")
    }

    #[test]
    fn what_latex_would_take_for_markup_is_text() {
        assert_eq!(
            entry("100 % правди & {~}", &["Леся Косач", "Редакція «Літопису» and Co"]),
            "@online{2025-dnipro-uk,\n  author = {Косач, Леся and {Редакція «Літопису» and Co}},\n  \
             title = {{100 \\% правди \\& \\textbraceleft{}\\textasciitilde{}\\textbraceright{}}},\n  \
             organization = {Літопис},\n  date = {2025-06-29},\n  year = {2025},\n  \
             url = {https://example.org/uk/2025/dnipro},\n  language = {ukrainian},\n  langid = {ukrainian}\n}\n"
        );
    }

    /// The value of the field `name` of an entry, as BibTeX and LaTeX show it.
    fn read(entry: &str, name: &str) -> String {
        let start = entry.find(&format!(",\n  {name} = {{")).unwrap() + name.len() + 8;
        let (mut depth, mut rest, mut text) = (1, &entry[start..], String::new());
        const COMMANDS: [(&str, char); 5] = [
            ("\\textbackslash{}", '\\'),
            ("\\textbraceleft{}", '{'),
            ("\\textbraceright{}", '}'),
            ("\\textasciitilde{}", '~'),
            ("\\textasciicircum{}", '^'),
        ];
        while depth > 0 {
            if let Some((command, c)) = COMMANDS.iter().find(|(command, _)| rest.starts_with(command)) {
                text.push(*c);
                rest = &rest[command.len()..];
                continue;
            }
            let c = rest.chars().next().unwrap();
            rest = &rest[c.len_utf8()..];
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                '\\' => {
                    let c = rest.chars().next().filter(|c| "&%$#_".contains(*c)).expect(rest);
                    text.push(c);
                    rest = &rest[1..];
                }
                '&' | '%' | '$' | '#' | '_' | '~' | '^' => panic!("{c} is markup in {entry}"),
                c => text.push(c),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn a_title_comes_back_as_it_was_cited(title in "(\\PC|[{}\\\\\"'%&$#_~^’\\r\\n\u{2028}]|\\\\textbackslash|й){1,30}") {
            let blank = |c: char| c.is_control() || c.is_whitespace();
            let spaced = |text: &str| text.replace(blank, " ");
            prop_assert_eq!(spaced(&read(&entry(&title, &[]), "title")), spaced(&title));
        }

        #[test]
        fn braces_balance_whatever_is_cited(title in "(\\PC|\\{|\\}|\\\\){0,30}", author in "(\\PC|\\{|\\}|,){0,20}") {
            let mut depth = 0_i32;
            for c in entry(&title, &[&author]).chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!(depth, 0);
        }
    }
}
