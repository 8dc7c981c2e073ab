//! The body of a Zola text: internal links, shortcodes, files next to it.

use super::source::{Zola, ZolaFile};
use crate::import::{
    ImportedVersion, Outcome, PLACE_SCHEME, Report, SourcePlace,
    front_matter::FrontMatter,
    markdown::{
        MediaFinder, Shortcode, Style, expanded, filtered, from_template, media_of, plain, split_summary, tidied,
        unnamed_media,
    },
    source::{OldSite, address_of, joined},
};

/// Fills in the body, the files and the summary of `version`.
pub(super) fn fill(
    version: &mut ImportedVersion,
    zola: &Zola,
    file: &ZolaFile,
    read: &FrontMatter<'_>,
    report: &mut Report,
) {
    let text = expanded(read.body, Style::Zola, &mut |code| {
        let made = written(code).or_else(|| of_template(zola, file, code));
        if made.is_none() {
            let found = format!("shortcode `{}`: {}", code.name, code.typed.lines().next().unwrap_or_default());
            let done = "it stands in the text as typed; write Markdown in its place";
            let place = SourcePlace::line(&*file.path, read.body_line + code.line - 1);
            report.add(&place, "unknown-shortcode", Outcome::Kept, found, done);
        }
        made
    });
    let text = linked(&text, zola, file, report);
    let (summary, text) = split_summary(&text);
    version.summary = version.summary.take().or(summary);
    let text = tidied(&text, &version.place, read.body_line, report);
    let finder = Finder { zola, file, address: version.addresses.first().cloned().unwrap_or_default() };
    version.media = media_of(&text, &finder);
    if file.logical.ends_with("/index") {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let unnamed = unnamed_media(&zola.assets, folder, &version.media, &|path| finder.beside(path));
        version.media.extend(unnamed);
    }
    version.body = text;
}

/// `@/blog/a.md#part` leads to the text.
fn linked(text: &str, zola: &Zola, file: &ZolaFile, report: &mut Report) -> String {
    if !text.contains("@/") {
        return text.to_owned();
    }
    let report = std::cell::RefCell::new(report);
    let changed = |address: &str| {
        let reference = address.strip_prefix("@/")?;
        let tail = reference.find('#').and_then(|at| reference.get(at..)).unwrap_or_default();
        match zola.resolve(reference) {
            // A section may have no text of its own: then its address leads on.
            Some(target) if target.is_section() => Some(format!("{}{tail}", zola.addresses.get(&target.path)?)),
            Some(target) => Some(format!("{PLACE_SCHEME}{}{tail}", target.path.replace(' ', "%20"))),
            None => {
                let found = format!("a reference to `{address}`, which is not there");
                let done = "the link stays as it is; correct it by hand";
                report.borrow_mut().add(&SourcePlace::file(&*file.path), "dead-link", Outcome::Kept, found, done);
                None
            }
        }
    };
    crate::article::markdown::readdressed(text, &changed).unwrap_or_else(|| text.to_owned())
}

