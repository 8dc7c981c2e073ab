//! `litopys export site`: every address of a served site is a file of the export with the same bytes, or a line of its routes.

use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use litopys::{
    export::{ExportReport, SiteExport, Skip, export_site, file_of},
    source::{SHARE_KEY, ShareKey},
    verify::{CheckedSite, FolderSite, VerifyOptions, verify},
};
use tempfile::TempDir;

use crate::{
    command::litopys,
    harness::{self, Archive, Served},
};

/// An archive with a bit of everything: fallback, other slugs, aliases, an article taken down, a draft, pages, an author, pictures.
fn museum() -> Archive {
    let mut archive = Archive::new()
        .file(
            "articles/names.toml",
            "[tag.law]\nuk = \"Право\"\nen = \"Law\"\nru = \"Право\"\n[author.olha]\nuk = \"Ольга\"\n",
        )
        .article("2025/dnipro", "uk", &["uk", "en", "ru"])
        .article("2025/uk-only", "uk", &["uk"])
        .article("2024/en-ru", "en", &["en", "ru"])
        .article("2024/ru-only", "ru", &["ru"])
        .file(
            "articles/2024/kyiv/article.toml",
            "published = 2024-03-01\nsource = \"uk\"\ntags = [\"law\"]\nauthors = [\"olha\"]\naliases = [\"/news/17\", \"/?p=123\"]\n",
        )
        .version("2024/kyiv", "uk", "slug = \"київ\"\naliases = [\"/стара/адреса\"]\n")
        .version("2024/kyiv", "en", "slug = \"kyiv-city\"\n")
        .file(
            "articles/2023/gone/article.toml",
            "published = 2023-03-01\nsource = \"uk\"\n[withdrawn]\nreason = \"право\"\n",
        )
        .version("2023/gone", "uk", "")
        .file("articles/2023/draft/article.toml", "published = 2023-04-01\nsource = \"uk\"\ndraft = true\n")
        .version("2023/draft", "uk", "")
        .file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\nТекст.\n")
        .file("authors/olha/uk.md", "+++\n+++\n\nПро Ольгу.\n")
        .file("static/notes.txt", "notes\n")
        .file(
            "redirects.toml",
            "[[redirect]]\nfrom = \"/tags/history/\"\nto = \"/uk/tag/law\"\n[[redirect]]\nfrom = \"/page/*\"\nto = \"/uk/\"\n",
        );
    for n in 1..=8 {
        archive = archive.article(&format!("2022/n{n}"), "uk", &["uk", "en", "ru"]);
    }
    archive
        .file("articles/2022/n1/uk.md", "+++\ntitle = \"З малюнком\"\nsummary = \"s\"\n+++\n\n![схема](map.svg \"Схема\")\n\n[Дніпро](../../2025/dnipro/)\n")
        .file(
            "articles/2022/n1/map.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"200\" viewBox=\"0 0 300 200\"><rect width=\"300\" height=\"200\"/></svg>",
        )
}

/// An archive whose few cards are soon drawn.
fn small() -> Archive {
    Archive::new()
        .article("2025/dnipro", "uk", &["uk", "en"])
        .file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\nТекст.\n")
}

/// Exports all but the cards, which take a second each here.
fn export(site: &Served, target: &Path) -> ExportReport {
    let export = SiteExport { target, skip: &[Skip::Cards], is_relative: false, compresses: false };
    export_site(&site.app, export, &|_| {}).unwrap()
}

fn folder() -> (TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("public");
    (parent, target)
}

fn files(root: &Path) -> BTreeSet<String> {
    harness::files(root).into_keys().collect()
}

