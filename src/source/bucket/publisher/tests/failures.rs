//! Crashes, lost answers, two publishers at once.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use jiff::SignedDuration;
use object_store::memory::InMemory;

use super::world::{PIXEL, World, over, quick, read};
use crate::{
    model::date::Clock,
    source::{
        bucket::{
            ContentDigest, FormatError, LARGEST_PART, LOG, MEDIA, PACKS, SNAPSHOT, Segment, Store, StoreError,
            publisher::{PublishError, PublishOptions, Scope, state::State},
            segment_key,
            testing::{FailingStore, Fault},
        },
        testing::logged,
    },
};

#[test]
fn a_publisher_killed_at_any_write_leaves_a_whole_state_and_the_next_one_finishes() {
    for loses_state in [false, true] {
        for fault in [Fault::Before, Fault::After] {
            for write in 0.. {
                let world = World::new();
                world.article("2025/a", "Перший.");
                world.publish();
                let before = world.files();
                assert_eq!(read(&world.store()), before);
                world.article("2025/a", "Перший, виправлений.");
                world.article("2025/b", "Другий.");
                world.write("articles/2025/b/img/second.gif", &[PIXEL, b"second"].concat());
                let options = PublishOptions { snapshot: true, grace: Duration::ZERO, ..PublishOptions::default() };
                let store = over(FailingStore::over(&world.inner).dies_at(write, fault));
                let done = world.open(store, options.clone()).and_then(|mut publisher| publisher.publish(&Scope::All));
                let found = read(&world.store());
                assert!(found == before || found == world.files(), "write {write}, {fault:?}: neither old nor new");
                if done.is_ok() {
                    assert!(write > 5, "{write}");
                    break;
                }
                if loses_state {
                    world.forget();
                }
                world.publish_with(options);
                assert_eq!(read(&world.store()), world.files(), "write {write}, {fault:?}, after another try");
                assert!(world.publish().is_empty(), "write {write}, {fault:?}");
            }
        }
    }
}

#[test]
fn a_write_whose_answer_is_lost_happens_once() {
    for write in 0..12 {
        for fault in [Fault::Before, Fault::After] {
            let world = World::new();
            world.article("2025/a", "Перший.");
            let store = Arc::new(FailingStore::over(&world.inner).fails_at(write, fault));
            let patient = Store::with_object_store(store).unwrap().with_patience(Duration::from_secs(5));
            let report = world.open(patient, PublishOptions::default()).unwrap().publish(&Scope::All).unwrap();
            assert_eq!(report.sequence, Some(1), "{write} {fault:?}");
            assert_eq!((world.keys(LOG).len(), read(&world.store())), (1, world.files()), "{write} {fault:?}");
        }
    }
}

#[test]
fn a_publisher_that_goes_on_after_an_outage_at_any_write_is_not_its_own_rival() {
    for fault in [Fault::Before, Fault::After] {
        for write in 0.. {
            let world = World::new();
            world.article("2025/a", "Перший.");
            let failing = Arc::new(FailingStore::over(&world.inner).dies_at(write, fault));
            let store = Store::with_object_store(failing.clone()).unwrap().with_patience(Duration::ZERO);
            let options = PublishOptions { snapshot: true, ..PublishOptions::default() };
            let Ok(mut publisher) = world.open(store, options) else { continue };
            if publisher.publish(&Scope::All).is_ok() {
                assert!(write > 5, "{write}");
                break;
            }
            failing.comes_back();
            publisher.publish(&Scope::All).unwrap();
            assert_eq!((world.keys(LOG).len(), read(&world.store())), (1, world.files()), "{write} {fault:?}");
        }
    }
}

#[test]
fn what_fails_after_the_segment_is_not_taken_for_a_publish_that_failed() {
    for write in 0.. {
        let world = World::new();
        world.article("2025/a", "Перший.");
        let store = over(FailingStore::over(&world.inner).dies_at(write, Fault::Before));
        let mut failed = false;
        let text = logged(|| {
            let done = world.open(store, PublishOptions::default()).and_then(|mut own| own.publish(&Scope::All));
            failed = done.is_err();
        });
        if !failed {
            assert!(write > 5, "{write}");
            break;
        }
        assert_eq!(text.contains("everything is published"), world.keys(LOG).len() == 1, "{write}: {text}");
    }
}

