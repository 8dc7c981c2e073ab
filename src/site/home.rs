//! `[home]` and `[[menu]]` of `site.toml`: what the home page begins with, and the links that stand on every page.

use std::{collections::HashSet, hash::Hash};

use super::{Placed, SiteName, TomlFields, Topic};
use crate::model::{
    diagnostic::{Diagnostic, Place, nearest},
    sentence::{Sentence, expected, say},
    slug::{ArticleId, Slug},
};

/// Articles that are pinned, at most: the home page begins with so many.
pub const MOST_PINNED: usize = 5;
/// Sections on the home page, at most: each costs one look into the catalog.
const MOST_SECTIONS: usize = 12;

/// The part of the home page before the newest articles; empty if `site.toml` has no `[home]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HomeRules {
    /// Articles that come first, in this order.
    pub pinned: Vec<Placed<ArticleId>>,
    /// Sections of which the newest articles are shown, in this order.
    pub sections: Vec<Placed<String>>,
}

impl HomeRules {
    /// Reads `[home]`.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("home") else { return HomeRules::default() };
        let section = |text: &str| match text.trim() {
            "" => Err(say("bad-value-blank")),
            _ => Ok(text.to_owned()),
        };
        let article = |text: &str| match text.parse::<ArticleId>()? {
            id if id.year().is_some() => Ok(id),
            _ => Err(expected("expected-id", text)),
        };
        let rules = HomeRules {
            pinned: each_once(&table, "pinned", MOST_PINNED, article),
            sections: each_once(&table, "sections", MOST_SECTIONS, section),
        };
        table.finish();
        rules
    }
}

/// The first `most` values under `key`, each once; of the others is said that they are ignored.
fn each_once<T: Eq + Hash + Clone + ToString>(
    table: &TomlFields<'_, '_>,
    key: &'static str,
    most: usize,
    read: impl Fn(&str) -> Result<T, Sentence>,
) -> Vec<Placed<T>> {
    let mut seen = HashSet::new();
    let mut values: Vec<Placed<T>> = table.placed(key, |text| {
        let value = read(text)?;
        match seen.insert(value.clone()) {
            true => Ok(value),
            false => Err(say("bad-value-again").with("name", text)),
        }
    });
    if values.len() > most {
        let message = say("bad-value-too-many").with("key", key).with("most", most).with("count", values.len());
        table.problem(key, "bad-value", message);
        values.truncate(most);
    }
    values
}

/// A link of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Its destination.
    pub target: MenuTarget,
    /// Its place.
    pub place: MenuPlace,
    /// Its words; without any, it has the title of what it leads to.
    pub name: Option<SiteName>,
    /// The place in `site.toml` of the target.
    pub at: Option<Place>,
}

/// The destination of a menu's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    /// An undated page, by the name of its folder.
    Page(Slug),
    /// The articles of a section, a tag or an author.
    Topic(Topic, String),
    /// An address elsewhere, or a path from the root of the site.
    Address(String),
}

/// The place of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuPlace {
    /// At the top of every page.
    Header,
    /// At its end.
    Footer,
}

/// The keys that name a target, of which an entry has one.
const TARGETS: [&str; 5] = ["page", "section", "tag", "author", "href"];

/// Reads `[[menu]]`. An entry without a target that can be read is left out.
pub(super) fn read_menu(fields: &TomlFields<'_, '_>) -> Vec<MenuEntry> {
    fields.tables("menu").into_iter().filter_map(entry).collect()
}

