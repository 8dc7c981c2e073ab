//! The rows of a catalog, by names in the place of numbers: whatever was public before, they are those of a catalog that is made
//! now, and of one that never had the files of what is hidden.

use std::{collections::BTreeSet, fs, path::Path};

use litopys::article::Drafts;
use rusqlite::{Connection, types::Value};

use crate::{
    harness::Archive,
    hidden::copy,
    leaks::word,
    unpublished::{BEGIN, Site},
};

/// All that pages, feeds, maps, suggestions and searches are made of. Of texts only that they are there: their anchors may come from
/// a hidden original. Left out: what is known of files that nobody is shown, and which links lead to them.
const ROWS: [&str; 12] = [
    "SELECT 'article', year, name, section, facts, meta FROM article",
    "SELECT 'version', year, name, lang, title, summary, unpublished, thumbnail, details
     FROM version LEFT JOIN article ON n = version.article",
    "SELECT 'body', year, name, lang FROM body LEFT JOIN article ON n = body.article",
    "SELECT 'address', address.year, slug, lang, name FROM address LEFT JOIN article ON n = address.article",
    "SELECT 'slug', year, name, lang, slug.slug FROM slug LEFT JOIN article ON n = slug.article",
    "SELECT 'contest', contest.year, slug, lang, name FROM contest LEFT JOIN article ON n = contest.article",
    "SELECT 'alias', path, lang, article.year, article.name FROM alias LEFT JOIN article ON n = alias.article",
    "SELECT 'listing', scope.name, language.tag, place, moment, version.tag, year, article.name FROM listing
     JOIN scope ON s = listing.scope JOIN language ON language.l = lang JOIN language AS version ON version.l = have
     LEFT JOIN article ON n = listing.article",
    "SELECT 'tally', name, tag, month, count FROM tally JOIN scope ON s = tally.scope JOIN language ON l = lang",
    "SELECT 'word', word.word, year, name FROM word LEFT JOIN article ON n = word.article",
    "SELECT 'media', media.year, media.name, file, digest, made, article.name FROM media
     LEFT JOIN article ON n = media.article",
    "SELECT 'link', article.year, article.name, lang, line, link.year, link.name FROM link
     LEFT JOIN article ON n = link.article",
];

/// The rows of the catalog in this file. A row of an article that is not there has no name.
pub(crate) fn rows(file: &Path) -> BTreeSet<String> {
    let catalog = Connection::open(file).unwrap();
    let mut found = BTreeSet::new();
    for sql in ROWS {
        let mut find = catalog.prepare(sql).unwrap();
        let columns = find.column_count();
        let mut rows = find.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|at| format!("{:?}", row.get::<_, Value>(at).unwrap()));
            found.insert(values.collect::<Vec<_>>().join(" "));
        }
    }
    found
}

/// What only one of two catalogs has.
pub(crate) fn differing(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    one.symmetric_difference(other).cloned().collect()
}

const FOLDER: &str = "articles/2029/dnipro";
/// On this day the original was changed.
const CHANGED: &str = "updated = 2029-07-01\n";

fn meta(more: &str) -> String {
    let of = |what| word(what, "", 'a');
    format!(
        "published = 2029-06-01\nsource = \"uk\"\ntags = [\"shared\", \"{}\"]\nauthors = [\"{}\"]\nsection = \"{}\"\n\
         series = \"{}\"\npart = 1\naliases = [\"/old/folder\"]\n{more}",
        of("tag"),
        of("author"),
        of("section"),
        of("series")
    )
}

fn version(lang: &str, more: &str) -> String {
    let of = |what| word(what, lang, 'a');
    format!(
        "+++\ntitle = \"Common {}\"\nsummary = \"{}\"\nslug = \"{}\"\naliases = [\"/old/{lang}\"]\n{more}+++\n\n\
         Words {}, [file]({}.txt), [other](../../2020/open/).\n",
        of("title"),
        of("summary"),
        of("slug"),
        of("text"),
        of("file")
    )
}

