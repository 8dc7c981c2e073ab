//! `litopys check` accepts intended text: quotations, names, allowed words; and hidden text.

use crate::harness::{Archive, SITE};
use litopys::{
    source::Folder,
    translate::check::{CheckOptions, check},
};

fn problems(archive: &Archive) -> Vec<litopys::model::diagnostic::Diagnostic> {
    check(&Folder::open(archive.path()).unwrap(), &CheckOptions::default()).unwrap().findings
}

fn findings(archive: &Archive) -> String {
    problems(archive).iter().map(|problem| format!("{problem}\n")).collect()
}

/// Codes of the findings in an archive with this message in Ukrainian, English and Russian.
fn codes_of_message(archive: Archive, lang: &str, message: &str) -> Vec<String> {
    let archive = archive.file(&format!("locales/{lang}/own.ftl"), message);
    problems(&archive).iter().map(|problem| problem.code.to_string()).collect()
}

#[test]
fn what_a_message_quotes_or_names_is_right_as_it_is() {
    for (lang, text) in [
        ("uk", "Шукайте «Мы» Замятіна"),
        ("uk", "Роман “Мы” і фільм „Брат на экране“"),
        ("uk", "Видання «Кіевлянинъ» та Кіевъ"),
        ("uk", "Лист написав Алексей Рыбников"),
        ("uk", "Дивіться на YouTube’і, пише ITшник"),
        ("uk", "XIXст і SVGів"),
        ("uk", "AT&T; R&D, B&B;"),
        ("uk", "Натисніть <Enter> або <Esc>"),
        ("uk", "Екран 15\", труба 5″, зріст 6'2\""),
        ("ru", "Сборник «Ще не вмерла»"),
        ("ru", "Пишет газета Зоря Галицька Ґалаґан"),
        ("ru", "Въ началѣ бѣ слово, і слово бѣ къ Богу"),
        ("en", "A 15” screen, AT&T; R&D"),
    ] {
        let found = codes_of_message(Archive::new(), lang, &format!("home-intro = {text}\n"));
        assert_eq!(found, [""; 0], "{lang}: {text}");
    }
    for (lang, text, code) in [
        ("uk", "Шукайте мыло Замятіна", "foreign-letter"),
        ("uk", "Эскіз «Мы»", "foreign-letter"),
        ("uk", "Місто «Kиїв»", "mixed-alphabets"),
        ("uk", "«Мы", "unbalanced-quotes"),
        ("uk", "Слово\"", "unbalanced-quotes"),
        ("uk", "Кава&nbsp;з молоком", "html-in-message"),
        ("uk", "Рядок<br>рядок", "html-in-message"),
        ("ru", "Кіт и пёс", "foreign-letter"),
    ] {
        let found = codes_of_message(Archive::new(), lang, &format!("home-intro = {text}\n"));
        assert!(found.iter().any(|found| found == code), "{lang}: {text}: {found:?}");
    }
}

#[test]
fn a_comment_or_the_site_may_say_that_a_message_is_meant() {
    let message = "home-intro = Мыло і ITсайт, &nbsp;\n";
    let all = ["foreign-letter", "html-in-message", "mixed-alphabets"];
    let sorted = |mut found: Vec<String>| {
        found.sort();
        found
    };
    let found = |comment: &str| sorted(codes_of_message(Archive::new(), "uk", &format!("{comment}{message}")));
    let message_of = |allow: &str| {
        let site = format!("{}\n[check]\nallow = [{allow}]\n", SITE);
        sorted(codes_of_message(Archive::new().file("site.toml", &site), "uk", "home-intro = Мыло і Kиїв\n"))
    };
    assert_eq!(found(""), all[..2]);
    assert_eq!(found("# check: allow foreign-letter\n"), all[1..2]);
    assert_eq!(found("# A note.\n# check: allow foreign-letter, html-in-message\n"), [""; 0]);
    assert_eq!(found("# check: allow foreign-letter html-in-message\n"), [""; 0]);
    assert_eq!(found("# check: allow foreign-leter html-in-message\n"), ["foreign-letter", "unknown-code"]);
    assert_eq!(found("## check: allow foreign-letter\n\n"), all[..2]);
    assert_eq!(message_of(""), ["foreign-letter", "mixed-alphabets"]);
    assert_eq!(message_of("'мыло'"), ["mixed-alphabets"]);
    assert_eq!(message_of("'Мыло і Kиїв'"), [""; 0]);
}

