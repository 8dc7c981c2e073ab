//! The answer to a harvester. Errors of the protocol are answers like any other, with status 200.

use super::{
    record::{OaiRecord, OaiSet, datestamp, identified, identifier},
    request::{
        ListArguments, ListForm, OAI_DC, OaiError, OaiVerb, QueryArguments, RecordSelection, ResumptionToken,
        arguments, bad_token,
    },
};
use crate::{
    catalog::{CatalogError, HarvestKey, HarvestWindow, HarvestedArticle},
    model::{made_from, slug::ArticleId},
    site::{Site, Topic},
    web::{
        context::RequestContext,
        error::HttpError,
        feeds::{entry::id_host, xml::Xml},
        policy::CachePolicy,
        preview::Preview,
        reply::{Reply, TextReply},
        urls::url::OAI,
    },
};

/// The approximate number of records in one part of a list: an article has one for each of its versions, which stay together.
const RECORDS: usize = 150;
/// The maximum number of sections that are listed as sets.
const SECTIONS: u32 = 10_000;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns", "http://www.openarchives.org/OAI/2.0/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"),
];

/// The reason to answer with an error: of the protocol, or of the server.
enum HarvestFailure {
    Oai(OaiError),
    Http(HttpError),
}

made_from!(HarvestFailure {
    OaiError: error => HarvestFailure::Oai(error),
    HttpError: error => HarvestFailure::Http(error),
    CatalogError: error => HarvestFailure::Http(error.into()),
});

/// `/oai`.
pub(in crate::web) async fn page(context: RequestContext) -> Result<Reply, HttpError> {
    let asked = arguments(context.head().query);
    let answered = asked.clone().and_then(|arguments| OaiVerb::parse(&arguments)).map_err(HarvestFailure::Oai);
    let answered = answered.and_then(|verb| {
        let mut xml = document(&context, Some(&asked.clone()?));
        write(&context, &verb, &mut xml)?;
        Ok(xml)
    });
    let mut xml = match answered {
        Ok(xml) => xml,
        Err(HarvestFailure::Http(error)) => return Err(error),
        Err(HarvestFailure::Oai(error)) => {
            let asked = asked.ok().filter(|_| !error.hides_arguments());
            let mut xml = document(&context, asked.as_ref());
            xml.text("error", &[("code", error.code)], &error.message);
            xml
        }
    };
    xml.close("OAI-PMH");
    Ok(TextReply::new(CachePolicy::Machine, "text/xml; charset=utf-8", xml.finish()).into())
}

/// The beginning of a document, with its request.
fn document(context: &RequestContext, asked: Option<&QueryArguments>) -> Xml {
    let mut xml = Xml::new();
    xml.open("OAI-PMH", &NAMESPACES);
    xml.text("responseDate", &[], &datestamp(context.app.now().as_second()));
    let asked: Vec<(&str, &str)> =
        asked.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    xml.text("request", &asked, &address(&context.edition.site));
    xml
}

fn address(site: &Site) -> String {
    format!("{}/{OAI}", site.base_url())
}

fn write(context: &RequestContext, verb: &OaiVerb, xml: &mut Xml) -> Result<(), HarvestFailure> {
    match verb {
        OaiVerb::Identify => write_identity(context, xml)?,
        OaiVerb::ListMetadataFormats(None) => write_formats(xml),
        OaiVerb::ListMetadataFormats(Some(identifier)) => {
            with_record(context, identifier, |_| write_formats(xml))?;
        }
        OaiVerb::ListSets => write_sets(context, xml)?,
        OaiVerb::List(form, asked) => write_list(context, *form, asked, xml)?,
        OaiVerb::GetRecord(identifier) => with_record(context, identifier, |record| {
            xml.open("GetRecord", &[]);
            record.write(&context.edition, xml);
            xml.close("GetRecord");
        })?,
    }
    Ok(())
}

