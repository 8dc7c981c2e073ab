//! The `litopys` command.

use std::process::ExitCode;

use clap::Parser;
use tikv_jemallocator::Jemalloc;

/// The system's own allocator keeps what each thread gave back apart: with edits under load its memory grew without an end in
/// sight (`tests/faults/soak.py`).
#[global_allocator]
static MEMORY: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    litopys::cli::run(litopys::cli::Args::parse())
}
