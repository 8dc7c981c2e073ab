//! Fluent bundles: the messages of each language, the fallback chains between languages, and the interface that templates use.

pub(super) mod display_mode;
pub(super) mod locales;
pub(super) mod localizer;
pub(super) mod messages;
pub(super) mod origin;
pub(super) mod unwritable;
