//! Subtitles of a film, by their names: `film.uk.vtt` beside `film.mp4`.

use super::MediaFile;
use crate::{
    media::{MediaKind, media_kind},
    model::{diagnostic::Diagnostic, sentence::say},
    site::Site,
};

const ENDING: &str = ".vtt";

/// The name of the subtitles of a film in `lang`.
pub(super) fn subtitles_name(film: &str, lang: &str) -> String {
    format!("{}.{lang}{ENDING}", stem(film))
}

/// `img/film.mp4` → `img/film`
pub(super) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Subtitles of the folder `root` that no page shows: of a language that the site does not have, of no language, or of no film.
pub(super) fn unused_subtitles(site: &Site, root: &str, media: &[MediaFile]) -> Vec<Diagnostic> {
    let is_film = |stem: &str| {
        media.iter().any(|media| self::stem(&media.file) == stem && media_kind(&media.file) == MediaKind::Video)
    };
    let tags = || site.languages().iter().map(|language| language.tag.to_string());
    let problem = |file: &str| {
        let name = file.strip_suffix(ENDING)?;
        let (message, help) = match name.rsplit_once('.') {
            _ if is_film(name) => {
                let names: Vec<_> = tags().map(|tag| format!("`{}.{tag}{ENDING}`", base(name))).collect();
                (say("subtitles-unused-bare"), say("help-subtitles-name").with("names", names))
            }
            Some((film, tag)) if is_film(film) => match (site.languages().get(tag), site.languages().by_alias(tag)) {
                (Some(_), _) => return None,
                (None, Some(language)) => {
                    let name = format!("{}.{}{ENDING}", base(film), language.tag);
                    (say("subtitles-unused-language").with("lang", tag), say("help-rename-file").with("name", name))
                }
                (None, None) => {
                    let names: Vec<_> = tags().map(|tag| format!("`{}.{tag}{ENDING}`", base(film))).collect();
                    let help = say("help-subtitles-name").with("names", names);
                    (say("subtitles-unused-language").with("lang", tag), help)
                }
            },
            _ => (say("subtitles-unused-film"), say("help-subtitles-film")),
        };
        Some(Diagnostic::warning(&format!("{root}/{file}"), "subtitles-unused", message).help(help))
    };
    media.iter().filter_map(|media| problem(&media.file)).collect()
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
