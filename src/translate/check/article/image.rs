//! Pictures that front matter or `article.toml` speak of and the folder does not hold.

use std::collections::HashSet;

use super::CheckedVersion;
use crate::{
    article::Article,
    model::{
        diagnostic::{Diagnostic, Lines, MOST_PER_FILE},
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
        out.iter().filter_map(|problem| problem.path.strip_prefix(&folder)).map(str::to_owned).collect();
    let exists = |file: &str| files.contains(file) || refused.contains(file);
    let told: HashSet<Sentence> = out.iter().filter(|p| p.code == "missing-media").map(|p| p.message.clone()).collect();
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
            if !told.contains(&message(&note.file)) {
                out.push(
                    part.warn_at_first(&note.file, "missing-media", message(&note.file)).help(say("help-put-image")),
                );
            }
        }
    }
}
