//! Exports of an archive as JSON and tables, and the JSON imported again.

use std::{fs, path::Path};

use litopys::{
    export::{export_csv, export_json, read_json},
    source::{Folder, SHARE_KEY, ShareKey, load_site},
};
use serde_json::Value;

use crate::{
    authoring::run_in,
    books::book,
    harness::{Archive, files, root},
};

pub(crate) fn museum() -> Archive {
    Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\n[series.war]\nuk = \"Війна\"\n[author.o-k]\nuk = \"О. Коваль\"\n")
        .file(
            "articles/2025/dnipro/article.toml",
            "# kept as it is\npublished = 2025-06-29T09:00:00+03:00\nsource   = \"uk\"\ntags = [\"law\"]\nauthors = [\"o-k\"]\n\
             series = \"war\"\npart = 2\nlicence = \"CC-BY-4.0\"\n[[image]]\nfile = \"map.svg\"\ncredit = \"Хтось\"\n",
        )
        .file(
            "articles/2025/dnipro/uk.md",
            "+++\ntitle = \"Дніпро & <море>\"\nsummary = \"Про «річку»\"\nslug = \"richka\"\n[[image]]\nfile = \"map.svg\"\nalt = \"Мапа\"\ncaption = \"Підпис\"\n+++\n\n\
             ## Перший {#first}\n\nТекст[^1] і [інша](../../2024/sea/), [тут](#first).\n\n![](map.svg)\n\n- [x] готово\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Примітка.\n",
        )
        .version("2025/dnipro", "en", "translators = [\"T. Translator\"]\n")
        .file("articles/2025/dnipro/en.from.toml", "source = \"uk\"\n")
        .file("articles/2025/dnipro/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><rect width=\"9\" height=\"6\"/></svg>")
        .bytes("articles/2025/dnipro/plan.pdf", b"%PDF-1.4\n\xff\xfe\x00")
        .article("2024/sea", "uk", &["uk"])
        .file("articles/2024/sea/article.toml", "published = 2024-06-29\nsource = \"uk\"\nseries = \"war\"\npart = 3\ntags = [\"law\"]\n")
        .article("2024/only-en", "en", &["en"])
        .article("2023/gone", "uk", &["uk"])
        .file("articles/2023/gone/article.toml", "published = 2023-06-29\nsource = \"uk\"\nwithdrawn = \"помилка\"\n")
        .version("2022/draft", "uk", "draft = true\n")
        .file("articles/2022/draft/article.toml", "published = 2022-06-29\nsource = \"uk\"\ntags = [\"law\"]\n")
        .file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\r\nТекст без кінця рядка")
        .file("authors/o-k/uk.md", "+++\n+++\n\nПро О. К.\n")
        .file("redirects.toml", "")
        .file("locales/uk/own.ftl", "home-intro = Вітаємо\n")
        .bytes("static/icon.ico", &[0, 1, 2, 255])
}

fn export(archive: &Archive, place: &Path) -> litopys::export::JsonReport {
    let folder = Folder::open(archive.path()).unwrap();
    let site = load_site(&folder).unwrap().site.unwrap();
    export_json(&folder, site.base_url(), place, &|_| ()).unwrap()
}

#[test]
fn an_archive_comes_back_byte_for_byte() {
    let archive = museum();
    let out = tempfile::tempdir().unwrap();
    let (data, back) = (out.path().join("data"), out.path().join("back"));
    let report = export(&archive, &data);
    assert_eq!((report.articles, report.not_copied, report.unread.len()), (7, 0, 0));
    let read = read_json(&data, &back, false, &|_| ()).unwrap();
    assert_eq!(
        (read.articles, read.written, read.same, read.findings.len()),
        (7, report.files, 0, 0),
        "{:?}",
        read.findings
    );
    assert_eq!(files(&back), files(archive.path()));
    let again = read_json(&data, &back, false, &|_| ()).unwrap();
    assert_eq!((again.written, again.same, again.findings.len()), (0, report.files, 0));
    // Edited files stay, and are reported.
    fs::write(back.join("pages/about/uk.md"), "mine").unwrap();
    let edited = read_json(&data, &back, false, &|_| ()).unwrap();
    assert_eq!((edited.findings.len(), edited.findings[0].path.as_str()), (1, "pages/about/uk.md"));
    assert_eq!(fs::read_to_string(back.join("pages/about/uk.md")).unwrap(), "mine");
    let dry = out.path().join("dry");
    assert_eq!(read_json(&data, &dry, true, &|_| ()).unwrap().written, report.files);
    assert!(!dry.exists());
}

