//! Names of files that other systems can hold, too: a clone of the archive on Windows or macOS has every file, or git stops.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::model::{
    diagnostic::Diagnostic,
    sentence::{Sentence, say},
};

/// Names that Windows keeps for devices, with any ending:
/// <https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file>.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// The same, with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// A warning where the last part of `path` is a name that Windows or macOS cannot hold.
pub(crate) fn check_portable(path: &str) -> Option<Diagnostic> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (message, help) = reason(name)?;
    Some(Diagnostic::warning(path, "unportable-name", message).help(help))
}

/// Warnings of the names below the folder `root`: those that other systems cannot hold, and those that are one there.
pub(crate) fn check_file_names<'a>(root: &str, paths: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut folded: HashMap<String, &str> = HashMap::new();
    for path in paths {
        let below = path.strip_prefix(root).map_or(0, |rest| path.len() - rest.trim_start_matches('/').len());
        let ends = path.match_indices('/').map(|(at, _)| at).filter(|at| *at > below);
        for part in ends.chain([path.len()]).filter_map(|end| path.get(..end)) {
            if !seen.insert(part) {
                continue;
            }
            found.extend(check_portable(part));
            let first = *folded.entry(part.nfc().collect::<String>().to_lowercase()).or_insert(part);
            if first != part {
                let message = say("name-clash").with("first", first);
                let help = say("help-name-clash");
                found.push(Diagnostic::warning(part, "name-clash", message).help(help));
            }
        }
    }
    found
}

/// Why `name` cannot be held, and what to do.
fn reason(name: &str) -> Option<(Sentence, Sentence)> {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let ends = |c: char| matches!(c, '.' | ' ');
    let reason = if is_device(&stem) {
        say("unportable-name-device").with("name", &stem)
    } else if let Some(sign) = name.chars().find(|c| is_forbidden(*c)) {
        say(if sign == ':' { "unportable-name-both" } else { "unportable-name-sign" }).with("sign", sign)
    } else if name.ends_with(ends) {
        say(if name.ends_with('.') { "unportable-name-full-stop" } else { "unportable-name-space" })
    } else {
        return None;
    };
    let plain = name.replace(is_forbidden, "-");
    let plain = plain.trim_end_matches(ends);
    let end = plain.find(ends).unwrap_or(plain.len());
    let (stem, ending) = plain.split_at(end);
    let renamed =
        if is_device(&stem.to_lowercase()) { format!("{stem}-1{}", ending.trim_start()) } else { plain.into() };
    let help = if renamed.is_empty() { say("help-rename") } else { say("help-rename-as").with("name", renamed) };
    Some((reason, help))
}

fn is_device(stem: &str) -> bool {
    let is_number =
        |rest: &str| matches!(rest, "¹" | "²" | "³") || (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    DEVICES.contains(&stem) || NUMBERED.iter().any(|device| stem.strip_prefix(device).is_some_and(is_number))
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*') || c < ' '
}

/// An error where a path is in another normal form than NFC, as macOS writes them: links from texts do not find it.
pub(crate) fn check_form(path: &str) -> Option<Diagnostic> {
    if is_nfc(path) {
        return None;
    }
    let composed: String = path.nfc().collect();
    let name = composed.rsplit('/').next().unwrap_or_default().to_owned();
    Some(Diagnostic::error(path, "name-not-nfc", say("name-not-nfc")).help(say("help-rename-to").with("name", name)))
}

/// `text` in NFC, as keyboards have it already, in all languages of ours.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_windows_or_macos_cannot_hold_are_reported() {
        for name in [
            "CON", "con", "aux.md", "Nul.tar.gz", "prn .txt", "COM1", "lpt9.png", "com¹.txt", "conin$", "a:b.png",
            "що?.png", "a*b", "a<b", "a>b", "a|b", "a\"b", "a\\b", "a\tb", "карта.", "карта ", "карта. .",
        ] {
            let found = check_portable(&format!("articles/2025/x/{name}"));
            assert!(found.is_some_and(|problem| problem.help.is_some()), "{name}");
        }
        for name in
            ["uk.md", "icon.svg", "control.png", "com.png", "com10.png", "nulla.md", ".md", "a b.png", "км².svg"]
        {
            assert_eq!(check_portable(&format!("articles/2025/x/{name}")), None, "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_case_or_normal_form_alone_clash() {
        let codes = |paths: &[&str]| -> Vec<String> {
            let found = check_file_names("a/2025/x", paths.iter().copied());
            found.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect()
        };
        assert_eq!(codes(&["a/2025/x/Map.png", "a/2025/x/map.png"]), ["a/2025/x/map.png name-clash"]);
        assert_eq!(codes(&["a/2025/x/Київ.png", "a/2025/x/КИЇВ.png"]), ["a/2025/x/КИЇВ.png name-clash"]);
        let decomposed: String = "a/2025/x/київ.png".nfd().collect();
        assert_eq!(codes(&["a/2025/x/київ.png", &decomposed]), [format!("{decomposed} name-clash")]);
        assert_eq!(codes(&["a/2025/x/Img/a.png", "a/2025/x/img/b.png"]), ["a/2025/x/img name-clash"]);
        assert_eq!(codes(&["a/2025/x/b:c/a.png", "a/2025/x/b:c/b.png"]), ["a/2025/x/b:c unportable-name"]);
        assert_eq!(codes(&["a/2025/x/img/a.png", "a/2025/x/a.png", "a/2025/x/uk.md"]), [""; 0]);
    }

    proptest! {
        #[test]
        fn the_name_of_the_help_can_be_held(name in "(con|aux|[a-c:*?. ]|\\.md|ї){1,6}") {
            if let Some((_, help)) = reason(&name) {
                let help = help.to_string();
                let renamed = help.split('`').nth(1).unwrap_or_default();
                prop_assert!(renamed.is_empty() || reason(renamed).is_none(), "{name} {help}");
            }
        }
    }
}
