//! The languages of a Hugo site, with the configuration as it is for each.

use crate::{import::front_matter::Value, model::lang::Lang};

/// A language of the site.
#[derive(Debug, Clone)]
pub(super) struct HugoLanguage {
    /// Its key, as it stands in addresses and file names.
    pub(super) key: String,
    /// Its tag here.
    pub(super) tag: Lang,
    /// What the selector shows.
    pub(super) label: Option<String>,
    /// Its folder of texts.
    pub(super) content_dir: String,
    /// The configuration as it is for this language.
    pub(super) value: Value,
}

/// The languages that a configuration names, by weight; those that are switched off are left out.
pub(super) fn languages(value: &Value) -> Vec<HugoLanguage> {
    let default = value.text_at("defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let content_dir = value.text_at("contentDir").unwrap_or_else(|| "content".to_owned());
    let disabled = value.texts_at("disableLanguages");
    let mut found: Vec<(i64, HugoLanguage)> = Vec::new();
    for (key, own) in value.at("languages").map(Value::entries).unwrap_or_default() {
        if own.is("disabled") || disabled.contains(key) {
            continue;
        }
        let mut whole = value.clone();
        whole.merge(own.clone());
        let tag = tag(key, own.text_at("languageCode").or_else(|| own.text_at("locale")).as_deref());
        let Some(tag) = tag else { continue };
        let weight = own.at("weight").and_then(Value::integer).filter(|weight| *weight != 0).unwrap_or(i64::MAX);
        found.push((
            weight,
            HugoLanguage {
                key: key.to_lowercase(),
                tag,
                label: own.text_at("languageName").or_else(|| own.text_at("label")),
                content_dir: own
                    .text_at("contentDir")
                    .unwrap_or_else(|| content_dir.clone())
                    .trim_matches('/')
                    .to_owned(),
                value: whole,
            },
        ));
    }
    if found.is_empty() {
        let code = value.text_at("languageCode").or_else(|| value.text_at("locale"));
        let named = value.text_at("defaultContentLanguage");
        let key = named.or_else(|| code.as_deref().and_then(|code| code.split(['-', '_']).next()).map(str::to_owned));
        let key = key.unwrap_or(default);
        let tag = tag(&key, code.as_deref()).or_else(|| "en".parse().ok());
        found.extend(tag.map(|tag| {
            let content_dir = content_dir.trim_matches('/').to_owned();
            (0, HugoLanguage { key: key.to_lowercase(), tag, label: None, content_dir, value: value.clone() })
        }));
    }
    found.sort_by_key(|(weight, _)| *weight);
    found.into_iter().map(|(_, language)| language).collect()
}

/// The tag of a language: that of its code where the key is one of a country (`ua`, `cn`), else its key.
fn tag(key: &str, code: Option<&str>) -> Option<Lang> {
    let key = match key.to_ascii_lowercase().as_str() {
        "ua" => "uk".to_owned(),
        key => key.replace('_', "-"),
    };
    let code = code.and_then(|code| code.replace('_', "-").parse::<Lang>().ok());
    let own = key.parse::<Lang>().ok();
    match (own, code) {
        (Some(own), Some(code)) if own.id().language != code.id().language => code.id().language.as_str().parse().ok(),
        (Some(own), _) => Some(own),
        (None, code) => code,
    }
}
