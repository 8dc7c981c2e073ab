//! Splits a version's file into its front matter (TOML between `+++` lines) and its body.

use std::ops::Range;

use crate::model::{
    diagnostic::{Diagnostic, Place},
    sentence::say,
};

/// The byte ranges of front matter and body in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    toml: Range<usize>,
    body: Range<usize>,
}

impl FrontMatter {
    /// Finds both in `file`, the text of the file at `path`, without its byte order mark.
    ///
    /// # Errors
    /// A problem where the file does not begin with `+++`, or where the second `+++` is missing.
    pub fn find(path: &str, file: &str) -> Result<FrontMatter, Diagnostic> {
        let opening = line_end(file, 0);
        if file.get(..opening).map(str::trim_end) != Some("+++") {
            let found = file.lines().next().unwrap_or_default().chars().take(40).collect::<String>();
            return Err(Diagnostic::error(path, "no-front-matter", say("no-front-matter").with("found", found))
                .at(Place::from_offset(file, 0))
                .help(say("help-front-matter")));
        }
        let mut start = opening;
        while start < file.len() {
            let end = line_end(file, start);
            if file.get(start..end).map(str::trim_end) == Some("+++") {
                return Ok(FrontMatter { toml: opening..start, body: end..file.len() });
            }
            start = end;
        }
        Err(Diagnostic::error(path, "no-front-matter", say("no-front-matter-end"))
            .at(Place::from_offset(file, 0))
            .help(say("help-front-matter-end")))
    }

    /// The bytes between the two `+++` lines.
    pub fn toml(&self) -> Range<usize> {
        self.toml.clone()
    }

    /// The bytes after the second `+++` line.
    pub fn body(&self) -> Range<usize> {
        self.body.clone()
    }
}

fn line_end(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_both_parts() {
        for file in ["+++\ntitle = 'x'\n+++\n\nBody +++\n", "+++\r\ntitle = 'x'\r\n+++\r\n\r\nBody +++\n"] {
            let parts = FrontMatter::find("uk.md", file).unwrap();
            assert_eq!(file[parts.toml()].trim(), "title = 'x'");
            assert_eq!(file[parts.body()].trim(), "Body +++");
        }
    }

    #[test]
    fn says_what_is_missing() {
        let open = FrontMatter::find("uk.md", "# Title\n").unwrap_err();
        assert_eq!(open.message.to_string(), "expected `+++`, found `# Title`");
        let close = FrontMatter::find("uk.md", "+++\ntitle = 1\n").unwrap_err();
        assert_eq!(close.message.to_string(), "the front matter is not closed");
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_inside(file in "(\\+\\+\\+|\\n|\\PC){0,20}") {
            if let Ok(parts) = FrontMatter::find("x", &file) {
                prop_assert!(file.get(parts.toml()).is_some() && file.get(parts.body()).is_some());
            }
        }
    }
}
