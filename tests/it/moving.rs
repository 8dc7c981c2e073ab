//! `docs/MOVING.md`, followed to the letter: for each system a small site is made, and every command is typed as it is printed.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::harness::{root, serve};

/// A home folder with `site/` in it, and a folder for notes in which commands are typed.
struct Home(TempDir);

impl Home {
    fn new(files: &[(&str, &str)]) -> Home {
        let home = Home(tempfile::tempdir().unwrap());
        fs::create_dir(home.path("notes")).unwrap();
        for (path, text) in files {
            let path = home.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        home
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn typed(&self, folder: &str, command: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_litopys")).parent().unwrap();
        let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", command]).current_dir(self.path(folder)).env("PATH", path).env("HOME", self.0.path());
        shell.output().unwrap()
    }

    /// The lines that the command writes, those on stderr last.
    fn assert_typed(&self, folder: &str, command: &str) -> String {
        let output = self.typed(folder, command);
        assert!(output.status.success(), "{command}: {output:?}");
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }

    /// Every address is a page, at once or after redirects.
    fn assert_leads_on(&self, archive: &str, addresses: &[&str]) {
        let served = serve(&self.path(archive));
        for address in addresses {
            let mut answer = served.get(address);
            for _ in 0..4 {
                if answer.status / 100 == 3 {
                    answer = served.get(answer.header("location"));
                }
            }
            assert_eq!(answer.status, 200, "{address}");
        }
    }
}

fn document() -> String {
    fs::read_to_string(root().join("docs/MOVING.md")).unwrap()
}

/// The text below a heading, up to the next one as high.
fn section(heading: &str) -> String {
    let level = format!("\n{} ", heading.split(' ').next().unwrap());
    let document = document();
    let (_, below) = document.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading}"));
    let below = below.split(&level).next().unwrap();
    below.split("\n## ").next().unwrap().to_owned()
}

/// The commands of its blocks, line by line.
fn commands(section: &str) -> Vec<String> {
    let lines = section.split("```").skip(1).step_by(2).flat_map(str::lines).map(str::trim);
    lines.filter(|line| line.starts_with("litopys ")).map(str::to_owned).collect()
}

fn sitemap(addresses: &[&str]) -> String {
    let urls: String = addresses.iter().map(|address| format!("<url><loc>{address}</loc></url>")).collect();
    format!("<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>")
}

const HUGO: [(&str, &str); 6] = [
    (
        "site/hugo.toml",
        "baseURL = 'https://old.example/'\ndefaultContentLanguage = 'uk'\ntitle = 'Річка'\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n",
    ),
    (
        "site/content/posts/dnipro.uk.md",
        "+++\ntitle = 'Дніпро'\ndate = 2025-03-04\n+++\nРічка тече 2201 км. Далі: {{< ref \"prypiat\" >}}\n",
    ),
    (
        "site/content/posts/dnipro.en.md",
        "+++\ntitle = 'Dnipro'\ndate = 2025-03-04\n+++\nThe river flows for 2201 km.\n",
    ),
    ("site/content/posts/prypiat.uk.md", "+++\ntitle = 'Прип’ять'\ndate = 2019-03-03\n+++\nТретя річка, 761 км.\n"),
    (
        "site/content/posts/third.en.md",
        "+++\ntitle = 'Prypiat, a river'\ndate = 2019-03-03\n+++\nThe third river, 761 km.\n",
    ),
    ("site/content/about.uk.md", "+++\ntitle = 'Про нас'\n+++\nМи пишемо про річки.\n"),
];

const ZOLA: [(&str, &str); 4] = [
    (
        "site/config.toml",
        "base_url = 'https://old.example'\ntitle = 'Річка'\ndefault_language = 'uk'\n[languages.en]\n",
    ),
    ("site/content/posts/_index.md", "+++\n+++\n"),
    ("site/content/posts/dnipro.md", "+++\ntitle = 'Дніпро'\ndate = 2025-03-04\n+++\nРічка тече.\n"),
    ("site/content/posts/dnipro.en.md", "+++\ntitle = 'Dnipro'\ndate = 2025-03-04\n+++\nThe river flows.\n"),
];

const JEKYLL: [(&str, &str); 3] = [
    ("site/_config.yml", "title: Річка\nurl: https://old.example\nlang: uk\npermalink: /posts/:title/\n"),
    (
        "site/_posts/2025-03-04-dnipro.md",
        "---\ntitle: Дніпро\nlang: uk\nref: dnipro\n---\nРічка {% post_url 2025-03-04-dnipro-en %} тече.\n",
    ),
    ("site/_posts/2025-03-04-dnipro-en.md", "---\ntitle: Dnipro\nlang: en\nref: dnipro\n---\nThe river flows.\n"),
];

#[test]
fn the_steps_for_generators_do_what_the_document_says() {
    for (system, files) in [("hugo", &HUGO[..]), ("zola", &ZOLA), ("jekyll", &JEKYLL)] {
        let home = Home::new(files);
        fs::write(home.path("notes/sitemap.xml"), sitemap(&["https://old.example/posts/dnipro/"])).unwrap();
        let heading = format!("### {}{}", system[..1].to_uppercase(), &system[1..]);
        let steps = commands(&section("### Step by step"));
        assert!(steps.len() > 3, "{steps:?}");
        let own = commands(&section(&heading));
        assert_eq!(own, [format!("litopys import {system} ~/site --into ~/archive --report report.txt")]);
        for step in steps.iter().map(|step| step.replace("import hugo", &format!("import {system}"))) {
            if step.starts_with("litopys serve") {
                home.assert_leads_on("archive", &["/posts/dnipro/", "/en/2025/dnipro"]);
                continue;
            }
            home.assert_typed("notes", &step);
            assert_eq!(home.path("archive/site.toml").exists(), !step.contains("--dry-run"), "{step}");
            assert!(home.path("notes/report.txt").exists(), "{step}");
        }
        // Run again, the command of the system's own section finds nothing to do.
        let again = home.assert_typed("notes", &own[0]);
        assert!(again.contains("files: 0 new, 0 updated"), "{again}");
        let text = fs::read_to_string(home.path("archive/articles/2025/dnipro/uk.md")).unwrap();
        assert!(!text.contains("x-import"), "{text}");
    }
}

#[test]
fn an_article_stays_on_the_day_that_the_old_site_shows() {
    let front = |mark: &str, date: &str| format!("{mark}\n{date}\n{mark}\nТекст.\n");
    for (system, config, path, text) in [
        ("hugo", HUGO[0], "site/content/posts/night.uk.md", front("+++", "title = 'Ніч'\ndate = 2021-01-01T00:30:00+02:00")),
        ("zola", ZOLA[0], "site/content/night.md", front("+++", "title = 'Ніч'\ndate = 2021-01-01T00:30:00+02:00")),
        ("jekyll", JEKYLL[0], "site/_posts/2021-01-01-night.md", front("---", "title: Ніч\ndate: 2021-01-01 00:30:00 +0200")),
        ("html", ("site/x.txt", ""), "site/night.html", "<html lang=uk><title>Ніч</title><meta name=date content=2021-01-01T00:30:00+02:00><main><p>Текст.</p></main></html>".to_owned()),
    ] {
        let home = Home::new(&[config, (path, &text)]);
        home.assert_typed("notes", &format!("litopys import {system} ~/site --into ~/archive"));
        let meta = fs::read_to_string(home.path("archive/articles/2021/night/article.toml")).unwrap_or_default();
        assert!(meta.contains("published = 2021-01-01\n"), "{system}: {meta}");
    }
}

#[test]
fn a_tie_that_is_answered_makes_one_article_of_two_and_both_addresses_lead_on() {
    let home = Home::new(&HUGO);
    let import = commands(&section("### Hugo")).remove(0);
    home.assert_typed("notes", &import);
    let ties = fs::read_to_string(home.path("archive/ties.toml")).unwrap();
    let answered = ties.replacen("same = \"?\"", "same = \"yes\"", 1);
    assert_ne!(ties, answered, "{ties}");
    fs::write(home.path("archive/ties.toml"), answered).unwrap();
    home.assert_typed("notes", &import);
    assert_eq!(fs::read_dir(home.path("archive/articles/2019")).unwrap().count(), 1);
    home.assert_leads_on("archive", &["/posts/prypiat/", "/en/posts/third/", "/about/"]);
}

#[test]
fn the_sitemaps_that_an_index_names_are_asked_for_and_lost_addresses_listed() {
    let home = Home::new(&HUGO);
    let index = "<sitemapindex><sitemap><loc>https://old.example/uk/sitemap.xml</loc></sitemap></sitemapindex>";
    fs::write(home.path("notes/sitemap.xml"), index).unwrap();
    let check = commands(&section("### Step by step")).into_iter().find(|line| line.contains("--addresses")).unwrap();
    let refused = home.typed("notes", &check);
    let stderr = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("https://old.example/uk/sitemap.xml"), "{stderr}");
    fs::create_dir(home.path("notes/sitemaps")).unwrap();
    let pages = ["https://old.example/about/", "https://old.example/gone/"];
    for (pages, code, said) in [
        (sitemap(&pages), 1, "page: https://old.example/gone/"),
        (sitemap(&pages[..1]), 0, ""),
        // The site has moved to another host: nothing can be said of its addresses.
        (sitemap(&["https://other.example/about/"]), 1, ""),
        ("/about/\n/gone/\n".to_owned(), 1, "page: /gone/"),
        ("<!DOCTYPE html><p>404".to_owned(), 2, "neither a sitemap nor a list"),
    ] {
        fs::write(home.path("notes/sitemaps/uk.xml"), &pages).unwrap();
        let done = home.typed("notes", &check.replace("sitemap.xml", "sitemaps"));
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{pages}: {stderr}");
        assert!(stderr.contains(said), "{pages}: {stderr}");
    }
}