/// Every address of the site that pages, feeds and maps name, found by following links.
fn crawled(site: &Served) -> BTreeSet<String> {
    let base = "https://example.org";
    let mut found: BTreeSet<String> = BTreeSet::new();
    let starts =
        ["/uk/", "/en/", "/ru/", "/robots.txt", "/sitemap.xml", "/feed.atom", "/feed.json", "/sw.js", "/favicon.ico"];
    let mut queue: Vec<String> = starts.map(str::to_owned).to_vec();
    while let Some(path) = queue.pop() {
        if !found.insert(path.clone()) {
            continue;
        }
        let answer = site.get(&path);
        let Ok(text) = std::str::from_utf8(&answer.body) else { continue };
        let text = text.replace("&amp;", "&").replace("&quot;", "\"");
        let quoted = text.split(['"', '<', '>', ' ', '\n']).map(|part| part.strip_prefix(base).unwrap_or(part));
        for part in quoted.filter(|part| part.starts_with('/') && !part.starts_with("//")) {
            let part = part.split('#').next().unwrap().trim_end_matches(',');
            let is_one = ["/uk/", "/en/", "/ru/", "/static/", "/media/", "/sitemap", "/feed."]
                .iter()
                .any(|start| part.starts_with(start));
            if is_one
                && !part.contains("/_card.")
                && part.parse::<axum::http::Uri>().is_ok()
                && file_of(part).is_some()
                && site.get(part).status == 200
            {
                queue.push(part.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_address_that_is_linked_is_a_file_with_the_bytes_that_are_served() {
    let site = museum().serve();
    let (_parent, target) = folder();
    let report = export(&site, &target);
    assert_eq!(report.unwritten, [""; 0]);
    let crawled = crawled(&site);
    assert!(crawled.len() > 150, "{}", crawled.len());
    for address in &crawled {
        // Pages that depend on the reader are not exported.
        if address.ends_with("/language") || address.ends_with("/search") {
            continue;
        }
        let file = file_of(address).unwrap();
        let written = fs::read(target.join(&file)).unwrap_or_else(|error| panic!("{address}: {file}: {error}"));
        let served = site.get(address).body;
        let is_same = written == served || address.contains('?') && without_parts(&written) == without_parts(&served);
        assert!(is_same, "{address} differs from {file}");
    }
    // Only reachable pages are written.
    let known: BTreeSet<String> = crawled.iter().filter_map(|address| file_of(address)).collect();
    let own = |file: &String| {
        file.starts_with(".litopys-export/")
            || file.starts_with("_search/")
            || ["index.html", "404.html"].contains(&file.as_str())
    };
    let unknown: Vec<_> = files(&target).into_iter().filter(|file| !own(file) && !known.contains(file)).collect();
    // An undated page without a menu entry is only in the sitemap, and its texts are in no list.
    assert!(unknown.iter().all(|file| file.starts_with("static/") || file.contains("/about.")), "{unknown:?}");
}

/// A page without the parts of listings that it links: those of other languages begin elsewhere.
fn without_parts(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page).replace("after=", "before=");
    let mut pieces = text.split("before=");
    let mut bare = pieces.next().unwrap().to_owned();
    pieces.for_each(|piece| bare.push_str(&piece[piece.find(['&', '"', '<']).unwrap()..]));
    bare.replace("?&#38;", "?").replace("?\"", "\"")
}

#[test]
fn hidden_and_withdrawn_articles_are_not_exported() {
    let site = museum().serve();
    let (_parent, target) = folder();
    export(&site, &target);
    let files = files(&target);
    let with = |part: &str| files.iter().filter(|file| file.contains(part)).collect::<Vec<_>>();
    assert_eq!(with("draft"), [""; 0]);
    let gone: Vec<String> =
        ["en", "ru", "uk"].map(|lang| format!(".litopys-export/errors/{lang}/2023/gone.html")).to_vec();
    let pages: Vec<_> = with("gone").into_iter().filter(|file| file.ends_with(".html")).collect();
    assert_eq!(pages, gone.iter().collect::<Vec<_>>());
    assert!(files.contains(".litopys-export/errors/uk/2024/ru-only.html"), "404 with the versions that there are");
    assert!(files.contains("404.html") && files.contains(".litopys-export/errors/404.ru.html"));
    let routes: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join(".litopys-export/routes.json")).unwrap()).unwrap();
    let moved = routes["moved"].as_object().unwrap();
    let to_nowhere: Vec<_> = moved.iter().filter(|(_, to)| to[1].as_str().is_none_or(str::is_empty)).collect();
    assert!(to_nowhere.is_empty(), "the other forms of what was taken down: {to_nowhere:?}");
}

/// A file without the coding that its name says.
fn plain(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    match name.rsplit('.').next() {
        Some("gz") => _ = flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap(),
        Some("br") => _ = brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text).unwrap(),
        _ => text.extend_from_slice(bytes),
    }
    text
}

/// Whatever lies beside a page goes with it: texts, pictures, compressed copies, parts of maps, feeds and the index of search.
#[test]
fn nothing_is_left_in_an_export_of_what_is_hidden_since() {
    let meta = |letter: &str, day: &str, more: &str| {
        format!("published = {day}\nsource = \"uk\"\ntags = [\"zq{letter}tag\"]\n{more}")
    };
    let archive = ["a", "b", "c"].iter().fold(Archive::new().article("2020/open", "uk", &["uk"]), |archive, letter| {
        let file = |name: &str| format!("articles/2020/zq{letter}id/{name}");
        let head = format!("title = \"zq{letter}title\"\nsummary = \"zq{letter}summary\"\nslug = \"zq{letter}slug\"\n");
        let body = format!("zq{letter}text ![zq{letter}alt](zq{letter}map.svg) [file](zq{letter}file.txt)");
        archive
            .file(&file("article.toml"), &meta(letter, "2020-06-01", ""))
            .file(&file("uk.md"), &format!("+++\n{head}+++\n\n{body}\n"))
            .file(&file(&format!("zq{letter}map.svg")), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .file(&file(&format!("zq{letter}file.txt")), &format!("zq{letter}contents"))
    });
    let key = archive.path().join(".litopys/keep").join(SHARE_KEY);
    ShareKey::load_or_make(&key).unwrap();
    let (_parent, target) = folder();
    let export = || {
        let site = harness::serve(archive.path());
        let app = site.app.clone().with_share_key(&key);
        let all = SiteExport { target: &target, skip: &[Skip::Cards], is_relative: false, compresses: true };
        export_site(&app, all, &|_| {}).unwrap();
        let files = harness::files(&target).into_iter();
        files.map(|(name, bytes)| (plain(&name, &bytes), name)).collect::<Vec<_>>()
    };
    // The files that have some bytes in their name or their text.
    let with = |files: &[(Vec<u8>, String)], part: &[u8]| {
        let has = |text: &[u8]| text.windows(part.len()).any(|found| found == part);
        let found = files.iter().filter(|(text, name)| has(text) || has(name.as_bytes()));
        found.map(|(_, name)| name.clone()).collect::<Vec<_>>()
    };
    // The notice in place of what was taken down has its title, at the addresses that it had.
    let of_withdrawn = ["summary", "tag", "text", "alt", "map", "file", "contents"].map(|word| format!("zqc{word}"));
    let words = [&["zqa".to_owned(), "zqb".to_owned()][..], &of_withdrawn].concat();
    let before = export();
    for word in &words {
        assert!(!with(&before, word.as_bytes()).is_empty(), "{word}");
    }
    for (letter, day, more) in
        [("a", "2020-06-01", "draft = true\n"), ("b", "2999-06-01", ""), ("c", "2020-06-01", "withdrawn = \"x\"\n")]
    {
        let path = archive.path().join(format!("articles/2020/zq{letter}id/article.toml"));
        fs::write(path, meta(letter, day, more)).unwrap();
    }
    let after = export();
    for word in &words {
        assert_eq!(with(&after, word.as_bytes()), [""; 0], "{word}");
    }
    // Nor has it what a signed link opens, or is signed with.
    assert_eq!(with(&after, &fs::read(&key).unwrap()), [""; 0]);
    assert!(!after.iter().any(|(_, name)| name.starts_with("share/")));
}

#[test]
fn no_card_is_drawn_of_what_was_taken_down() {
    let meta = "published = 2023-03-01\nsource = \"uk\"\nwithdrawn = \"право\"\n";
    let site = Archive::new().file("articles/2023/gone/article.toml", meta).version("2023/gone", "uk", "").serve();
    let (_parent, target) = folder();
    let all = SiteExport { target: &target, skip: &[], is_relative: false, compresses: false };
    export_site(&site.app, all, &|_| {}).unwrap();
    let media: Vec<String> = files(&target).into_iter().filter(|file| file.starts_with("media/")).collect();
    assert_eq!(media, [""; 0]);
}

#[test]
fn routes_say_where_every_other_address_leads() {
    let site = museum().serve();
    let (_parent, target) = folder();
    export(&site, &target);
    let routes: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join(".litopys-export/routes.json")).unwrap()).unwrap();
    for (from, address) in [
        ("/news/17", "/news/17"),
        ("/uk/news/17", "/uk/news/17"),
        ("/?p=123", "/?p=123"),
        ("/стара/адреса", "/%D1%81%D1%82%D0%B0%D1%80%D0%B0/%D0%B0%D0%B4%D1%80%D0%B5%D1%81%D0%B0"),
        ("/uk/2024/kyiv", "/uk/2024/kyiv"),
        ("/uk/2024/kyiv-city", "/uk/2024/kyiv-city"),
        ("/en/2024/київ", "/en/2024/%D0%BA%D0%B8%D1%97%D0%B2"),
        ("/tags/history", "/tags/history/"),
        ("/media/2022/n1/map.svg", "/media/2022/n1/map.svg"),
        ("/static/site.css", "/static/site.css"),
    ] {
        let (status, to) = (routes["moved"][from][0].as_u64(), routes["moved"][from][1].as_str());
        let served = site.get(address);
        assert_eq!((status, to), (Some(served.status.into()), Some(served.header("location"))), "{from}");
        assert!(matches!(served.status, 302 | 308), "{from}");
    }
    assert_eq!(routes["below"]["/page"].as_str(), Some("/uk/"));
    assert_eq!(routes["below"]["/media/2023/gone"].as_str(), Some("/2023/gone"));
    let folder = FolderSite::open(&target, None).unwrap();
    for address in
        ["/page/2", "/uk/2024/kyiv-city.md", "/uk/2024/kyiv/with/en", "/en/2024/%D0%BA%D0%B8%D1%97%D0%B2.bib"]
    {
        let (found, served) = (folder.fetch(address, false), site.get(address));
        assert_eq!((found.status, found.location.as_deref()), (308, Some(served.header("location"))), "{address}");
    }
    assert_eq!(routes["gone"].as_array().unwrap().len(), 3);
    for (path, lang, cookie) in [
        ("/2024/kyiv", "uk", "lang=uk"),
        ("/2024/kyiv", "en", "lang=en"),
        ("/2024/kyiv", "ru", "lang=ru"),
        ("/2023/gone", "ru", "lang=ru"),
    ] {
        let served = site.get_with(path, &[("cookie", cookie)]);
        let written = routes["neutral"][path][lang].as_str().map_or_else(|| format!("/{lang}{path}"), str::to_owned);
        assert_eq!(served.redirect(), (302, written.as_str()), "{path} {lang}");
    }
}

