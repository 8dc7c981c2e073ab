//! SVG as books may have it: EPUB checkers read it by the schema of SVG 1.1, which allows properties only where they act. Elsewhere,
//! and where they are of SVG 2, they go into `style`, which acts the same.

use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event, attributes::Attribute},
    name::QName,
};

/// Elements that text properties may stand on.
const OF_TEXT: [&str; 17] = [
    "a", "clipPath", "defs", "g", "glyph", "marker", "mask", "pattern", "svg", "switch", "symbol", "text", "textPath",
    "tref", "tspan", "use", "altGlyph",
];
/// Elements that have a viewport.
const VIEWPORTS: [&str; 6] = ["foreignObject", "image", "marker", "pattern", "svg", "symbol"];
const TEXT_PROPERTIES: [&str; 20] = [
    "alignment-baseline", "baseline-shift", "direction", "dominant-baseline", "font", "font-family", "font-size",
    "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-weight", "glyph-orientation-horizontal",
    "glyph-orientation-vertical", "kerning", "letter-spacing", "text-anchor", "text-decoration", "unicode-bidi",
    "word-spacing",
];
const VIEWPORT_PROPERTIES: [&str; 2] = ["clip", "overflow"];
/// Properties that SVG 1.1 does not know.
const LATER: [&str; 14] = [
    "inline-size", "isolation", "line-height", "mask-type", "mix-blend-mode", "paint-order", "shape-inside",
    "shape-padding", "text-orientation", "text-overflow", "transform-box", "transform-origin", "vector-effect",
    "white-space",
];

/// The drawing with every property in its place; unchanged where it is not XML.
pub(super) fn fitting(svg: Vec<u8>) -> Vec<u8> {
    let written = match std::str::from_utf8(&svg) {
        Ok(text) => rewritten(text),
        Err(_) => None,
    };
    written.unwrap_or(svg)
}

fn rewritten(svg: &str) -> Option<Vec<u8>> {
    let (mut reader, mut writer) = (Reader::from_str(svg), Writer::new(Vec::with_capacity(svg.len())));
    loop {
        let event = match reader.read_event().ok()? {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(start) => Event::Start(moved(&start)?),
            Event::Empty(start) => Event::Empty(moved(&start)?),
            other => other,
        };
        writer.write_event(event).ok()?;
    }
}

/// The element with the properties that may not stand there in its `style`, before what that says already.
fn moved(start: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let name = start.name();
    let mut written = BytesStart::new(name.as_ref().to_owned());
    let (mut own, mut style) = (String::new(), String::new());
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let property: &str = attribute.key.as_ref();
        // As it was written, in double quotation marks.
        let value = attribute.value.replace('"', "&quot;");
        match property {
            "style" => own = value,
            _ if is_allowed(name.as_ref(), property) => {
                written.push_attribute(Attribute { key: attribute.key, value: value.into() });
            }
            _ => style.extend([property, ":", &value, ";"]),
        }
    }
    style.push_str(&own);
    if !style.is_empty() {
        written.push_attribute(Attribute { key: QName("style"), value: style.into() });
    }
    Some(written)
}

fn is_allowed(element: &str, name: &str) -> bool {
    match name {
        name if LATER.contains(&name) => false,
        name if TEXT_PROPERTIES.contains(&name) => OF_TEXT.contains(&element),
        name if VIEWPORT_PROPERTIES.contains(&name) => VIEWPORTS.contains(&element),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_stands_where_it_may() {
        for (svg, expected) in [
            (
                "<g overflow=\"visible\" fill=\"red\"><path d=\"M0\"/></g>",
                "<g fill=\"red\" style=\"overflow:visible;\"><path d=\"M0\"/></g>",
            ),
            (
                "<path font-family=\"A &amp; B\" style=\"fill:red\"/>",
                "<path style=\"font-family:A &amp; B;fill:red\"/>",
            ),
            (
                "<text font-family=\"A\" white-space=\"pre\">x &lt; y</text>",
                "<text font-family=\"A\" style=\"white-space:pre;\">x &lt; y</text>",
            ),
            ("<svg overflow=\"hidden\"><!-- a --></svg>", "<svg overflow=\"hidden\"><!-- a --></svg>"),
            ("<svg", "<svg"),
        ] {
            assert_eq!(String::from_utf8(fitting(svg.as_bytes().to_vec())).unwrap(), expected);
        }
    }
}
