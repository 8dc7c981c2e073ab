//! A sentence of a problem: a message of `src/model/diagnostic/words/<lang>.ftl` and its arguments, written in the language of its reader.

use std::{borrow::Cow, fmt, sync::OnceLock};

use fluent::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/model/diagnostic/words");

/// The language that stands in where there are no sentences in the reader's.
const ENGLISH: &str = "en";

/// The message that writes its argument `$text` as it is.
const VERBATIM: &str = "verbatim";

/// A sentence that can be written in any language of `src/model/diagnostic/words/`; [`fmt::Display`] writes it in English.
///
/// ```
/// use litopys::model::sentence::say;
///
/// let sentence = say("unknown-key").with("key", "titel");
/// assert_eq!(sentence.to_string(), "unknown key `titel`");
/// let uk: litopys::model::lang::Lang = "uk".parse()?;
/// assert_eq!(sentence.in_lang(uk.id()), "невідомий ключ `titel`");
/// # Ok::<(), litopys::model::sentence::Sentence>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Sentence(Box<Parts>);

/// On the heap, for a problem is often returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
struct Parts {
    id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// The value of a message's variable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A number, which chooses the plural form.
    Number(u64),
    /// A text that is the same in every language: a name, a word of the file.
    Text(String),
    /// Several of them, written with commas between them.
    List(Vec<String>),
    /// A part of the sentence that is a message itself.
    Sentence(Sentence),
}

/// The sentence that the message `id` is.
pub fn say(id: impl Into<Cow<'static, str>>) -> Sentence {
    Sentence(Box::new(Parts { id: id.into(), arguments: Vec::new() }))
}

impl Sentence {
    /// The same sentence, its message given one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.0.arguments.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// The text in `lang`; in English, where there are no sentences in that.
    pub fn in_lang(&self, lang: &LanguageIdentifier) -> String {
        self.write(bundle(lang))
    }

    /// The name of its message.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Whether there is such a message.
    pub(super) fn exists(&self) -> bool {
        english().1.has_message(&self.0.id)
    }

    fn write(&self, bundle: &SentenceBundle) -> String {
        let Some(pattern) = bundle.get_message(&self.0.id).and_then(|message| message.value()) else {
            return self.0.id.clone().into_owned();
        };
        let mut arguments = FluentArgs::with_capacity(self.0.arguments.len());
        for (name, value) in &self.0.arguments {
            arguments.set(name.as_ref(), value.write(bundle));
        }
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

impl Argument {
    fn write<'a>(&'a self, bundle: &SentenceBundle) -> FluentValue<'a> {
        match self {
            Argument::Number(number) => FluentValue::from(*number),
            Argument::Text(text) => FluentValue::from(text.as_str()),
            Argument::List(texts) => FluentValue::from(texts.join(", ")),
            Argument::Sentence(sentence) => FluentValue::from(sentence.write(bundle)),
        }
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.write(&english().1))
    }
}

impl std::error::Error for Sentence {}

/// Implements `From` for a type, by an expression for each type that it is made from.
macro_rules! made_from {
    ($target:ty { $($source:ty: $value:ident => $made:expr,)* }) => {$(
        impl From<$source> for $target {
            fn from($value: $source) -> Self {
                $made
            }
        }
    )*};
}

pub(crate) use made_from;

// A text in English alone: that of another library, or one that has no message yet.
made_from!(Sentence {
    String: text => say(VERBATIM).with("text", text),
    &str: text => say(VERBATIM).with("text", text),
});

made_from!(Argument {
    &str: text => Argument::Text(text.to_owned()),
    String: text => Argument::Text(text),
    &String: text => Argument::Text(text.clone()),
    char: letter => Argument::Text(letter.to_string()),
    u64: number => Argument::Number(number),
    u32: number => Argument::Number(number.into()),
    usize: number => Argument::Number(u64::try_from(number).unwrap_or(u64::MAX)),
    Vec<String>: texts => Argument::List(texts),
    Sentence: sentence => Argument::Sentence(sentence),
});

/// The languages of `src/model/diagnostic/words/`.
pub fn languages() -> impl Iterator<Item = &'static LanguageIdentifier> {
    bundles().iter().map(|(lang, _)| lang)
}

