//! An article to render texts in, for the tests of this folder.

use super::{Media, RenderContext, Rendered, render};
use crate::{
    article::ImageNote,
    media::{MediaKind, media_kind},
};

const FILES: [&str; 13] = [
    "map.svg", "pic.png", "img/icon a.png", "pic.jpg", "film.mp4", "film.jpg", "film.uk.vtt", "film.en.vtt",
    "bare.webm", "voice.ogg", "broken.mp4", "report.pdf", "clip.mov",
];

/// Renders `text` as the body of `articles/2025/x/uk.md`. The folder holds `map.svg` (known in the notes), `pic.png`,
/// `img/icon a.png`, `pic.jpg`, `film.mp4` with subtitles and a poster, `bare.webm`, `voice.ogg`, `broken.mp4` and `report.pdf`; of
/// `map.svg` and the poster the sizes are known.
pub(super) fn rendered(text: &str) -> Rendered {
    after_front_matter("", text)
}

/// The same, with `front` above the body.
pub(super) fn after_front_matter(front: &str, text: &str) -> Rendered {
    let media = |name: &str| {
        FILES.contains(&name).then(|| Media {
            address: format!("/media/2025/x/{name}"),
            bytes: 3_210_000,
            kind: if name == "broken.mp4" { MediaKind::Other } else { media_kind(name) },
            size: ["map.svg", "film.jpg"].contains(&name).then_some((640, 480)),
            renditions: None,
        })
    };
    let images = [
        ImageNote {
            file: "map.svg".into(),
            alt: Some("мапа".into()),
            caption: Some("Дніпро <1782>".into()),
            credit: Some("Litopys".into()),
            licence: Some("CC0-1.0".into()),
        },
        ImageNote { file: "lost.png".into(), caption: Some("Загублене".into()), ..ImageNote::default() },
    ];
    let article = "2025/x".parse().unwrap();
    let languages = ["uk", "en", "ru"].map(|tag| tag.parse().unwrap());
    let context = RenderContext {
        path: "articles/2025/x/uk.md",
        article: &article,
        images: &images,
        media: &media,
        refused: &|_| false,
        languages: &languages.each_ref(),
    };
    render(&format!("{front}{text}"), front.len(), &context)
}

/// The HTML of `text` without the line feed that ends a block.
pub(super) fn html(text: &str) -> String {
    rendered(text).html.as_str().trim_end().to_owned()
}

/// The codes of the problems of `text`.
pub(super) fn codes(text: &str) -> Vec<String> {
    rendered(text).problems.into_iter().map(|problem| problem.code.into_owned()).collect()
}
