//! The new addresses of an article after a move. Values in, values out.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use super::toml_text::{self, TomlString};
use crate::{
    article::markdown::readdressed,
    model::{
        lang::Lang,
        percent::{SEGMENT, encoded},
        slug::{ArticleId, FORMS, Slug, Year},
    },
    site::Site,
};

/// An article that moves, as links see it.
pub(super) struct Relocation<'a> {
    pub(super) site: &'a Site,
    pub(super) from: ArticleId,
    pub(super) to: ArticleId,
    /// The versions whose address ends in a slug of their own.
    pub(super) slugs: Vec<(Lang, Slug)>,
}

/// Characters that Markdown or HTML would not read as part of an address.
const RELATIVE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'\\')
    .add(b'%')
    .add(b'?')
    .add(b'#');
/// Keys whose texts are words for readers, or name something else than an article.
const WORDS: [&str; 12] =
    ["title", "summary", "caption", "alt", "name", "label", "slug", "file", "credit", "licence", "aliases", "series"];

impl Relocation<'_> {
    /// The end of the article's address in each language of the site, before the move.
    pub(super) fn ends(&self) -> Vec<(&Lang, &Slug)> {
        self.ends_with(self.from.name())
    }

    /// The same after the move.
    pub(super) fn new_ends(&self) -> Vec<(&Lang, &Slug)> {
        self.ends_with(self.to.name())
    }

    fn ends_with<'s>(&'s self, name: &'s Slug) -> Vec<(&'s Lang, &'s Slug)> {
        let own = |lang: &Lang| self.slugs.iter().find(|(other, _)| other == lang).map(|(_, slug)| slug);
        let languages = self.site.languages().iter().map(|language| &language.tag);
        languages.map(|lang| (lang, own(lang).unwrap_or(name))).collect()
    }

    /// The paths without a language that lead to the article before the move.
    pub(super) fn old_paths(&self) -> Vec<String> {
        paths(&self.from, &self.ends())
    }

    /// The paths without a language that lead to it after the move.
    pub(super) fn new_paths(&self) -> Vec<String> {
        paths(&self.to, &self.new_ends())
    }

    /// The path of a folder, or of a file, after the move.
    fn moved(&self, parts: &[String]) -> Vec<String> {
        let mut parts = parts.to_vec();
        if let [articles, year, name, ..] = parts.as_mut_slice()
            && articles == "articles"
            && *year == self.from.collection().to_string()
            && name == self.from.name().as_str()
        {
            *year = self.to.collection().to_string();
            self.to.name().as_str().clone_into(name);
        }
        parts
    }

    /// The Markdown `text` of a file in `folder` (its parts, before the move) with the addresses that lead on; `None` if none
    /// changes.
    pub(super) fn markdown(&self, text: &str, folder: &[String]) -> Option<String> {
        readdressed(text, &|address| self.address(address, folder))
    }

    /// The same for TOML. `None` also where `text` is not TOML.
    pub(super) fn toml(&self, text: &str, folder: &[String]) -> Option<String> {
        let change = |string: TomlString| Some((string.span.clone(), self.value(&string, folder)?));
        let changes: Vec<_> = toml_text::strings(text)?.into_iter().filter_map(change).collect();
        (!changes.is_empty()).then(|| toml_text::with_strings(text, changes))
    }

    /// A string of TOML after the move: an address, the id of the article, or Markdown with links.
    fn value(&self, string: &TomlString, folder: &[String]) -> Option<String> {
        let TomlString { keys, value, .. } = string;
        if keys.iter().any(|key| key == "aliases") {
            return None;
        }
        let last = keys.last().map(String::as_str).unwrap_or_default();
        let is_address =
            ["/", "./", "../", "articles/", "http://", "https://"].iter().any(|start| value.starts_with(start));
        if value.contains("](") || value.contains("<http") {
            return self.markdown(value, folder);
        }
        if WORDS.contains(&last) || value.contains(char::is_whitespace) {
            return None;
        }
        let (bare, slash) = value.strip_suffix('/').map_or((value.as_str(), ""), |bare| (bare, "/"));
        let (before, id) = bare.strip_prefix("articles/").map_or(("", bare), |id| ("articles/", id));
        match id.nfc().collect::<String>().parse::<ArticleId>() {
            Ok(id) if id == self.from => Some(format!("{before}{}{slash}", self.to)),
            _ if is_address => self.address(value, folder),
            _ => None,
        }
    }

    /// The new form of `address`, in a file of `folder`, after the move; `None` if it stays as it is.
    pub(super) fn address(&self, address: &str, folder: &[String]) -> Option<String> {
        let address = address.trim();
        if let Some(path) = self.site.path_of(address) {
            let base = address.strip_suffix(path)?;
            return self.site_path(path).map(|path| format!("{base}{path}"));
        }
        if address.starts_with("//") || address.starts_with(['#', '?', '\\']) {
            return None;
        }
        if address.starts_with('/') {
            return self.site_path(address);
        }
        let has_scheme = address
            .find([':', '/', '?', '#'])
            .is_some_and(|at| address.get(at..).is_some_and(|rest| rest.starts_with(':')));
        if has_scheme { None } else { self.relative(address, folder) }
    }

    /// A path from the root of the site.
    fn site_path(&self, address: &str) -> Option<String> {
        let (path, tail) = split_tail(address);
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        // Empty parts, of slashes too many, are passed over.
        let filled: Vec<usize> =
            (0..parts.len()).filter(|at| parts.get(*at).is_some_and(|part| !part.is_empty())).collect();
        let read = |n: usize| decoded(parts.get(*filled.get(n)?)?);
        let first = read(0)?;
        let language = self.site.languages().by_path(&first).map(|language| &language.tag);
        let is_file = matches!(first.as_str(), "media" | "articles");
        let skipped = usize::from(language.is_some() || is_file);
        let (year, end) = (read(skipped)?.parse::<Year>().ok()?, read(skipped + 1)?);
        let rest = filled.len() - skipped - 2;
        let is_page = rest == 0 || (rest == 2 && read(skipped + 2)? == "with");
        let (slug, ending) = if is_file { (end.as_str(), "") } else { split_ending(&end, rest == 0) };
        if Some(year) != self.from.year() || !(is_file || is_page) {
            return None;
        }
        let new = if is_file {
            (slug == self.from.name().as_str()).then(|| self.to.name())
        } else {
            self.end(language, slug)
        }?;
        let new = format!("{new}{ending}");
        let (at_year, at_slug) = (*filled.get(skipped)?, *filled.get(skipped + 1)?);
        let is_encoded = parts.get(at_slug)?.contains('%');
        *parts.get_mut(at_year)? = self.to.collection().to_string();
        *parts.get_mut(at_slug)? = if is_encoded { encoded(&new).to_string() } else { new };
        let changed = format!("{}{tail}", parts.join("/"));
        (changed != address).then_some(changed)
    }

    /// The end of the new address for one that ended in `slug`; `None` if that was none of this article's.
    fn end(&self, language: Option<&Lang>, slug: &str) -> Option<&Slug> {
        let own = |lang: &Lang| self.slugs.iter().find(|(other, own)| other == lang && own.as_str() == slug);
        let exact = language.and_then(own).map(|(_, slug)| slug);
        let by_name = || (slug == self.from.name().as_str()).then(|| self.to.name());
        let of_another = || self.slugs.iter().find(|(_, own)| own.as_str() == slug).map(|(_, slug)| slug);
        exact.or_else(by_name).or_else(of_another)
    }

    /// A path from the folder in which the text lies.
    fn relative(&self, address: &str, folder: &[String]) -> Option<String> {
        let (path, tail) = split_tail(address);
        let path_text = decoded(path)?;
        let (old, new_folder) = (walk(folder, &path_text)?, self.moved(folder));
        let new = self.moved(&old);
        if walk(&new_folder, &path_text).as_ref() == Some(&new) {
            return None;
        }
        let shared = new_folder.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let set = if path.contains('%') { SEGMENT } else { RELATIVE };
        let ups = std::iter::repeat_n("..".to_owned(), new_folder.len() - shared);
        let downs = new.iter().skip(shared).map(|part| utf8_percent_encode(part, set).to_string());
        let joined = ups.chain(downs).collect::<Vec<_>>().join("/");
        let slash = if joined.is_empty() || path.ends_with('/') || path.ends_with("..") { "/" } else { "" };
        let joined = if joined.is_empty() { ".".to_owned() } else { joined };
        Some(format!("{joined}{slash}{tail}"))
    }
}

