//! The configuration of nginx: one file, to be included at the level of `http`.

use std::{collections::BTreeMap, path::Path};

use super::{
    negotiation::{Negotiation, set_name},
    nginx_language::{self, map},
    tables::{Tables, regex_escaped},
};
use crate::{
    export::site::{
        addresses::ENDINGS,
        facts::{NeutralTarget, SiteFacts},
    },
    model::lang::Lang,
    site::Site,
    web::security_headers,
};

/// The `server`, with a name between two `@` in place of each value.
const SERVER: &str = include_str!("templates/nginx_server.conf");

/// A key that stands for itself, though it begins like an expression or a name of nginx.
fn literal(text: &str) -> String {
    if text.starts_with(['~', '\\']) || ["default", "hostnames", "include", "volatile"].contains(&text) {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

/// The input of the configuration.
pub(super) struct Nginx<'a> {
    pub(super) site: &'a Site,
    pub(super) facts: &'a SiteFacts,
    pub(super) negotiation: &'a Negotiation,
    pub(super) root: &'a Path,
}

impl Nginx<'_> {
    /// The whole file.
    pub(super) fn text(&self) -> String {
        let mut out = format!(
            "# Written by `litopys export site`, which overwrites it. Include it at the level of `http`:\n\
             #   include {}/.litopys-export/nginx.conf;\n\
             # docs/REFERENCE.md, “The site as files”, says in what nginx differs from `litopys serve`.\n{}\n\
             map_hash_max_size 1048576;\nmap_hash_bucket_size 1024;\nvariables_hash_max_size 4096;\n\
             variables_hash_bucket_size 128;\n\n",
            self.root.display(),
            self.negotiation.warning()
        );
        out.push_str(&nginx_language::maps(self.negotiation));
        out.push_str(&self.paths());
        out.push_str(&self.tables());
        out.push_str(&self.outcomes());
        out.push_str(&super::nginx_headers::maps(self.site, self.negotiation));
        out.push_str(&server(self.site, self.facts, self.root));
        out
    }

    /// From the request to paths: as it is meant, with the closing slash that it has too many or too few, and the files of both.
    fn paths(&self) -> String {
        let base = self.site.base_path();
        let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut out = String::new();
        let raw = format!("~^{}(?<litopys_raw_>/[^?#]*)", regex_escaped(base));
        out += &map("$request_uri", "$litopys_raw", &[line(&raw, "$litopys_raw_")], "");
        let inside = format!("~^{}(?<litopys_in_>/.*)$", regex_escaped(&crate::export::site::addresses::decoded(base)));
        out += &map("$uri", "$litopys_inside", &[line(&inside, "$litopys_in_")], "/.none");
        // Of ASCII alone the decoded path is the encoded one; of other letters it cannot be encoded again.
        let plain = line("~^[A-Za-z0-9/._~-]*$", "$litopys_inside");
        out += &map("$litopys_inside", "$litopys_encoded", &[plain], "$litopys_raw");
        for (source, target) in [("$litopys_inside", "$litopys_path"), ("$litopys_encoded", "$litopys_written")] {
            out += &map(source, target, &self.spellings(target), source);
        }
        let languages = self.negotiation.languages.iter();
        let of_path: Vec<_> =
            languages.map(|rule| (format!("~^/{}(?:/|$)", rule.lang), rule.lang.to_string())).collect();
        out += &map("$litopys_path", "$litopys_path_lang", &of_path, "");
        // The kinds of paths: `f` a file, `l` a page below a language, `n` any other, a page without a language.
        let mut kinds = vec![
            line(r"~^/(?:static|media|sitemap|share|_search)/", "f"),
            line(r"~^/(?:robots\.txt|favicon\.ico|sw\.js|sitemap\.xml|feed\.atom|feed\.json)$", "f"),
        ];
        kinds.extend(self.negotiation.languages.iter().map(|rule| line(&format!("~^/{}(?:/|$)", rule.lang), "l")));
        out += &map("$litopys_path", "$litopys_kind", &kinds, "n");
        out + &self.files()
    }

    /// The stem and the form of a path, and its file and that of the path with the other closing slash.
    fn files(&self) -> String {
        let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut out = String::new();
        let stem = [
            line("/", "/"),
            line(r"~^(?<litopys_stem_a>/.+)\.(?:md|json|bib|ris)/?$", "$litopys_stem_a"),
            line(r"~^(?<litopys_stem_b>/.+)/with/[^/]+/?$", "$litopys_stem_b"),
            line(r"~^(?<litopys_stem_c>/.*[^/])/*$", "$litopys_stem_c"),
        ];
        out += &map("$litopys_path", "$litopys_stem", &stem, "$litopys_path");
        let suffix = [
            line(r"~^/.+(?<litopys_suffix_a>\.(?:md|json|bib|ris))/?$", "$litopys_suffix_a"),
            line(r"~^/.+(?<litopys_suffix_b>/with/[^/]+)/?$", "$litopys_suffix_b"),
        ];
        out += &map("$litopys_path", "$litopys_suffix", &suffix, "");
        out += &map("$litopys_kind", "$litopys_front", &[line("n", "/$litopys_shown")], "");
        out += &map("$litopys_kind", "$litopys_front_lang", &[line("n", "$litopys_shown")], "$litopys_path_lang");
        let alone = line("~^(?<litopys_single_>/.+)/with/[^/]+/?$", "$litopys_front$litopys_single_.html");
        out += &map("$litopys_path", "$litopys_single_file", &[alone], "/.none");
        out += &map("\"\"", "$litopys_a", &[], "$litopys_front$litopys_path");
        for (source, target) in [("$litopys_path", "$litopys_turned"), ("$litopys_written", "$litopys_turned_written")]
        {
            let name = target.trim_start_matches('$');
            let open = line(&format!("~^(?<{name}_>/.*[^/])/$"), &format!("${name}_"));
            out += &map(source, target, &[line("/", "/"), open], &format!("{source}/"));
        }
        out += &map("\"\"", "$litopys_b", &[], "$litopys_front$litopys_turned");
        // The folder of an `index.html`.
        for (source, target) in [("$litopys_path", "$litopys_folder"), ("$litopys_written", "$litopys_folder_written")]
        {
            let name = target.trim_start_matches('$');
            let folder = line(&format!(r"~^(?<{name}_>/.+)/index\.html?$"), &format!("${name}_"));
            out += &map(source, target, &[folder], "/.none");
        }
        let key = |name: &str, sign: &str| {
            line(
                &format!(r"~{sign}(?<litopys_{name}_>-?[0-9]+-[0-9a-f]{{12}})(?:\||$)"),
                &format!("~{name}=$litopys_{name}_"),
            )
        };
        out += &map("\"$arg_before|$arg_after\"", "$litopys_part", &[key("before", "^"), key("after", r"^\|")], "");
        out += &file_map("$litopys_a", "$litopys_part_file", "$litopys_part");
        out += &file_map("$litopys_a", "$litopys_file", "");
        out += &file_map("$litopys_b", "$litopys_turned_file", "");
        out
    }

    /// Other spellings of a language in front of a path: aliases, capitals, regions.
    fn spellings(&self, target: &str) -> Vec<(String, String)> {
        let name = target.trim_start_matches('$');
        let line = |(at, rule): (usize, &super::negotiation::LanguageRule)| {
            let key = format!("~*^/{}(?:-[a-z0-9]{{1,8}})*(?<{name}_{at}>/.*)?$", rule.pattern());
            (key, format!("/{}${{{name}_{at}}}", rule.lang))
        };
        self.negotiation.languages.iter().enumerate().map(line).collect()
    }

    /// The exceptions.
    fn tables(&self) -> String {
        let facts = self.facts;
        let line = |key: &str, value: &str| (literal(key), value.to_owned());
        let mut out = String::new();
        let has: Vec<_> = facts.has.iter().map(|(path, has)| line(path, &set_name(has))).collect();
        out += &map("$litopys_stem", "$litopys_has", &has, "");
        let lang = |set: &Vec<Lang>| line(&set_name(set), &format!("$litopys_lang_{}", set_name(set)));
        let langs: Vec<_> = self.negotiation.sets.iter().map(lang).collect();
        out += &map("$litopys_has", "$litopys_chosen", &langs, "$litopys_lang");
        out += &map(
            "\"$litopys_has $litopys_chosen $litopys_suffix\"",
            "$litopys_shown",
            &self.shown(),
            "$litopys_chosen",
        );
        let neutral: Vec<_> =
            facts.neutral.iter().map(|((path, lang), to)| line(&format!("{path} {lang}"), &target(to))).collect();
        out += &map("\"$litopys_stem $litopys_shown\"", "$litopys_neutral_entry", &neutral, "");
        let tables = Tables::new(self.site, facts);
        let slashless = r"~^(?<litopys_slashless_>/.*[^/])(?:/+index\.html?|/+)$".to_owned();
        let slashless = [(slashless, "$litopys_slashless_".to_owned())];
        out += &map("$litopys_path", "$litopys_slashless", &slashless, "$litopys_path");
        let lines = |of: &BTreeMap<String, String>| of.iter().map(|(from, to)| line(from, to)).collect::<Vec<_>>();
        out += &map("$litopys_slashless", "$litopys_moved", &lines(&tables.moved), "");
        out += &map("$litopys_stem", "$litopys_moved_stem", &lines(&tables.moved), "");
        let below = |(from, to): &(String, String)| (format!("~^{}/.", regex_escaped(from)), to.clone());
        let listed: Vec<_> = lines(&tables.listed).into_iter().chain(tables.below.iter().map(below)).collect();
        out += &map("$litopys_slashless", "$litopys_listed", &listed, "");
        out += &map("$litopys_path", "$litopys_current", &lines(&facts.current), "");
        let gone: Vec<_> = facts.gone.iter().map(|path| line(path, path)).collect();
        out += &map("$litopys_stem", "$litopys_gone", &gone, "");
        let missing: Vec<_> = facts.missing.iter().map(|path| line(path, path)).collect();
        out += &map("$litopys_stem", "$litopys_missing", &missing, "");
        out += &queries(&tables);
        out
    }

    /// A version as a file is there in its own language alone: which one readers of a language are led to.
    fn shown(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        for set in &self.negotiation.sets {
            for rule in self.negotiation.languages.iter().filter(|rule| !set.contains(&rule.lang)) {
                if let Some(shown) = rule.shown.iter().find(|lang| set.contains(lang)) {
                    let key = format!(r"~^{} {} \.", set_name(set), rule.lang);
                    lines.push((key, shown.to_string()));
                }
            }
        }
        lines
    }

    /// The destination of a request, by the kind of its path.
    fn outcomes(&self) -> String {
        let base = self.site.base_path();
        let line = |key: &str, value: String| (key.to_owned(), value);
        let mut out = String::new();
        // kind, file found (`a`, or `b` with the other closing slash), whether the address is written in the right way
        let way = "\"$litopys_kind$litopys_found$litopys_is_right\"";
        let negotiated = line("na1", format!("{base}/$litopys_shown$litopys_written$is_args$args"));
        out += &map(way, "$litopys_negotiated", &[negotiated], "");
        let right = format!("{base}$litopys_written$is_args$args");
        let turned = format!("{base}$litopys_turned_written$is_args$args");
        let lines = [line("na0", right.clone()), line("la0", right), line("~^[nl]b", turned)];
        out += &map(way, "$litopys_right", &lines, "");
        let clean = [
            line(r"~^remember(?:=[^&]*)?$", "!".to_owned()),
            line(r"~^remember(?:=[^&]*)?&(?<litopys_args_a>.+)$", "!?$litopys_args_a".to_owned()),
            line(r"~^(?<litopys_args_b>.+)&remember(?:=[^&]*)?$", "!?$litopys_args_b".to_owned()),
            line(
                r"~^(?<litopys_args_c>.+&)remember(?:=[^&]*)?&(?<litopys_args_d>.+)$",
                "!?$litopys_args_c$litopys_args_d".to_owned(),
            ),
        ];
        out += &map("$args", "$litopys_clean", &clean, "");
        let remembered = line(r"~^la1!(?<litopys_clean_>.*)$", format!("{base}$litopys_written$litopys_clean_"));
        out += &map(
            "\"$litopys_kind$litopys_found$litopys_is_right$litopys_clean\"",
            "$litopys_remembered",
            &[remembered],
            "",
        );
        let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        out += &map(
            "\"$litopys_kind $litopys_neutral_entry\"",
            "$litopys_neutral_to",
            &[entry("~^n (?<litopys_neutral_to_>/.*)$", "$litopys_neutral_to_")],
            "",
        );
        for status in ["404", "410"] {
            let key = format!("~^[nf] !{status} (?<litopys_neutral_{status}_>.*)$");
            out += &map(
                "\"$litopys_kind $litopys_neutral_entry\"",
                &format!("$litopys_neutral_{status}"),
                &[(key, format!("$litopys_neutral_{status}_"))],
                "",
            );
        }
        out + &self.forms() + &self.errors()
    }

    /// Forms of articles whose address changes with them.
    fn forms(&self) -> String {
        let base = self.site.base_path();
        let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut out = String::new();
        // A version side by side with itself is the version alone.
        let alone = [entry(r"~^(?<litopys_alone_>[^|]+)\|/with/(?P=litopys_alone_)$", "1")];
        out += &map("\"$litopys_front_lang|$litopys_suffix\"", "$litopys_is_alone", &alone, "");
        out += &map("\"$litopys_is_alone|$litopys_suffix\"", "$litopys_form", &[entry("~^1", "")], "$litopys_suffix");
        let article = entry("~^(?<litopys_article_>/.+)/with/[^/]+/?$", "$litopys_article_");
        out += &map("$litopys_written", "$litopys_article", &[article], "");
        let to = [
            entry("n1", &format!("{base}/$litopys_shown$litopys_article$is_args$args")),
            entry("l1", &format!("{base}$litopys_article$is_args$args")),
        ];
        out += &map("\"$litopys_kind$litopys_is_alone\"", "$litopys_alone", &to, "");
        // The form of an article that an old path is asked in goes with it.
        let stem = [entry("~^[nl] (?<litopys_m1>/.*) (?<litopys_m2>[./].*)$", "$litopys_m1$litopys_m2")];
        out += &map("\"$litopys_kind $litopys_moved_stem $litopys_suffix\"", "$litopys_moved_form", &stem, "");
        out
    }

    /// The pages of errors, and where files of each media type are served.
    fn errors(&self) -> String {
        let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let mut out = String::new();
        let lang = "$litopys_error_lang";
        out += &map("$litopys_path_lang", lang, &[entry("", "$litopys_lang")], "$litopys_path_lang");
        let errors = "/.litopys-export/errors";
        let of = |page: &str| {
            [
                entry(r"~^(?<litopys_e1>/.+)\|", &format!("{errors}$litopys_e1.html")),
                entry(r"~^\|(?<litopys_e2>/.+)$", &format!("{errors}$litopys_e2.html")),
            ]
            .map(|(key, value)| {
                (
                    key.replace("litopys_e", &format!("litopys_{page}")),
                    value.replace("litopys_e", &format!("litopys_{page}")),
                )
            })
        };
        let fallback = |status: u16| format!("{errors}/{status}.{lang}.html");
        out += &map("\"$litopys_missing|$litopys_neutral_404\"", "$litopys_404", &of("m"), &fallback(404));
        out += &map("\"$litopys_gone|$litopys_neutral_410\"", "$litopys_410", &of("g"), &fallback(404));
        let named = self.facts.page_types.keys().filter(|file| file.contains('.'));
        let serve: Vec<_> =
            named.map(|file| (format!("~/{}$", regex_escaped(file)), format!("/.litopys-serve/{file}"))).collect();
        out += &map("$litopys_path", "$litopys_serve", &serve, "/.litopys-serve");
        out
    }
}

