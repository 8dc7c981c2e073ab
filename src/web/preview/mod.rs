//! What only a translator sees, with `serve --watch`: the problems of the archive on every page, where each word comes
//! from, and the pseudo-language. A finished page goes in, the same page with more in it comes out; readers never pass here.

mod answer;
mod carry;
mod markup;
mod mode;
mod panel;

pub(super) use answer::answer;
pub use mode::Preview;
