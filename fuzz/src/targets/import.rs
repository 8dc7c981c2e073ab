//! A site of another system, made of a few files of any content: the import ends, its archive can be read, and a second import
//! changes nothing.

use std::{collections::BTreeMap, fs, path::Path};

use litopys::{
    import::{
        Hugo, ImportError, ImportOptions, Jekyll, Reader, Report, Zola, html_folder::HtmlFolder, import,
        wordpress::WordPress,
    },
    site::{parse_redirects, parse_site},
};

type Open = fn(&Path, &mut Report) -> Result<Box<dyn Reader>, ImportError>;

pub(super) fn hugo(data: &[u8]) {
    let names = ["hugo.toml", "content/a.md", "content/a.en.md", "content/b/index.md", "i18n/en.yaml"];
    run(data, &names, |root, report| {
        let now = "2026-01-01T00:00:00Z".parse().expect("it is a moment");
        Ok(Box::new(Hugo::open(root, now, report)?))
    });
}

pub(super) fn zola(data: &[u8]) {
    let names = ["config.toml", "content/a.md", "content/a.en.md", "content/b/index.md"];
    run(data, &names, |root, report| Ok(Box::new(Zola::open(root, report)?)));
}

pub(super) fn jekyll(data: &[u8]) {
    let names = ["_config.yml", "_posts/2020-01-01-a.md", "_posts/en/2020-01-01-a.md", "about.md", "_data/en.yml"];
    run(data, &names, |root, report| Ok(Box::new(Jekyll::open(root, report)?)));
}

pub(super) fn html(data: &[u8]) {
    let names = ["index.html", "uk/a.html", "a_en.html", "b.php?id=1", ".htaccess", "_redirects"];
    run(data, &names, |root, _| Ok(Box::new(HtmlFolder::open(root)?)));
}

pub(super) fn wordpress(data: &[u8]) {
    run(data, &["export.xml"], |root, _| Ok(Box::new(WordPress::open(root, None)?)));
}

/// The files are separated by lines that hold `%%`.
fn run(data: &[u8], names: &[&str], open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    let mut rest = data;
    for name in names {
        let end = rest.windows(4).position(|bytes| bytes == b"\n%%\n");
        let (text, after) = end.map_or((rest, &[][..]), |end| (&rest[..=end], &rest[end + 4..]));
        let path = old.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        rest = after;
    }
    let options = ImportOptions {
        into: new.clone(),
        source: Some(old.clone()),
        is_dry_run: false,
        lang: None,
        addresses: vec![],
    };
    let once = || -> Result<(), ImportError> {
        let mut report = Report::default();
        let mut reader = open(&old, &mut report)?;
        import(&mut *reader, &options, &mut report, &mut |_| ())?;
        Ok(())
    };
    if once().is_err() {
        return;
    }
    let first = files(&new);
    let text = |name: &str| first.get(name).map(|bytes| String::from_utf8(bytes.clone()).expect("it is UTF-8"));
    let site = text("site.toml").expect("every archive has one");
    assert!(parse_site("site.toml", &site).0.is_some(), "{site}");
    if let Some(redirects) = text("redirects.toml") {
        assert_eq!(parse_redirects("redirects.toml", &redirects).1, [], "{redirects}");
    }
    once().expect("what went once goes again");
    assert!(files(&new) == first, "a second run changes nothing");
    let beside = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(beside, 2, "nothing is written elsewhere");
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below").display().to_string();
                found.insert(name, fs::read(path).expect("a file"));
            }
        }
    }
    found
}
