//! `/<lang>/opensearch.xml`: how a browser may search here (OpenSearch 1.1).

use crate::{
    lang::Lang,
    web::{
        error::HttpError,
        handler::Context,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        url::PagePath,
        xml::Xml,
    },
};

const MEDIA_TYPE: &str = "application/opensearchdescription+xml";
/// The longest short name there may be.
const SHORT: usize = 16;

/// The description in `lang`.
pub(in crate::web) fn description(context: &Context<'_>, lang: &Lang) -> Result<Reply, HttpError> {
    let edition = context.edition;
    let (base, site) = (edition.site.base_url(), edition.site.name(lang));
    let search = format!("{base}{}?q={{searchTerms}}", PagePath::Search.in_lang(lang));
    let own = format!("{base}{}", PagePath::OpenSearch.in_lang(lang));
    let about = edition.words(lang).say("opensearch-description").with("site", site).to_string();
    let mut xml = Xml::new();
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    xml.text("ShortName", &[], &short(site));
    xml.text("Description", &[], &about);
    xml.text("Language", &[], lang.as_str());
    xml.text("InputEncoding", &[], "UTF-8");
    xml.text("OutputEncoding", &[], "UTF-8");
    xml.text("Image", &[("type", "image/svg+xml")], &format!("{base}{}", edition.assets.address("icon.svg")));
    xml.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &search)]);
    xml.empty("Url", &[("type", MEDIA_TYPE), ("rel", "self"), ("template", &own)]);
    xml.close("OpenSearchDescription");
    let content_type = "application/opensearchdescription+xml; charset=utf-8";
    Ok(TextReply::of(CachePolicy::Page(lang.clone()), content_type, xml.finish()).into())
}

/// As many whole words of the name as a browser's list has room for; of one long word its beginning.
fn short(name: &str) -> String {
    if name.chars().count() <= SHORT {
        return name.to_owned();
    }
    let start: String = name.chars().take(SHORT + 1).collect();
    match start.rsplit_once(char::is_whitespace) {
        Some((words, _)) if !words.trim().is_empty() => words.trim_end().to_owned(),
        _ => name.chars().take(SHORT).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_has_sixteen_characters_at_most_and_no_cut_word() {
        for (name, expected) in [
            ("Літопис", "Літопис"),
            ("Архів Музею міста Дніпра", "Архів Музею"),
            ("Архів Музею Праці", "Архів Музею"),
            ("Шістнадцятибуквений", "Шістнадцятибукве"),
        ] {
            assert_eq!(short(name), expected);
        }
    }
}
