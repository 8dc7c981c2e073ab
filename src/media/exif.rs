//! EXIF, as far as it matters here: which way up, who made it, whose it is. Read from any camera's, written again.

use roxmltree::{Document, ParsingOptions};

use super::xml;

/// The kept fields of a picture's EXIF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// 1 to 8 (TIFF 6.0, 274); `None` if it is upright.
    pub(super) orientation: Option<u16>,
    artist: Option<String>,
    copyright: Option<String>,
    /// Whether an XMP packet was read: a second one is not, for a file may have thousands.
    pub(super) has_xmp: bool,
}

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
/// Entries of a directory that are looked at; cameras write some twenty.
const ENTRIES: u16 = 256;
/// Letters kept of a name.
const LONGEST: usize = 300;
/// Bytes of a text that are looked at.
pub(super) const TEXT: usize = 4 * LONGEST;

/// Numbers as a file orders their bytes.
#[derive(Clone, Copy)]
struct ByteOrder {
    little: bool,
}

impl ByteOrder {
    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        let pair = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn long(self, bytes: &[u8], at: usize) -> Option<usize> {
        let four = *bytes.get(at..)?.first_chunk::<4>()?;
        usize::try_from(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    }
}

impl Exif {
    /// Reads the first directory of a TIFF structure; what cannot be read is left out.
    pub(super) fn read(tiff: &[u8]) -> Exif {
        let mut exif = Exif::default();
        let order = match tiff {
            [b'I', b'I', 42, 0, ..] => ByteOrder { little: true },
            [b'M', b'M', 0, 42, ..] => ByteOrder { little: false },
            _ => return exif,
        };
        let Some(start) = order.long(tiff, 4) else { return exif };
        let count = order.short(tiff, start).unwrap_or_default().min(ENTRIES);
        for n in 0..usize::from(count) {
            let Some(entry) = start.checked_add(2 + n * 12).and_then(|at| tiff.get(at..)) else { break };
            exif.take(tiff, entry, order);
        }
        exif
    }

    fn take(&mut self, tiff: &[u8], entry: &[u8], order: ByteOrder) -> Option<()> {
        let (tag, kind, count) = (order.short(entry, 0)?, order.short(entry, 2)?, order.long(entry, 4)?);
        let text = || {
            let bytes =
                if count <= 4 { entry.get(8..8 + count)? } else { tiff.get(order.long(entry, 8)?..)?.get(..count)? };
            Some(String::from_utf8_lossy(bytes.get(..TEXT).unwrap_or(bytes)).into_owned())
        };
        match (tag, kind) {
            (ORIENTATION, SHORT) => self.orientation = order.short(entry, 8).filter(|way| (2..=8).contains(way)),
            (ARTIST, ASCII) => self.add_artist(text()),
            (COPYRIGHT, ASCII) => self.add_copyright(text()),
            _ => {}
        }
        Some(())
    }

    /// Its author.
    #[cfg(test)]
    pub(super) fn artist(&self) -> Option<&str> {
        self.artist.as_deref()
    }

    /// The copyright holder.
    #[cfg(test)]
    pub(super) fn copyright(&self) -> Option<&str> {
        self.copyright.as_deref()
    }

    /// Notes who made it, where that is not known yet.
    pub(super) fn add_artist(&mut self, artist: Option<String>) {
        self.artist = self.artist.take().or_else(|| artist.and_then(|text| tidy(&text)));
    }

    /// Notes whose it is, where that is not known yet.
    pub(super) fn add_copyright(&mut self, copyright: Option<String>) {
        self.copyright = self.copyright.take().or_else(|| copyright.and_then(|text| tidy(&text)));
    }

    /// Takes over what `other` knows and this does not.
    pub(super) fn fill_from(&mut self, other: Exif) {
        self.has_xmp |= other.has_xmp;
        self.orientation = self.orientation.or(other.orientation);
        self.add_artist(other.artist);
        self.add_copyright(other.copyright);
    }

    /// The same for a picture that was turned upright.
    pub(super) fn upright(&self) -> Exif {
        Exif { orientation: None, ..self.clone() }
    }

    /// Whether width and height change places when it is shown.
    pub(super) fn is_sideways(&self) -> bool {
        self.orientation.is_some_and(|way| way >= 5)
    }

    /// A TIFF structure that holds this and nothing else; `None` if there is nothing to say.
    pub(super) fn write(&self) -> Option<Vec<u8>> {
        let texts = [(ARTIST, &self.artist), (COPYRIGHT, &self.copyright)];
        let texts: Vec<_> = texts.into_iter().filter_map(|(tag, text)| Some((tag, text.as_deref()?))).collect();
        let count = texts.len() + usize::from(self.orientation.is_some());
        if count == 0 {
            return None;
        }
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend(short(count));
        let mut data = Vec::new();
        let data_start = 8 + 2 + count * 12 + 4;
        if let Some(way) = self.orientation {
            tiff.extend(
                [&ORIENTATION.to_le_bytes()[..], &SHORT.to_le_bytes(), &long(1), &way.to_le_bytes(), &[0, 0]].concat(),
            );
        }
        for (tag, text) in texts {
            let bytes = [text.as_bytes(), b"\0"].concat();
            tiff.extend([&tag.to_le_bytes()[..], &ASCII.to_le_bytes(), &long(bytes.len())].concat());
            if bytes.len() <= 4 {
                tiff.extend(bytes.iter().chain([0; 4].iter()).take(4));
            } else {
                tiff.extend(long(data_start + data.len()));
                data.extend(bytes);
            }
        }
        tiff.extend([0; 4]);
        tiff.extend(data);
        Some(tiff)
    }
}

fn short(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes()
}

fn long(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes()
}

/// A name without control characters and padding; `None` if nothing is left.
fn tidy(text: &str) -> Option<String> {
    // The copyright of an editor may stand behind a NUL (Exif 2.3, 33432).
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

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

    fn exif(orientation: Option<u16>, artist: Option<&str>, copyright: Option<&str>) -> Exif {
        Exif { orientation, artist: artist.map(Into::into), copyright: copyright.map(Into::into), has_xmp: false }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for some in [
            exif(Some(6), Some("Марія"), Some("© Музей, CC BY 4.0")),
            exif(None, Some("me"), None),
            exif(Some(3), None, None),
        ] {
            assert_eq!(Exif::read(&some.write().unwrap()), some);
        }
        assert_eq!(exif(None, None, None).write(), None);
    }

    #[test]
    fn motorola_order_is_read() {
        let tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(Exif::read(tiff).orientation, Some(6));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            Exif::read(&[b"II*\0\x08\0\0\0", bytes.as_slice()].concat());
            Exif::read(&bytes);
        }
    }
}

#[cfg(test)]
mod rights_tests {
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
