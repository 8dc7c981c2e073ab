//! The catalog's file: opened, checked, built anew where it does not fit, changed in batches.

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use rusqlite::Connection;

use super::{
    CatalogError, apply,
    connection::{Readers, open_writer},
    problems, schema,
};
use crate::{
    archive::{Assembled, Stamp},
    config::Site,
    problem::Problem,
    slug::ArticleId,
};

/// The catalog of one archive. Any number of readers, one writer at a time.
pub struct Catalog {
    pub(super) readers: Readers,
    writer: Mutex<Connection>,
}

/// One article that is new, has changed, or is gone.
#[derive(Debug)]
pub enum Change {
    /// What came of its files, with their stamp.
    Put(ArticleId, Stamp, Box<Assembled>),
    /// Its folder is gone.
    Remove(ArticleId),
}

const FILE: &str = "catalog.sqlite";

impl Catalog {
    /// Opens the catalog in `folder`, which is made where it is lacking. One made by another version of Litopys, for
    /// other languages, or damaged, is replaced by an empty one; then every article counts as new.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written.
    pub fn open(folder: &Path, site: &Site) -> Result<Catalog, CatalogError> {
        let io = |source| CatalogError::Io { path: folder.display().to_string(), source };
        fs::create_dir_all(folder).map_err(io)?;
        let path = folder.join(FILE);
        let fingerprint = schema::fingerprint(site);
        let writer = match open_writer(&path).ok().filter(|found| is_sound(found, &fingerprint)) {
            Some(connection) => connection,
            None => {
                remove(&path).map_err(io)?;
                let connection = open_writer(&path)?;
                schema::create(&connection, &fingerprint)?;
                connection
            }
        };
        Ok(Catalog { readers: Readers::of(&path), writer: Mutex::new(writer) })
    }

    /// Applies changes in one transaction: all of them, or none. Returns the articles that must be put again because
    /// an address they had lost, or now lose, to another article changed hands.
    ///
    /// # Errors
    /// Where the file cannot be written; it is then as it was.
    pub fn apply(&self, site: &Site, changes: &[Change]) -> Result<Vec<ArticleId>, CatalogError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction()?;
        let again = apply::all(&transaction, site, changes)?;
        transaction.commit()?;
        Ok(again)
    }

    /// Replaces the problems of the archive as a whole (its folders, `site.toml`, locales), which belong to no article.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn set_archive_problems(&self, found: &[Problem]) -> Result<(), CatalogError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction()?;
        problems::replace(&transaction, "", found)?;
        Ok(transaction.commit()?)
    }

    /// The stamp of every article as it was last read.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stamps(&self) -> Result<HashMap<ArticleId, Stamp>, CatalogError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare("SELECT year, name, stamp FROM item")?;
            let mut rows = statement.query([])?;
            let mut stamps = HashMap::new();
            while let Some(row) = rows.next()? {
                let id = format!("{}/{}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
                let id: ArticleId = id.parse().map_err(CatalogError::damaged)?;
                let stamp = Stamp::from_bytes(row.get_ref(2)?.as_blob().unwrap_or_default());
                stamps.insert(id, stamp.ok_or_else(|| CatalogError::damaged("a stamp"))?);
            }
            Ok(stamps)
        })
    }

    /// All problems found, those of the archive first, then by path.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn problems(&self) -> Result<Vec<Problem>, CatalogError> {
        self.readers.with(problems::all)
    }
}

fn is_sound(connection: &Connection, fingerprint: &str) -> bool {
    schema::matches(connection, fingerprint)
}

fn remove(path: &Path) -> std::io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
