//! A book, written chapter by chapter: no more than one of them is held in memory.

use std::{
    collections::HashMap,
    io::{Seek, Write},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    chapter::{BookText, ChapterWriter},
    error::BookError,
    package::{CONTAINER, ChapterEntry, Package, STYLE},
    pictures::BookPictures,
    subject::{BookArticles, BookSubject, languages},
};
use crate::{
    catalog::Card,
    media::CardText,
    model::{lang::Lang, percent::encoded_path},
    web::{App, SiteState, card_address},
};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookReport {
    /// Chapters.
    pub chapters: usize,
    /// Pictures.
    pub pictures: usize,
    /// Articles of the subject that have no version in a language of the book.
    pub left_out: usize,
}

/// Writes the book about `subject` in one language, or two side by side; `done` is called after each chapter with its number and
/// that of all. The same archive gives the same bytes.
///
/// # Errors
/// Where nothing is to be written, or it cannot be.
pub fn write_book(
    app: &App,
    subject: &BookSubject,
    langs: &[Lang],
    out: impl Write + Seek,
    done: &dyn Fn(usize, usize),
) -> Result<BookReport, BookError> {
    let edition = app.edition();
    let catalog = app.catalog().snapshot();
    check_languages(&edition, langs)?;
    let BookArticles { cards, left_out } = BookArticles::find(&catalog, &edition.site, subject, langs)?;
    if cards.is_empty() {
        let found = languages(&catalog, &edition.site, subject)?;
        return Err(BookError::Nothing { subject: subject.to_string(), langs: joined(langs), found });
    }
    let mut addresses = Vec::new();
    for card in &cards {
        addresses.push(addresses_of(&catalog, card, langs)?);
    }
    drop(catalog);
    let mut book = BookWriter::new(out)?;
    let mut package = package(&edition, subject, langs, &cards);
    let mut writer = ChapterWriter {
        edition: &edition,
        files: files(&edition, &addresses),
        pictures: BookPictures::new(app.source(), edition.site.base_url()),
    };
    for (number, addresses) in (1..).zip(&addresses) {
        let texts = addresses.iter().map(|address| BookText::read(app, address)).collect::<Result<Vec<_>, _>>()?;
        write_chapter(&mut book, &mut writer, &mut package, number, &texts)?;
        done(number, cards.len());
    }
    finish(book, &edition, &mut package)?;
    Ok(BookReport { chapters: cards.len(), pictures: writer.pictures.count(), left_out })
}

fn check_languages(edition: &SiteState, langs: &[Lang]) -> Result<(), BookError> {
    let known = || joined(&edition.site.languages().iter().map(|language| language.tag.clone()).collect::<Vec<_>>());
    let is_known = |lang: &&Lang| edition.site.languages().get(lang.as_str()).is_some();
    match langs {
        [one] if is_known(&one) => Ok(()),
        [one, two] if one != two && is_known(&one) && is_known(&two) => Ok(()),
        _ => {
            let lang = langs.iter().find(|lang| !is_known(lang)).or(langs.last());
            let lang = lang.cloned().unwrap_or_else(|| edition.site.default_language().clone());
            Err(BookError::Language { lang, known: known() })
        }
    }
}

fn joined(langs: &[Lang]) -> String {
    langs.iter().map(Lang::as_str).collect::<Vec<_>>().join(", ")
}

/// The addresses of an article in each language, from the root of the site.
fn addresses_of(catalog: &crate::catalog::Snapshot, card: &Card, langs: &[Lang]) -> Result<Vec<String>, BookError> {
    let mut addresses = Vec::new();
    for lang in langs {
        let own = catalog.card_of(&card.id, lang)?;
        let own = own.ok_or_else(|| BookError::Page { address: format!("{lang}/{}", card.id) })?;
        addresses.push(card_address(lang, &own));
    }
    Ok(addresses)
}

/// The files of all chapters by the addresses of their pages.
fn files(edition: &SiteState, addresses: &[Vec<String>]) -> HashMap<String, String> {
    let base = edition.site.base_url();
    let each = (1..).zip(addresses).flat_map(|(number, addresses)| {
        addresses.iter().map(move |address| (format!("{base}{address}"), file_name(number)))
    });
    each.collect()
}

fn file_name(number: usize) -> String {
    format!("{number:05}.xhtml")
}

