//! RIS, which reference managers import: a tag of two characters and a value on each line, `TY` first and `ER` last. The format
//! knows no escapes, so a value is held to its line. No day of access, as in BibTeX.

use std::fmt::Write;

use super::{CitedWork, Name};
use crate::model::lang::Lang;

/// The record of a work in `lang`.
pub fn ris(work: &CitedWork<'_>, lang: &Lang) -> String {
    let mut out = String::new();
    field(&mut out, "TY", "ELEC");
    field(&mut out, "TI", work.title);
    work.authors.iter().for_each(|author| field(&mut out, "AU", &person(author)));
    let translators = work.translation.iter().flat_map(|translation| &translation.names);
    translators.for_each(|translator| field(&mut out, "A4", &person(translator)));
    field(&mut out, "T2", work.site);
    field(&mut out, "PY", work.dates.iso.split('-').next().unwrap_or_default());
    field(&mut out, "DA", &work.dates.iso.replace('-', "/"));
    field(&mut out, "LA", lang.as_str());
    field(&mut out, "UR", work.url);
    out.push_str("ER  - \r\n");
    out
}

fn field(out: &mut String, tag: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        // Writing into a string cannot fail.
        _ = write!(out, "{tag}  - {value}\r\n");
    }
}

/// A text without what some reader takes for the end of a line.
fn one_line(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let spaced = text.replace(ends, " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn person(name: &Name) -> String {
    match name {
        Name::Person { family, given } => format!("{family}, {}", given.join(" ")),
        Name::Whole(name) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::cite::{CitedDates, CitedTranslation};

    /// As a reference manager reads a record: lines that begin with a tag.
    fn read(record: &str) -> Vec<(&str, &str)> {
        let lines = record.strip_suffix("\r\n").unwrap().split("\r\n");
        lines.map(|line| line.split_once("  - ").filter(|(tag, _)| tag.len() == 2).expect(line)).collect()
    }

    fn record(title: &str, authors: &[&str]) -> String {
        let names = |names: &[&str]| names.iter().map(|name| Name::parse(name)).collect::<Vec<_>>();
        let work = CitedWork {
            authors: names(authors),
            title,
            site: "Літопис",
            url: "https://example.org/en/2025/dnipro",
            dates: CitedDates { dstu: String::new(), apa: String::new(), iso: "2025-06-29".into() },
            translation: Some(CitedTranslation {
                names: names(&["Олена Ткач"]),
                dstu: String::new(),
                apa: String::new(),
            }),
        };
        ris(&work, &"en".parse().unwrap())
    }

    #[test]
    fn a_record_has_a_line_for_each_value() {
        let record = record("Об’єднання {\"100 %\"}\nі \\рік", &["Леся Косач", "Редакція «Літопису»"]);
        assert_eq!(
            record,
            "TY  - ELEC\r\nTI  - Об’єднання {\"100 %\"} і \\рік\r\nAU  - Косач, Леся\r\nAU  - Редакція «Літопису»\r\n\
             A4  - Ткач, Олена\r\nT2  - Літопис\r\nPY  - 2025\r\nDA  - 2025/06/29\r\nLA  - en\r\n\
             UR  - https://example.org/en/2025/dnipro\r\nER  - \r\n"
        );
    }

    proptest! {
        #[test]
        fn a_title_comes_back_as_it_was_cited(
            title in "(\\PC|[{}\\\\\"'%’\\r\\n\u{2028}\u{85}]|ER  - |TI  - |й){0,30}", author in "(\\PC|\\n){0,20}"
        ) {
            let record = record(&title, &[&author]);
            let fields = read(&record);
            prop_assert_eq!(fields.first(), Some(&("TY", "ELEC")));
            prop_assert_eq!(fields.last(), Some(&("ER", "")));
            prop_assert_eq!(fields.iter().filter(|(tag, _)| *tag == "ER").count(), 1);
            let found: Vec<_> = fields.iter().filter(|(tag, _)| *tag == "TI").map(|(_, value)| *value).collect();
            let words = |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty())
                .map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&found.concat()), words(&title));
        }
    }
}