/// Its page is not a file of the site, so a server would not find it by itself.
#[test]
fn a_neutral_address_of_what_was_taken_down_leads_to_the_reason_in_every_language() {
    let meta = "published = 2023-03-01\nsource = \"uk\"\nwithdrawn = \"право\"\n";
    let archive = Archive::new().article("2023/gone", "uk", &["uk", "en", "ru"]).article("2023/open", "uk", &["uk"]);
    let site = archive.file("articles/2023/gone/article.toml", meta).serve();
    let (_parent, target) = folder();
    export(&site, &target);
    let routes: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join(".litopys-export/routes.json")).unwrap()).unwrap();
    for lang in ["uk", "en", "ru"] {
        let to = format!("/{lang}/2023/gone");
        let cookie = format!("lang={lang}");
        assert_eq!(site.get_with("/2023/gone", &[("cookie", cookie.as_str())]).redirect(), (302, to.as_str()));
        assert_eq!(routes["neutral"]["/2023/gone"][lang].as_str(), Some(to.as_str()), "{}", routes["neutral"]);
    }
}

#[test]
fn only_what_changed_is_written_again() {
    let archive = museum();
    let path = archive.path().to_owned();
    let site = archive.serve();
    let (_parent, target) = folder();
    let first = export(&site, &target);
    assert_eq!((first.counts.written, first.counts.removed), (first.counts.files, 0));
    let again = export(&site, &target);
    assert_eq!((again.counts.written, again.counts.removed), (0, 0), "{:?}", again.counts);
    fs::write(
        path.join("articles/2022/n8/uk.md"),
        "+++\ntitle = \"uk 2022/n8\"\nsummary = \"summary\"\n+++\n\nOther text.\n",
    )
    .unwrap();
    let later = crate::harness::serve(&path);
    let third = export(&later, &target);
    // The page, its texts, the pairs and the feeds that show it.
    assert!((1..60).contains(&third.counts.written), "{:?}", third.counts);
    assert!(fs::read_to_string(target.join("uk/2022/n8.html")).unwrap().contains("Other text."));
}

