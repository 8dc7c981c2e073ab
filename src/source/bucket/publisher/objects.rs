//! The publisher's memory of objects: the media and packs in the bucket, and since when nothing refers to them.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    super::{ContentDigest, ListedObject, ObjectRef},
    state::{Result, State},
};

impl State {
    /// Whether an article of the bucket names a media file with this digest.
    pub(super) fn is_named(&self, digest: &ContentDigest) -> Result<bool> {
        let read = || self.db.prepare_cached("SELECT 1 FROM media WHERE digest = ?")?.exists([digest.to_string()]);
        self.tried(read())
    }

    /// Whether the bucket has a media file with this digest, as far as that is known here, for as long as the archive needs it.
    pub(super) fn has_media(&self, digest: &ContentDigest) -> Result<bool> {
        let sql = "SELECT 1 FROM media WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM lost WHERE digest = ?1)";
        let read = || self.db.prepare_cached(sql)?.exists([digest.to_string()]);
        self.tried(read())
    }

    /// The digests of all media that articles name.
    pub(super) fn named(&self) -> Result<Vec<String>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT DISTINCT digest FROM media")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        self.tried(read())
    }

    /// Remembers that the bucket has not these media, and not these packs, so that the next publish writes them again.
    pub(super) fn set_lost(&mut self, media: &[String], packs: &[String]) -> Result<()> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            for digest in media {
                transaction.execute("INSERT OR IGNORE INTO lost VALUES (?)", [digest])?;
                transaction.execute("DELETE FROM object WHERE key = 'media/' || ?", [digest])?;
                transaction
                    .execute("DELETE FROM seen WHERE id IN (SELECT id FROM media WHERE digest = ?)", [digest])?;
                // The files of the site are compared at every publish.
            }
            for key in packs {
                transaction.execute("DELETE FROM pack WHERE key = ?", [key])?;
                transaction.execute("DELETE FROM object WHERE key = ?", [key])?;
            }
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// The keys of all packs that are used again.
    pub(super) fn packs(&self) -> Result<Vec<String>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT key FROM pack")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        self.tried(read())
    }

    /// When the object was last written, in seconds since 1970, as far as that is known here.
    pub(super) fn put_at(&self, key: &str) -> Result<Option<i64>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT put FROM object WHERE key = ?")?;
            statement.query_row([key], |row| row.get(0)).optional()
        };
        self.tried(read())
    }

    /// Remembers when objects were written.
    pub(super) fn set_put<'a>(&mut self, keys: impl Iterator<Item = (&'a str, i64)>) -> Result<()> {
        let write = |db: &mut Connection, keys: &mut dyn Iterator<Item = (&'a str, i64)>| {
            let transaction = db.transaction()?;
            for (key, put) in keys {
                let sql = "INSERT INTO object VALUES (?1, ?2, NULL) ON CONFLICT (key) DO UPDATE SET put = ?2";
                transaction.prepare_cached(sql)?.execute(params![key, put])?;
                let digest = key.strip_prefix("media/").unwrap_or_default();
                transaction.prepare_cached("DELETE FROM lost WHERE digest = ?")?.execute([digest])?;
            }
            transaction.commit()
        };
        let mut keys = keys;
        let done = write(&mut self.db, &mut keys);
        self.tried(done)
    }

    /// Remembers which objects are used. Returns the second since which each of the others is not: `now` where it was used until
    /// now.
    pub(super) fn mark_used(&mut self, objects: &[(ListedObject, bool)], now: i64) -> Result<Vec<Option<i64>>> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            let mut since = Vec::with_capacity(objects.len());
            for (object, is_used) in objects {
                since.push(match is_used {
                    true => {
                        let sql = "UPDATE object SET gone = NULL WHERE key = ? AND gone IS NOT NULL";
                        transaction.prepare_cached(sql)?.execute([&object.key])?;
                        None
                    }
                    false => {
                        let sql = "INSERT INTO object VALUES (?1, ?2, ?2) ON CONFLICT (key) DO UPDATE SET gone = coalesce(gone, ?2) \
                                   RETURNING gone";
                        transaction.prepare_cached(sql)?.query_row(params![object.key, now], |row| row.get(0))?
                    }
                });
            }
            transaction.commit()?;
            Ok(since)
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// Forgets an object that was deleted.
    pub(super) fn forget(&self, key: &str) -> Result<()> {
        let write = || self.db.execute("DELETE FROM object WHERE key = ?", [key]);
        self.tried(write().map(drop))
    }

    /// The pack that holds these contents, if there is one.
    pub(super) fn pack(&self, contents: &ContentDigest) -> Result<Option<ObjectRef>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT key, size, digest FROM pack WHERE contents = ?")?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.unsigned_abs(), row.get::<_, String>(2)?))
            };
            statement.query_row([contents.to_string()], row).optional()
        };
        let found = self.tried(read())?;
        Ok(found.and_then(|(key, size, digest)| Some(ObjectRef { key, size, digest: digest.parse().ok()? })))
    }

    /// Remembers which pack holds these contents.
    pub(super) fn set_pack(&self, contents: &ContentDigest, pack: &ObjectRef) -> Result<()> {
        let write = || {
            let size = i64::try_from(pack.size).unwrap_or(i64::MAX);
            let mut statement = self.db.prepare_cached("INSERT OR REPLACE INTO pack VALUES (?, ?, ?, ?)")?;
            statement.execute(params![contents.to_string(), pack.key, size, pack.digest.to_string()])
        };
        self.tried(write().map(drop))
    }

    /// Remembers that the packs of a snapshot hold these articles, and that no other pack is used.
    pub(super) fn set_snapshot(&mut self, groups: &[(ObjectRef, Vec<String>)]) -> Result<()> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            for (pack, ids) in groups {
                for id in ids {
                    transaction
                        .prepare_cached("UPDATE article SET object = ? WHERE id = ?")?
                        .execute(params![pack.key, id])?;
                }
            }
            transaction.execute("DELETE FROM pack WHERE key NOT IN (SELECT object FROM article)", [])?;
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// Forgets when objects were written, and since when they are not used.
    pub(super) fn forget_puts(&self) -> Result<()> {
        self.tried(self.db.execute("DELETE FROM object", []).map(drop))
    }

    /// The length and digest of a long file in this state.
    pub(super) fn long(&self, path: &str, state: &str) -> Result<Option<(u64, ContentDigest)>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT size, digest FROM long WHERE path = ? AND state = ?")?;
            let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, String>(1)?));
            statement.query_row([path, state], row).optional()
        };
        let found = self.tried(read())?;
        Ok(found.and_then(|(size, digest)| Some((size, digest.parse().ok()?))))
    }

    /// Remembers the length and digest of a long file in this state.
    pub(super) fn set_long(&self, path: &str, state: &str, size: u64, digest: &ContentDigest) -> Result<()> {
        let write = || {
            let size = i64::try_from(size).unwrap_or(i64::MAX);
            let mut statement = self.db.prepare_cached("INSERT OR REPLACE INTO long VALUES (?, ?, ?, ?)")?;
            statement.execute(params![path, state, size, digest.to_string()])
        };
        self.tried(write().map(drop))
    }
}
