//! `[[menu]]` of `site.toml`: the entries in the header and the footer of every page, and those left out.

use std::fs;

use litopys::{
    source::Folder,
    translate::check::{CheckOptions, check},
};

use crate::{
    cache::Live,
    harness::{Archive, SITE},
};

fn archive(menu: &str) -> Archive {
    let archive = Archive::new().file("site.toml", &format!("{SITE}\n{menu}\n"));
    let archive = archive.article("2025/dnipro", "uk", &["uk", "en"]).article("2025/sea", "uk", &["uk"]);
    let meta = |section: &str| {
        format!(
            "published = 2025-06-29\nsource = \"uk\"\nsection = \"{section}\"\ntags = [\"mines\"]\nauthors = [\"lesia\"]\n"
        )
    };
    archive
        .file("articles/2025/dnipro/article.toml", &meta("rivers"))
        .file("articles/2025/sea/article.toml", &meta("law"))
        .file("articles/names.toml", "[section.rivers]\nuk = \"Ріки\"\nen = \"Rivers\"\nru = \"Реки\"\n[section.law]\nuk = \"Право\"\nen = \"Law\"\nru = \"Право\"\n[tag.mines]\nuk = \"міни\"\nen = \"mines\"\nru = \"мины\"\n[author.lesia]\nuk = \"Леся\"\nen = \"Lesia\"\nru = \"Леся\"\n")
        .file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\nslug = \"pro-nas\"\n+++\n\nХто ми.\n")
        .file("pages/about/en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we are.\n")
        .file("pages/hidden/uk.md", "+++\ntitle = \"Чернетка\"\ndraft = true\n+++\n\nТекст.\n")
}

/// The links of the menus on a page: those of the header, those of the footer, each as `href name`, `*` before the current one.
fn menus(html: &str) -> [Vec<String>; 2] {
    let part = |html: &str| -> Vec<String> {
        let Some(nav) = html.split_once("<nav class=\"menu\"").and_then(|(_, rest)| rest.split_once("</nav>")) else {
            return Vec::new();
        };
        nav.0
            .split("<a ")
            .skip(1)
            .map(|link| {
                let (tag, rest) = link.split_once('>').unwrap();
                let href = tag.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
                let current = if tag.contains("aria-current=\"page\"") { "*" } else { "" };
                let lang = tag
                    .split_once("lang=\"")
                    .map(|(_, rest)| format!("({}) ", rest.split_once('"').unwrap().0))
                    .unwrap_or_default();
                format!("{current}{href} {lang}{}", rest.split_once('<').unwrap().0)
            })
            .collect()
    };
    let (top, bottom) = html.split_once("<footer class=\"bottom\"").unwrap();
    [part(top), part(bottom)]
}

const MENU: &str = "[[menu]]\npage = \"about\"\n\n[[menu]]\nsection = \"law\"\nname = { uk = \"Закон\", en = \"The law\" }\n\n\
                    [[menu]]\ntag = \"mines\"\n\n[[menu]]\nauthor = \"lesia\"\nplace = \"footer\"\n\n\
                    [[menu]]\nhref = \"https://example.org/shop\"\nname = \"Shop\"\nplace = \"footer\"\n\n[[menu]]\npage = \"hidden\"\n";

#[test]
fn a_menu_names_what_it_leads_to_in_the_readers_language() {
    let site = archive(MENU).serve();
    let [header, footer] = menus(site.get("/uk/").text());
    assert_eq!(header, ["/uk/pro-nas Про нас", "/uk/section/law Закон", "/uk/tag/mines міни"]);
    assert_eq!(footer, ["/uk/author/lesia Леся", "https://example.org/shop Shop"]);
    let [header, _] = menus(site.get("/en/2025/dnipro").text());
    assert_eq!(header, ["/en/about About us", "/en/section/law The law", "/en/tag/mines mines"]);
    // In Russian the page is shown in Ukrainian, and so is its title; the name along the fallback is Ukrainian too.
    let [header, _] = menus(site.get("/ru/search").text());
    assert_eq!(header, ["/ru/about (uk) Про нас", "/ru/section/law (uk) Закон", "/ru/tag/mines мины"]);
}

/// `serve`, its panel and its log know them by the catalog; `check` by the files.
#[test]
fn the_server_reports_entries_that_lead_to_nothing_as_check_does() {
    let menu = "[[menu]]\npage = \"abuot\"\n\n[[menu]]\ntag = \"mines\"\n\n[[menu]]\ntag = \"nimes\"\n\n[[menu]]\nauthor = \"taras\"\n\n\
                [[menu]]\nauthor = \"nobody\"\n\n[home]\npinned = [\"2025/dnipro\", \"2025/none\", \"2025/gone\"]\nsections = [\"law\", \"lwa\"]\n";
    let made = || {
        let gone = "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = \"x\"\n";
        archive(menu)
            .article("2025/gone", "uk", &["uk"])
            .file("articles/2025/gone/article.toml", gone)
            .file("authors/taras/uk.md", "+++\n+++\n\nПише.\n")
    };
    // While there is a hidden text, it may be what has the topic.
    let hidden = std::path::Path::new("pages/hidden");
    let archive = made();
    fs::remove_dir_all(archive.path().join(hidden)).unwrap();
    let checked = check(&Folder::open(archive.path()).unwrap(), &CheckOptions::default()).unwrap().findings;
    let of = |problems: &[litopys::model::diagnostic::Diagnostic]| -> Vec<(String, String)> {
        let own = problems.iter().filter(|one| ["menu-target", "not-on-home"].contains(&&*one.code));
        let mut own: Vec<_> = own.map(|one| (format!("{:?}", one.place), one.message.to_string())).collect();
        own.sort();
        own
    };
    let served = archive.serve();
    assert_eq!(of(&served.problems), of(&checked));
    assert_eq!(of(&served.problems).len(), 6, "{:?}", of(&served.problems));
    let pages_only = of(&made().serve().problems).into_iter().filter(|(_, message)| message.contains("pages/"));
    assert_eq!(pages_only.count(), 1);
}

