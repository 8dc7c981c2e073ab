//! The afternoon of a museum's editor: an archive is made, filled, published and rearranged with the commands alone, while a
//! server shows it to readers. No address that was public ends in a bare 404, and no step shows what is not public.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    authoring::run_in,
    command::{Running, get, signal, start_in},
    harness::eventually,
};

/// The archive, its server, and every address that was public once.
struct Museum {
    root: PathBuf,
    server: Running,
    address: String,
    public: Vec<String>,
    begun: Instant,
}

impl Museum {
    /// Says how long a step of the afternoon took, until readers had it.
    #[expect(
        clippy::print_stdout,
        reason = "with --nocapture the times of docs/decisions/0099-the-museums-afternoon.md are shown"
    )]
    fn took(&mut self, step: &str) {
        println!("{step}: {:.1} s", self.begun.elapsed().as_secs_f64());
        self.begun = Instant::now();
    }

    /// Runs a command in the archive, which must succeed; what it prints on stdout.
    fn run(&self, words: &[&str]) -> String {
        let (code, out, err) = run_in(&self.root, words);
        assert_eq!(code, 0, "litopys {words:?}: {out}{err}");
        out
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Changes a part of a file.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let file = self.root.join(path);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{path} has no {from}: {text}");
        fs::write(file, text.replace(from, to)).unwrap();
    }

    /// Begins an article with the command, and writes its text.
    fn article(&self, id: &str, title: &str, front: &str, text: &str) {
        self.run(&["new", id, "--title", title, "--lang", "uk"]);
        let front = format!("title = \"{title}\"\nsummary = \"Коротко.\"\n{front}");
        self.write(&format!("articles/{id}/uk.md"), &format!("+++\n{}\n+++\n\n{text}\n", front.trim_end()));
    }

    /// What a reader gets.
    fn page(&self, path: &str) -> String {
        get(&self.address, path)
    }

    fn status(&self, path: &str) -> u16 {
        self.page(path).split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Has the server read the archive again, and waits until `path` shows `part`; remembers the address.
    fn shows(&mut self, path: &str, part: &str) {
        signal(&self.server, "-HUP");
        eventually(Duration::from_secs(300), &format!("{path} shows {part}"), || self.page(path).contains(part));
        if self.status(path) == 200 && !self.public.iter().any(|known| known == path) {
            self.public.push(path.to_owned());
        }
    }

    /// Every address that was ever public leads to a page, by redirects or at once, or says why it is gone.
    fn nothing_is_lost(&self) {
        for path in &self.public {
            let mut at = path.clone();
            for hop in 0.. {
                let answer = self.page(&at);
                match answer.split(' ').nth(1).unwrap() {
                    "200" | "206" => break,
                    "410" => assert!(answer.contains("Причина") || answer.contains("Reason"), "{path}: {answer}"),
                    "301" | "302" | "303" | "307" | "308" => {
                        let to =
                            answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim().to_owned();
                        assert!(hop < 3, "{path} is sent from one address to the next: {to}");
                        at = to;
                        continue;
                    }
                    status => panic!("{path} was public, and is {status} at {at}"),
                }
                break;
            }
        }
    }

    /// None of these words is in any page, feed, map or search.
    fn hides(&self, words: &[&str]) {
        for path in [
            "/uk/", "/en/", "/uk/feed.atom", "/en/feed.json", "/sitemap.xml", "/uk/tags", "/uk/2026/",
            "/uk/search?q=zq",
        ] {
            let page = self.page(path);
            for word in words {
                assert!(!page.contains(word), "{path} shows {word}: {page}");
            }
        }
    }
}

/// Articles whose files are played or downloaded in parts.
impl Museum {
    /// A film with a text and subtitles in three languages: readers are shown those of their own from the start.
    fn film_with_subtitles(&mut self) {
        self.article("2026/film", "Кіно", "", "![Як ткали килим](loom.mp4)\n\nТекст.");
        fs::write(self.root.join("articles/2026/film/loom.mp4"), film()).unwrap();
        let subtitles = [("uk", "Тчуть."), ("en", "They weave."), ("ru", "Ткут.")];
        for (lang, words) in subtitles {
            let vtt = format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{words}\n");
            self.write(&format!("articles/2026/film/loom.{lang}.vtt"), &vtt);
        }
        for (lang, title) in [("en", "A film"), ("ru", "Кино")] {
            let text = format!("+++\ntitle = \"{title}\"\n+++\n\n![](loom.mp4 \"{title}\")\n");
            self.write(&format!("articles/2026/film/{lang}.md"), &text);
        }
        for (lang, words) in subtitles {
            let path = format!("/{lang}/2026/film");
            self.shows(&path, "<video");
            let page = self.page(&path);
            let tracks = page.split("<track ").skip(1).map(|rest| rest.split('>').next().unwrap());
            let shown: Vec<&str> = tracks.filter(|track| track.ends_with(" default")).collect();
            let &[track] = shown.as_slice() else { panic!("not one track is shown from the start in {lang}: {page}") };
            let address = linked(track, ".vtt");
            assert!(self.page(&address).ends_with(&format!("\n{words}\n")), "{lang}: {track}");
            self.public.push(address);
        }
        self.public.push(linked(&self.page("/uk/2026/film"), ".mp4"));
    }