/// A public article in two languages, whose original was changed after it was translated, and one that has a tag and a word of the
/// title in common with it.
fn archive() -> Archive {
    let file = |name: &str| format!("{FOLDER}/{name}");
    let of_file = |lang| file(&format!("{}.txt", word("file", lang, 'a')));
    Archive::new()
        .article("2020/open", "uk", &["uk", "en"])
        .file("articles/2020/open/article.toml", "published = 2020-06-29\nsource = \"uk\"\ntags = [\"shared\"]\n")
        .file("articles/2020/open/uk.md", "+++\ntitle = \"Common\"\n+++\n\nWords, [other](../../2029/dnipro/).\n")
        .file(&file("article.toml"), &meta(""))
        .file(&file("uk.md"), &version("uk", CHANGED))
        .file(&file("en.md"), &version("en", ""))
        .file(&of_file("uk"), "uk")
        .file(&of_file("en"), "en")
}

/// How something of the article is hidden: the file that is written, and what is added to it; the languages whose versions are hidden
/// by it; and whether the catalog keeps their titles, for the notice on what was taken down.
const WAYS: [(&str, &str, &[&str], bool); 6] = [
    ("article.toml", "draft = true\n", &["uk", "en"], false),
    ("article.toml", "published", &["uk", "en"], false),
    ("article.toml", "withdrawn = \"x\"\n", &["uk", "en"], true),
    ("", "", &["uk", "en"], false),
    ("uk.md", "draft = true\n", &["uk"], false),
    ("en.md", "published = 2030-01-02\n", &["en"], false),
];

/// Hides something in one of these ways.
fn hide(root: &Path, file: &str, more: &str) {
    let path = root.join(FOLDER).join(file);
    match (file, more) {
        ("", _) => fs::remove_dir_all(path).unwrap(),
        ("article.toml", "published") => fs::write(path, meta("").replace("2029-06-01", "2030-01-02")).unwrap(),
        ("article.toml", more) => fs::write(path, meta(more)).unwrap(),
        ("uk.md", more) => fs::write(path, version("uk", &format!("{CHANGED}{more}"))).unwrap(),
        (_, more) => fs::write(path, version("en", more)).unwrap(),
    }
}

#[test]
fn nothing_is_left_of_what_is_hidden_again() {
    for (file, more, langs, stays) in WAYS {
        let case = format!("{file} {more}");
        let mut site = Site::new(archive(), BEGIN, Drafts::Hidden);
        let public = site.rows();
        hide(site.root(), file, more);
        site.at(BEGIN);
        let followed = site.rows();
        assert!(public != followed, "{case} hides nothing");
        let fresh = Site::new(copy(site.root()), BEGIN, Drafts::Hidden).rows();
        assert_eq!(differing(&followed, &fresh), [""; 0], "{case}: after the change, and made now");
        let without = copy(site.root());
        for lang in langs {
            for name in [format!("{lang}.md"), format!("{}.txt", word("file", lang, 'a'))] {
                _ = fs::remove_file(without.path().join(FOLDER).join(name));
            }
        }
        let without = Site::new(without, BEGIN, Drafts::Hidden).rows();
        let rest = differing(&fresh, &without);
        assert!(stays || rest.is_empty(), "{case}: with and without the files of what is hidden: {rest:#?}");
        if langs.len() == 2 {
            let lists = ["listing", "tally", "word", "media"].map(|kind| format!("Text(\"{kind}\")"));
            let own = followed.iter().filter(|row| row.contains("dnipro") || row.contains("azz"));
            let listed: Vec<_> = own.filter(|row| lists.iter().any(|kind| row.starts_with(kind.as_str()))).collect();
            assert_eq!(listed, [""; 0], "{case}: it is listed nowhere");
        }
        for lang in langs {
            let of = |what| word(what, lang, 'a');
            let media = site.get(&format!("/media/2029/dnipro/{}.txt", of("file")));
            assert_eq!(media.status, if stays { 410 } else { 404 }, "{case}");
            for what in ["title", "summary", "text"] {
                let found = site.get(&format!("/uk/search?format=json&q={}", of(what)));
                let found: serde_json::Value = serde_json::from_slice(&found.body).unwrap();
                assert_eq!(found["total"].as_u64(), Some(0), "{case}: {found}");
            }
        }
        // What it shares with another article finds that one alone.
        let found = site.get("/uk/search?format=json&q=common");
        let found: serde_json::Value = serde_json::from_slice(&found.body).unwrap();
        assert_eq!(found["total"].as_u64(), Some(if langs.len() == 2 { 1 } else { 2 }), "{case}: {found}");
    }
}
