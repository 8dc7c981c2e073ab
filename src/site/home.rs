//! `[home]` of `site.toml`: what the home page begins with.

use std::{collections::HashSet, hash::Hash};

use super::{Placed, TomlFields};
use crate::model::{
    sentence::{Sentence, say},
    slug::ArticleId,
};

/// Articles that are pinned, at most: the home page begins with so many.
pub const MOST_PINNED: usize = 5;
/// Sections on the home page, at most: each costs one look into the catalog.
const MOST_SECTIONS: usize = 12;

/// What the home page shows before the newest articles; nothing where `site.toml` has no `[home]`.
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
        let rules = HomeRules {
            pinned: each_once(&table, "pinned", MOST_PINNED, |text| text.parse().map_err(Sentence::from)),
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

#[cfg(test)]
mod tests {
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
}
