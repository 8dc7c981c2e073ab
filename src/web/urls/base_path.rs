//! The path below which the site lives on its host: `/archive`, where `base_url` is `https://example.org/archive`.
//!
//! It is taken off a request before anything looks at it, and put in front of every address that a reply writes, in this file
//! alone, by one pass over finished HTML that changes addresses and nothing else. Everything between knows the site's own
//! paths and nothing of the path before them, so no page can forget it.

use std::borrow::Cow;

use axum::http::{Uri, uri::PathAndQuery};

use super::url::{decode, tidy};
use crate::{
    article::markdown::{HtmlToken, tokens},
    site::Site,
    web::reply::{Redirect, Reply},
};

/// The path before all paths of the site; empty where the site has its host to itself.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct BasePath<'a>(&'a str);

/// A reply whose addresses are as readers see them.
#[derive(Debug)]
pub(in crate::web) struct Outward {
    reply: Reply,
    cookie_path: String,
}

/// The one request target that has no path (RFC 9112, 3.2.4), so that nothing is found there.
const NOWHERE: &str = "*";

impl<'a> BasePath<'a> {
    pub(in crate::web) fn for_site(site: &'a Site) -> Self {
        BasePath(site.base_path())
    }

    /// The address within the site that a request for `uri` means; `None` if it is `uri` itself. Outside of the base path
    /// nothing lies.
    pub(in crate::web) fn inside(self, uri: &Uri) -> Option<Uri> {
        if self.0.is_empty() {
            return None;
        }
        let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let target = self.strip(target).unwrap_or(Cow::Borrowed(NOWHERE));
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = Some(target.parse().unwrap_or_else(|_| PathAndQuery::from_static(NOWHERE)));
        Some(Uri::from_parts(parts).unwrap_or_else(|_| Uri::from_static(NOWHERE)))
    }

    /// `target`, a path and a query, without the base path; `None` if it lies outside. A base path that is written in another
    /// way than ours, or without its closing slash, leaves a second slash in front, so that a redirect leads to the one right
    /// address. So does the root of the host.
    pub(in crate::web) fn strip<'t>(self, target: &'t str) -> Option<Cow<'t, str>> {
        match target.strip_prefix(self.0) {
            Some(rest) if rest.starts_with('/') => return Some(rest.into()),
            _ => {}
        }
        let (path, query) = target.find('?').and_then(|at| target.split_at_checked(at)).unwrap_or((target, ""));
        let (base, mut rest) = if path == "/" { ("", "") } else { (self.0, path) };
        for part in base.split('/').filter(|part| !part.is_empty()) {
            let trimmed = rest.trim_start_matches('/');
            let (first, after) = trimmed.find('/').and_then(|at| trimmed.split_at_checked(at)).unwrap_or((trimmed, ""));
            if decode(first).map(|first| tidy(&first)) != decode(part) {
                return None;
            }
            rest = after;
        }
        let rest = if rest.is_empty() { "/" } else { rest };
        Some(format!("/{rest}{query}").into())
    }

    /// The reply with the base path in front of every address of the site.
    pub(in crate::web) fn outward(self, mut reply: Reply) -> Outward {
        let base = self.0;
        if !base.is_empty() {
            match &mut reply {
                Reply::Redirect(redirect) => {
                    let (Redirect::Negotiated(to)
                    | Redirect::Remember { to, .. }
                    | Redirect::Forget(to)
                    | Redirect::Moved(to)
                    | Redirect::Signed(to)
                    | Redirect::Current(to)) = redirect;
                    // `redirects.toml` may lead to another host.
                    if to.starts_with('/') {
                        to.insert_str(0, base);
                    }
                }
                Reply::Text(text) if text.content_type.starts_with("text/html") => {
                    text.body = changed(&text.body, |address| based(address, base));
                }
                Reply::Text(_) | Reply::File(_) => {}
            }
        }
        Outward { reply, cookie_path: format!("{base}/") }
    }
}

impl Outward {
    /// The reply.
    pub(in crate::web) fn reply(&self) -> &Reply {
        &self.reply
    }

    /// The reply, and the path that its cookies are for.
    pub(in crate::web) fn into_parts(self) -> (Reply, String) {
        (self.reply, self.cookie_path)
    }
}

/// Attributes whose value is an address; `srcset` has several.
const ATTRIBUTES: [&str; 7] = ["href", "src", "action", "formaction", "poster", "cite", "xlink:href"];

/// `html` with what `change` makes of each address.
pub(in crate::web) fn changed(html: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    for token in tokens(html) {
        match token {
            HtmlToken::Text(text) => out.push_str(text),
            HtmlToken::Tag(tag) => tag.write(&mut out, |name, value| match name {
                "srcset" => Some(value.split(", ").map(&change).collect::<Vec<_>>().join(", ")),
                name => ATTRIBUTES.contains(&name).then(|| change(value)),
            }),
        }
    }
    out
}

