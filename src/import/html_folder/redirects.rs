//! Redirects in files next to the pages: `Redirect` and simple `RewriteRule` in `.htaccess`, and `_redirects`.

use crate::import::source::address_of;

/// A redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// A path from the root, with a query where one is asked for. At its end `/*` stands for all below.
    pub(super) from: String,
    /// A path from the root, or an address. `/*` at its end is what `/*` of `from` stood for.
    pub(super) to: String,
}

/// The redirects of a file, and the lines that say more than can be kept, by their number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) others: Vec<(u64, String)>,
}

/// Reads a `.htaccess` of the folder at `folder`, a path from the root without slashes at its ends.
pub(super) fn htaccess(text: &str, folder: &str) -> Rules {
    let mut rules = Rules::default();
    let mut conditions: Vec<String> = Vec::new();
    for (line, text) in lines(text) {
        let words = words(&text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((name, rest)) = words.split_first() else { continue };
        let is_prefix = ["redirect", "redirectpermanent", "redirecttemp"].contains(&name.to_ascii_lowercase().as_str());
        let rule = match (name.to_ascii_lowercase().as_str(), rest) {
            ("redirect" | "redirectpermanent" | "redirecttemp", [from, to] | [_, from, to])
                if from.starts_with('/') =>
            {
                Some(Rule { from: (*from).to_owned(), to: (*to).to_owned() })
            }
            ("redirectmatch", [pattern, to] | [_, pattern, to]) => {
                from_pattern(pattern, None).map(|from| Rule { from, to: target(to) })
            }
            ("rewritecond", [subject, pattern, ..]) => {
                let query = query_of(subject, pattern).unwrap_or_default();
                conditions.push(query);
                if conditions.iter().any(String::is_empty) { None } else { continue }
            }
            ("rewriterule", [pattern, to, flags]) if is_redirect(flags) => rewritten(pattern, to, folder, &conditions),
            ("rewriterule", [pattern, to, ..]) if to.starts_with("http") => rewritten(pattern, to, folder, &conditions),
            ("errordocument", _) => continue,
            (name, _) if name.starts_with("redirect") || name == "rewriterule" => None,
            _ => continue,
        };
        if name.eq_ignore_ascii_case("rewriterule") {
            conditions.clear();
        }
        match rule.filter(|rule| !rule.to.contains(['$', '%'])) {
            Some(rule) => {
                let below = is_prefix.then(|| below(&rule)).flatten();
                rules.rules.push(rule);
                rules.rules.extend(below);
            }
            None => rules.others.push((line, text)),
        }
    }
    rules
}

/// The rule for everything below a folder: Apache moves it with the folder.
fn below(rule: &Rule) -> Option<Rule> {
    let folder = |path: &str| {
        let is_folder = path.rsplit('/').next().is_some_and(|name| !name.contains(['.', '?']));
        is_folder.then(|| format!("{}/*", path.trim_end_matches('/')))
    };
    let (from, to) = (folder(&rule.from)?, folder(&rule.to)?);
    // A rule for the whole site would answer every address.
    (from != "/*").then_some(Rule { from, to })
}

fn rewritten(pattern: &str, to: &str, folder: &str, conditions: &[String]) -> Option<Rule> {
    let query = match conditions {
        [] => None,
        [query] if !query.is_empty() => Some(query.as_str()),
        _ => return None,
    };
    let inner = pattern.trim_start_matches('^').trim_start_matches('/');
    // The name of a folder is not an expression: `c++`.
    let folder = if folder.is_empty() { String::new() } else { address_of(folder) };
    let from = from_pattern(&format!("^/{inner}"), query)?;
    let to = target(to);
    let is_whole = to.starts_with('/') || to.contains("://");
    Some(Rule { from: format!("{folder}{from}"), to: if is_whole { to } else { format!("{folder}/{to}") } })
}

/// The destination of a rule: `/new?` drops the query, `/new/$1` has what a pattern matched.
fn target(to: &str) -> String {
    let to = to.trim_end_matches('?');
    to.strip_suffix("/$1").map_or_else(|| to.to_owned(), |folder| format!("{folder}/*"))
}

fn is_redirect(flags: &str) -> bool {
    let flags = flags.trim_start_matches('[').trim_end_matches(']');
    flags.split(',').any(|flag| {
        let flag = flag.trim().to_ascii_uppercase();
        flag == "R" || flag == "REDIRECT" || flag.starts_with("R=3") || flag.starts_with("REDIRECT=")
    })
}

/// The only path that a pattern matches, or the folder: `^/old/page\.html$`, `^/old/(.*)$`.
fn from_pattern(pattern: &str, query: Option<&str>) -> Option<String> {
    let inner = pattern.strip_prefix('^')?;
    let (inner, is_folder) =
        match inner.strip_suffix("/(.*)$").or(inner.strip_suffix("/(.*)")).or(inner.strip_suffix("/.*$")) {
            Some(inner) => (inner, true),
            None => (inner.strip_suffix('$')?, false),
        };
    let path = literal(inner.strip_suffix("/?").unwrap_or(inner))?;
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    Some(format!("{path}{}{query}", if is_folder { "/*" } else { "" }))
}

/// The only text that an expression matches.
fn literal(expression: &str) -> Option<String> {
    let mut out = String::new();
    let mut signs = expression.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => out.push(signs.next().filter(|sign| !sign.is_alphanumeric())?),
            // An unescaped dot is meant as one.
            '.' if !signs.as_str().starts_with(['*', '+', '?']) => out.push('.'),
            '(' | ')' | '[' | ']' | '{' | '}' | '*' | '+' | '?' | '|' | '^' | '$' | '.' => return None,
            sign => out.push(sign),
        }
    }
    Some(out)
}