#[test]
fn messages_in_conflict_are_one_error_and_show_what_stood_there_before() {
    let words = "home-intro = Вступ\n<<<<<<< HEAD\nskip-link = Наше\n=======\nskip-link = Інше\n>>>>>>> x\n";
    let archive = Archive::new().file("locales/uk/own.ftl", words);
    let found = findings(&archive);
    assert!(found.starts_with("locales/uk/own.ftl:2:1: error:") && found.matches(": error:").count() == 1, "{found}");
    let server = archive.serve();
    let answer = server.get("/uk/");
    let page = answer.text();
    assert!(page.contains("Наше") && page.contains("Вступ") && !page.contains("Інше"), "{page}");
}

/// The codes of an article whose Ukrainian version has this passage, and whose English one has another.
fn codes_of_passage(passage: &str) -> Vec<String> {
    let file = |own: &str| format!("+++\ntitle = \"{own}\"\n+++\n\n{own}.\n\n");
    let archive = Archive::new()
        .article("2025/new", "en", &["en"])
        .file("articles/2025/new/en.md", &(file("The river Dnipro") + "It is wide here.\n"))
        .file("articles/2025/new/uk.md", &(file("Річка Дніпро тече через місто аж до моря") + passage + "\n"));
    let codes = problems(&archive).into_iter().map(|problem| problem.code.to_string());
    codes.filter(|code| matches!(code.as_str(), "other-language" | "untranslated")).collect()
}

#[test]
fn quotations_verses_and_old_spelling_are_not_the_authors_language() {
    let russian = "Мы были у реки, и она была широкая, как море, и мы не знали, что делать";
    let english = "In memory of those who were lost at sea and never came back to their homes by the river";
    for passage in [russian, english] {
        assert_eq!(codes_of_passage(passage), ["other-language"], "{passage}");
        for quoted in [
            format!("«{passage}»."),
            format!("Напис: “{passage}”"),
            format!("‘{passage}’"),
            format!("„{passage}“ — так там і написано"),
            format!("> {passage}"),
            format!("«{passage}.\n\n{passage}».",),
            passage.replacen(' ', "  \n", 4),
            passage.replacen(' ', "\\\n", 4),
        ] {
            assert_eq!(codes_of_passage(&quoted), [""; 0], "{quoted}");
        }
    }
    let old = "Мы были у рѣки, и она была широкая, какъ море, и мы не знали, что дѣлать, и гдѣ мы были";
    assert_eq!(codes_of_passage(old), [""; 0]);
}

#[test]
fn a_message_that_no_arguments_make_writable_is_found_at_its_place() {
    let many = |name: &str, times: usize| format!("{{ {name} }}").repeat(times);
    let found = |words: &str| -> Vec<String> {
        let archive = Archive::new().file("locales/uk/own.ftl", words);
        let found = problems(&archive)
            .into_iter()
            .filter(|found| matches!(&*found.code, "unwritable-message" | "cyclic-reference" | "nested-too-deep"));
        found
            .map(|found| format!("{}:{} {}", found.place.unwrap().line, found.place.unwrap().column, found.code))
            .collect()
    };
    for (words, expected) in [
        (format!("home-intro = {}\n", many("$n", 101)), vec!["1:1 unwritable-message"]),
        (format!("home-intro = {}\n", many("$n", 100)), vec![]),
        (format!("-a = {}\nhome-intro = {{ -a }}{{ -a }}\n", many("\"x\"", 60)), vec!["2:1 unwritable-message"]),
        (
            format!("home-intro = {{ $n ->\n    [one] {}\n   *[other] x\n    }}\n", many("$n", 120)),
            vec!["1:1 unwritable-message"],
        ),
        (format!("home-intro = x\n    .title = {}\n", many("$n", 101)), vec!["1:1 unwritable-message"]),
        (
            format!("# Назва.\n-site-name = {}\nfeed-title = {{ -site-name }}\n", many("$n", 101)),
            vec!["3:1 unwritable-message"],
        ),
        ("home-intro = { home-intro }\n".to_owned(), vec!["1:16 cyclic-reference"]),
        (format!("home-intro = {}x{}\n", "{ ".repeat(40), " }".repeat(40)), vec!["1:46 nested-too-deep"]),
    ] {
        assert_eq!(found(&words), expected, "{words:.80}");
    }
}

