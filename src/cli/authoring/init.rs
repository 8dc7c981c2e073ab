//! `litopys init`: an archive that can be served at once, with one article and a page about it in every language.

use std::{
    fs::{self, Permissions},
    io::ErrorKind,
    os::unix::fs::PermissionsExt,
    path::Path,
};

use anyhow::Context;
use jiff::civil::Date;

use super::{args::Init, new::today, toml_text::quoted};
use crate::{
    cli::terminal::{self, Localised, Question, failure},
    i18n::{LanguageChain, Locales},
    model::{
        lang::Lang,
        romanise::slug_of,
        sentence::{Sentence, say},
    },
    site::{Site, parse_site, toml_key},
    source::{Folder, Source, built_in_locales, write_atomically},
    translate::{ArticleVersions, Structure},
};

/// The example article, by language.
const EXAMPLES: [(&str, &str); 3] = [
    ("uk", include_str!("example/uk.md")),
    ("en", include_str!("example/en.md")),
    ("ru", include_str!("example/ru.md")),
];
/// The id of the page about the archive.
const ABOUT: &str = "pages/about";
/// The id of the example article.
const ID: &str = "first-article";
/// The address of an archive that no reader is to find yet: that of `litopys serve`.
const ADDRESS: &str = "http://127.0.0.1:8080";
/// The languages of an archive by default.
const LANGUAGES: &str = "uk,en,ru";

/// The answers from which an archive is made.
struct Answers {
    title: String,
    base_url: String,
    languages: Vec<Lang>,
    author: String,
}

/// Asks for what was not typed, and makes the archive.
pub(in crate::cli) fn run(init: &Init) -> anyhow::Result<bool> {
    init.lang.iter().for_each(|lang| terminal::speak(lang.id().clone()));
    check_free(&init.dir)?;
    let typed = init.languages.as_deref().map(languages).transpose()?;
    let (answers, assumed) = answers(init, typed)?;
    if answers.languages.is_empty() {
        return Err(no_language().into());
    }
    let site_toml = answers.site_toml();
    let (site, problems) = parse_site("site.toml", &site_toml);
    if let Some(problem) = problems.first() {
        return Err(failure(problem.message.clone()));
    }
    let site = site.ok_or_else(no_language)?;
    place(&init.dir, |folder| answers.write(folder, &site_toml, &site, today(&site)))?;
    say_next(init, &answers, &assumed);
    Ok(true)
}

fn check_free(dir: &Path) -> anyhow::Result<()> {
    match fs::read_dir(dir) {
        Ok(mut entries) => match entries.find(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name() != ".git")) {
            Some(_) => Err(in_folder("init-not-empty", dir).into()),
            None => Ok(()),
        },
        Err(error) if error.kind() == ErrorKind::NotFound && dir.symlink_metadata().is_err() => Ok(()),
        Err(error) => Err(error).with_context(|| in_folder("init-not-here", dir)),
    }
}

fn in_folder(message: &'static str, dir: &Path) -> Localised {
    Localised(say(message).with("dir", dir.display().to_string()))
}

fn no_language() -> Localised {
    Localised(say("init-no-language"))
}

/// The tags in a list.
fn languages(typed: &str) -> anyhow::Result<Vec<Lang>> {
    let tags = typed.split([',', ' ', ';']).filter(|tag| !tag.is_empty());
    let read = |tag: &str| match tag.to_ascii_lowercase().as_str() {
        "ua" => Err(failure(say("init-country").with("tag", tag))),
        _ => tag.parse().map_err(|error: Sentence| failure(say("init-languages").with("problem", error))),
    };
    tags.map(read).collect()
}

fn built_in(lang: &Lang) -> Locales {
    let chain = LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback: Vec::new() };
    Locales::build(&built_in_locales(), &[], &[chain]).0
}

