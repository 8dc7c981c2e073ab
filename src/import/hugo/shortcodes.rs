//! Shortcodes of Hugo, those that it has and those that themes have, as Markdown. Unknown ones stay as they are typed, and are listed.

use super::{pages::ContentFile, source::Hugo};
use crate::import::{
    Outcome, PLACE_SCHEME, PictureNote, Report, SourcePlace,
    front_matter::FrontMatter,
    markdown::{Shortcode, Style, expanded, from_template, plain},
    source::joined,
};

/// Names of boxes with a note.
const BOXES: [&str; 17] = [
    "note", "notice", "warning", "tip", "info", "alert", "admonition", "callout", "hint", "important", "danger",
    "caution", "blockquote", "quote", "details", "expand", "success",
];
/// Names of pictures.
const PICTURES: [&str; 6] = ["figure", "img", "image", "imgproc", "picture", "lightbox"];

/// The body of `file` with its shortcodes as Markdown.
pub(super) fn written(
    hugo: &Hugo,
    file: &ContentFile,
    read: &FrontMatter<'_>,
    pictures: &mut Vec<PictureNote>,
    report: &mut Report,
) -> String {
    let mut writer = Writer { hugo, file, read, pictures, report };
    expanded(read.body, Style::Hugo, &mut |code| writer.write(code))
}

struct Writer<'a, 'r> {
    hugo: &'a Hugo,
    file: &'a ContentFile,
    read: &'a FrontMatter<'a>,
    pictures: &'r mut Vec<PictureNote>,
    report: &'r mut Report,
}

impl Writer<'_, '_> {
    fn write(&mut self, code: &Shortcode) -> Option<String> {
        let name = code.name.to_ascii_lowercase();
        let made = match name.as_str() {
            "ref" | "relref" => Some(self.reference(code)),
            name if PICTURES.contains(&name) => self.picture(code),
            "gallery" => Some(self.gallery(code)),
            "highlight" | "code" | "mermaid" | "katex" | "math" | "chart" => Some(fenced(code)),
            "param" => code.arguments.at(0).and_then(|key| self.param(key)),
            "comment" => Some(String::new()),
            "rawhtml" | "html" | "row" | "column" | "columns" | "center" | "div" | "section" | "tabs" => {
                code.inner.clone()
            }
            "tab" | "tabpane" => code.inner.as_ref().map(|inner| titled(code, inner)),
            "br" => Some("\\\n".to_owned()),
            "video" | "audio" | "mp4" | "webm" => recording(code),
            "button" | "link" | "btn" => link(code),
            name if BOXES.contains(&name) => code.inner.as_ref().map(|inner| boxed(code, inner)),
            name => embedded(name, code),
        };
        let made = made.or_else(|| self.of_template(code));
        if made.is_none() {
            let found = format!("shortcode `{}`: {}", code.name, code.typed.lines().next().unwrap_or_default());
            let done = "it stands in the text as typed; write Markdown in its place";
            self.report.add(&self.place(code), "unknown-shortcode", Outcome::Kept, found, done);
        }
        made
    }

    fn place(&self, code: &Shortcode) -> SourcePlace {
        SourcePlace::line(&*self.file.path, self.read.body_line + code.line - 1)
    }

    /// The destination of a link to another text.
    fn reference(&mut self, code: &Shortcode) -> String {
        let path = code.arguments.first(&["path"]).unwrap_or_default().to_owned();
        let language = code.arguments.get(&["lang"]).and_then(|key| self.hugo.config.by_key(key));
        let tail = path.find('#').and_then(|at| path.get(at..)).unwrap_or_default();
        if path.starts_with('#') {
            return path;
        }
        match self.hugo.resolve(self.file, &path, language) {
            Some(target) if target.is_branch() => {
                // It may have no text of its own: then its address leads on.
                let address = self.hugo.addresses.get(&target.path).map_or("/", String::as_str);
                format!("{address}{tail}")
            }
            Some(target) => format!("{PLACE_SCHEME}{}{tail}", target.path.replace(' ', "%20")),
            None => {
                let found = format!("a reference to `{path}`, which is not there");
                self.report.add(
                    &self.place(code),
                    "dead-link",
                    Outcome::Kept,
                    found,
                    "the link stays as it is; correct it by hand",
                );
                path.replace(' ', "%20")
            }
        }
    }

