//! The citation of a version as a file, and the licence that leads to its text.

use crate::harness::{Archive, Served};

fn served(licence: &str) -> Served {
    let title = "{Об’єднання} 100 % «Києва» \\\\ \\\"a_b\\\" & #1\\nER  - ";
    Archive::new()
        .file(
            "articles/2025/dnipro/article.toml",
            &format!("published = 2025-06-29\nsource = \"uk\"\nauthors = [\"Леся Косач\", \"Редакція\"]\nlicence = \"{licence}\"\n"),
        )
        .file("articles/2025/dnipro/uk.md", &format!("+++\ntitle = \"{title}\"\nslug = \"dnipro-richka\"\n+++\n\nТекст.\n"))
        .file(
            "articles/2025/dnipro/en.md",
            "+++\ntitle = \"The Dnieper\"\ntranslators = [\"Olena Tkach\"]\n+++\n\nText.\n",
        )
        .serve()
}

#[test]
fn each_version_has_its_citation_as_a_file() {
    let served = served("CC-BY-4.0");
    let title = "{Об’єднання} 100 % «Києва» \\ \"a_b\" & #1 ER -";
    for (path, content_type, parts) in [
        (
            "/uk/2025/dnipro-richka.bib",
            "application/x-bibtex; charset=utf-8",
            &[
                "@online{dnipro-2025-uk,\n  author = {Косач, Леся and {Редакція}},\n",
                "title = {{\\textbraceleft{}Об’єднання\\textbraceright{} 100 \\% «Києва» \\textbackslash{} \"a\\_b\" \\& \\#1 ER -}},\n",
                "url = {https://example.org/uk/2025/dnipro-richka},\n  language = {ukrainian},",
            ][..],
        ),
        (
            "/uk/2025/dnipro-richka.ris",
            "application/x-research-info-systems; charset=utf-8",
            &[
                &format!("TY  - ELEC\r\nTI  - {title}\r\nAU  - Косач, Леся\r\nAU  - Редакція\r\nT2  - Litopys\r\n"),
                "DA  - 2025/06/29\r\nLA  - uk\r\nUR  - https://example.org/uk/2025/dnipro-richka\r\nER  - \r\n",
            ],
        ),
        ("/en/2025/dnipro.bib", "application/x-bibtex; charset=utf-8", &["translator = {Tkach, Olena}", "english"]),
        (
            "/en/2025/dnipro.ris",
            "application/x-research-info-systems; charset=utf-8",
            &["A4  - Tkach, Olena\r\n", "LA  - en\r\n"],
        ),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{path}");
        let page = path.rsplit_once('.').unwrap().0;
        assert_eq!(answer.header("link"), format!("<https://example.org{page}>; rel=\"canonical\""));
        assert_eq!(answer.header("cache-control"), served.get(&format!("{page}.md")).header("cache-control"));
        assert_eq!(answer.header("content-language"), &path[1..3]);
        for part in parts {
            assert!(answer.text().contains(part), "{path} has no {part}: {}", answer.text());
        }
        assert!(served.get(page).text().contains(&format!("href=\"{path}\"")), "{page} does not link {path}");
    }
    // As with the other forms: a language that the article does not have has no file, another slug leads to the right one.
    for form in ["bib", "ris"] {
        assert_eq!(served.get(&format!("/ru/2025/dnipro.{form}")).status, 404);
        assert!(!served.get("/ru/2025/dnipro").text().contains(&format!(".{form}\"")));
        let right = format!("/uk/2025/dnipro-richka.{form}");
        assert_eq!(served.get(&format!("/uk/2025/dnipro.{form}")).redirect(), (308, right.as_str()));
        assert_eq!(served.get(&format!("/2025/dnipro.{form}")).redirect(), (302, right.as_str()));
        assert_eq!(served.get(&format!("/uk/2025/nothing.{form}")).status, 404);
    }
    let json: serde_json::Value = serde_json::from_str(served.get("/en/2025/dnipro.json").text()).unwrap();
    assert_eq!(json["bibtex"], "https://example.org/en/2025/dnipro.bib");
    assert_eq!(json["ris"], "https://example.org/en/2025/dnipro.ris");
}

#[test]
fn a_licence_leads_to_its_text_in_the_language_of_the_reader() {
    for (licence, path, link, url) in [
        (
            "CC-BY-4.0",
            "/uk/2025/dnipro-richka",
            "<a rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/deed.uk\">Ліцензія: CC BY 4.0</a>",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "CC-BY-SA-4.0",
            "/ru/2025/dnipro",
            "<a rel=\"license\" href=\"https://creativecommons.org/licenses/by-sa/4.0/deed.ru\">Лицензия: CC BY-SA 4.0</a>",
            "",
        ),
        (
            "CC-PDM-1.0",
            "/en/2025/dnipro",
            "<a rel=\"license\" href=\"https://creativecommons.org/publicdomain/mark/1.0/deed.en\">Licence: public domain</a>",
            "https://creativecommons.org/publicdomain/mark/1.0/",
        ),
        (
            "MIT",
            "/en/2025/dnipro",
            "<a rel=\"license\" href=\"https://spdx.org/licenses/MIT.html\">Licence: MIT License</a>",
            "https://spdx.org/licenses/MIT.html",
        ),
        (
            "by <kind> permission",
            "/en/2025/dnipro",
            "<p class=\"meta\">Licence: by &#60;kind&#62; permission</p>",
            "by \\u003ckind> permission",
        ),
    ] {
        let served = served(licence);
        let page = served.get(path);
        assert!(page.text().contains(link), "{licence}: {}", page.text());
        assert!(
            url.is_empty() || page.text().contains(&format!("\"license\":\"{url}\"")),
            "{licence}: {}",
            page.text()
        );
    }
}

#[test]
fn feeds_and_files_name_the_licence_and_its_text() {
    let served = served("CC-BY-4.0");
    let feed = served.get("/en/feed.atom").text().to_owned();
    let deed = "https://creativecommons.org/licenses/by/4.0/deed.en";
    assert!(feed.contains(&format!("<rights>CC BY 4.0</rights>\n<link rel=\"license\" href=\"{deed}\"/>")), "{feed}");
    let markdown = served.get("/en/2025/dnipro.md").text().to_owned();
    assert!(markdown.contains(&format!("- Licence: CC BY 4.0, <{deed}>\n")), "{markdown}");
    let json: serde_json::Value = serde_json::from_str(served.get("/en/2025/dnipro.json").text()).unwrap();
    assert_eq!((&json["licence"], &json["licence_url"]), (&"CC-BY-4.0".into(), &deed.into()));
}
