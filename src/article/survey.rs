//! An article read by itself: a bug in one of its parsers is a problem of that article, and all others go on.

use super::{
    ArticleFolder, Assembled, Publication, SourceTexts, UnusableFile, assemble::put_together, freshness::anchors,
    markdown::BlockDigests,
};
use crate::{
    model::{
        diagnostic::{Diagnostic, isolated},
        slug::ArticleId,
    },
    site::Site,
};

/// Puts an article together. Nothing in any file is fatal to the other files. Blocks have their digests only where
/// there is a record to compare them with.
pub fn assemble(folder: &ArticleFolder, site: &Site) -> Assembled {
    let assembled = alone(&folder.id, || {
        let (mut assembled, _) = put_together(folder, site, BlockDigests::Left);
        if let Some(article) = &mut assembled.article {
            anchors::set(article);
            if article.meta.withdrawn.is_some() {
                article.strip();
            }
        }
        assembled
    });
    assembled.unwrap_or_else(failed)
}

/// The same without the anchors of blocks, which only pages need and which cost as much as all the rest; and the texts
/// that it was put together from. For tools that look at articles and show none. Digests that are left out are made
/// where a record is to be compared with them.
pub fn assemble_without_anchors<'a>(
    folder: &'a ArticleFolder,
    site: &'a Site,
    fingerprints: BlockDigests,
) -> (Assembled, SourceTexts<'a>) {
    let surveyed = alone(&folder.id, || put_together(folder, site, fingerprints));
    surveyed.unwrap_or_else(|problem| (failed(problem), SourceTexts::default()))
}

fn alone<T>(id: &ArticleId, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    isolated(&id.folder(), work).inspect_err(|problem| tracing::error!(%problem, "an article is skipped"))
}

/// The result for an article over which a parser panicked: the state before it stays.
fn failed(problem: Diagnostic) -> Assembled {
    Assembled {
        article: None,
        problems: vec![problem],
        broken: vec![UnusableFile::Meta],
        has_unread: true,
        hidden: Vec::new(),
        publication: Publication::default(),
        pending: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::File, model::Digest, site::parse_site};

    #[test]
    fn an_article_that_was_taken_down_has_titles_and_no_texts() {
        let (site, _) = parse_site("site.toml", "name = 'x'\nbase_url = 'https://a.org'\n[[language]]\ntag = 'uk'\n");
        let file = |name: &str, text: &str| File {
            path: format!("articles/2025/dnipro/{name}"),
            bytes: Ok(text.as_bytes().to_vec()),
        };
        let meta = "published = 2025-06-29\nsource = \"uk\"\n";
        let text = "+++\ntitle = \"Title\"\nsummary = \"Summary\"\n+++\n\nText, ![alt](a.svg), [link](../other/).\n";
        let folder = |withdrawn: &str| ArticleFolder {
            id: "2025/dnipro".parse().unwrap(),
            metadata_digest: Digest::hash(b""),
            files: vec![
                file("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                file("article.toml", &format!("{meta}{withdrawn}")),
                file("uk.md", text),
            ],
            large: Vec::new(),
        };
        for (withdrawn, is_there) in [("", true), ("withdrawn = true\n", false)] {
            let article = assemble(&folder(withdrawn), site.as_ref().unwrap()).article.unwrap();
            let version = article.versions.first().unwrap();
            let (text, rendered) = (&version.text, &version.rendered);
            assert_eq!(text.title, "Title");
            let parts = [
                text.summary.len(),
                rendered.html.as_str().len(),
                rendered.plain.len(),
                rendered.media.len(),
                rendered.links.len(),
                article.media.len(),
            ];
            assert_eq!(parts.map(|length| length > 0), [is_there; 6], "{withdrawn}");
        }
    }

    #[test]
    fn a_panic_over_one_article_is_a_problem_of_that_article() {
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        for panic in [|| panic!("index out of bounds"), || std::panic::panic_any(5)] {
            let assembled = alone(&id, panic).unwrap_or_else(failed);
            assert_eq!((assembled.article.is_none(), &assembled.broken), (true, &vec![UnusableFile::Meta]));
            let [problem] = assembled.problems.as_slice() else { panic!("{:?}", assembled.problems) };
            assert_eq!((problem.path.as_str(), problem.code.as_ref()), ("articles/2025/dnipro", "internal-error"));
            assert!(problem.help.is_some() && problem.message.to_string().contains(": "), "{problem}");
        }
    }
}
