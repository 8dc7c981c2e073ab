//! Licences by their SPDX ids: the name that readers know, and where the text is.

/// A licence that has an SPDX id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its name; `None` for the mark of the public domain, which each language names in its own words.
    pub name: Option<String>,
    /// The page with its text.
    pub url: String,
}

/// The address of the licences of Creative Commons, each with a page in many languages.
const CREATIVE_COMMONS: &str = "https://creativecommons.org";

impl Licence {
    /// The licence with the SPDX id `text`; `None` for words. `deed` is what Creative Commons calls the reader's language; without
    /// it, its site chooses.
    ///
    /// ```
    /// use litopys::article::Licence;
    /// let licence = Licence::from_spdx("CC-BY-4.0", Some("uk")).unwrap();
    /// assert_eq!(licence.name.as_deref(), Some("CC BY 4.0"));
    /// assert_eq!(licence.url, "https://creativecommons.org/licenses/by/4.0/deed.uk");
    /// assert_eq!(Licence::from_spdx("with kind permission", None), None);
    /// ```
    pub fn from_spdx(text: &str, deed: Option<&str>) -> Option<Licence> {
        let text = text.trim();
        // `spdx` searches a sorted list, but takes a `+` at the end for a part of the id, and no other case.
        let found = spdx::license_id(text).filter(|found| found.name == text).or_else(|| {
            let mut names = spdx::identifiers::LICENSES.iter().map(|known| known.name);
            spdx::license_id(names.find(|name| name.eq_ignore_ascii_case(text))?)
        })?;
        Some(Licence::creative_commons(found.name, deed).unwrap_or_else(|| Licence {
            name: Some(found.full_name.to_owned()),
            url: format!("https://spdx.org/licenses/{}.html", found.name),
        }))
    }

    fn creative_commons(id: &str, deed: Option<&str>) -> Option<Licence> {
        let deed = deed.map(|lang| format!("deed.{lang}")).unwrap_or_default();
        let of =
            |name: Option<String>, path: &str| Some(Licence { name, url: format!("{CREATIVE_COMMONS}/{path}/{deed}") });
        match id {
            "CC0-1.0" => return of(Some("CC0 1.0".to_owned()), "publicdomain/zero/1.0"),
            "CC-PDM-1.0" => return of(None, "publicdomain/mark/1.0"),
            "CC-PDDC" => return None,
            _ => {}
        }
        let parts: Vec<&str> = id.strip_prefix("CC-")?.split('-').collect();
        let at = parts.iter().position(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
        let (elements, rest) = parts.split_at(at);
        let elements = elements.join("-");
        let name = Some(format!("CC {elements} {}", rest.join(" ")));
        // Version 1.0 had these two the other way round.
        let written = if id == "CC-BY-NC-ND-1.0" { "BY-ND-NC" } else { &elements };
        let path = format!("licenses/{written}/{}", rest.join("/")).to_lowercase();
        match rest {
            [_] => of(name, &path),
            // A licence of one jurisdiction has a page in the languages of that one.
            _ => Some(Licence { name, url: format!("{CREATIVE_COMMONS}/{path}/") }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_a_name_and_a_page_and_words_have_none() {
        let cc = |path: &str| format!("{CREATIVE_COMMONS}/{path}");
        let spdx = |id: &str| format!("https://spdx.org/licenses/{id}.html");
        for (text, name, url) in [
            ("CC-BY-4.0", "CC BY 4.0", cc("licenses/by/4.0/deed.uk")),
            ("apache-2.0", "Apache License 2.0", spdx("Apache-2.0")),
            (" cc-by-sa-4.0 ", "CC BY-SA 4.0", cc("licenses/by-sa/4.0/deed.uk")),
            ("CC-BY-NC-ND-3.0", "CC BY-NC-ND 3.0", cc("licenses/by-nc-nd/3.0/deed.uk")),
            ("CC-BY-NC-ND-1.0", "CC BY-NC-ND 1.0", cc("licenses/by-nd-nc/1.0/deed.uk")),
            ("CC-BY-3.0-DE", "CC BY 3.0 DE", cc("licenses/by/3.0/de/")),
            ("CC-BY-SA-2.0-UK", "CC BY-SA 2.0 UK", cc("licenses/by-sa/2.0/uk/")),
            ("CC0-1.0", "CC0 1.0", cc("publicdomain/zero/1.0/deed.uk")),
            ("CC-PDM-1.0", "", cc("publicdomain/mark/1.0/deed.uk")),
            ("MIT", "MIT License", spdx("MIT")),
            ("GFDL-1.3-only", "GNU Free Documentation License v1.3 only", spdx("GFDL-1.3-only")),
            ("OGL-UK-3.0", "Open Government Licence v3.0", spdx("OGL-UK-3.0")),
        ] {
            let found = Licence::from_spdx(text, Some("uk")).expect(text);
            assert_eq!((found.name.as_deref().unwrap_or_default(), found.url), (name, url), "{text}");
        }
        for words in
            ["", "CC BY 4.0", "CC-BY-4.0+", "CC-BY-9.0", "MIT OR Apache-2.0", "© Litopys", "All rights reserved", "CC"]
        {
            assert_eq!(Licence::from_spdx(words, Some("uk")), None, "{words}");
        }
        let by_site = Licence::from_spdx("CC-BY-4.0", None).unwrap();
        assert_eq!(by_site.url, cc("licenses/by/4.0/"));
    }
}
