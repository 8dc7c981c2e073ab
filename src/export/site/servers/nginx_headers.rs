//! The values of headers in nginx, by status and path: those of `litopys serve`.

use super::{negotiation::Negotiation, nginx_language::map};
use crate::site::Site;

/// The maps.
pub(super) fn maps(site: &Site, negotiation: &Negotiation) -> String {
    let languages = &negotiation.languages;
    let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let page = "public, max-age=60, stale-if-error=86400";
    let private = "private, no-store";
    let cache = [
        line("~^(?:200|206|304|416) /(?:static|media)/", "public, max-age=31536000, immutable"),
        line(r"~^(?:200|304) /(?:robots\.txt|sw\.js|favicon\.ico)$", "public, no-cache"),
        line("~^(?:200|304) /[^/]+/language$", private),
        line("~^(?:200|304) /[^/]+/search$", "private, max-age=60"),
        line("~^(?:200|206|304|416) ", page),
        line("~^308 ", "public, max-age=3600"),
        line("~^302 /(?:static|media)/", "public, no-cache"),
        line("~^30[23] ", private),
    ];
    let mut cache = cache.to_vec();
    let below: Vec<String> = languages.iter().map(|rule| rule.lang.to_string()).collect();
    cache.push((format!("~^(?:404|410) /(?:{})(?:/|$)", below.join("|")), "public, max-age=10".to_owned()));
    let mut out = map("\"$status $litopys_path\"", "$litopys_cache", &cache, private);
    let both = "Accept-Language, Cookie";
    let mut vary = vec![
        line("~^(?:302) /(?:static|media)/", "Accept-Encoding"),
        line("~^302 ", both),
        line("~^30[38] ", ""),
        line("~^(?:200|304) /[^/]+/language$", "Accept-Language, Cookie, Accept-Encoding"),
        line("~^(?:200|206|304|416) ", "Accept-Encoding"),
    ];
    vary.push((format!("~^(?:404|410) /(?:{})(?:/|$)", below.join("|")), "Accept-Encoding".to_owned()));
    out += &map("\"$status $litopys_path\"", "$litopys_vary", &vary, "Accept-Language, Cookie, Accept-Encoding");
    let language = [
        line("~^30[238] ", ""),
        line("~^405 ", "$litopys_lang"),
        line("~^(?:200|206|304|416) [^l]", ""),
        line("~^(?:200|304) l(?<litopys_cl_>.*)$", "$litopys_cl_"),
    ];
    out += &map(
        "\"$status $litopys_kind$litopys_path_lang\"",
        "$litopys_content_language",
        &language,
        "$litopys_error_lang",
    );
    let secure = if site.is_https() { "; Secure" } else { "" };
    let cookie = format!(
        "lang=$litopys_path_lang; Max-Age=31536000; Path={}/; SameSite=Lax; HttpOnly{secure}",
        site.base_path()
    );
    out += &map("\"$status\"", "$litopys_set_cookie", &[("303".to_owned(), cookie)], "");
    let link = format!("<{}$litopys_link_>; rel=\\\"canonical\\\"", site.base_url()).replace("\\\"", "\"");
    let text = (r"~^(?:200|304) l(?<litopys_link_>/.+)\.(?:md|bib|ris)$".to_owned(), link.clone());
    let json = (
        r"~^(?:200|304) l(?<litopys_linkj_>/.+)(?<!/feed)\.json$".to_owned(),
        link.replace("litopys_link_", "litopys_linkj_"),
    );
    out += &map("\"$status $litopys_kind$litopys_written\"", "$litopys_link", &[text, json], "");
    out += &map("$status", "$litopys_allow", &[("405".to_owned(), "GET, HEAD".to_owned())], "");
    out
}
