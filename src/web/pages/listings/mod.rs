//! Pages that list articles: home, year, month, tag, section, author; and every tag, section and author.

pub(crate) mod card;
pub(crate) mod dated;
pub(crate) mod home;
pub(crate) mod listing;
pub(crate) mod pager;
