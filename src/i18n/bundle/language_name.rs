//! Languages as a sentence names them: "in Ukrainian", "з української".

use crate::{i18n::Localizer, model::lang::Lang};

/// What a language's name does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// "the text is shown *in Ukrainian*"
    In,
    /// "translated *from Ukrainian*"
    From,
}

impl Role {
    /// The attribute that says it.
    fn attribute(self) -> &'static str {
        match self {
            Role::In => "in",
            Role::From => "from",
        }
    }
}

impl<'a> Localizer<'a> {
    /// The name of `lang` in this role, in the first language of the chain that can say it: by the message
    /// `language-<tag>`, else by CLDR's name. `en-GB` is English, where the site has no other. `language-unknown` with the
    /// tag, where neither is there.
    pub fn language(&self, lang: &Lang, role: Role) -> String {
        let short = self.locales().shortest(lang);
        let known = |words: &Localizer<'_>| words.known(lang, role).or_else(|| words.known(&short, role));
        let said = self.each().find_map(|words| known(&words).or_else(|| words.by_cldr(&short, role)));
        said.unwrap_or_else(|| {
            let id = format!("language-unknown.{}", role.attribute());
            self.say(&id).with("tag", lang.as_str()).to_string()
        })
    }

    /// The name of the language of these words in itself: the message `language-self`, else CLDR's name.
    pub fn own_name(&self) -> String {
        let Some(lang) = self.lang() else { return String::new() };
        let short = self.locales().shortest(lang);
        // What `en` calls itself is a name of `en-GB` only where the site has no other English.
        let fits = || short != *lang || self.locales().is_own(lang, "language-self");
        if self.has("language-self") && fits() {
            return self.say("language-self").to_string();
        }
        short.name_in(lang).unwrap_or_else(|| lang.to_string())
    }

    fn known(&self, lang: &Lang, role: Role) -> Option<String> {
        let id = format!("language-{lang}.{}", role.attribute());
        self.has(&id).then(|| self.say(&id).to_string())
    }

    fn by_cldr(&self, lang: &Lang, role: Role) -> Option<String> {
        let (attribute, own) = (role.attribute(), self.lang()?);
        let named = format!("language-named.{attribute}");
        let name = lang.name_in(own).filter(|_| self.has(&named))?;
        Some(match self.declined(&name, attribute) {
            Some(name) if self.is_cluster(&name) => {
                self.say(&format!("language-cluster.{attribute}")).with("name", name).to_string()
            }
            Some(name) => self.say(&format!("language-declined.{attribute}")).with("name", name).to_string(),
            None => self.say(&named).with("name", name).to_string(),
        })
    }

    /// Whether `name` begins with sounds before which a preposition has another form: `зі словацької`.
    fn is_cluster(&self, name: &str) -> bool {
        self.has("language-cluster")
            && self.say("language-cluster").plain().split_whitespace().any(|start| name.starts_with(start))
    }

    /// A name whose words are all adjectives, in another case: `британский английский` → `британском английском`. What
    /// stands in brackets or behind a comma stays.
    fn declined(&self, name: &str, attribute: &str) -> Option<String> {
        let ending = self.has("language-adjective").then(|| self.say("language-adjective").plain())?;
        let end = name.find(" (").or_else(|| name.find(',')).unwrap_or(name.len());
        let (adjectives, rest) = name.split_at(end);
        let form = format!("language-adjective.{attribute}");
        let decline = |word| {
            let stem = str::strip_suffix(word, &ending)?;
            Some(self.say(&form).with("stem", stem).plain())
        };
        let words: Option<Vec<_>> = adjectives.split(' ').map(decline).collect();
        Some(format!("{}{rest}", words?.join(" ")))
    }
}
