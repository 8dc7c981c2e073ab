//! The same keys on another layout. A stand-in.

const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const UKRAINIAN: &str = "йцукенгшщзхїфівапролджєячсмитьбю";

/// The same keys on other layouts, best first.
pub fn other_layout(query: &str) -> Vec<String> {
    let swap = |from: &str, to: &str| -> String {
        let key = |c: char| from.chars().position(|key| key == c).and_then(|at| to.chars().nth(at)).unwrap_or(c);
        query.to_lowercase().chars().map(key).collect()
    };
    let mut offers = vec![swap(LATIN, UKRAINIAN), swap(UKRAINIAN, LATIN)];
    offers.retain(|offer| offer != query);
    offers
}
