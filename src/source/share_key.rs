//! The key with which links to drafts are signed: 32 random bytes in a file of the archive's state folder. It is derived from
//! nothing; anyone who has it can make links, and without it no link opens anything.

use std::{
    io::{self, Write},
    path::Path,
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::atomic::{OURS, bytes, make_folder, sync};

/// The name of the file in the state folder.
pub const SHARE_KEY: &str = "share.key";

const LENGTH: usize = 32;

/// A key; what it holds is never shown.
pub struct ShareKey([u8; LENGTH]);

impl ShareKey {
    /// The key in the file at `path`; `None` if there is none.
    ///
    /// # Errors
    /// If the file cannot be read, or holds something else.
    pub fn load(path: &Path) -> io::Result<Option<ShareKey>> {
        let Some(found) = bytes(path)? else { return Ok(None) };
        let wrong =
            || io::Error::new(io::ErrorKind::InvalidData, format!("`{}` is not a key of 32 bytes", path.display()));
        Ok(Some(ShareKey(found.try_into().map_err(|_| wrong())?)))
    }

    /// The key in the file at `path`, which is made where there is none. Of two that make it at once, both get the same.
    ///
    /// # Errors
    /// If the file cannot be read or made, or holds something else.
    pub fn load_or_make(path: &Path) -> io::Result<ShareKey> {
        if let Some(key) = ShareKey::load(path)? {
            return Ok(key);
        }
        match write(path, |file, path| file.persist_noclobber(path)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made,
        }
        ShareKey::load(path)?.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    /// A new key in the file at `path`: every link that was signed with the old one is void.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn renew(path: &Path) -> io::Result<ShareKey> {
        write(path, |file, path| file.persist(path))
    }

    /// The signature of `message`, in hexadecimal digits.
    pub fn sign(&self, message: &[u8]) -> String {
        self.mac(message).finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether `signature` is the one of `message`. Takes the same time for a difference at any place.
    pub fn is_signed(&self, message: &[u8], signature: &str) -> bool {
        let Some(bytes) = from_hex(signature) else { return false };
        self.mac(message).verify_slice(&bytes).is_ok()
    }

    fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(message);
        mac
    }
}

/// The bytes that 64 lower-case hexadecimal digits stand for.
fn from_hex(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    if text.len() != 2 * LENGTH || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Writes a new key: into a temporary file that only its owner may read, which then gets its name.
fn write<T>(
    path: &Path,
    persist: impl FnOnce(tempfile::NamedTempFile, &Path) -> Result<T, tempfile::PersistError>,
) -> io::Result<ShareKey> {
    let mut key = [0; LENGTH];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let mut file = tempfile::Builder::new().prefix(OURS.0).suffix(OURS.1).tempfile_in(folder)?;
    file.write_all(&key)?;
    file.as_file().sync_all()?;
    persist(file, path).map_err(|error| error.error)?;
    sync(folder)?;
    Ok(ShareKey(key))
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join(SHARE_KEY);
        assert!(ShareKey::load(&path).unwrap().is_none());
        let made = ShareKey::load_or_make(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!((mode & 0o777, fs::metadata(&path).unwrap().len()), (0o600, 32));
        let again = ShareKey::load_or_make(&path).unwrap();
        assert_eq!(made.0, again.0);
        let renewed = ShareKey::renew(&path).unwrap();
        assert_ne!(made.0, renewed.0);
        assert_eq!(ShareKey::load(&path).unwrap().unwrap().0, renewed.0);
        let names: Vec<_> =
            fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [SHARE_KEY]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn only_the_whole_signature_of_the_same_message_and_key_counts() {
        let key = ShareKey([7; 32]);
        let signature = key.sign(b"a");
        assert!(key.is_signed(b"a", &signature));
        assert!(!key.is_signed(b"b", &signature) && !ShareKey([8; 32]).is_signed(b"a", &signature));
        for wrong in [
            "",
            &signature[..63],
            &format!("{signature}0"),
            &format!("{signature}{signature}"),
            &signature.to_uppercase(),
        ] {
            assert!(!key.is_signed(b"a", wrong), "{wrong}");
        }
        for at in 0..64 {
            let mut wrong = signature.clone().into_bytes();
            wrong[at] = if wrong[at] == b'0' { b'1' } else { b'0' };
            assert!(!key.is_signed(b"a", std::str::from_utf8(&wrong).unwrap()), "{at}");
        }
    }

    /// RFC 4231, test case 2, with its key filled up to 32 bytes by zeros, which HMAC does anyway.
    #[test]
    fn a_signature_is_hmac_sha_256() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        assert_eq!(
            ShareKey(key).sign(b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