#[test]
fn records_say_what_the_files_say() {
    let archive = museum();
    let out = tempfile::tempdir().unwrap();
    let place = out.path().join("all.jsonl");
    let report = export(&archive, &place);
    assert_eq!(report.not_copied, 2, "a PDF and an icon");
    let text = fs::read_to_string(&place).unwrap();
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (records[0]["record"].as_str(), records[0]["format"].as_str()),
        (Some("archive"), Some("litopys-archive"))
    );
    let last = records.last().unwrap();
    assert_eq!((last["record"].as_str(), last["articles"].as_u64()), (Some("end"), Some(7)));
    let of = |kind: &str| records.iter().find(|record| record["record"] == kind).unwrap();
    assert_eq!(of("site")["data"]["language"][0]["tag"], "uk");
    assert_eq!(of("names")["data"]["tag"]["law"]["uk"], "Право");
    let article = records.iter().find(|record| record["id"] == "2025/dnipro").unwrap();
    assert_eq!(article["address"], "https://example.org/2025/dnipro");
    assert_eq!(article["meta"]["data"]["published"], "2025-06-29T09:00:00+03:00");
    let uk = article["versions"].as_array().unwrap().iter().find(|version| version["lang"] == "uk").unwrap();
    assert_eq!((uk["data"]["slug"].as_str(), uk["data"]["image"][0]["alt"].as_str()), (Some("richka"), Some("Мапа")));
    assert!(uk["body"].as_str().unwrap().starts_with("\n## Перший"));
    let en = article["versions"].as_array().unwrap().iter().find(|version| version["lang"] == "en").unwrap();
    assert_eq!(en["translated_from"]["data"]["source"], "uk");
    let pdf = article["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["path"].as_str().unwrap().ends_with(".pdf"))
        .unwrap();
    assert_eq!((pdf["bytes"].as_u64(), pdf["sha256"].as_str().map(str::len)), (Some(12), Some(64)));
    // Without the files that are not text, everything else is restored, and they are reported.
    let back = out.path().join("back");
    let read = read_json(&place, &back, false, &|_| ()).unwrap();
    let missing: Vec<_> = read.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(missing, ["static/icon.ico", "articles/2025/dnipro/plan.pdf"]);
    assert_eq!(files(&back).len() + 2, files(archive.path()).len());
}

#[test]
fn hostile_records_write_nothing_outside() {
    let out = tempfile::tempdir().unwrap();
    let begin = "{\"record\":\"archive\",\"format\":\"litopys-archive\",\"version\":1,\"program\":\"x\"}\n";
    let end = "{\"record\":\"end\",\"articles\":0,\"files\":0}\n";
    let record = |path: &str| format!("{}\n", serde_json::json!({"record": "file", "path": path, "text": "x"}));
    let read = |text: &str| {
        let (from, into) = (out.path().join("x.jsonl"), out.path().join("a/b/into"));
        fs::write(&from, text).unwrap();
        read_json(&from, &into, false, &|_| ())
    };
    for path in [
        "../../x", "/tmp/litopys-hostile", "static/../../../x", "static/.git/x", "a\\..\\x", "static/\u{0}", "",
        "static/", "site.toml/x", "Cargo.toml",
    ] {
        let report = read(&format!("{begin}{}{end}", record(path))).unwrap();
        assert_eq!((report.written, report.findings.len()), (0, 1), "{path}");
    }
    let media = serde_json::json!({"record": "file", "path": "static/../../../etc/passwd", "bytes": 1, "sha256": "x"});
    assert_eq!(read(&format!("{begin}{media}\n{end}")).unwrap().findings.len(), 1);
    for (text, what) in [
        ("", "end of the file"),
        ("[]\n", "expected a record"),
        (end, "first record"),
        (begin, "it is cut"),
        (&format!("{begin}{begin}{end}"), "second record"),
        (&format!("{begin}{end}{end}"), "follows the last"),
        (&begin.replace("\"version\":1", "\"version\":9"), "use a newer one"),
        (&format!("{begin}{{\"record\":\"end\",\"articles\":3,\"files\":0}}\n"), "3 articles were exported"),
        (&format!("{begin}{{\"record\":\"secret\"}}\n{end}"), "line 2"),
        (&format!("{begin}{{\"record\":\"file\",\"path\""), "line 2"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(what), "{what}: {error}");
    }
    assert_eq!(files(out.path()).keys().collect::<Vec<_>>(), ["x.jsonl"]);
}

#[test]
fn a_target_that_is_not_empty_is_left_alone() {
    let archive = museum();
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("mine"), "x").unwrap();
    let place = out.path().to_str().unwrap();
    for form in ["json", "csv"] {
        let (code, _, err) = run_in(archive.path(), &["export", form, place]);
        assert!(code == 2 && err.contains("is not empty"), "{err}");
    }
    assert_eq!(files(out.path()).len(), 1);
    let empty = tempfile::tempdir().unwrap();
    let (code, _, err) = run_in(archive.path(), &["export", "json", empty.path().to_str().unwrap()]);
    assert!(code == 0 && err.contains("7 articles and pages"), "{err}");
    assert_eq!(run_in(archive.path(), &["export", "csv", empty.path().join("new/t.csv").to_str().unwrap()]).0, 0);
}