#[test]
fn parts_can_be_left_out() {
    let site = museum().serve();
    let (_parent, target) = folder();
    let skip = &[Skip::Texts, Skip::Pairs, Skip::Cards];
    let export = SiteExport { target: &target, skip, is_relative: false, compresses: false };
    export_site(&site.app, export, &|_| {}).unwrap();
    let files = files(&target);
    let is_left = |file: &&String| file.ends_with(".bib") || file.contains("/with/") || file.contains("_card");
    let left: Vec<_> = files.iter().filter(is_left).collect();
    assert_eq!(left, [""; 0]);
    assert!(files.contains("uk/2025/dnipro.html"));
}

#[test]
fn compressed_files_have_the_same_contents() {
    let site = museum().serve();
    let (_parent, target) = folder();
    let export = SiteExport { target: &target, skip: &[Skip::Cards], is_relative: false, compresses: true };
    export_site(&site.app, export, &|_| {}).unwrap();
    let plain = fs::read(target.join("uk/2025/dnipro.html")).unwrap();
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&*fs::read(target.join("uk/2025/dnipro.html.gz")).unwrap())
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain);
    text.clear();
    brotli::Decompressor::new(&*fs::read(target.join("uk/2025/dnipro.html.br")).unwrap(), 4096)
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain);
    let again = export_site(&site.app, export, &|_| {}).unwrap();
    assert_eq!((again.counts.written, again.counts.removed), (0, 0));
}