#[test]
fn the_present_page_is_marked_also_where_a_fallback_is_shown() {
    let site = archive(MENU).serve();
    for (path, current) in [
        ("/uk/pro-nas", "/uk/pro-nas"),
        ("/ru/about", "/ru/about"),
        ("/uk/section/law", "/uk/section/law"),
        ("/en/tag/mines", "/en/tag/mines"),
        ("/uk/author/lesia", "/uk/author/lesia"),
    ] {
        let all = menus(site.get(path).text()).concat();
        let marked: Vec<_> = all.iter().filter_map(|link| link.strip_prefix('*')?.split(' ').next()).collect();
        assert_eq!(marked, [current], "{path}");
    }
    assert!(!menus(site.get("/uk/").text()).concat().iter().any(|link| link.starts_with('*')));
}

#[test]
fn the_sections_stand_in_the_header_by_themselves() {
    let site = archive("[[menu]]\npage = \"about\"\nplace = \"footer\"\n").serve();
    let [header, footer] = menus(site.get("/uk/").text());
    assert_eq!(
        (header, footer),
        (
            vec!["/uk/section/law Право".to_owned(), "/uk/section/rivers Ріки".to_owned()],
            vec!["/uk/pro-nas Про нас".to_owned()]
        )
    );
    // Without a section there is no menu, and no empty list.
    let site = Archive::new().article("2025/dnipro", "uk", &["uk"]).serve();
    assert!(!site.get("/uk/").text().contains("class=\"menu\""));
}

#[test]
fn what_readers_would_not_find_is_left_out_and_check_says_where() {
    let menu = "[[menu]]\npage = \"nothing\"\n[[menu]]\nsection = \"none\"\n[[menu]]\ntag = \"none\"\n[[menu]]\nauthor = \"none\"\n\
                [[menu]]\npage = \"hidden\"\n[[menu]]\npage = \"about\"\n[[menu]]\nhref = \"javascript:x\"\nname = \"x\"\n";
    let archive = archive(menu);
    let options = CheckOptions { now: Some(jiff::Timestamp::now()), ..CheckOptions::default() };
    let report = check(&Folder::open(archive.path()).unwrap(), &options).unwrap();
    let first = SITE.lines().count() as u32 + 3;
    let found: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.path == "site.toml")
        .map(|finding| (finding.place.unwrap().line, finding.code.to_string()))
        .collect();
    let expected = [0, 2, 4, 6].map(|line| (first + line, "menu-target".to_owned()));
    assert_eq!(found[..4], expected, "{found:?}");
    assert_eq!(found[4], (first + 12, "bad-value".to_owned()));
    assert_eq!(found.len(), 5, "{found:?}");
    let site = archive.serve();
    for lang in ["uk", "en", "ru"] {
        let [header, _] = menus(site.get(&format!("/{lang}/")).text());
        assert_eq!(header.len(), 1, "{lang}: {header:?}");
    }
}

#[test]
fn cached_pages_show_the_menu_as_it_is_after_each_change() {
    let site = Live::of(archive(MENU));
    let header = |site: &Live, path: &str| menus(site.get(path, &[]).text())[0].first().cloned().unwrap_or_default();
    let pages = ["/uk/", "/uk/2025/sea", "/uk/nothing"];
    for page in pages {
        for _ in 0..2 {
            assert_eq!(header(&site, page), "/uk/pro-nas Про нас", "{page}");
        }
    }
    let text = "+++\ntitle = \"Хто ми\"\n+++\n\nХто ми.\n";
    let site = site.edit(|archive| archive.file("pages/about/uk.md", text));
    for page in pages {
        assert_eq!(header(&site, page), "/uk/about Хто ми", "{page}");
    }
    let site = site.edit(|archive| {
        fs::remove_dir_all(archive.path().join("pages/about")).unwrap();
        archive
    });
    for page in pages {
        assert_eq!(header(&site, page), "/uk/section/law Закон", "{page}");
    }
}

/// However the catalog comes by the change: it follows it, or is rebuilt, as after damage.
#[test]
fn a_menu_loses_a_page_that_is_hidden() {
    let first = |site: &Live| menus(site.get("/uk/2025/sea", &[]).text())[0].first().cloned().unwrap_or_default();
    for line in ["draft = true\n", "withdrawn = \"x\"\n"] {
        for is_anew in [false, true] {
            let site = Live::of(archive(MENU));
            assert_eq!(first(&site), "/uk/pro-nas Про нас");
            let change = |archive: Archive| archive.file("pages/about/page.toml", line);
            let site = if is_anew { site.edit_anew(change) } else { site.edit(change) };
            assert_eq!(first(&site), "/uk/section/law Закон", "{line}, rebuilt: {is_anew}");
        }
    }
}
