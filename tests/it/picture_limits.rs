//! Limits of pictures: memory, time, and how often they are cleaned.

use std::{fs, io::Write};

use image::{DynamicImage, ImageFormat, RgbImage};

use crate::harness::{Archive, Served, serve};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\">";

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(64, 48)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], name, body, &crc.sum().to_be_bytes()].concat()
}

/// A PNG of so many pixels and bits; its data are long enough to hold them.
fn png((width, height): (u32, u32), depth: u8, colour: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat());
    let data = chunk(b"IDAT", &vec![0; width as usize * height as usize / 100 + 9]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, chunks.concat(), data, chunk(b"IEND", b"")].concat()
}

fn bomb(megabytes: usize) -> Vec<u8> {
    let mut coder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    (0..megabytes).for_each(|_| coder.write_all(&vec![0; 1 << 20]).unwrap());
    coder.finish().unwrap()
}

/// A JPEG whose frame header says so many pixels, and whether it is progressive.
fn jpeg(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut bytes = picture(ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 1] = if progressive { 0xc2 } else { 0xc0 };
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | ((height - 1) << 14);
    [b"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f", &bits.to_le_bytes()[..], b"\0"].concat()
}

/// A small screen, and a frame on it that is not small.
fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = picture(ImageFormat::Gif);
    let frame = bytes.windows(5).position(|part| part == [0x2c, 0, 0, 0, 0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&width.to_le_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&height.to_le_bytes());
    bytes
}

/// The codes of the problems of each of these files, all in one article.
fn codes(files: &[(&str, Vec<u8>)]) -> (Served, Vec<Vec<String>>) {
    let mut archive = Archive::new().article("2025/x", "uk", &["uk"]);
    for (file, bytes) in files {
        archive = archive.bytes(&format!("articles/2025/x/{file}"), bytes);
    }
    let site = archive.serve();
    let of = |file: &str| {
        let path = format!("articles/2025/x/{file}");
        site.problems.iter().filter(|one| one.path == path).map(|one| one.code.to_string()).collect()
    };
    let found = files.iter().map(|(file, _)| of(file)).collect();
    (site, found)
}

#[test]
fn a_picture_that_takes_more_than_a_quarter_of_a_gigabyte_is_refused() {
    let moving = [chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0])];
    let clear = [chunk(b"tRNS", &[0, 0])];
    let scan = jpeg(8000, 8000, false);
    let at = scan.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let end = scan.len() - 2;
    let scans = [&scan[..end], &scan[at..]].concat();
    let frame = scan.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    let frames = [&scan[..frame], &scan[frame..frame + 19], &jpeg(8, 8, false)[frame..]].concat();
    let two = [&png((30_000, 30_000), 8, 2, &[])[..33], &png((9, 9), 8, 2, &[])[8..]].concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("rgb8.png", png((8000, 8000), 8, 2, &[]), ""),
        ("rgba8.png", png((8000, 8000), 8, 6, &[]), ""),
        ("grey-alpha.png", png((8000, 8000), 8, 4, &[]), "picture-too-large"),
        ("grey-clear.png", png((8000, 8000), 8, 0, &clear), "picture-too-large"),
        ("rgb16.png", png((6000, 4700), 16, 2, &[]), ""),
        ("rgb16-more.png", png((6000, 4800), 16, 2, &[]), "picture-too-large"),
        ("rgba16.png", png((8000, 8000), 16, 6, &[]), "picture-too-large"),
        ("grey16.png", png((8000, 8000), 16, 0, &[]), "picture-too-large"),
        ("moving16.png", png((8000, 8000), 16, 6, &moving), ""),
        ("two-headers.png", two, "picture-broken"),
        ("photo.jpg", jpeg(8000, 8000, false), ""),
        ("progressive.jpg", jpeg(8000, 8000, true), "picture-too-large"),
        ("progressive-less.jpg", jpeg(5000, 5000, true), ""),
        ("scans.jpg", scans, "picture-too-large"),
        ("frames.jpg", frames, "picture-broken"),
        ("lossless.webp", webp(8000, 8000), "picture-too-large"),
        ("lossless-less.webp", webp(5000, 5000), ""),
        ("frame.gif", gif(60_000, 60_000), "picture-too-large"),
    ];
    let files: Vec<_> = cases.iter().map(|(file, bytes, _)| (*file, bytes.clone())).collect();
    let (site, found) = codes(&files);
    for ((file, _, code), found) in cases.iter().zip(found) {
        assert_eq!(found, if code.is_empty() { vec![] } else { vec![(*code).to_owned()] }, "{file}");
    }
    let heavy = site.problems.iter().find(|one| one.path.ends_with("rgba16.png")).unwrap().to_string();
    assert!(heavy.contains("8000 × 8000 pixels") && heavy.contains("768 MB") && heavy.contains("256 MB"), "{heavy}");
}

#[test]
fn a_profile_that_is_a_bomb_is_taken_out_without_being_unpacked() {
    let profile = |packed: &[u8]| chunk(b"iCCP", &[b"a\0\0", packed].concat());
    let sound = bomb(1);
    let files = [
        ("bomb.png", png((9, 9), 8, 2, &[profile(&bomb(400))])),
        ("damaged.png", png((9, 9), 8, 2, &[profile(b"damaged")])),
        ("many.png", png((9, 9), 8, 2, &vec![profile(&sound); 3000])),
        ("sound.png", png((9, 9), 8, 2, &[profile(&sound)])),
    ];
    let (site, found) = codes(&files);
    assert!(found.concat().is_empty(), "{found:?}");
    for (file, profiles) in [("bomb.png", 0), ("damaged.png", 0), ("many.png", 1), ("sound.png", 1)] {
        let address = site.get(&format!("/media/2025/x/{file}")).header("location").to_owned();
        let served = site.get(&address).body;
        assert_eq!(served.windows(4).filter(|part| part == b"iCCP").count(), profiles, "{file}");
    }
}