/// The language in which a reader of `lang` gets sentences.
pub fn spoken(lang: &LanguageIdentifier) -> &'static LanguageIdentifier {
    languages().find(|spoken| spoken.language == lang.language).unwrap_or(&english().0)
}

/// English, in which every sentence exists.
pub fn in_english() -> &'static LanguageIdentifier {
    &english().0
}

/// The error of a text in another form than expected; `id` is its message.
pub(crate) fn expected(id: &'static str, found: &str) -> Sentence {
    say(id).with("found", found)
}

type SentenceBundle = FluentBundle<FluentResource>;

fn bundle(lang: &LanguageIdentifier) -> &'static SentenceBundle {
    let spoken = spoken(lang);
    &bundles().iter().find(|(lang, _)| lang == spoken).unwrap_or(english()).1
}

fn english() -> &'static (LanguageIdentifier, SentenceBundle) {
    bundles()
        .iter()
        .find(|(lang, _)| lang.language.as_str() == ENGLISH)
        .expect("`src/model/diagnostic/words/` has English")
}

fn bundles() -> &'static [(LanguageIdentifier, SentenceBundle)] {
    static BUNDLES: OnceLock<Vec<(LanguageIdentifier, SentenceBundle)>> = OnceLock::new();
    BUNDLES.get_or_init(|| FILES.files().filter_map(read).collect())
}

/// The sentences in the language that a file is named for.
fn read(file: &include_dir::File<'_>) -> Option<(LanguageIdentifier, SentenceBundle)> {
    let lang: LanguageIdentifier = file.path().file_stem()?.to_str()?.parse().ok()?;
    let mut bundle = FluentBundle::new_concurrent(vec![lang.clone()]);
    bundle.set_use_isolating(false);
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(file.contents_utf8()?.to_owned());
    bundle.add_resource_overriding(resource);
    Some((lang, bundle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> LanguageIdentifier {
        tag.parse().unwrap()
    }

    #[test]
    fn a_reader_without_sentences_of_their_own_gets_english() {
        for (wanted, expected) in [("uk", "uk"), ("uk-UA", "uk"), ("en-GB", "en"), ("pl", "en"), ("ru", "ru")] {
            assert_eq!(spoken(&lang(wanted)).to_string(), expected, "{wanted}");
        }
        assert_eq!(say("crlf").in_lang(&lang("pl")), say("crlf").to_string());
    }

    #[test]
    fn a_number_chooses_the_form_of_its_language() {
        let counted = |tag: &str, count: u64| say("more-problems").with("count", count).in_lang(&lang(tag));
        for (tag, count, expected) in [
            ("en", 1, "1 more problem"),
            ("en", 2, "2 more problems"),
            ("en", 21, "21 more problems"),
            ("uk", 1, "1 проблему"),
            ("uk", 2, "2 проблеми"),
            ("uk", 5, "5 проблем"),
            ("uk", 11, "11 проблем"),
            ("uk", 21, "21 проблему"),
            ("ru", 1, "1 проблема"),
            ("ru", 2, "2 проблемы"),
            ("ru", 5, "5 проблем"),
            ("ru", 11, "11 проблем"),
            ("ru", 21, "21 проблема"),
        ] {
            let written = counted(tag, count);
            assert!(written.contains(&format!("{expected} ")), "{tag} {count}: {written}");
        }
    }

    #[test]
    fn a_fraction_has_a_form_of_its_own() {
        for (tag, expected) in [("en", "1.5 more problems"), ("uk", "1.5 проблеми"), ("ru", "1.5 проблемы")]
        {
            let bundle = bundle(&lang(tag));
            let mut arguments = FluentArgs::new();
            arguments.set("count", 1.5);
            let pattern = bundle.get_message("more-problems").and_then(|message| message.value()).unwrap();
            let written = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
            assert!(written.contains(expected), "{tag}: {written}");
        }
    }

    #[test]
    fn a_sentence_is_the_same_after_it_was_stored() {
        let parts = vec!["`a`".to_owned(), "`b`".to_owned()];
        let inner = say("unknown-key").with("key", "a");
        let sentence = say("x").with("n", 5_usize).with("t", "5").with("l", parts).with("s", inner);
        let stored = serde_json::to_string(&sentence).unwrap();
        assert_eq!(serde_json::from_str::<Sentence>(&stored).unwrap(), sentence, "{stored}");
    }
}