fn write_identity(context: &RequestContext, xml: &mut Xml) -> Result<(), HttpError> {
    let site = &context.edition.site;
    xml.open("Identify", &[]);
    xml.text("repositoryName", &[], site.name(site.default_language()));
    xml.text("baseURL", &[], &address(site));
    xml.text("protocolVersion", &[], "2.0");
    xml.text("adminEmail", &[], &email(site));
    xml.text("earliestDatestamp", &[], &datestamp(context.catalog.earliest_change()?.unwrap_or_default()));
    // A rebuilt catalog does not know the versions that were deleted earlier.
    xml.text("deletedRecord", &[], "transient");
    xml.text("granularity", &[], "YYYY-MM-DDThh:mm:ssZ");
    xml.text("compression", &[], "gzip");
    write_identifier_scheme(site, xml);
    xml.close("Identify");
    Ok(())
}

/// The address of the administrator: `[feed] email`, otherwise the mailbox that every site on the web has (RFC 2142, 5).
fn email(site: &Site) -> String {
    let host = id_host(site);
    let by_default = || match host.contains('.') {
        true => format!("webmaster@{host}"),
        false => format!("webmaster@{host}.invalid"),
    };
    site.feed().email().map_or_else(by_default, str::to_owned)
}

/// Describes the form of identifiers, if the host may be part of one (<http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm>).
fn write_identifier_scheme(site: &Site, xml: &mut Xml) {
    let host = id_host(site);
    let parts: Vec<&str> = host.split('.').collect();
    if parts.len() < 2 || !parts.iter().all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return;
    }
    let namespace = "http://www.openarchives.org/OAI/2.0/oai-identifier";
    let schema = format!("{namespace} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd");
    xml.open("description", &[]);
    xml.open("oai-identifier", &[("xmlns", namespace), ("xsi:schemaLocation", &schema)]);
    xml.text("scheme", &[], "oai");
    xml.text("repositoryIdentifier", &[], host);
    xml.text("delimiter", &[], ":");
    let sample = "2025/example".parse::<ArticleId>().map(|id| identifier(site, &id, site.default_language()));
    xml.text("sampleIdentifier", &[], &sample.unwrap_or_default());
    xml.close("oai-identifier");
    xml.close("description");
}