    /// A scan of 300 MB, of which a reader gets a part without the rest.
    fn scan_of_a_book(&mut self) {
        self.article("2026/book", "Книга", "", "[Скан книги](book.pdf)");
        let mut book = File::create(self.root.join("articles/2026/book/book.pdf")).unwrap();
        book.write_all(b"%PDF-1.4\n").unwrap();
        book.set_len(300 << 20).unwrap();
        self.shows("/uk/2026/book", "Скан книги");
        let scan = linked(&self.page("/uk/2026/book"), ".pdf");
        let part = self.page(&format!("{scan} HTTP/1.1\r\nRange: bytes=0-7\r\nX-Rest:"));
        assert!(
            part.starts_with("HTTP/1.1 206") && part.contains("bytes 0-7/314572800") && part.ends_with("%PDF-1.4"),
            "{part}"
        );
    }
}

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"400\" viewBox=\"0 0 600 400\"><path d=\"M0 0h600v400z\"/></svg>";

/// A film with nothing but the head of its container: what is served are its bytes, not its pictures.
fn film() -> Vec<u8> {
    [&20u32.to_be_bytes()[..], b"ftypisom", &0u32.to_be_bytes(), b"mp42", &8u32.to_be_bytes(), b"mdat"].concat()
}

/// `init`, a server, and ten articles of every kind; the last two are the film and the scan.
fn filled(folder: &Path) -> Museum {
    let begun = Instant::now();
    let words = ["init", "museum", "--title", "Музей", "--languages", "uk,en,ru", "--author", "Олена Ткач"];
    assert_eq!(run_in(folder, &words).0, 0);
    let root = folder.join("museum");
    assert_eq!(run_in(&root, &["check"]).0, 0, "{}", run_in(&root, &["check"]).1);
    let (server, address, _) = start_in(&root, &[]);
    let mut museum = Museum { root, server, address, public: Vec::new(), begun };
    museum.took("init, check, serve");
    museum.article("2026/text", "Слово", "", "Звичайний текст.");
    museum.article("2026/picture", "Світлина", "", "![Пагорб](hill.svg)\n\nТекст.");
    museum.write("articles/2026/picture/hill.svg", PICTURE);
    museum.article(
        "2026/table",
        "Таблиця",
        "",
        "| рік | речей |\n|---|---|\n| 2026 | 5 |\n\nПримітка.[^1]\n\n[^1]: Так.",
    );
    museum.article("2026/translated", "Переклад", "", "Перший абзац.");
    museum.write(
        "articles/2026/translated/en.md",
        "+++\ntitle = \"Translation\"\nsummary = \"In two languages.\"\n+++\n\nThe first paragraph.\n",
    );
    museum.run(&["mark", "2026/translated", "en"]);
    for part in ["1", "2"] {
        museum.article(&format!("2026/hall-{part}"), &format!("Зала {part}"), "", "Опис.");
        let meta = format!("articles/2026/hall-{part}/article.toml");
        museum.edit(&meta, "tags = []", &format!("tags = []\nseries = \"halls\"\npart = {part}"));
    }
    museum.article("2026/secret", "Чернетка zqdraft", "draft = true", "Ще не готово zqdraft.");
    museum.article("2026/later", "Згодом zqlater", "", "Незабаром zqlater.");
    let far = Timestamp::now() + SignedDuration::from_hours(240);
    let meta = fs::read_to_string(museum.root.join("articles/2026/later/article.toml")).unwrap();
    let published = meta.lines().find(|line| line.starts_with("published")).unwrap().to_owned();
    museum.edit(
        "articles/2026/later/article.toml",
        &published,
        &format!("published = {}", far.strftime("%Y-%m-%dT%H:%M:%SZ")),
    );
    for (path, part) in [
        ("/uk/2026/text", "Звичайний"),
        ("/uk/2026/picture", "hill"),
        ("/uk/2026/table", "<table"),
        ("/en/2026/translated", "The first paragraph."),
        ("/uk/2026/hall-1", "Зала 2"),
        ("/uk/", "Слово"),
    ] {
        museum.shows(path, part);
    }
    museum.hides(&["zqdraft", "zqlater"]);
    museum.took("eight articles, a draft and a scheduled one among them");
    museum.film_with_subtitles();
    museum.took("a film with subtitles in three languages");
    museum.scan_of_a_book();
    museum.took("a PDF of 300 MB");
    museum
}

