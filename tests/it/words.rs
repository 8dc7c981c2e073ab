//! The words of the interface: plurals, dates and numbers as CLDR has them, and what happens where a message is missing.

use std::{fmt::Write, str::FromStr};

use fluent_syntax::{
    ast::{self, Expression, InlineExpression, PatternElement},
    parser,
};
use litopys::{
    i18n::{LanguageChain, LocaleFile, Locales, Role, Value},
    model::lang::Lang,
};
use proptest::prelude::*;

fn lang(tag: &str) -> Lang {
    Lang::from_str(tag).unwrap()
}

fn file(tag: &str, text: &str) -> LocaleFile {
    LocaleFile { lang: lang(tag), path: format!("locales/{tag}/test.ftl"), text: text.to_owned() }
}

/// Ukrainian falls back to English, Russian to Ukrainian and English, English to nothing.
fn locales(files: &[LocaleFile]) -> Locales {
    let chain = |tag, fallback: &[&str]| LanguageChain {
        lang: lang(tag),
        locale: lang(tag),
        fallback: fallback.iter().map(|tag| lang(tag)).collect(),
    };
    let chains = [chain("uk", &["en"]), chain("en", &[]), chain("ru", &["uk", "en"])];
    Locales::build(files, &[], &chains).0
}

fn shipped(name: &str) -> Vec<LocaleFile> {
    ["uk", "en", "ru"]
        .map(|tag| {
            let path = crate::harness::root().join(format!("locales/{tag}/{name}.ftl"));
            file(tag, &std::fs::read_to_string(path).unwrap())
        })
        .into()
}

#[test]
fn counts_take_the_plural_of_their_language() {
    let locales = locales(&shipped("listing"));
    let table = [
        ("uk", ["1 стаття", "2 статті", "5 статей", "11 статей", "21 стаття", "1,5 статті", "1 234 статті"]),
        (
            "en",
            ["1 article", "2 articles", "5 articles", "11 articles", "21 articles", "1.5 articles", "1,234 articles"],
        ),
        ("ru", ["1 статья", "2 статьи", "5 статей", "11 статей", "21 статья", "1,5 статьи", "1 234 статьи"]),
    ];
    for (tag, expected) in table {
        for (count, expected) in [1.0, 2.0, 5.0, 11.0, 21.0, 1.5, 1234.0].into_iter().zip(expected) {
            let said = locales.words(&lang(tag)).say("home-count").with("count", Value::Number(count)).to_string();
            assert_eq!(said.replace('\u{a0}', " "), expected, "{tag}, {count}");
        }
    }
    assert_eq!(locales.missing(), []);
}

#[test]
fn the_preposition_before_the_name_of_a_language_is_easy_to_say() {
    let locales = locales(&shipped("base"));
    for (own, tag, named) in [
        ("uk", "sk", "зі словацької"),
        ("uk", "sl", "зі словенської"),
        ("uk", "sv", "зі шведської"),
        ("uk", "sms", "зі скольт-саамської"),
        ("uk", "pl", "з польської"),
        ("uk", "sr", "з сербської"),
        ("ru", "sk", "со словацкого"),
        ("ru", "sl", "со словенского"),
        ("ru", "sv", "со шведского"),
        ("ru", "gsw", "со швейцарского немецкого"),
        ("ru", "enm", "со среднеанглийского"),
        ("ru", "sr", "с сербского"),
        ("en", "sk", "from Slovak"),
    ] {
        assert_eq!(locales.words(&lang(own)).language(&lang(tag), Role::From), named, "{own}, {tag}");
    }
    assert_eq!(locales.words(&lang("ru")).language(&lang("sk"), Role::In), "на словацком");
    // Every language with a code of two or three letters.
    let letters = || (b'a'..=b'z').map(char::from);
    let two = || letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
    for tag in two().chain(two().flat_map(|two| letters().map(move |c| format!("{two}{c}")))) {
        let Ok(named_lang) = tag.parse::<Lang>() else { continue };
        for own in ["uk", "ru"] {
            let named = locales.words(&lang(own)).language(&named_lang, Role::From);
            let name = named.strip_prefix("з ").or(named.strip_prefix("с ")).unwrap_or("о");
            let hard =
                name.starts_with(['с', 'ш', 'з']) && !name.chars().nth(1).is_some_and(|c| "аеєиіоуюяыэ".contains(c));
            assert!(!hard, "{own}, {tag}: {named}");
        }
    }
}

