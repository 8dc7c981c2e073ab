//! What holds for the alignment of any two versions.

use proptest::prelude::*;

use super::{Bead, BlockFeatures, align};
use crate::article::markdown::SafeHtml;

fn passages(html: &str) -> Vec<BlockFeatures> {
    SafeHtml::from_stored(html.to_owned()).pieces().iter().map(BlockFeatures::from_block).collect()
}

fn paragraphs(texts: &[&str]) -> Vec<BlockFeatures> {
    passages(&texts.iter().map(|text| format!("<p>{text}</p>\n")).collect::<String>())
}

fn beads(pairs: &[(usize, usize)]) -> Vec<Bead> {
    let (mut i, mut j) = (0, 0);
    let mut bead = |&(di, dj): &(usize, usize)| {
        (i, j) = (i + di, j + dj);
        Bead { left: i - di..i, right: j - dj..j }
    };
    pairs.iter().map(&mut bead).collect()
}

#[test]
fn a_block_without_counterpart_stands_alone() {
    let uk = paragraphs(&[
        "Міст через Дніпро відкрили 1953 року, його довжина 1543 метри.",
        "Проєкт готував Євген Патон разом з інститутом електрозварювання.",
        "Нині мостом щодня проїжджає 85 тисяч машин.",
    ]);
    let en = paragraphs(&[
        "The bridge over the Dnipro opened in 1953; it is 1,543 metres long.",
        "Now 85 thousand cars cross it every day.",
    ]);
    assert_eq!(align(&uk, &en), beads(&[(1, 1), (1, 0), (1, 1)]));
    assert_eq!(align(&en, &uk), beads(&[(1, 1), (0, 1), (1, 1)]));
}

#[test]
fn two_paragraphs_may_be_one_in_translation() {
    let uk = paragraphs(&[
        "Станцію Академік Вернадський Велика Британія передала Україні 1996 року за один фунт.",
        "Озонову діру відкрили саме тут, 1985 року; про це написали в журналі Nature.",
        "Пінгвіни лишилися.",
    ]);
    let en = paragraphs(&[
        "Britain handed the station Akademik Vernadsky over to Ukraine in 1996 for one pound. The ozone hole was found here, \
         in 1985, and told of in Nature.",
        "The penguins have stayed.",
    ]);
    assert_eq!(align(&uk, &en), beads(&[(2, 1), (1, 1)]));
}

#[test]
fn headings_hold_on_to_headings() {
    let uk = passages("<h2 id=\"а\">Історія</h2>\n<p>Так.</p>\n<h2 id=\"б\">Джерела</h2>\n<ul><li>x</li></ul>\n");
    let en = passages("<h2 id=\"a\">History</h2>\n<h2 id=\"b\">Sources</h2>\n<ul><li>x</li></ul>\n");
    assert_eq!(align(&uk, &en), beads(&[(1, 1), (1, 0), (1, 1), (1, 1)]));
}

/// HTML of blocks of every kind.
fn version() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        4 => "[a-zа-яїє0-9. ]{0,60}".prop_map(|text| format!("<p>{text}</p>\n")),
        1 => "[a-zа-я]{1,9}".prop_map(|text| format!("<h2 id=\"{text}\">{text}</h2>\n")),
        1 => "[a-zа-я]{1,9}".prop_map(|text| format!("<ul><li>{text}</li><li>{text}</li></ul>\n")),
        1 => "[a-z]{1,9}".prop_map(|name| format!("<figure><img src=\"/media/{name}\" alt=\"\"></figure>\n")),
        1 => Just("<hr>\n".to_owned()),
    ];
    prop::collection::vec(block, 0..40).prop_map(|blocks| blocks.concat())
}

proptest! {
    #[test]
    fn every_block_is_in_one_bead_and_in_order(one in version(), other in version()) {
        let (left, right) = (passages(&one), passages(&other));
        let (mut i, mut j) = (0, 0);
        for bead in align(&left, &right) {
            prop_assert_eq!((bead.left.start, bead.right.start), (i, j));
            prop_assert!(bead.left.len() + bead.right.len() > 0);
            (i, j) = (bead.left.end, bead.right.end);
        }
        prop_assert_eq!((i, j), (left.len(), right.len()));
    }

    #[test]
    fn a_version_is_its_own_counterpart(one in version()) {
        let side = passages(&one);
        prop_assert!(align(&side, &side).iter().all(|bead| bead.left == bead.right));
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn lengths_may_differ_by_any_factor(one in 0_usize..300, other in 0_usize..300) {
        let side = |n| paragraphs(&vec!["Слово."; n]);
        let beads = align(&side(one), &side(other));
        prop_assert_eq!(beads.last().map_or((0, 0), |bead| (bead.left.end, bead.right.end)), (one, other));
    }
}
