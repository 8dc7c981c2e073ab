//! Old addresses of Hugo, Zola and Jekyll, kind by kind. The addresses are those that Hugo 0.168 and Jekyll 4.3.1 made of these files.

use crate::import::{PNG, Site, assert_leads, ends};

const HUGO: &str = "defaultContentLanguage = 'uk'\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n";

/// A post of 1 May 2019.
fn post(title: &str, more: &str) -> String {
    format!("---\ntitle: \"{title}\"\ndate: 2019-05-01\n{more}---\nТекст.\n")
}

#[test]
fn terms_and_sections_of_hugo_lead_to_their_lists() {
    let config = format!(
        "{HUGO}[permalinks.page]\nposts = '/:year/:month/:day/:slug/'\n[permalinks.section]\nposts = '/archive/'\n\
         [permalinks.term]\ntags = '/t/:slug/'\n[permalinks.taxonomy]\ntags = '/alltags/'\n"
    );
    let site = Site::new(&[
        ("hugo.toml", &config),
        ("content/posts/a.md", &post("Одна & друга", "tags: [Річка Дніпро, \"C#\"]\n")),
        ("content/posts/a.en.md", &post("One", "tags: [The River]\n")),
        ("content/posts/_index.md", "---\ntitle: Дописи\naliases: [/old-list/]\n---\n"),
        ("content/docs/_index.md", "---\ntitle: Документи\nslug: Документи Тут\n---\n"),
        ("content/docs/setup.md", "---\ntitle: Налаштування\n---\nТекст.\n"),
    ]);
    site.write("content/posts/logo.png", PNG);
    let (served, _) = site.served("hugo");
    assert_leads(
        &served,
        &[
            (
                "/2019/05/01/%D0%BE%D0%B4%D0%BD%D0%B0-%D0%B4%D1%80%D1%83%D0%B3%D0%B0/",
                "/uk/2019/%D0%BE%D0%B4%D0%BD%D0%B0-%D0%B4%D1%80%D1%83%D0%B3%D0%B0",
            ),
            ("/archive/", "/uk/"),
            ("/archive/index.xml", "/uk/feed.atom"),
            ("/archive/page/1/", "/uk/"),
            ("/old-list/", "/uk/"),
            ("/alltags/", "/uk/tags"),
            ("/en/alltags/", "/en/tags"),
            ("/t/%D1%80%D1%96%D1%87%D0%BA%D0%B0-%D0%B4%D0%BD%D1%96%D0%BF%D1%80%D0%BE/", "/uk/tag/richka-dnipro"),
            ("/t/c/index.xml", "/uk/tag/c/feed.atom"),
            ("/en/t/the-river/", "/en/tag/the-river"),
            // No text has a category.
            ("/categories/", "/uk/"),
            ("/en/categories/", "/en/"),
            ("/%D0%B4%D0%BE%D0%BA%D1%83%D0%BC%D0%B5%D0%BD%D1%82%D0%B8-%D1%82%D1%83%D1%82/setup/", "/uk/setup"),
        ],
    );
    assert_eq!(ends(&served, "/archive/logo.png").0, 200);
}

#[test]
fn a_term_without_articles_leads_to_the_index_of_its_kind() {
    let site = Site::new(&[
        ("hugo.toml", HUGO),
        ("content/tags/ліс/_index.md", "---\ntitle: Ліс\n---\n"),
        ("content/tags/water/_index.en.md", "---\ntitle: Water\nurl: topics/water\n---\n"),
        ("content/posts/a.md", &post("А", "tags: [water]\n")),
        ("content/posts/a.en.md", &post("A", "tags: [river]\n")),
    ]);
    let (served, _) = site.served("hugo");
    let leads = [
        ("/tags/%D0%BB%D1%96%D1%81/", "/uk/tags"),
        ("/tags/%D0%BB%D1%96%D1%81/index.xml", "/uk/feed.atom"),
        ("/en/topics/water/", "/en/tags"),
        ("/tags/water/", "/uk/tag/water"),
    ];
    assert_leads(&served, &leads);
}

