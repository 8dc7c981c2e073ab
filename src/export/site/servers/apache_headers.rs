//! The headers of Apache's answers: those of `litopys serve`, by status and path.

use std::fmt::Write;

use super::negotiation::Negotiation;
use crate::{export::site::facts::SiteFacts, site::Site};

/// The statuses of what lies there.
const OK: &str = "%{REQUEST_STATUS} in {'200', '206', '304', '416'}";

/// The part of the virtual host that writes headers, media types and error pages.
pub(super) fn text(site: &Site, facts: &SiteFacts, negotiation: &Negotiation) -> String {
    let mut out = String::from("\n");
    let mut line = |text: &str| {
        // A string takes all that is written to it.
        _ = writeln!(out, "    {text}");
    };
    // The error pages, in the language of the path, else of the reader; one of an article has its own.
    for status in [404, 405, 410] {
        line(&format!("ErrorDocument {status} \"/%{{reqenv:LE}}\""));
    }
    let default = site.default_language();
    for status in [500, 503] {
        line(&format!("ErrorDocument {status} /.litopys-export/errors/{status}.{default}.html"));
    }
    for (name, value) in crate::web::security_headers() {
        line(&format!("Header always set {name} \"{value}\""));
    }
    if site.is_https() {
        line("Header always set Strict-Transport-Security \"max-age=31536000\"");
    }
    line("Header unset Last-Modified");
    line("RequestHeader unset If-Modified-Since");
    for name in ["Content-Language", "Vary", "Content-Encoding"] {
        line(&format!("Header unset {name}"));
        line(&format!("Header always unset {name}"));
    }
    // A path, not a whole address.
    line("Header always edit Location \"^https?://[^/]+\" \"\"");
    line("Header edit Location \"^https?://[^/]+\" \"\"");
    for (variable, name, value) in
        [("LC", "Content-Encoding", "%{LC}e"), ("REDIRECT_LL", "Content-Language", "%{REDIRECT_LL}e")]
    {
        line(&format!("Header always set {name} \"{value}\" env={variable}"));
    }
    let is = |expression: &str| format!("\"expr={expression}\"");
    let ok = OK;
    let page = "reqenv('LK') == 'l'";
    line(&format!("Header always set Content-Language \"%{{LL}}e\" {}", is(&format!("{ok} && {page}"))));
    line(&format!(
        "Header always set Content-Language \"%{{REDIRECT_LG}}e\" {}",
        is("reqenv('REDIRECT_LL') == '' && reqenv('REDIRECT_LG') != ''")
    ));
    for (condition, cache, vary) in policies(negotiation) {
        line(&format!("Header always set Cache-Control \"{cache}\" {}", is(&condition)));
        if !vary.is_empty() {
            line(&format!("Header always set Vary \"{vary}\" {}", is(&condition)));
        }
    }
    let secure = if site.is_https() { "; Secure" } else { "" };
    let cookie = format!("lang=%{{LL}}e; Max-Age=31536000; Path={}/; SameSite=Lax; HttpOnly{secure}", site.base_path());
    line(&format!("Header always set Set-Cookie \"{cookie}\" {}", is("%{REQUEST_STATUS} == '303'")));
    line(&format!("Header always set Allow \"GET, HEAD\" {}", is("%{REQUEST_STATUS} == '405'")));
    // `AddType` writes everything in lower case.
    for (ending, kind) in facts.page_types.iter().filter(|(_, kind)| kind.contains(char::is_uppercase)) {
        let here = is(&format!("{OK} && reqenv('LX') == '.{ending}'"));
        line(&format!("Header set Content-Type \"{kind}\" {here}"));
    }
    line(&format!(
        "Header always set Link \"<{}%{{LCANON}}e>; rel=\\\"canonical\\\"\" \"expr={ok} && reqenv('LCANON') != ''\"",
        site.base_url()
    ));
    out + &media_types(facts)
}

/// `Cache-Control` and `Vary` where a condition holds; the last one counts.
fn policies(negotiation: &Negotiation) -> Vec<(String, &'static str, &'static str)> {
    let ok = OK;
    let below: Vec<&str> = negotiation.languages.iter().map(|rule| rule.lang.as_str()).collect();
    let below = below.join("|");
    vec![
        (ok.to_owned(), "public, max-age=60, stale-if-error=86400", "Accept-Encoding"),
        (
            format!("{ok} && reqenv('LP') =~ m#^/(?:static|media)/#"),
            "public, max-age=31536000, immutable",
            "Accept-Encoding",
        ),
        (
            format!("{ok} && reqenv('LP') =~ m#^/(?:robots\\.txt|sw\\.js|favicon\\.ico)$#"),
            "public, no-cache",
            "Accept-Encoding",
        ),
        (
            format!("{ok} && reqenv('LP') =~ m#^/[^/]+/language$#"),
            "private, no-store",
            "Accept-Language, Cookie, Accept-Encoding",
        ),
        (format!("{ok} && reqenv('LP') =~ m#^/[^/]+/search$#"), "private, max-age=60", "Accept-Encoding"),
        ("%{REQUEST_STATUS} == '302'".to_owned(), "private, no-store", "Accept-Language, Cookie"),
        ("%{REQUEST_STATUS} == '302' && reqenv('LK') == 'f'".to_owned(), "public, no-cache", "Accept-Encoding"),
        ("%{REQUEST_STATUS} == '303'".to_owned(), "private, no-store", ""),
        ("%{REQUEST_STATUS} == '308'".to_owned(), "public, max-age=3600", ""),
        (
            "%{REQUEST_STATUS} -ge 400 && %{REQUEST_STATUS} != '416'".to_owned(),
            "private, no-store",
            "Accept-Language, Cookie, Accept-Encoding",
        ),
        (
            format!("%{{REQUEST_STATUS}} in {{'404', '410'}} && reqenv('REDIRECT_LP') =~ m#^/(?:{below})(?:/|$)#"),
            "public, max-age=10",
            "Accept-Encoding",
        ),
    ]
}

/// The media types of files.
fn media_types(facts: &SiteFacts) -> String {
    let mut types = String::new();
    for (ending, kind) in facts.types.iter().chain(facts.page_types.iter().filter(|(ending, _)| !ending.contains('.')))
    {
        _ = writeln!(types, "    AddType \"{kind}\" .{ending}");
    }
    for (file, kind) in facts.page_types.iter().filter(|(file, _)| file.contains('.')) {
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        _ = writeln!(
            types,
            "    <FilesMatch \"^{stem}(?:~[^.]*)?\\.{ending}(?:\\.gz|\\.br)?$\">\n        ForceType \"{kind}\"\n    </FilesMatch>"
        );
    }
    format!(
        "\n    <IfModule mod_mime.c>\n        RemoveEncoding .gz .br\n        RemoveType .gz .br\n        RemoveLanguage .uk .en .ru .br\n        RemoveCharset .html\n    </IfModule>\n{types}"
    )
}
