//! `litopys serve --from`: the real binary reads a bucket, and what `litopys publish` put there.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use image::ImageFormat;
use jiff::Timestamp;
use litopys::source::bucket::Bucket;
use tempfile::TempDir;

use crate::{
    authoring::run_in,
    by_hand::{OPTIONS, fresh, published, text, version, write_article},
    command::litopys,
    harness::{Archive, SITE, eventually},
    pictures::photo,
    server_process::{Address, Server},
};

const WITHIN: Duration = Duration::from_secs(300);

/// A running `litopys serve --from`; its process is killed at the end.
struct Reader {
    _process: Server,
    address: Address,
}

impl Reader {
    fn start(bucket: &str, state: &Path) -> Reader {
        Reader::run(litopys(), bucket, state)
    }

    /// The same, on a disk that has no room for files of more than so many kilobytes.
    fn start_cramped(bucket: &str, state: &Path, kilobytes: u32) -> Reader {
        let mut command = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", 2 * kilobytes);
        command.args(["-c", &script, env!("CARGO_BIN_EXE_litopys")]);
        Reader::run(command, bucket, state)
    }

    /// The same, which writes its counts to the bucket.
    fn start_counting(bucket: &str, state: &Path, name: &str) -> Reader {
        let mut command = litopys();
        command.args(["serve", "--counts", name]);
        Reader::run_serve(command, bucket, state)
    }

    fn run(mut command: Command, bucket: &str, state: &Path) -> Reader {
        command.arg("serve");
        Reader::run_serve(command, bucket, state)
    }

    fn run_serve(mut command: Command, bucket: &str, state: &Path) -> Reader {
        command.args(["--from", bucket, "--state", state.to_str().unwrap()]);
        let mut process = Server::run(command, &["--listen", "127.0.0.1:0", "--interval", "0.05"]);
        let address = Address::said(&process.wait_for("http://"));
        Reader { _process: process, address }
    }

    fn get(&self, path: &str) -> Page {
        self.ask(path, "")
    }

    /// The answer to a request with one more header line.
    fn ask(&self, path: &str, header: &str) -> Page {
        let answer = self.address.ask(b"", path, header);
        Page { status: answer[9..12].parse().unwrap(), answer }
    }

    fn shows(&self, path: &str, text: &str) -> bool {
        let page = self.get(path);
        page.status == 200 && page.answer.contains(text)
    }
}

struct Page {
    status: u16,
    /// Head and body.
    answer: String,
}

