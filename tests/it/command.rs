//! The real binary, as people at a terminal and scripts use it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use crate::harness::Archive;

pub(crate) fn litopys() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    command.env_remove("RUST_LOG");
    command
}

/// The output of a command: (exit code, stdout, stderr).
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = litopys().args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A process that does not outlive the test, even one that fails, with what it says after its start.
pub(crate) struct Running(Child, pub(crate) Arc<Mutex<Vec<String>>>);

impl Running {
    /// Stops it and waits for its end, which must be successful.
    pub(crate) fn stop(mut self) {
        signal(&self.0, "-TERM");
        let status = self.0.wait().unwrap();
        assert!(status.success(), "{status}: {:#?}", self.1.lock().unwrap());
    }
}

impl std::ops::Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl std::ops::DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// Starts a server and waits for its address, and for what it says of the archive; its other lines are returned too.
pub(crate) fn start(archive: &Archive) -> (Running, String, Vec<String>) {
    start_with(archive, &[])
}

/// The same, with more arguments.
pub(crate) fn start_with(archive: &Archive, more: &[&str]) -> (Running, String, Vec<String>) {
    // The archive may be read before the server answers, or after.
    start_in(archive.path(), more)
}

/// The same, of an archive that lies in `root`.
pub(crate) fn start_in(root: &Path, more: &[&str]) -> (Running, String, Vec<String>) {
    started(root, more, |lines| {
        lines.iter().any(|line| {
            [" articles in ", " article in ", " pages in ", " page in "].iter().any(|part| line.contains(part))
        })
    })
}

/// Starts a server on a folder that another one follows: it has nothing to say of the archive.
pub(crate) fn start_beside(archive: &Archive) -> (Running, String) {
    let (child, address, _) = started(archive.path(), &[], |_| true);
    (child, address)
}

fn started(root: &Path, more: &[&str], ready: impl Fn(&[String]) -> bool) -> (Running, String, Vec<String>) {
    let path = root.to_str().unwrap();
    let mut command = litopys();
    command.args(["serve", "--archive", path, "--listen", "127.0.0.1:0", "--admin", "off"]).args(more);
    let mut child = Running(command.stderr(Stdio::piped()).spawn().unwrap(), Arc::default());
    let (mut lines, mut address) = (Vec::new(), None);
    let mut reader = BufReader::new(child.stderr.take().unwrap()).lines();
    for line in reader.by_ref() {
        let line = line.unwrap();
        match line.strip_prefix("http://") {
            Some(found) => address = Some(found.trim_end_matches('/').to_owned()),
            None => lines.push(line),
        }
        if let Some(address) = address.take_if(|_| ready(&lines)) {
            let said = Arc::clone(&child.1);
            thread::spawn(move || reader.map_while(Result::ok).for_each(|line| said.lock().unwrap().push(line)));
            return (child, address, lines);
        }
    }
    panic!("the server gave no address: {lines:?}");
}

pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn serve_says_what_is_wrong_and_serves_the_rest_until_it_is_stopped() {
    let archive = Archive::new().article("2025/good", "uk", &["uk"]).article("2025/bad", "uk", &["uk"]);
    let archive = archive.file("articles/2025/bad/en.md", "no front matter\n");
    let (mut child, address, lines) = start(&archive);
    assert!(get(&address, "/uk/2025/good").starts_with("HTTP/1.1 200 OK\r\n"));
    signal(&child, "-INT");
    assert!(child.wait().unwrap().success());
    let said = lines.join("\n");
    assert!(said.contains("articles/2025/bad/en.md:1:1: error: expected `+++`, found `no front matter`"), "{said}");
    assert!(said.contains("2 articles in uk, en, ru; 2 read, 0 gone; 1 error, listed above"), "{said}");
}