#[test]
fn a_style_sheet_loses_only_the_rules_that_load_something() {
    let drawing = format!(
        "{SVG}<style>.a{{fill:red}}@import 'x.css';@font-face{{src:url(y)}}.b{{mask:url(data:image/png;base64,AA);\
         stroke:blue}}</style><path class='a'/></svg>"
    );
    let archive = Archive::new().article("2025/x", "uk", &["uk"]).file("articles/2025/x/a.svg", &drawing);
    let site = archive.serve();
    let told: Vec<String> = site.problems.iter().map(|problem| problem.message.to_string()).collect();
    for name in ["`@import 'x.css'`", "`@font-face`", "`mask:url(data:image/png;base64,AA)` of `.b`"] {
        assert!(told.iter().any(|message| message.contains(name)), "{name}: {told:?}");
    }
    let address = site.get("/media/2025/x/a.svg").header("location").to_owned();
    let served = site.get(&address);
    assert!(served.text().contains("<style>.a{fill:red}.b{stroke:blue}</style>"), "{}", served.text());
}

#[test]
fn a_picture_is_cleaned_once() {
    let drawing = format!("{SVG}<script/><path d='M0 0'/></svg>");
    let photo = [picture(ImageFormat::Jpeg), b"\xff\xd8GPS".to_vec()].concat();
    let archive = Archive::new().article("2025/x", "uk", &["uk"]).file("articles/2025/x/a.svg", &drawing);
    let archive =
        archive.bytes("articles/2025/x/b.jpg", &photo).bytes("articles/2025/x/c.gif", &picture(ImageFormat::Gif));
    let site = serve(archive.path());
    let first: Vec<_> = ["a.svg", "b.jpg", "c.gif"]
        .map(|file| site.get(&format!("/media/2025/x/{file}")).header("location").to_owned())
        .into_iter()
        .map(|address| (site.get(&address), address))
        .collect();
    // Of the sources nothing is left that could be cleaned again.
    for file in ["a.svg", "b.jpg", "c.gif"] {
        fs::remove_file(archive.path().join("articles/2025/x").join(file)).unwrap();
    }
    for (answer, address) in first {
        assert_eq!((answer.status, answer.header("cache-control")), (200, "public, max-age=31536000, immutable"));
        let again = site.get(&address);
        assert_eq!((again.status, &again.body), (200, &answer.body), "{address}");
        assert_eq!(site.ask("HEAD", &address, &[]).status, 200, "{address}");
        assert_eq!(site.get_with(&address, &[("if-none-match", answer.header("etag"))]).status, 304, "{address}");
        let part = site.get_with(&address, &[("range", "bytes=0-0")]);
        assert_eq!((part.status, part.body.as_slice()), (206, &answer.body[..1]), "{address}");
        assert!(!answer.body.ends_with(b"GPS") && !answer.body.windows(6).any(|part| part == b"script"));
    }
}

#[test]
fn what_goes_out_as_it_is_was_cleaned_before_it_is_asked_for() {
    let archive =
        Archive::new().article("2025/x", "uk", &["uk"]).file("articles/2025/x/a.svg", &format!("{SVG}</svg>"));
    let site = serve(archive.path());
    let address = site.get("/media/2025/x/a.svg").header("location").to_owned();
    site.make_pictures();
    fs::remove_file(archive.path().join("articles/2025/x/a.svg")).unwrap();
    assert_eq!(site.ask("HEAD", &address, &[]).status, 200);
}

#[test]
fn no_cache_keeps_other_bytes_under_an_address() {
    let archive =
        Archive::new().article("2025/x", "uk", &["uk"]).file("articles/2025/x/a.svg", &format!("{SVG}</svg>"));
    let site = serve(archive.path());
    let address = site.get("/media/2025/x/a.svg").header("location").to_owned();
    // Changed, and not indexed yet.
    fs::write(archive.path().join("articles/2025/x/a.svg"), format!("{SVG}<g/></svg>")).unwrap();
    let changed = site.get(&address);
    assert_eq!((changed.status, changed.header("cache-control")), (200, "public, no-cache"));
    fs::write(archive.path().join("articles/2025/x/a.svg"), format!("{SVG}</svg>")).unwrap();
    let present = site.get(&address);
    assert_eq!((present.status, present.header("cache-control")), (200, "public, max-age=31536000, immutable"));
    assert_ne!(present.header("etag"), changed.header("etag"));
}

#[test]
fn a_long_film_that_is_none_is_reported_once() {
    let text = "+++\ntitle = \"Фільм\"\n[[image]]\nfile = \"film.mp4\"\nalt = \"Фільм\"\n+++\n\n\
                [Фільм](film.mp4)\n\n![](film.mp4)\n\n[Ще раз](./film.mp4)\n";
    let archive = Archive::new().article("2025/x", "uk", &[]).file("articles/2025/x/uk.md", text);
    fs::File::create(archive.path().join("articles/2025/x/film.mp4")).unwrap().set_len(40 << 20).unwrap();
    let site = serve(archive.path());
    let about: Vec<_> =
        site.problems.iter().map(ToString::to_string).filter(|text| text.contains("film.mp4")).collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(about[0].contains("[recording-broken]"), "{about:?}");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"))
        .args(["check", "--archive"])
        .arg(archive.path())
        .output()
        .unwrap();
    let checked = String::from_utf8_lossy(&output.stdout);
    assert_eq!(checked.matches("film.mp4").count(), 1, "{checked}");
}
