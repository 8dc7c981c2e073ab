//! `litopys import hugo|zola|jekyll`: sites made here, imported by the real binary, checked, and served: every old address leads on.

use std::{fs, process::Output};

use tempfile::TempDir;

use crate::{
    command::litopys,
    harness::{Served, files, serve},
};

/// A picture of one pixel.
pub(crate) const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82";

/// A source, and the folder of the archive beside it.
pub(crate) struct Site {
    pub(crate) folder: TempDir,
}

impl Site {
    pub(crate) fn new(files: &[(&str, &str)]) -> Site {
        let site = Site { folder: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(path, text)| site.write(path, text.as_bytes()));
        site
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.folder.path().join("old").join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }

    pub(crate) fn archive(&self) -> std::path::PathBuf {
        self.folder.path().join("new")
    }

    pub(crate) fn import(&self, system: &str, more: &[&str]) -> (Output, String) {
        let report = self.folder.path().join("report.txt");
        let mut command = litopys();
        command.args(["import", system]).arg(self.folder.path().join("old"));
        command.arg("--into").arg(self.archive()).arg("--report").arg(&report).args(more);
        let done = command.output().unwrap();
        (done, fs::read_to_string(report).unwrap_or_default())
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.archive().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Imports and serves.
    pub(crate) fn served(&self, system: &str) -> (Served, String) {
        let (done, report) = self.import(system, &[]);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        (serve(&self.archive()), report)
    }
}

/// Follows redirects until there is a page.
pub(crate) fn ends(served: &Served, path: &str) -> (u16, String) {
    let mut path = path.to_owned();
    for _ in 0..6 {
        let answer = served.get(&path);
        if !(300..400).contains(&answer.status) {
            return (answer.status, path);
        }
        path = answer.header("location").to_owned();
    }
    panic!("{path}: redirects without end")
}

#[track_caller]
pub(crate) fn assert_leads(served: &Served, addresses: &[(&str, &str)]) {
    for (old, new) in addresses {
        let (status, at) = ends(served, old);
        assert_eq!((status, at.as_str()), (200, *new), "{old}");
    }
}

fn hugo() -> Site {
    let site = Site::new(&[
        (
            "hugo.toml",
            "baseURL = 'https://museum.example/'\ndefaultContentLanguage = 'uk'\ntimeZone = 'Europe/Kyiv'\n\
             [permalinks]\nposts = '/:year/:slugorcontentbasename/'\n\
             [languages.uk]\nweight = 1\ntitle = 'Музей'\nlanguageName = 'UA'\n[[languages.uk.menus.main]]\nname = 'Про нас'\nurl = '/about/'\n\
             [languages.en]\nweight = 2\ntitle = 'Museum'\n[[languages.en.menus.main]]\nname = 'About'\nurl = '/en/about/'\n\
             [languages.ru]\nweight = 3\ntitle = 'Музей'\ncontentDir = 'content-ru'\n",
        ),
        (
            "content/posts/dnipro.md",
            "---\ntitle: Дніпро\ndate: 2019-05-01T10:00:00+03:00\ntags: [Історія, ріки]\nauthor: Леся\naliases: [/old/dnipro, /river.html]\n---\n\
             Перші слова.\n\n<!--more-->\n\n# Розділ\n\n![Карта](/images/map.png \"Підпис\") і [пост]({{< relref \"dam.md#x\" >}}).\n\n\
             {{< youtube abc123 >}}\n\n{{< unknown x=\"1\" >}}\n",
        ),
        (
            "content/posts/dnipro.en.md",
            "---\ntitle: The Dnipro\ndate: 2019-05-01\ntags: [History]\n---\nFirst words. See [the dam](/en/2020/dam/).\n",
        ),
        ("content-ru/posts/dnipro.md", "---\ntitle: Днепр\ndate: 2019-05-02\nslug: Днепр\n---\nПервые слова.\n"),
        (
            "content/posts/dam/index.md",
            "+++\ntitle = 'Гребля'\ndate = 2020-01-02\n[[resources]]\nsrc = 'x.png'\n+++\n{{< figure src=\"dam.png\" caption=\"Гребля\" attr=\"Фото\" >}}\n",
        ),
        ("content/posts/dam/index.en.md", "+++\ntitle = 'Dam'\ndate = 2020-01-02\ndraft = true\n+++\nText.\n"),
        ("content/about.md", "---\ntitle: Про музей\n---\nМи [тут](/2019/dnipro/).\n"),
        ("content/about.en.md", "---\ntitle: About\n---\nWe are here.\n"),
        ("content/posts/_index.md", "---\ntitle: Дописи\n---\n"),
        ("content/authors/леся/_index.md", "---\ntitle: Леся Ткач\n---\nПро Лесю.\n"),
        (
            "i18n/uk.toml",
            "[readMore]\nother = 'Читати далі'\n[minutes]\none = '{{ .Count }} хвилина'\nfew = '{{ .Count }} хвилини'\nother = '{{ .Count }} хвилин'\n",
        ),
    ]);
    site.write("static/images/map.png", PNG);
    site.write("static/docs/plan.pdf", b"%PDF-1.4\n");
    site.write("static/css/site.css", b"p {}");
    site.write("content/posts/dam/dam.png", PNG);
    site
}

#[test]
fn a_hugo_site_in_three_languages_is_one_archive_and_every_old_address_leads_on() {
    let site = hugo();
    let (served, report) = site.served("hugo");
    assert_leads(
        &served,
        &[
            ("/2019/dnipro/", "/uk/2019/dnipro"),
            ("/2019/dnipro/index.html", "/uk/2019/dnipro"),
            ("/old/dnipro", "/uk/2019/dnipro"),
            ("/river.html", "/uk/2019/dnipro"),
            ("/en/2019/dnipro/", "/en/2019/dnipro"),
            ("/ru/2019/%D0%B4%D0%BD%D0%B5%D0%BF%D1%80/", "/ru/2019/%D0%B4%D0%BD%D0%B5%D0%BF%D1%80"),
            ("/2020/dam/", "/uk/2020/dam"),
            ("/about/", "/uk/about"),
            ("/en/about/", "/en/about"),
            ("/", "/uk/"),
            ("/index.html", "/uk/"),
            ("/en/index.html", "/en/"),
            ("/index.xml", "/uk/feed.atom"),
            ("/en/index.xml", "/en/feed.atom"),
            ("/posts/", "/uk/"),
            ("/posts/page/3/", "/uk/"),
            ("/posts/index.xml", "/uk/feed.atom"),
            ("/tags/", "/uk/tags"),
            ("/tags/%D1%96%D1%81%D1%82%D0%BE%D1%80%D1%96%D1%8F/", "/uk/tag/istoriia"),
            ("/tags/%D1%80%D1%96%D0%BA%D0%B8/index.xml", "/uk/tag/riky/feed.atom"),
            ("/en/tags/history/", "/en/tag/history"),
        ],
    );
    for file in ["/images/map.png", "/docs/plan.pdf", "/2020/dam/dam.png"] {
        assert_eq!(ends(&served, file).0, 200, "{file}");
    }
    let text = site.read("articles/2019/dnipro/uk.md");
    assert!(text.contains("summary = \"Перші слова.\"") && text.contains("\n## Розділ\n"), "{text}");
    assert!(text.contains("![Карта](map.png \"Підпис\")") && text.contains("[пост](../../2020/dam/#x)"), "{text}");
    assert!(site.read("articles/2019/dnipro/en.md").contains("[the dam](../../2020/dam/)"));
    assert!(site.read("pages/about/uk.md").contains("(../../articles/2019/dnipro/)"));
    assert!(site.read("articles/2020/dam/en.md").contains("draft = true"));
    assert!(
        site.read("authors/lesia/uk.md").contains("Про Лесю.")
            && site.read("articles/names.toml").contains("Леся Ткач")
    );
    assert!(site.read("locales/uk/imported.ftl").contains("imported-readmore = Читати далі"));
    assert!(site.read("site.toml").contains("page = \"about\"\nname = { uk = \"Про нас\", en = \"About\" }"));
    for found in ["unknown-shortcode", "content/posts/dnipro.md:18: shortcode", "theme-files"] {
        assert!(report.contains(found), "{found}: {report}");
    }
}

#[test]
fn a_second_run_changes_nothing_and_a_third_brings_what_is_new() {
    let site = hugo();
    let source = files(&site.folder.path().join("old"));
    let (done, _) = site.import("hugo", &["--dry-run"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!site.archive().exists());
    site.import("hugo", &[]);
    let first = files(&site.archive());
    let (done, report) = site.import("hugo", &[]);
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(files(&site.archive()), first, "{report}");
    assert!(report.contains("files: 0 new, 0 updated"), "{report}");
    let own = site.archive().join("articles/2019/dnipro/en.md");
    fs::write(&own, "+++\ntitle = \"Mine\"\n+++\n\nMine.\n").unwrap();
    site.write("content/posts/dnipro.en.md", b"---\ntitle: Other\ndate: 2019-05-01\n---\nOther.\n");
    site.write("content/posts/new.md", "---\ntitle: Нове\ndate: 2021-01-01\n---\nНове.\n".as_bytes());
    let (_, report) = site.import("hugo", &[]);
    assert!(fs::read_to_string(own).unwrap().contains("Mine"));
    assert!(report.contains("left-alone") && site.read("articles/2021/new/uk.md").contains("Нове"), "{report}");
    assert_eq!(files(&site.folder.path().join("old")).len(), source.len() + 1, "the source is only read");
}

#[test]
fn likely_translations_are_proposed_and_a_person_confirms_them() {
    let site = Site::new(&[
        ("hugo.toml", "defaultContentLanguage = 'uk'\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n"),
        (
            "content/posts/hreblia.md",
            "---\ntitle: Дніпрогес\ndate: 2019-05-01\n---\nГреблю збудували 1932 року, 60 метрів.\n\n## Запоріжжя\n\nЇї підірвали 1941 року.\n",
        ),
        (
            "content/posts/the-dam.en.md",
            "---\ntitle: Dniproges\ndate: 2019-05-01\n---\nThe dam was built in 1932, 60 metres.\n\n## Zaporizhzhia\n\nIt was blown up in 1941.\n",
        ),
        ("content/posts/cats.en.md", "---\ntitle: Cats\ndate: 2018-01-01\n---\nCats.\n"),
    ]);
    site.import("hugo", &[]);
    let ties = site.read("ties.toml");
    assert!(ties.contains("versions = [\"content/posts/hreblia.md\", \"content/posts/the-dam.en.md\"]"), "{ties}");
    assert!(ties.contains("content/posts/cats.en.md"), "{ties}");
    fs::write(site.archive().join("ties.toml"), ties.replacen("\"?\"", "\"yes\"", 1)).unwrap();
    let (served, _) = site.served("hugo");
    assert!(site.read("articles/2019/hreblia/en.md").contains("Dniproges"));
    assert!(!site.archive().join("articles/2019/the-dam").exists());
    assert_leads(&served, &[("/en/posts/the-dam/", "/en/2019/the-dam"), ("/posts/hreblia/", "/uk/2019/hreblia")]);
}

#[test]
fn a_zola_site_keeps_its_addresses_links_and_files() {
    let site = Site::new(&[
        (
            "config.toml",
            "base_url = 'https://zola.example'\ntitle = 'Музей'\ndefault_language = 'uk'\ngenerate_feeds = true\n\
             taxonomies = [{name = 'tags', feed = true}]\n[translations]\nmore = 'Далі'\n[languages.en]\ntitle = 'Museum'\n\
             [languages.en.translations]\nmore = 'More'\n",
        ),
        ("content/_index.md", "+++\n+++\n"),
        ("content/blog/_index.md", "+++\ntitle = 'Блог'\n+++\n"),
        (
            "content/blog/2019-05-01-river/index.md",
            "+++\ntitle = 'Річка'\naliases = ['old/river.html']\n[taxonomies]\ntags = ['Вода']\n[extra]\nx = 1\n+++\n\
             ![](river.png) [далі](@/blog/sea.md#a)\n\n{{ youtube(id='abc') }}\n\n{% quote(author='Леся') %}Так{% end %}\n",
        ),
        (
            "content/blog/2019-05-01-river/index.en.md",
            "+++\ntitle = 'River'\nslug = 'the-river'\n+++\nText {{ strange(x=1) }}.\n",
        ),
        ("content/blog/sea.md", "+++\ntitle = 'Море'\ndate = 2020-01-01\npath = 'sea/deep'\n+++\nТекст.\n"),
        ("content/about.md", "+++\ntitle = 'Про нас'\n+++\nМи.\n"),
    ]);
    site.write("content/blog/2019-05-01-river/river.png", PNG);
    let (served, report) = site.served("zola");
    assert_leads(
        &served,
        &[
            ("/blog/river/", "/uk/2019/river"),
            ("/old/river.html", "/uk/2019/river"),
            ("/en/blog/the-river/", "/en/2019/the-river"),
            ("/sea/deep/", "/uk/2020/deep"),
            ("/about/", "/uk/about"),
            ("/blog/", "/uk/"),
            ("/blog/page/2/", "/uk/"),
            ("/atom.xml", "/uk/feed.atom"),
            ("/en/atom.xml", "/en/feed.atom"),
            ("/tags/voda/", "/uk/tag/voda"),
            ("/tags/voda/atom.xml", "/uk/tag/voda/feed.atom"),
        ],
    );
    assert_eq!(ends(&served, "/blog/river/river.png").0, 200);
    let text = site.read("articles/2019/river/uk.md");
    assert!(text.contains("[далі](../../2020/sea/#a)") && text.contains("> Так\n>\n> — Леся"), "{text}");
    assert!(report.contains("shortcode `strange`") && report.contains("`x`: 1"), "{report}");
}

#[test]
fn a_jekyll_site_keeps_its_addresses_links_and_files() {
    let site = Site::new(&[
        (
            "_config.yml",
            "title: Музей\nurl: https://jekyll.example\nlang: uk\npermalink: /:categories/:year/:title.html\ntimezone: Europe/Kyiv\n",
        ),
        (
            "_posts/2019-05-01-river.md",
            "---\ntitle: Річка\nref: river\nlang: uk\ncategories: [природа]\ntags: вода ліс\nredirect_from: /old/river\n---\n\
             ![r]({{ site.baseurl }}/assets/river.png)\n\n[море]({% post_url 2020-01-01-sea %}) і [про нас]({% link about.md %})\n\n\
             {% highlight rust %}\nfn x() {}\n{% endhighlight %}\n\n{% raw %}{{ raw }}{% endraw %}\n\n{% strange %}\n{: .note}\n",
        ),
        (
            "_posts/en/2019-05-01-the-river.md",
            "---\ntitle: River\nref: river\nlang: en\ncategories: nature\n---\nText.\n",
        ),
        ("_posts/2020-01-01-sea.markdown", "---\ntitle: Море\n---\nТекст.\n"),
        ("_drafts/later.md", "---\ntitle: Потім\ndate: 2021-01-01\n---\nПотім.\n"),
        ("about.md", "---\ntitle: Про нас\npermalink: /about/\n---\nМи.\n"),
        ("index.html", "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
        ("_data/uk.yml", "nav:\n  home: Головна\n"),
    ]);
    site.write("assets/river.png", PNG);
    let (served, report) = site.served("jekyll");
    assert_leads(
        &served,
        &[
            ("/%D0%BF%D1%80%D0%B8%D1%80%D0%BE%D0%B4%D0%B0/2019/river.html", "/uk/2019/river"),
            ("/old/river/", "/uk/2019/river"),
            ("/nature/2019/the-river.html", "/en/2019/the-river"),
            ("/2020/sea.html", "/uk/2020/sea"),
            ("/about/", "/uk/about"),
            ("/feed.xml", "/uk/feed.atom"),
            ("/tags/%D0%B2%D0%BE%D0%B4%D0%B0/", "/uk/tag/voda"),
        ],
    );
    assert_eq!(ends(&served, "/assets/river.png").0, 200);
    let text = site.read("articles/2019/river/uk.md");
    for part in [
        "![r](river.png)",
        "[море](../../2020/sea/)",
        "[про нас](../../../pages/about/)",
        "```rust\nfn x() {}\n```",
        "{{ raw }}",
        "{% strange %}",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(site.read("articles/2021/later/uk.md").contains("draft = true"));
    assert!(report.contains("unknown-tag"), "{report}");
}

#[test]
fn a_list_of_old_addresses_is_checked_and_lost_ones_are_printed() {
    let site = hugo();
    let list = site.folder.path().join("sitemap.xml");
    let urls = ["/2019/dnipro/", "/en/2019/dnipro/", "/tags/%D1%80%D1%96%D0%BA%D0%B8/", "/nothing/"]
        .map(|path| format!("<url><loc>https://museum.example{path}</loc></url>"));
    fs::write(&list, format!("<urlset>{}</urlset>", urls.concat())).unwrap();
    let (done, report) = site.import("hugo", &["--addresses", list.to_str().unwrap()]);
    let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("old address without a page: https://museum.example/nothing/"), "{stderr}");
    assert!(report.contains("old addresses checked: 4, lost: 1"), "{report}");
}

#[test]
fn hostile_sources_are_reported_and_nothing_is_written_elsewhere() {
    let laughs = (1..12).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))
    });
    let bomb = format!("---\n{laughs}title: Бомба\ndate: 2020-01-01\n---\nТекст.\n");
    let site = Site::new(&[
        ("hugo.toml", "defaultContentLanguage = 'uk'\n"),
        ("content/bomb.md", &bomb),
        (
            "content/up.md",
            "---\ntitle: Вгору\ndate: 2020-01-01\nslug: ../../../../etc/passwd\naliases: [../../x, 'javascript:x']\n---\n![](../../../../etc/passwd) ![](/../../etc/passwd) [a](file:///etc/passwd)\n",
        ),
        (
            "content/loop.md",
            "---\ntitle: Петля\ndate: 2020-01-01\n---\n[я]({{< ref \"loop.md\" >}}) {{< a >}}{{< a >}}{{< /b >}}\n",
        ),
    ]);
    site.write(
        "content/cp1251.md",
        b"---\ntitle: \xCA\xE8\xBF\xE2\ndate: 2020-01-01\n---\n\xCF\xF0\xE8\xE2\xB3\xF2, \xF1\xE2\xB3\xF2\xE5!\n",
    );
    fs::write(site.folder.path().join("secret"), "secret").unwrap();
    std::os::unix::fs::symlink(site.folder.path().join("secret"), site.folder.path().join("old/content/out.md"))
        .unwrap();
    std::os::unix::fs::symlink(".", site.folder.path().join("old/content/loop")).unwrap();
    let long = fs::File::create(site.folder.path().join("old/content/long.md")).unwrap();
    long.set_len(100 << 20).unwrap();
    let (done, report) = site.import("hugo", &[]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    for found in ["bad-front-matter", "bad-link", "link-to-folder", "unreadable", "windows-1251", "unknown-shortcode"] {
        assert!(report.contains(found), "{found}: {report}");
    }
    assert!(site.read("articles/2020/cp1251/uk.md").contains("Привіт, світе!"));
    let beside: Vec<_> = fs::read_dir(site.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 4, "{beside:?}");
    assert!(files(&site.archive()).values().all(|bytes| !String::from_utf8_lossy(bytes).contains("root:")));
}