/// Old addresses whose query decides: a map for each set of parameters.
fn queries(tables: &Tables) -> String {
    let mut out = String::new();
    let mut last = String::new();
    for (at, (names, lines)) in tables.queries.iter().enumerate() {
        let values: Vec<String> = names.iter().map(|name| format!("{name}=$arg_{name}")).collect();
        let target = format!("$litopys_query_{at}");
        let lines: Vec<_> = lines.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
        out += &map(&format!("\"$litopys_slashless?{}\"", values.join("&")), &target, &lines, &last);
        last = target;
    }
    out + &map("\"\"", "$litopys_query", &[], &last)
}

/// The destination of an address without a language: a target, or a status and the page of an error.
fn target(to: &NeutralTarget) -> String {
    match to {
        NeutralTarget::To(to) => to.clone(),
        NeutralTarget::Error(status, path) => format!("!{status} {path}"),
    }
}

/// The file of a path, as `file_of` says it.
fn file_map(source: &str, target: &str, part: &str) -> String {
    let name = target.trim_start_matches('$');
    let endings = ENDINGS.map(|ending| ending.trim_start_matches('.')).join("|");
    let lines = [
        ("~^/(?:static|media)/".to_owned(), source.to_owned()),
        // Names of files that are the address of no page.
        ("~(?:~[^/]*|/index)$".to_owned(), "/.none".to_owned()),
        (format!("~^(?<{name}_a>/(?:.*/)?)$"), format!("${{{name}_a}}index{part}.html")),
        (format!(r"~^(?<{name}_b>/.*[^/])(?<{name}_c>\.(?:{endings}))$"), format!("${{{name}_b}}{part}${{{name}_c}}")),
    ];
    map(source, target, &lines, &format!("{source}{part}.html"))
}