impl Page {
    /// The value of a header; empty where there is none.
    fn header(&self, name: &str) -> &str {
        let head = self.answer.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

fn publish(archive: &Archive, bucket: &str, more: &[&str]) -> String {
    let (code, _, said) = run_in(archive.path(), &[&["publish", bucket], more].concat());
    assert_eq!(code, 0, "{said}");
    said
}

/// An archive, the address of a bucket, and state folders of two readers.
fn fleet() -> (Archive, TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).article("2025/sula", "uk", &["uk"]);
    (archive, folder, address)
}

#[test]
fn what_is_published_and_corrected_is_the_same_on_every_reader() {
    let (archive, _folder, bucket) = fleet();
    publish(&archive, &bucket, &[]);
    let states = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let readers = states.each_ref().map(|state| Reader::start(&bucket, state.path()));
    let all_show = |path: &str, text: &str| readers.iter().all(|reader| reader.shows(path, text));
    let paths =
        ["/uk/2025/dnipro", "/en/2025/dnipro", "/ru/2025/sula", "/uk/", "/uk/feed.atom", "/uk/2025/dnipro.json"];
    let compare = || {
        for path in paths {
            let [first, second] = [&readers[0], &readers[1]].map(|reader| reader.get(path));
            assert_eq!((first.status, second.status), (200, 200), "{path}");
            assert_eq!(first.header("etag"), second.header("etag"), "{path}");
            let known = format!("If-None-Match: {}\r\n", first.header("etag"));
            assert_eq!(readers[1].ask(path, &known).status, 304, "{path}");
        }
    };
    eventually(WITHIN, "the first publish", || {
        all_show("/uk/2025/dnipro", "Text in uk") && all_show("/uk/", "2025/sula")
    });
    compare();
    let before = readers[0].get("/uk/2025/dnipro").header("etag").to_owned();
    let archive = archive.file("articles/2025/dnipro/uk.md", "+++\ntitle = \"Дніпро\"\n+++\n\nCorrected.\n");
    publish(&archive, &bucket, &[]);
    eventually(WITHIN, "the correction", || all_show("/uk/2025/dnipro", "Corrected.") && all_show("/uk/", "Дніпро"));
    compare();
    assert_eq!(readers[1].ask("/uk/2025/dnipro", &format!("If-None-Match: {before}\r\n")).status, 200);
    // What is scheduled goes into the bucket at once, and appears on both at its second.
    let due = Timestamp::from_second(Timestamp::now().as_second() + 6).unwrap();
    let later = format!("{}/later", &due.to_string()[..4]);
    let archive = archive.article(&later, "uk", &["uk"]);
    let archive =
        archive.file(&format!("articles/{later}/article.toml"), &format!("published = {due}\nsource = \"uk\"\n"));
    let archive = archive.version("2025/sula", "en", "");
    publish(&archive, &bucket, &[]);
    eventually(WITHIN, "what was published with it", || all_show("/en/2025/sula", "Text in en"));
    eventually(WITHIN, "the scheduled article", || {
        let shown = readers.each_ref().map(|reader| reader.shows(&format!("/uk/{later}"), "Text in uk"));
        assert!(!shown.contains(&true) || Timestamp::now() >= due, "{shown:?} before {due}");
        shown == [true, true]
    });
    compare();
    // Harvesters may come to any reader, also to one that begins with the packs or with a checkpoint.
    let [first, second] = readers.each_ref().map(datestamps);
    assert_eq!(first, second);
    assert!(first.iter().any(|(id, stamp)| id.contains("/later/") && *stamp == due.to_string()), "{first:?} {due}");
    for more in [vec!["--snapshot"], vec!["--checkpoint"]] {
        publish(&archive, &bucket, &more);
        let state = tempfile::tempdir().unwrap();
        assert_eq!(datestamps(&Reader::start(&bucket, state.path())), first, "{more:?}");
    }
}

/// The records that a harvester gets: the identifier of each, and when it changed.
fn datestamps(reader: &Reader) -> Vec<(String, String)> {
    let answer = reader.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").answer;
    let text =
        |head: &str, tag: &str| head.split(&format!("<{tag}>")).nth(1).unwrap().split('<').next().unwrap().to_owned();
    let mut found: Vec<_> =
        answer.split("<header>").skip(1).map(|head| (text(head, "identifier"), text(head, "datestamp"))).collect();
    assert!(found.len() >= 4, "{answer}");
    found.sort();
    found
}

#[test]
fn what_readers_counted_reaches_the_publisher_where_they_may_write_it() {
    let (archive, folder, bucket) = fleet();
    let archive = archive.file("site.toml", &SITE.replacen("name", "count_fallbacks = true\nname", 1));
    publish(&archive, &bucket, &[]);
    let states = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for (state, count) in states.iter().zip([3, 4]) {
        fs::create_dir(state.path().join("keep")).unwrap();
        let counts = format!("{{\"2025/sula\": {{\"en\": {count}}}}}");
        fs::write(state.path().join("keep/fallbacks.json"), counts).unwrap();
    }
    let _readers =
        ["one", "two"].map(|name| Reader::start_counting(&bucket, states[usize::from(name == "two")].path(), name));
    let written = |name: &str| folder.path().join(format!("counts/{name}.json")).is_file();
    eventually(WITHIN, "the counts of both", || written("one") && written("two"));
    fs::write(folder.path().join("counts/three.json"), "no list of counts").unwrap();
    // The sum is made again each time, so a second publish adds nothing.
    for _ in 0..2 {
        publish(&archive, &bucket, &[]);
        let kept = fs::read_to_string(archive.path().join(".litopys/keep/fallbacks-readers.json")).unwrap();
        assert!(kept.contains("\"en\": 7"), "{kept}");
    }
    let (_, listed, said) = run_in(archive.path(), &["status", "--sort", "demand", "--format", "csv"]);
    assert!(listed.lines().any(|line| line.contains("2025/sula") && line.contains('7')), "{listed}{said}");
}

#[test]
fn a_reader_takes_the_checkpoint_and_need_not_index() {
    let (archive, folder, bucket) = fleet();
    let said = publish(&archive, &bucket, &["--checkpoint"]);
    assert!(said.contains("made a checkpoint of segment 1"), "{said}");
    assert!(!publish(&archive, &bucket, &["--checkpoint"]).contains("made a checkpoint"), "the bucket has it");
    let archive = archive.file("articles/2025/dnipro/uk.md", "+++\ntitle = \"Дніпро\"\n+++\n\nCorrected.\n");
    publish(&archive, &bucket, &[]);
    // Without its packs the bucket has nothing but the checkpoint and what follows it.
    fs::remove_dir_all(folder.path().join("packs")).unwrap();
    let state = tempfile::tempdir().unwrap();
    let reader = Reader::start(&bucket, state.path());
    assert!(reader.shows("/en/2025/dnipro", "Text in en"), "it is there with the first answer");
    eventually(WITHIN, "what was published after it", || reader.shows("/uk/2025/dnipro", "Corrected."));
    eventually(WITHIN, "the search index", || reader.shows("/uk/search?q=sula", "/uk/2025/sula"));
    let said = publish(&archive, &bucket, &["--checkpoint", "--snapshot"]);
    assert!(said.contains("made a checkpoint of segment 2"), "{said}");
}

#[test]
fn a_reader_killed_in_the_middle_of_applying_is_whole_and_catches_up() {
    let bucket = published(30);
    let state = tempfile::tempdir().unwrap();
    let mut generator = 42_u64;
    println!("seed {generator}");
    for round in 0..8 {
        let running = Reader::start(&bucket.address(), state.path());
        for n in 0..30 {
            write_article(&bucket, &format!("a{n}"), &format!("round {round}"));
        }
        bucket.publish();
        generator = generator.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_millis(generator >> 56));
        drop(running);
        // All of one round, or all of another.
        let local = Bucket::open(bucket.store(), &state.path().join("cache"), &OPTIONS, &|_, _| {}).unwrap();
        let first = text(&local, "a0").unwrap();
        let sequence = local.sequence().unwrap();
        assert!((0..30).all(|n| sequence == 1 || text(&local, &format!("a{n}")).unwrap() == first), "round {round}");
    }
    let running = Reader::start(&bucket.address(), state.path());
    eventually(Duration::from_secs(300), "the last round is served", || running.shows("/uk/2025/a7", "round 7"));
    drop(running);
    let local = Bucket::open(bucket.store(), &state.path().join("cache"), &OPTIONS, &|_, _| {}).unwrap();
    assert_eq!(local.contents().unwrap(), fresh(&bucket).0.contents().unwrap());
}

