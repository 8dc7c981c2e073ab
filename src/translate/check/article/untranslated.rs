//! Passages of a version that are in another language than its own, or in the very words of its source.

use memchr::memchr2;
use rustc_hash::FxHashSet;

use super::{
    CheckedVersion,
    language::{self, CountedPassage, DetectedLanguage},
};
use crate::{
    article::markdown::BlockKind,
    i18n::lint::language::{
        quotation::own_words,
        vocabulary::{Evidence, is_listing, is_old, is_sentence},
    },
    model::{
        diagnostic::Diagnostic,
        sentence::{Sentence, say},
    },
    site::Allowed,
};

/// Words of a passage that a finding shows.
const SHOWN: usize = 8;

/// The problem of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PassageProblem {
    /// It has the words of the source.
    Copied,
    Foreign(DetectedLanguage),
    /// It is in its own language, or too short to decide.
    Fine {
        judged: bool,
    },
}

/// A run of passages with the same verdict.
struct PassageRun {
    verdict: PassageProblem,
    count: usize,
    block: usize,
    text: String,
}

/// Warns of the passages of `part` that were not translated from `source`, and of those in another language.
pub(in crate::translate::check) fn check<'p>(
    part: &CheckedVersion<'p>,
    source: Option<&CheckedVersion<'p>>,
    allowed: &Allowed,
    out: &mut Vec<Diagnostic>,
) {
    if !language::check(part, out) {
        let judge = Judge { part, source, allowed };
        judge.front(out);
        judge.body(out);
    }
}

struct Judge<'a, 'p> {
    part: &'a CheckedVersion<'p>,
    source: Option<&'a CheckedVersion<'p>>,
    allowed: &'a Allowed,
}

impl Judge<'_, '_> {
    /// Title, summary, and the words of pictures.
    fn front(&self, out: &mut Vec<Diagnostic>) {
        for (name, value) in self.part.front() {
            let verdict = self.verdict(value, name == "title");
            if let Some((code, message)) = self.message(verdict, "field", value) {
                out.push(self.part.warn_at_first(value, code, message.with("field", name)).help(say(HELP)));
            }
        }
    }

    fn body(&self, out: &mut Vec<Diagnostic>) {
        // The words of pictures in the front matter are shown with them, and judged already.
        let front = self.part.front().into_iter().filter(|(name, _)| matches!(*name, "alt" | "caption"));
        let front: FxHashSet<&str> = front.map(|(_, text)| text).collect();
        let mut run: Option<PassageRun> = None;
        for (block, passage) in self.part.passages() {
            if passage.is_quoted || passage.is_verse || front.contains(&*passage.text) {
                continue;
            }
            let is_heading = matches!(self.part.kind(*block), Some(BlockKind::Heading(_)));
            let is_listed = matches!(self.part.kind(*block), Some(BlockKind::List | BlockKind::Footnotes));
            let verdict = match is_listed && has_year(&passage.text) {
                true => PassageProblem::Fine { judged: false },
                false => self.verdict(&passage.text, is_heading),
            };
            match (&mut run, verdict) {
                (_, PassageProblem::Fine { judged: false }) => {}
                (Some(run), verdict) if run.verdict == verdict => run.count += 1,
                (_, verdict) => {
                    let next = PassageRun { verdict, count: 1, block: *block, text: passage.text.clone() };
                    self.report(run.replace(next), out);
                }
            }
        }
        self.report(run, out);
    }

    fn verdict(&self, text: &str, is_heading: bool) -> PassageProblem {
        let own = own_words(text);
        let own = self.allowed.without(&own);
        let passage = CountedPassage::new(&own);
        if passage.is_short() {
            return PassageProblem::Fine { judged: false };
        }
        let verdict = self.verdict_of(&passage, text, &own, is_heading);
        // Works are named in their own language, and texts of long ago are quoted in their own spelling.
        let is_cited = match verdict {
            PassageProblem::Fine { judged } => judged && is_reference(&own),
            PassageProblem::Copied | PassageProblem::Foreign(_) => {
                is_reference(&own) || is_old(&own) || is_listing(&own)
            }
        };
        if is_cited { PassageProblem::Fine { judged: false } } else { verdict }
    }

