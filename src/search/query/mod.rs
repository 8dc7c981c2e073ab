//! Queries: their language, their plan, their ranking, and corrections of misspellings.

pub(super) mod dis_max;
pub(super) mod language;
pub(super) mod plan;
pub(super) mod ranking;
pub(super) mod request;
pub(super) mod spelling;
