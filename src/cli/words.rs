//! `litopys words`: the interface texts that the program carries, for an archive that wants its own or another language.

use std::{
    io::{self, ErrorKind, Write},
    path::Path,
};

use anyhow::{Context, bail};

use super::{
    args::WordsArgs,
    terminal::{self, Localised, failure},
};
use crate::{
    i18n::LocaleFile,
    model::{lang::Lang, sentence::say},
    source::{built_in_locales, write_atomically},
};

/// Prints the built-in texts of a language, or writes them into a folder.
pub(super) fn run(words: &WordsArgs) -> anyhow::Result<bool> {
    let files = files_for(&words.lang)?;
    let note = note(&words.lang, &files);
    if let Some(folder) = &words.into {
        return write(&files, &note, folder);
    }
    let mut out = note;
    for file in &files {
        out.push_str(&format!("\n### {}\n\n{}", file.path, file.text));
    }
    match io::stdout().lock().write_all(out.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(true),
        done => done.map(|()| true).context("cannot write to standard output"),
    }
}

/// The built-in files of `lang`, of its language without script and region, or the English ones.
fn files_for(lang: &Lang) -> anyhow::Result<Vec<LocaleFile>> {
    let built_in = built_in_locales();
    let of = |tag: &str| built_in.iter().filter(|file| file.lang.as_str() == tag).cloned().collect::<Vec<_>>();
    let tags = [lang.as_str(), lang.id().language.as_str(), "en"];
    match tags.into_iter().map(of).find(|files| !files.is_empty()) {
        Some(files) => Ok(files),
        None => bail!("the program was built without interface texts"),
    }
}

/// A note for translators about the texts that follow.
fn note(lang: &Lang, files: &[LocaleFile]) -> String {
    match files.first().map(|file| &file.lang).filter(|found| *found != lang) {
        Some(found) if found.id().language == lang.id().language => {
            format!("### These are the built-in texts in `{found}`: keep those that `{lang}` says otherwise.\n")
        }
        Some(_) => format!(
            "### There are no built-in texts in `{lang}`. These are the English ones: put them into `locales/{lang}/`, and\n\
             ### translate what stands after each `=`. `litopys check` names the plural forms that `{lang}` needs.\n"
        ),
        None => format!(
            "### The built-in texts in `{lang}`. In `locales/{lang}/` of an archive, keep only what you change: each message\n\
             ### there takes the place of the built-in one.\n"
        ),
    }
}

fn write(files: &[LocaleFile], note: &str, folder: &Path) -> anyhow::Result<bool> {
    let named = |file: &LocaleFile| folder.join(Path::new(&file.path).file_name().unwrap_or_default());
    if let Some(taken) = files.iter().map(named).find(|path| path.exists()) {
        return Err(failure(say("words-taken").with("path", taken.display().to_string())));
    }
    std::fs::create_dir_all(folder)
        .with_context(|| Localised(say("words-folder").with("path", folder.display().to_string())))?;
    for file in files {
        write_atomically(&named(file), file.text.as_bytes())?;
    }
    terminal::say(&note.replace("### ", "").replace('\n', " "));
    let path = folder.display().to_string();
    terminal::say_sentence(&say("words-written").with("path", path).with("count", files.len()));
    Ok(true)
}
