//! For operators: the admin address, the access log, signals, limits of a connection.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Command,
    time::Duration,
};

use crate::{
    harness::{Archive, SITE},
    server_process::Server,
};

/// A server on a free port, its address, and the admin address where a free port of it is typed.
fn start(archive: &Archive, more: &[&str]) -> (Server, String, String) {
    let mut server = Server::start(archive, &[&["--listen", "127.0.0.1:0"], more].concat());
    // On a line of its own, or in an object of JSON.
    let line = server.wait_for("http://127.0.0.1:");
    let (_, after) = line.split_once("http://").unwrap();
    let address = after.split('/').next().unwrap().to_owned();
    if !more.contains(&"127.0.0.1:0") {
        return (server, address, String::new());
    }
    let line = server.wait_for("/metrics are on ");
    let (_, after) = line.split_once("are on ").unwrap();
    let admin = after.trim_end_matches(['"', '}']).to_owned();
    (server, address, admin)
}

fn get(address: &str, path: &str, more: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n{more}Connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn archive() -> Archive {
    Archive::new().article("2025/dnipro", "uk", &["uk"])
}

#[test]
fn the_admin_address_tells_what_was_served_and_the_public_one_tells_nothing() {
    let archive = archive();
    let (_server, address, admin) = start(&archive, &["--admin", "127.0.0.1:0"]);
    for (path, language) in [("/uk/2025/dnipro", ""), ("/uk/2025/dnipro", ""), ("/", "Accept-Language: en\r\n")] {
        get(&address, path, language);
    }
    assert!(get(&admin, "/healthz", "").starts_with("HTTP/1.1 200"));
    assert!(get(&admin, "/readyz", "").starts_with("HTTP/1.1 200"));
    assert!(get(&admin, "/uk/", "").starts_with("HTTP/1.1 404"));
    let metrics = get(&admin, "/metrics", "");
    for line in [
        "litopys_requests_total{route=\"article\",lang=\"uk\",status=\"200\"} 2",
        "litopys_cache_hits_total{route=\"article\"} 1",
        "litopys_negotiations_total{reason=\"header\",lang=\"en\"} 1",
        "litopys_cache_pages 1",
        "litopys_problems{severity=\"error\"} 0",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} in\n{metrics}");
    }
    for path in ["/metrics", "/healthz", "/readyz"] {
        assert!(get(&address, path, "").starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn searches_are_counted_by_how_they_end_with_their_time_and_what_they_found() {
    let archive = archive();
    let (_server, address, admin) = start(&archive, &["--admin", "127.0.0.1:0"]);
    // Until the index is whole, nothing is found, or not even looked for.
    while !get(&address, "/uk/search?q=summary", "").contains("/uk/2025/dnipro") {
        std::thread::sleep(Duration::from_millis(20));
    }
    get(&address, "/uk/search?q=zzzzzz", "");
    let metrics = get(&admin, "/metrics", "");
    let value = |name: &str| {
        let line =
            metrics.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name}\n{metrics}"));
        line.trim().parse::<f64>().unwrap()
    };
    assert_eq!(value("litopys_searches_total{outcome=\"found\"}"), 1.0);
    assert!(value("litopys_searches_total{outcome=\"nothing\"}") >= 1.0);
    assert_eq!(value("litopys_search_results_total"), 1.0);
    assert!(value("litopys_search_seconds_count") >= 2.0 && value("litopys_search_seconds_sum") > 0.0);
    assert_eq!(value("litopys_waiting_searches"), 0.0);
}

#[test]
fn a_typed_admin_address_that_is_taken_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    let archive = archive();
    command.args(["serve", "--listen", "127.0.0.1:0", "--archive", archive.path().to_str().unwrap()]);
    let output = command.args(["--admin", &address]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains(&format!("cannot listen on `{address}`")));
}

#[test]
fn the_access_log_names_no_reader_unless_the_site_says_so() {
    let silent = archive();
    let (mut server, address, _) = start(&silent, &["--log-format", "json"]);
    get(&address, "/uk/2025/dnipro?utm_source=secret", "");
    let line = server.wait_for("\"path\":");
    assert!(line.contains(r#""path":"/uk/2025/dnipro","status":200,"lang":"uk""#), "{line}");
    assert!(!line.contains("127.0.0.1") && !line.contains("secret"), "{line}");
    let telling = archive().file("site.toml", &SITE.replace("page_size = 3", "log = { addresses = true }"));
    let (mut server, address, _) = start(&telling, &["--log-format", "text"]);
    get(&address, "/uk/", "");
    assert!(server.wait_for(" 127.0.0.1 GET /uk/ 200 uk ").len() > 20);
}

#[test]
fn a_hangup_has_the_archive_read_again_and_what_is_broken_changes_nothing() {
    let archive = archive();
    let (mut server, address, _) = start(&archive, &[]);
    assert!(get(&address, "/uk/", "").contains("Litopys"));
    let archive =
        archive.file("site.toml", &SITE.replace("\"Litopys\"", "\"Chronicle\"")).article("2026/new", "uk", &["uk"]);
    server.signal("-HUP");
    server.wait_for("2 articles in");
    let home = get(&address, "/uk/", "");
    assert!(home.contains("Chronicle") && home.contains("uk 2026/new"));
    let _archive = archive.file("site.toml", "name = \"Nothing\"\n");
    server.signal("-HUP");
    server.wait_for("[no-language]");
    assert!(get(&address, "/uk/", "").contains("Chronicle"));
}

#[test]
fn a_request_under_way_is_finished_when_the_server_stops() {
    let archive = archive();
    let (mut server, address, _) = start(&archive, &[]);
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /uk/ HTTP/1.1\r\nHost: x\r\nX-Half: ").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-TERM");
    server.wait_for("draining");
    stream.write_all(b"x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn a_connection_that_is_idle_does_not_hold_the_server_up() {
    let archive = archive();
    let (mut server, address, _) = start(&archive, &[]);
    let idle: Vec<_> = ["", "GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD /uk/ HTTP/1.1\r\nHost: x\r\n\r\n"]
        .map(|asked| {
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.write_all(asked.as_bytes()).unwrap();
            if !asked.is_empty() {
                assert!(stream.read(&mut [0; 1 << 16]).unwrap() > 0);
            }
            stream
        })
        .into();
    server.signal("-TERM");
    for mut stream in idle {
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert!(!rest.contains("HTTP/1.1"), "{rest}");
    }
    assert!(server.child.wait().unwrap().success());
    // Requests under way have ten seconds; those that still run then are cut off, and the log says so.
    let said = server.rest().join("\n");
    assert!(!said.contains("cut off"), "{said}");
}

#[test]
fn a_client_that_says_no_more_is_given_up_after_ten_seconds() {
    let archive = archive();
    let (_server, address, _) = start(&archive, &[]);
    let begun = std::time::Instant::now();
    let plain = "GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n";
    // Nothing, the beginning of HTTP/2, and of a request; each at first, and after an answer.
    let clients = ["", "P", "PRI * HT", "GET /uk/ HT"].map(|more| [more.to_owned(), format!("{plain}{more}")]);
    let speaks = |said: String| {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        (said, stream)
    };
    for (said, mut stream) in clients.concat().into_iter().map(speaks).collect::<Vec<_>>() {
        let mut heard = Vec::new();
        drop(stream.read_to_end(&mut heard));
        let took = begun.elapsed();
        assert!((9..200).contains(&took.as_secs()), "{said:?}: {took:?}");
        assert_eq!(heard.starts_with(b"HTTP/1.1 200"), said.starts_with(plain), "{said:?}");
    }
}

#[test]
fn a_hundred_headers_are_taken_and_one_more_is_431() {
    let archive = archive();
    let (_server, address, _) = start(&archive, &[]);
    // `get` sends two of its own.
    for (count, status) in [(98, "HTTP/1.1 200"), (99, "HTTP/1.1 431")] {
        let answer = get(&address, "/uk/", &"X-A: b\r\n".repeat(count));
        assert!(answer.starts_with(status), "{count}: {}", answer.lines().next().unwrap_or_default());
    }
}

#[test]
fn a_preview_that_others_can_reach_says_so_and_a_port_alone_is_every_address() {
    let archive = archive();
    for (more, warns) in [
        (&["--listen", "0.0.0.0:0", "--watch"][..], true),
        (&["--listen", ":0", "--watch"], true),
        (&["--listen", "127.0.0.1:0", "--watch"], false),
        (&["--listen", ":0"], false),
    ] {
        let mut server = Server::start(&archive, more);
        let address = server.wait_for("http://");
        let warned = server.said.iter().any(|line| line.starts_with("warning: `--watch` shows"));
        assert_eq!(warned, warns, "{more:?}: {:?}", server.said);
        let port = address.trim_end_matches('/').rsplit(':').next().unwrap();
        assert!(get(&format!("127.0.0.1:{port}"), "/uk/", "").starts_with("HTTP/1.1 200"), "{more:?}");
    }
}
