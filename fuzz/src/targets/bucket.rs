//! Objects of a bucket with random bytes: accepted ones are complete, have valid paths, and are written as they were read.

#[cfg(not(feature = "bucket"))]
pub(super) fn run(_data: &[u8]) {}

#[cfg(feature = "bucket")]
pub(super) fn run(data: &[u8]) {
    use litopys::source::bucket::{Pack, Segment, SnapshotPointer};

    // The input itself, and the input as the contents of a valid zstd frame, which random bytes rarely are.
    let packed = zstd::encode_all(data, 1).expect("memory takes all");
    for bytes in [data, &packed] {
        if let Ok(segment) = Segment::decode(bytes) {
            check(&segment.header.contents, &segment.texts);
            let again = segment.encode().expect("what was read can be written");
            assert_eq!(Segment::decode(&again).expect("what was written can be read"), segment);
        }
        if let Ok(pack) = Pack::decode(bytes) {
            check(&pack.contents, &pack.texts);
            let again = pack.encode().expect("what was read can be written");
            assert_eq!(Pack::decode(&again).expect("what was written can be read"), pack);
        }
    }
    if let Ok(pointer) = SnapshotPointer::decode(data) {
        let again = pointer.encode().expect("what was read can be written");
        assert_eq!(SnapshotPointer::decode(&again).expect("what was written can be read"), pointer);
    }
}

/// Whether every file lies in an archive and has the bytes that its digest promises.
#[cfg(feature = "bucket")]
fn check(contents: &litopys::source::bucket::Contents, texts: &litopys::source::bucket::Texts) {
    use litopys::source::bucket::{ContentDigest, is_archive_path};

    for (path, entry) in contents.files() {
        assert!(is_archive_path(path) && !path.contains("..") && !path.starts_with('/'), "{path}");
        match texts.get(path) {
            Some(text) => assert_eq!((ContentDigest::of(text), text.len() as u64), (entry.digest, entry.size)),
            None => assert!(entry.media, "{path}"),
        }
    }
    for path in texts.keys() {
        assert!(contents.files().any(|(known, entry)| known == path && !entry.media), "{path}");
    }
}
