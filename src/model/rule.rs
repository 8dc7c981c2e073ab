//! Every finding by its name, and why it matters: one sentence a finding, as reports say it.

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name, kebab-case.
    pub code: &'static str,
    /// Why it matters, in one sentence.
    pub why: &'static str,
}

/// Every kind of finding there is, in the order of docs/TRANSLATING.md and docs/WRITING.md.
pub const RULES: &[Rule] = &[
    // Files and syntax.
    rule("not-utf8", "a file that cannot be read is not shown at all"),
    rule("byte-order-mark", "some programs take the invisible mark for a part of the first word"),
    rule("crlf", "mixed line ends make every line look changed in git"),
    rule("fluent-syntax", "the message is left out, and its fallback is shown in its place"),
    rule("unclosed-placeable", "the message is left out, and its fallback is shown in its place"),
    rule("unopened-placeable", "the message is left out, or readers see a part of it as it is typed"),
    rule("missing-default", "without a default there are numbers for which nothing could be shown"),
    rule("two-defaults", "the program cannot know which one is meant"),
    rule("no-text", "there is nothing to show, so the fallback is shown in its place"),
    rule("term-without-text", "messages that refer to the term show its name in braces"),
    rule("tab-indentation", "the message ends before the tab, and the rest is lost"),
    rule("nested-too-deep", "text that is not read is not shown"),
    rule("unknown-code", "the problem that it was meant for is reported all the same"),
    rule("unwritable-message", "it is left out, and its fallback is shown in its place"),
    rule("internal-error", "the file is skipped, and its last good state is shown"),
    rule("duplicate-message", "only one of the two is ever shown, and a change to the other does nothing"),
    rule("duplicate-attribute", "only one of the two is ever shown"),
    rule("duplicate-variant", "only one of the two is ever shown"),
    rule("cyclic-reference", "a text that contains itself cannot be written out, so a part of it stays empty"),
    rule("no-locale", "every page in this language shows the words of another"),
    rule("unknown-language", "it is never shown"),
    // Against the source.
    rule("missing-file", "readers see these words in another language"),
    rule("missing-message", "readers see these words in another language"),
    rule("missing-term", "a message that refers to it will show its name in braces"),
    rule("missing-attribute", "readers see these words in another language"),
    rule("missing-value", "readers see these words in another language"),
    rule("obsolete-message", "it is never shown, so translating it is wasted work"),
    rule("obsolete-term", "it is never shown, so translating it is wasted work"),
    rule("obsolete-attribute", "it is never shown, so translating it is wasted work"),
    rule("obsolete-value", "it is never shown, so translating it is wasted work"),
    rule("unknown-variable", "the page shows the variable's name in braces"),
    rule("unseen-variable", "readers get the wrong form of a word, or a name in braces"),
    rule("dropped-variable", "readers of this language learn less than the others"),
    rule("dropped-reference", "the words drift apart from the message or term they came from"),
    rule("added-reference", "a change to the other message changes this one unasked"),
    rule("unknown-message", "the page shows the message's name in braces"),
    rule("unknown-term", "the page shows the term's name in braces"),
    rule("unknown-attribute", "the page shows a name in braces, or the wrong variant"),
    rule("unknown-function", "the page shows the function's name in braces"),
    rule("unknown-argument", "it is ignored, so the text is not formatted as you intended"),
    rule("bad-argument", "it is ignored, so the text is not formatted as you intended"),
    // Plurals.
    rule("missing-plural", "some numbers get the wrong form of the word"),
    rule("impossible-plural", "it is never shown, and hides which forms there are"),
    rule("unknown-plural", "the numbers it was meant for get the wrong form of the word"),
    rule("numeral-in-one", "21 and 101 are shown as 1"),
    // Text.
    rule("html-in-message", "readers see the markup itself"),
    rule("mismatched-tags", "readers see the markup itself"),
    rule("white-space", "invisible space moves words apart, and looks like a change in git"),
    rule("untranslated", "readers see another language where they expect their own"),
    rule("empty-message", "readers see nothing, and a link or button without words cannot be used"),
    rule("foreign-letter", "the word is misspelt, and search does not find it"),
    rule("mixed-alphabets", "it looks right, but search does not find it and screen readers stumble"),
    rule("typewriter-apostrophe", "the same word is spelt in two ways, and search treats them as two"),
    rule("unbalanced-quotes", "the reader cannot tell where the quotation ends"),
    rule("bidi-control", "invisible characters can reverse words and hide the real text"),
    rule("replacement-character", "readers see a question mark in place of a letter"),
    rule("too-long", "the words are cut off, or push others out of their place"),
    // Against the program.
    rule("unused-message", "it is never shown, so translating it is wasted work"),
    // The site.
    rule("no-language", "without a language there is nothing to serve"),
    rule("duplicate-language", "one address would lead to two languages"),
    // TOML.
    rule("toml-syntax", "the file, or a part of it, cannot be read"),
    rule("unknown-key", "it is ignored"),
    rule("missing-key", "without it something has no name, no address or no date, or is not shown"),
    rule("empty-value", "without it the page has no name or no address"),
    rule("wrong-type", "it is ignored"),
    rule("bad-value", "it is ignored"),
    rule("bad-date", "the article gets no date, or the wrong one"),
    // Articles and their files.
    rule("no-front-matter", "without a title the version cannot be shown"),
    rule("no-article-toml", "without a day and a source language there is no article"),
    rule("empty-version", "a page without a text would hide the versions that readers can read"),
    rule("no-version", "the article has no page in any language"),
    rule("no-source-version", "if two versions differ, it is not known which one is right"),
    rule("language-alias", "the version is not shown at all"),
    rule(
        "version-unlisted",
        "the article says that it is not meant for this language, and readers get it nevertheless",
    ),
    rule("wrong-year", "the address shows one year and the page another"),
    rule("duplicate-slug", "one of the two articles cannot be reached at its address"),
    rule("unreachable-alias", "an old link that readers follow never leads to the article"),
    rule("dead-address", "readers who kept the address, and links on other sites, lead to an error"),
    rule("duplicate-alias", "an old link leads to only one of the two"),
    rule("stray-file", "it is never shown"),
    rule("bad-id", "the folder's name cannot be an address"),
    rule("bad-name", "the file cannot have an address"),
    rule("name-not-nfc", "some systems treat two spellings of one name as two files, others as one"),
    rule("unportable-name", "a clone of the archive on another system stops, or lacks the file"),
    rule("name-clash", "a clone of the archive on another system has only one of the two files"),
    rule("file-too-large", "a file of this size is not read"),
    rule("link-outside", "files outside the archive are not published"),
    rule("link-to-hidden", "hidden files, backups and the files of the archive itself are not published"),
    rule("link-repeated", "a folder that contains itself has no end"),
    rule("merge-conflict", "both texts and the markers would be shown, so the last good text stays"),
    rule("more-problems", "a long list hides what matters"),
    rule("not-a-file", "only files and folders can be published"),
    rule("too-many-files", "the rest of the folder is not shown"),
    rule("stray-text", "it is not published: an article's texts lie in its own folder"),
    rule("unreadable", "a file or folder that cannot be read is not shown"),
    // The text of an article.
    rule(
        "html-comment",
        "readers do not see it; a note that they should see is lost, and one that they should not is public in git",
    ),
    rule("raw-html", "readers see the markup itself"),
    rule("unsafe-link", "readers see words where a link was meant"),
    rule("broken-link", "the link leads nowhere"),
    rule("broken-anchor", "the link leads to the top of the page, not to the place it names"),
    rule("untranslated-link", "the link leads readers of this language to a page without the text"),
    rule("useless-record", "it does not say what a version was translated from"),
    rule("missing-media", "readers see a gap, or nothing, where a picture was meant"),
    rule("picture-kind", "browsers do not show this kind of picture"),
    rule("picture-mismatch", "a browser that trusts the ending shows nothing"),
    rule("picture-broken", "readers would see a part of a picture, or none"),
    rule("picture-too-large", "such a picture takes more memory than a server may spend on it"),
    rule("svg-cleaned", "code and outside links are removed, so the drawing may look different"),
    rule("missing-alt", "people who cannot see the picture learn nothing about it"),
    rule("external-image", "fetching it would tell another site who reads here"),
    rule("heading-skips", "people who move by headings think that a part is missing"),
    rule("empty-heading", "a heading without words leads nowhere"),
    rule("bad-heading-id", "links to this part of the text break when its words change"),
    rule("duplicate-heading-id", "a link to this id leads to the other heading"),
    rule("undefined-footnote", "readers see the label, and no note"),
    rule("undefined-reference", "readers see brackets where a link was meant"),
    rule("unread-link", "readers see brackets where a link was meant"),
    rule("unread-emphasis", "readers see asterisks"),
    rule("unread-heading", "the part has no heading, and the contents lack it"),
    rule("unread-list", "the items run together in one paragraph"),
    rule("unread-markup", "readers see the markup itself"),
    rule("unread-table", "readers see pipes and hyphens instead of a table"),
    rule("table-cells-lost", "readers miss what stands in those cells"),
    rule("unclosed-fence", "the rest of the text is shown as code"),
    rule("unused-footnote", "the note is never shown"),
    // Versions.
    rule("headings-differ", "the versions cannot be shown side by side, and one may be incomplete"),
    rule("lists-differ", "readers of one language learn more than readers of the other"),
    rule("figures-differ", "readers of one language see more than readers of the other"),
    rule("links-differ", "readers of one language get more links than readers of the other"),
    rule("numbers-differ", "the versions say different things"),
    rule("dates-differ", "the versions say different things"),
    rule("other-language", "readers get a language they did not ask for, and screen readers speak it wrongly"),
    rule("missing-name", "the page shows an id, or a name in another language"),
    // `--complete`.
    rule("version-missing", "you asked for every article in this language; for Ukrainian, the law requires it too"),
    rule("version-stale", "it may say less than the others; the law requires that Ukrainian say no less"),
    rule("version-untranslated", "readers of this language find a part of the text in another one"),
    rule("version-shorter", "it may say less than the others; the law requires that Ukrainian say no less"),
];

const fn rule(code: &'static str, why: &'static str) -> Rule {
    Rule { code, why }
}

/// Why a finding of this name matters.
pub(crate) fn why(code: &str) -> Option<&'static str> {
    RULES.iter().find(|rule| rule.code == code).map(|rule| rule.why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_once() {
        let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}