#[test]
fn the_steps_for_wordpress_and_html_do_what_the_document_says() {
    let export = "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\
        <channel><title>Річка</title><link>https://old.example</link><language>uk</language><wp:wxr_version>1.2</wp:wxr_version>\
        <wp:base_blog_url>https://old.example</wp:base_blog_url><item><title>Дніпро</title><link>https://old.example/2025/03/dnipro/</link>\
        <content:encoded><![CDATA[<p>Річка тече.</p>]]></content:encoded><wp:post_id>7</wp:post_id>\
        <wp:post_date>2025-03-04 10:00:00</wp:post_date><wp:post_date_gmt>2025-03-04 08:00:00</wp:post_date_gmt>\
        <wp:post_name>dnipro</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>";
    let home = Home::new(&[
        ("notes/export.xml", export),
        ("notes/uploads/x.txt", ""),
        ("notes/sitemaps/posts.xml", &sitemap(&["https://old.example/2025/03/dnipro/"])),
        (
            "site/uk/about.html",
            "<html lang=\"uk\"><title>Про нас</title><main><h1>Про нас</h1><p>Ми музей.</p></main></html>",
        ),
    ]);
    let wordpress = commands(&section("### WordPress"));
    assert_eq!(wordpress.len(), 3, "{wordpress:?}");
    wordpress.iter().for_each(|command| drop(home.assert_typed("notes", command)));
    home.assert_leads_on("notes/archive", &["/?p=7", "/2025/03/dnipro/"]);
    let html = commands(&section("### A folder of HTML pages"));
    assert_eq!(html.len(), 1, "{html:?}");
    home.assert_typed("notes", &html[0]);
    home.assert_leads_on("archive", &["/uk/about.html", "/uk/about"]);
}

#[test]
fn an_archive_leaves_by_the_commands_of_the_document() {
    let home = Home::new(&HUGO);
    home.assert_typed("notes", &commands(&section("### Hugo"))[0]);
    let leaving = section("## Leaving");
    let inline = leaving
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| code.starts_with("litopys ") && *code != "litopys export epub");
    // The table and the steps may name the same command.
    let typed: BTreeSet<&str> = inline.collect();
    for expected in ["site", "json", "csv", "epub"].map(|form| format!("litopys export {form} ")) {
        assert!(typed.iter().any(|command| command.starts_with(&expected)), "{expected}: {typed:?}");
    }
    for command in &typed {
        home.assert_typed("archive", command);
    }
    assert!(home.path("public/index.html").exists());
    assert!(home.path("archive/2025.uk.epub").exists());
    let text = "articles/2025/dnipro/uk.md";
    assert_eq!(fs::read(home.path("museum").join(text)).unwrap(), fs::read(home.path("archive").join(text)).unwrap());
    let jq = leaving.split("```\n").find(|block| block.starts_with("jq ")).unwrap();
    if Command::new("jq").arg("--version").output().is_ok() {
        assert!(home.assert_typed("archive", jq).contains("2025/dnipro\ten\tDnipro\n"));
    }
}
