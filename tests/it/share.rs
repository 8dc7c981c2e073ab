//! `litopys share`: a signed link opens one unpublished article, until it expires.

use std::{fs, process::Command, time::Duration};

use litopys::{
    article::Drafts,
    source::{SHARE_KEY, ShareKey},
    web::signed_path,
};

use crate::{
    command::{get, start_with},
    harness::{Answer, Archive, eventually},
    hidden::copy,
    unpublished::{BEGIN, Site},
};

const DAY: i64 = 86_400;
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";

/// A draft in two languages with a picture and a file, one that is scheduled, one with a version that is hidden, and one that is public.
fn archive() -> Archive {
    let body = "See ![A map](map.svg) and [the plan](plan.txt), [another](../../2020/open/), [own](./), [other draft](../other/).";
    Archive::new()
        .file("articles/2029/draft/article.toml", "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n")
        .file("articles/2029/draft/uk.md", &format!("+++\ntitle = \"Чернетка\"\nslug = \"chernetka\"\n+++\n\n{body}\n"))
        .file("articles/2029/draft/en.md", "+++\ntitle = \"A draft\"\n+++\n\nEnglish words.\n")
        .file("articles/2029/draft/map.svg", PICTURE)
        .file("articles/2029/draft/plan.txt", "zqplan")
        .article("2029/other", "uk", &["uk"])
        .file("articles/2029/other/article.toml", "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n")
        .file("articles/2029/other/secret.txt", "zqsecret")
        .article("2030/later", "uk", &["uk", "en"])
        .file("articles/2030/later/article.toml", "published = 2030-01-03T00:00:00Z\nsource = \"uk\"\n")
        .article("2020/open", "uk", &["uk"])
        .version("2020/open", "en", "draft = true\n")
}

/// The archive served to readers, with its key.
fn site() -> (Site, ShareKey) {
    let archive = archive();
    let path = archive.path().join(".litopys/keep").join(SHARE_KEY);
    let key = ShareKey::load_or_make(&path).unwrap();
    (Site::new(archive, BEGIN, Drafts::Hidden).with_share_key(&path), key)
}

fn link(key: &ShareKey, id: &str, expires: i64) -> String {
    signed_path(key, &id.parse().unwrap(), jiff::Timestamp::from_second(expires).unwrap(), None)
}

/// What every answer below `/share/` says.
fn assert_private(answer: &Answer, path: &str) {
    let of = |name| answer.header(name);
    assert_eq!(of("cache-control"), "private, no-store", "{path}");
    assert_eq!((of("x-robots-tag"), of("referrer-policy")), ("noindex", "no-referrer"), "{path}");
    assert_eq!((of("set-cookie"), of("link")), ("", ""), "{path}");
}

/// The addresses on a page.
fn addresses(page: &str) -> Vec<String> {
    let attribute =
        |name: &'static str| page.split(name).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
    [" href=\"", " src=\"", " srcset=\""].into_iter().flat_map(attribute).collect()
}

