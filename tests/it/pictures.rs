//! Pictures from the file to the reader: made smaller, cleaned, refused; and a folder of hostile ones.

use std::{
    io::{Cursor, Write},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::harness::{Archive, Hooked, SITE, Served, served};

/// Noise over a gradient, so that it compresses as photos do: badly.
pub(crate) fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 26;
        Rgb([(x * 200 / width + noise) as u8, (y * 200 / height + noise) as u8, (90 + noise) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with a place, a serial number and an owner in its EXIF, and a second picture behind it, as phones write them.
fn photo_with_place(width: u32, height: u32) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    tiff.extend(entry(0x8298, 2, 15, 50));
    tiff.extend(entry(0x8825, 4, 1, 70));
    tiff.extend(entry(0xa431, 2, 3, u32::from_le_bytes(*b"SN1\0")));
    tiff.extend([0; 4]);
    tiff.extend("© Музей\0   ".as_bytes());
    tiff.resize(70, 0);
    tiff.extend(b"\x01\0\x02\0\x02\0\x03\0\0\0\x60\0\0\0GPS-50-27");
    let app1 = [b"Exif\0\0", tiff.as_slice()].concat();
    let length = u16::try_from(app1.len() + 2).unwrap().to_be_bytes();
    let plain = photo(width, height, ImageFormat::Jpeg);
    [&plain[..2], &[0xff, 0xe1], &length, &app1, &plain[2..], b"\xff\xd8GPS-AGAIN"].concat()
}

fn has(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|found| found == part.as_bytes())
}

fn archive(file: &str, bytes: &[u8]) -> Archive {
    Archive::new()
        .article("2025/boat", "uk", &[])
        .file("articles/2025/boat/uk.md", &format!("+++\ntitle = \"Човен\"\n+++\n\n![Човен]({file})\n"))
        .bytes(&format!("articles/2025/boat/{file}"), bytes)
}

/// The values of an attribute on a page.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!("{attribute}=\"");
    page.match_indices(&start).map(|(at, _)| page[at + start.len()..].split('"').next().unwrap().to_owned()).collect()
}

/// The addresses in the `srcset` of a media type.
fn srcset(page: &str, media_type: &str) -> Vec<String> {
    let source = page.split("<source ").find(|part| part.contains(media_type)).unwrap();
    values(source, "srcset")[0].split(", ").map(|one| one.split(' ').next().unwrap().to_owned()).collect()
}

pub(crate) fn open_graph(site: &Served, path: &str) -> String {
    let page = site.get(path);
    let line = page.text().lines().find(|line| line.contains("\"og:image\"")).unwrap().to_owned();
    values(&line, "content")[0].strip_prefix("https://example.org").unwrap().to_owned()
}

/// The card shows the title of its own version, whatever the readers of a language are shown in place of one.
#[test]
fn a_language_without_a_public_version_has_no_card() {
    let site = format!("{SITE}\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = []\n");
    let archive = Archive::new().file("site.toml", &site).article("2025/boat", "uk", &["uk"]);
    let site = archive.version("2025/boat", "ru", "draft = true\n").serve();
    let card = open_graph(&site, "/uk/2025/boat");
    let present = card.split('.').nth(2).unwrap();
    assert_eq!(site.get(&card).status, 200);
    assert_eq!((site.get("/en/2025/boat").status, site.get("/pl/2025/boat").status), (200, 404));
    // The first falls back to Ukrainian, the second to nothing; the third has a draft, and the last is not a language here.
    for lang in ["en", "pl", "ru", "de"] {
        for digest in [present, "0123456789ab"] {
            let path = format!("/media/2025/boat/_card.{lang}.{digest}.png");
            assert_eq!(site.get(&path).status, 404, "{path}");
        }
    }
}

#[test]
fn a_photo_is_offered_in_three_formats_with_its_size_reserved() {
    let site = archive("boat.jpg", &photo(900, 150, ImageFormat::Jpeg)).serve();
    let page = site.get("/uk/2025/boat");
    let text = page.text();
    assert_eq!(values(text, "type=\"image/avif\" srcset").len(), 1);
    assert!(text.contains(" 400w, ") && text.contains(" 800w, ") && text.contains(" 900w\""), "{text}");
    assert!(text.contains("width=\"900\" height=\"150\"") && text.contains("decoding=\"async\""));
    site.make_pictures();
    for (media_type, width, address) in [
        ("image/avif", 400, &srcset(text, "image/avif")[0]),
        ("image/webp", 800, &srcset(text, "image/webp")[1]),
        ("image/jpeg", 800, &values(text, "img src")[0]),
    ] {
        let picture = site.get(address);
        assert_eq!((picture.status, picture.header("content-type")), (200, media_type), "{address}");
        assert_eq!(picture.header("cache-control"), "public, max-age=31536000, immutable");
        if media_type != "image/avif" {
            assert_eq!(image::load_from_memory(&picture.body).unwrap().width(), width, "{address}");
        }
        assert_eq!(site.get_with(address, &[("range", "bytes=0-3")]).body.len(), 4);
        assert_eq!(site.get_with(address, &[("if-none-match", picture.header("etag"))]).status, 304);
    }
}

