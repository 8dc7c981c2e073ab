//! Every address of the site with its response, without a connection: the input of an export.

pub(super) mod addresses;
pub(super) mod answer;
pub(super) mod start;
