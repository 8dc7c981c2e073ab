//! The frame around a page: head, language selector, body with its slots filled.

pub(super) mod body;
pub(super) mod marked;
pub(super) mod page;
pub(super) mod selector;
