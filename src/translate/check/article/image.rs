//! Pictures that front matter or `article.toml` speak of and the folder does not hold.

use super::Part;
use crate::{
    archive::Article,
    problem::{Lines, Problem},
};

/// Notes on files that are not there. What the text shows and misses, the renderer has told.
pub(in crate::translate::check) fn check(article: &Article, meta: &str, parts: &[Part<'_>], out: &mut Vec<Problem>) {
    let exists = |file: &str| article.media.iter().any(|media| media.file == file);
    let told: Vec<String> = out.iter().filter(|p| p.code == "missing-media").map(|p| p.message.clone()).collect();
    let message = |file: &str| format!("no file `{file}` in the folder of the article");
    let help = "put the file there, or delete its [[image]]";
    for note in article.meta.images.iter().filter(|note| !exists(&note.file)) {
        let path = format!("articles/{}/article.toml", article.id);
        let mut problem = Problem::warning(&path, "missing-media", message(&note.file)).help(help);
        let at = meta.find(&format!("\"{}\"", note.file)).or_else(|| meta.find(&note.file));
        problem.place = at.map(|at| Lines::new(meta).place(at));
        out.push(problem);
    }
    for part in parts {
        for note in part.version.text.images.iter().filter(|note| !exists(&note.file)) {
            if !told.contains(&message(&note.file)) {
                out.push(part.warn_at_first(&note.file, "missing-media", message(&note.file)).help(help));
            }
        }
    }
}