/// An address of this site as HTML has it, which begins with one slash, with `base` in front; any other as it is.
pub(in crate::web) fn based(address: &str, base: &str) -> String {
    match address.as_bytes() {
        [b'/', b'/', ..] => address.to_owned(),
        [b'/', ..] => format!("{base}{address}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_base_path_is_taken_off_once() {
        for (base, target, expected) in [
            ("/archive", "/archive/uk/?before=1", Some("/uk/?before=1")),
            ("/archive", "/archive/", Some("/")),
            ("/archive", "/archive", Some("//")),
            ("/archive", "/archive?p=1", Some("//?p=1")),
            ("/archive", "/", Some("//")),
            ("/archive", "/?p=1", Some("//?p=1")),
            ("/archive", "//archive//uk/", Some("///uk/")),
            ("/archive", "/%61rchive/uk/", Some("//uk/")),
            ("/archive", "/archive//uk/", Some("//uk/")),
            ("/archive", "/archives/uk/", None),
            ("/archive", "/Archive/uk/", None),
            ("/archive", "/uk/", None),
            ("/archive", "/robots.txt", None),
            ("/archive", "*", None),
            ("/uk", "/uk/uk/2025/x", Some("/uk/2025/x")),
            ("/uk", "/uk/2025/x", Some("/2025/x")),
            ("/a/b", "/a/b/uk/", Some("/uk/")),
            ("/a/b", "/a/", None),
            ("/a/b", "/a//b/uk", Some("//uk")),
            ("/%D0%B9", "/%d0%b9/uk/", Some("//uk/")),
            ("/%D0%B9", "/%D0%B8%CC%86/uk/", Some("//uk/")),
            ("/%D0%B9", "/%FF/uk/", None),
        ] {
            assert_eq!(BasePath(base).strip(target).as_deref(), expected, "{base} {target}");
        }
    }

    #[test]
    fn redirects_and_pages_lead_below_the_base_path() {
        let outward = |reply: Reply| BasePath("/a").outward(reply);
        let (Reply::Redirect(Redirect::Moved(to)), cookies) =
            outward(Redirect::Moved("/uk/".into()).into()).into_parts()
        else {
            unreachable!("a redirect stays one")
        };
        assert_eq!((to.as_str(), cookies.as_str()), ("/a/uk/", "/a/"));
        let elsewhere = outward(Redirect::Moved("https://files.example/a".into()).into()).into_parts().0;
        assert!(matches!(elsewhere, Reply::Redirect(Redirect::Moved(to)) if to == "https://files.example/a"));
    }

    proptest! {
        #[test]
        fn what_is_put_in_front_is_taken_off(base in "(/[a-z]{1,4}){0,3}", path in "(/(uk|%D0%B9|2025)?){1,4}(\\?q=/)?") {
            let base = BasePath(&base);
            let outside = format!("{}{path}", base.0);
            prop_assert_eq!(base.strip(&outside).unwrap(), path);
        }
    }

    fn moved(html: &str) -> String {
        changed(html, |address| based(address, "/a"))
    }

    #[test]
    fn addresses_change_and_texts_that_look_like_them_stay() {
        for (html, expected) in [
            ("<a href=\"/uk/\">/uk/</a>", "<a href=\"/a/uk/\">/uk/</a>"),
            ("<a\nhref=\"/\" title=\"/x\">", "<a\nhref=\"/a/\" title=\"/x\">"),
            ("<a href=\"//b.c/\" id=\"x\">", "<a href=\"//b.c/\" id=\"x\">"),
            (
                "<a href=\"https://b.c/\"><a href=\"#x\"><a href=\"?x\">",
                "<a href=\"https://b.c/\"><a href=\"#x\"><a href=\"?x\">",
            ),
            (
                "<img src=\"/1.png\" srcset=\"/1.png 1x, /2.png 2x\" alt=\"/1.png\">",
                "<img src=\"/a/1.png\" srcset=\"/a/1.png 1x, /a/2.png 2x\" alt=\"/1.png\">",
            ),
            (
                "<form action=\"/uk/search\"><input value=\"/uk/\">",
                "<form action=\"/a/uk/search\"><input value=\"/uk/\">",
            ),
            ("<meta content=\"/uk/\"><i data-href=\"/uk/\">", "<meta content=\"/uk/\"><i data-href=\"/uk/\">"),
            ("<a href=\"\"><a href=\"/x\">", "<a href=\"\"><a href=\"/a/x\">"),
            ("<img alt=\"x href=\" src=\"/y\">", "<img alt=\"x href=\" src=\"/a/y\">"),
            ("<meta content=\"a href=\">\n<a href=\"/y\">", "<meta content=\"a href=\">\n<a href=\"/a/y\">"),
            ("<p>\"href=\"/x\" <b>", "<p>\"href=\"/x\" <b>"),
            (
                "{\"a\":\"1 + 1 =\",\"b\":\"x href=\"}<a href=\"/x\">",
                "{\"a\":\"1 + 1 =\",\"b\":\"x href=\"}<a href=\"/a/x\">",
            ),
            ("<p>a href=&quot;/x&quot; href='/x'</p>", "<p>a href=&quot;/x&quot; href='/x'</p>"),
        ] {
            assert_eq!(moved(html), expected);
        }
    }

    proptest! {
        #[test]
        fn text_without_attributes_stays(text in "[^\"]{0,60}") {
            prop_assert_eq!(moved(&text), text);
        }

        #[test]
        fn nothing_but_the_base_is_put_in(html in "(<a| |href|src|srcset|title|=\"|\"|/|x|, |>|\\n){0,30}") {
            let html = format!("{html}\">");
            prop_assert_eq!(moved(&html).replace("/a/", "/"), html.replace("/a/", "/"));
            prop_assert_eq!(changed(&html, str::to_owned), html);
        }
    }
}