#[test]
fn of_two_publishers_one_goes_on_and_the_other_says_why_not() {
    let (one, mut other) = (World::new(), World::new());
    other.inner = Arc::clone(&one.inner);
    one.article("2025/a", "Перший.");
    other.article("2025/b", "Другий.");
    let mut first = one.open(one.store(), PublishOptions::default()).unwrap();
    let mut second = other.open(other.store(), PublishOptions::default()).unwrap();
    first.publish(&Scope::All).unwrap();
    let error = second.publish(&Scope::All).unwrap_err();
    assert!(matches!(&error, PublishError::Conflict { what } if what.contains("segment 1")), "{error}");
    assert_eq!(read(&one.store()), one.files());
    drop(second);
    one.article("2025/c", "Третій.");
    first.publish(&Scope::All).unwrap();
    // One that starts afterwards knows what the other wrote, and brings its own folder, if that is meant.
    let error = other.open(other.store(), PublishOptions::default()).unwrap().publish(&Scope::All).unwrap_err();
    assert!(matches!(error, PublishError::Removals { removed: 2, published: 2 }), "{error}");
    let report = other.publish_with(PublishOptions { allowed_removals: 2, ..PublishOptions::default() });
    assert_eq!((report.sequence, report.removed.len()), (Some(3), 2));
    assert_eq!(read(&other.store()), other.files());
    // On one machine the file of the state keeps them apart.
    let held = one.open(one.store(), PublishOptions::default()).err();
    assert!(matches!(held, Some(PublishError::Busy { .. })), "{held:?}");
}

#[test]
fn an_idle_publisher_deletes_nothing_that_another_published_meanwhile() {
    let (one, mut other) = (World::new(), World::new());
    other.inner = Arc::clone(&one.inner);
    one.article("2025/a", "Перший.");
    other.article("2025/a", "Перший.");
    other.article("2025/b", "Другий.");
    let mut idle = one.open(one.store(), PublishOptions::default()).unwrap();
    idle.publish(&Scope::All).unwrap();
    assert_eq!(other.publish().sequence, Some(2));
    // Its next collection.
    (idle.wanted.snapshot, idle.options.grace) = (true, Duration::ZERO);
    let error = idle.publish(&Scope::All).unwrap_err();
    assert!(matches!(&error, PublishError::Conflict { what } if what.contains("segment 2")), "{error}");
    assert_eq!(read(&other.store()), other.files());
}

