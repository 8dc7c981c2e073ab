//! The configuration of Apache: a virtual host whose `mod_rewrite` reads `Accept-Language` range by range and compares numbers.
//!
//! The variables are those of the environment of a request: `LP` the path as it is meant, `LW` the same as it is written, `LF` and `LX`
//! the file of it, `LK` the kind of the address, `LQ…` weights of languages in thousandths, `LO…` their places in the header.

use std::{collections::BTreeMap, path::Path};

use super::{
    apache_language,
    apache_rules::{RewriteRules, any_case, env, matches},
    negotiation::{Negotiation, name, set_name},
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

/// Without a slash in front: `ErrorDocument` takes what begins with a variable for a text.
const ERRORS: &str = ".litopys-export/errors";

/// The input of the configuration.
pub(super) struct Apache<'a> {
    pub(super) site: &'a Site,
    pub(super) facts: &'a SiteFacts,
    pub(super) negotiation: &'a Negotiation,
    pub(super) root: &'a Path,
}

impl Apache<'_> {
    /// The tables of exceptions, each a file of lines `key value`: (name, text). A path with white space cannot be a key.
    pub(super) fn tables(&self) -> Vec<(&'static str, String)> {
        let (facts, tables) = (self.facts, Tables::new(self.site, self.facts));
        let copied = |of: &BTreeMap<String, String>| of.clone().into_iter();
        let lines = |lines: &mut dyn Iterator<Item = (String, String)>| {
            let plain = lines.filter(|(key, _)| !key.contains(char::is_whitespace) && !key.starts_with('#'));
            plain.map(|(key, value)| format!("{key} {value}\n")).collect::<String>()
        };
        let neutral = facts.neutral.iter().map(|((path, lang), to)| match to {
            NeutralTarget::To(to) => (format!("{lang}:{path}"), to.clone()),
            NeutralTarget::Error(status, page) => (format!("{lang}:{path}"), format!("!{status}{page}")),
        });
        vec![
            ("moved", lines(&mut copied(&tables.moved))),
            ("listed", lines(&mut copied(&tables.listed))),
            ("current", lines(&mut copied(&facts.current))),
            ("gone", lines(&mut facts.gone.iter().map(|path| (path.clone(), "1".to_owned())))),
            ("missing", lines(&mut facts.missing.iter().map(|path| (path.clone(), "1".to_owned())))),
            ("has", lines(&mut facts.has.iter().map(|(path, has)| (path.clone(), set_name(has))))),
            ("neutral", lines(&mut neutral.into_iter())),
            ("queries", lines(&mut tables.queries.iter().rev().flat_map(|(_, lines)| copied(lines)))),
        ]
    }

    /// The whole file.
    pub(super) fn text(&self) -> String {
        let mut rules = RewriteRules(String::new());
        self.paths(&mut rules);
        self.pages(&mut rules);
        apache_language::read(self.negotiation, &mut rules);
        self.neutral(&mut rules);
        let root = self.root.display();
        let host = self
            .site
            .base_url()
            .split_once("://")
            .map_or("", |(_, rest)| rest.split(['/', ':']).next().unwrap_or_default());
        let maps: String = self
            .tables()
            .iter()
            .map(|(name, _)| {
                format!("    RewriteMap litopys_{name} \"txt:{root}/.litopys-export/apache/{name}.txt\"\n")
            })
            .collect();
        format!(
            "# Written by `litopys export site`, which overwrites it. Needs mod_rewrite, mod_headers and mod_mime:\n\
             #   Include {root}/.litopys-export/apache.conf\n\
             # docs/REFERENCE.md, “The site as files”, says in what Apache differs from `litopys serve`.\n{}\n\
             <VirtualHost *:80>\n    ServerName {host}\n    DocumentRoot \"{root}\"\n    <Directory \"{root}\">\n        \
             Require all granted\n        Options -Indexes -MultiViews +FollowSymLinks\n        AllowOverride None\n    </Directory>\n    \
             DirectoryIndex disabled\n    DirectorySlash Off\n    AllowEncodedSlashes On\n    FileETag MTime Size\n    ServerSignature Off\n\n    RewriteEngine On\n{maps}{}{}</VirtualHost>\n",
            self.negotiation.warning(),
            rules.0,
            self.headers()
        )
    }

    fn paths(&self, rules: &mut RewriteRules) {
        let base = self.site.base_path();
        rules.note("A page of an error, on its way.");
        rules.rule(&[matches(&env("REDIRECT_STATUS"), "!^$")], "-", "END");
        rules.note("The address: as it is meant (LP), as it is written (LW), and as it came (LR).");
        rules.set(&[matches("%{REQUEST_URI}", &format!("^{}(/.*)$", regex_escaped(&decoded(base))))], "LP", "%1");
        // Outside of the path of the site nothing lies but the way to it.
        if !base.is_empty() {
            let way = matches("%{REQUEST_URI}", &format!("^(?:/|{})$", regex_escaped(&decoded(base))));
            rules.rule(&[way], &format!("{base}/"), "R=308,NE,L");
        }
        let outside = matches(&env("LP"), "^$");
        rules.rule(&[outside], "-", &format!("E=LE:{ERRORS}/404.{}.html,R=404", self.negotiation.default()));
        rules.set(
            &[matches("%{THE_REQUEST}", &format!("^\\S+ (?:https?://[^/ ]*)?{}(/[^? ]*)", regex_escaped(base)))],
            "LR",
            "%1",
        );
        rules.set(&[], "LW", &env("LR"));
        rules.set(&[matches(&env("LP"), "^[A-Za-z0-9/._~-]*$")], "LW", &env("LP"));
        for rule in &self.negotiation.languages {
            let pattern = format!("^/{}(?:-[a-z0-9]{{1,8}})*(/.*)?$", rule.pattern());
            for variable in ["LP", "LW"] {
                rules.set(&[any_case(&env(variable), &pattern)], variable, &format!("/{}%1", rule.lang));
            }
        }
        rules.set(&[], "LK", "n");
        for rule in &self.negotiation.languages {
            let lang = &rule.lang;
            rules.rule(&[matches(&env("LP"), &format!("^/{lang}(?:/|$)"))], "-", &format!("E=LK:l,E=LL:{lang}"));
        }
        let files = "^/(?:(?:static|media|sitemap|share|_search)/|(?:robots\\.txt|favicon\\.ico|sw\\.js|sitemap\\.xml|feed\\.atom|feed\\.json)$)";
        rules.set(&[matches(&env("LP"), files)], "LK", "f");
        rules.rule(&[matches("%{REQUEST_METHOD}", "!^(?:GET|HEAD)$")], "-", "E=LK:x,E=!LL");
        rules.note("Its stem and form, the path with the other closing slash, and the part of a listing.");
        rules.set(&[matches(&env("LP"), "^(/.*?)/*$")], "LS", "%1");
        rules.rule(&[matches(&env("LP"), "^(/.+)(\\.(?:md|json|bib|ris))/?$")], "-", "E=LS:%1,E=LU:%2");
        rules.rule(&[matches(&env("LP"), "^(/.+)(/with/([^/]+))/?$")], "-", "E=LS:%1,E=LU:%2,E=LB:%3");
        for (from, to) in [("LP", "LTP"), ("LW", "LTW")] {
            rules.set(&[], to, &format!("{}/", env(from)));
            rules.set(&[matches(&env(from), "^(/.*[^/])/$")], to, "%1");
        }
        rules.set(&[matches("%{QUERY_STRING}", "(?:^|&)((?:before|after)=-?[0-9]+-[0-9a-f]{12})(?:&|$)")], "LD", "~%1");
        rules.set(&[matches(&env("LP"), "^(/.*?[^/])(?:/+index\\.html?)?/*$")], "LN", "%1");
        for (from, to) in [("LP", "LDIR"), ("LW", "LDIRW")] {
            rules.set(&[matches(&env(from), "^(/.+)/index\\.html?$")], to, "%1");
        }
        let text = matches(&env("LW"), "^(/.+)(?<!/feed)\\.(?:md|json|bib|ris)$");
        rules.set(&[matches(&env("LK"), "^l$"), text], "LCANON", "%1");
    }

    /// Sets `LF` and `LX` of a path behind `front`, as `file_of` says the file.
    fn file(rules: &mut RewriteRules, path: &str, stem: &str, ending: &str) {
        let endings = ENDINGS.map(|ending| ending.trim_start_matches('.')).join("|");
        rules.rule(&[], "-", &format!("E={stem}:{},E={ending}:.html", env(path)));
        rules.rule(&[matches(&env(path), "^(/(?:.*/)?)$")], "-", &format!("E={stem}:%1index,E={ending}:.html"));
        rules.rule(
            &[matches(&env(path), &format!("^(/.*[^/])(\\.(?:{endings}))$"))],
            "-",
            &format!("E={stem}:%1,E={ending}:%2"),
        );
    }

    /// Pages with a language in their path, and files.
    fn pages(&self, rules: &mut RewriteRules) {
        let base = self.site.base_path();
        let is = |kind: &str| matches(&env("LK"), &format!("^{kind}$"));
        rules.note("Files.");
        rules.rule(
            &[is("f"), matches(&format!("${{litopys_current:{}}}", env("LP")), "^(.+)$")],
            "%1",
            "R=302,NE,QSD,L",
        );
        for (path, stem, ending) in [("LP", "LF", "LX"), ("LTP", "LTF", "LTX")] {
            Self::file(rules, path, stem, ending);
            // Names of files that are the address of no page.
            rules.set(&[matches(&env(path), "(?:~[^/]*|/index)$")], stem, "/.none");
        }
        let static_file = matches(&env("LP"), "^/(?:static|media)/");
        Self::serve(rules, &[is("f"), static_file], &env("LP"));
        rules.note("Old addresses whose query decides.");
        let queries = matches(&format!("${{litopys_queries:{}?%{{QUERY_STRING}}}}", env("LN")), "^(.+)$");
        rules.rule(&[is("[nl]"), queries], "%1", "R=308,NE,QSD,L");
        let queries = matches("${litopys_queries:/?%{QUERY_STRING}}", "^(.+)$");
        rules.rule(&[is("[nl]"), matches(&env("LP"), "^/$"), queries], "%1", "R=308,NE,QSD,L");
        rules.note("What was taken down, and languages in which an article is not shown.");
        let errors = |kind: &str| matches(&format!("${{litopys_{kind}:{}}}", env("LS")), "^1$");
        rules.rule(&[is("l"), errors("gone")], "-", &format!("E=LE:{ERRORS}{}.html,R=410", env("LS")));
        rules.rule(&[is("l"), errors("missing")], "-", &format!("E=LE:{ERRORS}{}.html,R=404", env("LS")));
        rules.note("Pages: written in another way, chosen to be remembered, or as they are.");
        let file = |stem: &str, ending: &str| format!("\"%{{DOCUMENT_ROOT}}{}{}\" -f", env(stem), env(ending));
        let is_other = "expr \"reqenv('LR') != reqenv('LW')\"".to_owned();
        rules.rule(&[is("l"), file("LF", "LX"), is_other], &format!("{base}{}", env("LW")), "R=308,NE,L");
        for (pattern, to) in [
            ("^remember(?:=[^&]*)?$", "?"),
            ("^remember(?:=[^&]*)?&(.+)$", "?%1"),
            ("^(.+)&remember(?:=[^&]*)?$", "?%1"),
            ("^(.+&)remember(?:=[^&]*)?&(.+)$", "?%1%2"),
        ] {
            let conditions = [is("l"), file("LF", "LX"), matches("%{QUERY_STRING}", pattern)];
            rules.rule(&conditions, &format!("{base}{}{to}", env("LW")), "R=303,NE,L");
        }
        for part in [env("LD"), String::new()] {
            let path = format!("{}{part}{}", env("LF"), env("LX"));
            Self::serve(rules, &[matches(&env("LK"), "^[lf]$")], &path);
        }
        rules.rule(&[is("l"), file("LTF", "LTX")], &format!("{base}{}", env("LTW")), "R=308,NE,L");
        let alone = matches(&format!("{}|{}", env("LL"), env("LU")), "^([^|]+)\\|/with/\\1$");
        let single = format!("\"%{{DOCUMENT_ROOT}}{}.html\" -f", env("LS"));
        let written = matches(&env("LW"), "^(/.+)/with/[^/]+/?$");
        rules.rule(&[is("l"), alone, single, written], &format!("{base}%1"), "R=308,NE,L");
        rules.note("Addresses of old.");
        let moved = matches(&format!("${{litopys_moved:{}}}", env("LN")), "^(.+)$");
        rules.rule(&[is("[nl]"), moved], "%1", "R=308,NE,L");
        let form = is("[nl]");
        let stem = matches(&format!("{}|${{litopys_moved:{}}}", env("LU"), env("LS")), "^([^|]+)\\|(.+)$");
        rules.rule(&[form, stem], "%2%1", "R=308,NE,L");
    }

    /// Serves a file, compressed where that lies ready and is wanted.
    fn serve(rules: &mut RewriteRules, conditions: &[String], path: &str) {
        let is_file = |ending: &str| format!("\"%{{DOCUMENT_ROOT}}{path}{ending}\" -f");
        for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            let accepted = any_case(
                "%{HTTP:Accept-Encoding}",
                &format!("(?:^|[, ]){coding}(?![a-z])(?!;q=0(?:\\.0*)?(?:[, ]|$))"),
            );
            let conditions = [conditions, &[accepted, is_file(ending)]].concat();
            rules.rule(&conditions, &format!("{path}{ending}"), &format!("E=LC:{coding},END"));
        }
        rules.rule(&[conditions, &[is_file("")]].concat(), path, "END");
    }

    /// The language of the reader, and where an address without one leads.
    fn neutral(&self, rules: &mut RewriteRules) {
        let negotiation = self.negotiation;
        let open = |lang: &Lang| matches(&env(&format!("LOPEN{}", name(lang))), "^1$");
        let unset = |variable: &str| matches(&env(variable), "^$");
        rules.note("The language of pages that every language has.");
        apache_language::best(rules, &[], &negotiation.in_use, "LUSE");
        rules.set(&[], "LG", &env("LCK"));
        rules.set(&[unset("LG")], "LG", &env("LUSE"));
        for lang in negotiation.order.iter().filter(|lang| negotiation.in_use.contains(lang)) {
            rules.set(&[unset("LG"), open(lang)], "LG", lang.as_str());
        }
        rules.set(&[unset("LG")], "LG", negotiation.default());
        rules.note("The language of an article that has not all of them.");
        rules.set(&[matches(&env("LP"), "^/media/([^/]+/[^/]+)/")], "LS", "/%1");
        rules.set(&[], "LHAS", &format!("${{litopys_has:{}|}}", env("LS")));
        for set in &negotiation.sets {
            let has = matches(&env("LHAS"), &format!("^{}$", set_name(set)));
            apache_language::best(rules, std::slice::from_ref(&has), set, "LBEST");
            rules.set(std::slice::from_ref(&has), "LG", &env("LCK"));
            let and = |more: &[String]| [std::slice::from_ref(&has), &[unset("LG")], more].concat();
            rules.set(&and(&[]), "LG", &env("LBEST"));
            let (asked, any) = (matches(&env("LUSE"), "."), matches(&env("LA"), "^1$"));
            for lang in negotiation.chain.iter().filter(|lang| set.contains(lang)) {
                rules.set(&and(&[asked.clone(), any.clone(), open(lang)]), "LG", lang.as_str());
            }
            rules.set(&and(&[]), "LG", &env("LUSE"));
            let of_site = negotiation.order.iter().filter(|lang| negotiation.in_use.contains(lang));
            for lang in negotiation.order.iter().filter(|lang| set.contains(lang)).chain(of_site) {
                rules.set(&and(&[open(lang)]), "LG", lang.as_str());
            }
            rules.set(&and(&[]), "LG", negotiation.default());
            for rule in negotiation.languages.iter().filter(|rule| !set.contains(&rule.lang)) {
                if let Some(shown) = rule.shown.iter().find(|lang| set.contains(lang)) {
                    let text = matches(&env("LU"), "^\\.");
                    let lang = matches(&env("LG"), &format!("^{}$", rule.lang));
                    rules.set(&[has.clone(), text, lang], "LG", shown.as_str());
                }
            }
        }
        self.targets(rules);
    }

    /// The destinations of addresses without a language, and the error pages.
    fn targets(&self, rules: &mut RewriteRules) {
        let base = self.site.base_path();
        rules.note("Where an address without a language leads.");
        let neutral = matches(&env("LK"), "^[nf]$");
        rules.set(std::slice::from_ref(&neutral), "LT", &format!("${{litopys_neutral:{}:{}|}}", env("LG"), env("LS")));
        for status in [404, 410] {
            rules.rule(
                &[neutral.clone(), matches(&env("LT"), &format!("^!{status}(.+)$"))],
                "-",
                &format!("E=LE:{ERRORS}%1.html,R={status}"),
            );
        }
        let is = matches(&env("LK"), "^n$");
        rules.set(&[], "LFORM", &env("LU"));
        rules.rule(
            &[matches(&format!("{}|{}", env("LG"), env("LU")), "^([^|]+)\\|/with/\\1$")],
            "-",
            "E=LFORM:,E=LALONE:1",
        );
        rules.rule(&[is.clone(), matches(&env("LT"), "^(/.+)$")], &format!("%1{}", env("LFORM")), "R=302,NE,L");
        let file =
            |stem: &str, ending: &str| format!("\"%{{DOCUMENT_ROOT}}/{}{}{}\" -f", env("LG"), env(stem), env(ending));
        let other = "expr \"reqenv('LR') != reqenv('LW')\"".to_owned();
        rules.rule(&[is.clone(), file("LF", "LX"), other], &format!("{base}{}", env("LW")), "R=308,NE,L");
        rules.rule(&[is.clone(), file("LF", "LX")], &format!("{base}/{}{}", env("LG"), env("LW")), "R=302,NE,L");
        rules.rule(&[is.clone(), file("LTF", "LTX")], &format!("{base}{}", env("LTW")), "R=308,NE,L");
        let single = format!("\"%{{DOCUMENT_ROOT}}/{}{}.html\" -f", env("LG"), env("LS"));
        let written = matches(&env("LW"), "^(/.+)/with/[^/]+/?$");
        rules.rule(
            &[is, matches(&env("LALONE"), "1"), single, written],
            &format!("{base}/{}%1", env("LG")),
            "R=302,NE,L",
        );
        self.old(rules);
        rules.note("Nothing lies there.");
        rules.set(&[], "LEL", &env("LG"));
        rules.set(&[matches(&env("LK"), "^[^x]$"), matches(&env("LL"), "(.+)")], "LEL", "%1");
        rules.rule(&[matches(&env("LK"), "^x$")], "-", &format!("E=LE:{ERRORS}/405.{}.html,R=405", env("LEL")));
        rules.rule(&[], "-", &format!("E=LE:{ERRORS}/404.{}.html,R=404", env("LEL")));
    }

    /// The destinations of old addresses that are not of an article.
    fn old(&self, rules: &mut RewriteRules) {
        let base = self.site.base_path();
        rules.note("What `redirects.toml` says, and the folder of an `index.html`.");
        let is_read = matches(&env("LK"), "^[nlf]$");
        let listed = matches(&format!("${{litopys_listed:{}}}", env("LN")), "^(.+)$");
        rules.rule(&[is_read.clone(), listed], "%1", "R=308,NE,QSD,L");
        for (from, to) in Tables::new(self.site, self.facts).below {
            let below = matches(&env("LN"), &format!("^{}/.", regex_escaped(&from)));
            // A `%` with a number stands for a part of what a condition has matched.
            let to = to.replace('%', "\\%").replace('$', "\\$");
            rules.rule(&[is_read.clone(), below], &to, "R=308,NE,QSD,L");
        }
        for (kind, front) in [("l", String::new()), ("n", format!("/{}", env("LG")))] {
            for (file, slash) in [(".html", ""), ("/index.html", "/")] {
                let is_page = format!("\"%{{DOCUMENT_ROOT}}{front}{}{file}\" -f", env("LDIR"));
                let conditions = [matches(&env("LK"), &format!("^{kind}$")), matches(&env("LDIR"), "."), is_page];
                rules.rule(&conditions, &format!("{base}{}{slash}", env("LDIRW")), "R=308,NE,L");
            }
        }
    }

    fn headers(&self) -> String {
        super::apache_headers::text(self.site, self.facts, self.negotiation)
    }
}
