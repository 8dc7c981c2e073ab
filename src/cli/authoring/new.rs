//! `litopys new`: the folder of an article and what every article has, or one more version of an article that exists.

use std::{fmt::Write, path::Path};

use anyhow::Context;
use jiff::{Timestamp, civil::Date};

use crate::{
    article::{ArticleToml, check_portable, decode, parse_article, parse_version_in},
    cli::{
        archive::{self, current_year, no_language, not_a_language, year_with},
        args::NewArgs,
        terminal::{self, Localised, failure},
    },
    model::{
        diagnostic::Diagnostic,
        lang::Lang,
        romanise::slug_of,
        sentence::{Sentence, say},
        slug::{ArticleId, Collection, Slug, Year},
    },
    site::{Names, Site, Topic},
    source::{Folder, Source, load_site, write_atomically},
};

/// The beginning of a version: what its front matter and its text say at first.
#[derive(Default)]
struct Draft {
    title: String,
    summary: String,
    slug: Option<Slug>,
    /// The day on which a version appears that comes later than its article.
    published: Option<Date>,
    /// `[[image]]` tables, as TOML.
    images: String,
    body: String,
}

/// Writes `article.toml`, unless it exists, and `<lang>.md`, which must not.
pub(in crate::cli) fn run(new: &NewArgs) -> anyhow::Result<bool> {
    let archive = new.archive.open()?;
    let texts = load_site(&archive)?;
    let site = texts.site.ok_or_else(no_language)?;
    let lang = &new.lang;
    for lang in std::iter::once(lang).chain(&new.from) {
        check_language(&site, lang)?;
    }
    let today = today(&site);
    let made = made_slug(new)?;
    let id = article_id(new, made.as_ref(), &archive, year_of(today)?)?;
    let folder = archive.root().join(id.folder());
    let version = folder.join(format!("{lang}.md"));
    if version.exists() {
        let this_year = year_of(today)?;
        let exists = match id.year() {
            Some(year) if year != this_year => say("new-exists-year").with("id", format!("{this_year}/{}", id.name())),
            _ => say("new-exists"),
        };
        return Err(failure(exists.with("path", version.display().to_string())));
    }
    let mut draft = draft(new, &archive, &id, made)?;
    let present = Present::of(&archive, &id, &site)?;
    std::fs::create_dir_all(&folder)?;
    let meta = folder.join("article.toml");
    let begun = id.year().filter(|_| !meta.exists());
    if let Some(year) = begun {
        let published = first_day(year, today);
        let source = new.from.as_ref().or(present.likely_source(&site)).unwrap_or(lang);
        let authors = only_author(&texts.names).map(|id| quoted(id).to_string()).unwrap_or_default();
        let text = format!("published = {published}\nsource = \"{source}\"\ntags = []\nauthors = [{authors}]\n");
        write_atomically(&meta, text.as_bytes())?;
    } else {
        let published = present.meta.as_ref().and_then(|meta| meta.published).map(|date| date.day(site.time_zone()));
        draft.published = published.is_some_and(|day| day < today).then_some(today);
    }
    write_atomically(&version, draft.text().as_bytes())?;
    say_next(new, &id, &version, &present);
    if begun.is_some_and(|year| today.year() != i16_of(year)) {
        terminal::say_sentence(&say("new-date").with("id", id.to_string()));
    }
    terminal::say_sentence(&say("new-look"));
    Ok(true)
}