#[test]
fn without_conditional_writes_a_lease_keeps_two_publishers_apart() {
    let (one, mut other) = (World::new(), World::new());
    other.inner = Arc::clone(&one.inner);
    one.article("2025/a", "Перший.");
    other.article("2025/b", "Другий.");
    let garage = || {
        let store = FailingStore::over(&one.inner);
        store.ignores_conditions.store(true, Ordering::Relaxed);
        over(store)
    };
    let mut first = one.open(garage(), quick()).unwrap();
    let refused = other.open(garage(), quick()).err();
    assert!(
        matches!(&refused, Some(PublishError::Conflict { what }) if what.contains("publisher.json")),
        "{refused:?}"
    );
    first.publish(&Scope::All).unwrap();
    first.close();
    assert_eq!(read(&one.store()), one.files());
    // A lease that was given back is there for the next one at once; that of a dead one after a while.
    let mut second = other.open(garage(), PublishOptions { allowed_removals: 1, ..quick() }).unwrap();
    second.publish(&Scope::All).unwrap();
    assert_eq!(read(&one.store()), other.files());
    drop(second);
    let mut third = one.open(garage(), PublishOptions { allowed_removals: 1, ..quick() }).unwrap();
    // Another publisher takes the lease by force: nothing more is written.
    one.store().put("publisher.json", br#"{"id":"x","host":"h","pid":1,"renewed":0}"#.to_vec()).unwrap();
    let error = third.publish(&Scope::All).unwrap_err();
    assert!(matches!(error, PublishError::Conflict { .. }), "{error}");
    assert_eq!(read(&one.store()), other.files());
}

#[test]
fn a_clock_an_hour_off_deletes_nothing_early_and_loses_nothing() {
    for shift in [-3600, 3600] {
        let shifted = move || Clock::default().now() + SignedDuration::from_secs(shift);
        let options = |clock: Clock| PublishOptions {
            snapshot: true,
            grace: Duration::from_secs(1800),
            clock,
            ..PublishOptions::default()
        };
        let world = World::new();
        // A publisher with a wrong clock reads the lease of one with a right clock, and the other way round.
        for n in 0..6 {
            world.article("2025/a", &format!("Текст {n}."));
            world.write("articles/2025/a/img/changing.gif", &[PIXEL, &[n % 2]].concat());
            let clock = if n % 3 == 0 { Clock::default() } else { Clock::new(shifted) };
            let report = world.publish_with(options(clock));
            assert_eq!((report.sequence, report.deleted), (Some(u64::from(n) + 1), 0), "{shift}");
            assert_eq!(read(&world.store()), world.files(), "{shift}");
            if n == 3 {
                world.forget();
            }
        }
        assert_eq!(world.keys(LOG).len(), 6);
    }
}

#[test]
fn what_is_remembered_can_be_lost_and_the_bucket_too() {
    let world = World::new();
    for n in 0..5 {
        world.article(&format!("2025/a{n}"), "Текст.");
        world.publish();
    }
    world.forget();
    assert!(world.publish().is_empty(), "all of it is in the bucket");
    // The folder of another archive, or a bucket that was emptied.
    let emptied = World { inner: Arc::new(InMemory::new()), ..world };
    let report = emptied.publish();
    assert_eq!((report.sequence, report.changed.len()), (Some(1), 5));
    assert_eq!(read(&emptied.store()), emptied.files());
    emptied.store().delete(SNAPSHOT).unwrap();
    emptied.article("2025/a9", "Текст.");
    emptied.publish();
    emptied.store().delete(SNAPSHOT).unwrap();
    emptied.store().delete(&segment_key(1)).unwrap();
    emptied.forget();
    let error = emptied.open(emptied.store(), PublishOptions::default()).err();
    assert!(matches!(error, Some(PublishError::Damaged { .. })), "{error:?}");
}

#[test]
fn a_damaged_last_segment_does_not_stop_its_publisher_and_a_snapshot_leaves_it_behind() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.publish();
    world.article("2025/a", "Другий.");
    assert_eq!(world.publish().snapshot, None);
    let key = segment_key(2);
    let bytes = world.store().get(&key, LARGEST_PART).unwrap().unwrap();
    world.store().put(&key, bytes[..bytes.len() / 2].to_vec()).unwrap();
    let report = world.publish();
    assert_eq!((report.sequence, report.snapshot), (None, Some(2)));
    assert_eq!(read(&world.store()), world.files());
    assert_eq!(world.publish().snapshot, None, "once");
    world.article("2025/a", "Третій.");
    assert_eq!(world.publish().sequence, Some(3));
    assert_eq!(read(&world.store()), world.files());
    // Nor one that remembers nothing: it begins with the snapshot.
    world.forget();
    world.article("2025/a", "Четвертий.");
    assert_eq!(world.publish().sequence, Some(4));
    assert_eq!(read(&world.store()), world.files());
    // Before the snapshot it is an error that names the segment.
    world.store().put(&segment_key(4), b"no segment".to_vec()).unwrap();
    world.forget();
    let error = world.open(world.store(), PublishOptions::default()).err();
    assert!(matches!(&error, Some(PublishError::Format { key, .. }) if *key == segment_key(4)), "{error:?}");
}

#[test]
fn a_damaged_or_missing_pointer_is_written_again() {
    for damaged in [None, Some(b"{\"version\": 1".to_vec())] {
        let world = World::new();
        for n in 0..3 {
            world.article("2025/a", &format!("Текст {n}."));
            world.publish();
        }
        let options = PublishOptions { snapshot: true, grace: Duration::ZERO, ..PublishOptions::default() };
        world.publish_with(options);
        assert_eq!(world.keys(LOG), [segment_key(3)]);
        let damage = || match damaged.clone() {
            None => world.store().delete(SNAPSHOT).unwrap(),
            Some(bytes) => world.store().put(SNAPSHOT, bytes).unwrap(),
        };
        damage();
        assert_eq!(world.publish().snapshot, Some(3));
        assert_eq!(read(&world.store()), world.files());
        damage();
        world.forget();
        let error = world.open(world.store(), PublishOptions::default()).err();
        assert!(matches!(error, Some(PublishError::Damaged { .. })), "{error:?}");
    }
}

