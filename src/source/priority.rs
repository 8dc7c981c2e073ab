//! Threads whose work can wait for that of others.

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
