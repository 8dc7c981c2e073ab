//! The addresses of a Hugo site: permalinks, slugs, `url`, aliases.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    config::{Config, dated_name, day_in_address},
    outputs::outputs,
    pages::{Content, ContentFile, StandIn},
    pattern::{PatternValues, TitleForm},
    urlize,
};
use crate::import::{
    front_matter::Value,
    source::{ancestors, joined},
};

/// Folders whose name says nothing about a subject.
pub(super) const GENERIC: [&str; 6] = ["post", "posts", "blog", "article", "articles", "content"];

/// What of a text decides its address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permalink<'a> {
    pub(super) config: &'a Config,
    pub(super) content: &'a Content,
    pub(super) file: &'a ContentFile,
    pub(super) front: &'a Value,
    pub(super) title: &'a str,
}

impl Permalink<'_> {
    /// The address of the text, from the root of the site.
    pub(super) fn address(&self) -> String {
        self.address_in(TitleForm::Today)
    }

    /// All addresses of the text in its language: the one it has, those it had, and those at which it is mounted again.
    pub(super) fn addresses(&self) -> Vec<String> {
        let mut all = self.addresses_here();
        all.extend(self.addresses_at(|place| place.language == self.file.language));
        let mut seen = BTreeSet::new();
        all.retain(|address| seen.insert(address.clone()));
        all
    }

    /// The addresses in languages that have no text of their own.
    pub(super) fn stand_ins(&self) -> Vec<String> {
        self.addresses_at(|place| place.language != self.file.language)
    }

    /// The folders of addresses in which files of the text lie: its own first.
    pub(super) fn folders(&self) -> Vec<String> {
        let others =
            self.file.stands_in.iter().map(|place| Permalink { file: &self.file.at(place), ..*self }.address());
        let all = std::iter::once(self.address()).chain(others);
        all.map(|address| address.strip_suffix(".html").unwrap_or(&address).to_owned()).collect()
    }

    fn addresses_at(&self, is_wanted: impl Fn(&StandIn) -> bool) -> Vec<String> {
        let there = |place: &StandIn| Permalink { file: &self.file.at(place), ..*self }.addresses_here();
        self.file.stands_in.iter().filter(|place| is_wanted(place)).flat_map(there).collect()
    }

    fn addresses_here(&self) -> Vec<String> {
        let own = self.address();
        let mut all = vec![own.clone(), self.address_in(TitleForm::Old)];
        let aliases = self.aliases(&own);
        let prefix = self.config.prefix(self.file.language);
        for output in outputs(self.config.of(self.file.language), self.front, self.file.kind(&self.config.taxonomies)) {
            all.push(output.address(&prefix, &own));
            // Hugo writes the aliases of each form that is a page.
            all.extend(aliases.iter().filter(|_| output.file.is_empty()).map(|alias| output.address(&prefix, alias)));
        }
        all.splice(2..2, aliases);
        let is_default = self.file.language == self.config.default;
        let key = self.config.languages.get(self.file.language).map(|language| &language.key);
        if let Some(key) = key.filter(|_| is_default && self.config.is_by_folder) {
            all.push(format!("/{key}{own}"));
        }
        // Before 0.131 Hugo wrote a whole `url` below the language, too.
        if own.starts_with('/') && !own.starts_with(&format!("{prefix}/")) {
            all.push(format!("{prefix}{own}"));
        }
        if self.config.own_host(self.file.language).is_some() {
            let bare = |address: &String| {
                address.strip_prefix(&prefix).filter(|bare| bare.starts_with('/')).map(str::to_owned)
            };
            let bare: Vec<String> = all.iter().filter_map(bare).collect();
            all.extend(bare);
        }
        all
    }

    fn address_in(&self, form: TitleForm) -> String {
        let prefix = self.config.prefix(self.file.language);
        if let Some(url) = self.front.text_at("url") {
            let is_pattern = url.contains(':') && !url.contains("://");
            let url = if is_pattern { self.values(form).expanded(&url).unwrap_or(url) } else { url };
            let is_whole = url.starts_with('/') || url.contains("://");
            return if is_whole { url } else { format!("{prefix}/{url}") };
        }
        let path = self.pattern(form).unwrap_or_else(|| self.default_path());
        // A token may stand for nothing.
        let path = tidy(&path);
        if path.is_empty() {
            return format!("{prefix}/");
        }
        let is_ugly = self.is_ugly() && (!self.file.is_branch() || self.file.term(&self.config.taxonomies).is_some());
        let has_ending = path.rsplit('/').next().is_some_and(|name| name.ends_with(".html") || name.ends_with(".htm"));
        match () {
            () if has_ending => format!("{prefix}/{path}"),
            () if is_ugly => format!("{prefix}/{path}.html"),
            () => format!("{prefix}/{path}/"),
        }
    }

    /// Whether addresses end with `.html`.
    fn is_ugly(&self) -> bool {
        match self.config.value.at("uglyURLs") {
            Some(Value::Table(_)) => self.config.value.is(&format!("uglyURLs.{}", self.file.section())),
            Some(value) => value.bool() == Some(true),
            None => false,
        }
    }

    /// Old addresses: those under `aliases`.
    fn aliases(&self, own: &str) -> Vec<String> {
        let folder = own.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let prefix = self.config.prefix(self.file.language);
        let whole = |alias: String| match alias {
            // Hugo writes it below the language, some readers have it without.
            alias if alias.starts_with('/') && !prefix.is_empty() => vec![format!("{prefix}{alias}"), alias],
            alias if alias.starts_with('/') || alias.contains("://") => vec![alias],
            alias => joined(&folder, &alias).map(|path| format!("/{path}")).into_iter().collect(),
        };
        let all: Vec<String> = self.front.texts_at("aliases").into_iter().flat_map(whole).collect();
        let as_file =
            |alias: &String| (!alias.contains("://")).then(|| format!("{}.html", alias.trim_end_matches('/')));
        let files: Vec<String> = all.iter().filter(|_| self.is_ugly()).filter_map(as_file).collect();
        all.into_iter().chain(files.into_iter().filter(|file| !file.ends_with(".html.html"))).collect()
    }

    /// The path by folders and names; a section whose text has a slug gives it to what lies below.
    fn default_path(&self) -> String {
        let logical = &self.file.logical;
        let folders = match self.file.is_branch() {
            true => logical.rsplit_once('/').map_or("", |(folder, _)| folder),
            false => self.file.folder(),
        };
        let spelling = self.config.spelling;
        let mut parts = Vec::new();
        for (at, name) in folders.split('/').enumerate().filter(|(_, name)| !name.is_empty()) {
            let end = folders.split('/').take(at + 1).map(|part| part.len() + 1).sum::<usize>() - 1;
            let folder = folders.get(..end).unwrap_or_default();
            let slug = self.content.slugs.get(&(self.file.language, folder.to_lowercase()));
            parts.push(slug.map_or_else(|| urlize::path(name, spelling), |slug| urlize::slug(slug, spelling)));
        }
        if !self.file.is_branch() {
            let name = self.file.name();
            // Hugo takes the date out of a name that it reads a date from.
            let undated = dated_name(name).map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
            let name = undated.filter(|_| self.config.reads_names()).unwrap_or(name);
            let own = self.front.text_at("slug").map(|slug| urlize::slug(slug.trim_matches('-'), spelling));
            parts.push(own.unwrap_or_else(|| urlize::path(name, spelling)));
        }
        parts.join("/")
    }

    /// The path by the pattern that `permalinks` has for the kind of the text.
    fn pattern(&self, form: TitleForm) -> Option<String> {
        let language = self.file.language;
        let key = match self.file.section() {
            "" => "/",
            section => section,
        };
        let pattern = match (self.file.is_branch(), self.file.term(&self.config.taxonomies)) {
            (true, _) if self.file.logical == "_index" => None,
            (true, Some((taxonomy, _))) => self.config.permalink(language, "term", taxonomy),
            (true, None) => self.config.permalink(language, self.file.kind(&self.config.taxonomies), key),
            (false, _) => self.config.permalink(language, "page", key),
        }?;
        self.values(form).expanded(&pattern)
    }

    fn values(&self, form: TitleForm) -> PatternValues {
        let folder = self.file.folder();
        let mut sections: Vec<&str> =
            ancestors(folder).filter(|folder| self.content.is_section(self.file.language, folder)).collect();
        sections.reverse();
        let name_of = |folder: &&str| folder.rsplit('/').next().unwrap_or_default().to_owned();
        let slug_of = |folder: &&str| {
            let key = (self.file.language, folder.to_lowercase());
            let named = self.content.slugs.get(&key).or_else(|| self.content.titles.get(&key));
            named.cloned().unwrap_or_else(|| name_of(folder))
        };
        let day = day_in_address(&self.config.date_order, self.front, self.file.name(), &self.config.zone);
        let name = self.file.name();
        let undated = dated_name(name).map(|(_, rest)| rest).filter(|_| self.config.reads_names());
        let slug = self.front.text_at("slug").map(|slug| slug.trim_matches('-').to_owned());
        PatternValues {
            sections: sections.iter().map(name_of).collect(),
            section_slugs: sections.iter().map(slug_of).collect(),
            section: self.file.section().to_owned(),
            // The rest of a name with a date is the slug.
            slug: slug.or_else(|| undated.map(str::to_owned)),
            title: self.title.to_owned(),
            name: name.to_owned(),
            date: day,
            spelling: self.config.spelling,
            form,
        }
    }
}

