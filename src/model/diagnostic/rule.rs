//! Every rule by its name. Its sentences are in `src/model/diagnostic/words/<lang>.ftl`: `why-crlf` says why a problem of the rule `crlf` matters.

use super::sentence::{Sentence, say};

/// The rules, in the order of docs/TRANSLATING.md and docs/WRITING.md.
pub const RULES: [&str; 144] = [
    // Files and syntax.
    "not-utf8",
    "byte-order-mark",
    "crlf",
    "fluent-syntax",
    "unclosed-placeable",
    "unopened-placeable",
    "missing-default",
    "two-defaults",
    "no-text",
    "term-without-text",
    "tab-indentation",
    "nested-too-deep",
    "unknown-code",
    "unwritable-message",
    "internal-error",
    "duplicate-message",
    "duplicate-attribute",
    "duplicate-variant",
    "cyclic-reference",
    "no-locale",
    "unknown-language",
    // Against the source.
    "missing-file",
    "missing-message",
    "missing-term",
    "missing-attribute",
    "missing-value",
    "obsolete-message",
    "obsolete-term",
    "obsolete-attribute",
    "obsolete-value",
    "unknown-variable",
    "unseen-variable",
    "dropped-variable",
    "dropped-reference",
    "added-reference",
    "unknown-message",
    "unknown-term",
    "unknown-attribute",
    "unknown-function",
    "unknown-argument",
    "bad-argument",
    // Plurals.
    "missing-plural",
    "impossible-plural",
    "unknown-plural",
    "numeral-in-one",
    // Text.
    "html-in-message",
    "mismatched-tags",
    "white-space",
    "untranslated",
    "empty-message",
    "foreign-letter",
    "mixed-alphabets",
    "typewriter-apostrophe",
    "unbalanced-quotes",
    "bidi-control",
    "replacement-character",
    "too-long",
    // Against the program.
    "unused-message",
    // The site.
    "no-language",
    "duplicate-language",
    "footer-markup",
    // TOML.
    "toml-syntax",
    "unknown-key",
    "missing-key",
    "empty-value",
    "wrong-type",
    "bad-value",
    "bad-date",
    "low-contrast",
    "not-on-home",
    // Articles and their files.
    "no-front-matter",
    "no-article-toml",
    "empty-version",
    "no-version",
    "no-source-version",
    "language-alias",
    "version-unlisted",
    "wrong-year",
    "correction-date",
    "duplicate-slug",
    "reserved-slug",
    "menu-target",
    "unreachable-alias",
    "duplicate-alias",
    "dead-address",
    "stray-file",
    "bad-id",
    "bad-name",
    "name-not-nfc",
    "unportable-name",
    "name-clash",
    "file-too-large",
    "link-outside",
    "link-to-hidden",
    "link-repeated",
    "merge-conflict",
    "more-problems",
    "not-a-file",
    "too-many-files",
    "stray-text",
    "unreadable",
    // The text of an article.
    "html-comment",
    "raw-html",
    "unsafe-link",
    "broken-link",
    "broken-anchor",
    "untranslated-link",
    "unpublished-link",
    "useless-record",
    "missing-media",
    "picture-kind",
    "picture-mismatch",
    "picture-broken",
    "picture-too-large",
    "svg-cleaned",
    "missing-alt",
    "external-image",
    "heading-skips",
    "empty-heading",
    "bad-heading-id",
    "duplicate-heading-id",
    "undefined-footnote",
    "undefined-reference",
    "unread-link",
    "unread-emphasis",
    "unread-heading",
    "unread-list",
    "unread-markup",
    "unread-table",
    "table-cells-lost",
    "unclosed-fence",
    "unused-footnote",
    // Versions.
    "headings-differ",
    "lists-differ",
    "figures-differ",
    "links-differ",
    "numbers-differ",
    "dates-differ",
    "other-language",
    "missing-name",
    // `--complete`.
    "version-missing",
    "version-stale",
    "version-untranslated",
    "version-shorter",
];

/// Why a problem of this rule matters.
pub(crate) fn why(rule: &str) -> Option<Sentence> {
    RULES.contains(&rule).then(|| say(format!("why-{rule}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_once() {
        let mut rules = RULES;
        rules.sort_unstable();
        assert!(rules.is_sorted_by(|one, next| one < next));
    }
}
