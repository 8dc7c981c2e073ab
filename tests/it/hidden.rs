//! Hidden articles are absent from every address: random articles and pages with films, galleries, tags, series, texts about their
//! authors and entries of menus are drafted, dated, moved, renamed, withdrawn and deleted under a clock that is moved. No word, file
//! or count of what is hidden shows anywhere, and each address that was ever public leads on, says what happened, or suggests where
//! to go. A site from whose files everything hidden was deleted answers the same at every address.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use axum::http::HeaderMap;
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::Timestamp;
use litopys::{
    article::Drafts,
    catalog::Scope,
    site::Topic,
    source::{SHARE_KEY, ShareKey},
    web::signed_path,
};

use crate::{
    authoring::run_in,
    harness::{Answer, Archive, SITE},
    leaks::{Oracle, difference, is_dead_end, leaked_word, word},
    random::{below, cases},
    rows::differing,
    unpublished::{BEGIN, LANGS, Site, When},
};

const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2mp41";
/// The listings, indexes, feeds and maps of one language, below `/<lang>/`.
const LISTINGS: [&str; 32] = [
    "", "2029", "2030", "2028", "2029/12", "2030/01", "tags", "authors", "sections", "series", "tag/shared",
    "tag/shared/feed.json", "tag/shared/feed.atom", "section/shared", "section/shared/feed.atom", "series/shared",
    "series/shared/feed.json", "author/shared", "author/shared/feed.atom", "feed.atom", "feed.json", "about/archive",
    "language", "search?q=common", "search?q=zqtitl", "search?q=words+common", "search?format=json&q=common", "kept",
    "offline", "manifest.webmanifest", "opensearch.xml", "tag/zqtag",
];
/// The addresses without a language.
const NEUTRAL: [&str; 18] = [
    "/",
    "/feed.atom",
    "/feed.json",
    "/sitemap.xml",
    "/sitemap/listings.xml",
    "/sitemap/pages.xml",
    "/robots.txt",
    "/sw.js",
    "/2029",
    "/tags",
    "/authors",
    "/oai?verb=Identify",
    "/oai?verb=ListSets",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=lang-uk",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=section-shared",
    "/litopys",
];
/// The topics of an article.
const TOPICS: [&str; 4] = ["tag", "author", "section", "series"];

/// A version, whose words stand nowhere else.
#[derive(Debug)]
struct Text {
    lang: &'static str,
    when: When,
    /// Whether its file names a day on which it was changed: its translations may then be older than it.
    is_updated: bool,
    /// How often its slug was changed.
    slugs: usize,
}

impl Text {
    fn random(lang: &'static str, begin: i64) -> Text {
        Text { lang, when: When::random(begin), is_updated: below(2) == 0, slugs: 0 }
    }

    /// The keys of its front matter that hold a date or say that it is a draft.
    fn dates(&self) -> String {
        format!("{}{}", self.when.front(), if self.is_updated { "updated = 2030-01-03\n" } else { "" })
    }
}

/// An article, or an undated page.
#[derive(Debug)]
struct Item {
    letter: char,
    is_page: bool,
    when: When,
    withdrawn: bool,
    removed: bool,
    /// Its folders, the present one last: `2029/zqid…`, `pages/zqid…`.
    ids: Vec<String>,
    texts: Vec<Text>,
    /// The article that it links to.
    links: usize,
    /// The language of the text about its author, and whether that is a draft.
    bio: Option<(&'static str, bool)>,
}

/// The address of an article without its language, from its id: undated pages lie at the root.
fn neutral(id: &str) -> &str {
    id.strip_prefix("pages/").unwrap_or(id)
}

/// The folder of an article in the archive.
fn folder(id: &str) -> String {
    if id.starts_with("pages/") { id.to_owned() } else { format!("articles/{id}") }
}

impl Item {
    fn random(n: usize, count: usize, begin: i64) -> Item {
        let letter = char::from(b'a' + u8::try_from(n).unwrap());
        let is_page = n > 0 && below(4) == 0;
        // A page has no date of its own, but its versions may appear later.
        let mut when = When::random(begin);
        when.from = when.from.or(Some(begin - 172_800)).filter(|_| !is_page);
        let mut texts: Vec<Text> =
            LANGS.into_iter().filter(|_| below(3) > 0).map(|lang| Text::random(lang, begin)).collect();
        if texts.is_empty() {
            texts.push(Text::random("uk", begin));
        }
        let ids = vec![format!("{}/{}", if is_page { "pages" } else { "2029" }, word("id", "", letter))];
        let bio = (!is_page && below(2) == 0).then(|| (LANGS[below(3)], below(3) == 0));
        Item { letter, is_page, when, withdrawn: below(8) == 0, removed: false, ids, texts, links: below(count), bio }
    }

