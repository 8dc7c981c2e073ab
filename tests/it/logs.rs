//! Output on stderr: text for people, text with priorities for the journal, or JSON of one schema; never a mixture.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use litopys::model::escape;
use serde_json::Value;

use crate::{
    command::{litopys, signal},
    harness::{Archive, SITE, eventually},
};

/// An archive with a problem of each kind that a server reports.
fn broken() -> Archive {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]).article("2025/bad", "uk", &["uk"]);
    archive
        .file("site.toml", &format!("{SITE}\n[proxy]\ntrusted = ['here']\n[unknown]\nkey = 1\n"))
        .file("articles/2025/dnipro/en.md", "+++\ntitle = \"x\"\ntitel = \"\u{1b}[2J\"\n+++\n\nx\n")
        .file("articles/2025/bad/ru.md", "no front matter\n")
        .file("articles/2025/bad/article.toml", "published = \n")
        .file("articles/2025/NOT AN ID/uk.md", "x")
        .file("articles/names.toml", "[tag\n")
        .file("locales/uk/own.ftl", "broken = { $x\n")
        .bytes("articles/2025/dnipro/a.jpg", b"\xff\xd8 no picture")
}

/// Checks a line against the schema, and returns it.
fn read(line: &str) -> Value {
    let read: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    read["time"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&read["level"].as_str().unwrap()), "{line}");
    assert!(!read["target"].as_str().unwrap().is_empty() && read["message"].is_string(), "{line}");
    assert!(!line.contains(escape::acts), "{line}");
    let keys = ["\"time\":", "\"level\":", "\"target\":", "\"message\":"];
    assert!(keys.iter().all(|key| line.matches(key).count() == 1), "{line}");
    read
}

fn get(address: &str, path: &str) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
}

/// The output of a server on a broken archive: start, a request, SIGHUP, end.
fn run(root: &Path, more: &[&str], prepare: impl FnOnce(&mut Command)) -> Vec<String> {
    let mut command = litopys();
    command.args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--archive"]).arg(root).args(more);
    command.stderr(Stdio::piped());
    prepare(&mut command);
    let mut child = command.spawn().unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        let line = line.unwrap();
        said.push(line.clone());
        if line.contains("http://127.0.0.1:") {
            let (_, after) = line.split_once("http://").unwrap();
            get(after.split('/').next().unwrap(), "/uk/");
            signal(&child, "-HUP");
        }
        if line.contains("reading the archive again") {
            std::thread::sleep(Duration::from_millis(500));
            signal(&child, "-TERM");
        }
    }
    assert!(child.wait().unwrap().success(), "{said:#?}");
    said
}

#[test]
fn every_line_of_a_json_log_follows_the_schema_even_for_a_broken_archive() {
    let archive = broken();
    // The admin address that was not typed is taken by another server of this machine, or not: either is said.
    for more in [&["--log-format", "json", "--watch"][..], &["--log-format=json"]] {
        let said = run(archive.path(), more, |command| _ = command.env("RUST_LOG", "debug"));
        let lines: Vec<Value> = said.iter().map(|line| read(line)).collect();
        let find = |name: &str, value: &str| {
            let found = lines.iter().find(|line| line[name] == value);
            found.unwrap_or_else(|| panic!("no `{name}` is `{value}`: {said:#?}")).clone()
        };
        assert!(find("message", "listening")["address"].as_str().unwrap().starts_with("http://127.0.0.1:"));
        let problem = find("code", "unknown-key");
        assert_eq!((&problem["target"], &problem["level"]), (&"litopys::archive".into(), &"ERROR".into()), "{problem}");
        assert!(problem["line"].is_u64() && problem["column"].is_u64() && problem["path"].is_string(), "{problem}");
        find("message", "stopped");
        let request = find("path", "/uk/");
        assert_eq!((&request["target"], &request["status"]), (&"litopys::access".into(), &200.into()), "{request}");
        assert_eq!(request["message"], "GET /uk/ 200");
    }
}

