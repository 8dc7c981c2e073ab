//! Alignment measured on a real archive, which is not in this repository: its texts are other people's. The sample lies in
//! `tests/fixtures/aligned.tsv` as fingerprints, with the true counterpart of each block as two readers' languages have it.
//!
//! `LITOPYS_REAL=DIR cargo test --test it aligned` measures; without the variable there is nothing to measure. With
//! `LITOPYS_SAMPLE=FILE` beside it, the sample is written out to be judged by eye.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use crate::harness::root;
use litopys::{
    article::{
        Article, BlockDigest, Version,
        align::{Bead, BlockFeatures, align},
        assemble,
        markdown::{BlockKind, HtmlBlock, SafeHtml},
    },
    site::Site,
    source::{Folder, Source, load_site},
};

/// Articles in the sample, and blocks.
const SIZE: usize = 200;

struct Archive {
    folder: Folder,
    site: Site,
}

/// Two versions of an article.
struct Pair {
    id: String,
    langs: [&'static str; 2],
    html: [SafeHtml; 2],
}

/// One line of the sample.
struct Line<'a> {
    id: &'a str,
    langs: [&'a str; 2],
    /// The block and where it stands in its version.
    block: &'a str,
    /// The blocks that say the same in the other version; none where it stands alone.
    counterpart: Vec<&'a str>,
}

fn open(folder: &Path) -> Archive {
    let folder = Folder::open(folder).unwrap();
    let site = load_site(&folder).unwrap().site.unwrap();
    Archive { folder, site }
}

fn real() -> Option<Archive> {
    std::env::var_os("LITOPYS_REAL").map(|folder| open(Path::new(&folder)))
}

impl Archive {
    fn article(&self, id: &str) -> Option<Article> {
        assemble(&self.folder.fetch(&id.parse().unwrap()).unwrap()?, &self.site).article
    }

    fn version(&self, id: &str, lang: &str) -> Option<Version> {
        self.article(id)?.versions.into_iter().find(|version| version.lang.as_str() == lang)
    }