/// Whether Hugo writes no page for a text: it serves others, as a store of files or as an entry of a list.
pub(super) fn has_no_page(front: &Value) -> bool {
    let render = front.text_at("build.render").or_else(|| front.text_at("_build.render"));
    front.is("headless") || render.is_some_and(|render| matches!(render.as_str(), "never" | "link" | "false"))
}

/// The address of the list of a term that has no text of its own.
pub(super) fn term_address(config: &Config, language: usize, taxonomy: &str, name: &str) -> String {
    let prefix = config.prefix(language);
    let values = PatternValues {
        section: taxonomy.to_owned(),
        sections: vec![taxonomy.to_owned()],
        section_slugs: vec![taxonomy.to_owned()],
        slug: Some(name.to_owned()),
        title: name.to_owned(),
        name: name.to_owned(),
        date: Date::constant(1, 1, 1),
        spelling: config.spelling,
        form: TitleForm::Today,
    };
    let pattern = config.permalink(language, "term", taxonomy).and_then(|pattern| values.expanded(&pattern));
    let default = || format!("{}/{}", urlize::path(taxonomy, config.spelling), urlize::path(name, config.spelling));
    let path = pattern.unwrap_or_else(default);
    let is_ugly = config.value.at("uglyURLs").and_then(Value::bool) == Some(true);
    let end = if is_ugly { ".html" } else { "/" };
    format!("{prefix}/{}{end}", tidy(&path))
}

