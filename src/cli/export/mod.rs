//! `litopys export`: the archive in other forms; and `litopys verify`, which says whether what came out is whole.

pub(super) mod args;
pub(super) mod book;
pub(super) mod data;
mod opened;
pub(super) mod site;
pub(super) mod verify;
