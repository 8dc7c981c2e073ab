//! The configuration of Caddy: a site whose files go out by its maps, and a page of Caddy's `templates` that leads on all else.
//!
//! Its maps say what an address is and look up what the names of files do not say; templates can loop and compare numbers, so
//! `route.html` reads `Accept-Language` whole, and no step of the choice is written twice.

use std::{collections::BTreeMap, path::Path};

use super::{
    negotiation::{LanguageRule, Negotiation},
    tables::{Tables, regex_escaped},
};
use crate::{
    export::site::{
        addresses::{ENDINGS, decoded},
        facts::{NeutralTarget, SiteFacts},
    },
    model::lang::Lang,
    site::Site,
};

/// The site, with a name between two `@` in place of each value.
const SITE: &str = include_str!("templates/caddy_site.conf");
/// The page that leads on, in the same form.
const ROUTE: &str = include_str!("templates/caddy_route.html");
/// The indentation of a directive of the site.
const INDENT: &str = "\t\t";

/// The input of the configuration.
pub(super) struct Caddy<'a> {
    pub(super) site: &'a Site,
    pub(super) facts: &'a SiteFacts,
    pub(super) negotiation: &'a Negotiation,
    pub(super) root: &'a Path,
}

/// The input of a map and its outputs.
type MapLine = (String, Vec<String>);

