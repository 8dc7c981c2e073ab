//! The attributes of a text in some language: `lang`, and `dir` where scripts of both directions meet.

use std::fmt;

use crate::{model::lang::Lang, site::Languages};

/// `lang="uk"`, or `lang="ar" dir="rtl"`. A site all of whose languages are written from left to right needs no `dir`; on any
/// other each text has its own, for it may stand within one of the other direction.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct LangAttributes<'a> {
    lang: &'a Lang,
    with_direction: bool,
}

impl<'a> LangAttributes<'a> {
    /// The attributes of a text in `lang` on a site with these languages.
    pub(in crate::web) fn new(languages: &Languages, lang: &'a Lang) -> Self {
        LangAttributes { lang, with_direction: languages.has_right_to_left() }
    }
}

impl fmt::Display for LangAttributes<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "lang=\"{}\"", self.lang)?;
        if self.with_direction { write!(out, " dir=\"{}\"", self.lang.direction()) } else { Ok(()) }
    }
}

// A tag is letters, digits and hyphens.
impl askama::filters::HtmlSafe for LangAttributes<'_> {}
