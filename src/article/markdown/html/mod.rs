//! HTML, written from the events of the Markdown parser. Only this module makes [`SafeHtml`](super::SafeHtml).

pub(super) mod escape;
pub(super) mod figure;
pub(super) mod footnote;
pub(super) mod heading;
pub(super) mod inline;
pub(super) mod link;
pub(super) mod list;
pub(super) mod note_number;
pub(super) mod picture;
pub(super) mod recording;
pub(super) mod render;
pub(super) mod safe_html;
pub(super) mod table;
pub(super) mod tokens;
