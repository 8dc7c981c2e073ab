//! TLS: a certificate that can be exchanged while connections are open, and handshakes that may not take for ever. Bytes
//! in; the caller reads the files.

use std::{io, pin::pin, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
    registry::Registry,
};
use rustls::{
    InconsistentKeys, ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject},
    },
};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// Looks at whether the server stops, while a client takes its time over a handshake; ten seconds in all, as for the head
/// of a request.
pub(in crate::web) const LOOKS: u32 = 20;
/// The time between two of them.
pub(in crate::web) const LOOK: Duration = Duration::from_millis(500);

/// The protocols offered to clients, the preferred one first (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The certificate in use; cheap to clone, and every clone sees an exchange.
#[derive(Debug, Clone)]
pub struct Tls {
    config: Arc<ArcSwap<ServerConfig>>,
    metrics: TlsMetrics,
}

/// Why a certificate cannot be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// There is none.
    #[error(
        "there is no certificate in it; expected PEM that begins `-----BEGIN CERTIFICATE-----`, the server's own first"
    )]
    NoCertificate,
    /// It is not PEM.
    #[error("the certificate is not valid PEM: {0}")]
    BadCertificate(pem::Error),
    /// There is no key.
    #[error(
        "there is no private key in it; expected PEM that begins `-----BEGIN PRIVATE KEY-----`, without a passphrase"
    )]
    NoKey,
    /// The key is not PEM.
    #[error("the private key is not valid PEM: {0}")]
    BadKey(pem::Error),
    /// They do not belong together.
    #[error(
        "the private key is not that of the first certificate; the server's own certificate comes first, then its chain"
    )]
    Mismatch,
    /// TLS cannot work with it.
    #[error("the certificate or its key cannot be used: {0}")]
    Unusable(rustls::Error),
}

/// Counts handshakes and changes of the certificate, by their results.
#[derive(Debug, Clone)]
pub(in crate::web) struct TlsMetrics {
    handshakes: Family<ResultLabel, Counter>,
    certificates: Family<ResultLabel, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResultLabel {
    result: &'static str,
}

impl Default for TlsMetrics {
    fn default() -> Self {
        let metrics = TlsMetrics { handshakes: Family::default(), certificates: Family::default() };
        for result in ["done", "failed", "late"] {
            drop(metrics.handshakes.get_or_create(&ResultLabel { result }));
        }
        for result in ["used", "refused"] {
            drop(metrics.certificates.get_or_create(&ResultLabel { result }));
        }
        metrics
    }
}

impl TlsMetrics {
    /// Adds the counters to `registry`.
    pub(in crate::web) fn register(&self, registry: &mut Registry) {
        registry.register("tls_handshakes", "TLS handshakes, by their results", self.handshakes.clone());
        let help = "Changes of the certificate while serving, by their results";
        registry.register("tls_certificates", help, self.certificates.clone());
    }

    fn handshake(&self, result: &'static str) {
        self.handshakes.get_or_create(&ResultLabel { result }).inc();
    }

    fn certificate(&self, result: &'static str) {
        self.certificates.get_or_create(&ResultLabel { result }).inc();
    }
}

impl Tls {
    /// TLS with this certificate, its chain behind it, and its private key, all as PEM.
    ///
    /// # Errors
    /// If they are not there, cannot be read, or do not belong together.
    pub fn from_pem(certificate: &[u8], key: &[u8]) -> Result<Tls, TlsError> {
        let config = config(certificate, key)?;
        Ok(Tls { config: Arc::new(ArcSwap::from_pointee(config)), metrics: TlsMetrics::default() })
    }

    /// Puts another certificate in the place of the present one: for connections to come. One that cannot be used is
    /// counted, and the present one stays.
    ///
    /// # Errors
    /// As [`Tls::from_pem`].
    pub fn exchange(&self, certificate: &[u8], key: &[u8]) -> Result<(), TlsError> {
        let config = config(certificate, key).inspect_err(|_| self.refuse())?;
        self.config.store(Arc::new(config));
        self.metrics.certificate("used");
        Ok(())
    }

