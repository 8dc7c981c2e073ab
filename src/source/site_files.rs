//! The files of the site as a whole: `site.toml`, `articles/names.toml`, `redirects.toml`, `locales/`, `static/`.

use include_dir::{Dir, include_dir};

use super::{Source, SourceError};
use crate::{
    article::{File, check_file_names, decode, markdown::inline, settle_conflicts},
    i18n::{LanguageChain, LocaleFile, Locales},
    media::accept,
    model::{
        diagnostic::{Diagnostic, isolated},
        lang::Lang,
        sentence::{Sentence, say},
    },
    site::{Accent, Names, Redirects, Site, parse_names, parse_redirects, parse_site},
};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The files and folders of the site as a whole.
pub(crate) const SITE_FILES: [&str; 5] = ["site.toml", "articles/names.toml", "redirects.toml", "locales", "static"];

/// Bytes of a logo, at most: every page loads it, and a page of text has 14 KB.
const LARGEST_LOGO: usize = 64 << 10;

/// Whether the file at `path` is one of [`SITE_FILES`], or lies in one of the folders among them.
pub(crate) fn is_site_file(path: &str) -> bool {
    let is_in = |file: &str, rest: &str| if file.ends_with(".toml") { rest.is_empty() } else { rest.starts_with('/') };
    SITE_FILES.iter().any(|file| path.strip_prefix(file).is_some_and(|rest| is_in(file, rest)))
}

/// The site, read; with all that is wrong with it.
#[derive(Debug)]
pub struct SiteTexts {
    /// `site.toml`; `None` if it names no language, so that nothing can be served.
    pub site: Option<Site>,
    /// `articles/names.toml`.
    pub names: Names,
    /// The built-in locales with the archive's own over them.
    pub locales: Locales,
    /// The built-in static files, then the archive's own.
    pub assets: Vec<File>,
    /// The problem.
    pub problems: Vec<Diagnostic>,
}

/// The files of a site as they were last read; each stands in for its file when that is broken.
#[derive(Debug, Default)]
pub(crate) struct LastGood {
    /// `site.toml`.
    pub(crate) site: Option<Site>,
    /// `articles/names.toml`.
    pub(crate) names: Option<Names>,
    /// The words.
    pub(crate) locales: Option<Locales>,
}

/// Reads the files of the site, at a start: of a broken file, what can be read is used.
///
/// # Errors
/// If the source as a whole cannot be read.
pub fn load_site(source: &dyn Source) -> Result<SiteTexts, SourceError> {
    load_site_over(source, &LastGood::default())
}

/// Reads the files of the site again: of a broken file, the last good state is used.
///
/// # Errors
/// If the source as a whole cannot be read.
pub(crate) fn load_site_over(source: &dyn Source, last: &LastGood) -> Result<SiteTexts, SourceError> {
    let mut problems = Vec::new();
    let mut site = read_site(source, &mut problems)?.or(&last.site);
    let names = read_names(source, &mut problems)?.or(&last.names).unwrap_or_default();
    let redirects = read_redirects(source, &mut problems)?.or(&last.site.as_ref().map(|site| site.redirects.clone()));
    if let Some(site) = &mut site {
        site.redirects = redirects.unwrap_or_default();
    }
    let own = own_locales(source, &mut problems)?;
    let built_in = built_in_locales();
    let chains = site.as_ref().map(chains).unwrap_or_default();
    let built = isolated("locales", || Locales::build(&built_in, &own, &chains));
    let (locales, found) = built.unwrap_or_else(|problem| {
        let plain = || isolated("locales", || Locales::build(&built_in, &[], &chains).0);
        let locales = last.locales.clone().or_else(|| plain().ok());
        (locales.unwrap_or_else(|| Locales::build(&[], &[], &[]).0), vec![problem])
    });
    problems.extend(found);
    let mut assets = embedded(&STATIC, "static");
    let own = source.site_files("static")?;
    problems.extend(check_file_names("static", own.iter().map(|file| file.path.as_str())));
    if let Some(site) = &mut site
        && let Some(problem) = check_logo(site, &own)
    {
        problems.push(problem);
        site.drop_logo();
    }
    let (readable, faulty): (Vec<File>, Vec<File>) = own.into_iter().partition(|file| file.bytes.is_ok());
    assets.extend(readable);
    if let Some(accent) = site.as_ref().and_then(|site| site.look().accent) {
        with_accent(&mut assets, accent);
    }
    problems.extend(faulty.iter().filter_map(fault));
    Ok(SiteTexts { site, names, locales, assets, problems })
}