#[test]
fn a_relative_export_holds_together_without_a_server() {
    let site = museum().serve();
    let (_parent, target) = folder();
    let export = SiteExport { target: &target, skip: &[Skip::Cards], is_relative: true, compresses: false };
    export_site(&site.app, export, &|_| {}).unwrap();
    let home = fs::read_to_string(target.join("index.html")).unwrap();
    assert!(home.contains("href=\"uk/index.html\"") && home.contains("Українська"), "{home}");
    let page = fs::read_to_string(target.join("uk/2025/dnipro.html")).unwrap();
    let outward: Vec<_> = page.split("href=\"").skip(1).filter(|link| link.starts_with('/')).collect();
    assert_eq!(outward, [""; 0]);
    let pages = |file: &&String| file.ends_with(".html") && !file.starts_with('.');
    for file in files(&target).iter().filter(pages) {
        let text = fs::read_to_string(target.join(file)).unwrap();
        for link in text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.split('#').next().unwrap();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let decoded = percent_encoding::percent_decode_str(link).decode_utf8().unwrap();
            let path = target.join(file).parent().unwrap().join(decoded.as_ref());
            assert!(path.is_file(), "{file}: {link}");
        }
    }
}

#[test]
fn the_other_language_of_a_part_is_the_part_that_shows_the_same_time() {
    let mut archive = Archive::new();
    for n in 1..=12 {
        let langs: &[&str] = if n % 2 == 0 { &["uk"] } else { &["uk", "en"] };
        archive = archive.article(&format!("2022/n{n}"), "uk", langs);
    }
    let site = archive.serve();
    let (_parent, target) = folder();
    export(&site, &target);
    let parts: Vec<String> = files(&target).into_iter().filter(|file| file.starts_with("uk/index~before=")).collect();
    assert!(parts.len() > 2, "{parts:?}");
    for part in parts {
        let text = fs::read_to_string(target.join(&part)).unwrap();
        let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| link.contains("before=")) {
            let link = link.replace("&#38;remember", "");
            assert!(target.join(file_of(&link).unwrap()).is_file(), "{part}: {link}");
        }
    }
}

