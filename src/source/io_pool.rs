//! Threads for work that waits for a disk. Nothing here reads.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads a core: a disk has more to give than one file after the other, and who waits for it needs no core.
const A_CORE: usize = 4;
/// Articles that the threads there are will soon have done.
const FEW: usize = 256;

/// Threads of their own for reading so many articles; `None` for few.
pub fn io_pool(articles: usize) -> Option<ThreadPool> {
    let threads = A_CORE * rayon::current_num_threads();
    (articles > FEW).then(|| ThreadPoolBuilder::new().num_threads(threads).build().ok()).flatten()
}

/// How far such a thread stands back (`nice(1)`): where a core is wanted by both, readers get nine parts in ten.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets every other thread go before this one, and before those that it starts: readers, above all, when a core is busy to the
/// full. On an idle machine nothing is slower for it. Elsewhere than on Linux priorities are the whole process's, and stay.
pub fn lower_priority() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the priority of a thread cannot be lowered");
    }
}
