//! Tools for translators: `check`, `mark`, `status`. They read an archive through the other layers and never serve it.

pub mod check;
mod difference;
mod mark;
mod mark_error;
mod status;
mod table;

pub use mark::{ArticleVersions, MarkedVersion, Structure};
pub use mark_error::MarkError;
pub use status::{Coverage, Ratio, Status, WorkItem, WorkOrder, WorkState};
