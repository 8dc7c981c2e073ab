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
