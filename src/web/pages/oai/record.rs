//! A record: the head of a version and its Dublin Core; and sets: the versions in one language (`lang-uk`), and those of one
//! section (`section-law`).

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{
    catalog::{ArticleView, HarvestedArticle, VersionSummary},
    model::{date::rfc_3339, lang::Lang, slug::ArticleId},
    site::{Site, Topic},
    web::{
        app::SiteState,
        feeds::{
            entry::{entry_id, id_host},
            xml::Xml,
        },
        pages::article::{text, versions::LicenceLink},
        urls::url::{PagePath, decode},
    },
};

const DUBLIN_CORE: [(&str, &str); 4] = [
    ("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    (
        "xsi:schemaLocation",
        "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    ),
];

/// A version as harvesters know it.
pub(super) struct OaiRecord<'a> {
    id: &'a ArticleId,
    lang: &'a Lang,
    section: Option<&'a str>,
    /// When its article changed, in seconds since 1970.
    changed: i64,
    /// The article and the version, if it is public.
    shown: Option<(&'a ArticleView, &'a VersionSummary)>,
}

impl<'a> OaiRecord<'a> {
    /// The records of an article: its versions, public or taken down, then those that are gone.
    pub(super) fn of(article: &'a HarvestedArticle) -> Vec<OaiRecord<'a>> {
        let changed = article.changed;
        let mut records = Vec::new();
        if let Some(view) = article.view.as_ref().filter(|view| view.id.year().is_some()) {
            for version in view.versions.iter().filter(|version| version.unpublished.is_none()) {
                records.push(OaiRecord {
                    id: &view.id,
                    lang: &version.lang,
                    section: view.meta.section.as_deref(),
                    changed,
                    shown: view.meta.withdrawn.is_none().then_some((view, version)),
                });
            }
        }
        records.extend(article.gone.iter().map(|gone| OaiRecord {
            id: &gone.id,
            lang: &gone.lang,
            section: gone.section.as_deref(),
            changed,
            shown: None,
        }));
        records
    }

    /// Its sets.
    fn sets(&self) -> Vec<OaiSet> {
        let section = self.section.map(|id| OaiSet::Section(id.to_owned()));
        [OaiSet::Language(self.lang.clone())].into_iter().chain(section).collect()
    }

    /// Whether it is in `set`; every record is, if there is no set.
    pub(super) fn is_in(&self, set: Option<&OaiSet>) -> bool {
        set.is_none_or(|set| self.sets().contains(set))
    }

    /// Its identifier.
    pub(super) fn identifier(&self, site: &Site) -> String {
        identifier(site, self.id, self.lang)
    }

    /// Writes its head.
    pub(super) fn write_head(&self, site: &Site, xml: &mut Xml) {
        let status: &[(&str, &str)] = if self.shown.is_some() { &[] } else { &[("status", "deleted")] };
        xml.open("header", status);
        xml.text("identifier", &[], &self.identifier(site));
        xml.text("datestamp", &[], &datestamp(self.changed));
        for set in self.sets() {
            xml.text("setSpec", &[], &set.spec());
        }
        xml.close("header");
    }

    /// Writes its head and its Dublin Core; a deleted record has no Dublin Core.
    pub(super) fn write(&self, edition: &SiteState, xml: &mut Xml) {
        xml.open("record", &[]);
        self.write_head(&edition.site, xml);
        if let Some((view, version)) = self.shown {
            xml.open("metadata", &[]);
            write_dublin_core(edition, view, version, xml);
            xml.close("metadata");
        }
        xml.close("record");
    }
}

fn write_dublin_core(edition: &SiteState, view: &ArticleView, version: &VersionSummary, xml: &mut Xml) {
    let (site, lang, meta) = (&edition.site, &version.lang, &view.meta);
    let name = |topic, id: &str| edition.name(topic, id, lang).to_owned();
    let in_language = [("xml:lang", lang.as_str())];
    xml.open("oai_dc:dc", &DUBLIN_CORE);
    xml.text("dc:title", &in_language, &version.title);
    for author in &meta.authors {
        xml.text("dc:creator", &in_language, &name(Topic::Author, author));
    }
    for translator in &version.details.translators {
        xml.text("dc:contributor", &in_language, translator);
    }
    for (topic, id) in
        meta.section.iter().map(|id| (Topic::Section, id)).chain(meta.tags.iter().map(|id| (Topic::Tag, id)))
    {
        xml.text("dc:subject", &in_language, &name(topic, id));
    }
    if !version.summary.is_empty() {
        xml.text("dc:description", &in_language, &version.summary);
    }
    xml.text("dc:publisher", &in_language, site.name(lang));
    if let Ok(published) = Timestamp::from_second(view.key.published()) {
        xml.text("dc:date", &[], &rfc_3339(published, site.time_zone()));
    }
    xml.text("dc:type", &[], "Text");
    xml.text("dc:format", &[], "text/html");
    xml.text("dc:identifier", &[], &text::url(edition, view, version));
    xml.text("dc:identifier", &[], &entry_id(site, &view.id, lang));
    xml.text("dc:identifier", &in_language, &text::reference(edition, view, version));
    if let Some(origin) = meta.origin.as_deref().filter(|origin| !origin.is_empty()) {
        xml.text("dc:source", &[], origin);
    }
    xml.text("dc:language", &[], lang.as_str());
    write_relations(edition, view, version, xml);
    if let Some(licence) = &meta.licence {
        let LicenceLink { name, href } = LicenceLink::new(edition.words(lang), licence);
        xml.text("dc:rights", &in_language, &name);
        href.iter().for_each(|href| xml.text("dc:rights", &[], href));
    }
    xml.close("oai_dc:dc");
}

/// The original, from which a translation was made, then the other versions.
fn write_relations(edition: &SiteState, view: &ArticleView, version: &VersionSummary, xml: &mut Xml) {
    let is_public = |other: &&VersionSummary| other.unpublished.is_none() && other.lang != version.lang;
    let source = view.source().filter(is_public);
    if let Some(source) = source {
        xml.text("dc:source", &[], &text::url(edition, view, source));
    }
    let others = view.versions.iter().filter(is_public).filter(|other| other.lang != view.meta.source);
    for other in source.into_iter().chain(others) {
        xml.text("dc:relation", &[], &text::url(edition, view, other));
    }
}

/// `oai:example.org:2025/dnipro/uk`: it stays the same as long as the version exists.
pub(super) fn identifier(site: &Site, id: &ArticleId, lang: &Lang) -> String {
    let path = PagePath::neutral(id).to_string();
    format!("oai:{}:{}/{lang}", id_host(site), path.trim_start_matches('/'))
}

/// The version with this identifier; `None` if no version can have it.
pub(super) fn identified(site: &Site, given: &str) -> Option<(ArticleId, Lang)> {
    let path = given.strip_prefix("oai:")?.strip_prefix(id_host(site))?.strip_prefix(':')?;
    let (id, lang) = path.rsplit_once('/')?;
    let (id, lang): (ArticleId, Lang) = (decode(id)?.parse().ok()?, lang.parse().ok()?);
    (id.year().is_some() && identifier(site, &id, &lang) == given).then_some((id, lang))
}

/// A moment as the protocol has it: in UTC, to the second.
pub(super) fn datestamp(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// The characters that a set's name may not contain (the schema of OAI-PMH, `setSpecType`). They are percent-encoded,
/// with `~` in the place of `%`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// A set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OaiSet {
    /// The versions in a language.
    Language(Lang),
    /// The versions of the articles in a section.
    Section(String),
}

impl OaiSet {
    /// Its name in requests and headers.
    pub(super) fn spec(&self) -> String {
        match self {
            OaiSet::Language(lang) => format!("lang-{lang}"),
            OaiSet::Section(id) => {
                format!("section-{}", utf8_percent_encode(id, ESCAPED).to_string().replace('%', "~"))
            }
        }
    }