fn write_formats(xml: &mut Xml) {
    xml.open("ListMetadataFormats", &[]);
    xml.open("metadataFormat", &[]);
    xml.text("metadataPrefix", &[], OAI_DC);
    xml.text("schema", &[], "http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
    xml.text("metadataNamespace", &[], "http://www.openarchives.org/OAI/2.0/oai_dc/");
    xml.close("metadataFormat");
    xml.close("ListMetadataFormats");
}

fn write_sets(context: &RequestContext, xml: &mut Xml) -> Result<(), HttpError> {
    let edition = &context.edition;
    let default = edition.site.default_language();
    let mut sets: Vec<(OaiSet, String)> = Vec::new();
    let mut sections = std::collections::BTreeSet::new();
    for language in edition.site.languages().iter() {
        sets.push((OaiSet::Language(language.tag.clone()), edition.words(&language.tag).own_name()));
        for (id, _) in context.catalog.topics(&language.tag, Topic::Section, SECTIONS)? {
            // A preview has drafts in its listings, too.
            if context.app.preview() == Preview::Reader || has_records(context, &id)? {
                sections.insert(id);
            }
        }
    }
    let named = |id: String| (OaiSet::Section(id.clone()), edition.name(Topic::Section, &id, default).to_owned());
    sets.extend(sections.into_iter().map(named));
    xml.open("ListSets", &[]);
    for (set, name) in sets {
        xml.open("set", &[]);
        xml.text("setSpec", &[], &set.spec());
        xml.text("setName", &[], &name);
        xml.close("set");
    }
    xml.close("ListSets");
    Ok(())
}

/// Whether a harvester finds a record in the section.
fn has_records(context: &RequestContext, section: &str) -> Result<bool, CatalogError> {
    let window = HarvestWindow { section: Some(section.to_owned()), ..HarvestWindow::default() };
    Ok(!context.catalog.harvest(&window, HarvestKey::default(), 1)?.is_empty())
}

/// Calls `write` with the record of this identifier.
fn with_record(
    context: &RequestContext,
    identifier: &str,
    write: impl FnOnce(&OaiRecord<'_>),
) -> Result<(), HarvestFailure> {
    let site = &context.edition.site;
    let unknown = || OaiError::new("idDoesNotExist", format!("no version has the identifier `{identifier}`"));
    let (id, _) = identified(site, identifier).ok_or_else(unknown)?;
    let article = context.catalog.harvested(&id)?.ok_or_else(unknown)?;
    let records = OaiRecord::of(&article);
    write(records.iter().find(|record| record.identifier(site) == identifier).ok_or_else(unknown)?);
    Ok(())
}

/// A part of a list that is asked for.
struct ListPart {
    selection: RecordSelection,
    set: Option<OaiSet>,
    after: HarvestKey,
    cursor: u64,
    birth: String,
}

impl ListPart {
    fn new(context: &RequestContext, asked: &ListArguments) -> Result<ListPart, HarvestFailure> {
        let birth = context.catalog.point()?.birth;
        let (selection, after, cursor) = match asked {
            ListArguments::First(selection) => (selection.clone(), HarvestKey::default(), 0),
            ListArguments::Resumed(text) => {
                let token: ResumptionToken =
                    text.parse().map_err(|()| bad_token("this is not a token of this repository"))?;
                if token.birth != birth {
                    return Err(bad_token("the catalog was rebuilt since; begin the list again").into());
                }
                (token.selection, token.after, token.cursor)
            }
        };
        let set = selection.set.as_deref().map(|spec| {
            OaiSet::parse(spec)
                .ok_or_else(|| OaiError::new("noRecordsMatch", format!("no record is in a set `{spec}`")))
        });
        Ok(ListPart { set: set.transpose()?, selection, after, cursor, birth })
    }

    fn window(&self) -> HarvestWindow {
        let mut window = HarvestWindow { from: self.selection.from, until: self.selection.until, ..Default::default() };
        match &self.set {
            Some(OaiSet::Language(lang)) => window.lang = Some(lang.clone()),
            Some(OaiSet::Section(id)) => window.section = Some(id.clone()),
            None => {}
        }
        window
    }
}

fn write_list(
    context: &RequestContext,
    form: ListForm,
    asked: &ListArguments,
    xml: &mut Xml,
) -> Result<(), HarvestFailure> {
    let part = ListPart::new(context, asked)?;
    let size = (RECORDS / context.edition.site.languages().iter().count().max(1)).max(1);
    let limit = u32::try_from(size + 1).unwrap_or(u32::MAX);
    let mut articles = context.catalog.harvest(&part.window(), part.after, limit)?;
    let has_more = articles.len() > size;
    articles.truncate(size);
    let records: Vec<OaiRecord<'_>> = articles.iter().flat_map(OaiRecord::of).collect();
    let records: Vec<_> = records.iter().filter(|record| record.is_in(part.set.as_ref())).collect();
    if records.is_empty() {
        return Err(match asked {
            ListArguments::First(_) => OaiError::new("noRecordsMatch", "no record changed in this time, in this set"),
            ListArguments::Resumed(_) => bad_token("nothing follows; the list has changed since, begin it again"),
        }
        .into());
    }
    let verb = if form == ListForm::Whole { "ListRecords" } else { "ListIdentifiers" };
    xml.open(verb, &[]);
    for record in &records {
        match form {
            ListForm::Heads => record.write_head(&context.edition.site, xml),
            ListForm::Whole => record.write(&context.edition, xml),
        }
    }
    let next = articles.last().filter(|_| has_more);
    write_token(&part, next, records.len(), xml);
    xml.close(verb);
    Ok(())
}

/// The token of the part that follows; an empty one ends a list that has several parts.
fn write_token(part: &ListPart, next: Option<&HarvestedArticle>, written: usize, xml: &mut Xml) {
    let cursor = part.cursor.to_string();
    let token = next.map(|last| ResumptionToken {
        birth: part.birth.clone(),
        after: last.key,
        cursor: part.cursor + written as u64,
        selection: part.selection.clone(),
    });
    match token {
        Some(token) => xml.text("resumptionToken", &[("cursor", &cursor)], &token.to_string()),
        None if part.cursor > 0 => xml.text("resumptionToken", &[("cursor", &cursor)], ""),
        None => {}
    }
}
