//! `/oai`: metadata of every version for libraries, by OAI-PMH 2.0 (<https://www.openarchives.org/OAI/openarchivesprotocol.html>).
//! A request is read in `request`, answered in `page`; `set`, `record` and `token` write what is harvested, how it is divided,
//! and where a harvester goes on. Its errors and explanations are of the protocol, in English, for programs.

mod page;
mod record;
mod request;

pub(in crate::web) use page::page;
