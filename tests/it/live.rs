//! `serve --watch`: saved files show in the next request, and a mistake does not remove a page.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::harness::{self, Archive, Served, served};
use litopys::{
    catalog::ChangeSet,
    model::diagnostic::Severity,
    source::{Folder, SiteTexts, Source, load_site},
    web::{App, Assets, Menus, SiteState},
    worker::{Control, Follow, Indexer, Observer, PassReport},
};

/// An archive that is served and followed until it is dropped.
struct Followed {
    served: Served,
    control: Arc<Control>,
    thread: Option<JoinHandle<()>>,
    archive: Archive,
}

/// Serves each edition, and notes that the indexer has begun: what is saved earlier may be read as it was.
struct Swap(App, AtomicBool);

impl Observer for Swap {
    fn site_changed(&self, texts: SiteTexts) {
        let SiteTexts { site, names, locales, assets, problems: _ } = texts;
        self.0.replace(SiteState {
            site: site.unwrap(),
            names,
            locales,
            assets: Assets::from_files(assets),
            menus: Menus::default(),
        });
    }
    fn touched(&self, touched: &ChangeSet) {
        self.0.touched(touched);
    }
    fn invalidate_all(&self) {
        self.0.invalidate_all();
    }
    fn progress(&self, _: usize, _: usize) {}
    fn passed(&self, _: PassReport) {
        self.1.store(true, Ordering::Release);
    }
}

impl Followed {
    fn start(archive: Archive) -> Followed {
        let source: Arc<dyn Source> = Arc::new(Folder::open(archive.path()).unwrap().watched().unwrap());
        let served = served(Arc::clone(&source)).in_preview();
        let texts = load_site(&*source).unwrap();
        let site = texts.site.unwrap();
        let observer = Arc::new(Swap(served.app.clone(), AtomicBool::new(false)));
        let indexer = Indexer::new(source, served.catalog(), observer.clone(), site, texts.problems);
        let control = Arc::new(Control::default());
        let ordered = Arc::clone(&control);
        let thread = Some(thread::spawn(move || indexer.run(Follow::On, &ordered)));
        let followed = Followed { served, control, thread, archive };
        followed.until("/uk/", |_| observer.1.load(Ordering::Acquire));
        followed
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.archive.path().join(path)
    }

    fn is_told(&self, path: &str) -> bool {
        harness::problems(&self.served.catalog())
            .iter()
            .any(|problem| problem.path == path && problem.severity == Severity::Error)
    }

    /// Waits until an error of the file at `path` is reported.
    fn until_told(&self, path: &str) {
        harness::eventually(Duration::from_secs(300), path, || self.is_told(path));
    }

    /// Waits until no error of it is.
    fn until_silent(&self, path: &str) {
        harness::eventually(Duration::from_secs(300), path, || !self.is_told(path));
    }

