//! The frame around a page: head, language selector, body with its slots filled.

pub(super) mod body;
pub(super) mod language_selector;
pub(super) mod page;
pub(super) mod site_state;