/// The author whom `names.toml` names, if there is no other.
fn only_author(names: &Names) -> Option<&str> {
    let mut ids = names.iter().filter(|(topic, ..)| *topic == Topic::Author).map(|(_, id, ..)| id);
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

/// The versions that an article already has.
struct Present {
    meta: Option<ArticleToml>,
    /// The languages of its versions, in the order of the site.
    versions: Vec<Lang>,
}

impl Present {
    fn of(archive: &Folder, id: &ArticleId, site: &Site) -> anyhow::Result<Present> {
        let folder = archive.fetch(id)?;
        let files = folder.map(|folder| folder.files).unwrap_or_default();
        let at = |name: &str| files.iter().find(|file| file.path == format!("{}/{name}", id.folder()));
        let bytes = at("article.toml").and_then(|file| file.bytes.as_ref().ok());
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let tags = site.languages().iter().map(|language| &language.tag);
        Ok(Present {
            meta: text.and_then(|text| parse_article("article.toml", text).0),
            versions: tags.filter(|tag| at(&format!("{tag}.md")).is_some()).cloned().collect(),
        })
    }

    /// The source of an article whose `article.toml` does not exist yet.
    fn likely_source(&self, site: &Site) -> Option<&Lang> {
        let default = self.versions.iter().find(|lang| *lang == site.default_language());
        default.or(self.versions.first())
    }
}

fn say_next(new: &NewArgs, id: &ArticleId, version: &Path, present: &Present) {
    let (path, lang) = (version.display().to_string(), &new.lang);
    let source = present.meta.as_ref().map(|meta| &meta.source);
    match &new.from {
        Some(from) => {
            let message = say("new-translate").with("path", path).with("from", from.as_str());
            terminal::say_sentence(&message.with("id", id.to_string()).with("lang", lang.as_str()));
            if let Some(source) = source.filter(|source| *source != from && *source != lang) {
                let message = say("new-other-source").with("source", source.as_str()).with("from", from.as_str());
                terminal::say_sentence(&message);
            }
        }
        None => terminal::say_sentence(&say("new-write").with("path", path)),
    }
    if new.from.is_none() && !present.versions.is_empty() {
        let langs: Vec<_> = present.versions.iter().map(|lang| format!("`{lang}`")).collect();
        let from = source.filter(|source| present.versions.contains(source)).or(present.versions.first());
        let message = match from {
            Some(from) => say("new-present-from").with("from", from.as_str()),
            None => say("new-present"),
        };
        terminal::say_sentence(&message.with("langs", langs));
    }
}

fn check_language(site: &Site, lang: &Lang) -> anyhow::Result<()> {
    if site.languages().get(lang.as_str()).is_some() {
        return Ok(());
    }
    Err(match site.languages().by_alias(lang.as_str()) {
        Some(language) => failure(say("language-alias-file").with("stem", lang).with("tag", &language.tag)),
        None => not_a_language(site, lang),
    })
}

/// The slug that the title makes.
fn made_slug(new: &NewArgs) -> anyhow::Result<Option<Slug>> {
    let Some(title) = &new.title else { return Ok(None) };
    let slug = slug_of(title, &new.lang);
    slug.map(Some).ok_or_else(|| failure(say("new-no-slug").with("title", title)))
}

/// The article that was typed: with its year, in the one year that has it, or new in this year.
fn article_id(new: &NewArgs, made: Option<&Slug>, archive: &Folder, this_year: Year) -> anyhow::Result<ArticleId> {
    let typed =
        new.id.as_deref().map(|id| if id == "." { id } else { id.trim_start_matches("./").trim_end_matches('/') });
    let id = match (typed, made) {
        (Some(typed), _) if typed.contains('/') || typed == "." => {
            let id = archive::article_id(typed, archive)?;
            if new.year.is_some() && new.year != id.year() {
                return Err(failure(say("new-two-years").with("typed", typed)));
            }
            id
        }
        (Some(typed), _) => {
            let name: Slug = typed.parse().map_err(wrong_id)?;
            let year = match new.year {
                Some(year) => year,
                None => year_with(&name, archive)?.or_else(|| current_year(archive)).unwrap_or(this_year),
            };
            ArticleId::new(year, name)
        }
        (None, Some(made)) => {
            ArticleId::new(new.year.or_else(|| current_year(archive)).unwrap_or(this_year), made.clone())
        }
        (None, None) => return Err(failure(say("new-no-id"))),
    };
    match check_portable(&id.folder()) {
        Some(problem) => Err(wrong_id(problem.message)),
        None => Ok(id),
    }
}

fn wrong_id(problem: Sentence) -> anyhow::Error {
    failure(say("new-id").with("problem", problem))
}

/// The first text of the version: that of another version, or none.
fn draft(new: &NewArgs, archive: &Folder, id: &ArticleId, made: Option<Slug>) -> anyhow::Result<Draft> {
    let mut draft = match &new.from {
        Some(from) => copied(archive, id, from)?,
        None => Draft { title: id.name().as_str().replace('-', " "), ..Draft::default() },
    };
    if let Some(title) = &new.title {
        draft.title.clone_from(title);
    }
    // The page of an author has the author's address.
    draft.slug = made.filter(|slug| slug != id.name() && id.collection() != Collection::Authors);
    Ok(draft)
}

/// The text of the version in `from`, with the words of its front matter.
fn copied(archive: &Folder, id: &ArticleId, from: &Lang) -> anyhow::Result<Draft> {
    let path = format!("{}/{from}.md", id.folder());
    let none = |path: String| Localised(say("new-no-source").with("path", path));
    let unreadable =
        |problem: Diagnostic| failure(say("archive-unreadable").with("path", &path).with("problem", problem.message));
    let folder = archive.fetch(id)?.with_context(|| none(id.folder()))?;
    let file = folder.files.iter().find(|file| file.path == path).with_context(|| none(path.clone()))?;
    let bytes = file.bytes.as_ref().map_err(|fault| unreadable(fault.problem(&path)))?;
    let (text, _) = decode(&path, bytes).map_err(&unreadable)?;
    let (version, problems) = parse_version_in(id.collection(), &path, text);
    let Some(version) = version else {
        let first = problems.into_iter().next();
        return Err(first.map_or_else(|| failure(say("archive-no-text").with("path", &path)), unreadable));
    };
    let mut images = String::new();
    for image in &version.images {
        _ = writeln!(images, "\n[[image]]\nfile = {}", quoted(&image.file));
        for (key, text) in [("alt", &image.alt), ("caption", &image.caption), ("credit", &image.credit)] {
            if let Some(text) = text {
                _ = writeln!(images, "{key} = {}", quoted(text));
            }
        }
    }
    let body = text.get(version.body..).unwrap_or_default().trim_start_matches(['\r', '\n']).to_owned();
    Ok(Draft { title: version.title, summary: version.summary, images, body, ..Draft::default() })
}

impl Draft {
    /// The whole file.
    fn text(&self) -> String {
        let slug = self.slug.as_ref().map(|slug| format!("slug = \"{slug}\"\n")).unwrap_or_default();
        let published = self.published.map(|day| format!("published = {day}\n")).unwrap_or_default();
        let (title, summary) = (quoted(&self.title), quoted(&self.summary));
        format!("+++\ntitle = {title}\nsummary = {summary}\n{slug}{published}{}+++\n\n{}", self.images, self.body)
    }
}

fn quoted(text: &str) -> toml::Value {
    toml::Value::String(text.to_owned())
}

/// Today, or the first day of the year in which the article lies.
fn first_day(year: Year, today: Date) -> Date {
    let year = i16_of(year);
    if year == today.year() { today } else { Date::new(year, 1, 1).unwrap_or(today) }
}

fn i16_of(year: Year) -> i16 {
    i16::try_from(year.get()).unwrap_or_default()
}

fn year_of(day: Date) -> anyhow::Result<Year> {
    Ok(Year::try_from(i64::from(day.year()))?)
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(super) fn today(site: &Site) -> Date {
    Timestamp::now().to_zoned_datetime(site.time_zone().clone()).date()
}
