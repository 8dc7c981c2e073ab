//! The corrections of a version after publication, in every form of its text.

use askama::Template;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::versions::iso_date;
use crate::{
    article::{Correction, markdown::escaped},
    catalog::VersionSummary,
    i18n::Localizer,
    model::lang::Lang,
    web::{
        app::SiteState,
        error::HttpError,
        layout::{body::Body, language_selector::LangAttributes},
    },
};

#[derive(Template)]
#[template(path = "parts/corrections.html")]
struct CorrectionsPart<'a> {
    words: Localizer<'a>,
    /// The attributes of heading and dates, where the text is in another language.
    marks: Option<LangAttributes<'a>>,
    lines: Vec<(Date, &'a str)>,
}

/// The section below the text, with heading and dates in `lang`; empty where nothing was corrected.
///
/// # Errors
/// If the template cannot be written.
pub(in crate::web) fn html(edition: &SiteState, lang: &Lang, version: &VersionSummary) -> Result<Body, HttpError> {
    let lines = lines(edition, version);
    if lines.is_empty() {
        return Ok(Body::escaped_already(""));
    }
    Body::made_by(&CorrectionsPart {
        words: edition.words(lang),
        marks: (version.lang != *lang).then(|| LangAttributes::new(edition.site.languages(), lang)),
        lines,
    })
}

/// The same as CommonMark, in the language of the version.
pub(super) fn markdown(edition: &SiteState, version: &VersionSummary) -> String {
    let lines = lines(edition, version);
    if lines.is_empty() {
        return String::new();
    }
    let words = edition.words(&version.lang);
    let title = words.say("corrections-title").to_string();
    let line = |(date, text): &(Date, &str)| {
        let date = words.say("corrections-date").with("date", *date).to_string();
        format!("- {} {}\n", escaped(&date), escaped(text))
    };
    format!("\n## {}\n\n{}", escaped(&title), lines.iter().map(line).collect::<String>())
}

/// The same as JSON.
pub(super) fn data(edition: &SiteState, version: &VersionSummary) -> Value {
    let one = |correction: &Correction| json!({ "date": iso_date(edition, correction.date), "text": correction.text });
    version.details.corrections.iter().map(one).collect()
}

/// The same as schema.org `CorrectionComment`s.
pub(super) fn json_ld(edition: &SiteState, version: &VersionSummary) -> Value {
    let one = |correction: &Correction| {
        let date = iso_date(edition, correction.date);
        json!({ "@type": "CorrectionComment", "datePublished": date, "text": correction.text })
    };
    version.details.corrections.iter().map(one).collect()
}

fn lines<'a>(edition: &SiteState, version: &'a VersionSummary) -> Vec<(Date, &'a str)> {
    let zone = edition.site.time_zone();
    let line = |correction: &'a Correction| (correction.date.day(zone), correction.text.as_str());
    version.details.corrections.iter().map(line).collect()
}
