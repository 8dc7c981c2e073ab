//! The sentences of problems: in every language, with the same variables, and each of them used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::harness::{Archive, root};
use fluent_syntax::{ast, parser};
use litopys::{
    source::Folder,
    translate::check::{CheckOptions, check},
};

/// The messages of `src/model/diagnostic/words/<lang>.ftl`, each with the variables in it.
fn messages(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join(format!("src/model/diagnostic/words/{lang}.ftl"))).unwrap();
    let mut messages = BTreeMap::new();
    for entry in parser::parse(text.as_str()).unwrap().body {
        if let ast::Entry::Message(message) = entry {
            let written = format!("{:?}", message.value);
            let variables = written.split("VariableReference { id: Identifier { name: \"").skip(1);
            let variables = variables.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
            assert!(
                messages.insert(message.id.name.to_owned(), variables).is_none(),
                "{lang}: {} twice",
                message.id.name
            );
        }
    }
    messages
}

/// The text of each source file, without its tests.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned());
        }
    }
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_variables() {
    let english = messages("en");
    for lang in ["uk", "ru"] {
        assert_eq!(messages(lang), english, "{lang}");
    }
    assert_eq!(fs::read_dir(root().join("src/model/diagnostic/words")).unwrap().count(), 3);
}

/// The names of the rules: those with a reason.
pub(super) fn rules() -> BTreeSet<String> {
    messages("en").keys().filter_map(|name| name.strip_prefix("why-")).map(str::to_owned).collect()
}

#[test]
fn every_rule_has_its_sentences() {
    let messages = messages("en");
    for rule in rules() {
        let of_rule = |name: &String| *name == rule || name.starts_with(&format!("{rule}-"));
        assert!(messages.keys().any(of_rule), "{rule} has no sentence");
    }
}

#[test]
fn every_sentence_is_used_and_every_one_used_exists() {
    let messages = messages("en");
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let code = files.concat();
    let quoted: BTreeSet<&str> = code.split('"').collect();
    // Names that are put together: `say(format!("shadow-{topic}"))`.
    let beginnings: Vec<&str> =
        code.split("say(format!(\"").skip(1).map(|rest| rest.split('{').next().unwrap()).collect();
    let is_used = |name: &&String| quoted.contains(name.as_str()) || beginnings.iter().any(|one| name.starts_with(one));
    let unused: Vec<_> = messages.keys().filter(|name| !is_used(name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
    // Other files say messages of the interface, or lines of the terminal.
    let saying = files.iter().filter(|text| text.contains("sentence::"));
    let asked = saying.flat_map(|text| text.split("say(\"").skip(1)).filter_map(|rest| rest.split('"').next());
    let helps = quoted.iter().copied().filter(|text| text.starts_with("help-") && !text.contains(' '));
    let expected = code.split("expected(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let asked: BTreeSet<&str> = asked.chain(helps).chain(expected).collect();
    let missing: Vec<_> = asked.into_iter().filter(|name| !messages.contains_key(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_problem_of_a_fixture_is_described_in_english_alone() {
    let mut seen = 0;
    for folder in ["locales", "broken"] {
        for case in fs::read_dir(root().join("tests/fixtures").join(folder)).unwrap() {
            let report = check(&Folder::open(&case.unwrap().path()).unwrap(), &CheckOptions::default()).unwrap();
            for problem in report.findings {
                let ids = [Some(&problem.message), problem.help.as_ref()].into_iter().flatten().map(|text| text.id());
                assert!(ids.into_iter().all(|id| id != "verbatim"), "{problem}");
                for lang in ["uk", "ru"] {
                    let text = problem.message.in_lang(&lang.parse().unwrap());
                    assert!(!text.contains("{$") && !text.contains(problem.message.id()), "{lang}: {text}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// `check` itself, over the sentences as if they were an archive's own messages.
#[test]
fn the_sentences_have_no_problem() {
    let mut archive = Archive::new();
    for lang in ["en", "ru", "uk"] {
        let text = fs::read_to_string(root().join(format!("src/model/diagnostic/words/{lang}.ftl"))).unwrap();
        archive = archive.file(&format!("locales/{lang}/check.ftl"), &text);
    }
    let found = check(&Folder::open(archive.path()).unwrap(), &CheckOptions::default()).unwrap().findings;
    let found: Vec<_> =
        found.iter().filter(|problem| problem.code != "unused-message").map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