/// The answers, and the options that stand for the missing ones.
fn answers(init: &Init, languages_typed: Option<Vec<Lang>>) -> anyhow::Result<(Answers, Vec<String>)> {
    let question = Question::open();
    let mut assumed = Vec::new();
    let mut answer = |typed: Option<&String>, ask: Sentence, option: &str, default: &str| match (typed, &question) {
        (Some(typed), _) => Ok(typed.clone()),
        (None, Some(question)) => {
            question.ask(&ask.in_lang(&terminal::language()), default).context(Localised(say("init-unanswered")))
        }
        (None, None) => {
            if !default.is_empty() {
                assumed.push(format!("{option} {}", quoted(default)));
            }
            Ok(default.to_owned())
        }
    };
    let folder = std::path::absolute(&init.dir)?;
    let name = folder.file_name().map_or_else(|| "Litopys".to_owned(), |name| name.to_string_lossy().into_owned());
    let title = answer(init.title.as_ref(), say("init-ask-title"), "--title", &name)?;
    let base_url = answer(init.base_url.as_ref(), say("init-ask-address"), "--base-url", ADDRESS)?;
    let languages = match languages_typed {
        Some(languages) => languages,
        None => languages(&answer(None, say("init-ask-languages"), "--languages", LANGUAGES)?)?,
    };
    let author = answer(init.author.as_ref(), say("init-ask-author"), "--author", "")?;
    Ok((Answers { title, base_url, languages, author: author.trim().to_owned() }, assumed))
}

/// Fills `dir` by `fill`, as a whole: a folder next to it or in it is filled first, then renamed.
fn place(dir: &Path, fill: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let exists = dir.is_dir();
    let absolute = std::path::absolute(dir)?;
    let holder = if exists { absolute.as_path() } else { absolute.parent().unwrap_or(&absolute) };
    fs::create_dir_all(holder).with_context(|| in_folder("init-folder", holder))?;
    let rights = Permissions::from_mode(0o777);
    let made = tempfile::Builder::new().prefix(".litopys-").suffix(".tmp").permissions(rights).tempdir_in(holder);
    let made = made.with_context(|| in_folder("init-unwritable", holder))?;
    fill(made.path())?;
    if !exists {
        fs::rename(made.path(), &absolute).with_context(|| in_folder("init-folder", dir))?;
        // Nothing is left to remove.
        _ = made.keep();
        return Ok(());
    }
    // The folder itself stays: it may be the current one. It is an archive once it has its `site.toml`.
    let mut names: Vec<_> =
        fs::read_dir(made.path())?.map(|entry| Ok(entry?.file_name())).collect::<std::io::Result<_>>()?;
    names.sort_by_key(|name| name == "site.toml");
    for (at, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(made.path().join(name), absolute.join(name)) {
            for done in names.iter().take(at) {
                // The error names any step that could not be undone.
                _ = fs::rename(absolute.join(done), made.path().join(done));
            }
            return Err(error).with_context(|| in_folder("init-unfilled", dir));
        }
    }
    Ok(())
}

impl Answers {
    /// The languages that have an example, each with its text.
    fn examples(&self) -> Vec<(&Lang, &'static str)> {
        let of =
            |lang: &Lang| EXAMPLES.iter().find(|(tag, _)| *tag == lang.id().language.as_str()).map(|(_, text)| *text);
        let found: Vec<_> = self.languages.iter().filter_map(|lang| Some((lang, of(lang)?))).collect();
        let english = EXAMPLES.iter().find(|(tag, _)| *tag == "en").map(|(_, text)| *text);
        // An archive has at least one text, to be translated.
        if found.is_empty() {
            self.languages.iter().take(1).filter_map(|lang| Some((lang, english?))).collect()
        } else {
            found
        }
    }

    fn site_toml(&self) -> String {
        let (name, base_url) = (quoted(self.title.trim()), quoted(self.base_url.trim()));
        let mut text = format!(
            "# Every key: docs/WRITING.md of Litopys.\nname = {name}\nbase_url = {base_url}    # where readers find the archive\n"
        );
        if let Some(first) = self.languages.first() {
            text.push_str(&format!("default = \"{first}\"    # the language when nothing else decides\n"));
        }
        for lang in &self.languages {
            text.push_str(&format!("\n[[language]]\ntag = \"{lang}\"\n"));
            if lang.as_str() == "uk" {
                text.push_str("aliases = [\"ua\"]    # /ua/… leads to /uk/…\n");
            }
            let other =
                self.languages.iter().find(|other| *other != lang && (lang.as_str() != "uk" || other.as_str() != "ru"));
            if let Some(other) = other {
                text.push_str(&format!(
                    "# fallback = [\"{other}\"]    # shown where an article has no `{lang}` version\n"
                ));
            }
        }
        text
    }