/// A file of the site: what it says, and its text, in which problems have their places.
#[derive(Debug)]
pub(crate) struct SiteText<T> {
    pub(crate) value: Option<T>,
    pub(crate) text: String,
    /// Whether the file is there and cannot be read, or only in part.
    pub(crate) is_broken: bool,
}

impl<T: Clone> SiteText<T> {
    /// The value, or the last good one where the file is broken.
    fn or(self, last: &Option<T>) -> Option<T> {
        if self.is_broken { last.clone().or(self.value) } else { self.value }
    }
}

/// `site.toml`; without a value where it names no language.
pub(crate) fn read_site(source: &dyn Source, problems: &mut Vec<Diagnostic>) -> Result<SiteText<Site>, SourceError> {
    let mut site = read_toml(source, "site.toml", problems, |path, text| {
        let (site, mut found) = parse_site(path, text);
        found.extend(site.iter().flat_map(|site| footer_problems(path, site)));
        (site, found)
    })?;
    // Without a language there is no site, be the file ever so readable.
    site.is_broken |= site.value.is_none();
    Ok(site)
}

/// The parts of the footers that are not shown as they were meant.
fn footer_problems(path: &str, site: &Site) -> Vec<Diagnostic> {
    let (texts, place) = site.footers();
    let mut problems = Vec::new();
    for message in texts.into_iter().flat_map(|text| inline(text).1) {
        let problem = Diagnostic { place, ..Diagnostic::warning(path, "footer-markup", message) };
        problems.push(problem.help(say("help-footer-markup")));
    }
    problems
}

/// `articles/names.toml`; without a value where there is none.
pub(crate) fn read_names(source: &dyn Source, problems: &mut Vec<Diagnostic>) -> Result<SiteText<Names>, SourceError> {
    read_toml(source, "articles/names.toml", problems, |path, text| {
        let (names, found) = parse_names(path, text);
        (Some(names), found)
    })
}

/// `redirects.toml`; without a value where there is none.
pub(crate) fn read_redirects(
    source: &dyn Source,
    problems: &mut Vec<Diagnostic>,
) -> Result<SiteText<Redirects>, SourceError> {
    read_toml(source, "redirects.toml", problems, |path, text| {
        let (redirects, found) = parse_redirects(path, text);
        (Some(redirects), found)
    })
}

/// The TOML file at `path`, read by `parse`; a panic of that is a problem of the file.
fn read_toml<T>(
    source: &dyn Source,
    path: &str,
    problems: &mut Vec<Diagnostic>,
    parse: impl FnOnce(&str, &str) -> (Option<T>, Vec<Diagnostic>),
) -> Result<SiteText<T>, SourceError> {
    let none = |is_broken| SiteText { value: None, text: String::new(), is_broken };
    let Some(file) = source.site_files(path)?.pop() else { return Ok(none(false)) };
    let Some(text) = decoded(file, problems) else { return Ok(none(true)) };
    let (value, found) = isolated(path, || parse(path, &text)).unwrap_or_else(|problem| (None, vec![problem]));
    let is_broken = found.iter().any(|problem| matches!(&*problem.code, "toml-syntax" | "internal-error"));
    problems.extend(found);
    Ok(SiteText { value, text, is_broken })
}

/// The `.ftl` files of the archive.
pub(crate) fn own_locales(source: &dyn Source, problems: &mut Vec<Diagnostic>) -> Result<Vec<LocaleFile>, SourceError> {
    let files = source.site_files("locales")?;
    problems.extend(check_file_names("locales", files.iter().map(|file| file.path.as_str())));
    Ok(locale_files(files, problems))
}

/// The words that the binary carries. They were checked when it was built.
pub(crate) fn built_in_locales() -> Vec<LocaleFile> {
    locale_files(embedded(&LOCALES, "locales"), &mut Vec::new())
}

