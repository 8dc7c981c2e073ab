//! One language's messages: the built-in ones, with the archive's own over them.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use intl_memoizer::concurrent::IntlLangMemoizer;

use super::display_mode;
use crate::{
    i18n::{
        LocaleFile,
        format::{date as date_format, number as number_format},
        syntax::{explain, parse},
    },
    model::{
        diagnostic::{Diagnostic, Lines, Place},
        lang::{Direction, Lang},
        sentence::say,
    },
};

/// The messages of one language.
pub(in crate::i18n) struct Bundle {
    bundle: FluentBundle<FluentResource>,
    /// The messages over which the writer panicked: they count as missing, so that it never panics over one twice.
    failed: RwLock<HashSet<String>>,
    /// Whether there is one: a lock for each message of a page would have threads wait for one another.
    has_failed: AtomicBool,
}

impl Bundle {
    /// A bundle with no messages yet.
    pub(in crate::i18n) fn new(lang: &Lang) -> Bundle {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id().clone()]);
        // Isolation marks (U+2068, U+2069) are for texts of mixed direction.
        bundle.set_use_isolating(lang.direction() == Direction::RightToLeft);
        bundle.set_formatter(Some(format));
        bundle.add_builtins().expect("a new bundle has no function yet");
        bundle.add_function("DATETIME", date_format::datetime).expect("a new bundle has no such function yet");
        Bundle { bundle, failed: RwLock::default(), has_failed: AtomicBool::new(false) }
    }

    /// A bundle of the pseudo-language made of `lang`, with these files, the later over the earlier.
    pub(in crate::i18n) fn pseudo<'a>(lang: &Lang, files: impl Iterator<Item = &'a LocaleFile>) -> Bundle {
        let mut bundle = Bundle::new(lang);
        bundle.bundle.set_transform(Some(display_mode::accented));
        for file in files {
            // The problems of the file were reported when the language itself was made.
            _ = bundle.add(&[file]);
        }
        bundle
    }

    /// Adds files of one origin over what is there, message by message; what cannot be read is left out and reported.
    pub(in crate::i18n) fn add(&mut self, files: &[&LocaleFile]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut seen = HashMap::new();
        for file in files {
            let text = file.text.replace("\r\n", "\n");
            let lines = Lines::new(&text);
            let (resources, errors) = parse::resources(&text);
            problems.extend(explain::problems(&file.path, &lines, &errors));
            problems.extend(duplicates(&parse::parse(&text).body, &lines, &file.path, &mut seen));
            for resource in resources {
                self.bundle.add_resource_overriding(resource);
            }
        }
        problems
    }

    /// Writes the message `id`, or its attribute `id.attribute`. `None` if this language has no such message, or none
    /// that can be written; else what went wrong, if anything did.
    pub(in crate::i18n) fn write(
        &self,
        out: &mut String,
        id: &str,
        args: &FluentArgs<'_>,
    ) -> Option<Vec<fluent::FluentError>> {
        let start = out.len();
        let errors = self.try_write(out, id, Some(args))?;
        if is_cut(&errors) {
            out.truncate(start);
            self.failed.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
            self.has_failed.store(true, Ordering::Release);
            let lang = self.bundle.locales.first().map(ToString::to_string);
            tracing::error!(lang, id, "a message cannot be written; its fallback is shown");
            return None;
        }
        errors.ok()
    }

    /// Whether the message `id` cannot be written as it stands, without arguments.
    pub(in crate::i18n) fn is_unwritable(&self, id: &str) -> bool {
        self.try_write(&mut Bounded::default(), id, None).is_some_and(|errors| is_cut(&errors))
    }

    /// Writes a message. fluent-bundle 0.16 panics over some that are valid: over one with more than a hundred placeables
    /// that is a literal, or is chosen by one, and over numbers with more decimals than an integer holds.
    fn try_write(
        &self,
        out: &mut impl fmt::Write,
        id: &str,
        args: Option<&FluentArgs<'_>>,
    ) -> Option<thread::Result<Vec<fluent::FluentError>>> {
        let pattern = self.pattern(id)?;
        let write = || {
            let mut errors = Vec::new();
            // Writing into a string cannot fail, and what is beyond the bound is not wanted.
            _ = self.bundle.write_pattern(out, pattern, args, &mut errors);
            errors
        };
        Some(catch_unwind(AssertUnwindSafe(write)))
    }

    /// Whether the language has this message, or attribute of a message.
    pub(in crate::i18n) fn has(&self, id: &str) -> bool {
        self.pattern(id).is_some()
    }

    /// Whether there is a letter in it to translate, apart from what is filled in.
    pub(in crate::i18n) fn has_letters(&self, id: &str) -> bool {
        self.pattern(id).is_some_and(has_letters)
    }

    fn pattern(&self, id: &str) -> Option<&ast::Pattern<&str>> {
        let has_failed = || self.failed.read().unwrap_or_else(PoisonError::into_inner).contains(id);
        if self.has_failed.load(Ordering::Acquire) && has_failed() {
            return None;
        }
        let (name, attribute) = id.split_once('.').map_or((id, None), |(name, attribute)| (name, Some(attribute)));
        let message = self.bundle.get_message(name)?;
        match attribute {
            Some(attribute) => Some(message.get_attribute(attribute)?.value()),
            None => message.value(),
        }
    }
}

/// Whether the writer panicked, or left out all from some placeable on.
fn is_cut(errors: &thread::Result<Vec<fluent::FluentError>>) -> bool {
    let is_one = |error: &fluent::FluentError| {
        matches!(error, fluent::FluentError::ResolverError(fluent::resolver::ResolverError::TooManyPlaceables))
    };
    errors.as_ref().map_or(true, |errors| errors.iter().any(is_one))
}

/// A place to write into that takes 64 KiB, and refuses the rest.
#[derive(Default)]
struct Bounded(usize);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        if self.0 > 64 << 10 { Err(fmt::Error) } else { Ok(()) }
    }
}

fn has_letters(pattern: &ast::Pattern<&str>) -> bool {
    let written = |text: &str| text.contains(char::is_alphabetic);
    pattern.elements.iter().any(|element| match element {
        ast::PatternElement::TextElement { value } => written(value),
        ast::PatternElement::Placeable { expression } => match expression {
            ast::Expression::Select { variants, .. } => variants.iter().any(|variant| has_letters(&variant.value)),
            ast::Expression::Inline(ast::InlineExpression::StringLiteral { value }) => written(value),
            ast::Expression::Inline(_) => false,
        },
    })
}

fn format(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number_format::format(number, memoizer).into_owned()),
        _ => None,
    }
}

/// Messages that two places of one origin define; the later one counts.
fn duplicates(
    body: &[ast::Entry<&str>],
    lines: &Lines<'_>,
    path: &str,
    seen: &mut HashMap<String, String>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for entry in body {
        let (name, slice) = match entry {
            ast::Entry::Message(message) => (message.id.name.to_owned(), message.id.name),
            ast::Entry::Term(term) => (format!("-{}", term.id.name), term.id.name),
            _ => continue,
        };
        if let Some(first) = seen.get(&name) {
            let message = say("duplicate-message-file").with("key", &name).with("path", first);
            let place = Place { column: 1, ..lines.place_of(slice) };
            problems
                .push(Diagnostic::warning(path, "duplicate-message", message).at(place).help(say("help-delete-one")));
        }
        seen.insert(name, path.to_owned());
    }
    problems
}
