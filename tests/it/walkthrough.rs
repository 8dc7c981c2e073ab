//! `docs/TRANSLATING.md`, followed to the letter: its commands are typed, its lines are added to its files and changed in
//! them, and what it says is seen is seen.

use std::{
    env, fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    command::{Running, get, start_with},
    harness::{Archive, root},
};

/// A block of code in the document.
struct Block {
    language: String,
    text: String,
    /// The file last named before it.
    file: String,
}

/// The blocks of code in a section, in order.
fn blocks(document: &str, heading: &str) -> Vec<Block> {
    let section = document.split_once(&format!("\n## {heading}\n")).unwrap().1;
    let section = section.split("\n## ").next().unwrap();
    let (mut blocks, mut file) = (Vec::new(), String::new());
    let mut parts = section.split("```");
    while let Some(prose) = parts.next() {
        let named =
            prose.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".ftl") || name.ends_with(".toml"));
        file = named.last().map_or(file, str::to_owned);
        let Some((language, text)) = parts.next().map(|block| block.split_once('\n').unwrap()) else { break };
        blocks.push(Block { language: language.to_owned(), text: text.to_owned(), file: file.clone() });
    }
    blocks
}

/// A fresh copy of the archive in this repository, as a clone has it.
fn copy() -> Archive {
    let archive = Archive::new();
    for part in ["site.toml", "articles", "locales"] {
        let status = Command::new("cp").arg("-r").arg(root().join(part)).arg(archive.path()).status().unwrap();
        assert!(status.success(), "{part}");
    }
    archive
}

/// What a command says, typed in the folder of the archive.
fn typed(archive: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_litopys")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
    let output =
        Command::new("sh").args(["-e", "-c", command]).current_dir(archive).env("PATH", path).output().unwrap();
    // A check that finds something ends with 1.
    assert!(output.status.code().is_some_and(|code| code < 2), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Changes the lines of a file as a block of lines with plus and minus says.
fn changed(file: &Path, lines: &str) {
    let with = |sign: char| -> String {
        let kept = lines.lines().filter(|line| line.starts_with([sign, ' ']));
        kept.map(|line| format!("{}\n", &line[1..])).collect()
    };
    let text = fs::read_to_string(file).unwrap();
    let old = with('-');
    assert_eq!(text.matches(&old).count(), 1, "{} does not have once:\n{old}", file.display());
    fs::write(file, text.replace(&old, &with('+'))).unwrap();
}

/// Loads a page until it is as it should be.
fn load(address: &str, page: &str, is_right: impl Fn(&str) -> bool) {
    let begun = Instant::now();
    loop {
        let answer = get(address, page);
        if is_right(&answer) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "{page} never comes right: {answer}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn whoever_follows_the_document_adds_a_language_and_breaks_and_mends_a_message() {
    let document = fs::read_to_string(root().join("docs/TRANSLATING.md")).unwrap();
    let archive = copy();
    let mut server: Option<(Running, String, Vec<String>)> = None;
    let (mut said, mut broken) = (String::new(), false);
    for Block { language, text, file } in blocks(&document, "Another language, step by step") {
        let path = archive.path().join(&file);
        match language.as_str() {
            "sh" if text.starts_with("litopys serve") => {
                let started = start_with(&archive, &["--watch"]);
                // All in English still, except dates and the name of the site.
                load(&started.1, "/pl/", |page| {
                    ["hreflang=\"pl\"", ">Skip to the text<", "<title>Kronika</title>", "30 czerwca 2025"]
                        .iter()
                        .all(|part| page.contains(part))
                });
                server = Some(started);
            }
            "sh" => said = typed(archive.path(), &text),
            "toml" => fs::write(&path, fs::read_to_string(&path).unwrap() + &text).unwrap(),
            "diff" => changed(&path, &text),
            "" => {
                assert!(said.contains(&text), "the document has:\n{text}\nwhat is said:\n{said}");
                let address = &server.as_ref().unwrap().1;
                let place = text.split(": ").next().unwrap().split(':').next().unwrap();
                // The date is still there, in English.
                load(address, "/pl/", |page| {
                    ["preview-problems", place, "30 June 2025"].iter().all(|part| page.contains(part))
                });
                broken = true;
            }
            other => panic!("a block of `{other}`"),
        }
    }
    assert!(broken, "the document breaks a message");
    let address = &server.as_ref().unwrap().1;
    // Between two states of a file that is being written, a message may be missing or the problem still be there.
    load(address, "/pl/", |page| {
        [">Przejdź do tekstu<", "14 artykułów", "pl_PL", "PL — polski", "<title>Kronika</title>"]
            .iter()
            .all(|part| page.contains(part))
            && !page.contains("locales/pl/base.ftl")
    });
    load(address, "/pl/section/culture", |page| page.contains("Kultura"));
    assert!(!typed(archive.path(), "litopys check").contains(": error: "));
}
