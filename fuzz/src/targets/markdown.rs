//! Markdown: whatever is written, the page has our tags alone and no address that runs, and is no larger than the text
//! is long.

use super::{html, place};
use litopys::{
    article::{
        ImageNote,
        markdown::{Media, RenderContext, Rendered, Slot, render},
    },
    media::media_kind,
};

/// Bytes of HTML that a byte of Markdown may become: a picture of few letters has a caption and rights.
const A_BYTE: usize = 256;

pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let made = rendered(text);
    place::check(&made.problems, "articles/2025/x/uk.md", text);
    let mut page = String::new();
    made.html.fill(
        |slot| match slot {
            Slot::Word(_) | Slot::File(_) | Slot::Language(_) => "\"<word>\" &".into(),
            // An attribute without a value.
            Slot::DefaultTrack(_) => "".into(),
            Slot::Article(id) => {
                assert!(made.links.iter().any(|link| link.to.to_string() == id), "{id} is linked, but not told of");
                "/uk/2025/other".into()
            }
        },
        &mut page,
    );
    html::check(&page);
    assert!(!page.contains(['\u{1}', '\u{2}', '\u{0}']) && !made.plain.contains(['\u{1}', '\u{2}', '\u{0}']));
    assert!(page.len() <= A_BYTE * text.len() + 1024, "{} bytes become {}", text.len(), page.len());
    assert!(made.plain.len() <= 2 * A_BYTE * text.len() + 1024 && made.problems.len() <= text.len() + 1);
}

/// `text` as the body of an article with three pictures, a film and a file.
pub(crate) fn rendered(text: &str) -> Rendered {
    let media = |name: &str| {
        let known = ["map.svg", "a.png", "b c.jpg", "f.mp4", "f.uk.vtt", "f.pdf"].contains(&name);
        let media = |kind| Media {
            address: "/media/2025/x/a.png".to_owned(),
            bytes: 123_456,
            kind,
            size: Some((640, 480)),
            renditions: None,
        };
        known.then(|| media(media_kind(name)))
    };
    let note =
        ImageNote { file: "map.svg".into(), caption: Some("Дніпро <1782>".into()), ..ImageNote::default() };
    let article = "2025/x".parse().expect("an id");
    let lang = "uk".parse().expect("a language");
    let context = RenderContext {
        path: "articles/2025/x/uk.md",
        article: &article,
        images: &[note],
        media: &media,
        refused: &|_| false,
        languages: &[&lang],
    };
    render(text, 0, &context)
}
