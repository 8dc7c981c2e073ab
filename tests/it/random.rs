//! Random numbers of one test, from a seed that a failing test prints and `LITOPYS_SEED` repeats.

use std::{
    cell::Cell,
    env,
    hash::{BuildHasher, RandomState},
};

thread_local! {
    /// Each test has a thread, and so a state, of its own.
    static STATE: Cell<u64> = Cell::new(seed());
}

#[expect(clippy::print_stdout, reason = "the test harness shows what a failing test prints")]
fn seed() -> u64 {
    let given = env::var("LITOPYS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().hash_one(()));
    println!("random numbers of this test: LITOPYS_SEED={seed} repeats them");
    seed
}

/// The next number of this test, by SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>).
pub(crate) fn random() -> u64 {
    let state = STATE.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.set(state);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// How many random cases a test makes: `usual`, or with `LITOPYS_CASES=10` ten times as many.
pub(crate) fn cases(usual: u32) -> u32 {
    let times: Option<u32> = env::var("LITOPYS_CASES").ok().and_then(|times| times.parse().ok());
    usual * times.unwrap_or(1)
}

/// A number from 0 up to, and without, `end`.
pub(crate) fn below(end: usize) -> usize {
    random() as usize % end
}
