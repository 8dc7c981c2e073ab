//! Patterns of names and paths: `*`, `?` and `**`.

/// Whether a path fits a pattern: `*` is any name or a part of one, `**` any folders.
pub fn fits(pattern: &str, path: &str) -> bool {
    match (pattern.split_once('/'), path.split_once('/')) {
        (Some(("**", rest)), Some((_, below))) => fits(rest, path) || fits(pattern, below),
        (Some(("**", rest)), None) => fits(rest, path),
        (Some((name, rest)), Some((first, below))) => fits_name(name, first) && fits(rest, below),
        (None, _) if pattern.starts_with("**") => {
            fits_name(pattern.trim_start_matches('*'), path) || path.ends_with(pattern.trim_start_matches('*'))
        }
        (None, None) => fits_name(pattern, path),
        _ => false,
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters, `?` for one.
pub fn fits_name(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stands, and where the text behind it begins.
    let mut last: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                last = Some((at, read));
                at += 1;
            }
            Some(c) if *c == '?' || text.get(read) == Some(c) => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star, start)) = last else { return false };
                last = Some((star, start + 1));
                (at, read) = (star + 1, start + 1);
            }
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|c| *c == '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_files_and_folders() {
        for (pattern, path, is_fit) in [
            ("specs/**", "specs/a/b.md", true),
            ("specs/**", "docs/specs/b.md", false),
            ("**/README.md", "a/b/README.md", true),
            ("**/README.md", "README.md", true),
            ("**/README.md", "a/README.md.md", false),
            ("**.md", "a/b.md", true),
            ("**", "a/b.md", true),
            ("*.md", "a.md", true),
            ("*.md", "a/b.md", false),
            ("a/*.md", "a/b.md", true),
            ("a", "a/b", false),
        ] {
            assert_eq!(fits(pattern, path), is_fit, "{pattern} {path}");
        }
        for (pattern, text, is_fit) in [
            ("*.log", "a/b.log", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("?b", "їb", true),
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(fits_name(pattern, text), is_fit, "{pattern} {text}");
        }
    }
}
