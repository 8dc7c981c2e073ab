//! A body as the archive has it: headings below the title, links to the folders of articles, files by their names.

use std::{cell::RefCell, collections::BTreeMap, ops::Range};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{
    article::markdown::readdressed,
    import::{
        ImportedVersion, Outcome, PLACE_SCHEME, Report,
        plan::{Addresses, Link, PlannedArticle},
        source::joined,
    },
};

/// What links of a body may lead to.
#[derive(Clone, Copy)]
pub(in crate::import) struct Destinations<'a> {
    /// All articles.
    pub(in crate::import) articles: &'a [PlannedArticle],
    /// All old addresses.
    pub(in crate::import) addresses: &'a Addresses,
    /// By the name of a version in the source: its article and its place in that.
    pub(in crate::import) places: &'a std::collections::HashMap<String, (usize, usize)>,
    /// Names in the article's folder, by how the body names the file.
    pub(in crate::import) files: &'a BTreeMap<String, String>,
    /// The article of the body.
    pub(in crate::import) article: usize,
}

/// The body of `version` for the archive.
pub(in crate::import) fn written_body(version: &ImportedVersion, to: Destinations<'_>, report: &mut Report) -> String {
    let body = places_as_links(lowered(&version.body));
    let report = RefCell::new(report);
    let changed = |address: &str| to.changed(version, address, &mut report.borrow_mut());
    let body = readdressed(&body, &changed).unwrap_or(body);
    let body = to.without_places(body);
    let mut text = body.trim_matches('\n').trim_end().to_owned();
    text.push('\n');
    text
}

impl Destinations<'_> {
    /// What stands in the place of `address`; `None` where it stays.
    fn changed(&self, version: &ImportedVersion, address: &str, report: &mut Report) -> Option<String> {
        if let Some(name) = self.files.get(address) {
            return Some(encoded(name));
        }
        let (bare, tail) = address.split_at(address.find('#').unwrap_or(address.len()));
        if let Some(id) = bare.strip_prefix(PLACE_SCHEME) {
            let decoded = percent_decode_str(id).decode_utf8_lossy();
            if let Some((article, _)) = self.places.get(id).or_else(|| self.places.get(&*decoded)) {
                return self.folder(*article, tail);
            }
            let found = format!("a link to `{id}`, which is not there");
            report.add(
                &version.place,
                "dead-link",
                Outcome::Kept,
                found,
                "the link stays as it is; correct it by hand",
            );
            return Some(format!("{id}{tail}"));
        }
        let scheme = bare.split([':', '/']).next().is_some_and(|scheme| bare.starts_with(&format!("{scheme}:")));
        if bare.is_empty() || (scheme && !bare.starts_with("http")) {
            return None;
        }
        let path = match bare.starts_with('/') || scheme {
            true => bare.to_owned(),
            false => self.absolute(version, bare)?,
        };
        match self.addresses.find(&path) {
            Some(Link::Version(article, _)) => self.folder(*article, tail),
            Some(Link::Path(path)) => Some(format!("{path}{tail}")),
            None => {
                if self.addresses.is_own(&path) && !self.addresses.answers(&path) {
                    let found = format!("a link to `{address}`, where the old site has nothing that was imported");
                    report.add(
                        &version.place,
                        "dead-link",
                        Outcome::Kept,
                        found,
                        "the link stays as it is; correct it by hand",
                    );
                    return None;
                }
                let within = self.addresses.without_folder(bare);
                (within != bare).then(|| format!("{within}{tail}"))
            }
        }
    }

    /// The text with the address of the version in each place that is not a link: in code, and as the words of a link.
    fn without_places(&self, text: String) -> String {
        if !text.contains(PLACE_SCHEME) {
            return text;
        }
        let mut parts = text.split(PLACE_SCHEME);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (id, rest) = part.split_at(end_of_place(part));
            let plain = id.replace('\\', "");
            let plain = percent_decode_str(&plain).decode_utf8_lossy();
            let (bare, tail) = plain.split_at(plain.find('#').unwrap_or(plain.len()));
            let address = self.places.get(bare).and_then(|(article, version)| {
                let article = self.articles.get(*article)?;
                Some(article.address(article.versions.get(*version)?))
            });
            match address {
                Some(address) => out.extend([&*address, tail, rest]),
                None => out.extend([id, rest]),
            }
        }
        out
    }

    /// A relative link as a path from the root: from the old address of the text; from the root where it has none, as the home page.
    fn absolute(&self, version: &ImportedVersion, relative: &str) -> Option<String> {
        let own = version.addresses.first().map_or("/", String::as_str);
        let own = own.split_once("://").map_or(own, |(_, rest)| rest.split_at(rest.find('/').unwrap_or(rest.len())).1);
        let own = own.split('?').next().unwrap_or_default();
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (path, query) = relative.split_at(relative.find('?').unwrap_or(relative.len()));
        let decoded = percent_decode_str(path).decode_utf8().ok()?;
        Some(format!("/{}{query}", joined(folder, &decoded)?))
    }

    /// The path from the folder of this article to that of another; only the fragment where it is the same.
    fn folder(&self, article: usize, tail: &str) -> Option<String> {
        if article == self.article && !tail.is_empty() {
            return Some(tail.to_owned());
        }
        let folder = |at: usize| self.articles.get(at).map(|article| article.id.folder());
        let (from, to) = (folder(self.article)?, folder(article)?);
        let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
        let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
        // The last part is named even where both are the same.
        let shared = shared.min(to.len() - 1).min(from.len());
        let up = "../".repeat(from.len() - shared);
        Some(format!("{up}{}/{tail}", to.get(shared..)?.join("/")))
    }
}

