//! The numbers of ordered lists. CommonMark keeps the first alone; a writer who numbers by years means each of them.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::Located;

/// The numbers of the items that must be shown as they are written, by the index of the item's event.
///
/// A list numbered from 0 or 1 upwards, or by 0 or 1 at every item, is one that the browser numbers, as CommonMark says.
pub(super) fn numbers(text: &str, events: &[Located<'_>]) -> HashMap<usize, u64> {
    let mut written = HashMap::new();
    let mut open: Vec<Vec<(usize, u64)>> = Vec::new();
    for (at, (event, source)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(_)) => open.push(Vec::new()),
            Event::Start(Tag::Item) => {
                let number = text.get(source.start..).and_then(marker);
                if let (Some(list), Some(number)) = (open.last_mut(), number) {
                    list.push((at, number));
                }
            }
            Event::End(TagEnd::List(_)) => {
                let list = open.pop().unwrap_or_default();
                if !is_natural(&list) {
                    written.extend(list);
                }
            }
            _ => {}
        }
    }
    written
}

/// The number of the marker at the beginning of `text`: one to nine digits before `.` or `)`.
fn marker(text: &str) -> Option<u64> {
    let text = text.trim_start_matches([' ', '\t']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    rest.starts_with(['.', ')']).then(|| number.parse().ok()).flatten()
}

fn is_natural(list: &[(usize, u64)]) -> bool {
    let Some((_, first)) = list.first().filter(|(_, first)| *first <= 1) else { return list.is_empty() };
    let mut expected = *first..;
    list.iter().all(|(_, number)| number == first) || list.iter().all(|(_, number)| expected.next() == Some(*number))
}