#[test]
fn a_comment_allows_only_what_a_message_can_have() {
    for (code, is_known) in [
        ("untranslated", true),
        ("too-long", true),
        ("broken-link", false),
        ("not-utf8", false),
        ("fluent-syntax", false),
        ("crlf", false),
        ("version-missing", false),
        ("unknown-code", false),
    ] {
        let found = codes_of_message(Archive::new(), "uk", &format!("# check: allow {code}\nhome-intro = Вступ\n"));
        assert_eq!(found.iter().any(|found| found == "unknown-code"), !is_known, "{code}: {found:?}");
    }
}

/// The places and messages of letters of the other alphabet in an article with these texts in Ukrainian and English.
fn look_alikes(allow: &str, uk: &str, en: &str) -> Vec<String> {
    let file = |title: &str, body: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n{body}\n");
    let archive = Archive::new()
        .file("site.toml", &format!("{SITE}\n[check]\nallow = [{allow}]\n"))
        .article("2025/new", "en", &["en"])
        .file("articles/2025/new/en.md", &file("The river", en))
        .file("articles/2025/new/uk.md", &file("Річка", uk));
    let found = problems(&archive).into_iter().filter(|problem| problem.code == "mixed-alphabets");
    found.map(|found| format!("{}:{}", found.place.unwrap().line, found.message)).collect()
}

#[test]
fn letters_that_look_like_those_of_the_other_alphabet_are_reported_in_articles() {
    for uk in [
        "Місто Kиїв.",
        "Понад 5% cтатей.",
        "Місто [Kиїв](https://example.org).",
        "Місто ![Kиїв](kyiv.png)",
        "- один\n- Kиїв",
        "|а|б|\n|-|-|\n|в|Kиїв|",
        "Видання «Kиїв».",
        "## Kиїв",
        "Текст[^1].\n\n[^1]: Kиїв.",
        "Киïв",
        "У ХVІІІ столітті",
        "Київ i Львів",
        "Система C-300, або С-300, стоїть тут.",
        "C300 і С300.",
        "CCCP, себто СССР.",
        "> Зенітна С-300.\n\nТут C-300, а там С-300.",
    ] {
        assert_eq!(look_alikes("", uk, "").len(), 1, "{uk}: {:?}", look_alikes("", uk, ""));
        assert_eq!(
            look_alikes("'Kиїв', 'Киïв', 'ХVІІІ', 'i', 'C-300', 'C300', 'CCCP', 'cтатей'", uk, ""),
            [""; 0],
            "{uk}"
        );
    }
    for (uk, en) in [
        ("Ракета C-300 впала.", "An S-300 missile fell."),
        ("Ракета X-55 впала.", "A Kh-55 missile fell."),
        ("Блок HATO", "NATO"),
        ("Ракета впала.", "The \u{421}-300 missile, or S-300."),
        ("Ракета впала.", "The \u{421}-130, or C-130."),
        ("Літак C-130 та С-130.", "The S-130."),
        ("Про Вікіпедію.", "On Wikip\u{435}dia."),
    ] {
        assert_eq!(look_alikes("", uk, en).len(), 1, "{uk}: {:?}", look_alikes("", uk, en));
    }
    for (uk, en) in [
        ("Танк T-72, літак B-2, автомат M-16 і C-300.", "The T-72, B-2, M-16."),
        ("Літак C-130 та вітамін C.", "The C-130, and an S-130."),
        ("YouTube’і, ITшник, SVGів, XIXст, `Kиїв`, [карта](../Kиїв/)", "Wikipedia"),
        ("> Місто Kиїв.", ""),
        ("Параметр **-A***ЧИСЛО* та -DМАКРОС і *i* рядків", ""),
        ("Сказав: «Місто Kиїв зветься так давно».", ""),
        ("Пряма від a до b, змінна y та вісь x і точка i.", ""),
        ("XIX і ХІХ століття, PC та РС", ""),
        ("Адреса esx://ДОМЕН%5cКОРИСТУВАЧ.", ""),
    ] {
        assert_eq!(look_alikes("", uk, en), [""; 0], "{uk}");
    }
    let found = look_alikes("", "Один Kиїв.\n\nІ знов Kиїв, а тут Xерсон.", "");
    assert_eq!(found.iter().map(|found| &found[..2]).collect::<Vec<_>>(), ["5:", "7:"], "{found:?}");
    let front = "+++\ntitle = \"Kиїв\"\nsummary = \"Xерсон\"\n[[image]]\nfile = \"a.png\"\nalt = \"Mіста\"\ncaption = \"Oдеса\"\n+++\n\nРічка.\n";
    let archive = Archive::new().article("2025/new", "uk", &["uk"]).file("articles/2025/new/uk.md", front);
    let lines = problems(&archive).into_iter().filter(|found| found.code == "mixed-alphabets");
    assert_eq!(lines.map(|found| found.place.unwrap().line).collect::<Vec<_>>(), [2, 3, 6, 7]);
    let names = "[tag.kyiv]\nuk = 'Київ'\nru = 'Kиев'\nen = 'Kyiv'\n";
    let found = findings(&Archive::new().article("2025/new", "uk", &["uk"]).file("articles/names.toml", names));
    assert!(found.starts_with("articles/names.toml:3:7: warning: the `K`"), "{found}");
}

