//! How long an archive takes to answer: search by one common word, three mixed ones and a rare one, lookup,
//! and the first and the deepest page of a listing.
//!
//! ```text
//! cargo bench --bench search_latency -- ARCHIVE
//! ```
//!
//! The catalog and the search index in the archive are brought up to date, or made (`litopys reindex` tells how long that takes
//! from nothing). Words are taken from the archive itself: a sample of articles tells which are common and which are rare.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking, and prints its figures"
)]

use std::{
    collections::{HashMap, HashSet},
    hint::black_box,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use litopys::{
    catalog::{Catalog, Listing, ListingKey, ListingPart, Scope},
    model::lang::Lang,
    search::{Search, SearchRequest, SearchResult, tokens},
    site::{Languages, Names},
    source::{Folder, Source, load_site},
    worker::{Indexer, NoObserver},
};

/// Articles whose words are counted.
const SAMPLE: usize = 1000;
/// Queries of each kind.
const QUERIES: usize = 200;
/// How often each is asked.
const ROUNDS: usize = 3;

fn main() {
    let archive = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let Some(archive) = archive.map(PathBuf::from) else {
        println!("give the folder of an archive: cargo bench --bench search_latency -- ARCHIVE");
        return;
    };
    let folder: Arc<dyn Source> = Arc::new(Folder::open(&archive).unwrap());
    let texts = load_site(&*folder).unwrap();
    let site = texts.site.clone().unwrap();
    let cache = archive.join(".litopys/cache");
    let catalog = Arc::new(Catalog::open(&cache, &site).unwrap());
    let begun = Instant::now();
    let report =
        Indexer::new(folder, Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), Vec::new()).pass().unwrap();
    println!("{} articles, {} read into the catalog in {:.1?}", report.articles, report.changed, begun.elapsed());

    let index = cache.join("search");
    let search = Search::new(&index);
    let begun = Instant::now();
    search.catch_up(&catalog, &site, &|_| {}).unwrap();
    println!("search index brought up to date in {:.1?}, {:.1} MB; {}", begun.elapsed(), megabytes(&index), memory());

    let numbers = numbers(&catalog);
    measure_search(&search, &catalog, (&texts.names, site.languages()), &numbers);
    measure_catalog(&catalog, &numbers);
    println!("{}", memory());
}

fn measure_search(search: &Search, catalog: &Catalog, (names, languages): (&Names, &Languages), numbers: &[i64]) {
    let lang: Lang = "uk".parse().unwrap();
    for (kind, queries) in queries(catalog, numbers, &lang) {
        let mut found = 0;
        let times = (0..ROUNDS).flat_map(|_| &queries).map(|typed| {
            let ask = SearchRequest { typed, lang: &lang, names, languages, from: 0, size: 20 };
            let begun = Instant::now();
            let answer = search.find(catalog, &ask).unwrap();
            let took = begun.elapsed();
            let SearchResult::Found(articles) = answer else { panic!("the index is not there") };
            found += articles.total;
            took
        });
        let line = percentiles(times.collect());
        println!(
            "search, {kind}: {line}; {} found on average, e.g. `{}`",
            found / (ROUNDS * queries.len()),
            queries[0]
        );
    }
}

fn measure_catalog(catalog: &Catalog, numbers: &[i64]) {
    let lang: Lang = "uk".parse().unwrap();
    let every = (numbers.len() / QUERIES).max(1);
    let cards: Vec<_> =
        numbers.iter().step_by(every).filter_map(|number| catalog.snapshot().card(*number, &lang).unwrap()).collect();
    let timed = |work: &dyn Fn(usize)| {
        let time = |n| {
            let begun = Instant::now();
            work(n);
            begun.elapsed()
        };
        percentiles((0..QUERIES * ROUNDS * 5).map(time).collect())
    };
    let lookup = |n: usize| {
        let card = &cards[n % cards.len()];
        _ = catalog.snapshot().find(&lang, card.id.collection(), card.slug.as_str()).unwrap();
    };
    println!("lookup: {}", timed(&lookup));
    let all = Listing::new(Scope::All, &lang);
    let page = |part| _ = black_box(catalog.snapshot().page(&all, part, 20).unwrap());
    println!("listing, first part: {}", timed(&|_| page(ListingPart::First)));
    println!("listing, deepest part: {}", timed(&|_| page(ListingPart::Past(ListingKey::start_of(0)))));
}

fn numbers(catalog: &Catalog) -> Vec<i64> {
    let changes = catalog.snapshot().changed_after(0, u32::MAX >> 1).unwrap();
    changes.into_iter().map(|(_, number)| number).collect()
}

/// Queries of each kind, made of words of articles that have them, so that each finds something.
fn queries(catalog: &Catalog, numbers: &[i64], lang: &Lang) -> [(&'static str, Vec<String>); 3] {
    let every = (numbers.len() / SAMPLE).max(1);
    let mut articles: Vec<HashSet<String>> = Vec::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for number in numbers.iter().step_by(every) {
        let Some((version, _)) = catalog.snapshot().version_text(*number, lang).unwrap() else { continue };
        let words = tokens(&version.body).map(|token| token.text.to_lowercase());
        let words: HashSet<String> =
            words.filter(|word| word.chars().count() > 4 && word.chars().all(char::is_alphabetic)).collect();
        for word in &words {
            *counts.entry(word.clone()).or_default() += 1;
        }
        articles.push(words);
    }
    let mut by_count: Vec<(usize, String)> = counts.iter().map(|(word, count)| (*count, word.clone())).collect();
    by_count.sort_by(|a, b| b.cmp(a));
    let common = by_count.iter().take(QUERIES / 4).map(|(_, word)| word.clone()).collect();
    let (mut mixed, mut rare) = (Vec::new(), Vec::new());
    for words in articles.iter().take(QUERIES) {
        let mut words: Vec<&String> = words.iter().collect();
        words.sort_by_key(|word| (counts[*word], (*word).clone()));
        if let (Some(first), Some(middle), Some(last)) = (words.first(), words.get(words.len() / 2), words.last()) {
            mixed.push(format!("{last} {middle} {first}"));
            rare.push((*first).clone());
        }
    }
    [("one common word", common), ("three mixed words", mixed), ("one rare word", rare)]
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    format!("p50 {:.2?}, p99 {:.2?}", at(0.5), at(0.99))
}

fn megabytes(folder: &Path) -> f64 {
    let sizes = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.metadata().map_or(0, |meta| meta.len()));
    sizes.sum::<u64>() as f64 / 1e6
}

/// What Linux says of this process: resident now, and at most.
fn memory() -> String {
    let status = std::fs::File::open("/proc/self/status").map(std::io::read_to_string);
    let status = status.ok().and_then(Result::ok).unwrap_or_default();
    let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim().to_owned();
    format!("resident {}, of which files {}, at most {}", line("VmRSS:"), line("RssFile:"), line("VmHWM:"))
}