#[test]
fn a_segment_of_a_later_version_is_an_error_after_which_all_is_remembered() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.publish();
    let first = world.store().get(&segment_key(1), LARGEST_PART).unwrap().unwrap();
    let mut later = Segment::decode(&first).unwrap();
    (later.header.version, later.header.sequence, later.header.previous) = (9, 2, Some(ContentDigest::of(&first)));
    world.store().put(&segment_key(2), later.encode().unwrap()).unwrap();
    let error = world.open(world.store(), PublishOptions::default()).err();
    let Some(PublishError::Format { source: FormatError::Version { found: 9, .. }, .. }) = error else {
        panic!("{error:?}")
    };
    let state = State::open(&world.state.path().join("publish.sqlite"), world.store().describe()).unwrap();
    assert!(state.stamp(&"2025/a".parse().unwrap()).unwrap().is_some());
}

#[test]
fn what_the_bucket_lost_is_written_again() {
    let world = World::new();
    for n in 0..3 {
        world.article(&format!("2025/a{n}"), "Текст.");
    }
    world.publish();
    let forced = || PublishOptions { snapshot: true, ..PublishOptions::default() };
    for forgets in [false, true] {
        for key in [world.keys(MEDIA), world.keys(PACKS)].concat() {
            world.store().delete(&key).unwrap();
        }
        if forgets {
            // Packs cannot be read then; the log has their texts.
            world.store().delete(SNAPSHOT).unwrap();
            world.forget();
        }
        let report = world.publish_with(forced());
        assert_eq!((report.media, report.changed.len()), (4, 0), "{forgets}");
        assert_eq!(read(&world.store()), world.files(), "{forgets}");
    }
}

#[test]
fn any_edits_with_crashes_end_at_what_the_folder_has() {
    for seed in 0..4_u64 {
        let world = World::new();
        let mut random = seed;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        for step in 0..25 {
            for _ in 0..=next(3) {
                let id = format!("2025/a{}", next(6));
                let folder = format!("articles/{id}");
                match next(4) {
                    0 if world.archive.path().join(&folder).exists() => world.remove(&folder),
                    1 => world.write("locales/uk/base.ftl", format!("home-count = {step}\n").as_bytes()),
                    _ => world.article(&id, &format!("Текст {}.", next(5))),
                }
            }
            let fault = if next(2) == 0 { Fault::Before } else { Fault::After };
            let store = match next(3) {
                0 => FailingStore::over(&world.inner).dies_at(usize::try_from(next(12)).unwrap(), fault),
                _ => FailingStore::over(&world.inner),
            };
            let grace = if next(2) == 0 { Duration::ZERO } else { Duration::from_secs(3600) };
            let snapshot = next(4) == 0;
            let options = PublishOptions { snapshot, grace, allowed_removals: usize::MAX, ..PublishOptions::default() };
            let done = world.open(over(store), options).and_then(|mut publisher| publisher.publish(&Scope::All));
            let found = read(&world.store());
            if done.is_ok() {
                assert_eq!(found, world.files(), "seed {seed}, step {step}");
            }
            if next(5) == 0 {
                world.forget();
            }
        }
        world.publish_with(PublishOptions { allowed_removals: usize::MAX, ..PublishOptions::default() });
        assert_eq!(read(&world.store()), world.files(), "seed {seed}");
    }
}

#[test]
fn a_store_that_is_away_is_an_error_that_can_be_waited_out() {
    let world = World::new();
    let store = Arc::new(FailingStore::over(&world.inner));
    let own = Store::with_object_store(store.clone()).unwrap().with_patience(Duration::ZERO);
    let mut publisher = world.open(own, PublishOptions::default()).unwrap();
    store.is_away.store(true, Ordering::Relaxed);
    let error = publisher.publish(&Scope::All).unwrap_err();
    assert!(matches!(error, PublishError::Store(StoreError::Away { .. })), "{error}");
    store.is_away.store(false, Ordering::Relaxed);
    assert_eq!(publisher.publish(&Scope::All).unwrap().sequence, Some(1));
    assert_eq!(read(&world.store()), world.files());
}
