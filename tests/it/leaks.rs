//! Answers that show hidden things: their words and addresses, differences between a site with them and one without, and dead ends
//! after them.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::harness::Answer;

/// `zq`, what it is, the article's letter, `zz`: no word is within an edit of another, and each shows whose it is.
pub(crate) fn word(what: &str, lang: &str, letter: char) -> String {
    format!("zq{what}{lang}{letter}zz")
}

/// The word of `hidden` that `text` contains and `typed` does not. In a development build memchr is optimised and `contains` is not:
/// for 50 words in a page of 20 kB they take 0.3 and 17 milliseconds.
pub(crate) fn leaked_word<'a>(hidden: &'a [String], text: &str, typed: &str) -> Option<&'a String> {
    let has = |text: &str, word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    hidden.iter().find(|word| has(text, word) && !typed.contains(*word))
}

/// The words that no reader may see, and how they are found in an answer.
pub(crate) struct Oracle {
    pub(crate) hidden: Vec<String>,
    /// The versions that were public once: the identifiers of deleted records may name them.
    pub(crate) was_public: BTreeSet<(char, &'static str)>,
}

impl Oracle {
    /// The problem with the answer at `address`; `None` if it shows nothing that is hidden.
    pub(crate) fn leak(&self, address: &str, answer: &Answer) -> Option<String> {
        // A 404 repeats the words of its address, and a search the words of its query.
        let typed: String = address.chars().filter(|c| c.is_alphanumeric()).collect();
        let text = self.without_deleted(&String::from_utf8_lossy(&answer.body));
        let headers =
            answer.headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        // The words of an excerpt may be marked, letter by letter.
        let shown = [headers.collect::<Vec<_>>().join("\n"), without_tags(&text), text].join("\n").to_lowercase();
        if let Some(word) = leaked_word(&self.hidden, &shown, &typed) {
            return Some(format!("{address} shows {word}, which is hidden"));
        }
        let is_there = answer.status == 200 && !["search", "oai?"].iter().any(|part| address.contains(part));
        let own = self.hidden.iter().find(|word| is_there && address.contains(*word));
        own.map(|word| format!("{address} is there, and {word} is hidden"))
    }