    /// Asks for a page until it is as wanted; never meets a 5xx on the way.
    fn until(&self, path: &str, wanted: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        loop {
            let answer = self.served.get(path);
            assert!(answer.status < 500, "{path}: {}", answer.status);
            if wanted(answer.text()) {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(300), "{path} never came to be as wanted: {}", answer.text());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.control.stop();
        self.thread.take().unwrap().join().unwrap();
    }
}

fn version(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nText.\n")
}

fn replace(path: &Path, text: impl AsRef<[u8]>) {
    let aside = path.with_extension("tmp");
    fs::write(&aside, text).unwrap();
    fs::rename(aside, path).unwrap();
}

#[test]
fn every_way_to_save_a_file_shows_in_the_page() {
    let site = Followed::start(Archive::new().article("2025/dnipro", "uk", &["uk", "en"]));
    let file = site.path("articles/2025/dnipro/uk.md");
    let page = "/uk/2025/dnipro";

    fs::write(&file, version("Written over")).unwrap();
    site.until(page, |text| text.contains("Written over"));

    replace(&file, version("Renamed over"));
    site.until(page, |text| text.contains("Renamed over"));

    // As vim does it: a swap file, the old text moved aside, the new one written.
    fs::write(site.path("articles/2025/dnipro/.uk.md.swp"), "swap").unwrap();
    fs::rename(&file, site.path("articles/2025/dnipro/uk.md~")).unwrap();
    fs::write(&file, version("Written anew")).unwrap();
    site.until(page, |text| text.contains("Written anew"));

    fs::rename(site.path("articles/2025/dnipro"), site.archive.path().join("aside")).unwrap();
    site.until(page, |text| !text.contains("Written anew"));
    fs::rename(site.archive.path().join("aside"), site.path("articles/2025/dnipro")).unwrap();
    site.until(page, |text| text.contains("Written anew"));

    fs::rename(site.path("articles/2025"), site.archive.path().join("year")).unwrap();
    site.until(page, |text| !text.contains("Written anew"));
    fs::rename(site.archive.path().join("year"), site.path("articles/2025")).unwrap();
    site.until(page, |text| text.contains("Written anew"));
    fs::write(&file, version("After the move")).unwrap();
    site.until(page, |text| text.contains("After the move"));

    fs::remove_file(&file).unwrap();
    site.until(page, |text| text.contains("en 2025/dnipro"));
}

#[test]
fn a_broken_text_leaves_the_last_good_one_and_its_mend_is_seen() {
    let site = Followed::start(Archive::new().article("2025/dnipro", "uk", &["uk", "en"]));
    let (file, page) = (site.path("articles/2025/dnipro/uk.md"), "/uk/2025/dnipro");
    let broken = |code: &str| {
        let begun = Instant::now();
        while !harness::problems(&site.served.catalog()).iter().any(|problem| problem.code == code) {
            assert!(begun.elapsed() < Duration::from_secs(300), "{code} is never told");
            thread::sleep(Duration::from_millis(5));
        }
        assert!(site.served.get(page).text().contains("uk 2025/dnipro"), "the last good text stays: {code}");
    };
    fs::write(&file, "").unwrap();
    broken("no-front-matter");
    fs::write(&file, "+++\ntitle = \"Open\n+++\n").unwrap();
    broken("toml-syntax");
    fs::write(&file, b"+++\ntitle = \"\xff\"\n+++\n").unwrap();
    broken("not-utf8");
    fs::write(site.path("articles/2025/dnipro/article.toml"), "published = \"soon\"\n").unwrap();
    broken("bad-date");
    fs::write(
        site.path("articles/2025/dnipro/article.toml"),
        "published = 2025-06-29\nsource = \"en\"\nlicence = \"\n",
    )
    .unwrap();
    broken("toml-syntax");
    fs::write(site.path("articles/2025/dnipro/article.toml"), "published = 2025-06-29\nsource = \"uk\"\n").unwrap();
    fs::write(&file, version("Mended")).unwrap();
    site.until(page, |text| text.contains("Mended"));
    assert_eq!(harness::problems(&site.served.catalog()), []);
}

#[test]
fn words_names_and_the_site_itself_are_followed() {
    let site = Followed::start(Archive::new().article("2025/dnipro", "uk", &["uk", "en"]));
    fs::create_dir_all(site.path("locales/uk")).unwrap();
    fs::write(site.path("locales/uk/own.ftl"), "home-intro = Вступ першого дня\n").unwrap();
    site.until("/uk/", |text| text.contains("Вступ першого дня"));
    fs::write(site.path("locales/uk/own.ftl"), "home-intro = { $broken\n").unwrap();
    site.until("/uk/", |text| !text.contains("Вступ першого дня"));
    fs::write(site.path("locales/uk/own.ftl"), "home-intro = Вступ другого дня\n").unwrap();
    site.until("/uk/", |text| text.contains("Вступ другого дня"));

    let toml = fs::read_to_string(site.path("site.toml")).unwrap();
    fs::write(site.path("site.toml"), toml.replace("name = \"Litopys\"", "name = \"Музей\"")).unwrap();
    site.until("/uk/", |text| text.contains("Музей"));
    for broken in ["name = ".to_owned(), toml.replace("name = \"Litopys\"", "name = \"Half"), "\u{0}".to_owned()] {
        fs::write(site.path("site.toml"), broken).unwrap();
        site.until_told("site.toml");
        site.until("/uk/", |text| text.contains("Музей"));
        site.until("/en/2025/dnipro", |text| text.contains("en 2025/dnipro"));
        fs::write(site.path("site.toml"), toml.replace("name = \"Litopys\"", "name = \"Музей\"")).unwrap();
        site.until_silent("site.toml");
    }

    let topic = "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\", \"war\"]\n";
    fs::write(site.path("articles/2025/dnipro/article.toml"), topic).unwrap();
    let names = "[tag.law]\nuk = \"Закони\"\n[tag.war]\nuk = \"Війна\"\n";
    fs::write(site.path("articles/names.toml"), names).unwrap();
    let has_names = |text: &str| text.contains("Закони") && text.contains("Війна");
    site.until("/uk/2025/dnipro", has_names);
    for broken in
        [names.replace("Закони\"", "Зако").into_bytes(), b"\xff".to_vec(), format!("<<<<<<< a\n{names}").into_bytes()]
    {
        // At once: a file that is cut short first is read, at times, as one without any name.
        replace(&site.path("articles/names.toml"), &broken);
        site.until_told("articles/names.toml");
        site.until("/uk/2025/dnipro", has_names);
        replace(&site.path("articles/names.toml"), names);
        site.until_silent("articles/names.toml");
    }

    let polish = format!("{toml}\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = [\"uk\"]\n");
    fs::write(site.path("site.toml"), polish).unwrap();
    site.until("/pl/2025/dnipro", |text| text.contains("<html lang=\"pl\">") && text.contains("uk 2025/dnipro"));
}

#[test]
fn the_panel_names_whatever_is_an_error_in_the_words_and_forgets_what_is_mended() {
    let polish = format!("{}\n[[language]]\ntag = \"pl\"\nfallback = [\"en\"]\n", crate::harness::SITE);
    let english = |name: &str| fs::read_to_string(crate::harness::root().join("locales/en").join(name)).unwrap();
    let archive = Archive::new().file("site.toml", &polish).article("2025/dnipro", "uk", &["uk"]);
    let files = fs::read_dir(crate::harness::root().join("locales/en")).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let archive =
        names.iter().fold(archive, |archive, name| archive.file(&format!("locales/pl/{name}"), &english(name)));
    let site = Followed::start(archive);
    let (file, page) = (site.path("locales/pl/base.ftl"), "/en/2025/dnipro");
    let base = english("base.ftl");
    let line = |part: &str| base.lines().position(|line| line.starts_with(part)).unwrap() + 1;
    // What is missing belongs below the last attribute of the message before.
    let (date, before) = (line("card-date ="), line("language-unknown =") + 2);
    for (old, new, line, column, told) in [
        ("{ $date }", "{ $dat }", date, 15, "`card-date` is never given `$dat`"),
        ("{ $date }", "{ card-dat }", date, 15, "there is no message `card-dat` in `pl`"),
        ("card-date = { $date }\n", "", before, 5, "`card-date` is not translated into `pl`"),
        ("{ $date }", "{ $date", date, 20, "expected `}`, found the end of the line"),
    ] {
        site.until(page, |text| !text.contains("preview-problems"));
        fs::write(&file, base.replacen(old, new, 1)).unwrap();
        let place = format!("locales/pl/base.ftl, line {line}, column {column}");
        site.until(page, |text| text.contains(&place));
        let problems = harness::problems(&site.served.catalog());
        let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
        assert_eq!(problem.message.to_string(), told);
        fs::write(&file, &base).unwrap();
    }
    site.until(page, |text| !text.contains("preview-problems"));
    // No page is kept in preview, not after a change of words either: what touches no page shows in its panel at once.
    fs::create_dir(site.path("articles/stray")).unwrap();
    site.until(page, |text| text.contains("articles/stray"));
}

#[test]
fn five_hundred_files_at_once_lead_to_the_right_end() {
    let site = Followed::start(Archive::new());
    for number in 0..250 {
        let id = format!("articles/2025/many-{number}");
        fs::create_dir_all(site.path(&id)).unwrap();
        fs::write(site.path(&format!("{id}/article.toml")), "published = 2025-06-29\nsource = \"uk\"\n").unwrap();
        fs::write(site.path(&format!("{id}/uk.md")), version(&format!("Many {number}"))).unwrap();
    }
    site.until("/uk/", |text| text.contains("250 статей"));
    site.until("/uk/2025/many-249", |text| text.contains("Many 249"));
    assert_eq!(harness::problems(&site.served.catalog()), []);
}
