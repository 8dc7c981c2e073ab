//! `/<lang>/opensearch.xml`: how a browser may search here (OpenSearch 1.1).

use crate::web::{
    context::{PageLang, RequestContext},
    error::HttpError,
    feeds::xml::Xml,
    policy::CachePolicy,
    reply::{Reply, TextReply},
    urls::url::PagePath,
};

const MEDIA_TYPE: &str = "application/opensearchdescription+xml";

/// The description in `lang`. Its name is whole, though OpenSearch 1.1 speaks of 16 characters: browsers list it by this name, hold
/// to no such length, and take no second search of the same name.
pub(in crate::web) async fn description(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let edition = &*context.edition;
    let (base, site) = (edition.site.base_url(), edition.site.name(lang));
    let search = format!("{base}{}?q={{searchTerms}}", PagePath::Search.in_lang(lang));
    let own = format!("{base}{}", PagePath::OpenSearch.in_lang(lang));
    let about = edition.words(lang).say("opensearch-description").with("site", site).to_string();
    let mut xml = Xml::new();
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    xml.text("ShortName", &[], &edition.site.distinct_name(lang));
    xml.text("Description", &[], &about);
    xml.text("Language", &[], lang.as_str());
    xml.text("InputEncoding", &[], "UTF-8");
    xml.text("OutputEncoding", &[], "UTF-8");
    xml.text("Image", &[("type", "image/svg+xml")], &format!("{base}{}", edition.assets.address("icon.svg")));
    xml.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &search)]);
    xml.empty("Url", &[("type", MEDIA_TYPE), ("rel", "self"), ("template", &own)]);
    xml.close("OpenSearchDescription");
    let content_type = "application/opensearchdescription+xml; charset=utf-8";
    Ok(TextReply::new(CachePolicy::Page(lang.clone()), content_type, xml.finish()).into())
}
