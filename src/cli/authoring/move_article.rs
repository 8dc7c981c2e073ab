//! `litopys move`: an article gets another id or another year, and every old address still leads to it.

use std::io::{Write, stdout};

use jiff::{civil::Date, tz::TimeZone};
use similar::TextDiff;

use super::{
    args::Move,
    plan::{Plan, Wanted, plan, published},
};
use crate::{
    cli::{
        archive::{article_id, site_of},
        terminal::{self, failure},
    },
    model::{
        date::Moment,
        escape,
        sentence::{Sentence, say},
        slug::{ArticleId, Year},
    },
    source::{FileChange, Folder, Rename, commit},
};

/// Plans the move, then shows it, or does it.
pub(in crate::cli) fn run(typed: &Move) -> anyhow::Result<bool> {
    let archive = typed.archive.open()?;
    let site = site_of(&archive)?;
    let from = article_id(&typed.from, &archive)?;
    let to = target(&typed.to, &from)?;
    if from.year().is_none() || to.year().is_none() {
        return Err(failure(say("move-page")));
    }
    let published = date(typed, &archive, MoveStep { from: &from, to: &to, zone: site.time_zone() })?;
    let plan = plan(&archive, &site, &Wanted { from: from.clone(), to: to.clone(), published })?;
    if typed.dry_run {
        show(&plan)?;
    } else {
        commit(archive.root(), &plan.transaction)?;
    }
    say_done(&plan, &from, &to, typed.dry_run);
    Ok(true)
}

/// The way that an article goes.
#[derive(Clone, Copy)]
struct MoveStep<'a> {
    from: &'a ArticleId,
    to: &'a ArticleId,
    zone: &'a TimeZone,
}

/// `2024/dnipro-river`, an id in the same year, or a year.
fn target(typed: &str, from: &ArticleId) -> anyhow::Result<ArticleId> {
    let path = typed.trim_start_matches("./").trim_end_matches('/');
    let path = path.strip_prefix("articles/").unwrap_or(path);
    if path.contains('/') {
        return path.parse().map_err(wrong_target);
    }
    match path.parse::<Year>() {
        Ok(year) => Ok(ArticleId::new(year, from.name().clone())),
        Err(_) => {
            let name = path.parse().map_err(wrong_target)?;
            Ok(ArticleId::new(from.collection(), name))
        }
    }
}

fn wrong_target(error: Sentence) -> anyhow::Error {
    failure(say("move-target").with("problem", error))
}

/// The new date of the article, where it gets one: typed, or asked for where the folder is of another year.
fn date(typed: &Move, archive: &Folder, step: MoveStep<'_>) -> anyhow::Result<Option<Moment>> {
    let Some(year) = step.to.year() else { return Ok(None) };
    let is_right = |moment: Moment| i32::from(moment.day(step.zone).year()) == i32::from(year.get());
    if let Some(date) = typed.published {
        let day = date.day(step.zone);
        let wrong = || failure(say("move-not-day").with("day", day.to_string()).with("year", year.to_string()));
        return if is_right(date) { Ok(Some(date)) } else { Err(wrong()) };
    }
    let Some(old) = published(archive, step.from)?.filter(|old| step.from.year() != Some(year) && !is_right(*old))
    else {
        return Ok(None);
    };
    let (old, likely) = (old.day(step.zone), in_year(old.day(step.zone), year));
    let dated = |message: &'static str| say(message).with("old", old.to_string()).with("year", year.to_string());
    let Some(question) = terminal::Question::open() else {
        let problem = dated("move-other-year").with("path", step.to.folder());
        return Err(failure(problem.with("likely", likely.to_string())));
    };
    let answer = question.ask(&dated("move-ask").in_lang(&terminal::language()), &likely.to_string())?;
    match answer.parse::<Moment>() {
        Ok(date) if is_right(date) => Ok(Some(date)),
        _ => Err(failure(dated("move-answer").with("answer", answer).with("likely", likely.to_string()))),
    }
}

/// The same day of another year; of 29 February, the day before.
fn in_year(day: Date, year: Year) -> Date {
    let year = i16::try_from(year.get()).unwrap_or_default();
    let last = Date::new(year, day.month(), 1).map_or(28, Date::days_in_month);
    Date::new(year, day.month(), day.day().min(last)).unwrap_or(day)
}

fn show(plan: &Plan) -> anyhow::Result<()> {
    let mut out = String::new();
    let path = |path: &str| match &plan.transaction.rename {
        Some(Rename { from, to }) => match path.strip_prefix(from).filter(|rest| rest.starts_with('/')) {
            Some(rest) => format!("{to}{rest}"),
            None => path.to_owned(),
        },
        None => path.to_owned(),
    };
    if let Some(Rename { from, to }) = &plan.transaction.rename {
        out.push_str(&format!("rename from {from}\nrename to {to}\n"));
    }
    for FileChange { path: old, before, after } in &plan.transaction.files {
        let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let diff = TextDiff::from_lines(&*before, &*after);
        let new = path(old);
        out.push_str(&diff.unified_diff().header(&format!("a/{old}"), &format!("b/{new}")).to_string());
    }
    stdout().write_all(escape::lines(&out).as_bytes())?;
    Ok(())
}

fn say_done(plan: &Plan, from: &ArticleId, to: &ArticleId, is_dry: bool) {
    let Plan { transaction, aliases, notes } = plan;
    let (moved, links) = if is_dry { ("move-would", "move-links-would") } else { ("move-done", "move-links") };
    terminal::say_sentence(&say(moved).with("from", from.folder()).with("to", to.folder()));
    let inside = format!("{}/", from.folder());
    let linking = transaction.files.iter().filter(|file| !file.path.starts_with(&inside)).count();
    terminal::say_sentence(&say(links).with("count", linking));
    if !aliases.is_empty() {
        let paths: Vec<_> = aliases.iter().map(|path| format!("`{path}`")).collect();
        terminal::say_sentence(&say("move-aliases").with("paths", paths));
    }
    notes.iter().for_each(terminal::say_sentence);
    terminal::say_sentence(&say(if is_dry { "move-dry" } else { "move-next" }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_id_a_year_or_both() {
        let from: ArticleId = "2025/dnipro".parse().unwrap();
        for (typed, expected) in [
            ("2024/river", "2024/river"),
            ("articles/2024/river/", "2024/river"),
            ("river", "2025/river"),
            ("2024", "2024/dnipro"),
            ("2024/", "2024/dnipro"),
        ] {
            assert_eq!(target(typed, &from).unwrap().to_string(), expected, "{typed}");
        }
        for typed in ["", "2024/Bad Name", "../x", "a/b/c", "20/x"] {
            assert!(target(typed, &from).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_leap_day_becomes_the_day_before() {
        let year: Year = "2023".parse().unwrap();
        assert_eq!(in_year(jiff::civil::date(2024, 2, 29), year), jiff::civil::date(2023, 2, 28));
        assert_eq!(in_year(jiff::civil::date(2024, 12, 31), year), jiff::civil::date(2023, 12, 31));
    }
}