#[test]
fn a_picture_that_is_not_made_yet_is_there_all_the_same() {
    let bytes = photo(900, 150, ImageFormat::Jpeg);
    let site = archive("boat.jpg", &bytes).serve();
    let page = site.get("/uk/2025/boat");
    let small = srcset(page.text(), "image/avif")[0].clone();
    let answer = site.get(&small);
    assert_eq!((answer.status, answer.header("cache-control")), (302, "public, no-cache"));
    let original = site.get(answer.header("location"));
    assert_eq!((original.status, original.body.len()), (200, bytes.len()));
    site.make_pictures();
    assert_eq!(site.get(&small).status, 200);
}

#[test]
fn the_worker_makes_what_is_there_without_being_asked() {
    let site = archive("boat.jpg", &photo(500, 260, ImageFormat::Jpeg)).serve();
    site.start_pictures();
    let page = site.get("/uk/2025/boat");
    let small = srcset(page.text(), "image/avif")[0].clone();
    let start = Instant::now();
    while site.get(&small).status != 200 {
        assert!(start.elapsed() < Duration::from_secs(300), "{small} is never made");
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_picture_that_is_clean_is_not_cleaned_again() {
    let archive = archive("map.svg", &svg("<path d=\"M0 0\"/><script/>"));
    let reads = Arc::new(AtomicUsize::new(0));
    let own = Arc::clone(&reads);
    let before_file =
        Box::new(move |path: &str| _ = own.fetch_add(usize::from(path.ends_with(".svg")), Ordering::Relaxed));
    let site = served(Arc::new(Hooked { before_file, ..Hooked::new(&archive) }));
    for _ in 0..3 {
        site.make_pictures();
        assert_eq!(reads.load(Ordering::Relaxed), 1);
    }
}

#[test]
fn an_address_of_what_is_not_made_or_of_other_bytes_leads_nowhere_or_to_the_present() {
    let site = archive("boat.jpg", &photo(900, 150, ImageFormat::Jpeg)).serve();
    let page = site.get("/uk/2025/boat");
    let small = srcset(page.text(), "image/webp")[0].clone();
    for wrong in [
        small.replace("400.webp", "401.webp"),
        small.replace("400.webp", "400.png"),
        small.replace("boat.jpg", "b.jpg"),
    ] {
        assert_eq!(site.get(&wrong).status, 404, "{wrong}");
    }
    let digest = small.split('.').nth(2).unwrap();
    assert_eq!(site.get(&small.replace(digest, "000000000000")).redirect(), (302, small.as_str()));
}

#[test]
fn a_place_never_leaves_the_archive_and_the_owner_always_goes_along() {
    let bytes = photo_with_place(800, 170);
    assert!(has(&bytes, "GPS-50") && has(&bytes, "SN1"));
    let site = archive("boat.jpg", &bytes).serve();
    assert_eq!(site.problems, []);
    site.make_pictures();
    let page = site.get("/uk/2025/boat");
    let original = site.get("/media/2025/boat/boat.jpg").header("location").to_owned();
    let all = ["image/avif", "image/webp"].iter().flat_map(|kind| srcset(page.text(), kind));
    let all: Vec<String> = all.chain(values(page.text(), "img src")).chain([original]).collect();
    assert_eq!(all.len(), 6);
    for address in all {
        let picture = site.get(&address);
        assert_eq!(picture.status, 200, "{address}");
        assert!(!has(&picture.body, "GPS") && !has(&picture.body, "SN1"), "{address}");
        assert!(has(&picture.body, "© Музей"), "{address}");
    }
}

#[test]
fn a_preview_is_a_picture_that_other_sites_show() {
    let photo = archive("boat.jpg", &photo(900, 150, ImageFormat::Jpeg)).serve();
    photo.make_pictures();
    let preview = photo.get(&open_graph(&photo, "/uk/2025/boat"));
    assert_eq!(image::load_from_memory(&preview.body).unwrap().width(), 900);
    assert_eq!(preview.header("content-type"), "image/jpeg");

    let drawing = archive("map.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"/>").serve();
    let address = open_graph(&drawing, "/uk/2025/boat");
    assert!(address.starts_with("/media/2025/boat/_card.uk."), "{address}");
    let card = drawing.get(&address);
    assert_eq!(
        (card.header("content-type"), card.header("cache-control")),
        ("image/png", "public, max-age=31536000, immutable")
    );
    let picture = image::load_from_memory(&card.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (1200, 630));
    assert_eq!(drawing.get(&address).body, card.body, "the second time it is read, not drawn");
    let digest = address.split('.').nth(2).unwrap();
    assert_eq!(drawing.get(&address.replace(digest, "000000000000")).redirect(), (302, address.as_str()));
    for none in [address.replace(".uk.", ".ru."), address.replace(".uk.", ".de."), address.replace("boat", "bat")] {
        assert_eq!(drawing.get(&none).status, 404, "{none}");
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], name, body, &crc.sum().to_be_bytes()].concat()
}

fn png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunks.concat(), chunk(b"IEND", b"")].concat()
}