fn decoded(file: File, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let decoded = match &file.bytes {
        Ok(bytes) => decode(&file.path, bytes),
        Err(fault) => Err(fault.problem(&file.path)),
    };
    match decoded {
        Ok((text, found)) => {
            problems.extend(found);
            Some(text.to_owned())
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// The `.ftl` files among `files`: `locales/<lang>/<name>.ftl`.
fn locale_files(files: Vec<File>, problems: &mut Vec<Diagnostic>) -> Vec<LocaleFile> {
    let mut found = Vec::new();
    problems.extend(files.iter().filter(|file| !file.path.ends_with(".ftl")).filter_map(fault));
    for file in files.into_iter().filter(|file| file.path.ends_with(".ftl")) {
        let path = file.path.clone();
        let tag = path.split('/').nth(1).unwrap_or_default();
        match tag.parse::<Lang>() {
            Ok(lang) => found.extend(decoded(file, problems).map(|text| {
                let (text, conflicts) = settle_conflicts(&path, &text);
                problems.extend(conflicts);
                LocaleFile { lang, path: path.clone(), text: text.into_owned() }
            })),
            Err(_) => problems.push(homeless(&path, tag)),
        }
    }
    found
}

/// Why a file, or a folder, could not be read.
fn fault(file: &File) -> Option<Diagnostic> {
    file.bytes.as_ref().err().map(|fault| fault.problem(&file.path))
}

/// The problem of a file whose folder is not a language: of one that lies in `locales/` itself, `tag` is its own name.
fn homeless(path: &str, tag: &str) -> Diagnostic {
    match tag.strip_suffix(".ftl") {
        Some(name) => {
            let message = say("unknown-language-no-folder");
            let folder = if name.parse::<Lang>().is_ok() { name } else { "uk" };
            let help = say("help-move-locale").with("folder", folder);
            Diagnostic::error(path, "unknown-language", message).help(help)
        }
        None => {
            let message = say("unknown-language-tag").with("tag", tag);
            let help = say("help-name-folder");
            Diagnostic::error(path, "unknown-language", message).help(help)
        }
    }
}

fn chains(site: &Site) -> Vec<LanguageChain> {
    let chain = |language: &crate::site::Language| LanguageChain {
        lang: language.tag.clone(),
        locale: language.locale.clone(),
        fallback: language.fallback.clone(),
    };
    site.languages().iter().map(chain).collect()
}

/// The files that the binary carries, as if a source had them.
fn embedded(dir: &Dir<'_>, root: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| File {
            path: format!("{root}/{}", file.path().to_string_lossy().replace('\\', "/")),
            bytes: Ok(file.contents().to_vec()),
        }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The problems of the logo of `site`, whose own static files are `own`.
pub(crate) fn check_logo(site: &Site, own: &[File]) -> Option<Diagnostic> {
    let logo = site.look().logo.as_ref()?;
    let message = unusable(&logo.value, own)?.with("path", &logo.value);
    Some(Diagnostic::error("site.toml", "bad-value", message).at(logo.place))
}

fn unusable(path: &str, own: &[File]) -> Option<Sentence> {
    let bytes = match own.iter().find(|file| file.path == path).map(|file| &file.bytes) {
        None => return Some(say("bad-value-logo-missing")),
        Some(Err(fault)) => return Some(say("bad-value-logo-broken").with("what", fault.sentence())),
        Some(Ok(bytes)) => bytes,
    };
    match accept(path, bytes) {
        None => Some(say("bad-value-logo-kind")),
        Some(Err(error)) => Some(say("bad-value-logo-broken").with("what", error.sentence())),
        Some(Ok(_)) if bytes.len() > LARGEST_LOGO => {
            Some(say("bad-value-logo-size").with("size", bytes.len()).with("most", LARGEST_LOGO))
        }
        Some(Ok(_)) => None,
    }
}

/// Puts the accent colour at the end of the style sheet: the one of the archive, where it has its own.
fn with_accent(assets: &mut [File], accent: Accent) {
    let sheet = assets.iter_mut().rfind(|file| file.path == "static/site.css");
    if let Some(Ok(bytes)) = sheet.map(|file| &mut file.bytes) {
        bytes.extend_from_slice(b"\n");
        bytes.extend_from_slice(accent.css().as_bytes());
    }
}
