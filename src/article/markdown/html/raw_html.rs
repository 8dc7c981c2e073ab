//! HTML in a text: its comments are left out, the rest is shown as it is typed; both are reported.

use super::render::Renderer;

impl Renderer<'_> {
    /// Says which comments were left out: a writer may have meant them to be read.
    pub(in crate::article::markdown) fn report_comments(&mut self) {
        let message = "an HTML comment is left out of the page";
        let help = "delete it, or write what readers should see without `<!--`";
        for comment in self.document.comments().iter().filter(|comment| comment.is_closed) {
            self.report.warn(comment.source.start + self.body_offset, "html-comment", message.to_owned(), help);
        }
        let message = "an HTML comment is not closed, so the rest of the text is left out";
        let help = "end it with `-->`; write `\\<!--`, or put it between backticks, to show it";
        for comment in self.document.comments().iter().filter(|comment| !comment.is_closed) {
            self.report.error(comment.source.start + self.body_offset, "html-comment", message.to_owned(), help);
        }
    }

    /// Raw HTML is shown as it is typed, and reported once a block.
    pub(in crate::article::markdown) fn html_block(&mut self, at: usize) -> usize {
        self.report_html(at);
        self.enter(at, "<p>", "</p>")
    }

    pub(in crate::article::markdown) fn report_html(&mut self, at: usize) {
        let help = "write Markdown in its place, or put it between backticks";
        self.report.warn(self.offset(at), "raw-html", "HTML is shown as text".to_owned(), help);
    }
}
