//! Exports of WordPress, and what lies in their texts: PHP's serialised values, shortcodes, blocks, several languages.

use litopys::import::{
    Report,
    wordpress::{PhpValue, WxrPart, read_wxr, shortcode_at, split_languages, unserialize, without_blocks},
};

pub(super) fn run(data: &[u8]) {
    super::import::wordpress(data);
    let mut parts = 0;
    let mut length = 0;
    let mut report = Report::default();
    let read = read_wxr(data, "export.xml", &mut report, &mut |part| {
        parts += 1;
        if let WxrPart::Item(item) = part {
            length += item.content.len() + item.title.len();
        }
        Ok(())
    });
    assert!(read.is_ok(), "bytes in memory can be read");
    // A byte of another encoding may become three.
    assert!(parts <= data.len() && length <= 3 * data.len() + 16, "{length} bytes of {}", data.len());
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(value) = unserialize(text) {
        assert!(size(&value) <= text.len());
    }
    if let Some(code) = shortcode_at(text) {
        assert!(text.is_char_boundary(code.length) && code.length <= text.len());
    }
    for (_, part) in split_languages(text).unwrap_or_default() {
        assert!(part.len() <= text.len());
    }
    assert!(without_blocks(text).len() <= 64 * text.len() + 1024);
}

/// How many values there are.
fn size(value: &PhpValue) -> usize {
    1 + value.entries().iter().map(|(key, value)| size(key) + size(value)).sum::<usize>()
}