#[test]
fn an_export_that_is_killed_leaves_the_last_one_whole() {
    let archive = museum();
    let (parent, target) = folder();
    let export = || {
        let mut command = litopys();
        command.args(["export", "site", "--skip", "cards", "--archive"]).arg(archive.path()).arg(&target);
        command.stderr(std::process::Stdio::null());
        command
    };
    assert!(export().status().unwrap().success());
    let before = harness::files(&target);
    let new = parent.path().join(".public.litopys-new");
    // Every page has the name of the site, so every page is written again.
    let text = fs::read_to_string(archive.path().join("site.toml")).unwrap();
    fs::write(archive.path().join("site.toml"), text.replacen("name = \"", "name = \"Other ", 1)).unwrap();
    for count in [1, 50, 200] {
        // What the one before left would be counted; what the last one leaves is removed below.
        _ = fs::remove_dir_all(&new);
        let mut killed = export().spawn().unwrap();
        harness::eventually(std::time::Duration::from_secs(300), "files", || harness::files_below(&new) >= count);
        killed.kill().unwrap();
        assert!(!killed.wait().unwrap().success(), "the export was over before it was killed");
        assert!(harness::files(&target) == before, "killed after {count} files");
    }
    assert!(export().status().unwrap().success());
    let left: BTreeSet<_> = fs::read_dir(parent.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".public.litopys-lock", "public"].map(Into::into).into());
    assert!(fs::read_to_string(target.join("uk/2025/dnipro.html")).unwrap().contains("Other "));
}

#[test]
fn an_export_below_a_path_has_it_in_every_address() {
    let archive = small();
    let text = crate::harness::SITE.replace("https://example.org", "https://example.org/archive");
    let site = archive.file("site.toml", &text).serve();
    let (_parent, target) = folder();
    let all = SiteExport { target: &target, skip: &[], is_relative: false, compresses: false };
    export_site(&site.app, all, &|_| {}).unwrap();
    let page = fs::read_to_string(target.join("uk/2025/dnipro.html")).unwrap();
    assert!(page.contains("href=\"/archive/uk/\""));
    let folder = FolderSite::open(&target, None).unwrap();
    let report = verify(&folder, VerifyOptions { limit: usize::MAX, is_external: false }, &|_, _| {}).unwrap();
    let broken: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(broken, [""; 0]);
}

#[test]
fn the_command_exports_and_verifies() {
    let archive = small();
    let (_parent, target) = folder();
    let run = |arguments: &[&str]| {
        let output = litopys().args(arguments).arg(&target).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let path = archive.path().to_str().unwrap();
    let (code, said) = run(&["export", "site", "--archive", path]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(" written, 0 unchanged, 0 removed") && said.contains("nginx.conf"), "{said}");
    let (code, said) = run(&["verify"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("nothing is broken"), "{said}");
    fs::remove_file(target.join("uk/about.html")).unwrap();
    let output = litopys().args(["verify", "--format", "json"]).arg(&target).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let finding: serde_json::Value =
        serde_json::from_slice(output.stdout.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    assert!(finding["code"].is_string() && finding["line"].is_u64() && finding["page"].is_string(), "{finding}");
    let (code, said) = run(&["export", "site", "--archive", path, "--base", "nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("`--base`: expected an address like") && said.contains("found `nowhere`"), "{said}");
    fs::remove_dir_all(target.join(".litopys-export")).unwrap();
    let (code, said) = run(&["export", "site", "--archive", path]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("holds files that no export wrote"), "{said}");
}