/// Drafts go with the archive, to whoever keeps it; the key of links to them does not.
#[test]
fn an_archive_leaves_without_the_key_of_its_signed_links() {
    let archive = museum();
    let key = archive.path().join(".litopys/keep").join(SHARE_KEY);
    ShareKey::load_or_make(&key).unwrap();
    let key = fs::read(key).unwrap();
    let out = tempfile::tempdir().unwrap();
    for form in ["json", "csv"] {
        let place = out.path().join(form);
        assert_eq!(run_in(archive.path(), &["export", form, place.to_str().unwrap()]).0, 0);
    }
    let written = files(out.path());
    let has = |part: &[u8]| written.values().any(|bytes| bytes.windows(part.len()).any(|found| found == part));
    assert!(has(b"2022/draft") && !has(&key) && !written.keys().any(|path| path.contains(".litopys")));
}

#[test]
fn the_commands_bring_an_archive_back() {
    let archive = museum();
    let out = tempfile::tempdir().unwrap();
    let (data, back, report) = (out.path().join("data"), out.path().join("back"), out.path().join("report.json"));
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    assert_eq!(run_in(archive.path(), &["export", "json", &text(&data)]).0, 0);
    let import =
        |more: &[&str]| run_in(out.path(), &[&["import", "json", &text(&data), "--into", &text(&back)], more].concat());
    let (code, _, err) = import(&["--dry-run"]);
    assert!(code == 0 && err.contains("files would be written, 0 unchanged") && !back.exists(), "{err}");
    let (code, _, err) = import(&[]);
    assert!(code == 0 && err.contains("7 articles and pages: "), "{err}");
    assert_eq!(files(&back), files(archive.path()));
    fs::remove_file(data.join("files/articles/2025/dnipro/plan.pdf")).unwrap();
    fs::write(back.join("pages/about/uk.md"), "mine").unwrap();
    let (code, _, err) = import(&["--report", &text(&report)]);
    assert!(code == 1 && err.contains("another file lies there") && err.contains("plan.pdf"), "{err}");
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 2);
    let (code, _, err) = run_in(out.path(), &["import", "json", "none.jsonl", "--into", &text(&back)]);
    assert!(code == 2 && err.contains("none.jsonl"), "{err}");
}

#[test]
fn tables_have_a_row_for_each_version() {
    let archive = museum();
    let out = tempfile::tempdir().unwrap();
    let folder = Folder::open(archive.path()).unwrap();
    let texts = load_site(&folder).unwrap();
    let place = out.path().join("tables");
    let report = export_csv(&folder, &texts.site.unwrap(), &texts.names, &place, &|_| ()).unwrap();
    assert_eq!((report.versions, report.unread.len()), (8, 0), "{:?}", report.unread);
    let found = files(&place);
    let versions = String::from_utf8(found["versions.csv"].clone()).unwrap();
    for part in [
        "id,lang,is_source,title,",
        "\r\n2025/dnipro,uk,yes,Дніпро & <море>,Про «річку»,richka,2025-06-29T06:00:00Z,",
        ",war,2,law,o-k,,CC-BY-4.0,",
        "\r\n2023/gone,uk,yes,uk 2023/gone,summary,gone,2023-06-29,,,uk,,,,,,,,,,,yes,articles/2023/gone/uk.md,",
    ] {
        assert!(versions.contains(part), "{part}\n{versions}");
    }
    assert!(String::from_utf8(found["names.csv"].clone()).unwrap().contains("tag,law,uk,Право\r\n"));
    assert!(found.contains_key("files/articles/2025/dnipro/plan.pdf"));
}

#[test]
fn the_shipped_archive_comes_back_and_makes_books() {
    let out = tempfile::tempdir().unwrap();
    let folder = Folder::open(&root()).unwrap();
    let base = load_site(&folder).unwrap().site.unwrap().base_url().to_owned();
    let data = out.path().join("data");
    let report = export_json(&folder, &base, &data, &|_| ()).unwrap();
    assert_eq!(report.unread, Vec::<String>::new());
    let read = read_json(&data, &out.path().join("back"), false, &|_| ()).unwrap();
    assert_eq!((read.written, read.findings.len()), (report.files, 0));
    for (path, bytes) in files(&out.path().join("back")) {
        assert_eq!(bytes, fs::read(root().join(&path)).unwrap(), "{path}");
    }
    let site = crate::harness::serve(&out.path().join("back"));
    let (report, _) = book(&site, "2025", &["uk"]).unwrap();
    assert!(report.chapters > 0);
}