fn entry(fields: TomlFields<'_, '_>) -> Option<MenuEntry> {
    let named: Vec<&str> = TARGETS.into_iter().filter(|key| fields.has(key)).collect();
    let topic = |topic: Topic, key| Some(MenuTarget::Topic(topic, fields.required(key)?));
    let (key, target) = match named.as_slice() {
        ["page"] => ("page", fields.parsed("page").map(MenuTarget::Page)),
        ["section"] => ("section", topic(Topic::Section, "section")),
        ["tag"] => ("tag", topic(Topic::Tag, "tag")),
        ["author"] => ("author", topic(Topic::Author, "author")),
        ["href"] => ("href", href(&fields).map(MenuTarget::Address)),
        [] => {
            // A misspelt key is reported as unknown.
            let is_misspelt = |key: &str| !matches!(key, "place" | "name") && nearest(key, TARGETS).is_some();
            if !fields.keys().any(is_misspelt) {
                fields.problem("", "missing-key", say("missing-key-menu"));
            }
            ("", None)
        }
        [_, second, ..] => {
            fields.problem(second, "bad-value", say("bad-value-menu-target"));
            ("", None)
        }
        [_] => ("", None),
    };
    let place = match fields.string("place").as_deref() {
        None | Some("header") => MenuPlace::Header,
        Some("footer") => MenuPlace::Footer,
        Some(found) => {
            fields.problem("place", "bad-value", say("bad-value-menu-place").with("found", found));
            MenuPlace::Header
        }
    };
    let name = SiteName::read(&fields, "name");
    let is_nameless = key == "href" && name.is_none();
    if is_nameless {
        fields.missing("name");
    }
    let at = if key.is_empty() {
        None
    } else {
        TARGETS.into_iter().find(|known| *known == key).and_then(|key| fields.place(key))
    };
    fields.finish();
    target.filter(|_| !is_nameless).map(|target| MenuEntry { target, place, name, at })
}

/// The address under `href`: one that a browser follows and never runs.
fn href(fields: &TomlFields<'_, '_>) -> Option<String> {
    let text = fields.required("href")?;
    let is_plain = !text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let after = |start: &str| {
        text.get(..start.len()).filter(|found| found.eq_ignore_ascii_case(start)).and(text.get(start.len()..))
    };
    let is_host = |rest: &str| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']);
    let is_address = after("http://").is_some_and(is_host)
        || after("https://").is_some_and(is_host)
        || after("mailto:").is_some_and(|rest| rest.contains('@'))
        || (text.starts_with('/') && !text.starts_with("//"));
    if !(is_plain && is_address) {
        fields.problem("href", "bad-value", say("bad-value-menu-href").with("found", &text));
        return None;
    }
    Some(text)
}

/// The problem of an entry whose target is not there.
pub(crate) fn menu_problem(entry: &MenuEntry) -> Option<Diagnostic> {
    let (kind, id) = match &entry.target {
        MenuTarget::Page(name) => ("page", name.to_string()),
        MenuTarget::Topic(topic, id) => (topic.as_str(), id.clone()),
        MenuTarget::Address(_) => return None,
    };
    let message = say(format!("menu-target-{kind}")).with("id", id);
    let mut problem = Diagnostic::warning("site.toml", "menu-target", message).help(say("help-menu-target"));
    problem.place = entry.at;
    Some(problem)
}