    /// The text of an answer to a harvester without the heads of deleted records of versions that were public.
    fn without_deleted(&self, text: &str) -> String {
        let mut left = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("<header status=\"deleted\">") {
            left.push_str(before);
            let (head, after) = after.split_once("</header>").unwrap_or((after, ""));
            let identifier = head.split(['<', '>']).nth(2).unwrap_or_default();
            let is_known = self.was_public.iter().any(|(letter, lang)| {
                identifier.contains(&word("id", "", *letter)) && identifier.ends_with(&format!("/{lang}"))
            });
            if !is_known {
                left.push_str(head);
            }
            rest = after;
        }
        left.push_str(rest);
        left
    }
}

fn without_tags(text: &str) -> String {
    let mut is_tag = false;
    let outside = |c: &char| {
        let shown = !is_tag && *c != '<';
        is_tag = *c == '<' || is_tag && *c != '>';
        shown
    };
    text.chars().filter(outside).collect()
}

/// The first line in which two answers differ, but for the moments of a harvest, the anchors of passages, and how long a page may
/// be cached: that depends on when the next article is published.
pub(crate) fn difference(one: &Answer, other: &Answer) -> Option<String> {
    let lines = |answer: &Answer| -> Vec<String> {
        let headers = ["content-type", "content-language", "location", "link", "x-robots-tag", "vary"];
        let heads = headers.map(|name| format!("{name}: {}", answer.header(name)));
        let cached = answer.header("cache-control").split(|c: char| c.is_ascii_digit()).collect::<String>();
        let mut text = String::from_utf8_lossy(&answer.body).into_owned();
        for name in ["responseDate", "earliestDatestamp", "datestamp"] {
            let tag = format!("<{name}>");
            let mut parts = text.split(&tag);
            let first = parts.next().unwrap_or_default().to_owned();
            let rest = parts.map(|part| part.split_once("</").map_or(part, |(_, rest)| rest));
            text = std::iter::once(first.as_str()).chain(rest).collect();
        }
        // Anchors of passages come from the original even while it is hidden, so that they stay when it is published.
        for sign in ["#_", "id=\"_", "id=\\\"_", "id=&quot;_", "-_"] {
            let parts = text.split(sign).enumerate().map(|(n, part)| match n {
                0 => part,
                _ => part.trim_start_matches(|c: char| c.is_ascii_alphanumeric()),
            });
            text = parts.collect::<Vec<_>>().join(sign);
        }
        let body = text.replace("><", ">\n<").lines().map(str::to_owned).collect::<Vec<_>>();
        std::iter::once(answer.status.to_string()).chain(heads).chain([cached]).chain(body).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let longest = one.len().max(other.len());
    let at = (0..longest).find(|at| one.get(*at) != other.get(*at))?;
    Some(format!("{:?}, and without what is hidden {:?}", one.get(at), other.get(at)))
}

/// Whether a reader who followed an old address has no way on.
pub(crate) fn is_dead_end(answer: &Answer) -> bool {
    let body = String::from_utf8_lossy(&answer.body);
    // A search, or the versions that there are in other languages.
    let leads_on = ["<form", "?remember\" hreflang="].iter().any(|way| body.contains(way));
    match answer.status {
        200 | 410 => false,
        404 => !(leads_on && body.contains("<h1") && body.contains("</html>")),
        _ => true,
    }
}

/// Leaks that are planted into answers: each is seen, and an answer without one is not a leak.
#[test]
fn planted_leaks_are_seen() {
    let oracle = Oracle {
        hidden: ["title", "file", "slug", "id", "name"].map(|what| word(what, "", 'a')).to_vec(),
        was_public: BTreeSet::from([('b', "uk")]),
    };
    let answer = |status, headers: &[(&'static str, &str)], body: &str| Answer {
        status,
        headers: headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect(),
        body: body.into(),
    };
    let deleted =
        |id: &str| format!("<header status=\"deleted\"><identifier>oai:example.org:2029/{id}/uk</identifier></header>");
    for (address, answer, is_leak) in [
        ("/uk/", answer(200, &[], "<h3>Common zqtitleazz</h3>"), true),
        ("/uk/", answer(200, &[], "<h3>Common zqtitlebzz</h3>"), false),
        ("/uk/search?q=common", answer(200, &[], "<p>zqti<mark>tle</mark>azz</p>"), true),
        ("/uk/search?q=zqtitleazz", answer(200, &[], "<p>zqtitleazz</p>"), false),
        ("/uk/", answer(200, &[], "<a href=\"/media/2029/x/zqfileazz.txt\">"), true),
        ("/uk/feed.json", answer(200, &[], "{\"title\":\"ZQTITLEAZZ\"}"), true),
        ("/2029/x", answer(302, &[("location", "/uk/2029/zqslugazz")], ""), true),
        ("/uk/", answer(200, &[("link", "</uk/2029/zqidazz>; rel=x")], ""), true),
        ("/uk/2029/zqslugazz", answer(200, &[], "<html>"), true),
        ("/uk/2029/zqslugazz", answer(404, &[], "<html>zqslugazz"), false),
        ("/oai?verb=ListRecords", answer(200, &[], &deleted("zqidazz")), true),
        ("/oai?verb=ListRecords", answer(200, &[], &deleted("zqidbzz")), false),
    ] {
        let found = oracle.leak(address, &answer);
        assert_eq!(found.is_some(), is_leak, "{address}: {found:?}");
    }
    let counted = |count: &str, age: &str| {
        let etag = format!("\"{count}\"");
        answer(200, &[("cache-control", age), ("etag", &etag)], &format!("<p>law</p><p>{count} articles</p>"))
    };
    assert_eq!(difference(&counted("3", "max-age=60"), &counted("3", "max-age=7")), None);
    for (one, other) in [
        (counted("3", "max-age=60"), counted("2", "max-age=60")),
        (counted("3", "max-age=60"), counted("3", "no-store")),
        (answer(200, &[], "<p>1 article</p>"), answer(200, &[], "<p>2 articles</p>")),
        (answer(404, &[], ""), answer(410, &[], "")),
        (answer(302, &[("location", "/uk/")], ""), answer(302, &[("location", "/en/")], "")),
        (answer(200, &[], "<a>1</a>"), answer(200, &[], "<a>1</a><a>2</a>")),
    ] {
        assert!(difference(&one, &other).is_some(), "{}", String::from_utf8_lossy(&one.body));
    }
    for (status, body, is_dead) in [
        (404, "", true),
        (404, "<html><h1>404</h1></html>", true),
        (404, "<html><h1>404</h1><form></form></html>", false),
        (410, "", false),
        (500, "<html><h1>500</h1><form></form></html>", true),
    ] {
        assert_eq!(is_dead_end(&answer(status, &[], body)), is_dead, "{status} {body}");
    }
}
