//! The time for an uncached page: catalog, words, template; without codings, sockets and thread switches.
//!
//! `cargo bench --bench render`; `cargo bench --bench render -- --profile` renders for twenty seconds, for a profiler.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement ends where something fails")]

mod archive;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::Criterion;
use litopys::web::rendered;

fn main() {
    let served = archive::served();
    let bytes = rendered(&served.app, archive::PAGE).unwrap().len();
    println!("{} has {bytes} bytes", archive::PAGE);
    let mut arguments = std::env::args();
    if arguments.any(|word| word == "--profile") {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            black_box(rendered(&served.app, archive::PAGE));
        }
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    for (name, path) in [("article", archive::PAGE), ("home", "/en/"), ("tag", "/en/tag/all")] {
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(rendered(&served.app, path)).unwrap()));
    }
    let pictured = archive::served_with_front();
    for (name, path) in [("home with pictures", "/en/"), ("tag with pictures", "/en/tag/all")] {
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(rendered(&pictured.app, path)).unwrap()));
    }
    criterion.final_summary();
}
