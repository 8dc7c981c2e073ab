//! DSTU 8302:2015, a reference to an electronic resource: areas parted by full stops, the author's family name first, up to
//! three authors before the title and more of them after it, the address, and the day it was looked at.

use super::{Cited, CitedWork, work::stopped};

/// The reference; `others` is "et al." and `accessed` what stands in brackets at the end, in the language of the page.
pub fn dstu(work: &CitedWork<'_>, others: &str, accessed: &str) -> Cited {
    let mut parts = Vec::new();
    let mut responsible = Vec::new();
    match work.authors.as_slice() {
        [] => {}
        few @ ([_] | [_, _] | [_, _, _]) => {
            parts.push(stopped(&few.iter().map(super::Name::family_first).collect::<Vec<_>>().join(", ")));
        }
        [first, ..] => responsible.push(format!("{} {others}", first.initials_first())),
    }
    responsible.extend(work.translation.iter().map(|translation| translation.dstu.clone()));
    let title = work.title.trim_end();
    let title = if responsible.is_empty() { title.to_owned() } else { format!("{title} / {}", responsible.join("; ")) };
    let areas = [stopped(&title), stopped(work.site), stopped(&work.dates.dstu)];
    parts.extend(areas.into_iter().filter(|area| !area.is_empty()));
    parts.push(format!("URL: {} ({accessed}).", work.url));
    Cited { before: parts.join(" "), italic: String::new(), after: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::cite::{CitedDates, Name, work::CitedTranslation};

    fn cited(authors: &[&str], title: &str, translation: Option<&str>) -> String {
        let translation =
            translation.map(|text| CitedTranslation { names: vec![], dstu: text.into(), apa: String::new() });
        let work = CitedWork {
            authors: authors.iter().map(|name| Name::parse(name)).collect(),
            title,
            site: "Літопис",
            url: "https://example.org/uk/2025/dnipro",
            dates: CitedDates { dstu: "2025. 29 черв.".into(), apa: String::new(), iso: String::new() },
            translation,
        };
        dstu(&work, "та ін.", "дата звернення: 15.11.2025").before.replace('\u{a0}', " ")
    }

    const END: &str = "Літопис. 2025. 29 черв. URL: https://example.org/uk/2025/dnipro (дата звернення: 15.11.2025).";

    #[test]
    fn up_to_three_authors_stand_before_the_title_and_more_after_it() {
        for (authors, start) in [
            (vec![], "Набережна."),
            (vec!["Леся Косач"], "Косач Л. Набережна."),
            (vec!["Леся Косач", "Франко Іван Якович"], "Косач Л., Франко І. Я. Набережна."),
            (vec!["А Б", "В Г", "Д Є"], "Б А., Г В., Є Д. Набережна."),
            (vec!["А Б", "В Г", "Д Є", "Ж З"], "Набережна / А. Б та ін."),
        ] {
            assert_eq!(cited(&authors, "Набережна", None), format!("{start} {END}"));
        }
    }

    /// From the examples of the library of Sumy State University,
    /// <https://library.sumdu.edu.ua/uk/doslidnyku/akademichne-pismo/pryklady-bibliohrafichnykh-opysiv.html>: what comes
    /// before the imprint, which a web page does not have. The rest follows the order that Grafiati prints, checked by
    /// the Book Chamber of Ukraine, <https://www.grafiati.com/uk/info/dstu-8302-2015/journal-article/>: authors, title, where
    /// it appeared, the date, `URL: … (дата звернення: …).`
    #[test]
    fn published_examples_come_out_as_printed() {
        let title = "Психологія управління соціальною організацією : навч. посіб";
        assert_eq!(cited(&["О. І. Гура", "Т. Є. Гура"], title, None), format!("Гура О. І., Гура Т. Є. {title}. {END}"));
        let title = "Тактична підготовка артилерійських підрозділів : підручник";
        let four = ["П. Є. Трофименко", "Ю. І. Пушкарьов", "С. П. Латін", "М. М. Ляпа", "О. В. Панченко"];
        assert_eq!(cited(&four, title, None), format!("{title} / П. Є. Трофименко та ін. {END}"));
    }

    /// From the list with which universities took the standard up, "Приклади оформлення бібліографічного опису у списку
    /// використаних джерел з урахуванням Національного стандарту України ДСТУ 8302:2015": a page on the web without an author
    /// and no day, whole; and an article in a newspaper up to its pages, which give way to the address here.
    #[test]
    fn examples_of_the_list_come_out_as_printed() {
        let url = "http://www.kmu.gov.ua/control/uk/photogallery/gallery?galleryId=15725757&";
        let day = |day: &str| CitedDates { dstu: day.into(), apa: String::new(), iso: String::new() };
        let title = "Україна очима дітей : фотовиставка";
        let page = CitedWork { authors: vec![], title, site: "", url, dates: day(""), translation: None };
        let said =
            |work: &CitedWork<'_>| dstu(work, "та ін.", "дата звернення: 15.11.2017").before.replace('\u{a0}', " ");
        assert_eq!(said(&page), format!("{title}. URL: {url} (дата звернення: 15.11.2017)."));
        let authors = ["Л. Коваль", "П. Коваль"].map(Name::parse).into();
        let title = "Переваги дистанційної роботи";
        let article = CitedWork {
            authors, title, site: "Урядовий кур'єр", dates: day("2017. 1 листоп."), ..page
        };
        let printed = "Коваль Л., Коваль П. Переваги дистанційної роботи. Урядовий кур'єр. 2017. 1 листоп. ";
        assert_eq!(said(&article), format!("{printed}URL: {url} (дата звернення: 15.11.2017)."));
    }

    #[test]
    fn a_title_that_ends_a_sentence_gets_no_second_stop() {
        assert_eq!(cited(&["Леся Косач"], "Чия Набережна?", None), format!("Косач Л. Чия Набережна? {END}"));
        assert_eq!(
            cited(&[], "Набережна", Some("пер. з англійської: О. Коваль")),
            format!("Набережна / пер. з англійської: О. Коваль. {END}")
        );
    }
}