    /// The set of this name; `None` if none can have it.
    pub(super) fn parse(spec: &str) -> Option<OaiSet> {
        let set = match spec.split_once('-')? {
            ("lang", tag) => OaiSet::Language(tag.parse().ok()?),
            ("section", id) => {
                OaiSet::Section(percent_decode_str(&id.replace('~', "%")).decode_utf8().ok()?.into_owned())
            }
            _ => return None,
        };
        (set.spec() == spec).then_some(set)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::parse_site;

    #[test]
    fn an_identifier_names_one_version() {
        let text = "name = 'x'\nbase_url = 'https://a.org/b'\n[[language]]\ntag = 'uk'\n";
        let site = parse_site("site.toml", text).0.unwrap();
        for id in ["2025/dnipro", "1991/акт"] {
            let (id, lang): (ArticleId, Lang) = (id.parse().unwrap(), "uk".parse().unwrap());
            let written = identifier(&site, &id, &lang);
            assert!(written.starts_with("oai:a.org:") && written.is_ascii(), "{written}");
            assert_eq!(identified(&site, &written), Some((id, lang)));
        }
        for nothing in [
            "", "oai:", "oai:a.org:2025/x", "oai:b.org:2025/x/uk", "oai:a.org:pages/x/uk", "oai:a.org:1991/акт/uk",
            "oai:a.org:2025/../uk",
        ] {
            assert_eq!(identified(&site, nothing), None, "{nothing}");
        }
        assert_eq!(datestamp(0), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_set_has_one_name() {
        for (set, spec) in [
            (OaiSet::Language("uk".parse().unwrap()), "lang-uk"),
            (OaiSet::Language("pt-BR".parse().unwrap()), "lang-pt-BR"),
            (OaiSet::Section("law".into()), "section-law"),
            (OaiSet::Section("мо~ва".into()), "section-~D0~BC~D0~BE~7E~D0~B2~D0~B0"),
        ] {
            assert_eq!((set.spec().as_str(), OaiSet::parse(spec)), (spec, Some(set)));
        }
        for nothing in
            ["", "lang", "lang-", "section", "tag-law", "lang-UK", "section-~d0~bc", "section-~FF", "section-a b"]
        {
            assert_eq!(OaiSet::parse(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn any_section_has_a_name_that_the_schema_allows(id in "\\PC{1,20}") {
            let set = OaiSet::Section(id);
            prop_assert!(set.spec().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)));
            prop_assert_eq!(OaiSet::parse(&set.spec()), Some(set));
        }
    }
}