/// The query that a condition asks for: `RewriteCond %{QUERY_STRING} ^id=17$`.
fn query_of(subject: &str, pattern: &str) -> Option<String> {
    if !subject.eq_ignore_ascii_case("%{QUERY_STRING}") {
        return None;
    }
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    literal(inner).filter(|query| query.contains('='))
}

/// Reads a `_redirects`, as Netlify and Cloudflare have it.
pub(super) fn netlify(text: &str) -> Rules {
    let mut rules = Rules::default();
    for (line, text) in lines(text) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some((from, rest)) = words.split_first() else { continue };
        let (queries, rest): (Vec<&str>, Vec<&str>) = rest.iter().partition(|word| is_parameter(word));
        let has_conditions = rest.iter().skip(2).any(|word| word.contains('='));
        let status = rest.get(1).map_or("301", |status| status.trim_end_matches('!'));
        let to = rest.first().map(|to| to.replace("/:splat", "/*"));
        let is_path =
            from.starts_with('/') && !from.contains("/:") && from.find('*').is_none_or(|at| at + 1 == from.len());
        let query = if queries.is_empty() { String::new() } else { format!("?{}", queries.join("&")) };
        match to.filter(|to| {
            is_path && !has_conditions && status.starts_with('3') && !to.contains("/:") && !query.contains("=:")
        }) {
            Some(to) => rules.rules.push(Rule { from: format!("{from}{query}"), to }),
            None => rules.others.push((line, text)),
        }
    }
    rules
}

fn is_parameter(word: &str) -> bool {
    let key = word.split_once('=').map_or("", |(key, _)| key);
    !key.is_empty()
        && !word.starts_with('/')
        && !word.contains("://")
        && !matches!(key, "Country" | "Language" | "Role" | "Cookie")
}

/// The lines that say something, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (u64, String)> + '_ {
    let lines = text.lines().enumerate().map(|(at, line)| (at as u64 + 1, line.trim().to_owned()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with(['#', '<']))
}

/// The words of a line, some of them in quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some(quoted) => quoted,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rules: &Rules) -> Vec<String> {
        rules.rules.iter().map(|rule| format!("{} {}", rule.from, rule.to)).collect()
    }

    #[test]
    fn simple_rules_of_apache_are_read_and_others_are_listed() {
        let text = "# old\nRedirect 301 /a.html /b.html\nredirectpermanent \"/c d.html\" http://museum.example/d.html\nRedirect /e /f\n\
                    RedirectMatch 301 ^/x/(.*)$ /y/$1\nRewriteEngine On\nRewriteRule ^g\\.html$ /h.html [R=301,L]\n\
                    RewriteCond %{QUERY_STRING} ^id=17$\nRewriteRule ^index\\.php$ /news/17.html? [R=301,L]\n\
                    RewriteCond %{HTTP_HOST} ^www\nRewriteRule ^(.*)$ http://x/$1 [R=301]\n\
                    RewriteRule ^i$ j.html [R]\nRewriteRule ^(.*)$ index.php [L]\nRedirectMatch ^/(k|l)$ /m\n<IfModule x>\nErrorDocument 404 /e\n";
        let rules = htaccess(text, "");
        assert_eq!(
            shown(&rules),
            [
                "/a.html /b.html",
                "/c d.html http://museum.example/d.html",
                "/e /f",
                "/e/* /f/*",
                "/x/* /y/*",
                "/g.html /h.html",
                "/index.php?id=17 /news/17.html",
                "/i /j.html"
            ]
        );
        let others: Vec<u64> = rules.others.iter().map(|(line, _)| *line).collect();
        assert_eq!(others, [10, 11, 13, 14]);
        let inner = htaccess("RewriteRule ^a$ b [R]\nRewriteRule ^c/(.*)$ /d/$1 [R]", "docs");
        assert_eq!(shown(&inner), ["/docs/a /docs/b", "/docs/c/* /d/*"]);
        assert_eq!(shown(&htaccess("RewriteRule ^a$ b [R]", "x/c++")), ["/x/c++/a /x/c++/b"]);
    }

    #[test]
    fn redirects_of_hosts_are_read() {
        let text = "/a /b 301\n/store id=17 /blog/17\n/news/* /blog/:splat\n/c/* /d 302!\n/e /f 200\n/g/:y /h/:y\n/i /j 301 Country=ua\n\
                    https://x.org/a /b\n/k\n";
        let rules = netlify(text);
        assert_eq!(shown(&rules), ["/a /b", "/store?id=17 /blog/17", "/news/* /blog/*", "/c/* /d"]);
        assert_eq!(rules.others.len(), 5);
    }
}