#[test]
fn no_editors_note_reaches_a_reader() {
    let body = "Річка <!-- спитати Таємницю,\n\n- чи Таємниця це\n\n--> тече.\n\n- Один <!-- Таємниця\n- Таємниця --> два\n\n\
                Кінець <!-- Таємниця\n\nТаємниця.\n";
    let text = format!("+++\ntitle = \"Річка\"\n+++\n\n{body}");
    let archive = Archive::new().article("2025/new", "uk", &["uk"]).file("articles/2025/new/uk.md", &text);
    let found = findings(&archive);
    assert_eq!((found.matches("[html-comment]").count(), found.matches(": error:").count()), (3, 1), "{found}");
    let server = archive.serve();
    for path in ["/uk/2025/new", "/uk/2025/new.md", "/uk/2025/new.json", "/uk/feed.xml", "/uk/search?q=Таємниця"]
    {
        let answer = server.get(path);
        assert!(!answer.text().replace("q=Таємниця", "").contains("спитати"), "{path}");
        assert!(path.contains("search") || !answer.text().contains("Таємниц"), "{path}");
    }
    assert!(server.get("/uk/2025/new").text().contains("тече"));
}

#[test]
fn options_that_do_nothing_are_reported() {
    for (call, code) in [
        ("NUMBER($count, style: \"percent\")", Some("bad-argument")),
        ("NUMBER($count, style: \"currency\")", Some("bad-argument")),
        ("NUMBER($count, currency: \"UAH\")", Some("unknown-argument")),
        ("NUMBER($count, currencyDisplay: \"code\")", Some("unknown-argument")),
        ("NUMBER($count, minimumIntegerDigits: \"2\")", Some("bad-argument")),
        ("NUMBER($count, minimumIntegerDigits: 40)", Some("bad-argument")),
        ("NUMBER($count, minimumFractionDigits: 1.5)", Some("bad-argument")),
        ("NUMBER($count, useGrouping: 0)", Some("bad-argument")),
        ("NUMBER($count, maximumFractionDigits: 1, maximumSignificantDigits: 2)", Some("bad-argument")),
        ("NUMBER($count, style: \"decimal\", minimumIntegerDigits: 2)", None),
        ("DATETIME($count, month: \"narrow\")", Some("bad-argument")),
        ("DATETIME($count, year: \"2-digit\")", Some("bad-argument")),
        ("DATETIME($count, weekday: \"long\")", Some("unknown-argument")),
        ("DATETIME($count, dateStyle: \"short\", month: \"long\")", Some("bad-argument")),
        ("DATETIME($count, month: \"short\", day: \"numeric\")", None),
    ] {
        let found = codes_of_message(Archive::new(), "uk", &format!("home-count = {{ {call} }}\n"));
        assert_eq!(found, Vec::from_iter(code), "{call}");
    }
}

#[test]
fn a_term_that_reads_a_variable_of_the_message_is_reported() {
    let forms = "{ $count ->\n    [one] стаття\n    [few] статті\n    [many] статей\n   *[other] статті\n }";
    let cases = "{ $case ->\n   *[nominative] Літопис\n    [genitive] Літопису\n }";
    for (term, message, is_told) in [
        (forms.to_owned(), "{ $count } { -own }", true),
        (forms.replace("$count", "NUMBER($count)"), "{ $count } { -own }", true),
        (format!("разом {forms}"), "{ $count } { -own(case: \"x\") }", true),
        ("{ $count } статей".to_owned(), "{ -own } { $count }", true),
        (cases.replace("$case", "$count"), "{ $count } { -own }", true),
        (cases.to_owned(), "{ $count } { -own }", false),
        (cases.to_owned(), "{ $count } { -own(case: \"genitive\") }", false),
        (forms.to_owned(), "{ $count } { -own(count: 5) }", false),
        ("Літопис".to_owned(), "{ $count } { -own }", false),
    ] {
        let text = format!("-own = {term}\nhome-count = {message}\n");
        let found = codes_of_message(Archive::new(), "uk", &text);
        assert_eq!(found.contains(&"unseen-variable".to_owned()), is_told, "{text}{found:?}");
    }
    // The program gives the message what its source uses; without a number the default form is meant.
    for (source, text, is_told) in [
        ("home-own = { $count } articles\n", forms.to_owned(), true),
        ("home-own = articles\n", forms.to_owned(), false),
        ("home-own = articles\n", forms.replace("$count", "NUMBER($count)"), false),
        ("home-own = articles\n", "{ $count } статей".to_owned(), true),
    ] {
        let archive = Archive::new().file("locales/en/own.ftl", source);
        let found = codes_of_message(archive, "uk", &format!("-own = {text}\nhome-own = {{ -own }}\n"));
        assert_eq!(found.contains(&"unseen-variable".to_owned()), is_told, "{source}{text}{found:?}");
    }
}

