//! Words a second through `tokens` and `terms`, on the articles of this repository. `cargo bench --bench analysis`.

use std::{fs, hint::black_box, path::Path, thread};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use litopys::{
    model::lang::Lang,
    search::{folded, terms, tokens},
};

/// Every article of a language, one after the other.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads what it measures")]
fn texts(lang: &str) -> String {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("articles")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == format!("{lang}.md").as_str()) {
                text += &fs::read_to_string(path).unwrap_or_default();
            }
        }
    }
    text
}

fn count_terms<'a>(lang: &Lang, words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|word| terms(black_box(lang), black_box(word)).len()).sum()
}

fn analysis(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(20);
    for tag in ["uk", "ru", "en"] {
        let Ok(lang) = tag.parse::<Lang>() else { continue };
        let text = texts(tag);
        let words: Vec<&str> = tokens(&text).map(|token| token.text).collect();
        group.throughput(Throughput::Elements(words.len() as u64));
        group.bench_function(BenchmarkId::new("tokens", tag), |bencher| {
            bencher.iter(|| tokens(black_box(&text)).count());
        });
        group.bench_function(BenchmarkId::new("folded", tag), |bencher| {
            bencher.iter(|| words.iter().map(|word| folded(word).len()).sum::<usize>());
        });
        group.bench_function(BenchmarkId::new("tokens and terms", tag), |bencher| {
            bencher.iter(|| count_terms(&lang, tokens(&text).map(|token| token.text)));
        });
        // A thread begins with an empty cache: every word is looked up.
        let mut distinct = words.clone();
        distinct.sort_unstable();
        distinct.dedup();
        group.throughput(Throughput::Elements(distinct.len() as u64));
        group.bench_function(BenchmarkId::new("terms never met", tag), |bencher| {
            bencher.iter(|| {
                thread::scope(|scope| scope.spawn(|| count_terms(&lang, distinct.iter().copied())).join().unwrap_or(0))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, analysis);
criterion_main!(benches);
