//! The name that was meant, among very many.

use super::diagnostic::nearest;

/// As many names are measured on each side of where the wrong one would stand in the alphabet.
const MEASURED: usize = 64;

/// Names in two orders: by their beginnings and by their ends. A slip of the hand leaves one half of a name as it was, so the
/// name that was meant stands near the wrong one in one of the two.
#[derive(Debug, Default)]
pub(crate) struct SimilarNames<'a> {
    forward: Vec<&'a str>,
    backward: Vec<&'a str>,
}

impl<'a> SimilarNames<'a> {
    pub(crate) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let mut forward: Vec<&str> = names.collect();
        forward.sort_unstable();
        let mut backward = forward.clone();
        backward.sort_unstable_by(|a, b| a.bytes().rev().cmp(b.bytes().rev()));
        SimilarNames { forward, backward }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.forward.is_empty()
    }

    /// As [`nearest`], but only among the names that begin or end as `found` does. Many names end alike, so of the other half
    /// no more than two edits are allowed, and less where it is shorter: `home-title` is not a slip for `share-title`.
    pub(crate) fn near(&self, found: &str) -> Option<&'a str> {
        let half = found.len() / 2;
        let (head, tail) = (found.as_bytes().get(..half)?, found.as_bytes().get(found.len() - half..)?);
        let slips = half.min(2);
        let alike = |name: &&&str| {
            name.len() <= 2 * found.len() && (name.as_bytes().starts_with(head) || name.as_bytes().ends_with(tail))
        };
        let at = self.forward.partition_point(|name| *name < found);
        let at_end = self.backward.partition_point(|name| name.bytes().rev().lt(found.bytes().rev()));
        let measured = around(&self.forward, at).iter().chain(around(&self.backward, at_end));
        nearest(found, measured.filter(alike).copied()).filter(|near| strsim::osa_distance(found, near) <= slips)
    }
}

fn around<'a, 'b>(names: &'b [&'a str], at: usize) -> &'b [&'a str] {
    names.get(at.saturating_sub(MEASURED)..names.len().min(at + MEASURED)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_half_must_be_right() {
        let names = ["pager-newer", "pager-older", "home-title", "дніпро"];
        for (found, meant) in [
            ("pager-nwer", Some("pager-newer")),
            ("pagr-older", Some("pager-older")),
            ("pgaer-oldre", None),
            ("дніпо", Some("дніпро")),
            ("share-title", None),
            ("pager-oldest", Some("pager-older")),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(SimilarNames::new(names.into_iter()).near(found), meant, "{found}");
        }
    }

    #[test]
    fn a_name_is_found_among_very_many() {
        let many: Vec<String> = (0..40_000).map(|n| format!("message-{n}-title")).collect();
        let names = SimilarNames::new(many.iter().map(String::as_str).chain(["pager-newer"]));
        for (found, meant) in [("pager-nwer", "pager-newer"), ("message-777-titel", "message-777-title")] {
            assert_eq!(names.near(found), Some(meant), "{found}");
        }
    }
}
