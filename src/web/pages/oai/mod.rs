//! `/oai`: metadata of every version for libraries, by OAI-PMH 2.0 (<https://www.openarchives.org/OAI/openarchivesprotocol.html>).
//! A request, with its resumption token, is read in `request` and answered in `page`; `record` writes what is harvested and how it is
//! divided. Its errors and explanations are of the protocol, in English, for programs.

mod page;
mod record;
mod request;

pub(in crate::web) use page::page;