/// The text with each place that stands alone in prose as an autolink. A shortcode for an address may stand anywhere.
fn places_as_links(text: String) -> String {
    if !text.contains(PLACE_SCHEME) {
        return text;
    }
    let (mut prose, mut inside) = (Vec::<Range<usize>>::new(), 0_usize);
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            Event::Text(_) if inside == 0 => match prose.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => prose.push(range),
            },
            _ => {}
        }
    }
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for range in prose {
        let Some(source) = text.get(range.clone()) else { continue };
        for (at, _) in source.match_indices(PLACE_SCHEME) {
            let (start, place) = (range.start + at, source.get(at + PLACE_SCHEME.len()..).unwrap_or_default());
            let end = start + PLACE_SCHEME.len() + end_of_place(place);
            let parts = (text.get(done..start), text.get(start..end));
            if let (Some(before), Some(link)) = parts {
                out.extend([before, "<", link, ">"]);
                done = end;
            }
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Where the path at the beginning of `text` ends.
fn end_of_place(text: &str) -> usize {
    let is_end = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '«' | '»' | '“' | '”' | '|')
    };
    let path = text.get(..text.find(is_end).unwrap_or(text.len())).unwrap_or_default();
    path.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '…']).len()
}

/// A name of a file as a link writes it.
fn encoded(name: &str) -> String {
    name.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

/// The text with each heading a level lower, where one has the level of the title.
fn lowered(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let headings: Vec<_> = Parser::new_ext(text, options)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some((level, range)),
            _ => None,
        })
        .collect();
    if !headings.iter().any(|(level, _)| *level == HeadingLevel::H1) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + headings.len());
    let mut done = 0;
    for (level, range) in headings {
        let Some(source) = text.get(range.clone()) else { continue };
        out.push_str(text.get(done..range.start).unwrap_or_default());
        done = range.end;
        let marks = "#".repeat((level as usize + 1).min(6));
        if source.starts_with('#') {
            out.push_str(&marks);
            out.push_str(source.trim_start_matches('#'));
        } else {
            // Underlined with `=` or `-`.
            let lines: Vec<&str> = source.trim_end().lines().collect();
            let words = lines.split_last().map(|(_, words)| words.join(" ")).unwrap_or_default();
            out.push_str(&format!("{marks} {}\n", words.trim()));
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{
        import::{
            ImportedSite,
            plan::{PlannedVersion, Terms},
            ties::Head,
        },
        model::lang::Lang,
    };

    #[test]
    fn links_of_every_kind_lead_to_folders_and_others_stay() {
        let uk: Lang = "uk".parse().unwrap();
        let version = |id: &str, address: &str| ImportedVersion {
            id: id.into(),
            addresses: vec![address.into()],
            ..ImportedVersion::default()
        };
        let heads =
            [version("a.md", "/posts/a/"), version("b.md", "https://example.org/posts/b/"), version("c.md", "/about/")]
                .map(|version| Head { version, lang: uk.clone() });
        let article = |n: usize, id: &str| PlannedArticle {
            id: id.parse().unwrap(),
            source: uk.clone(),
            published: None,
            versions: vec![PlannedVersion { head: n, lang: uk.clone(), slug: "x".parse().unwrap() }],
            merged: vec![],
        };
        let articles = [article(0, "2019/a"), article(1, "2020/b"), article(2, "pages/about")];
        let site = ImportedSite { base_url: Some("https://example.org".into()), ..ImportedSite::default() };
        let mut report = Report::default();
        let addresses = Addresses::new(&heads, &articles, &site, &Terms::default(), &mut report);
        let places = HashMap::from([("b.md".to_owned(), (1, 0)), ("a.md".to_owned(), (0, 0))]);
        let files = BTreeMap::from([("img/карта 1.png".to_owned(), "карта 1.png".to_owned())]);
        let body = "[1](x-import:b.md#t) [2](/posts/b/) [3](https://example.org/posts/b) [4](../b/) [5](/about/)\n\
                    [6](#x) [7](https://other.org/posts/b) [8](x-import:z.md) [9](/nothing/) [10](mailto:a@b.c)\n\
                    [11](x-import:a.md#t) ![12](<img/карта 1.png>) [13](/uk/) [14](x-import:a.md) `[15](/about/)`\n";
        let mut version = heads[0].version.clone();
        version.body = body.into();
        let to =
            Destinations { articles: &articles, addresses: &addresses, places: &places, files: &files, article: 0 };
        let made = written_body(&version, to, &mut report);
        let expected = "[1](../../2020/b/#t) [2](../../2020/b/) [3](../../2020/b/) [4](../../2020/b/) [5](../../../pages/about/)\n\
                    [6](#x) [7](https://other.org/posts/b) [8](z.md) [9](/nothing/) [10](mailto:a@b.c)\n\
                    [11](#t) ![12](<карта 1.png>) [13](/uk/) [14](../a/) `[15](/about/)`\n";
        assert_eq!(made, expected);
        assert_eq!(report.entries().iter().filter(|entry| entry.code == "dead-link").count(), 2);
        let to = Destinations { article: 2, ..to };
        version.body = "[1](x-import:b.md) [2](/about/#x)".into();
        assert_eq!(written_body(&version, to, &mut report), "[1](../../articles/2020/b/) [2](#x)\n");
    }

    #[test]
    fn a_link_to_a_page_of_the_site_goes_without_the_folder_of_the_old_one() {
        let site = ImportedSite { base_url: Some("https://example.org/blog".into()), ..ImportedSite::default() };
        let addresses = Addresses::new(&[], &[], &site, &Terms::default(), &mut Report::default());
        let (places, files) = (HashMap::new(), BTreeMap::new());
        let to = Destinations { articles: &[], addresses: &addresses, places: &places, files: &files, article: 0 };
        let body = "[1](/blog/search/#b) [2](/search) [3](/blog/nothing) [4](/blog/)";
        let version = ImportedVersion { body: body.into(), ..ImportedVersion::default() };
        let made = written_body(&version, to, &mut Report::default());
        assert_eq!(made, "[1](/search/#b) [2](/search) [3](/blog/nothing) [4](/)\n");
    }

    #[test]
    fn a_place_that_is_not_a_link_becomes_one_and_shows_its_address() {
        let uk: Lang = "uk".parse().unwrap();
        let article = |id: &str| PlannedArticle {
            id: id.parse().unwrap(),
            source: uk.clone(),
            published: None,
            versions: vec![PlannedVersion { head: 0, lang: uk.clone(), slug: "нова".parse().unwrap() }],
            merged: vec![],
        };
        let articles = [article("2019/a"), article("2020/b"), article("pages/about")];
        let places = [("a.md", 0), ("_posts/b_c.md", 1), ("про нас.md", 2)];
        let places = places.map(|(id, at)| (id.to_owned(), (at, 0))).into_iter().collect();
        let addresses = Addresses::new(&[], &[], &ImportedSite::default(), &Terms::default(), &mut Report::default());
        let files = BTreeMap::new();
        let to =
            Destinations { articles: &articles, addresses: &addresses, places: &places, files: &files, article: 0 };
        let b = "[/uk/2020/нова](../../2020/b/)";
        for (body, expected) in [
            ("Див. x-import:_posts/b_c.md, і далі", format!("Див. {b}, і далі")),
            ("x-import:_posts/b_c.md.", format!("{b}.")),
            ("(x-import:_posts/b_c.md) «x-import:_posts/b_c.md»", format!("({b}) «{b}»")),
            ("<x-import:_posts/b_c.md>", b.to_owned()),
            ("**x-import:_posts/b_c.md**", format!("**{b}**")),
            ("x-import:_posts/b_c.md#x", "[/uk/2020/нова#x](../../2020/b/#x)".to_owned()),
            ("x-import:про%20нас.md", "[/uk/нова](../../../pages/about/)".to_owned()),
            ("[x-import:_posts/b_c.md](x-import:_posts/b_c.md)", b.to_owned()),
            ("`x-import:_posts/b_c.md`", "`/uk/2020/нова`".to_owned()),
            ("```\ncurl x-import:_posts/b_c.md\n```", "```\ncurl /uk/2020/нова\n```".to_owned()),
            ("- x-import:_posts/b_c.md\n- x-import:_posts/b_c.md", format!("- {b}\n- {b}")),
            ("| a |\n|---|\n| x-import:_posts/b_c.md |", format!("| a |\n|---|\n| {b} |")),
            ("[r]\n\n[r]: x-import:_posts/b_c.md", "[r]\n\n[r]: ../../2020/b/".to_owned()),
            (
                "<a data-x=\"x-import:_posts/b_c.md\" href=\"x-import:_posts/b_c.md\">",
                "<a data-x=\"/uk/2020/нова\" href=\"../../2020/b/\">".to_owned(),
            ),
            ("x-import:немає.md", "[немає.md](немає.md)".to_owned()),
        ] {
            let version = ImportedVersion { body: body.into(), ..ImportedVersion::default() };
            let made = written_body(&version, to, &mut Report::default());
            assert_eq!(made, format!("{expected}\n"), "{body}");
        }
    }

    #[test]
    fn headings_go_below_the_title() {
        for (text, made) in [
            ("# A\n\n## B #\n\nC\n===\n\nD\nE\n---\n\n###### F\n", "## A\n\n### B #\n\n## C\n\n### D E\n\n###### F\n"),
            ("## A\n\n    # code\n", "## A\n\n    # code\n"),
            ("> # A\n> text\n", "> ## A\n> text\n"),
        ] {
            assert_eq!(lowered(text), made, "{text}");
        }
    }
}
