//! The files of the TLS certificate: read at the start, and again each time they change.

use std::{fmt, io, path::PathBuf, thread, time::Duration};

use anyhow::Context;

use crate::{
    cli::{args::ServeArgs, terminal},
    source::Health,
    web::Tls,
};

/// Its name in [`Health`].
const TASK: &str = "certificate";
/// How often the files are looked at. They are small, and their bytes show a change that times and links may hide.
const LOOK: Duration = Duration::from_secs(1);

/// The files of certificate and key.
struct CertificateFiles {
    certificate: PathBuf,
    key: PathBuf,
}

/// The contents of both files.
#[derive(PartialEq, Eq)]
struct CertificatePem {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

/// The certificate in use, and what is known of its files.
pub(in crate::cli) struct Certificate {
    files: CertificateFiles,
    tls: Tls,
    /// The last pair that was read, whether it could be used or not.
    used: CertificatePem,
    /// The pair that was seen before, if it was a different one.
    before: Option<CertificatePem>,
    /// Why they could not be read the last time.
    reported: Option<String>,
}

/// The certificate that was typed; `None` if none was.
///
/// # Errors
/// If they cannot be read or used: a server that was to speak TLS never speaks without.
pub(in crate::cli) fn load(serve: &ServeArgs) -> anyhow::Result<Option<Certificate>> {
    let (Some(certificate), Some(key)) = (serve.tls_cert.clone(), serve.tls_key.clone()) else { return Ok(None) };
    let files = CertificateFiles { certificate, key };
    let used = files.read()?;
    let tls = Tls::from_pem(&used.certificate, &used.key).with_context(|| format!("no TLS with {files}"))?;
    Ok(Some(Certificate { files, tls, used, before: None, reported: None }))
}

impl CertificateFiles {
    fn read(&self) -> anyhow::Result<CertificatePem> {
        let read = |path: &PathBuf| read(path).with_context(|| format!("cannot read `{}`", path.display()));
        Ok(CertificatePem { certificate: read(&self.certificate)?, key: read(&self.key)? })
    }
}

impl Certificate {
    /// TLS with it, exchanged from now on each time the files change.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub(in crate::cli) fn watched(mut self, health: &Health) -> io::Result<Tls> {
        let (tls, own) = (self.tls.clone(), health.clone());
        health.spawn(TASK, move || {
            loop {
                thread::sleep(LOOK);
                own.run(TASK, || self.look());
            }
        })?;
        Ok(tls)
    }

    /// Certificate and key are written one after the other: what is seen is taken only when it is seen again.
    fn look(&mut self) {
        let texts = match self.files.read() {
            Ok(texts) => texts,
            Err(error) => return self.missed(format!("{error:#}")),
        };
        self.reported = None;
        if texts == self.used {
            self.before = None;
        } else if self.before.as_ref() == Some(&texts) {
            self.exchange(texts);
        } else {
            self.before = Some(texts);
        }
    }

    fn exchange(&mut self, texts: CertificatePem) {
        match self.tls.exchange(&texts.certificate, &texts.key) {
            Ok(()) => terminal::say(&format!("a new certificate is in use: {}", self.files)),
            Err(error) => tracing::error!("still using the old certificate: {error} ({})", self.files),
        }
        self.used = texts;
    }

    /// Logs once that a file cannot be read.
    fn missed(&mut self, why: String) {
        if self.reported.as_ref() != Some(&why) {
            self.tls.refuse();
            tracing::error!("still using the old certificate: {why}");
            self.reported = Some(why);
        }
    }
}

impl fmt::Display for CertificateFiles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` and `{}`", self.certificate.display(), self.key.display())
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line reads what was typed")]
fn read(path: &PathBuf) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}
