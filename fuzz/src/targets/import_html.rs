//! Random HTML: the resulting Markdown shows only our tags, and its length is bounded; as a folder of pages, the import ends.

use super::{html, import, markdown};
use litopys::import::html_to_markdown::{Destinations, Options, convert};

struct AsWritten;

impl Destinations for AsWritten {}

pub(super) fn run(data: &[u8]) {
    import::html(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    for line_breaks in [false, true] {
        let made = convert(text, Options { line_breaks, ..Options::default() }, &mut AsWritten);
        assert!(made.markdown.len() <= 64 * text.len() + 1024, "{} bytes become {}", text.len(), made.markdown.len());
        assert!(!made.markdown.contains(['\u{0}', '\u{1}', '\u{2}']), "a control character comes through");
        let mut page = String::new();
        markdown::rendered(&made.markdown).html.fill(|_| "".into(), &mut page);
        html::check(&page);
    }
}
