//! A damaged bucket: objects with flipped bytes, cut short and missing, a log with a gap or a fork, a damaged local copy.

use std::{fs, sync::Arc, thread, time::Duration};

use litopys::source::{
    Health, SiteFiles, Source, SourceChanges,
    bucket::{Bucket, ContentDigest, media_key, segment_key},
};

use crate::{
    by_hand::{OPTIONS, fresh, id, published, reader, text, version, write_article},
    harness::{eventually, served},
};

/// The damages that an object can take.
fn damages(bytes: &[u8]) -> Vec<(String, Option<Vec<u8>>)> {
    let flipped = (0..bytes.len()).step_by((bytes.len() / 24).max(1)).map(|at| {
        let mut damaged = bytes.to_vec();
        damaged[at] ^= 0x10;
        (format!("flipped at {at}"), Some(damaged))
    });
    let cut = [0, 1, bytes.len() / 2, bytes.len() - 1].map(|at| (format!("cut at {at}"), Some(bytes[..at].to_vec())));
    let longer = ("longer".to_owned(), Some([bytes, b"more"].concat()));
    flipped.chain(cut).chain([longer, ("missing".to_owned(), None)]).collect()
}

#[test]
fn a_damaged_segment_is_not_applied_and_its_valid_replacement_is() {
    let bucket = published(3);
    let (reader, _state) = fresh(&bucket);
    let before = reader.contents().unwrap();
    write_article(&bucket, "a0", "second");
    write_article(&bucket, "new", "new");
    bucket.remove("articles/2025/a1");
    let key = segment_key(bucket.publish());
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        assert_eq!(reader.update().is_ok(), damaged.is_none(), "{what}");
        assert_eq!(reader.contents().unwrap(), before, "{what}");
        assert_eq!(text(&reader, "a1").unwrap(), version("first 1"), "{what}");
    }
    fs::write(bucket.path(&key), sound).unwrap();
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("second"));
    assert_eq!((text(&reader, "a1"), reader.contents().unwrap() == before), (None, false));
}

#[test]
fn a_damaged_pack_delays_its_publish_only() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    let before = reader.contents().unwrap();
    (0..8).for_each(|n| write_article(&bucket, &format!("b{n}"), "packed"));
    bucket.publish_in(2);
    let key = bucket.keys("packs").into_iter().next_back().unwrap();
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        assert!(reader.update().is_err(), "{what}");
        assert_eq!(reader.contents().unwrap(), before, "{what}");
        let state = tempfile::tempdir().unwrap();
        assert!(Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).is_err(), "{what}");
    }
    fs::write(bucket.path(&key), sound).unwrap();
    reader.update().unwrap();
    assert_eq!(text(&reader, "b7").unwrap(), version("packed"));
}

#[test]
fn the_next_snapshot_replaces_a_damaged_segment() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    let reader = Arc::new(reader);
    write_article(&bucket, "a0", "second");
    let key = segment_key(bucket.publish());
    fs::write(bucket.path(&key), b"no segment").unwrap();
    reader.follow(&Health::default(), Duration::from_millis(5)).unwrap();
    thread::sleep(Duration::from_millis(100));
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
    bucket.snapshot(None);
    eventually(Duration::from_secs(300), "the snapshot is taken", || text(&reader, "a0").unwrap() == version("second"));
}

#[test]
fn the_next_snapshot_replaces_a_publish_whose_packs_are_lost() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    (0..8).for_each(|n| write_article(&bucket, &format!("b{n}"), "packed"));
    bucket.publish_in(2);
    for key in bucket.keys("packs") {
        fs::remove_file(bucket.path(&key)).unwrap();
    }
    assert!(reader.update().is_err());
    (0..8).for_each(|n| write_article(&bucket, &format!("b{n}"), "later"));
    bucket.publish();
    bucket.snapshot(None);
    reader.update().unwrap();
    assert_eq!(text(&reader, "b7").unwrap(), version("later"));
}

