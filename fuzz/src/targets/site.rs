//! The archive behind the targets that need one.

use std::sync::LazyLock;

use crate::harness::{Archive, Served};

/// A handful of articles, in one, two and three languages, with a topic and an old path.
pub(super) static SITE: LazyLock<Served> = LazyLock::new(|| {
    let article = "published = 2024-05-01\nsource = \"en\"\ntags = [\"law\"]\nauthors = [\"desk\"]\nsection = \"news\"\n\
                   aliases = [\"/old/path\"]\n";
    let text = |title: &str, body: &str| format!("+++\ntitle = \"{title}\"\nsummary = \"Summary\"\n+++\n\n{body}\n");
    let archive = Archive::new()
        .article("2025/dnipro", "uk", &["uk", "en", "ru"])
        .article("2025/kyiv", "uk", &["uk"])
        .article("2023/riga", "ru", &["ru", "en"])
        .file("articles/2024/ottawa/article.toml", article)
        .file("articles/2024/ottawa/en.md", &text("The Ottawa Convention", "Mines, law and *safety* on the river."))
        .file("articles/2024/ottawa/uk.md", &text("Оттавська конвенція", "Мінна безпека, право та міни на річці."))
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\n");
    archive.serve()
});