/// The shortcodes that Zola has and that most themes have; `None` of any other.
fn written(code: &Shortcode) -> Option<String> {
    let id = code
        .arguments
        .get(&["id"])
        .filter(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let inner = || code.inner.as_deref().map(str::trim);
    let link = |address: String| Some(format!("[{address}]({address})"));
    match code.name.as_str() {
        "youtube" => link(format!("https://www.youtube.com/watch?v={}", id?)),
        "vimeo" => link(format!("https://vimeo.com/{}", id?)),
        "streamable" => link(format!("https://streamable.com/{}", id?)),
        "gist" => link(code.arguments.get(&["url"])?.to_owned()),
        "figure" | "image" | "img" | "resize_image" => {
            let source = code.arguments.get(&["src", "path", "url"])?.replace(['<', '>', '\n'], "");
            let alt = code.arguments.get(&["alt"]).map(plain).unwrap_or_default();
            let caption = code.arguments.get(&["caption", "title"]).map(plain).unwrap_or_default().replace('"', "\\\"");
            let caption = if caption.is_empty() { caption } else { format!(" \"{caption}\"") };
            Some(format!("\n\n![{}](<{source}>{caption})\n\n", alt.replace(['[', ']'], " ")))
        }
        "audio" | "video" => {
            let source = code.arguments.get(&["src", "url", "path"])?.replace(['<', '>', '\n'], "");
            let words = code.arguments.get(&["title", "caption"]).map(plain).unwrap_or_default();
            Some(format!("\n\n![{}](<{source}>)\n\n", words.replace(['[', ']'], " ")))
        }
        "quote" | "note" | "warning" | "tip" | "info" | "alert" | "admonition" => {
            let title =
                code.arguments.get(&["title"]).map(|title| format!("**{}**\n\n", plain(title))).unwrap_or_default();
            let author = code.arguments.get(&["author", "cite"]).map(|author| format!("\n\n— {}", plain(author)));
            let text = format!("{title}{}{}", inner()?, author.unwrap_or_default());
            let lines: Vec<_> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            Some(format!("\n\n{}\n\n", lines.join("\n")))
        }
        "mermaid" | "katex" | "math" => Some(format!("\n\n```{}\n{}\n```\n\n", code.name, inner()?)),
        _ => None,
    }
}

/// The text of a shortcode of the site itself, where it only names arguments, the language and translated words.
fn of_template(zola: &Zola, file: &ZolaFile, code: &Shortcode) -> Option<String> {
    let paths = ["md", "html"].map(|ending| format!("templates/shortcodes/{}.{ending}", code.name));
    let path = paths.iter().filter_map(|path| joined("", path)).find(|path| zola.files.is_file(path))?;
    let text = zola.files.reported_text(&path, &mut Report::silent())?;
    let value = |name: &str| match name.strip_prefix("trans(") {
        Some(call) => {
            let (_, rest) = call.split_once("key=")?;
            let mark = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            zola.translation(file.language, rest.get(1..)?.split(mark).next()?)
        }
        None if name == "lang" => zola.languages.get(file.language).map(|(code, _)| code.clone()),
        None if name == "body" => code.inner.clone(),
        None => code.arguments.get(&[name]).map(str::to_owned),
    };
    from_template(&text, &|inner| {
        let (name, filters) = inner.split_once('|').unwrap_or((inner, ""));
        filtered(value(name.trim())?, filters)
    })
}

/// Finds files as Zola does: next to the text, and in `static/`.
struct Finder<'a> {
    zola: &'a Zola,
    file: &'a ZolaFile,
    address: String,
}

impl Finder<'_> {
    /// The address of a file by its path from the text.
    fn beside(&self, path: &str) -> Vec<String> {
        let address = joined(&self.address, address_of(path).trim_start_matches('/'));
        address.map(|path| format!("/{path}")).into_iter().collect()
    }
}

impl MediaFinder for Finder<'_> {
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)> {
        let files = &self.zola.files;
        let is_media = |path: &str| files.is_file(path) && !path.ends_with(".md");
        let in_static = |path: &str| {
            let path = joined("", path)?;
            let found =
                [format!("static/{path}"), format!("content/{path}")].into_iter().find(|path| is_media(path))?;
            Some((found, vec![address_of(&path)]))
        };
        if let Some(path) = destination.strip_prefix("@/") {
            return in_static(path);
        }
        if destination.starts_with('/') {
            return in_static(destination);
        }
        let folder = self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = joined(folder, destination).filter(|path| path.starts_with("content/") && is_media(path));
        let beside = beside.map(|path| (path, self.beside(destination)));
        beside.or_else(|| in_static(&joined(&self.address, destination)?)).or_else(|| in_static(destination))
    }

    fn site(&self) -> OldSite {
        OldSite::new(self.zola.config.text_at("base_url").as_deref(), &[])
    }
}