#[test]
fn a_full_disk_stops_updates_but_not_pages() {
    let bucket = published(3);
    let state = tempfile::tempdir().unwrap();
    drop(Reader::start(&bucket.address(), state.path()));
    let running = Reader::start_cramped(&bucket.address(), state.path(), 600);
    eventually(Duration::from_secs(300), "it serves", || running.shows("/uk/2025/a1", "first 1"));
    // Text that cannot be compressed, more of it than there is room for.
    let mut seed = 7_u64;
    let mut word = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", seed >> 8)
    };
    let long: String = (0..150_000).map(|_| word() + " ").collect();
    bucket.write("articles/2025/a1/uk.md", version("second 1") + &long);
    write_article(&bucket, "a2", "second 2");
    bucket.publish();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        assert!(running.shows("/uk/2025/a1", "first 1") && running.shows("/uk/2025/a2", "first 2"));
    }
    drop(running);
    let running = Reader::start(&bucket.address(), state.path());
    eventually(Duration::from_secs(300), "there is room", || {
        running.shows("/uk/2025/a1", "second 1") && running.shows("/uk/2025/a2", "second 2")
    });
}

#[test]
fn without_its_bucket_the_command_serves_its_copy_and_answers_503_for_the_rest() {
    let bucket = published(3);
    bucket.write("articles/2025/a0/plan.pdf", b"%PDF-1.4 plan".to_vec());
    bucket.write("articles/2025/a0/uk.md", version("first 0") + "\n[Plan](plan.pdf)\n");
    bucket.publish();
    let state = tempfile::tempdir().unwrap();
    let running = Reader::start(&bucket.address(), state.path());
    eventually(Duration::from_secs(300), "an article", || running.get("/uk/2025/a0").status == 200);
    let page = running.get("/uk/2025/a0").answer;
    let at = page.find("/media/2025/a0/plan").unwrap();
    let address = page[at..].split('"').next().unwrap().to_owned();
    drop(running);
    fs::remove_dir_all(state.path().join("cache/media")).unwrap();
    // The folder as a whole, as where it is a disk that is not mounted.
    let aside = bucket.folder.path().with_extension("away");
    fs::rename(bucket.folder.path(), &aside).unwrap();
    let running = Reader::start(&bucket.address(), state.path());
    eventually(Duration::from_secs(300), "an article", || running.get("/uk/2025/a0").status == 200);
    let page = running.get(&address);
    assert_eq!(page.status, 503, "{}", page.answer);
    assert!(
        page.header("cache-control").contains("no-store") && !page.header("retry-after").is_empty(),
        "{}",
        page.answer
    );
    fs::rename(&aside, bucket.folder.path()).unwrap();
    bucket.write("articles/2025/a0/uk.md", version("second 0"));
    bucket.publish();
    eventually(Duration::from_secs(300), "the next segment", || running.shows("/uk/2025/a0", "second 0"));
}

