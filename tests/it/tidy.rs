//! The source code: layers import downwards, files and functions stay small, documents name existing files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::harness::root;

/// The layers of docs/ARCHITECTURE.md, lowest first; a module may import its own layer and those below.
const LAYERS: [&[&str]; 14] = [
    &["model"],
    &["site"],
    &["i18n", "media"],
    &["article"],
    &["source"],
    &["catalog"],
    &["search"],
    &["worker"],
    &["web"],
    &["translate"],
    &["export"],
    &["import"],
    &["verify"],
    &["cli"],
];

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    files_below(&root().join("src"), ".rs", &mut found);
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().display().to_string();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The top-level module a file belongs to: `src/web/urls/url.rs` to `web`.
fn module_of(path: &str) -> &str {
    path.trim_start_matches("src/").split(['/', '.']).next().unwrap()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules of this crate that a text names behind `crate::`, tests included.
fn imports(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + 7..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' | ':' | '\n' | ' ' if depth == 1 && !name.is_empty() => names.push(std::mem::take(&mut name)),
                    c if depth == 1 && (c.is_alphanumeric() || c == '_') => name.push(c),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            names.extend((!name.is_empty()).then_some(name));
        } else {
            names.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn no_layer_imports_a_higher_one() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = layer_of(module_of(&path)) else { continue };
        for name in imports(&text) {
            if layer_of(&name).is_some_and(|layer| layer > own) {
                wrong.push(format!("{path} imports {name}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_module_has_a_layer_and_no_two_of_one_layer_import_each_other() {
    let mut edges: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let module = module_of(&path).to_owned();
        if !["lib", "main"].contains(&module.as_str()) {
            assert!(layer_of(&module).is_some(), "{path} lies in no layer");
        }
        edges.entry(module.clone()).or_default().extend(imports(&text).into_iter().filter(|name| *name != module));
    }
    for (module, names) in &edges {
        for name in names.iter().filter(|name| layer_of(name) == layer_of(module) && layer_of(module).is_some()) {
            let back = edges.get(name).is_some_and(|names| names.contains(module));
            assert!(!back, "{module} and {name} import each other");
        }
    }
}

/// The modules below the crate's root that a text imports by `crate::` and `super::`, whole paths, tests left out.
fn imported_paths(module: &[String], text: &str) -> Vec<Vec<String>> {
    let text = without_tests(text);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let before = text[..at].rsplit('\n').next().unwrap().trim();
        let tree: String = text[at + 4..].split(';').next().unwrap().split_whitespace().collect();
        if (before.is_empty() || before.starts_with("pub"))
            && (tree.starts_with("crate::") || tree.starts_with("super::"))
        {
            expand(&tree, Vec::new(), &mut found);
        }
    }
    for path in &mut found {
        let mut base = if path[0] == "crate" { Vec::new() } else { module[..module.len() - 1].to_vec() };
        base.extend(path.drain(1..));
        *path = base;
    }
    found
}

/// The paths of a `use` tree without white space: `a::{b,c::d}` gives `a::b` and `a::c::d`.
fn expand(tree: &str, before: Vec<String>, found: &mut Vec<Vec<String>>) {
    let Some((head, rest)) = tree.split_once('{') else {
        found.push(before.into_iter().chain(tree.split("::").map(str::to_owned)).collect());
        return;
    };
    let before: Vec<String> =
        before.into_iter().chain(head.split("::").filter(|step| !step.is_empty()).map(str::to_owned)).collect();
    let (mut depth, mut start) = (0, 0);
    let inner = &rest[..rest.rfind('}').unwrap()];
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if at > start {
                    expand(&inner[start..at], before.clone(), found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// Folders with files that still import each other by way of what a `mod.rs` re-exports. A new circle elsewhere fails; a folder
/// that has none any more is taken off the list.
const CIRCLES_LEFT: [&str; 9] = [
    "src/article/", "src/catalog/", "src/i18n/bundle/", "src/i18n/lint/", "src/import/", "src/search/", "src/site/",
    "src/source/bucket/", "src/translate/check/article/",
];

/// The steps of a module: `src/web/urls/url.rs` gives `web`, `urls`, `url`.
fn steps(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// The re-exports of each `mod.rs`: the path that others import, and the one that it leads to.
fn reexports(sources: &[(String, String)]) -> BTreeMap<Vec<String>, Vec<String>> {
    let mut found = BTreeMap::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.ends_with("/mod.rs")) {
        let module = steps(path);
        for (at, _) in
            text.match_indices("use ").filter(|(at, _)| text[..*at].rsplit('\n').next().unwrap().starts_with("pub"))
        {
            let tree: String =
                text[at + 4..].split(';').next().unwrap().replace(" as ", "@").split_whitespace().collect();
            let mut paths = Vec::new();
            expand(&tree, Vec::new(), &mut paths);
            for mut path in paths {
                let last = path.pop().unwrap();
                let (item, name) = last.split_once('@').unwrap_or((&last, &last));
                let base = match path.first().map(String::as_str) {
                    Some("crate") => Vec::new(),
                    Some("super") => module[..module.len() - 1].to_vec(),
                    _ => module.clone(),
                };
                let own = path.into_iter().filter(|step| step != "crate" && step != "super").chain([item.to_owned()]);
                found.insert(
                    module.iter().cloned().chain([name.to_owned()]).collect(),
                    base.into_iter().chain(own).collect(),
                );
            }
        }
    }
    found
}

/// The files that are in a circle, each with those of them that it imports; `leads_to` says what re-exports stand for.
fn circles(sources: &[(String, String)], leads_to: &BTreeMap<Vec<String>, Vec<String>>) -> Vec<String> {
    let files: BTreeMap<Vec<String>, &str> = sources
        .iter()
        .filter(|(path, _)| !path.ends_with("/mod.rs"))
        .map(|(path, _)| (steps(path), path.as_str()))
        .collect();
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (module, path) in &files {
        let text = &sources.iter().find(|(name, _)| name == path).unwrap().1;
        for mut imported in imported_paths(module, text) {
            // A name may be re-exported more than once on its way; a module of the same name as what it re-exports is that module.
            for _ in 0..4 {
                let is_reexport =
                    |end: &usize| leads_to.contains_key(&imported[..*end]) && !files.contains_key(&imported[..*end]);
                let Some(end) = (1..=imported.len()).rev().find(is_reexport) else { break };
                imported = leads_to[&imported[..end]].iter().cloned().chain(imported[end..].iter().cloned()).collect();
            }
            let target = (1..=imported.len()).rev().find_map(|length| files.get(&imported[..length]));
            edges.entry(path).or_default().extend(target.filter(|target| *target != path));
        }
    }
    assert!(edges.values().map(Vec::len).sum::<usize>() > 500, "imports are read");
    let reaches_itself = |start: &str| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(path) = next.pop() {
            next.extend(edges.get(path).into_iter().flatten().filter(|target| reached.insert(**target)));
        }
        reached.contains(start)
    };
    let left: Vec<&str> = edges.keys().copied().filter(|path| reaches_itself(path)).collect();
    let shown = |path: &&str| {
        let targets: BTreeSet<_> = edges[path].iter().copied().filter(|target| left.contains(target)).collect();
        format!("{path} imports {}", targets.into_iter().collect::<Vec<_>>().join(", "))
    };
    left.iter().map(shown).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    assert_eq!(circles(&sources, &BTreeMap::new()), [""; 0]);
    let left = circles(&sources, &reexports(&sources));
    let new: Vec<_> = left.iter().filter(|file| !CIRCLES_LEFT.iter().any(|folder| file.starts_with(folder))).collect();
    assert!(new.is_empty(), "{new:?}");
    let gone: Vec<_> =
        CIRCLES_LEFT.iter().filter(|folder| !left.iter().any(|file| file.starts_with(**folder))).collect();
    assert!(gone.is_empty(), "take these off the list: {gone:?}");
}

/// The text without its test modules: they stand at the end of a file, under `#[cfg(test)]`, and attributes may follow that.
fn without_tests(text: &str) -> &str {
    let is_module = |at: usize| {
        let mut lines =
            text[at..].lines().skip(1).skip_while(|line| line.starts_with("#[") || line.starts_with([' ', ')']));
        lines.next().is_some_and(|line| line.split_whitespace().any(|word| word == "mod") && line.ends_with('{'))
    };
    let at = text.match_indices("#[cfg(test)]").map(|(at, _)| at);
    at.into_iter().find(|at| is_module(*at)).map_or(text, |at| &text[..at])
}

/// The offset of the bracket that closes the one before `list`.
fn end_of_list(list: &str) -> usize {
    let (mut depth, mut before) = (0, ' ');
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' | '<' | '{' => depth += 1,
            '>' if before == '-' || before == '=' => {}
            ')' | ']' | '>' | '}' if depth == 0 => return at,
            ')' | ']' | '>' | '}' => depth -= 1,
            _ => {}
        }
        before = c;
    }
    list.len()
}

/// The parts between the commas of a list.
fn parts_of_list(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(n) = list[at..].find([',', '(', '[', '<', '{']) {
        at += n + 1;
        if list[..at].ends_with(',') {
            parts.push(&list[start..at - 1]);
            start = at;
        } else {
            at += end_of_list(&list[at..]);
        }
    }
    parts.push(&list[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The functions of a text, each with its parameters, `self` left out.
fn functions(text: &str) -> Vec<(&str, Vec<&str>)> {
    let is_self = |part: &&str| part.split_whitespace().any(|word| word.trim_start_matches('&') == "self");
    let mut found = Vec::new();
    for (at, _) in text.match_indices("fn ") {
        let is_comment = text[..at].rsplit('\n').next().unwrap().contains("//");
        let text = &text[at + 3..];
        let (name, mut rest) = text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0));
        if let Some(generics) = rest.strip_prefix('<') {
            rest = &generics[(end_of_list(generics) + 1).min(generics.len())..];
        }
        if let Some(list) = rest.strip_prefix('(').filter(|_| !is_comment && !name.is_empty()) {
            let parameters = parts_of_list(&list[..end_of_list(list)]);
            found.push((name, parameters.into_iter().filter(|part| !is_self(part)).collect()));
        }
    }
    found
}

/// `(a, b): (A, B)` and `pair: &(A, B)`; `&(dyn A + B)` is one value.
fn is_tuple(parameter: &str) -> bool {
    let kind =
        parameter.split_once(": ").map_or("", |(_, kind)| kind).trim_start_matches('&').trim_start_matches("mut ");
    let is_one = ["()", "(dyn ", "(impl "].iter().any(|start| kind.starts_with(start));
    parameter.starts_with('(') || kind.starts_with('(') && !is_one
}

#[test]
fn functions_take_six_parameters_at_most_and_no_tuple() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, text) in sources() {
        for (name, parameters) in functions(without_tests(&text)) {
            count += 1;
            if parameters.len() > 6 || parameters.iter().any(|one| is_tuple(one)) {
                wrong.push(format!("{path}: {name}({})", parameters.join(", ")));
            }
        }
    }
    assert!(count > 3000, "{count} functions are read");
    assert_eq!(wrong, [""; 0]);
    let tuples = functions(
        "fn a<T: Fn(u8) -> u8, U>(&self, b: (u8, T), c: &mut (dyn A + B)) {} fn d(\n    (a, b): (u8, u8),\n) {}",
    );
    let found: Vec<_> = tuples.iter().map(|(_, all)| all.iter().map(|one| is_tuple(one)).collect::<Vec<_>>()).collect();
    assert_eq!(found, [vec![true, false], vec![true]]);
}

#[test]
fn no_folder_has_more_than_fifteen_files() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (path, _) in sources() {
        *counts.entry(path.rsplit_once('/').unwrap().0.to_owned()).or_default() += 1;
    }
    counts.retain(|_, count| *count > 15);
    assert_eq!(counts, BTreeMap::new());
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{path} does not open with `//!`");
        assert!(text.lines().count() <= 400, "{path} has {} lines", text.lines().count());
        let silent = ["todo!(", "unimplemented!(", "TODO", "FIXME"].iter().find(|word| text.contains(**word));
        assert_eq!(silent, None, "{path}");
    }
}

#[test]
fn a_mod_file_holds_nothing_but_its_parts() {
    for (path, text) in sources().iter().filter(|(path, _)| path.ends_with("mod.rs")) {
        let code = text.lines().filter(|line| !line.starts_with("//") && !line.trim().is_empty());
        let strange: Vec<_> = code.filter(|line| !is_declaration(line)).collect();
        assert!(strange.is_empty(), "{path}: {strange:?}");
    }
}

fn is_declaration(line: &str) -> bool {
    let starts = [
        "mod ", "pub mod ", "pub use ", "pub(crate) use ", "pub(crate) mod ", "pub(in ", "pub(super) mod ",
        "pub(super) use ", "#[cfg(test)]", "#[cfg(feature = ", "#[cfg(not(feature = ",
    ];
    starts.iter().any(|start| line.starts_with(start)) || line.starts_with("    ") || line == "};"
}

#[test]
fn templates_hold_no_words_of_a_reader() {
    let mut found = Vec::new();
    files_below(&root().join("templates"), ".html", &mut found);
    assert!(!found.is_empty());
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("|safe"), "{}", path.display());
        let cyrillic: String = text.chars().filter(|c| ('а'..='я').contains(c) || "іїєґ".contains(*c)).collect();
        assert!(cyrillic.is_empty(), "{}: {cyrillic}", path.display());
    }
}