#[test]
fn days_are_written_as_the_language_writes_them() {
    let locales = locales(&["uk", "en", "ru"].map(|tag| file(tag, "day = { DATETIME($day, dateStyle: \"long\") }")));
    let day: Value = Value::Date("2025-06-29".parse().unwrap());
    for (tag, expected) in [("uk", "29 червня 2025 р."), ("en", "June 29, 2025"), ("ru", "29 июня 2025 г.")]
    {
        let said = locales.words(&lang(tag)).say("day").with("day", day.clone()).to_string();
        let plain = said.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(plain, expected, "{tag}");
    }
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    let locales = locales(&["uk", "en", "ru"].map(|tag| file(tag, "n = { NUMBER($n) }")));
    for (tag, expected) in [("uk", "1 234,5"), ("en", "1,234.5"), ("ru", "1 234,5")] {
        let said = locales.words(&lang(tag)).say("n").with("n", Value::Number(1234.5)).to_string();
        assert_eq!(said.replace(['\u{a0}', '\u{202f}'], " "), expected, "{tag}");
    }
}

#[test]
fn every_option_of_a_number_or_a_day_does_what_it_says() {
    let words = |call: &str| {
        let locales = locales(&["uk", "en", "ru"].map(|tag| file(tag, &format!("a = {{ {call} }}"))));
        let words = locales.words(&lang("uk"));
        let said = words.say("a").with("n", Value::Number(1234.567)).with("small", Value::Number(0.012_34));
        let said = said.with("one", Value::Number(5.0)).with("day", Value::Date("2025-06-09".parse().unwrap()));
        said.to_string().replace(['\u{a0}', '\u{202f}'], " ")
    };
    for (call, expected) in [
        ("NUMBER($n, maximumFractionDigits: 1)", "1 234,6"),
        ("NUMBER(1234.567, maximumFractionDigits: 1)", "1 234,6"),
        ("NUMBER(1234.567, maximumFractionDigits: 0)", "1 235"),
        ("NUMBER($one, minimumFractionDigits: 2)", "5,00"),
        ("NUMBER($n, minimumFractionDigits: 4, maximumFractionDigits: 2)", "1 234,57"),
        ("NUMBER(1.50)", "1,50"),
        ("NUMBER($one, minimumIntegerDigits: 2)", "05"),
        ("NUMBER($n, minimumIntegerDigits: 2, maximumFractionDigits: 0)", "1 235"),
        ("NUMBER($n, maximumSignificantDigits: 2)", "1 200"),
        ("NUMBER($small, maximumSignificantDigits: 2)", "0,012"),
        ("NUMBER($one, minimumSignificantDigits: 3)", "5,00"),
        ("NUMBER($n, minimumSignificantDigits: 3)", "1 234,567"),
        ("NUMBER(0, minimumSignificantDigits: 2)", "0,0"),
        ("NUMBER(-1234.567, maximumFractionDigits: 1)", "-1 234,6"),
        ("NUMBER($n, useGrouping: \"false\", maximumFractionDigits: 0)", "1235"),
        ("NUMBER($one, minimumIntegerDigits: 40000)", "000 000 000 000 000 000 005"),
        ("DATETIME($day)", "9 червня 2025 р."),
        ("DATETIME($day, dateStyle: \"medium\")", "9 черв. 2025 р."),
        ("DATETIME($day, dateStyle: \"short\")", "09.06.25"),
        ("DATETIME($day, year: \"numeric\", month: \"long\")", "червень 2025 р."),
        ("DATETIME($day, year: \"numeric\", month: \"short\", day: \"numeric\")", "9 черв. 2025 р."),
        ("DATETIME($day, month: \"short\", day: \"numeric\")", "9 черв."),
        ("DATETIME($day, month: \"numeric\", day: \"numeric\")", "09.06"),
        ("DATETIME($day, month: \"long\", day: \"numeric\")", "9 червня"),
        ("DATETIME($day, month: \"long\")", "червень"),
        ("DATETIME($day, month: \"short\")", "черв."),
        ("DATETIME($day, year: \"numeric\")", "2025"),
        ("DATETIME($day, day: \"numeric\")", "9"),
    ] {
        assert_eq!(words(call), expected, "{call}");
    }
}

#[test]
fn a_missing_message_falls_back_along_the_languages_own_chain_and_is_noted() {
    let locales = locales(&[file("uk", "a = а"), file("en", "a = a\nb = b"), file("ru", "c = эх")]);
    let say = |tag, id: &str| locales.words(&lang(tag)).say(id).to_string();
    assert_eq!(say("uk", "a"), "а");
    assert_eq!(say("ru", "a"), "а");
    assert_eq!(say("ru", "b"), "b");
    assert_eq!(say("uk", "c"), "c", "never Russian in place of Ukrainian: the id is shown");
    assert_eq!(say("ru", "b"), "b");
    let noted: Vec<String> = locales.missing().iter().map(|(lang, id)| format!("{lang} {id}")).collect();
    assert_eq!(noted, ["ru a", "ru b", "uk c"]);
}

