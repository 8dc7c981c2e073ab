//! `litopys export`: the archive in other forms.

pub(super) mod args;
mod book;
mod data;
pub(super) mod run;