/// The address of the first file with this ending that a page links.
fn linked(page: &str, ending: &str) -> String {
    let links = page.split('"').filter(|part| part.starts_with("/media/") && part.ends_with(ending));
    links.map(str::to_owned).next().unwrap_or_else(|| panic!("no {ending}: {page}"))
}

#[test]
fn an_editor_publishes_and_rearranges_and_no_address_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut museum = filled(folder.path());

    // A draft is shared, and published: the link leads to its page then.
    let link = museum.run(&["share", "2026/secret", "--days", "7"]);
    let path = link.trim().split_once("://").unwrap().1.split_once('/').unwrap().1.to_owned();
    let shared = museum.page(&format!("/{path}/uk"));
    assert!(
        shared.starts_with("HTTP/1.1 200") && shared.contains("zqdraft") && shared.contains("no-store"),
        "{shared}"
    );
    assert_eq!(museum.status("/uk/2026/secret"), 404);
    museum.edit("articles/2026/secret/uk.md", "draft = true", "");
    museum.shows("/uk/2026/secret", "zqdraft");
    let answer = museum.page(&format!("/{path}/uk"));
    assert!(answer.contains("location: ") && answer.contains("/uk/2026/secret"), "{answer}");

    museum.took("a draft shared and published");

    // A scheduled article appears by itself.
    let soon = (Timestamp::now() + SignedDuration::from_secs(3)).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let meta = fs::read_to_string(museum.root.join("articles/2026/later/article.toml")).unwrap();
    let published = meta.lines().find(|line| line.starts_with("published")).unwrap().to_owned();
    museum.edit("articles/2026/later/article.toml", &published, &format!("published = {soon}"));
    signal(&museum.server, "-HUP");
    eventually(Duration::from_secs(300), "the article appears", || museum.status("/uk/2026/later") == 200);
    museum.shows("/uk/2026/later", "zqlater");

    museum.took("an article scheduled in 3 s");

    // A page, and a menu that leads to it.
    museum.write(
        "pages/visit/uk.md",
        "+++\ntitle = \"Як дістатися\"\nslug = \"vidvidaty\"\nsummary = \"Де ми.\"\n+++\n\nТрамваєм.\n",
    );
    museum.write(
        "pages/visit/en.md",
        "+++\ntitle = \"Visit us\"\nslug = \"visit-us\"\nsummary = \"Where we are.\"\n+++\n\nBy tram.\n",
    );
    let site = fs::read_to_string(museum.root.join("site.toml")).unwrap();
    museum.write("site.toml", &format!("{site}\n[[menu]]\npage = \"visit\"\nplace = \"footer\"\n"));
    museum.shows("/uk/vidvidaty", "Трамваєм");
    museum.shows("/en/visit-us", "By tram");
    museum.shows("/en/", "Visit us");

    museum.took("a page and its entry in the menu");

    // Another id, another year, and one that is taken down.
    museum.run(&["move", "2026/text", "word"]);
    museum.run(&["move", "2026/table", "2025/numbers", "--published", "2025-05-05"]);
    museum.run(&["remove", "2026/picture", "--reason", "Права не в нас", "--lang", "uk"]);
    museum.shows("/uk/2026/word", "Звичайний");
    museum.shows("/uk/2025/numbers", "<table");
    museum.shows("/uk/2026/picture", "Права не в нас");

    museum.took("a rename, a move to another year, a removal with its reason");

    // A fourth language, of which there is no text yet.
    let site = fs::read_to_string(museum.root.join("site.toml")).unwrap();
    museum.write("site.toml", &format!("{site}\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = [\"uk\"]\n"));
    museum.shows("/pl/2026/word", "Звичайний");

    museum.took("a fourth language");

    museum.nothing_is_lost();
    let (code, out, err) = run_in(&museum.root, &["check", "--only", "articles"]);
    assert!(code < 2 && !out.contains("error"), "{out}{err}");
    museum.server.stop();
}