#[test]
fn a_reader_that_was_stopped_catches_up_before_it_answers() {
    let bucket = published(30);
    let state = tempfile::tempdir().unwrap();
    drop(Reader::start(&bucket.address(), state.path()));
    for round in 0..20 {
        for n in 0..30 {
            write_article(&bucket, &format!("a{n}"), &format!("round {round}"));
        }
        bucket.publish();
    }
    let running = Reader::start(&bucket.address(), state.path());
    for n in 0..30 {
        assert!(
            running.shows(&format!("/uk/2025/a{n}"), "round 19"),
            "its first answers are those of the other readers"
        );
    }
    // If the log cannot be read to its end, the reader serves its copy.
    drop(running);
    write_article(&bucket, "a0", "round 20");
    bucket.publish();
    let mut log: Vec<_> =
        fs::read_dir(bucket.folder.path().join("log")).unwrap().map(|entry| entry.unwrap().path()).collect();
    log.sort();
    fs::write(log.last().unwrap(), b"damaged").unwrap();
    let running = Reader::start(&bucket.address(), state.path());
    assert!(running.shows("/uk/2025/a0", "round 19"));
}

#[test]
fn an_article_without_its_picture_is_served_by_a_reader_that_starts_without_the_store() {
    let bucket = published(1);
    bucket.write("articles/2025/a0/boat.jpg", photo(60, 40, ImageFormat::Jpeg));
    bucket.write("articles/2025/a0/uk.md", version("first 0") + "\n![Boat](boat.jpg)\n");
    bucket.publish();
    let media = bucket.folder.path().join("media");
    let aside = bucket.folder.path().with_extension("aside");
    fs::rename(&media, &aside).unwrap();
    let state = tempfile::tempdir().unwrap();
    let running = Reader::start(&bucket.address(), state.path());
    assert!(running.shows("/uk/2025/a0", "first 0"));
    drop(running);
    let away = bucket.folder.path().with_extension("away");
    fs::rename(bucket.folder.path(), &away).unwrap();
    let running = Reader::start(&bucket.address(), state.path());
    assert!(running.shows("/uk/2025/a0", "first 0"));
    // The archive has it: no cache may learn that it does not exist.
    let picture = running.get("/media/2025/a0/boat.jpg");
    assert!(picture.status == 503 && picture.header("cache-control").contains("no-store"), "{}", picture.answer);
    fs::rename(&aside, away.join("media")).unwrap();
    fs::rename(&away, bucket.folder.path()).unwrap();
    eventually(WITHIN, "the picture", || running.get("/media/2025/a0/boat.jpg").status != 503);
}

#[test]
fn smaller_pictures_come_out_of_the_bucket_and_leave_it_with_their_article() {
    let (archive, folder, bucket) = fleet();
    let archive = archive.bytes("articles/2025/dnipro/boat.jpg", &photo(500, 300, ImageFormat::Jpeg));
    let archive = archive.file("articles/2025/dnipro/uk.md", "+++\ntitle = \"Дніпро\"\n+++\n\n![Човен](boat.jpg)\n");
    let said = publish(&archive, &bucket, &["--checkpoint", "--pictures"]);
    assert!(said.contains("smaller pictures"), "{said}");
    let made = || fs::read_dir(folder.path().join("derived")).map_or(0, Iterator::count);
    assert!(made() >= 3, "{}", made());
    // Without the originals no reader can make them.
    fs::remove_dir_all(folder.path().join("media")).unwrap();
    let state = tempfile::tempdir().unwrap();
    let reader = Reader::start(&bucket, state.path());
    let page = reader.get("/uk/2025/dnipro").answer;
    let start = page.find("/media/2025/dnipro/boat.jpg.").unwrap();
    let small = page[start..].split([' ', '"']).find(|part| part.ends_with(".webp")).unwrap();
    let small = &small[small.find("/media").unwrap()..];
    let answer = reader.get(small);
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/webp"), "{small}");
    fs::remove_dir_all(archive.path().join("articles/2025/dnipro")).unwrap();
    publish(&archive, &bucket, &["--checkpoint", "--pictures", "--snapshot", "--grace", "0s"]);
    assert_eq!(made(), 0);
}