impl Caddy<'_> {
    /// The `Caddyfile`.
    pub(super) fn site(&self) -> String {
        let root = self.root.display();
        let head = format!(
            "# Written by `litopys export site`, which overwrites it. In the Caddyfile of the server:\n\
             #   import {root}/.litopys-export/Caddyfile\n\
             # docs/REFERENCE.md, “The site as files”, says in what Caddy differs from `litopys serve`.\n{}",
            self.negotiation.warning()
        );
        let base = self.site.base_path();
        let address = self.site.base_url().strip_suffix(base).unwrap_or_default();
        let https = self.site.is_https().then(|| ("strict-transport-security".to_owned(), "max-age=31536000"));
        let security = crate::web::security_headers().chain(https);
        let values = [
            ("@address@", address.to_owned()),
            ("@root@", root.to_string()),
            ("@security@", joined(security.map(|(name, value)| format!("{INDENT}\t{name} {}", quoted(value))))),
            ("@inside@", self.spellings(&regex_escaped(&decoded(base)))),
            ("@spellings@", self.spellings("")),
            ("@languages@", joined(self.negotiation.languages.iter().map(below))),
            ("@base_url@", self.site.base_url().to_owned()),
            ("@base@", regex_escaped(base)),
            ("@base_decoded@", regex_escaped(&decoded(base))),
            ("@endings@", ENDINGS.map(|ending| ending.trim_start_matches('.')).join("|")),
            ("@tables@", self.tables()),
            ("@types@", self.types()),
            ("@default@", self.negotiation.default().to_owned()),
        ];
        head + &filled(SITE, &values)
    }

    /// `route.html`.
    pub(super) fn route(&self) -> String {
        let all = &self.negotiation.languages;
        let of = |value: &dyn Fn(&LanguageRule) -> String| {
            all.iter().map(|rule| format!("\"{}\" {}", rule.lang, value(rule))).collect::<Vec<_>>().join(" ")
        };
        let list = |langs: &[Lang]| langs.iter().map(|lang| format!("\"{lang}\"")).collect::<Vec<_>>().join(" ");
        let names = |rule: &LanguageRule| {
            format!("(list {})", rule.names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" "))
        };
        let header = match self.negotiation.reads_header {
            true => "placeholder \"http.request.header.Accept-Language\"",
            false => "\"\"",
        };
        let base = self.site.base_path();
        let values = [
            ("@base@", base.to_owned()),
            ("@base_decoded@", decoded(base)),
            ("@default@", self.negotiation.default().to_owned()),
            ("@languages@", all.iter().map(|rule| format!("\"{}\"", rule.lang)).collect::<Vec<_>>().join(" ")),
            ("@patterns@", of(&|rule| format!("`^{}(?:[-_][a-z0-9]{{1,8}})*$`", rule.pattern()))),
            ("@names@", of(&names)),
            ("@shown@", of(&|rule| format!("(list {})", list(&rule.shown)))),
            ("@in_use@", list(&self.negotiation.in_use)),
            ("@order@", list(&self.negotiation.order)),
            ("@chain@", list(&self.negotiation.chain)),
            ("@header@", header.to_owned()),
            ("@endings@", ENDINGS.map(|ending| ending.trim_start_matches('.')).join("|")),
            ("@secure@", if self.site.is_https() { "; Secure" } else { "" }.to_owned()),
        ];
        filled(ROUTE, &values)
    }

    /// Other spellings of a language in front of a path, below `base`: aliases, capitals, regions.
    fn spellings(&self, base: &str) -> String {
        let line = |rule: &LanguageRule| {
            let input = format!("~(?is)^{base}/+{}(?:-[a-z0-9]{{1,8}})*(/.*)?$", rule.pattern());
            format!("{INDENT}\t{} \"/{}${{1}}\"", quoted(&input), rule.lang)
        };
        joined(self.negotiation.languages.iter().map(line))
    }

    /// The facts that the names of files do not contain.
    fn tables(&self) -> String {
        let (facts, tables) = (self.facts, Tables::new(self.site, self.facts));
        let (stem, old) = ("{litopys_stem}", "{litopys_old}");
        // The forms of an article move with it, so old addresses are looked up without a form, but for those that end like one.
        let (whole, moved): (Vec<_>, Vec<_>) =
            to_lines(&tables.moved).into_iter().partition(|(from, _)| has_form(from));
        let below = |(from, to): &(String, String)| (format!("~^{}/.", regex_escaped(from)), vec![literal(to)]);
        let listed = to_lines(&tables.listed).into_iter().chain(tables.below.iter().map(below)).collect();
        let error = |paths: &std::collections::BTreeSet<String>, status: &str| {
            paths.iter().map(|path| (path.clone(), vec![status.to_owned()])).collect::<Vec<_>>()
        };
        let errors = [error(&facts.gone, "410"), error(&facts.missing, "404")].concat();
        let current = to_lines(&facts.current);
        let mut out = [
            map(stem, "{litopys_moved}", moved, ""),
            map(old, "{litopys_moved_whole}", whole, ""),
            map(old, "{litopys_listed}", listed, ""),
            map("{litopys_path}", "{litopys_current}", current, ""),
            map(stem, "{litopys_error}", errors, ""),
            map(stem, "{litopys_has} {litopys_neutral}", neutral(facts), ""),
        ]
        .concat();
        let mut last = String::new();
        for (at, (names, lines)) in tables.queries.iter().enumerate() {
            let values: Vec<String> = names.iter().map(|name| format!("{name}={{query.{name}}}")).collect();
            let target = format!("{{litopys_query_{at}}}");
            out += &map(&format!("\"{old}?{}\"", values.join("&")), &target, to_lines(lines), &last);
            last = target;
        }
        out + &map("\"\"", "{litopys_query}", Vec::new(), &last)
    }

    /// The media types of files by their paths.
    fn types(&self) -> String {
        let plain = "~^/(?:static|media)/";
        let mut lines: Vec<(String, &str)> = Vec::new();
        for (ending, kind) in &self.facts.types {
            lines.push((format!("{plain}.*\\.{}$", regex_escaped(ending)), kind.as_str()));
        }
        lines.push((plain.to_owned(), "application/octet-stream"));
        let (named, endings): (Vec<_>, Vec<_>) = self.facts.page_types.iter().partition(|(file, _)| file.contains('.'));
        lines.extend(named.into_iter().map(|(file, kind)| (format!("~/{}$", regex_escaped(file)), kind.as_str())));
        lines.extend(endings.into_iter().map(|(end, kind)| (format!("~\\.{}$", regex_escaped(end)), kind.as_str())));
        joined(lines.into_iter().map(|(path, kind)| format!("{INDENT}\t\t{} {}", quoted(&path), quoted(kind))))
    }
}

/// The path of a language.
fn below(rule: &LanguageRule) -> String {
    format!("{INDENT}\t\"~^/{0}(?:/|$)\" \"l\" \"{0}\"", rule.lang)
}

/// The languages of articles that have not all of them, and where addresses without one lead: `uk=/uk/2025/x`, `en=!404/en/2025/x`.
fn neutral(facts: &SiteFacts) -> Vec<MapLine> {
    let mut targets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for ((path, lang), to) in &facts.neutral {
        let to = match to {
            NeutralTarget::To(to) => format!("{lang}={to}"),
            NeutralTarget::Error(status, page) => format!("{lang}=!{status}{page}"),
        };
        targets.entry(path).or_default().push(to);
    }
    let langs = |has: &[Lang]| has.iter().map(Lang::as_str).collect::<Vec<_>>().join(" ");
    let to = |path: &String| targets.get(path.as_str()).map(|to| literal(&to.join(" "))).unwrap_or_default();
    facts.has.iter().map(|(path, has)| (path.clone(), vec![langs(has), to(path)])).collect()
}

