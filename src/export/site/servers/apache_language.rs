//! The choice of a language in Apache: rules that take one range after the other out of `Accept-Language`.

use super::{
    apache_rules::{RewriteRules, any_case, env, matches},
    negotiation::{LanguageRule, Negotiation, name},
};
use crate::model::lang::Lang;

/// Ranges of the header that are read; those that name no language of the site count for nothing.
const RANGES: usize = 12;

/// Reads the header: of each language the greatest weight with its place, and whether it is excluded.
pub(super) fn read(negotiation: &Negotiation, rules: &mut RewriteRules) {
    rules.note("What the reader says of languages.");
    let all = &negotiation.languages;
    for rule in all {
        let cookie = format!("(?:^|;)[ \\t]*lang=\\x22*{}\\x22*[ \\t]*(?:;|$)", rule.pattern());
        let first = matches("%{HTTP:Cookie}", "(?:^|;)[ \\t]*lang=([^;]*)");
        rules.set(&[first, any_case("lang=%1", &cookie)], "LCK", rule.lang.as_str());
        rules.rule(&[], "-", &format!("E=LQ{0}:0,E=LO{0}:99,E=LZ{0}:-", name(&rule.lang)));
    }
    let header = if negotiation.reads_header { "%{HTTP:Accept-Language}" } else { "" };
    rules.rule(&[], "-", &format!("E=LA:-,E=LV:/,E=LH:{header}"));
    let names: Vec<&str> = all.iter().flat_map(|rule| rule.names.iter().map(String::as_str)).collect();
    let range = format!("(?:{})(?:[-_][a-z0-9]{{1,8}})*|\\*", names.join("|"));
    let item = format!("^(?:[^,]*,)*?[ \\t]*({range})[ \\t]*((?:;[^,]*)?)(?:,(.*))?$");
    for step in 0..RANGES {
        rules.rule(&[], "-", "E=LI:,E=LJ:");
        rules.rule(&[any_case(&env("LH"), &item)], "-", "E=LI:%1,E=LJ:%2,E=LH:%3");
        rules.rule(&[matches(&env("LI"), "^$")], "-", "E=LH:");
        rules.set(&[], "LM", "1000");
        let tail = "[ \\t]*(?:;(?![ \\t]*q=)[^;]*)*$";
        for (digits, value) in [("([0-9]{3})", "%1"), ("([0-9]{2})", "%10"), ("([0-9])", "%100")] {
            rules.set(&[any_case(&env("LJ"), &format!(";[ \\t]*q=0\\.{digits}{tail}"))], "LM", value);
        }
        rules.set(&[any_case(&env("LJ"), &format!(";[ \\t]*q=0\\.?{tail}"))], "LM", "0");
        let weight = "(?:0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)[ \\t]*(?:;|$)";
        rules.set(&[any_case(&env("LJ"), &format!(";[ \\t]*q=(?!{weight})"))], "LI", "");
        rules.set(&[any_case(&format!("{}|{}", env("LV"), env("LI")), "/([^/|]+)/[^|]*\\|\\1$")], "LI", "");
        rules.set(&[matches(&env("LI"), ".")], "LV", &format!("{}{}/", env("LV"), env("LI")));
        let is_any = matches(&env("LI"), "^\\*$");
        rules.set(std::slice::from_ref(&is_any), "LA", "1");
        rules.set(&[is_any, "expr \"reqenv('LM') -eq 0\"".to_owned()], "LA", "0");
        for rule in all {
            weigh(rules, rule, step);
        }
    }
    for rule in all {
        let own = name(&rule.lang);
        // Not excluded: 1. `q=0` of the language itself; `*;q=0` where no range names it.
        rules.set(&[], &format!("LOPEN{own}"), "1");
        rules.set(&[matches(&env(&format!("LZ{own}")), "^0$")], &format!("LOPEN{own}"), "0");
        let unnamed = format!("expr \"reqenv('LQ{own}') -eq 0\"");
        rules.set(
            &[matches(&format!("{}{}", env("LA"), env(&format!("LZ{own}"))), "^0-$"), unnamed],
            &format!("LOPEN{own}"),
            "0",
        );
    }
}

fn weigh(rules: &mut RewriteRules, rule: &LanguageRule, step: usize) {
    let own = name(&rule.lang);
    let named = any_case(&env("LI"), &format!("^{}(?:[-_]|$)", rule.pattern()));
    let greater = format!("expr \"reqenv('LM') -gt reqenv('LQ{own}')\"");
    rules.rule(&[named, greater], "-", &format!("E=LQ{own}:{},E=LO{own}:{step}", env("LM")));
    let exact = any_case(&env("LI"), &format!("^{}$", rule.pattern()));
    let zero = "expr \"reqenv('LM') -eq 0\"".to_owned();
    rules.set(&[exact.clone(), matches(&env(&format!("LZ{own}")), "^-$"), zero], &format!("LZ{own}"), "0");
    rules.set(&[exact, "expr \"reqenv('LM') -gt 0\"".to_owned()], &format!("LZ{own}"), "1");
}

/// Sets `variable` to the language of `set` that the header names with the greatest weight, where `conditions` hold.
pub(super) fn best(rules: &mut RewriteRules, conditions: &[String], set: &[Lang], variable: &str) {
    rules.rule(conditions, "-", &format!("E={variable}:,E=LBQ:0,E=LBO:99"));
    for lang in set {
        let own = name(lang);
        let open = matches(&env(&format!("LOPEN{own}")), "^1$");
        let better = format!(
            "expr \"reqenv('LQ{own}') -gt reqenv('LBQ') || (reqenv('LQ{own}') -gt 0 && reqenv('LQ{own}') -eq reqenv('LBQ') && reqenv('LO{own}') -lt reqenv('LBO'))\""
        );
        let to = format!("E={variable}:{lang},E=LBQ:{},E=LBO:{}", env(&format!("LQ{own}")), env(&format!("LO{own}")));
        rules.rule(&[conditions, &[open, better]].concat(), "-", &to);
    }
}
