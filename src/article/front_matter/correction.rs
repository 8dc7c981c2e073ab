//! `[[correction]]` in a version's front matter: what was corrected after publication, and when.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    article::text::one_line,
    model::{
        date::Moment,
        diagnostic::{Diagnostic, Place},
        sentence::{Sentence, say},
    },
    site::TomlFields,
};

/// A correction, as readers are shown it below the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was made.
    pub date: Moment,
    /// The mistake and its correction, as plain text.
    pub text: String,
    /// The place of its date in the file; `None` in the catalog.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Correction {
    /// The corrections in the front matter of a version, the newest first. One without a date or a text is reported and left
    /// out.
    pub(super) fn from_fields(fields: &TomlFields<'_, '_>) -> Vec<Correction> {
        let mut corrections = Vec::new();
        for table in fields.tables("correction") {
            if !table.has("date") {
                table.missing("date");
            }
            let (date, text, place) = (table.moment("date"), table.required("text"), table.place("date"));
            table.finish();
            let both = date.zip(text);
            corrections.extend(both.map(|(date, text)| Correction { date, text: one_line(&text), place }));
        }
        // A day and an instant of the same day may be in either order.
        corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.instant(&TimeZone::UTC)));
        corrections
    }

    /// The problem of a correction made on a day before its version appeared at `published`.
    pub fn check_order(&self, path: &str, published: Moment, zone: &TimeZone) -> Option<Diagnostic> {
        let (day, first) = (self.date.day(zone), published.day(zone));
        let message = say("correction-date-before").with("date", day.to_string()).with("published", first.to_string());
        (day < first).then(|| self.problem(path, message))
    }

    /// The problem of a correction that is made only after `now`.
    pub fn check_future(&self, path: &str, now: Timestamp, zone: &TimeZone) -> Option<Diagnostic> {
        let message = say("correction-date-future").with("date", self.date.day(zone).to_string());
        (self.date.instant(zone) > now).then(|| self.problem(path, message))
    }

    fn problem(&self, path: &str, message: Sentence) -> Diagnostic {
        let mut problem = Diagnostic::warning(path, "correction-date", message).help(say("help-correction-date"));
        problem.place = self.place;
        problem
    }
}

#[cfg(test)]
mod tests {
    use crate::article::parse_version;

    #[test]
    fn corrections_come_newest_first_and_what_cannot_be_one_names_its_line() {
        let corrections = "[[correction]]\ndate = 2025-07-01\ntext = \"  Було\\nНіл. \"\n\
                           [[correction]]\ndate = 2025-07-03T09:00:00+03:00\ntext = 'Дніпро, а не Дністер'\n";
        let (version, problems) = parse_version("uk.md", &format!("+++\ntitle = 'x'\n{corrections}+++\n"));
        assert_eq!(problems, []);
        let texts: Vec<_> = version.unwrap().corrections.into_iter().map(|correction| correction.text).collect();
        assert_eq!(texts, ["Дніпро, а не Дністер", "Було Ніл."]);
        for (table, place, code) in [
            ("date = 2025-13-01\ntext = 'x'", "4:8", "toml-syntax"),
            ("date = '01.07.2025'\ntext = 'x'", "4:8", "bad-date"),
            ("date = true\ntext = 'x'", "4:8", "wrong-type"),
            ("text = 'x'", "3:1", "missing-key"),
            ("date = 2025-07-01", "3:1", "missing-key"),
            ("date = 2025-07-01\ntext = ' \\n '", "5:8", "empty-value"),
            ("date = 2025-07-01\ntext = 5", "5:8", "wrong-type"),
            ("date = 2025-07-01\ntext = 'x'\ntxet = 'y'", "6:1", "unknown-key"),
        ] {
            let text = format!("+++\ntitle = 'x'\n[[correction]]\n{table}\n+++\n").replace("' \\n '", "\" \\n \"");
            let (version, problems) = parse_version("uk.md", &text);
            let found = problems.iter().map(|problem| {
                let place = problem.place.unwrap();
                format!("{}:{} {}", place.line, place.column, problem.code)
            });
            let found: Vec<_> = found.collect();
            assert_eq!(found, [format!("{place} {code}")], "{table}: {problems:?}");
            let count = version.map_or(0, |version| version.corrections.len());
            assert_eq!(count, usize::from(code == "unknown-key"), "{table}");
        }
        let (_, problems) = parse_version("uk.md", "+++\ntitle = 'x'\ncorrection = 'y'\n+++\n");
        assert_eq!(problems[0].code, "wrong-type");
    }
}