#[test]
fn files_and_texts_in_folders_with_the_names_of_ours_keep_their_addresses() {
    let site = Site::new(&[
        ("hugo.toml", HUGO),
        ("content/media/a.md", &post("A", "")),
        ("content/posts/b.md", &post("B", "").replace("Текст.", "![Ніч](/media/night.png) ![День](/static/day.png)")),
        ("content/static/c.md", &post("C", "")),
    ]);
    for path in ["media/night.png", "static/day.png", "static/img/dawn.png", "img/dawn.png", "media/loose.png"] {
        site.write(&format!("static/{path}"), PNG);
    }
    site.write("static/static/img/dawn.png", b"\x89PNG\r\n\x1a\nother");
    let (served, _) = site.served("hugo");
    assert_leads(
        &served,
        &[("/media/a/", "/uk/2019/a"), ("/static/c/", "/uk/2019/c"), ("/media/", "/uk/section/media")],
    );
    for there in ["/media/night.png", "/static/day.png", "/static/img/dawn.png", "/img/dawn.png", "/media/loose.png"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
}

#[test]
fn signs_in_the_names_of_hugo_are_kept() {
    let site = Site::new(&[
        ("hugo.toml", HUGO),
        ("content/posts/a.md", &post("A", "tags: [\"C#\", \"x & y\"]\naliases: [\"/x y.html\", /UP/Case]\n")),
        ("content/posts/C# і C++.md", &post("C", "")),
    ]);
    site.write("static/files/a#b 100%.pdf", b"%PDF-1.4\n");
    let (served, _) = site.served("hugo");
    assert_leads(
        &served,
        &[
            ("/tags/c%23/", "/uk/tag/c"),
            ("/tags/x--y/", "/uk/tag/x-y"),
            ("/x%20y.html", "/uk/2019/a"),
            ("/UP/Case", "/uk/2019/a"),
            ("/posts/c%23-%D1%96-c++/", "/uk/2019/c-i-c"),
        ],
    );
    assert_eq!(ends(&served, "/files/a%23b%20100%25.pdf").0, 200);
}

#[test]
fn pictures_with_a_wrong_ending_keep_their_addresses() {
    let text = "---\ntitle: A\ndate: 2019-05-01\n---\n![Ніч](/images/night.jpg) ![День](/images/day.avif)\n";
    let site = Site::new(&[("hugo.toml", HUGO), ("content/posts/a.md", text)]);
    site.write("static/images/night.jpg", PNG);
    site.write("static/images/day.avif", b"\0\0\0\x1cftypavif");
    let (served, _) = site.served("hugo");
    let (status, at) = ends(&served, "/images/night.jpg");
    assert!(status == 200 && at.starts_with("/media/2019/a/night.") && at.ends_with(".png"), "{status} {at}");
    let (status, at) = ends(&served, "/images/day.avif");
    assert!(status == 200 && at.starts_with("/static/images/day."), "{status} {at}");
}

#[test]
fn a_mounted_text_of_hugo_stands_in_for_its_translation() {
    let mount = |source: &str, target: &str, lang: &str| {
        format!(
            "[[module.mounts]]\nsource = '{source}'\ntarget = '{target}'\n[module.mounts.sites.matrix]\nlanguages = ['{lang}']\n"
        )
    };
    let mounts = [
        mount("texts/uk", "content", "uk"),
        mount("texts/en", "content", "en"),
        mount("texts/uk/docs", "content/docs", "en"),
        mount("texts/uk/docs", "content/again", "uk"),
    ];
    let site = Site::new(&[
        ("hugo.toml", &format!("{HUGO}{}", mounts.concat())),
        ("texts/uk/docs/_index.md", "---\ntitle: Документи\n---\n"),
        ("texts/uk/docs/a.md", &post("А", "")),
        ("texts/en/docs/a.md", &post("A", "")),
        ("texts/uk/docs/b/index.md", &post("Б", "")),
    ]);
    site.write("texts/uk/docs/b/p.png", PNG);
    let (served, _) = site.served("hugo");
    assert_leads(
        &served,
        &[
            ("/docs/a/", "/uk/2019/a"),
            ("/again/a/", "/uk/2019/a"),
            ("/en/docs/a/", "/en/2019/a"),
            ("/en/docs/b/", "/uk/2019/b"),
            ("/again/", "/uk/"),
            ("/docs/", "/uk/section/docs"),
        ],
    );
    for there in ["/en/docs/b/p.png", "/docs/b/p.png", "/again/b/p.png", "/en/docs/", "/en/docs/index.xml"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
}

#[test]
fn cascades_bundles_and_names_of_outputs_of_hugo_decide_addresses() {
    let config = format!(
        "{HUGO}[outputFormats.RSS]\nbaseName = 'feed'\n[sitemap]\nfilename = 'map.xml'\n[permalinks.page]\nposts = '/:year/:slug/'\n\
         [languages.en.permalinks.page]\ndocs = '/d/:slug/'\n[[cascade]]\nurl = '/all/:year/:contentbasename/'\n[cascade.target]\n\
         path = '/{{blog,news}}/**'\n[cascade.target.sites.matrix]\nlanguages = ['uk']\n"
    );
    let site = Site::new(&[
        ("hugo.toml", &config),
        ("content/blog/a.md", &post("А", "")),
        ("content/blog/a.en.md", &post("A", "")),
        (
            "content/events/_index.md",
            "---\ntitle: Події\ncascade:\n  url: /podii/:contentbasename/\n  _target: {kind: page}\n---\n",
        ),
        ("content/events/b.md", &post("Б", "")),
        ("content/secret/_index.md", "---\ntitle: С\ncascade: {draft: true}\n---\n"),
        ("content/secret/c.md", &post("В", "")),
        ("content/store/index.md", "---\ntitle: Сховок\nheadless: true\n---\n"),
        ("content/docs/x.md", "---\ntitle: Ікс\ntags: [Самотній]\n---\nТекст.\n"),
        ("content/posts/old.md", "---\ntitle: Колись\n---\nТекст.\n"),
        ("content/posts/p.en.md", &post("P", "")),
        (
            "content/posts/dam/index.md",
            &post("Гребля", "resources:\n- {src: p.png, name: перша, title: Річка, params: {credit: Іван}}\n"),
        ),
    ]);
    for path in ["content/store/s.png", "content/posts/list.en.png", "content/posts/dam/p.png"] {
        site.write(path, PNG);
    }
    let (served, _) = site.served("hugo");
    assert_leads(
        &served,
        &[
            ("/all/2019/a/", "/uk/2019/a"),
            ("/en/blog/a/", "/en/2019/a"),
            ("/podii/b/", "/uk/2019/b"),
            ("/feed.xml", "/uk/feed.atom"),
            ("/en/map.xml", "/sitemap.xml"),
            // Only an undated page has the tag.
            ("/tags/%D1%81%D0%B0%D0%BC%D0%BE%D1%82%D0%BD%D1%96%D0%B9/", "/uk/"),
            // The patterns of a language stand in the place of those of the site.
            ("/en/posts/p/", "/en/2019/p"),
        ],
    );
    for there in ["/store/s.png", "/en/posts/list.en.png", "/2019/%D0%B3%D1%80%D0%B5%D0%B1%D0%BB%D1%8F/p.png"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
    assert_eq!(ends(&served, "/secret/c/").0, 404);
    assert_eq!(ends(&served, "/1/%D0%BA%D0%BE%D0%BB%D0%B8%D1%81%D1%8C/").0, 200);
    let text = site.read("articles/2019/dam/uk.md");
    assert!(text.contains("alt = \"Річка\"\ncredit = \"Іван\"\n"), "{text}");
}

#[test]
fn other_markup_pages_of_html_and_hosts_of_languages_of_hugo_keep_their_addresses() {
    let config = "baseURL = 'https://uk.example/'\ndefaultContentLanguage = 'uk'\n[languages.uk]\nweight = 1\n\
                  [languages.en]\nweight = 2\nbaseURL = 'https://en.example/'\n";
    let site = Site::new(&[
        ("hugo.toml", config),
        ("content/posts/a.org", "#+TITLE: Річка\n#+DATE: <2019-05-01 Wed>\n#+TAGS[]: вода\n\nТекст.\n"),
        ("content/posts/b.en.md", &post("B", "tags: [Sea]\n")),
        ("content/posts/c.en.md", &post("C", "url: /whole/\n")),
        ("static/slides/index.html", "<h1>Слайди</h1>\n"),
        ("static/old/rss.xml", "<rss/>\n"),
    ]);
    let (served, report) = site.served("hugo");
    assert_leads(
        &served,
        &[
            ("/posts/a/", "/uk/2019/a"),
            ("/tags/%D0%B2%D0%BE%D0%B4%D0%B0/", "/uk/tag/voda"),
            ("/en/posts/b/", "/en/2019/b"),
            ("/posts/b/", "/en/2019/b"),
            ("/tags/sea/", "/en/tag/sea"),
            ("/whole/", "/en/2019/whole"),
            ("/en/whole/", "/en/2019/whole"),
            ("/slides/", "/uk/"),
            ("/old/rss.xml", "/feed.atom"),
            ("/404.html", "/uk/"),
        ],
    );
    assert!(report.contains("a text in .org"), "{report}");
}

#[test]
fn cyrillic_names_of_zola_have_its_latin_letters() {
    let site = Site::new(&[
        (
            "config.toml",
            "base_url = 'https://zola.example'\ndefault_language = 'uk'\ntaxonomies = [{name = 'tags'}]\n[slugify]\npaths_keep_dates = true\n[languages.en]\n",
        ),
        ("content/Блог/_index.md", "+++\ntitle = 'Блог'\n+++\n"),
        (
            "content/Блог/2019-05-01-День сільський.md",
            "+++\ntitle = 'День'\n[taxonomies]\ntags = ['Українська мова']\n+++\nТекст.\n",
        ),
        ("content/Блог/a.en.md", "+++\ntitle = 'A'\ndate = 2019-05-01\npath = 'whole/path'\n+++\nText.\n"),
    ]);
    let (served, _) = site.served("zola");
    assert_leads(
        &served,
        &[
            ("/%D0%91%D0%BB%D0%BE%D0%B3/2019-05-01-den-sil-s-kii/", "/uk/2019/2019-05-01-den-sil-s-kii"),
            ("/%D0%91%D0%BB%D0%BE%D0%B3/", "/uk/"),
            ("/whole/path/", "/en/2019/path"),
            ("/tags/ukrayins-ka-mova/", "/uk/tag/ukrainska-mova"),
        ],
    );
}

#[test]
fn collections_archives_and_translations_of_jekyll_keep_their_addresses() {
    let front = |more: &str| format!("---\ntitle: Назва\n{more}---\nТекст.\n");
    let site = Site::new(&[
        (
            "_config.yml",
            "title: X\nurl: https://j.example\nlanguages: [uk, en, ru]\ndefault_lang: uk\npermalink: pretty\n\
             collections:\n  docs:\n    output: true\n  people:\n    output: true\n    permalink: /team/:name/\n\
             defaults:\n  - scope: {path: 'news/*/x.md'}\n    values: {permalink: /globbed}\n  - scope: {path: ''}\n    values: {lang: uk}\n\
             jekyll-archives:\n  enabled: all\n  permalinks:\n    tag: /теги/:name/\n",
        ),
        ("_posts/2019-05-01-Річка Дніпро.md", &front("tags: [Два Слова]\ncategories: [Новини]\nredirect_from: /old\n")),
        ("_posts/en/2019-05-01-a.md", &front("lang: en\n")),
        ("_docs/Тека/a b.md", &front("")),
        ("_people/Леся Українка.md", &front("")),
        ("news/2019/x.md", &front("")),
        ("about.uk.md", &front("permalink: /about/\nlang: uk\n")),
        ("about.en.md", &front("permalink: /about/\nlang: en\n")),
        ("raw.html", "<p>raw</p>\n"),
    ]);
    site.write("_docs/pic.png", PNG);
    let (served, report) = site.served("jekyll");
    assert_leads(
        &served,
        &[
            (
                "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/2019/05/01/%D0%A0%D1%96%D1%87%D0%BA%D0%B0-%D0%94%D0%BD%D1%96%D0%BF%D1%80%D0%BE/",
                "/uk/2019/%D1%80%D1%96%D1%87%D0%BA%D0%B0-%D0%B4%D0%BD%D1%96%D0%BF%D1%80%D0%BE",
            ),
            ("/en/2019/05/01/a/", "/en/2019/a"),
            ("/old.html", "/uk/2019/%D1%80%D1%96%D1%87%D0%BA%D0%B0-%D0%B4%D0%BD%D1%96%D0%BF%D1%80%D0%BE"),
            ("/%D1%82%D0%B5%D0%B3%D0%B8/%D0%B4%D0%B2%D0%B0-%D1%81%D0%BB%D0%BE%D0%B2%D0%B0/", "/uk/tag/dva-slova"),
            ("/category/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/", "/uk/section/novyny"),
            ("/2019/05/01/", "/uk/2019/05/"),
            ("/about/", "/uk/about"),
            ("/en/about/", "/en/about"),
            ("/ru/about/", "/uk/about"),
        ],
    );
    for there in [
        "/docs/%D0%A2%D0%B5%D0%BA%D0%B0/a%20b/",
        "/team/%D0%BB%D0%B5%D1%81%D1%8F-%D1%83%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%BA%D0%B0/",
        "/globbed.html",
        "/docs/pic.png",
    ] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
    assert!(report.contains("no-front-matter"), "{report}");
}

#[test]
fn pages_that_a_plug_in_of_jekyll_shows_in_each_language_are_versions_of_one() {
    let front = |more: &str| format!("---\ntitle: Назва\n{more}---\nТекст.\n");
    let site = Site::new(&[
        (
            "_config.yml",
            "url: https://j.example\nlanguages: [uk, en]\npermalink: pretty\nexclude_from_localization: [img]\nautopages: {enabled: true}\n",
        ),
        ("_i18n/uk.yml", "titles: {about: Про нас}\n"),
        ("_i18n/en.yml", "titles: {about: About us}\n"),
        ("_i18n/uk/about.md", "Про **нас**.\n"),
        ("_i18n/en/about.md", "Words about us.\n"),
        ("about.md", "---\ntitle: titles.about\npermalink_en: /about-us/\n---\n{% tf about.md %}\n"),
        ("only.md", &front("lang: en\n")),
        ("old.md", &front("redirect_to: /about/\n")),
        (
            "_posts/2019-05-01-a.md",
            "---\ntitle: А\ntags: [C#]\n---\n{% include video.html id=\"abc\" %}\n\n{% include plain.html %}\n",
        ),
        ("_includes/plain.html", "<p>Просто текст.</p>\n"),
    ]);
    site.write("files/t.pdf", b"%PDF-1.4\n");
    let (served, report) = site.served("jekyll");
    assert_leads(
        &served,
        &[
            ("/about/", "/uk/about"),
            ("/en/about/", "/en/about"),
            ("/old/", "/uk/about"),
            ("/only/", "/en/only"),
            ("/en/only/", "/en/only"),
            ("/tag/c%23/page/2/", "/uk/tag/c"),
        ],
    );
    for there in ["/files/t.pdf", "/en/files/t.pdf", "/en/about-us/"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
    let about = site.read("pages/about/en.md");
    assert!(about.contains("title = \"About us\"") && about.contains("Words about us."), "{about}");
    // Nothing says where the film lies.
    assert!(report.contains("include video.html id=\"abc\""), "{report}");
    let text = site.read("articles/2019/a/uk.md");
    assert!(text.contains("Просто текст.") && !text.contains("youtube"), "{text}");
}

#[test]
fn lists_raw_pages_feeds_and_defaults_of_jekyll_keep_their_addresses() {
    let front = |more: &str| format!("---\ntitle: Назва\n{more}---\nТекст.\n");
    let site = Site::new(&[
        (
            "_config.yml",
            "url: https://j.example\nlang: uk\npermalink: pretty\npaginate: 1\npaginate_path: /blog/page:num/\n\
             feed: {collections: [docs]}\ndefaults:\n  - scope: {path: '', type: posts}\n    values: {categories: [blog]}\n",
        ),
        ("_posts/2019-05-01-a.md", &front("category: [rivers, two words]\n")),
        ("_posts/2019-05-02-b.textile", &front("categories: x y\n")),
        ("_posts/2021-01-01-c.md", &front("date: 2021-01-01 00:30:00 +0900\n")),
        (
            "archive.html",
            "---\nredirect_from: /all-old/\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
        ),
        ("about/index.md", &front("")),
        ("blog/index.html", "---\n---\n{% for post in paginator.posts %}x{% endfor %}\n"),
        ("raw.html", "<html><head><title>Сире</title></head><body><p>Слова, що їх хтось написав.</p></body></html>\n"),
        ("gone.html", "<meta http-equiv=refresh content='0; url=/about/'>\n"),
        ("notes.md", "# Нотатки\n\nТекст.\n"),
        ("node_modules/x/guide.md", "# Of a program\n\nText.\n"),
        ("news/atom.xml", "---\nlayout: null\n---\n<feed/>\n"),
        ("search.json", "---\n---\n[]\n"),
    ]);
    let (served, report) = site.served("jekyll");
    assert_leads(
        &served,
        &[
            ("/blog/rivers/two%20words/2019/05/01/a/", "/uk/2019/a"),
            ("/blog/x/y/2019/05/02/b/", "/uk/2019/b"),
            ("/blog/2021/01/01/c/", "/uk/2021/c"),
            ("/blog/2020/12/31/c/", "/uk/2021/c"),
            ("/archive/", "/uk/"),
            ("/all-old/", "/uk/"),
            ("/about/", "/uk/about"),
            ("/blog/", "/uk/"),
            ("/blog/page2/", "/uk/"),
            ("/blog/page/7/", "/uk/"),
            ("/raw.html", "/uk/raw"),
            ("/gone.html", "/uk/about"),
            ("/notes/", "/uk/notes"),
            ("/notes.md", "/uk/notes.md"),
            ("/news/atom.xml", "/feed.atom"),
            ("/feed/docs.xml", "/uk/feed.atom"),
            ("/search.json", "/uk/"),
        ],
    );
    assert_eq!(ends(&served, "/node_modules/x/guide.md").0, 404);
    let raw = site.read("pages/raw/uk.md");
    assert!(raw.contains("title = \"Сире\"") && raw.contains("Слова, що їх хтось написав."), "{raw}");
    assert!(report.contains("other-markup"), "{report}");
}

#[test]
fn a_site_in_a_folder_of_its_host_shows_its_pictures() {
    let text = "---\ntitle: A\ndate: 2019-05-01\ncover: /river/images/c.png\n---\n![](/river/images/a.png) ![](/images/b.png)\n\
                ![](https://x.example/river/images/d.png) [інше](/river/posts/b/)\n";
    let site = Site::new(&[
        ("hugo.toml", &format!("baseURL = 'https://x.example/river/'\n{HUGO}")),
        ("content/posts/a.md", text),
        ("content/posts/b.md", &post("B", "")),
    ]);
    for path in ["images/a.png", "images/b.png", "images/c.png", "images/d.png"] {
        site.write(&format!("static/{path}"), PNG);
    }
    let (served, report) = site.served("hugo");
    let text = site.read("articles/2019/a/uk.md");
    for part in ["![](<c.png>)", "![](a.png)", "![](b.png)", "![](d.png)", "[інше](../b/)"] {
        assert!(text.contains(part), "{part}: {text} {report}");
    }
    assert_leads(&served, &[("/river/posts/a/", "/river/uk/2019/a")]);
    assert_eq!(ends(&served, "/river/images/c.png").0, 200);

    let site = Site::new(&[
        ("config.toml", "base_url = 'https://x.example/river'\ndefault_language = 'uk'\n"),
        ("content/a.md", "+++\ntitle = 'A'\ndate = 2019-05-01\n+++\n![](/river/a.png)\n"),
    ]);
    site.write("static/a.png", PNG);
    site.served("zola");
    assert!(site.read("articles/2019/a/uk.md").contains("![](a.png)"));

    let site = Site::new(&[
        ("_config.yml", "url: https://www.x.example/\nbaseurl: river\nlang: uk\n"),
        ("_posts/2019-05-01-a.md", "---\ntitle: A\n---\n![](/river/a.png) ![](https://x.example/river/b.png)\n"),
    ]);
    site.write("a.png", PNG);
    site.write("b.png", PNG);
    site.served("jekyll");
    let text = site.read("articles/2019/a/uk.md");
    assert!(text.contains("![](a.png)") && text.contains("![](b.png)"), "{text}");
    assert!(site.read("site.toml").contains("https://www.x.example/river\""));
}

#[test]
fn a_picture_that_all_texts_have_by_default_is_no_figure_of_each() {
    let site = Site::new(&[
        ("_config.yml", "lang: uk\ndefaults:\n  - scope: {path: ''}\n    values: {image: /img/card.png}\n"),
        ("_posts/2019-05-01-a.md", "---\ntitle: А\n---\nТекст.\n"),
        ("_posts/2019-05-01-b.md", "---\ntitle: Б\nimage: /img/own.png\n---\nТекст.\n"),
        ("_posts/2019-05-01-c.md", "---\ntitle: В\nimage: /img/card.png\n---\nТекст.\n"),
    ]);
    site.write("img/card.png", PNG);
    site.write("img/own.png", PNG);
    let (served, _) = site.served("jekyll");
    assert!(!site.read("articles/2019/a/uk.md").contains("card.png"));
    assert!(site.read("articles/2019/b/uk.md").contains("![](<own.png>)"));
    assert!(site.read("articles/2019/c/uk.md").contains("![](<card.png>)"));
    assert_eq!(ends(&served, "/img/card.png").0, 200);
}

#[test]
fn a_jekyll_site_that_names_no_language_keeps_its_feeds_and_lists() {
    let site = Site::new(&[
        ("_config.yml", "url: https://j.example\nfeed: {path: /news.atom, collections: {docs: }}\n"),
        ("_posts/2019-05-01-a.md", "---\ntitle: A\n---\nText.\n"),
        ("index.html", "---\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
    ]);
    let (served, _) = site.served("jekyll");
    for there in ["/feed.xml", "/news.atom", "/feed/docs.xml"] {
        let (status, at) = ends(&served, there);
        assert!(status == 200 && at.ends_with("feed.atom"), "{there}: {status} {at}");
    }
    assert_eq!(ends(&served, "/page/2/").0, 200);
}

#[test]
fn templates_and_lists_with_topics_of_their_own_lead_on_in_every_language() {
    let site = Site::new(&[
        ("_config.yml", "url: https://j.example\nlanguages: [uk, en]\n"),
        ("_posts/2019-05-01-a.md", "---\ntitle: А\n---\nТекст.\n"),
        (
            "team.html",
            "---\npermalink: /komanda/\npermalink_en: /team/\n---\n{% for person in site.data.team %}{{ person }}{% endfor %}\n",
        ),
    ]);
    let (served, _) = site.served("jekyll");
    assert_leads(&served, &[("/komanda/", "/uk/"), ("/en/team/", "/en/")]);

    let site = Site::new(&[
        ("hugo.toml", HUGO),
        ("content/docs/_index.md", "---\ntitle: Документи\ncategories: [Приклади]\ntags: [вода]\n---\nТекст.\n"),
        ("content/posts/a.md", &post("А", "tags: [ліс]\n")),
    ]);
    let (served, _) = site.served("hugo");
    for there in ["/categories/%D0%BF%D1%80%D0%B8%D0%BA%D0%BB%D0%B0%D0%B4%D0%B8/", "/tags/%D0%B2%D0%BE%D0%B4%D0%B0/"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
}

#[test]
fn a_language_with_a_region_has_its_home_and_its_search() {
    let site = Site::new(&[
        ("hugo.toml", "defaultContentLanguage = 'en'\n[languages.en]\nweight = 1\n[languages.pt-br]\nweight = 2\n"),
        ("content/search.md", "---\ntitle: Search\n---\nText.\n"),
        ("content/search.pt-br.md", "---\ntitle: Pesquisa\n---\nTexto.\n"),
        ("content/pt-br.md", "---\ntitle: About Portuguese\nurl: /pt-br/\n---\nText.\n"),
    ]);
    let (served, report) = site.served("hugo");
    assert!(!report.contains("unreachable-alias") && !report.contains("reserved-slug"), "{report}");
    for there in ["/pt-br/", "/pt-br/search/"] {
        assert_eq!(ends(&served, there).0, 200, "{there}");
    }
}
