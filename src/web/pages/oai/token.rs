//! Resumption tokens: each contains the whole state of a list, so that the server stores nothing.

use std::{fmt, str::FromStr};

use super::request::RecordSelection;
use crate::catalog::HarvestKey;

/// Bytes of a token at most: two moments, two keys and the name of a set.
const LONGEST: usize = 1_024;

/// A place in a list. It belongs to one catalog: in a catalog that was rebuilt, changes come in another order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResumptionToken {
    /// The birth of the catalog.
    pub(super) birth: String,
    /// The last article of the part before.
    pub(super) after: HarvestKey,
    /// How many records the parts before have.
    pub(super) cursor: u64,
    /// The selection of the list.
    pub(super) selection: RecordSelection,
}

/// `<birth>.<key>.<cursor>.<from>.<until>.<set>`: missing parts are empty.
impl fmt::Display for ResumptionToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ResumptionToken { birth, after, cursor, selection } = self;
        let moment = |moment: Option<i64>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let set = selection.set.as_deref().unwrap_or_default();
        write!(out, "{birth}.{after}.{cursor}.{}.{}.{set}", moment(selection.from), moment(selection.until))
    }
}

/// Reads exactly the form that [`ResumptionToken`] writes.
impl FromStr for ResumptionToken {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() > LONGEST {
            return Err(());
        }
        let mut parts = text.splitn(6, '.');
        let mut part = || parts.next().ok_or(());
        let moment = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        };
        let token = ResumptionToken {
            birth: part()?.to_owned(),
            after: part()?.parse()?,
            cursor: part()?.parse().map_err(|_| ())?,
            selection: RecordSelection {
                from: moment(part()?)?,
                until: moment(part()?)?,
                set: Some(part()?.to_owned()).filter(|set| !set.is_empty()),
            },
        };
        (token.to_string() == text).then_some(token).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_token_reads_what_it_writes(
            birth in "[0-9a-f]{16}", key in "(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9})", cursor in any::<u64>(),
            from in any::<Option<i64>>(), until in any::<Option<i64>>(), set in proptest::option::of("[a-z.~-]{1,20}")
        ) {
            let after = key.parse().unwrap();
            let token = ResumptionToken { birth, after, cursor, selection: RecordSelection { from, until, set } };
            prop_assert_eq!(token.to_string().parse(), Ok(token));
        }

        #[test]
        fn any_other_text_is_refused(text in "[0-9a-f.+ -]{0,40}|\\PC{0,40}") {
            if let Ok(token) = text.parse::<ResumptionToken>() {
                prop_assert_eq!(token.to_string(), text);
            }
        }
    }
}