fn to_lines(addresses: &BTreeMap<String, String>) -> Vec<MapLine> {
    addresses.iter().map(|(from, to)| (from.clone(), vec![literal(to)])).collect()
}

/// Whether an address ends like a form of an article: `.md`, `/with/en`.
fn has_form(path: &str) -> bool {
    [".md", ".json", ".bib", ".ris"].iter().any(|form| path.ends_with(form))
        || path.rsplit_once("/with/").is_some_and(|(_, lang)| !lang.contains('/'))
}

/// A `map` of Caddy; the first line that matches counts. The default is that of the first output, the others are empty.
fn map(source: &str, targets: &str, lines: Vec<MapLine>, default: &str) -> String {
    let rest = " \"\"".repeat(targets.split(' ').count() - 1);
    let row = |(from, to): MapLine| {
        format!("{INDENT}\t{} {}\n", quoted(&from), to.iter().map(|to| quoted(to)).collect::<Vec<_>>().join(" "))
    };
    // Signs that Caddy would read as an end or as a variable of its own environment cannot be written.
    let plain = lines.into_iter().filter(|(from, _)| !from.ends_with('\\') && !from.contains("{$"));
    let lines: String = plain.map(row).collect();
    format!("{INDENT}map {source} {targets} {{\n{lines}{INDENT}\tdefault {}{rest}\n{INDENT}}}\n", quoted(default))
}

/// A value in which nothing is replaced.
fn literal(text: &str) -> String {
    text.replace('{', "\\{")
}

/// A token of a `Caddyfile`.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn filled(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::parse_site;

    const SITE: &str = "name = 'x'\nbase_url = 'https://x.org/archive'\ndefault = 'uk'\n[[language]]\ntag = 'uk'\naliases = ['ua']\n\
                        [[language]]\ntag = 'en'\n";

    fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn addresses_are_written_as_caddy_reads_them() {
        let site = parse_site("site.toml", SITE).0.unwrap();
        let facts = SiteFacts {
            moved: pairs(&[("/old", "/uk/x"), ("/old.md", "/uk/y"), ("/a \"b\"", "/uk/z"), ("/{$HOME}", "/uk/")]),
            listed: pairs(&[("/tags/{x}/", "https://y.org/{x}"), ("/?p=1", "/uk/")]),
            below: pairs(&[("/page", "/uk/"), ("/page/a+b", "/en/")]),
            ..SiteFacts::default()
        };
        let in_use = site.languages().iter().map(|language| language.tag.clone()).collect();
        let negotiation = Negotiation::new(&site, &facts, in_use);
        let caddy = Caddy { site: &site, facts: &facts, negotiation: &negotiation, root: Path::new("/srv/x") };
        let (text, route) = (caddy.site(), caddy.route());
        for line in [
            "https://x.org {",
            "root * \"/srv/x\"",
            "\"~(?is)^/archive/+(?:uk|ua)(?:-[a-z0-9]{1,8})*(/.*)?$\" \"/uk${1}\"",
            "map {litopys_stem} {litopys_moved} {\n\t\t\t\"/a \\\"b\\\"\" \"/uk/z\"\n\t\t\t\"/old\" \"/uk/x\"\n",
            "map {litopys_old} {litopys_moved_whole} {\n\t\t\t\"/old.md\" \"/uk/y\"\n",
            "\"/tags/{x}\" \"https://y.org/\\{x}\"",
            "\"~^/page/a\\+b/.\" \"/en/\"\n\t\t\t\"~^/page/.\" \"/uk/\"",
            "map \"{litopys_old}?p={query.p}\" {litopys_query_0} {\n\t\t\t\"/?p=1\" \"/uk/\"",
            "strict-transport-security \"max-age=31536000\"",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(route.contains("$names := dict \"uk\" (list \"uk\" \"ua\") \"en\" (list \"en\")"), "{route}");
        for text in [&text, &route] {
            let is_name =
                |part: &str| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(!text.split('@').any(is_name) && !text.contains("{$HOME}"), "{text}");
        }
    }
}
