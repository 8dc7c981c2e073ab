//! APA 7, a webpage on a website: author, date, title in italics, site, address; the title first where no author is named.

use super::{Cited, CitedWork, Name, work::stopped};

/// Above so many authors, those between the first nineteen and the last are left out (APA 7, 9.8).
const NAMED: usize = 20;

/// The reference.
pub fn apa(work: &CitedWork<'_>) -> Cited {
    let date = format!("({}).", work.dates.apa);
    let translators = work.translation.iter().map(|translation| format!(" ({}).", translation.apa)).collect::<String>();
    let title = work.title.trim_end();
    let stop = if translators.is_empty() {
        stopped(title).get(title.len()..).unwrap_or_default().to_owned()
    } else {
        translators
    };
    let authors = authors(&work.authors);
    // A site that is its own author is not named twice (APA 7, 10.16).
    let is_author = matches!(work.authors.as_slice(), [Name::Whole(name)] if name == work.site);
    let site = if is_author || work.site.is_empty() { String::new() } else { format!("{} ", stopped(work.site)) };
    if authors.is_empty() {
        let after = format!("{stop} {date} {site}{}", work.url);
        return Cited { before: String::new(), italic: title.to_owned(), after };
    }
    let before = format!("{} {date} ", stopped(&authors));
    Cited { before, italic: title.to_owned(), after: format!("{stop} {site}{}", work.url) }
}

fn authors(authors: &[Name]) -> String {
    let names: Vec<_> = authors.iter().map(Name::inverted).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] if names.len() <= NAMED => format!("{}, & {last}", rest.join(", ")),
        [rest @ .., last] => format!("{}, . . . {last}", rest.get(..NAMED - 1).unwrap_or_default().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::cite::{CitedDates, work::CitedTranslation};

    fn work<'a>(authors: &[&str], date: &str, title: &'a str, (site, url): (&'a str, &'a str)) -> CitedWork<'a> {
        CitedWork {
            authors: authors.iter().map(|name| Name::parse(name)).collect(),
            title,
            site,
            url,
            dates: CitedDates { dstu: String::new(), apa: date.into(), iso: String::new() },
            translation: None,
        }
    }

    fn said(work: &CitedWork<'_>) -> String {
        let Cited { before, italic, after } = apa(work);
        format!("{before}*{italic}*{after}").replace('\u{a0}', " ")
    }

    /// From “Webpage on a website references” of the style's own site (Publication Manual, 10.16).
    #[test]
    fn the_examples_of_the_style_come_out_as_printed() {
        let bologna = "https://www.huffpost.com/entry/anxiety-love-watching-horror-movies_l_5d277587e4b02a5a5d57b59e";
        let title = "Why some people with anxiety love watching horror movies";
        assert_eq!(
            said(&work(&["Caroline Bologna"], "2019, October 31", title, ("HuffPost", bologna))),
            format!("Bologna, C. (2019, October 31). *{title}*. HuffPost. {bologna}")
        );
        let who = "https://www.who.int/features/qa/84/en/";
        let title = "Questions and answers on immunization and vaccine safety";
        let body = "World Health Organization";
        let by_itself =
            CitedWork { authors: vec![Name::Whole(body.into())], ..work(&[], "2018, March", title, (body, who)) };
        assert_eq!(said(&by_itself), format!("{body}. (2018, March). *{title}*. {who}"));
    }

    /// From the guide of Tulsa Community College, <https://libguides.tcc.edu/c.php?g=1246579&p=9122250>, and of Langara College,
    /// <https://langara.libguides.com/apa7-nurs/web>.
    #[test]
    fn published_examples_come_out_as_printed() {
        let address = "https://www.aspca.org/news/justice-served-case-closed-over-40-dogfighting-victims";
        let title = "Justice served: Case closed for over 40 dogfighting victims";
        let body = "American Society for the Prevention of Cruelty to Animals";
        let whole = CitedWork {
            authors: vec![Name::Whole(body.into())],
            ..work(&[], "2019, November 21", title, (body, address))
        };
        assert_eq!(said(&whole), format!("{body}. (2019, November 21). *{title}*. {address}"));
        let address = "https://www.cbc.ca/life/wellness/your-inbox-is-a-mess-and-it-s-slowing-you-down-here-s-how-to-fix-it-1.5037999";
        let title = "Your inbox is a mess, and it's slowing you down. Here's how to fix it";
        assert_eq!(
            said(&work(&["M. Clifton"], "2019, February 19", title, ("CBC", address))),
            format!("Clifton, M. (2019, February 19). *{title}*. CBC. {address}")
        );
    }

    #[test]
    fn many_authors_none_and_translators() {
        let at = ("Litopys", "https://example.org/x");
        assert_eq!(
            said(&work(&["Taras H. Koval", "Lesia Kosach"], "2025, June 29", "Whose bank?", at)),
            "Koval, T. H., & Kosach, L. (2025, June 29). *Whose bank?* Litopys. https://example.org/x"
        );
        assert_eq!(said(&work(&[], "2025", "Bank", at)), "*Bank*. (2025). Litopys. https://example.org/x");
        let translation = CitedTranslation { names: vec![], dstu: String::new(), apa: "O. Koval, Trans.".into() };
        let translated = CitedWork { translation: Some(translation), ..work(&["Lesia Kosach"], "2025", "Bank", at) };
        assert_eq!(said(&translated), "Kosach, L. (2025). *Bank* (O. Koval, Trans.). Litopys. https://example.org/x");
        let many: Vec<String> = ('A'..='Z').map(|letter| format!("X {letter}x")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let cited = said(&work(&many, "2025", "Bank", at));
        assert!(cited.starts_with("Ax, X., Bx, X.,") && cited.contains("Sx, X., . . . Zx, X. (2025)"), "{cited}");
    }
}