/// A path without empty parts, as it stands in an address: a `#` would end it.
fn tidy(path: &str) -> String {
    path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/").replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    fn config(more: &str) -> Config {
        let text =
            format!("defaultContentLanguage = 'uk'\n{more}\n[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n");
        Config::from_value(parse(Format::Toml, &text).unwrap())
    }

    fn file(language: usize, logical: &str) -> ContentFile {
        let (path, logical) = (format!("content/{logical}.md"), logical.to_owned());
        ContentFile { path, language, logical, stands_in: Vec::new() }
    }

    /// Written by Hugo 0.168; the text is of 1 May 2019, its title `Заголовок: перший`.
    #[test]
    fn addresses_are_those_of_hugo() {
        for (more, language, logical, front, address) in [
            ("", 0, "posts/My First Post", "", "/posts/my-first-post/"),
            ("", 0, "posts/Київ -- ніч", "", "/posts/київ----ніч/"),
            ("", 1, "posts/a/index", "", "/en/posts/a/"),
            ("", 1, "posts/a/index", "slug: b", "/en/posts/b/"),
            ("defaultContentLanguageInSubdir = true", 0, "posts/Київ", "", "/uk/posts/київ/"),
            ("uglyURLs = true", 0, "posts/a", "", "/posts/a.html"),
            ("uglyURLs = true", 0, "posts/_index", "", "/posts/"),
            ("uglyURLs = true", 0, "tags/річка/_index", "", "/tags/річка.html"),
            ("", 1, "posts/a", "url: about.html", "/en/about.html"),
            ("", 1, "posts/a", "url: /x/y/", "/x/y/"),
            ("", 1, "posts/a", "url: /Моя Сторінка/A+B", "/Моя Сторінка/A+B"),
            ("", 0, "posts/a", "url: Blog/:year/:slug\nslug: зелений", "/Blog/2019/зелений"),
            ("", 0, "posts/_index", "", "/posts/"),
            ("", 0, "posts/_index", "slug: Документи Тут", "/документи-тут/"),
            ("", 1, "_index", "", "/en/"),
            ("[permalinks]\nposts = '/:year/:month/:slug/'", 0, "posts/a", "slug: s", "/2019/05/s/"),
            ("[permalinks]\nposts = '/:year/:month/:slug/'", 0, "posts/a", "", "/2019/05/заголовок-перший/"),
            ("[permalinks]\nposts = '/:year/:title'", 1, "posts/a", "", "/en/2019/заголовок-перший/"),
            ("[permalinks]\nposts = '/:06/:1/:2/:Jan/:Monday/'", 0, "posts/a", "", "/19/5/1/may/wednesday/"),
            ("[permalinks]\nposts = '/f/:filename/'", 0, "posts/My -- Post & co", "", "/f/my--post-co/"),
            ("[permalinks]\nposts = '/n/:slugorfilename/'", 0, "posts/A + B", "", "/n/a--b/"),
            ("[permalinks]\nposts = '/:sectionslug/:slug/'", 0, "posts/a", "slug: s", "/posts/s/"),
            ("[permalinks]\nposts = '/x/:sectionslugs[:1]/:contentbasename/'", 0, "posts/a", "", "/x/posts/a/"),
            // Folders without a text of their own are not sections.
            ("[permalinks.page]\nposts = '/b/:sections[1:]/:contentbasename/'", 0, "posts/x/y/a", "", "/b/a/"),
            ("[permalinks.section]\nposts = '/archive/'", 0, "posts/_index", "", "/archive/"),
            ("[permalinks.section]\nposts = '/archive/'", 0, "posts/a", "", "/posts/a/"),
            ("[permalinks.taxonomy]\ntags = '/alltags/'", 1, "tags/_index", "", "/en/alltags/"),
            ("[permalinks]\nposts = '/:unknown/'", 0, "posts/a", "", "/posts/a/"),
            ("disablePathToLower = true", 0, "posts/A B", "", "/posts/A-B/"),
            ("removePathAccents = true", 0, "Мій/Йод і Ёлка", "", "/міи/иод-і-елка/"),
            ("[frontmatter]\ndate = [':filename']", 0, "posts/2018-03-04-name", "", "/posts/name/"),
            ("", 0, "posts/2018-03-04-name", "", "/posts/2018-03-04-name/"),
        ] {
            let (config, file) = (config(more), file(language, logical));
            let front = parse(Format::Yaml, &format!("date: 2019-05-01T00:30:00+03:00\n{front}")).unwrap();
            let mut content = Content::default();
            if let Some(slug) = front.text_at("slug").filter(|_| file.is_branch()) {
                content.slugs.insert((language, "posts".to_owned()), slug);
            }
            let link = Permalink {
                config: &config,
                content: &content,
                file: &file,
                front: &front,
                title: "Заголовок: перший",
            };
            assert_eq!(link.address().trim_end_matches('/'), address.trim_end_matches('/'), "{more} {logical} {front}");
        }
    }

    #[test]
    fn a_text_keeps_the_addresses_that_older_versions_and_aliases_gave_it() {
        let (config, content) =
            (config("[permalinks]\nposts = '/:slug/'\n[outputs]\npage = ['html', 'amp']"), Content::default());
        let front = parse(Format::Yaml, "aliases: [/old/x, rel, ../up, a.html]").unwrap();
        let file = file(1, "posts/a");
        let link = Permalink { config: &config, content: &content, file: &file, front: &front, title: "A/B & LVM" };
        let expected = "/en/a-b-lvm/ /en/a/b--lvm/ /en/old/x /old/x /en/rel /up /en/a.html /en/amp/a-b-lvm/ /en/amp/old/x /en/amp/rel \
                        /en/amp/up /en/amp/a.html";
        assert_eq!(link.addresses().join(" "), expected);
    }

    #[test]
    fn whole_addresses_and_hosts_of_languages_have_both_forms() {
        let content = Content::default();
        let addresses = |more: &str, front: &str| {
            let config = config(more);
            let (file, front) = (file(1, "posts/a"), parse(Format::Yaml, front).unwrap());
            let link = Permalink { config: &config, content: &content, file: &file, front: &front, title: "A" };
            link.addresses().join(" ")
        };
        assert_eq!(addresses("", "url: /x/"), "/x/ /en/x/");
        assert_eq!(addresses("", ""), "/en/posts/a/");
        let hosts = "baseURL = 'https://uk.example/'\n[languages.en]\nbaseURL = 'https://en.example/'\n";
        let config = Config::from_value(parse(Format::Toml, &format!("{hosts}[languages.uk]\nweight = 1\n")).unwrap());
        let hosts: Vec<_> = (0..config.languages.len()).filter_map(|at| config.own_host(at)).collect();
        assert_eq!(hosts, ["en.example"]);
    }

    #[test]
    fn terms_have_the_addresses_of_hugo() {
        for (more, name, address) in [
            ("", "Річка Дніпро", "/tags/річка-дніпро/"),
            ("", "x & y", "/tags/x--y/"),
            ("", "C++ / C#", "/tags/c++-/-c%23/"),
            ("", "#тег", "/tags/%23тег/"),
            ("", "Q?", "/tags/q/"),
            ("disablePathToLower = true", "GoLang", "/tags/GoLang/"),
            ("uglyURLs = true", "Річка", "/tags/річка.html"),
            ("[permalinks]\ntags = '/topics/:slug/'", "x & y", "/topics/x-y/"),
            ("[permalinks.term]\ntags = '/t/:title/'", "The River", "/t/the-river/"),
            ("[permalinks.page]\ntags = '/t/:slug/'", "a", "/tags/a/"),
        ] {
            assert_eq!(term_address(&config(more), 0, "tags", name), address, "{more} {name}");
        }
    }
}
