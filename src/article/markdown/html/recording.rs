//! Films and sound: played where they stand, with subtitles in every language that lies next to them.

use super::{
    escape::{push_address, push_text},
    picture::{ImageSource, Picture},
    render::Renderer,
    safe_html::Slot,
};
use crate::{
    article::media::{stem, subtitles_name},
    media::MediaKind,
    model::sentence::say,
};

/// Endings of a poster, which lies next to its film: `film.poster.jpg`, or `film.jpg`.
const POSTERS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

impl Renderer<'_> {
    /// Writes the `video` or `audio`, and reports what people who cannot hear or see it miss.
    pub(super) fn recording(&mut self, picture: &Picture<'_>) {
        let is_film = picture.kind() == MediaKind::Video;
        let element = if is_film { "video" } else { "audio" };
        self.html.extend(["<", element, " controls=\"\" preload=\"metadata\" src=\""]);
        push_address(&mut self.html, picture.address().unwrap_or_default());
        self.html.push('"');
        if !picture.alt.is_empty() {
            self.html.push_str(" aria-label=\"");
            push_text(&mut self.html, &picture.alt);
            self.html.push('"');
        } else if picture.caption().is_none() {
            self.report.warn(
                self.offset(picture.at),
                "missing-alt",
                say("missing-alt-recording"),
                "help-alt-recording",
            );
        }
        if let ImageSource::Own(name, _) = &picture.file {
            self.report.media(name);
            if is_film {
                self.poster(name);
            }
        }
        self.html.push('>');
        if let (true, ImageSource::Own(name, _)) = (is_film, &picture.file) {
            self.tracks(picture.at, name);
        }
        self.html.extend(["</", element, ">"]);
    }

    /// Gives the film `name` the picture that stands for it, and its shape, so that nothing moves when it is loaded.
    fn poster(&mut self, name: &str) {
        let stem = stem(name);
        let names = ["poster.", ""].into_iter().flat_map(|part| POSTERS.map(|ending| format!("{stem}.{part}{ending}")));
        let found = names.into_iter().find_map(|name| (self.context.media)(&name).map(|media| (name, media)));
        let Some((name, media)) = found.filter(|(_, media)| media.kind == MediaKind::Picture) else { return };
        self.report.media(&name);
        let plain = media.renditions.as_ref().and_then(|made| made.plain.as_ref());
        self.html.push_str(" poster=\"");
        push_address(&mut self.html, plain.map_or(media.address.as_str(), |(address, _)| address));
        self.html.push('"');
        if let Some((width, height)) = media.size {
            self.html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.lead_image.get_or_insert(name);
    }

    /// Writes the tracks of the film `name`, that in the language of the text first.
    fn tracks(&mut self, at: usize, name: &str) {
        let found = self.context.languages.iter().filter_map(|lang| {
            let file = subtitles_name(name, lang.as_str());
            Some((lang.as_str(), (self.context.media)(&file)?.address, file))
        });
        let found: Vec<_> = found.collect();
        let langs: Vec<&str> = found.iter().map(|(lang, ..)| *lang).collect();
        for (lang, address, file) in &found {
            self.report.media(file);
            self.html.push_str("<track kind=\"subtitles\" src=\"");
            push_address(&mut self.html, address);
            self.html.extend(["\" srclang=\"", lang, "\" label=\""]);
            Slot::Language(lang).write(&mut self.html);
            self.html.push('"');
            Slot::DefaultTrack(&format!("{lang} {}", langs.join(" "))).write(&mut self.html);
            self.html.push('>');
        }
        if let Some(lang) = self.context.languages.first().filter(|lang| !langs.contains(&lang.as_str())) {
            let message = say("subtitles-missing").with("file", subtitles_name(name, lang.as_str()));
            self.report.warn(self.offset(at), "subtitles-missing", message, "help-subtitles");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::testing::{codes, html, rendered};

    #[test]
    fn a_film_has_controls_a_poster_and_subtitles_in_every_language() {
        assert_eq!(
            html("![Міст](film.mp4 \"Рік 1953\")").replace(['\u{1}', '\u{2}'], "|"),
            "<figure><video controls=\"\" preload=\"metadata\" src=\"/media/2025/x/film.mp4\" aria-label=\"Міст\" \
             poster=\"/media/2025/x/film.jpg\" width=\"640\" height=\"480\">\
             <track kind=\"subtitles\" src=\"/media/2025/x/film.uk.vtt\" srclang=\"uk\" label=\"|luk|\"|duk uk en|>\
             <track kind=\"subtitles\" src=\"/media/2025/x/film.en.vtt\" srclang=\"en\" label=\"|len|\"|den uk en|></video>\
             <figcaption>Рік 1953<br><a class=\"file\" href=\"/media/2025/x/film.mp4\">|warticle-film|</a>|fMP4 3210000|\
             </figcaption></figure>"
        );
        let made = rendered("![Міст](film.mp4 \"Рік 1953\")\n\n![](pic.jpg)");
        assert_eq!(made.media, ["film.mp4", "film.jpg", "film.uk.vtt", "film.en.vtt", "pic.jpg"]);
        assert_eq!((made.lead_image.as_deref(), made.plain.as_str()), (Some("film.jpg"), "Рік 1953"));
    }

    #[test]
    fn sound_has_controls_and_a_link_to_the_file() {
        assert_eq!(
            html("![](voice.ogg \"Голос\")").replace(['\u{1}', '\u{2}'], "|"),
            "<figure><audio controls=\"\" preload=\"metadata\" src=\"/media/2025/x/voice.ogg\"></audio>\
             <figcaption>Голос<br><a class=\"file\" href=\"/media/2025/x/voice.ogg\">|warticle-sound|</a>|fOGG 3210000|\
             </figcaption></figure>"
        );
    }

    #[test]
    fn what_people_would_miss_is_reported() {
        for (text, expected) in [
            ("![a](film.mp4)", &[][..]),
            ("![](film.mp4 \"a\")", &[]),
            ("![](film.mp4)", &["missing-alt"]),
            ("![a](bare.webm)", &["subtitles-missing"]),
            ("![a](voice.ogg)", &[]),
            ("![](voice.ogg)", &["missing-alt"]),
            ("![a](/film/old.mp4)", &[]),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_shown_in_the_place_of_a_picture_is_a_link() {
        let link = |name: &str, words: &str| format!("<p><a href=\"/media/2025/x/{name}\">{words}</a>");
        for (text, start, expected) in [
            ("![Звіт](report.pdf)", link("report.pdf", "Звіт"), &["not-a-picture"][..]),
            ("![](report.pdf)", link("report.pdf", "report.pdf"), &["not-a-picture"]),
            ("![a](clip.mov)", link("clip.mov", "a"), &["not-a-picture"]),
            ("![a](broken.mp4)", link("broken.mp4", "a"), &[]),
            ("![a](film.mp4) b", link("film.mp4", "a"), &["not-a-picture"]),
            ("![a](/files/b.pdf)", "<p><a href=\"/files/b.pdf\">a</a>".to_owned(), &["not-a-picture"]),
        ] {
            let made = html(text);
            assert!(made.starts_with(&start), "{text}: {made}");
            assert_eq!(codes(text), expected, "{text}");
        }
        assert!(!html("[![a](report.pdf)](/b)").contains("report.pdf\">"), "no link in a link");
    }

    #[test]
    fn a_link_to_a_file_says_its_kind_and_length() {
        for (text, slot) in [
            ("[Звіт](report.pdf)", "|fPDF 3210000|"),
            ("[Мапа](map.svg#part)", "|fSVG 3210000|"),
            ("- [Звіт](report.pdf), 1953", "|fPDF 3210000|"),
        ] {
            assert!(html(text).replace(['\u{1}', '\u{2}'], "|").contains(&format!("</a>{slot}")), "{text}");
        }
        for text in ["[![](pic.jpg)](map.svg)", "[a](/b.pdf)", "[a](https://b.c/d.pdf)", "[a](../b/)"] {
            assert!(!html(text).contains("\u{1}f"), "{text}");
        }
        let heading = rendered("## [Звіт](report.pdf)");
        assert_eq!((heading.headings[0].id.as_str(), heading.plain.as_str()), ("звіт", "Звіт"));
    }
}