    fn write(&self, folder: &Path, site_toml: &str, site: &Site, today: Date) -> anyhow::Result<()> {
        let id = format!("{}/{ID}", today.year());
        let article = folder.join("articles").join(&id);
        fs::create_dir_all(&article)?;
        let examples = self.examples();
        let source = examples.first().map(|(lang, _)| *lang).with_context(no_language)?;
        let mut meta = format!("published = {today}\nsource = \"{source}\"\n");
        if !self.author.is_empty() {
            let author = slug_of(&self.author, source).map_or_else(|| "editors".to_owned(), |slug| slug.to_string());
            meta.push_str(&format!("authors = [{}]\n", quoted(&author)));
            let name = |lang: &Lang| format!("{} = {}\n", toml_key(lang.as_str()), quoted(&self.author));
            let names: String = self.languages.iter().map(name).collect();
            let head = "# Names of authors, tags and sections in each language.\n";
            let text = format!("{head}[author.{}]\n{names}", toml_key(&author));
            write_atomically(&folder.join("articles/names.toml"), text.as_bytes())?;
        }
        write_atomically(&article.join("article.toml"), meta.as_bytes())?;
        for (lang, text) in &examples {
            let text = text.replace(&format!("`{}.md`", lang.id().language), &format!("`{lang}.md`"));
            write_atomically(&article.join(format!("{lang}.md")), text.as_bytes())?;
        }
        let about = folder.join(ABOUT);
        fs::create_dir_all(&about)?;
        for (lang, _) in &examples {
            write_atomically(&about.join(format!("{lang}.md")), about_page(lang)?.as_bytes())?;
        }
        write_atomically(
            &folder.join(".gitignore"),
            b"# What Litopys makes itself; `.litopys/keep/` belongs in a backup.\n/.litopys/\n",
        )?;
        write_atomically(&folder.join("site.toml"), site_toml.as_bytes())?;
        mark(folder, site, &id)?;
        mark(folder, site, ABOUT)
    }
}

/// The page about the archive, to be written on: in `lang`, else in English.
fn about_page(lang: &Lang) -> anyhow::Result<String> {
    let base = lang.id().language.as_str();
    let known = EXAMPLES.iter().map(|(tag, _)| *tag).find(|tag| *tag == base).unwrap_or("en");
    let spoken: Lang = known.parse()?;
    let locales = built_in(&spoken);
    let words = locales.words(&spoken);
    let [title, summary, text] =
        ["init-about-title", "init-about-summary", "init-about-text"].map(|id| words.say(id).to_string());
    Ok(format!("+++\ntitle = {}\nsummary = {}\n+++\n\n{text}\n", quoted(&title), quoted(&summary)))
}

/// Records what each example was translated from, so that a change of the source shows.
fn mark(folder: &Path, site: &Site, id: &str) -> anyhow::Result<()> {
    let archive = Folder::open(folder)?;
    let files = archive.fetch(&id.parse()?)?.with_context(|| Localised(say("archive-no-folder").with("path", id)))?;
    let desk = ArticleVersions::open(files, site)?;
    for version in desk.translations() {
        let marked = desk.mark(&version.lang, Structure::Alike)?;
        write_atomically(&folder.join(desk.record_path(&version.lang)), marked.record.as_bytes())?;
    }
    Ok(())
}

fn say_next(init: &Init, answers: &Answers, assumed: &[String]) {
    let folder = init.dir.display().to_string();
    terminal::say_sentence(&say("init-done").with("folder", &folder));
    if !assumed.is_empty() {
        terminal::say_sentence(&say("init-assumed").with("options", assumed.join(" ")));
    }
    let has_words = |lang: &&Lang| EXAMPLES.iter().any(|(tag, _)| *tag == lang.id().language.as_str());
    let wordless: Vec<_> = answers.languages.iter().filter(|lang| !has_words(lang)).map(Lang::to_string).collect();
    if !wordless.is_empty() {
        terminal::say_sentence(&say("init-wordless").with("languages", wordless));
    }
    let lang = answers.languages.first().map(Lang::to_string).unwrap_or_default();
    let into = if folder == "." { String::new() } else { format!("cd {folder} && ") };
    terminal::say_sentence(&say("init-next"));
    for (command, why) in [
        (format!("{into}litopys serve --watch"), say("init-next-look")),
        (format!("litopys new --title \"…\" --lang {lang}"), say("init-next-new")),
        ("litopys check".to_owned(), say("init-next-check")),
    ] {
        terminal::say(&format!("  {command}    # {}", why.in_lang(&terminal::language())));
    }
}
