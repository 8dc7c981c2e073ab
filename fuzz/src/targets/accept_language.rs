//! `Accept-Language`: what is read can be written and read again; nobody gets what they excluded, or what is not there.

use super::site::SITE;
use litopys::{
    i18n::negotiate::{AcceptLanguage, LanguagePreference, RangeOutcome, choose, choose_for_article, readings},
    model::lang::Lang,
};

pub(super) fn run(data: &[u8]) {
    let Ok(header) = std::str::from_utf8(data) else { return };
    let accepts = AcceptLanguage::parse([header]);
    let ranges: Vec<(String, u16)> = accepts.ranges().collect();
    let used = readings([header]).into_iter().filter(|one| matches!(one.outcome, RangeOutcome::Used(_))).count();
    assert_eq!(used, ranges.len(), "what is shown as used is used");
    assert!(ranges.len() <= 64 && ranges.iter().all(|(_, weight)| *weight <= 1000));

    let written: Vec<String> = ranges.iter().map(|(range, weight)| written(range, *weight)).collect();
    let written = written.join(", ");
    assert!(written.len() > 4096 || AcceptLanguage::parse([written.as_str()]) == accepts, "`{written}` says the same");
    if let Some((first, rest)) =
        header.split_once(',').filter(|_| header.len() <= 4096 && header.matches(',').count() < 64)
    {
        assert_eq!(AcceptLanguage::parse([first, rest]), accepts, "two lines are one list (RFC 9110, 5.3)");
    }
    check_choice(accepts, &ranges);
}

fn written(range: &str, weight: u16) -> String {
    format!("{range};q={}.{:03}", weight / 1000, weight % 1000)
}

fn check_choice(accepts: AcceptLanguage, ranges: &[(String, u16)]) {
    let edition = SITE.app.edition();
    let all: Vec<Lang> = edition.site.languages().iter().map(|language| language.tag.clone()).collect();
    let weight_of = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, weight)| *weight);
    for has in [&all[..], &all[1..], &all[2..], &[]] {
        if let Some(best) = accepts.best(has) {
            assert!(has.contains(best));
            let wished =
                |(range, weight): &(String, u16)| *weight > 0 && range.split('-').next() == Some(best.as_str());
            assert!(ranges.iter().any(wished), "{best} was not asked for");
            assert!(weight_of(best.as_str()) != Some(0), "{best} was excluded");
        }
        let request = LanguagePreference { cookie: None, accepts: accepts.clone() };
        assert!(all.contains(&choose(&edition.site, &request, &|_| true).lang));
        assert!(all.contains(&choose_for_article(&edition.site, &request, has, &|_| true).lang));
    }
}
