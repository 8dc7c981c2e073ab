//! Cyrillic in Latin letters, for addresses made of titles. Other scripts stay as they are. Not for search, which folds
//! more.
//!
//! * Ukrainian: resolution 55 of the Cabinet of Ministers of 27 January 2010
//!   (<https://zakon.rada.gov.ua/laws/show/55-2010-п>).
//! * Serbian: the Latin alphabet of the language without its marks, `đ` written `dj`, as is usual where it cannot be typed.
//! * Macedonian: the table of BGN/PCGN of 2013, which passports follow.
//! * Bulgarian: the Transliteration Act of 2009, with its exception for the name of the country.
//! * Any other: ICAO Doc 9303, part 3, section 6, table B, as passports have it, with its rows for Belarusian.
//!
//! Letters that the Russian reform of 1918 abolished are read as the letters that took their place, `ъ` at the end of a word
//! as nothing: an old title has the address that it would have in the spelling of today.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{lang::Lang, look_alike::is_apostrophe, slug::Slug};

/// A slug made of a title is cut at the last word that ends before this many characters.
const LONGEST: usize = 80;

/// The slug that a title in `lang` makes; `None` if it has neither letters nor digits.
///
/// ```
/// use litopys::model::romanise::slug_of;
/// let slug = slug_of("Об’єднання Києва", &"uk".parse()?);
/// assert_eq!(slug.unwrap().as_str(), "obiednannia-kyieva");
/// # Ok::<(), litopys::model::sentence::Sentence>(())
/// ```
pub fn slug_of(title: &str, lang: &Lang) -> Option<Slug> {
    let latin = romanise(title, lang);
    let mut slug = String::new();
    // A capital that has no small letter (𝕊) is not a letter of an address.
    let parts = |c: char| !c.is_alphanumeric() || c.is_uppercase();
    for word in latin.split(parts).filter(|word| !word.is_empty()) {
        let end = slug.chars().count() + word.chars().count();
        if !slug.is_empty() && end >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    slug.parse().ok()
}

/// The text in Latin letters and lower case, without stress marks and the apostrophes within words.
pub fn romanise(text: &str, lang: &Lang) -> String {
    let language = lang.id().language.as_str();
    let letters: Vec<char> = text.to_lowercase().nfc().filter(|c| !is_within_word(*c)).collect();
    let mut out = String::with_capacity(text.len());
    // The letter before, across an apostrophe, which ends no word: Знам’янка is Znamianka.
    let mut before = None;
    for (at, &c) in letters.iter().enumerate() {
        let rest = letters.get(at + 1..).unwrap_or_default();
        let ends = rest.first().is_none_or(|c| !c.is_alphanumeric());
        let latin = |c: char| -> Option<&'static str> {
            let own = match language {
                "uk" => ukrainian(c, before),
                "sr" => looked_up(c, SERBIAN),
                "mk" => looked_up(c, MACEDONIAN),
                "bg" => bulgarian(c, before, rest),
                "be" => looked_up(c, BELARUSIAN),
                _ => None,
            };
            let old = if ends && c == 'ъ' { Some("") } else { old(c, language) };
            own.filter(|_| !(ends && c == 'ъ')).or(old).or_else(|| looked_up(c, TABLE_B)).or_else(|| looked_up(c, RARE))
        };
        match latin(c) {
            Some(latin) => out.push_str(latin),
            // A letter with a mark is read without it: ѝ, ӂ.
            None => c.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| match latin(c) {
                Some(latin) => out.push_str(latin),
                None => out.push(c),
            }),
        }
        before = c.is_alphanumeric().then_some(c);
    }
    // The result of `lowercase` and `nfd` for other scripts returns to the one form that addresses have.
    out.nfc().collect()
}

/// Signs that end no word: apostrophes, stress marks, soft hyphens.
fn is_within_word(c: char) -> bool {
    is_apostrophe(c) || is_combining_mark(c) || c == '\u{AD}'
}

/// Resolution 55/2010, where it differs from [`TABLE_B`]. `before` is the letter before; none begins a word.
fn ukrainian(c: char, before: Option<char>) -> Option<&'static str> {
    let starts = before.is_none();
    Some(match c {
        // Зг is zgh, so that it is not read as ж.
        'г' if before == Some('з') => "gh",
        'г' => "h",
        'и' => "y",
        'є' if starts => "ye",
        'ї' if starts => "yi",
        'й' if starts => "y",
        'ю' if starts => "yu",
        'я' if starts => "ya",
        _ => return None,
    })
}

/// `България` behind its `Бъ`.
const LGARIA: [char; 6] = ['л', 'г', 'а', 'р', 'и', 'я'];

