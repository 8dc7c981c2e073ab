//! `ties.toml` of the archive: what a person says about versions that nothing ties.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Candidate, Head};

/// The name of the file, in the folder of the archive.
pub(in crate::import) const TIES: &str = "ties.toml";

/// What a person answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(in crate::import) enum Answer {
    /// Nothing yet.
    #[default]
    #[serde(rename = "?")]
    Open,
    /// They are one article.
    #[serde(rename = "yes")]
    Yes,
    /// They are not.
    #[serde(rename = "no")]
    No,
}

/// Versions that may be one article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import) struct Tie {
    /// Whether they are.
    #[serde(default)]
    pub(in crate::import) same: Answer,
    /// The versions, by their names in the source.
    pub(in crate::import) versions: Vec<String>,
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import) struct TiesFile {
    #[serde(default, rename = "tie")]
    pub(in crate::import) ties: Vec<Tie>,
}

impl TiesFile {
    /// The name of the file.
    pub(in crate::import) const NAME: &str = TIES;

    /// Reads the file.
    ///
    /// # Errors
    /// With the line, where it is not as it was written.
    pub(in crate::import) fn parse(text: &str) -> Result<TiesFile, String> {
        toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        })
    }

    /// What a person confirmed.
    pub(in crate::import) fn confirmed(&self) -> Vec<Vec<String>> {
        self.ties.iter().filter(|tie| tie.same == Answer::Yes).map(|tie| tie.versions.clone()).collect()
    }

    /// The text of the file: what was answered, then `candidates` without an answer, then the versions without any.
    pub(in crate::import) fn write(&self, heads: &[Head], candidates: &[Candidate], lonely: &[usize]) -> String {
        let mut text = "# Versions that may be one article in several languages: litopys import did not find them tied.\n\
                        # Write same = \"yes\" or same = \"no\" and run the import again; add ties of your own as you like.\n"
            .to_owned();
        let by_id: HashMap<&str, &Head> = heads.iter().map(|head| (head.version.id.as_str(), head)).collect();
        let mut answered: HashSet<[&str; 2]> = HashSet::new();
        for tie in self.ties.iter().filter(|tie| tie.same != Answer::Open) {
            text.push('\n');
            tie.versions.iter().filter_map(|id| by_id.get(id.as_str())).for_each(|head| push_words(&mut text, head));
            let all = tie.versions.iter().map(String::as_str);
            answered.extend(all.clone().flat_map(|one| all.clone().map(move |other| [one, other])));
            push_tie(&mut text, tie.same, tie.versions.iter().map(String::as_str));
        }
        for candidate in candidates {
            let both: Vec<&Head> = [candidate.one, candidate.other].iter().filter_map(|at| heads.get(*at)).collect();
            if let [one, other] = both.as_slice()
                && answered.contains(&[one.version.id.as_str(), other.version.id.as_str()])
            {
                continue;
            }
            text.push('\n');
            both.iter().for_each(|head| push_words(&mut text, head));
            text.push_str(&format!("# {:.2}: {}\n", candidate.score, candidate.reasons.join(", ")));
            push_tie(&mut text, Answer::Open, both.iter().map(|head| head.version.id.as_str()));
        }
        if !lonely.is_empty() {
            text.push_str("\n# In one language, without a likely partner:\n");
            lonely.iter().filter_map(|at| heads.get(*at)).for_each(|head| push_words(&mut text, head));
        }
        text
    }
}

fn push_words(text: &mut String, head: &Head) {
    let date = head.version.published.map(|moment| moment.to_string()).unwrap_or_default();
    let day = date.get(..10).unwrap_or("no date");
    let title: String = head.version.title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(90).collect();
    let id: String = head.version.id.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.push_str(&format!("# {}, {day}: {title} ({id})\n", head.lang));
}

fn push_tie<'a>(text: &mut String, same: Answer, versions: impl Iterator<Item = &'a str>) {
    let same = match same {
        Answer::Open => "?",
        Answer::Yes => "yes",
        Answer::No => "no",
    };
    let versions: Vec<_> = versions.map(|id| toml::Value::String(id.to_owned()).to_string()).collect();
    text.push_str(&format!("[[tie]]\nsame = \"{same}\"\nversions = [{}]\n", versions.join(", ")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ImportedVersion;

    #[test]
    fn answers_stay_and_open_questions_are_asked_again() {
        let head = |id: &str| Head {
            version: ImportedVersion { id: id.into(), title: "Назва\n2".into(), ..ImportedVersion::default() },
            lang: "uk".parse().unwrap(),
        };
        let heads = [head("a \"b\".md"), head("c.md"), head("d.md"), head("e.md")];
        let candidate = |one, other| Candidate { one, other, score: 0.5, reasons: vec!["2 numbers".into()] };
        let text = TiesFile::default().write(&heads, &[candidate(0, 1), candidate(2, 3)], &[3]);
        let read = TiesFile::parse(&text).unwrap();
        assert_eq!((read.ties.len(), read.confirmed().len()), (2, 0), "{text}");
        assert_eq!(read.write(&heads, &[candidate(0, 1), candidate(2, 3)], &[3]), text);
        let answered = TiesFile::parse(&text.replacen("\"?\"", "\"yes\"", 1)).unwrap();
        assert_eq!(answered.confirmed(), [["a \"b\".md", "c.md"]]);
        let again = TiesFile::parse(&answered.write(&heads, &[candidate(2, 3), candidate(0, 1)], &[])).unwrap();
        assert_eq!(again.ties, answered.ties);
        assert!(TiesFile::parse("[[tie]]\nsam = 1\n").unwrap_err().contains("line 2"));
    }
}
