//! Signed links to what is not public yet: `/share/<year>/<id>/<expiry>-<signature>/<lang>`, and below `…/media/` the files of
//! that article. The signature covers the article and the second at which the link expires.

use std::borrow::Cow;

use jiff::Timestamp;
use percent_encoding::percent_decode_str;

use super::url::SHARE;
use crate::{
    model::{lang::Lang, percent::encoded, slug::ArticleId},
    source::ShareKey,
};

/// A link that was signed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct SignedLink {
    /// The article that it opens.
    pub(in crate::web) id: ArticleId,
    /// When it expires.
    pub(in crate::web) expires: Timestamp,
    signature: String,
}

/// The part of the article that a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum SharedPart<'a> {
    /// Its page in the reader's language.
    Neutral,
    /// Its page in a language, as written in the path.
    Page(&'a str),
    /// One of its files.
    File(&'a str),
}

impl SignedLink {
    /// The link to `id` until `expires`, in whole seconds.
    pub(in crate::web) fn new(key: &ShareKey, id: &ArticleId, expires: Timestamp) -> SignedLink {
        let signature = key.sign(&message(id, expires));
        SignedLink { id: id.clone(), expires, signature }
    }

    /// Reads what comes after `/share/`, percent-encoding taken off; `None` if the signature is not that of the rest.
    pub(in crate::web) fn read<'a>(key: &ShareKey, rest: &'a str) -> Option<(SignedLink, SharedPart<'a>)> {
        let mut parts = rest.splitn(4, '/');
        let (year, name, token) = (parts.next()?, parts.next()?, parts.next()?);
        let part = match parts.next() {
            None => SharedPart::Neutral,
            Some(rest) => match rest.split_once('/') {
                None => SharedPart::Page(rest),
                Some(("media", file)) => SharedPart::File(file),
                Some(_) => return None,
            },
        };
        let id: ArticleId = format!("{year}/{name}").parse().ok()?;
        let (second, signature) = token.split_once('-')?;
        // One number has one spelling.
        let seconds: i64 = second.parse().ok().filter(|seconds: &i64| seconds.to_string() == second)?;
        let expires = Timestamp::from_second(seconds).ok()?;
        let signature = signature.to_owned();
        key.is_signed(&message(&id, expires), &signature).then_some((SignedLink { id, expires, signature }, part))
    }

    /// The path that all parts of the article lie below, percent-encoded.
    pub(in crate::web) fn path(&self) -> String {
        let seconds = self.expires.as_second();
        format!("/{SHARE}/{}/{}/{seconds}-{}", self.id.collection(), encoded(self.id.name().as_str()), self.signature)
    }
}

/// The path that opens `id` until `expires`, in `lang` or in the reader's own language.
pub fn signed_path(key: &ShareKey, id: &ArticleId, expires: Timestamp, lang: Option<&Lang>) -> String {
    let path = SignedLink::new(key, id, expires).path();
    lang.map_or_else(|| path.clone(), |lang| format!("{path}/{lang}"))
}

/// The signed message. The name of the purpose keeps any other use of the key apart.
fn message(id: &ArticleId, expires: Timestamp) -> Vec<u8> {
    format!("litopys share 1\0{id}\0{}", expires.as_second()).into_bytes()
}

/// A path as logs may have it: without what stands after `share/`, in any spelling.
pub(in crate::web) fn without_signature(path: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut end = 0;
    for part in decoded.split_inclusive('/') {
        end += part.len();
        if part.strip_suffix('/').is_some_and(|name| name.trim().eq_ignore_ascii_case(SHARE)) {
            return format!("{}-", decoded.get(..end).unwrap_or_default()).into();
        }
    }
    path.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_reaches_no_log_however_the_path_is_written() {
        for (path, logged) in [
            ("/share/2025/dnipro/1-ab/uk", "/share/-"),
            ("/archive/share/2025/dnipro/1-ab", "/archive/share/-"),
            ("//share//2025/dnipro/1-ab", "//share/-"),
            ("/%73hare/2025/dnipro/1-ab", "/share/-"),
            ("/SHARE/2025/dnipro/1-ab", "/SHARE/-"),
            ("/uk/share/2025/dnipro/1-ab", "/uk/share/-"),
            ("/share%2F2025%2Fdnipro%2F1-ab", "/share/-"),
            ("/uk/2025/share", "/uk/2025/share"),
            ("/uk/2025/shared/with/en", "/uk/2025/shared/with/en"),
            ("/uk/2025/%D0%BA", "/uk/2025/%D0%BA"),
        ] {
            assert_eq!(without_signature(path), logged, "{path}");
        }
    }

    #[test]
    fn a_link_reads_what_it_writes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let key = ShareKey::renew(&folder.path().join("key")).unwrap();
        for id in ["2025/dnipro", "1991/акт"] {
            let link = SignedLink::new(&key, &id.parse().unwrap(), Timestamp::from_second(1_893_456_000).unwrap());
            let path = percent_decode_str(&link.path()).decode_utf8().unwrap().into_owned();
            let rest = path.strip_prefix("/share/").unwrap();
            let read = |rest: &str| SignedLink::read(&key, rest).map(|(link, part)| (link, format!("{part:?}")));
            assert_eq!(read(rest), Some((link.clone(), "Neutral".to_owned())));
            assert_eq!(read(&format!("{rest}/uk")).unwrap().1, "Page(\"uk\")");
            assert_eq!(read(&format!("{rest}/media/a/b.png")).unwrap().1, "File(\"a/b.png\")");
            for wrong in [
                format!("{rest}/uk/more"),
                format!("{rest}0"),
                rest[..rest.len() - 1].to_owned(),
                rest.replace("1893456000", "1893456001"),
                rest.replace("1893456000", "01893456000"),
                rest.replace("1893456000", "+1893456000"),
                rest.replacen(id, "2025/other", 1),
                format!("{rest}{rest}"),
                format!("{rest}-{}", &rest[rest.len() - 64..]),
                id.to_owned(),
                String::new(),
            ] {
                assert_eq!(read(&wrong), None, "{wrong}");
            }
        }
    }
}
