//! The choice of a language in nginx: `map`s alone, which read `Accept-Language` range by range and compare weights digit by digit.
//!
//! nginx has neither loops nor numbers. Each step of the chain takes the next range that names a language of the site, or `*`, out of
//! the header, and the states of all languages on from it: the weight of the best range with its place (six digits: 1000 of the
//! weight, then two that fall with the place, so that no two are equal), and whether the language is excluded.

use std::fmt::Write;

use super::negotiation::{LanguageRule, Negotiation, name, set_name};
use crate::model::lang::Lang;

/// Ranges of the header that are read; those that name no language of the site count for nothing. Browsers send under ten.
const RANGES: usize = 12;
/// A valid weight (RFC 9110, 12.4.2).
const WEIGHT: &str = r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*(?:;|$)";

/// A `map`; the lines are (key, value), the first that matches counts.
pub(super) fn map(source: &str, target: &str, lines: &[(String, String)], default: &str) -> String {
    let mut out = format!("map {source} {target} {{\n    default {};\n", quoted(default));
    for (key, value) in lines {
        // A string takes all that is written to it.
        _ = writeln!(out, "    {} {};", quoted(key), quoted(value));
    }
    out.push_str("}\n");
    out
}

/// A parameter of a directive.
fn quoted(text: &str) -> String {
    if text == "\"\"" { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\\\"")) }
}

/// The maps that set `$litopys_lang`, for pages that every language has, and `$litopys_lang_<set>` for each set of languages of
/// articles.
pub(super) fn maps(negotiation: &Negotiation) -> String {
    let mut maps = Maps { out: String::new(), negotiation };
    maps.cookie();
    maps.start();
    for step in 1..=RANGES {
        maps.step(step);
    }
    maps.ends();
    maps.best("use", &negotiation.in_use);
    maps.page();
    for set in &negotiation.sets {
        maps.best(&set_name(set), set);
        maps.article(set);
    }
    maps.out
}

struct Maps<'a> {
    out: String,
    negotiation: &'a Negotiation,
}

