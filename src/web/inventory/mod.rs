//! The whole site without a connection: every address that leads to something, and the answer there. What an export writes.

pub(super) mod addresses;
pub(super) mod answer;
pub(super) mod cards;
pub(super) mod moved;
pub(super) mod start;
