//! The configurations, written into the export.

use std::path::Path;

use super::{apache::Apache, caddy::Caddy, negotiation::Negotiation, nginx::Nginx};
use crate::{
    export::site::{
        error::ExportError,
        facts::{ROUTES, SiteFacts},
        folder::OWN,
        pages::PageWriter,
    },
    web::languages_in_use,
};

/// Writes them into `.litopys-export/`, for a site whose files lie in `target`.
pub(in crate::export::site) fn write(
    writer: &PageWriter<'_>,
    facts: &SiteFacts,
    target: &Path,
) -> Result<(), ExportError> {
    let site = &writer.edition.site;
    let negotiation = Negotiation::new(site, facts, languages_in_use(writer.app));
    let root = std::path::absolute(target).map_err(ExportError::io(target))?;
    let nginx = Nginx { site, facts, negotiation: &negotiation, root: &root };
    writer.folder.put_bytes(&format!("{OWN}/nginx.conf"), nginx.text().as_bytes())?;
    let apache = Apache { site, facts, negotiation: &negotiation, root: &root };
    writer.folder.put_bytes(&format!("{OWN}/apache.conf"), apache.text().as_bytes())?;
    for (name, text) in apache.tables() {
        writer.folder.put_bytes(&format!("{OWN}/apache/{name}.txt"), text.as_bytes())?;
    }
    let caddy = Caddy { site, facts, negotiation: &negotiation, root: &root };
    writer.folder.put_bytes(&format!("{OWN}/Caddyfile"), caddy.site().as_bytes())?;
    writer.folder.put_bytes(&format!("{OWN}/caddy/route.html"), caddy.route().as_bytes())?;
    writer.folder.put_bytes(ROUTES, format!("{:#}\n", facts.routes(site)).as_bytes())
}