    /// Of a passage that says `text`, of which `own` is the author's.
    fn verdict_of(&self, passage: &CountedPassage<'_>, text: &str, own: &str, is_heading: bool) -> PassageProblem {
        let lang = &self.part.version.lang;
        if let Some(source) = self.source.filter(|source| source.says(text)) {
            let evidence = if is_heading { Evidence::ShortCopy } else { Evidence::Copy };
            // In a text in the language of this version it is the source that is wrong, and reported.
            let is_at_home = || passage.language(&source.version.lang, Evidence::Words).is_none();
            let same_letters = || self.writes_as_source() && is_sentence(own) && is_at_home();
            if passage.language(lang, evidence).is_some() || same_letters() {
                return PassageProblem::Copied;
            }
        }
        match passage.language(lang, Evidence::Words) {
            Some(seen) => PassageProblem::Foreign(seen),
            None => PassageProblem::Fine { judged: passage.can_be_judged() },
        }
    }

    /// Whether only the words distinguish the language of the version from its source's: both are, for one, in Latin
    /// letters. Letters distinguish Ukrainian and Russian.
    fn writes_as_source(&self) -> bool {
        let base = |part: &CheckedVersion<'_>| part.version.lang.id().language;
        let own = base(self.part);
        self.source.is_some_and(|source| base(source) != own) && !matches!(own.as_str(), "uk" | "ru")
    }

    fn report(&self, run: Option<PassageRun>, out: &mut Vec<Diagnostic>) {
        let Some(PassageRun { verdict, count, block, text }) = run else { return };
        if let Some((code, message)) = self.message(verdict, "passages", &text) {
            out.push(self.part.warn_in(block, &text, code, message.with("count", count)).help(say(HELP)));
        }
    }

    /// The rule, and what it says of `what`: a field, or passages.
    fn message(&self, verdict: PassageProblem, what: &str, text: &str) -> Option<(&'static str, Sentence)> {
        let lang = &self.part.version.lang;
        match verdict {
            PassageProblem::Fine { .. } => None,
            PassageProblem::Copied => {
                let source = self.source.map_or(lang, |source| &source.version.lang);
                let message = say(format!("untranslated-{what}")).with("file", format!("{source}.md"));
                Some(("untranslated", message.with("text", shown(text))))
            }
            PassageProblem::Foreign(seen) => {
                let message = say(format!("other-language-{what}")).with("seen", seen.sentence()).with("lang", lang);
                Some(("other-language", message.with("text", shown(text))))
            }
        }
    }
}

const HELP: &str = "help-untranslated";

/// The first words of a passage.
fn shown(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().filter(|word| !word.contains('\u{FFFC}')).collect();
    let first = words.get(..SHOWN).unwrap_or(&words).join(" ").replace('`', "");
    if words.len() > SHOWN { first + " …" } else { first }
}

/// Whether a year stands in a text; in an item of a list or in a note, the text then names a work.
fn has_year(text: &str) -> bool {
    if memchr2(b'1', b'2', text.as_bytes()).is_none() {
        return false;
    }
    let year = |word: &str| matches!(word.as_bytes(), [b'1' | b'2', rest @ ..] if rest.len() == 3 && rest.iter().all(u8::is_ascii_digit));
    text.split(|c: char| !c.is_alphanumeric()).any(year)
}

/// Whether a passage names a work: a year, and what only references have.
fn is_reference(text: &str) -> bool {
    let signs = ["ISBN", "doi", "://", " pp.", " p.", "Vol.", "vol.", "No.", " С.", " с.", " // ", "№", "ed.", "Ed."];
    let initial = |word: &str| {
        word.strip_suffix('.').is_some_and(|word| word.chars().count() == 1 && word.chars().all(char::is_uppercase))
    };
    has_year(text)
        && (signs.iter().any(|sign| text.contains(sign))
            || text.split_whitespace().any(|word| initial(word.trim_end_matches(','))))
}

/// The passages of a version with the words of its front matter, by which copies are known.
pub(super) fn texts(part: &CheckedVersion<'_>) -> FxHashSet<String> {
    let front = part.front().into_iter().map(|(_, value)| value.to_owned());
    part.passages().iter().map(|(_, passage)| passage.text.clone()).chain(front).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_known_by_its_year_and_signs() {
        for (text, is) in [
            ("Smith J. The history of mines. Oxford, 2010.", true),
            ("Landmine Monitor 2019. Geneva, 2019. ISBN 978-2-9701146-6-4", true),
            ("The treaty was signed in 1997 by many states.", false),
            ("The treaty was signed by J. Smith.", false),
        ] {
            assert_eq!(is_reference(text), is, "{text}");
        }
    }
}