fn package<'a>(edition: &'a SiteState, subject: &BookSubject, langs: &'a [Lang], cards: &[Card]) -> Package<'a> {
    let lang = langs.first().unwrap_or_else(|| edition.site.default_language());
    let (words, site) = (edition.words(lang), edition.site.name(lang));
    let title = match (subject, cards) {
        (BookSubject::Article(_), [card, ..]) => card.title.clone(),
        (BookSubject::Topic(topic, id), _) => {
            words.say("book-topic").with("name", edition.name(*topic, id, lang)).with("site", site).to_string()
        }
        _ => words.say("book-year").with("year", subject.to_string()).with("site", site).to_string(),
    };
    let page = match (subject, cards) {
        (BookSubject::Article(_), [card, ..]) => card_address(lang, card),
        (BookSubject::Year(year), _) => format!("/{lang}/{year}/"),
        _ => format!("/{lang}/{}", encoded_path(&subject.to_string())),
    };
    let address = format!("{}{page}", edition.site.base_url());
    let others = langs.get(1).map(|other| format!("/with/{other}")).unwrap_or_default();
    Package {
        langs,
        lang,
        id: format!("{address}{others}#epub"),
        title,
        publisher: site.to_owned(),
        authors: Vec::new(),
        licences: Vec::new(),
        address,
        changed: None,
        chapters: Vec::new(),
        pictures: Vec::new(),
        has_cover: false,
    }
}

fn write_chapter<W: Write + Seek>(
    book: &mut BookWriter<W>,
    writer: &mut ChapterWriter<'_>,
    package: &mut Package<'_>,
    number: usize,
    texts: &[BookText],
) -> Result<(), BookError> {
    let chapter = writer.chapter(texts);
    let file = file_name(number);
    book.file(&format!("OEBPS/text/{file}"), chapter.xhtml.as_bytes())?;
    for picture in writer.pictures.take() {
        book.file(&format!("OEBPS/pictures/{}", picture.name), &picture.bytes)?;
        package.pictures.push((picture.name, picture.media_type));
    }
    let add = |list: &mut Vec<String>, text: &str| {
        if !list.iter().any(|known| known == text) {
            list.push(text.to_owned());
        }
    };
    for text in texts {
        text.licence(writer.edition).into_iter().for_each(|licence| add(&mut package.licences, &licence));
        package.changed = package.changed.max(text.latest());
    }
    if let Some(first) = texts.first() {
        first.authors().for_each(|author| add(&mut package.authors, author));
        package.chapters.push(ChapterEntry {
            file,
            title: first.title.clone(),
            other_title: texts.get(1).map(|other| other.title.clone()),
            headings: chapter.headings,
        });
    }
    Ok(())
}

/// Writes what stands around the chapters.
fn finish<W: Write + Seek>(
    mut book: BookWriter<W>,
    edition: &SiteState,
    package: &mut Package<'_>,
) -> Result<(), BookError> {
    // The headings of one article are its contents; those of many would bury the titles.
    if package.chapters.len() > 1 {
        package.chapters.iter_mut().for_each(|chapter| chapter.headings.clear());
    }
    let labels = package.langs.iter().filter_map(|lang| edition.site.languages().get(lang.as_str()));
    let label = labels.map(|language| language.label.as_str()).collect::<Vec<_>>().join(" · ");
    let card = CardText { title: &package.title, site: &package.publisher, label: &label };
    let cover = if card.can_be_drawn() { card.cover() } else { None };
    package.has_cover = cover.is_some();
    if let Some(cover) = cover {
        book.file("OEBPS/cover.png", &cover)?;
    }
    let words = || edition.words(package.lang);
    book.file("OEBPS/cover.xhtml", package.cover(words()).as_bytes())?;
    book.file("OEBPS/nav.xhtml", package.contents(words()).as_bytes())?;
    book.file("OEBPS/toc.ncx", package.ncx().as_bytes())?;
    book.file("OEBPS/style.css", STYLE.as_bytes())?;
    book.file("OEBPS/content.opf", package.document(words()).as_bytes())?;
    book.0.finish()?.flush()?;
    Ok(())
}

/// The file: a ZIP archive with the type of the book first (OCF 3.3, 4.3).
struct BookWriter<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> BookWriter<W> {
    fn new(out: W) -> Result<Self, BookError> {
        let mut zip = ZipWriter::new(out);
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("mimetype", stored.last_modified_time(zip::DateTime::default()))?;
        zip.write_all(b"application/epub+zip")?;
        let mut book = BookWriter(zip);
        book.file("META-INF/container.xml", CONTAINER.as_bytes())?;
        Ok(book)
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BookError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.0.start_file(name, options.last_modified_time(zip::DateTime::default()))?;
        self.0.write_all(bytes)?;
        Ok(())
    }
}
