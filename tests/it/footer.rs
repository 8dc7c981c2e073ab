//! `footer` in `site.toml`: a line of text and links at the end of every page.

use litopys::{
    source::Folder,
    translate::check::{CheckOptions, CheckPart, check},
};

use crate::harness::{Archive, SITE};

fn archive(footer: &str) -> Archive {
    let site = SITE.replace("[[language]]\ntag = \"uk\"", &format!("{footer}\n[[language]]\ntag = \"uk\""));
    Archive::new().file("site.toml", &site).article("2025/a", "uk", &["uk"])
}

#[test]
fn every_page_ends_with_the_footer_of_its_language() {
    let each =
        "[footer]\nuk = \"© Музей. [Вихідні дані](https://a.b/)\"\nru = \"© Музей. [Выходные данные](/ru/language)\"";
    for (footer, path, line) in [
        (each, "/uk/", "<p>© Музей. <a href=\"https://a.b/\">Вихідні дані</a></p>\n</footer>"),
        (each, "/ru/2025/a", "<p>© Музей. <a href=\"/ru/language\">Выходные данные</a></p>\n</footer>"),
        // English has none of its own; its chain begins with Ukrainian.
        (each, "/en/nothing", "<p lang=\"uk\">© Музей. <a href=\"https://a.b/\">Вихідні дані</a></p>\n</footer>"),
        (
            "footer = \"A & [b](mailto:c@d.e)\"",
            "/en/search",
            "<p>A &amp; <a href=\"mailto:c@d.e\">b</a></p>\n</footer>",
        ),
    ] {
        let served = archive(footer).serve();
        assert_eq!(served.problems, []);
        let page = served.get(path);
        assert!(page.text().contains(line), "{path}: {}", page.text());
    }
    let below = archive("footer = \"[b](/uk/)\"");
    let site = SITE
        .replace("https://example.org", "https://example.org/archive")
        .replace("page_size", "footer = \"[b](/uk/)\"\npage_size");
    let served = below.file("site.toml", &site).serve();
    assert!(served.get("/archive/uk/").text().contains("<p><a href=\"/archive/uk/\">b</a></p>\n</footer>"));
}

#[test]
fn what_a_footer_does_not_show_is_reported_with_its_line() {
    for (footer, problem) in [
        (
            "footer = \"[a](javascript:alert(1))\"",
            "site.toml:8:10: warning: `javascript:alert(1)` is not linked in `footer`",
        ),
        ("footer = \"[a](about)\"", "site.toml:8:10: warning: `about` is not linked in `footer`"),
        ("[footer]\nen = \"<b>a</b>\"", "site.toml:8:1: warning: `footer` can contain only text and links"),
        ("footer = \"**a**\"", "site.toml:8:10: warning: `footer` can contain only text and links"),
        ("footer = \" \"", "site.toml:8:10: error: `footer` is empty"),
        ("footer = 5", "site.toml:8:10: error: `footer`"),
    ] {
        let archive = archive(footer);
        let options = CheckOptions { only: Some(CheckPart::Site), ..CheckOptions::default() };
        let report = check(&Folder::open(archive.path()).unwrap(), &options).unwrap();
        let found: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
        assert!(found.len() == 1 && found[0].starts_with(problem), "{footer}: {found:?}");
        let page = archive.serve().get("/en/").text().to_owned();
        assert!(!page.contains("javascript:") && !page.contains("<b>"), "{page}");
    }
}
