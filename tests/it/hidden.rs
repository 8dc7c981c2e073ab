//! Hidden articles are absent from every address: random articles with films, galleries, tags and series are
//! drafted, dated, moved, renamed, withdrawn and deleted under a clock that is moved. No word, file or count of what is hidden
//! shows anywhere, and each address that was ever public leads on, says what happened, or suggests where to go.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat, RgbImage};
use litopys::{article::Drafts, catalog::Scope, site::Topic};

use crate::{
    harness::{Answer, Archive, SITE},
    random::below,
    unpublished::{BEGIN, LANGS, Site, When},
};

const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2mp41";
/// The listings, indexes, feeds and maps of one language, below `/<lang>/`.
const LISTINGS: [&str; 22] = [
    "",
    "2029",
    "2030",
    "2028",
    "2029/12",
    "2030/01",
    "tags",
    "authors",
    "sections",
    "tag/shared",
    "tag/shared/feed.json",
    "section/shared",
    "series/shared",
    "author/shared",
    "feed.atom",
    "feed.json",
    "about/archive",
    "search?q=common",
    "search?q=zqtitl",
    "search?format=json&q=common",
    "kept",
    "tag/zqtag",
];
/// How long the test goes on making worlds.
const BUDGET: Duration = Duration::from_secs(7);

/// A version, whose words stand nowhere else.
#[derive(Debug)]
struct Text {
    lang: &'static str,
    when: When,
    /// How often its slug was changed.
    slugs: usize,
}

#[derive(Debug)]
struct Item {
    letter: char,
    when: When,
    withdrawn: bool,
    removed: bool,
    /// Where it lay, the present folder last.
    ids: Vec<String>,
    texts: Vec<Text>,
    /// The article that it links to.
    links: usize,
}

/// `zq`, what it is, the article's letter, `zz`: no word is within an edit of another, and each shows whose it is.
fn word(what: &str, lang: &str, letter: char) -> String {
    format!("zq{what}{lang}{letter}zz")
}

impl Item {
    fn random(n: usize, count: usize) -> Item {
        let letter = char::from(b'a' + u8::try_from(n).unwrap());
        let mut when = When::random();
        when.from = when.from.or(Some(BEGIN - 172_800));
        let mut texts: Vec<Text> = LANGS
            .into_iter()
            .filter(|_| below(3) > 0)
            .map(|lang| Text { lang, when: When::random(), slugs: 0 })
            .collect();
        if texts.is_empty() {
            texts.push(Text { lang: "uk", when: When::random(), slugs: 0 });
        }
        let ids = vec![format!("2029/{}", word("id", "", letter))];
        Item { letter, when, withdrawn: false, removed: false, ids, texts, links: below(count) }
    }

