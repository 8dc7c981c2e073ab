//! Who made a picture and whose it is, read from what cameras and editors write into files: EXIF, XMP, IPTC. Of all
//! their metadata only this is kept, and written again: places, serial numbers and thumbnails never leave the archive.

use roxmltree::{Document, ParsingOptions};

use super::{exif::Exif, xml};

/// Larger packets hold edit histories, not names.
const LARGEST_XMP: usize = 512 << 10;
/// Nodes of a packet.
const NODES: u32 = 10_000;
const DC: &str = "http://purl.org/dc/elements/1.1/";
/// IPTC IIM, record 2: By-line and Copyright Notice.
const BY_LINE: u8 = 80;
const COPYRIGHT: u8 = 116;

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

/// Adds what the IPTC data inside a Photoshop resource block says.
pub(super) fn add_iptc(exif: &mut Exif, block: &[u8]) {
    let Some(data) = iim(block) else { return };
    let (mut artists, mut copyright) = (Vec::new(), None);
    let mut rest = data;
    while let [0x1c, record, dataset, high, low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some((value, after)) = after.split_at_checked(length) else { break };
        match (record, *dataset) {
            (2, BY_LINE) => artists.push(String::from_utf8_lossy(value).into_owned()),
            (2, COPYRIGHT) => copyright = Some(String::from_utf8_lossy(value).into_owned()),
            _ => {}
        }
        rest = after;
    }
    exif.add_artist((!artists.is_empty()).then(|| artists.join(", ")));
    exif.add_copyright(copyright);
}

/// The resource 0x0404 of a list of `8BIM` resources.
fn iim(block: &[u8]) -> Option<&[u8]> {
    let mut rest = block;
    loop {
        let after = rest.strip_prefix(b"8BIM")?;
        let (id, after) = after.split_first_chunk::<2>()?;
        let name = 1 + usize::from(*after.first()?);
        let after = after.get(name + name % 2..)?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let data = after.get(..length)?;
        if *id == [0x04, 0x04] {
            return Some(data);
        }
        rest = after.get(length.checked_add(length % 2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn xmp_and_iptc_tell_who_made_it() {
        let packet = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:creator><rdf:Seq><rdf:li>Марія</rdf:li>
            <rdf:li>Ivan</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Музей</rdf:li>
            </rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let mut exif = Exif::default();
        add_xmp(&mut exif, packet.as_bytes());
        assert_eq!((exif.artist(), exif.copyright()), (Some("Марія, Ivan"), Some("© Музей")));

        let mut block = b"8BIM\x04\x04\0\0\0\0\0\x0f".to_vec();
        block.extend(b"\x1c\x02\x50\0\x03Eve\x1c\x02\x74\0\x02me");
        let mut exif = Exif::default();
        add_iptc(&mut exif, &block);
        assert_eq!((exif.artist(), exif.copyright()), (Some("Eve"), Some("me")));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "\\PC{0,60}") {
            let mut exif = Exif::default();
            add_iptc(&mut exif, &[b"8BIM\x04\x04\0\0", bytes.as_slice()].concat());
            add_iptc(&mut exif, &bytes);
            add_xmp(&mut exif, text.as_bytes());
        }
    }
}