#[test]
fn the_history_of_a_translation_becomes_its_record() {
    let site = Site::new(&[
        (
            "hugo.toml",
            "defaultContentLanguage = 'en'\n[languages.en]\nweight = 1\n[languages.uk]\nweight = 2\n[languages.ru]\nweight = 3\n",
        ),
        ("content/a.md", "---\ntitle: River\ndate: 2019-05-01\n---\nThe river is long.\n\nIt has a dam.\n"),
        ("content/a.ru.md", "---\ntitle: Река\ndate: 2019-05-01\n---\nРека длинная.\n\nНа ней плотина.\n"),
    ]);
    let old = site.folder.path().join("old");
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.current_dir(&old).args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]);
        let done = command.args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "one"]);
    let first = git(&["rev-parse", "HEAD"]);
    site.write(
        "content/a.md",
        b"---\ntitle: River\ndate: 2019-05-01\n---\nThe river is long.\n\nIt has a dam, built in 1932.\n",
    );
    let uk = format!(
        "---\ntitle: Річка\ndate: 2019-05-01\ndefault_lang_commit: {first}\n---\nРічка довга.\n\nНа ній гребля.\n"
    );
    site.write("content/a.uk.md", uk.as_bytes());
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "two"]);
    let (served, report) = site.served("hugo");
    for lang in ["uk", "ru"] {
        let record = site.read(&format!("articles/2019/a/{lang}.from.toml"));
        assert!(record.contains("from = \"en\"") && record.contains("# It has a dam\n"), "{lang}: {record}");
        let page = String::from_utf8(served.get(&format!("/{lang}/2019/a")).body).unwrap();
        assert!(page.contains("class=\"notice\""), "{lang} is out of date: {report}");
    }
    let (done, _) = site.import("hugo", &[]);
    assert_eq!(done.status.code(), Some(0));
}