    /// Counts a certificate that could not even be read.
    pub fn refuse(&self) {
        self.metrics.certificate("refused");
    }

    pub(in crate::web) fn metrics(&self) -> &TlsMetrics {
        &self.metrics
    }

    /// Shakes hands. `None` if the client fails, takes too long, or the server stops meanwhile.
    pub(in crate::web) async fn shake_hands<S>(&self, stream: S, is_stopping: impl Fn() -> bool) -> Option<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut shaking = pin!(TlsAcceptor::from(self.config.load_full()).accept(stream));
        for _ in 0..LOOKS {
            match timeout(LOOK, &mut shaking).await {
                Ok(shaken) => return self.note(shaken),
                Err(_) if is_stopping() => return None,
                Err(_) => {}
            }
        }
        self.metrics.handshake("late");
        None
    }

    fn note<S>(&self, shaken: io::Result<TlsStream<S>>) -> Option<TlsStream<S>> {
        self.metrics.handshake(if shaken.is_ok() { "done" } else { "failed" });
        // Scanners and clients that do not trust the certificate: of interest only to who looks for it.
        shaken.inspect_err(|error| tracing::debug!(%error, "a TLS handshake failed")).ok()
    }
}

fn config(certificate: &[u8], key: &[u8]) -> Result<ServerConfig, TlsError> {
    let chain: Vec<_> =
        CertificateDer::pem_slice_iter(certificate).collect::<Result<_, _>>().map_err(TlsError::BadCertificate)?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsError::NoKey,
        error => TlsError::BadKey(error),
    })?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(TlsError::Unusable)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(|error| match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError::Mismatch,
        error => TlsError::Unusable(error),
    })?;
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
    // Sessions are resumed without memory of ours, on any worker.
    config.ticketer = ring::Ticketer::new().map_err(TlsError::Unusable)?;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::generate_simple_self_signed;

    use super::*;

    fn pair() -> (String, String) {
        let made = generate_simple_self_signed(["example.org".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[test]
    fn says_what_is_wrong_with_a_certificate() {
        let ((certificate, key), (_, other)) = (pair(), pair());
        let cut = certificate.replace("-----END", "");
        for (certificate, key, expected) in [
            (certificate.as_str(), key.as_str(), ""),
            ("", &key, "there is no certificate in it"),
            (&key, &key, "there is no certificate in it"),
            (&cut, &key, "the certificate is not valid PEM"),
            (&certificate, "", "there is no private key in it"),
            (&certificate, &certificate, "there is no private key in it"),
            (&certificate, &other, "the private key is not that of the first certificate"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", &key, "cannot be used"),
        ] {
            let said = Tls::from_pem(certificate.as_bytes(), key.as_bytes())
                .map_or_else(|error| error.to_string(), |_| String::new());
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{expected}: {said}");
        }
    }

    #[test]
    fn one_that_cannot_be_used_leaves_the_old_one() {
        let ((certificate, key), (_, other)) = (pair(), pair());
        let tls = Tls::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
        let before = tls.config.load_full();
        tls.exchange(certificate.as_bytes(), other.as_bytes()).unwrap_err();
        assert!(Arc::ptr_eq(&before, &tls.config.load_full()));
        tls.exchange(certificate.as_bytes(), key.as_bytes()).unwrap();
        assert!(!Arc::ptr_eq(&before, &tls.config.load_full()));
        let counts =
            ["refused", "used"].map(|result| tls.metrics.certificates.get_or_create(&ResultLabel { result }).get());
        assert_eq!(counts, [1, 1]);
    }

    proptest! {
        #[test]
        fn nonsense_is_no_certificate(text in "(-----BEGIN |-----END |CERTIFICATE|PRIVATE KEY|-----|\\n|MIIB|=|\\PC){0,20}") {
            prop_assert!(Tls::from_pem(text.as_bytes(), text.as_bytes()).is_err());
        }
    }
}