fn paths(id: &ArticleId, ends: &[(&Lang, &Slug)]) -> Vec<String> {
    let mut paths = vec![format!("/{id}")];
    for (_, slug) in ends {
        let path = format!("/{}/{slug}", id.collection());
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The query and the fragment of an address, apart.
fn split_tail(address: &str) -> (&str, &str) {
    address.find(['?', '#']).and_then(|at| address.split_at_checked(at)).unwrap_or((address, ""))
}

/// `dnipro.md` → (`dnipro`, `.md`)
fn split_ending(end: &str, is_last: bool) -> (&str, &str) {
    let ending = FORMS.into_iter().find(|ending| is_last && end.ends_with(ending)).unwrap_or_default();
    (end.strip_suffix(ending).unwrap_or(end), ending)
}

fn decoded(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.nfc().collect())
}

/// The parts of `path` from the folder `base`; `None` if it leads out of the archive.
fn walk(base: &[String], path: &str) -> Option<Vec<String>> {
    let mut parts = base.to_vec();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part.to_owned());
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    fn site() -> Site {
        let text = "name = 'x'\nbase_url = 'https://example.org/archive'\n[[language]]\ntag = 'uk'\naliases = ['ua']\n[[language]]\ntag = 'en'\n";
        parse_site("site.toml", text).0.unwrap()
    }

    fn changed(address: &str, folder: &str) -> Option<String> {
        let site = site();
        let slugs = vec![("uk".parse().unwrap(), "київ".parse().unwrap())];
        let relocation = Relocation {
            site: &site,
            from: "2025/dnipro".parse().unwrap(),
            to: "2024/dnipro-river".parse().unwrap(),
            slugs,
        };
        let folder: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        relocation.address(address, &folder)
    }

    #[test]
    fn every_way_to_write_an_address_leads_on() {
        for (address, expected) in [
            ("../dnipro/", "../../2024/dnipro-river/"),
            ("../dnipro", "../../2024/dnipro-river"),
            ("../../2025/dnipro/#витік", "../../2024/dnipro-river/#витік"),
            ("../dnipro/uk.md?a=1#b", "../../2024/dnipro-river/uk.md?a=1#b"),
            ("../dnipro/img/my%20map.svg", "../../2024/dnipro-river/img/my%20map.svg"),
            ("./../../../articles/2025/dnipro/", "../../2024/dnipro-river/"),
            ("../%64nipro/", "../../2024/dnipro-river/"),
            ("/uk/2025/dnipro", "/uk/2024/dnipro-river"),
            ("/ua/2025/dnipro/", "/ua/2024/dnipro-river/"),
            ("/UK/2025/київ#a", "/UK/2024/київ#a"),
            ("/uk/2025/%D0%BA%D0%B8%D1%97%D0%B2", "/uk/2024/%D0%BA%D0%B8%D1%97%D0%B2"),
            ("/uk/2025/ки\u{456}\u{308}в", "/uk/2024/київ"),
            ("/en/2025/київ", "/en/2024/київ"),
            ("/2025/dnipro", "/2024/dnipro-river"),
            ("/en/2025/dnipro.md", "/en/2024/dnipro-river.md"),
            ("/en/2025/dnipro.json?x", "/en/2024/dnipro-river.json?x"),
            ("/en/2025/dnipro/with/uk", "/en/2024/dnipro-river/with/uk"),
            ("/media/2025/dnipro/img/a.svg", "/media/2024/dnipro-river/img/a.svg"),
            ("/articles/2025/dnipro/", "/articles/2024/dnipro-river/"),
            ("https://example.org/archive/uk/2025/dnipro?q#f", "https://example.org/archive/uk/2024/dnipro-river?q#f"),
            ("http://EXAMPLE.org/archive/2025/dnipro", "http://EXAMPLE.org/archive/2024/dnipro-river"),
        ] {
            assert_eq!(changed(address, "articles/2025/other").as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn what_leads_elsewhere_stays() {
        for address in [
            "",
            "#a",
            "?a",
            "map.svg",
            "../other2/",
            "../../2024/dnipro/",
            "../../../../x",
            "/uk/2024/dnipro",
            "/uk/2025/dnipro-2",
            "/uk/2025/",
            "/uk/2025/dnipro/x",
            "/media/2025/other/dnipro",
            "/news/2025/dnipro",
            "/news/17",
            "https://example.org/uk/2025/dnipro",
            "https://other.org/archive/uk/2025/dnipro",
            "mailto:a@b.c",
            "tel:+38044",
            "//example.org/archive/uk/2025/dnipro",
            "a%FF/../dnipro",
        ] {
            assert_eq!(changed(address, "articles/2025/other"), None, "{address}");
        }
    }

    #[test]
    fn links_of_the_article_itself_lead_where_they_led() {
        for (address, expected) in [
            ("../other/", Some("../../2025/other/")),
            ("../../2025/other/a.pdf", None),
            ("../../2019/x/", None),
            ("map.svg", None),
            ("./img/../map.svg", None),
            ("en.md#a", None),
            ("../dnipro/", Some("./")),
            ("../dnipro/map.svg", Some("map.svg")),
            ("../../2025/dnipro/#a", Some("./#a")),
            ("../", Some("../../2025/")),
        ] {
            assert_eq!(changed(address, "articles/2025/dnipro").as_deref(), expected, "{address}");
        }
        assert_eq!(changed("../map.svg", "articles/2025/dnipro/img"), None);
        assert_eq!(changed("../../other/", "articles/2025/dnipro/img").as_deref(), Some("../../../2025/other/"));
    }

    #[test]
    fn toml_has_addresses_ids_and_links_in_texts() {
        let site = site();
        let relocation =
            Relocation { site: &site, from: "2025/a".parse().unwrap(), to: "2024/b".parse().unwrap(), slugs: vec![] };
        let text = "title = '2025/a'\naliases = ['/2025/a']\nrelated = ['2025/a', '../a/', '2025/c'] # why\n\
                    origin = 'https://example.org/archive/uk/2025/a'\n[home]\npinned = [\"articles/2025/a/\"]\n\
                    [footer]\nuk = 'Див. [статтю](/uk/2025/a)'\n[[image]]\nfile = '../a/p.png'\ncaption = '[x](../a/)'\n";
        let made = relocation.toml(text, &["articles".into(), "2025".into(), "c".into()]).unwrap();
        let expected = "title = '2025/a'\naliases = ['/2025/a']\nrelated = ['2024/b', '../../2024/b/', '2025/c'] # why\n\
                        origin = 'https://example.org/archive/uk/2024/b'\n[home]\npinned = [\"articles/2024/b/\"]\n\
                        [footer]\nuk = 'Див. [статтю](/uk/2024/b)'\n[[image]]\nfile = '../a/p.png'\ncaption = '[x](../../2024/b/)'\n";
        assert_eq!(made, expected);
        assert_eq!(relocation.toml("a = ", &[]), None);
    }
}
