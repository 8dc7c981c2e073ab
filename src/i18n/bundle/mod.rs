//! Fluent bundles: the messages of each language, the fallback chains between languages, and the interface that templates use.

pub(super) mod fault;
pub(super) mod file;
pub(super) mod language_name;
pub(super) mod locales;
pub(super) mod manner;
pub(super) mod marks;
pub(super) mod origin;
pub(super) mod pseudo;
pub(super) mod saying;
pub(super) mod speaker;
pub(super) mod trial;