#[test]
fn errors_at_the_start_are_json_too() {
    let archive = broken();
    let root = archive.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (more, log) in [
        (&["--archive", "/nowhere"][..], ""),
        (&["--archive", root, "--listen", &address], ""),
        (&["--archive", root, "--listen", "unix:/nowhere/x"], ""),
        (&["--archive", root, "--tls-cert", "/nowhere", "--tls-key", "/nowhere"], ""),
        (&["--archive", root, "--state", "/nowhere/at/all"], ""),
        (&["--archive", root, "--lisen", ":80"], ""),
        (&["--archive", root, "--listen", &address], "litopys=loud=x"),
    ] {
        for format in [&["--log-format", "json"][..], &["--log-format=json"]] {
            let mut command = litopys();
            command.arg("serve").args(more).args(format).env("RUST_LOG", log);
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{more:?}");
            let text = String::from_utf8(output.stderr).unwrap();
            let lines: Vec<Value> = text.lines().map(read).collect();
            assert_eq!(lines.last().unwrap()["level"], "ERROR", "{text}");
            assert_eq!(text.contains("`RUST_LOG` cannot be read"), !log.is_empty(), "{text}");
        }
    }
    let output = litopys().args(["serve", "--lisen", ":80"]).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: unexpected argument"));
}

#[test]
fn a_text_log_has_no_json_in_it() {
    let archive = broken();
    let said = run(archive.path(), &["--log-format", "text"], |_| {});
    assert!(said.iter().all(|line| !line.starts_with('{') && !line.starts_with('<')), "{said:#?}");
    assert!(said.iter().any(|line| line.contains(" GET /uk/ 200 ")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("[unknown-key]")), "{said:#?}");
}

#[test]
fn rust_log_turns_the_log_of_requests_off_and_leaves_the_rest() {
    let archive = broken();
    let said = run(archive.path(), &["--log-format", "json"], |command| {
        command.env("RUST_LOG", "warn,litopys=info,litopys::access=off");
    });
    assert!(said.iter().all(|line| read(line)["target"] != "litopys::access"), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("listening")), "{said:#?}");
}

#[test]
fn only_the_journal_gets_the_priority_of_each_line() {
    let archive = broken();
    for is_named in [true, false] {
        let path = archive.path().join("journal");
        let file = fs::File::create(&path).unwrap();
        let found = file.metadata().unwrap();
        let stream = format!("{}:{}", found.dev(), found.ino() + u64::from(!is_named));
        let mut command = litopys();
        command.args(["serve", "--log-format", "text", "--listen", "127.0.0.1:0", "--admin", "off", "--archive"]);
        command.arg(archive.path()).env("JOURNAL_STREAM", stream).stderr(Stdio::from(file));
        let mut child = command.spawn().unwrap();
        let text = || fs::read_to_string(&path).unwrap();
        eventually(Duration::from_secs(300), "it answers and speaks of the archive", || {
            text().contains("http://127.0.0.1:") && text().contains("listed above")
        });
        let address = text().split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        get(&address, "/uk/");
        eventually(Duration::from_secs(300), "the request is logged", || text().contains(" GET /uk/ 200 "));
        signal(&child, "-TERM");
        assert!(child.wait().unwrap().success());
        let text = text();
        if !is_named {
            assert!(text.lines().all(|line| !line.starts_with('<')), "{text}");
            continue;
        }
        assert!(text.lines().all(|line| ["<3>", "<4>", "<6>"].contains(&line.get(..3).unwrap_or_default())), "{text}");
        let with =
            |priority: &str, part: &str| text.lines().any(|line| line.starts_with(priority) && line.contains(part));
        assert!(
            with("<3>", "[unknown-key]") && with("<6>http://", "127.0.0.1") && with("<6>", " GET /uk/ 200 "),
            "{text}"
        );
        assert!(with("<6>", "stopped"), "{text}");
    }
}
