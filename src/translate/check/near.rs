//! The name that was meant, among very many.

use crate::problem::nearest;

/// As [`nearest`], but only among the names that begin or end as `found` does: a slip of the hand leaves one half of a
/// name as it was, and twenty thousand names are not measured letter by letter for each slip. Many names end alike, so of
/// the other half no more than two edits are allowed, and less where it is shorter: `home-title` is no `share-title`.
pub(super) fn near<'a>(found: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let half = found.len() / 2;
    let (head, tail) = (found.as_bytes().get(..half)?, found.as_bytes().get(found.len() - half..)?);
    let alike = |name: &&str| name.as_bytes().starts_with(head) || name.as_bytes().ends_with(tail);
    let slips = half.min(2);
    nearest(found, names.filter(alike)).filter(|near| strsim::osa_distance(found, near) <= slips)
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
            assert_eq!(near(found, names.into_iter()), meant, "{found}");
        }
    }
}