/// The Act, where it differs from [`TABLE_B`]; `before` is the letter before, `rest` are the letters behind.
fn bulgarian(c: char, before: Option<char>, rest: &[char]) -> Option<&'static str> {
    let ends = |rest: &[char]| rest.first().is_none_or(|c| !c.is_alphanumeric());
    Some(match c {
        // At the end of a word `ия` is ia: София is Sofia, and земя is zemya.
        'я' if before == Some('и') && ends(rest) => "a",
        'ъ' if before == Some('б') && rest.strip_prefix(&LGARIA).is_some_and(ends) => "u",
        'х' => "h",
        'щ' => "sht",
        'ъ' => "a",
        'ь' | 'й' => "y",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

/// Letters of old spelling, as the spelling of today reads them.
fn old(c: char, language: &str) -> Option<&'static str> {
    Some(match (c, language) {
        ('ѣ', "uk") => "i",
        ('ѣ', "bg") => "ya",
        ('ѣ', _) => "e",
        ('ѵ', "uk") => "y",
        ('ѵ', _) => "i",
        ('ѳ', _) => "f",
        ('ѫ', "bg") => "a",
        ('ѫ' | 'ѹ' | 'ꙋ', _) => "u",
        ('ѧ' | 'ꙗ', _) => "ia",
        _ => return None,
    })
}

/// What is written for a letter in `table`.
fn looked_up(c: char, table: &'static str) -> Option<&'static str> {
    let word = table.split_whitespace().find(|word| word.starts_with(c))?;
    word.get(c.len_utf8()..)
}

/// A letter and what it is written as, where that differs from [`TABLE_B`].
const SERBIAN: &str = "ђdj жz ћc цc чc хh џdz шs";
const MACEDONIAN: &str = "ѓgj ќkj цc хh џdj";
const BELARUSIAN: &str = "гh ёio";
/// ICAO Doc 9303, part 3, section 6, table B. Nothing stands behind a letter that is a sign alone.
const TABLE_B: &str = "аa бb вv гg ґg дd еe ёe эe єie ъie жzh зz иi іi їi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts \
                        чch шsh щshch ыy ь юiu яia ўu ђd ѓg ѕdz џdz јj љlj њnj ћc ќk";
/// Letters that the table does not have, by the letter or letters that they sound like.
const RARE: &str = "ѡo ѥie ѩia ѭiu ѯks ѱps ѷi ѻo ѽo ѿot ҁk ґg ғg ҕg җzh ҙz қk ҝk ҟk ҡk ңn ҥng ҧp ҩo ҫs ҭt үu ұu ҳkh ҵts \
                    ҷch ҹch һh ҽch ҿch ӄk ӆl ӈn ӊn ӌch ӎm ӏ әa ӕae ӡdz өo ӷg ӻg ӽkh ӿkh ҋi ҍ ҏr ԁd ԃd ԅz ԇz ԉlj ԋnj \
                    ԍs ԏt ԑe ԓl ԕl ԗr ԙia ԛq ԝw ԟk ԡl ԣn ԥp ԧkh ԩn ԫdz ԭch ԯl";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_lang(text: &str, tag: &str) -> String {
        romanise(text, &tag.parse().unwrap())
    }

    /// Every example of the table of the resolution, and of its two notes.
    const OFFICIAL: &str = "Алушта Alushta Андрій Andrii Борщагівка Borshchahivka Борисенко Borysenko Вінниця Vinnytsia \
        Володимир Volodymyr Гадяч Hadiach Богдан Bohdan Згурський Zghurskyi Ґалаґан Galagan Ґорґани Gorgany Донецьк \
        Donetsk Дмитро Dmytro Рівне Rivne Олег Oleh Есмань Esman Єнакієве Yenakiieve Гаєвич Haievych Короп'є Koropie \
        Житомир Zhytomyr Жанна Zhanna Жежелів Zhezheliv Закарпаття Zakarpattia Казимирчук Kazymyrchuk Медвин Medvyn \
        Михайленко Mykhailenko Іванків Ivankiv Іващенко Ivashchenko Їжакевич Yizhakevych Кадиївка Kadyivka Мар'їне Marine \
        Йосипівка Yosypivka Стрий Stryi Олексій Oleksii Київ Kyiv Коваленко Kovalenko Лебедин Lebedyn Леонід Leonid \
        Миколаїв Mykolaiv Маринич Marynych Ніжин Nizhyn Наталія Nataliia Одеса Odesa Онищенко Onyshchenko Полтава Poltava \
        Петро Petro Решетилівка Reshetylivka Рибчинський Rybchynskyi Суми Sumy Соломія Solomiia Тернопіль Ternopil Троць \
        Trots Ужгород Uzhhorod Уляна Uliana Фастів Fastiv Філіпчук Filipchuk Харків Kharkiv Христина Khrystyna Біла Bila \
        Церква Tserkva Стеценко Stetsenko Чернівці Chernivtsi Шевченко Shevchenko Шостка Shostka Кишеньки Kyshenky Щербухи \
        Shcherbukhy Гоща Hoshcha Гаращенко Harashchenko Юрій Yurii Корюківка Koriukivka Яготин Yahotyn Ярошенко Yaroshenko \
        Костянтин Kostiantyn Знам'янка Znamianka Феодосія Feodosiia Згорани Zghorany Розгон Rozghon";

    #[test]
    fn ukrainian_follows_every_official_example_of_resolution_55() {
        let words: Vec<&str> = OFFICIAL.split_whitespace().collect();
        assert_eq!(words.len() % 2, 0);
        for pair in words.chunks(2) {
            assert_eq!(in_lang(pair[0], "uk"), pair[1].to_lowercase(), "{}", pair[0]);
        }
    }

    #[test]
    fn every_apostrophe_joins_and_every_hyphen_parts() {
        for (text, latin) in [
            ("Об’єднання", "obiednannia"),
            ("об\u{2bc}єднання", "obiednannia"),
            ("об\u{201b}єднання", "obiednannia"),
            ("об\u{b4}єднання", "obiednannia"),
            ("об\u{55a}єднання", "obiednannia"),
            ("за́мок і кали\u{301}на", "zamok i kalyna"),
            ("Івано-Франківськ", "ivano-frankivsk"),
            ("Нью-Йорк", "niu-york"),
            ("рі\u{ad}чка «Їзд»", "richka «yizd»"),
            ("GTK 4.0 — Café", "gtk 4.0 — cafe"),
        ] {
            assert_eq!(in_lang(text, "uk"), latin, "{text}");
        }
    }

    #[test]
    fn other_cyrillic_follows_passports() {
        for (text, latin) in [
            ("Выход из Оттавской конвенции", "vykhod iz ottavskoi konventsii"),
            ("Подъезд, Щербаков, Соловьёв", "podieezd, shcherbakov, solovev"),
            ("Юлия Цой, Эльвира Яшина", "iuliia tsoi, elvira iashina"),
        ] {
            assert_eq!(in_lang(text, "ru"), latin, "{text}");
        }
    }

    #[test]
    fn neighbouring_languages_and_old_spellings_make_addresses_of_latin_letters() {
        for (tag, text, latin) in [
            ("sr", "Ђорђе Његош и љубав", "djordje njegos i ljubav"),
            ("sr", "Џуџа, ћуприја, чаша, жена, хлеб, цар, шуме", "dzudza cuprija casa zena hleb car sume"),
            ("sr-Cyrl", "Ниш", "nis"),
            ("mk", "Ѓорче Петров и Ќамил", "gjorche petrov i kjamil"),
            ("mk", "Ѕвезда, џамија, љубов, коњ, хартија, цвет", "dzvezda djamija ljubov konj hartija cvet"),
            ("bg", "София, Търново, щастие, юг, ѝ", "sofia tarnovo shtastie yug i"),
            ("bg", "Земя, моя, стая, Мария, Илия Янев, приятел", "zemya moya staya maria ilia yanev priyatel"),
            ("bg", "България, Република БЪЛГАРИЯ, българин", "bulgaria republika bulgaria balgarin"),
            ("ru", "Вѣстникъ Европы, Ѳеодоръ, сѵнодъ, Россія", "vestnik evropy feodor sinod rossiia"),
            ("ru", "Объявленіе о сборѣ", "obieiavlenie o sbore"),
            ("uk", "Ґанок, єдність, їжак, ёлка, вѣра, объ", "ganok yednist yizhak elka vira ob"),
            ("be", "Ўладзімір і Ёсіп", "uladzimir i iosip"),
            ("be", "Гомель, Магілёў, Ґанак", "homel mahiliou ganak"),
            ("kk", "Қазақстан, Әлия, өнер, ұлт, үй", "kazakstan aliia oner ult ui"),
            ("cu", "Сѡтворѝ ѯѧ", "sotvori ksia"),
        ] {
            let made = slug_of(text, &tag.parse().unwrap()).unwrap();
            assert_eq!(made.as_str(), latin.replace(' ', "-"), "{text}");
        }
    }

    #[test]
    fn every_cyrillic_letter_is_written_in_latin_ones() {
        for tag in ["uk", "ru", "sr", "mk", "bg", "be", "en"] {
            for c in ('\u{400}'..='\u{52F}').filter(|c| c.is_alphabetic()) {
                let latin = in_lang(&format!("а{c}а"), tag);
                assert!(latin.is_ascii(), "{tag}: {c} is {latin}");
            }
        }
    }

    #[test]
    fn a_slug_is_whole_words_of_eighty_characters_at_most() {
        let slug = |title: &str, tag: &str| slug_of(title, &tag.parse().unwrap()).map(|slug| slug.to_string());
        assert_eq!(slug("Що таке GTK 4.0?", "uk").as_deref(), Some("shcho-take-gtk-4-0"));
        assert_eq!(slug("«…»", "uk"), None);
        let long = slug(&"слово ".repeat(40), "uk").unwrap();
        assert!(long.len() < 80 && long.ends_with("-slovo"), "{long}");
        assert_eq!(slug(&"я".repeat(200), "ru").unwrap().len(), 80);
    }

    proptest! {
        #[test]
        fn a_title_with_a_letter_makes_a_slug(title in "\\PC{0,40}[а-щюяіїєґa-z]\\PC{0,100}", tag in "uk|en|ru") {
            let made = slug_of(&title, &tag.parse().unwrap());
            prop_assert!(made.is_some(), "{title}");
        }
    }
}
