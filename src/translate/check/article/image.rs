//! Pictures that front matter or `article.toml` speak of and the folder does not hold.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::CheckedVersion;
use crate::{
    article::Article,
    model::{
        diagnostic::{Diagnostic, Lines, MOST_PER_FILE, nearest},
        sentence::{Sentence, say},
    },
};

/// Notes on files that are not there. The renderer has reported what the text shows and misses.
pub(in crate::translate::check) fn check(
    article: &Article,
    meta: &str,
    parts: &[CheckedVersion<'_>],
    out: &mut Vec<Diagnostic>,
) {
    let files: HashSet<&str> = article.media.iter().map(|media| media.file.as_str()).collect();
    let folder = format!("{}/", article.id.folder());
    // A file that is there and not shown has a problem of its own.
    let refused: HashSet<String> =
        out.iter().filter_map(|problem| problem.path.strip_prefix(&folder)).map(|file| file.nfc().collect()).collect();
    let exists = |file: &str| files.contains(file) || refused.contains(file);
    let reported: HashSet<Sentence> =
        out.iter().filter(|p| p.code == "missing-media").map(|p| p.message.clone()).collect();
    let message = |file: &str| say("missing-media").with("name", file);
    let lines = Lines::new(meta);
    for (n, note) in article.meta.images.iter().filter(|note| !exists(&note.file)).enumerate() {
        let path = article.id.meta_path();
        let mut problem = Diagnostic::warning(&path, "missing-media", message(&note.file)).help(say("help-put-image"));
        // More are not listed, and each search reads the file.
        if n < MOST_PER_FILE {
            let at = meta.find(&format!("\"{}\"", note.file)).or_else(|| meta.find(&note.file));
            problem.place = at.map(|at| lines.place(at));
        }
        out.push(problem);
    }
    for part in parts {
        for note in part.version.text.images.iter().filter(|note| !exists(&note.file)) {
            if reported.contains(&message(&note.file)) {
                continue;
            }
            let problem = part.warn_at_first(&note.file, "missing-media", message(&note.file));
            // The note of a picture that the text shows, under a wrong name: that is why the picture has no words.
            let shown = part.version.rendered.media.iter().map(String::as_str);
            let near = nearest(&note.file, shown.take(MOST_PER_FILE));
            let wordless = |problem: &Diagnostic| problem.path == part.path && problem.code == "missing-alt";
            match (near, out.iter().position(wordless)) {
                (Some(near), Some(at)) => {
                    out.remove(at);
                    out.push(problem.help(say("help-write").with("name", near)));
                }
                _ => out.push(problem.help(say("help-put-image"))),
            }
        }
    }
    once_each(&format!("{folder}{}.md", article.meta.source), out);
}

/// A file that is not there is missing once, however many versions show it: in the file at the path `source`, or else in the
/// first that names it.
fn once_each(source: &str, out: &mut Vec<Diagnostic>) {
    let mut kept: HashMap<Sentence, usize> = HashMap::new();
    for (nth, problem) in out.iter().enumerate().filter(|(_, problem)| problem.code == "missing-media") {
        let first = kept.entry(problem.message.clone()).or_insert(nth);
        if problem.path == source && out.get(*first).is_some_and(|first| first.path != source) {
            *first = nth;
        }
    }
    let mut nth = 0;
    out.retain(|problem| {
        let is_kept = problem.code != "missing-media" || kept.get(&problem.message) == Some(&nth);
        nth += 1;
        is_kept
    });
}