#[test]
fn a_comment_allows_whatever_check_finds_in_a_message() {
    let found = |comment: &str, source: &str, uk: &str| {
        let archive = Archive::new().file("locales/en/own.ftl", &format!("{comment}{source}"));
        codes_of_message(archive.file("locales/ru/own.ftl", "a-b = а\n"), "uk", uk)
    };
    for (code, source, uk) in [
        ("missing-message", "own-text = River\na-b = a\n", "a-b = а\n"),
        ("missing-term", "-own = River\na-b = a\n", "a-b = а\n"),
        ("duplicate-message", "a-b = b\na-b = a\n", "a-b = а\n"),
        ("cyclic-reference", "a-b = { a-b }\n", "a-b = а\n"),
    ] {
        assert!(found("", source, uk).iter().any(|found| found == code), "{code}: {source}");
        let left = found(&format!("# check: allow {code}\n"), source, uk);
        assert!(!left.iter().any(|found| found == code), "{code}: {source}: {left:?}");
    }
}

#[test]
fn a_letter_of_the_neighbouring_language_is_reported_in_articles_unless_it_is_meant() {
    let found = |lang: &str, text: &str| -> Vec<String> {
        let archive = Archive::new()
            .file("site.toml", &format!("{SITE}\n[check]\nallow = ['былина']\n"))
            .article("2025/new", lang, &[])
            .file(&format!("articles/2025/new/{lang}.md"), &format!("+++\ntitle = \"1\"\n+++\n\n{text}\n"));
        let shown = problems(&archive).into_iter().map(|found| {
            let place = found.place.unwrap();
            format!("{}:{} {}", place.line, place.column, found.code)
        });
        shown.collect()
    };
    for (lang, text, place) in [
        ("uk", "Це був вечір, і мы пішли додому.", "5:18"),
        ("uk", "Вода тут тепла.\n\n- Він прийшов;\n- і її вже *не* было.", "8:18"),
        ("uk", "## Як це было\n\nТекст.", "5:11"),
        ("uk", "Вони **тоді** були, як кажуть, _вже_ одны.", "5:41"),
        ("uk", "Слово *были* чуже, і його це мыло теж.", "5:31"),
        ("ru", "Это был вечер, и мы пошли в ліс.", "5:30"),
        ("ru", "Она шла быстро, но її не было.", "5:20"),
    ] {
        assert_eq!(found(lang, text), [format!("{place} foreign-letter")], "{lang}: {text}");
    }
    for (lang, text) in [
        ("uk", "Він написав «мы были дома», і це все."),
        ("uk", "Слово *были* тут, і її це слово, _мы одны_, чуже, як і це."),
        ("uk", "Це пісня Рыбникова, і її співають."),
        ("uk", "Літера ы була, і її немає."),
        ("uk", "Це давня былина, і її знають."),
        ("uk", "Це старе слово какъ, і воно було."),
        ("uk", "> Мы были тут, і це було."),
        ("uk", "Назва `мы` є в коді, і це ім’я."),
        ("ru", "Букву ґ вернули, и это было хорошо."),
        ("ru", "Люди говорили «ґава», и это было слышно."),
    ] {
        assert_eq!(found(lang, text), [""; 0], "{lang}: {text}");
    }
    let russian = "Мы были у реки, и она была широкая, как море, и мы не знали, что делать.";
    assert_eq!(found("uk", &format!("Річка тече через місто аж до моря.\n\n{russian}")), ["7:1 other-language"]);
}
