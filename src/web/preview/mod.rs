//! The translator's view, with `serve --watch`: problems of the archive on every page, the origin of each message, the
//! pseudo-language. It adds to a finished page; requests of readers never pass here.

mod carry_mode;
mod markup;
mod mode;
mod panel;
mod preview_page;

pub use mode::Preview;
pub(super) use preview_page::answer;