#[test]
fn the_words_above_a_list_become_a_page_of_their_own() {
    let hugo = Site::new(&[
        ("hugo.toml", "defaultContentLanguage = 'uk'\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n"),
        ("content/_index.md", "---\ntitle: Музей\naliases: [/start/]\n---\nНас знайти [легко](about/).\n"),
        ("content/_index.en.md", "---\ntitle: Museum\n---\nEasy to find.\n"),
        ("content/tags/вода/_index.md", "---\ntitle: Вода\n---\nПро воду.\n"),
        ("content/posts/a.md", "---\ntitle: А\ndate: 2019-05-01\ntags: [вода]\n---\nТекст.\n"),
        ("content/about.md", "---\ntitle: Про нас\n---\nМи.\n"),
    ]);
    let (served, report) = hugo.served("hugo");
    let home = hugo.read("pages/home/uk.md");
    assert!(home.contains("title = \"Музей\"") && home.contains("[легко](../about/)"), "{home}");
    assert!(hugo.read("pages/home/en.md").contains("Easy to find."));
    assert!(hugo.read("pages/tags-voda/uk.md").contains("Про воду."));
    assert!(report.contains("list-text"), "{report}");
    let lists = [("/start/", "/uk/"), ("/en/", "/en/"), ("/tags/%D0%B2%D0%BE%D0%B4%D0%B0/", "/uk/tag/voda")];
    assert_leads(&served, &lists);

    let zola = Site::new(&[
        ("config.toml", "base_url = 'https://zola.example'\ndefault_language = 'uk'\n"),
        ("content/_index.md", "+++\n+++\n![](r.png) Нас знайти легко.\n"),
    ]);
    zola.write("content/r.png", PNG);
    let (served, _) = zola.served("zola");
    assert!(zola.read("pages/home/uk.md").contains("![](r.png) Нас знайти легко."));
    assert_leads(&served, &[("/", "/uk/")]);

    let jekyll = Site::new(&[
        ("_config.yml", "url: https://jekyll.example\nlang: uk\n"),
        ("index.md", "---\ntitle: Музей\n---\nНас знайти [легко](about).\n"),
        ("en/index.html", "<html><head><title>Museum</title></head><body><p>Easy to find.</p></body></html>\n"),
        ("pl/index.html", "---\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
        ("about.md", "---\ntitle: Про нас\n---\nМи.\n"),
    ]);
    let (served, _) = jekyll.served("jekyll");
    assert!(jekyll.read("pages/home/uk.md").contains("[легко](../about/)"));
    assert!(jekyll.read("pages/home/en.md").contains("Easy to find."));
    assert!(!jekyll.archive().join("pages/home/pl.md").exists());
    assert_leads(&served, &[("/index.html", "/uk/"), ("/en/", "/en/"), ("/en/index.html", "/en/")]);
}

#[test]
fn a_folder_of_jekyll_is_a_language_where_its_texts_say_so() {
    let text = |lang: &str| format!("---\ntitle: T {lang}\nlang: {lang}\n---\nText.\n");
    let site = Site::new(&[
        ("_config.yml", "url: https://jekyll.example\ncollections: {guides: {output: true, permalink: '/:path/'}}\n"),
        ("index.html", "---\nlang: en\n---\n{% for guide in site.guides %}{{ guide.title }}{% endfor %}\n"),
        ("_guides/start.md", &text("en")),
        ("_guides/id/start.md", &text("id")),
        ("_guides/zh-hant/start.md", &text("zh-hant")),
        ("ko/news/_posts/2019-05-01-river.md", &text("ko")),
        ("uk/news/_posts/2019-05-01-river.md", &text("uk")),
        // A folder whose texts are in another language is a folder.
        ("ms/notes/_posts/2019-05-01-word.md", &text("en")),
    ]);
    let (served, report) = site.served("jekyll");
    for path in [
        "pages/start/en.md", "pages/start/id.md", "pages/start/zh-Hant.md", "articles/2019/river/ko.md",
        "articles/2019/river/uk.md", "articles/2019/word/en.md",
    ] {
        assert!(site.archive().join(path).exists(), "{path}: {report}");
    }
    assert!(site.read("site.toml").contains("default = \"en\""), "{}", site.read("site.toml"));
    assert_leads(
        &served,
        &[
            ("/id/start/", "/id/start"),
            ("/ko/news/2019/05/01/river.html", "/ko/2019/river"),
            ("/ms/notes/2019/05/01/word.html", "/en/2019/word"),
        ],
    );
}