#[test]
fn a_reader_that_updates_once_takes_the_snapshot_behind_a_damaged_segment() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    write_article(&bucket, "a0", "second");
    let key = segment_key(bucket.publish());
    fs::write(bucket.path(&key), b"no segment").unwrap();
    assert!(reader.update().is_err());
    bucket.snapshot(None);
    // As one that makes a checkpoint does: it is not there a second time.
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("second"));
}

#[test]
fn a_gap_in_the_log_leads_to_the_snapshot() {
    let bucket = published(4);
    let (reader, _state) = fresh(&bucket);
    bucket.remove("articles/2025/a3");
    for n in 0..5 {
        write_article(&bucket, "a0", &format!("edit {n}"));
        bucket.publish();
    }
    bucket.snapshot(None);
    bucket.trim(5);
    write_article(&bucket, "a1", "behind the snapshot");
    bucket.publish();
    let cursor = reader.snapshot(&mut |_| {}).unwrap().cursor;
    reader.update().unwrap();
    assert_eq!(reader.sequence().unwrap(), 7);
    assert_eq!(text(&reader, "a0").unwrap(), version("edit 4"));
    assert_eq!(text(&reader, "a1").unwrap(), version("behind the snapshot"));
    assert_eq!(text(&reader, "a3"), None);
    let SourceChanges::Known(delta) = reader.changes(&cursor) else { panic!("the cursor is known") };
    let named: Vec<_> = delta.articles.iter().map(ToString::to_string).collect();
    assert_eq!(named, ["2025/a0", "2025/a1", "2025/a3"], "what is the same is not read again");
    assert_eq!(reader.contents().unwrap(), fresh(&bucket).0.contents().unwrap());
}

#[test]
fn a_fork_leads_every_reader_to_the_same_content() {
    let bucket = published(2);
    let (first, _one) = fresh(&bucket);
    bucket.snapshot(None);
    let before = bucket.state();
    write_article(&bucket, "a0", "of one publisher");
    write_article(&bucket, "lost", "of one publisher");
    bucket.publish();
    first.update().unwrap();
    // The other one did not see it, and the store let it overwrite the segment.
    bucket.set_state(before);
    write_article(&bucket, "a1", "of the other");
    bucket.publish();
    let (second, _two) = fresh(&bucket);
    assert_ne!(first.contents().unwrap(), second.contents().unwrap());
    write_article(&bucket, "a1", "of the other, later");
    bucket.publish();
    for reader in [&first, &second] {
        reader.update().unwrap();
        assert_eq!(text(reader, "a1").unwrap(), version("of the other, later"));
        assert_eq!((text(reader, "a0").unwrap(), text(reader, "lost")), (version("first 0"), None));
    }
    assert_eq!(first.contents().unwrap(), second.contents().unwrap());
}

#[test]
fn a_restored_bucket_is_followed_and_an_emptied_one_changes_nothing() {
    let bucket = published(2);
    bucket.snapshot(None);
    let before = bucket.state();
    write_article(&bucket, "a0", "lost with the store");
    let key = segment_key(bucket.publish());
    let (reader, _state) = fresh(&bucket);
    fs::remove_file(bucket.path(&key)).unwrap();
    bucket.set_state(before);
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
    for folder in ["log", "packs"] {
        fs::remove_dir_all(bucket.path(folder)).unwrap();
    }
    fs::remove_file(bucket.path("snapshot.json")).unwrap();
    assert!(reader.update().is_err());
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
}

