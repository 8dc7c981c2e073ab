//! How the old site wrote its addresses: what its settings say stands in the addresses of its posts.

use std::collections::BTreeMap;

use crate::import::wordpress::{
    index::{Index, PostFacts},
    languages::lang_of,
    xml::decoded,
};

/// The parts of addresses that all posts and listings have.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Structure {
    /// The part in front of the one that differs from post to post, `/archives`; lists have it, too. Mostly empty.
    pub(super) front: String,
    /// The part in front of the dates of lists: `/archives/date` where the numbers of posts would be taken for years.
    pub(super) dates: String,
    /// Whether the addresses of posts begin with their category: the category by itself is its listing then.
    pub(super) begins_with_category: bool,
    /// Whether posts have only numbers: `/?p=17`.
    pub(super) is_plain: bool,
}

impl Structure {
    /// As most posts have it.
    pub(super) fn of(index: &Index) -> Structure {
        let base = index.base_path();
        let mut votes: BTreeMap<Structure, usize> = BTreeMap::new();
        for (id, post) in index.posts.iter().filter(|(_, post)| post.kind == "post" && post.is_public) {
            if let Some(structure) = Structure::read(*id, post, &base, index) {
                *votes.entry(structure).or_default() += 1;
            }
        }
        votes.into_iter().max_by_key(|(_, count)| *count).map(|(structure, _)| structure).unwrap_or_default()
    }

    fn read(id: u64, post: &PostFacts, base: &str, index: &Index) -> Option<Structure> {
        if post.link.contains("?p=") {
            return Some(Structure { is_plain: true, ..Structure::default() });
        }
        let path = path_of(&post.link);
        let path = decoded(path.strip_prefix(base).unwrap_or(path));
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && post.lang.is_some() && parts.first().and_then(|part| lang_of(part)) == post.lang {
            parts.remove(0);
        }
        let number = id.to_string();
        let is_number = |part: &str| part.split(['-', '.', '_']).any(|word| word == number);
        let is_category = |part: &str| post.categories.iter().any(|slug| is_or_is_below(index, slug, part));
        let varies = |part: &str| {
            is_number(part)
                || (!post.slug.is_empty() && part.contains(post.slug.as_str()))
                || post.day.is_some_and(|day| part == format!("{:04}", day.year()))
                || part.eq_ignore_ascii_case(&post.author)
                || part == nice_name(&post.author)
                || is_category(part)
        };
        let first = parts.iter().position(|part| varies(part))?;
        let front: String = parts.iter().take(first).map(|part| format!("/{part}")).collect();
        // WordPress does so where the number is among the first three parts.
        let has_number = parts.iter().skip(first).take(3).any(|part| is_number(part));
        let dates = if has_number { format!("{front}/date") } else { front.clone() };
        let begins_with_category = parts.get(first).is_some_and(|part| is_category(part));
        Some(Structure { front, dates, begins_with_category, is_plain: false })
    }

    /// `/index.php` where the server could not rewrite addresses: all of them have it.
    pub(super) fn root(&self) -> &str {
        if self.front.starts_with("/index.php") { "/index.php" } else { "" }
    }
}

/// Whether `part` is the category `slug` or one above it.
fn is_or_is_below(index: &Index, slug: &str, part: &str) -> bool {
    let above = |slug: &String| {
        let term = index.terms.get(&("category".to_owned(), slug.clone()))?;
        (!term.parent.is_empty()).then(|| term.parent.clone())
    };
    std::iter::successors(Some(slug.to_owned()), above).take(10).any(|slug| slug == part)
}

/// The name of an author in addresses, which WordPress makes of the login: `J. Smith` is `j-smith`.
pub(super) fn nice_name(login: &str) -> String {
    let mut name = String::new();
    for c in login.trim().to_lowercase().chars() {
        match c {
            c if c.is_alphanumeric() || c == '_' => name.push(c),
            '.' | '-' | ' ' | '/' if !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.trim_matches('-').to_owned()
}

/// The path of an address: from the first slash behind the host.
pub(in crate::import::wordpress) fn path_of(address: &str) -> &str {
    let rest = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default()));
    rest.split(['?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_of_addresses_is_what_does_not_differ() {
        for (link, front, dates) in [
            ("/2019/05/07/dnipro/", "", ""),
            ("/dnipro/", "", ""),
            ("/en/dnipro/", "", ""),
            ("/archives/17", "/archives", "/archives/date"),
            ("/blog/2019/05/dnipro.html", "/blog", "/blog"),
            ("/index.php/2019/05/07/dnipro/", "/index.php", "/index.php"),
            ("/rivers/dnipro/", "", ""),
            ("/nature/rivers/dnipro/", "", ""),
            ("/o-tkach/dnipro/", "", ""),
            ("/dnipro-17.html", "", "/date"),
            ("/%D0%B4%D0%BD%D1%96%D0%BF%D1%80%D0%BE/", "", ""),
        ] {
            let slug = if link.contains('%') { "дніпро" } else { "dnipro" };
            let post = PostFacts {
                kind: "post".into(),
                is_public: true,
                lang: "en".parse().ok(),
                slug: slug.into(),
                link: format!("https://museum.example/x{link}"),
                author: "O. Tkach".into(),
                categories: vec!["rivers".into()],
                day: "2019-05-07".parse().ok(),
                ..PostFacts::default()
            };
            let mut index = Index::default();
            index.site.insert("base_blog_url".into(), "https://museum.example/x".into());
            let term = |parent: &str| crate::import::wordpress::index::TermFacts {
                parent: parent.into(),
                ..Default::default()
            };
            index.terms.insert(("category".into(), "rivers".into()), term("nature"));
            index.posts.insert(17, post);
            let found = Structure::of(&index);
            assert_eq!((found.front.as_str(), found.dates.as_str()), (front, dates), "{link}");
            assert_eq!(found.begins_with_category, link.contains("rivers"), "{link}");
        }
    }

    #[test]
    fn the_name_of_an_author_is_that_of_addresses() {
        for (login, name) in
            [("Олена Ткач", "олена-ткач"), ("j.smith", "j-smith"), ("a@b.org", "ab-org"), ("x_y", "x_y")]
        {
            assert_eq!(nice_name(login), name);
        }
    }
}
