//! What the path of a page says: its name, its language, the addresses at which it was.

use crate::{import::html_to_markdown::destination, model::lang::Lang};

/// Whether a file is a page.
pub(super) fn is_page(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".html", ".htm", ".xhtml", ".shtml"].iter().any(|ending| lower.ends_with(ending))
}

/// The encoding that a page declares in its first bytes.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=").or(head.split_once("encoding="))?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    Some(rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next()?.to_owned())
}

pub(super) fn lang_of(tag: &str) -> Option<Lang> {
    let tag = tag.split(',').next()?.trim().replace('_', "-");
    let lang: Lang = if tag.eq_ignore_ascii_case("ua") { "uk".parse().ok()? } else { tag.parse().ok()? };
    let primary: Lang = lang.as_str().split('-').next()?.parse().ok()?;
    Some(if primary.with_region() == lang { primary } else { lang })
}

/// The path without its mark of a language (`uk/a.html`, `a.uk.html`), and that language.
pub(super) fn bare_path(path: &str) -> (String, Option<Lang>) {
    let code = |text: &str| {
        let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        is_code.then(|| lang_of(text)).flatten().filter(|lang| lang.with_region() != *lang)
    };
    if let Some((first, rest)) = path.split_once('/')
        && let Some(lang) = code(first)
    {
        return (rest.to_owned(), Some(lang));
    }
    let mut parts: Vec<&str> = path.rsplitn(3, '.').collect();
    if let [ending, mark, stem] = parts.as_mut_slice()
        && let Some(lang) = code(mark)
    {
        return (format!("{stem}.{ending}"), Some(lang));
    }
    (path.to_owned(), None)
}

/// The name of a page: that of its file, or of its folder.
pub(super) fn name_of(path: &str) -> String {
    let bare = bare_path(path).0;
    let stem = bare.rsplit_once('.').map_or(bare.as_str(), |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    if name == "index" { "home".to_owned() } else { name.to_owned() }
}

/// The addresses at which servers answer with the page.
pub(super) fn addresses_of(path: &str) -> Vec<String> {
    let written = destination(path);
    let mut all = vec![format!("/{written}")];
    let stem = written.rsplit_once('.').map_or(written.as_str(), |(stem, _)| stem);
    match stem.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/')) {
        Some(folder) => all.push(format!("/{folder}")),
        None => all.push(format!("/{stem}")),
    }
    all
}

/// Where the site lives, by the address that a page gives itself.
pub(super) fn base_of(canonical: &str, path: &str) -> Option<String> {
    let (scheme, rest) = canonical.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    addresses_of(path)
        .iter()
        .find_map(|own| canonical.trim_end_matches('/').strip_suffix(own.trim_end_matches('/')).map(str::to_owned))
        .or(Some(format!("{scheme}://{host}")))
        .filter(|base| base.contains("://"))
        .map(|base| base.trim_end_matches('/').to_owned())
}
