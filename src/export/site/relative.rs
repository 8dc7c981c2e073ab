//! Links that lead from file to file, for pages that are opened from a disk: no server is there to find `/uk/2025/dnipro`.

use super::{
    addresses::file_of,
    parts::{ListingParts, part_of},
};
use crate::{
    model::percent::encoded_path,
    site::Site,
    web::{AnswerRequest, App, answer_at, relinked},
};

/// Turns the addresses of pages into paths between files.
pub(super) struct RelativeLinks<'a> {
    pub(super) site: &'a Site,
    /// What says where an address without a language leads; without it, to the same path below the language.
    pub(super) app: Option<&'a App>,
    pub(super) parts: &'a ListingParts,
}

impl RelativeLinks<'_> {
    /// The page in `file` with links relative to it.
    pub(super) fn page(&self, file: &str, html: &str) -> String {
        relinked(html, |address| self.link(file, address))
    }

    /// A link from `file` to an address of the site; any other address as it is.
    pub(super) fn link(&self, file: &str, address: &str) -> String {
        let base = self.site.base_path();
        let inside = address.strip_prefix(base).filter(|path| path.starts_with('/') && !path.starts_with("//"));
        let Some(path) = inside else { return address.to_owned() };
        let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, fragment)| (path, fragment));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        // The choice of a language is remembered by servers alone.
        let path = self.in_language(file, path);
        let part = part_of(query).and_then(|part| self.parts.nearest(&path, part));
        let wanted = part.map_or_else(|| path.clone(), |part| format!("{path}?{part}"));
        let Some(target) = file_of(&wanted) else { return address.to_owned() };
        let mut link = relative(file, &target);
        if !fragment.is_empty() {
            link = format!("{link}#{fragment}");
        }
        link
    }
}

impl RelativeLinks<'_> {
    /// An address without a language, below that of the page it stands on: no server is there to choose one.
    fn in_language(&self, file: &str, path: &str) -> String {
        let first = |path: &str| path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
        let (here, there) = (first(file), first(path));
        let is_file = ["static", "media", "sitemap", ""].contains(&there.as_str()) || there.contains('.');
        let languages = self.site.languages();
        if is_file || languages.get(&there).is_some() {
            return path.to_owned();
        }
        let lang = languages.get(&here).map_or(self.site.default_language(), |language| &language.tag);
        let answer = self.app.map(|app| answer_at(app, AnswerRequest { address: path, lang: Some(lang) }));
        let to = answer.filter(|answer| answer.status == 302).and_then(|answer| answer.location);
        let inside = to.as_deref().and_then(|to| to.strip_prefix(self.site.base_path()));
        inside.map_or_else(|| format!("/{lang}{path}"), str::to_owned)
    }
}

/// The path from one file to another, percent-encoded.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders = |file: &str| file.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (folders(from), folders(to));
    let most = from.len().min(to.len()).saturating_sub(1);
    let shared = from.iter().zip(&to).take(most).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - 1 - shared);
    let down = to.iter().skip(shared).map(|part| encoded_path(part));
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        site::parse_site,
        web::{AddressKind, SiteAddress},
    };

    const SITE: &str = "name = 'x'\nbase_url = 'https://x.org/archive'\ndefault = 'uk'\n[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n";

    #[test]
    fn a_link_leads_from_file_to_file() {
        let site = parse_site("site.toml", SITE).0.unwrap();
        let parts = ListingParts::new(&[SiteAddress { path: "/uk/?before=5-00a".to_owned(), kind: AddressKind::Page }]);
        let links = RelativeLinks { site: &site, app: None, parts: &parts };
        for (file, address, expected) in [
            ("uk/index.html", "/archive/uk/2025/dnipro", "2025/dnipro.html"),
            ("uk/2025/dnipro.html", "/archive/uk/", "../index.html"),
            ("uk/2025/dnipro.html", "/archive/en/2025/dnipro?remember", "../../en/2025/dnipro.html"),
            ("uk/2025/dnipro.html", "/archive/uk/2025/kyiv#dim-2", "kyiv.html#dim-2"),
            ("uk/2025/dnipro.html", "/archive/uk/2025/dnipro", "dnipro.html"),
            (
                "uk/2025/dnipro/with/en.html",
                "/archive/static/site.0123456789ab.css",
                "../../../../static/site.0123456789ab.css",
            ),
            (
                "uk/index.html",
                "/archive/uk/?before=5-00a&amp;remember",
                "index~before=5-00a.html".replace('=', "%3D").as_str(),
            ),
            ("uk/index.html", "/archive/uk/2025/%D0%BA", "2025/%D0%BA.html"),
            ("uk/2025/dnipro/with/uk.html", "/archive/2025/dnipro#_x", "../../dnipro.html#_x"),
            ("uk/2025/x.html", "/archive/", "../../index.html"),
            ("uk/2025/x.html", "/archive/feed.atom", "../../feed.atom"),
            ("uk/index.html", "https://example.org/", "https://example.org/"),
            ("uk/index.html", "#x", "#x"),
            ("uk/index.html", "//example.org/", "//example.org/"),
            ("uk/index.html", "/elsewhere", "/elsewhere"),
        ] {
            assert_eq!(links.link(file, address), expected, "{file} {address}");
        }
    }

    #[test]
    fn a_page_keeps_everything_but_its_links() {
        let site = parse_site("site.toml", SITE).0.unwrap();
        let links = RelativeLinks { site: &site, app: None, parts: &ListingParts::default() };
        let html = "<a href=\"/archive/uk/\">/archive/uk/</a><img src=\"/archive/media/2025/x/a.png\" srcset=\"/archive/media/2025/x/a.png 1x, /archive/media/2025/x/b.png 2x\">";
        assert_eq!(
            links.page("uk/2025/x.html", html),
            "<a href=\"../index.html\">/archive/uk/</a><img src=\"../../media/2025/x/a.png\" srcset=\"../../media/2025/x/a.png 1x, ../../media/2025/x/b.png 2x\">"
        );
    }
}
