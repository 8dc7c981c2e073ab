//! When what failed is tried again: a pass, and a damaged catalog by a rebuild.

use std::{
    cmp::Ordering,
    time::{Duration, Instant},
};

/// How long to wait before a pass that failed is tried again: twice as long each time it fails again. What fails for ever would
/// else keep a core, the disk and the log busy.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    /// After the first failure, and after any change that may have cured it.
    pub(super) const SHORTEST: Duration = Duration::from_secs(2);
    const LONGEST: Duration = Duration::from_secs(60);

    /// The pause before the next try.
    pub(super) fn pause(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(Backoff::LONGEST);
        pause
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Backoff { next: Backoff::SHORTEST }
    }
}

/// How often a damaged catalog is rebuilt. A rebuild cures a damaged disk or file; damage that comes back at once is a fault
/// of this program, and rebuilding for ever would keep a core and the disk busy and cure nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Repair {
    last: Option<Instant>,
    /// Rebuilds in a row after which the damage came back at once.
    in_vain: u32,
}

impl Repair {
    /// Damage that shows this soon after a rebuild was not cured by it.
    const AT_ONCE: Duration = Duration::from_secs(60);
    /// Rebuilds in a row until the next start or reload.
    const MOST: u32 = 3;

    /// Notes that a rebuild ended `now`, with or without success: it may take longer than damage needs to come back.
    pub(super) fn ended(&mut self, now: Instant) {
        self.last = Some(now);
    }

    /// Whether damage that shows `now` is worth a rebuild. The last refusal in a row is [`RepairAction::GaveUp`] once.
    pub(super) fn judge(&mut self, now: Instant) -> RepairAction {
        let at_once = self.last.is_some_and(|last| now.saturating_duration_since(last) < Repair::AT_ONCE);
        if !at_once {
            self.in_vain = 0;
        }
        self.in_vain += 1;
        match self.in_vain.cmp(&(Repair::MOST + 1)) {
            Ordering::Less => {
                self.last = Some(now);
                RepairAction::Rebuild
            }
            Ordering::Equal => {
                self.last = Some(now);
                RepairAction::GaveUp
            }
            Ordering::Greater => {
                // It stays given up for as long as the damage stays.
                (self.last, self.in_vain) = (Some(now), Repair::MOST + 1);
                RepairAction::GivenUp
            }
        }
    }
}

/// The repair of a damaged catalog.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RepairAction {
    /// A rebuild may cure it.
    Rebuild,
    /// Rebuilding has not helped; this is said once.
    GaveUp,
    /// That was said before.
    GivenUp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_again_and_again_is_tried_less_and_less() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..8).map(|_| backoff.pause().as_secs()).collect();
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn damage_that_survives_three_rebuilds_ends_them() {
        let mut repair = Repair::default();
        let begin = Instant::now();
        let mut verdict = |seconds| repair.judge(begin + Duration::from_secs(seconds));
        let first: Vec<_> = (0..6).map(&mut verdict).collect();
        let (rebuild, up) = (RepairAction::Rebuild, RepairAction::GivenUp);
        assert_eq!(
            first,
            [rebuild, RepairAction::Rebuild, RepairAction::Rebuild, RepairAction::GaveUp, up, RepairAction::GivenUp]
        );
        assert_eq!(verdict(30), RepairAction::GivenUp, "the damage never went away");
        assert_eq!(verdict(3_600), RepairAction::Rebuild, "the catalog was whole for an hour: this is new damage");
    }
}