/// `.ci/run` alone may call checkers that lie beside the repository.
#[test]
fn nothing_cites_what_lies_outside_the_repository() {
    let mut found = vec![root().join("README.md"), root().join("CONTRIBUTING.md"), root().join("CHANGELOG.md")];
    for (folder, ending) in
        [("docs", ".md"), ("src", ".rs"), ("tests/it", ".rs"), ("tests/browser", ".sh"), ("benches", "")]
    {
        files_below(&root().join(folder), ending, &mut found);
    }
    // Put together here, so that this file does not cite them itself.
    let outside = [concat!("../", "shared"), concat!("DESIGN", ".md"), concat!("STYLE", ".md")];
    let cites = |path: &&std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        outside.iter().any(|name| text.contains(name))
    };
    let wrong: Vec<_> = found.iter().filter(cites).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn documents_and_notes_for_translators_name_only_files_that_exist() {
    let mut found = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    for (folder, ending) in [("docs", ".md"), ("locales", ".ftl"), ("src/model/diagnostic/words", ".ftl")] {
        files_below(&root().join(folder), ending, &mut found);
    }
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for word in text.split(['`', '(', ')', ' ', '\n']) {
            let rooted = ["src/", "tests/", "docs/", "templates/", "benches/", "static/", "fuzz/"]
                .iter()
                .any(|top| word.starts_with(top));
            let plain = !word.contains(['<', '*', '…', '{']);
            let file = word.split('#').next().unwrap().trim_end_matches(['.', ',', ':', ';']);
            if rooted && plain && !root().join(file).exists() {
                wrong.push(format!("{} names {word}", path.display()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}