    fn id(&self) -> &str {
        self.ids.last().unwrap()
    }

    /// `2029/slug` of an article in the year of this id, `slug` of a page.
    fn path(id: &str, slug: &str) -> String {
        if id.starts_with("pages/") { slug.to_owned() } else { format!("{}/{slug}", &id[..4]) }
    }

    /// The languages whose versions readers may see at `now`, withdrawn or not.
    fn published(&self, now: i64) -> BTreeSet<&'static str> {
        let is_public = !self.removed && self.when.is_public(now);
        self.texts.iter().filter(|text| is_public && text.when.is_public(now)).map(|text| text.lang).collect()
    }

    /// The languages whose texts readers may read at `now`.
    fn public(&self, now: i64) -> BTreeSet<&'static str> {
        if self.withdrawn { BTreeSet::new() } else { self.published(now) }
    }

    /// The language of the text about its author, if readers may see it.
    fn public_bio(&self) -> Option<&'static str> {
        self.bio.filter(|(_, is_draft)| !is_draft).map(|(lang, _)| lang)
    }

    /// Whether an address is one of the article: it has its id, or a slug.
    fn is_at(&self, address: &str) -> bool {
        let slugs = LANGS.map(|lang| word("slug", lang, self.letter));
        address.contains(&word("id", "", self.letter)) || slugs.iter().any(|slug| address.contains(slug))
    }

    fn slug(&self, text: &Text, n: usize) -> String {
        let base = word("slug", text.lang, self.letter);
        if n == 0 { base } else { format!("{base}-{n}") }
    }

    /// The words of one version that no reader sees while it is hidden. A version of an article that was withdrawn shows its
    /// title; `file` and `slug` stand in addresses.
    fn words(&self, text: &Text) -> Vec<(&'static str, String)> {
        let whats = ["title", "summary", "text", "alt", "caption", "film", "cue", "pic", "file", "person", "slug"];
        whats.map(|what| (what, word(what, text.lang, self.letter))).to_vec()
    }

    /// Words of this article alone: its id, topics and their names.
    fn topics(&self) -> Vec<String> {
        let of = |what: &str| [word(what, "", self.letter), word(what, "name", self.letter)];
        let hidden = ["id"].into_iter().chain(TOPICS);
        hidden.filter(|what| *what != "author" || self.public_bio().is_none()).flat_map(of).collect()
    }

    fn write_bio(&self, root: &Path) {
        let Some((lang, is_draft)) = self.bio else { return };
        let folder = root.join("authors").join(word("author", "", self.letter));
        fs::create_dir_all(&folder).unwrap();
        let draft = if is_draft { "draft = true\n" } else { "" };
        let bio = word("bio", "", self.letter);
        let text = format!("+++\n{draft}+++\n\nAbout {bio}. [File]({bio}.txt)\n");
        fs::write(folder.join(format!("{lang}.md")), text).unwrap();
        fs::write(folder.join(format!("{bio}.txt")), &bio).unwrap();
    }

    /// Writes its versions in `langs` with their files, and what they share.
    fn write(&self, root: &Path, linked: &str, langs: &BTreeSet<&str>) {
        if self.removed || langs.is_empty() {
            return;
        }
        let folder = root.join(folder(self.id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
        let aliases = self.ids.iter().take(self.ids.len() - 1).map(|id| format!("\"/{}\"", neutral(id)));
        let aliases = aliases.collect::<Vec<_>>().join(", ");
        let withdrawn = if self.withdrawn { "withdrawn = \"gone\"\n" } else { "" };
        let source = self.texts[0].lang;
        let meta = format!("{}source = \"{source}\"\naliases = [{aliases}]\n{withdrawn}", self.when.front());
        match self.is_page {
            true => write("page.toml", meta.as_bytes()),
            false => write("article.toml", format!("{}{meta}", self.subjects()).as_bytes()),
        }
        let picture = picture();
        for text in self.texts.iter().filter(|text| langs.contains(text.lang)) {
            let of = |what: &str| word(what, text.lang, self.letter);
            write(&format!("{}.md", text.lang), self.version(text, linked).as_bytes());
            write(&format!("{}.txt", of("file")), of("text").as_bytes());
            let (film, pic) = (of("film"), of("pic"));
            write(&format!("{film}.mp4"), MP4);
            write(&format!("{film}.png"), &picture);
            let track = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n", of("cue"));
            write(&format!("{film}.{}.vtt", text.lang), track.as_bytes());
            write(&format!("{pic}.png"), &picture);
            write(&format!("{pic}-two.png"), &picture);
        }
    }

    /// The keys of `article.toml` that say what an article is about.
    fn subjects(&self) -> String {
        let of = |what: &str| word(what, "", self.letter);
        let (section, series) = match self.links.is_multiple_of(2) {
            true => ("shared".into(), of("series")),
            false => (of("section"), "shared".into()),
        };
        format!(
            "tags = [\"shared\", \"{}\"]\nauthors = [\"shared\", \"{}\"]\nsection = \"{section}\"\nseries = \"{series}\"\npart = 1\n",
            of("tag"),
            of("author")
        )
    }

    /// The file of a version.
    fn version(&self, text: &Text, linked: &str) -> String {
        let of = |what: &str| word(what, text.lang, self.letter);
        let ids: BTreeSet<&str> = self.ids.iter().map(|id| if self.is_page { "pages/" } else { &id[..4] }).collect();
        let own = Item::path(self.id(), &self.slug(text, text.slugs));
        let old = (0..=text.slugs).flat_map(|n| ids.iter().map(move |id| Item::path(id, &self.slug(text, n))));
        let aliases: Vec<_> = old.filter(|path| *path != own).map(|path| format!("\"/{path}\"")).collect();
        let up = if self.is_page { "../../" } else { "../../../" };
        let (film, pic) = (of("film"), of("pic"));
        format!(
            "+++\ntitle = \"Common {}\"\nsummary = \"{}\"\nslug = \"{}\"\naliases = [{}]\ntranslators = [\"{}\"]\n{}+++\n\n\
             Words {}. [File]({}.txt), [other]({up}{}/).\n\n![{}]({film}.mp4 \"{}\")\n\n![{6} one]({pic}.png)\n\
             ![{6} two]({pic}-two.png)\n",
            of("title"),
            of("summary"),
            self.slug(text, text.slugs),
            aliases.join(", "),
            of("person"),
            text.dates(),
            of("text"),
            of("file"),
            folder(linked),
            of("alt"),
            of("caption"),
        )
    }

    /// A random change by an editor between two moments.
    fn change(&mut self, root: &Path, begin: i64) -> String {
        let path = |id: &str| root.join(folder(id));
        match below(10) {
            0 => self.when.draft = !self.when.draft,
            1 => self.texts[0].when.draft = !self.texts[0].when.draft,
            2 if !self.is_page => self.when.from = Some(begin + 7_200),
            3 | 4 => self.withdrawn = !self.withdrawn,
            5 | 6 if !self.removed => {
                let holder = if self.is_page { "pages" } else { ["2028", "2029"][below(2)] };
                let id = format!("{holder}/{}-{}", word("id", "", self.letter), self.ids.len());
                fs::create_dir_all(path(&id).parent().unwrap()).unwrap();
                fs::rename(path(self.id()), path(&id)).unwrap();
                self.ids.push(id);
                return format!("{} was moved", self.letter);
            }
            7 => self.texts[0].slugs += 1,
            8 => self.bio = self.bio.map(|(lang, is_draft)| (lang, !is_draft)),
            _ if below(4) == 0 && !self.removed => {
                self.removed = true;
                fs::remove_dir_all(path(self.id())).unwrap();
                return format!("{} was removed", self.letter);
            }
            _ => {}
        }
        format!("{} was changed", self.letter)
    }
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(160, 90)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A site, its articles, and all that readers were ever shown.
struct World {
    site: Site,
    key: ShareKey,
    items: Vec<Item>,
    begin: i64,
    now: i64,
    /// Changes by editors, for the message of a failure.
    log: Vec<String>,
    /// Addresses that answered 200, or that a page linked to, while the article they name was public.
    ever: BTreeSet<String>,
    /// Parts of listings and feeds that were linked.
    parts: BTreeSet<String>,
    /// The versions that were public once.
    was_public: BTreeSet<(char, &'static str)>,
}

/// `site.toml`: menus that name everything, or the sections by themselves; a home page that names all, or none; long or short parts.
fn site_toml(items: &[Item]) -> String {
    let mut site = SITE.replace("page_size = 3", ["page_size = 20", "page_size = 2"][below(2)]);
    if below(2) == 0 {
        let ids = items.iter().filter(|item| !item.is_page).map(|item| format!("\"{}\"", item.id()));
        let sections = items.iter().map(|item| format!("\"{}\"", word("section", "", item.letter)));
        let lists = [ids.collect::<Vec<_>>().join(", "), sections.collect::<Vec<_>>().join(", ")];
        _ = write!(site, "\n[home]\npinned = [{}]\nsections = [{}, \"shared\"]\n", lists[0], lists[1]);
    }
    if below(2) == 0 {
        for item in items {
            let targets = match item.is_page {
                true => vec![("page", neutral(item.id()).to_owned())],
                false => ["section", "tag", "author"].map(|topic| (topic, word(topic, "", item.letter))).to_vec(),
            };
            for (at, (target, id)) in targets.iter().enumerate() {
                let place = ["header", "footer"][at % 2];
                _ = write!(site, "\n[[menu]]\n{target} = \"{id}\"\nplace = \"{place}\"\n");
            }
        }
    }
    site
}

/// Names of all topics, those of nothing that readers see among them.
fn names_toml(items: &[Item]) -> String {
    let mut names = String::new();
    for (item, what) in items.iter().flat_map(|item| TOPICS.map(|what| (item, what))) {
        let (id, name) = (word(what, "", item.letter), word(what, "name", item.letter));
        _ = write!(names, "[{what}.{id}]\nuk = \"{name}\"\nen = \"{name}\"\nru = \"{name}\"\n");
    }
    names
}

impl World {
    fn new(count: usize) -> World {
        let (archive, items) = World::archive(count, BEGIN);
        let path = archive.path().join(".litopys/keep").join(SHARE_KEY);
        let key = ShareKey::load_or_make(&path).unwrap();
        let site = Site::new(archive, BEGIN, Drafts::Hidden).with_share_key(&path);
        let (log, ever, parts, was_public) = <(Vec<_>, BTreeSet<_>, BTreeSet<_>, BTreeSet<_>)>::default();
        World { site, key, items, begin: BEGIN, now: BEGIN, log, ever, parts, was_public }
    }

    /// Random articles, drafts and all, in an archive.
    fn archive(count: usize, begin: i64) -> (Archive, Vec<Item>) {
        let items: Vec<Item> = (0..count).map(|n| Item::random(n, count, begin)).collect();
        let archive =
            Archive::new().file("site.toml", &site_toml(&items)).file("articles/names.toml", &names_toml(&items));
        write(archive.path(), &items);
        (archive, items)
    }

    fn step(&mut self, seconds: i64) {
        self.now += seconds;
        for _ in 0..=below(2) {
            let at = below(self.items.len());
            let done = self.items[at].change(self.site.root(), self.begin);
            self.log.push(format!("{}: {done}", self.now - self.begin));
        }
        write(self.site.root(), &self.items);
        self.site.at(self.now);
    }

    fn fail(&self, what: &str, answer: &Answer) -> ! {
        let body = String::from_utf8_lossy(&answer.body);
        panic!(
            "{} s after the beginning, {what} ({})\n{:#?}\n{:#?}\n{body}",
            self.now - self.begin,
            answer.status,
            self.log,
            self.items
        )
    }

    fn oracle(&self) -> Oracle {
        Oracle { hidden: hidden(&self.items, self.now), was_public: self.was_public.clone() }
    }

    /// The addresses at which something of these articles may show.
    fn addresses(&self) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = NEUTRAL.map(str::to_owned).into();
        found.extend(LANGS.into_iter().flat_map(|lang| LISTINGS.map(|page| format!("/{lang}/{page}"))));
        for item in &self.items {
            for lang in LANGS {
                found.extend(item.ids.iter().map(|id| format!("/{lang}/{}", neutral(id))));
                found.extend(TOPICS.map(|topic| format!("/{lang}/{topic}/{}", word(topic, "", item.letter))));
                found.insert(format!("/{lang}/tag/{}/feed.atom", word("tag", "", item.letter)));
                // A slip of the hand: what is like it is suggested.
                found.insert(format!("/{lang}/tag/{}", word("tag", "", item.letter).replacen('q', "w", 1)));
                let record = format!("oai:example.org:{}/{lang}", item.id());
                found.insert(format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={record}"));
            }
            found.extend(item.ids.iter().map(|id| format!("/{}", neutral(id))));
            let author = word("author", "", item.letter);
            found.insert(format!("/media/authors/{author}/{}.txt", word("bio", "", item.letter)));
            item.texts.iter().for_each(|text| addresses_of(item, text, &mut found));
        }
        let map = self.site.get("/sitemap.xml").text().to_owned();
        let parts = map.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()?.splitn(4, '/').nth(3));
        found.extend(parts.map(|path| format!("/{path}")));
        found
    }

    fn check(&mut self) {
        // A notice says of what was taken down that it was public.
        let published =
            self.items.iter().flat_map(|item| item.published(self.now).into_iter().map(|lang| (item.letter, lang)));
        self.was_public.extend(published);
        let oracle = self.oracle();
        let mut fresh = BTreeSet::new();
        // A third of them, another one each time.
        let all = self.addresses().into_iter().chain(self.ever.clone()).chain(self.parts.clone());
        let asked: BTreeSet<String> = all.filter(|_| below(3) == 0).collect();
        for address in &asked {
            let answer = self.site.get(address);
            if let Some(leak) = oracle.leak(address, &answer) {
                self.fail(&leak, &answer);
            }
            // A file is asked for by its name, and leads to the address of its bytes.
            if address.starts_with("/media/") && (300..400).contains(&answer.status) {
                let to = answer.header("location");
                let file = self.site.get(to);
                if let Some(leak) = oracle.leak(to, &file) {
                    self.fail(&leak, &file);
                }
            }
            if let Some(word) = self.stray_withdrawn(address, &answer) {
                self.fail(&format!("{address} shows {word} of an article that was withdrawn"), &answer);
            }
            if answer.status == 200 && !address.contains("search") {
                fresh.insert(address.clone());
                fresh.extend(links(&answer));
            }
        }
        self.check_links(&oracle);
        self.check_shown();
        self.check_counts();
        if below(3) == 0 {
            self.check_without_hidden();
        }
        let ever: Vec<String> = self.ever.iter().filter(|_| below(3) == 0).cloned().collect();
        ever.iter().for_each(|address| self.check_once_public(address));
        let (parts, pages) = fresh
            .into_iter()
            .partition::<BTreeSet<_>, _>(|address| address.contains("?before=") || address.contains("?after="));
        self.parts.extend(parts);
        self.ever.extend(pages.into_iter().filter(|address| !address.contains("search") && !address.contains('?')));
    }

    /// A title that stands only in the notice in the place of a withdrawn article, or a slug in the map, at an address that is not
    /// that article's.
    fn stray_withdrawn(&self, address: &str, answer: &Answer) -> Option<String> {
        let what = if address.starts_with("/sitemap") { "slug" } else { "title" };
        let strange = self.items.iter().filter(|item| item.withdrawn && !item.is_at(address));
        let words = strange.flat_map(|item| item.texts.iter().map(move |text| word(what, text.lang, item.letter)));
        leaked_word(&words.collect::<Vec<_>>(), &String::from_utf8_lossy(&answer.body), address).cloned()
    }

    /// A signed link opens only its own article, and nothing when it has expired or the article was withdrawn.
    fn check_links(&self, oracle: &Oracle) {
        for item in &self.items {
            let own = |text: &String| text.contains(&format!("{}zz", item.letter));
            // Its text names the folder of the article that it links to.
            let linked = word("id", "", self.items[item.links].letter);
            let others = oracle.hidden.iter().filter(|word| !own(word) && **word != linked).cloned().collect();
            for (seconds, hidden) in [(3_600, others), (-1, oracle.hidden.clone())] {
                let expires = Timestamp::from_second(self.now + seconds).unwrap();
                let link = signed_path(&self.key, &item.id().parse().unwrap(), expires, None);
                let oracle = Oracle { hidden, was_public: BTreeSet::new() };
                let file = word("file", item.texts[0].lang, item.letter);
                let parts = ["".to_owned(), format!("/media/{file}.txt")];
                for part in LANGS.map(|lang| format!("/{lang}")).into_iter().chain(parts) {
                    let address = format!("{link}{part}");
                    let answer = self.site.get(&address);
                    if let Some(leak) = oracle.leak(&address, &answer).filter(|leak| !leak.contains(" is there")) {
                        self.fail(&leak, &answer);
                    }
                    let is_public = !item.public(self.now).is_empty();
                    if (seconds < 0 || item.withdrawn) && !is_public && answer.status == 200 {
                        self.fail(&format!("{address} has expired, or its article was withdrawn"), &answer);
                    }
                }
            }
        }
    }

    /// Every public version is there, with its film and its files.
    fn check_shown(&self) {
        for item in &self.items {
            let public = item.public(self.now);
            for text in item.texts.iter().filter(|text| public.contains(text.lang)) {
                let path = Item::path(item.id(), &item.slug(text, text.slugs));
                let page = self.site.get(&format!("/{}/{path}", text.lang));
                let is_there = |what: &str| page.text().contains(&word(what, text.lang, item.letter));
                if !["title", "summary", "text", "alt", "caption", "film", "pic", "file"].into_iter().all(is_there) {
                    self.fail("a version that is public lacks something", &page);
                }
                let files = links(&page).into_iter().filter(|address| address.starts_with("/media/"));
                for address in files.filter(|address| address.contains(&word("film", text.lang, item.letter))) {
                    let file = self.site.get(&address);
                    if file.status != 200 {
                        self.fail(&format!("{address} is not there"), &file);
                    }
                }
            }
            if let Some(lang) = item.public_bio() {
                let page = self.site.get(&format!("/{lang}/author/{}", word("author", "", item.letter)));
                if !page.text().contains(&word("bio", "", item.letter)) {
                    self.fail("the text about an author is not there", &page);
                }
            }
        }
    }

    fn check_counts(&self) {
        let snapshot = self.site.catalog.snapshot();
        let scopes =
            [Scope::All, Scope::Topic(Topic::Tag, "shared".into()), Scope::Topic(Topic::Author, "shared".into())];
        let dated = || self.items.iter().filter(|item| !item.is_page);
        for lang in LANGS {
            let is_shown =
                |item: &&Item| self.site.shown(&item.public(self.now)).iter().any(|(wanted, _)| *wanted == lang);
            let shown = dated().filter(is_shown).count() as u64;
            for scope in &scopes {
                let count = snapshot.count(scope, &lang.parse().unwrap()).unwrap();
                assert_eq!(count, shown, "{scope} in {lang}: {:#?} {:#?}", self.log, self.items);
            }
        }
        let numbers = snapshot.numbers(&self.site.settings().site).unwrap();
        let versions: usize = dated().map(|item| item.public(self.now).len()).sum();
        let listed = dated().filter(|item| !item.public(self.now).is_empty()).count();
        let counted = (numbers.articles, numbers.versions);
        assert_eq!(counted, (listed as u64, versions as u64), "{:#?} {:#?}", self.log, self.items);
    }

    /// A site without the files of what is hidden answers the same: nothing that readers get depends on them. And so does the one
    /// that followed every change: nothing is left of what was public.
    fn check_without_hidden(&self) {
        let with = copy(self.site.root());
        let without = Archive::new();
        for file in ["site.toml", "articles/names.toml"] {
            fs::create_dir_all(without.path().join("articles")).unwrap();
            fs::copy(self.site.root().join(file), without.path().join(file)).unwrap();
        }
        for item in &self.items {
            item.write(without.path(), self.items[item.links].id(), &item.published(self.now));
            if item.public_bio().is_some() {
                item.write_bio(without.path());
            }
        }
        let sites = [with, without].map(|archive| Site::new(archive, self.now, Drafts::Hidden));
        let [followed, with, without] = [&self.site, &sites[0], &sites[1]].map(Site::rows);
        for (one, other, what) in [(&with, &without, "depend on what is hidden"), (&followed, &with, "are left over")] {
            let rows = differing(one, other);
            assert!(rows.is_empty(), "rows of the catalog {what}: {rows:#?}\n{:#?}\n{:#?}", self.log, self.items);
        }
        for address in self.addresses().iter().chain(&self.ever).chain(&self.parts).filter(|_| below(3) == 0) {
            let [with, without] = [&sites[0], &sites[1]].map(|site| site.get(address));
            if let Some(difference) = difference(&with, &without) {
                self.fail(&format!("{address} depends on what is hidden: {difference}"), &with);
            }
            let followed = self.site.get(address);
            if address.contains("/search?format=json") && found(&followed) != found(&with) {
                self.fail(&format!("{address} finds others after a fresh start: {:?}", found(&with)), &followed);
            }
            // Harvesters are shown deleted records, and the order of search counts words of deleted articles for a while.
            let is_followed = !address.contains("/oai?") && !address.contains("/search?");
            if let Some(difference) = difference(&followed, &with).filter(|_| is_followed) {
                self.fail(&format!("{address} is another one after a fresh start: {difference}"), &followed);
            }
        }
    }

    /// An address that was public once: where its article is there, the way leads to it; where it was withdrawn, to the reason.
    fn check_once_public(&self, address: &str) {
        let (mut at, mut answer) = (address.to_owned(), self.site.get(address));
        for _ in 0..5 {
            if !(300..400).contains(&answer.status) {
                break;
            }
            let to = answer.redirect().1;
            at = to.strip_prefix("https://example.org").unwrap_or(to).to_owned();
            answer = self.site.get(&at);
        }
        let named = |item: &&Item| {
            let words = ["id", "slug"].map(|what| format!("zq{what}"));
            words.iter().any(|start| {
                address.split(start.as_str()).skip(1).any(|rest| {
                    let own = rest.split("zz").next().unwrap_or_default();
                    own.ends_with(item.letter)
                })
            })
        };
        let item = self.items.iter().find(named);
        let is_whole = |item: &Item| item.published(self.now).len() == item.texts.len();
        // Where the languages of a reader end, the page names the versions that there are.
        let is_shown = |item: &Item| {
            let shown = self.site.shown(&item.published(self.now));
            let lang = LANGS.into_iter().find(|lang| at.starts_with(&format!("/{lang}/")));
            lang.is_none_or(|lang| shown.iter().any(|(of, _)| *of == lang))
        };
        match item {
            Some(item) if is_whole(item) && !item.withdrawn && is_shown(item) && answer.status != 200 => {
                self.fail(&format!("{address} was public, its article is, and it leads to {at}"), &answer);
            }
            Some(item) if is_whole(item) && item.withdrawn && answer.status != 410 => {
                self.fail(&format!("{address} was public, its article was withdrawn, and it leads to {at}"), &answer);
            }
            _ => {}
        }
        if is_dead_end(&answer) {
            self.fail(&format!("{address} was public, and {at} is a dead end"), &answer);
        }
    }
}

/// Writes every article with all its versions, hidden ones too.
fn write(root: &Path, items: &[Item]) {
    for item in items {
        let langs = item.texts.iter().map(|text| text.lang).collect();
        item.write(root, items[item.links].id(), &langs);
        item.write_bio(root);
    }
}

/// Every word that no reader may see at `now`.
fn hidden(items: &[Item], now: i64) -> Vec<String> {
    let mut hidden = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let (published, public) = (item.published(now), item.public(now));
        for text in &item.texts {
            let shows = |what: &str| match what {
                "title" | "slug" => published.contains(text.lang),
                _ => public.contains(text.lang),
            };
            hidden.extend(item.words(text).into_iter().filter(|(what, _)| !shows(what)).map(|(_, word)| word));
        }
        if item.bio.is_some() && item.public_bio().is_none() {
            hidden.push(word("bio", "", item.letter));
        }
        let topics = item.topics().into_iter();
        match (published.is_empty(), public.is_empty()) {
            (true, _) => hidden.extend(topics),
            (false, true) => hidden.extend(topics.filter(|word| !word.starts_with("zqid"))),
            (false, false) if item.is_page => hidden.extend(topics.filter(|word| !word.starts_with("zqid"))),
            _ => {}
        }
        // A writer who links to a hidden article names its folder; `check` warns of it.
        let is_linked = items.iter().any(|other| other.links == n && !other.public(now).is_empty());
        hidden.retain(|hidden| !is_linked || *hidden != word("id", "", item.letter));
    }
    hidden
}

/// The addresses of a version and of its files, those that it had among them.
fn addresses_of(item: &Item, text: &Text, found: &mut BTreeSet<String>) {
    for n in 0..=text.slugs {
        let slug = Item::path(item.id(), &item.slug(text, n));
        for form in ["", ".md", ".json", ".bib", ".ris", "/with/uk", "/with/en"] {
            found.insert(format!("/{}/{slug}{form}", text.lang));
            found.insert(format!("/en/{slug}{form}"));
        }
        found.insert(format!("/{slug}"));
        found.insert(format!("/{}/{}", text.lang, slug.replacen("zz", "z", 1)));
    }
    let media = |name: String| item.ids.iter().map(move |id| format!("/media/{id}/{name}"));
    // The card of a version, with another digest: it leads to the present one.
    found.extend(media(format!("_card.{}.0123456789ab.png", text.lang)));
    for (what, word) in item.words(text) {
        match what {
            "title" | "text" | "alt" | "caption" | "person" => {
                // As it is, and mistyped: the index may still know it.
                let (begin, end) = word.split_at(word.len() - 4);
                found.insert(format!("/{}/search?q={word}", text.lang));
                found.insert(format!("/{}/search?q={begin}y{end}", text.lang));
                found.insert(format!("/{}/search?format=json&q={begin}y{end}", text.lang));
            }
            "film" => {
                found.extend(media(format!("{word}.mp4")));
                found.extend(media(format!("{word}.png")));
                found.extend(media(format!("{word}.{}.vtt", text.lang)));
            }
            "pic" => found.extend(media(format!("{word}.png"))),
            "file" => found.extend(media(format!("{word}.txt"))),
            _ => {}
        }
    }
}

/// The addresses of the site that an answer links to or shows: those of articles, and the parts of listings and feeds.
fn links(answer: &Answer) -> Vec<String> {
    let is_read = ["text/html", "application/atom", "application/feed"];
    if !is_read.iter().any(|kind| answer.header("content-type").starts_with(kind)) {
        return Vec::new();
    }
    let mut found = BTreeMap::new();
    for attribute in ["href=\"", "src=\"", "poster=\"", "content=\"", "_url\":\""] {
        for part in answer.text().split(attribute).skip(1) {
            let address = part.split(['"', '#']).next().unwrap_or_default();
            let address = address.strip_prefix("https://example.org").unwrap_or(address);
            let is_part = address.contains("?before=") || address.contains("?after=");
            if address.starts_with('/') && (address.contains("zq") || is_part) {
                found.insert(address.replace("&amp;", "&"), ());
            }
        }
    }
    found.into_keys().collect()
}

/// How many articles a search found, and the addresses of those that it names.
fn found(answer: &Answer) -> (Option<u64>, BTreeSet<String>) {
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let hits = json["results"].as_array().into_iter().flatten();
    (json["total"].as_u64(), hits.map(|hit| hit["url"].to_string()).collect())
}

/// Copies the files that an editor wrote.
pub(crate) fn copy(root: &Path) -> Archive {
    let archive = Archive::new();
    for path in files(root).into_iter().filter(|path| !path.starts_with(root.join(".litopys"))) {
        let to = archive.path().join(path.strip_prefix(root).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&path, &to).unwrap();
    }
    archive
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn whatever_editors_do_nothing_hidden_shows_and_no_address_dies() {
    // One world goes through all its steps on any machine; after this long no other begins.
    let (begun, budget) = (Instant::now(), Duration::from_secs(cases(5).into()));
    loop {
        let mut world = World::new(4);
        world.check();
        for seconds in [59, 1, 60, 300, 6_779, 1, 3_600, 86_400] {
            world.step(seconds);
            world.check();
        }
        world.check_without_hidden();
        if begun.elapsed() > budget {
            return;
        }
    }
}

/// The commands that write everything for readers, by the clock of the system.
#[test]
fn an_export_for_readers_has_nothing_hidden() {
    let now = Timestamp::now().as_second();
    for _ in 0..2 {
        // An hour on: of what is not yet published, nothing is when the command ends.
        let (archive, items) = World::archive(5, now + 3_600);
        let oracle = Oracle { hidden: hidden(&items, now), was_public: BTreeSet::new() };
        let out = tempfile::tempdir().unwrap();
        let site = out.path().join("site");
        let (code, said, err) = run_in(archive.path(), &["export", "site", &site.display().to_string()]);
        assert_eq!(code, 0, "{said}{err}");
        let mut written: Vec<(String, Vec<u8>)> = files(&site)
            .into_iter()
            .map(|path| (path.strip_prefix(&site).unwrap().display().to_string(), fs::read(path).unwrap()))
            .collect();
        for (n, lang) in LANGS.into_iter().enumerate() {
            let book = out.path().join(format!("{n}.epub"));
            let words = ["export", "epub", "2029", "--lang", lang, "--into", &book.display().to_string()];
            // A year without an article for readers of the language does not make a book.
            if run_in(archive.path(), &words).0 == 0 {
                written.extend(unpacked(&fs::read(book).unwrap()));
            }
        }
        for (name, body) in written {
            let answer = Answer { status: 404, headers: HeaderMap::new(), body };
            let named = oracle.hidden.iter().find(|word| name.contains(*word));
            let leak = oracle.leak("", &answer).or(named.cloned());
            assert_eq!(leak, None, "{name}: {items:#?}\n{}", String::from_utf8_lossy(&answer.body));
        }
    }
}

/// The folder of an export is put in the place of the one before it.
#[test]
fn an_export_over_an_older_one_removes_what_is_hidden_since() {
    let meta = |more: &str| format!("published = 2020-06-01\nsource = \"uk\"\ntags = [\"zqtag\"]\n{more}");
    let archive = Archive::new()
        .article("2020/open", "uk", &["uk"])
        .file("articles/2020/zqdraft/article.toml", &meta(""))
        .file("articles/2020/zqdraft/uk.md", "+++\ntitle = \"zqtitle\"\n+++\n\nText, [a file](zqfile.txt).\n")
        .file("articles/2020/zqdraft/zqfile.txt", "zqcontents");
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let words = ["zqdraft", "zqtag", "zqtitle", "zqfile", "zqcontents"];
    let mut shown = Vec::new();
    for more in ["", "draft = true\n"] {
        fs::write(archive.path().join("articles/2020/zqdraft/article.toml"), meta(more)).unwrap();
        let (code, said, err) = run_in(archive.path(), &["export", "site", &site.display().to_string()]);
        assert_eq!(code, 0, "{said}{err}");
        let names = files(&site).into_iter().map(|path| path.strip_prefix(&site).unwrap().display().to_string());
        let has_word = |name: &String| {
            let text = String::from_utf8_lossy(&fs::read(site.join(name)).unwrap()).into_owned();
            words.iter().any(|word| name.contains(word) || text.contains(word))
        };
        shown.push(names.filter(has_word).collect::<Vec<_>>());
    }
    assert!(shown[0].len() > 4, "{shown:?}");
    assert_eq!(shown[1], [""; 0]);
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let read = |at| {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().to_owned(), bytes)
    };
    (0..count).map(read).collect()
}