#[test]
fn a_second_start_reads_only_what_changed() {
    let archive = Archive::new().article("2025/one", "uk", &["uk"]).article("2025/two", "uk", &["uk"]);
    let (mut child, ..) = start(&archive);
    child.kill().unwrap();
    child.wait().unwrap();
    let archive = archive.version("2025/two", "en", "");
    std::fs::remove_dir_all(archive.path().join("articles/2025/one")).unwrap();
    let (mut child, address, lines) = start(&archive);
    assert!(lines.join("\n").contains("1 article in uk, en, ru; 1 read, 1 gone"), "{lines:?}");
    assert!(get(&address, "/en/2025/two").starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/uk/2025/one").starts_with("HTTP/1.1 404"));
    signal(&child, "-TERM");
    assert!(child.wait().unwrap().success());
}

#[test]
fn serve_explains_itself_where_there_is_no_archive() {
    let empty = tempfile::tempdir().unwrap();
    let (code, out, err) = run(&["serve", "--archive", empty.path().to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("is not an archive: expected a folder with a `site.toml`"), "{err}");
    assert!(!err.contains('\u{1b}'), "no colour into a pipe");
}

#[test]
fn a_taken_address_is_reported_with_the_option_for_another() {
    let archive = Archive::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let path = archive.path().to_str().unwrap();
    let (code, _, err) = run(&["serve", "--archive", path, "--listen", &address, "--admin", "off"]);
    assert_eq!(code, 2);
    let message = format!("cannot listen on `{address}`; another program uses it: try `--listen 127.0.0.1:8311`");
    assert!(err.contains(&message) && err.contains("ddress already in use"), "{err}");
}

#[test]
fn new_begins_an_article_and_overwrites_nothing() {
    let archive = Archive::new();
    let path = archive.path().to_str().unwrap();
    let new = |id: &str, lang: &str| run(&["new", id, "--lang", lang, "--archive", path]);
    assert_eq!(new("dnipro", "uk").0, 0);
    assert_eq!(new("dnipro", "en").0, 0);
    let folder = std::fs::read_dir(archive.path().join("articles")).unwrap().next().unwrap().unwrap().path();
    let (code, _, err) = new("dnipro", "uk");
    assert_eq!(code, 2);
    assert!(err.contains("uk.md` exists already; nothing was changed"), "{err}");
    let english = std::fs::read_to_string(folder.join("dnipro/en.md")).unwrap();
    assert!(!english.contains("published"), "of the same day: {english}");
    assert!(new("dnipro", "ua").2.contains("the tag is `uk`"));
    assert!(new("dnipro", "de").2.contains("expected one of `uk`, `en`, `ru`"));
    assert!(new("Bad Id", "uk").2.contains("expected lower-case letters"));
    let served = archive.serve();
    assert_eq!(served.problems, []);
    assert!(served.get("/uk/").text().contains("dnipro"));
}

#[test]
fn a_title_makes_the_address_of_a_new_article() {
    let archive = Archive::new();
    let path = archive.path().to_str().unwrap();
    let new = |words: &[&str]| run(&[&["new", "--archive", path], words].concat());
    assert_eq!(new(&["--title", "Об’єднання \"Згурський\"", "--lang", "uk"]).0, 0);
    assert_eq!(new(&["obiednannia-zghurskyi", "--title", "Объединение", "--lang", "ru"]).0, 0);
    let (code, _, err) = new(&["--title", "«…»", "--lang", "uk"]);
    assert!(code == 2 && err.contains("neither letters nor digits"), "{err}");
    assert_eq!(new(&["--lang", "uk"]).0, 2);
    let served = archive.serve();
    assert_eq!(served.problems, []);
    let home = served.get("/uk/");
    assert!(home.text().contains("/obiednannia-zghurskyi\">Об’єднання &#34;Згурський&#34;</a>"), "{}", home.text());
    assert!(served.get("/ru/").text().contains("/obieedinenie\">"), "{}", served.get("/ru/").text());
}

#[test]
fn new_finds_the_article_of_an_earlier_year_and_begins_with_its_text() {
    let archive = Archive::new().article("2019/dnipro", "uk", &[]).article("2018/twice", "uk", &["uk"]);
    let archive = archive.article("2019/twice", "uk", &["uk"]).file(
        "articles/2019/dnipro/uk.md",
        "+++\ntitle = \"Дніпро \\\"Славутич\\\"\"\nslug = 'dnipro-uk'\naliases = ['/d']\nsummary = 'Річка'\n[[image]]\nfile = \
         'a.svg'\nalt = 'мапа'\n+++\n\n# Витік\n\nТекст.\n",
    );
    let path = archive.path().to_str().unwrap();
    let new = |words: &[&str]| run(&[&["new", "--archive", path], words].concat());
    let exists = |file: &str| archive.path().join("articles").join(file).exists();
    assert_eq!(new(&["2019/dnipro", "--lang", "en", "--from", "uk"]).0, 0);
    let bare = archive.path().join("articles/2017/bare");
    std::fs::create_dir_all(&bare).unwrap();
    std::fs::write(bare.join("uk.md"), "+++\ntitle = 'Без метаданих'\nsummary = 'С'\n+++\n\nТекст.\n").unwrap();
    assert_eq!(new(&["2017/bare", "--lang", "en", "--from", "uk"]).0, 0);
    assert_eq!(new(&["dnipro", "--lang", "ru", "--from", "uk", "--title", "Днепр"]).0, 0);
    let text =
        |lang: &str| std::fs::read_to_string(archive.path().join(format!("articles/2019/dnipro/{lang}.md"))).unwrap();
    let (title, rest) = ("title = 'Дніпро \"Славутич\"'", "[[image]]\nfile = \"a.svg\"\nalt = \"мапа\"\n+++\n");
    // A translation of an earlier article says when it appeared.
    let english = text("en");
    let (before, after) = english.split_once("published = 20").unwrap();
    assert_eq!(before, format!("+++\n{title}\nsummary = \"Річка\"\n"));
    assert_eq!(after.split_once('\n').unwrap().1, format!("\n{rest}\n# Витік\n\nТекст.\n"));
    assert!(
        text("ru").starts_with("+++\ntitle = \"Днепр\"\nsummary") && text("ru").contains("slug = \"dnepr\""),
        "{}",
        text("ru")
    );
    // The text that it began with is the source.
    let meta = std::fs::read_to_string(bare.join("article.toml")).unwrap();
    assert!(meta.contains("source = \"uk\"\n"), "{meta}");
    let (code, _, err) = new(&["dnipro", "--lang", "uk"]);
    assert!(code == 2 && err.contains("exists already") && err.contains("to begin an article of this year"), "{err}");
    let (code, _, err) = new(&["twice", "--lang", "en"]);
    assert!(code == 2 && err.contains("`2018/twice`, `2019/twice`; give the year"), "{err}");
    assert_eq!(new(&["twice", "--lang", "en", "--year", "2018"]).0, 0);
    assert_eq!(new(&["articles/2019/twice/", "--lang", "en"]).0, 0);
    assert!(exists("2018/twice/en.md") && exists("2019/twice/en.md"));
    // A new article of another year has a day of that year.
    let (code, _, err) = new(&["old", "--lang", "uk", "--year", "1987"]);
    assert!(code == 0 && err.contains("put the day on which it was published"), "{err}");
    let meta = std::fs::read_to_string(archive.path().join("articles/1987/old/article.toml")).unwrap();
    assert!(meta.starts_with("published = 1987-01-01\n"), "{meta}");
    for (words, said) in [
        (vec!["2019/dnipro", "--lang", "en", "--year", "2020"], "a year other than --year"),
        (vec!["2019/twice", "--lang", "ru", "--from", "ru"], "there is no `articles/2019/twice/ru.md`"),
        (vec!["none", "--lang", "ru", "--from", "uk"], "to begin from"),
        (vec!["con", "--lang", "uk"], "Windows reserves the name `con`"),
        (vec!["x", "--lang", "uk", "--from", "ua"], "the tag is `uk`"),
        (vec!["x", "--lang", "uk", "--year", "19"], "a year of four digits"),
    ] {
        let (code, _, err) = new(&words);
        assert!(code == 2 && err.contains(said), "{words:?}: {err}");
    }
}

#[test]
fn words_prints_the_built_in_texts_or_writes_them() {
    let (code, out, _) = run(&["words", "uk"]);
    assert!(code == 0 && out.contains("\nskip-link = ") && out.contains("### locales/uk/base.ftl"), "{out}");
    let (code, polish, _) = run(&["words", "pl"]);
    assert!(code == 0 && polish.starts_with("### There are no built-in texts in `pl`"), "{polish}");
    assert!(run(&["words", "en-GB"]).1.starts_with("### These are the built-in texts in `en`"));
    assert!(run(&["words", "--help"]).1.contains("litopys words pl --into locales/pl"));
    assert_eq!(run(&["words"]).0, 2);

    // What is printed can be read again, as one file or as several.
    let archive = Archive::new().file("locales/pl/own.ftl", &polish).article("2025/a", "uk", &["uk"]);
    let site = format!("{}\n[[language]]\ntag = \"pl\"\nfallback = [\"en\"]\n", crate::harness::SITE);
    let archive = archive.file("site.toml", &site);
    let folder = archive.path().join("locales/pl2").display().to_string();
    let (code, _, err) = run(&["words", "pl", "--into", &folder]);
    assert!(code == 0 && err.contains("English ones") && err.contains("files written into"), "{err}");
    assert!(run(&["words", "pl", "--into", &folder]).2.contains("exists already; nothing was written"));
    let check =
        |archive: &Archive| run(&["check", "--only", "locales", "--archive", archive.path().to_str().unwrap()]).1;
    let found = check(&archive);
    for code in ["fluent-syntax", "missing-file", "missing-message", "no-locale", "duplicate-message"] {
        assert!(!found.contains(&format!("[{code}]")), "{found}");
    }
}

#[test]
fn help_teaches_and_wrong_use_ends_with_two() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    for word in ["serve", "new", "site.toml"] {
        assert!(out.contains(word), "{out}");
    }
    assert!(run(&["serve", "--help"]).1.contains("Examples:"));
    assert_eq!(run(&["sevre"]).0, 2);
    assert_eq!(run(&["new", "x"]).0, 2);
}

#[test]
fn the_version_has_the_commit_and_the_features() {
    let (code, out, _) = run(&["--version"]);
    let said = out.strip_prefix(concat!("litopys ", env!("CARGO_PKG_VERSION"), " (commit ")).unwrap_or_default();
    let (commit, features) = said.trim_end_matches(")\n").split_once(", features: ").unwrap_or_default();
    let is_commit = commit.len() == 12 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(code == 0 && (is_commit || commit == "unknown") && !features.is_empty(), "{out}");
    assert_eq!(run(&["-V"]).1, concat!("litopys ", env!("CARGO_PKG_VERSION"), "\n"));
}

/// What `analyze` answers to lines on its standard input.
fn analyze(lang: &str, words: &str) -> String {
    let mut child =
        litopys().args(["analyze", "--lang", lang]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(words.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn analyze_shows_the_terms_of_each_word() {
    assert_eq!(analyze("en", "withdrew\nmice\n"), "withdrew\twithdraw\nmice\tmouse\n");
    assert_eq!(analyze("uk", "Конвенцією"), "Конвенцією\tконвенція\n");
    assert_eq!(analyze("pl", "Książki\n"), "Książki\tksiazki\n");
}

#[test]
fn analyze_ends_in_peace_when_nobody_reads_on() {
    let mut child = litopys()
        .args(["analyze", "--lang", "uk"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // Once the answer has nobody to go to, the words may have nobody either.
    _ = child.stdin.take().unwrap().write_all("слово\n".repeat(20_000).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr)), (Some(0), "".into()));
}
