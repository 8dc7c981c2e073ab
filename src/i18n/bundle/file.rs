//! What the bundles are made of.

use crate::model::lang::Lang;

/// One `.ftl` file as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleFile {
    /// The language of its folder.
    pub lang: Lang,
    /// Its path, for problems: `locales/uk/base.ftl`.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
}

/// A language of the site with the languages that stand in for its missing messages, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageChain {
    /// The language.
    pub lang: Lang,
    /// How its dates and numbers are written: `en-GB`.
    pub locale: Lang,
    /// What is tried where it does not have a message. Nothing else ever is.
    pub fallback: Vec<Lang>,
}