/// `megabytes` of zeros in a few kilobytes.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut coder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    (0..megabytes).for_each(|_| coder.write_all(&vec![0; 1 << 20]).unwrap());
    coder.finish().unwrap()
}

fn svg(inside: &str) -> Vec<u8> {
    let open =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 6\"";
    format!("{open}>{inside}</svg>").into_bytes()
}

/// Hostile files, each with the code of the problem that it must be; empty where it is to be shown, cleaned.
fn hostile_pixels() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let jpeg = photo(64, 48, ImageFormat::Jpeg);
    let (gif, webp) = (photo(64, 48, ImageFormat::Gif), photo(64, 48, ImageFormat::WebP));
    let sound = photo(64, 48, ImageFormat::Png);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let with = |bytes: &[u8], at: usize, new: &[u8]| [&bytes[..at], new, &bytes[at + new.len()..]].concat();
    let mut noise = jpeg.clone();
    noise.iter_mut().skip(scan + 14).step_by(7).for_each(|byte| *byte = byte.wrapping_mul(31) & 0x7f);
    let noise = [&noise[..noise.len() - 2], &[0xff, 0xd9]].concat();
    let scans = [&jpeg[..scan], &jpeg[scan..jpeg.len() - 2].repeat(2000), &[0xff, 0xd9]].concat();
    let loop_exif = b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x08\0\0\0";
    let vp8x = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff";
    let vp8l = b"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\xff\xff\xff\x0f\0";
    vec![
        ("pixels.png", png(60_000, 60_000, &[chunk(b"IDAT", &bomb(1))]), "picture-too-large"),
        ("square.png", png(8000, 8000, &[chunk(b"IDAT", &bomb(1))]), "picture-broken"),
        ("sum.png", with(&sound, 40, b"\x55"), "picture-broken"),
        ("critical.png", png(1, 1, &[chunk(b"EVIL", b"x")]), "picture-broken"),
        ("headless.png", [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IDAT", b"x")].concat(), "picture-broken"),
        ("nothing.png", png(0, 9, &[chunk(b"IDAT", b"x")]), "picture-broken"),
        ("cut.png", sound[..sound.len() / 2].to_vec(), "picture-broken"),
        (
            "text-bomb.png",
            png(1, 1, &[chunk(b"zTXt", &[b"a\0\0", bomb(50).as_slice()].concat()), chunk(b"IDAT", &bomb(0))]),
            "",
        ),
        ("cut.jpg", jpeg[..jpeg.len() / 2].to_vec(), "picture-broken"),
        ("no-scan.jpg", [&jpeg[..scan], &[0xff, 0xd9]].concat(), "picture-broken"),
        ("pixels.jpg", with(&jpeg, frame + 5, &[0xff; 4]), "picture-too-large"),
        ("flat.jpg", with(&jpeg, frame + 5, &[0; 2]), "picture-broken"),
        ("scans.jpg", scans, "picture-broken"),
        ("noise.jpg", noise, ""),
        ("loop.jpg", [&jpeg[..2], loop_exif, &jpeg[2..]].concat(), ""),
        ("drawing.jpg", sound.clone(), "picture-mismatch"),
        ("page.png", b"<html><script>alert(1)</script></html>".to_vec(), "picture-broken"),
        ("pixels.gif", with(&gif, 6, &[0xff; 4]), "picture-too-large"),
        ("cut.gif", gif[..gif.len() - 9].to_vec(), "picture-broken"),
        ("empty.gif", Vec::new(), "picture-broken"),
        ("pixels.webp", vp8x.to_vec(), "picture-too-large"),
        ("solid.webp", vp8l.to_vec(), "picture-too-large"),
        ("cut.webp", webp[..webp.len() - 5].to_vec(), "picture-broken"),
        ("long.webp", with(&webp, 4, &[0xff; 4]), "picture-broken"),
    ]
}

/// The same, of drawings and of kinds that are not shown.
fn hostile_others() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>\
                  <svg xmlns=\"http://www.w3.org/2000/svg\">&c;</svg>";
    vec![
        ("phone.heic", b"\0\0\0\x18ftypheic".to_vec(), "picture-kind"),
        ("scan.tiff", b"II*\0\x08\0\0\0".to_vec(), "picture-kind"),
        ("bomb.svgz", bomb(50), "picture-kind"),
        ("laughs.svg", laughs.as_bytes().to_vec(), "picture-broken"),
        ("deep.svg", svg(&["<g>".repeat(50_000), "</g>".repeat(50_000)].concat()), "picture-broken"),
        ("utf16.svg", b"\xff\xfe<\0s\0v\0g\0/\0>\0".to_vec(), "picture-broken"),
        ("page.svg", b"<html xmlns=\"http://www.w3.org/1999/xhtml\"><script/></html>".to_vec(), "picture-broken"),
        ("script.svg", svg("<script>alert(1)</script>"), "svg-cleaned"),
        ("handler.svg", svg("<rect onload=\"alert(1)\"/>"), "svg-cleaned"),
        (
            "foreign.svg",
            svg("<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>"),
            "svg-cleaned",
        ),
        ("fetch.svg", svg("<image xlink:href=\"https://evil.example/pixel\"/>"), "svg-cleaned"),
        ("import.svg", svg("<style>@import url(https://evil.example/a)</style>"), "svg-cleaned"),
        ("animate.svg", svg("<set attributeName=\"href\" to=\"javascript:alert(1)\"/>"), "svg-cleaned"),
    ]
}

fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    [hostile_pixels(), hostile_others()].concat()
}

#[test]
fn hostile_pictures_are_told_and_do_no_harm() {
    let mut text = "+++\ntitle = \"Пастка\"\n+++\n\n".to_owned();
    let mut archive = Archive::new().article("2025/trap", "uk", &[]);
    for (file, bytes, _) in hostile() {
        text.push_str(&format!("![{file}]({file})\n\n"));
        archive = archive.bytes(&format!("articles/2025/trap/{file}"), &bytes);
    }
    let site = archive.file("articles/2025/trap/uk.md", &text).serve();
    site.make_pictures();
    let page = site.get("/uk/2025/trap");
    assert_eq!(page.status, 200);
    assert!(hostile().len() >= 20);
    for (file, _, code) in hostile() {
        let path = format!("articles/2025/trap/{file}");
        let codes: Vec<&str> =
            site.problems.iter().filter(|one| one.path == path).map(|one| one.code.as_ref()).collect();
        let told: Vec<String> = site.problems.iter().filter(|one| one.path == path).map(ToString::to_string).collect();
        assert_eq!(codes, if code.is_empty() { vec![] } else { vec![code] }, "{file}: {told:?}");
        assert!(told.iter().all(|problem| problem.contains("help: ")), "{told:?}");
        let shown = code.is_empty() || code == "svg-cleaned";
        let plain = site.get(&format!("/media/2025/trap/{file}"));
        assert_eq!(plain.status, if shown { 302 } else { 404 }, "{file}");
        assert_eq!(page.text().contains(&format!("alt=\"{file}\"")), shown, "{file}");
        if shown {
            let served = site.get(plain.header("location"));
            assert_eq!(served.status, 200, "{file}");
            let wrong =
                ["script", "onload", "foreignObject", "evil", "javascript"].iter().find(|word| has(&served.body, word));
            assert_eq!(wrong, None, "{file}");
        }
    }
    let others: Vec<_> = site.problems.iter().filter(|one| one.path.ends_with(".md")).collect();
    assert!(others.is_empty(), "nothing is told twice: {others:?}");
}

#[test]
fn a_photo_whose_pixels_are_damaged_is_sent_as_it_is() {
    // Sound chunks around nonsense: only a decoder finds out.
    let nonsense: Vec<u8> = (0..40_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let site = archive("boat.png", &png(900, 60, &[chunk(b"IDAT", &nonsense)])).serve();
    site.make_pictures();
    let page = site.get("/uk/2025/boat");
    let answer = site.get(&srcset(page.text(), "image/avif")[0]);
    assert_eq!((answer.status, site.get(answer.header("location")).status), (302, 200));
}
