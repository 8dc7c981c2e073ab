//! The site as a whole: names, languages, translations of `config.toml`, and the addresses of lists, feeds and files.

use std::collections::BTreeSet;

use super::{source::Zola, version::topic};
use crate::{
    import::{
        ImportedLanguage, ImportedMessage, ImportedSite, MediaSource, OldAddress, OldTarget, Outcome, Report,
        SourcePlace,
        front_matter::{Value, split},
    },
    site::Topic,
};

/// Files of `static/` that themes and programs put there.
const LEFT_OUT: [&str; 12] =
    ["css", "js", "map", "scss", "woff", "woff2", "ttf", "otf", "eot", "html", "xml", "webmanifest"];

/// Describes the site.
pub(super) fn site(zola: &Zola, report: &mut Report) -> ImportedSite {
    let config = &zola.config;
    let mut site = ImportedSite {
        base_url: config.text_at("base_url").filter(|base| base.contains("://")),
        default: zola.languages.first().map(|(_, tag)| tag.clone()),
        ..ImportedSite::default()
    };
    for (at, (code, tag)) in zola.languages.iter().enumerate() {
        let own = if at == 0 { Some(config) } else { config.at(&format!("languages.{code}")) };
        let title = own.and_then(|own| own.text_at("title")).or_else(|| config.text_at("title"));
        site.names.extend(title.map(|title| (Some(tag.clone()), title)));
        let aliases = if code == tag.as_str() { Vec::new() } else { vec![code.clone()] };
        site.languages.push(ImportedLanguage { tag: tag.clone(), label: None, aliases });
        for (key, value) in own.and_then(|own| own.at("translations")).map(Value::entries).unwrap_or_default() {
            if let Some(text) = value.text() {
                let forms = vec![("other".to_owned(), text)];
                site.messages.push(ImportedMessage { lang: tag.clone(), key: key.clone(), forms });
            }
        }
        lists(zola, &mut site, at);
    }
    topics(zola, &mut site);
    files(zola, &mut site, report);
    site
}

fn lists(zola: &Zola, site: &mut ImportedSite, at: usize) {
    let prefix = zola.prefix(at);
    let lang = zola.languages.get(at).map(|(_, tag)| tag.clone());
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    let mut feeds = zola.config.texts_at("feed_filenames");
    feeds.extend(["atom.xml", "rss.xml"].map(str::to_owned));
    feeds.extend(zola.config.text_at("feed_filename"));
    let mut list = |path: &str, to: OldTarget, feed: OldTarget| {
        add(format!("{path}/"), to.clone());
        add(format!("{path}/page/*"), to);
        feeds.iter().for_each(|name| add(format!("{path}/{name}"), feed.clone()));
    };
    list(&prefix, OldTarget::Home(lang.clone()), OldTarget::Feed(None, lang.clone()));
    let mut sections = BTreeSet::new();
    for file in zola.texts.iter().filter(|file| file.language == at) {
        let folder = if file.is_section() {
            file.logical.rsplit_once('/').map_or("", |(folder, _)| folder)
        } else {
            file.parts().0
        };
        let above = std::iter::successors(Some(folder), |path| path.rsplit_once('/').map(|(above, _)| above));
        sections.extend(above.filter(|folder| !folder.is_empty()));
    }
    for folder in sections {
        let path: Vec<_> = folder.split('/').map(|part| zola.slugified(part)).collect();
        list(
            &format!("{prefix}/{}", path.join("/")),
            OldTarget::Home(lang.clone()),
            OldTarget::Feed(None, lang.clone()),
        );
    }
}

fn topics(zola: &Zola, site: &mut ImportedSite) {
    let mut seen: BTreeSet<(usize, String, Topic, String)> = BTreeSet::new();
    for file in zola.texts.iter().filter(|file| !file.is_section()) {
        let Some(text) = zola.files.reported_text(&file.path, &mut Report::silent()) else { continue };
        for (taxonomy, names) in split(&text).value.at("taxonomies").map(Value::entries).unwrap_or_default() {
            for (at, name) in names.texts().into_iter().enumerate() {
                seen.insert((file.language, taxonomy.clone(), topic(taxonomy, at), name));
            }
        }
    }
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    for (at, taxonomy, topic, name) in seen {
        let lang = zola.languages.get(at).map(|(_, tag)| tag.clone());
        let index = format!("{}/{}", zola.prefix(at), zola.slugified_term(&taxonomy));
        add(format!("{index}/"), OldTarget::Index(topic, lang.clone()));
        let path = format!("{index}/{}", zola.slugified_term(&name));
        let to = OldTarget::Listing(topic, name.clone(), lang.clone());
        add(format!("{path}/"), to.clone());
        add(format!("{path}/page/*"), to);
        for feed in ["atom.xml", "rss.xml"] {
            add(format!("{path}/{feed}"), OldTarget::Feed(Some((topic, name.clone())), lang.clone()));
        }
    }
}

fn files(zola: &Zola, site: &mut ImportedSite, report: &mut Report) {
    let mut left_out = 0_usize;
    for path in zola.files.below("static", report) {
        let below = path.strip_prefix("static/").unwrap_or(&path).to_owned();
        let ending = below.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        if ending.is_empty() || LEFT_OUT.contains(&ending.as_str()) || below == "robots.txt" {
            left_out += 1;
            continue;
        }
        site.addresses.push(OldAddress { path: format!("/{below}"), to: OldTarget::File(MediaSource::File(path)) });
    }
    if left_out > 0 {
        let found = format!("{left_out} style sheets, scripts, fonts and pages in static/");
        report.add(
            &SourcePlace::file("static"),
            "theme-files",
            Outcome::Lost,
            found,
            "left out: the archive has its own",
        );
    }
}
