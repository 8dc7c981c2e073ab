//! `cargo bench --bench pictures -- PHOTO`: what AVIF costs at each of rav1e's presets for a photo 800 pixels across, what
//! WebP costs beside it, and what a look at the photo and a preview card cost.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark tells what it finds, and stops where it cannot"
)]

use std::time::{Duration, Instant};

use image::imageops::FilterType;
use litopys::media::{CardText, accept};
use ravif::{Img, RGB8};

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn main() {
    let Some(path) = std::env::args().nth(1).filter(|argument| argument.ends_with(".jpg")) else {
        println!("expected the path of a JPEG");
        return;
    };
    let bytes = std::fs::read(&path).unwrap();
    let (_, took) = timed(|| accept(&path, &bytes).unwrap().unwrap());
    println!("a look at {} bytes: {took:?}", bytes.len());
    let (image, took) = timed(|| image::load_from_memory(&bytes).unwrap());
    println!("decoded: {took:?}");
    let (small, took) = timed(|| image.resize(800, 800, FilterType::CatmullRom).to_rgb8());
    println!("made smaller: {took:?}");
    let (width, height) = small.dimensions();
    let pixels: Vec<RGB8> = small.pixels().map(|pixel| pixel.0.into()).collect();
    for speed in [4, 6, 8, 9, 10] {
        let encoder = ravif::Encoder::new().with_quality(62.0).with_speed(speed).with_num_threads(Some(1));
        let (made, took) = timed(|| encoder.encode_rgb(Img::new(&pixels, width as usize, height as usize)).unwrap());
        println!("AVIF at speed {speed}: {} bytes, {took:?}", made.avif_file.len());
    }
    let (made, took) = timed(|| webp::Encoder::from_rgb(small.as_raw(), width, height).encode(76.0));
    println!("WebP: {} bytes, {took:?}", made.len());
    let title = "Україна виходить з Оттавської конвенції про заборону протипіхотних мін";
    let card = CardText { title, site: "Літопис", label: "UA" };
    let (drawn, took) = timed(|| card.draw().unwrap());
    println!("a card: {} bytes, {took:?}", drawn.len());
    let (_, took) = timed(|| (0..1000).filter(|_| card.can_be_drawn()).count());
    println!("a thousand looks whether a card can be drawn: {took:?}");
}