#[test]
fn a_link_opens_a_draft_in_each_of_its_languages_with_its_files() {
    let (site, key) = site();
    let base = link(&key, "2029/draft", BEGIN + DAY);
    let first = site.get(&base);
    assert_eq!(first.redirect(), (303, format!("{base}/uk").as_str()));
    assert_private(&first, &base);
    for (lang, parts) in [
        ("uk", ["<h1>Чернетка</h1>", "Чернетка", "2 січня 2030", "Readers"]),
        ("en", ["<h1>A draft</h1>", "English words.", "2 January 2030", "Readers do not see this yet."]),
        // The fallback of Russian.
        ("ru", ["<h1>Чернетка</h1>", "lang=\"uk\"", "2 января 2030", "Читатели этого ещё не видят."]),
    ] {
        let path = format!("{base}/{lang}");
        let page = site.get(&path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        assert_private(&page, &path);
        assert_eq!(page.header("content-language"), lang);
        for part in parts.into_iter().filter(|part| lang != "uk" || *part != "Readers") {
            assert!(page.text().contains(part), "{path} has no {part}: {}", page.text());
        }
        assert!(page.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{}", page.text());
        for never in ["rel=\"canonical\"", "ld+json", "og:", "?remember\" lang", "data-keep", "class=\"share\""] {
            assert!(!page.text().contains(never), "{path} has {never}: {}", page.text());
        }
        for other in ["uk", "en", "ru"] {
            assert!(page.text().contains(&format!("href=\"{base}/{other}\"")), "{path}: {}", page.text());
        }
        // No address on the page leads into the void: the article and its files lie below the link, all else is public.
        for address in addresses(page.text()).iter().filter(|address| address.starts_with('/')) {
            let is_own = address.contains("2029/draft") || address.contains("chernetka");
            assert!(!is_own || address.starts_with(&base), "{path} links {address}");
            let answer = site.get(address.split('#').next().unwrap());
            let is_other_draft = address.contains("2029/other");
            assert!(answer.status < 400 || is_other_draft, "{path} links {address}: {}", answer.status);
        }
    }
    let page = site.get(&format!("{base}/uk")).text().to_owned();
    assert!(page.contains("href=\"/uk/2020/open\""), "{page}");
    let files: Vec<String> = addresses(&page).into_iter().filter(|address| address.contains("/media/")).collect();
    assert!(files.len() >= 2, "{page}");
    for file in files {
        let answer = site.get(&file);
        assert_eq!(answer.status, 200, "{file}");
        assert_private(&answer, &file);
        let public = file.replace(&base, "").replacen("/media/", "/media/2029/draft/", 1);
        assert_eq!(site.get(&public).status, 404, "{public}");
    }
    assert_eq!(site.get(&format!("{base}/media/plan.txt")).text(), "zqplan");
    for public in ["/uk/2029/chernetka", "/en/2029/draft", "/media/2029/draft/map.svg", "/2029/draft"] {
        assert_eq!(site.get(public).status, 404, "{public}");
    }
    assert!(!site.get("/uk/").text().contains("share"));
}

#[test]
fn whatever_is_wrong_with_a_link_it_is_the_same_404() {
    let (site, key) = site();
    let base = link(&key, "2029/draft", BEGIN + DAY);
    let (start, token) = base.rsplit_once('/').unwrap();
    let (second, signature) = token.split_once('-').unwrap();
    let flipped = if signature.starts_with('0') { "1" } else { "0" };
    let old = { ShareKey::renew(&tempfile::tempdir().unwrap().path().join("key")).unwrap() };
    let expected = site.get("/share/nothing").text().to_owned();
    for wrong in [
        format!("{start}/{second}-{flipped}{}", &signature[1..]),
        format!("{start}/{}-{signature}", BEGIN + 2 * DAY),
        format!("{start}/0{second}-{signature}"),
        format!("{start}/{second}-{}", &signature[..63]),
        format!("{start}/{second}-{signature}0"),
        format!("{start}/{second}-{signature}{signature}"),
        format!("{start}/{second}-{}", "0".repeat(2_000)),
        format!("{start}/{second}-{}", signature.to_uppercase()),
        format!("{start}/{second}"),
        format!("{start}/-{signature}"),
        format!("/share/2029/other/{token}"),
        format!("/share/2030/later/{token}/uk"),
        format!("{base}{base}"),
        format!("{base}/uk/uk"),
        format!("{base}/de"),
        format!("{base}/media/"),
        format!("{base}/media/uk.md"),
        format!("{base}/media/article.toml"),
        format!("{base}/media/../other/secret.txt"),
        format!("{base}/media/..%2Fother%2Fsecret.txt"),
        format!("{base}/media/%2e%2e/other/secret.txt"),
        link(&old, "2029/draft", BEGIN + DAY),
        link(&key, "2029/nothing", BEGIN + DAY),
    ] {
        for path in [wrong.clone(), format!("{wrong}/uk")] {
            let answer = site.get(&path);
            assert_eq!(answer.status, 404, "{path}");
            assert_private(&answer, &path);
            assert_eq!(answer.text(), expected, "{path}");
        }
    }
    // As a query, or under an address of the site, a signature opens nothing.
    for path in
        [format!("/uk/2029/chernetka?share={token}"), format!("/uk{base}"), format!("/%73hare/2029/draft/{token}/uk")]
    {
        assert!(site.get(&path).status == 404 || !site.get(&path).text().contains("Чернетка"), "{path}");
    }
}

#[test]
fn an_expired_link_says_so_and_opens_nothing() {
    let (mut site, key) = site();
    let base = link(&key, "2029/draft", BEGIN + DAY);
    site.at(BEGIN + DAY - 1);
    assert_eq!(site.get(&format!("{base}/uk")).status, 200);
    site.at(BEGIN + DAY);
    for (lang, title) in
        [("uk", "Термін дії посилання сплив"), ("en", "This link has expired"), ("ru", "Срок действия ссылки истёк")]
    {
        let path = format!("{base}/{lang}");
        let page = site.get(&path);
        assert_eq!((page.status, page.header("content-language")), (410, lang));
        assert!(page.text().contains(title) && !page.text().contains("Чернетка"), "{}", page.text());
        assert_private(&page, &path);
    }
    assert_eq!(site.get(&format!("{base}/media/plan.txt")).status, 404);
}

#[test]
fn a_link_to_an_article_that_was_withdrawn_opens_nothing() {
    let (site, key) = site();
    let withdrawn = "published = 2029-06-01\nsource = \"uk\"\ndraft = true\nwithdrawn = \"A mistake\"\n";
    fs::write(site.root().join("articles/2029/draft/article.toml"), withdrawn).unwrap();
    let base = link(&key, "2029/draft", BEGIN + DAY);
    for path in ["", "/uk", "/en", "/media/plan.txt", "/media/map.svg"].map(|part| format!("{base}{part}")) {
        let answer = site.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        assert_private(&answer, &path);
        assert!(!answer.text().contains("Чернетка") && !answer.text().contains("zqplan"), "{path}");
    }
}

/// A file that is too long to be held in memory is sent from the disk.
#[test]
fn a_long_file_of_a_draft_lies_below_its_link_alone() {
    let (mut site, key) = site();
    let film = [b"zqfilm".to_vec(), vec![0; 1 << 20]].concat();
    for id in ["draft", "other"] {
        fs::write(site.root().join(format!("articles/2029/{id}/film.mp4")), &film).unwrap();
    }
    site.at(BEGIN);
    let [own, other] = ["2029/draft", "2029/other"].map(|id| format!("{}/media/film.mp4", link(&key, id, BEGIN + DAY)));
    let answer = site.get(&own);
    assert_eq!((answer.status, answer.body == film), (200, true));
    assert_private(&answer, &own);
    assert_eq!(site.get("/media/2029/draft/film.mp4").status, 404);
    site.at(BEGIN + DAY);
    let withdrawn = "published = 2029-06-01\nsource = \"uk\"\ndraft = true\nwithdrawn = \"A mistake\"\n";
    assert_eq!(site.get(&own).status, 404, "the link has expired");
    site.at(BEGIN);
    assert_eq!(site.get(&other).status, 200);
    fs::write(site.root().join("articles/2029/other/article.toml"), withdrawn).unwrap();
    assert_eq!(site.get(&other).status, 404, "the article was withdrawn");
}

/// The catalog of a preview has drafts, which are not public for that.
#[test]
fn a_link_in_a_preview_leads_to_no_page_that_readers_would_not_find() {
    let (site, key) = site();
    let path = site.root().join(".litopys/keep").join(SHARE_KEY);
    let mut site = Site::new(copy(site.root()), BEGIN, Drafts::Shown).with_share_key(&path);
    let base = link(&key, "2029/draft", BEGIN + DAY);
    let half = link(&key, "2020/open", BEGIN + DAY);
    let page = site.get(&format!("{base}/uk"));
    assert!(page.status == 200 && page.text().contains("Чернетка"), "{}", page.text());
    assert_eq!(site.get(&format!("{half}/uk")).redirect(), (303, "/uk/2020/open"));
    assert_eq!(site.get(&format!("{half}/en")).status, 200);
    site.at(BEGIN + DAY);
    assert_eq!(site.get(&format!("{base}/uk")).status, 410);
    // Readers of English are shown the Ukrainian version.
    assert_eq!(site.get(&format!("{half}/en")).redirect().0, 303);
}

#[test]
fn once_the_article_is_public_the_link_leads_to_its_page() {
    let (mut site, key) = site();
    let base = link(&key, "2030/later", BEGIN + 4 * DAY);
    let page = site.get(&format!("{base}/en"));
    assert!(page.status == 200 && page.text().contains("en 2030/later"), "{}", page.text());
    site.at(BEGIN + 2 * DAY);
    for (lang, to) in [("en", "/en/2030/later"), ("uk", "/uk/2030/later"), ("ru", "/ru/2030/later")] {
        let answer = site.get(&format!("{base}/{lang}"));
        assert_eq!(answer.redirect(), (303, to));
        assert_private(&answer, to);
        assert_eq!(site.get(to).status, 200);
    }
    site.at(BEGIN + 5 * DAY);
    assert_eq!(site.get(&format!("{base}/en")).redirect(), (303, "/en/2030/later"), "even when it has expired");
    // Of an article that is public in part, the link opens what is not.
    let half = link(&key, "2020/open", BEGIN + 9 * DAY);
    assert_eq!(site.get(&format!("{half}/uk")).redirect(), (303, "/uk/2020/open"));
    assert!(site.get(&format!("{half}/en")).text().contains("en 2020/open"));
    assert!(site.get("/en/2020/open").text().contains("uk 2020/open"));
}

#[test]
fn a_new_key_ends_every_link_of_a_running_server() {
    let (site, key) = site();
    let path = format!("{}/uk", link(&key, "2029/draft", BEGIN + DAY));
    assert_eq!(site.get(&path).status, 200);
    let file = site.root().join(".litopys/keep").join(SHARE_KEY);
    ShareKey::renew(&file).unwrap();
    assert_eq!(site.get(&path).status, 404);
    fs::remove_file(&file).unwrap();
    assert_eq!(site.get(&path).status, 404);
}

/// The command and the server that readers use, which neither watches nor has drafts in its catalog.
#[test]
fn the_command_prints_a_link_that_the_public_server_opens() {
    let archive = archive();
    let share = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
        let output = command.arg("share").args(arguments).arg("--archive").arg(archive.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (server, address, _) = start_with(&archive, &["--log-format", "text"]);
    let (code, out, err) = share(&["2029/draft", "--days", "2", "--lang", "en"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("until ") && err.contains("--revoke"), "{err}");
    let path = out.trim_end().strip_prefix("https://example.org").expect(&out).to_owned();
    assert!(path.ends_with("/en") && out.lines().count() == 1, "{out}");
    let page = get(&address, &path);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("English words."), "{page}");
    // However the address is written, its signature is in no line of the log.
    let signature = path.rsplit('-').next().unwrap().split('/').next().unwrap().to_owned();
    for way in [format!("{path}x"), format!("/uk{path}"), path.replace("share", "%73hare")] {
        get(&address, &way);
    }
    let logged = || server.1.lock().unwrap().join("\n");
    eventually(Duration::from_secs(300), "four lines", || logged().matches("share/-").count() >= 4);
    assert!(!logged().contains(&signature), "{}", logged());
    let (_, _, err) = share(&["2020/open"]);
    assert!(!err.contains("public already"), "one version of it is not: {err}");
    for (arguments, says) in [
        (&["2029/nothing"][..], "there is no `articles/2029/nothing`"),
        (&["2029/draft", "--days", "0"], "1..=90"),
        (&["2029/draft", "--days", "91"], "1..=90"),
        (&["2029/draft", "--lang", "de"], "`de` is not a language of this site"),
        (&[], "required"),
    ] {
        let (code, out, err) = share(arguments);
        assert!(code == Some(2) && out.is_empty() && err.contains(says), "{arguments:?}: {err}");
    }
    let (code, out, err) = share(&["--revoke"]);
    assert!(code == Some(0) && out.is_empty() && err.contains("no link that was made before"), "{out}{err}");
    assert!(get(&address, &path).starts_with("HTTP/1.1 404"));
}