/// The problem of an article or a section that the home page leaves out: a warning where it is there, and readers do not see it.
pub(crate) fn not_on_home(message: &'static str, id: &str, place: Place) -> Diagnostic {
    let is_there = matches!(message, "not-on-home-hidden" | "not-on-home-withdrawn");
    let of = if is_there { Diagnostic::warning } else { Diagnostic::error };
    Diagnostic { place: Some(place), ..of("site.toml", "not-on-home", say(message).with("id", id)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    fn read(home: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let text = format!("name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n[home]\n{home}\n");
        let (site, problems) = parse_site("site.toml", &text);
        let home = site.unwrap().home().clone();
        let problems = problems.iter().map(|problem| problem.to_string().lines().next().unwrap().to_owned()).collect();
        let pinned = home.pinned.iter().map(|pin| pin.value.to_string()).collect();
        (pinned, home.sections.into_iter().map(|section| section.value).collect(), problems)
    }

    #[test]
    fn pins_and_sections_keep_their_order() {
        let (pinned, sections, problems) = read("pinned = ['2025/b', '2024/a']\nsections = ['news', 'право']");
        assert_eq!((pinned, sections), (vec!["2025/b".into(), "2024/a".into()], vec!["news".into(), "право".into()]));
        assert_eq!(problems, [""; 0]);
        assert_eq!(read(""), (vec![], vec![], vec![]));
    }

    #[test]
    fn each_mistake_is_reported_where_it_stands_and_the_rest_is_used() {
        for (home, pinned, problem) in [
            (
                "pinned = ['x', '2024/a']",
                1,
                "site.toml:6:11: error: `pinned`: expected `<year>/<name>`, found `x` [bad-value]",
            ),
            (
                "pinned = ['2024/a', '2024/a']",
                1,
                "site.toml:6:21: error: `pinned`: `2024/a` occurs twice here [bad-value]",
            ),
            (
                "pinned = ['2024/a', '2024/b', '2024/c', '2024/d', '2024/e', '2024/f']",
                5,
                "site.toml:6:10: error: `pinned` may list at most 5, found 6; the others are ignored [bad-value]",
            ),
            (
                "pinned = '2024/a'",
                0,
                "site.toml:6:10: error: `pinned`: expected an array like [\"one\", \"two\"], found a string [wrong-type]",
            ),
            (
                "sections = [' ']",
                0,
                "site.toml:6:13: error: `sections`: expected a name, found only spaces [bad-value]",
            ),
            ("sectoins = ['a']", 0, "site.toml:6:1: error: unknown key `sectoins` [unknown-key]"),
        ] {
            let (found, _, problems) = read(home);
            assert_eq!((found.len(), problems), (pinned, vec![problem.to_owned()]), "{home}");
        }
    }

    fn entries_of(menu: &str) -> (Vec<MenuEntry>, Vec<String>) {
        let site = "name = 'x'\nbase_url = 'https://x.org'\n[[language]]\ntag = 'uk'\n";
        let (site, problems) = parse_site("site.toml", &format!("{site}[[menu]]\n{menu}\n"));
        let problems =
            problems.iter().map(|problem| format!("{} {}", problem.place.map_or(0, |place| place.line), problem.code));
        (site.unwrap().menu().to_vec(), problems.collect())
    }

    #[test]
    fn an_entry_has_one_target() {
        for (menu, target) in [
            ("page = 'about'", MenuTarget::Page("about".parse().unwrap())),
            ("section = 'law'", MenuTarget::Topic(Topic::Section, "law".into())),
            ("tag = 'mines'", MenuTarget::Topic(Topic::Tag, "mines".into())),
            ("author = 'lesia'\nplace = 'footer'", MenuTarget::Topic(Topic::Author, "lesia".into())),
            ("href = 'https://example.org/a?b'\nname = 'x'", MenuTarget::Address("https://example.org/a?b".into())),
        ] {
            let (entries, problems) = entries_of(menu);
            assert_eq!(problems, [""; 0], "{menu}");
            assert_eq!(entries[0].target, target, "{menu}");
            assert_eq!(entries[0].place == MenuPlace::Footer, menu.contains("footer"));
            assert_eq!(entries[0].at.map(|place| place.line), Some(6));
        }
    }

    #[test]
    fn what_is_wrong_with_an_entry_is_reported_at_its_line() {
        for (menu, entries, problem) in [
            ("", 0, "5 missing-key"),
            ("page = 'about'\ntag = 'x'", 0, "7 bad-value"),
            ("page = 'A b'", 0, "6 bad-value"),
            ("pag = 'about'\nplace = 'footer'", 0, "6 unknown-key"),
            ("section = ''", 0, "6 empty-value"),
            ("page = 'about'\nplace = 'left'", 1, "7 bad-value"),
            ("page = 'about'\nnames = 'x'", 1, "7 unknown-key"),
            ("page = 'about'\nname = { uk = 'а', 'no tag' = 'x' }", 1, "7 bad-value"),
            ("href = '/a'", 0, "5 missing-key"),
            ("href = 'about'\nname = 'x'", 0, "6 bad-value"),
        ] {
            let (found, problems) = entries_of(menu);
            assert_eq!((found.len(), problems.as_slice()), (entries, [problem.to_owned()].as_slice()), "{menu}");
        }
    }

    #[test]
    fn no_address_runs_in_a_browser() {
        for (href, is_valid) in [
            ("https://example.org", true),
            ("HTTP://example.org/a", true),
            ("mailto:a@example.org", true),
            ("/uk/2025/", true),
            ("javascript:alert(1)", false),
            ("JavaScript:alert(1)", false),
            ("java\\tscript:alert(1)", false),
            (" javascript:x", false),
            ("data:text/html,x", false),
            ("//evil.example", false),
            ("/\\\\evil.example", false),
            ("https:///evil", false),
            ("https://", false),
            ("mailto:", false),
            ("about", false),
            ("../about", false),
        ] {
            let (entries, problems) = entries_of(&format!("href = \"{href}\"\nname = 'x'"));
            assert_eq!((entries.len(), problems.len()), (usize::from(is_valid), usize::from(!is_valid)), "{href}");
        }
    }
}