#[test]
fn a_missing_or_damaged_picture_affects_nothing_else_and_is_fetched_later() {
    let bucket = published(1);
    bucket.write("articles/2025/a0/map.png", b"not quite a picture".to_vec());
    bucket.publish();
    let key = bucket.keys("media").into_iter().next().unwrap();
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        let (reader, state) = fresh(&bucket);
        let listed = |reader: &Bucket| {
            let mut digest = None;
            reader.snapshot(&mut |item| digest = Some(item.metadata_digest)).unwrap();
            digest.unwrap()
        };
        let folder = reader.fetch(&id("a0")).unwrap().unwrap();
        let bytes = |path: &str| folder.files.iter().find(|file| file.path.ends_with(path)).unwrap().bytes.clone();
        assert!(bytes("map.png").is_err() && bytes("uk.md").is_ok(), "{what}");
        assert_ne!(folder.metadata_digest, listed(&reader), "{what}: it will be read again");
        drop(reader);
        fs::write(bucket.path(&key), &sound).unwrap();
        let again = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).unwrap();
        let whole = again.fetch(&id("a0")).unwrap().unwrap();
        assert_eq!(whole.metadata_digest, listed(&again), "{what}");
        assert!(whole.files.iter().all(|file| file.bytes.is_ok()), "{what}");
    }
}

#[test]
fn a_missing_file_of_the_site_holds_up_nothing_and_is_put_when_it_is_there() {
    let bucket = published(2);
    bucket.write("static/logo.png", [1]);
    bucket.publish();
    let (reader, _state) = fresh(&bucket);
    let files = |reader: &Bucket| -> Vec<Vec<u8>> {
        reader.site_files("static").unwrap().into_iter().map(|file| file.bytes.unwrap()).collect()
    };
    write_article(&bucket, "a0", "second");
    bucket.write("static/logo.png", [2]);
    bucket.write("static/new.png", [3]);
    bucket.publish();
    let objects = [2, 3].map(|byte: u8| bucket.path(&media_key(&ContentDigest::of(&[byte]))));
    fs::remove_file(&objects[0]).unwrap();
    fs::write(&objects[1], [4_u8]).unwrap();
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("second"));
    assert_eq!(files(&reader), [[1]], "the former logo stays");
    let (late, _other) = fresh(&bucket);
    assert_eq!((text(&late, "a0").unwrap(), files(&late)), (version("second"), vec![vec![1]]));
    let cursor = reader.snapshot(&mut |_| {}).unwrap().cursor;
    fs::write(&objects[0], [2_u8]).unwrap();
    fs::write(&objects[1], [3_u8]).unwrap();
    for reader in [&reader, &late] {
        reader.update().unwrap();
        assert_eq!(files(reader), [[2], [3]]);
    }
    let SourceChanges::Known(delta) = reader.changes(&cursor) else { panic!("the cursor is known") };
    assert!(delta.site == SiteFiles::Changed && delta.articles.is_empty());
    assert_eq!(reader.contents().unwrap(), late.contents().unwrap());
}

#[test]
fn a_missing_file_of_the_site_that_is_replaced_does_not_come_back() {
    let bucket = published(1);
    bucket.write("static/logo.png", [1]);
    bucket.publish();
    let (reader, _state) = fresh(&bucket);
    bucket.write("static/logo.png", [2]);
    bucket.publish();
    let object = bucket.path(&media_key(&ContentDigest::of(&[2])));
    fs::remove_file(&object).unwrap();
    reader.update().unwrap();
    bucket.write("static/logo.png", [1]);
    bucket.publish();
    reader.update().unwrap();
    fs::write(&object, [2_u8]).unwrap();
    reader.update().unwrap();
    assert_eq!(reader.site_files("static").unwrap()[0].bytes.as_deref(), Ok(&[1][..]));
    assert_eq!(reader.contents().unwrap(), fresh(&bucket).0.contents().unwrap());
}

#[test]
fn a_damaged_local_copy_is_fetched_again() {
    let bucket = published(200);
    let (whole, state) = fresh(&bucket);
    let contents = whole.contents().unwrap();
    drop(whole);
    let path = state.path().join("source.sqlite");
    let sound = fs::read(&path).unwrap();
    for part in 0..24 {
        let mut damaged = sound.clone();
        let from = damaged.len() * part / 24;
        damaged[from..from + 64].fill(0xA5);
        fs::write(&path, damaged).unwrap();
        let Ok(reader) = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}) else {
            panic!("part {part}: a reader whose copy is damaged does not start")
        };
        for n in 0..200 {
            // Damage shows as an error, never as other words.
            if let Ok(folder) = reader.fetch(&id(&format!("a{n}"))) {
                let text = folder.and_then(|folder| folder.files.into_iter().find(|file| file.path.ends_with("uk.md")));
                let right = text.is_none_or(|file| file.bytes.unwrap() == version(&format!("first {n}")).into_bytes());
                assert!(right, "part {part}, article {n}");
            }
        }
        _ = reader.update();
        drop(reader);
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(reader(&bucket, &state).contents().unwrap(), contents);
}

