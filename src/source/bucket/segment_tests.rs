//! Segments and packs: what is written is read, and nothing else is.

use std::{collections::BTreeMap, io::Read};

use proptest::prelude::*;

use super::{
    ArticleEntry, BUCKET_VERSION, ContentDigest, Contents, FileEntry, FileList, FormatError, Pack, Segment,
    SegmentHeader, Texts, is_inline, tarball::TarballWriter,
};

fn sample() -> Segment {
    let files = |paths: &[&str]| -> (FileList, Texts) {
        let text = |path: &str| format!("text of {path}").into_bytes();
        let list = paths.iter().map(|path| ((*path).to_owned(), FileEntry::of(path, &text(path)))).collect();
        (list, paths.iter().filter(|path| is_inline(path)).map(|path| ((*path).to_owned(), text(path))).collect())
    };
    let long = format!("articles/2025/dnipro/{}/субтитри.vtt", "дуже-довга-тека".repeat(8));
    let (article, mut texts) = files(&["articles/2025/dnipro/uk.md", "articles/2025/dnipro/map.png", &long]);
    let (site, more) = files(&["site.toml", "static/site.css", "static/logo.svg"]);
    texts.extend(more);
    let contents = Contents {
        articles: BTreeMap::from([("2025/dnipro".parse().unwrap(), ArticleEntry::new(article))]),
        site: Some(site),
    };
    let header = SegmentHeader {
        version: BUCKET_VERSION,
        sequence: 3,
        previous: Some(ContentDigest::of(b"two")),
        published: "2025-06-29T09:00:00Z".parse().unwrap(),
        publisher: "abc".to_owned(),
        removed: vec!["2019/old".parse().unwrap()],
        packs: Vec::new(),
        contents,
    };
    Segment { header, texts }
}

/// The bytes of a tar archive with these files.
fn tarball(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tarball = TarballWriter::new().unwrap();
    files.iter().for_each(|(path, bytes)| tarball.file(path, bytes).unwrap());
    tarball.finish().unwrap()
}

/// The same with paths that the writer of tar archives would refuse.
fn raw_tarball(entries: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, kind, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    zstd::encode_all(builder.into_inner().unwrap().as_slice(), 3).unwrap()
}

#[test]
fn a_segment_is_read_as_it_was_written_and_written_the_same_way_again() {
    let segment = sample();
    let bytes = segment.encode().unwrap();
    assert_eq!(Segment::decode(&bytes).unwrap(), segment);
    assert_eq!(segment.encode().unwrap(), bytes);
    assert!(!segment.texts.contains_key("articles/2025/dnipro/map.png"), "media are objects of their own");
    let pack = Pack { contents: segment.header.contents.clone(), texts: segment.texts.clone() };
    assert_eq!(Pack::decode(&pack.encode().unwrap()).unwrap(), pack);
    assert!(Pack::decode(&bytes).is_err() && Segment::decode(&pack.encode().unwrap()).is_err());
}

#[test]
fn the_chain_shows_a_gap_and_a_fork() {
    let segment = sample();
    let before = ContentDigest::of(b"two");
    assert!(segment.check_follows(2, Some(before)).is_ok());
    for (sequence, previous) in
        [(1, Some(before)), (3, Some(before)), (2, None), (2, Some(ContentDigest::of(b"other"))), (u64::MAX, None)]
    {
        assert!(segment.check_follows(sequence, previous).is_err(), "{sequence}");
    }
}

#[test]
fn what_is_missing_or_wrong_is_not_written() {
    let mut missing = sample();
    missing.texts.remove("site.toml");
    let mut wrong = sample();
    wrong.texts.insert("site.toml".to_owned(), b"other".to_vec());
    let mut more = sample();
    more.texts.insert("pages/about/uk.md".to_owned(), b"more".to_vec());
    for segment in [missing, wrong, more] {
        assert!(segment.encode().is_err());
    }
}

#[test]
fn every_cut_and_every_flipped_bit_is_noticed() {
    let bytes = sample().encode().unwrap();
    for length in 0..bytes.len() {
        assert!(Segment::decode(&bytes[..length]).is_err(), "cut at {length}");
    }
    assert!(Segment::decode(&[bytes.as_slice(), b"more"].concat()).is_err());
    let whole = sample();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        // A bit that means nothing may be flipped: then the segment is the same.
        if let Ok(read) = Segment::decode(&flipped) {
            assert_eq!(read, whole, "byte {at}");
        }
    }
}