    fn id(&self) -> &str {
        self.ids.last().unwrap()
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

    /// What only this article has: its id, topics and their names.
    fn topics(&self) -> Vec<String> {
        ["id", "tag", "author", "section", "series"]
            .into_iter()
            .flat_map(|what| [word(what, "", self.letter), word(what, "name", self.letter)])
            .collect()
    }

    fn write(&self, archive: &Archive, linked: &str) {
        let folder = archive.path().join("articles").join(self.id());
        if self.removed {
            return;
        }
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
        let of = |what: &str| word(what, "", self.letter);
        let aliases = self.ids.iter().take(self.ids.len() - 1).map(|id| format!("\"/{id}\"")).collect::<Vec<_>>();
        let meta = format!(
            "{}source = \"{}\"\ntags = [\"shared\", \"{}\"]\nauthors = [\"shared\", \"{}\"]\nsection = \"{}\"\nseries = \"{}\"\n\
             part = 1\naliases = [{}]\n{}",
            self.when.front(),
            self.texts[0].lang,
            of("tag"),
            of("author"),
            if self.links.is_multiple_of(2) { "shared".into() } else { of("section") },
            if !self.links.is_multiple_of(2) { "shared".into() } else { of("series") },
            aliases.join(", "),
            if self.withdrawn { "withdrawn = \"gone\"\n" } else { "" },
        );
        write("article.toml", meta.as_bytes());
        let picture = picture();
        for text in &self.texts {
            let of = |what: &str| word(what, text.lang, self.letter);
            let years: BTreeSet<&str> = self.ids.iter().map(|id| &id[..4]).collect();
            let slugs = (0..=text.slugs).flat_map(|n| years.iter().map(move |year| (n, *year)));
            let old = slugs.filter(|(n, year)| (*n, *year) != (text.slugs, &self.id()[..4]));
            let aliases: Vec<_> = old.map(|(n, year)| format!("\"/{year}/{}\"", self.slug(text, n))).collect();
            let front = format!(
                "title = \"Common {}\"\nsummary = \"{}\"\nslug = \"{}\"\naliases = [{}]\ntranslators = [\"{}\"]\n{}",
                of("title"),
                of("summary"),
                self.slug(text, text.slugs),
                aliases.join(", "),
                of("person"),
                text.when.front(),
            );
            let (film, pic) = (of("film"), of("pic"));
            let body = format!(
                "Words {}. [File]({}.txt), [other](../../{linked}/).\n\n![{}]({film}.mp4 \"{}\")\n\n![{1} one]({pic}.png)\n\
                 ![{1} two]({pic}-two.png)\n",
                of("text"),
                of("file"),
                of("alt"),
                of("caption"),
            );
            write(&format!("{}.md", text.lang), format!("+++\n{front}+++\n\n{body}").as_bytes());
            write(&format!("{}.txt", of("file")), of("text").as_bytes());
            write(&format!("{film}.mp4"), MP4);
            write(&format!("{film}.png"), &picture);
            let track = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n", of("cue"));
            write(&format!("{film}.{}.vtt", text.lang), track.as_bytes());
            write(&format!("{pic}.png"), &picture);
            write(&format!("{pic}-two.png"), &picture);
        }
    }

    /// What an editor does to it between two moments.
    fn change(&mut self, archive: &Archive) -> String {
        let folder = |id: &str| archive.path().join("articles").join(id);
        match below(8) {
            0 => self.when.draft = !self.when.draft,
            1 => self.texts[0].when.draft = !self.texts[0].when.draft,
            2 => self.when.from = Some(BEGIN + 7_200),
            3 | 4 => self.withdrawn = !self.withdrawn,
            5 if !self.removed => {
                let year = ["2028", "2029"][below(2)];
                let id = format!("{year}/{}-{}", word("id", "", self.letter), self.ids.len());
                fs::create_dir_all(folder(&id).parent().unwrap()).unwrap();
                fs::rename(folder(self.id()), folder(&id)).unwrap();
                self.ids.push(id);
                return format!("{} was moved", self.letter);
            }
            6 => self.texts[0].slugs += 1,
            _ if below(4) == 0 && !self.removed => {
                self.removed = true;
                fs::remove_dir_all(folder(self.id())).unwrap();
                return format!("{} was removed", self.letter);
            }
            _ => {}
        }
        format!("{} was changed", self.letter)
    }
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(16, 9)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A site, its articles, and all that readers were ever shown.
struct World {
    site: Site,
    items: Vec<Item>,
    now: i64,
    /// What editors did, for a failure.
    log: Vec<String>,
    /// Addresses that answered 200, or that a page linked to, while the article they name was public.
    ever: BTreeSet<String>,
}

impl World {
    fn new(count: usize) -> World {
        let items: Vec<Item> = (0..count).map(|n| Item::random(n, count)).collect();
        let names = |what: &str| {
            let one = |item: &Item| {
                let (id, name) = (word(what, "", item.letter), word(what, "name", item.letter));
                format!("[{what}.{id}]\nuk = \"{name}\"\nen = \"{name}\"\nru = \"{name}\"\n")
            };
            items.iter().map(one).collect::<String>()
        };
        let names: String = ["tag", "author", "section", "series"].map(names).concat();
        let archive = Archive::new()
            .file("site.toml", &SITE.replace("page_size = 3", "page_size = 20"))
            .file("articles/names.toml", &names);
        items.iter().for_each(|item| item.write(&archive, items[item.links].id()));
        let site = Site::new(archive, BEGIN, Drafts::Hidden);
        World { site, items, now: BEGIN, log: Vec::new(), ever: BTreeSet::new() }
    }

    fn step(&mut self, seconds: i64) {
        self.now += seconds;
        let at = below(self.items.len());
        let done = self.items[at].change(&self.site.archive);
        self.log.push(format!("{}: {done}", self.now - BEGIN));
        for item in &self.items {
            item.write(&self.site.archive, self.items[item.links].id());
        }
        self.site.at(self.now);
    }

    fn fail(&self, what: &str, answer: &Answer) -> ! {
        let body = String::from_utf8_lossy(&answer.body);
        panic!(
            "{} s after the beginning, {what} ({})\n{:#?}\n{:#?}\n{body}",
            self.now - BEGIN,
            answer.status,
            self.log,
            self.items
        )
    }

    /// Every word that no reader may see now.
    fn hidden(&self) -> Vec<String> {
        let mut hidden = Vec::new();
        for (n, item) in self.items.iter().enumerate() {
            let (published, public) = (item.published(self.now), item.public(self.now));
            for text in &item.texts {
                let shows = |what: &str| match what {
                    "title" | "slug" => published.contains(text.lang),
                    _ => public.contains(text.lang),
                };
                hidden.extend(item.words(text).into_iter().filter(|(what, _)| !shows(what)).map(|(_, word)| word));
            }
            if published.is_empty() {
                hidden.extend(item.topics());
            } else if public.is_empty() {
                hidden.extend(item.topics().into_iter().filter(|word| !word.starts_with("zqid")));
            }
            // A writer who links to a hidden article names its folder; `check` warns of it.
            let is_linked = self.items.iter().any(|other| other.links == n && !other.public(self.now).is_empty());
            hidden.retain(|hidden| !is_linked || *hidden != word("id", "", item.letter));
        }
        hidden
    }

    /// The addresses at which something of these articles may show.
    fn addresses(&self) -> BTreeSet<String> {
        let mut found: BTreeSet<String> =
            ["/", "/feed.atom", "/feed.json", "/sitemap.xml", "/sitemap/listings.xml", "/robots.txt", "/2029", "/tags"]
                .map(str::to_owned)
                .into();
        found.extend(LANGS.into_iter().flat_map(|lang| LISTINGS.map(|page| format!("/{lang}/{page}"))));
        for item in &self.items {
            let topics = ["tag", "author", "section", "series"];
            for lang in LANGS {
                found.extend(item.ids.iter().map(|id| format!("/{lang}/{id}")));
                found.extend(topics.map(|topic| format!("/{lang}/{topic}/{}", word(topic, "", item.letter))));
                found.insert(format!("/{lang}/tag/{}/feed.atom", word("tag", "", item.letter)));
            }
            found.extend(item.ids.iter().map(|id| format!("/{id}")));
            for text in &item.texts {
                let slugs = (0..=text.slugs).map(|n| self.items_slug(item, text, n));
                for slug in slugs {
                    for form in ["", ".md", ".json", ".bib", ".ris", "/with/uk", "/with/en"] {
                        found.insert(format!("/{}/{slug}{form}", text.lang));
                        found.insert(format!("/en/{slug}{form}"));
                    }
                    found.insert(format!("/{slug}"));
                }
                for (what, word) in item.words(text) {
                    let media = |name: String| item.ids.iter().map(move |id| format!("/media/{id}/{name}"));
                    match what {
                        "title" | "text" | "alt" | "caption" | "person" => {
                            // As it is, and mistyped: the index may still know it.
                            let (begin, end) = word.split_at(word.len() - 4);
                            found.insert(format!("/{}/search?q={word}", text.lang));
                            found.insert(format!("/{}/search?q={begin}y{end}", text.lang));
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
        }
        let map = self.site.get("/sitemap.xml").text().to_owned();
        let parts = map.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()?.splitn(4, '/').nth(3));
        found.extend(parts.map(|path| format!("/{path}")));
        found
    }

    /// `2029/slug`, of the year in which the article lies.
    fn items_slug(&self, item: &Item, text: &Text, n: usize) -> String {
        format!("{}/{}", &item.id()[..4], item.slug(text, n))
    }

    fn check(&mut self) {
        let hidden = self.hidden();
        let mut fresh = BTreeSet::new();
        let asked: BTreeSet<String> = self.addresses().union(&self.ever).cloned().collect();
        for address in &asked {
            let answer = self.site.get(address);
            let said = format!("{} {}", String::from_utf8_lossy(&answer.body), answer.header("location"));
            // A 404 repeats the words of its address, and a search those that were asked for.
            let typed: String = address.chars().filter(|c| c.is_alphanumeric()).collect();
            if let Some(found) = hidden.iter().find(|word| said.contains(*word) && !typed.contains(*word)) {
                self.fail(&format!("{address} shows {found}, which is hidden"), &answer);
            }
            let is_search = address.contains("search");
            if answer.status == 200 && !is_search {
                if let Some(found) = hidden.iter().find(|word| address.contains(*word)) {
                    self.fail(&format!("{address} is there, and {found} is hidden"), &answer);
                }
                fresh.insert(address.clone());
                fresh.extend(links(&answer));
            }
        }
        self.check_shown();
        self.check_counts();
        let ever: Vec<String> = self.ever.iter().cloned().collect();
        ever.iter().for_each(|address| self.check_once_public(address));
        fresh.retain(|address| !address.contains("search") && !address.contains('?'));
        self.ever.extend(fresh);
    }

    /// What is public is there, with its film and its files.
    fn check_shown(&self) {
        for item in &self.items {
            let public = item.public(self.now);
            for text in item.texts.iter().filter(|text| public.contains(text.lang)) {
                let page = self.site.get(&format!("/{}/{}", text.lang, self.items_slug(item, text, text.slugs)));
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
        }
    }

    fn check_counts(&self) {
        let snapshot = self.site.catalog.snapshot();
        let scopes =
            [Scope::All, Scope::Topic(Topic::Tag, "shared".into()), Scope::Topic(Topic::Author, "shared".into())];
        for lang in LANGS {
            let is_shown =
                |item: &&Item| self.site.shown(&item.public(self.now)).iter().any(|(wanted, _)| *wanted == lang);
            let shown = self.items.iter().filter(is_shown).count() as u64;
            for scope in &scopes {
                let count = snapshot.count(scope, &lang.parse().unwrap()).unwrap();
                assert_eq!(count, shown, "{scope} in {lang}: {:#?} {:#?}", self.log, self.items);
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
        match item {
            Some(item) if is_whole(item) && !item.withdrawn && answer.status != 200 => {
                self.fail(&format!("{address} was public, its article is, and it leads to {at}"), &answer);
            }
            Some(item) if is_whole(item) && item.withdrawn && answer.status != 410 => {
                self.fail(&format!("{address} was public, its article was withdrawn, and it leads to {at}"), &answer);
            }
            _ => {}
        }
        let body = String::from_utf8_lossy(&answer.body);
        // A search, or the versions that there are in other languages.
        let leads_on = ["<form", "?remember\" hreflang="].iter().any(|way| body.contains(way));
        let leads_on = leads_on && body.contains("<h1") && body.contains("</html>");
        let is_dead_end = match answer.status {
            200 | 410 => false,
            404 => !leads_on,
            _ => true,
        };
        if is_dead_end {
            self.fail(&format!("{address} was public, and {at} is a dead end"), &answer);
        }
    }
}

/// The addresses of the site that an answer links to or shows.
fn links(answer: &Answer) -> Vec<String> {
    if !answer.header("content-type").starts_with("text/html") {
        return Vec::new();
    }
    let mut found = BTreeMap::new();
    for attribute in ["href=\"", "src=\"", "poster=\""] {
        for part in answer.text().split(attribute).skip(1) {
            let address = part.split(['"', '#']).next().unwrap_or_default();
            if address.starts_with('/') && address.contains("zq") {
                found.insert(address.replace("&amp;", "&"), ());
            }
        }
    }
    found.into_keys().collect()
}

#[test]
fn whatever_editors_do_nothing_hidden_shows_and_no_address_dies() {
    let begun = Instant::now();
    let mut worlds = 0;
    while worlds == 0 || begun.elapsed() < BUDGET {
        let mut world = World::new(4);
        world.check();
        for seconds in [59, 1, 60, 7_079, 1, 86_400] {
            world.step(seconds);
            world.check();
            if begun.elapsed() > BUDGET {
                return;
            }
        }
        worlds += 1;
    }
}