#[test]
fn a_file_of_the_media_cache_that_a_crash_damaged_is_fetched_again() {
    let bucket = published(1);
    let files: [(&str, &[u8]); 2] = [("plan.pdf", b"%PDF-1.4 plan"), ("map.png", b"not quite a picture")];
    for (name, bytes) in files {
        bucket.write(&format!("articles/2025/a0/{name}"), bytes.to_vec());
    }
    bucket.publish();
    let (first, state) = fresh(&bucket);
    assert!(first.fetch(&id("a0")).unwrap().is_some());
    drop(first);
    let cached: Vec<_> = bucket.keys("media").iter().map(|key| key.rsplit('/').next().unwrap().to_owned()).collect();
    let cached: Vec<_> = cached.iter().map(|name| state.path().join("media").join(&name[..2]).join(name)).collect();
    assert!(cached.len() == 2 && cached.iter().all(|path| path.is_file()));
    for left in ["nothing", "less", "zeros"] {
        for path in &cached {
            let mut bytes = fs::read(path).unwrap();
            match left {
                "nothing" => bytes.clear(),
                "less" => bytes.truncate(4),
                _ => bytes.fill(0),
            }
            fs::write(path, bytes).unwrap();
        }
        let again = reader(&bucket, &state);
        for (name, bytes) in files {
            let found = again.site_files(&format!("articles/2025/a0/{name}")).unwrap();
            assert_eq!(found[0].bytes.as_deref(), Ok(bytes), "{left} of {name}");
        }
        if left != "zeros" {
            let stored = again.stored("articles/2025/a0/plan.pdf").unwrap();
            assert_eq!(stored.read(0, 13).unwrap(), files[0].1, "{left}");
        }
    }
}

/// A file that the archive has, and whose object is gone: the answer is that of a moment, which no cache keeps.
#[test]
fn a_missing_object_is_an_answer_of_this_moment_until_it_is_there_again() {
    let bucket = published(1);
    bucket.write("articles/2025/a0/plan.pdf", b"%PDF-1.4 plan".to_vec());
    bucket.write("articles/2025/a0/uk.md", version("first 0") + "\n[Plan](plan.pdf)\n");
    bucket.publish();
    let key = bucket.keys("media").into_iter().next().unwrap();
    let object = fs::read(bucket.path(&key)).unwrap();
    for is_indexed in [true, false] {
        let remove = || fs::remove_file(bucket.path(&key)).unwrap();
        if !is_indexed {
            remove();
        }
        let (reader, state) = fresh(&bucket);
        let site = served(Arc::new(reader));
        let page = site.get("/uk/2025/a0").text().to_owned();
        let linked = page.find("/media/2025/a0/plan").map(|at| page[at..].split('"').next().unwrap());
        let address = if is_indexed { linked.unwrap() } else { "/media/2025/a0/plan.pdf" };
        if is_indexed {
            assert_eq!(site.get(address).status, 200);
            remove();
            fs::remove_dir_all(state.path().join("media")).unwrap();
        }
        for _ in 0..3 {
            let answer = site.get(address);
            let headers =
                (answer.header("retry-after").is_empty(), answer.header("cache-control").contains("no-store"));
            assert_eq!((answer.status, headers), (503, (false, true)), "{is_indexed}: {:?}", answer.headers);
        }
        assert_eq!(site.get("/media/2025/a0/other.pdf").status, 404);
        fs::write(bucket.path(&key), &object).unwrap();
        if is_indexed {
            eventually(Duration::from_secs(300), "it is repaired", || site.get(address).body == object);
        }
    }
}