/// The way to a site below a path, from that path without its slash and from the root of the host.
fn outside(base: &str) -> String {
    let paths = ["/", base].into_iter().filter(|_| !base.is_empty());
    paths.map(|path| format!("    location = {path} {{ return 308 {base}/$is_args$args; }}\n")).collect()
}

/// The `server`: what is done with what the maps say.
fn server(site: &Site, facts: &SiteFacts, root: &Path) -> String {
    let host =
        site.base_url().split_once("://").map_or("", |(_, rest)| rest.split(['/', ':']).next().unwrap_or_default());
    let line = |(ending, kind): (&String, &String)| format!("            \"{kind}\" {ending};");
    let lines = |lines: &mut dyn Iterator<Item = String>| lines.collect::<Vec<_>>().join("\n");
    let header = |(name, value): (String, &str)| format!("    add_header {name} \"{value}\" always;");
    let https = site.is_https().then(|| ("strict-transport-security".to_owned(), "max-age=31536000"));
    let named = facts.page_types.iter().filter(|(file, _)| file.contains('.')).map(|(file, kind)| {
        format!(
            "    location = /.litopys-serve/{file} {{\n        internal;\n        types {{ }}\n        default_type \"{kind}\";\n        \
             try_files $litopys_part_file $litopys_file =404;\n    }}"
        )
    });
    let values = [
        ("@host@", host.to_owned()),
        ("@root@", root.display().to_string()),
        ("@outside@", outside(site.base_path())),
        ("@base@", site.base_path().to_owned()),
        ("@security@", lines(&mut security_headers().chain(https).map(header))),
        ("@files@", lines(&mut facts.types.iter().map(line))),
        ("@pages@", lines(&mut facts.page_types.iter().filter(|(ending, _)| !ending.contains('.')).map(line))),
        ("@named@", lines(&mut named.into_iter())),
    ];
    values.iter().fold(SERVER.to_owned(), |text, (name, value)| text.replace(name, value))
}
