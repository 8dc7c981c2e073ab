//! The time that Markdown takes: four times the text may take four times as long, and not sixteen times. Measured in
//! processor time of this thread, so that a busy machine changes nothing; only libFuzzer runs it, never a test.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::targets::markdown::rendered;

/// Bytes of the shorter text.
const SHORT: usize = 8 << 10;
/// How much longer the other one is.
const TIMES: usize = 4;
/// What a measurement may be off by.
const SLACK: Duration = Duration::from_millis(20);

/// Takes one text in sixteen: those whose bytes add up so, that the same text is always taken or never.
pub(crate) fn markdown(data: &[u8]) {
    let sum = data.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.is_empty() || !sum.is_multiple_of(16) {
        return;
    }
    let short = text.repeat(SHORT.div_ceil(text.len()));
    let long = short.repeat(TIMES);
    // The best of two: what else the machine does only ever adds.
    let (quick, slow) = (took(&short).min(took(&short)), took(&long).min(took(&long)));
    let most = quick * (TIMES * 2) as u32 + SLACK;
    assert!(slow <= most, "{} bytes take {quick:?}, {} take {slow:?}", short.len(), long.len());
}

fn took(text: &str) -> Duration {
    let begun = now();
    drop(rendered(text));
    now().saturating_sub(begun)
}

fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