#[test]
fn a_message_that_shows_a_name_for_what_it_does_not_know_is_not_missing() {
    let locales = locales(&[file("uk", "a = { $dat }"), file("en", "a = a"), file("ru", "a = a")]);
    assert_eq!(locales.words(&lang("uk")).say("a").with("date", "x").to_string(), "{$dat}");
    assert_eq!(locales.missing(), []);
}

#[test]
fn no_isolation_marks_stand_around_what_is_put_in() {
    let locales = locales(&[file("uk", "a = перед { $x } після"), file("en", "a = x"), file("ru", "a = x")]);
    let said = locales.words(&lang("uk")).say("a").with("x", Value::Text("X".into())).to_string();
    assert_eq!(said, "перед X після");
}

#[test]
fn a_broken_message_is_told_with_its_place_and_the_others_speak() {
    let files = [file("uk", "a = добре\nb = { $x\nc = теж добре\n"), file("en", "a = a"), file("ru", "a = a")];
    let chains = ["uk", "en", "ru"].map(|tag| LanguageChain { lang: lang(tag), locale: lang(tag), fallback: vec![] });
    let (locales, problems) = Locales::build(&files, &[], &chains);
    assert_eq!(locales.words(&lang("uk")).say("c").to_string(), "теж добре");
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("locales/uk/test.ftl:2:") || told[0].contains("locales/uk/test.ftl:3:"), "{told:#?}");
}

/// The variables by whose number the texts of a pattern are chosen.
fn counted<'a>(pattern: &'a ast::Pattern<&'a str>) -> Vec<&'a str> {
    let is_category = |variant: &ast::Variant<&str>| match variant.key {
        ast::VariantKey::Identifier { name } => matches!(name, "zero" | "one" | "two" | "few" | "many"),
        ast::VariantKey::NumberLiteral { .. } => false,
    };
    let selectors = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable {
            expression: Expression::Select { selector: InlineExpression::VariableReference { id }, variants },
        } if variants.iter().any(is_category) => Some(id.name),
        _ => None,
    });
    selectors.collect()
}

/// All variables of a pattern.
fn variables(pattern: &ast::Pattern<&str>) -> Vec<String> {
    let written = format!("{pattern:?}");
    let names = written.split("VariableReference { id: Identifier { name: \"").skip(1);
    names.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Every counted message of the file `path`, with the numbers whose forms differ in Ukrainian, English or Russian.
fn counted_messages(tag: &str, path: &std::path::Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let locales = locales(&[file(tag, &text)]);
    let words = locales.words(&lang(tag));
    let (mut out, mut selectors) = (String::new(), 0);
    for entry in parser::parse(text.as_str()).unwrap().body {
        let ast::Entry::Message(message) = entry else { continue };
        let Some(pattern) = &message.value else { continue };
        let numbers = counted(pattern);
        selectors += numbers.len();
        if numbers.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", message.id.name).unwrap();
        let names = variables(pattern);
        for number in [1.0, 2.0, 5.0, 11.0, 21.0, 1.5] {
            let said = names.iter().fold(words.say(message.id.name), |said, name| {
                let is_number = numbers.contains(&name.as_str());
                said.with(name, if is_number { Value::Number(number) } else { Value::Text(format!("⟨{name}⟩").into()) })
            });
            writeln!(out, "  {number}: {}", said.to_string().replace('\u{a0}', " ")).unwrap();
        }
    }
    let expected = text.lines().filter(|line| line.trim_start().starts_with("[one]")).count();
    assert_eq!(selectors, expected, "{}: a plural that this test does not see", path.display());
    out
}

/// To be read by a native editor: `INSTA_UPDATE=always cargo test --test it counted` takes changes over.
#[test]
fn every_counted_message_is_as_a_native_editor_read_it() {
    for tag in ["uk", "en", "ru"] {
        let folder = crate::harness::root().join(format!("locales/{tag}"));
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        paths.sort();
        paths.push(crate::harness::root().join(format!("src/model/diagnostic/words/{tag}.ftl")));
        let text: String = paths.iter().map(|path| counted_messages(tag, path)).collect();
        insta::assert_snapshot!(format!("counted_{tag}"), text.trim());
    }
}

proptest! {
    #[test]
    fn any_file_is_read_without_a_panic(text in "\\PC{0,200}", id in "[a-z-]{1,8}", count in any::<f64>()) {
        let locales = locales(&[file("uk", &format!("{id} = {text}\n{text}")), file("en", "a = a"), file("ru", "a = a")]);
        let said = locales.words(&lang("uk")).say(&id).with("count", Value::Number(count)).to_string();
        prop_assert!(said.len() < 10_000);
    }
}
