//! Messages that can be read and not written: the writer panics over them, or stops at a hundred placeables. They are found when words are read, so that the
//! built-in message of that name stands, as where a message cannot be read.

use fluent_syntax::ast;

use super::messages::Bundle;
use crate::{
    i18n::{LocaleFile, syntax::parse},
    model::{
        diagnostic::{Diagnostic, Lines},
        sentence::say,
    },
};

/// The stack of a thread that writes messages: a hundred of them in one another, each as deep as it may be, take a third of
/// it in a debug build. Memory is only taken as far as it is used.
pub(crate) const STACK: usize = 8 << 20;

/// The messages of these files that `bundle`, which has them, cannot write.
pub(in crate::i18n) fn unwritable(bundle: &Bundle, files: &[LocaleFile]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for file in files {
        let lines = Lines::new(&file.text);
        for entry in &parse::parse(&file.text).body {
            let ast::Entry::Message(message) = entry else { continue };
            let name = message.id.name;
            let attribute =
                |attribute: &ast::Attribute<&str>| bundle.is_unwritable(&format!("{name}.{}", attribute.id.name));
            if bundle.is_unwritable(name) || message.attributes.iter().any(attribute) {
                let problem =
                    Diagnostic::error(&file.path, "unwritable-message", say("unwritable-message").with("name", name));
                problems.push(problem.at(lines.place_of(name)).help(say("help-unwritable")));
            }
        }
    }
    problems
}

