//! A problem in what people wrote: where it is, the rule, and its sentences in the language of the reader.

mod place;
mod report;
pub mod sentence;

pub(crate) use place::Lines;
pub use place::Place;
#[cfg(test)]
pub(crate) use report::assert_inside;
pub use report::{Diagnostic, DiagnosticCounts, Severity, cap_per_file, nearest};
pub(crate) use report::{MOST_PER_FILE, isolated, more_diagnostics, panic_message};
