//! Who made a picture and whose it is, as XMP says it. Of all metadata only this is kept, and written again: places,
//! serial numbers and thumbnails never leave the archive.

use roxmltree::{Document, ParsingOptions};

use super::{exif::Exif, xml};

/// Larger packets hold edit histories, not names.
const LARGEST_XMP: usize = 512 << 10;
/// Nodes of a packet.
const NODES: u32 = 10_000;
const DC: &str = "http://purl.org/dc/elements/1.1/";

/// Adds what the first XMP packet of a file says of creator and rights, where nothing is known yet.
pub(super) fn add_xmp(exif: &mut Exif, packet: &[u8]) {
    if std::mem::replace(&mut exif.has_xmp, true) {
        return;
    }
    let Some(text) = std::str::from_utf8(packet).ok().filter(|text| text.len() <= LARGEST_XMP) else { return };
    if xml::check(text, NODES as usize).is_err() {
        return;
    }
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text.trim_matches(['\0', '\u{feff}']), options) else { return };
    let items = |name: &str| {
        let element = document.descendants().find(|node| node.has_tag_name((DC, name)))?;
        let texts = element.descendants().filter(|node| node.tag_name().name() == "li").filter_map(|node| node.text());
        let texts: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
        (!texts.is_empty()).then_some(texts)
    };
    exif.add_artist(items("creator").map(|names| names.join(", ")));
    exif.add_copyright(items("rights").and_then(|texts| texts.first().map(|text| (*text).to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn xmp_says_who_made_it() {
        let packet = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:creator><rdf:Seq><rdf:li>Марія</rdf:li>
            <rdf:li>Ivan</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Музей</rdf:li>
            </rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let mut exif = Exif::default();
        add_xmp(&mut exif, packet.as_bytes());
        assert_eq!((exif.artist(), exif.copyright()), (Some("Марія, Ivan"), Some("© Музей")));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            add_xmp(&mut Exif::default(), text.as_bytes());
        }
    }
}
