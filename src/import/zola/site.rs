//! The site as a whole: names, languages, translations of `config.toml`, and the addresses of lists, feeds and files.

use std::collections::BTreeSet;

use super::{source::Zola, version::topic};
use crate::{
    import::{
        ImportedLanguage, ImportedMessage, ImportedSite, MediaSource, OldAddress, OldTarget, Report, SourcePlace,
        front_matter::{Value, split},
        source::ancestors,
    },
    site::Topic,
};

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
        sections.extend(ancestors(folder));
    }
    for folder in sections {
        let path = format!("{prefix}/{folder}");
        list(&path, OldTarget::Home(lang.clone()), OldTarget::Feed(None, lang.clone()));
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
    let paths = zola.files.below("static", report);
    let files = paths.into_iter().filter_map(|path| {
        let below = path.strip_prefix("static/")?.to_owned();
        Some((below, MediaSource::File(path)))
    });
    site.add_files(SourcePlace::file("static"), files, report);
}