#[test]
fn hostile_archives_are_refused() {
    let header = |contents: Contents| {
        let header = SegmentHeader { contents, ..sample().header };
        serde_json::to_vec(&header).unwrap()
    };
    let empty = header(Contents::default());
    let regular = tar::EntryType::Regular;
    for path in ["../x.md", "/etc/passwd", "articles/../../x.md", "articles/2025/a/.ssh/authorized_keys.md"] {
        let bytes = raw_tarball(&[("segment.json", regular, &empty), (path, regular, b"x")]);
        assert!(matches!(Segment::decode(&bytes), Err(FormatError::Path { .. })), "{path}");
    }
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Directory,
        tar::EntryType::Char,
        tar::EntryType::Block,
        tar::EntryType::Fifo,
        tar::EntryType::GNUSparse,
    ] {
        let bytes = raw_tarball(&[("segment.json", regular, &empty), ("site.toml", kind, b"")]);
        assert!(Segment::decode(&bytes).is_err(), "{kind:?}");
    }
    let unlisted = tarball(&[("segment.json", &empty), ("site.toml", b"x")]);
    assert!(matches!(Segment::decode(&unlisted), Err(FormatError::File { .. })));
    let late = tarball(&[("site.toml", b"x"), ("segment.json", &empty)]);
    assert!(Segment::decode(&late).is_err());
    let twice = tarball(&[("segment.json", &empty), ("segment.json", &empty)]);
    assert!(Segment::decode(&twice).is_err());
    let list = FileList::from([("site.toml".to_owned(), FileEntry::of("site.toml", b"x"))]);
    let listed = header(Contents { site: Some(list), ..Contents::default() });
    let twice = tarball(&[("segment.json", &listed), ("site.toml", b"x"), ("site.toml", b"x")]);
    assert!(matches!(Segment::decode(&twice), Err(FormatError::File { .. })));
    assert!(Segment::decode(&tarball(&[("segment.json", &listed), ("site.toml", b"y")])).is_err());
    assert!(Segment::decode(&tarball(&[("segment.json", b"{}")])).is_err());
    assert!(Segment::decode(&tarball(&[])).is_err() && Segment::decode(b"").is_err());
}

#[test]
fn a_later_version_says_what_to_do() {
    let header = br#"{"version": 9, "anything": true}"#;
    for later in [tarball(&[("segment.json", header)]), tarball(&[("segment.json", header), ("new/file.x", b"x")])] {
        let error = Segment::decode(&later).unwrap_err();
        assert!(matches!(error, FormatError::Version { found: 9, .. }), "{error}");
        assert!(error.to_string().contains("newer"), "{error}");
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    // A gigabyte of zeros in some thirty kilobytes, as one file that says it is short, and one that says how long it is.
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_path("segment.json").unwrap();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_size(1 << 30);
    header.set_cksum();
    std::io::Write::write_all(&mut encoder, header.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..1 << 10 {
        std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1 << 18, "{}", bomb.len());
    assert!(matches!(Segment::decode(&bomb), Err(FormatError::TooLarge { .. })));
    let zeros = zstd::encode_all(std::io::repeat(0).take(1 << 30), 3).unwrap();
    assert!(Segment::decode(&zeros).is_err());
}

proptest! {
    #[test]
    fn any_texts_come_back(texts in proptest::collection::btree_map("[a-zа-яіїєґ0-9]{1,40}", proptest::collection::vec(any::<u8>(), 0..2000), 0..20)) {
        let texts: Texts = texts.into_iter().map(|(name, text)| (format!("static/{name}.css"), text)).collect();
        let list: FileList = texts.iter().map(|(path, text)| (path.clone(), FileEntry::of(path, text))).collect();
        let pack = Pack { contents: Contents { site: Some(list), ..Contents::default() }, texts };
        let bytes = pack.encode().unwrap();
        prop_assert_eq!(Pack::decode(&bytes).unwrap(), pack);
    }

    #[test]
    fn damage_never_gives_other_contents(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let whole = sample();
        let mut bytes = whole.encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = Segment::decode(&bytes) {
            prop_assert_eq!(read, whole);
        }
    }
}
