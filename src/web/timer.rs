//! When a connection has waited too long for the head of a request: a timer that costs next to nothing to set and to
//! put off, which happens with every request, and is a second late, which happens to nobody.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use hyper::rt::{Sleep, Timer};

/// How often the sleepers of a thread are looked at.
const TICK: Duration = Duration::from_secs(1);

thread_local! {
    static DORMITORY: RefCell<Dormitory> = RefCell::new(Dormitory::default());
}

/// The timer of a thread on which [`tick`] runs; on any other nobody is ever woken.
#[derive(Debug, Clone, Copy)]
pub(super) struct CoarseTimer;

/// Who sleeps on this thread.
#[derive(Debug, Default)]
struct Dormitory {
    /// The time at the last tick.
    now: Option<Instant>,
    beds: Vec<Option<Sleeper>>,
    free: Vec<usize>,
    /// How many have come so far.
    came: u64,
}

#[derive(Debug)]
struct Sleeper {
    deadline: Instant,
    waker: Waker,
    /// Tells it from whoever had the bed before.
    number: u64,
}

/// A wait that somebody else may end; in a bed once it was polled.
#[derive(Debug)]
struct Nap {
    deadline: Instant,
    bed: Option<(usize, u64)>,
}

/// Wakes whoever has overslept, once a second, for as long as it is polled.
pub(super) async fn tick() {
    loop {
        DORMITORY.with_borrow_mut(|dormitory| dormitory.tick(Instant::now())).into_iter().for_each(Waker::wake);
        tokio::time::sleep(TICK).await;
    }
}

impl Dormitory {
    fn now(&self) -> Instant {
        self.now.unwrap_or_else(Instant::now)
    }

    fn tick(&mut self, now: Instant) -> Vec<Waker> {
        self.now = Some(now);
        let beds = self.beds.iter().flatten();
        beds.filter(|sleeper| sleeper.deadline <= now).map(|sleeper| sleeper.waker.clone()).collect()
    }

    fn lie_down(&mut self, deadline: Instant, waker: Waker) -> (usize, u64) {
        self.came += 1;
        let sleeper = Some(Sleeper { deadline, waker, number: self.came });
        let free = self.free.pop().and_then(|bed| Some((bed, self.beds.get_mut(bed)?)));
        let bed = match free {
            Some((bed, place)) => {
                *place = sleeper;
                bed
            }
            None => {
                self.beds.push(sleeper);
                self.beds.len().saturating_sub(1)
            }
        };
        (bed, self.came)
    }

    fn sleeper(&mut self, (bed, number): (usize, u64)) -> Option<&mut Sleeper> {
        self.beds.get_mut(bed)?.as_mut().filter(|sleeper| sleeper.number == number)
    }

    /// Comes with whoever lay there, to be let go of when nobody else looks at the beds.
    fn get_up(&mut self, bed: (usize, u64)) -> Option<Sleeper> {
        self.sleeper(bed)?;
        self.free.push(bed.0);
        self.beds.get_mut(bed.0)?.take()
    }
}

impl Timer for CoarseTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        // The time is that of the last tick: rather late than early.
        Box::pin(Nap { deadline: deadline + TICK, bed: None })
    }

    fn now(&self) -> Instant {
        DORMITORY.with_borrow(Dormitory::now)
    }
}

impl Future for Nap {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        DORMITORY.with_borrow_mut(|dormitory| {
            if dormitory.now() >= self.deadline {
                return Poll::Ready(());
            }
            match self.bed.and_then(|bed| dormitory.sleeper(bed)) {
                Some(sleeper) => sleeper.waker.clone_from(context.waker()),
                None => self.bed = Some(dormitory.lie_down(self.deadline, context.waker().clone())),
            }
            Poll::Pending
        })
    }
}

impl Sleep for Nap {}

impl Drop for Nap {
    fn drop(&mut self) {
        if let Some(bed) = self.bed {
            // A thread that ends has no beds left.
            let sleeper = DORMITORY.try_with(|beds| beds.try_borrow_mut().map(|mut beds| beds.get_up(bed)));
            drop(sleeper);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_overslept_is_woken_and_beds_are_used_again() {
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        let waker = || Waker::noop().clone();
        let mut dormitory = Dormitory::default();
        let (first, second) = (dormitory.lie_down(at(10), waker()), dormitory.lie_down(at(20), waker()));
        assert_eq!(dormitory.tick(at(5)).len(), 0);
        assert_eq!(dormitory.tick(at(10)).len(), 1);
        dormitory.get_up(first);
        let third = dormitory.lie_down(at(11), waker());
        assert_eq!(third.0, first.0);
        dormitory.get_up(first);
        assert_eq!(dormitory.tick(at(12)).len(), 1, "an old ticket frees nobody else's bed");
        dormitory.get_up(third);
        dormitory.get_up(second);
        assert_eq!((dormitory.tick(at(99)).len(), dormitory.beds.len()), (0, 2));
    }

    #[tokio::test]
    async fn a_nap_ends_within_a_second_or_two_of_its_time() {
        let ticking = tokio::spawn(tick());
        tokio::task::yield_now().await;
        let begun = Instant::now();
        CoarseTimer.sleep(Duration::from_millis(500)).await;
        assert!(begun.elapsed() >= Duration::from_millis(500) && begun.elapsed() < Duration::from_secs(20));
        ticking.abort();
    }
}