    fn picture(&mut self, code: &Shortcode) -> Option<String> {
        let source = code.arguments.first(&["src", "link", "url"])?.to_owned();
        let text = |names: &[&str]| code.arguments.get(names).map(plain).filter(|text| !text.is_empty());
        let (alt, title) = (text(&["alt"]), text(&["title"]));
        let caption = text(&["caption"]).or_else(|| code.inner.as_deref().map(plain).filter(|text| !text.is_empty()));
        let caption = match (title, caption) {
            (Some(title), Some(caption)) => Some(format!("{title}. {caption}")),
            (title, caption) => title.or(caption),
        };
        let credit = text(&["attr", "credit"]);
        let written = picture(&source, alt.as_deref().unwrap_or_default());
        self.pictures.push(PictureNote { file: source, alt, caption, credit, licence: None });
        Some(format!("\n\n{written}\n\n"))
    }

    /// Pictures of a folder of the bundle, or those within.
    fn gallery(&mut self, code: &Shortcode) -> String {
        if let Some(inner) = &code.inner
            && !inner.trim().is_empty()
        {
            return format!(
                "\n\n{}\n\n",
                inner.split("\n\n").map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            );
        }
        let folder = self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let wanted =
            code.arguments.first(&["dir", "match"]).unwrap_or_default().trim_end_matches(['*', '/']).to_owned();
        let start = crate::import::source::joined(folder, &wanted).unwrap_or_default();
        let is_picture = |path: &&String| {
            [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"].iter().any(|end| path.to_lowercase().ends_with(end))
        };
        let resources = self.hugo.content.resources.range(start.clone()..).take_while(|path| path.starts_with(&start));
        let lines: Vec<_> = resources
            .filter(is_picture)
            .filter_map(|path| path.strip_prefix(&format!("{folder}/")))
            .map(|name| picture(name, ""))
            .collect();
        format!("\n\n{}\n\n", lines.join("\n"))
    }

    /// The text of a shortcode of the site itself, where it only names its arguments and what it surrounds.
    fn of_template(&self, code: &Shortcode) -> Option<String> {
        let files = &self.hugo.files;
        let themes = self.hugo.config.value.texts_at("theme").into_iter().map(|theme| format!("themes/{theme}/"));
        let folders = std::iter::once(String::new()).chain(themes);
        let paths = folders.flat_map(|folder| {
            ["shortcodes", "_shortcodes"].map(|name| format!("{folder}layouts/{name}/{}.html", code.name))
        });
        let path = paths.filter_map(|path| joined("", &path)).find(|path| files.is_file(path))?;
        let text = files.reported_text(&path, &mut Report::silent())?;
        from_template(&text, &|name| {
            let mut steps = name.split('|').map(str::trim);
            let name = steps.next()?;
            if !steps.all(|step| matches!(step, "markdownify" | "safeHTML" | "safeURL")) {
                return None;
            }
            match name.strip_prefix(".Get ").map(str::trim) {
                Some(place) if place.parse::<usize>().is_ok() => {
                    Some(code.arguments.at(place.parse().ok()?)?.to_owned())
                }
                Some(key) => Some(code.arguments.get(&[key.trim_matches(['"', '`'])])?.to_owned()),
                None => code.inner.clone().filter(|_| name == ".Inner"),
            }
        })
    }

    fn param(&self, key: &str) -> Option<String> {
        let own = self.read.value.text_at(key).or_else(|| self.read.value.text_at(&format!("params.{key}")));
        let language = self.hugo.config.languages.get(self.file.language)?;
        own.or_else(|| language.value.text_at(&format!("params.{key}")))
    }
}

/// A picture as Markdown.
fn picture(source: &str, alt: &str) -> String {
    let source = source.replace(['<', '>', '\n'], "");
    let destination = if source.contains([' ', '(', ')']) { format!("<{source}>") } else { source };
    format!("![{}]({destination})", alt.replace('[', "\\[").replace(']', "\\]"))
}

fn fenced(code: &Shortcode) -> String {
    let language = match code.name.to_ascii_lowercase().as_str() {
        "highlight" | "code" => code.arguments.first(&["lang", "language"]).unwrap_or_default().to_owned(),
        name => name.to_owned(),
    };
    let inner = code.inner.as_deref().unwrap_or_default().trim_matches('\n');
    let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n\n{fence}{language}\n{inner}\n{fence}\n\n")
}

fn titled(code: &Shortcode, inner: &str) -> String {
    match code.arguments.first(&["title", "header", "name", "summary"]) {
        Some(title) => format!("\n\n**{}**\n\n{}\n\n", plain(title), inner.trim()),
        None => format!("\n\n{}\n\n", inner.trim()),
    }
}

/// A box as a quotation, its title in bold.
fn boxed(code: &Shortcode, inner: &str) -> String {
    let title = code.arguments.get(&["title", "summary", "header", "author"]).map(plain);
    let own = code.arguments.at(1).map(plain);
    let title =
        title.or(own).filter(|title| !title.is_empty()).map(|title| format!("**{title}**\n\n")).unwrap_or_default();
    let text = format!("{title}{}", inner.trim());
    if matches!(code.name.as_str(), "details" | "expand") {
        return format!("\n\n{text}\n\n");
    }
    let lines: Vec<String> =
        text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
    format!("\n\n{}\n\n", lines.join("\n"))
}

fn recording(code: &Shortcode) -> Option<String> {
    let source = code.arguments.first(&["src", "mp4", "webm", "file", "url"])?;
    let words = code.arguments.get(&["title", "caption", "alt"]).map(plain).unwrap_or_default();
    Some(format!("\n\n{}\n\n", picture(source, &words)))
}

fn link(code: &Shortcode) -> Option<String> {
    let to = code.arguments.get(&["href", "url", "link", "relref"]).or_else(|| code.arguments.at(0))?;
    let words = code.inner.as_deref().map(plain).filter(|words| !words.is_empty());
    let words = words.or_else(|| code.arguments.get(&["text", "title"]).map(plain)).unwrap_or_else(|| to.to_owned());
    Some(format!("[{words}](<{}>)", to.replace(['<', '>', '\n'], "")))
}

/// Films and posts of other sites, as links.
fn embedded(name: &str, code: &Shortcode) -> Option<String> {
    let id = code.arguments.first(&["id", "url", "src"]);
    let plain_id =
        |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).then(|| id.to_owned());
    let address = match name {
        "youtube" | "yt" => format!("https://www.youtube.com/watch?v={}", plain_id(id?)?),
        "vimeo" | "vimeo_simple" => format!("https://vimeo.com/{}", plain_id(id?)?),
        "instagram" | "instagram_simple" => format!("https://www.instagram.com/p/{}/", plain_id(id?)?),
        "tweet" | "twitter" | "x" | "twitter_simple" => {
            let user = code.arguments.get(&["user"]).and_then(plain_id).unwrap_or_else(|| "i/web".to_owned());
            format!("https://x.com/{user}/status/{}", plain_id(id?)?)
        }
        "gist" => {
            let (user, gist) = (plain_id(code.arguments.at(0)?)?, plain_id(code.arguments.at(1)?)?);
            format!("https://gist.github.com/{user}/{gist}")
        }
        "soundcloud" | "spotify" | "iframe" => id.filter(|id| id.starts_with("https://"))?.to_owned(),
        _ => return None,
    };
    let words = code.arguments.get(&["title", "caption"]).map_or_else(|| address.clone(), plain);
    Some(format!("[{words}](<{}>)", address.replace(['<', '>'], "")))
}