    fn pair(&self, id: &str, langs: [&'static str; 2]) -> Option<Pair> {
        let html = [self.version(id, langs[0])?.rendered.html, self.version(id, langs[1])?.rendered.html];
        Some(Pair { id: id.to_owned(), langs, html })
    }

    /// Articles in an order that is none, each with two languages that it has.
    fn shuffled(&self) -> Vec<Pair> {
        let mut ids = Vec::new();
        self.folder.snapshot(&mut |item| ids.push(item.id.to_string())).unwrap();
        ids.sort_by_key(|id| *blake3::hash(id.as_bytes()).as_bytes());
        let choices = [["uk", "en"], ["en", "ru"], ["uk", "ru"]];
        let pairs = ids.iter().enumerate().filter_map(|(n, id)| self.pair(id, choices[n % 3]));
        pairs.filter(|pair| pair.html.iter().all(|html| html.pieces().len() > 2)).take(SIZE).collect()
    }
}

fn beads(pieces: &[Vec<HtmlBlock<'_>>; 2]) -> Vec<Bead> {
    let side = |n: usize| pieces[n].iter().map(BlockFeatures::from_block).collect::<Vec<_>>();
    align(&side(0), &side(1))
}

/// Known again in the sample: the words, and which of several blocks of the same words it is.
fn names(pieces: &[HtmlBlock<'_>]) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let name = |piece: &HtmlBlock<'_>| {
        let mark = BlockDigest::from_text(&format!("{:?} {}", piece.kind, piece.text())).to_string();
        let n = seen.entry(mark.clone()).and_modify(|n| *n += 1).or_insert(0_u32);
        format!("{mark}.{n}")
    };
    pieces.iter().map(name).collect()
}

/// Whether a block is dropped or joined to the one before it, by a die that always falls alike.
enum Fate {
    Kept,
    Dropped,
    Joined,
}

fn fate(id: &str, at: usize) -> Fate {
    match blake3::hash(format!("fate {id} {at}").as_bytes()).as_bytes()[0] {
        0..26 => Fate::Dropped,
        26..39 => Fate::Joined,
        _ => Fate::Kept,
    }
}

/// The pair with a tenth of the second version's blocks left out of its file and a twentieth of its paragraphs joined to
/// the one before, and for each block of the first its counterpart there. `None` if the two are not alike to begin with.
fn abridged(archive: &Archive, pair: &Pair) -> Option<(Pair, Vec<Option<usize>>)> {
    let [left, right] = pair.langs.map(|lang| archive.version(&pair.id, lang));
    let (left, right) = (left?, right?);
    if left.rendered.blocks.len() != right.rendered.blocks.len() {
        return None;
    }
    let mut folder = archive.folder.fetch(&pair.id.parse().unwrap()).unwrap()?;
    let name = format!("/{}.md", pair.langs[1]);
    let bytes = folder.files.iter_mut().find(|file| file.path.ends_with(&name))?.bytes.as_mut().ok()?;
    let text = String::from_utf8(bytes.clone()).ok()?;
    let mut out = text.get(..right.text.body)?.to_owned();
    let (mut truth, mut kept, mut paragraph) = (Vec::new(), 0_usize, false);
    for (at, block) in right.rendered.blocks.iter().enumerate() {
        let is_paragraph = block.kind == BlockKind::Paragraph;
        let fate = fate(&pair.id, at);
        if matches!(fate, Fate::Dropped) {
            truth.push(None);
            continue;
        }
        let joined = matches!(fate, Fate::Joined) && is_paragraph && paragraph;
        out.push_str(if joined { " " } else { "\n\n" });
        out.push_str(text.get(block.source.clone())?.trim());
        kept += usize::from(!joined);
        truth.push(Some(kept - 1));
        paragraph = is_paragraph;
    }
    *bytes = out.into_bytes();
    let article = assemble(&folder, &archive.site).article?;
    let version = article.versions.iter().find(|version| version.lang.as_str() == pair.langs[1])?;
    let html = [pair.html[0].clone(), version.rendered.html.clone()];
    (version.rendered.blocks.len() == kept).then(|| (Pair { id: pair.id.clone(), langs: pair.langs, html }, truth))
}

/// The sample as alignment has it now: a line for the file, and the texts for the eye.
fn sample(archive: &Archive) -> String {
    let mut lines = Vec::new();
    for pair in archive.shuffled() {
        let pieces = [pair.html[0].pieces(), pair.html[1].pieces()];
        let names = [names(&pieces[0]), names(&pieces[1])];
        for bead in beads(&pieces) {
            for at in bead.left.clone() {
                let there: Vec<_> = bead.right.clone().map(|j| names[1][j].clone()).collect();
                let key = format!("{}\t{}\t{}\t{}", pair.id, pair.langs.join("-"), names[0][at], there.join(" "));
                let mut eye = format!("{key}\n  L {}\n", cut(&pieces[0][at]));
                for j in bead.right.clone() {
                    writeln!(eye, "  R {}", cut(&pieces[1][j])).unwrap();
                }
                if bead.left.len() != 1 || bead.right.len() != 1 {
                    for j in bead.right.start.saturating_sub(2)..(bead.right.end + 2).min(pieces[1].len()) {
                        writeln!(eye, "    near {} {}", names[1][j], cut(&pieces[1][j])).unwrap();
                    }
                }
                lines.push((*blake3::hash(format!("{} {at}", pair.id).as_bytes()).as_bytes(), eye));
            }
        }
    }
    lines.sort();
    lines.into_iter().take(SIZE).enumerate().map(|(n, (_, eye))| format!("{n}\t{eye}")).collect()
}

fn cut(piece: &HtmlBlock<'_>) -> String {
    let text = piece.text().replace('\n', " / ");
    let text: String = text.chars().take(130).collect();
    format!("[{:?}] {text}", piece.kind)
}

fn read(line: &str) -> Line<'_> {
    let parts: Vec<_> = line.split('\t').collect();
    let langs: Vec<_> = parts[1].split('-').collect();
    let counterpart = parts[3].split(' ').filter(|name| !name.is_empty()).collect();
    Line { id: parts[0], langs: [langs[0], langs[1]], block: parts[2], counterpart }
}

/// `None` if the archive no longer has this text.
fn is_right(archive: &Archive, line: &Line<'_>) -> Option<bool> {
    let html = line.langs.map(|lang| archive.version(line.id, lang).map(|version| version.rendered.html));
    let html = [html[0].clone()?, html[1].clone()?];
    let pieces = [html[0].pieces(), html[1].pieces()];
    let names = [names(&pieces[0]), names(&pieces[1])];
    let at = names[0].iter().position(|name| *name == line.block)?;
    let bead = beads(&pieces).into_iter().find(|bead| bead.left.contains(&at))?;
    let found: Vec<_> = bead.right.map(|j| names[1][j].as_str()).collect();
    Some(found == line.counterpart)
}

/// The Russian version lacks a part that the English one has; by length, the wrong paragraph stood alone.
#[test]
fn two_translations_meet_where_their_records_say() {
    let pair = open(&root()).pair("2024/humanitarian-demining", ["en", "ru"]).unwrap();
    let [english, russian] = [&pair.html[0], &pair.html[1]].map(SafeHtml::pieces);
    let beads = beads(&[english.clone(), russian]);
    let alone = beads.iter().filter(|bead| bead.right.is_empty()).flat_map(|bead| &english[bead.left.clone()]);
    let alone: Vec<_> = alone.map(HtmlBlock::text).collect();
    assert_eq!(alone.len(), 3, "{alone:?}");
    let beginnings = ["What has changed since", "In the spring of 2025", "Why a state leaves"];
    assert!(alone.iter().zip(beginnings).all(|(text, beginning)| text.starts_with(beginning)), "{alone:?}");
    assert!(beads.iter().all(|bead| bead.left.len() == 1));
}

#[test]
fn blocks_of_a_real_archive_meet_their_true_counterparts() {
    let Some(archive) = real() else { return };
    if let Some(file) = std::env::var_os("LITOPYS_SAMPLE") {
        return fs::write(file, sample(&archive)).unwrap();
    }
    let text = fs::read_to_string(root().join("tests/fixtures/aligned.tsv")).unwrap();
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).map(read).collect();
    let verdicts: Vec<_> = lines.iter().filter_map(|line| Some((line, is_right(&archive, line)?))).collect();
    let right = verdicts.iter().filter(|(_, right)| *right).count();
    for (line, _) in verdicts.iter().filter(|(_, right)| !right) {
        println!("{} {:?}: {} is not laid against {:?}", line.id, line.langs, line.block, line.counterpart);
    }
    println!("{right} of {} blocks against their true counterparts", verdicts.len());
    assert!(verdicts.len() * 10 >= lines.len() * 9, "the archive has only {} of the sample's blocks", verdicts.len());
    assert!(right * 100 >= verdicts.len() * 97, "{right} of {}", verdicts.len());
}

/// How many blocks of abridged versions meet their counterparts where blocks are seen so: those, all, and the articles.
fn met(archive: &Archive, seen: fn(&HtmlBlock<'_>) -> BlockFeatures) -> (usize, usize, usize) {
    let (mut right, mut all, mut articles) = (0, 0, 0);
    for pair in archive.shuffled() {
        let Some((pair, truth)) = abridged(archive, &pair) else { continue };
        articles += 1;
        let [left, other] = pair.html.map(|html| html.pieces().iter().map(seen).collect::<Vec<_>>());
        for bead in align(&left, &other) {
            let is_met = |at: &usize| truth[*at].map_or(bead.right.is_empty(), |there| bead.right.contains(&there));
            all += bead.left.len();
            right += bead.left.clone().filter(is_met).count();
        }
    }
    (right, all, articles)
}

#[test]
fn blocks_of_abridged_versions_meet_their_counterparts() {
    let Some(archive) = real() else { return };
    let (right, all, articles) = met(&archive, BlockFeatures::from_block);
    println!("{right} of {all} blocks of {articles} articles against their counterparts");
    assert!(articles > 100 && right * 100 >= all * 96, "{right} of {all} in {articles}");
}

/// Anchors are given by outlines, without reading words.
#[test]
fn an_outline_leads_nearly_as_well_as_words_do() {
    let Some(archive) = real() else { return };
    let (right, all, articles) = met(&archive, BlockFeatures::outline);
    println!("{right} of {all} blocks of {articles} articles against their counterparts, by outlines");
    assert!(articles > 100 && right * 100 >= all * 93, "{right} of {all} in {articles}");
}
