//! Languages as a sentence names them: "in Ukrainian", "з української".

use super::Words;
use crate::lang::Lang;

/// What a language's name does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// "the text is shown *in Ukrainian*"
    In,
    /// "translated *from Ukrainian*"
    From,
}

impl Words<'_> {
    /// The name of `lang` in this role: the message `language-<tag>`, else `language-unknown` with the tag.
    pub fn language(&self, lang: &Lang, role: Role) -> String {
        let attribute = match role {
            Role::In => "in",
            Role::From => "from",
        };
        let known = format!("language-{lang}.{attribute}");
        if self.has(&known) {
            return Words::say(self, &known).to_string();
        }
        Words::say(self, &format!("language-unknown.{attribute}")).with("tag", lang.as_str()).to_string()
    }
}