/// The same files without the messages in which these problems are.
pub(in crate::i18n) fn without(files: &[LocaleFile], unwritable: &[Diagnostic]) -> Vec<LocaleFile> {
    let without = |file: &LocaleFile| {
        let lines = Lines::new(&file.text);
        let is_unwritable = |name: &str| {
            let place = Some(lines.place_of(name));
            unwritable.iter().any(|problem| problem.path == file.path && problem.place == place)
        };
        LocaleFile { text: parse::without(&file.text, is_unwritable), ..file.clone() }
    };
    files.iter().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        i18n::{LanguageChain, Locales},
        model::{diagnostic::Severity, lang::Lang},
    };

    /// A tower of messages that is more than the writer fills in, with `top` over it.
    fn tower(top: &str) -> String {
        let level = |n: usize, times| format!("lol{n} = {}\n", format!("{{ lol{} }}", n - 1).repeat(times));
        format!("lol0 = lol\n{}{}# 88 placeables, so two of it are too many.\na = {top}\n", level(1, 10), level(2, 8))
    }

    #[test]
    fn a_message_that_cannot_be_written_leaves_the_one_below_it_and_its_neighbours() {
        let lang: Lang = "uk".parse().unwrap();
        let file = |path: &str, text: String| LocaleFile { lang: lang.clone(), path: path.to_owned(), text };
        let built_in = [file("built-in.ftl", "a = built in\nb = built in\n".to_owned())];
        let chain = [LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback: vec![] }];
        let digits = "9".repeat(400);
        for (top, is_unwritable) in [
            ("{ { lol2 } }{ lol2 }".to_owned(), true),
            ("{ { { lol2 } } }{ lol2 }".to_owned(), true),
            ("{ 1 ->\n  [2] x\n *[other] { lol2 }{ lol2 }\n  }".to_owned(), true),
            ("{ \"x\" ->\n *[y] { lol2 }{ lol2 }\n  }".to_owned(), true),
            ("x\n  .c = { { lol2 } }{ lol2 }".to_owned(), true),
            ("{ lol2 }{ lol2 }".to_owned(), true),
            ("{ lol2 }".to_owned(), false),
            (format!("{{ NUMBER({digits}, minimumFractionDigits: 99999999999) }}"), false),
            (format!("{{ NUMBER(1, minimumFractionDigits: 99999999999) }}{digits}"), false),
            (format!("{{ {digits} ->\n  [one] x\n *[other] y\n  }}"), false),
            (format!("{{ -{digits}.5 }}"), false),
        ] {
            let own = [file("own.ftl", format!("{}b = own\nc = {{ a }}\n", tower(&top)))];
            let (locales, problems) = Locales::build(&built_in, &own, &chain);
            let found: Vec<_> = problems.iter().map(|problem| (&*problem.code, problem.place.unwrap().line)).collect();
            // `c` holds `a`, and may be as little written as that.
            assert_eq!(found.first(), is_unwritable.then_some(&("unwritable-message", 5)), "{top:.60}: {problems:?}");
            let words = locales.words(&lang);
            assert_eq!(words.say("a").to_string() == "built in", is_unwritable, "{top:.60}");
            assert_eq!(words.say("b").to_string(), "own", "{top:.60}");
            assert!(problems.iter().all(|problem| problem.severity == Severity::Error));
        }
    }

    #[test]
    fn a_message_that_cannot_be_written_is_left_out_of_a_regional_language_too() {
        let [en, british]: [Lang; 2] = ["en", "en-GB"].map(|tag| tag.parse().unwrap());
        let file =
            |lang: &Lang, path: &str, text: String| LocaleFile { lang: lang.clone(), path: path.to_owned(), text };
        let built_in = [file(&en, "built-in.ftl", "a = built in\n".to_owned())];
        let own =
            [file(&en, "own.ftl", tower("{ { lol2 } }{ lol2 }")), file(&british, "gb.ftl", "b = British\n".to_owned())];
        let chain = |lang: &Lang| LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback: vec![] };
        for languages in [vec![chain(&en), chain(&british)], vec![chain(&british)]] {
            let (locales, problems) = Locales::build(&built_in, &own, &languages);
            let codes: Vec<_> = problems.iter().map(|problem| (&*problem.path, &*problem.code)).collect();
            assert_eq!(codes, [("own.ftl", "unwritable-message")], "it is reported once");
            for language in &languages {
                assert_eq!(locales.words(&language.lang).say("a").to_string(), "built in", "{}", language.lang);
            }
        }
    }

    #[test]
    fn what_panics_only_with_its_arguments_shows_its_fallback_and_panics_once() {
        let [uk, en]: [Lang; 2] = ["uk", "en"].map(|tag| tag.parse().unwrap());
        let top = "{ $n ->\n  [one] { { lol2 } }{ lol2 }\n *[other] x\n  }";
        let file = |lang: &Lang, text: String| LocaleFile {
            lang: lang.clone(),
            path: format!("locales/{lang}/own.ftl"),
            text,
        };
        let own = [file(&uk, tower(top)), file(&en, "a = English\n".to_owned())];
        let chain = |lang: &Lang, fallback| LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback };
        let (locales, problems) = Locales::build(&[], &own, &[chain(&uk, vec![en.clone()]), chain(&en, vec![])]);
        assert_eq!(problems, []);
        let say = |n: u32| locales.words(&uk).say("a").with("n", n).to_string();
        assert_eq!([say(5), say(1), say(1), say(5)], ["x", "English", "English", "English"]);
    }

    /// Towers as deep as the guards allow, on half the stack that threads which write messages have.
    #[test]
    fn no_message_that_can_be_read_overflows_the_stack_when_it_is_written() {
        let write = || {
            let lang: Lang = "uk".parse().unwrap();
            for (open, close, times) in [("{ ", " }", 16), ("F(", ")", 15), ("{ 1 ->\n *[other] { ", " }\n }", 8)] {
                let deep =
                    |inner: String| format!("{{ {}{inner}{} }}", open.repeat(times - 1), close.repeat(times - 1));
                let text: String = (0..150).map(|n| format!("m{n} = {}\n", deep(format!("m{}", n + 1)))).collect();
                let own = [LocaleFile { lang: lang.clone(), path: "own.ftl".to_owned(), text }];
                let chain = [LanguageChain { lang: lang.clone(), locale: lang.clone(), fallback: vec![] }];
                let (locales, problems) = Locales::build(&[], &own, &chain);
                let expected = ["unwritable-message", "more-problems"];
                assert!(problems.iter().all(|problem| expected.contains(&&*problem.code)), "{open}: {problems:?}");
                assert!(locales.words(&lang).say("m0").to_string().len() < 1 << 20, "{open}");
            }
        };
        std::thread::Builder::new().stack_size(STACK / 2).spawn(write).unwrap().join().unwrap();
    }
}
