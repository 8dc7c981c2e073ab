//! A status as text: a table for people, CSV for spreadsheets.

use jiff::tz::TimeZone;

use super::status::{Ratio, Status, WorkItem, WorkState};
use crate::model::sentence::say;
use unic_langid::LanguageIdentifier;

impl Status {
    /// A table of the languages, then one of what there is to do; what is done is left out. Of articles alone, one table of
    /// all their versions. Its words are in the language `lang`.
    pub fn to_table(&self, zone: &TimeZone, lang: &LanguageIdentifier) -> String {
        if self.languages.is_empty() {
            return self.work_table(|_| true, lang) + &self.waiting_table(zone, lang);
        }
        let mut rows = vec![heads(["status-language", "status-messages", "status-articles", "status-stale"], lang)];
        for one in &self.languages {
            rows.push(vec![one.lang.to_string(), part(one.messages), part(one.articles), one.stale.to_string()]);
        }
        let mut text = aligned(&rows);
        text.push('\n');
        if self.work.iter().any(is_to_do) {
            text.push_str(&self.work_table(is_to_do, lang));
        } else {
            text.push_str(&say("status-complete").in_lang(lang));
            text.push('\n');
        }
        text + &self.waiting_table(zone, lang)
    }

    /// The table of what readers do not see yet; empty if they see everything.
    fn waiting_table(&self, zone: &TimeZone, lang: &LanguageIdentifier) -> String {
        if self.waiting.is_empty() {
            return String::new();
        }
        let mut rows = vec![heads(["status-article", "status-language", "status-waiting"], lang)];
        rows.extend(self.waiting.iter().map(|waiting| {
            let version = waiting.lang.as_ref().map(ToString::to_string);
            let version = version.unwrap_or_else(|| say("status-every-language").in_lang(lang));
            vec![waiting.article.to_string(), version, waiting.state.words(zone).in_lang(lang)]
        }));
        format!("\n{}", aligned(&rows))
    }

    fn work_table(&self, is_listed: impl Fn(&WorkItem) -> bool, lang: &LanguageIdentifier) -> String {
        let mut rows = vec![heads(["status-article", "status-language", "status-state", "status-passages"], lang)];
        let counted = self.work.iter().any(|work| work.demand.is_some());
        if counted && let Some(head) = rows.first_mut() {
            head.push(say("status-demand").in_lang(lang));
        }
        for work in self.work.iter().filter(|work| is_listed(work)) {
            let passages = if work.passages == 0 { String::new() } else { work.passages.to_string() };
            let state = say(format!("status-{}", work.state)).in_lang(lang);
            let mut row = vec![work.article.clone(), work.lang.to_string(), state, passages];
            row.extend(work.demand.map(|demand| demand.to_string()));
            rows.push(row);
        }
        aligned(&rows)
    }

    /// Every version and every lack of one, a line each (RFC 4180, with line feeds).
    pub fn to_csv(&self) -> String {
        let mut text = String::from("article,language,state,passages,demand\n");
        for work in &self.work {
            let demand = work.demand.map(|demand| demand.to_string()).unwrap_or_default();
            // Neither ids nor tags hold a comma or a quotation mark.
            let line = format!("{},{},{},{},{demand}\n", work.article, work.lang, work.state, work.passages);
            text.push_str(&line);
        }
        text
    }
}

fn is_to_do(work: &WorkItem) -> bool {
    matches!(work.state, WorkState::Missing | WorkState::Stale)
}

/// The first row of a table.
fn heads<const N: usize>(messages: [&'static str; N], lang: &LanguageIdentifier) -> Vec<String> {
    messages.map(|message| say(message).in_lang(lang)).to_vec()
}

/// `12/14 85%`; rounded down, so that 100% means all.
fn part(part: Ratio) -> String {
    let percent = (part.have * 100).checked_div(part.all).unwrap_or(100);
    format!("{}/{} {percent}%", part.have, part.all)
}

/// The rows with their columns under one another.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_whole_only_when_nothing_is_missing() {
        for (have, all, expected) in [(199, 200, "199/200 99%"), (2, 2, "2/2 100%"), (0, 0, "0/0 100%")] {
            assert_eq!(part(Ratio { have, all }), expected);
        }
    }

    #[test]
    fn columns_stand_under_one_another() {
        let rows = [["a", "b"], ["їжак", ""]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows), "a     b\nїжак\n");
    }
}
