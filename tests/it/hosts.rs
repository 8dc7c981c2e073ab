//! The host of a request: a request without one is refused, and a server that is not for the public answers
//! its own names alone.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::harness::{Archive, SITE};
use litopys::web::{App, Preview, serve_admin, serve_stream};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex},
    runtime::Runtime,
};

/// Everything that comes back for these bytes.
async fn heard(app: &App, said: &str) -> String {
    let (ours, mut theirs) = duplex(1 << 20);
    let app = app.clone();
    let speaking = tokio::spawn(async move { serve_stream(&app, ours).await });
    theirs.write_all(said.as_bytes()).await.unwrap();
    theirs.shutdown().await.unwrap();
    let mut answer = Vec::new();
    theirs.read_to_end(&mut answer).await.unwrap();
    speaking.await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or("none")
}

#[test]
fn a_request_without_one_right_host_is_400_also_where_the_page_is_in_the_cache() {
    let served = Archive::new().article("2025/dnipro", "uk", &["uk"]).serve();
    Runtime::new().unwrap().block_on(async {
        let good = heard(&served.app, "GET /uk/ HTTP/1.1\r\nHost: example.org\r\n\r\n").await;
        assert_eq!(status(&good), "200");
        for (line, hosts, expected) in [
            ("GET /uk/ HTTP/1.1", "", "400"),
            ("HEAD /uk/ HTTP/1.1", "", "400"),
            ("GET /media/2025/dnipro/none.jpg HTTP/1.1", "", "400"),
            ("GET /uk/search?q=x HTTP/1.1", "", "400"),
            ("POST /uk/ HTTP/1.1", "", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org\r\nHost: a.org\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org\r\nhost: b.org\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host:\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host:  \r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org:99999\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org:x\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: me@a.org\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org, b.org\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: a.org/uk\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: http://a.org\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: архів.укр\r\n", "400"),
            ("GET /uk/ HTTP/1.1", "Host: [::1\r\n", "400"),
            ("GET http://me@a.org/uk/ HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET http://a.org:99999/uk/ HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET http:///uk/ HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET http://a.org/uk/ HTTP/1.1", "", "400"),
            ("GET gopher://a.org/uk/ HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET a.org HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET * HTTP/1.1", "Host: a.org\r\n", "400"),
            ("GET http://a.org/uk/ HTTP/1.1", "Host: other.org\r\n", "200"),
            ("GET /uk/ HTTP/1.1", "Host: [2001:db8::1]:8080\r\n", "200"),
            ("GET /uk/ HTTP/1.1", "Host: a.org:\r\n", "200"),
            ("GET /uk/ HTTP/1.0", "", "200"),
            ("GET /uk/ HTTP/1.0", "Host: a b\r\n", "400"),
        ] {
            let next = "GET /uk/ HTTP/1.1\r\nHost: a.org\r\n\r\n";
            let answer = heard(&served.app, &format!("{line}\r\n{hosts}Accept-Language: ru\r\n\r\n{next}")).await;
            assert_eq!(status(&answer), expected, "{line} {hosts:?}: {answer}");
            // What comes after a request that makes no sense is not read.
            let answers = answer.matches("HTTP/1.1 ").count() + answer.matches("HTTP/1.0 ").count();
            assert!(expected != "400" || answers == 1, "{line} {hosts:?}: {answer}");
        }
        let answer = heard(&served.app, "GET /uk/ HTTP/1.1\r\nAccept-Language: ru\r\n\r\n").await;
        assert!(answer.contains("content-language: ru\r\n") && answer.contains("Неправильный запрос"), "{answer}");
        assert!(answer.contains("cache-control: private, no-store\r\n"), "{answer}");
    });
}

#[test]
fn a_preview_answers_its_own_names_alone_and_a_public_site_any() {
    let served = Archive::new().article("2025/dnipro", "uk", &["uk"]).serve();
    let preview = served.app.clone().with_preview(Preview::Translator).with_listen(&["museum:8080".to_owned()]);
    let (long, cookie) = (format!("/uk/?{}", "a".repeat(9_000)), "a".repeat(17_000));
    Runtime::new().unwrap().block_on(async {
        for (path, cookie, own) in [(long.as_str(), "", "414"), ("/uk/", cookie.as_str(), "431")] {
            for (host, expected) in [("localhost", own), ("evil.example", "421")] {
                let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
                let answer = heard(&preview, &request).await;
                assert_eq!(status(&answer), expected, "{host}: {answer}");
                assert_eq!(answer.contains("Litopys"), expected != "421", "{host}: {answer}");
            }
        }
        for (host, expected) in [
            ("localhost:8080", "200"),
            ("127.0.0.1:8080", "200"),
            ("[::1]:8080", "200"),
            ("example.org", "200"),
            ("museum:8080", "200"),
            ("evil.example", "421"),
            ("evil.example:8080", "421"),
            ("localhost.evil.example", "421"),
            ("192.0.2.1", "421"),
        ] {
            for path in ["/uk/", "/uk/2025/dnipro", "/static/none.css", "/uk/search?q=x&format=json", "/sitemap.xml"] {
                let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: en\r\n\r\n");
                let answer = heard(&preview, &request).await;
                assert!(
                    status(&answer) == expected || expected == "200" && status(&answer) == "404",
                    "{host}: {answer}"
                );
                if expected == "421" {
                    assert!(answer.contains("--listen") && !answer.contains("<html"), "{answer}");
                    assert!(!answer.contains("Litopys"), "nothing is said of the site: {answer}");
                }
                assert!(status(&heard(&served.app, &request).await) != "421", "{host} of a public site");
            }
        }
    });
}

#[test]
fn the_admin_address_answers_its_own_names_alone() {
    let site = format!("{SITE}[cache]\nkeys = \"Surrogate-Key\"\n");
    let served = Archive::new().file("site.toml", &site).article("2025/dnipro", "uk", &["uk"]).serve();
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(serve_admin(listener, served.app.clone(), "litopys:9090".to_owned()));
    let own = format!("Host: {address}\r\n");
    for (hosts, expected) in [
        (own.as_str(), "200"),
        ("Host: localhost\r\n", "200"),
        ("Host: litopys:9090\r\n", "200"),
        ("Host: example.org\r\n", "421"),
        ("Host: evil.example\r\n", "421"),
        ("", "400"),
        ("Host: localhost\r\nHost: localhost\r\n", "400"),
    ] {
        for path in ["/healthz", "/metrics", "/keys"] {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert_eq!(status(&answer), expected, "{hosts:?} {path}: {answer}");
        }
    }
}

#[test]
fn a_cookie_is_for_https_alone_where_the_site_is() {
    for (base_url, secure) in [("https://example.org", true), ("http://example.org", false)] {
        let archive = Archive::new().file("site.toml", &SITE.replace("https://example.org", base_url));
        let site = archive.article("2025/dnipro", "uk", &["uk"]).serve();
        for path in ["/uk/?remember", "/uk/2025/dnipro?remember", "/uk/language?forget"] {
            let answer = site.get(path);
            let cookie = answer.header("set-cookie");
            assert!(
                cookie.starts_with("lang=") && cookie.ends_with("; Secure") == secure,
                "{base_url} {path}: {cookie}"
            );
        }
        // A preview is served over http, wherever the site lives; a browser would drop a cookie for https.
        let answer = site.in_preview().get("/uk/?remember");
        assert_eq!(
            answer.header("set-cookie"),
            "lang=uk; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly",
            "{base_url}"
        );
    }
}
