//! The translator's view, with `serve --watch`: problems of the archive on every page, the origin of each message, the
//! pseudo-language. It adds to a finished page; requests of readers never pass here.

mod markup;
mod mode;
mod panel;

pub use mode::Preview;
pub(super) use panel::answer;
