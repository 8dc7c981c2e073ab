//! `litopys export`: the archive in other forms; and `litopys verify`, which says whether what came out is whole.

pub(super) mod args;
mod book;
mod data;
mod opened;
pub(super) mod run;
mod site;
pub(super) mod verify;
