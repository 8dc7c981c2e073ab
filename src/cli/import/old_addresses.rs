//! The old addresses that `--addresses` names: those of sitemaps, and of lists with one address a line.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use flate2::read::MultiGzDecoder;
use roxmltree::{Document, Node};

use crate::import::source::decode;

/// Bytes of one file that are read, unpacked.
const LONGEST: u64 = 1 << 30;
/// Sitemaps that are listed where they are missing.
const SHOWN: usize = 20;

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    /// Addresses of pages.
    Pages(Vec<String>),
    /// Addresses of other sitemaps.
    Sitemaps(Vec<String>),
}

/// The addresses in all files, and in the files of each folder, once each.
///
/// # Errors
///
/// Where one cannot be read, or holds neither a sitemap nor a list; where all of them hold no address; and where there are fewer
/// sitemaps than an index among them names.
pub(super) fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let (mut pages, mut named, mut given) = (Vec::new(), Vec::new(), 0);
    for path in files(paths)? {
        let shown = path.display();
        let bytes = unpacked(&path).with_context(|| format!("the addresses `{shown}` cannot be read"))?;
        match parsed(&bytes).with_context(|| format!("`{shown}` is neither a sitemap nor a list of addresses"))? {
            Content::Pages(found) => {
                pages.extend(found);
                given += 1;
            }
            Content::Sitemaps(found) => named.extend(found),
        }
    }
    let list: String = named.iter().take(SHOWN).map(|address| format!("\n  {address}")).collect();
    let more = if named.len() > SHOWN { "\n  …" } else { "" };
    ensure!(
        given >= named.len(),
        "the sitemap names other sitemaps, not pages: save each of them into a folder, and give the folder{list}{more}"
    );
    ensure!(paths.is_empty() || !pages.is_empty(), "--addresses: there is no address in it");
    pages.sort();
    pages.dedup();
    Ok(pages)
}

/// The paths, with the files of a folder in its place.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            let entries = entries.with_context(|| format!("the folder `{}` cannot be read", path.display()))?;
            files.extend(entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()));
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// The bytes of a file, which may be compressed with gzip as sitemaps often are.
fn unpacked(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(&*bytes).take(LONGEST).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

fn parsed(bytes: &[u8]) -> anyhow::Result<Content> {
    let text = decode(bytes, None).text;
    let text = text.trim_start();
    if !text.starts_with('<') {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let lines: Vec<_> = lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
        let wrong = lines.iter().find(|address| !(address.starts_with('/') || address.contains("://")));
        ensure!(wrong.is_none(), "`{}` is not an address", wrong.map_or("", String::as_str));
        return Ok(Content::Pages(lines));
    }
    let document = Document::parse(text)?;
    let root = document.root_element();
    let named = |name: &'static str| move |node: &Node<'_, '_>| node.tag_name().name() == name;
    let entries = || root.children().filter(Node::is_element);
    let loc = |entry: Node<'_, '_>| {
        let loc = entry.children().find(named("loc"))?;
        // Text and CDATA may stand side by side.
        let text: String = loc.children().filter_map(|node| node.text()).collect();
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    match root.tag_name().name() {
        "sitemapindex" => Ok(Content::Sitemaps(entries().filter_map(loc).collect())),
        // With the alternates of other languages: `<xhtml:link … href="…"/>`.
        "urlset" => Ok(Content::Pages(
            entries()
                .flat_map(|entry| {
                    let links = entry.children().filter(named("link")).filter_map(|link| link.attribute("href"));
                    loc(entry).into_iter().chain(links.map(str::to_owned))
                })
                .collect(),
        )),
        other => anyhow::bail!("it begins with `<{other}>`"),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes the files that are read")]
mod tests {
    use std::io::Write;

    use super::*;

    const INDEX: &str = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
        <sitemap><loc>https://x.org/uk/sitemap.xml</loc></sitemap>\
        <sitemap><loc>https://x.org/en/sitemap.xml</loc></sitemap></sitemapindex>";

    fn pages(text: &str) -> Vec<String> {
        match parsed(text.as_bytes()).unwrap() {
            Content::Pages(pages) => pages,
            Content::Sitemaps(_) => panic!("{text}"),
        }
    }

    #[test]
    fn addresses_are_read_from_sitemaps_however_they_are_written_and_from_lists() {
        for (text, expected) in [
            (
                "<?xml version=\"1.0\"?>\n<urlset><url><loc> https://x.org/a?x=1&amp;y=2 </loc>\
                 <xhtml:link xmlns:xhtml='http://www.w3.org/1999/xhtml' rel=\"alternate\" hreflang=\"en\" href='https://x.org/en/a'/></url></urlset>",
                vec!["https://x.org/a?x=1&y=2", "https://x.org/en/a"],
            ),
            (
                "<urlset><url><loc><![CDATA[https://x.org/a?x=1&y=2]]></loc></url></urlset>",
                vec!["https://x.org/a?x=1&y=2"],
            ),
            (
                "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc\n>https://x.org/&#1091;</s:loc></s:url></s:urlset>",
                vec!["https://x.org/у"],
            ),
            // The address of a picture is not that of a page.
            (
                "<urlset><url><loc>https://x.org/a</loc><i:image xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'>\
                 <i:loc>https://x.org/a.png</i:loc></i:image></url></urlset>",
                vec!["https://x.org/a"],
            ),
            ("# all\nhttps://x.org/a 200\n\n/b\r\n", vec!["https://x.org/a", "/b"]),
            ("\u{feff}https://x.org/a\n", vec!["https://x.org/a"]),
        ] {
            assert_eq!(pages(text), expected, "{text}");
        }
        for text in ["<!DOCTYPE html><html><p>404</p></html>", "<html/>", "<rss/>", "<urlset><url>", "not found\n"] {
            assert!(parsed(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn an_index_alone_is_refused_and_a_folder_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("sitemap.xml"), INDEX).unwrap();
        let refused = read(&[path("sitemap.xml")]).unwrap_err().to_string();
        assert!(refused.ends_with("\n  https://x.org/uk/sitemap.xml\n  https://x.org/en/sitemap.xml"), "{refused}");
        fs::write(path("uk.xml"), "<urlset><url><loc>https://x.org/b</loc></url></urlset>").unwrap();
        assert!(read(&[folder.path().to_owned()]).is_err(), "one of two is missing");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed
            .write_all(b"<urlset><url><loc>https://x.org/a</loc></url><url><loc>https://x.org/b</loc></url></urlset>")
            .unwrap();
        fs::write(path("en.xml.gz"), packed.finish().unwrap()).unwrap();
        assert_eq!(read(&[folder.path().to_owned()]).unwrap(), ["https://x.org/a", "https://x.org/b"]);
        assert_eq!(read(&["sitemap.xml", "uk.xml", "en.xml.gz"].map(path)).unwrap().len(), 2);
        fs::write(path("empty.xml"), "<urlset/>").unwrap();
        assert!(read(&[path("empty.xml")]).is_err());
        assert!(read(&[path("missing.xml")]).is_err());
        assert!(read(&[]).unwrap().is_empty());
    }
}