impl Maps<'_> {
    fn map(&mut self, source: &str, target: &str, lines: &[(String, String)], default: &str) {
        self.out.push_str(&map(source, target, lines, default));
    }

    fn cookie(&mut self) {
        let line = |rule: &LanguageRule| (format!("~*^\"*{}\"*$", rule.pattern()), rule.lang.to_string());
        let lines: Vec<_> = self.negotiation.languages.iter().map(line).collect();
        self.map("$cookie_lang", "$litopys_cookie", &lines, "");
    }

    fn start(&mut self) {
        let header = if self.negotiation.reads_header { "|$http_accept_language" } else { "|" };
        self.map("\"\"", "$litopys_seen_0", &[], ",");
        self.map("\"\"", "$litopys_any_0", &[], "");
        self.map("\"\"", "$litopys_rest_0", &[], header);
        for rule in &self.negotiation.languages.clone() {
            self.map("\"\"", &format!("$litopys_key_{}_0", name(&rule.lang)), &[], "");
            self.map("\"\"", &format!("$litopys_zero_{}_0", name(&rule.lang)), &[], "");
        }
    }

    fn step(&mut self, step: usize) {
        let before = step - 1;
        let names: Vec<String> = self.negotiation.languages.iter().flat_map(|rule| rule.names.clone()).collect();
        let range = format!(r"(?:{})(?:[-_][a-z0-9]{{1,8}})*|\*", names.join("|"));
        let item = format!(
            r"~*^[^|]*\|(?:[^,]*,)*?[ \t]*(?<litopys_n{step}>{range})[ \t]*(?<litopys_w{step}>(?:;[^,]*)?)(?:,(?<litopys_x{step}>.*))?$"
        );
        let range = format!("$litopys_range_{step}");
        self.map(&format!("$litopys_rest_{before}"), &range, &[(item, format!("$litopys_n{step}"))], "");
        self.map(
            &format!("\"{range}|$litopys_x{step}\""),
            &format!("$litopys_rest_{step}"),
            &[],
            &format!("{range}|$litopys_x{step}"),
        );
        let digits = |count: usize, ending: &str| {
            let key =
                format!(r"~*;[ \t]*q=0\.(?<litopys_d{step}_{count}>[0-9]{{{count}}})[ \t]*(?:;(?![ \t]*q=)[^;]*)*$");
            (key, format!("0${{litopys_d{step}_{count}}}{ending}"))
        };
        let weights = [
            (r"~^\|".to_owned(), "bad".to_owned()),
            (format!(r"~*;[ \t]*q=(?!{WEIGHT})"), "bad".to_owned()),
            (r"~*;[ \t]*q=1[^;]*(?:;(?![ \t]*q=)[^;]*)*$".to_owned(), "1000".to_owned()),
            digits(3, ""),
            digits(2, "0"),
            digits(1, "00"),
            (r"~*;[ \t]*q=0".to_owned(), "0000".to_owned()),
        ];
        self.map(&format!("\"{range}|$litopys_w{step}\""), &format!("$litopys_weight_{step}"), &weights, "1000");
        // Of a range that is named twice the first weight counts.
        self.map(
            &format!("\"$litopys_weight_{step}$litopys_seen_{before}|{range}\""),
            &format!("$litopys_ok_{step}"),
            &[
                ("~^bad".to_owned(), String::new()),
                (r"~*,([^,|]+),[^|]*\|\1$".to_owned(), String::new()),
                (format!("~^(?<litopys_o{step}>[0-9]+)"), format!("$litopys_o{step}")),
            ],
            "",
        );
        self.map(
            &format!("$litopys_ok_{step}"),
            &format!("$litopys_seen_{step}"),
            &[("~.".to_owned(), format!("$litopys_seen_{before}{range},"))],
            &format!("$litopys_seen_{before}"),
        );
        self.map(
            &format!("\"$litopys_ok_{step}|{range}\""),
            &format!("$litopys_any_{step}"),
            &[(r"~^0000\|\*$".to_owned(), "0".to_owned()), (r"~^[0-9]+\|\*$".to_owned(), "1".to_owned())],
            &format!("$litopys_any_{before}"),
        );
        for rule in &self.negotiation.languages.clone() {
            self.language(step, rule);
        }
    }

    fn language(&mut self, step: usize, rule: &LanguageRule) {
        let (before, own, place) = (step - 1, name(&rule.lang), 99 - step);
        let named = format!(r"\|{}(?:[-_][a-z0-9]+)*\|", rule.pattern());
        let greater: Vec<String> = (1..=9).map(|digit| format!(r"{digit}[0-9]*{named}\2[0-{}]", digit - 1)).collect();
        self.map(
            &format!("\"$litopys_ok_{step}|$litopys_range_{step}|$litopys_key_{own}_{before}\""),
            &format!("$litopys_key_{own}_{step}"),
            &[
                (
                    format!(r"~*^(?<litopys_f{step}{own}>(?!0000)[0-9]{{4}}){named}$"),
                    format!("${{litopys_f{step}{own}}}{place}"),
                ),
                (
                    format!(r"~*^(?=(?<litopys_g{step}{own}>[0-9]{{4}})\|)([0-9]*)(?:{})", greater.join("|")),
                    format!("${{litopys_g{step}{own}}}{place}"),
                ),
            ],
            &format!("$litopys_key_{own}_{before}"),
        );
        // An alias counts as the language: the greater of their weights decides.
        let exact = format!(r"\|{}\|", rule.pattern());
        self.map(
            &format!("\"$litopys_ok_{step}|$litopys_range_{step}|$litopys_zero_{own}_{before}\""),
            &format!("$litopys_zero_{own}_{step}"),
            &[
                (format!(r"~*^0000{exact}[0]?$"), "0".to_owned()),
                (format!(r"~*^(?!0000)[0-9]+{exact}"), "1".to_owned()),
            ],
            &format!("$litopys_zero_{own}_{before}"),
        );
    }

    /// The result of the last step for each language: its key if it is not excluded, and whether a reader who names no language may
    /// get it.
    fn ends(&mut self) {
        for rule in &self.negotiation.languages.clone() {
            let own = name(&rule.lang);
            let (key, zero) = (format!("$litopys_key_{own}_{RANGES}"), format!("$litopys_zero_{own}_{RANGES}"));
            self.map(&zero, &format!("$litopys_key_{own}"), &[("0".to_owned(), String::new())], &key);
            self.map(
                &format!("\"$litopys_any_{RANGES}|{zero}|{key}\""),
                &format!("$litopys_open_{own}"),
                &[(r"~\|0\|".to_owned(), "0".to_owned()), (r"~^0\|\|$".to_owned(), "0".to_owned())],
                "1",
            );
        }
    }

    /// The language of `set` that the header names with the greatest weight: `$litopys_best_<of>`; empty where it names none.
    fn best(&mut self, of: &str, set: &[Lang]) {
        let greater: Vec<String> = (0..=8).map(|digit| format!(r"{digit}[0-9]*\|\1[{}-9]", digit + 1)).collect();
        let mut last = "$litopys_any_0".to_owned();
        for (at, lang) in set.iter().enumerate() {
            let (key, next) = (format!("$litopys_key_{}", name(lang)), format!("$litopys_best_{of}_{at}"));
            let value = format!("{lang}:{key}");
            let first = if at == 0 { "\"\"".to_owned() } else { last.clone() };
            let source = if at == 0 { format!("\"|{key}\"") } else { format!("\"{last}|{key}\"") };
            self.map(
                &source,
                &next,
                &[
                    (r"~\|$".to_owned(), if at == 0 { String::new() } else { first }),
                    (r"~^\|".to_owned(), value.clone()),
                    (format!(r"~^[^:|]*:([0-9]*)(?:{})", greater.join("|")), value),
                ],
                if at == 0 { "" } else { &last },
            );
            last = next;
        }
        let lines: Vec<_> = set.iter().map(|lang| (format!("~^{lang}:"), lang.to_string())).collect();
        self.map(&last, &format!("$litopys_best_{of}"), &lines, "");
    }

    fn page(&mut self) {
        let mut lines = vec![
            (r"~^(?<litopys_p_c>[^|]+)\|".to_owned(), "$litopys_p_c".to_owned()),
            (r"~^\|(?<litopys_p_b>[^|]+)\|".to_owned(), "$litopys_p_b".to_owned()),
        ];
        lines.extend(self.first_open(&self.negotiation.in_use, "[^|]*\\|[^|]*\\|"));
        let open = self.open();
        let default = self.negotiation.default().to_owned();
        self.map(&format!("\"$litopys_cookie|$litopys_best_use|{open}\""), "$litopys_lang", &lines, &default);
    }

    fn article(&mut self, set: &[Lang]) {
        let of = set_name(set);
        let front = "[^|]*\\|[^|]*\\|";
        let mut lines = vec![
            (r"~^(?<litopys_a_c>[^|]+)\|".replace("litopys_a", &format!("litopys_{of}")), format!("$litopys_{of}_c")),
            (r"~^\|(?<litopys_a_b>[^|]+)\|".replace("litopys_a", &format!("litopys_{of}")), format!("$litopys_{of}_b")),
        ];
        // `*` with a language that is asked for accepts the default, never a language outside of its chain.
        let chain: Vec<Lang> = self.negotiation.chain.iter().filter(|lang| set.contains(lang)).cloned().collect();
        for (_, value, open) in self.opens(&chain) {
            lines.push((format!(r"~^\|\|[^|]+\|1\|{open}"), value));
        }
        lines.push((
            r"~^\|\|(?<litopys_a_u>[^|]+)\|".replace("litopys_a", &format!("litopys_{of}")),
            format!("$litopys_{of}_u"),
        ));
        let order: Vec<Lang> = self.negotiation.order.iter().filter(|lang| set.contains(lang)).cloned().collect();
        for (_, value, open) in self.opens(&order) {
            lines.push((format!(r"~^\|\|\|[^|]*\|{open}"), value));
        }
        lines.extend(self.first_open(&self.negotiation.in_use, &format!("{front}[^|]*\\|[^|]*\\|")));
        let (open, default) = (self.open(), self.negotiation.default().to_owned());
        self.map(
            &format!("\"$litopys_cookie|$litopys_best_{of}|$litopys_best_use|$litopys_any_{RANGES}|{open}\""),
            &format!("$litopys_lang_{of}"),
            &lines,
            &default,
        );
    }

    /// The first language of the site's order among `set` that is not excluded, as keys behind `front`.
    fn first_open(&self, set: &[Lang], front: &str) -> Vec<(String, String)> {
        let order: Vec<Lang> = self.negotiation.order.iter().filter(|lang| set.contains(lang)).cloned().collect();
        self.opens(&order).into_iter().map(|(_, value, open)| (format!("~^{front}{open}"), value)).collect()
    }

    /// Each of these languages with the pattern that `open` matches where it is not excluded.
    fn opens(&self, langs: &[Lang]) -> Vec<(usize, String, String)> {
        let place = |lang: &Lang| self.negotiation.languages.iter().position(|rule| rule.lang == *lang);
        langs.iter().filter_map(|lang| place(lang).map(|at| (at, lang.to_string(), format!("[01]{{{at}}}1")))).collect()
    }

    /// The variables of all languages, in the order of the site; each is 1, or 0 if the reader has excluded the language.
    fn open(&self) -> String {
        self.negotiation.languages.iter().map(|rule| format!("$litopys_open_{}", name(&rule.lang))).collect()
    }
}
